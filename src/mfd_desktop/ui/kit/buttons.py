"""Buttons: one accent action per screen (`primary`), the others `secondary`, `quiet` or `danger`."""

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from mfd_desktop.ui.icons import icon
from mfd_desktop.ui.theme import RADIUS_CONTROL, current_tokens


class Button(QPushButton):
    """A button that Enter presses too. `icon_name` names a file of resources/icons."""

    def __init__(self, text: str, kind: str, icon_name: str = "") -> None:
        super().__init__(text)
        self._icon_name = icon_name
        self._kind = kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self._draw_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._kind == "primary" and self.hasFocus():
            # A ring inside: no colour stands out from the accent and from the page in both schemes.
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(current_tokens().on_accent), 1.5))
            ring = QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5)
            painter.drawRoundedRect(ring, RADIUS_CONTROL - 3, RADIUS_CONTROL - 3)
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon_name:
            return
        tokens = current_tokens()
        colour = _ICON_COLOUR.get(self._kind, "ink") if self.isEnabled() else "muted"
        gap = ICON_GAP if self.text() else 0
        self.setIconSize(QSize(16 + gap, 16))
        self.setIcon(icon(self._icon_name, str(getattr(tokens, colour)), 16, gap))


ICON_GAP = 6
_ICON_COLOUR = {"primary": "on_accent", "danger": "urgent", "quiet": "accent", "icon": "muted"}


def primary(text: str, icon_name: str = "") -> Button:
    """The one accent action of a screen."""
    return Button(text, "primary", icon_name)


def secondary(text: str, icon_name: str = "") -> Button:
    """An ordinary action."""
    return Button(text, "secondary", icon_name)


def quiet(text: str, icon_name: str = "") -> Button:
    """A link-like action."""
    return Button(text, "quiet", icon_name)


def danger(text: str, icon_name: str = "") -> Button:
    """An action that takes something away."""
    return Button(text, "danger", icon_name)


def icon_button(icon_name: str, name: str) -> Button:
    """A button with a sign only; `name` is its tool tip and accessible name."""
    button = Button("", "icon", icon_name)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
