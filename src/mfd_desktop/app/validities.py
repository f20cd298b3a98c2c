"""Intentions around validity dates: titles, Duldung, Gestattung, passports, benefit periods, with reminders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app import law_fields
from mfd_desktop.app.casework import Saved
from mfd_desktop.app.changes import changed
from mfd_desktop.app.computing import stored, texts_of
from mfd_desktop.app.saving import check
from mfd_desktop.vault import validities as store
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Validity
    from mfd_desktop.domain.ids import RecordId

USUAL: Mapping[str, tuple[int, ...]] = {
    "title": (84, 56, 28), "fiction": (28, 14), "toleration": (28, 14), "permission": (28, 14), "arrival": (28, 14),
    "border_certificate": (14, 7), "passport": (180, 90), "travel_document": (90, 30), "visa": (56, 28),
    "work_permit": (56, 28), "benefit": (42, 14),
}  # fmt: skip
"""Days before the end on which each kind is reminded of (rules TITEL_VERLAENGERUNG_VOR_ABLAUF and
DULDUNG_VERLAENGERUNG; benefits six weeks ahead; the others are the program's choice).
"""
USUAL_OTHERS = (28, 7)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something of a person that ends soon or has ended. ``kind``: of ``validity_kinds``, or empty for a residence
    status with ``status``, its code. ``validity_id``: None for a residence status.
    """

    client_id: RecordId
    case_id: RecordId
    number: str
    name: str
    initials: str
    kind: str
    status: str
    label: str
    until: date
    validity_id: RecordId | None


def save_validity(
    session: Session,
    client_id: RecordId,
    record_id: RecordId | None,
    raws: Mapping[str, str],
    *,
    initiator: object = None,
) -> Saved:
    """Record a validity date of a person, or change the touched fields of one; KeyError if it is not hers."""
    today, lists = session.clock.today(), session.lists
    with session.vault.write() as db:
        if record_id is None:
            result = check(law_fields.VALIDITY, raws, today=today, lists=lists)
            saved = store.add_validity(db, session.origin("validity"), client_id, stored(result), result.kept)
        else:
            before = next(one for one in store.validities_of(db, client_id) if one.stamp.id == record_id)
            result = check(
                law_fields.VALIDITY, raws, today=today, lists=lists, stored=texts_of(before, law_fields.VALIDITY),
                stored_raw=before.stamp.raw,
            )  # fmt: skip
            store.change_validity(db, record_id, session.clock.now(), stored(result), result.raw)
            saved = record_id
    session.announce(changed("validity", ids=(saved, client_id)), initiator)
    return Saved(saved, result.problems)


def renew_validity(
    session: Session, record_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Note that something was renewed today and record what takes its place, in one step; KeyError if it is gone.

    ``raws``: fields of ``law_fields.RENEWAL``. If anything is wrong nothing happens, and ``record_id`` is the old one.
    """
    today, lists = session.clock.today(), session.lists
    result = check(law_fields.RENEWAL, raws, today=today, lists=lists)
    with session.vault.write() as db:
        before = store.read_validity(db, record_id)
        if result.problems:
            return Saved(record_id, result.problems)
        kept = {"kind": before.kind, "label": before.label, "warnings": before.warnings}
        values = {**kept, "number": before.number, **{name: value for name, value in result.values.items() if value}}
        new = store.add_validity(db, session.origin("validity"), before.client_id, values, {})
        store.change_validity(db, record_id, session.clock.now(), {"renewed": today}, {"renewed": None})
    session.announce(changed("validity", ids=(record_id, new, before.client_id)), initiator)
    return Saved(new, ())


def remove_validity(session: Session, record_id: RecordId, *, initiator: object = None) -> str:
    """Move a validity date into the recycle bin; return the entry for ``recycling.restore``."""
    with session.vault.write() as db:
        client_id = store.read_validity(db, record_id).client_id
        entry = bin_record(db, store.VALIDITY.name, record_id, session.clock.now())
    session.announce(changed("validity", ids=(record_id, client_id)), initiator)
    return entry


def read_validity(session: Session, record_id: RecordId) -> Validity:
    """Return one validity date; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_validity(db, record_id)


def validities_of(session: Session, client_id: RecordId) -> tuple[Validity, ...]:
    """Return the validity dates of a person: what still runs by its end, then what was renewed."""
    with session.vault.read() as db:
        return store.validities_of(db, client_id)


def reminder_days(validity: Validity) -> tuple[int, ...]:
    """Return the days before its end on which a validity date is reminded of: its own, or the usual of its kind."""
    return validity.warnings or USUAL.get(validity.kind or "", USUAL_OTHERS)


def reminders(session: Session, today: date) -> tuple[Reminder, ...]:
    """Return what ends soon or has ended and was not renewed, by its end; of people with an open case.

    A residence status with an end is reminded of like a title, unless a later one of the person follows it.
    """
    with session.vault.read() as db:
        found: list[tuple[RecordId, str, str, str, date, RecordId | None]] = [
            (one.client_id, one.kind or "", "", one.label, one.until, one.stamp.id)
            for one in store.running_validities(db)
            if one.until is not None and (one.until - today).days <= max(reminder_days(one))
        ]
        named = {(one[0], one[4]) for one in found}
        found += [
            (client_id, "", status, "", until, None)
            for client_id, status, until in store.ending_statuses(db)
            if (until - today).days <= max(USUAL["title"]) and (client_id, until) not in named
        ]
        people = store.people_with_open_case(db, (one[0] for one in found))
    rows = [
        Reminder(client_id, case_id, number, person.name, person.initials, kind, status, label, until, validity_id)
        for client_id, kind, status, label, until, validity_id in found
        if client_id in people
        for case_id, number, person in (people[client_id],)
    ]
    return tuple(sorted(rows, key=lambda row: (row.until, row.number)))
