"""Base of all dialogues."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.buttons import Button, primary, secondary
from mfd_desktop.ui.kit.flow import FlowLayout
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.theme import GAP, GAP_LARGE

SHEET_WIDTH, WIDE_SHEET = 560, 820
"""Logical pixels; on a wide sheet a form has two columns."""


class Sheet(QDialog):
    """Title, scrolled body, buttons. Esc closes, Ctrl+Enter accepts; never larger than the screen.

    `accept_text` empty: only a button that closes. The window title is the title: give no client's name.
    """

    def __init__(self, parent: QWidget | None, title: str, accept_text: str = "", width: int = SHEET_WIDTH) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self._wanted_width = width
        self._scroller = PageScroller()
        self.body = self._scroller.column
        self.accept_button: Button | None = primary(accept_text) if accept_text else None
        self.close_button = secondary(_("Abbrechen") if accept_text else _("Schließen"))
        self.close_button.clicked.connect(self.reject)
        self._footer = FlowLayout(align_right=True)
        self._footer.addWidget(self.close_button)
        if self.accept_button is not None:
            self.accept_button.setToolTip(_("Strg+Eingabe"))
            self.accept_button.clicked.connect(self.accept)
            for keys in ("Ctrl+Return", "Ctrl+Enter"):
                QShortcut(QKeySequence(keys), self).activated.connect(self.accept_button.click)
            self._footer.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        layout.setSpacing(GAP)
        layout.addWidget(Label(title, "heading"))
        layout.addWidget(self._scroller, 1)
        layout.addLayout(self._footer)

    def add(self, widget: QWidget) -> None:
        """Append a widget to the body."""
        self.body.addWidget(widget)

    def add_button(self, button: Button) -> None:
        """Put a further button before the others."""
        self._footer.insert_widget(0, button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in a field must not press whatever button Qt takes for the default.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        if (layout := self.layout()) is not None:
            # Only once it is laid out does a form know in how many columns.
            layout.activate()
            self._fit()
        for widget in self._scroller.content.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def refit(self) -> None:
        """Take the height that the body needs now."""
        if (layout := self.layout()) is not None:
            layout.activate()
        self._fit()

    def _fit(self) -> None:
        room = self.screen().availableGeometry().size()
        width = min(self._wanted_width, room.width() - GAP)
        inner = width - 2 * GAP_LARGE
        content = self._scroller.content
        body = max(content.sizeHint().height(), content.heightForWidth(inner))
        layout = self.layout()
        frame = 0 if layout is None else layout.minimumSize().height()
        height = frame + body - self._scroller.minimumSizeHint().height()
        self.resize(width, min(max(height, 160), room.height() - 2 * GAP_LARGE))
