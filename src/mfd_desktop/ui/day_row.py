"""One row of the Tagesnachtrag: a contact in a case, one cell for each fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QSizePolicy, QWidget

from mfd_desktop.app import casework, fieldsets
from mfd_desktop.app.wording import problem_text
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.fields import Problem
from mfd_desktop.ui.case_entry import CaseEditor, show_fitting
from mfd_desktop.ui.field_editors import choices
from mfd_desktop.ui.form_undo import FieldUndo, said
from mfd_desktop.ui.kit.codes import CodeEditor, CodesEditor
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.labels import Label, set_style_property
from mfd_desktop.ui.kit.moments import StepsEditor
from mfd_desktop.ui.theme import GAP_SMALL, GAP_TINY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.editor import Editor

COLUMNS = {
    "case": N_("Fall"),
    "minutes": N_("Minuten"),
    "topics": N_("Themen"),
    "channel": N_("Kanal"),
    "language": N_("Sprache"),
    "interpreting": N_("Sprachmittlung"),
    "result": N_("Ergebnis"),
    "note": N_("Vermerk"),
}
"""Name and heading of each cell, in the order of Tab."""

_WIDE = {name: (0, place) for place, name in enumerate(COLUMNS)}
_WIDE_SHARES = (15, 6, 19, 13, 11, 11, 12, 13)
_NARROW = {
    "case": (0, 0, 4), "minutes": (0, 4, 2), "topics": (0, 6, 6),
    "channel": (1, 0, 3), "language": (1, 3, 2), "interpreting": (1, 5, 2), "result": (1, 7, 2), "note": (1, 9, 3),
}  # fmt: skip


def arrange(grid: QGridLayout, cells: Mapping[str, QWidget], *, narrow: bool) -> int:
    """Put the cells on one line, or on two where it is narrow; return the number of the next line."""
    for name, cell in cells.items():
        grid.removeWidget(cell)
        if narrow:
            line, column, span = _NARROW[name]
        else:
            (line, column), span = _WIDE[name], 1
        grid.addWidget(cell, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
    for column in range(12):
        wide = _WIDE_SHARES[column] if column < len(_WIDE_SHARES) else 0
        grid.setColumnStretch(column, 1 if narrow else wide)
    return 2 if narrow else 1


def make_grid(owner: QWidget) -> QGridLayout:
    """Return the layout that rows and headings share, so that they stand in line."""
    grid = QGridLayout(owner)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP_SMALL - 2)
    grid.setVerticalSpacing(GAP_TINY)
    return grid


class MinutesEditor(StepsEditor):
    """A duration without word and buttons: the column says what it is, the arrow keys change it."""

    def __init__(self) -> None:
        super().__init__()
        self.up.hide()
        self.down.hide()
        for label in self.findChildren(QLabel):
            label.hide()


class CellEditor(CodeEditor):
    """A code whose label ends in … where the cell is narrow; all of it and the arrow are shown while it is edited."""

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(options)
        self._arrow.hide()
        self.entry.focus_changed.connect(self._on_cell_entered)

    def set_raw(self, text: str) -> None:
        super().set_raw(text)
        self._show_label()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_label()

    def _show_label(self) -> None:
        label = self._labels.get(self._code, "")
        self.entry.setToolTip(label)
        if label:
            show_fitting(self.entry, label, self.width())

    def _on_cell_entered(self, focused: bool) -> None:
        # The arrow takes room only where it is of use.
        self._arrow.setVisible(focused)
        self._show_label()


class DayRow(QWidget):
    """Signals: ``edited()`` at every key; ``left(name)`` when a cell was left; ``next_asked()`` for Enter.

    Ctrl+Z takes back what was changed in this row, cell by cell.
    """

    edited = Signal()
    left = Signal(str)
    next_asked = Signal()

    def __init__(self, desk: Desk, number: int) -> None:
        """Build the cells of row ``number`` (0 is the first)."""
        super().__init__()
        self._desk = desk
        self._start: dict[str, str] = {}
        self._proposed = ""
        self._left: dict[str, str] = {}
        self._undo = FieldUndo(lambda name: self.cells[name].raw(), self._put)
        self.wrong = False
        self.case = CaseEditor(desk)
        self.cells = self._make_cells()
        self._message = Label("", "error")
        self._grid = make_grid(self)
        for name, cell in self.cells.items():
            self._dress(name, cell, number)
        self.case.chosen.connect(self._propose_language)
        self._message.hide()
        self.set_narrow(narrow=False)

    def _make_cells(self) -> dict[str, Editor]:
        session, declared = self._desk.session, fieldsets.CONTACT
        cells: dict[str, Editor] = {"case": self.case, "minutes": MinutesEditor()}
        cells["topics"] = CodesEditor(choices(session, declared["topics"]), most=declared["topics"].most)
        for name in ("channel", "language", "interpreting", "result"):
            cells[name] = CellEditor(choices(session, declared[name]))
        cells["note"] = TextEditor()
        return cells

    def _dress(self, name: str, cell: Editor, number: int) -> None:
        heading = translate_marked(COLUMNS[name])
        said = _("{column}, Zeile {number}").format(column=heading, number=number + 1)
        cell.input_widget().setAccessibleName(said)
        # Widths follow the columns, never the texts.
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        cell.edited.connect(self.edited)
        cell.committed.connect(lambda: self._on_left(name))
        cell.undo_asked.connect(self._take_back)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the row as two lines."""
        line = arrange(self._grid, self.cells, narrow=narrow)
        self._grid.removeWidget(self._message)
        self._grid.addWidget(self._message, line, 0, 1, 12 if narrow else len(COLUMNS))

    def texts(self) -> dict[str, str]:
        """Return all texts as they stand."""
        return {name: cell.raw() for name, cell in self.cells.items()}

    def touched(self) -> bool:
        """Whether anything differs from an empty row."""
        return self.texts() != self._start

    def start(self, texts: Mapping[str, str]) -> None:
        """Make the row empty; ``texts`` are what an empty row holds."""
        self._start = {name: texts.get(name, "") for name in self.cells}
        self.fill(self._start)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Show these texts."""
        self._proposed = ""
        for name, cell in self.cells.items():
            cell.set_raw(texts.get(name, ""))
        self._undo.forget()
        self._left = self.texts()
        self.say("")

    def _on_left(self, name: str) -> None:
        text = self.cells[name].raw()
        self._undo.note(name, self._left.get(name, ""), text)
        self._left[name] = text
        self.left.emit(name)

    def _take_back(self, again: bool) -> None:
        name = self._undo.redo() if again else self._undo.undo()
        if name:
            self.cells[name].input_widget().setFocus()
            told = said(translate_marked(COLUMNS[name]), self.cells[name], again=again)
            self._desk.messages.info(told)

    def _put(self, name: str, text: str) -> bool:
        self.cells[name].set_raw(text)
        self._left[name] = text
        self.edited.emit()
        return True

    @property
    def case_id(self) -> RecordId | None:
        """The case chosen."""
        return self.case.case_id

    def say(self, text: str, *, wrong: Iterable[str] = ()) -> None:
        """Say something below the row and mark the cells that are wrong."""
        marked = set(wrong)
        self.wrong = bool(marked)
        set_style_property(self._message, "role", "error" if marked else "help")
        self._message.setText(text)
        self._message.setVisible(bool(text))
        for name, cell in self.cells.items():
            cell.set_invalid(invalid=name in marked)
            cell.describe(text if name in marked else "")

    def message(self) -> str:
        """What is said below the row."""
        return self._message.text()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong with each cell in one line."""
        found = {problem.field: problem for problem in problems}
        parts = [f"{translate_marked(COLUMNS[name])}: {_sentence(found[name])}" for name in COLUMNS if name in found]
        self.say(" ".join(parts), wrong=found)

    def focused(self) -> str:
        """Return the name of the cell with the focus, or an empty text."""
        focus = QApplication.focusWidget()
        for name, cell in self.cells.items():
            if focus is not None and cell.isAncestorOf(focus):
                return name
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_asked.emit()
            return
        super().keyPressEvent(event)

    def _propose_language(self) -> None:
        case_id, cell = self.case_id, self.cells["language"]
        if case_id is None or cell.raw() not in ("", self._proposed):
            return
        session = self._desk.session
        client = casework.read_client(session, casework.read_case(session, case_id).client_id)
        self._proposed = client.languages[0] if client.languages else ""
        cell.set_raw(self._proposed)


def _sentence(problem: Problem) -> str:
    if problem.field == "case" and problem.code == "unknown_code":
        return _("Bitte einen Fall aus der Liste wählen.")
    return problem_text(problem)
