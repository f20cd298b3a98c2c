"""Every decision of the matrix, under both laws and with open dates: all its deadlines, none refused, none twice."""

from collections.abc import Callable
from datetime import date

import pytest

from mfd_desktop.app import deadlines, noticing, procedures
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.law.decisions import shipped_decisions

NewCase = Callable[..., tuple[RecordId, RecordId]]
YELLOW = {"authority": "BAMF", "form": "PZU_EINLEGUNG", "delivered": "16.11.2026", "land": "RP", "envelope_kept": "1"}
LODGED = {
    "ALT": {"lodged": "1.5.2026", "registered": "20.4.2026", "examination_started": "1.5.2026"},
    "NEU": {"lodged": "1.8.2026", "registered": "20.7.2026", "examination_started": "1.8.2026"},
    "": {},
}  # fmt: skip


@pytest.fixture
def own(session: Session, new_case: NewCase) -> Callable[[str], tuple[RecordId, RecordId]]:
    """Return a function that begins a procedure under a law and returns case and procedure."""

    def begin(law: str) -> tuple[RecordId, RecordId]:
        _client_id, case_id = new_case("Testperson", f"Amal {law}")
        raws = {"kind": "first", "position": "Z08", **LODGED[law]}
        return case_id, procedures.begin_procedure(session, case_id, raws).record_id

    return begin


@pytest.mark.parametrize("law", LODGED)
def test_every_decision_is_computed_whole(
    session: Session, own: Callable[[str], tuple[RecordId, RecordId]], law: str
) -> None:
    case_id, procedure_id = own(law)
    decisions = shipped_decisions()
    for code in decisions.codes:
        asked = [circumstance.code for circumstance in decisions.asks(code)]
        for given in ([], asked, *([one] for one in asked)):
            raws = {**YELLOW, "kind": code, "circumstances": " ".join(given)}
            found = noticing.preview(session, case_id, (procedure_id,), raws)
            assert found.problems == (), code
            known = not law or decisions.decision(code).effect(law) is not None
            wanted = {one.rule_id for one in decisions.rules_for(code, law, frozenset(given))}
            assert [one.shown() for one in found.refused] == [] if known else len(found.refused) == 1, (code, given)
            assert {one.rule for one in found.deadlines} <= wanted
            if law:
                assert {one.rule for one in found.deadlines} == wanted, (code, given)
            seen = [(one.rule, one.title, one.result.facts.variant) for one in found.deadlines]
            assert len(seen) == len(set(seen)), (code, given)
            assert found.stay or not known, code


def test_lawsuit_urgent_application_grounds_and_departure_are_four_deadlines(
    session: Session, own: Callable[[str], tuple[RecordId, RecordId]]
) -> None:
    case_id, procedure_id = own("NEU")
    raws = {**YELLOW, "kind": "B07", "circumstances": ""}
    noticing.record_notice(session, case_id, (procedure_id,), raws)
    found = {row.deadline.rule: row.deadline.due for row in deadlines.of_case(session, case_id)}
    assert found == {
        "KLAGE_ASYL_1W": date(2026, 11, 23), "EILANTRAG_ASYL_1W": date(2026, 11, 23),
        "KLAGEBEGRUENDUNG_ASYL_1M": date(2026, 12, 16), "AUSREISEFRIST_1W": date(2026, 11, 30),
    }  # fmt: skip


def test_a_decision_the_law_does_not_know_is_named_and_stands_on_the_desk(
    session: Session, own: Callable[[str], tuple[RecordId, RecordId]]
) -> None:
    case_id, procedure_id = own("ALT")
    raws = {**YELLOW, "kind": "B15"}
    (said,) = noticing.preview(session, case_id, (procedure_id,), raws).refused
    assert said.shown().startswith("Nicht berechnet: Stillschweigend zurückgenommen. ")
    assert "im alten Recht nicht" in said.shown()
    noticing.record_notice(session, case_id, (procedure_id,), raws)
    assert [row.deadline.act_by for row in deadlines.of_case(session, case_id)] == [None]


def test_two_deadlines_of_one_rule_keep_apart(
    session: Session, own: Callable[[str], tuple[RecordId, RecordId]]
) -> None:
    case_id, procedure_id = own("NEU")
    raws = {**YELLOW, "kind": "B09"}
    notice_id = noticing.record_notice(session, case_id, (procedure_id,), raws).record_id
    rows = [row.deadline for row in deadlines.of_case(session, case_id) if "UEBERSTELLUNG" in row.deadline.rule]
    assert sorted(row.title for row in rows) == ["Eilantrag gegen die Überstellung", "Klage gegen die Überstellung"]
    urgent = next(row.stamp.id for row in rows if row.title.startswith("Eilantrag"))
    deadlines.finish(session, urgent, {"done": "20.11.2026", "ending": "kept", "proof": "court_receipt"})
    found = noticing.affected_by(session, notice_id, {"delivered": "17.11.2026"})
    assert {one.title: one.kind for one in found if "Überstellung" in one.title and one.kind != "calendar"} == {
        "Eilantrag gegen die Überstellung": "finished", "Klage gegen die Überstellung": "deadline",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("started", "law", "long"),
    [("1.8.2026", "NEU", "KLAGE_ASYL_OHNE_BELEHRUNG_3M"), ("1.5.2026", "ALT", "KLAGE_ASYL_OHNE_BELEHRUNG_1J")],
)
def test_the_law_of_a_withdrawal_goes_by_its_beginning_not_by_the_old_application(
    session: Session, new_case: NewCase, started: str, law: str, long: str
) -> None:
    _client_id, case_id = new_case()
    raws = {"kind": "first", "position": "Z30", "lodged": "4.5.2016", "examination_started": started}
    procedure_id = procedures.begin_procedure(session, case_id, raws).record_id
    raws = {**YELLOW, "kind": "B17", "circumstances": "grave no_instruction"}
    found = noticing.preview(session, case_id, (procedure_id,), raws)
    assert found.refused == ()
    expected = ("KLAGE_ASYL_2W", "EILANTRAG_ASYL_1W", "KLAGEBEGRUENDUNG_ASYL_1M", long)
    assert {one.rule: one.result.regime for one in found.deadlines} == dict.fromkeys(expected, law)
    noticing.record_notice(session, case_id, (procedure_id,), raws)
    for row in deadlines.of_case(session, case_id):
        again = deadlines.readings_of(session, row.deadline.stamp.id)
        assert again is not None
        assert (again.regime, again.due, again.readings[0].cut_off) == (law, row.deadline.due, "withdrawal")


def test_a_withdrawal_without_its_beginning_says_that_this_day_is_missing(session: Session, new_case: NewCase) -> None:
    _client_id, case_id = new_case()
    raws = {"kind": "first", "position": "Z30", "lodged": "4.5.2016"}
    procedure_id = procedures.begin_procedure(session, case_id, raws).record_id
    found = noticing.preview(session, case_id, (procedure_id,), {**YELLOW, "kind": "B17"})
    said = [message.shown() for message in found.deadlines[0].result.warnings]
    assert any("die Prüfung von Widerruf, Rücknahme oder Entzug eingeleitet" in text for text in said)
    assert found.deadlines[0].result.due == date(2026, 11, 30)


@pytest.mark.parametrize("code", ["B01", "B02", "B05"])
def test_the_family_deadline_is_computed_though_the_notice_counts_as_arrived_only_tomorrow(
    session: Session, own: Callable[[str], tuple[RecordId, RecordId]], code: str
) -> None:
    """A registered letter already there: the fourth day after posting still lies ahead."""
    case_id, procedure_id = own("NEU")
    raws = {"authority": "BAMF", "form": "EINSCHREIBEN_UEBERGABE", "posted": "20.11.2026", "land": "RP", "kind": code}
    found = noticing.preview(session, case_id, (procedure_id,), raws)
    assert found.refused == ()
    family = next(one.result for one in found.deadlines if one.rule == "FAMILIENNACHZUG_PRIVILEG_3M")
    assert family.due in (date(2027, 2, 24), date(2027, 2, 22))
    noticing.record_notice(session, case_id, (procedure_id,), raws)
    assert all(row.deadline.act_by for row in deadlines.of_case(session, case_id))
    assert all(deadlines.readings_of(session, row.deadline.stamp.id) for row in deadlines.of_case(session, case_id))


def test_a_departure_period_begins_with_the_earliest_tenable_end_of_the_remedy(
    session: Session, own: Callable[[str], tuple[RecordId, RecordId]]
) -> None:
    """The lawyer got it on the 18th, the person on the 16th already: the period to sue may have begun with that day."""
    case_id, procedure_id = own("NEU")
    raws = {**YELLOW, "kind": "B06", "form": "BEVOLLMAECHTIGT", "delivered": "18.11.2026", "received": "16.11.2026"}
    found = {one.rule: one.result for one in noticing.preview(session, case_id, (procedure_id,), raws).deadlines}
    assert (found["KLAGE_ASYL_2W"].due, found["KLAGE_ASYL_2W"].safe_due) == (date(2026, 12, 2), date(2026, 11, 30))
    assert found["AUSREISEFRIST_30T"].safe_due == date(2026, 12, 30)


def test_a_notice_without_instruction_says_so_once(
    session: Session, own: Callable[[str], tuple[RecordId, RecordId]]
) -> None:
    case_id, procedure_id = own("NEU")
    raws = {**YELLOW, "kind": "B06", "instruction_period": "none"}
    found = {one.rule for one in noticing.preview(session, case_id, (procedure_id,), raws).deadlines}
    assert found & {"KLAGE_ASYL_OHNE_BELEHRUNG_3M", "KLAGE_ASYL_OHNE_BELEHRUNG_1J"}
