"""Working days of a Land: neither Saturday nor Sunday nor a public holiday there."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from mfd_desktop.law.holidays import public_holidays

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=1024)
def _closed(year: int, land: str) -> frozenset[date]:
    return frozenset(public_holidays(year, land))


def is_working_day(day: date, land: str) -> bool:
    """Tell whether courts and authorities of ``land`` (or BUND) work on ``day``; ValueError for an unknown Land."""
    return day.weekday() < _SATURDAY and day not in _closed(day.year, land)


def working_day_from(day: date, land: str) -> date:
    """Return the first working day on or after ``day``."""
    while not is_working_day(day, land):
        day += _DAY
    return day


def working_day_until(day: date, land: str) -> date:
    """Return the last working day on or before ``day``."""
    while not is_working_day(day, land):
        day -= _DAY
    return day


def days_until_working_day(day: date, land: str) -> tuple[date, ...]:
    """Return ``day`` and every day after it up to the first working day."""
    days = [day]
    while not is_working_day(days[-1], land):
        days.append(days[-1] + _DAY)
    return tuple(days)


def count_working_days(day: date, number: int, land: str) -> date:
    """Return the ``number``-th working day after ``day`` (before it if negative); ``day`` itself does not count."""
    step = _DAY if number > 0 else -_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day, land)
    return day
