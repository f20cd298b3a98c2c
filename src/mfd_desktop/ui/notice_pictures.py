"""Small pictures of the ways a notice is delivered, one a way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.render.drawings import Box, Drawing, Line, scaled
from mfd_desktop.ui import notice_shapes as parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.render.drawings import Shape

WIDTH, HEIGHT = 56, 38
_SCALE = 0.8
"""Logical pixels a unit."""


def _yellow() -> list[Shape]:
    return [
        *parts.envelope((3, 5, 50, 28), "yellow"),
        Box(34, 9, 15, 9, fill="panel", stroke="accent"),
        *parts.written((8, 19, 20, 8), 3, "on_yellow"),
    ]


def _letter() -> list[Shape]:
    return [
        *parts.envelope((3, 5, 50, 28)),
        Box(8, 18, 20, 10, fill="none", stroke="muted"),
        *parts.stamp(44, 13, 5),
    ]


def _registered() -> list[Shape]:
    strokes = (Line(30 + step * 3, 10, 30 + step * 3, 17, "ink", 1.6 if step % 3 else 1) for step in range(7))
    return [
        *parts.envelope((3, 5, 50, 28)),
        Box(9, 9, 13, 11, fill="none", stroke="urgent"),
        parts.words(12, 18, "R", 10, paint="urgent", bold=True),
        *strokes,
        *parts.written((9, 25, 30, 4), 2),
    ]


def _centre() -> list[Shape]:
    rows = (Line(9, y, 32, y, "muted", 1.2) for y in (16, 22, 28))
    marks = (Box(26, y - 3, 4, 4, fill="accent") for y in (15, 21))
    return [
        Box(5, 3, 31, 32, fill="panel", stroke="ink", radius=2),
        Line(9, 9, 26, 9, "ink", 2),
        *rows,
        *marks,
        *parts.person(46, 35, 20),
    ]


def _portal() -> list[Shape]:
    return [
        Box(6, 3, 44, 26, fill="panel", stroke="ink", radius=3),
        Line(20, 34, 36, 34, "ink", 2.4),
        Line(28, 29, 28, 34, "ink", 2),
        *parts.arrow(28, 8, 28, 20),
        Line(18, 24, 38, 24, "ink", 1.6),
    ]


def _by_hand() -> list[Shape]:
    return [
        *parts.person(11, 35, 24),
        *parts.person(45, 35, 24),
        *parts.sheet((20, 9, 16, 20), 3),
    ]


def _lawyer() -> list[Shape]:
    return [
        *parts.sheet((6, 3, 28, 32), 3),
        *parts.signature(12, 31, "accent"),
        parts.words(40, 26, "§", 20, bold=True),
    ]


def _returned() -> list[Shape]:
    return [
        *parts.envelope((3, 5, 50, 28)),
        *parts.written((9, 13, 20, 8), 3),
        Line(8, 11, 30, 24, "urgent", 2),
        Line(30, 11, 8, 24, "urgent", 2),
        *parts.arrow(48, 27, 34, 27, "urgent"),
    ]


def _public() -> list[Shape]:
    return [
        Box(5, 3, 46, 26, fill="line", stroke="ink", radius=2),
        Box(12, 7, 15, 18, fill="panel", stroke="ink"),
        *parts.written((15, 12, 9, 8), 3),
        Box(31, 7, 14, 12, fill="panel", stroke="muted"),
        Box(18, 5, 4, 4, fill="urgent", radius=2),
        Line(12, 29, 12, 36, "ink", 2),
        Line(44, 29, 44, 36, "ink", 2),
    ]


def _abroad() -> list[Shape]:
    stripes = (
        Line(5 + step * 6.4, 31, 9 + step * 6.4, 31, "urgent" if step % 2 else "accent", 2.4) for step in range(8)
    )
    globe: list[Shape] = [
        Box(36, 8, 14, 14, fill="none", stroke="ink", radius=7),
        Box(40, 8, 6, 14, fill="none", stroke="ink", radius=3),
        Line(36, 15, 50, 15, "ink", 1),
    ]
    return [*parts.envelope((3, 5, 50, 28)), *parts.written((9, 13, 20, 8), 3), *globe, *stripes]


_PICTURES: dict[str, Callable[[], list[Shape]]] = {
    "PZU": _yellow,
    "LETTER": _letter,
    "REGISTERED": _registered,
    "CENTRE": _centre,
    "PORTAL": _portal,
    "HAND": _by_hand,
    "LAWYER": _lawyer,
    "RETURNED": _returned,
    "PUBLIC": _public,
    "ABROAD": _abroad,
}


def picture(way: str) -> Drawing:
    """Return the small picture of a way of delivery (a code of ``notice_ways.WAYS``)."""
    return scaled(Drawing(WIDTH, HEIGHT, tuple(_PICTURES[way]())), _SCALE)
