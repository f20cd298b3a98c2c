"""From the day of the event to the end of a period."""

from datetime import date

import pytest

from mfd_desktop.law.periods import Period, end_of
from mfd_desktop.law.rules import Length


def period(n: int, unit: str, **more: object) -> Period:
    return Period(Length(n, unit), "RP", **more)  # type: ignore[arg-type]


def end(day: date, n: int, unit: str, **more: object) -> date:
    return end_of(period(n, unit, **more), day).day


@pytest.mark.parametrize(
    ("day", "n", "unit", "expected"),
    [
        (date(2026, 11, 2), 2, "weeks", date(2026, 11, 16)),
        (date(2026, 11, 16), 30, "days", date(2026, 12, 16)),
        (date(2028, 1, 31), 1, "months", date(2028, 2, 29)),
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2026, 8, 31), 3, "months", date(2026, 11, 30)),
        (date(2028, 2, 29), 1, "years", date(2029, 2, 28)),
        (date(2028, 2, 29), 4, "years", date(2032, 2, 29)),
        (date(2026, 12, 31), 1, "months", date(2027, 1, 31)),
        (date(2026, 10, 29), 3, "working_days", date(2026, 11, 3)),
        (date(2026, 11, 2), 0, "days", date(2026, 11, 2)),
    ],
)
def test_the_day_of_the_event_does_not_count(day: date, n: int, unit: str, expected: date) -> None:
    assert end(day, n, unit) == expected


@pytest.mark.parametrize(
    ("first", "n", "unit", "expected"),
    [
        (date(2026, 11, 2), 5, "days", date(2026, 11, 6)),
        (date(2026, 11, 2), 1, "weeks", date(2026, 11, 8)),
        (date(2026, 11, 2), 3, "working_days", date(2026, 11, 4)),
        (date(2026, 11, 2), 0, "days", date(2026, 11, 2)),
        (date(2026, 11, 2), 0, "months", date(2026, 11, 2)),
        (date(2026, 3, 1), 1, "months", date(2026, 3, 31)),
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2026, 1, 29), 1, "months", date(2026, 2, 28)),
        (date(2026, 9, 16), 3, "months", date(2026, 12, 15)),
        (date(2026, 3, 1), 1, "years", date(2027, 2, 28)),
    ],
)
def test_the_beginning_of_a_day_counts(first: date, n: int, unit: str, expected: date) -> None:
    assert end(first, n, unit, counted=True) == expected


@pytest.mark.parametrize(
    ("day", "n", "unit", "expected"),
    [
        (date(2027, 8, 1), 7, "months", date(2027, 1, 1)),
        (date(2027, 8, 31), 6, "months", date(2027, 2, 28)),
        (date(2027, 6, 15), 2, "weeks", date(2027, 6, 1)),
        (date(2027, 6, 15), 3, "days", date(2027, 6, 12)),
        (date(2027, 6, 14), 1, "working_days", date(2027, 6, 11)),
        (date(2027, 6, 15), 1, "years", date(2026, 6, 15)),
    ],
)
def test_backwards(day: date, n: int, unit: str, expected: date) -> None:
    assert end(day, n, unit, backward=True) == expected


def test_an_end_moves_over_weekend_and_holiday_and_tells_every_day() -> None:
    found = end_of(period(1, "weeks", shift=True, shift_basis="§ 222 Abs. 2 ZPO"), date(2026, 10, 24))
    assert found.day == date(2026, 11, 2)
    path = "Sa 31.10.2026 → So 01.11.2026 (Allerheiligen) → Mo 02.11.2026"
    assert found.steps[-1].shown() == (
        f"{path}: Das Ende verschiebt sich auf den nächsten Werktag (§ 222 Abs. 2 ZPO; Rheinland-Pfalz)."
    )
    plain = end_of(period(1, "weeks", shift=True), date(2026, 10, 24))
    assert plain.steps[-1].shown() == f"{path}: Das Ende verschiebt sich auf den nächsten Werktag (Rheinland-Pfalz)."


def test_an_end_that_does_not_move_says_why() -> None:
    said = end_of(period(12, "months", shift_basis="Art. 42"), date(2026, 1, 16)).steps[-1].shown()
    assert said == "Samstag, Sonntag oder Feiertag, aber das Ende verschiebt sich nicht: Art. 42"
    plain = end_of(period(12, "months"), date(2026, 1, 16))
    assert plain.day == date(2027, 1, 16)
    assert plain.steps[-1].shown() == "Samstag, Sonntag oder Feiertag, aber das Ende verschiebt sich hier nicht."
    on_working_day = end_of(period(1, "days"), date(2026, 11, 2))
    assert [step.shown() for step in on_working_day.steps][-1] == "1 Tag danach: Di 03.11.2026."


def test_the_working_day_before() -> None:
    assert end(date(2027, 8, 1), 7, "months", backward=True, working_day_before=True) == date(2026, 12, 31)


def test_another_period_first() -> None:
    found = end_of(period(6, "months", before=Length(2, "weeks")), date(2026, 1, 12))
    assert (found.event, found.day) == (date(2026, 1, 26), date(2026, 7, 26))
    moved = end_of(period(6, "months", before=Length(2, "weeks"), shift=True), date(2026, 10, 17))
    assert moved.event == date(2026, 11, 2), "the first period ends on a Saturday and moves as well"
    assert "Zuerst läuft eine andere Frist (2 Wochen) bis Mo 02.11.2026" in moved.steps[0].shown()


@pytest.mark.parametrize(
    ("day", "more", "expected"),
    [
        (date(2026, 11, 22), {"backward": True, "round": "month_start"}, date(2026, 5, 1)),
        (date(2026, 5, 1), {"round": "month_end"}, date(2026, 11, 30)),
        (date(2022, 5, 10), {"round": "year_end"}, date(2022, 12, 31)),
        (date(2026, 8, 3), {"round": "month_end"}, date(2027, 2, 28)),
    ],
)
def test_on_to_the_end_or_start_of_a_month_or_year(day: date, more: dict[str, object], expected: date) -> None:
    assert end(day, 6, "months", **more) == expected


def test_a_missing_day_is_explained() -> None:
    said = [step.shown() for step in end_of(period(1, "months"), date(2028, 1, 31)).steps]
    assert "1 Monat danach: Di 29.02.2028." in said
    assert any("Den Tag gibt es in diesem Monat nicht" in line for line in said)
