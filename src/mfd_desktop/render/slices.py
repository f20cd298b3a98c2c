"""Pieces of a document that follow one another down the page, and how they are shared out over pages."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mfd_desktop.render.marks import RULE, Group, Stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EASE = 0.01
"""Points a page may be overfull by: sums of decimals are never exact."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece that is not divided, unless it is a ``row``. ``before`` is dropped at the top of a page."""

    height: float
    groups: tuple[Group, ...] = ()
    before: float = 0.0
    keep: bool = False
    """Stays on one page with the next slice."""
    together: bool = False
    """The same where all that belongs together fits on one page; else it counts for nothing."""
    ends_page: bool = False
    header: Slice | None = None
    """Set above this slice where it begins a page."""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Slices one below the other at ``x`` inside a row."""

    x: float
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. ``padding`` lies above and below them."""

    cells: tuple[Cell, ...]
    padding: float = 0.0
    rules: tuple[float, ...] = ()
    """Places of thin lines from top to bottom."""
    rules_above: float = 0.0
    """How far they reach into the space above, to meet those of the row before."""
    width: float = 0.0
    """Width of a thin line below the row; 0 for none."""


def height_of(slices: Sequence[Slice]) -> float:
    """Return the height of slices one below the other, without what lies before the first."""
    return sum(part.height + (part.before if number else 0.0) for number, part in enumerate(slices))


def row_slice(row: Row, *, before: float = 0.0, keep: bool = False, header: Slice | None = None) -> Slice:
    """Return a row as a slice."""
    height = max(height_of(cell.slices) for cell in row.cells) + 2 * row.padding
    return Slice(height, before=before, keep=keep, header=header, row=row)


def groups_of(part: Slice, *, first: bool = False) -> list[Group]:
    """Return the marks of a slice, seen from its left upper corner; ``first`` on its page."""
    row = part.row
    if row is None:
        return list(part.groups)
    found: list[Group] = []
    for cell in row.cells:
        y = row.padding
        for number, inner in enumerate(cell.slices):
            y += inner.before if number else 0.0
            found += [replace(group, x=group.x + cell.x, y=group.y + y) for group in groups_of(inner)]
            y += inner.height
    lines = [Stroke(x, 0.0 if first else -row.rules_above, x, part.height, 0.4, RULE) for x in row.rules]
    if row.width:
        lines.append(Stroke(0, part.height, row.width, part.height, 0.4, RULE))
    return [*found, *([Group(0, 0, tuple(lines))] if lines else [])]


@dataclass(slots=True)
class Placed:
    """Slices on one page, each with the distance from the top of the text."""

    parts: list[tuple[float, Slice]] = field(default_factory=list)
    used: float = 0.0

    def add(self, part: Slice) -> None:
        if self.parts:
            self.used += part.before
        elif part.header:
            # Whoever listens has heard it on the first page.
            silent = tuple(replace(group, tag=None) for group in part.header.groups)
            self.parts.append((0.0, replace(part.header, groups=silent)))
            self.used = part.header.height
        self.parts.append((self.used, part))
        self.used += part.height


def paginate(slices: Sequence[Slice], room: Callable[[int], float]) -> list[Placed]:
    """Share slices out over pages; ``room`` gives the height there is on page 0, 1, …

    What is kept together moves to a new page as a whole; what does not fit on any page is divided where it must be.
    """
    pages = [Placed()]
    waiting = deque(slices)
    while waiting:
        page, space = pages[-1], room(len(pages) - 1)
        if waiting[0].ends_page:
            waiting.popleft()
            if page.parts and waiting:
                pages.append(Placed())
            continue
        chunk = _chunk(waiting)
        if page.used + _needed(chunk, page) <= space + _EASE:
            for _part in chunk:
                page.add(waiting.popleft())
            continue
        fits_alone = _needed(chunk, Placed()) <= room(len(pages)) + _EASE
        if not fits_alone and _let_go(waiting, chunk):
            continue
        if (page.parts and fits_alone) or not _squeeze(waiting, page, space):
            pages.append(Placed())
    return pages


def _chunk(waiting: deque[Slice]) -> list[Slice]:
    chunk = []
    for part in waiting:
        if part.ends_page:
            break
        chunk.append(part)
        if not part.keep and not part.together:
            break
    return chunk


def _let_go(waiting: deque[Slice], chunk: Sequence[Slice]) -> bool:
    """Let what no page holds as a whole run on over pages like any other text; tell whether that changes anything."""
    for number, part in enumerate(chunk):
        waiting[number] = replace(part, together=False)
    return any(part.together for part in chunk)


def _needed(chunk: Sequence[Slice], page: Placed) -> float:
    first = chunk[0]
    above = first.before if page.parts else first.header.height if first.header else 0.0
    return above + height_of(chunk)


def _squeeze(waiting: deque[Slice], page: Placed, space: float) -> bool:
    """Put what fits of the first slice on the page; tell whether anything was placed."""
    part = waiting[0]
    left = space - page.used - _needed([replace(part, height=0.0)], page)
    if part.height <= left + _EASE:
        page.add(waiting.popleft())
        return True
    divided = _divide(part, left) if part.row else None
    if divided:
        page.add(divided[0])
        waiting[0] = divided[1]
        # Nothing more fits here.
        page.used = space + 1
        return True
    if page.parts:
        return False
    page.add(waiting.popleft())
    return True


def _divide(part: Slice, room: float) -> tuple[Slice, Slice] | None:
    """Divide a row at ``room``; None if no cell has anything that fits, or all of it does."""
    row = part.row
    if row is None:
        return None
    halves = [_fitting(cell.slices, room - 2 * row.padding) for cell in row.cells]
    if not any(halves) or all(count == len(cell.slices) for count, cell in zip(halves, row.cells, strict=True)):
        return None
    pairs = list(zip(row.cells, halves, strict=True))
    first = replace(row, cells=tuple(replace(cell, slices=cell.slices[:count]) for cell, count in pairs), width=0.0)
    rest = replace(row, cells=tuple(replace(cell, slices=cell.slices[count:]) for cell, count in pairs))
    return row_slice(first, before=part.before, header=part.header), row_slice(rest, keep=part.keep, header=part.header)


def _fitting(slices: Sequence[Slice], room: float) -> int:
    """Return how many slices fit without parting what is kept together, or as many as fit if that leaves none."""
    fits = 0
    while fits < len(slices) and height_of(slices[: fits + 1]) <= room + _EASE:
        fits += 1
    whole = fits
    while 0 < whole < len(slices) and slices[whole - 1].keep:
        whole -= 1
    return whole or fits
