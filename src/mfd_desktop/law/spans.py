"""Waiting periods and age limits of the ways to stay: whole calendar spans, no working days, no shift."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mfd_desktop.law.rules import Length


def plus(day: date, length: Length) -> date:
    """Return the same day so much later; a day the month does not have is its last one (§ 188 III BGB).

    Raises ValueError for working days.
    """
    if length.unit == "days":
        return day + timedelta(days=length.n)
    if length.unit == "weeks":
        return day + timedelta(weeks=length.n)
    if length.unit == "working_days":
        raise ValueError(length.unit)
    months = length.n * (12 if length.unit == "years" else 1) + day.month - 1
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day_before(birth: date, length: Length) -> date:
    """Return the last day before an age is reached: a year of life ends with the day before the birthday
    (§ 187 II 2, § 188 II BGB), of those born on 29 February on 28 February in other years.
    """
    birthday = plus(birth, length)
    return birthday if birthday.day != birth.day else birthday - timedelta(days=1)
