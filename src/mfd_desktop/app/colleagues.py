"""Colleagues cases are handed to: the own desk file, theirs, and the words that are compared by telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.domain.errors import OfficeIncomplete
from mfd_desktop.domain.errors_handover import DeskFileRefused
from mfd_desktop.domain.handover import Colleague
from mfd_desktop.vault import exchange as store
from mfd_desktop.vault import handovers
from mfd_desktop.vault.desk import read_office

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.exchange.desks import Card
    from mfd_desktop.exchange.keys import Keys

ENDING = ".mfddesk"
NO_NETWORK = "0" * 32
"""Network on the card of a desk that is in none."""
_MOST = 16 * 1024


@dataclass(frozen=True, slots=True)
class Introduction:
    """A desk file just read. ``words``: to be compared by telephone before anything is handed over."""

    card: bytes
    colleague: Colleague
    words: tuple[str, ...]


def own_keys(session: Session) -> tuple[Keys, ...]:
    """Return the keys packages for this desk can be sealed to; the first one is on its desk file now."""
    from mfd_desktop.exchange.keys import Keys

    with session.vault.read() as db:
        found = [store.read_identity(db, role) for role in (store.DESK, store.COLLEAGUE)]
    return tuple(Keys(one.signing_seed, one.age_identity) for one in found if one is not None)


def desk_file(session: Session) -> bytes:
    """Return this desk's file for colleagues; its keys are made if there are none. Raises OfficeIncomplete."""
    from mfd_desktop.app.network import desk_card
    from mfd_desktop.exchange.desks import sign_card
    from mfd_desktop.exchange.keys import Keys, fingerprint

    keys = next(iter(own_keys(session)), None)
    with session.vault.write() as db:
        office = read_office(db)
        if office is None or not office.district:
            raise OfficeIncomplete
        if keys is None:
            keys = Keys.new()
            own = store.Identity(store.COLLEAGUE, fingerprint(keys.public), keys.signing_seed, keys.age_identity)
            store.write_identity(db, own, session.clock.now())
    return sign_card(desk_card(office, NO_NETWORK, keys, 1), keys)


def own_words(session: Session) -> tuple[str, ...]:
    """Return the words a colleague compares with what her screen shows; none before the desk file was made."""
    keys = own_keys(session)
    return words_of(keys[0].public) if keys else ()


def write_desk_file(session: Session, path: Path) -> None:
    """Write this desk's file, which holds no secret, to ``path``. Raises OfficeIncomplete, StorageError."""
    from mfd_desktop.files.atomic import write_atomic

    write_atomic(path, desk_file(session))


def look_at_desk_file(path: Path, now: datetime) -> Introduction:
    """Return whose file this is; raise DeskFileRefused, StorageError. Nobody is added yet."""
    from mfd_desktop.exchange.desks import read_card
    from mfd_desktop.exchange.refusal import Refused
    from mfd_desktop.files.errors import storage_errors

    with storage_errors(path), path.open("rb") as file:
        content = file.read(_MOST + 1)
    try:
        card = read_card(content).body
    except Refused as refused:
        raise DeskFileRefused(path, refused.reason) from None
    return Introduction(content, _colleague(card, now), words_of(card.sign))


def add_colleague(session: Session, found: Introduction, *, initiator: object = None) -> None:
    """Keep a colleague whose words were compared."""
    with session.vault.write() as db:
        handovers.write_colleague(db, found.colleague.desk, found.card, session.clock.now())
    session.announce(changed("colleague"), initiator)


def remove_colleague(session: Session, desk: str, *, initiator: object = None) -> None:
    """Forget a colleague; what was handed over stays recorded."""
    with session.vault.write() as db:
        handovers.remove_colleague(db, desk)
    session.announce(changed("colleague"), initiator)


def colleagues(session: Session) -> tuple[Colleague, ...]:
    """Return all colleagues by name."""
    from mfd_desktop.exchange.desks import read_card

    with session.vault.read() as db:
        known = handovers.read_colleagues(db)
    found = [_colleague(read_card(card).body, compared) for card, compared in known]
    return tuple(sorted(found, key=lambda one: one.label.casefold()))


def words_of(key: str) -> tuple[str, ...]:
    """Return the words of a public key."""
    from mfd_desktop.content.fingerprint_words import fingerprint_words
    from mfd_desktop.exchange.keys import fingerprint, in_words

    return in_words(fingerprint(key), fingerprint_words())


def _colleague(card: Card, compared: datetime) -> Colleague:
    return Colleague(card.desk, card.name, card.office, card.carrier, card.sign, card.age, compared)
