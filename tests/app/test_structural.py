"""Structural work: what is kept, what counts in a period, undo."""

from datetime import date

import pytest

from mfd_desktop.app import recycling, structural
from mfd_desktop.app.changes import Changes
from mfd_desktop.app.session import Session
from mfd_desktop.app.structural import WorkSum
from mfd_desktop.domain.dates import quarter_of
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.records import State
from mfd_desktop.vault.activities import count_activities

RAWS = {
    "code": "ST22", "day": "23.11.2026", "minutes": "90", "title": "Austauschtreffen", "partner": "Flüchtlingsrat",
    "dates": "2", "participants": "12", "volunteers": "9", "note": "Neue Sprachpaten",
}  # fmt: skip


def work(session: Session) -> structural.Work:
    return structural.work_between(session, *quarter_of(session.clock.today()))


def test_an_activity_keeps_all_it_was_given(session: Session) -> None:
    saved = structural.record_activity(session, RAWS)
    assert saved.problems == ()
    found = structural.read_activity(session, saved.record_id)
    assert (found.code, found.day, found.title, found.partner) == (
        "ST22", date(2026, 11, 23), "Austauschtreffen", "Flüchtlingsrat",
    )  # fmt: skip
    assert (found.dates, found.minutes, found.participants, found.volunteers) == (2, 90, 12, 9)
    assert (found.note, found.stamp.state, found.stamp.source) == ("Neue Sprachpaten", State.VALID, "activity")


def test_only_touched_fields_change(session: Session) -> None:
    activity_id = structural.record_activity(session, RAWS).record_id
    before = structural.read_activity(session, activity_id)
    assert structural.save_activity(session, activity_id, {"participants": "14"}).problems == ()
    after = structural.read_activity(session, activity_id)
    assert after.participants == 14
    names = ("code", "day", "title", "partner", "dates", "minutes", "volunteers", "note")
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]


def test_sums_follow_the_code_list_and_leave_drafts_out(session: Session) -> None:
    for changes in (
        {"code": "QM1", "minutes": "60", "dates": "1", "participants": "", "volunteers": ""},
        {},
        {"minutes": "30", "dates": "1", "participants": "3", "volunteers": "11"},
        {"code": "ST99"},
        {"day": "31.02.2026"},
        {"day": "30.09.2026"},
    ):
        structural.record_activity(session, RAWS | changes)
    found = work(session)
    assert found.sums == (WorkSum("ST22", 2, 3, 120, 15, 11), WorkSum("QM1", 1, 1, 60, 0, 0))
    assert [activity.stamp.state for activity in found.activities].count(State.DRAFT) == 2
    assert found.activities[0].day is None
    with session.vault.read() as db:
        assert count_activities(db, *quarter_of(session.clock.today())) == 2, "quality work is counted apart"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"code": ""}, Problem("code", "required")),
        ({"day": "24.11.2026"}, Problem("day", "future_date")),
        ({"minutes": "50"}, Problem("minutes", "not_quarter_hours")),
        ({"participants": "viele"}, Problem("participants", "no_number")),
        ({"dates": "401"}, Problem("dates", "too_large", "400")),
    ],
)
def test_what_is_wrong_stays_as_typed(session: Session, changes: dict[str, str], problem: Problem) -> None:
    saved = structural.record_activity(session, RAWS | changes)
    assert saved.problems == (problem,)
    assert structural.read_activity(session, saved.record_id).stamp.raw == changes


def test_a_removed_activity_comes_back_whole(session: Session) -> None:
    activity_id = structural.record_activity(session, RAWS | {"minutes": "50"}).record_id
    gone = structural.remove_activity(session, activity_id)
    assert work(session).activities == ()
    with pytest.raises(KeyError):
        structural.read_activity(session, activity_id)
    again = structural.read_activity(session, recycling.restore(session, gone).record_id)
    assert (again.stamp.raw, again.title, again.volunteers) == ({"minutes": "50"}, "Austauschtreffen", 9)


def test_listeners_hear_of_every_change(session: Session) -> None:
    heard: list[Changes] = []
    session.listen(lambda changes, _initiator: heard.append(changes))
    activity_id = structural.record_activity(session, RAWS).record_id
    structural.save_activity(session, activity_id, {"note": ""})
    recycling.restore(session, structural.remove_activity(session, activity_id))
    assert [changes.kinds for changes in heard] == [frozenset({"activity"})] * 4
