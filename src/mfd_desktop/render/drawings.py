"""Simple drawings (lines, boxes, texts) that become SVG on screen and vectors in a PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Paint = Literal["ink", "muted", "line", "panel", "accent", "urgent", "warning", "good", "yellow", "on_yellow", "none"]
"""Names of the colour tokens; who draws decides on light, dark or print. Yellow is that of a formal service."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    paint: Paint = "ink"
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, with rounded corners where ``radius`` is above 0."""

    x: float
    y: float
    width: float
    height: float
    fill: Paint = "panel"
    stroke: Paint = "none"
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; ``x`` is its start, middle or end, ``y`` its base line."""

    x: float
    y: float
    text: str
    size: float = 10.0
    paint: Paint = "ink"
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"


Shape = Line | Box | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on an area of ``width`` × ``height``; y grows downwards, one unit is a point in print."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def scaled(whole: Drawing, factor: float) -> Drawing:
    """Return a drawing enlarged or reduced; lines keep their width."""

    def fit(shape: Shape) -> Shape:
        if isinstance(shape, Line):
            ends = {name: getattr(shape, name) * factor for name in ("x1", "y1", "x2", "y2")}
            return replace(shape, **ends)
        names = ("x", "y", "size") if isinstance(shape, Label) else ("x", "y", "width", "height", "radius")
        return replace(shape, **{name: getattr(shape, name) * factor for name in names})

    return Drawing(whole.width * factor, whole.height * factor, tuple(fit(shape) for shape in whole.shapes))
