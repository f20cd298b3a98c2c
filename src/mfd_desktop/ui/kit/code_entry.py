"""The entry with a filtered list below it that CodeEditor and CodesEditor share."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.choices import Option, matches

_ROWS_SHOWN = 8
_ELSEWHERE = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMING_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 7, Qt.Key.Key_PageUp: -7}


class ChoicePopup(QFrame):
    """List laid over the window near an entry; never takes the focus. `picked(row)` on a click."""

    picked = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = QStringListModel()
        self.view = QListView()
        self.view.setProperty("kind", "choices")
        self.view.setModel(self._model)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName(_("Auswahl"))
        self.view.clicked.connect(lambda index: self.picked.emit(index.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.view)
        self.hide()

    def show_choices(self, labels: Sequence[str], row: int, anchor: QWidget) -> None:
        """Show these labels below (or above) `anchor`, with `row` highlighted (-1: none)."""
        self._model.setStringList(list(labels))
        self._place(anchor, len(labels))
        self.show()
        self.raise_()
        self.highlight(row)

    def row(self) -> int:
        """The highlighted row, -1 if none."""
        return self.view.currentIndex().row()

    def highlight(self, row: int) -> None:
        """Highlight a row, kept inside the list."""
        count = self._model.rowCount()
        if row < 0 or not count:
            self.view.setCurrentIndex(self._model.index(-1))
            return
        self.view.setCurrentIndex(self._model.index(min(row, count - 1)))

    def _place(self, anchor: QWidget, count: int) -> None:
        window = self._window
        row_height = max(self.view.sizeHintForRow(0), 1)
        top = anchor.mapTo(window, QPoint(0, 0)).y()
        below = window.height() - top - anchor.height() - 8
        wanted = min(count, _ROWS_SHOWN) * row_height + 12
        under = below >= min(wanted, 3 * row_height) or below >= top
        height = min(wanted, below if under else top - 8)
        longest = max(self.view.sizeHintForColumn(0) + 36, 160)
        width = min(max(anchor.width(), longest), window.width() - 16)
        left = min(anchor.mapTo(window, QPoint(0, 0)).x(), window.width() - width - 8)
        y = top + anchor.height() + 2 if under else top - height - 2
        self.setGeometry(max(left, 8), y, width, height)


class CodeEntry(QLineEdit):
    """Types a filter, shows what is meant, hands over what was taken.

    `taken(code)`; `emptied_backwards` for Backspace in the empty entry. Alt+Down, F4 or Down open the list,
    Enter takes the highlighted option, Esc closes the list. Nothing is highlighted before a key is pressed.
    """

    taken = Signal(str)
    emptied_backwards = Signal()
    focus_changed = Signal(bool)

    def __init__(self, options: Sequence[Option], placeholder: str = "") -> None:
        super().__init__()
        self.options = tuple(options)
        self.anchor: QWidget = self
        self._found: list[Option] = []
        self._popup: ChoicePopup | None = None
        self._typed = False
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(self._on_text_edited)

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def open_list(self, *, everything: bool = False) -> None:
        """Show the options meant by the text, or all of them with the one in the text highlighted."""
        self._found = list(self.options) if everything else matches(self.options, self.text())
        if not self._found:
            self.close_list()
            return
        labels = [option.label for option in self._found]
        row = 0 if self._typed and self.text().strip() and not everything else -1
        if everything and self.text() in labels:
            row = labels.index(self.text())
        popup = self._make_popup()
        was_open = popup.isVisible()
        popup.show_choices(labels, row, self.anchor)
        if not was_open:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def close_list(self) -> None:
        """Hide the list."""
        if self._popup is not None and self._popup.isVisible():
            self._popup.hide()
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def highlighted(self) -> Option | None:
        """The option Enter would take."""
        if self._popup is None or not self._popup.isVisible():
            return None
        row = self._popup.row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def meant(self) -> Option | None:
        """The option that can be the only one meant: highlighted by keys, exact, or the only match."""
        if not self.text().strip() or not self._typed:
            return None
        found = matches(self.options, self.text())
        exact = {self.text().strip().casefold()}
        first = found[0] if found else None
        if first is not None and (len(found) == 1 or {first.code.casefold(), first.label.casefold()} & exact):
            return first
        return None

    def show_text(self, text: str) -> None:
        """Show a text that nobody typed just now."""
        self._typed = False
        self.close_list()
        self.setText(text)
        self._show_beginning()

    def take(self, option: Option) -> None:
        """Hand over an option and close the list."""
        self._typed = False
        self.close_list()
        self.taken.emit(option.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and not self.is_open()):
            self.open_list(everything=not self._typed)
            if not event.modifiers() and key == Qt.Key.Key_Down and self._popup and self._popup.row() < 0:
                self._popup.highlight(0)
        elif self.is_open() and self._handle_list_key(key):
            event.accept()
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied_backwards.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent | QWheelEvent) and event.type() in _ELSEWHERE:
            popup = self._make_popup()
            if not popup.rect().contains(popup.mapFromGlobal(event.globalPosition().toPoint())):
                self.close_list()
        elif event.type() == QEvent.Type.Resize and watched is self.window():
            self.close_list()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.hasSelectedText() and not self._typed:
            # Selected from the end on, so that the beginning is in sight here too.
            self.end(False)
            self.home(True)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _COMING_BACK:
            self._show_beginning()
        self.focus_changed.emit(False)

    def _handle_list_key(self, key: Qt.Key) -> bool:
        popup = self._make_popup()
        if key in _MOVES:
            popup.highlight(max(popup.row() + _MOVES[key], 0))
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        elif key in _ENTER and (option := self.highlighted()) is not None:
            self.take(option)
        else:
            return False
        return True

    def _show_beginning(self) -> None:
        # Of a label that is too long for the field the beginning tells more than the end.
        if not self._typed:
            self.setCursorPosition(0)

    def _make_popup(self) -> ChoicePopup:
        window = self.window()
        if self._popup is None or self._popup.parentWidget() is not window:
            self._popup = ChoicePopup(window)
            self._popup.picked.connect(self._on_picked)
        return self._popup

    def _on_text_edited(self) -> None:
        self._typed = True
        if self.text().strip():
            self.open_list()
        else:
            self.close_list()

    def _on_picked(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.take(self._found[row])
