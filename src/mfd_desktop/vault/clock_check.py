"""A clock that goes wrong: noticed by what was recorded before. Entries are recorded all the same; tidying up rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.vault.desk import read_settings, write_setting

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

BACK, AHEAD = "back", "ahead"
_SLACK = timedelta(days=1)
_LONG = timedelta(days=180)
"""Nobody is away for so long without another looking after the vault."""
_TRUSTED = "clock_trusted"
"""Setting: position in the log up to which the moments do not count: the counsellor said that the clock is right."""


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """``kind``: ``back`` (earlier than what is recorded) or ``ahead`` (half a year later). ``last``: recorded."""

    kind: str
    now: datetime
    last: datetime


def clock_doubt(db: Connection, now: datetime) -> ClockDoubt | None:
    """Return why a clock that says ``now`` is doubted; None if it is not."""
    moments = _moments(db)
    if not moments:
        return None
    if max(moments) - now > _SLACK:
        return ClockDoubt(BACK, now, max(moments))
    steps = zip(moments, [*moments[1:], now], strict=True)
    jumps = [(before, after) for before, after in steps if after - before > _LONG]
    return ClockDoubt(AHEAD, jumps[-1][1], jumps[-1][0]) if jumps else None


def trust_clock(db: Connection) -> None:
    """Take the clock for right from now on: what it said before is not held against it."""
    (last,) = db.execute("SELECT coalesce(max(position), 0) FROM log_entry").fetchone()
    write_setting(db, _TRUSTED, str(last))


def _moments(db: Connection) -> list[datetime]:
    """Return the moments in the log that count, in the order they were recorded."""
    trusted = int(read_settings(db).get(_TRUSTED, "0"))
    rows = db.execute("SELECT moment FROM log_entry WHERE position > ? ORDER BY position", (trusted,))
    return [datetime.fromisoformat(moment) for (moment,) in rows]
