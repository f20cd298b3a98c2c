"""The editor for longer texts."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextEdit

from mfd_desktop.ui.kit.editor import Editor


class NoteEditor(Editor):
    """Several lines of text; each paragraph takes the direction of its script; Tab leaves the field.

    `most` is the longest text in characters (0: no limit); what would go beyond is not taken.
    """

    def __init__(self, placeholder: str = "", most: int = 0, lines: int = 4) -> None:
        super().__init__()
        self._most = most
        self._last = ""
        self._quiet = False
        self.text = QTextEdit()
        # QPlainTextEdit would leave Arabic paragraphs at the left edge.
        self.text.setAcceptRichText(False)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(placeholder)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.document().setDefaultTextOption(option)
        self._lines = lines
        self.text.textChanged.connect(self._on_text_changed)
        self._row.addWidget(self.text, 1)
        self._adopt(self.text)
        self._fit()

    def raw(self) -> str:
        return self.text.toPlainText()

    def set_raw(self, text: str) -> None:
        self._quiet = True
        self.text.setPlainText(text)
        self._last = self.raw()
        self._quiet = False

    def cursor(self) -> int:  # type: ignore[override]
        return self.text.textCursor().position()

    def set_cursor(self, position: int) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(min(position, len(self.raw())))
        self.text.setTextCursor(cursor)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "text"):
            self._fit()

    def _fit(self) -> None:
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * self._lines + 20)

    def _on_text_changed(self) -> None:
        now = self.raw()
        if self._quiet or now == self._last:
            return
        if self._most and len(now) > self._most and len(now) > len(self._last):
            self._quiet = True
            self._cut(now)
            self._quiet = False
        self._last = self.raw()
        self.edited.emit()

    def _cut(self, now: str) -> None:
        # Only the newest characters go, wherever they were typed; Ctrl+Z still works.
        surplus = len(now) - max(self._most, len(self._last))
        cursor = self.text.textCursor()
        for _step in range(min(surplus, cursor.position())):
            cursor.deletePreviousChar()
