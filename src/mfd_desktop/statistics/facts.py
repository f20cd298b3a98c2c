"""The facts a table can be made of: for each unit and pair of facts, which cells a record falls into.

A table set can combine nothing that is not in ``FACTS``. A fact gives recorded codes; which category they belong to is
said by the lists of categories.
"""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from mfd_desktop.statistics.records import (
        ActivityRow,
        CaseRow,
        IncidentRow,
        PersonRow,
        ReferralRow,
        RemedyRow,
    )
    from mfd_desktop.statistics.units import SumRow

Codes = tuple[str, ...]
Found = tuple[tuple[Codes, int], ...]
"""The cells of a record (one code a fact) and how much it adds to each."""


class Span(NamedTuple):
    """First and last day of the period counted."""

    first: date
    last: date


MOST_TOPICS = 3
_AGES = ((6, "A0"), (12, "A1"), (18, "A2"), (27, "A3"), (45, "A4"), (65, "A5"))
_YEARS = ((1, "under_1"), (3, "from_1"), (5, "from_3"))


def whole_years(begin: date, end: date) -> int:
    """Return the full years from one day to another; in years without it the 29th of February comes on 1 March."""
    return end.year - begin.year - ((end.month, end.day) < (begin.month, begin.day))


def age_group(born: date | None, day: date) -> str:
    """Return the age group (A0–A6) on a day; A9 if the birth date is unknown or later."""
    if born is None or born > day:
        return "A9"
    return _step(whole_years(born, day), _AGES, "A6")


def years_here(entered: date | None, day: date) -> str:
    """Return the class of years in Germany on a day; ``unknown`` if the entry is unknown or later."""
    if entered is None or entered > day:
        return "unknown"
    return _step(whole_years(entered, day), _YEARS, "from_5")


def main_topics(topics: tuple[str, ...]) -> tuple[str, ...]:
    """Return the three topics that came up most; if equally often, those with the smaller number."""
    if len(few := set(topics)) <= MOST_TOPICS:
        return tuple(sorted(few))
    counted = Counter(topics)
    return tuple(sorted(counted, key=lambda topic: (-counted[topic], topic))[:MOST_TOPICS])


def level_on(case: CaseRow, day: date) -> str:
    """Return the level of a case on a day; before the first entry the first level."""
    current = case.levels[0][1]
    for since, level in case.levels[1:]:
        if since <= day:
            current = level
    return current


def flows(case: CaseRow, span: Span) -> Found:
    """Return where a case appears in bestand and movement, with the level on the day that counts.

    Open at the start + opened - closed = open at the end.
    """
    came, begin = ("open_start", span.first) if case.begun < span.first else ("opened", case.begun)
    went, end = "open_end", span.last
    if case.closed is not None and case.closed <= span.last:
        went, end = "closed", case.closed
    return ((came, level_on(case, begin)), 1), ((went, level_on(case, end)), 1)


def _step(number: int, steps: tuple[tuple[int, str], ...], last: str) -> str:
    return next((code for below, code in steps if number < below), last)


def _needs(row: PersonRow, _span: Span) -> Codes:
    return row.needs or ("none",)


def _continuity(row: PersonRow, _span: Span) -> Found:
    found = (("new" if row.new else "continued",), 1)
    return (found, (("along",), row.along)) if row.along else (found,)


def _flow(row: CaseRow, span: Span) -> Found:
    return tuple(((flow,), weight) for (flow, _level), weight in flows(row, span))


def _outcome(row: CaseRow, span: Span) -> Codes:
    return (row.outcome or "",) if row.closed is not None and row.closed <= span.last else ()


def _characteristics(row: IncidentRow, _span: Span) -> Codes:
    return row.characteristics or ("other",)


def _handling(row: IncidentRow, _span: Span) -> Codes:
    return ("passed" if row.passed else "not_passed", *(("pattern",) if row.pattern else ()))


def _work(row: ActivityRow, _span: Span) -> Found:
    measures = {"activities": 1, "dates": row.dates, "hours": row.minutes, "participants": row.participants}
    return tuple(((row.code, measure), weight) for measure, weight in measures.items())


def _sums(row: SumRow, _span: Span) -> Found:
    return tuple(((name,), weight) for name, weight in row.sums)


def _age(row: PersonRow) -> str:
    return age_group(row.born, row.day)


def _years(row: PersonRow) -> str:
    return years_here(row.entered, row.day)


def _in_time(row: RemedyRow) -> str:
    return "yes" if row.in_time else "no"


def _manner(row: ReferralRow) -> str:
    return "warm" if row.warm else "cold"


def _heard(row: ReferralRow) -> str:
    return "known" if row.heard else "unknown"


class Single:
    """Every record falls into one cell: one code from each function."""

    def __init__(self, *codes: Callable[[Any], str | None]) -> None:
        """Take a function a fact."""
        self._codes = codes

    def entries(self, rows: Sequence[Any], _span: Span) -> list[Any]:
        """Return what each row says, equal if it falls into the same cells."""
        return list(zip(*(map(code, rows) for code in self._codes), strict=True))

    def found(self, entry: Any) -> Found:
        """Return the cells an entry stands for."""
        return ((tuple(code or "" for code in entry), 1),)


class Each:
    """A record falls into one cell for each of its codes of one fact, or into none."""

    def __init__(self, codes: Callable[[Any, Span], Codes]) -> None:
        """Take the function that gives the codes."""
        self._codes = codes

    def entries(self, rows: Sequence[Any], span: Span) -> list[Any]:
        """Return what each row says, equal if it falls into the same cells."""
        codes = self._codes
        return [codes(row, span) for row in rows]

    def found(self, entry: Any) -> Found:
        """Return the cells an entry stands for."""
        return tuple(((code,), 1) for code in entry)


class Several:
    """A record falls into several cells, or counts for more than one."""

    def __init__(self, found: Callable[[Any, Span], Found]) -> None:
        """Take the function that says which."""
        self._found = found

    def entries(self, rows: Sequence[Any], span: Span) -> list[Any]:
        """Return what each row says, equal if it falls into the same cells."""
        found = self._found
        return [found(row, span) for row in rows]

    def found(self, entry: Any) -> Found:
        """Return the cells an entry stands for."""
        cells: Found = entry
        return cells


FACTS: Mapping[tuple[str, Codes], Single | Each | Several] = {
    ("contact", ("form",)): Single(attrgetter("form")),
    ("contact", ("channel",)): Single(attrgetter("channel")),
    ("contact", ("result",)): Single(attrgetter("result")),
    ("hours", ("measure",)): Several(_sums),
    ("short", ("person_group",)): Single(attrgetter("person_group")),
    ("advised", ("language", "interpreted")): Single(attrgetter("language"), attrgetter("interpreting")),
    ("advised", ("language",)): Single(attrgetter("language")),
    ("advised", ("topic",)): Each(lambda row, _span: main_topics(row.topics)),
    ("person", ("gender", "age")): Single(attrgetter("gender"), _age),
    ("person", ("age",)): Single(_age),
    ("person", ("nationality",)): Single(attrgetter("nationality")),
    ("person", ("status_group",)): Single(attrgetter("status_group")),
    ("person", ("district",)): Single(attrgetter("district")),
    ("person", ("need",)): Each(_needs),
    ("person", ("continuity",)): Several(_continuity),
    ("person", ("years",)): Single(_years),
    ("case", ("flow", "level")): Several(flows),
    ("case", ("flow",)): Several(_flow),
    ("case", ("outcome",)): Each(_outcome),
    ("management", ("management",)): Each(lambda row, _span: row.steps),
    ("procedure", ("stage",)): Single(attrgetter("stage")),
    ("notice", ("decision",)): Single(attrgetter("decision")),
    ("remedy", ("remedy", "in_time")): Single(attrgetter("kind"), _in_time),
    ("remedy", ("in_time",)): Single(_in_time),
    ("referral", ("target",)): Single(attrgetter("target")),
    ("referral", ("manner", "heard")): Single(_manner, _heard),
    ("referral", ("manner",)): Single(_manner),
    ("incident", ("area",)): Single(attrgetter("area")),
    ("incident", ("characteristic",)): Each(_characteristics),
    ("incident", ("handling",)): Each(_handling),
    ("activity", ("activity", "measure")): Several(_work),
    ("volunteering", ("measure",)): Several(_sums),
    ("quality", ("measure",)): Several(_sums),
}

CLOSING: frozenset[tuple[str, Codes]] = frozenset({("case", ("flow", "level")), ("case", ("flow",))})
"""The only protected tables without a residual: their cells are no partition."""

SEVERAL: frozenset[str] = frozenset({
    "topic", "need", "continuity", "flow", "management", "characteristic", "handling", "measure",
})  # fmt: skip
"""Facts of which a record can have several codes, or whose codes are no parts of one whole: no sum is shown."""
