"""Options kept inside the vault, and the office data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.journal import note
from mfd_desktop.app.options import OPTIONS, Scope, option
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import desk
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.options import DeviceSettings
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.records import Office
    from mfd_desktop.vault.database import Connection


def vault_settings(session: Session) -> Mapping[str, str]:
    """Return the values of all vault options, defaults where nothing valid is stored."""
    with session.vault.read() as db:
        return read_settings(db)


def read_settings(db: Connection) -> Mapping[str, str]:
    """Do ``vault_settings`` inside a transaction."""
    stored = desk.read_settings(db)
    found = {}
    for declared in OPTIONS:
        if declared.scope is Scope.VAULT:
            value = stored.get(declared.name, declared.default)
            found[declared.name] = value if declared.accepts(value) else declared.default
    return found


def set_vault_option(session: Session, name: str, value: str, *, initiator: object = None) -> None:
    """Store a vault option and log its name; raise ValueError if it does not accept the value."""
    if not option(name).accepts(value):
        raise ValueError(name)
    with session.vault.write() as db:
        desk.write_setting(db, name, value)
        append(db, session.clock.now(), Event.SETTING, name)
    session.announce(changed("setting"), initiator)


def set_device_option(session: Session, device: DeviceSettings, name: str, value: str) -> None:
    """Store an option of this PC and log its name. Raises StorageError, ValueError if it does not accept the value."""
    device.set(name, value)
    note(session, Event.SETTING, name)


def read_office(session: Session) -> Office | None:
    """Return the office data."""
    with session.vault.read() as db:
        return desk.read_office(db)


def save_office(session: Session, office: Office, *, initiator: object = None) -> None:
    """Store the office data and log that they changed."""
    with session.vault.write() as db:
        if desk.read_office(db) != office:
            append(db, session.clock.now(), Event.SETTING, "office")
        desk.write_office(db, office)
    session.announce(changed("office"), initiator)
