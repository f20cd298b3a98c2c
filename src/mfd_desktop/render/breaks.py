"""Where a line may end, after UAX #14 as far as counselling letters need it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mfd_desktop.render.texts import SOFT_HYPHEN

_BREAKING_SPACES = " \u1680\u2000-\u2006\u2008-\u200a\u200b\u205f\u3000"
# Quotation marks are in neither list: each opens in one language and closes in another.
_NO_START = (
    ")]}%,.:;!?\u20ac\u00b0\u2026\u060c\u061b\u061f\u06d4\u066a\u3001\u3002\uff0c\uff1a\uff1b"
    "\uff01\uff1f\uff09\u300d\u300f\u3011\u3015"
)
_NO_END = "([{\u00a7\u201e\u201a\uff08\u300c\u300e\u3010\u3014"
_MONTHS = ("Jan", "Feb", "März", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
_NUMBERED = ("Abs.", "Art.", "Nr.")
# A place to break: after spaces, after a hyphen or slash inside a word, after a soft hyphen or an Ethiopic colon.
_PLACES = re.compile(
    f"(?<=[{_BREAKING_SPACES}])(?![{_BREAKING_SPACES}])"
    r"|(?<=\w[-\u2010/])(?=[^\W\d])"
    r"|(?<=[^\W\d][\u2013\u2014])(?=[^\W\d])"
    f"|(?<={SOFT_HYPHEN})|(?<=\u1361)"
    "|(?<=[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])(?=[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])"
)


def breaks(text: str) -> list[int]:
    """Return the indexes before which a line may begin, without 0 and the end."""
    places = (match.start() for match in _PLACES.finditer(text))
    return [place for place in places if 0 < place < len(text) and _allowed(text, place)]


def _allowed(text: str, place: int) -> bool:
    if text[place] in _NO_START:
        return False
    before = place - 1
    while before and text[before] == " ":
        before -= 1
    if text[before] == "." and before and text[before - 1].isdigit() and text.startswith(_MONTHS, place):
        return False
    numbered = text[place].isdigit() and text[max(before - 3, 0) : before + 1].endswith(_NUMBERED)
    return text[before] not in _NO_END and not numbered


@lru_cache(maxsize=1024)
def is_space(char: str) -> bool:
    """Tell whether a character may hang over the end of a line."""
    return char in "\u200b\u3000 " or (unicodedata.category(char) == "Zs" and char not in "\u00a0\u2007")


def is_bound(char: str) -> bool:
    """Tell whether a character belongs to the one before it (a mark, a joiner)."""
    return unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"}
