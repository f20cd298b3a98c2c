"""Reporting periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.domain.periods import Period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2028-Q4", date(2028, 10, 1), date(2028, 12, 31)),
        ("2028-H1", date(2028, 1, 1), date(2028, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("9999-Q4", date(9999, 10, 1), date(9999, 12, 31)),
    ],
)
def test_a_period_has_its_days_and_is_written_as_it_was_read(text: str, first: date, last: date) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, str(period)) == (first, last, text)


@pytest.mark.parametrize(
    "text", ["", "26-Q1", "2026-Q5", "2026-H3", "2026-Q", "2026-", "2026-X1", "0000", "2026-Q0", " 2026"]
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(text)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    period = Period.quarter_of(day)
    assert period.first <= day <= period.last
    assert Period.quarter_of(period.last + timedelta(days=1)).first == period.last + timedelta(days=1)
