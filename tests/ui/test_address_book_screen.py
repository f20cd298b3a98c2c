"""The address book as a screen: found, added, changed, deleted, and kept while it is needed."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import address_book, releases
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.buttons import Button
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.recipient_sheet import RecipientSheet
from mfd_desktop.ui.screens.address_book import AddressBookScreen
from mfd_desktop.ui.screens.settings import SettingsScreen

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def book(window: MainWindow) -> AddressBookScreen:
    window.show_place(Place("address_book"))
    screen = window.current()
    assert isinstance(screen, AddressBookScreen)
    return screen


def add(session: Session, name: str, **more: str) -> Any:
    return address_book.save_recipient(session, None, {"name": name, **more}).record_id


def titles(book: AddressBookScreen) -> list[str]:
    return [row.title for row in book.rows.rows()]


def opened(book: AddressBookScreen, qtbot: QtBot) -> RecipientSheet:
    sheet = book.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    return sheet


def button(sheet: RecipientSheet, words: str) -> Button:
    return next(found for found in sheet.findChildren(Button) if found.text() == words)


def test_an_entry_is_added_by_keyboard_and_found_by_typing(
    session: Session,
    book: AddressBookScreen,
    qtbot: QtBot,
    press: Callable[..., None],
    type_text: Callable[[str], None],
) -> None:
    assert book.empty.text().startswith("Noch keine Stelle.")
    press(KEY.Key_Tab)
    press(KEY.Key_Return)
    opened(book, qtbot)
    press(KEY.Key_Return, CONTROL)
    assert opened(book, qtbot).form.fields["name"].error() == "Bitte ausfüllen."
    type_text("Jobcenter Musterstadt")
    press(KEY.Key_Tab)
    type_text("Leistung")
    press(KEY.Key_Return, CONTROL)
    assert titles(book) == ["Jobcenter Musterstadt, Leistung"]
    add(session, "VG Trier", town="Trier", phone="0651 1")
    assert titles(book) == ["Jobcenter Musterstadt, Leistung", "VG Trier"]
    assert book.rows.rows()[1].second == "Trier · 0651 1"
    book.window().activateWindow()
    qtbot.waitUntil(book.window().isActiveWindow)
    book.filter.input_widget().setFocus()
    type_text("trier")
    assert titles(book) == ["VG Trier"]
    type_text("xx")
    assert book.empty.text() == "Keine Stelle passt zu diesem Filter."


def test_an_entry_is_changed_from_the_list(
    session: Session,
    book: AddressBookScreen,
    qtbot: QtBot,
    press: Callable[..., None],
    type_text: Callable[[str], None],
) -> None:
    record_id = add(session, "VG Trier")
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    sheet = opened(book, qtbot)
    sheet.form.focus_field("town")
    type_text("Trier")
    place = book.place()
    assert (place.record_id, place.detail) == (record_id, {"sheet": record_id})
    press(KEY.Key_Return, CONTROL)
    assert address_book.read_recipient(session, record_id).town == "Trier"
    assert book.rows.current_key() == record_id
    assert book.place().detail == {}


def test_an_entry_is_deleted_and_brought_back(
    session: Session, desk: Desk, book: AddressBookScreen, qtbot: QtBot
) -> None:
    told: list[Callable[[], None]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    book.open_sheet(add(session, "VG Trier"))
    button(opened(book, qtbot), "Löschen").click()
    assert (titles(book), book.sheet) == ([], None)
    told.pop()()
    assert titles(book) == ["VG Trier"]


def test_an_entry_that_a_release_names_says_so_and_stays(
    session: Session, desk: Desk, book: AddressBookScreen, people: dict[str, Any], qtbot: QtBot
) -> None:
    said: list[str] = []
    desk.messages.told.connect(lambda text, _kind, _action, _callback: said.append(text))
    record_id = add(session, "VG Trier")
    releases.record_release(session, people["amal"].case_id, {"recipient": "vg trier"})
    book.open_sheet(record_id)
    sheet = opened(book, qtbot)
    assert any("Entbindungen: 1, in Briefen: 0" in label.text() for label in sheet.findChildren(Label))
    button(sheet, "Löschen").click()
    assert said[-1].startswith("Die Stelle bleibt im Adressbuch")
    assert book.sheet is sheet
    sheet.reject()
    assert titles(book) == ["VG Trier"]


def test_filter_and_sheet_come_back_with_the_place(
    session: Session, window: MainWindow, book: AddressBookScreen, qtbot: QtBot
) -> None:
    add(session, "Jobcenter")
    record_id = add(session, "VG Trier")
    window.show_place(Place("today"))
    window.show_place(Place("address_book", record_id, detail={"text": "vg", "sheet": record_id}))
    assert titles(book) == ["VG Trier"]
    opened(book, qtbot).reject()
    book.open_sheet("0" * 32)
    assert book.sheet is None


def test_the_settings_lead_to_it(window: MainWindow) -> None:
    window.show_place(Place("settings"))
    screen = window.current()
    assert isinstance(screen, SettingsScreen)
    screen.book_button.click()
    assert isinstance(window.current(), AddressBookScreen)
