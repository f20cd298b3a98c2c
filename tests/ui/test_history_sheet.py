"""The sheet "Verlauf der Änderungen": reached from a record, told calmly, set back by one button."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from mfd_desktop.app import agenda, casework
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.agenda_form import AgendaSheet
from mfd_desktop.ui.history_sheet import HistorySheet
from mfd_desktop.ui.main_window import MainWindow


@pytest.fixture
def client(session: Session, people: dict[str, object], clock: FixedClock) -> RecordId:
    """Amal, who moved from Trier to Mainz."""
    client_id: RecordId = people["amal"].client_id  # type: ignore[attr-defined]  # a Person
    casework.save_client(session, client_id, {"town": "Trier"})
    clock.moment += timedelta(hours=1)
    casework.save_client(session, client_id, {"town": "Mainz"})
    return client_id


@pytest.fixture
def sheet(window: MainWindow, people: dict[str, object], client: RecordId) -> HistorySheet:
    case_id = people["amal"].case_id  # type: ignore[attr-defined]  # a Person
    window.show_place(Place("case", case_id, "master", detail={"sheet": "history:client"}))
    (found,) = [one for one in window.current().findChildren(HistorySheet) if one.isVisible()]
    return found


def words(sheet: HistorySheet) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]


def test_it_tells_before_and_after_and_sets_back(sheet: HistorySheet, session: Session, client: RecordId) -> None:
    assert {"Ort", "vorher: Trier", "danach: Mainz"} <= set(words(sheet))
    button = sheet.buttons[0]
    assert button.accessibleName() == "Wiederherstellen: Ort, Trier"
    button.click()  # type: ignore[attr-defined]  # a button
    assert casework.read_client(session, client).town == "Trier"
    assert {"vorher: Mainz", "danach: Trier"} <= set(words(sheet))
    assert sheet.close_button.hasFocus()


def test_a_record_never_changed_says_so(window: MainWindow, people: dict[str, object]) -> None:
    case_id = people["amal"].case_id  # type: ignore[attr-defined]  # a Person
    window.show_place(Place("case", case_id, "master", detail={"sheet": "history:case_file"}))
    (found,) = [one for one in window.current().findChildren(HistorySheet) if one.isVisible()]
    assert any(text.startswith("Seit dem Erfassen") for text in words(found))
    assert found.buttons == []


def test_the_form_under_it_takes_over_what_was_set_back(
    window: MainWindow, session: Session, people: dict[str, object], clock: FixedClock
) -> None:
    case_id = people["amal"].case_id  # type: ignore[attr-defined]  # a Person
    record_id = agenda.record_follow_up(session, case_id, {"due": "heute", "text": "Anrufen"}).record_id
    clock.moment += timedelta(hours=1)
    agenda.save_follow_up(session, record_id, {"text": "Schreiben"})
    window.show_place(Place("case", case_id, detail={"sheet": f"follow_up:{record_id}"}))
    (form,) = [one for one in window.current().findChildren(AgendaSheet) if one.isVisible()]
    (button,) = [one for one in form.findChildren(QPushButton) if one.text() == "Verlauf der Änderungen"]
    button.click()
    (found,) = [one for one in form.findChildren(HistorySheet) if one.isVisible()]
    found.buttons[0].click()  # type: ignore[attr-defined]  # a button
    found.reject()
    assert form.form.texts()["text"] == "Anrufen"
    assert form.form.touched() == {}
