"""Parts of the drawings of ways of delivery: envelopes, sheets, stamps, people. One unit is a logical pixel."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mfd_desktop.render.drawings import Box, Label, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mfd_desktop.render.drawings import Paint, Shape

Place = tuple[float, float, float, float]
"""x, y, width and height."""
FRAME = 2.5
"""Width of the line around what counts."""


def envelope(place: Place, fill: Paint = "panel") -> list[Shape]:
    """Return an envelope from the front."""
    return [Box(*place, fill=fill, stroke="ink", radius=3)]


def back(place: Place, fill: Paint = "panel") -> list[Shape]:
    """Return an envelope from behind, with its flap."""
    x, y, width, height = place
    middle, tip = x + width / 2, y + height * 0.58
    return [
        *envelope(place, fill),
        Line(x, y, middle, tip, "ink", 1),
        Line(x + width, y, middle, tip, "ink", 1),
    ]


def sheet(place: Place, lines: int = 4) -> list[Shape]:
    """Return a sheet of paper with lines of writing."""
    x, y, width, height = place
    return [Box(*place, fill="panel", stroke="ink", radius=2), *written((x + 5, y + 6, width - 10, height - 12), lines)]


def written(place: Place, lines: int, paint: Paint = "muted") -> Iterator[Shape]:
    """Yield lines of writing, the last one shorter."""
    x, y, width, height = place
    step = height / max(lines - 1, 1)
    for number in range(lines):
        end = width * (0.55 if number == lines - 1 and lines > 1 else 1)
        yield Line(x, y + number * step, x + end, y + number * step, paint, 1.4)


def stamp(x: float, y: float, radius: float, paint: Paint = "ink") -> list[Shape]:
    """Return a round postmark with waves beside it, about the middle (x, y)."""
    side = 2 * radius
    ring: list[Shape] = [Box(x - radius, y - radius, side, side, fill="none", stroke=paint, radius=radius)]
    waves = (Line(x - 2.6 * radius, y + step, x - radius, y + step, paint, 1) for step in (-4, 0, 4))
    return [*ring, *waves]


def person(x: float, y: float, size: float, paint: Paint = "ink") -> list[Shape]:
    """Return a head and shoulders standing on (x, y), ``size`` high."""
    head, width = size * 0.42, size * 0.8
    return [
        Box(x - head / 2, y - size, head, head, fill=paint, radius=head / 2),
        Box(x - width / 2, y - size * 0.5, width, size * 0.5, fill=paint, radius=size * 0.2),
    ]


def mailbox(place: Place) -> list[Shape]:
    """Return a letter box with its slot."""
    x, y, width, height = place
    return [
        Box(*place, fill="line", stroke="ink", radius=5),
        Box(x + width * 0.15, y + height * 0.2, width * 0.7, 5, fill="ink", radius=2),
        Box(x + width * 0.3, y + height * 0.55, width * 0.4, height * 0.22, fill="panel", radius=2),
    ]


def arrow(x1: float, y1: float, x2: float, y2: float, paint: Paint = "accent") -> list[Shape]:
    """Return a straight arrow, across or down, to (x2, y2)."""
    across = abs(x2 - x1) > abs(y2 - y1)
    back_x, back_y = (-6 if x2 > x1 else 6, 0) if across else (0, -6 if y2 > y1 else 6)
    side_x, side_y = (0, 4) if across else (4, 0)
    heads = (
        Line(x2 + back_x + turn * side_x, y2 + back_y + turn * side_y, x2, y2, paint, FRAME - 0.5) for turn in (-1, 1)
    )
    return [Line(x1, y1, x2, y2, paint, FRAME - 0.5), *heads]


def counts(place: Place) -> list[Shape]:
    """Return a frame around what counts."""
    x, y, width, height = place
    right, bottom = x + width, y + height
    return [
        Line(x, y, right, y, "accent", FRAME),
        Line(right, y, right, bottom, "accent", FRAME),
        Line(right, bottom, x, bottom, "accent", FRAME),
        Line(x, bottom, x, y, "accent", FRAME),
    ]


def words(x: float, y: float, text: str, size: float = 11.0, *, paint: Paint = "ink", bold: bool = False) -> Label:
    """Return a line of text beginning at (x, y)."""
    return Label(x, y, text, size, paint, bold)


def signature(x: float, y: float, paint: Paint = "ink") -> Iterable[Shape]:
    """Return a scribble about 34 wide on the line ``y``."""
    points = ((0, 0), (5, -9), (9, 1), (14, -6), (18, 1), (23, -8), (27, 1), (34, -3))
    return (Line(x + one[0], y + one[1], x + other[0], y + other[1], paint, 1.3) for one, other in pairwise(points))
