"""Pages with a header, a footer and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.render.blocks import Style
from mfd_desktop.render.frames import A4, Frame, number_text, watermark
from mfd_desktop.render.marks import MM, MUTED, RULE, Group, Stroke, Words
from mfd_desktop.render.type_sizes import type_of

if TYPE_CHECKING:
    from mfd_desktop.render.blocks import PlainPage
    from mfd_desktop.render.flow import Flow
    from mfd_desktop.render.lines import Line
    from mfd_desktop.render.marks import Mark

_SIDE, _TOP, _BOTTOM = 20 * MM, 18 * MM, 17 * MM


class PlainLayout:
    """A4 with margins of 20 mm; see Layout."""

    def __init__(self, page: PlainPage, flow: Flow, language: str) -> None:
        self._page, self._flow, self._language = page, flow, language
        self._kind = type_of(Style.NOTE, language)
        self.size = (A4[1], A4[0]) if page.wide else A4
        width = self.size[0] - 2 * _SIDE
        self._header = flow.lines(page.header, self._kind, width, language) if page.header else []
        self._footer = flow.lines(page.footer, self._kind, width - 30 * MM, language) if page.footer else []

    def frame(self, index: int) -> Frame:
        del index  # every page is the same
        top = _TOP + (len(self._header) * self._kind.leading + 3 * MM if self._header else 0)
        bottom = _BOTTOM + max(len(self._footer) - 1, 0) * self._kind.leading + 3 * MM
        return Frame(_SIDE, top, self.size[0] - 2 * _SIDE, self.size[1] - top - bottom)

    def furniture(self, index: int, count: int) -> list[Group]:
        width, height = self.size
        groups = [watermark(self._flow, self._page.watermark, width, height)] if self._page.watermark else []
        marks: list[Mark] = []
        if self._header:
            marks += self._lines(self._header, _TOP - 4 * MM)
            y = _TOP - 4 * MM + len(self._header) * self._kind.leading + 1 * MM
            marks.append(Stroke(_SIDE, y, width - _SIDE, y, 0.4, RULE))
        top = height - _BOTTOM - max(len(self._footer) - 1, 0) * self._kind.leading + 4 * MM
        marks += self._lines(self._footer, top)
        if self._page.numbers:
            line = self._flow.line(number_text(index + 1, count, self._language), self._language)
            x = width - _SIDE - line.width * self._kind.size
            marks.append(Words(x, top + self._flow.base_line(self._kind), line, self._kind.size, MUTED))
        return [*groups, Group(0, 0, tuple(marks))]

    def _lines(self, lines: list[Line], top: float) -> list[Mark]:
        base = top + self._flow.base_line(self._kind)
        return [
            Words(_SIDE, base + number * self._kind.leading, line, self._kind.size, MUTED)
            for number, line in enumerate(lines)
        ]
