"""Follow-ups and appointments, and series through short months and leap years."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.app import agenda, overview, recycling
from mfd_desktop.app.agenda import LONGEST_SERIES, REPEATS, series_days
from mfd_desktop.app.session import Session
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.records import State
from mfd_desktop.vault.agenda import appointments_of, draft_appointments

NewCase = Callable[..., tuple[Any, Any]]
TERMIN = {"day": "1.12.2026", "start": "9:30", "minutes": "60", "title": "Gespräch", "place": "Büro"}


def of_case(session: Session, case_id: Any) -> Any:
    with session.vault.read() as db:
        return appointments_of(db, case_id)


def drafts(session: Session) -> Any:
    with session.vault.read() as db:
        return draft_appointments(db)


def test_a_monthly_series_from_the_31st_ends_each_short_month_on_its_last_day() -> None:
    found = series_days(date(2027, 12, 31), date(2028, 5, 31), None, 1)
    assert found == (
        date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31),
        date(2028, 4, 30), date(2028, 5, 31),
    )  # fmt: skip
    assert series_days(date(2027, 1, 31), date(2027, 2, 28), None, 1)[-1] == date(2027, 2, 28)
    assert series_days(date(2028, 2, 29), date(2028, 4, 30), None, 1) == (
        date(2028, 2, 29), date(2028, 3, 29), date(2028, 4, 29),
    )  # fmt: skip


def test_weeks_go_over_the_leap_day() -> None:
    assert series_days(date(2028, 2, 22), date(2028, 3, 14), 7, None) == (
        date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7), date(2028, 3, 14),
    )  # fmt: skip


def test_a_series_is_bounded_and_stops_at_the_end_of_the_calendar() -> None:
    assert len(series_days(date(2026, 1, 1), date(2099, 1, 1), 7, None)) == LONGEST_SERIES
    assert series_days(date(9999, 12, 1), date(9999, 12, 31), None, 1) == (date(9999, 12, 1),)
    assert len(series_days(date(9999, 12, 1), date(9999, 12, 31), 28, None)) == 2
    assert series_days(date(2026, 1, 2), date(2026, 1, 1), 7, None) == (date(2026, 1, 2),)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 900), st.sampled_from(sorted(REPEATS)))
def test_every_series_begins_on_its_first_day_and_keeps_its_step(first: date, length: int, repeat: str) -> None:
    until = first + timedelta(days=length)
    days, months = REPEATS[repeat]
    found = series_days(first, until, days, months)
    assert found[0] == first
    assert found[-1] <= until
    for number, day in enumerate(found):
        if days:
            assert day == first + timedelta(days=days * number)
        else:
            assert day.year * 12 + day.month == first.year * 12 + first.month + number
            assert day.day <= first.day


def test_a_series_is_recorded_with_one_entry_a_day_sharing_the_series(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    saved = agenda.record_appointment(session, case_id, TERMIN | {"repeat": "weekly", "until": "31.12.2026"})
    assert saved.problems == ()
    found = of_case(session, case_id)
    assert [one.day.day for one in found] == [1, 8, 15, 22, 29]
    assert len({one.series_id for one in found}) == 1
    assert found[0].series_id
    assert found[0].stamp.id == saved.record_id
    assert {(one.start, one.minutes, one.title, one.place) for one in found} == {(time(9, 30), 60, "Gespräch", "Büro")}
    assert {one.stamp.state for one in found} == {State.VALID}


def test_without_repeating_it_is_one_appointment(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    agenda.record_appointment(session, case_id, TERMIN | {"repeat": "none"})
    agenda.record_appointment(session, None, TERMIN)
    (one,) = of_case(session, case_id)
    assert (one.series_id, one.stamp.state) == (None, State.VALID)
    assert len(overview.week(session, date(2026, 12, 1)).appointments) == 2


@pytest.mark.parametrize(
    ("wrong", "right", "problem"),
    [
        ({"until": ""}, {"until": "15.12.2026"}, Problem("until", "required")),
        ({"until": "31.11."}, {"until": "15.12.2026"}, Problem("until", "no_date")),
        ({"until": "30.11.2026"}, {"until": "15.12.2026"}, Problem("until", "end_before_begin")),
        ({"start": "25:00"}, {"start": "9:30"}, Problem("start", "no_time")),
        ({"day": "31.02."}, {"day": "1.12.2026"}, Problem("day", "no_date")),
    ],
)
def test_a_series_with_a_mistake_waits_as_typed_and_is_made_when_corrected(
    session: Session, new_case: NewCase, wrong: dict[str, str], right: dict[str, str], problem: Problem
) -> None:
    _, case_id = new_case()
    raws = TERMIN | {"repeat": "weekly", "until": "15.12.2026"} | wrong
    saved = agenda.record_appointment(session, case_id, raws)
    assert saved.problems == (problem,)
    (draft,) = drafts(session)
    assert draft.stamp.raw[problem.field] == raws[problem.field]
    assert draft.stamp.raw["repeat"] == "weekly"
    assert agenda.save_appointment(session, saved.record_id, {"place": "Rathaus"}).problems == (problem,)
    assert agenda.save_appointment(session, saved.record_id, right).problems == ()
    found = of_case(session, case_id)
    assert [one.day for one in found] == [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]
    assert len({one.series_id for one in found}) == 1
    assert {(one.place, one.stamp.state, len(one.stamp.raw)) for one in found} == {("Rathaus", State.VALID, 0)}


def test_an_appointment_becomes_a_series_later_but_a_series_no_second_one(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    saved = agenda.record_appointment(session, case_id, TERMIN)
    agenda.save_appointment(session, saved.record_id, {"repeat": "two_weeks", "until": "31.12.2026"})
    assert [one.day.day for one in of_case(session, case_id)] == [1, 15, 29]
    agenda.save_appointment(session, saved.record_id, {"repeat": "weekly", "until": "31.12.2026"})
    assert len(of_case(session, case_id)) == 3


def test_the_rest_of_a_series_follows_but_keeps_its_days(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    agenda.record_appointment(session, case_id, TERMIN | {"repeat": "weekly", "until": "22.12.2026"})
    second = of_case(session, case_id)[1].stamp.id
    agenda.save_appointment(session, second, {"day": "9.12.2026", "start": "14:00", "place": ""}, rest_of_series=True)
    found = of_case(session, case_id)
    assert [one.day.day for one in found] == [1, 9, 15, 22]
    assert [one.start.hour for one in found] == [9, 14, 14, 14]
    assert [one.place for one in found] == ["Büro", "", "", ""]
    agenda.cancel_appointment(session, found[2].stamp.id, rest_of_series=True)
    assert [one.cancelled for one in of_case(session, case_id)] == [False, False, True, True]
    agenda.cancel_appointment(session, found[2].stamp.id, cancelled=False)
    assert [one.cancelled for one in of_case(session, case_id)] == [False, False, False, True]
    before = of_case(session, case_id)
    agenda.remove_appointment(session, found[3].stamp.id)
    entry, count = agenda.remove_appointment(session, second, rest_of_series=True)
    assert (count, len(of_case(session, case_id))) == (2, 1)
    with pytest.raises(KeyError):
        agenda.read_appointment(session, second)
    recycling.restore(session, entry)
    assert of_case(session, case_id) == before[:3]


def test_a_mistake_in_one_of_a_series_stays_with_that_one(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    agenda.record_appointment(session, case_id, TERMIN | {"repeat": "weekly", "until": "15.12.2026"})
    first, second, third = (one.stamp.id for one in of_case(session, case_id))
    agenda.save_appointment(session, third, {"start": "kaputt"})
    agenda.save_appointment(session, first, {"start": "99:99", "title": "Neu"}, rest_of_series=True)
    assert agenda.read_appointment(session, second).start == time(9, 30)
    assert agenda.read_appointment(session, second).title == "Neu"
    agenda.save_appointment(session, first, {"start": "10"}, rest_of_series=True)
    for one in (first, second, third):
        found = agenda.read_appointment(session, one)
        assert (found.start, found.stamp.state) == (time(10), State.VALID)


def test_follow_ups_are_due_done_taken_back_and_removed(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    due = agenda.record_follow_up(session, case_id, {"due": "heute", "text": "Anrufen"}).record_id
    agenda.record_follow_up(session, None, {"due": "+8", "text": "Später"})
    draft = agenda.record_follow_up(session, case_id, {"due": "31.02.", "text": "Unklar"})
    assert draft.problems == (Problem("due", "no_date"),)
    today = overview.today(session)
    assert {one.text for one in today.follow_ups} == {"Anrufen", "Unklar"}
    assert today.labels[case_id].number == "2026-0001"
    assert agenda.save_follow_up(session, draft.record_id, {"due": "28.2.2027"}).problems == ()
    assert agenda.read_follow_up(session, draft.record_id).text == "Unklar"
    agenda.finish_follow_up(session, due)
    assert agenda.read_follow_up(session, due).done == date(2026, 11, 23)
    assert overview.today(session).follow_ups == ()
    agenda.finish_follow_up(session, due, done=False)
    assert len(overview.today(session).follow_ups) == 1
    agenda.remove_follow_up(session, due)
    with pytest.raises(KeyError):
        agenda.read_follow_up(session, due)
