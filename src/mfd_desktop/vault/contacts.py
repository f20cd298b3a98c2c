"""Contacts (also Kurzberatungen and anonymous ones), with topics, and the exact counts of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.errors import NotPromotable
from mfd_desktop.domain.fields import SEPARATOR
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Contact, ContactForm, PeriodCounts, Topic
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.activities import count_activities
from mfd_desktop.vault.cases import form_on, read_levels
from mfd_desktop.vault.procedures import accompanied
from mfd_desktop.vault.records import (
    STAMP_WIDTH,
    Table,
    day,
    insert,
    note_list,
    select,
    stamp,
    update,
)
from mfd_desktop.vault.referrals import count_referrals

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

CONTACT = Table(
    "contact",
    (
        "case_id", "day", "minutes", "form", "channel", "language", "interpreting", "result", "person_group",
        "district", "also_counselled", "note",
    ),
    secret=True,
)  # fmt: skip

_AT_ONCE = 500
"""Ids in one query."""


def add_contact(
    db: Connection,
    origin: Origin,
    values: Mapping[str, object],
    topics: tuple[Topic, ...],
    raw: Mapping[str, str] | None = None,
) -> RecordId:
    """Insert a contact. ``values`` are Contact fields by name; in a case, F2 or F3 follows the case's level
    that day.
    """
    row = {"note": "", **values}
    row["form"] = _form(db, row)
    contact_id = insert(db, CONTACT, origin, row, raw or {})
    _write_topics(db, contact_id, topics)
    reindex(db, contact_id)
    return contact_id


def change_contact(
    db: Connection,
    contact_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    topics: tuple[Topic, ...] | None = None,
    raw: Mapping[str, str | None] | None = None,
) -> None:
    """Change only the fields named; a changed day may change the form with the level of that day."""
    before = read_contact(db, contact_id)
    merged = {"case_id": before.case_id, "form": before.form, "day": before.day, **values}
    update(db, CONTACT, contact_id, now, {**values, "form": _form(db, merged)}, raw or {})
    if topics is not None:
        note_list(db, CONTACT.name, contact_id, "topics", now, _topic_text(before.topics), _topic_text(topics))
        _write_topics(db, contact_id, topics)
    reindex(db, contact_id)


def _topic_text(topics: tuple[Topic, ...]) -> str:
    return SEPARATOR.join(topic.subtopic or topic.code for topic in topics)


def move_into_case(db: Connection, contact_id: RecordId, case_id: RecordId, now: datetime) -> None:
    """Move a Kurzberatung into a case; it is then counted there and no longer as a Kurzberatung.

    Raises NotPromotable for an anonymous contact (F4).
    """
    before = read_contact(db, contact_id)
    if before.form is ContactForm.ANONYMOUS:
        raise NotPromotable
    form = form_on(read_levels(db, case_id), before.day)
    update(db, CONTACT, contact_id, now, {"case_id": case_id, "form": form}, {})
    reindex(db, contact_id)


def move_out_of_case(db: Connection, contact_id: RecordId, now: datetime) -> None:
    """Make a contact of a case a Kurzberatung (F1), counted outside any case."""
    update(db, CONTACT, contact_id, now, {"case_id": None, "form": ContactForm.SHORT.value}, {})
    reindex(db, contact_id)


def read_contact(db: Connection, contact_id: RecordId) -> Contact:
    """Return one contact; raise KeyError if there is none."""
    found = _contacts(db, "WHERE id = ?", (contact_id,))
    if not found:
        raise KeyError(contact_id)
    return found[0]


def contacts_of(db: Connection, case_id: RecordId) -> tuple[Contact, ...]:
    """Return the contacts of a case, newest first; drafts without a day come first of all."""
    return _contacts(db, "WHERE case_id = ? ORDER BY day IS NULL DESC, day DESC, created DESC", (case_id,))


def short_contacts(db: Connection, first: date, last: date) -> tuple[Contact, ...]:
    """Return the contacts without a case of these days (drafts too), newest first."""
    return _contacts(
        db,
        "WHERE case_id IS NULL AND (day IS NULL OR day BETWEEN ? AND ?) ORDER BY day DESC, created DESC",
        (first.isoformat(), last.isoformat()),
    )


def contacts_on(db: Connection, on: date) -> tuple[Contact, ...]:
    """Return all contacts of one day, in cases and without (drafts too), in the order of recording."""
    return _contacts(db, "WHERE day = ? ORDER BY created, rowid", (on.isoformat(),))


def draft_contacts(db: Connection) -> tuple[Contact, ...]:
    """Return all contacts that are not counted because something is missing or invalid."""
    chosen = "WHERE contact.rowid IN (SELECT rowid FROM contact INDEXED BY contact_draft WHERE state = 'draft')"
    return _contacts(db, f"{chosen} ORDER BY created")


def count_period(db: Connection, first: date, last: date) -> PeriodCounts:
    """Return exact headline counts; a person is a client with at least one contact inside a case in the
    period. Drafts are never counted, neither contacts nor persons.
    """
    span = (first.isoformat(), last.isoformat())
    # The inner query reads nothing but the index contact_day; only one row a case is left to be joined.
    contacts, short, minutes, persons = db.execute(
        """SELECT coalesce(sum(t.contacts), 0), coalesce(sum(t.short), 0), coalesce(sum(t.minutes), 0),
            count(DISTINCT c.client_id) - (SELECT count(*) FROM client p WHERE p.state = 'draft' AND EXISTS (
                SELECT 1 FROM case_file d JOIN contact u ON u.case_id = d.id
                WHERE d.client_id = p.id AND u.state = 'valid' AND u.source <> 'handover'
                AND u.day BETWEEN ?1 AND ?2))
        FROM (SELECT case_id, count(*) AS contacts, sum(form = 'F1') AS short, sum(minutes) AS minutes
            FROM contact INDEXED BY contact_counted
            WHERE day BETWEEN ?1 AND ?2 AND state = 'valid' AND source <> 'handover' GROUP BY case_id) t
        LEFT JOIN case_file c ON c.id = t.case_id""",
        span,
    ).fetchone()
    procedures = len(accompanied(db, first, last))
    referrals, activities = count_referrals(db, first, last), count_activities(db, first, last)
    return PeriodCounts(persons, contacts, short, procedures, minutes, referrals, activities)


def _form(db: Connection, values: Mapping[str, object]) -> object:
    form, case_id, on = values["form"], values.get("case_id"), values.get("day")
    if form not in ("F2", "F3") or not isinstance(case_id, str):
        return form
    return form_on(read_levels(db, case_id), on)  # type: ignore[arg-type]  # a day or None by the field's kind


def _write_topics(db: Connection, contact_id: RecordId, topics: tuple[Topic, ...]) -> None:
    db.execute("DELETE FROM contact_topic WHERE contact_id = ?", (contact_id,))
    db.executemany(
        "INSERT INTO contact_topic (contact_id, position, code, subtopic) VALUES (?, ?, ?, ?)",
        [(contact_id, place, topic.code, topic.subtopic) for place, topic in enumerate(topics, 1)],
    )


def _contacts(db: Connection, rest: str, parameters: tuple[object, ...] = ()) -> tuple[Contact, ...]:
    """Return the contacts selected by ``rest``, with the topics of many read at once."""
    rows = select(db, CONTACT, rest, parameters)
    topics: dict[str, list[Topic]] = {row[0]: [] for row in rows}
    known = list(topics)
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        found = db.execute(
            "SELECT contact_id, code, subtopic FROM contact_topic"  # noqa: S608 - only marks are put in
            f" WHERE contact_id IN ({', '.join('?' * len(some))}) ORDER BY contact_id, position",
            some,
        )
        for contact_id, code, subtopic in found:
            topics[contact_id].append(Topic(code, subtopic))
    return tuple(_contact(row, tuple(topics[row[0]])) for row in rows)


def _contact(row: tuple[Any, ...], topics: tuple[Topic, ...]) -> Contact:
    case_id, on, minutes, form, channel, language, interpreting, result, group, district, also, note = row[STAMP_WIDTH:]
    return Contact(
        stamp(row), case_id, day(on), minutes, ContactForm(form), channel, language, interpreting, topics,
        result, group, district, also, note,
    )  # fmt: skip


def reindex(db: Connection, contact_id: RecordId) -> None:
    """Put the note of a contact into the full-text index anew."""
    case_id, note = db.execute("SELECT case_id, note FROM contact WHERE id = ?", (contact_id,)).fetchone()
    client_id = None
    if case_id is not None:
        (client_id,) = db.execute("SELECT client_id FROM case_file WHERE id = ?", (case_id,)).fetchone()
    searchindex.put(db, "contact", contact_id, client_id, case_id, note)
