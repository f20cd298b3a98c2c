"""Texts: plain text only, so that what somebody typed is never read as markup."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from mfd_desktop.ui.icons import icon_pixmap
from mfd_desktop.ui.theme import Tone, current_tokens

PLAIN_TEXT = 0
"""Qt::PlainText, set as a property: the name `Qt` brings 93 enumerations, 20 ms before the first paint."""


class Label(QLabel):
    """A text that wraps. Roles: "", title, heading, figure, strong, muted, help, error."""

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = True) -> None:
        super().__init__(text)
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setWordWrap(wrap)
        self.setProperty("role", role)


class ElidedLabel(QLabel):
    """A text on one line that ends in … when there is no room; the tool tip then holds all of it.

    `least` is the width it does not give up.
    """

    def __init__(self, text: str = "", role: str = "", least: int = 0) -> None:
        super().__init__(text)
        self._least = least
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        few = max(self.fontMetrics().horizontalAdvance("MMM…"), self._least)
        return QSize(min(hint.width(), few), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip("" if self._shown() == self.text() else self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self._shown())

    def _shown(self) -> str:
        from PySide6.QtCore import Qt

        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())


class IconLabel(QLabel):
    """A sign in the colour of a tone (None: ink), redrawn when theme or screen change.

    Decoration beside a word: screen readers get the word.
    """

    def __init__(self, name: str, tone: Tone | None = None, size: int = 16) -> None:
        super().__init__()
        self._name = name
        self._tone = tone
        self._size = size
        self._drawn = False
        self.setFixedSize(size, size)

    def set_icon(self, name: str, tone: Tone | None) -> None:
        """Show another sign."""
        self._name = name
        self._tone = tone
        self._redraw()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self._redraw()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._drawn:
            self._draw()
        super().showEvent(event)

    def _redraw(self) -> None:
        if self._drawn:
            self._draw()

    def _draw(self) -> None:
        self._drawn = True
        tokens = current_tokens()
        colour = tokens.ink if self._tone is None else tokens.text(self._tone)
        self.setPixmap(icon_pixmap(self._name, colour, self._size, self.devicePixelRatioF()))


def rule() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


def set_style_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at and restyle the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    from PySide6.QtCore import Qt

    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
