"""Drawings as marks of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.render.drawings import Box, Label, Line
from mfd_desktop.render.marks import Area, Mark, Stroke, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mfd_desktop.render import lines
    from mfd_desktop.render.drawings import Drawing

PRINT = {
    "ink": "#000000",
    "muted": "#505A58",
    "line": "#B4BDBA",
    "panel": "#EEF1F0",
    "accent": "#0F766E",
    "urgent": "#A61B1B",
    "warning": "#8A5A00",
    "good": "#1E6B34",
    "yellow": "#F5DC73",
    "on_yellow": "#3A2F00",
    "none": "",
}
"""Colours of the paints on white paper."""
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def marks_of(drawing: Drawing, scale: float, set_line: Callable[..., lines.Line]) -> Iterator[Mark]:
    """Yield the marks of a drawing, ``scale`` points a unit; ``set_line`` sets words, bold where it is told to."""
    for shape in drawing.shapes:
        if isinstance(shape, Line):
            ends = (shape.x1 * scale, shape.y1 * scale, shape.x2 * scale, shape.y2 * scale)
            yield Stroke(*ends, shape.width * scale, PRINT[shape.paint], shape.dashed)
        elif isinstance(shape, Box):
            place = (shape.x * scale, shape.y * scale, shape.width * scale, shape.height * scale)
            yield Area(*place, PRINT[shape.fill], PRINT[shape.stroke], shape.radius * scale)
        else:
            yield _words(shape, scale, set_line)


def _words(label: Label, scale: float, set_line: Callable[..., lines.Line]) -> Words:
    line = set_line(label.text, bold=label.bold)
    size = label.size * scale
    x = label.x * scale - ANCHORS[label.anchor] * line.width * size
    return Words(x, label.y * scale, line, size, PRINT[label.paint])
