"""A year of invented counselling: when cases begin and end, on which working days what is talked about.

Topics, notes, seasons and weekdays are data (``resources/demo/year.toml``).
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from mfd_desktop.app.demo_people import weighted
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.records import Level, Topic
from mfd_desktop.law.holidays import public_holidays
from mfd_desktop.vault import bulk

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mfd_desktop.app.demo_people import Life
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.ids import RecordId


class Agenda(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What appointments and follow-ups are about."""

    appointments: tuple[str, ...]
    follow_ups: tuple[str, ...]


class Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``resources/demo/year.toml``: weights of months and weekdays, most contacts a day, closed spans (first and last
    day), topics by status group, notes by topic.
    """

    seasons: tuple[int, ...]
    weekdays: tuple[int, ...]
    most_a_day: int
    closed_for_holidays: tuple[tuple[date, date], ...]
    topics: Mapping[str, Mapping[str, int]]
    notes: Mapping[str, tuple[str, ...]]
    agenda: Agenda


@cache
def read_year() -> Year:
    """Return the weights and texts. Raises ContentError."""
    return read_toml(resource_path("demo", "year.toml"), Year)


class WorkingDays:
    """The days on which the desk counsels from ``first`` to ``last``, and how full they are."""

    def __init__(self, chance: random.Random, first: date, last: date) -> None:
        """Leave out weekends, public holidays of the Land and the weeks the desk is closed."""
        year = read_year()
        self._chance = chance
        self.days = [day for day in _span(first, last) if _open(year, day)]
        weights = (year.seasons[day.month - 1] * year.weekdays[day.weekday()] for day in self.days)
        self._sums = list(accumulate(weights, initial=0))
        self._most = year.most_a_day
        self._taken: Counter[date] = Counter()

    def pick(self, first: date, last: date) -> date:
        """Return a day in the span that is not full yet if there is one, busy days more often; count it."""
        low, high = bisect.bisect_left(self.days, first), bisect.bisect_right(self.days, last)
        if low >= high:
            low, high = max(0, low - 1), max(1, low)
        for _try in range(20):
            at = self._chance.uniform(self._sums[low], self._sums[high])
            day = self.days[min(bisect.bisect_right(self._sums, at) - 1, high - 1)]
            if self._taken[day] < self._most:
                break
        else:
            day = min(self.days[low:high], key=lambda full: self._taken[full])
        self._taken[day] += 1
        return day

    def near(self, day: date) -> date:
        """Return the first of these days on or after ``day``, or the last of all."""
        return self.days[min(bisect.bisect_left(self.days, day), len(self.days) - 1)]


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _open(year: Year, day: date) -> bool:
    closed = any(first <= day <= last for first, last in year.closed_for_holidays)
    return day.weekday() < 5 and not closed and day not in public_holidays(day.year)


@dataclass(frozen=True, slots=True)
class Course:
    """How a case goes: days of its contacts, end with its outcome (or none), change to case management (or none)."""

    contacts: tuple[date, ...]
    closed: date | None = None
    outcome: str | None = None
    raised: date | None = None


def opening_days(chance: random.Random, work: WorkingDays, count: int) -> list[date]:
    """Return when the cases open, in order: a third before the year, the last one in its last quarter."""
    first, last = work.days[0], work.days[-1]
    before = [_weekday(first - timedelta(days=chance.randrange(10, 700))) for _ in range(count // 3)]
    in_it = [work.pick(first, last - timedelta(days=7)) for _ in range(count - len(before) - 1)]
    return [*sorted(before + in_it), work.pick(last - timedelta(days=80), last - timedelta(days=60))]


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def plan_courses(chance: random.Random, work: WorkingDays, lives: Sequence[Life], contacts: int) -> list[Course]:
    """Spread ``contacts`` over the cases: few are long, many are short, some have ended, some are asleep."""
    spans = [_active(chance, work, life.person.opened) for life in lives]
    lasting = [
        chance.paretovariate(1.6)
        * ((last - first).days + 30)
        * (2 if life.person.level is Level.CASE_MANAGEMENT else 1)
        for life, (first, last, _end) in zip(lives, spans, strict=True)
    ]
    if lasting:
        # The shown case comes last; it is well filled.
        lasting[-1] = max(lasting[-1], sum(lasting) / len(lasting) * 2)
    counts = _shares(lasting, contacts)
    return [_course(chance, work, life, span, count) for life, span, count in zip(lives, spans, counts, strict=True)]


def _active(chance: random.Random, work: WorkingDays, opened: date) -> tuple[date, date, str]:
    """Return first and last possible day of contacts and how it ends: open, closed, asleep."""
    first, last = max(opened, work.days[0]), work.days[-1]
    kind = chance.random()
    if (last - first).days < 100 or kind < 0.55:
        return first, last, "open"
    if kind < 0.92:
        return first, first + timedelta(days=chance.randrange(40, (last - first).days)), "closed"
    asleep_since = last - timedelta(days=190)
    return first, max(first, asleep_since), "asleep" if asleep_since > first else "open"


def _shares(weights: Sequence[float], total: int) -> list[int]:
    """Return whole numbers of at least 1 in proportion to the weights, together ``total`` (or one each)."""
    whole = sum(weights) or 1
    counts = [max(1, int(weight / whole * total)) for weight in weights]
    order = sorted(range(len(counts)), key=lambda place: -counts[place])
    left = total - sum(counts)
    while left and any(count > 1 for count in counts):
        for place in order:
            if left == 0:
                break
            step = 1 if left > 0 else -1
            if counts[place] + step >= 1:
                counts[place] += step
                left -= step
    return counts


def _course(chance: random.Random, work: WorkingDays, life: Life, span: tuple[date, date, str], count: int) -> Course:
    first, last, end = span
    days = [life.person.opened]
    for _contact in range(count - 1):
        day = work.pick(first, last)
        # Seldom twice on one day.
        days.append(work.pick(first, last) if day in days else day)
    days.sort()
    raised = None
    if life.person.level is Level.ACCOMPANIMENT and len(days) > 12 and chance.random() < 0.5:
        raised = days[len(days) // 3]
    if end != "closed":
        return Course(tuple(days), raised=raised)
    outcome = weighted(chance, {"O1": 5, "O2": 5, "O3": 3, "O4": 3, "O5": 1, "O6": 2, "O7": 1, "O8": 1, "O9": 3})
    return Course(tuple(days), min(days[-1] + timedelta(days=chance.randrange(0, 15)), work.days[-1]), outcome, raised)


def case_contact(chance: random.Random, life: Life, case_id: RecordId, day: date, *, first: bool) -> bulk.NewContact:
    """Return one contact inside a case."""
    topics = _topics(chance, life.group)
    notes = read_year().notes.get(topics[0].code, ("",))
    values: dict[str, object] = {
        "form": "F5" if chance.random() < 0.012 else "F2",
        "case_id": case_id,
        "day": day,
        "minutes": weighted(chance, {45: 5, 60: 4} if first else {15: 14, 30: 8, 45: 2, 60: 1}),
        "channel": "K1"
        if first
        else weighted(chance, {"K1": 60, "K4": 17, "K7": 8, "K6": 6, "K2": 4, "K3": 4, "K5": 1}),
        "language": "de" if "de" in _spoken(life) and chance.random() < 0.5 else life.language,
        "interpreting": life.person.values["interpreter"],
        "result": _result(chance, topics[0]),
        "also_counselled": chance.randrange(1, 4) if life.household and chance.random() < 0.4 else None,
        "note": chance.choice(notes),
    }
    return bulk.NewContact(values, topics)


def short_contact(chance: random.Random, lists: CodeLists, life: Life, day: date) -> bulk.NewContact:
    """Return a Kurzberatung of somebody like this person; one in ten is anonymous."""
    values: dict[str, object] = {
        "form": "F4" if chance.random() < 0.1 else "F1",
        "day": day,
        "minutes": weighted(chance, {15: 7, 30: 2}),
        "channel": weighted(chance, {"K1": 6, "K4": 5, "K6": 1, "K7": 2}),
        "language": life.language if chance.random() < 0.6 else "de",
        "interpreting": weighted(chance, {"M1": 7, "M2": 2, "M3": 1}),
        "person_group": lists.person_group_of(life.status),
        "district": life.person.values["district"],
        "result": weighted(chance, {"X1": 7, "X2": 1, "X4": 3, "X5": 1}),
    }
    return bulk.NewContact(values, _topics(chance, life.group)[:2])


def _spoken(life: Life) -> tuple[str, ...]:
    languages = life.person.values["languages"]
    return languages if isinstance(languages, tuple) else ()


def _topics(chance: random.Random, group: str) -> tuple[Topic, ...]:
    topics = read_year().topics
    weights = topics.get(group, topics["unknown"])
    count = weighted(chance, {1: 6, 2: 4, 3: 1})
    codes = dict.fromkeys(weighted(chance, weights) for _ in range(count))
    return tuple(Topic(code.split(".")[0], code if "." in code else None) for code in codes)


def _result(chance: random.Random, topic: Topic) -> str:
    if topic.subtopic == "T01.4" and chance.random() < 0.5:
        return "X3"
    return weighted(chance, {"X1": 7, "X2": 6, "X4": 2, "X5": 2, "X6": 2, "X7": 7, "X8": 1})
