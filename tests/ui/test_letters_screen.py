"""Briefe by keyboard: choose, write, see, finish, print, save, note as sent."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.app import address_book, drafts, letter_fields, letters, noticing, releases
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.records import Place
from mfd_desktop.letters.catalogue import Letters
from mfd_desktop.ui import letter_saving, pdf_printing
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.case_letters import LettersTab
from mfd_desktop.ui.choose_letter import ChooseLetterSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.letter_sheets import FinishSheet, SentSheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.letter import LetterScreen
from mfd_desktop.ui.screens.letters import LettersScreen
from mfd_desktop.ui.sealing import Sealer

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
S = TypeVar("S", bound=QWidget)
THIRD = {"to": "third_party", "purpose": "Z02", "subject": "Nachfrage", "body": "bitte antworten Sie."}


@pytest.fixture
def amal(people: dict[str, Any]) -> RecordId:
    """Her case."""
    return RecordId(people["amal"].case_id)


@pytest.fixture
def told(desk: Desk) -> list[tuple[str, Callable[[], None] | None]]:
    """What was told, with what takes it back."""
    said: list[tuple[str, Callable[[], None] | None]] = []
    desk.messages.told.connect(lambda text, _kind, _action, callback: said.append((text, callback)))
    return said


def shown(window: MainWindow, kind: type[S]) -> S:
    screen = window.current()
    assert isinstance(screen, kind)
    return screen


def open_letter(window: MainWindow, letter: RecordId) -> LetterScreen:
    window.show_place(Place("letter", letter))
    return shown(window, LetterScreen)


def sheet_of(qtbot: QtBot, window: MainWindow, kind: type[S]) -> S:
    sheet = next(found for found in window.findChildren(Sheet) if found.isVisible())
    assert isinstance(sheet, kind)
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


def drawn(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)


def set_field(screen: LetterScreen, name: str, text: str) -> None:
    assert screen.draft is not None
    editor = screen.draft.form.form.fields[name].editor
    editor.set_raw(text)
    editor.edited.emit()


def test_a_letter_from_the_case_by_keyboard(
    window: MainWindow, session: Session, amal: RecordId, press: Callable[..., None], qtbot: QtBot
) -> None:
    window.show_place(Place("case", amal))
    press(KEY.Key_F4)
    sheet = sheet_of(qtbot, window, ChooseLetterSheet)
    assert [row.key for row in sheet.rows.rows()] == ["G00", "G02", "G11", "G12", "G14"]
    assert QApplication.focusWidget() is sheet.rows
    for _step in range(4):
        press(KEY.Key_Down)
    press(KEY.Key_Return)
    screen = shown(window, LetterScreen)
    assert screen.header.findChildren(QWidget)
    (letter,) = letters.letters_of(session, amal)
    assert (letter.template, screen.place().record_id) == ("G14", letter.stamp.id)
    drawn(qtbot, window)
    assert screen.preview.pages.page_count == 1


def test_missing_values_are_asked_for_beside_their_fields(
    window: MainWindow, session: Session, amal: RecordId, press: Callable[..., None], qtbot: QtBot
) -> None:
    screen = open_letter(window, letters.begin_letter(session, amal, "G14"))
    assert screen.draft is not None
    fields = screen.draft.form.form.fields
    assert not any(field.error() for field in fields.values()), "nobody is scolded before asking"
    press(KEY.Key_Return, CONTROL)
    assert {name for name, field in fields.items() if field.error()} == {"day", "start", "place"}
    assert fields["day"].isAncestorOf(QApplication.focusWidget())
    set_field(screen, "day", "1.12.2026")
    fields["day"].editor.commit()
    assert {name for name, field in fields.items() if field.error()} == {"start", "place"}
    assert screen.sheet is None
    drawn(qtbot, window)


def test_the_preview_follows_the_keys(
    window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_letter(window, letters.begin_letter(session, amal, "G00", texts={"body": "eins"}))
    drawn(qtbot, window)
    pages: list[bytes] = []
    monkeypatch.setattr(screen.preview.pages, "show_pdf", pages.append)
    set_field(screen, "body", "eins zwei")
    qtbot.waitUntil(lambda: bool(pages))
    (stored,) = letters.letters_of(session, amal)
    assert stored.fields["body"] == "eins zwei", "what is seen is stored"


def test_only_the_newest_text_is_drawn(window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot) -> None:
    letter = letters.begin_letter(session, amal, "G12", texts={"day": "2.11.2026"})
    screen = open_letter(window, letter)
    document = letters.draw(session, letter).document
    for _time in range(5):
        screen.preview.show_document(document)
    drawn(qtbot, window)
    screen.preview.show_document(document)
    screen.preview.clear()
    drawn(qtbot, window)
    assert screen.preview.pages.page_count == 0, "what was overtaken is not shown"


def test_finishing_freezes_and_offers_to_print(
    window: MainWindow, session: Session, amal: RecordId, press: Callable[..., None], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    letter = letters.begin_letter(session, amal, "G12", texts={"day": "2.11.2026", "address": "Amal Testperson"})
    screen = open_letter(window, letter)
    press(KEY.Key_Return, CONTROL)
    sheet_of(qtbot, window, FinishSheet)
    press(KEY.Key_Return, CONTROL)
    assert letters.read_letter(session, letter).final
    assert screen.draft is None
    assert screen.facts.isVisible()
    assert screen.preview.pages.page_count == 1
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    printed: list[tuple[bytes, str]] = []

    def print_pdf(_parent: object, pdf: bytes, *, name: str, noted: Callable[[], None]) -> None:
        noted()
        printed.append((pdf, name))

    monkeypatch.setattr(pdf_printing, "print_pdf", print_pdf)
    press(KEY.Key_P, CONTROL)
    assert (log_entries(session)[0].event, log_entries(session)[0].detail) == (Event.PRINT, "G12")
    number = letters.read_letter(session, letter).case_number
    assert printed == [(letters.pages(session, letter), f"{number}-G12.pdf")]
    drawn(qtbot, window)


def test_a_draft_is_never_printed(
    window: MainWindow, session: Session, amal: RecordId, press: Callable[..., None], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(pdf_printing, "print_pdf", lambda *_a, **_k: pytest.fail("a draft was printed"))
    screen = open_letter(window, letters.begin_letter(session, amal, "G12"))
    press(KEY.Key_P, CONTROL)
    assert not screen.buttons.print_button.isVisible()
    assert not screen.buttons.save.isVisible()
    drawn(qtbot, window)


def test_without_a_release_it_wants_a_reason(
    window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot
) -> None:
    texts = {**THIRD, "address": "Jobcenter Musterland\nPlatz 1", "body": "Sie wird verfolgt."}
    letter = letters.begin_letter(session, amal, "G00", texts=texts)
    screen = open_letter(window, letter)
    assert screen.draft is not None
    assert "Jobcenter Musterland" in screen.draft.note.text()
    screen.finish()
    sheet = sheet_of(qtbot, window, FinishSheet)
    assert any("verfolgt" in label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text"))
    sheet.accept()
    assert sheet.isVisible()
    assert not letters.read_letter(session, letter).final
    sheet.form.fields["reason"].editor.set_raw("Frist läuft heute ab")
    sheet.accept()
    assert letters.read_letter(session, letter).blocked_reason == "Frist läuft heute ab"
    drawn(qtbot, window)


def test_the_release_that_is_missing_is_recorded_from_here(
    window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot
) -> None:
    letter = letters.begin_letter(session, amal, "G00", texts={**THIRD, "address": "Jobcenter Musterland\nPlatz 1"})
    screen = open_letter(window, letter)
    assert screen.draft is not None
    screen.draft.note.action_requested.emit()
    sheet = sheet_of(qtbot, window, RecordSheet)
    texts = sheet.form.texts()
    assert (texts["recipient"], texts["purpose"]) == ("Jobcenter Musterland", "Z02")
    sheet.reject()
    raws = {"recipient": "Jobcenter Musterland", "purpose": "Z02", "matters": "A01", "sender": "MFD",
            "form": "written", "given": "2.11.2026", "until_done": "1"}  # fmt: skip
    releases.record_release(session, amal, raws)
    assert "liegt vor" in screen.draft.note.text()
    drawn(qtbot, window)


def test_the_address_book_fills_the_address(window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot) -> None:
    raws = {"name": "Jobcenter Musterland", "street": "Platz 1", "postcode": "54290", "town": "Musterburg"}
    entry = address_book.save_recipient(session, None, raws).record_id
    screen = open_letter(window, letters.begin_letter(session, amal, "G00"))
    assert screen.draft is not None
    form = screen.draft.form
    form.book.set_raw(entry)
    form.book.committed.emit()
    texts = form.form.texts()
    assert texts["address"] == "Jobcenter Musterland\nPlatz 1\n54290 Musterburg"
    assert texts["to"] == "third_party"
    assert letters.letters_of(session, amal)[0].recipient_id == entry
    drawn(qtbot, window)


def test_choosing_the_client_fills_the_address(
    window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot
) -> None:
    screen = open_letter(window, letters.begin_letter(session, amal, "G00"))
    assert screen.draft is not None
    form = screen.draft.form.form
    form.fields["to"].editor.set_raw("client")
    form.fields["to"].editor.committed.emit()
    assert form.texts()["address"] == "Amal Testperson"
    assert form.touched() == {}
    drawn(qtbot, window)


def test_another_language_asks_for_the_text_again(
    window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot
) -> None:
    screen = open_letter(window, letters.begin_letter(session, amal, "G00", texts={"subject": "Frage"}))
    assert screen.draft is not None
    form = screen.draft.form
    assert "subject_other" not in form.form.fields
    form.language.set_raw("ar")
    form.language.committed.emit()
    assert "subject_other" in form.form.fields
    assert form.form.texts()["subject"] == "Frage"
    assert (form.beside.raw(), form.beside.box.isEnabled()) == ("1", False)
    form.language.set_raw("de")
    form.language.committed.emit()
    assert "subject_other" not in form.form.fields
    assert len([found for found in screen.desk.forms if found.key.startswith("letter:")]) == 1
    drawn(qtbot, window)


def test_what_cannot_be_printed_is_said_above_the_preview(
    window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot
) -> None:
    screen = open_letter(window, letters.begin_letter(session, amal, "G00", texts={"body": "\U00012000"}))
    drawn(qtbot, window)
    assert "U+12000" in screen.preview.problem.text()
    set_field(screen, "body", "lesbar")
    assert screen.draft is not None
    screen.draft.draw()
    drawn(qtbot, window)
    assert not screen.preview.problem.isVisible()


def test_a_draft_whose_template_is_broken_says_so_and_can_be_left(
    window: MainWindow, session: Session, amal: RecordId, told: list[tuple[str, Callable[[], None] | None]],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    letter = letters.begin_letter(session, amal, "G14")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "G14.toml").write_text("id = 7", encoding="utf-8")
    own = Letters(tmp_path)
    for module in (letters, letter_fields):
        monkeypatch.setattr(module, "catalogue", lambda: own)
    screen = open_letter(window, letter)
    assert "G14" in told[-1][0]
    assert not screen.buttons.finish.isEnabled()
    screen.finish()
    screen.buttons.case.click()
    window.show_place(Place("case", amal, "letters", detail={"sheet": "letter:new"}))
    (row,) = next(found for found in window.findChildren(ChooseLetterSheet) if found.isVisible()).rows.rows()
    assert row.second.startswith("Unbrauchbar: G14.toml: $")


def test_a_letter_that_answers_a_notice_knows_it(window: MainWindow, session: Session, amal: RecordId) -> None:
    raws = {"authority": "BAMF", "kind": "B06", "form": "PZU_EINLEGUNG", "delivered": "16.11.2026", "land": "RP"}
    notice_id = noticing.record_notice(session, amal, (), raws).record_id
    window.show_place(Place("case", amal, "letters", detail={"sheet": f"letter:{'0' * 32}"}))
    assert not [found for found in window.findChildren(ChooseLetterSheet) if found.isVisible()], "a notice that is gone"
    window.show_place(Place("case", amal, "letters", detail={"sheet": f"letter:{notice_id}"}))
    next(found for found in window.findChildren(ChooseLetterSheet) if found.isVisible()).rows.row_activated.emit("G00")
    (letter,) = letters.letters_of(session, amal)
    assert letter.notice_id == notice_id


def test_a_stale_translation_has_to_be_agreed_to(
    window: MainWindow, session: Session, amal: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = Path(shutil.copytree(resource_path("letters"), tmp_path / "letters")) / "G12.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Hiermit", "Hierdurch"), encoding="utf-8")
    own = Letters(tmp_path)
    for module in (letters, letter_fields):
        monkeypatch.setattr(module, "catalogue", lambda: own)
    texts = {"day": "2.11.2026", "address": "Amal Testperson"}
    letter = letters.begin_letter(session, amal, "G12", "ar", texts=texts)
    screen = open_letter(window, letter)
    assert screen.draft is not None
    assert "älter als der deutsche Text" in screen.draft.note.text()
    screen.finish()
    sheet = sheet_of(qtbot, window, FinishSheet)
    sheet.accept()
    assert sheet.isVisible()
    assert any("Bitte ankreuzen" in label.text() for label in sheet.findChildren(Label))
    sheet.stale.set_raw("1")
    sheet.accept()
    assert letters.read_letter(session, letter).final
    drawn(qtbot, window)


def test_what_is_typed_survives_locking(
    window: MainWindow, session: Session, amal: RecordId, sealer: Sealer, qtbot: QtBot
) -> None:
    letter = letters.begin_letter(session, amal, "G00")
    screen = open_letter(window, letter)
    assert screen.draft is not None
    qtbot.waitUntil(screen.draft.form.form.isVisible)
    screen.draft.form.form.focus_field("subject")
    set_field(screen, "subject", "halb")
    sealer.seal()
    place = drafts.last_place(session)
    assert place is not None
    assert (place.screen, place.record_id, place.field) == ("letter", letter, f"letter:{letter}/subject")
    kept = drafts.draft(session, f"letter:{letter}")
    stored = letters.read_letter(session, letter).fields["subject"]
    assert stored == "halb" or (kept is not None and kept.values["subject"] == "halb")
    drawn(qtbot, window)


def test_how_it_was_sent(
    window: MainWindow, session: Session, amal: RecordId, press: Callable[..., None], qtbot: QtBot
) -> None:
    letter = letters.begin_letter(session, amal, "G12", texts={"day": "2.11.2026"})
    letters.finish_letter(session, letter)
    screen = open_letter(window, letter)
    screen.note_sent()
    assert screen.place().detail["sheet"] == "sent"
    sheet = sheet_of(qtbot, window, SentSheet)
    sheet.form.fields["sent_way"].editor.set_raw("mailbox")
    press(KEY.Key_Return, CONTROL)
    found = letters.read_letter(session, letter)
    assert (found.sent_way, str(found.sent_day)) == ("mailbox", "2026-11-23")
    drawn(qtbot, window)


def test_saving_warns_and_never_proposes_a_name(
    window: MainWindow, desk: Desk, session: Session, amal: RecordId, tmp_path: Path,
    told: list[tuple[str, Callable[[], None] | None]], qtbot: QtBot,
) -> None:  # fmt: skip
    letter = letters.begin_letter(session, amal, "G12", texts={"day": "2.11.2026"})
    letters.finish_letter(session, letter)
    screen = open_letter(window, letter)
    screen.buttons.save.click()
    warning = sheet_of(qtbot, window, Sheet)
    warning.accept()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    names = [Path(name).name for name in dialog.selectedFiles()]
    assert names == [f"{letters.read_letter(session, letter).case_number}-G12.pdf"]
    dialog.reject()
    letter_saving.save_letter(desk, letters.read_letter(session, letter), tmp_path / names[0])
    assert (tmp_path / names[0]).read_bytes() == letters.pages(session, letter)
    letter_saving.save_letter(desk, letters.read_letter(session, letter), tmp_path / "gone" / names[0])
    assert "nicht mehr da" in told[-1][0]
    drawn(qtbot, window)


def test_a_draft_is_deleted_and_comes_back(
    window: MainWindow,
    session: Session,
    amal: RecordId,
    told: list[tuple[str, Callable[[], None] | None]],
    qtbot: QtBot,
) -> None:
    screen = open_letter(window, letters.begin_letter(session, amal, "G12", texts={"client_name": "Erfunden"}))
    screen.buttons.remove.click()
    assert letters.letters_of(session, amal) == ()
    shown(window, LettersScreen)
    callback = told[-1][1]
    assert callback is not None
    callback()
    assert letters.letters_of(session, amal)[0].fields["client_name"] == "Erfunden"
    shown(window, LetterScreen)
    drawn(qtbot, window)


def test_a_new_letter_from_an_old_one(window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot) -> None:
    letter = letters.begin_letter(session, amal, "G12", texts={"day": "2.11.2026"})
    letters.finish_letter(session, letter)
    screen = open_letter(window, letter)
    screen.buttons.copy.click()
    assert screen.place().record_id != letter
    assert screen.draft is not None
    assert screen.draft.form.form.texts()["day"] == "2.11.2026"
    screen.buttons.case.click()
    assert shown(window, CaseScreen).place().tab == "letters"
    drawn(qtbot, window)


def test_the_list_filters_and_opens(
    window: MainWindow, session: Session, people: dict[str, Any], press: Callable[..., None], qtbot: QtBot
) -> None:
    amal, ivan = people["amal"].case_id, people["ivan"].case_id
    letters.begin_letter(session, amal, "G14")
    final = letters.begin_letter(session, ivan, "G12", texts={"day": "2.11.2026"})
    letters.finish_letter(session, final)
    window.show_place(Place("letters"))
    screen = shown(window, LettersScreen)
    assert [screen.table.row_at(row).template for row in range(2)] == ["G14", "G12"]
    screen.tabs.setCurrentIndex(2)
    assert screen.table.model().rowCount() == 1
    screen.tabs.setCurrentIndex(0)
    screen.filter.set_raw("beratungsb")
    screen.filter.edited.emit()
    assert screen.table.model().rowCount() == 1
    assert screen.place().detail == {"which": "0", "text": "beratungsb", "sheet": ""}
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert shown(window, LetterScreen).place().record_id == final
    drawn(qtbot, window)


def test_starting_from_the_list_asks_for_the_case(
    window: MainWindow, session: Session, people: dict[str, Any], press: Callable[..., None], qtbot: QtBot
) -> None:
    window.show_place(Place("letters", detail={"sheet": "new"}))
    sheet = sheet_of(qtbot, window, ChooseLetterSheet)
    sheet.rows.row_activated.emit("G14")
    assert sheet.isVisible()
    assert sheet.case.input_widget() is QApplication.focusWidget()
    sheet.case.set_raw(people["ivan"].number)
    sheet.rows.row_activated.emit("G14")
    assert letters.letters_of(session, people["ivan"].case_id)[0].template == "G14"
    shown(window, LetterScreen)
    drawn(qtbot, window)


def test_the_tab_lists_the_letters_of_the_case(window: MainWindow, session: Session, amal: RecordId) -> None:
    window.show_place(Place("case", amal, "letters"))
    tab = shown(window, CaseScreen).tab("letters")
    assert isinstance(tab, LettersTab)
    assert tab.first_widget() is tab.write_button
    letter = letters.begin_letter(session, amal, "G12")
    assert [(row.key, row.note) for row in tab.rows.rows()] == [(letter, "Entwurf")]
    tab.restore({"letter": letter})
    assert tab.detail() == {"letter": letter}


def test_a_letter_that_is_gone_leads_to_the_list(
    window: MainWindow, session: Session, amal: RecordId, qtbot: QtBot
) -> None:
    letter = letters.begin_letter(session, amal, "G12")
    screen = open_letter(window, letter)
    letters.remove_draft(session, letter)
    shown(window, LettersScreen)
    with pytest.raises(KeyError):
        screen.go_to(Place("letter", letter))
    drawn(qtbot, window)
