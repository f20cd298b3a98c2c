"""What the calendar knows of days without asking the vault."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import language
from mfd_desktop.law.holidays import public_holidays

if TYPE_CHECKING:
    from datetime import date


def holidays_between(first: date, last: date) -> dict[date, str]:
    """Return the public holidays of these days in Rheinland-Pfalz, named in the interface language.

    Slow at the first call (a library is loaded): screens ask for it off the GUI thread.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {day: name for day in days if (name := public_holidays(day.year, language=language()).get(day)) is not None}
