"""Dates and times as counsellors type them, and as the program writes them (German)."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

_WORDS = {
    "heute": 0,
    "h": 0,
    "today": 0,
    "gestern": -1,
    "g": -1,
    "yesterday": -1,
    "morgen": 1,
    "m": 1,
    "tomorrow": 1,
}
_DOTTED = re.compile(r"(\d{1,2})[.\s/-](\d{1,2})[.\s/-]?(\d{4}|\d{2})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_OFFSET = re.compile(r"([+-])(\d{1,3})")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")


def parse_date(text: str, *, today: date) -> date:
    """Return the date meant by ``text``; raise ValueError if none is meant or it does not exist.

    Accepts 1.2.26, 01.02.2026, 2026-02-01, 010226, 1.2. (the nearest such day), heute, gestern, +3, -2.
    Two-digit years are taken within 80 years before and 19 after ``today``.
    """
    typed = text.strip().lower()
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    if found := _OFFSET.fullmatch(typed):
        return today + timedelta(days=int(found[1] + found[2]))
    if found := _ISO.fullmatch(typed):
        return date(int(found[1]), int(found[2]), int(found[3]))
    found = _DOTTED.fullmatch(typed) or _DIGITS.fullmatch(typed)
    if not found:
        message = "not a date"
        raise ValueError(message)
    day, month = int(found[1]), int(found[2])
    if found[3] is None:
        return _nearest(day, month, today)
    return date(_full_year(found[3], today), month, day)


def _full_year(digits: str, today: date) -> int:
    year = int(digits)
    if len(digits) == 2:
        year += today.year // 100 * 100
        if year > today.year + 19:
            year -= 100
        elif year < today.year - 80:
            year += 100
    return year


def _nearest(day: int, month: int, today: date) -> date:
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    if not candidates:
        message = "no such day"
        raise ValueError(message)
    return min(candidates, key=lambda found: abs(found - today))


def format_date(value: date) -> str:
    """Return ``value`` as TT.MM.JJJJ."""
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"


def parse_time(text: str) -> time:
    """Return the time of day meant by 9, 930, 9:30 or 14.15; raise ValueError otherwise."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        message = "not a time"
        raise ValueError(message)
    return time(int(found[1]), int(found[2] or 0))


def format_time(value: time) -> str:
    """Return ``value`` as HH:MM."""
    return f"{value.hour:02d}:{value.minute:02d}"


def age_on(birth: date, day: date) -> int:
    """Return completed years of life on ``day`` (a birthday on 29 February counts from 1 March)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def quarter_of(day: date) -> tuple[date, date]:
    """Return first and last day of the calendar quarter holding ``day``."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = date(day.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """Return the day ``months`` earlier, or the last day of that month where it has none such."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))


def months_after(day: date, months: int) -> date:
    """Return the day ``months`` later, or the last day of that month where it has none such."""
    return months_before(day, -months)
