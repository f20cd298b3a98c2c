"""The history of a record in words, and setting a field back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mfd_desktop.app import (
    agenda,
    casework,
    contacting,
    deadlines,
    guided,
    history,
    letters,
    noticing,
    procedures,
    structural,
    validities,
)
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors_history import Unrestorable
from mfd_desktop.domain.ids import RecordId

NewCase = Callable[..., tuple[RecordId, RecordId]]


def told(session: Session, table: str, record_id: RecordId) -> list[tuple[str, str, str]]:
    """Label, before and after of every change, the newest first."""
    return [
        (change.label, change.before, change.after)
        for step in history.history_of(session, table, record_id)
        for change in step.changes
    ]


@pytest.fixture
def later(clock: FixedClock) -> Callable[[], None]:
    def pass_time() -> None:
        clock.moment += timedelta(minutes=20)

    return pass_time


def test_master_data_are_told_in_words(session: Session, new_case: NewCase, later: Callable[[], None]) -> None:
    client_id, _ = new_case("Testperson", "Amal")
    assert told(session, "client", client_id) == []
    later()
    casework.save_client(session, client_id, {"birth_date": "31.02.1990"})
    later()
    casework.save_client(session, client_id, {"birth_date": "3.2.1990", "languages": "ar"})
    later()
    casework.save_client(session, client_id, {"languages": "ar ku", "note": "Vermerk"})
    assert told(session, "client", client_id) == [
        ("Sprachen", "Arabisch", "Arabisch, Kurdisch (ohne nähere Angabe)"),
        ("Vermerk zur Person", "", "Vermerk"),
        ("Geburtsdatum", "31.02.1990", "03.02.1990"),
        ("Sprachen", "", "Arabisch"),
        ("Geburtsdatum", "", "31.02.1990"),
    ]


def test_setting_back_is_a_step_of_its_own(session: Session, new_case: NewCase, later: Callable[[], None]) -> None:
    client_id, _ = new_case("Testperson", "Amal", town="Mainz")
    later()
    casework.save_client(session, client_id, {"town": "Trier"})
    (step,) = history.history_of(session, "client", client_id)
    (change,) = step.changes
    assert (change.text, change.restorable) == ("Mainz", True)
    later()
    assert history.restore_field(session, "client", client_id, change.field, change.text) == "Trier"
    assert casework.read_client(session, client_id).town == "Mainz"
    newest, oldest = history.history_of(session, "client", client_id)
    assert (newest.changes[0].before, newest.changes[0].restorable) == ("Trier", True)
    assert not oldest.changes[0].restorable, "it is what the field is now"


def test_a_contact_tells_topics_group_and_minutes(
    session: Session, new_case: NewCase, contact_raws: dict[str, str], later: Callable[[], None]
) -> None:
    _, case_id = new_case()
    contact_id = contacting.record_contact(session, case_id, contact_raws | {"topics": "T01"}).record_id
    later()
    contacting.save_contact(session, contact_id, {"topics": "T02", "group": "1", "minutes": "45"})
    found = {label: (before, after) for label, before, after in told(session, "contact", contact_id)}
    assert found["Gruppenberatung"] == ("Nein", "Ja")
    assert found["Dauer in Minuten"][1] == "45 Minuten"
    lists = session.lists
    assert found["Themen"] == (lists.label("topics", "T01"), lists.label("topics", "T02"))
    (step,) = history.history_of(session, "contact", contact_id)
    for change in step.changes:
        history.restore_field(session, "contact", contact_id, change.field, change.text)
    again = contacting.read_contact(session, contact_id)
    assert (again.topics[0].code, again.minutes, again.form.value) == ("T01", int(contact_raws["minutes"]), "F2")


def test_what_follows_from_an_act_is_told_and_not_written_back(
    session: Session, new_case: NewCase, later: Callable[[], None]
) -> None:
    _, case_id = new_case()
    record_id = agenda.record_follow_up(session, case_id, {"due": "heute", "text": "Anrufen"}).record_id
    later()
    agenda.finish_follow_up(session, record_id)
    (step,) = history.history_of(session, "follow_up", record_id)
    (change,) = step.changes
    assert (change.label, change.before, change.restorable) == ("Erledigt am", "", False)
    with pytest.raises(Unrestorable):
        history.restore_field(session, "follow_up", record_id, "done", "")


def test_drafts_of_letters_are_told_by_field_and_final_ones_stay(
    session: Session, new_case: NewCase, later: Callable[[], None]
) -> None:
    _, case_id = new_case()
    letter = letters.begin_letter(session, case_id, "G12", texts={"client_name": "Erfunden"})
    later()
    letters.save_letter(session, letter, {"client_name": "Anders Erfunden"})
    (step,) = history.history_of(session, "letter", letter)
    assert [(change.before, change.after, change.restorable) for change in step.changes] == [
        ("Erfunden", "Anders Erfunden", True)
    ]
    with session.vault.write() as db:
        db.execute("UPDATE letter SET frozen = '2026-11-23T12:00:00+00:00'")
    (step,) = history.history_of(session, "letter", letter)
    assert not step.changes[0].restorable
    with pytest.raises(Unrestorable):
        history.restore_field(session, "letter", letter, "client_name", "Erfunden")


def test_answers_of_a_guided_form_are_told_and_written_back(
    session: Session, new_case: NewCase, later: Callable[[], None]
) -> None:
    _, case_id = new_case()
    form_id = guided.begin(session, case_id, "first_interview")
    later()
    guided.save(session, form_id, {"ill": "yes"})
    later()
    guided.save(session, form_id, {"ill": "no"})
    newest, oldest = history.history_of(session, "form_record", form_id)
    assert [(change.before, change.after) for change in (*newest.changes, *oldest.changes)] == [
        ("Ja", "Nein"), ("", "Ja"),
    ]  # fmt: skip
    history.restore_field(session, "form_record", form_id, "ill", newest.changes[0].text)
    assert guided.read(session, form_id).raws["ill"] == "yes"


def test_an_activity_has_a_history_and_nothing_unknown_has(session: Session, later: Callable[[], None]) -> None:
    raws = {"code": "ST22", "day": "20.11.2026", "minutes": "60", "dates": "1", "title": "Treffen"}
    record_id = structural.record_activity(session, raws).record_id
    later()
    structural.save_activity(session, record_id, {"title": "Austauschtreffen"})
    assert told(session, "activity", record_id) == [("Bezeichnung", "Treffen", "Austauschtreffen")]
    with pytest.raises(KeyError):
        history.history_of(session, "activity", RecordId("0" * 32))
    with pytest.raises(KeyError):
        history.history_of(session, "office", RecordId("0" * 32))


def test_deadlines_notices_steps_and_validity_dates_are_told(
    session: Session, new_case: NewCase, later: Callable[[], None]
) -> None:
    client_id, case_id = new_case()
    raws = {"title": "Stellungnahme", "due": "1.12.2026", "kind": "loss", "warnings": "3, 1"}
    deadline = deadlines.add_manual(session, case_id, raws).record_id
    procedure = procedures.begin_procedure(session, case_id, {"kind": "first", "position": "Z05"}).record_id
    step = procedures.add_step(session, procedure, {"day": "2.11.2026", "note": "Akteneinsicht"}).record_id
    validity = validities.save_validity(session, client_id, None, {"kind": "passport", "until": "1.2.2027"}).record_id
    notice = noticing.record_notice(session, case_id, (procedure,), {"authority": "BAMF", "kind": "B01"}).record_id
    later()
    deadlines.save_deadline(session, deadline, {"due": "2.12.2026", "warnings": "7, 2"})
    later()
    deadlines.finish(session, deadline, {"done": "23.11.2026", "ending": "kept", "proof": "stamp"})
    procedures.save_procedure(session, procedure, {"lodged": "1.7.2026"})
    procedures.save_step(session, step, {"document": "Protokoll"})
    validities.save_validity(session, client_id, validity, {"warnings": "60"})
    noticing.change_notice(session, notice, {"court": "VG Trier"})
    assert told(session, "deadline", deadline) == [
        ("Erledigt am", "", "23.11.2026"),
        ("Wie ist sie ausgegangen?", "", "Eingehalten, selbst oder durch die Person"),
        ("Nachweis", "", "Eingangsstempel auf der Kopie"), ("Letzter Tag", "01.12.2026", "02.12.2026"),
        ("Vorfristen in Tagen", "3 1", "7 2"),
    ]  # fmt: skip
    assert told(session, "procedure", procedure) == [("Asylantrag gestellt am", "", "01.07.2026")]
    assert told(session, "procedure_step", step) == [("Nachweis oder Dokument", "", "Protokoll")]
    assert told(session, "validity", validity) == [("Erinnern, Tage vorher", "", "60")]
    assert told(session, "authority_notice", notice) == [("Gericht oder Stelle laut Belehrung", "", "VG Trier")]
    history.restore_field(session, "deadline", deadline, "due", "01.12.2026")
    assert deadlines.read_deadline(session, deadline).due == date(2026, 12, 1)
