"""Where the entries of a week lie: hours, lanes of what overlaps, what falls outside; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.domain.dates import format_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from mfd_desktop.app.overview import Week
    from mfd_desktop.domain.records import Appointment

SHORTEST = 30
"""Minutes an appointment is drawn long at least, so that it can be read."""
_USUAL = 60


@dataclass(frozen=True, slots=True)
class Block:
    """An appointment on a day (0 = Monday) from ``begin`` to ``end`` in minutes, in one of ``lanes`` side by side."""

    appointment: Appointment
    weekday: int
    begin: int
    end: int
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class WeekLayout:
    """Blocks inside the hours, and by weekday what begins before, after, or has no time of day."""

    blocks: tuple[Block, ...]
    before: tuple[tuple[Appointment, ...], ...]
    after: tuple[tuple[Appointment, ...], ...]
    untimed: tuple[tuple[Appointment, ...], ...]


def week_days(monday: date) -> tuple[date, ...]:
    """Return the seven days from ``monday`` on."""
    return tuple(monday + timedelta(days=number) for number in range(7))


def lay_out(week: Week, first_hour: int, last_hour: int) -> WeekLayout:
    """Place the appointments of a week between two full hours."""
    blocks: list[Block] = []
    edges: list[list[list[Appointment]]] = [[[] for _day in range(7)] for _kind in range(3)]
    for appointment in week.appointments:
        if appointment.day is None:
            continue
        weekday = (appointment.day - week.monday).days
        begin = _begin(appointment)
        if begin is None:
            edges[2][weekday].append(appointment)
        elif begin < first_hour * 60:
            edges[0][weekday].append(appointment)
        elif begin >= last_hour * 60:
            edges[1][weekday].append(appointment)
        else:
            end = min(begin + max(appointment.minutes or _USUAL, SHORTEST), last_hour * 60)
            blocks.append(Block(appointment, weekday, begin, end))
    placed = tuple(block for day in range(7) for block in _in_lanes(blocks, day))
    before, after, untimed = (tuple(tuple(day) for day in kind) for kind in edges)
    return WeekLayout(placed, before, after, untimed)


def lanes(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return lane and number of lanes for each span (begin, end); spans are sorted by begin."""
    result: list[tuple[int, int]] = []
    cluster: list[int] = []
    ends: list[int] = []

    def close() -> None:
        result.extend((lane, len(ends)) for lane in cluster)
        cluster.clear()
        ends.clear()

    for begin, end in spans:
        if ends and begin >= max(ends):
            close()
        free = next((lane for lane, taken in enumerate(ends) if taken <= begin), len(ends))
        if free == len(ends):
            ends.append(end)
        else:
            ends[free] = end
        cluster.append(free)
    close()
    return result


def wrapped(lines: Sequence[str], most: int, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return ``lines`` broken between words into at most ``most`` lines of ``width``; only the last may be too long."""
    if len(lines) <= most and all(measure(line) <= width for line in lines):
        return list(lines)
    words = " · ".join(lines).split(" ")
    found: list[str] = []
    for word in words:
        longer = f"{found[-1]} {word}" if found else word
        if found and (len(found) == most or measure(longer) <= width):
            found[-1] = longer
        else:
            found.append(word)
    return [line.removesuffix(" ·").removeprefix("· ") for line in found]


def time_span(appointment: Appointment) -> str:
    """Return ``09:30–10:30``; empty without a time of day."""
    begin = _begin(appointment)
    if begin is None or appointment.start is None:
        return ""
    end = (begin + (appointment.minutes or _USUAL)) % (24 * 60)
    return f"{format_time(appointment.start)}–{end // 60:02d}:{end % 60:02d}"


def _begin(appointment: Appointment) -> int | None:
    start = appointment.start
    return start.hour * 60 + start.minute if start is not None else None


def _in_lanes(blocks: Sequence[Block], weekday: int) -> list[Block]:
    day = sorted((block for block in blocks if block.weekday == weekday), key=lambda one: (one.begin, -one.end))
    found = lanes([(block.begin, block.end) for block in day])
    return [
        Block(block.appointment, weekday, block.begin, block.end, lane, count)
        for block, (lane, count) in zip(day, found, strict=True)
    ]
