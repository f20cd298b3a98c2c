"""Verfahren & Fristen of a case, by keyboard: begin, steps, ticks, warnings, tasks, ways to stay, forms."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mfd_desktop.app import casework, guided, procedure_forms, procedure_guide, procedures, settings
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place, Procedure
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.case_procedure import ProcedureTab
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.procedure_family import FamilySheet
from mfd_desktop.ui.procedure_parts import HarmPanel
from mfd_desktop.ui.procedure_task_sheet import TaskSheet
from mfd_desktop.ui.procedure_way_sheet import WaySheet
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.guided import GuidedScreen

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
NEW = {"kind": "first", "position": "Z05", "lodged": "02.07.2026", "registered": "20.06.2026"}


@pytest.fixture
def amal(people: dict[str, Any]) -> RecordId:
    """Her case."""
    return RecordId(people["amal"].case_id)


@pytest.fixture
def show(window: MainWindow, amal: RecordId) -> Callable[..., CaseScreen]:
    """Return a function that begins a procedure, if it is given one, and shows the tab."""

    def open_(session: Session, **raws: str) -> CaseScreen:
        if raws:
            procedures.begin_procedure(session, amal, raws)
        window.show_place(Place("case", amal, "procedure"))
        screen = window.current()
        assert isinstance(screen, CaseScreen)
        return screen

    return open_


Show = Callable[..., CaseScreen]
Press = Callable[..., None]


def tab_of(screen: CaseScreen) -> ProcedureTab:
    tab = screen.current_tab
    assert isinstance(tab, ProcedureTab)
    return tab


def procedure(session: Session, case_id: RecordId) -> Procedure:
    found = procedures.procedure_of_case(session, case_id)
    assert found is not None
    return found


def active_sheet(screen: CaseScreen, qtbot: QtBot) -> Sheet:
    """Return the open sheet once keys go to it."""
    sheet = screen.sheets.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


def sheet_of(screen: CaseScreen, qtbot: QtBot) -> RecordSheet:
    sheet = active_sheet(screen, qtbot)
    assert isinstance(sheet, RecordSheet)
    return sheet


def test_without_a_procedure_the_tab_says_what_to_do_first(
    show: Show, session: Session, amal: RecordId, qtbot: QtBot, press: Press
) -> None:
    screen = show(session)
    tab = tab_of(screen)
    assert tab.first_widget() is tab.standing.begin_button
    assert tab.standing.next.isHidden()
    qtbot.keyClick(tab.standing.begin_button, KEY.Key_Return)
    sheet = sheet_of(screen, qtbot)
    press(KEY.Key_Return, CONTROL)
    assert screen.sheets.sheet is not None, "the position is missing"
    for name, text in (("position", "Z08"), ("lodged", "01.03.2026"), ("registered", "01.03.2026")):
        sheet.form.fields[name].editor.set_raw(text)
        sheet.form.fields[name].editor.committed.emit()
    press(KEY.Key_Return, CONTROL)
    assert screen.sheets.sheet is None
    found = procedure(session, amal)
    assert (found.position, found.stage) == ("Z08", "waiting")
    assert tab.standing.position.text() == "Angehört, Entscheidung offen"
    shown = [pill.text() for pill in tab.standing.pills.findChildren(Pill) if not pill.isHidden()]
    assert shown == ["Asylverfahren: altes Recht", "Zuständigkeit: Dublin III"]


def test_an_open_question_of_law_is_said_with_its_reason(show: Show, session: Session) -> None:
    tab = tab_of(show(session, **NEW))
    (said,) = [banner.text() for banner in tab.standing.warnings if not banner.isHidden()]
    assert "offen" in said
    assert "12.06." in said
    assert "02.07.2026" in tab.standing.laws.text()


def test_a_step_is_one_press_and_can_be_undone(
    show: Show, session: Session, amal: RecordId, desk: Desk, qtbot: QtBot
) -> None:
    told: list[Callable[[], object]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    tab = tab_of(show(session, **NEW))
    tab.standing.next.make_current("Z07")
    qtbot.keyClick(tab.standing.next, KEY.Key_Space)
    assert procedure(session, amal).position == "Z07"
    assert tab.standing.position.text() == "Zur Anhörung geladen"
    assert [row.title for row in tab.events.rows.rows()] == ["Zur Anhörung geladen"]
    told.pop()()
    assert tab.events.rows.rows() == ()


def test_a_step_with_its_day_by_keyboard(
    show: Show, session: Session, amal: RecordId, qtbot: QtBot, press: Press
) -> None:
    screen = show(session, **NEW)
    tab = tab_of(screen)
    tab.standing.next.make_current("Z06")
    qtbot.keyClick(tab.standing.next, KEY.Key_Return)
    sheet = sheet_of(screen, qtbot)
    assert "neues Recht" in sheet.body.itemAt(0).widget().text()  # type: ignore[attr-defined]
    sheet.form.fields["day"].editor.set_raw("10.07.2026")
    press(KEY.Key_Return, CONTROL)
    (step,) = procedures.steps_of(session, procedure(session, amal).stamp.id)
    assert (step.position, str(step.day)) == ("Z06", "2026-07-10")
    qtbot.keyClick(tab.events.rows, KEY.Key_Down)
    qtbot.keyClick(tab.events.rows, KEY.Key_Return)
    assert screen.sheets.name == f"pstep:{step.stamp.id}"
    sheet_of(screen, qtbot).reject()


def test_withdrawing_needs_the_warning_read(
    show: Show, session: Session, amal: RecordId, qtbot: QtBot, press: Press
) -> None:
    screen = show(session, **NEW)
    tab = tab_of(screen)
    tab.standing.next.make_current("Z16")
    qtbot.keyClick(tab.standing.next, KEY.Key_Space)
    assert screen.sheets.sheet is None, "no one-press way round the warning"
    qtbot.keyClick(tab.standing.next, KEY.Key_Return)
    sheet = sheet_of(screen, qtbot)
    panel = sheet.findChild(HarmPanel)
    assert panel is not None
    press(KEY.Key_Return, CONTROL)
    assert screen.sheets.sheet is sheet
    assert procedures.steps_of(session, procedure(session, amal).stamp.id) == ()
    qtbot.keyClick(panel.tick.box, KEY.Key_Space)
    press(KEY.Key_Return, CONTROL)
    assert procedure(session, amal).position == "Z16"


def test_return_funding_is_read_but_not_recorded_with_the_module_off(
    show: Show, session: Session, amal: RecordId, qtbot: QtBot, press: Press
) -> None:
    screen = show(session, **{**NEW, "position": "Z42"})
    tab = tab_of(screen)
    qtbot.keyClick(tab.harm.fold, KEY.Key_Return)
    tab.harm.rows.make_current("return_funding")
    qtbot.keyClick(tab.harm.rows, KEY.Key_Return)
    sheet = sheet_of(screen, qtbot)
    assert sheet.accept_button is not None
    assert sheet.accept_button.isHidden()
    assert sheet.form.isHidden()
    sheet.reject()
    settings.set_vault_option(session, "return_module", "on")
    screen.sheets.open("harm:return_funding")
    sheet = sheet_of(screen, qtbot)
    panel = sheet.findChild(HarmPanel)
    assert panel is not None
    qtbot.keyClick(panel.tick.box, KEY.Key_Space)
    press(KEY.Key_Return, CONTROL)
    (step,) = procedures.steps_of(session, procedure(session, amal).stamp.id)
    assert "Förderung" in step.document


def test_ticks_are_kept_and_count(show: Show, session: Session, amal: RecordId, qtbot: QtBot) -> None:
    tab = tab_of(show(session, **{**NEW, "position": "Z07"}))
    (card,) = tab.steps.cards
    box = card.ticks["s5_summons"].box
    box.setFocus()
    qtbot.keyClick(box, KEY.Key_Space)
    assert procedure_guide.standing(session, procedure(session, amal)).answers == {"s5_summons": "1"}
    assert "1 von 7" in {label.text() for label in card.findChildren(QLabel)}
    assert QApplication.focusWidget() is box or tab.steps.cards[0].ticks["s5_summons"].box.hasFocus()
    qtbot.waitUntil(lambda: card.ticks["s5_sex"].height() > 0)
    qtbot.mouseClick(card.ticks["s5_sex"], Qt.MouseButton.LeftButton)
    assert procedure_guide.standing(session, procedure(session, amal)).answers["s5_sex"] == "1"


def test_tasks_after_recognition_are_taken_over_in_one_press(
    show: Show, session: Session, qtbot: QtBot, press: Press
) -> None:
    screen = show(session, **{**NEW, "position": "Z30"})
    tab = tab_of(screen)
    assert tab.tasks.is_open()
    assert tab.tasks.decision is not None
    tab.tasks.decision.buttons["B03"].click()
    assert "family_subsidiary" in {row.key for row in tab.tasks.rows.rows()}
    tab.tasks.rows.make_current("title")
    qtbot.keyClick(tab.tasks.rows, KEY.Key_Return)
    sheet = screen.sheets.sheet
    assert isinstance(sheet, TaskSheet)
    assert sheet.accept_button is not None
    sheet.accept_button.click()
    assert {row.key: row.badge for row in tab.tasks.rows.rows()}["title"] == "übernommen"
    tab.tasks.rows.make_current("health")
    qtbot.keyClick(tab.tasks.rows, KEY.Key_Space)
    assert {row.key: row.badge for row in tab.tasks.rows.rows()}["health"] == "übernommen"
    qtbot.keyClick(tab.tasks.all_button, KEY.Key_Return)
    assert {row.badge for row in tab.tasks.rows.rows()} == {"übernommen"}
    assert tab.tasks.all_button.isHidden()


def test_the_ways_to_stay_lead_to_the_questions_and_back(
    show: Show, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    screen = show(session, **{**NEW, "position": "Z42"})
    tab = tab_of(screen)
    assert tab.ways.is_open()
    assert [row.badge for row in tab.ways.rows.rows()][-1] == "Information"
    tab.ways.rows.make_current("FAMILIE_28")
    qtbot.keyClick(tab.ways.rows, KEY.Key_Return)
    assert isinstance(screen.sheets.sheet, WaySheet)
    screen.sheets.sheet.reject()
    screen.sheets.open("way:BLEIBERECHT_25A")
    assert isinstance(screen.sheets.sheet, WaySheet)
    assert any(
        "27. Geburtstag" in label.text() and "Fristen dazu" in label.text()
        for label in screen.sheets.sheet.findChildren(QLabel)
    )
    screen.sheets.sheet.reject()
    qtbot.keyClick(tab.ways.ask_button, KEY.Key_Return)
    place = window.place()
    assert place.screen == "guided"
    form = window.current()
    assert isinstance(form, GuidedScreen)
    assert form.page is not None
    assert "neues Recht" in form.page.law.text()
    guided.save(session, RecordId(str(place.record_id)), {"family": "german", "ban": "no"})
    form.to_case.click()
    assert window.place().tab == "procedure"
    found = {row.key: row.badge for row in tab_of(screen).ways.rows.rows()}
    assert found["FAMILIE_28"] == "möglich"


def test_the_interview_stays_without_contents_unless_switched_on(show: Show, session: Session, amal: RecordId) -> None:
    tab = tab_of(show(session, **{**NEW, "position": "Z07"}))
    assert tab.interview.is_open()
    assert tab.interview.sheet_button.isHidden()
    settings.set_vault_option(session, "interview_sheet", "on")
    assert not tab_of(show(session)).interview.sheet_button.isHidden()
    form_id = procedure_forms.open_form(session, amal, procedure_forms.SHEET)
    guided.save(session, form_id, {"agrees": "1", "delete_on": "20.12.2026"})
    assert "20.12.2026" in tab_of(show(session)).interview.private.text()


def test_needs_name_both_directives_and_the_missing_consent(
    show: Show, session: Session, people: dict[str, Any]
) -> None:
    casework.save_client(session, people["amal"].client_id, {"needs": "V05 V06 V14"})
    tab = tab_of(show(session, **NEW))
    seconds = {row.key: row.second for row in tab.needs.rows.rows()}
    assert "Art. 24 lit. e" in seconds["V05"]
    assert "nicht genannt" in seconds["V06"]
    assert seconds["V14"] == ""
    assert "nicht festgehalten" in tab.needs.said.text()


def test_family_members_are_linked_by_ticks(
    show: Show, session: Session, people: dict[str, Any], qtbot: QtBot, press: Press
) -> None:
    household = casework.found_household(session, people["amal"].client_id, "Haushalt Testperson")
    casework.join_household(session, people["samir"].client_id, household)
    screen = show(session, **NEW)
    screen.sheets.open("family:link")
    sheet = active_sheet(screen, qtbot)
    assert isinstance(sheet, FamilySheet)
    qtbot.keyClick(sheet.ticks[people["samir"].client_id].box, KEY.Key_Space)
    press(KEY.Key_Return, CONTROL)
    tab = tab_of(screen)
    assert not tab.family.isHidden()
    assert len(tab.family.rows.rows()) == 1
    assert procedures.procedure_of(session, people["samir"].client_id) is not None


def test_a_fold_stays_as_chosen_until_another_case_is_shown(show: Show, session: Session, qtbot: QtBot) -> None:
    tab = tab_of(show(session, **NEW))
    assert not tab.ways.is_open()
    qtbot.keyClick(tab.ways.fold, KEY.Key_Return)
    assert tab.ways.is_open()
    assert tab_of(show(session)).ways.is_open()
    assert tab.ways.fold.accessibleName() == "Bleibewege nach einer Ablehnung: Einklappen"


def test_a_final_position_says_why_nothing_follows(show: Show, session: Session) -> None:
    tab = tab_of(show(session, **{**NEW, "position": "Z32"}))
    assert tab.standing.next.isHidden()
    assert "Einbürgerung" in tab.standing.final.text()
    assert tab.first_widget() is tab.standing.days_button


def test_the_picture_shows_the_steps_and_goes_into_a_file_without_a_name(
    session: Session, show: Show, amal: RecordId, tmp_path: Path
) -> None:
    tab = tab_of(show(session, **NEW))
    view = tab.picture.view
    assert "02.07.2026 Antrag eingereicht" in view.accessibleDescription()
    assert "möglicher nächster Schritt" in view.accessibleDescription()
    assert view.drawing is not None
    view.grab()
    tab.picture.save(tmp_path / "picture.svg")
    written = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert written.startswith("<svg")
    assert "Antrag eingereicht" in written
    client = casework.read_client(session, procedure(session, amal).client_id)
    assert client.family_name not in written
