"""A notice entered once: all its deadlines, the step, the document and letters share its date, before and after."""

from collections.abc import Callable
from datetime import date

import pytest

from mfd_desktop.app import attachments, deadlines, letters, notice_plan, noticing, procedures, recycling
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.notice_plan import Wanted
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors_deadlines import ReasonMissing
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.records import State

NewCase = Callable[..., tuple[RecordId, RecordId]]
YELLOW = {
    "authority": "BAMF", "file_number": "1234567-475", "day": "12.11.2026", "kind": "B06", "form": "PZU_EINLEGUNG",
    "delivered": "16.11.2026", "land": "RP", "envelope_kept": "1",
}  # fmt: skip
OTHER = {**YELLOW, "kind": "OTHER", "rule": "PROBE_2W"}


@pytest.fixture(autouse=True)
def rules(write_rules: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a decision B06 lead to invented rules: a remedy, its grounds, and departure after it."""
    write_rules(1)
    usual = notice_plan.wanted_rules

    def wanted(*arguments: object) -> object:
        values = arguments[1]
        assert isinstance(values, dict)
        if values.get("kind") == "B06":
            return tuple(map(Wanted, ("PROBE_2W", "PROBE_GRUENDE_1M", "PROBE_AUSREISE_1W")))
        return usual(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(notice_plan, "wanted_rules", wanted)


@pytest.fixture
def own(session: Session, new_case: NewCase) -> tuple[RecordId, RecordId, RecordId]:
    """A person in a procedure: person, case, procedure."""
    client_id, case_id = new_case()
    raws = {"kind": "first", "position": "Z08", "lodged": "1.7.2026"}
    return client_id, case_id, procedures.begin_procedure(session, case_id, raws).record_id


def days_of(session: Session, case_id: RecordId) -> dict[str, date | None]:
    return {row.deadline.title: row.deadline.act_by for row in deadlines.of_case(session, case_id)}


def test_a_decision_gives_all_its_deadlines_at_once(session: Session, own: tuple[RecordId, ...]) -> None:
    _client_id, case_id, procedure_id = own
    found = noticing.preview(session, case_id, (procedure_id,), YELLOW)
    assert [(one.rule, one.result.due) for one in found.deadlines] == [
        ("PROBE_2W", date(2026, 11, 30)), ("PROBE_GRUENDE_1M", date(2026, 12, 16)),
        ("PROBE_AUSREISE_1W", date(2026, 12, 7)),
    ]  # fmt: skip
    assert (found.problems, found.refused, found.letters) == ((), (), ("G02",))
    assert found.today[-1].shown().startswith("Prüfen, ob der Bescheid auch für Angehörige gilt")
    assert "Probe beraten" not in [one.shown() for one in found.today], "it stands with the way of computing"
    assert found.stay[0].shown()
    saved = noticing.record_notice(session, case_id, (procedure_id,), YELLOW)
    assert saved.problems == ()
    assert days_of(session, case_id) == {
        "Probefrist": date(2026, 11, 30), "Probeausreise": date(2026, 12, 7), "Probegründe": date(2026, 12, 16),
    }  # fmt: skip
    rows = deadlines.desk(session)
    assert {row.file_number for row in rows} == {"1234567-475"}
    assert {row.deadline.procedure_id for row in rows} == {procedure_id}
    assert rows[0].deadline.warnings == (7, 2)
    (step,) = procedures.steps_of(session, procedure_id)
    assert (step.position, step.day, step.notice_id) == ("Z11", date(2026, 11, 16), saved.record_id)
    assert procedures.read_procedure(session, procedure_id).stage == "decision"
    (notice,) = noticing.notices_of(session, case_id)
    assert (notice.kind, notice.procedures, notice.envelope_kept) == ("B06", (procedure_id,), True)


def test_what_is_missing_keeps_a_draft_and_stands_on_the_desk(session: Session, own: tuple[RecordId, ...]) -> None:
    _client_id, case_id, procedure_id = own
    raws = {**YELLOW, "delivered": "gestern oder so"}
    assert noticing.preview(session, case_id, (procedure_id,), raws).deadlines == ()
    saved = noticing.record_notice(session, case_id, (procedure_id,), raws)
    assert [(problem.field, problem.code) for problem in saved.problems] == [("delivered", "no_date")]
    notice = noticing.read_notice(session, saved.record_id)
    assert (notice.stamp.state, notice.stamp.raw) == (State.DRAFT, {"delivered": "gestern oder so"})
    (row,) = deadlines.desk(session)
    assert (row.deadline.title, row.deadline.act_by, row.deadline.stamp.state) == (
        "Bescheid BAMF: Frist noch nicht berechnet", None, State.DRAFT,
    )  # fmt: skip
    noticing.change_notice(session, saved.record_id, {"delivered": "16.11.2026"})
    assert list(days_of(session, case_id)) == ["Probefrist", "Probeausreise", "Probegründe"]


@pytest.mark.parametrize(
    ("raws", "wrong"),
    [
        ({"delivered": "24.11.2026"}, {"delivered": "future_date"}),
        ({"delivered": ""}, {"delivered": "required"}),
        ({"form": "EINFACHER_BRIEF"}, {"posted": "required"}),
        ({"form": "EINFACHER_BRIEF", "posted": "17.11.2026"}, {"posted": "posted_after_delivery"}),
        ({"posted": "10.11.2026", "received": "9.11.2026", "day": "1.11.2026"}, {"posted": "posted_after_delivery"}),
        ({"day": "17.11.2026"}, {"day": "day_after_delivery"}),
        ({"instructed": "15.11.2026"}, {"instructed": "instructed_before_delivery"}),
        ({"kind": "OTHER"}, {"rule": "required"}),
        ({"form": "BRIEFTAUBE"}, {"form": "unknown_code"}),
        ({"authority": " "}, {"authority": "required"}),
    ],
)
def test_contradictions_are_named_beside_their_field(
    session: Session, own: tuple[RecordId, ...], raws: dict[str, str], wrong: dict[str, str]
) -> None:
    _client_id, case_id, procedure_id = own
    found = noticing.preview(session, case_id, (procedure_id,), {**YELLOW, **raws})
    assert {problem.field: problem.code for problem in found.problems} == wrong


def test_a_rule_chosen_by_hand_is_computed_or_refused_with_its_reason(
    session: Session, own: tuple[RecordId, ...]
) -> None:
    _client_id, case_id, procedure_id = own
    letter = {**OTHER, "form": "EINFACHER_BRIEF", "delivered": "", "posted": "10.11.2026", "day": ""}
    (one,) = noticing.preview(session, case_id, (), letter).deadlines
    assert (one.result.effective, one.result.due) == (date(2026, 11, 14), date(2026, 11, 30))
    named = noticing.preview(session, case_id, (), {**OTHER, "rule": "PROBE_BIS", "instructed": "1.12.2026"})
    assert [one.result.due for one in named.deadlines] == [date(2026, 12, 1)]
    for rule, said in (("PROBE_GEBURT", "GEBURT"), ("PROBE_3W", "PROBE_2W")):
        refused = noticing.preview(session, case_id, (), {**OTHER, "rule": rule})
        assert refused.deadlines == ()
        assert said in refused.refused[0].shown()
    noticing.record_notice(session, case_id, (procedure_id,), {**OTHER, "rule": "PROBE_GEBURT"})
    assert [row.deadline.act_by for row in deadlines.desk(session)] == [None]


def test_the_instruction_stands_beside_and_the_earlier_day_leads(session: Session, own: tuple[RecordId, ...]) -> None:
    _client_id, case_id, procedure_id = own
    for told, leads, words in (
        ({"instruction_period": "1W"}, date(2026, 11, 23), "23.11.2026"),
        ({"instruction_period": "1M"}, date(2026, 11, 30), "16.12.2026"),
        ({"instruction_period": "2W"}, date(2026, 11, 30), "dieselbe Frist"),
        ({"instructed": "20.11.2026"}, date(2026, 11, 20), "20.11.2026"),
        ({"instruction_period": "none"}, date(2026, 11, 30), "keine Belehrung"),
        ({"instruction_period": "unclear"}, date(2026, 11, 30), "unklar"),
    ):
        found = noticing.preview(session, case_id, (procedure_id,), {**YELLOW, **told})
        assert found.deadlines[0].act_by == leads, told
        assert words in " ".join(message.shown() for message in found.differences), told
        assert found.deadlines[1].act_by == date(2026, 12, 16), "the instruction speaks of the remedy alone"


def test_what_to_do_today_begins_with_the_most_urgent(session: Session, own: tuple[RecordId, ...]) -> None:
    _client_id, case_id, _procedure_id = own
    raws = {**YELLOW, "delivered": "9.11.2026", "day": "", "envelope_kept": "0", "represented": "1"}
    said = [message.shown() for message in noticing.preview(session, case_id, (), raws).today]
    assert "Sofort handeln, spätestens am Mo 23.11.2026: Probefrist." in said[0]
    assert said[1].startswith("Anwältin oder Anwalt heute benachrichtigen")
    assert said[2].startswith("Heute noch an eine Anwältin")
    past = noticing.preview(session, case_id, (), {**raws, "delivered": "2.11.2026"}).today
    assert past[0].shown().startswith("Abgelaufen am Mo 16.11.2026: Probefrist. Nicht aufgeben")


def test_everything_that_shares_the_date_is_shown_before_it_is_changed(
    session: Session, own: tuple[RecordId, ...]
) -> None:
    _client_id, case_id, procedure_id = own
    scan = attachments.add_bytes(session, case_id, "Bescheid.pdf", b"%PDF-1.4 probe")
    raws = {**YELLOW, "attachment_id": scan}
    notice_id = noticing.record_notice(session, case_id, (procedure_id,), raws).record_id
    assert attachments.read_attachment(session, scan).day == date(2026, 11, 16)
    texts = {"subject": "Bescheid, zugestellt am 16.11.2026"}
    letter_id = letters.begin_letter(session, case_id, "G00", texts=texts, notice_id=notice_id)
    change = {"delivered": "17.11.2026"}
    found = noticing.affected_by(session, notice_id, change)
    assert {(one.kind, one.before, one.after) for one in found} == {
        ("deadline", date(2026, 11, 30), date(2026, 12, 1)), ("calendar", date(2026, 11, 30), date(2026, 12, 1)),
        ("deadline", date(2026, 12, 16), date(2026, 12, 17)), ("calendar", date(2026, 12, 16), date(2026, 12, 17)),
        ("deadline", date(2026, 12, 7), date(2026, 12, 8)), ("calendar", date(2026, 12, 7), date(2026, 12, 8)),
        ("document", date(2026, 11, 16), date(2026, 11, 17)), ("letter", date(2026, 11, 16), date(2026, 11, 17)),
    }  # fmt: skip
    assert days_of(session, case_id)["Probefrist"] == date(2026, 11, 30), "nothing is saved yet"
    noticing.change_notice(session, notice_id, change)
    assert days_of(session, case_id) == {
        "Probefrist": date(2026, 12, 1), "Probeausreise": date(2026, 12, 8), "Probegründe": date(2026, 12, 17),
    }  # fmt: skip
    assert attachments.read_attachment(session, scan).day == date(2026, 11, 17)
    assert letters.read_letter(session, letter_id).fields["subject"] == "Bescheid, zugestellt am 17.11.2026"
    assert procedures.steps_of(session, procedure_id)[0].day == date(2026, 11, 17)
    assert noticing.affected_by(session, notice_id, change) == ()
    moved = [entry.detail for entry in log_entries(session) if entry.event is Event.DEADLINE]
    assert sorted(moved) == ["moved.PROBE_2W", "moved.PROBE_AUSREISE_1W", "moved.PROBE_GRUENDE_1M"]


def test_finished_and_extended_deadlines_are_named_and_stay(session: Session, own: tuple[RecordId, ...]) -> None:
    _client_id, case_id, procedure_id = own
    notice_id = noticing.record_notice(session, case_id, (procedure_id,), YELLOW).record_id
    by_title = {row.deadline.title: row.deadline.stamp.id for row in deadlines.of_case(session, case_id)}
    deadlines.finish(session, by_title["Probefrist"], {"done": "20.11.2026", "ending": "kept", "proof": "fax_report"})
    longer = {"extended": "15.1.2027", "extension_note": "Gericht, 20.11."}
    deadlines.extend(session, by_title["Probegründe"], longer)
    found = noticing.affected_by(session, notice_id, {"delivered": "17.11.2026"})
    kinds = {one.kind: one.title for one in found if one.kind not in ("calendar",)}
    assert kinds == {"finished": "Probefrist", "extended": "Probegründe", "deadline": "Probeausreise"}
    noticing.change_notice(session, notice_id, {"delivered": "17.11.2026"})
    assert deadlines.read_deadline(session, by_title["Probefrist"]).due == date(2026, 11, 30)
    assert deadlines.read_deadline(session, by_title["Probegründe"]).act_by == date(2027, 1, 15)
    assert deadlines.read_deadline(session, by_title["Probeausreise"]).act_by == date(2026, 12, 8)


def test_another_kind_lets_deadlines_come_and_go_with_a_trace(session: Session, own: tuple[RecordId, ...]) -> None:
    _client_id, case_id, procedure_id = own
    notice_id = noticing.record_notice(session, case_id, (procedure_id,), YELLOW).record_id
    other = {"kind": "OTHER", "rule": "PROBE_AMT_3M"}
    found = noticing.affected_by(session, notice_id, other)
    assert sorted((one.kind, one.title) for one in found) == [
        ("gone", "Probeausreise"), ("gone", "Probefrist"), ("gone", "Probegründe"), ("new", "Probe, Amt"),
    ]  # fmt: skip
    noticing.change_notice(session, notice_id, other)
    assert days_of(session, case_id) == {"Probe, Amt": date(2027, 2, 17)}
    gone = [entry for entry in recycling.entries(session) if entry.table == "deadline"]
    assert sorted(entry.title for entry in gone) == ["Probeausreise", "Probefrist", "Probegründe"]


def test_a_notice_with_open_deadlines_goes_only_with_a_reason_and_comes_back_whole(
    session: Session, own: tuple[RecordId, ...]
) -> None:
    _client_id, case_id, procedure_id = own
    notice_id = noticing.record_notice(session, case_id, (procedure_id,), YELLOW).record_id
    with pytest.raises(ReasonMissing):
        noticing.remove_notice(session, notice_id)
    assert len(deadlines.desk(session)) == 3
    entry = noticing.remove_notice(session, notice_id, "Doppelt erfasst")
    assert (deadlines.desk(session), procedures.steps_of(session, procedure_id)) == ((), ())
    recycling.restore(session, entry)
    assert len(deadlines.desk(session)) == 3
    assert len(procedures.steps_of(session, procedure_id)) == 1
    assert noticing.read_notice(session, notice_id).procedures == (procedure_id,)


def test_people_with_other_cut_off_dates_get_what_differs_for_them(
    session: Session, own: tuple[RecordId, ...], new_case: NewCase
) -> None:
    _client_id, case_id, procedure_id = own
    _brother, his_case = new_case("Testperson", "Karim")
    raws = {"kind": "first", "position": "Z08", "lodged": "1.6.2026"}
    his = procedures.begin_procedure(session, his_case, raws).record_id
    both = (procedure_id, his)
    same = noticing.preview(session, case_id, both, YELLOW)
    assert len(same.deadlines) == 3, "entered once for both"
    differing = noticing.preview(session, case_id, (procedure_id,), {**OTHER, "rule": "PROBE_NEU"})
    assert [one.result.regime for one in differing.deadlines] == ["NEU"]
    noticing.record_notice(session, case_id, both, YELLOW)
    assert len(deadlines.desk(session)) == 3
    assert [row.others for row in deadlines.desk(session)] == [1, 1, 1]
    assert len(deadlines.of_case(session, his_case)) == 3
    assert len(noticing.notices_of(session, his_case)) == 1
    assert len(procedures.steps_of(session, his)) == 1
