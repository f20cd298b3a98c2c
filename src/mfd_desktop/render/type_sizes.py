"""Sizes, weights and distances of the roles of text, in points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mfd_desktop.render.bidi import runs_right_to_left
from mfd_desktop.render.blocks import Style
from mfd_desktop.render.marks import INK, MUTED

_TALLER, _EVEN = 1.12, 1.06
"""Arabic letters reach higher and lower than Latin ones; side by side both have lines of one height."""


@dataclass(frozen=True, slots=True)
class Type:
    """How a role of text is set: size, height of a line, distances to what is above and below."""

    size: float
    leading: float
    bold: bool = False
    before: float = 0.0
    after: float = 0.0
    colour: str = INK
    role: str = "P"

    def base_line(self, ascent: float, descent: float) -> float:
        """Return where the base line lies below the top of a line (``ascent`` and ``descent`` in em)."""
        return (self.leading - (ascent - descent) * self.size) / 2 + ascent * self.size


_TYPES = {
    Style.TITLE: Type(15.0, 19.0, bold=True, before=6.0, after=8.0, role="H1"),
    Style.HEADING: Type(11.5, 15.0, bold=True, before=9.0, after=3.5, role="H2"),
    Style.BODY: Type(10.5, 14.2, after=7.1),
    Style.SMALL: Type(9.0, 12.0, after=4.0),
    Style.NOTE: Type(8.0, 10.8, after=4.0, colour=MUTED),
}


def type_of(style: Style, language: str, *, even: bool = False) -> Type:
    """Return how a role is set in a language; ``even`` beside another that runs the other way."""
    found = _TYPES[style]
    factor = _EVEN if even else _TALLER if runs_right_to_left(language) else 1.0
    return replace(found, leading=found.leading * factor)
