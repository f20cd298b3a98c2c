"""Reading the history: what the fields of a record were before, and when that ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection


class Line(NamedTuple):
    """One changed field: its name as stored (see schema 3), what it was, and the moment it was changed."""

    field: str
    old: object
    moment: datetime


def lines_of(db: Connection, table: str, record_id: str) -> tuple[Line, ...]:
    """Return the lines of a record, the newest first."""
    rows = db.execute(
        "SELECT field, old, moment FROM history WHERE record_table = ? AND record_id = ? ORDER BY id DESC",
        (table, record_id),
    )
    return tuple(Line(field, old, datetime.fromisoformat(moment)) for field, old, moment in rows)
