"""RowList, DataTable and the other containers."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import icon_button, primary
from mfd_desktop.ui.kit.card import Card, Figure
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import ElidedLabel, Label
from mfd_desktop.ui.kit.nav_button import NavButton
from mfd_desktop.ui.kit.notes import NoteEditor
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.kit.table import Column, DataTable, RowsModel
from mfd_desktop.ui.theme import Tone

ROWS = [
    Row("a", "Klage", "2026-0143 · A. T.", "Di 24.11.2026", "morgen", Tone.URGENT, button="Öffnen"),
    Row("b", "Widerspruch", "2026-0098 · M. B.", "Fr 27.11.2026", "in 4 Tagen", Tone.WARNING, button="Öffnen"),
    Row("c", "Notiz"),
]


@dataclass(frozen=True)
class Person:
    number: int
    name: str


PEOPLE = [Person(2, "Probe, Ivan"), Person(10, "Muster, Eva"), Person(1, "Testperson, Amal")]
COLUMNS = [
    Column[Person]("Nr.", lambda person: str(person.number), lambda person: person.number),
    Column[Person]("Name", lambda person: person.name, stretch=3),
]


def show(qtbot: QtBot, widget: QWidget, width: int = 900, height: int = 400) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)


def test_rows_by_keyboard(qtbot: QtBot) -> None:
    rows = RowList("Fristen")
    rows.set_rows(ROWS)
    show(qtbot, rows)
    rows.setFocus()
    assert rows.current_key() == "a"
    QTest.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(rows.row_activated) as blocker:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    assert blocker.args == ["b"]
    with qtbot.waitSignal(rows.button_clicked) as blocker:
        QTest.keyClick(rows, Qt.Key.Key_Space)
    assert blocker.args == ["b"]
    QTest.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(rows.button_clicked):
        QTest.keyClick(rows, Qt.Key.Key_Space)


def test_rows_by_mouse(qtbot: QtBot) -> None:
    rows = RowList("Fristen")
    rows.set_rows(ROWS)
    show(qtbot, rows)
    area = rows.visualRect(rows.model().index(0, 0))
    with qtbot.waitSignal(rows.button_clicked) as blocker:
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.right() - 20, area.center().y()))
    assert blocker.args == ["a"]
    with qtbot.waitSignal(rows.row_activated) as blocker:
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, area.center().y()))
    assert blocker.args == ["a"]


def test_rows_keep_the_current_one_and_are_spoken(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    rows = RowList("Fristen")
    rows.set_rows(ROWS)
    show(qtbot, rows)
    rows.setCurrentIndex(rows.model().index(1, 0))
    rows.set_rows(ROWS[1:])
    assert rows.current_key() == "b"
    spoken = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "in 4 Tagen, Fr 27.11.2026, Widerspruch, 2026-0098 · M. B."
    qtmodeltester.check(rows.model())


@pytest.mark.parametrize("width", [300, 560, 1200])
def test_rows_are_as_high_as_needed(qtbot: QtBot, width: int) -> None:
    rows = RowList("Fristen")
    rows.set_rows(ROWS)
    show(qtbot, rows, width)
    last = rows.visualRect(rows.model().index(2, 0))
    qtbot.waitUntil(lambda: rows.height() >= last.bottom())
    assert not rows.grab().isNull()
    rows.set_rows([])
    assert rows.height() == 0


def test_table_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model: RowsModel[Person] = RowsModel(COLUMNS)
    model.set_rows(PEOPLE)
    qtmodeltester.check(model)
    model.sort(0)
    assert [model.row_at(number).number for number in range(3)] == [1, 2, 10]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [model.row_at(number).number for number in range(3)] == [1, 2, 10]
    model.set_rows(PEOPLE[:2])
    assert [model.row_at(number).number for number in range(2)] == [2, 10]
    qtmodeltester.check(model)


def test_table_by_keyboard_and_sorting_keeps_the_row(qtbot: QtBot) -> None:
    table: DataTable[Person] = DataTable("Fälle", COLUMNS, lambda person: person.number)
    table.set_rows(PEOPLE)
    show(qtbot, table)
    table.setFocus()
    assert table.current_row() == PEOPLE[0]
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.row_activated) as blocker:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert blocker.args == [PEOPLE[1]]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.current_row() == PEOPLE[1]
    assert table.currentIndex().row() == 2
    table.set_rows([Person(10, "Muster, Eva"), Person(3, "Muster, Max")])
    assert table.current_row() == Person(10, "Muster, Eva")


def test_table_becomes_two_lines_when_narrow(qtbot: QtBot) -> None:
    table: DataTable[Person] = DataTable("Fälle", COLUMNS)
    table.set_rows(PEOPLE)
    show(qtbot, table, 900)
    wide = table.rowHeight(0)
    assert not table.is_narrow()
    table.resize(500, 300)
    qtbot.waitUntil(table.is_narrow)
    assert table.rowHeight(0) > wide
    assert table.isColumnHidden(1)
    assert not table.grab().isNull()
    table.resize(900, 300)
    qtbot.waitUntil(lambda: not table.is_narrow())
    assert not table.isColumnHidden(1)
    assert sum(table.columnWidth(number) for number in range(2)) == table.viewport().width()


def test_table_lets_tab_pass(qtbot: QtBot) -> None:
    window = QWidget()
    from PySide6.QtWidgets import QVBoxLayout

    column = QVBoxLayout(window)
    table: DataTable[Person] = DataTable("Fälle", COLUMNS)
    table.set_rows(PEOPLE)
    after = QLineEdit()
    column.addWidget(table)
    column.addWidget(after)
    show(qtbot, window)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_texts_are_never_markup(qtbot: QtBot) -> None:
    for label in (Label("<b>Muster</b>"), ElidedLabel("<b>Muster</b>")):
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_elided_label_shows_the_whole_in_the_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("Ein langer Titel, der nicht passt")
    show(qtbot, label, 60, 30)
    assert label.toolTip() == "Ein langer Titel, der nicht passt"
    label.resize(600, 30)
    assert label.toolTip() == ""


def test_flow_breaks_into_rows(qtbot: QtBot) -> None:
    box = FlowBox()
    pills = [Pill(f"Angabe Nummer {number}") for number in range(6)]
    for pill in pills:
        box.add(pill)
    show(qtbot, box, 2000, 200)
    assert len({pill.y() for pill in pills}) == 1
    box.resize(300, 300)
    qtbot.waitUntil(lambda: len({pill.y() for pill in pills}) > 1)
    assert all(pill.geometry().right() < 300 for pill in pills)
    assert box.heightForWidth(300) > box.heightForWidth(2000)


def test_header_puts_actions_below_when_narrow(qtbot: QtBot) -> None:
    header = PageHeader("Heute", "Montag, 23. November 2026")
    action = primary("Kurzberatung", "plus")
    header.add_action(action)
    show(qtbot, header, 1000, 100)
    qtbot.waitUntil(lambda: action.mapTo(header, QPoint(0, 0)).x() > 500)
    header.resize(400, 120)
    qtbot.waitUntil(lambda: action.mapTo(header, QPoint(0, 0)).x() < 100)
    header.clear_actions()
    header.set_title("Fälle")


def test_width_watch_tells_each_change_once(qtbot: QtBot) -> None:
    widget = QWidget()
    watch = WidthWatch(widget, below=500)
    seen: list[bool] = []
    watch.changed.connect(seen.append)
    show(qtbot, widget, 400)
    for width in (450, 600, 700, 300):
        widget.resize(width, 100)
    assert seen == [True, False, True]


def test_banner_pill_card_and_figure_have_names(qtbot: QtBot) -> None:
    banner = Banner("Der Ordner fehlt.", BannerKind.ERROR, "Noch einmal")
    card = Card("Fristen", "4 in 7 Tagen")
    for widget in (banner, card):
        qtbot.addWidget(widget)
    assert banner.accessibleName() == "Fehler: Der Ordner fehlt."
    with qtbot.waitSignal(banner.action_requested):
        banner.findChildren(QPushButton)[0].click()
    banner.show_message("")
    assert banner.isHidden()
    pill = Pill("keine Entbindung", Tone.WARNING)
    figure = Figure("87", "Personen")
    card.add(pill)
    card.add(figure)
    figure.set_value("88")
    assert card.accessibleName() == "Fristen"
    assert pill.accessibleName() == pill.text() == "keine Entbindung"
    assert figure.accessibleName() == "88 Personen"


def test_buttons_take_enter_and_have_names(qtbot: QtBot) -> None:
    button = icon_button("edit", "Bearbeiten")
    show(qtbot, button, 60, 60)
    assert button.accessibleName() == "Bearbeiten"
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
    nav = NavButton("Heute", "today")
    qtbot.addWidget(nav)
    nav.set_compact(compact=True)
    assert nav.accessibleName() == "Heute"


def test_scroller_keeps_the_focus_in_sight(qtbot: QtBot) -> None:
    page = PageScroller()
    fields = [TextEditor() for _number in range(40)]
    for field in fields:
        page.column.addWidget(field)
    show(qtbot, page, 400, 200)
    fields[-1].setFocus()
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    assert page.viewport().rect().contains(fields[-1].line.mapTo(page.viewport(), QPoint(2, 2)))


def test_sheet_keys_and_size(qtbot: QtBot) -> None:
    sheet = Sheet(None, "Fall schließen", "Schließen", width=5000)
    editors = [NoteEditor() for _number in range(30)]
    for number, editor in enumerate(editors):
        sheet.add(Field(f"Notiz {number}", editor))
    show_sheet(qtbot, sheet)
    room = sheet.screen().availableGeometry()
    assert sheet.width() <= room.width()
    assert sheet.height() <= room.height()
    assert QApplication.focusWidget() is editors[0].text
    with qtbot.waitSignal(sheet.accepted):
        QTest.keyClick(editors[0].text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editors[0].raw() == ""


def test_sheet_closes_with_escape_but_not_with_enter_in_a_field(qtbot: QtBot) -> None:
    sheet = Sheet(None, "Grund", "Speichern")
    editor = TextEditor()
    sheet.add(editor)
    show_sheet(qtbot, sheet)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert sheet.isVisible()
    with qtbot.waitSignal(sheet.rejected):
        QTest.keyClick(editor.line, Qt.Key.Key_Escape)


def show_sheet(qtbot: QtBot, sheet: Sheet) -> None:
    qtbot.addWidget(sheet)
    sheet.open()
    sheet.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)


def test_nothing_is_clipped_in_a_narrow_card(qtbot: QtBot) -> None:
    card = Card("Ein langer Titel für eine Karte", "mit einer langen Bemerkung daneben")
    card.add(Label("Ein Satz, der auf dem schmalen Schirm umbrochen werden muss, damit man ihn lesen kann."))
    page = PageScroller()
    page.column.addWidget(card)
    show(qtbot, page, 300, 384)
    for label in card.findChildren(QLabel):
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
        assert label.mapTo(page, QPoint(label.width(), 0)).x() <= 300
