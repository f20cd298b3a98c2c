"""Every editor, typed with keys."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.ui.kit.checks import BoolEditor
from mfd_desktop.ui.kit.choices import Option, matches
from mfd_desktop.ui.kit.codes import CodeEditor, CodesEditor
from mfd_desktop.ui.kit.editor import Editor, TextEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.kit.moments import DateEditor, StepsEditor, TimeEditor
from mfd_desktop.ui.kit.notes import NoteEditor
from mfd_desktop.ui.kit.secret import SecretEditor

TODAY = date(2026, 11, 23)
LANGUAGES = [
    ("ar", "Arabisch"),
    ("fa", "Dari / Persisch"),
    ("tr", "Türkisch"),
    ("uk", "Ukrainisch"),
    ("xx", "ar-Sonderfall"),
]


class Bench:
    """An editor between two neighbours in a shown window."""

    def __init__(self, qtbot: QtBot, editor: Editor) -> None:
        self.editor = editor
        self.edits = 0
        self.commits = 0
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        self.before, self.after = QLineEdit(), QLineEdit()
        for widget in (self.before, editor, self.after):
            column.addWidget(widget)
        column.addStretch(1)
        self.window.resize(500, 380)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        editor.setFocus()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is editor.input_widget())
        editor.edited.connect(self._on_edited)
        editor.committed.connect(self._on_committed)

    def _on_edited(self) -> None:
        self.edits += 1

    def _on_committed(self) -> None:
        self.commits += 1

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def leave(self) -> None:
        self.press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is self.after


def test_text_editor_announces_keys_and_leaving(qtbot: QtBot) -> None:
    bench = Bench(qtbot, TextEditor(most=8))
    bench.type("Probe, Ivan")
    assert bench.editor.raw() == "Probe, I"
    assert bench.edits == 8
    bench.press(Qt.Key.Key_Return)
    assert bench.commits == 1
    bench.leave()
    assert bench.commits == 2


def test_set_raw_is_not_announced_and_cursor_comes_back(qtbot: QtBot) -> None:
    for editor in (TextEditor(), NoteEditor()):
        bench = Bench(qtbot, editor)
        editor.set_raw("Muster")
        assert bench.edits == 0
        editor.set_cursor(3)
        assert editor.cursor() == 3
        bench.type("x")
        assert editor.raw() == "Musxter"
        assert bench.edits == 1


def test_secret_is_hidden_until_the_eye_is_pressed(qtbot: QtBot) -> None:
    editor = SecretEditor()
    bench = Bench(qtbot, editor)
    bench.type("geheim")
    assert editor.line.echoMode() is QLineEdit.EchoMode.Password
    bench.press(Qt.Key.Key_F8, modifier=Qt.KeyboardModifier.AltModifier)
    assert editor.line.echoMode() is QLineEdit.EchoMode.Normal


def test_note_tab_leaves_and_enter_is_a_line(qtbot: QtBot) -> None:
    bench = Bench(qtbot, NoteEditor())
    bench.type("eins")
    bench.press(Qt.Key.Key_Return)
    bench.type("zwei")
    assert bench.editor.raw() == "eins\nzwei"
    assert bench.commits == 0
    bench.leave()
    assert bench.commits == 1


def test_note_takes_no_more_than_its_limit(qtbot: QtBot) -> None:
    editor = NoteEditor(most=5)
    bench = Bench(qtbot, editor)
    bench.type("abcdefgh")
    assert editor.raw() == "abcde"
    editor.set_cursor(0)
    bench.type("z")
    assert editor.raw() == "abcde"
    QApplication.clipboard().setText("0123456789")
    editor.text.selectAll()
    editor.text.paste()
    assert editor.raw() == "01234"


def test_note_pastes_plain_text_and_turns_arabic_paragraphs(qtbot: QtBot) -> None:
    editor = NoteEditor()
    bench = Bench(qtbot, editor)
    assert bench.edits == 0
    editor.set_raw("<b>Muster</b>\nمرحبا")
    assert editor.raw() == "<b>Muster</b>\nمرحبا"
    blocks = editor.text.document()
    assert blocks.findBlockByNumber(0).layout().lineAt(0).naturalTextRect().left() < 20
    assert blocks.findBlockByNumber(1).layout().lineAt(0).naturalTextRect().left() > 100


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1.2.26", "01.02.2026"),
        ("010226", "01.02.2026"),
        ("1.12.", "01.12.2026"),
        ("heute", "23.11.2026"),
        ("gestern", "22.11.2026"),
        ("+3", "26.11.2026"),
        ("-2", "21.11.2026"),
        ("31.02.2026", "31.02.2026"),
        ("bald", "bald"),
        ("", ""),
    ],
)
def test_dates_become_normal_on_leaving(qtbot: QtBot, typed: str, shown: str) -> None:
    bench = Bench(qtbot, DateEditor(lambda: TODAY))
    bench.type(typed)
    assert bench.editor.raw() == typed
    bench.leave()
    assert bench.editor.raw() == shown
    assert bench.commits == 1


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_calendar_opens_by_key_and_picks(qtbot: QtBot) -> None:
    editor = DateEditor(lambda: TODAY)
    bench = Bench(qtbot, editor)
    bench.press(Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Return)
    assert editor.raw() == "24.11.2026"
    assert (bench.edits, bench.commits > 0) == (1, True)
    assert not popup.isVisible()


@pytest.mark.parametrize(
    ("typed", "shown"), [("9", "09:00"), ("930", "09:30"), ("9:30", "09:30"), ("25", "25"), ("bald", "bald")]
)
def test_times_become_normal_on_leaving(qtbot: QtBot, typed: str, shown: str) -> None:
    bench = Bench(qtbot, TimeEditor())
    bench.type(typed)
    bench.leave()
    assert bench.editor.raw() == shown


def test_steps_by_arrows_and_typing(qtbot: QtBot) -> None:
    editor = StepsEditor()
    bench = Bench(qtbot, editor)
    bench.press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down)
    assert editor.raw() == "30"
    assert bench.edits == 4
    bench.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert editor.raw() == "15"
    editor.line.selectAll()
    bench.type("50")
    bench.press(Qt.Key.Key_Down)
    assert editor.raw() == "45"
    editor.line.selectAll()
    bench.type("1:30")
    bench.leave()
    assert editor.raw() == "90"
    editor.set_raw("lang")
    assert editor.minutes() is None


def test_bool_is_empty_until_answered(qtbot: QtBot) -> None:
    bench = Bench(qtbot, BoolEditor("Dolmetscherin nötig"))
    assert bench.editor.raw() == ""
    bench.press(Qt.Key.Key_Space)
    assert bench.editor.raw() == "1"
    bench.press(Qt.Key.Key_Space)
    assert bench.editor.raw() == "0"
    assert bench.edits == 2
    bench.editor.set_raw("")
    assert bench.editor.raw() == ""
    bench.leave()


def test_matches_prefers_code_then_label_then_words() -> None:
    options = [Option(code, label) for code, label in LANGUAGES]
    assert [option.code for option in matches(options, "ar")] == ["ar", "xx"]
    assert [option.code for option in matches(options, "pers")] == ["fa"]
    for typed in ("türk", "TURK", "tuerk"):
        assert [option.code for option in matches(options, typed)] == ["tr"]
    assert matches(options, "zz") == []
    assert len(matches(options, "")) == len(options)


def test_code_is_empty_until_chosen_and_tab_takes_the_highlighted(qtbot: QtBot) -> None:
    editor = CodeEditor(LANGUAGES)
    bench = Bench(qtbot, editor)
    assert editor.raw() == ""
    bench.type("pe")
    assert editor.entry.is_open()
    assert editor.raw() == "pe"
    bench.leave()
    assert editor.raw() == "fa"
    assert editor.entry.text() == "Dari / Persisch"
    assert bench.commits == 1
    assert not editor.entry.is_open()


def test_code_tab_through_the_empty_field_chooses_nothing(qtbot: QtBot) -> None:
    editor = CodeEditor(LANGUAGES)
    bench = Bench(qtbot, editor)
    bench.press(Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
    assert editor.entry.is_open()
    bench.leave()
    assert editor.raw() == ""


def test_code_enter_and_arrows(qtbot: QtBot) -> None:
    editor = CodeEditor(LANGUAGES)
    bench = Bench(qtbot, editor)
    bench.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert editor.raw() == "fa"
    bench.press(Qt.Key.Key_Down)
    assert editor.entry.highlighted() == Option("fa", "Dari / Persisch")
    bench.press(Qt.Key.Key_Escape)
    assert not editor.entry.is_open()
    assert editor.raw() == "fa"


def test_code_nonsense_stays_as_typed_and_editing_drops_the_code(qtbot: QtBot) -> None:
    editor = CodeEditor(LANGUAGES)
    bench = Bench(qtbot, editor)
    bench.type("qq")
    bench.leave()
    assert editor.raw() == "qq"
    editor.set_raw("uk")
    assert editor.entry.text() == "Ukrainisch"
    editor.setFocus()
    editor.entry.selectAll()
    bench.press(Qt.Key.Key_Delete)
    assert editor.raw() == ""


def test_code_left_by_mouse_takes_only_what_is_clear(qtbot: QtBot) -> None:
    editor = CodeEditor(LANGUAGES)
    bench = Bench(qtbot, editor)
    bench.type("a")
    bench.before.setFocus(Qt.FocusReason.MouseFocusReason)
    assert editor.raw() == "a"
    editor.setFocus()
    editor.entry.selectAll()
    bench.type("ukr")
    bench.before.setFocus(Qt.FocusReason.MouseFocusReason)
    assert editor.raw() == "uk"


def test_code_click_in_the_list_and_click_elsewhere(qtbot: QtBot) -> None:
    editor = CodeEditor(LANGUAGES)
    bench = Bench(qtbot, editor)
    bench.type("t")
    popup = editor.entry._popup  # noqa: SLF001 -- there is no other way to the list
    assert popup is not None
    QTest.mouseClick(popup.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert editor.raw() == "tr"
    editor.entry.selectAll()
    bench.type("u")
    assert editor.entry.is_open()
    QTest.mouseClick(bench.window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not editor.entry.is_open()


def test_codes_add_remove_limit(qtbot: QtBot) -> None:
    editor = CodesEditor(LANGUAGES, most=2)
    bench = Bench(qtbot, editor)
    bench.type("uk")
    bench.press(Qt.Key.Key_Return)
    assert editor.codes() == ("uk",)
    bench.type("ukr")
    assert not editor.entry.is_open()
    bench.press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    bench.type("tu")
    bench.leave()
    assert editor.raw() == "uk tr"
    editor.setFocus()
    bench.type("ar")
    assert editor.raw() == "uk tr"
    assert "Türkisch" in editor.entry.accessibleDescription()
    bench.press(Qt.Key.Key_Backspace)
    assert editor.raw() == "uk"
    bench.type("zz")
    assert editor.raw() == "uk zz"
    editor.set_raw("fa zz")
    assert editor.codes() == ("fa",)
    assert editor.entry.text() == "zz"


def test_field_tells_name_help_and_error(qtbot: QtBot) -> None:
    editor = TextEditor()
    field = Field("Name & Ort", editor, "wie im Pass", required=True)
    qtbot.addWidget(field)
    field.show()
    target = editor.input_widget()
    assert target.accessibleName() == "Name & Ort, Pflichtfeld"
    assert target.accessibleDescription() == "wie im Pass"
    field.set_error("Bitte ausfüllen.")
    assert field.error() == "Bitte ausfüllen."
    assert "Bitte ausfüllen." in target.accessibleDescription()
    assert target.property("invalid") == "true"
    field.set_error("")
    assert target.accessibleDescription() == "wie im Pass"
    assert target.property("invalid") == "false"


def test_form_grid_has_two_columns_only_when_wide(qtbot: QtBot) -> None:
    grid = FormGrid()
    qtbot.addWidget(grid)
    fields = [Field(f"Feld {number}", TextEditor()) for number in range(3)]
    for field in fields:
        grid.add(field)
    grid.resize(900, 400)
    grid.show()
    qtbot.waitUntil(lambda: fields[1].x() > 400)
    assert grid.columns() == 2
    grid.resize(600, 400)
    qtbot.waitUntil(lambda: fields[1].x() == 0 and fields[1].y() > fields[0].y())
    assert grid.columns() == 1
