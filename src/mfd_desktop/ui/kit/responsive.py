"""Tells a screen when it becomes narrow or wide."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

NARROW_BELOW = 760
"""Logical pixels; 1366 × 768 at 200 % is narrow."""
_SLACK = 24
"""A scroll bar that comes and goes must not change the arrangement, or the two chase each other until it crashes."""


class WidthWatch(QObject):
    """Watches a widget's width. `changed(narrow)` is emitted when it crosses the limit and at first size.

    What is narrow becomes wide again only with a scroll bar's width to spare.
    """

    changed = Signal(bool)

    def __init__(self, widget: QWidget, below: int = NARROW_BELOW) -> None:
        super().__init__(widget)
        self._widget = widget
        self._below = below
        self._narrow: bool | None = None
        widget.installEventFilter(self)

    @property
    def narrow(self) -> bool:
        """Whether the widget is narrow now."""
        return self._widget.width() < self._below + (_SLACK if self._narrow else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._narrow != self.narrow:
            self._narrow = self.narrow
            self.changed.emit(self._narrow)
        return super().eventFilter(watched, event)
