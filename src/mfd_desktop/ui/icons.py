"""Line icons from `resources/icons`, tinted and drawn for the pixels of the screen.

Qt's picture classes are imported at the first icon, which is after the first paint. Sizes are logical
pixels. An unknown name is a bug and raises FileNotFoundError.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mfd_desktop.content.paths import resource_path

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPixmap

ICON_SIZE = 18


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int = ICON_SIZE, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """One icon of `size` logical pixels for a device pixel ratio, `gap` free pixels at its right.

    The pixmap is shared: do not paint into it.
    """
    from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    edge = max(1, round(size * ratio))
    pixmap = QPixmap(QSize(edge + round(gap * ratio), edge))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, colour: str, size: int = ICON_SIZE, gap: int = 0) -> QIcon:
    """An icon for buttons and lists, crisp on every screen connected now."""
    from PySide6.QtGui import QGuiApplication, QIcon

    result = QIcon()
    ratios = {1.0} | {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    for ratio in sorted(ratios):
        result.addPixmap(icon_pixmap(name, colour, size, ratio, gap))
    return result


@cache
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
