"""Dates and times as they are typed."""

from calendar import monthrange
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.domain.dates import (
    age_on,
    format_date,
    format_time,
    months_before,
    parse_date,
    parse_time,
    quarter_of,
)

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.2.26", date(2026, 2, 1)),
        ("01.02.2026", date(2026, 2, 1)),
        ("1/2/2026", date(2026, 2, 1)),
        ("1 2 2026", date(2026, 2, 1)),
        ("1-2-26", date(2026, 2, 1)),
        ("2026-02-01", date(2026, 2, 1)),
        (" 2026-2-1 ", date(2026, 2, 1)),
        ("010226", date(2026, 2, 1)),
        ("01022026", date(2026, 2, 1)),
        ("29.02.2028", date(2028, 2, 29)),
        ("290228", date(2028, 2, 29)),
        ("heute", TODAY),
        ("H", TODAY),
        ("gestern", date(2026, 11, 22)),
        ("morgen", date(2026, 11, 24)),
        ("+3", date(2026, 11, 26)),
        ("-23", date(2026, 10, 31)),
        ("24.12.", date(2026, 12, 24)),
        ("24.12", date(2026, 12, 24)),
        ("0101", date(2027, 1, 1)),
        ("3.6.", date(2026, 6, 3)),
        ("1.1.45", date(2045, 1, 1)),
        ("1.1.46", date(1946, 1, 1)),
    ],
)
def test_what_counsellors_type(typed: str, meant: date) -> None:
    assert parse_date(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "31.02.2026", "29.02.2027", "32.1.26", "1.13.26", "0.1.26", "bald", "1", "12345", "2026-13-01", "1.2.3.4",
     "31.02.", "30.02", "01.01.0000", "+", "1.2.026"],
)  # fmt: skip
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_date(typed, today=TODAY)


def test_an_offset_beyond_the_calendar_is_an_overflow() -> None:
    with pytest.raises(OverflowError):
        parse_date("+999", today=date(9999, 12, 1))


def test_the_leap_day_without_a_year_is_the_nearest_one_that_exists() -> None:
    assert parse_date("29.2.", today=date(2027, 12, 1)) == date(2028, 2, 29)
    assert parse_date("29.2.", today=date(2028, 6, 1)) == date(2028, 2, 29)
    assert parse_date("29.2.", today=date(2029, 1, 1)) == date(2028, 2, 29)
    with pytest.raises(ValueError, match="no such day"):
        parse_date("29.2.", today=date(2026, 6, 1))


@given(DAYS, DAYS)
def test_a_written_date_reads_back(day: date, today: date) -> None:
    assert parse_date(format_date(day), today=today) == day
    assert parse_date(day.isoformat(), today=today) == day
    assert parse_date(f"{day:%d%m%Y}", today=today) == day


@given(DAYS, st.integers(0, 99))
def test_two_digit_years_lie_80_years_back_to_19_ahead(today: date, digits: int) -> None:
    found = parse_date(f"1.1.{digits:02d}", today=today)
    assert found.year % 100 == digits
    assert today.year - 80 <= found.year <= today.year + 19


def test_at_the_end_of_a_century_two_digits_mean_the_next_one() -> None:
    assert parse_date("1.1.05", today=date(2090, 6, 1)) == date(2105, 1, 1)
    assert parse_date("1.1.10", today=date(2090, 6, 1)) == date(2010, 1, 1)


@given(DAYS, DAYS)
def test_a_day_without_year_is_at_most_half_a_year_away(day: date, today: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    assert abs(parse_date(f"{day.day}.{day.month}.", today=today) - today) <= timedelta(days=183)


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_a_date_or_a_plain_refusal(typed: str) -> None:
    try:
        found = parse_date(typed, today=TODAY)
    except (ValueError, OverflowError):
        return
    assert isinstance(found, date)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9", time(9)), ("930", time(9, 30)), ("9:30", time(9, 30)), ("14.15", time(14, 15)), ("0000", time(0))],
)
def test_times(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "neun", "9:3", "12345"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_time(typed)


@given(st.times())
def test_a_written_time_reads_back(value: time) -> None:
    assert parse_time(format_time(value)) == value.replace(second=0, microsecond=0)


def test_age_counts_completed_years_and_leap_births_on_1_march() -> None:
    assert age_on(date(2000, 5, 2), date(2026, 5, 1)) == 25
    assert age_on(date(2000, 5, 2), date(2026, 5, 2)) == 26
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert age_on(date(2008, 2, 29), date(2028, 2, 29)) == 20


@given(DAYS)
def test_a_quarter_holds_its_day_and_joins_its_neighbours(day: date) -> None:
    first, last = quarter_of(day)
    assert first <= day <= last
    assert first.day == 1
    assert first.month in (1, 4, 7, 10)
    assert last.month == first.month + 2
    assert last.day == monthrange(last.year, last.month)[1]
    assert quarter_of(last + timedelta(days=1))[0] == last + timedelta(days=1)


def test_months_before_falls_on_the_last_day_of_a_shorter_month() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2028, 8, 31), 6) == date(2028, 2, 29)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(2026, 1, 31), -1) == date(2026, 2, 28)
    assert months_before(date(2026, 11, 30), -1) == date(2026, 12, 30)


@given(DAYS, st.integers(-60, 60))
def test_months_before_moves_by_exactly_so_many_months(day: date, months: int) -> None:
    found = months_before(day, months)
    assert day.year * 12 + day.month - months == found.year * 12 + found.month
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])
