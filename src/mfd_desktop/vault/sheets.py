"""What the vault remembers about the three sheets of the emergency envelope: never their words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

HOLDERS = 3


@dataclass(frozen=True, slots=True)
class SheetSet:
    """The sheets in force: the number printed on all three, who keeps which, what was done with them when."""

    number: str
    holders: tuple[str, ...]
    made: datetime
    printed: datetime | None
    rehearsed: datetime | None


def write_set(db: Connection, number: str, holders: tuple[str, str, str], moment: datetime) -> None:
    """Remember sheets just made, in place of those before."""
    db.execute(
        "INSERT OR REPLACE INTO recovery_set (id, number, made, holders) VALUES (1, ?, ?, ?)",
        (number, moment.isoformat(), json.dumps(holders, ensure_ascii=False)),
    )


def read_set(db: Connection) -> SheetSet | None:
    """Return the sheets in force; None if there are none."""
    row = db.execute("SELECT number, holders, made, printed, rehearsed FROM recovery_set").fetchone()
    if row is None:
        return None
    number, holders, *moments = row
    made, printed, rehearsed = (datetime.fromisoformat(text) if text else None for text in moments)
    assert made is not None  # noqa: S101 - the column is NOT NULL
    return SheetSet(number, tuple(json.loads(holders)), made, printed, rehearsed)


def mark_set(db: Connection, column: str, moment: datetime) -> None:
    """Remember when the sheets were ``printed`` or ``rehearsed``; raise ValueError for anything else."""
    if column not in ("printed", "rehearsed"):
        raise ValueError(column)
    db.execute(f"UPDATE recovery_set SET {column} = ?", (moment.isoformat(),))  # noqa: S608


def drop_set(db: Connection) -> None:
    """Forget the sheets: they open nothing any more."""
    db.execute("DELETE FROM recovery_set")
