"""Intentions around the address book: authorities, courts, services and lawyers that are written to or told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.release_fields import RECIPIENT
from mfd_desktop.app.saving import check
from mfd_desktop.content.codelists import collation_key
from mfd_desktop.domain.errors import RecipientInUse
from mfd_desktop.domain.releases import plain_name
from mfd_desktop.vault import recipients as store
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.releases import Recipient


def recipients(session: Session, text: str = "") -> tuple[Recipient, ...]:
    """Return the entries in which every word of ``text`` begins a word of name, department, street or town.

    Alphabetically; all of them for an empty text.
    """
    with session.vault.read() as db:
        found = store.all_recipients(db)
    words = plain_name(text).split()
    hits = [entry for entry in found if all(_has(entry, word) for word in words)]
    return tuple(sorted(hits, key=lambda entry: collation_key(entry.label)))


def _has(entry: Recipient, word: str) -> bool:
    known = plain_name(f"{entry.label} {entry.street} {entry.postcode} {entry.town}").split()
    return any(part.startswith(word) for part in known)


def recipient_called(session: Session, name: str) -> Recipient | None:
    """Return the entry that is meant by this name: the one with this name and department, or the only one so named."""
    with session.vault.read() as db:
        return called(store.all_recipients(db), name)


def called(entries: tuple[Recipient, ...], name: str) -> Recipient | None:
    """Do ``recipient_called`` among these entries."""
    wanted = plain_name(name)
    whole = [entry for entry in entries if plain_name(entry.label) == wanted]
    alike = whole or [entry for entry in entries if plain_name(entry.name) == wanted]
    return alike[0] if len(alike) == 1 and wanted else None


def read_recipient(session: Session, record_id: RecordId) -> Recipient:
    """Return one entry; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_recipient(db, record_id)


def save_recipient(
    session: Session, record_id: RecordId | None, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Record an entry (``record_id`` None), or change the touched fields of one."""
    today, lists = session.clock.today(), session.lists
    with session.vault.write() as db:
        if record_id is None:
            result = check(RECIPIENT, raws, today=today, lists=lists)
            record_id = store.add_recipient(db, session.origin("recipient"), result.values, result.kept)
        else:
            before = store.read_recipient(db, record_id)
            stored = values_of(before, RECIPIENT)
            result = check(RECIPIENT, raws, today=today, lists=lists, stored=stored, stored_raw=before.stamp.raw)
            store.change_recipient(db, record_id, session.clock.now(), result.values, result.raw)
    session.announce(changed("recipient", ids=(record_id,)), initiator)
    return Saved(record_id, result.problems)


def uses(session: Session, record_id: RecordId) -> tuple[int, int]:
    """Return how many releases and how many letters name this entry."""
    with session.vault.read() as db:
        return store.uses(db, record_id)


def remove_recipient(session: Session, record_id: RecordId, *, initiator: object = None) -> str:
    """Move an entry into the recycle bin; return the bin's entry for ``recycling.restore``.

    Raises RecipientInUse while a release or a letter names it.
    """
    with session.vault.write() as db:
        releases, letters = store.uses(db, record_id)
        if releases or letters:
            raise RecipientInUse(releases, letters)
        entry = bin_record(db, store.RECIPIENT.name, record_id, session.clock.now())
    session.announce(changed("recipient", ids=(record_id,)), initiator)
    return entry
