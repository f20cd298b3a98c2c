"""The unlock window alone: what it hands over, what it says, and that it waits for an answer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.unlock import UnlockWindow


@pytest.fixture
def unlock(qtbot: QtBot, tmp_path: Path, show_alone: Callable[..., None]) -> UnlockWindow:
    """The window, shown."""
    window = UnlockWindow(tmp_path / "vault")
    show_alone(window)
    return window


def _button(window: UnlockWindow, text: str) -> QPushButton:
    return next(button for button in window.findChildren(QPushButton) if button.text() == text)


def test_enter_hands_the_passphrase_over(
    unlock: UnlockWindow, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    given: list[str] = []
    unlock.passphrase_given.connect(given.append)
    press(Qt.Key.Key_Return)
    assert given == [], "nothing typed is nothing given"
    type_text("Zaun Wolke")
    press(Qt.Key.Key_Return)
    assert given == ["Zaun Wolke"]


def test_it_is_hidden_while_typed(unlock: UnlockWindow) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus.echoMode() is QLineEdit.EchoMode.Password


def test_waiting_takes_no_second_answer(unlock: UnlockWindow, type_text: Callable[[str], None]) -> None:
    type_text("Zaun Wolke")
    given: list[str] = []
    unlock.passphrase_given.connect(given.append)
    unlock.show_waiting()
    _button(unlock, "Entsperren").click()
    assert given == []
    unlock.show_error("Passwort stimmt nicht")
    assert unlock.findChild(Banner).text() == "Passwort stimmt nicht"
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus.selectedText() != "", "the next key replaces what was wrong"


def test_the_title_and_the_window_name_no_person(unlock: UnlockWindow) -> None:
    assert unlock.windowTitle() == "MFD Desktop"


def test_nothing_is_cut_off_at_200_percent(unlock: UnlockWindow) -> None:
    unlock.resize(683, 384)
    unlock.show_error("In diesen Ordner darf nicht geschrieben werden. Was schon gespeichert war, ist erhalten.")
    button = _button(unlock, "Aus Sicherung wiederherstellen …")
    assert button.mapTo(unlock, button.rect().bottomRight()).x() <= unlock.width()
