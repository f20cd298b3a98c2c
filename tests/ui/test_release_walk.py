"""The way of a letter that may not leave: what is missing is said, an oral release recorded, then it leaves."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import address_book, agenda, drafts, letters, overview
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.domain.releases import ReleaseForm
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.letter_sheets import FinishSheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.letter import LetterScreen

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def amal(people: dict[str, Any]) -> RecordId:
    """Her case."""
    return RecordId(people["amal"].case_id)


@pytest.fixture
def screen(session: Session, window: MainWindow, amal: RecordId) -> LetterScreen:
    """A letter to the Jobcenter in which nothing is missing but the release."""
    entry = address_book.save_recipient(session, None, {"name": "Jobcenter Musterstadt", "department": "Leistung"})
    letter_id = letters.begin_letter(session, amal, "G00")
    letters.address_to(session, letter_id, entry.record_id)
    texts = {"purpose": "Z02", "subject": "Termin", "body": "Wir bitten um einen Termin."}
    letters.save_letter(session, letter_id, texts)
    window.show_place(Place("letter", letter_id))
    shown = window.current()
    assert isinstance(shown, LetterScreen)
    return shown


def opened(screen: LetterScreen, qtbot: QtBot) -> Sheet:
    """Return the open sheet once it has the keys."""
    sheet = screen.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    return sheet


def test_a_letter_leaves_once_the_release_it_lacks_was_spoken(
    session: Session, screen: LetterScreen, amal: RecordId, qtbot: QtBot, press: Callable[..., None],
    type_text: Callable[[str], None],
) -> None:  # fmt: skip
    screen.finish()
    asking = opened(screen, qtbot)
    assert isinstance(asking, FinishSheet)
    press(KEY.Key_Return, CONTROL)
    assert screen.sheet is asking, "without a reason nothing leaves"
    asking.release_button.click()
    sheet = opened(screen, qtbot)
    assert isinstance(sheet, RecordSheet)
    texts = sheet.form.texts()
    assert (texts["recipient"], texts["purpose"]) == ("Jobcenter Musterstadt, Leistung", "Z02")
    for name, text in {"matters": "A05", "form": "Münd", "given": "heute", "present": "Frau Probe"}.items():
        sheet.form.focus_field(name)
        press(KEY.Key_A, CONTROL)
        type_text(text)
        press(KEY.Key_Tab)
    sheet.form.fields["until_done"].editor.input_widget().click()  # type: ignore[attr-defined]  # a box
    press(KEY.Key_Return, CONTROL)
    assert screen.sheet is None
    (release,) = overview.case_page(session, amal).releases
    assert (release.form, release.recipient_id is not None) == (ReleaseForm.ORAL, True)
    assert [agenda.read_follow_up(session, release.follow_up_id).done] == [None]  # type: ignore[arg-type]  # there is one
    screen.finish()
    assert isinstance(again := opened(screen, qtbot), FinishSheet)
    assert not again.form.isVisible()
    press(KEY.Key_Return, CONTROL)
    (letter,) = letters.letters_of(session, amal)
    assert (letter.final, letter.release_id, letter.blocked_reason) == (True, release.stamp.id, "")


def test_a_reason_in_own_words_lets_it_leave_and_survives_locking(
    session: Session, desk: Desk, window: MainWindow, screen: LetterScreen, amal: RecordId, qtbot: QtBot,
    press: Callable[..., None], type_text: Callable[[str], None],
) -> None:  # fmt: skip
    screen.finish()
    sheet = opened(screen, qtbot)
    assert isinstance(sheet, FinishSheet)
    sheet.form.focus_first()
    type_text("Gefahr fuer ein Kind")
    unsaved, place = sheet.form.open_form(), screen.place()
    assert unsaved is not None
    assert place.detail["sheet"] == "finish"
    sheet.reject()
    drafts.seal(session, (unsaved,), place)
    window.show_place(place)
    again = opened(screen, qtbot)
    assert isinstance(again, FinishSheet)
    press(KEY.Key_Return, CONTROL)
    (letter,) = letters.letters_of(session, amal)
    assert (letter.final, letter.release_id, letter.blocked_reason) == (True, None, "Gefahr fuer ein Kind")
    assert drafts.draft(session, unsaved.key) is None
    assert not [form for form in desk.forms if form.key == unsaved.key]


def test_the_sheet_of_the_missing_release_is_part_of_the_place(
    window: MainWindow, screen: LetterScreen, qtbot: QtBot
) -> None:
    window.show_place(Place("letter", screen.place().record_id, detail={"sheet": "release:Jobcenter: Leistung"}))
    sheet = opened(screen, qtbot)
    assert isinstance(sheet, RecordSheet)
    assert sheet.form.texts()["recipient"] == "Jobcenter: Leistung"
    assert screen.place().detail["sheet"] == "release:Jobcenter: Leistung"
    sheet.reject()
    assert "sheet" not in screen.place().detail
