"""Dates in words, in the interface language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from mfd_desktop.content.i18n import _, language, ngettext
from mfd_desktop.domain.dates import format_date

if TYPE_CHECKING:
    from datetime import date


def locale() -> QLocale:
    """Return how numbers and days are written in the interface language."""
    if language() == "en":
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return QLocale(QLocale.Language.German, QLocale.Country.Germany)


def long_day(day: date) -> str:
    """Return ``Montag, 23. November 2026``."""
    return locale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


def weekday(day: date) -> str:
    """Return ``Montag``."""
    return locale().standaloneDayName(day.isoweekday(), QLocale.FormatType.LongFormat)


def short_weekday(day: date) -> str:
    """Return ``Mo``."""
    return locale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def short_day(day: date, *, year: bool = False) -> str:
    """Return ``Mo 23.11.``, or with the year ``Mo 23.11.2026``."""
    written = format_date(day)
    return f"{short_weekday(day)} {written if year else written[:6]}"


def distance(day: date, today: date) -> str:
    """Return how far away a day is: ``heute``, ``morgen``, ``in 4 Tagen``, ``seit 3 Tagen``."""
    days = (day - today).days
    if days == 0:
        return _("heute")
    if days == 1:
        return _("morgen")
    if days == -1:
        return _("seit gestern")
    if days > 0:
        return ngettext("in {count} Tag", "in {count} Tagen", days).format(count=days)
    return ngettext("seit {count} Tag", "seit {count} Tagen", -days).format(count=-days)


def hours(minutes: int) -> str:
    """Return minutes (a multiple of 15) as exact hours: ``53``, ``53,5``, ``53,25``."""
    decimals = 0 if minutes % 60 == 0 else 1 if minutes % 30 == 0 else 2
    return locale().toString(minutes / 60, "f", decimals)
