"""Values of sentences that show themselves in the interface language: days, spans, texts of the data files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.i18n import N_, content_text, language, ngettext, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.law.holidays import FEDERAL, public_holidays

if TYPE_CHECKING:
    from datetime import date

FROM_DATA: Final = "{text}"
"""The sentence that is nothing but a text of a data file."""
_WEEKDAYS = (N_("Mo"), N_("Di"), N_("Mi"), N_("Do"), N_("Fr"), N_("Sa"), N_("So"))
_FEDERAL = N_("nur bundesweite Feiertage")


def with_weekday(day: date) -> str:
    """Return a day with its weekday: Sa 31.10.2026."""
    return f"{translate_marked(_WEEKDAYS[day.weekday()])} {format_date(day)}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its weekday."""

    day: date

    def shown(self) -> str:
        """Return Sa 31.10.2026."""
        return with_weekday(self.day)


@dataclass(frozen=True, slots=True)
class Path:
    """Days one after another, with the holidays of a Land: Sa 31.10.2026 → So 01.11.2026 (Allerheiligen) → Mo …"""

    days: tuple[date, ...]
    land: str

    def shown(self) -> str:
        """Return the days with arrows between them."""
        return " → ".join(self._named(day) for day in self.days)

    def _named(self, day: date) -> str:
        holiday = public_holidays(day.year, self.land, language()).get(day)
        return f"{with_weekday(day)} ({holiday})" if holiday else with_weekday(day)


@dataclass(frozen=True, slots=True)
class FromData:
    """A German text of a data file."""

    text: str

    def shown(self) -> str:
        """Return its translation."""
        return content_text(self.text)


@dataclass(frozen=True, slots=True)
class Several:
    """German texts of a data file, one after another."""

    texts: tuple[str, ...]

    def shown(self) -> str:
        """Return their translations with semicolons between them."""
        return "; ".join(content_text(text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class LandName:
    """A Land, or the holidays that all have."""

    code: str

    def shown(self) -> str:
        """Return its name."""
        return translate_marked(_FEDERAL) if self.code == FEDERAL else _lists().label("laender", self.code)


@lru_cache(maxsize=1)
def _lists() -> CodeLists:
    return CodeLists()


@dataclass(frozen=True, slots=True)
class Span:
    """So many units of time: 2 Wochen."""

    n: int
    unit: str

    def shown(self) -> str:
        """Return number and unit."""
        return _SPANS[self.unit](self.n)


def _days(n: int) -> str:
    return ngettext("{n} Tag", "{n} Tage", n).format(n=n)


def _working_days(n: int) -> str:
    return ngettext("{n} Arbeitstag", "{n} Arbeitstage", n).format(n=n)


def _weeks(n: int) -> str:
    return ngettext("{n} Woche", "{n} Wochen", n).format(n=n)


def _months(n: int) -> str:
    return ngettext("{n} Monat", "{n} Monate", n).format(n=n)


def _years(n: int) -> str:
    return ngettext("{n} Jahr", "{n} Jahre", n).format(n=n)


_SPANS = {"days": _days, "working_days": _working_days, "weeks": _weeks, "months": _months, "years": _years}
