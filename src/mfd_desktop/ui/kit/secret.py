"""The passphrase field; the unlock window shows it, so it brings nothing that the first paint does not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.icons import icon
from mfd_desktop.ui.kit.editor import LineEditor
from mfd_desktop.ui.theme import current_tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


class SecretEditor(LineEditor):
    """A passphrase: hidden, no undo, no prediction by input methods; once there is text, with an eye that shows it."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder)
        self._eye: QAction | None = None
        # This also tells input methods that the text is hidden, sensitive and not to be predicted.
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textChanged.connect(self._on_text_changed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.__dict__.get("_eye") is not None:
            self._draw_eye()

    def _on_text_changed(self, text: str) -> None:
        if text and self._eye is None:
            from PySide6.QtCore import Qt
            from PySide6.QtGui import QAction

            self._eye = QAction(self)
            self._eye.setCheckable(True)
            self._eye.setShortcut("Alt+F8")
            self._eye.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._eye.toggled.connect(self._on_eye_toggled)
            self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
            self._draw_eye()

    def show_text(self) -> None:
        """Put the text in sight; the eye hides it again."""
        self._on_text_changed(" ")
        if self._eye is not None:
            self._eye.setChecked(True)

    def _on_eye_toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.line.setEchoMode(mode.Normal if shown else mode.Password)
        self._draw_eye()

    def _draw_eye(self) -> None:
        if self._eye is None:
            return
        shown = self._eye.isChecked()
        text = _("Passwort verbergen (Alt+F8)") if shown else _("Passwort zeigen (Alt+F8)")
        self._eye.setText(text)
        self._eye.setToolTip(text)
        self._eye.setIcon(icon("eye-off" if shown else "eye", current_tokens().muted, 16))
