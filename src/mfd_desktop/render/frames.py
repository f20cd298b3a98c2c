"""What every kind of page shares: its size, the place of the text, numbers and the watermark."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.render.marks import MM, Group, Words

if TYPE_CHECKING:
    from mfd_desktop.render.flow import Flow

A4 = (210 * MM, 297 * MM)
_NUMBERS = {
    "de": "Seite {number} von {count}",
    "en": "Page {number} of {count}",
    "fr": "Page {number} sur {count}",
    "ar": "صفحة {number} من {count}",
}
_FAINT = "#E3E7E5"
_LARGEST_WATERMARK = 96.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text of a page lies, in points."""

    x: float
    y: float
    width: float
    height: float


def number_text(number: int, count: int, language: str) -> str:
    """Return ``Seite 2 von 3`` in a language, figures alone where there are no words."""
    return _NUMBERS.get(language, "{number} / {count}").format(number=number, count=count)


def watermark(flow: Flow, words: str, width: float, height: float) -> Group:
    """Return large faint words from the lower left to the upper right."""
    line = flow.line(words, bold=True)
    diagonal = math.hypot(width, height)
    size = min(_LARGEST_WATERMARK, 0.72 * diagonal / max(line.width, 0.01))
    angle = math.atan2(height, width)
    half, rise = line.width * size / 2, 0.35 * size
    x = width / 2 - half * math.cos(angle) + rise * math.sin(angle)
    y = height / 2 + half * math.sin(angle) + rise * math.cos(angle)
    return Group(0, 0, (Words(x, y, line, size, _FAINT, math.degrees(angle)),))
