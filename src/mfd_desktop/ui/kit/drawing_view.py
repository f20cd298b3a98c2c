"""A drawing on the screen, in the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from mfd_desktop.ui.fonts import INTERFACE_FAMILY
from mfd_desktop.ui.theme import current_tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintDevice, QPaintEvent, QResizeEvent

    from mfd_desktop.render.drawings import Drawing

_NARROWEST = 240
_WIDEST = 640


class DrawingView(QWidget):
    """Shows what ``draw(width)`` returns for the width there is, and asks for the height it needs.

    ``drawing_description`` is read out for who cannot see it.
    """

    def __init__(self, name: str) -> None:
        """Begin empty; ``name`` says what is shown."""
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_NARROWEST)
        self._draw: Callable[[float], Drawing] | None = None
        self._drawing: Drawing | None = None

    @property
    def drawing(self) -> Drawing | None:
        """What is shown now."""
        return self._drawing

    def show_drawing(self, draw: Callable[[float], Drawing], description: str) -> None:
        """Show another drawing."""
        self._draw = draw
        self.setAccessibleDescription(description)
        self._lay_out()

    def sizeHint(self) -> QSize:
        height = self._drawing.height if self._drawing is not None else 0
        return QSize(_WIDEST, round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._drawing is None or self._width() != self._drawing.width:
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawing is not None:
            paint(self._drawing, self)

    def _width(self) -> float:
        return float(min(max(self.width(), _NARROWEST), _WIDEST))

    def _lay_out(self) -> None:
        if self._draw is None:
            return
        self._drawing = self._draw(self._width())
        self.updateGeometry()
        self.update()


def paint(drawing: Drawing, device: QPaintDevice) -> None:
    """Paint a drawing in the colours of the moment, its left upper corner in that of ``device``."""
    # Seldom shown: nobody else pays for it.
    from PySide6.QtSvg import QSvgRenderer

    from mfd_desktop.render.svg import to_svg

    painter = QPainter(device)
    renderer = QSvgRenderer(QByteArray(to_svg(drawing, paints(), INTERFACE_FAMILY).encode()))
    renderer.render(painter, QRectF(0, 0, drawing.width, drawing.height))
    painter.end()


def picture_of(drawing: Drawing, ratio: float) -> QPixmap:
    """Return a drawing as a picture for an icon; ``ratio``: pixels of the device a logical pixel."""
    picture = QPixmap(round(drawing.width * ratio), round(drawing.height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    paint(drawing, picture)
    return picture


def paints() -> dict[str, str]:
    """Return the colour of every paint in the theme of the moment."""
    tokens = current_tokens()
    return {
        "ink": tokens.ink,
        "muted": tokens.muted,
        "line": tokens.control,
        "panel": tokens.panel,
        "accent": tokens.accent,
        "urgent": tokens.urgent,
        "warning": tokens.warning,
        "good": tokens.good,
        "yellow": tokens.yellow,
        "on_yellow": tokens.on_yellow,
    }
