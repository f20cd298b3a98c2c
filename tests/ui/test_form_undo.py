"""Ctrl+Z in forms: typing first, then field by field, never another record."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mfd_desktop.app import casework
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.day_grid import DayGrid
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.form_undo import FieldUndo
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.screens.case import CaseScreen

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def client_id(people: dict[str, object]) -> RecordId:
    found: RecordId = people["amal"].client_id  # type: ignore[attr-defined]  # a Person
    return found


@pytest.fixture
def form(window: MainWindow, people: dict[str, object], client_id: RecordId, session: Session) -> RecordForm:
    """The master data of Amal, who lives in Trier."""
    casework.save_client(session, client_id, {"town": "Trier", "street": "Weg 1"})
    window.show_place(Place("case", people["amal"].case_id, "master"))  # type: ignore[attr-defined]  # a Person
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return next(one for one in screen.findChildren(RecordForm) if one.isVisible() and "town" in one.fields)


@pytest.fixture
def told(desk: Desk) -> list[str]:
    found: list[str] = []
    desk.messages.told.connect(lambda text, _kind, _action, _callback: found.append(text))
    return found


def write(form: RecordForm, name: str, text: str) -> None:
    """Type a text into a field in place of what is there, and leave it."""
    form.focus_field(name)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, KEY.Key_Tab)


def press(key: KEY, held: Qt.KeyboardModifier = CONTROL) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_typing_is_taken_back_before_the_field_left_last(
    form: RecordForm, session: Session, client_id: RecordId
) -> None:
    write(form, "town", "Mainz")
    form.focus_field("street")
    QTest.keyClicks(QApplication.focusWidget(), "23")
    press(KEY.Key_Z)
    assert form.texts()["street"] == "Weg 1"
    assert casework.read_client(session, client_id).town == "Mainz"
    press(KEY.Key_Z)
    assert casework.read_client(session, client_id).town == "Trier"


def test_fields_come_back_one_by_one_and_go_again(
    form: RecordForm, session: Session, client_id: RecordId, told: list[str]
) -> None:
    write(form, "town", "Mainz")
    write(form, "street", "Gasse 2")
    form.focus_field("azr_number")
    press(KEY.Key_Z)
    press(KEY.Key_Z)
    stored = casework.read_client(session, client_id)
    assert (stored.town, stored.street) == ("Trier", "Weg 1")
    assert told == ["Rückgängig – Straße und Hausnummer: Weg 1", "Rückgängig – Ort: Trier"]
    assert form.focused() == ("town", 5)
    press(KEY.Key_Z)
    press(KEY.Key_Y)
    press(KEY.Key_Z, CONTROL | SHIFT)
    press(KEY.Key_Y)
    stored = casework.read_client(session, client_id)
    assert (stored.town, stored.street) == ("Mainz", "Gasse 2")
    assert told[-1] == "Wiederholt – Straße und Hausnummer: Gasse 2"


def test_it_works_where_the_focus_is_beside_the_fields(
    form: RecordForm, session: Session, client_id: RecordId, window: MainWindow
) -> None:
    write(form, "town", "Mainz")
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    button = next(one for one in screen.findChildren(type(screen.head)) if one is screen.head)
    button.setFocus()
    form.window().setFocus()
    press(KEY.Key_Z)
    assert casework.read_client(session, client_id).town == "Trier"


def test_another_record_is_never_touched(
    form: RecordForm, session: Session, client_id: RecordId, window: MainWindow, people: dict[str, object]
) -> None:
    write(form, "town", "Mainz")
    other = next(person for name, person in people.items() if name != "amal")
    before = casework.read_client(session, other.client_id)  # type: ignore[attr-defined]  # a Person
    window.show_place(Place("case", other.case_id, "master"))  # type: ignore[attr-defined]  # a Person
    form.focus_field("town")
    press(KEY.Key_Z)
    assert casework.read_client(session, other.client_id) == before  # type: ignore[attr-defined]  # a Person
    assert casework.read_client(session, client_id).town == "Mainz"


def test_what_somebody_else_wrote_since_stays(form: RecordForm, session: Session, client_id: RecordId) -> None:
    write(form, "town", "Mainz")
    casework.save_client(session, client_id, {"town": "Worms"})
    form.focus_field("azr_number")
    press(KEY.Key_Z)
    assert casework.read_client(session, client_id).town == "Worms"


def test_a_row_of_the_day_takes_back_its_own_cells(window: MainWindow, qtbot: QtBot, people: dict[str, object]) -> None:
    window.show_place(Place("day_entry"))
    (grid,) = window.current().findChildren(DayGrid)
    for number, text in ((0, "45"), (1, "30")):
        grid.focus_field(f"row{number}.minutes")
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, KEY.Key_Tab)
    grid.focus_field("row0.note")
    press(KEY.Key_Z)
    assert [row.texts()["minutes"] for row in grid.rows[:2]] == ["15", "30"]
    press(KEY.Key_Y)
    assert grid.rows[0].texts()["minutes"] == "45"


@pytest.fixture
def undo() -> tuple[FieldUndo, dict[str, str], Callable[[str, str], None]]:
    texts = {"a": "", "b": ""}

    def put(name: str, text: str) -> bool:
        texts[name] = text
        return True

    found = FieldUndo(texts.get, put)

    def change(name: str, text: str) -> None:
        found.note(name, texts[name], text)
        texts[name] = text

    return found, texts, change


def test_typing_on_is_one_change(undo: tuple[FieldUndo, dict[str, str], Callable[[str, str], None]]) -> None:
    found, texts, change = undo
    for text in ("An", "Anfang", "Anfang und Ende"):
        change("a", text)
    change("a", "Neu")
    assert (found.undo(), texts["a"]) == ("a", "Anfang und Ende")
    assert (found.undo(), texts["a"]) == ("a", "")
    assert found.undo() == ""
    assert (found.redo(), texts["a"]) == ("a", "Anfang und Ende")


def test_a_new_change_forgets_what_was_taken_back(
    undo: tuple[FieldUndo, dict[str, str], Callable[[str, str], None]],
) -> None:
    found, texts, change = undo
    change("a", "1")
    found.undo()
    change("b", "2")
    assert found.redo() == ""
    assert texts == {"a": "", "b": "2"}


def test_what_cannot_be_stored_can_be_tried_again() -> None:
    texts, refuse = {"a": ""}, [True]

    def put(name: str, text: str) -> bool:
        if refuse[0]:
            return False
        texts[name] = text
        return True

    found = FieldUndo(texts.get, put)
    found.note("a", "", "1")
    texts["a"] = "1"
    assert found.undo() == ""
    refuse[0] = False
    assert (found.undo(), texts["a"]) == ("a", "")


def test_a_note_takes_back_its_own_typing_first(form: RecordForm, session: Session, client_id: RecordId) -> None:
    write(form, "town", "Mainz")
    note = next(one for one in form.window().findChildren(RecordForm) if one.isVisible() and "note" in one.fields)
    note.focus_field("note")
    QTest.keyClicks(QApplication.focusWidget(), "Vermerk")
    press(KEY.Key_Z)
    assert "Vermerk" not in note.texts()["note"]
    assert casework.read_client(session, client_id).town == "Mainz"
