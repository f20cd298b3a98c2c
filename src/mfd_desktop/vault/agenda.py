"""Follow-ups and appointments with their series."""

from __future__ import annotations

import secrets
from datetime import time
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Appointment, FollowUp
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, delete, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

FOLLOW_UP = Table("follow_up", ("case_id", "due", "text", "done", "urgent"))
APPOINTMENT = Table("appointment", ("case_id", "series_id", "day", "start", "minutes", "title", "place", "cancelled"))


def add_follow_up(db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]) -> RecordId:
    """Insert a follow-up."""
    return insert(db, FOLLOW_UP, origin, {"text": "", "urgent": False, **values}, raw)


def change_follow_up(
    db: Connection,
    record_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> None:
    """Change only the fields named."""
    update(db, FOLLOW_UP, record_id, now, values, raw)


def remove_follow_up(db: Connection, record_id: RecordId) -> None:
    """Delete a follow-up."""
    delete(db, FOLLOW_UP, record_id)


def read_follow_up(db: Connection, record_id: RecordId) -> FollowUp:
    """Return one follow-up; raise KeyError if there is none."""
    rows = select(db, FOLLOW_UP, "WHERE id = ?", (record_id,))
    if not rows:
        raise KeyError(record_id)
    return _follow_up(rows[0])


def open_follow_ups(db: Connection, until: date) -> tuple[FollowUp, ...]:
    """Return open follow-ups due up to ``until`` (or without a valid day): urgent ones first, then the earliest."""
    rows = select(
        db,
        FOLLOW_UP,
        "WHERE done IS NULL AND (due IS NULL OR due <= ?) ORDER BY urgent DESC, due, created",
        (until.isoformat(),),
    )
    return tuple(_follow_up(row) for row in rows)


def follow_ups_of(db: Connection, case_id: RecordId) -> tuple[FollowUp, ...]:
    """Return all follow-ups of a case, open ones first."""
    rows = select(db, FOLLOW_UP, "WHERE case_id = ? ORDER BY done IS NOT NULL, urgent DESC, due, created", (case_id,))
    return tuple(_follow_up(row) for row in rows)


def _follow_up(row: tuple[Any, ...]) -> FollowUp:
    case_id, due, text, done, urgent = row[STAMP_WIDTH:]
    return FollowUp(stamp(row), case_id, day(due), text, day(done), bool(urgent))


def add_appointment(db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]) -> RecordId:
    """Insert an appointment."""
    return insert(db, APPOINTMENT, origin, {"title": "", "place": "", **values}, raw)


def continue_as_series(
    db: Connection,
    origin: Origin,
    record_id: RecordId,
    days: Sequence[date],
    *,
    every_days: int | None,
    every_months: int | None,
) -> None:
    """Make an appointment, on the first of ``days``, the beginning of a series; the others repeat it."""
    series_id = _new_series(db, days[-1], every_days, every_months)
    update(db, APPOINTMENT, record_id, origin.now, {"series_id": series_id}, {})
    first = read_appointment(db, record_id)
    values = {column: getattr(first, column) for column in APPOINTMENT.columns}
    for on in days[1:]:
        add_appointment(db, origin, {**values, "day": on}, {})


def _new_series(db: Connection, until: date, every_days: int | None, every_months: int | None) -> str:
    series_id = secrets.token_hex(16)
    db.execute(
        "INSERT INTO appointment_series (id, every_days, every_months, until) VALUES (?, ?, ?, ?)",
        (series_id, every_days, every_months, until.isoformat()),
    )
    return series_id


def change_appointment(
    db: Connection,
    record_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> None:
    """Change only the fields named, of this appointment alone."""
    update(db, APPOINTMENT, record_id, now, values, raw)


def rest_of_series(db: Connection, record_id: RecordId) -> tuple[RecordId, ...]:
    """Return this appointment and the later ones of its series."""
    rows = db.execute(
        """SELECT later.id FROM appointment one JOIN appointment later
        ON later.id = one.id OR (later.series_id = one.series_id AND later.day >= one.day)
        WHERE one.id = ? ORDER BY later.day""",
        (record_id,),
    )
    return tuple(RecordId(found) for (found,) in rows)


def change_rest_of_series(db: Connection, record_id: RecordId, now: datetime, values: Mapping[str, object]) -> None:
    """Change the fields named (not the day) of this appointment and the later ones of its series."""
    for found in rest_of_series(db, record_id):
        update(db, APPOINTMENT, found, now, values, dict.fromkeys(values))


def read_appointment(db: Connection, record_id: RecordId) -> Appointment:
    """Return one appointment; raise KeyError if there is none."""
    rows = select(db, APPOINTMENT, "WHERE id = ?", (record_id,))
    if not rows:
        raise KeyError(record_id)
    return _appointment(rows[0])


def appointments_between(db: Connection, first: date, last: date) -> tuple[Appointment, ...]:
    """Return the appointments of these days in order; those without a time of day come first of their day."""
    rows = select(
        db,
        APPOINTMENT,
        "WHERE day BETWEEN ? AND ? ORDER BY day, start, created",
        (first.isoformat(), last.isoformat()),
    )
    return tuple(_appointment(row) for row in rows)


def appointments_of(db: Connection, case_id: RecordId) -> tuple[Appointment, ...]:
    """Return the appointments of a case in order."""
    return tuple(
        _appointment(row) for row in select(db, APPOINTMENT, "WHERE case_id = ? ORDER BY day, start", (case_id,))
    )


def draft_appointments(db: Connection) -> tuple[Appointment, ...]:
    """Return appointments on which something is missing or invalid."""
    return tuple(_appointment(row) for row in select(db, APPOINTMENT, "WHERE state = 'draft' ORDER BY created"))


def _appointment(row: tuple[Any, ...]) -> Appointment:
    case_id, series_id, on, start, minutes, title, place, cancelled = row[STAMP_WIDTH:]
    begin = time.fromisoformat(start) if start else None
    return Appointment(stamp(row), case_id, series_id, day(on), begin, minutes, title, place, bool(cancelled))
