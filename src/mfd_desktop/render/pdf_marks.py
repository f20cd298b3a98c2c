"""Marks of a page as operators of a PDF's content stream (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mfd_desktop.render.marks import Area, Picture, Stroke, Words
from mfd_desktop.render.pdf_file import number
from mfd_desktop.render.pdf_fonts import EmbeddedFont
from mfd_desktop.render.pictures import embed_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mfd_desktop.render.fonts import Face
    from mfd_desktop.render.marks import Group, Mark, Page
    from mfd_desktop.render.pdf_file import PdfFile, Ref, Value
    from mfd_desktop.render.pdf_structure import Structure
    from mfd_desktop.render.shaping import Shaped

_ROUND = 0.5523
"""Length of the arms of a Bézier curve that looks like a quarter of a circle of radius 1."""
_DASHES = 3


class Painter:
    """Writes marks; knows which fonts and pictures they use."""

    def __init__(self, file: PdfFile, structure: Structure) -> None:
        self._file, self._structure = file, structure
        self._fonts: dict[Face, EmbeddedFont] = {}
        self._pictures: dict[bytes, tuple[str, Ref, tuple[int, int]]] = {}

    def code(self, page: Page, ref: Ref) -> bytes:
        """Return the content stream of the page that ``ref`` stands for."""
        parts = (part for group in page.groups for part in self._group(group, page.height, ref))
        return "\n".join(parts).encode("ascii")

    def resources(self) -> dict[str, Value]:
        """Return what the pages written so far refer to; fonts are embedded now."""
        fonts: dict[str, Value] = {font.name: font.embed(self._file) for font in self._fonts.values()}
        pictures: dict[str, Value] = {name: ref for name, ref, _size in self._pictures.values()}
        return {"Font": fonts, "XObject": pictures}

    def _group(self, group: Group, height: float, page: Ref) -> Iterator[str]:
        if group.tag:
            yield f"/{group.tag.role} <</MCID {self._structure.content(group.tag, page)}>> BDC"
        else:
            yield "/Artifact BMC"
        for mark in group.marks:
            yield from self._mark(mark, group.x, height - group.y)
        yield "EMC"

    def _mark(self, mark: Mark, x: float, y: float) -> Iterator[str]:
        if isinstance(mark, Words):
            return self._words(mark, x + mark.x, y - mark.y)
        if isinstance(mark, Stroke):
            return _stroke(mark, x, y)
        if isinstance(mark, Area):
            return _area(mark, x, y)
        return self._picture(mark, x, y)

    def _words(self, mark: Words, x: float, y: float) -> Iterator[str]:
        yield f"BT {_colour(mark.colour)} rg"
        cos, sin = math.cos(math.radians(mark.angle)), math.sin(math.radians(mark.angle))
        along = 0.0
        font = None
        for shaped in mark.line.pieces:
            embedded = self._font(shaped.face)
            if embedded is not font:
                font = embedded
                yield f"/{font.name} {number(mark.size)} Tf"
            place = (cos, sin, -sin, cos, x + along * cos, y + along * sin)
            yield f"{' '.join(map(number, place))} Tm {_shown(shaped, embedded, mark.size)}"
            along += shaped.em * mark.size
        yield "ET"

    def _font(self, face: Face) -> EmbeddedFont:
        if face not in self._fonts:
            self._fonts[face] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return self._fonts[face]

    def _picture(self, mark: Picture, x: float, y: float) -> Iterator[str]:
        """Yield a picture as large as fits in its place, at the right upper corner."""
        if mark.content not in self._pictures:
            name = f"I{len(self._pictures) + 1}"
            self._pictures[mark.content] = (name, *embed_picture(self._file, mark.content))
        name, _ref, (wide, high) = self._pictures[mark.content]
        scale = min(mark.width / wide, mark.height / high)
        width, height = wide * scale, high * scale
        left, bottom = x + mark.x + mark.width - width, y - mark.y - height
        yield f"q {' '.join(map(number, (width, 0, 0, height, left, bottom)))} cm /{name} Do Q"


def _shown(shaped: Shaped, font: EmbeddedFont, size: float) -> str:
    """Return the operators that show glyphs where HarfBuzz put them."""
    units = shaped.face.units
    parts: list[str] = []
    shift = rise = 0
    for glyph in shaped.glyphs:
        if glyph.y != rise:
            rise = glyph.y
            parts.append(f"] TJ {number(rise * size / units)} Ts [")
        code = font.code(glyph)
        shift += glyph.x
        if shift:
            parts.append(number(-shift * 1000 / units))
        parts.append(f"<{code:04X}>")
        shift = glyph.advance - font.advance(code) - glyph.x
    end = " 0 Ts" if rise else ""
    return f"[{''.join(parts)}] TJ{end}".replace("><", "").replace("[] TJ ", "")


def _colour(colour: str) -> str:
    return " ".join(number(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))


def _stroke(mark: Stroke, x: float, y: float) -> Iterator[str]:
    dashes = f"[{number(_DASHES * mark.width)} {number(_DASHES * mark.width)}] 0 d " if mark.dashed else ""
    ends = f"{number(x + mark.x1)} {number(y - mark.y1)} m {number(x + mark.x2)} {number(y - mark.y2)} l"
    yield f"q {dashes}{_colour(mark.colour)} RG {number(mark.width)} w {ends} S Q"


def _area(mark: Area, x: float, y: float) -> Iterator[str]:
    fill = f"{_colour(mark.fill)} rg " if mark.fill else ""
    stroke = f"{_colour(mark.stroke)} RG 0.6 w " if mark.stroke else ""
    paint = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
    operator = paint[bool(fill), bool(stroke)]
    yield f"q {fill}{stroke}{_outline(mark, x + mark.x, y - mark.y - mark.height)} {operator} Q"


def _outline(mark: Area, left: float, bottom: float) -> str:
    """Return the path of a rectangle, with rounded corners where it has a radius."""
    width, height = mark.width, mark.height
    radius = min(mark.radius, width / 2, height / 2)
    if radius <= 0:
        return f"{' '.join(map(number, (left, bottom, width, height)))} re"
    arm, right, top = radius * (1 - _ROUND), left + width, bottom + height
    points = [
        ((left + radius, bottom), "m"),
        ((right - radius, bottom), "l"),
        ((right - arm, bottom, right, bottom + arm, right, bottom + radius), "c"),
        ((right, top - radius), "l"),
        ((right, top - arm, right - arm, top, right - radius, top), "c"),
        ((left + radius, top), "l"),
        ((left + arm, top, left, top - arm, left, top - radius), "c"),
        ((left, bottom + radius), "l"),
        ((left, bottom + arm, left + arm, bottom, left + radius, bottom), "c"),
    ]
    return " ".join(f"{' '.join(map(number, place))} {operator}" for place, operator in points) + " h"
