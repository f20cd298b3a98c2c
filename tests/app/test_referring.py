"""Referrals of a case: asking back after four weeks, what counts, undo, and being found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mfd_desktop.app import agenda, casework, contacting, overview, recycling, referring
from mfd_desktop.app.changes import Changes
from mfd_desktop.app.intake import remove_new_client
from mfd_desktop.app.session import Session
from mfd_desktop.domain.dates import quarter_of
from mfd_desktop.domain.errors import WorkedOn
from mfd_desktop.domain.records import FollowUp, State
from mfd_desktop.vault.referrals import count_referrals
from mfd_desktop.vault.verifying import verify

NewCase = Callable[..., tuple[Any, Any]]

RAWS = {"day": "23.11.2026", "target": "R07", "warm": "0", "heard": "0", "ask_back": "0", "note": ""}


def follow_ups(session: Session, case_id: Any) -> tuple[FollowUp, ...]:
    return overview.case_page(session, case_id).follow_ups


def count(session: Session) -> int:
    with session.vault.read() as db:
        return count_referrals(db, *quarter_of(session.clock.today()))


def test_a_referral_keeps_all_it_was_given(session: Session, new_case: NewCase, contact_raws: dict[str, str]) -> None:
    _, case_id = new_case()
    contact_id = contacting.record_contact(session, case_id, contact_raws | {"result": "X5"}).record_id
    raws = RAWS | {"warm": "1", "note": "Termin bei Frau Muster"}
    saved = referring.record_referral(session, case_id, raws, contact_id=contact_id)
    assert saved.problems == ()
    found = referring.read_referral(session, saved.record_id)
    assert (found.case_id, found.contact_id, found.follow_up_id) == (case_id, contact_id, None)
    assert (found.day, found.target, found.warm, found.heard) == (date(2026, 11, 23), "R07", True, False)
    assert (found.note, found.stamp.state, found.stamp.source) == ("Termin bei Frau Muster", State.VALID, "referral")
    assert referring.referrals_of(session, case_id) == (found,)
    assert overview.case_page(session, case_id).referrals == (found,)
    assert [match.case_id for match in overview.find(session, "Frau Muster")] == [case_id]


def test_asking_back_is_due_four_weeks_later_and_done_once_it_is_known(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    saved = referring.record_referral(session, case_id, RAWS | {"ask_back": "1"})
    (asked,) = follow_ups(session, case_id)
    assert (asked.due, asked.done) == (date(2026, 12, 21), None)
    assert asked.text == "Rückfrage zur Verweisung: Jobcenter, Agentur für Arbeit"
    assert referring.read_referral(session, saved.record_id).follow_up_id == asked.stamp.id
    referring.save_referral(session, saved.record_id, {"note": "angerufen"})
    assert follow_ups(session, case_id)[0].done is None
    referring.save_referral(session, saved.record_id, {"heard": "1"})
    assert follow_ups(session, case_id)[0].done == date(2026, 11, 23)


@pytest.mark.parametrize("changes", [{"heard": "1"}, {"ask_back": "0"}, {"day": "31.02.2026"}, {"target": ""}])
def test_nobody_asks_back_when_there_is_nothing_to_ask(
    session: Session, new_case: NewCase, changes: dict[str, str]
) -> None:
    _, case_id = new_case()
    referring.record_referral(session, case_id, RAWS | {"ask_back": "1"} | changes)
    assert follow_ups(session, case_id) == ()


def test_only_valid_referrals_of_the_quarter_count(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    for day in ("30.09.2026", "01.10.2026", "23.11.2026"):
        referring.record_referral(session, case_id, RAWS | {"day": day})
    draft = referring.record_referral(session, case_id, RAWS | {"target": "R99"})
    assert [problem.field for problem in draft.problems] == ["target"]
    assert count(session) == 2
    referring.save_referral(session, draft.record_id, {"target": "R16"})
    assert count(session) == 3


def test_a_removed_referral_comes_back_with_its_follow_up(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    saved = referring.record_referral(session, case_id, RAWS | {"ask_back": "1", "note": "Zettel mitgegeben"})
    before = referring.read_referral(session, saved.record_id)
    (asked,) = follow_ups(session, case_id)
    gone = referring.remove_referral(session, saved.record_id)
    assert referring.referrals_of(session, case_id) == ()
    assert follow_ups(session, case_id) == ()
    assert overview.find(session, "Zettel") == ()
    recycling.restore(session, gone)
    (after,) = referring.referrals_of(session, case_id)
    (asked_again,) = follow_ups(session, case_id)
    assert (after, asked_again) == (before, asked)
    verify(session.vault)


def test_a_follow_up_that_is_done_stays_when_the_referral_goes(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    saved = referring.record_referral(session, case_id, RAWS | {"ask_back": "1"})
    agenda.finish_follow_up(session, follow_ups(session, case_id)[0].stamp.id)
    referring.remove_referral(session, saved.record_id)
    assert len(follow_ups(session, case_id)) == 1


def test_a_referral_outlives_its_contact_and_its_follow_up(
    session: Session, new_case: NewCase, contact_raws: dict[str, str]
) -> None:
    _, case_id = new_case()
    contact_id = contacting.record_contact(session, case_id, contact_raws).record_id
    saved = referring.record_referral(session, case_id, RAWS | {"ask_back": "1"}, contact_id=contact_id)
    removed = contacting.remove_contact(session, contact_id)
    assert referring.read_referral(session, saved.record_id).contact_id is None
    recycling.restore(session, removed)
    assert referring.read_referral(session, saved.record_id).contact_id == contact_id
    contacting.remove_contact(session, contact_id)
    agenda.remove_follow_up(session, follow_ups(session, case_id)[0].stamp.id)
    found = referring.read_referral(session, saved.record_id)
    assert (found.contact_id, found.follow_up_id) == (None, None)
    referring.save_referral(session, saved.record_id, {"heard": "1"})
    referring.remove_referral(session, saved.record_id)
    assert referring.referrals_of(session, case_id) == ()


def test_listeners_hear_of_every_change(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    heard: list[Changes] = []
    session.listen(lambda changes, _initiator: heard.append(changes))
    saved = referring.record_referral(session, case_id, RAWS)
    referring.save_referral(session, saved.record_id, {"warm": "1"})
    recycling.restore(session, referring.remove_referral(session, saved.record_id))
    assert [sorted(changes.kinds) for changes in heard] == [["agenda", "referral"]] * 4
    assert all(case_id in changes.ids for changes in heard)
    assert referring.read_referral(session, saved.record_id).warm, "it comes back under its own id"


def test_a_person_with_a_referral_was_worked_on(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    saved = referring.record_referral(session, case_id, RAWS)
    with pytest.raises(WorkedOn):
        remove_new_client(session, client_id)
    referring.remove_referral(session, saved.record_id)
    remove_new_client(session, client_id)
    with pytest.raises(KeyError):
        casework.read_client(session, client_id)
