"""The ways to stay after a rejection, judged by what is known of the person: possible, not yet, barred, or open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.law.spans import last_day_before, plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mfd_desktop.content.conditions import Condition
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.law.guide_files import Bar, Need, WayEntry

UNKNOWN = "unknown"
"""The answer that leaves a question open."""


class Chance(StrEnum):
    """How a way stands."""

    POSSIBLE = "possible"
    NOT_YET = "not_yet"
    BARRED = "barred"
    OPEN = "open"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Assessment:
    """A way and how it stands.

    ``since``: the first day on which all waiting periods are over, None if none runs. ``until``: the last day on which
    it can be applied for, None without an age limit. ``missing``: needs that are not met; ``reasons``: bars, and age
    limits that have passed; ``open``: needs and bars that depend on questions nobody has answered, which ``questions``
    names by field.
    """

    way: WayEntry
    chance: Chance
    since: date | None = None
    until: date | None = None
    missing: tuple[Need, ...] = ()
    reasons: tuple[Bar | Need, ...] = ()
    open: tuple[Bar | Need, ...] = ()
    questions: tuple[str, ...] = ()


class _State(StrEnum):
    MET = "met"
    WAITING = "waiting"
    UNMET = "unmet"
    OVER = "over"
    OPEN = "open"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class _Judged:
    need: Need
    state: _State
    day: date | None = None


def assess(ways: Iterable[WayEntry], values: Mapping[str, Value], today: date) -> tuple[Assessment, ...]:
    """Judge every way by the answers, in their order."""
    return tuple(assess_one(way, values, today) for way in ways)


def assess_one(way: WayEntry, values: Mapping[str, Value], today: date) -> Assessment:
    """Judge one way by the answers of the form.

    A bar outweighs everything, then an open question, then what is missing: never „possible“ by silence.
    """
    if way.information:
        return Assessment(way, Chance.INFORMATION)
    judged = [_judge(need, values, today) for need in way.needs]
    barred = [bar for bar in way.bars if bar.when.holds(values)]
    unclear = [bar for bar in way.bars if bar not in barred and not _decided(bar.when, values)]
    over = [found.need for found in judged if found.state is _State.OVER]
    waiting = [found for found in judged if found.state is _State.WAITING]
    missing = tuple(found.need for found in judged if found.state in {_State.UNMET, _State.WAITING})
    left: tuple[Bar | Need, ...] = (*(found.need for found in judged if found.state is _State.OPEN), *unclear)
    since = max((found.day for found in waiting if found.day is not None), default=None)
    until = min((found.day for found in judged if found.state is _State.MET and found.day is not None), default=None)
    return Assessment(
        way,
        _chance(bool(barred or over), bool(missing), bool(left)),
        since=since,
        until=until,
        missing=missing,
        reasons=(*barred, *over),
        open=left,
        questions=tuple(dict.fromkeys(_questions(left, values))),
    )


def _chance(barred: bool, missing: bool, left: bool) -> Chance:
    if barred:
        return Chance.BARRED
    if missing:
        return Chance.NOT_YET
    return Chance.OPEN if left else Chance.POSSIBLE


def _judge(need: Need, values: Mapping[str, Value], today: date) -> _Judged:
    if need.only_if is not None and not need.only_if.holds(values):
        return _Judged(need, _State.UNASKED if _decided(need.only_if, values) else _State.OPEN)
    if need.unless is not None and need.unless.holds(values):
        return _Judged(need, _State.MET)
    found = _judge_itself(need, values, today)
    met = found.state is _State.MET
    if not met and need.unless is not None and not _decided(need.unless, values):
        return _Judged(need, _State.OPEN)
    return found


def _judge_itself(need: Need, values: Mapping[str, Value], today: date) -> _Judged:
    if need.when is not None:
        if need.when.holds(values):
            return _Judged(need, _State.MET)
        return _Judged(need, _State.UNMET if _decided(need.when, values) else _State.OPEN)
    day = values.get(need.since or need.until)
    if not isinstance(day, date) or need.length is None:
        return _Judged(need, _State.OPEN)
    if need.since:
        # The day of the event does not count (§ 187 I BGB): over under every reading on the day after.
        first = plus(day, need.length) + timedelta(days=1)
        return _Judged(need, _State.WAITING, first) if first > today else _Judged(need, _State.MET)
    last = last_day_before(day, need.length)
    return _Judged(need, _State.MET, last) if today <= last else _Judged(need, _State.OVER)


def _decided(condition: Condition, values: Mapping[str, Value]) -> bool:
    """Tell whether every question the condition asks has an answer."""
    return not any(_unanswered(name, values) for name in condition.fields())


def _unanswered(name: str, values: Mapping[str, Value]) -> bool:
    return values.get(name) in (None, "", (), UNKNOWN)


def _questions(left: Sequence[Bar | Need], values: Mapping[str, Value]) -> Iterator[str]:
    for part in left:
        yield from (name for name in part.asks() if _unanswered(name, values))
