"""What periods are called."""

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.periods import Period


def period_words(period: Period) -> str:
    """Return a period in words: 3. Quartal 2026, 2. Halbjahr 2026, Jahr 2026."""
    if period.kind == "Q":
        return _("{number}. Quartal {year}").format(number=period.number, year=period.year)
    if period.kind == "H":
        return _("{number}. Halbjahr {year}").format(number=period.number, year=period.year)
    return _("Jahr {year}").format(year=period.year)


def period_short(period: Period) -> str:
    """Return a period in a few letters: Q3, 1. Hj., 2026."""
    if period.kind == "Q":
        return _("Q{number}").format(number=period.number)
    if period.kind == "H":
        return _("{number}. Hj.").format(number=period.number)
    return str(period.year)
