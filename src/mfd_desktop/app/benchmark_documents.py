"""How fast figures and letters are: all tables of a quarter, and the second letter of a template."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mfd_desktop.app import periods
from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.letter_fields import catalogue, check_texts, example_texts
from mfd_desktop.app.letter_files import EXAMPLE_OFFICE
from mfd_desktop.domain.periods import Period
from mfd_desktop.letters.compose import Order, compose

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import Clock

_ROUNDS = 5
_LETTER, _LANGUAGE = "G14", "ar"
"""The Terminzettel, German and Arabic side by side: the letter written most often, in its dearest form."""


def period_seconds(session: Session) -> float:
    """Return the median time of counting all tables of the current quarter."""
    period = Period.quarter_of(session.clock.today())
    return _median([_seconds_of_count(session, period) for _ in range(_ROUNDS)])


def _seconds_of_count(session: Session, period: Period) -> float:
    begin = time.perf_counter()
    periods.count(session, period)
    return time.perf_counter() - begin


def letter_seconds(session: Session) -> tuple[float, float]:
    """Return the time of the first letter of a template, from values to PDF, and the median of those after it."""
    first, *later = [_seconds_of_letter(session.clock, session) for _ in range(_ROUNDS + 1)]
    return first, _median(later)


def _seconds_of_letter(clock: Clock, session: Session) -> float:
    begin = time.perf_counter()
    letter, today = catalogue().get(_LETTER, _LANGUAGE), clock.today()
    texts = example_texts(letter, _LANGUAGE)
    result = check_texts(letter.template, _LANGUAGE, texts, today=today, lists=session.lists)
    order = Order(today, _LANGUAGE, with_german=True)
    pdf_of(compose(letter, result.values, EXAMPLE_OFFICE, order, session.lists), moment=clock.now())
    return time.perf_counter() - begin


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]
