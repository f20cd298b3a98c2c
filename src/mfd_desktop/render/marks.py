"""What lies on a page: texts, strokes, areas and pictures, in points, y downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.render.lines import Line

MM = 72 / 25.4
"""Points in a millimetre."""
INK, MUTED, RULE, SOFT = "#000000", "#505A58", "#A3ADAA", "#EEF1F0"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at ``x`` on the base line ``y``, turned by ``angle`` degrees against the clock."""

    x: float
    y: float
    line: Line
    size: float
    colour: str = INK
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: str = INK
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle; no ``fill`` or no ``stroke`` where the colour is empty."""

    x: float
    y: float
    width: float
    height: float
    fill: str = SOFT
    stroke: str = ""
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG."""

    x: float
    y: float
    width: float
    height: float
    content: bytes


Mark = Words | Stroke | Area | Picture


@dataclass(frozen=True, slots=True)
class Tag:
    """What marks belong to, for those who have a document read to them: one number a text, in reading order.

    ``role`` is a structure type (``P``, ``H1``, ``Figure``), ``description`` stands for a figure, ``said`` for a text
    whose glyphs are not in the order of reading.
    """

    number: int
    role: str
    language: str = ""
    description: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Marks moved to a place; without a tag they are furniture of the page."""

    x: float
    y: float
    marks: Sequence[Mark]
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page in points."""

    width: float
    height: float
    groups: Sequence[Group]
