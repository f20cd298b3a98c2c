"""Structural work of the desk (concept chapter 4) and its quality work; no record is about a client.

How the tables of table set 1 are counted from the valid records of a period (``day`` within it):

- T-STR-1, a row for each code ST11 to ST41: activities = records; dates = sum of ``dates``; hours = sum of
  ``minutes``; participants = sum of ``participants``. Exact.
- T-STR-2: hours = sum of ``minutes`` of ST21 to ST24; trainings = sum of ``dates`` of ST23; people trained = sum of
  ``participants`` of ST23, all exact. Active volunteers = the largest ``volunteers`` of one ST22 record, not the sum:
  the same people come again; its record key is the ``secret`` of that record, if equal of the earliest.
- T-STR-3: team meetings = sum of ``dates`` of QM1; Fachberatung = sum of ``dates`` of QM2; trainings of staff = sum of
  ``dates`` of QM3; hours = sum of ``minutes`` of all three. Exact.

QM codes appear in T-STR-3 alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.records import Activity
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.records import Origin

ACTIVITY = Table(
    "activity",
    ("code", "day", "title", "partner", "dates", "minutes", "participants", "volunteers", "note"),
    secret=True,
)
QUALITY = ("QM1", "QM2", "QM3")
"""Codes of quality work."""
_TEXTS = {"title": "", "partner": "", "note": ""}


def add_activity(
    db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str] | None = None
) -> RecordId:
    """Insert an activity; ``values`` are Activity fields by name. Missing texts are empty."""
    return insert(db, ACTIVITY, origin, _TEXTS | dict(values), raw or {})


def change_activity(
    db: Connection,
    activity_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None] | None = None,
) -> None:
    """Change only the fields named."""
    update(db, ACTIVITY, activity_id, now, values, raw or {})


def read_activity(db: Connection, activity_id: RecordId) -> Activity:
    """Return one activity; raise KeyError if there is none."""
    rows = select(db, ACTIVITY, "WHERE id = ?", (activity_id,))
    if not rows:
        raise KeyError(activity_id)
    return _activity(rows[0])


def activities_between(db: Connection, first: date, last: date) -> tuple[Activity, ...]:
    """Return the activities of these days, newest first; drafts without a day come first of all."""
    rows = select(
        db,
        ACTIVITY,
        "WHERE day IS NULL OR day BETWEEN ? AND ? ORDER BY day IS NULL DESC, day DESC, created DESC, rowid DESC",
        (first.isoformat(), last.isoformat()),
    )
    return tuple(_activity(row) for row in rows)


def count_activities(db: Connection, first: date, last: date) -> int:
    """Return how many activities of structural work count in these days; quality work is none."""
    (count,) = db.execute(
        "SELECT count(*) FROM activity WHERE day BETWEEN ? AND ? AND state = 'valid' AND code NOT IN (?, ?, ?)",
        (first.isoformat(), last.isoformat(), *QUALITY),
    ).fetchone()
    return int(count)


def _activity(row: tuple[Any, ...]) -> Activity:
    code, on, title, partner, dates, minutes, participants, volunteers, note = row[STAMP_WIDTH:]
    return Activity(
        stamp(row), code, day(on), title, partner, dates, minutes, participants, volunteers, note
    )  # fmt: skip
