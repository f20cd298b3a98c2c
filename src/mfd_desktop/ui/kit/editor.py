"""What all editors have in common, and the plain text editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QTextEdit, QWidget

from mfd_desktop.ui.kit.labels import set_style_property
from mfd_desktop.ui.theme import GAP_TINY

if TYPE_CHECKING:
    from PySide6.QtCore import Qt


_Y, _Z = 0x59, 0x5A
"""Qt::Key_Y and Qt::Key_Z as numbers: the name `Qt` takes 20 ms, and nobody undoes before the first paint."""


class Editor(QWidget):
    """A widget that edits one raw text.

    `raw` is what was typed, or its normal form once the field was left; it is kept even when it makes no
    sense. `edited` follows every change by the user, never `set_raw`; `committed` says the field was left or
    Enter was pressed; `undo_asked(again)` that Ctrl+Z (or Ctrl+Y, Ctrl+Shift+Z: again) was pressed with nothing typed
    here to take back. Subclasses call `_adopt` with the widget that holds the focus.
    """

    edited = Signal()
    committed = Signal()
    undo_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._focus_widget: QWidget | None = None
        self._description = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_TINY)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def raw(self) -> str:
        """The text as it is now."""
        raise NotImplementedError

    def set_raw(self, text: str) -> None:
        """Show a text without announcing it."""
        raise NotImplementedError

    def cursor(self) -> int:  # type: ignore[override]
        """Position of the cursor in the text; 0 where there is none."""
        return 0

    def set_cursor(self, position: int) -> None:
        """Put the cursor back."""

    def input_widget(self) -> QWidget:
        """The widget that takes the keys (buddy of the label)."""
        return self._focus_widget or self

    def set_invalid(self, *, invalid: bool) -> None:
        """Mark the border; the reason stands beside the field."""
        set_style_property(self.input_widget(), "invalid", "true" if invalid else "false")

    def describe(self, text: str) -> None:
        """Tell screen readers help and error of the field."""
        self._description = text
        self.input_widget().setAccessibleDescription(text)

    def normalise(self) -> None:
        """Bring the text into its normal form when the field is left; nothing by default."""

    def commit(self) -> None:
        """Normalise and announce."""
        self.normalise()
        self.committed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._focus_widget
            and isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and _is_leaving(event.reason())
        ):
            self._on_left(event.reason())
        if watched is self._focus_widget and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            again = undo_key(event)
            if again is not None and not _undo_typing(watched, again=again):
                self.undo_asked.emit(again)
                return True
            if again is not None:
                return True
        return super().eventFilter(watched, event)

    def _adopt(self, widget: QWidget) -> None:
        self._focus_widget = widget
        self.setFocusProxy(widget)
        widget.installEventFilter(self)

    def _on_left(self, _reason: Qt.FocusReason) -> None:
        self.commit()


class LineEditor(Editor):
    """Base of the editors that are one line of text."""

    def __init__(self, placeholder: str = "", most: int = 0) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        if most:
            self.line.setMaxLength(most)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.returnPressed.connect(self.commit)
        self._row.addWidget(self.line, 1)
        self._adopt(self.line)

    def raw(self) -> str:
        return self.line.text()

    def set_raw(self, text: str) -> None:
        self.line.setText(text)

    def cursor(self) -> int:  # type: ignore[override]
        return self.line.cursorPosition()

    def set_cursor(self, position: int) -> None:
        self.line.setCursorPosition(position)

    def _on_text_edited(self) -> None:
        self.edited.emit()


class TextEditor(LineEditor):
    """One line of text; right-to-left scripts write from the right by themselves."""


def undo_key(event: QKeyEvent) -> bool | None:
    """Return False for Ctrl+Z, True for Ctrl+Y and Ctrl+Shift+Z, None for any other key."""
    if event.key() not in (_Y, _Z):
        return None
    from PySide6.QtCore import Qt

    held = event.modifiers()
    shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
    if not held & Qt.KeyboardModifier.ControlModifier or (event.key() == _Y and shift):
        return None
    return event.key() == _Y or shift


def _undo_typing(widget: QObject, *, again: bool) -> bool:
    """Take back, or make again, what was typed in a text field; return whether there was anything."""
    if isinstance(widget, QLineEdit):
        possible = widget.isRedoAvailable() if again else widget.isUndoAvailable()
    elif isinstance(widget, QTextEdit):
        document = widget.document()
        possible = document.isRedoAvailable() if again else document.isUndoAvailable()
    else:
        return False
    if possible and again:
        widget.redo()
    elif possible:
        widget.undo()
    return possible


def _is_leaving(reason: Qt.FocusReason) -> bool:
    # Imported here because the name `Qt` takes 20 ms, and nobody leaves a field before the first paint.
    from PySide6.QtCore import Qt

    return reason not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
