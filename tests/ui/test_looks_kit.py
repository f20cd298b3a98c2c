"""Long lists scroll their page with the keys, long labels show their beginning, chips never hide the entry."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.codes import CodeEditor, CodesEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screens.calendar import CalendarScreen

LONG = "Eine Bezeichnung, die für dieses Feld sehr viel zu lang ist"
OPTIONS = [("A", LONG), ("B", "Noch eine Bezeichnung mit vielen Wörtern"), ("C", "Eine dritte, ebenfalls lange")]


class _Watch(QObject):
    """Notes every window that is shown, once it is a filter of the application."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - called by Qt
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def page(show_alone: Callable[..., None]) -> tuple[PageScroller, RowList]:
    """A page with a button above a list much taller than the page."""
    scroller, rows = PageScroller(), RowList("Zeilen")
    scroller.column.addWidget(QPushButton("Oben"))
    scroller.column.addWidget(rows)
    rows.set_rows([Row(number, f"Zeile {number}") for number in range(60)])
    show_alone(scroller, 400, 300)
    scroller.content.findChild(QPushButton).setFocus()
    return scroller, rows


def test_tab_into_a_long_list_stays_at_its_first_row(page: tuple[PageScroller, RowList]) -> None:
    scroller, rows = page
    QTest.keyClick(scroller.content.findChild(QPushButton), Qt.Key.Key_Tab)
    assert rows.hasFocus()
    assert rows.current_key() == 0
    assert scroller.verticalScrollBar().value() == 0


def test_the_page_follows_the_arrow_keys(page: tuple[PageScroller, RowList]) -> None:
    scroller, rows = page
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    for key, wanted in ((Qt.Key.Key_End, 59), (Qt.Key.Key_Up, 58), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(rows, key)
        assert rows.current_key() == wanted
        shape = rows.visualRect(rows.currentIndex())
        top = rows.mapTo(scroller.viewport(), shape.topLeft()).y()
        assert top >= 0
        assert top + shape.height() <= scroller.viewport().height()


def test_a_click_does_not_move_the_page(page: tuple[PageScroller, RowList]) -> None:
    scroller, rows = page
    scroller.verticalScrollBar().setValue(600)
    middle = rows.mapFrom(scroller.viewport(), scroller.viewport().rect().center())
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert rows.hasFocus()
    assert scroller.verticalScrollBar().value() == 600


def test_a_long_label_shows_its_beginning_with_and_without_the_focus(show_alone: Callable[..., None]) -> None:
    window = QWidget()
    grid = FormGrid()
    first, second = CodeEditor(OPTIONS), CodeEditor(OPTIONS)
    for name, editor in (("Erstes", first), ("Zweites", second)):
        grid.add(Field(name, editor))
    grid.setParent(window)
    grid.setFixedWidth(200)
    first.set_raw("A")
    show_alone(window, 240, 200)
    assert first.entry.cursorPosition() == 0
    second.entry.setFocus()
    QTest.keyClick(second.entry, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert first.entry.hasFocus()
    assert (first.entry.selectedText(), first.entry.cursorPosition()) == (LONG, 0)
    QTest.keyClick(first.entry, Qt.Key.Key_End)
    QTest.keyClick(first.entry, Qt.Key.Key_Tab)
    assert first.entry.cursorPosition() == 0
    assert first.raw() == "A"


def test_chips_on_several_lines_leave_room_for_the_entry(show_alone: Callable[..., None], qtbot: QtBot) -> None:
    editor = CodesEditor(OPTIONS)
    scroller = PageScroller()
    grid = FormGrid()
    grid.add(Field("Themen", editor), full=True)
    scroller.column.addWidget(grid)
    show_alone(scroller, 360, 400)
    editor.set_raw("A B C")
    frame = editor.entry.parentWidget()
    qtbot.waitUntil(lambda: frame.height() > 4 * editor.fontMetrics().height())
    assert frame.rect().contains(editor.entry.geometry())
    assert editor.entry.height() >= editor.fontMetrics().height()


def test_the_calendar_is_never_a_window_of_its_own(desk: Desk, qtbot: QtBot) -> None:
    watch = _Watch()
    QApplication.instance().installEventFilter(watch)
    screen = CalendarScreen(desk)
    QApplication.instance().removeEventFilter(watch)
    qtbot.addWidget(screen)
    assert watch.shown == []
