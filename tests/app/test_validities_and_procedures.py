"""Validity dates with reminders; procedures with their steps, families and the coarse stage that follows."""

from collections.abc import Callable
from datetime import date

from mfd_desktop.app import casework, procedures, recycling, validities
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import State
from mfd_desktop.vault.procedures import accompanied

NewCase = Callable[..., tuple[RecordId, RecordId]]
TODAY = date(2026, 11, 23)


def test_a_validity_date_is_recorded_changed_and_comes_back_from_the_bin(session: Session, new_case: NewCase) -> None:
    client_id, _case_id = new_case()
    saved = validities.save_validity(session, client_id, None, {"kind": "passport", "until": "31.02.2027"})
    assert [(problem.field, problem.code) for problem in saved.problems] == [("until", "no_date")]
    validities.save_validity(session, client_id, saved.record_id, {"until": "1.2.2027", "warnings": "60, 30"})
    (found,) = validities.validities_of(session, client_id)
    assert (found.stamp.state, found.until, found.warnings) == (State.VALID, date(2027, 2, 1), (60, 30))
    entry = validities.remove_validity(session, saved.record_id)
    assert validities.validities_of(session, client_id) == ()
    recycling.restore(session, entry)
    assert validities.validities_of(session, client_id) == (found,)


def test_reminders_come_by_kind_or_as_set_until_something_was_renewed(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    other, other_case = new_case("Probe", "Bahar")
    save = validities.save_validity
    duldung = save(session, client_id, None, {"kind": "toleration", "until": "20.12.2026"}).record_id
    save(session, client_id, None, {"kind": "passport", "until": "1.12.2027"})
    save(session, client_id, None, {"kind": "benefit", "until": "20.11.2026", "label": "Bürgergeld"})
    save(session, other, None, {"kind": "title", "until": "1.3.2027", "warnings": "120"})
    save(session, other, None, {"kind": "visa", "until": "1.12.2026", "renewed": "2.11.2026"})
    status = session.lists.codes("residence_status")[0]
    casework.save_residence_status(session, other, None, {"code": status, "since": "1.1.2020", "expires": "1.1.2021"})
    casework.save_residence_status(session, other, None, {"code": status, "since": "1.1.2021", "expires": "1.1.2027"})
    found = validities.reminders(session, TODAY)
    assert [(row.kind, row.until.isoformat(), row.initials) for row in found] == [
        ("benefit", "2026-11-20", "A. T."), ("toleration", "2026-12-20", "A. T."), ("", "2027-01-01", "B. P."),
        ("title", "2027-03-01", "B. P."),
    ]  # fmt: skip
    assert (found[2].status, found[2].validity_id, found[2].case_id) == (status, None, other_case)
    save(session, client_id, duldung, {"renewed": "23.11.2026"})
    casework.close_case(session, other_case, {"closed": "23.11.2026", "outcome": session.lists.codes("outcomes")[0]})
    assert [row.case_id for row in validities.reminders(session, TODAY)] == [case_id]


def test_one_procedure_a_person_and_the_stage_follows_from_the_position(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    raws = {"kind": "first", "position": "Z08", "lodged": "1.7.2026"}
    made = procedures.begin_procedure(session, case_id, raws)
    assert made.problems == ()
    again = procedures.begin_procedure(session, case_id, {"position": "Z11"})
    assert again.record_id == made.record_id
    found = procedures.procedure_of(session, client_id)
    assert found is not None
    assert (found.position, found.stage, found.lodged) == ("Z11", "decision", date(2026, 7, 1))
    assert found == procedures.procedure_of_case(session, case_id)
    with session.vault.read() as db:
        assert [stage for _secret, stage in accompanied(db, TODAY, TODAY)] == ["decision"]


def test_every_position_has_a_stage_that_statistics_count(session: Session) -> None:
    for code in session.lists.codes("procedure_positions"):
        assert procedures.stage_of(session, code) in session.lists.known("procedure_stages")
    assert procedures.stage_of(session, "Z99") == ""


def test_a_procedure_stands_where_its_last_step_leaves_it(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    made = procedures.begin_procedure(session, case_id, {"kind": "first", "position": "Z05"}).record_id
    step = {"day": "2.11.2026", "position": "Z08", "document": "Protokoll"}
    heard = procedures.add_step(session, made, step).record_id
    procedures.add_step(session, made, {"day": "20.11.2026", "note": "Akteneinsicht"})
    assert procedures.read_procedure(session, made).position == "Z08"
    last = procedures.add_step(session, made, {"day": "10.11.2026", "position": "Z11"}).record_id
    assert procedures.read_procedure(session, made).stage == "decision"
    procedures.save_step(session, heard, {"day": "12.11.2026"})
    assert procedures.read_procedure(session, made).position == "Z08"
    procedures.remove_step(session, heard)
    assert procedures.read_procedure(session, made).position == "Z11"
    assert procedures.steps_of(session, made)[0].stamp.id == last
    (problem,) = procedures.add_step(session, made, {"day": "20.11.2026"}).problems
    assert (problem.field, problem.code) == ("position", "required")


def test_a_family_is_linked_and_nobody_gets_a_second_procedure(session: Session, new_case: NewCase) -> None:
    _mother, case_id = new_case()
    father, father_case = new_case("Testperson", "Karim")
    child, _child_case = new_case("Testperson", "Lina")
    own = procedures.begin_procedure(session, case_id, {"kind": "first", "position": "Z05"}).record_id
    his = procedures.begin_procedure(session, father_case, {"kind": "subsequent", "position": "Z20"}).record_id
    linked = procedures.link_family(session, own, (father, child))
    assert linked[0] == his
    made = procedures.read_procedure(session, linked[1])
    assert (made.kind, made.stage, made.lodged, made.stamp.state) == ("first", "", None, State.DRAFT)
    assert {one.stamp.id for one in procedures.family_of(session, his)} == {own, made.stamp.id}
    procedures.link_family(session, own, (father,))
    assert [one.stamp.id for one in procedures.family_of(session, own)] == [his]
    assert procedures.family_of(session, made.stamp.id) == ()
    assert procedures.link_family(session, own, ()) == ()
    assert procedures.family_of(session, his) == ()


def test_answers_of_the_guide_are_kept_and_an_empty_one_goes(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    own = procedures.begin_procedure(session, case_id, {"kind": "first", "position": "Z05"}).record_id
    procedures.save_answers(session, own, {"s1.passport": "1", "s1.note": "Kopie"})
    procedures.save_answers(session, own, {"s1.note": "", "s2.unity": "0"})
    assert procedures.answers_of(session, own) == {"s1.passport": "1", "s2.unity": "0"}
