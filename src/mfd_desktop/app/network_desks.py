"""The coordinator's view of the desks: who asks to be let in, who was, who has reported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import network_trust as trust
from mfd_desktop.app.changes import changed
from mfd_desktop.vault import exchange as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.app.session import Session
    from mfd_desktop.exchange.desks import Card
    from mfd_desktop.exchange.members import Members
    from mfd_desktop.exchange.signed import Signed

_DECISIONS = ("approvals/", "revocations/")


@dataclass(frozen=True, slots=True)
class KnownDesk:
    """A desk as its card says. ``fte`` in hundredths; ``state``: ``approved``, ``unapproved``, ``revoked``."""

    desk: str
    name: str
    office: str
    carrier: str
    district: str
    fte: int
    state: str
    words: tuple[str, ...]


def known_desks(members: Members) -> tuple[KnownDesk, ...]:
    """Return the desks of a network by name."""
    from mfd_desktop.content.fingerprint_words import fingerprint_words

    words = fingerprint_words()
    found = [_known(card, members, words) for card in members.cards.values()]
    return tuple(sorted(found, key=lambda desk: (desk.name.casefold(), desk.office.casefold(), desk.desk)))


def read_members(session: Session, folders: Sequence[Path] | None = None) -> Members:
    """Return cards, approvals and revocations of the folders together with what this vault knows; keeps newer cards.

    Raises NotInNetwork, SharedFolderGone, NetworkRefused.
    """
    from mfd_desktop.exchange.members import read_members as read

    pinned, _keys = trust.coordinator_keys(session)
    with session.vault.read() as db:
        places = tuple(Path(path) for path in store.read_folders(db)) if folders is None else tuple(folders)
        known = store.read_cards(db)
        outbox = store.read_outbox(db)
    decisions = {entry.path: entry.content for entry in outbox if entry.path.startswith(_DECISIONS)}
    network = pinned.body
    for folder in places:
        network = trust.check_folder(session, folder).body
    members = read(places, network, known.values(), decisions)
    new = {desk: card.content for desk, card in members.cards.items() if known.get(desk) != card.content}
    if new:
        with session.vault.write() as db:
            for desk, content in new.items():
                store.write_card(db, desk, content, session.clock.now())
    return members


def approve(session: Session, desk: str, *, initiator: object = None) -> None:
    """Let a desk in whose words were compared; the file waits in the outbox. Raises NotInNetwork, KeyError."""
    from mfd_desktop.exchange import desks

    pinned, keys = trust.coordinator_keys(session)
    content = desks.sign_approval(pinned.body.network, _card(session, desk).key, session.clock.today(), keys)
    _decide(session, desks.approval_path(desk), content, initiator)


def revoke(session: Session, desk: str, *, initiator: object = None) -> None:
    """Take a desk out: nothing of it counts any more, for good. Raises NotInNetwork, KeyError."""
    from mfd_desktop.exchange import desks

    pinned, keys = trust.coordinator_keys(session)
    key = _card(session, desk).key
    content = desks.sign_revocation(pinned.body.network, key, session.clock.today(), keys)
    _decide(session, desks.revocation_path(key), content, initiator)


def _card(session: Session, desk: str) -> Signed[Card]:
    from mfd_desktop.exchange.desks import read_card

    with session.vault.read() as db:
        cards = store.read_cards(db)
    return read_card(cards[desk], trust.pinned_network(session).body.network)


def _decide(session: Session, path: str, content: bytes, initiator: object) -> None:
    with session.vault.write() as db:
        if all(entry.path != path for entry in store.read_outbox(db)):
            store.put_in_outbox(db, path, content, session.clock.now())
    session.announce(changed("network"), initiator)


def _known(card: Signed[Card], members: Members, words: tuple[str, ...]) -> KnownDesk:
    from mfd_desktop.exchange.keys import in_words

    body = card.body
    state = members.standing(body.desk) or "approved"
    print_ = in_words(body.desk, words)
    return KnownDesk(body.desk, body.name, body.office, body.carrier, body.district, body.fte, state, print_)
