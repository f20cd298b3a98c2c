"""The picture of a procedure: what happened, what runs, what comes next, from top to bottom on one line of time."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.render.drawings import Box, Drawing, Label, Line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mfd_desktop.render.drawings import Paint, Shape


class Sort(StrEnum):
    """What a moment is; each has a mark of its own shape."""

    STEP = "step"
    DEADLINE = "deadline"
    OVERDUE = "overdue"
    DONE = "done"
    WAITING = "waiting"
    """End of an authority's or a waiting period: a chance and no duty."""
    NEXT = "next"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the picture; without a day it is what may come next."""

    day: date | None
    title: str
    second: str = ""
    sort: Sort = Sort.STEP


@dataclass(frozen=True, slots=True)
class Period:
    """Something that runs from one day to another."""

    first: date
    last: date
    sort: Sort = Sort.DEADLINE


MOST = 30
"""Moments in one picture; earlier ones are counted."""
_DAY, _AXIS, _LANE, _GAP = 64.0, 76.0, 6.0, 14.0
_SIZE, _SMALL, _LINE, _SMALL_LINE, _PAD = 10.0, 8.5, 13.0, 11.0, 9.0
_LETTER = 0.56
"""Width of a letter in em, rather too wide than too narrow."""
_PAINTS: dict[Sort, Paint] = {
    Sort.STEP: "ink",
    Sort.DEADLINE: "warning",
    Sort.OVERDUE: "urgent",
    Sort.DONE: "good",
    Sort.WAITING: "muted",
    Sort.NEXT: "muted",
    Sort.TODAY: "accent",
}


@dataclass(frozen=True, slots=True)
class _Row:
    moment: Moment
    title: tuple[str, ...]
    second: tuple[str, ...]
    top: float

    @property
    def middle(self) -> float:
        """Where the mark stands: beside the first line."""
        return self.top + _PAD / 2 + _LINE / 2

    @property
    def bottom(self) -> float:
        """Where the next row begins."""
        return self.top + _PAD + len(self.title) * _LINE + len(self.second) * _SMALL_LINE


def picture(moments: Sequence[Moment], periods: Sequence[Period], today: date, *, width: float = 480.0) -> Drawing:
    """Return the picture, ``width`` units (points in print) wide; today stands between what was and what will be."""
    running = sorted(set(periods), key=lambda period: (period.first, period.last))
    lanes = _lanes(running)
    left = _AXIS + _GAP + _LANE * (max(lanes) + 1 if lanes else 0)
    rows = _rows(_in_order(moments, today), width - left)
    shapes = [*_axis(rows), *_bars(rows, running, lanes)]
    for row in rows:
        shapes += _drawn(row, left)
    return Drawing(width, rows[-1].bottom, tuple(shapes))


def described(moments: Sequence[Moment], today: date) -> str:
    """Return the same in words, a line each, for who cannot see the picture."""
    return "\n".join(
        " ".join(part for part in (format_date(one.day) if one.day else "", one.title, one.second) if part)
        for one in _in_order(moments, today)
    )


def _in_order(moments: Sequence[Moment], today: date) -> list[Moment]:
    dated = sorted((one for one in moments if one.day is not None), key=lambda one: (one.day, _ahead(one, today)))
    skipped, dated = dated[:-MOST], dated[-MOST:]
    dated.insert(sum(not _ahead(one, today) for one in dated), Moment(today, _("Heute"), sort=Sort.TODAY))
    if skipped:
        dated.insert(0, Moment(None, _("{number} frühere Schritte").format(number=len(skipped)), sort=Sort.STEP))
    return dated + [one for one in moments if one.day is None]


def _ahead(moment: Moment, today: date) -> bool:
    """Return whether it lies ahead; a deadline that ends today does, a step made today does not."""
    return moment.day is not None and (moment.day > today or (moment.day == today and moment.sort is not Sort.STEP))


def _rows(moments: list[Moment], room: float) -> list[_Row]:
    rows: list[_Row] = []
    for one in moments:
        top = rows[-1].bottom if rows else 0.0
        rows.append(_Row(one, _wrapped(one.title, room / _SIZE), _wrapped(one.second, room / _SMALL), top))
    return rows


def _wrapped(words: str, room: float) -> tuple[str, ...]:
    """Break a text into lines of at most ``room`` em."""
    most = max(int(room / _LETTER), 8)
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _lanes(periods: Sequence[Period]) -> list[int]:
    """Return for each period the first lane that is free when it begins."""
    free: list[date] = []
    found = []
    for period in periods:
        lane = next((number for number, last in enumerate(free) if last < period.first), len(free))
        free[lane:] = [period.last, *free[lane + 1 :]]
        found.append(lane)
    return found


def _axis(rows: Sequence[_Row]) -> list[Shape]:
    """Return the line of time: drawn through to today, dashed after it."""
    now = next(row.middle for row in rows if row.moment.sort is Sort.TODAY)
    first, last = rows[0].middle, rows[-1].middle
    return [
        Line(_AXIS, first, _AXIS, now, "line", 1.5),
        Line(_AXIS, now, _AXIS, last, "line", 1.5, dashed=True),
    ]


def _bars(rows: Sequence[_Row], periods: Sequence[Period], lanes: Sequence[int]) -> list[Shape]:
    dated = [row for row in rows if row.moment.day is not None]
    days = [row.moment.day for row in dated]
    bars: list[Shape] = []
    for period, lane in zip(periods, lanes, strict=True):
        top = dated[min(bisect_left(days, period.first), len(dated) - 1)].middle  # type: ignore[type-var]  # days
        bottom = dated[min(bisect_left(days, period.last), len(dated) - 1)].middle  # type: ignore[type-var]  # days
        x = _AXIS + _GAP / 2 + lane * _LANE
        bars.append(Box(x, top - 2, 3.0, max(bottom - top, 0.0) + 4, _PAINTS[period.sort], radius=1.5))
    return bars


def _drawn(row: _Row, left: float) -> list[Shape]:
    one, paint = row.moment, _PAINTS[row.moment.sort]
    base = row.top + _PAD / 2 + 0.78 * _LINE
    bold = one.sort not in (Sort.STEP, Sort.NEXT, Sort.WAITING)
    words: Paint = "muted" if one.sort is Sort.NEXT else paint if one.sort is not Sort.WAITING else "ink"
    day = format_date(one.day) if one.day else ""
    shapes: list[Shape] = [Label(_DAY, base, day, _SIZE, words, bold=bold, anchor="end")] if day else []
    shapes += _mark(one.sort, row.middle, paint)
    for number, line in enumerate(row.title):
        shapes.append(Label(left, base + number * _LINE, line, _SIZE, words, bold=bold))
    below = base + len(row.title) * _LINE - (_LINE - _SMALL_LINE)
    for number, line in enumerate(row.second):
        shapes.append(Label(left, below + number * _SMALL_LINE, line, _SMALL, "muted"))
    return shapes


def _mark(sort: Sort, y: float, paint: Paint) -> list[Shape]:
    """Return the mark on the line: round for what happened, square for a deadline, hollow for what may come."""
    if sort is Sort.TODAY:
        return [Line(_AXIS - 8, y, _AXIS + 8, y, paint, 2.5)]
    edge = 8.0 if sort in (Sort.STEP, Sort.NEXT) else 9.0
    radius = edge / 2 if sort in (Sort.STEP, Sort.NEXT) else 1.0
    hollow = sort in (Sort.NEXT, Sort.WAITING)
    corner = (_AXIS - edge / 2, y - edge / 2, edge, edge)
    return [Box(*corner, "panel" if hollow else paint, paint if hollow else "none", radius)]
