"""Deadlines that rules compute: kept with their facts, outdated, computed anew, refused and never guessed."""

from collections.abc import Callable
from datetime import date

import pytest

from mfd_desktop.app import deadlines, procedures
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors_law import RuleOfOtherLaw
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import State

NewCase = Callable[..., tuple[RecordId, RecordId]]
LETTER = {"rule": "PROBE_2W", "trigger_kind": "AUFGABE_ZUR_POST", "notice_form": "EINFACHER_BRIEF", "land": "RP"}


@pytest.fixture(autouse=True)
def rules(write_rules: Callable[[int], None]) -> None:
    write_rules(1)


def test_a_rule_computes_the_day_and_its_facts_readings_and_warnings_are_kept(
    session: Session, new_case: NewCase
) -> None:
    _client_id, case_id = new_case()
    saved = deadlines.add_by_rule(session, case_id, {**LETTER, "trigger_day": "10.11.2026"})
    assert saved.problems == ()
    found = deadlines.read_deadline(session, saved.record_id)
    assert (found.effective, found.due, found.safe_due) == (
        date(2026, 11, 14), date(2026, 11, 30), date(2026, 11, 30),
    )  # fmt: skip
    assert (found.title, found.rule_version, found.warnings) == ("Probefrist", 1, (7, 2))
    readings = deadlines.kept_readings(session, saved.record_id)
    assert readings[0].due == found.due
    assert "14.11.2026" in readings[0].steps
    assert not deadlines.desk(session)[0].outdated


def test_what_is_missing_or_refused_keeps_a_draft_as_typed(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    saved = deadlines.add_by_rule(session, case_id, {**LETTER, "trigger_day": "1.1.2027"})
    assert [(problem.field, problem.code) for problem in saved.problems] == [("trigger_day", "refused")]
    found = deadlines.read_deadline(session, saved.record_id)
    assert (found.stamp.state, found.due, found.stamp.raw) == (State.DRAFT, None, {"trigger_day": "1.1.2027"})
    unknown = deadlines.add_by_rule(session, case_id, {**LETTER, "rule": "PROBE_3W", "trigger_day": "10.11.2026"})
    (problem,) = unknown.problems
    assert (problem.field, problem.code) == ("rule", "refused")
    assert "PROBE_2W" in problem.detail
    assert deadlines.save_deadline(session, saved.record_id, {"trigger_day": "10.11.2026"}).problems == ()
    again = deadlines.read_deadline(session, saved.record_id)
    assert (again.stamp.state, again.due) == (State.VALID, date(2026, 11, 30))


def test_changing_its_note_computes_nothing_and_its_facts_everything(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    made = deadlines.add_by_rule(session, case_id, {**LETTER, "trigger_day": "10.11.2026"}).record_id
    deadlines.save_deadline(session, made, {"note": "Probe", "warnings": "5"})
    before = deadlines.read_deadline(session, made)
    assert (before.due, before.warnings, before.note) == (date(2026, 11, 30), (5,), "Probe")
    deadlines.save_deadline(session, made, {"trigger_day": "12.11.2026"})
    after = deadlines.read_deadline(session, made)
    assert (after.due, after.warnings, after.note) == (date(2026, 11, 30), (5,), "Probe")
    deadlines.save_deadline(session, made, {"trigger_day": "13.11.2026"})
    assert deadlines.read_deadline(session, made).due == date(2026, 12, 1)


def test_a_new_version_of_the_rule_is_said_on_the_desk_until_it_is_computed_anew(
    session: Session, new_case: NewCase, write_rules: Callable[[int], None]
) -> None:
    _client_id, case_id = new_case()
    made = deadlines.add_by_rule(session, case_id, {**LETTER, "trigger_day": "10.11.2026"}).record_id
    write_rules(2)
    assert [row.outdated for row in deadlines.desk(session)] == [True]
    result = deadlines.renew(session, made)
    assert result is not None
    assert result.rule.version == 2
    assert [row.outdated for row in deadlines.desk(session)] == [False]


def test_another_cut_off_date_is_said_on_the_desk_and_leads_to_the_other_law(
    session: Session, new_case: NewCase
) -> None:
    _client_id, case_id = new_case()
    raws = {"kind": "first", "position": "Z08", "lodged": "1.7.2026"}
    procedure = procedures.begin_procedure(session, case_id, raws).record_id
    facts = {"rule": "PROBE_NEU", "trigger_kind": "ZUSTELLUNG", "trigger_day": "16.11.2026", "land": "RP"}
    made = deadlines.add_by_rule(session, case_id, facts, procedure).record_id
    assert deadlines.read_deadline(session, made).regime == "NEU"
    procedures.save_procedure(session, procedure, {"lodged": "1.6.2026"})
    assert [row.outdated for row in deadlines.desk(session)] == [True]
    with pytest.raises(RuleOfOtherLaw) as refused:
        deadlines.renew(session, made)
    assert refused.value.counterparts == ("PROBE_ALT",)
    assert deadlines.save_deadline(session, made, {"rule": "PROBE_ALT"}).problems == ()
    found = deadlines.read_deadline(session, made)
    assert (found.regime, found.due, found.lodged) == ("ALT", date(2026, 11, 30), date(2026, 6, 1))
    assert [row.outdated for row in deadlines.desk(session)] == [False]
