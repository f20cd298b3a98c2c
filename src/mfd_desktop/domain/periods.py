"""Reporting periods: quarter, half-year, year of the calendar, written ``2026-Q3``, ``2026-H2``, ``2026``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_PATTERN = re.compile(r"(\d{4})(?:-([QH])([1-4]))?")
_MONTHS = {"": 12, "H": 6, "Q": 3}


@dataclass(frozen=True, slots=True)
class Period:
    """One period. ``kind`` is ``Q``, ``H`` or empty for a year; ``number`` counts from 1 (a year: 1)."""

    year: int
    kind: str = ""
    number: int = 1

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period written as ``text``; raise ValueError if it is none."""
        found = _PATTERN.fullmatch(text)
        if not found or int(found[1]) < 1 or (found[2] == "H" and found[3] in "34"):
            raise ValueError(text)
        return cls(int(found[1]), found[2] or "", int(found[3] or 1))

    @classmethod
    def quarter_of(cls, day: date) -> Period:
        """Return the quarter holding ``day``."""
        return cls(day.year, "Q", (day.month - 1) // 3 + 1)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        months = self.number * _MONTHS[self.kind]
        # No day after the end of the year: the calendar stops with the year 9999.
        return date(self.year, 12, 31) if months == 12 else date(self.year, months + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        """Return the period as written."""
        return f"{self.year:04d}-{self.kind}{self.number}" if self.kind else f"{self.year:04d}"
