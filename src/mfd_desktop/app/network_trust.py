"""Before every use of a shared folder: is the network in it still the one that was pinned?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import NetworkRefused, NotInNetwork, SharedFolderGone
from mfd_desktop.vault import exchange as store

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.exchange.keys import Keys
    from mfd_desktop.exchange.network import Network, Reference
    from mfd_desktop.exchange.signed import Signed


def network_file(folder: Path) -> bytes:
    """Return network.json of a shared folder; raise SharedFolderGone if folder or file is not there."""
    from mfd_desktop.exchange.network import NAME
    from mfd_desktop.exchange.places import read_limited
    from mfd_desktop.exchange.refusal import Refused

    try:
        if not folder.is_dir():
            raise SharedFolderGone(folder, "missing")
        if not any(folder.iterdir()):
            raise SharedFolderGone(folder, "empty")
        if not (folder / NAME).exists():
            raise SharedFolderGone(folder, "no_network")
        return read_limited(folder, NAME, 64 * 1024)
    except OSError:
        raise SharedFolderGone(folder, "unreadable") from None
    except Refused as refused:
        if refused.reason == "unreadable":
            raise SharedFolderGone(folder, "unreadable") from None
        raise NetworkRefused(folder, refused.reason) from None


def check_folder(session: Session, folder: Path) -> Signed[Network]:
    """Return the network that holds: the pinned one, or a newer version signed by it, which is pinned then.

    Raises NotInNetwork, SharedFolderGone, NetworkRefused.
    """
    from mfd_desktop.exchange.network import check_pinned
    from mfd_desktop.exchange.refusal import Refused

    pinned = pinned_network(session)
    try:
        found = check_pinned(pinned, network_file(folder))
    except Refused as refused:
        raise NetworkRefused(folder, refused.reason) from None
    if found.content != pinned.content:
        with session.vault.write() as db:
            known = store.read_network(db)
            fingerprint = known.fingerprint if known else ""
            body = found.body
            store.pin_network(db, body.name, fingerprint, body.version, found.content, session.clock.now())
    return found


def pinned_network(session: Session) -> Signed[Network]:
    """Return the pinned network; raise NotInNetwork."""
    with session.vault.read() as db:
        pinned = store.read_network(db)
    if pinned is None:
        raise NotInNetwork(store.DESK)
    return _pinned(pinned)


def coordinator_keys(session: Session) -> tuple[Signed[Network], Keys]:
    """Return network and keys of this coordinator; raise NotInNetwork."""
    return _with_keys(session, store.COORDINATOR)


def desk_keys(session: Session) -> tuple[Signed[Network], Keys]:
    """Return network and keys of this desk; raise NotInNetwork."""
    return _with_keys(session, store.DESK)


def _with_keys(session: Session, role: str) -> tuple[Signed[Network], Keys]:
    from mfd_desktop.exchange.keys import Keys

    with session.vault.read() as db:
        pinned = store.read_network(db)
        identity = store.read_identity(db, role)
    if pinned is None or identity is None:
        raise NotInNetwork(role)
    return _pinned(pinned), Keys(identity.signing_seed, identity.age_identity)


def _pinned(pinned: store.PinnedNetwork) -> Signed[Network]:
    from mfd_desktop.exchange.network import read_network

    return read_network(pinned.document)


def check_tables(folder: Path, network: Network) -> None:
    """Raise NetworkRefused (``wrong_tables``) if the network counts by other tables than this program."""
    if (network.tables, network.method) != references():
        raise NetworkRefused(folder, "wrong_tables")


def references() -> tuple[Reference, Reference]:
    """Return table set and method of this program, as a network names them."""
    from mfd_desktop.app import periods
    from mfd_desktop.exchange.network import Reference

    tables, method = periods.tables(), periods.method()
    return Reference(tables.id, tables.digest), Reference(method.id, method.digest)
