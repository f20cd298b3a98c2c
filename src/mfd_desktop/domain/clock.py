"""The clock, passed down from the command line so that tests and the demo can set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; the only source of "now" in the program."""

    def now(self) -> datetime:
        """Return the current moment, timezone-aware, in UTC."""

    def today(self) -> date:
        """Return the calendar date at the office (local time zone of the PC)."""


class SystemClock:
    """The clock of the PC."""

    def now(self) -> datetime:
        """Return the current moment in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return today's local date."""
        return datetime.now().astimezone().date()


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is set; for tests and the demo."""

    moment: datetime

    def now(self) -> datetime:
        """Return the set moment."""
        return self.moment

    def today(self) -> date:
        """Return the date of the set moment."""
        return self.moment.date()
