"""The guide through a procedure on a real vault: laws, ways on, warnings, ticks, tasks, ways to stay."""

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app import (
    casework,
    deadlines,
    guided,
    overview,
    procedure_forms,
    procedure_guide,
    procedure_tasks,
    procedures,
    settings,
)
from mfd_desktop.app.session import Session
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.errors_procedure import HarmUnread, ReturnModuleOff
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Procedure
from mfd_desktop.law.right_to_stay import Chance
from mfd_desktop.vault import agenda as agenda_rows

NewCase = Callable[..., tuple[RecordId, RecordId]]


@pytest.fixture
def begin(session: Session, new_case: NewCase) -> Callable[..., tuple[Procedure, RecordId]]:
    """Return a function that makes a person with a procedure: the procedure and the case."""

    def make(position: str, **raws: str) -> tuple[Procedure, RecordId]:
        _client_id, case_id = new_case()
        saved = procedures.begin_procedure(session, case_id, {"kind": "first", "position": position, **raws})
        return procedures.read_procedure(session, saved.record_id), case_id

    return make


Begin = Callable[..., tuple[Procedure, RecordId]]


@pytest.mark.parametrize(
    ("raws", "procedure_law", "responsibility_law"),
    [
        ({"lodged": "11.06.2026", "registered": "01.06.2026"}, ("ALT",), ("ALT",)),
        ({"lodged": "12.06.2026", "registered": "11.06.2026"}, ("NEU",), ("ALT",)),
        ({"lodged": "02.07.2026", "registered": "02.07.2026"}, ("NEU",), ("NEU",)),
        ({"lodged": "02.07.2026", "registered": "12.06.2026"}, ("NEU",), ("ALT", "NEU")),
        ({"lodged": "02.07.2026", "registered": "01.07.2026"}, ("NEU",), ("ALT", "NEU")),
        ({}, ("ALT", "NEU"), ("ALT", "NEU")),
    ],
)
def test_each_cut_off_date_chooses_its_own_law(
    session: Session, begin: Begin, raws: dict[str, str], procedure_law: object, responsibility_law: object
) -> None:
    procedure, _case_id = begin("Z08", **raws)
    found = {regime.cut_off: regime for regime in procedure_guide.regimes_of(session, procedure)}
    assert set(found) == {"procedure", "responsibility"}
    assert (found["procedure"].laws, found["responsibility"].laws) == (procedure_law, responsibility_law)
    assert bool(found["responsibility"].more) is (len(found["responsibility"].laws) == 2 and bool(raws))


def test_what_is_still_to_be_lodged_can_only_follow_the_new_law(session: Session, begin: Begin) -> None:
    procedure, _case_id = begin("Z02")
    assert [(found.laws, found.coming) for found in procedure_guide.regimes_of(session, procedure)] == [
        (("NEU",), True), (("NEU",), True),
    ]  # fmt: skip
    registered, _case = begin("Z04", registered="02.03.2026")
    assert [found.laws for found in procedure_guide.regimes_of(session, registered)] == [("NEU",), ("ALT",)]


def test_the_day_of_a_withdrawal_is_asked_for_only_there(session: Session, begin: Begin) -> None:
    procedure, _case_id = begin("Z33", lodged="01.03.2024", registered="01.03.2024", examination_started="20.06.2026")
    found = {regime.cut_off: regime.laws for regime in procedure_guide.regimes_of(session, procedure)}
    assert found == {"procedure": ("ALT",), "responsibility": ("ALT",), "withdrawal": ("NEU",)}


def test_ways_on_are_those_of_the_law_that_applies(session: Session, begin: Begin) -> None:
    old, _case = begin("Z14", lodged="01.03.2026")
    new, _case = begin("Z14", lodged="01.07.2026")
    assert "Z21" not in {way.to for way in procedure_guide.standing(session, old).ways}
    assert "Z21" in {way.to for way in procedure_guide.standing(session, new).ways}


def test_a_procedure_without_a_position_shows_its_laws_alone(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    saved = procedures.begin_procedure(session, case_id, {"kind": "first", "stage": "waiting"})
    found = procedure_guide.standing(session, procedures.read_procedure(session, saved.record_id))
    assert found.entry is None
    assert (found.ways, found.steps, found.rules) == ((), (), ())
    assert found.laws("nothing") == ("ALT", "NEU")


def test_a_step_moves_the_procedure_and_is_seen(session: Session, begin: Begin) -> None:
    procedure, _case_id = begin("Z05", lodged="02.07.2026", registered="02.07.2026")
    procedure_guide.take_step(session, procedure.stamp.id, {"day": "10.08.2026", "position": "Z07"})
    found = procedure_guide.standing(session, procedures.read_procedure(session, procedure.stamp.id))
    assert found.entry is not None
    assert (found.entry.code, found.procedure.stage) == ("Z07", "interview")
    assert [step.position for step in found.events] == ["Z07"]


def test_ticks_are_kept_and_taken_back(session: Session, begin: Begin) -> None:
    procedure, _case_id = begin("Z05")
    procedure_guide.tick(session, procedure.stamp.id, "s5_summons", on=True)
    assert procedure_guide.standing(session, procedure).answers == {"s5_summons": "1"}
    procedure_guide.tick(session, procedure.stamp.id, "s5_summons", on=False)
    assert procedure_guide.standing(session, procedure).answers == {}


# --- warnings ------------------------------------------------------------


def test_a_harmful_step_is_refused_until_its_warning_was_read(session: Session, begin: Begin) -> None:
    procedure, _case_id = begin("Z08")
    raws = {"day": "20.11.2026", "position": "Z16"}
    with pytest.raises(HarmUnread) as caught:
        procedure_guide.take_step(session, procedure.stamp.id, raws)
    assert "Rücknahme des Asylantrags" in sentence(caught.value)
    assert procedures.steps_of(session, procedure.stamp.id) == ()
    procedure_guide.take_step(session, procedure.stamp.id, raws, read=("withdrawal",))
    assert [step.position for step in procedures.steps_of(session, procedure.stamp.id)] == ["Z16"]


def test_return_funding_is_recorded_with_the_module_on_and_the_warning_read(session: Session, begin: Begin) -> None:
    procedure, _case_id = begin("Z42")
    raws = {"day": "20.11.2026"}
    assert not procedure_guide.return_module_on(session)
    with pytest.raises(ReturnModuleOff) as caught:
        procedure_guide.record_application(
            session, procedure.stamp.id, "return_funding", raws, read=("return_funding",)
        )  # fmt: skip
    assert "Rückkehrmodul ist aus" in sentence(caught.value)
    with pytest.raises(ReturnModuleOff):
        procedure_guide.take_step(session, procedure.stamp.id, {**raws, "position": "Z50"}, read=("return_funding",))
    settings.set_vault_option(session, "return_module", "on")
    with pytest.raises(HarmUnread):
        procedure_guide.record_application(session, procedure.stamp.id, "return_funding", raws)
    assert procedures.steps_of(session, procedure.stamp.id) == ()
    procedure_guide.record_application(session, procedure.stamp.id, "return_funding", raws, read=("return_funding",))
    (step,) = procedures.steps_of(session, procedure.stamp.id)
    assert (step.document, step.position) == ("Antrag auf Förderung der freiwilligen Ausreise", "")
    assert procedures.read_procedure(session, procedure.stamp.id).position == "Z42"


def test_an_application_nobody_knows_is_no_guess(session: Session, begin: Begin) -> None:
    procedure, _case_id = begin("Z42")
    with pytest.raises(KeyError):
        procedure_guide.record_application(session, procedure.stamp.id, "nothing", {})


# --- after recognition ------------------------------------------------------------


def tasks(session: Session, procedure: Procedure, case_id: RecordId) -> dict[str, procedure_tasks.Task]:
    found = procedure_guide.standing(session, procedures.read_procedure(session, procedure.stamp.id))
    return {task.entry.name: task for task in procedure_tasks.tasks_of(session, found, case_id)}


def test_without_a_decision_there_are_no_tasks(session: Session, begin: Begin) -> None:
    procedure, case_id = begin("Z30")
    assert tasks(session, procedure, case_id) == {}


def test_tasks_become_deadlines_and_follow_ups_once(session: Session, begin: Begin) -> None:
    procedure, case_id = begin("Z08", lodged="02.03.2026", registered="02.03.2026")
    procedures.add_step(session, procedure.stamp.id, {"day": "16.11.2026", "position": "Z10"})
    procedure_tasks.choose_decision(session, procedure.stamp.id, "B02")
    offered = tasks(session, procedure, case_id)
    assert not any(task.taken for task in offered.values())
    assert offered["title"].remind == date(2026, 11, 23)
    found = procedure_guide.standing(session, procedures.read_procedure(session, procedure.stamp.id))
    assert procedure_tasks.decision_of(session, found).day == date(2026, 11, 16)
    assert procedure_tasks.take_over(session, found, case_id, ["title"]) == 1
    again = procedure_guide.standing(session, found.procedure)
    assert procedure_tasks.take_over(session, again, case_id, list(offered)) == len(offered) - 1
    last = procedure_guide.standing(session, found.procedure)
    assert procedure_tasks.take_over(session, last, case_id, list(offered)) == 0
    assert all(task.taken for task in tasks(session, procedure, case_id).values())
    with session.vault.read() as db:
        made = agenda_rows.follow_ups_of(db, case_id)
    rules = {row.deadline.rule for row in deadlines.of_case(session, case_id)}
    assert len(made) + len(rules) == len(offered)
    assert "FAMILIENNACHZUG_PRIVILEG_3M" in rules
    assert any("Krankenkasse" in found.text for found in made)


def test_a_task_whose_deadline_stands_already_is_taken(session: Session, begin: Begin) -> None:
    procedure, case_id = begin("Z30", lodged="02.03.2026", registered="02.03.2026")
    procedure_tasks.choose_decision(session, procedure.stamp.id, "B02")
    raws = {"rule": "FAMILIENNACHZUG_PRIVILEG_3M", "trigger_kind": "UNANFECHTBARKEIT", "trigger_day": "16.11.2026"}
    deadlines.add_by_rule(session, case_id, {**raws, "land": "RP"}, procedure.stamp.id)
    offered = tasks(session, procedure, case_id)
    assert offered["family_privileged"].taken
    assert not offered["title"].taken
    # Without the day of the decision nothing is reckoned: it is remembered.
    assert offered["residence_duty"].trigger == ""


# --- forms ------------------------------------------------------------


def test_ways_to_stay_begin_with_what_is_known_of_the_person(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case(birth_date="01.03.1990", entry_date="02.02.2024")
    record, ways = procedure_forms.ways_to_stay(session, overview.case_page(session, case_id))
    found = {way.way.code: way for way in ways}
    assert record is None
    assert found["BLEIBERECHT_25A"].chance is Chance.BARRED
    assert found["BESCHAEFTIGUNG_60D"].chance is Chance.BARRED
    form_id = procedure_forms.open_form(session, case_id, procedure_forms.RIGHT_TO_STAY)
    assert procedure_forms.open_form(session, case_id, procedure_forms.RIGHT_TO_STAY) == form_id
    guided.save(session, form_id, {"entered": "02.02.2020", "family": "german", "ban": "no"})
    record, ways = procedure_forms.ways_to_stay(session, overview.case_page(session, case_id))
    found = {way.way.code: way for way in ways}
    assert record is not None
    assert found["FAMILIE_28"].chance is Chance.POSSIBLE
    assert found["BESCHAEFTIGUNG_60D"].chance is Chance.OPEN
    assert casework.read_client(session, client_id).entry_date == date(2020, 2, 2)


def test_every_question_of_the_ways_is_asked_and_every_answer_exists(session: Session) -> None:
    form = session.forms.get(procedure_forms.RIGHT_TO_STAY, 1)
    asked = {field.name: field for field in form.fields}
    wanted = [need for way in procedure_guide.guide().ways for need in (*way.needs, *way.bars)]
    assert {name for need in wanted for name in need.asks()} <= set(asked)
    for need in wanted:
        for condition in (getattr(need, "when", None), getattr(need, "only_if", None), getattr(need, "unless", None)):
            for name, value in condition.wanted() if condition is not None else ():
                assert value in asked[name].known(session.lists), (name, value)
    assert set(procedure_forms.question_labels(session)) == set(asked)


def test_the_interview_says_how_far_it_is_prepared_and_no_more(session: Session, begin: Begin) -> None:
    _procedure, case_id = begin("Z07")
    fresh = procedure_forms.interview(session, case_id)
    assert (fresh.record, fresh.ticked, fresh.points, fresh.complete, fresh.sheet) == (None, 0, 14, False, None)
    form_id = procedure_forms.open_form(session, case_id, procedure_forms.INTERVIEW)
    guided.save(
        session, form_id, {"day": "10.12.2026", "p1_travel": "1", "p2_special": "1", "prepared_on": "23.11.2026"}
    )
    found = procedure_forms.interview(session, case_id)
    assert (found.day, found.prepared, found.ticked) == (date(2026, 12, 10), date(2026, 11, 23), 1)
    assert not any(field.kind == "note" for field in session.forms.get("interview", 1).fields)
    with session.vault.read() as db:
        (made,) = agenda_rows.follow_ups_of(db, case_id)
    assert (made.due, made.text) == (date(2026, 12, 17), "Nach der Anhörung: Protokoll prüfen, Korrekturen schicken")


def test_the_worksheet_is_off_until_it_is_switched_on(session: Session, begin: Begin) -> None:
    _procedure, case_id = begin("Z07")
    assert not procedure_guide.sheet_offered(session)
    settings.set_vault_option(session, "interview_sheet", "on")
    assert procedure_guide.sheet_offered(session)
    form_id = procedure_forms.open_form(session, case_id, procedure_forms.SHEET)
    guided.save(session, form_id, {"agrees": "1", "delete_on": "20.12.2026"})
    found = procedure_forms.interview(session, case_id)
    assert found.sheet is not None
    assert found.delete_on == date(2026, 12, 20)


def test_needs_are_asked_only_of_those_who_agree(session: Session, begin: Begin) -> None:
    procedure, case_id = begin("Z05")
    form_id = procedure_forms.open_form(session, case_id, procedure_forms.VULNERABILITY)
    assert guided.save(session, form_id, {"agrees": "no"}).view.steps == ("voluntary", "overview")
    guided.save(session, form_id, {"agrees": "yes"})
    guided.save(session, form_id, {"needs": "V02 V09", "guardian": "no", "certificate": "no"})
    assert casework.read_client(session, procedure.client_id).needs == ("V02", "V09")
    with session.vault.read() as db:
        made = {found.text: found.urgent for found in agenda_rows.follow_ups_of(db, case_id)}
    assert made["Jugendamt einschalten: unbegleitetes Kind"]
    assert not made["Termin für ein Attest vereinbaren"]


def test_relatives_are_named_with_their_case(session: Session, begin: Begin) -> None:
    procedure, case_id = begin("Z05")
    other, other_case = begin("Z06")
    procedures.link_family(session, procedure.stamp.id, [other.client_id])
    (relative,) = procedure_guide.standing(session, procedure).family
    assert (relative.procedure.stamp.id, relative.case_id) == (other.stamp.id, other_case)
    (back,) = procedure_guide.standing(session, other).family
    assert back.case_id == case_id


def test_taking_over_that_fails_in_the_middle_loses_nothing_and_makes_nothing_twice(
    session: Session, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure, case_id = begin("Z30")
    procedure_tasks.choose_decision(session, procedure.stamp.id, "B04")
    found = procedure_guide.standing(session, procedures.read_procedure(session, procedure.stamp.id))
    names = [task.entry.name for task in procedure_tasks.tasks_of(session, found, case_id)]
    record, calls = procedure_tasks.agenda.record_follow_up, list[int]()

    def failing(*args: object, **more: object) -> object:
        calls.append(1)
        if len(calls) % 2 == 0:
            raise StorageError(Path("cases.db"), "full")
        return record(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(procedure_tasks.agenda, "record_follow_up", failing)
    for _again in names:
        with contextlib.suppress(StorageError):
            procedure_tasks.take_over(session, procedure_guide.standing(session, found.procedure), case_id, names)
    with session.vault.read() as db:
        made = [follow_up.text for follow_up in agenda_rows.follow_ups_of(db, case_id)]
    assert len(made) == len(set(made)) == len(names)
