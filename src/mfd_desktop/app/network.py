"""The network of desks: making it, joining it, and making sure before every use that it is still the same one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.network_trust import check_folder, coordinator_keys, desk_keys, network_file, references
from mfd_desktop.domain.errors import (
    AlreadyInNetwork,
    NetworkRefused,
    OfficeIncomplete,
    SharedFolderGone,
)
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import exchange as store
from mfd_desktop.vault.desk import read_office
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.records import Office
    from mfd_desktop.exchange.desks import Card
    from mfd_desktop.exchange.keys import Keys
    from mfd_desktop.vault.database import Connection


@dataclass(frozen=True, slots=True)
class Invitation:
    """A network found in a folder, before it is joined. ``words``: to be compared with the coordinator by telephone."""

    folder: Path
    document: bytes
    name: str
    coordinators: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """This vault in its network; read from the vault alone, the folder is not touched.

    ``words`` are the coordinator's, ``own_words`` those of this desk (empty for a coordinator). ``approved``: the
    day the desk was let in. ``revoked``: the desk was taken out. ``role`` is ``desk`` or ``coordinator``.
    """

    role: str
    name: str
    folders: tuple[Path, ...]
    words: tuple[str, ...]
    own_words: tuple[str, ...]
    approved: date | None
    revoked: bool
    due_days: int


def role_of(session: Session) -> str:
    """Return ``desk``, ``coordinator`` or an empty text; quick, for screens that only hint at the network."""
    with session.vault.read() as db:
        if store.read_network(db) is None:
            return ""
        return store.DESK if store.read_identity(db, store.DESK) else store.COORDINATOR


def membership(session: Session) -> Membership | None:
    """Return this vault's part in a network; None if it has none."""
    from mfd_desktop.content.fingerprint_words import fingerprint_words
    from mfd_desktop.exchange.desks import card_path
    from mfd_desktop.exchange.keys import in_words

    with session.vault.read() as db:
        pinned = store.read_network(db)
        if pinned is None:
            return None
        folders = tuple(Path(path) for path in store.read_folders(db))
        desk = store.read_identity(db, store.DESK)
        own = {entry.path: entry for entry in store.read_outbox(db)} if desk else {}
    words = fingerprint_words()
    card = own.get(card_path(desk.name)) if desk else None
    return Membership(
        role=store.DESK if desk else store.COORDINATOR,
        name=pinned.name,
        folders=folders,
        words=in_words(pinned.fingerprint, words),
        own_words=in_words(desk.name, words) if desk else (),
        approved=card.acknowledged if card else None,
        revoked=bool(card and card.problem == "revoked"),
        due_days=pinned.due_days,
    )


def create_network(
    session: Session, folder: Path, name: str, coordinator: str, *, due_days: int = 0, initiator: object = None
) -> None:
    """Make a new network with this vault as its coordinator, and write network.json into the shared folder.

    Raises AlreadyInNetwork, SharedFolderGone (``missing``), StorageError; then nothing was kept.
    """
    from mfd_desktop.exchange import network as networks
    from mfd_desktop.exchange.keys import Keys, fingerprint
    from mfd_desktop.files.shared import deliver

    keys = Keys.new()
    tables, method = references()
    made = networks.new_network(
        _line(name),
        networks.Coordinator(_line(coordinator), keys.public, keys.recipient),
        tables,
        method,
        networks.Policy(due_days),
    )
    document = networks.sign_network(made, keys)
    networks.read_network(document)
    now = session.clock.now()
    if not folder.is_dir():
        raise SharedFolderGone(folder, "missing")
    with session.vault.write() as db:
        if store.read_network(db) is not None:
            raise AlreadyInNetwork(None)
        identity = store.Identity(store.COORDINATOR, _line(coordinator), keys.signing_seed, keys.age_identity)
        store.write_identity(db, identity, now)
        store.pin_network(db, made.name, fingerprint(keys.public), made.version, document, now)
        store.write_folders(db, (str(folder.absolute()),))
        append(db, now, Event.SETTING, "network.created")
        try:
            deliver(folder, networks.NAME, document)
        except FileExistsError:
            raise AlreadyInNetwork(folder) from None
    session.announce(changed("network"), initiator)


def add_folder(session: Session, folder: Path, *, initiator: object = None) -> None:
    """Let the coordinator read a further shared folder; network.json is written into it if it has none.

    Raises NotInNetwork, SharedFolderGone (``missing``), NetworkRefused if it holds another network.
    """
    from mfd_desktop.exchange import network as networks
    from mfd_desktop.files.shared import deliver

    pinned, _keys = coordinator_keys(session)
    if not folder.is_dir():
        raise SharedFolderGone(folder, "missing")
    try:
        deliver(folder, networks.NAME, pinned.content)
    except FileExistsError:
        check_folder(session, folder)
    with session.vault.write() as db:
        paths = dict.fromkeys((*store.read_folders(db), str(folder.absolute())))
        store.write_folders(db, tuple(paths))
        store.undeliver(db)
        append(db, session.clock.now(), Event.SETTING, "network.folder")
    session.announce(changed("network"), initiator)


def move_folder(session: Session, folder: Path, *, initiator: object = None) -> None:
    """Use ``folder`` from now on: the same network, found at another place (a new drive letter, another share).

    Raises NotInNetwork, SharedFolderGone, NetworkRefused; then the place stays as it was.
    """
    check_folder(session, folder)
    with session.vault.write() as db:
        store.write_folders(db, (str(folder.absolute()),))
        store.undeliver(db)
        append(db, session.clock.now(), Event.SETTING, "network.folder")
    session.announce(changed("network"), initiator)


def look_at_network(folder: Path) -> Invitation:
    """Return the network in ``folder`` with the words to compare. Raises SharedFolderGone, NetworkRefused."""
    from mfd_desktop.content.fingerprint_words import fingerprint_words
    from mfd_desktop.exchange.keys import fingerprint, in_words
    from mfd_desktop.exchange.network import read_network
    from mfd_desktop.exchange.refusal import Refused

    document = network_file(folder)
    try:
        found = read_network(document)
    except Refused as refused:
        raise NetworkRefused(folder, refused.reason) from None
    words = in_words(fingerprint(found.key), fingerprint_words())
    return Invitation(folder, document, found.body.name, tuple(one.name for one in found.body.coordinators), words)


def join_network(session: Session, invitation: Invitation, *, initiator: object = None) -> None:
    """Pin the network whose words were compared, make the keys of this desk and lay its card into the outbox.

    Raises AlreadyInNetwork, OfficeIncomplete.
    """
    from mfd_desktop.exchange.keys import Keys, fingerprint
    from mfd_desktop.exchange.network import read_network

    found = read_network(invitation.document)
    keys = Keys.new()
    now = session.clock.now()
    with session.vault.write() as db:
        if store.read_network(db) is not None:
            raise AlreadyInNetwork(None)
        desk = fingerprint(keys.public)
        store.write_identity(db, store.Identity(store.DESK, desk, keys.signing_seed, keys.age_identity), now)
        network = found.body
        store.pin_network(db, network.name, fingerprint(found.key), network.version, found.content, now)
        store.write_folders(db, (str(invitation.folder.absolute()),))
        _put_card(db, session, network.network, keys)
        append(db, now, Event.SETTING, "network.joined")
    session.announce(changed("network"), initiator)


def renew_card(session: Session) -> None:
    """Lay the desk's card into the outbox if the office data differ from the card before.

    Raises NotInNetwork, OfficeIncomplete.
    """
    pinned, keys = desk_keys(session)
    with session.vault.read() as db:
        if _new_card(db, pinned.body.network, keys) is None:
            return
    with session.vault.write() as db:
        _put_card(db, session, pinned.body.network, keys)


def _put_card(db: Connection, session: Session, network: str, keys: Keys) -> None:
    from mfd_desktop.exchange.desks import card_path
    from mfd_desktop.exchange.keys import fingerprint

    content = _new_card(db, network, keys)
    if content is not None:
        path = card_path(fingerprint(keys.public))
        store.put_in_outbox(db, path, content, session.clock.now())


def _new_card(db: Connection, network: str, keys: Keys) -> bytes | None:
    """Return the card to deliver; None if the one in the outbox still says what the office data say."""
    from mfd_desktop.exchange import desks
    from mfd_desktop.exchange.keys import fingerprint

    office = read_office(db)
    if office is None:
        raise OfficeIncomplete
    path = desks.card_path(fingerprint(keys.public))
    known = next((entry for entry in store.read_outbox(db) if entry.path == path), None)
    if known is None:
        return desks.sign_card(desk_card(office, network, keys, 1), keys)
    version = desks.read_card(known.content, network).body.version
    if desks.sign_card(desk_card(office, network, keys, version), keys) == known.content:
        return None
    return desks.sign_card(desk_card(office, network, keys, version + 1), keys)


def desk_card(office: Office, network: str, keys: Keys, version: int) -> Card:
    """Return what this desk says of itself."""
    from mfd_desktop.exchange.desks import Card
    from mfd_desktop.exchange.keys import fingerprint
    from mfd_desktop.exchange.signed import FORMAT

    return Card(
        format=FORMAT,
        network=network,
        desk=fingerprint(keys.public),
        version=version,
        name=_line(office.desk or office.name),
        office=_line(office.name),
        carrier=_line(office.carrier),
        district=office.district,
        fte=_hundredths(office),
        sign=keys.public,
        age=keys.recipient,
    )


def _line(text: str) -> str:
    """Return a text as one line without control characters, as cards and networks take it."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]


def _hundredths(office: Office) -> int:
    share = office.fte.replace(",", ".") or "0"
    try:
        return max(0, min(10_000, round(float(share) * 100)))
    except ValueError:
        return 0
