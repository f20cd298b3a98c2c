"""After a deadline has run out: the list for it, and its own deadlines entered at one press."""

from collections.abc import Callable
from datetime import date

import pytest

from mfd_desktop.app import deadlines, expired
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.law.expired import Check, read_expired

NewCase = Callable[..., tuple[RecordId, RecordId]]
POSTED = {
    "trigger_kind": "AUFGABE_ZUR_POST",
    "notice_form": "EINFACHER_BRIEF",
    "land": "RP",
    "trigger_day": "1.10.2026",
}


@pytest.fixture
def late(session: Session, new_case: NewCase) -> RecordId:
    """An objection that should have been made by 5 November."""
    saved = deadlines.add_by_rule(session, new_case()[1], {**POSTED, "rule": "WIDERSPRUCH_SGG_1M"})
    assert not saved.problems
    return saved.record_id


def check_called(session: Session, deadline_id: RecordId, name: str) -> Check:
    found = expired.checks_for(session, deadlines.read_deadline(session, deadline_id))
    return next(check for check in found if check.id == name)


def test_restitution_runs_from_the_day_the_obstacle_went(session: Session, late: RecordId) -> None:
    deadline = deadlines.read_deadline(session, late)
    check = check_called(session, late, "restitution_sgg")
    assert expired.can_add(session, check, deadline)
    saved = expired.add_deadline(session, check, deadline, date(2026, 11, 20))
    new = deadlines.read_deadline(session, saved.record_id)
    assert not saved.problems
    assert (new.rule, new.trigger_day, new.due) == ("WIEDEREINSETZUNG_SGG_1M", date(2026, 11, 20), date(2026, 12, 21))
    assert (new.case_id, new.trigger_kind) == (deadline.case_id, "WEGFALL_HINDERNIS")


def test_a_wrong_instruction_counts_from_the_same_trigger(session: Session, late: RecordId) -> None:
    deadline = deadlines.read_deadline(session, late)
    check = check_called(session, late, "instruction_sgg")
    assert expired.can_add(session, check, deadline)
    saved = expired.add_deadline(session, check, deadline)
    new = deadlines.read_deadline(session, saved.record_id)
    assert not saved.problems
    assert (new.rule, new.trigger_day, new.notice_form) == (
        "WIDERSPRUCH_SGG_OHNE_BELEHRUNG_1J", deadline.trigger_day, deadline.notice_form,
    )  # fmt: skip
    assert new.due == date(2027, 10, 5)


def test_an_obstacle_that_goes_in_the_future_is_refused(session: Session, late: RecordId) -> None:
    deadline = deadlines.read_deadline(session, late)
    saved = expired.add_deadline(session, check_called(session, late, "restitution_sgg"), deadline, date(2027, 1, 1))
    assert [problem.field for problem in saved.problems] == ["trigger_day"]
    assert deadlines.read_deadline(session, saved.record_id).act_by is None


def test_of_a_deadline_by_hand_everything_is_shown_and_what_needs_no_trigger_can_be_entered(
    session: Session, new_case: NewCase
) -> None:
    raws = {"title": "Frist laut Schreiben", "due": "1.11.2026", "kind": "loss"}
    deadline = deadlines.read_deadline(session, deadlines.add_manual(session, new_case()[1], raws).record_id)
    checks = expired.checks_for(session, deadline)
    assert {"restitution_vwgo", "restitution_sgg", "review_sgb10", "subsequent_application"} <= {
        one.id for one in checks
    }
    offered = {check.id for check in checks if expired.can_add(session, check, deadline)}
    assert "restitution_sgg" in offered
    assert "instruction_sgg" not in offered
    with pytest.raises(KeyError):
        expired.add_deadline(session, next(check for check in checks if check.deadline is None), deadline)


def test_a_rule_that_is_gone_shows_everything(
    session: Session, late: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mfd_desktop.law.library import RuleBook

    monkeypatch.setattr(expired, "book", lambda _session: RuleBook())
    deadline = deadlines.read_deadline(session, late)
    assert expired.checks_for(session, deadline) == read_expired().checks_for(None, deadline.regime)
    assert not any(expired.can_add(session, check, deadline) for check in expired.checks_for(session, deadline))
