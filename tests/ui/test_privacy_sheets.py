"""Data protection on the case page and in Aufbewahrung: recording, redacting, erasing with one clear question."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mfd_desktop.app import access, casework, contacting, drafts, erasing, overview, privacy
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.access_sheet import AccessSheet
from mfd_desktop.ui.batch_erasure_sheet import BatchErasureSheet
from mfd_desktop.ui.case_consents import ConsentsTab
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.erasure_done import CertificateSheet
from mfd_desktop.ui.erasure_sheet import ErasureSheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.cases import CasesScreen
from mfd_desktop.ui.screens.letter import LetterScreen
from mfd_desktop.ui.screens.retention import RetentionScreen
from mfd_desktop.ui.screens.today import TodayScreen


@pytest.fixture
def amal(people: dict[str, Any]) -> RecordId:
    return RecordId(people["amal"].case_id)


@pytest.fixture
def case(window: MainWindow, amal: RecordId) -> CaseScreen:
    window.show_place(Place("case", amal, "consents"))
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return screen


def _tab(case: CaseScreen) -> ConsentsTab:
    tab = case.tab("consents")
    assert isinstance(tab, ConsentsTab)
    return tab


def _client(session: Session, case_id: RecordId) -> RecordId:
    return overview.case_page(session, case_id).client.stamp.id


def test_the_information_sheet_is_asked_for_until_its_day_is_recorded(
    session: Session, window: MainWindow, case: CaseScreen, amal: RecordId
) -> None:
    assert "Ohne Datenschutzinformation" in case.head.pills()
    _tab(case).privacy.banner.action_requested.emit()
    sheet = case.sheets.sheet
    assert isinstance(sheet, RecordSheet)
    assert sheet.form.texts()["matter"] == "DSGVO-1"
    sheet.accept()
    assert "Ohne Datenschutzinformation" not in case.head.pills()
    assert [row.badge for row in _tab(case).privacy.rows.rows()] == ["ausgehändigt"]
    case.sheets.open("rights:new-sheet")
    next(
        button for button in case.sheets.sheet.findChildren(type(_tab(case).add_button)) if "drucken" in button.text()
    ).click()
    assert isinstance(window.current(), LetterScreen)
    assert overview.case_page(session, amal).rights.informed


def test_a_request_is_answered_and_a_consent_withdrawn_from_their_lines(
    session: Session, case: CaseScreen, amal: RecordId
) -> None:
    case.sheets.open("rights:new-request")
    case.sheets.sheet.form.fields["matter"].editor.set_raw("correction")
    case.sheets.sheet.accept()
    (row,) = _tab(case).privacy.rows.rows()
    assert (row.title, row.badge, row.second) == ("Antrag: Berichtigung", "offen", "zu beantworten bis 23.12.2026")
    event = overview.case_page(session, amal).rights.events[0]
    case.sheets.open(f"rights_answer:{event.stamp.id}")
    case.sheets.sheet.accept()
    assert [row.badge for row in _tab(case).privacy.rows.rows()] == ["erfüllt"]
    consent = privacy.record_event(session, amal, RightsKind.CONSENT, {"matter": "E03", "day": "heute"})
    case.sheets.open(f"rights_end:{consent.record_id}")
    case.sheets.sheet.accept()
    assert {row.badge for row in _tab(case).privacy.rows.rows()} == {"erfüllt", "widerrufen"}


def test_a_restriction_is_seen_at_the_top(session: Session, case: CaseScreen, amal: RecordId) -> None:
    privacy.record_event(session, amal, RightsKind.RESTRICTION, {"matter": "accuracy", "day": "heute"})
    assert case.head.pills()[0] == "Eingeschränkt: nicht weitergeben"
    assert "Eingeschränkt seit 23.11.2026" in _tab(case).privacy.banner.text()


def test_redactions_are_there_again_after_closing_and_leave_with_the_files(
    qtbot: QtBot, session: Session, case: CaseScreen, amal: RecordId, tmp_path: Path
) -> None:
    note = "😀 Der Nachbar rief an."
    contacting.record_contact(session, amal, {"day": "heute", "note": note})
    case.sheets.open("access:case")
    sheet = case.sheets.sheet
    assert isinstance(sheet, AccessSheet)
    key = next(entry.key for entry in sheet._entries.values() if entry.value == note)  # noqa: SLF001 - what is listed
    sheet.texts.make_current(key)
    sheet.span_button.click()
    assert "Markieren" in sheet.refusal.text()
    cursor = sheet.text.text.textCursor()
    cursor.setPosition(7)
    cursor.setPosition(14, cursor.MoveMode.KeepAnchor)
    sheet.text.text.setTextCursor(cursor)
    sheet.span_button.click()
    assert sheet.redactions == {key: "6-13"}
    assert note[6:13] == "Nachbar"
    sheet.reject()
    case.sheets.open("access:case")
    again = case.sheets.sheet
    assert isinstance(again, AccessSheet)
    assert again.redactions == {key: "6-13"}
    again.write(tmp_path)
    qtbot.waitUntil(lambda: (tmp_path / "Auskunft-2026-0001" / access.PDF).exists() and case.sheets.sheet is None)
    assert "Nachbar" not in (tmp_path / "Auskunft-2026-0001" / access.JSON).read_text(encoding="utf-8")


def test_erasing_asks_once_and_nothing_typed_is_sealed_again(
    qtbot: QtBot, session: Session, window: MainWindow, case: CaseScreen, amal: RecordId
) -> None:
    client_id = _client(session, amal)
    window.show_place(Place("case", amal, "timeline"))
    form = next(form for form in window.desk.forms if form.key == f"contact:new:{amal}")
    form.fields["note"].editor.set_raw("CANARY-typed-ywqx")  # type: ignore[attr-defined]  # a form of the case page
    drafts.seal(session, (form.open_form(),), None)  # type: ignore[arg-type]  # something was typed
    case.sheets.open("erasure:case")
    sheet = case.sheets.sheet
    assert isinstance(sheet, ErasureSheet)
    sheet.reason.buttons["request"].click()
    sheet.sure.setChecked(True)
    assert not sheet.accept_button.isEnabled()
    assert "ein Fall ist noch offen" in sheet.held.text()
    sheet.despite.setChecked(True)
    sheet.accept()
    done = []
    qtbot.waitUntil(lambda: bool(done) or done.extend(window.findChildren(CertificateSheet)) or bool(done))
    assert isinstance(window.current(), CasesScreen)
    assert not any(form.open_form() for form in window.desk.forms if str(amal) in form.key)
    assert "ywqx" not in str(drafts.all_drafts(session))
    (record,) = erasing.erasures(session)
    assert done[0].current == record
    assert not erasing.to_finish(session)
    with pytest.raises(KeyError):
        casework.read_client(session, client_id)
    done[0].reject()


def test_what_is_held_cannot_be_erased(session: Session, case: CaseScreen, amal: RecordId) -> None:
    privacy.record_event(session, amal, RightsKind.DISPUTE, {"note": "Klage", "day": "heute"})
    case.sheets.open("erasure:case")
    sheet = case.sheets.sheet
    assert isinstance(sheet, ErasureSheet)
    sheet.reason.buttons["request"].click()
    assert "ein Streit läuft noch" in sheet.held.text()
    assert not sheet.sure.isVisibleTo(sheet)
    sheet.accept()
    assert erasing.erasures(session) == ()
    sheet.reject()


def test_files_kept_long_enough_are_proposed_on_heute_and_erased_together(
    qtbot: QtBot, session: Session, window: MainWindow, people: dict[str, Any], clock: FixedClock
) -> None:
    due, held = (RecordId(people[name].case_id) for name in ("amal", "ivan"))
    for case_id in (due, held):
        casework.close_case(session, case_id, {"closed": "heute", "outcome": "O1"})
    privacy.record_event(session, held, RightsKind.DISPUTE, {"note": "Klage", "day": "heute"})
    clock.moment = datetime(2030, 1, 1, 9, tzinfo=UTC)
    window.show_place(Place("today"))
    today = window.current()
    assert isinstance(today, TodayScreen)
    today.refresh()
    assert "Bei 3 Akten ist die Aufbewahrung abgelaufen" in [row.title for row in today.follow_ups.rows.rows()]
    today.follow_ups.rows.button_clicked.emit("retention")
    screen = window.current()
    assert isinstance(screen, RetentionScreen)
    assert due in [row.key for row in screen.due.rows()]
    assert [(row.key, row.second) for row in screen.held.rows()] == [(held, "ein Streit läuft noch")]
    screen.erase_button.click()
    (sheet,) = screen.findChildren(BatchErasureSheet)
    assert not sheet.accept_button.isEnabled()
    sheet.sure.setChecked(True)
    sheet.accept()
    qtbot.waitUntil(lambda: bool(screen.findChildren(CertificateSheet)))
    assert len(screen.gone.rows()) == 2
    assert not screen.due.isVisibleTo(screen)
    screen.findChildren(CertificateSheet)[0].reject()


def test_the_button_of_a_line_lets_the_time_count_from_another_day(
    session: Session, window: MainWindow, amal: RecordId, clock: FixedClock
) -> None:
    casework.close_case(session, amal, {"closed": "heute", "outcome": "O1"})
    clock.moment = datetime(2030, 1, 1, 9, tzinfo=UTC)
    window.show_place(Place("retention"))
    screen = window.current()
    assert isinstance(screen, RetentionScreen)
    screen.due.button_clicked.emit(amal)
    case = window.current()
    assert isinstance(case, CaseScreen)
    sheet = case.sheets.sheet
    assert isinstance(sheet, RecordSheet)
    sheet.form.fields["keep_from"].editor.set_raw("1.12.2029")
    sheet.form.fields["reason"].editor.set_raw("Verfahren bis dahin")
    sheet.accept()
    window.show_place(Place("retention"))
    assert amal not in [row.key for row in screen.due.rows()]
