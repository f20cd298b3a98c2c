"""Blocks become slices of a given width."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatchmethod
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from mfd_desktop.render.bidi import runs_right_to_left
from mfd_desktop.render.blocks import (
    Align,
    Blanks,
    Block,
    CheckList,
    Columns,
    Figure,
    PageBreak,
    Paragraph,
    Run,
    Signatures,
    Space,
    Style,
    Table,
    Together,
)
from mfd_desktop.render.figures import marks_of
from mfd_desktop.render.lines import Line, Setter
from mfd_desktop.render.marks import INK, MM, Area, Group, Stroke, Tag, Words
from mfd_desktop.render.slices import Cell, Row, Slice, groups_of, row_slice
from mfd_desktop.render.type_sizes import Type, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mfd_desktop.render.fonts import FontSet

_INDENT = 6.5 * MM
_GUTTER = 7 * MM
_BLANK = 9 * MM
"""Height to write a line by hand."""
_SIGN = 14 * MM
"""Height to sign in."""
_CELL_X, _CELL_Y = 1.8 * MM, 1.1 * MM
_TICKED, _EMPTY = "\u2612", "\u2610"


class Laid(NamedTuple):
    """Slices of a block and the distances wanted above and below."""

    slices: Sequence[Slice]
    before: float = 0.0
    after: float = 0.0


class Flow:
    """Sets blocks in a set of fonts."""

    def __init__(self, fonts: FontSet, *, even: bool = False, numbers: Iterator[int] | None = None) -> None:
        """Take the fonts; ``even`` sets lines of all languages equally high, ``numbers`` gives each text its own."""
        self._fonts, self._even = fonts, even
        self._numbers = numbers or count(1)
        face = fonts.face()
        self._ascent, self._descent = face.ascent / face.units, face.descent / face.units
        self._setters: dict[str, Setter] = {}

    def stack(self, blocks: Sequence[Block], width: float, *, most: float = float("inf")) -> Laid:
        """Return blocks one below the other, ``width`` points wide; ``most`` is the height of a page."""
        found: list[Slice] = []
        gap = first = 0.0
        for block in blocks:
            laid = self._set(block, width, most)
            if not laid.slices:
                continue
            if found:
                head = laid.slices[0]
                found.append(replace(head, before=head.before + max(gap, laid.before)))
                found += laid.slices[1:]
            else:
                found, first = list(laid.slices), laid.before
            gap = laid.after
        return Laid(found, first, gap)

    def line(self, words: str, language: str = "de", *, bold: bool = False) -> Line:
        """Return one line of text, however wide."""
        return self._setter(language).line(words, bold=bold)

    def lines(self, words: str, kind: Type, width: float, language: str = "de") -> list[Line]:
        """Return the lines of a text in one weight."""
        return self._setter(language).lines([Run(words, kind.bold)], width / kind.size)

    def base_line(self, kind: Type) -> float:
        """Return the distance of the base line from the top of a line."""
        return kind.base_line(self._ascent, self._descent)

    def _type(self, style: Style, language: str) -> Type:
        return type_of(style, language, even=self._even)

    def _setter(self, language: str) -> Setter:
        if language not in self._setters:
            self._setters[language] = Setter(self._fonts, language)
        return self._setters[language]

    @singledispatchmethod
    def _set(self, block: Block, width: float, most: float) -> Laid:
        raise TypeError(type(block))

    @_set.register
    def _paragraph(self, block: Paragraph, width: float, _most: float) -> Laid:
        kind = self._type(block.style, block.language)
        runs = [replace(run, bold=run.bold or kind.bold) for run in block.runs]
        lines = self._setter(block.language).lines(runs, width / kind.size)
        said = "".join(run.text for run in block.runs)
        slices = self._text(lines, kind, width, said, block.language, block.align)
        if block.keep_with_next or block.style in {Style.TITLE, Style.HEADING}:
            slices[-1] = replace(slices[-1], keep=True)
        return Laid(slices, kind.before, kind.after)

    def _text(
        self, lines: Sequence[Line], kind: Type, width: float, said: str, language: str, align: Align = Align.START
    ) -> list[Slice]:
        """Return a slice a line; the first two and the last two stay together."""
        last, tag = len(lines) - 1, self._tag(kind.role, language, said)
        return [
            Slice(
                kind.leading,
                (Group(0, 0, (words,), tag),),
                keep=number < last and number in {0, last - 1},
            )
            for number, words in enumerate(self._words(lines, kind, width, language, align))
        ]

    def _tag(self, role: str, language: str, said: str) -> Tag:
        """Return the tag of a text; one that runs from right to left says its letters in reading order."""
        return Tag(next(self._numbers), role, language, said=said if runs_right_to_left(language) else "")

    def _words(
        self, lines: Sequence[Line], kind: Type, width: float, language: str, align: Align = Align.START
    ) -> list[Words]:
        """Return lines at their places from left to right, each as if it were the first from the top."""
        base = self.base_line(kind)
        places = (_offset(line.width * kind.size, width, language, align) for line in lines)
        return [Words(x, base, line, kind.size, kind.colour) for x, line in zip(places, lines, strict=True)]

    @_set.register
    def _check_list(self, block: CheckList, width: float, _most: float) -> Laid:
        kind = self._type(Style.BODY, block.language)
        turned = runs_right_to_left(block.language)
        found: list[Slice] = []
        for words, ticked in block.items:
            lines = self.lines(words, kind, width - _INDENT, block.language)
            slices = self._text(lines, kind, width - _INDENT, words, block.language)
            if not turned:
                slices = [_moved(part, _INDENT) for part in slices]
            box = self.line(_TICKED if ticked else _EMPTY, block.language)
            x = width - box.width * kind.size if turned else 0.0
            first = slices[0]
            mark = Group(0, 0, (Words(x, self.base_line(kind), box, kind.size),), first.groups[0].tag)
            slices[0] = replace(first, groups=(mark, *first.groups), before=3.0 if found else 0.0)
            found += slices
        return Laid(found, after=7.0)

    @_set.register
    def _blanks(self, block: Blanks, width: float, _most: float) -> Laid:
        found = []
        for label in block.labels:
            [part] = self._ruled((label,), width, 0.0, _BLANK, block.language)
            found.append(part)
        return Laid(found, after=6.0)

    @_set.register
    def _signatures(self, block: Signatures, width: float, _most: float) -> Laid:
        return Laid(self._ruled(block.labels, width, 10 * MM, _SIGN, block.language), after=6.0)

    def _ruled(self, labels: Sequence[str], width: float, gutter: float, room: float, language: str) -> list[Slice]:
        """Return one slice of lines side by side with their labels below."""
        if not labels:
            return []
        kind = self._type(Style.NOTE, language)
        each = (width - gutter * (len(labels) - 1)) / len(labels)
        order = list(reversed(labels)) if runs_right_to_left(language) else list(labels)
        groups, height = [], 0.0
        for number, label in enumerate(order):
            x = number * (each + gutter)
            lines = self.lines(label, kind, each, language)
            marks = [
                replace(words, y=words.y + room + 2 + at * kind.leading)
                for at, words in enumerate(self._words(lines, kind, each, language))
            ]
            tag = self._tag("P", language, label)
            groups.append(Group(x, 0, (Stroke(0, room, each, room, 0.6, INK), *marks), tag))
            height = max(height, room + 2 + len(lines) * kind.leading)
        return [Slice(height, tuple(groups))]

    @_set.register
    def _space(self, block: Space, _width: float, _most: float) -> Laid:
        # Height that a page break swallows: a slice of no height with the distance before it.
        return Laid([Slice(0.0, before=block.height * MM, keep=True)])

    @_set.register
    def _page_break(self, _block: PageBreak, _width: float, _most: float) -> Laid:
        return Laid([Slice(0.0, ends_page=True)])

    @_set.register
    def _together(self, block: Together, width: float, most: float) -> Laid:
        laid = self.stack(block.blocks, width, most=most)
        kept = [replace(part, together=True) for part in laid.slices[:-1]]
        return laid._replace(slices=[*kept, *laid.slices[-1:]])

    @_set.register
    def _figure(self, block: Figure, width: float, most: float) -> Laid:
        drawing = block.drawing
        scale = min((block.width * MM if block.width else width), width) / drawing.width
        scale = min(scale, most / drawing.height)
        marks = tuple(marks_of(drawing, scale, self.line))
        group = Group(0, 0, marks, Tag(next(self._numbers), "Figure", description=block.description))
        return Laid([Slice(drawing.height * scale, (group,))], 4.0, 8.0)

    @_set.register
    def _columns(self, block: Columns, width: float, most: float) -> Laid:
        edges = _edges(block.widths, width, _GUTTER)
        rules = tuple(x - _GUTTER / 2 for x, _each in edges[1:]) if block.rule else ()
        languages = {language for row in block.rows for cell in row for language in _languages(cell)}
        mixed = len({runs_right_to_left(language) for language in languages}) > 1
        flow = Flow(self._fonts, even=True, numbers=self._numbers) if mixed else self
        found: list[Slice] = []
        gap = first = 0.0
        for blocks in block.rows:
            laid = [flow.stack(cell, each, most=most) for cell, (_x, each) in zip(blocks, edges, strict=True)]
            cells = tuple(Cell(x, tuple(cell.slices)) for cell, (x, _each) in zip(laid, edges, strict=True))
            before = max(cell.before for cell in laid)
            first = first if found else before
            gap = max(gap, before) if found else 0.0
            found.append(row_slice(Row(cells, rules=rules, rules_above=gap), before=gap))
            gap = max(cell.after for cell in laid)
        return Laid(found, first, gap)

    @_set.register
    def _table(self, block: Table, width: float, _most: float) -> Laid:
        kind = self._type(Style.SMALL, block.language)
        edges = _edges(block.widths, width, 0.0)
        if runs_right_to_left(block.language):
            edges = [(width - x - each, each) for x, each in edges]
        header = None
        found: list[Slice] = []
        if any(block.header):
            plain = row_slice(self._cells(block.header, block, replace(kind, bold=True), edges, width))
            shade = Area(0, 0, width, plain.height)
            header = Slice(plain.height, (Group(0, 0, (shade,)), *groups_of(plain)), keep=True)
            found.append(header)
        rows = (self._cells(cells, block, kind, edges, width) for cells in block.rows)
        found += [row_slice(row, header=header) for row in rows]
        if len(block.rows) > 2:
            # A last row, often the sum, never stands on a page by itself.
            found[-2] = replace(found[-2], keep=True)
        return Laid(found, 3.0, 8.0)

    def _cells(
        self, texts: Sequence[str], block: Table, kind: Type, edges: Sequence[tuple[float, float]], width: float
    ) -> Row:
        cells = []
        for number, (words, (x, each)) in enumerate(zip(texts, edges, strict=True)):
            inner = each - 2 * _CELL_X
            align = Align.END if number in block.numeric else Align.START
            lines = self.lines(words, kind, inner, block.language)
            cells.append(Cell(x + _CELL_X, tuple(self._text(lines, kind, inner, words, block.language, align))))
        return Row(tuple(cells), _CELL_Y, width=width)


def _offset(width: float, room: float, language: str, align: Align = Align.START) -> float:
    """Return where a line begins, seen from the left."""
    if align is Align.CENTER:
        return (room - width) / 2
    at_right = runs_right_to_left(language) is (align is Align.START)
    return room - width if at_right else 0.0


def _languages(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the languages of texts."""
    for block in blocks:
        if isinstance(block, Together):
            yield from _languages(block.blocks)
        elif isinstance(block, Paragraph | CheckList | Blanks | Signatures | Table):
            yield block.language


def _moved(part: Slice, right: float) -> Slice:
    return replace(part, groups=tuple(replace(group, x=group.x + right) for group in part.groups))


def _edges(shares: Sequence[float], width: float, gutter: float) -> list[tuple[float, float]]:
    """Return left edge and width of columns."""
    room = width - gutter * (len(shares) - 1)
    edges, x = [], 0.0
    for share in shares:
        each = room * share / sum(shares)
        edges.append((x, each))
        x += each + gutter
    return edges
