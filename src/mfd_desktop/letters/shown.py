"""Values as a letter shows them, in the language of the letter and not of the interface."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Final

from mfd_desktop.domain.dates import format_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.fields import Value

BOLD: Final = "\x01"
"""Stands in a filled text wherever the template has ``**``; values cannot hold it."""
BULLET: Final = "•"

_KEPT = "\n\t"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur", "he"})
_OWN_DIRECTION = ("\u2068", "\u2069")
"""First strong isolate and its end: what stands between is set by itself."""
_LOCALES = {"prs": "fa"}
"""Languages whose dates Babel knows under another name only."""
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Characters that turn the direction of what follows; a typed text has none."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One value with the language it is shown in; ``label`` turns a code into words. False where it is empty."""

    value: Value
    language: str
    label: Callable[[str], str] = str

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        """Compare with a constant of the template: a code with its text."""
        return self.value == (other.value if isinstance(other, Shown) else other)

    def __hash__(self) -> int:
        return hash(self.value)

    def parts(self) -> tuple[str, ...]:
        """Return the words of a list of codes, or the lines of a text."""
        if isinstance(self.value, tuple):
            return tuple(isolated(self.label(code), self.language) for code in self.value)
        return tuple(line.strip() for line in str(self).splitlines() if line.strip())

    def __str__(self) -> str:
        value = self.value
        if value is None or isinstance(value, bool):
            return ""
        if isinstance(value, date):
            return long_date(value, self.language)
        if isinstance(value, time):
            return format_time(value)
        if isinstance(value, tuple):
            return ", ".join(self.parts())
        return isolated(self.label(clean(str(value))), self.language)


def clean(text: str) -> str:
    """Return a typed text without control characters, with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if (char >= " " or char in _KEPT) and char not in _TURNING)


def isolated(text: str, language: str) -> str:
    """Return a text so that it reads rightly inside a sentence of ``language``.

    Otherwise a telephone number in an Arabic sentence would change its order, or the comma after an Arabic name in a
    German one its side. Each line stands by itself.
    """
    turned = language in _RIGHT_TO_LEFT
    return "\n".join(_isolated(line) if _turns(line) != turned else line for line in text.split("\n"))


def _isolated(line: str) -> str:
    return f"{_OWN_DIRECTION[0]}{line}{_OWN_DIRECTION[1]}" if line else line


def _turns(line: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in line)


def finalized(value: object) -> str:
    """Return what a template puts out for a value."""
    return str(value)


def with_weekday(value: Shown) -> str:
    """Return a day with its weekday."""
    return long_date(value.value, value.language, "full") if isinstance(value.value, date) else str(value)


def in_lines(value: Shown) -> str:
    """Return a list, or the lines of a text, one below the other with bullets."""
    return "\n".join(f"{BULLET} {part}" for part in value.parts())


def long_date(day: date, language: str, form: str = "long") -> str:
    """Return a day in words of ``language``; ISO form where Babel does not know it."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(_LOCALES.get(language, language))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
    return str(format_date(day, form, locale=locale))
