"""The open vault with all an intention needs; announces changes to whoever listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import law_lists
from mfd_desktop.domain.errors import WrongPassphrase
from mfd_desktop.forms.library import Library
from mfd_desktop.vault.records import Origin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mfd_desktop.app.changes import Changes
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.domain.records import Office
    from mfd_desktop.vault.keys import KdfCost
    from mfd_desktop.vault.store import Vault


class Session:
    """One unlocked vault, with code lists and guided forms. Intentions take it as their first argument."""

    def __init__(self, vault: Vault, clock: Clock, lists: CodeLists) -> None:
        """Take an open vault, the clock and the code lists."""
        self.vault = vault
        self.clock = clock
        self.lists = lists
        law_lists.provide(lists)
        self.forms = Library(lists)
        self._listeners: list[Callable[[Changes, object], None]] = []

    def origin(self, source: str, version: int = 1) -> Origin:
        """Return the stamp's origin for something recorded now."""
        return Origin(self.clock.now(), source, version)

    def listen(self, listener: Callable[[Changes, object], None]) -> None:
        """Call ``listener(changes, initiator)`` after each change; on the thread that made it."""
        self._listeners.append(listener)

    def announce(self, changes: Changes, initiator: object = None) -> None:
        """Tell all listeners."""
        for listener in self._listeners:
            listener(changes, initiator)

    @property
    def folder(self) -> Path:
        """The vault's folder."""
        return self.vault.folder

    def close(self) -> None:
        """Close the vault."""
        self._listeners.clear()
        self.vault.close()


def open_session(
    folder: Path,
    passphrase: str,
    *,
    clock: Clock,
    accept_missing: bool = False,
    lists: CodeLists | None = None,
) -> Session:
    """Unlock the vault in ``folder`` and log it, with the failed attempts before. Raises what ``Vault.open`` raises."""
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.files.attempts import remember_attempt
    from mfd_desktop.vault.store import Vault

    try:
        vault = Vault.open(folder, passphrase, clock=clock, accept_missing=accept_missing)
    except WrongPassphrase:
        remember_attempt(folder, clock.now())
        raise
    return begin_session(vault, clock, lists or CodeLists())


def begin_session(vault: Vault, clock: Clock, lists: CodeLists) -> Session:
    """Return the session of a vault just opened; the log gets the opening and the failed attempts before it."""
    from mfd_desktop.domain.journal import Event
    from mfd_desktop.files.attempts import forget_attempts, read_attempts
    from mfd_desktop.vault.journal import append

    attempts = read_attempts(vault.folder)
    try:
        with vault.write() as db:
            for moment in attempts:
                append(db, moment, Event.UNLOCK_FAILED)
            append(db, clock.now(), Event.UNLOCK, vault.opened_by)
            if vault.gave_up_missing:
                append(db, clock.now(), Event.DAMAGE, "accepted")
    except BaseException:
        vault.close()
        raise
    if attempts:
        forget_attempts(vault.folder)
    return Session(vault, clock, lists)


def create_session(
    folder: Path,
    passphrase: str,
    office: Office,
    *,
    clock: Clock,
    cost: KdfCost | None = None,
    lists: CodeLists | None = None,
) -> Session:
    """Create a vault with its office data and return it unlocked. Raises what ``Vault.create`` raises."""
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.vault.desk import write_office
    from mfd_desktop.vault.store import Vault

    vault = Vault.create(folder, passphrase, clock=clock, cost=cost)
    with vault.write() as db:
        write_office(db, office)
    return Session(vault, clock, lists or CodeLists())
