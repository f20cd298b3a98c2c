"""A labelled editor with help and error, and the grid that places fields."""

from collections.abc import Collection

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.kit.labels import PLAIN_TEXT, IconLabel, Label
from mfd_desktop.ui.theme import GAP, GAP_LARGE, GAP_TINY, Tone

TWO_COLUMNS_FROM = 700
"""Logical pixels."""


class Field(QWidget):
    """Label above, editor, then help or error. Label buddy, accessible name and description are set here."""

    def __init__(self, label: str, editor: Editor, help: str = "", *, required: bool = False) -> None:  # noqa: A002 -- the word of the field declarations
        super().__init__()
        self.editor = editor
        self._error = ""
        self._label = QLabel(label.replace("&", "&&"))
        self._label.setProperty("textFormat", PLAIN_TEXT)
        self._label.setProperty("role", "muted")
        self._label.setWordWrap(True)
        self._label.setBuddy(editor.input_widget())
        self._help = Label(help, "help")
        self._error_icon = IconLabel("warning", Tone.URGENT, 14)
        self._error_label = Label("", "error")
        self._error_row = QWidget()
        self._build(required=required)
        name = _("{label}, Pflichtfeld").format(label=label) if required else label
        editor.input_widget().setAccessibleName(name)
        self._error_row.hide()
        self._help.setVisible(bool(help))
        editor.describe(help)

    def error(self) -> str:
        """What is said to be wrong now."""
        return self._error

    def hide_label(self) -> None:
        """The editor shows its own text (a checkbox)."""
        self._label.hide()

    def set_error(self, text: str) -> None:
        """Say what is wrong below the editor; an empty text takes it away."""
        self._error = text
        self._error_label.setText(text)
        if text and (row := self._error_row.layout()) is not None:
            from PySide6.QtCore import Qt

            row.setAlignment(self._error_icon, Qt.AlignmentFlag.AlignTop)
        self._error_row.setVisible(bool(text))
        self._help.setVisible(bool(self._help.text()) and not text)
        self.editor.set_invalid(invalid=bool(text))
        said = _("Fehler: {text}").format(text=text) if text else ""
        self.editor.describe(" ".join(part for part in (said, self._help.text()) if part))

    def set_label(self, text: str) -> None:
        """Ask for it in other words."""
        self._label.setText(text.replace("&", "&&"))
        self.editor.input_widget().setAccessibleName(text)

    def set_help(self, text: str) -> None:
        """Show another help below the editor; an empty text takes it away."""
        self._help.setText(text)
        self._help.setVisible(bool(text) and not self._error)
        self.editor.describe(text)

    def _build(self, *, required: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_TINY)
        head.addWidget(self._label, 1)
        if required:
            head.addStretch(0)
            head.addWidget(Label(_("Pflichtfeld"), "help", wrap=False))
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_TINY)
        row.addWidget(self._error_icon)
        row.addWidget(self._error_label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addWidget(self._help)
        column.addWidget(self._error_row)


class FormGrid(QWidget):
    """Places fields in two columns when wide, one when narrow; `full` ones take the whole width.

    Tab order is the order of adding.
    """

    def __init__(self, two_columns_from: int = TWO_COLUMNS_FROM) -> None:
        super().__init__()
        self._limit = two_columns_from
        self._cells: list[tuple[QWidget, bool]] = []
        self._hidden: set[QWidget] = set()
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_LARGE)
        self._grid.setVerticalSpacing(GAP)

    def add(self, widget: QWidget, *, full: bool = False) -> None:
        """Append a field or another widget."""
        widget.setParent(self)
        self._cells.append((widget, full))
        self._place(self._columns or 1)

    def show_only(self, shown: Collection[QWidget]) -> None:
        """Show these and hide the others; those shown close up."""
        for widget, _full in self._cells:
            widget.setVisible(widget in shown)
        self._hidden = {widget for widget, _full in self._cells if widget not in shown}
        self._place(self._columns or 1)

    def columns(self) -> int:
        """Columns shown now."""
        return self._columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= self._limit else 1
        if columns != self._columns:
            self._place(columns)

    def _place(self, columns: int) -> None:
        from PySide6.QtCore import Qt

        self._columns = columns
        # takeAt() would leave stale heights in the layout, and chips would hide the entry below them.
        for widget, _full in self._cells:
            self._grid.removeWidget(widget)
        row = column = 0
        for widget, full in (cell for cell in self._cells if cell[0] not in self._hidden):
            if full and column:
                row, column = row + 1, 0
            span = columns if full else 1
            self._grid.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= columns:
                row, column = row + 1, 0
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)
