"""What the counsellor must see: kept until she has acknowledged it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

RECOVERED = "recovered"
"""The vault was opened with two sheets (``forgotten``, ``stand_in``)."""
SHEETS_VOID = "sheets_void"
"""The vault got new keys, and the sheets made before open nothing any more."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened to the vault: kind, a code that goes with it, and when."""

    id: int
    kind: str
    detail: str
    moment: datetime


def add_notice(db: Connection, kind: str, detail: str, moment: datetime) -> None:
    """Record a notice that nobody has seen yet."""
    db.execute("INSERT INTO notice (kind, detail, moment) VALUES (?, ?, ?)", (kind, detail, moment.isoformat()))


def unseen_notices(db: Connection) -> tuple[Notice, ...]:
    """Return what was not acknowledged yet, oldest first."""
    rows = db.execute("SELECT id, kind, detail, moment FROM notice WHERE seen IS NULL ORDER BY id")
    return tuple(Notice(number, kind, detail, datetime.fromisoformat(moment)) for number, kind, detail, moment in rows)


def acknowledge_notice(db: Connection, notice_id: int, moment: datetime) -> None:
    """Remember that the counsellor has seen it."""
    db.execute("UPDATE notice SET seen = ? WHERE id = ? AND seen IS NULL", (moment.isoformat(), notice_id))


def acknowledge_kind(db: Connection, kind: str, moment: datetime) -> None:
    """Remember that notices of a kind are settled by what was done."""
    db.execute("UPDATE notice SET seen = ? WHERE kind = ? AND seen IS NULL", (moment.isoformat(), kind))
