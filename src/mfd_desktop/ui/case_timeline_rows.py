"""The list of the Verlauf: one model and one painter, however many contacts there are."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mfd_desktop.ui.icons import icon_pixmap
from mfd_desktop.ui.theme import GAP, GAP_LARGE, RADIUS_CONTROL, Tone, current_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent

Index = QModelIndex | QPersistentModelIndex
NARROW_BELOW = 560
"""Logical pixels."""
_PAD = 8
_LINE_GAP = 2
_NOTE_LINES = 5
_FACT_LINES = 2
_MORE = 20
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the Verlauf. ``key`` names the sheet that shows it; ``badge`` warns; empty parts take no room."""

    key: str
    date: str
    title: str
    side: str = ""
    facts: str = ""
    note: str = ""
    badge: str = ""
    muted: bool = False

    def spoken(self) -> str:
        """Everything in one sentence for screen readers."""
        parts = (self.date, self.title, self.badge, self.side, self.facts, self.note)
        return ", ".join(part for part in parts if part)


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken()
        return entry if role == Qt.ItemDataRole.UserRole else None


class _Delegate(QStyledItemDelegate):
    """Measures an entry once for a width; wrapped texts are laid out paragraph by paragraph in their own direction."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[Entry, int], int] = {}

    def forget(self) -> None:
        self._heights.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.height(index.data(Qt.ItemDataRole.UserRole), self._view.viewport().width()))

    def height(self, entry: Entry, width: int) -> int:
        key = (entry, width)
        if key not in self._heights:
            self._heights[key] = self._flow(None, QRect(0, 0, width, 0), entry)
        return self._heights[key]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(rect).adjusted(1, 1, -1, -2)
            painter.drawRoundedRect(ring, RADIUS_CONTROL, RADIUS_CONTROL)
        self._flow(painter, rect, entry)
        painter.restore()

    def _flow(self, painter: QPainter | None, rect: QRect, entry: Entry) -> int:
        """Place everything from the top, paint it if there is a painter, and return the height."""
        tokens, plain = current_tokens(), self._view.fontMetrics()
        bold = self._bold()
        line = plain.height()
        date_width = QFontMetrics(bold).horizontalAdvance("88.88.8888") + GAP + 4
        top, left, width = rect.top() + _PAD, rect.left() + 4, rect.width() - 8
        words = QRect(left, top, width, line)
        _line(painter, words, entry.date, tokens.ink, bold)
        side_width = plain.horizontalAdvance(entry.side) + 4 if entry.side else 0
        _line(painter, words, entry.side, tokens.muted, self._view.font(), _RIGHT)
        if rect.width() < NARROW_BELOW:
            top += line + _LINE_GAP
            title = QRect(left, top, width, line)
        else:
            left, width = left + date_width, width - date_width
            title = QRect(left, top, width - side_width - GAP, line)
        _line(painter, title, entry.title, tokens.muted if entry.muted else tokens.ink, bold)
        top += line + _LINE_GAP
        if entry.badge:
            self._badge(painter, QRect(left, top, width, line + 4), entry.badge)
            top += line + 4 + _LINE_GAP
        box = QRect(left, top, width, 0)
        top += _wrapped(painter, box, entry.facts, tokens.muted, self._view.font(), _FACT_LINES)
        box = QRect(left, top, width, 0)
        top += _wrapped(painter, box, entry.note, tokens.ink, self._view.font(), _NOTE_LINES)
        return top - rect.top() + _PAD - _LINE_GAP + 1

    def _badge(self, painter: QPainter | None, rect: QRect, text: str) -> None:
        if painter is None:
            return
        tokens, bold = current_tokens(), self._bold()
        width = min(QFontMetrics(bold).horizontalAdvance(text) + 38, rect.width())
        shape = QRectF(rect.left(), rect.top(), width, rect.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.soft(Tone.WARNING)))
        painter.drawRoundedRect(shape, 10, 10)
        colour = tokens.text(Tone.WARNING)
        pixmap = icon_pixmap("triangle", colour, 12, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 5, pixmap)
        _line(painter, QRect(rect.left() + 28, rect.top(), int(width) - 36, rect.height()), text, colour, bold)

    def _bold(self) -> QFont:
        font = QFont(self._view.font())
        font.setBold(True)
        return font


def _line(painter: QPainter | None, rect: QRect, text: str, colour: str, font: QFont, flags: int = _LEFT) -> None:
    if painter is None or not text or rect.width() <= 0:
        return
    painter.setFont(font)
    painter.setPen(QColor(colour))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, cut)


def _wrapped(painter: QPainter | None, rect: QRect, text: str, colour: str, font: QFont, most: int) -> int:
    """Lay out at most ``most`` lines of ``text``; the last one ends in … if there is more. Return the height taken."""
    height, left = 0, most
    paragraphs = [part for part in text.split("\n") if part.strip()]
    for number, paragraph in enumerate(paragraphs):
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(_option(paragraph))
        lines = _break(layout, rect.width(), left)
        rest = paragraph[_end_of(layout) :]
        more = bool(rest) or (left == lines and number + 1 < len(paragraphs))
        if painter is not None:
            painter.setPen(QColor(colour))
            layout.draw(painter, QPointF(rect.left(), rect.top() + height))
            if more and left == lines:
                _draw_more(painter, layout, QPointF(rect.left(), rect.top() + height))
        height += int(layout.boundingRect().height() + 0.5)
        left -= lines
        if left <= 0:
            break
    return height + (_LINE_GAP if height else 0)


def _option(text: str) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if _begins_rtl(text):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _break(layout: QTextLayout, width: int, most: int) -> int:
    layout.beginLayout()
    count, height = 0, 0.0
    while count < most:
        line = layout.createLine()
        if not line.isValid():
            break
        # Room for the sign that there is more.
        line.setLineWidth(width - (_MORE if count == most - 1 else 0))
        line.setPosition(QPointF(0, height))
        height += line.height()
        count += 1
    layout.endLayout()
    return count


def _end_of(layout: QTextLayout) -> int:
    last = layout.lineAt(layout.lineCount() - 1)
    return last.textStart() + last.textLength() if last.isValid() else 0


def _draw_more(painter: QPainter, layout: QTextLayout, origin: QPointF) -> None:
    last = layout.lineAt(layout.lineCount() - 1)
    shape = last.naturalTextRect()
    rtl = _begins_rtl(layout.text())
    x = origin.x() + (shape.left() - 14 if rtl else shape.right() + 1)
    painter.setFont(layout.font())
    painter.drawText(QPointF(x, origin.y() + last.y() + last.ascent()), "…")


def _begins_rtl(text: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


class TimelineList(QListView):
    """Entries newest first; as high as they are, so that the page scrolls.

    Arrow keys move, Enter or a click opens (``entry_activated(key)``), Delete asks to remove (``removal_asked(key)``).
    """

    entry_activated = Signal(object)
    removal_asked = Signal(object)

    def __init__(self, name: str) -> None:
        """Build it empty."""
        super().__init__()
        self._model = _Model(self)
        self._delegate = _Delegate(self)
        self._by_mouse = False
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries; the current one stays current if it is still there."""
        key = self.current_key()
        if tuple(entries) == self._model.entries:
            return
        self._delegate.forget()
        self._model.set_entries(entries)
        self._fit()
        self.make_current(key)

    def forget_current(self) -> None:
        """Have no current entry, because the entries of something else follow."""
        self.setCurrentIndex(self._model.index(-1, 0))

    def entries(self) -> tuple[Entry, ...]:
        """The entries shown."""
        return self._model.entries

    def current_key(self) -> str:
        """Key of the current entry, empty without one."""
        index = self.currentIndex()
        return self._model.entries[index.row()].key if index.isValid() else ""

    def make_current(self, key: str) -> None:
        """Make the entry with this key the current one, if it is there."""
        for number, entry in enumerate(self._model.entries):
            if entry.key == key:
                self.setCurrentIndex(self._model.index(number, 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 0)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        # The page scrolls to this rectangle when the list gets the focus; the whole list would be its middle.
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            index = self.currentIndex()
            if self._by_mouse or not index.isValid():
                return self.visibleRegion().boundingRect()
            return self.visualRect(index)
        return super().inputMethodQuery(query)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (event.Type.FontChange, event.Type.StyleChange) and hasattr(self, "_delegate"):
            self._delegate.forget()
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        if not self._by_mouse and not self.currentIndex().isValid() and self._model.entries:
            self.setCurrentIndex(self._model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_mouse = False
        key = self.current_key()
        if key and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entry_activated.emit(key)
        elif key and event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit(key)
        else:
            super().keyPressEvent(event)
            self.follow()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.entry_activated.emit(self._model.entries[index.row()].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if index.isValid() else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def follow(self) -> None:
        """Scroll the page to the current entry."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None and self.currentIndex().isValid():
            parent.ensureWidgetVisible(self, 0, GAP_LARGE)

    def _fit(self) -> None:
        width = self.viewport().width()
        self.setFixedHeight(sum(self._delegate.height(entry, width) for entry in self._model.entries))
        self.scheduleDelayedItemsLayout()
