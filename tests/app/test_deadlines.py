"""Deadlines by hand, the desk, done with proof, extended, never gone without a reason."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mfd_desktop.app import deadlines, recycling
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors_deadlines import ReasonMissing
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.records import State

NewCase = Callable[..., tuple[RecordId, RecordId]]
TODAY = date(2026, 11, 23)


def add(session: Session, case_id: RecordId, day: str, title: str = "Stellungnahme", **more: str) -> RecordId:
    raws = {"title": title, "due": day, "kind": "loss", "warnings": "3, 1", **more}
    saved = deadlines.add_manual(session, case_id, raws)
    return saved.record_id


def details(session: Session) -> list[str]:
    return [entry.detail for entry in log_entries(session) if entry.event is Event.DEADLINE]


def test_a_deadline_by_hand_keeps_what_was_typed_wrongly_and_stands_first(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    add(session, case_id, "1.12.2026")
    saved = deadlines.add_manual(session, case_id, {"title": "Frist ohne Tag", "due": "bald", "warnings": "drei"})
    assert {problem.field: problem.code for problem in saved.problems} == {
        "due": "no_date", "kind": "required", "warnings": "no_days",
    }  # fmt: skip
    rows = deadlines.desk(session)
    assert [row.deadline.title for row in rows] == ["Frist ohne Tag", "Stellungnahme"]
    assert rows[0].deadline.stamp.state is State.DRAFT
    assert rows[0].deadline.stamp.raw["due"] == "bald"
    deadlines.save_deadline(session, saved.record_id, {"due": "2.12.2026", "kind": "loss", "warnings": "14 7"})
    again = deadlines.read_deadline(session, saved.record_id)
    assert (again.stamp.state, again.due, again.warnings) == (State.VALID, date(2026, 12, 2), (14, 7))
    assert [row.number for row in rows] == ["2026-0001", "2026-0001"]
    assert rows[0].initials == "A. T."


def test_the_desk_is_ordered_by_the_day_to_act_by(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    late = add(session, case_id, "20.12.2026", "spät")
    soon = add(session, case_id, "1.12.2026", "früh")
    assert [row.deadline.stamp.id for row in deadlines.desk(session)] == [soon, late]
    raws = {"extended": "15.1.2027", "extension_note": "Amt, telefonisch am 20.11."}
    assert deadlines.extend(session, soon, raws) == ()
    assert [row.deadline.stamp.id for row in deadlines.desk(session)] == [late, soon]
    assert deadlines.read_deadline(session, soon).act_by == date(2027, 1, 15)
    deadlines.take_back_extension(session, soon)
    assert deadlines.read_deadline(session, soon).act_by == date(2026, 12, 1)


def test_an_extension_needs_a_note_and_never_ends_earlier(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    found = add(session, case_id, "10.12.2026")
    (problem,) = deadlines.extend(session, found, {"extended": "15.12.2026"})
    assert (problem.field, problem.code) == ("extension_note", "required")
    (problem,) = deadlines.extend(session, found, {"extended": "1.12.2026", "extension_note": "Amt"})
    assert (problem.field, problem.code) == ("extended", "before_due")
    assert deadlines.read_deadline(session, found).extended is None


def test_done_needs_a_proof_where_it_was_kept_and_can_be_taken_back(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    found = add(session, case_id, "1.12.2026")
    (problem,) = deadlines.finish(session, found, {"done": "23.11.2026", "ending": "kept"})
    assert (problem.field, problem.code) == ("proof", "required")
    raws = {"done": "23.11.2026", "ending": "kept", "proof": "fax_report", "done_note": "Seite 1 bis 4"}
    assert deadlines.finish(session, found, raws) == ()
    assert deadlines.desk(session) == ()
    (row,) = deadlines.desk(session, done=True)
    assert (row.deadline.ending, row.deadline.proof, row.deadline.done) == ("kept", "fax_report", TODAY)
    deadlines.reopen(session, found)
    assert [row.deadline.done for row in deadlines.desk(session)] == [None]
    assert details(session) == ["reopened.MANUELL", "finished.MANUELL"]


def test_an_open_deadline_goes_only_with_a_reason_and_comes_back(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    found = add(session, case_id, "1.12.2026", note="Kanarienvogel")
    with pytest.raises(ReasonMissing):
        deadlines.remove_deadline(session, found, "  ")
    assert len(deadlines.desk(session)) == 1
    entry = deadlines.remove_deadline(session, found, "Doppelt erfasst")
    assert deadlines.desk(session) == ()
    assert details(session) == ["removed_open.MANUELL"]
    assert not any("Kanarien" in entry.detail for entry in log_entries(session))
    recycling.restore(session, entry)
    (row,) = deadlines.desk(session)
    assert row.deadline.note == "Kanarienvogel\nDoppelt erfasst"


@pytest.mark.parametrize(
    ("warnings", "shown"),
    [
        ((), set()),
        ((3, 1), {1, 2, 3}),
        ((14,), set(range(1, 15))),
        ((30, 7), {*range(1, 8), *range(24, 31)}),
        ((0,), set()),
    ],
)
def test_early_warnings_stay_up_for_a_week_and_the_last_until_the_day(
    session: Session, new_case: NewCase, warnings: tuple[int, ...], shown: set[int]
) -> None:
    _client_id, case_id = new_case()
    found = add(session, case_id, "31.12.2026", warnings=" ".join(map(str, warnings)))
    deadline = deadlines.read_deadline(session, found)
    day = date(2026, 12, 31)
    assert {left for left in range(-5, 60) if deadline.warns_on(day - timedelta(days=left))} == shown


def test_today_shows_what_is_past_due_and_soon_and_what_an_authority_let_pass(
    session: Session, new_case: NewCase
) -> None:
    _client_id, case_id = new_case()
    add(session, case_id, "20.11.2026", "vorbei")
    add(session, case_id, "23.11.2026", "heute")
    add(session, case_id, "25.11.2026", "bald")
    add(session, case_id, "20.12.2026", "fern")
    add(session, case_id, "20.11.2026", "Amt", kind="authority")
    found = deadlines.due_on_today(session, TODAY)
    titles = [[row.deadline.title for row in rows] for rows in (found.overdue, found.due, found.soon, found.over)]
    assert titles == [["vorbei"], ["heute"], ["bald"], ["Amt"]]
    assert [row.deadline.title for row in deadlines.between(session, date(2026, 11, 23), date(2026, 11, 29))] == [
        "heute", "bald",
    ]  # fmt: skip
    assert len(deadlines.entered_on(session, TODAY)) == 5
    assert deadlines.entered_on(session, date(2026, 11, 22)) == ()


def test_a_case_with_an_open_deadline_goes_only_with_a_reason(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    found = add(session, case_id, "1.12.2026")
    assert recycling.open_deadlines(session, client_id) == recycling.open_deadlines(session, client_id, case_id) == 1
    for remove, record_id in ((recycling.remove_case, case_id), (recycling.remove_client, client_id)):
        with pytest.raises(ReasonMissing):
            remove(session, record_id)
        recycling.restore(session, remove(session, record_id, "Doppelt angelegt"))
    assert details(session) == ["removed_open.MANUELL", "removed_open.MANUELL"]
    done = {"done": "23.11.2026", "ending": "kept", "proof": "stamp"}
    assert deadlines.finish(session, found, done) == ()
    recycling.remove_client(session, client_id)


def test_a_text_typed_for_a_rule_never_reaches_the_log(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    raws = {"rule": "Kanarienvogel Zitronella", "trigger_kind": "ZUSTELLUNG", "trigger_day": "bald", "land": "RP"}
    found = deadlines.add_by_rule(session, case_id, raws).record_id
    deadlines.remove_deadline(session, found, "Vertippt")
    assert details(session) == ["removed_open.MANUELL"]
