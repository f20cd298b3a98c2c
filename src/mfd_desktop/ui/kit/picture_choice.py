"""One of a few answers, each with a small drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSizePolicy

from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.drawing_view import picture_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QRadioButton

    from mfd_desktop.render.drawings import Drawing


class PictureChoice(ChoiceEditor):
    """As `ChoiceEditor`; the answers stand in columns. `draw(code)` gives the drawing, redrawn with the theme."""

    def __init__(self, options: Sequence[tuple[str, str]], draw: Callable[[str], Drawing]) -> None:
        super().__init__(options)
        self._draw = draw
        self._drawn = False

    def showEvent(self, event: QShowEvent) -> None:
        if not self._drawn:
            self._redraw()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._drawn:
            self._redraw()

    def _redraw(self) -> None:
        self._drawn = True
        for code, button in self.buttons.items():
            drawing = self._draw(code)
            button.setIconSize(QSize(round(drawing.width), round(drawing.height)))
            button.setIcon(QIcon(picture_of(drawing, self.devicePixelRatioF())))
        widest = max(_wide(button) for button in self.buttons.values())
        for button in self.buttons.values():
            button.setMinimumWidth(widest)

    def _make_button(self, code: str, label: str) -> QRadioButton:
        button = super()._make_button(code, label)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button


def _wide(button: QRadioButton) -> int:
    """Return the width a button needs when it is chosen, for then it is bold."""
    font = button.font()
    font.setBold(True)
    button.setMinimumWidth(0)
    from PySide6.QtGui import QFontMetrics

    grown = QFontMetrics(font).horizontalAdvance(button.text()) - button.fontMetrics().horizontalAdvance(button.text())
    return button.sizeHint().width() + max(grown, 0)
