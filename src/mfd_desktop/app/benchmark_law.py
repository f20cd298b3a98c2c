"""How fast deadlines are computed."""

from __future__ import annotations

import random
import statistics
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.law.calculation import compute
from mfd_desktop.law.holidays import LAENDER
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.results import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINES = 10_000
_TIMES = 3
_SEED = 2026
_FIRST = date(2014, 1, 1)
_DAYS = 8000


def deadlines_seconds(count: int = DEADLINES) -> float:
    """Return the median time of computing ``count`` deadlines of all shipped rules, on invented days in all Länder.

    The rules and the holidays were read before, as they are once the main window stands.
    """
    book = RuleBook.load()
    wanted = tuple(invented_facts(book, count))
    for facts in wanted:
        compute(book, facts)
    return statistics.median(_once(book, wanted) for _ in range(_TIMES))


def invented_facts(book: RuleBook, count: int) -> Iterator[Facts]:
    """Yield facts that fit the rules of a book: every version in its law, every kind of trigger with a form of it."""
    chance = random.Random(_SEED)  # noqa: S311 - repeatable on purpose
    rules = [rule for rule_id in book.ids for rule in book.versions(rule_id)]
    forms = {fiction.trigger: form.code for form in book.forms.values() for fiction in form.fictions if not form.only}
    for number in range(count):
        rule = rules[number % len(rules)]
        kind = chance.choice(book.kinds_of(rule))
        day = _FIRST + timedelta(days=chance.randrange(_DAYS))
        if rule.regime == "-":
            day = max(day, rule.valid_from or day)
            day = min(day, rule.valid_until or day)
        yield Facts(
            rule.id,
            kind,
            day,
            "" if book.trigger(kind).effective else forms[kind],
            land=chance.choice(LAENDER),
            regime="" if rule.regime == "-" else rule.regime,
        )


def _once(book: RuleBook, wanted: tuple[Facts, ...]) -> float:
    begin = time.perf_counter()
    for facts in wanted:
        compute(book, facts)
    return time.perf_counter() - begin
