"""The page of a letter after DIN 5008 form B: everything around its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mfd_desktop.render.blocks import Style
from mfd_desktop.render.frames import A4, Frame, number_text, watermark
from mfd_desktop.render.marks import MM, MUTED, RULE, Group, Picture, Stroke, Words
from mfd_desktop.render.type_sizes import Type, type_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.render.blocks import LetterPage
    from mfd_desktop.render.flow import Flow
    from mfd_desktop.render.lines import Line
    from mfd_desktop.render.marks import Mark

_LEFT, _RIGHT = 25 * MM, 20 * MM
_HEAD_TOP, _HEAD_BOTTOM = 12 * MM, 42 * MM
_WINDOW_TOP, _NOTES, _ADDRESS, _ADDRESS_WIDTH = 45 * MM, 17.7 * MM, 27.3 * MM, 80 * MM
_INFO_X, _INFO_Y, _INFO_WIDTH, _INFO_NAME = 125 * MM, 50 * MM, 75 * MM, 27 * MM
_TEXT_TOP = 98.5 * MM
_FOLDS, _HOLE = (105 * MM, 210 * MM), 148.5 * MM
_NEXT_TOP, _NEXT_BOTTOM, _FIRST_BOTTOM = 27 * MM, 22 * MM, 25 * MM
_FOOT = 10 * MM
_ADDRESS_LEADING = 12.6
_LOGO = (45 * MM, 26 * MM)
_NAME = Type(14.0, 18.0, bold=True)
_HEAD = Type(8.5, 11.0, colour=MUTED)
_RETURN = Type(7.0, 9.0, colour=MUTED)
_VALUE = Type(9.0, 12.0)
_SMALLEST = 6.5
_LABEL = Type(8.0, 12.0, colour=MUTED)


class LetterLayout:
    """A4 with window, information block and marks on the first page; see Layout."""

    size = A4

    def __init__(self, page: LetterPage, flow: Flow, language: str) -> None:
        self._page, self._flow, self._language = page, flow, language
        self._small = type_of(Style.NOTE, language)
        self._width = A4[0] - _LEFT - _RIGHT
        self._information, self._information_end = self._set_information()
        self._footer = [line for words in page.footer for line in flow.lines(words, self._small, self._width)]
        self._foot = A4[1] - _FOOT - len(self._footer) * self._small.leading

    def frame(self, index: int) -> Frame:
        if index:
            return Frame(_LEFT, _NEXT_TOP, self._width, A4[1] - _NEXT_TOP - _NEXT_BOTTOM)
        top = max(_TEXT_TOP, self._information_end + 4 * MM)
        bottom = min(A4[1] - _FIRST_BOTTOM, self._foot - 8 * MM)
        return Frame(_LEFT, top, self._width, bottom - top)

    def furniture(self, index: int, count: int) -> list[Group]:
        groups = [watermark(self._flow, self._page.watermark, *A4)] if self._page.watermark else []
        marks = self._first(count) if index == 0 else self._following(index, count)
        return [*groups, Group(0, 0, tuple(marks))]

    def _first(self, count: int) -> list[Mark]:
        marks = self._head()
        marks += [Stroke(4 * MM, y, 8 * MM, y, 0.4, RULE) for y in _FOLDS]
        marks.append(Stroke(4 * MM, _HOLE, 10 * MM, _HOLE, 0.4, RULE))
        marks += self._window()
        marks += self._information
        if self._footer:
            marks.append(Stroke(_LEFT, self._foot - 1.5 * MM, A4[0] - _RIGHT, self._foot - 1.5 * MM, 0.4, RULE))
            marks += self._column(self._footer, self._small, _LEFT, self._foot)
        if count > 1:
            marks.append(self._number(0, count, self._foot - 6 * MM))
        return marks

    def _following(self, index: int, count: int) -> list[Mark]:
        y = 13 * MM
        room = self._width - 35 * MM
        running = self._flow.lines(self._page.running, self._small, room, self._language)[:1]
        return [
            *self._column(running, self._small, _LEFT, y),
            self._number(index, count, y),
            Stroke(_LEFT, y + 5 * MM, A4[0] - _RIGHT, y + 5 * MM, 0.4, RULE),
        ]

    def _number(self, index: int, count: int, y: float) -> Words:
        line = self._flow.line(number_text(index + 1, count, self._language), self._language)
        x = A4[0] - _RIGHT - line.width * self._small.size
        return Words(x, y + self._flow.base_line(self._small), line, self._small.size, MUTED)

    def _head(self) -> list[Mark]:
        """Return name, lines below it and the logo."""
        marks: list[Mark] = []
        room = self._width
        if self._page.logo:
            marks.append(Picture(A4[0] - _RIGHT - _LOGO[0], _HEAD_TOP, *_LOGO, self._page.logo))
            room -= _LOGO[0] + 5 * MM
        if not self._page.letterhead:
            return marks
        name, *more = self._page.letterhead
        names = self._flow.lines(name, _NAME, room)
        below = [line for words in more for line in self._flow.lines(words, _HEAD, room)]
        height = len(names) * _NAME.leading + len(below) * _HEAD.leading
        tight = min(1.0, (_HEAD_BOTTOM - _HEAD_TOP) / height)
        marks += self._column(names, _NAME, _LEFT, _HEAD_TOP, tight)
        return marks + self._column(below, _HEAD, _LEFT, _HEAD_TOP + len(names) * _NAME.leading * tight, tight)

    def _window(self) -> list[Mark]:
        """Return the line of the sender at the foot of the zone for notes, and the address below it."""
        marks: list[Mark] = []
        if self._page.return_line:
            line = self._flow.line(self._page.return_line)
            size = min(_RETURN.size, _ADDRESS_WIDTH / max(line.width, 1e-6))
            y = _WINDOW_TOP + _NOTES - 2.2 * MM
            marks.append(Words(_LEFT, y, line, size, MUTED))
            marks.append(Stroke(_LEFT, y + 2, _LEFT + line.width * size, y + 2, 0.3, RULE))
        kind = Type(10.5, _ADDRESS_LEADING)
        lines = [line for words in self._page.address for line in self._flow.lines(words, kind, _ADDRESS_WIDTH)]
        tight = min(1.0, _ADDRESS / (len(lines) * kind.leading)) if lines else 1.0
        return marks + self._column(lines, kind, _LEFT, _WINDOW_TOP + _NOTES, tight)

    def _set_information(self) -> tuple[list[Mark], float]:
        """Return names and values, the values made smaller where one word would be broken, and where they end."""
        marks: list[Mark] = []
        y = _INFO_Y
        labels = [self._flow.line(name) for name, _value in self._page.information]
        aside = min(max((line.width * _LABEL.size for line in labels), default=0.0) + 4 * MM, _INFO_NAME)
        room = _INFO_WIDTH - aside
        for name, value in self._page.information:
            widest = max((self._flow.line(word).width for word in value.split()), default=0.0)
            kind = replace(_VALUE, size=max(min(_VALUE.size, room / max(widest, 1e-6)), _SMALLEST))
            values = self._flow.lines(value, kind, room)
            names = self._flow.lines(name, _LABEL, aside - 2 * MM)
            marks += self._column(names, _LABEL, _INFO_X, y)
            marks += self._column(values, kind, _INFO_X + aside, y)
            y += max(len(values), len(names)) * _VALUE.leading + 1
        return marks, y

    def _column(self, lines: Sequence[Line], kind: Type, x: float, top: float, tight: float = 1.0) -> list[Mark]:
        """Return lines one below the other; ``tight`` below 1 makes them smaller where there is little room."""
        base = self._flow.base_line(kind) * tight
        return [
            Words(x, top + base + number * kind.leading * tight, line, kind.size * tight, kind.colour)
            for number, line in enumerate(lines)
        ]
