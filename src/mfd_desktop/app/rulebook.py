"""The rules of deadlines as the program uses them: read once, on first use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mfd_desktop.law.library import RuleBook


def book(_session: object = None) -> RuleBook:
    """Return the shipped rules; files that cannot be used are in its ``problems`` and turn off their rules alone."""
    return _shipped()


def is_read() -> bool:
    """Tell whether the rules were read already, so that asking them takes no time."""
    return bool(_shipped.cache_info().currsize)


@cache
def _shipped() -> RuleBook:
    # Reading all rules takes a while and nothing before the main window needs them.
    from mfd_desktop.law.library import RuleBook

    return RuleBook.load()
