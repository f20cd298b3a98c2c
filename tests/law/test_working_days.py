"""Working days: weekends and the holidays of each Land."""

from datetime import date, timedelta

import pytest

from mfd_desktop.law.holidays import FEDERAL, LAENDER, public_holidays
from mfd_desktop.law.working_days import (
    count_working_days,
    days_until_working_day,
    is_working_day,
    working_day_from,
    working_day_until,
)


def test_all_laender_and_the_nationwide_holidays_are_known() -> None:
    assert len(LAENDER) == 17
    federal = set(public_holidays(2026, FEDERAL))
    for land in LAENDER:
        assert federal <= set(public_holidays(2026, land)), land
    assert date(2026, 6, 4) not in federal
    assert len(federal) == 9


@pytest.mark.parametrize(
    ("land", "day"),
    [
        ("RP", date(2026, 6, 4)),
        ("BE", date(2026, 3, 8)),
        ("BE", date(2025, 5, 8)),
        ("BB", date(2026, 10, 31)),
        ("SN", date(2026, 11, 18)),
        ("TH", date(2026, 9, 20)),
        ("SL", date(2026, 8, 15)),
        ("BW", date(2026, 1, 6)),
        ("HH", date(2026, 10, 31)),
        ("MV", date(2026, 3, 8)),
        (FEDERAL, date(2017, 10, 31)),
    ],
)
def test_a_holiday_of_a_land_is_no_working_day(land: str, day: date) -> None:
    assert not is_working_day(day, land)


@pytest.mark.parametrize(
    ("land", "day"),
    [("RP", date(2026, 12, 24)), ("RP", date(2026, 12, 31)), ("RP", date(2026, 11, 18)), ("BE", date(2026, 6, 4))],
)
def test_other_days_are_working_days(land: str, day: date) -> None:
    assert is_working_day(day, land)


def test_an_unknown_land_is_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        is_working_day(date(2026, 11, 2), "XX")


def test_good_friday_to_the_tuesday_after_easter() -> None:
    assert working_day_from(date(2026, 4, 3), "RP") == date(2026, 4, 7)
    assert working_day_until(date(2026, 4, 6), "RP") == date(2026, 4, 2)
    days = days_until_working_day(date(2026, 4, 3), "RP")
    assert days == tuple(date(2026, 4, 3) + timedelta(days=n) for n in range(5))


def test_a_working_day_stays() -> None:
    day = date(2026, 11, 2)
    assert working_day_from(day, "RP") == working_day_until(day, "RP") == day
    assert days_until_working_day(day, "RP") == (day,)


def test_working_days_are_counted_without_the_first() -> None:
    assert count_working_days(date(2026, 10, 30), 1, "RP") == date(2026, 11, 2)
    assert count_working_days(date(2026, 10, 30), 1, "BY") == date(2026, 11, 2)
    assert count_working_days(date(2026, 5, 13), 1, "RP") == date(2026, 5, 15)
    assert count_working_days(date(2026, 11, 2), -1, "RP") == date(2026, 10, 30)
    assert count_working_days(date(2026, 11, 1), 0, "RP") == date(2026, 11, 1)
    assert count_working_days(date(2026, 11, 2), 7, "RP") == date(2026, 11, 11)
