"""Public holidays of a Land, from the ``holidays`` package: the program keeps no table of its own."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

DEFAULT_LAND = "RP"
FEDERAL: Final = "BUND"
"""Only the holidays that all Länder have."""
LAENDER: Final = (
    *("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"),
    FEDERAL,
)
_NAMES = {"de": "de", "en": "en_US"}


@lru_cache(maxsize=1024)
def public_holidays(year: int, land: str = DEFAULT_LAND, language: str = "de") -> Mapping[date, str]:
    """Return the public holidays of one year with their names in ``language`` (``de`` or ``en``).

    ``land`` is the two-letter abbreviation of a Land (RP, NW, HE …) or ``BUND``; raise ValueError for an unknown one,
    KeyError for an unknown language. The first call loads the package, which takes a few tenths of a second.
    """
    from holidays import country_holidays

    part = None if land == FEDERAL else land
    try:
        found = country_holidays("DE", subdiv=part, years=year, expand=False, language=_NAMES[language])
    except NotImplementedError:
        raise ValueError(land) from None
    return MappingProxyType(dict(sorted(found.items())))
