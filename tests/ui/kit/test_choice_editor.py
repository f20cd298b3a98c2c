"""The editor for one of a few answers: one stop for Tab, arrows inside, letters, and taking it back."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.field import Field

OPTIONS = (("yes", "Ja"), ("no", "Nein"), ("never", "Niemals"))


@pytest.fixture
def editor(show_alone: Callable[..., None]) -> Iterator[ChoiceEditor]:
    window, made = QWidget(), ChoiceEditor(OPTIONS)
    column = QVBoxLayout(window)
    for widget in (QLineEdit(), Field("Frage", made, "Hilfe", required=True), QLineEdit()):
        column.addWidget(widget)
    show_alone(window, 500, 200)
    made.input_widget().setFocus()
    yield made
    window.hide()


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_arrows_move_space_and_enter_take_delete_takes_back(editor: ChoiceEditor) -> None:
    heard: list[str] = []
    editor.committed.connect(lambda: heard.append(editor.raw()))
    press(Qt.Key.Key_Right)
    assert editor.raw() == ""
    press(Qt.Key.Key_Space)
    assert editor.raw() == "no"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert editor.raw() == "yes"
    press(Qt.Key.Key_Left)
    assert QApplication.focusWidget() is editor.buttons["never"]
    press(Qt.Key.Key_Backspace)
    assert editor.raw() == ""
    assert heard == ["no", "yes", ""]
    assert not editor.clear_button.isVisible()


def test_a_letter_takes_the_only_answer_that_begins_with_it(editor: ChoiceEditor) -> None:
    press(Qt.Key.Key_J)
    assert editor.raw() == "yes"
    press(Qt.Key.Key_N)
    assert editor.raw() == "yes", "two answers begin with n"
    press(Qt.Key.Key_X)
    assert editor.raw() == "yes"


def test_tab_stops_once_at_the_answer_given(editor: ChoiceEditor) -> None:
    editor.set_raw("no")
    assert editor.buttons["no"].isChecked()
    editor.input_widget().setFocus()
    assert QApplication.focusWidget() is editor.buttons["no"]
    press(Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is editor.buttons["no"]


def test_the_mouse_takes_and_takes_back(editor: ChoiceEditor) -> None:
    for _twice in range(2):
        editor.buttons["yes"].click()
        assert (editor.raw(), editor.buttons["yes"].isChecked()) == ("yes", True)
    editor.clear_button.click()
    assert (editor.raw(), editor.buttons["yes"].isChecked()) == ("", False)


def test_each_answer_is_heard_with_its_question(editor: ChoiceEditor) -> None:
    assert editor.buttons["yes"].accessibleName() == "Frage, Pflichtfeld: Ja"
    assert editor.buttons["yes"].accessibleDescription() == "Hilfe"


def test_an_unknown_text_is_kept_and_shows_nothing(editor: ChoiceEditor) -> None:
    editor.set_raw("maybe")
    assert editor.raw() == "maybe"
    assert not any(button.isChecked() for button in editor.buttons.values())
