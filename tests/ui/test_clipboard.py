"""Everything copied passes one door: marked as secret, forgotten after half a minute, when locking, when closing."""

import ast
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mfd_desktop.app.guided import begin
from mfd_desktop.app.letters import begin_letter
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.clipboard import FORGET_MS, MARKS, ClipboardDoor, forget_copied, watch_clipboard
from mfd_desktop.ui.locking import Locker
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.relaunch import GEOMETRY
from mfd_desktop.ui.screens import ENTRIES
from mfd_desktop.ui.sealing import Sealer

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "src" / "mfd_desktop" / "ui"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def door(qapp: QApplication) -> Iterator[ClipboardDoor]:
    watch_clipboard()
    watch_clipboard()
    (found,) = qapp.findChildren(ClipboardDoor)
    clipboard().clear()
    yield found
    found.forget()
    clipboard().clear()


@pytest.fixture
def seen(door: ClipboardDoor) -> Iterator[list[QMimeData]]:
    """Every text that lay on the clipboard for a moment without its marks."""
    found: list[str] = []

    def look() -> None:
        mime = clipboard().mimeData()
        if mime is not None and mime.text() and not mime.hasFormat("x-kde-passwordManagerHint"):
            found.append(mime.text())

    clipboard().dataChanged.connect(look)
    yield found
    clipboard().dataChanged.disconnect(look)


def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


@pytest.fixture
def page(show_alone: Callable[..., None]) -> QWidget:
    found = QWidget()
    layout = QVBoxLayout(found)
    label = QLabel("Kennung 4711")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    for widget in (QLineEdit("Testperson"), QTextEdit("Erste Zeile\nZweite"), label):
        layout.addWidget(widget)
    show_alone(found, 400, 300)
    return found


def select_all(widget: QWidget) -> str:
    widget.setFocus()
    if isinstance(widget, QLabel):
        widget.setSelection(0, len(widget.text()))
        return widget.text()
    widget.selectAll()
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit, QLabel])
def test_copying_by_key_and_by_menu_is_marked_from_the_first_moment(
    page: QWidget, door: ClipboardDoor, seen: list[str], kind: type[QWidget]
) -> None:
    widget = page.findChildren(kind)[0]
    text = select_all(widget)
    QTest.keyClick(widget, Qt.Key.Key_C, CONTROL)
    assert clipboard().text() == text
    assert {name: bytes(clipboard().mimeData().data(name)) for name in MARKS} == MARKS
    assert not clipboard().mimeData().hasHtml()
    clipboard().clear()
    menu = door.menu(widget)
    assert menu is not None
    action = next(found for found in menu.actions() if found.objectName() == "edit-copy" or kind is QLabel)
    action.trigger()
    assert clipboard().text() == text
    menu.deleteLater()
    assert seen == []


@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit])
def test_cutting_is_copying_and_can_be_undone(
    page: QWidget, door: ClipboardDoor, seen: list[str], kind: type[QWidget]
) -> None:
    widget = page.findChildren(kind)[0]
    text = select_all(widget)
    QTest.keyClick(widget, Qt.Key.Key_X, CONTROL)
    assert (clipboard().text(), seen) == (text, [])
    assert select_all(widget) == ""
    widget.undo()
    assert select_all(widget) == text
    menu = door.menu(widget)
    next(found for found in menu.actions() if found.objectName() == "edit-cut").trigger()
    assert select_all(widget) == ""
    menu.deleteLater()
    assert seen == []
    widget.undo()
    widget.setReadOnly(True)
    clipboard().clear()
    select_all(widget)
    QTest.keyClick(widget, Qt.Key.Key_X, CONTROL)
    assert select_all(widget) == text
    assert clipboard().text() in ("", text)


def test_the_menu_opens_at_the_mouse_and_nothing_else_changes(
    page: QWidget, door: ClipboardDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))
    for widget in (page.findChildren(QLineEdit)[0], page.findChildren(QTextEdit)[0]):
        select_all(widget)
        target = widget.viewport() if isinstance(widget, QTextEdit) else widget
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5)))
        QApplication.sendEvent(target, event)
        menu = opened.pop()
        assert "edit-paste" in [action.objectName() for action in menu.actions()]
        menu.deleteLater()
    label = page.findChildren(QLabel)[0]
    label.setFocus()
    assert door.menu(label) is None, "nothing is selected"


def test_a_passphrase_is_never_copied(page: QWidget, door: ClipboardDoor, seen: list[str]) -> None:
    line = page.findChildren(QLineEdit)[0]
    line.setEchoMode(QLineEdit.EchoMode.Password)
    select_all(line)
    QTest.keyClick(line, Qt.Key.Key_C, CONTROL)
    assert clipboard().text() == ""
    QTest.keyClick(line, Qt.Key.Key_X, CONTROL)
    assert clipboard().text() == ""


def test_it_is_forgotten_after_half_a_minute(page: QWidget, door: ClipboardDoor, qtbot: QtBot) -> None:
    assert FORGET_MS == 30_000
    door.copy("Testperson")
    timer = door.findChild(QTimer)
    assert timer.isActive()
    assert timer.interval() == FORGET_MS
    timer.start(1)
    qtbot.waitUntil(lambda: clipboard().text() == "")
    timer.setInterval(FORGET_MS)


def test_a_text_of_somebody_else_is_left_alone(page: QWidget, door: ClipboardDoor) -> None:
    door.copy("Testperson")
    clipboard().setText("von anderswo")
    door.findChild(QTimer).timeout.emit()
    assert clipboard().text() == "von anderswo"
    door.copy("Testperson")
    clipboard().setText("von anderswo")
    forget_copied()
    assert clipboard().text() == "von anderswo"


def test_what_another_program_took_over_is_cleared_too(page: QWidget, door: ClipboardDoor) -> None:
    door.copy("Testperson")
    clipboard().setText("Testperson")
    door.findChild(QTimer).timeout.emit()
    assert clipboard().text() == ""


def test_locking_and_closing_clear_it(
    window: MainWindow, desk: Any, sealer: Sealer, door: ClipboardDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(GEOMETRY, "")
    door.copy("Testperson")
    left: list[str] = []
    Locker(desk, sealer, window, tmp_path, lambda _words: left.append(clipboard().text())).lock()
    assert left == [""]


def test_every_text_of_every_screen_passes_the_door(
    window: MainWindow, session: Session, people: dict[str, Any], door: ClipboardDoor, seen: list[str]
) -> None:
    copied: set[str] = set()
    case_id = people["amal"].case_id
    texts = {"to": "client", "subject": "Probe", "body": "Guten Tag"}
    records = {
        "case": case_id,
        "letter": begin_letter(session, case_id, "G00", texts=texts),
        "guided": begin(session, case_id, "first_interview"),
    }
    places = [Place(entry.name, records.get(entry.name)) for entry in ENTRIES]
    places += [Place("case", case_id, tab) for tab in ("master", "consents", "letters")]
    for place in places:
        window.show_place(place)
        tried: Counter[str] = Counter()
        for widget in (*_texts(window), *window.findChildren(QAbstractItemView)):
            # Fields of one class behave alike: three of each on every screen.
            if tried[type(widget).__name__] < 3 and (kinds := _copy_from(widget)):
                tried[type(widget).__name__] += 1
                copied |= kinds
    assert {"QLineEdit", "QTextEdit", "QLabel", "QAbstractItemView"} <= copied
    assert seen == []


def _texts(window: QWidget) -> list[QWidget]:
    labels = [
        label
        for label in window.findChildren(QLabel)
        if label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    ]
    return [*window.findChildren(QLineEdit), *window.findChildren(QTextEdit), *labels]


def _copy_from(widget: QWidget) -> set[str]:
    """Copy all there is by the keyboard; return the kind of widget if something was."""
    if not widget.isVisible() or not widget.isEnabled():
        return set()
    clipboard().clear()
    if isinstance(widget, QAbstractItemView):
        widget.setFocus()
        widget.setCurrentIndex(widget.model().index(0, 0))
    else:
        select_all(widget)
    if QApplication.focusWidget() is not widget:
        return set()
    QTest.keyClick(widget, Qt.Key.Key_C, CONTROL)
    if not clipboard().text():
        return set()
    assert clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")
    kinds = (QLineEdit, QTextEdit, QLabel, QAbstractItemView)
    return {kind.__name__ for kind in kinds if isinstance(widget, kind)}


UNKNOWN = {"QPlainTextEdit", "QTextBrowser", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit",
           "QMessageBox", "QInputDialog", "QWebEngineView", "QPdfView"}  # fmt: skip
"""Widgets that copy in a way of their own, which the door does not know."""


def past_the_door(source: str) -> list[int]:
    """Lines that use the clipboard other than for reading, or a widget that copies in a way of its own."""
    tree = ast.parse(source)
    reading = {
        id(node.value.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"mimeData", "text"} and isinstance(node.value, ast.Call)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in {"clipboard", *UNKNOWN} and id(node) not in reading)
        or (isinstance(node, ast.ImportFrom) and {"QClipboard", *UNKNOWN} & {alias.name for alias in node.names})
    ]


def test_nothing_else_writes_to_the_clipboard_and_no_widget_copies_past_the_door() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in UI.rglob("*.py")
        if path.name != "clipboard.py"
        for line in past_the_door(path.read_text(encoding="utf-8"))
    ]
    assert not found
    assert past_the_door("QApplication.clipboard().setText('x')") == [1]
    assert past_the_door("from PySide6.QtWidgets import QSpinBox") == [1]
    assert past_the_door("QApplication.clipboard().mimeData()") == []


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="Xvfb is not installed")
def test_the_selection_of_x11_is_marked_and_forgotten_too(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT / "src")}
    environment.pop("WAYLAND_DISPLAY", None)
    command = ["xvfb-run", "-a", sys.executable, "-c", ON_X11]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["selected", "secret", "unknown", "secret", "forgotten"]


ON_X11 = """
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from mfd_desktop.ui.clipboard import forget_copied, watch_clipboard
app = QApplication([])
watch_clipboard()
board = app.clipboard()
assert board.supportsSelection()
line = QLineEdit("Testperson")
line.show()
assert QTest.qWaitForWindowExposed(line)
QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
line.selectAll()
QTest.mousePress(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, line.rect().topRight())
QTest.mouseRelease(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, line.rect().topRight())
primary = QClipboard.Mode.Selection
print("selected" if board.ownsSelection() and board.text(primary) else repr(board.text(primary)))
print(bytes(board.mimeData(primary).data("x-kde-passwordManagerHint")).decode())
# A widget that the door does not know copies in a way of its own.
board.setText("Testperson")
print("unknown", bytes(board.mimeData().data("x-kde-passwordManagerHint")).decode())
forget_copied()
print("forgotten" if not board.ownsClipboard() and not board.ownsSelection() else "kept")
"""
