"""The list below the global search; laid over the window, never takes the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QStyleOptionViewItem, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.row_delegate import RowDelegate
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.theme import GAP_SMALL, GAP_TINY, RADIUS_CONTROL, current_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.ui.search_hits import Hit


class _HitDelegate(RowDelegate):
    """Always one band with the sign at the left; the current row lies on a soft ground."""

    def set_width(self, _width: int) -> bool:
        return False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        inner = QStyleOptionViewItem(option)
        rect: QRect = option.rect
        inner.rect = rect.adjusted(GAP_SMALL, 0, -GAP_SMALL, 0)
        super().paint(painter, inner, index)

    def _paint_ground(self, painter: QPainter, rect: QRect, _number: int, *, current: bool) -> None:
        if current:
            painter.setPen(QColor(current_tokens().accent))
            painter.setBrush(QColor(current_tokens().accent_soft))
            shape = QRectF(rect.adjusted(-GAP_SMALL, 0, GAP_SMALL, 0)).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(shape, RADIUS_CONTROL, RADIUS_CONTROL)


class _HitList(RowList):
    def __init__(self, name: str) -> None:
        super().__init__(name, grow=False)
        self._delegate = _HitDelegate(self)
        self.setItemDelegate(self._delegate)


class SearchPopup(QFrame):
    """What was found, laid over the window below the search; never takes the focus."""

    picked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        """Build it hidden over ``window``."""
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits: tuple[Hit, ...] = ()
        self._note = Label("", "muted")
        self.rows = _HitList(_("Treffer"))
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.row_activated.connect(self.picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_SMALL, GAP_SMALL, GAP_SMALL, GAP_SMALL)
        column.setSpacing(GAP_TINY)
        column.addWidget(self._note)
        column.addWidget(self.rows)
        self.hide()

    def show_hits(self, hits: Sequence[Hit], note: str, anchor: QWidget) -> None:
        """Show these hits below ``anchor``, the first one current, with a sentence above them."""
        self.hits = tuple(hits)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.rows.set_rows([hit.row(number) for number, hit in enumerate(self.hits)])
        self.rows.setVisible(bool(self.hits))
        self.move_to(0)
        self.place_below(anchor)
        self.show()
        self.raise_()

    def place_below(self, anchor: QWidget) -> None:
        """Take the room below ``anchor``, no more than is needed."""
        window = self._window
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + 2))
        inner = anchor.width() - 2 * GAP_SMALL - 2
        words = self._note.heightForWidth(inner) + GAP_TINY if self._note.text() else 0
        rows = self.rows.sizeHint().height() if self.hits else 0
        height = min(words + rows + 2 * GAP_SMALL + 2, window.height() - corner.y() - GAP_SMALL)
        self.setGeometry(corner.x(), corner.y(), anchor.width(), height)

    def current(self) -> Hit | None:
        """The hit Enter would take."""
        number = self.rows.currentIndex().row()
        return self.hits[number] if 0 <= number < len(self.hits) else None

    def move_to(self, number: int) -> None:
        """Make another hit the current one, kept inside the list."""
        if self.hits:
            inside = max(0, min(number, len(self.hits) - 1))
            self.rows.setCurrentIndex(self.rows.model().index(inside, 0))

    def step(self, by: int) -> None:
        """Move up or down."""
        self.move_to(self.rows.currentIndex().row() + by)
