"""Paints the rows of a `RowList`; wide on one band, narrow on two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mfd_desktop.ui.icons import icon_pixmap
from mfd_desktop.ui.kit.pill import TONE_ICONS
from mfd_desktop.ui.theme import GAP, RADIUS_CONTROL, Tone, current_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mfd_desktop.ui.kit.row import Row

NARROW_BELOW = 620
_SIGN = 12
_PAD = 7
_BADGE_AIR = 4
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class RowDelegate(QStyledItemDelegate):
    """Column widths are measured once for all rows, so that the columns line up."""

    def __init__(
        self, view: QListView, is_heading: Callable[[int], bool] = lambda _place: False, *, slim: bool = False
    ) -> None:
        super().__init__(view)
        self._is_heading = is_heading
        self._view = view
        self._slim = slim
        self._narrow = False
        self._badge_width = self._date_width = self._button_width = 0
        self._second_line = False

    def measure(self, rows: Sequence[Row]) -> None:
        """Take the widths of badges, dates and buttons from the rows."""
        bold = QFontMetrics(self._bold())
        plain = self._view.fontMetrics()
        self._badge_width = max((self._badge_size(row, bold) for row in rows), default=0)
        self._date_width = max((bold.horizontalAdvance(row.date) + 4 for row in rows if row.date), default=0)
        self._button_width = max((plain.horizontalAdvance(row.button) + 30 for row in rows if row.button), default=0)
        self._second_line = any(row.second for row in rows)

    def set_width(self, width: int) -> bool:
        """Choose the layout; says whether it changed."""
        narrow = width < NARROW_BELOW and not self._slim
        changed = narrow != self._narrow
        self._narrow = narrow
        return changed

    def row_height(self) -> int:
        """Height of every row."""
        line = self._view.fontMetrics().height()
        two = self._second_line or (self._narrow and bool(self._badge_width))
        badge = _BADGE_AIR if self._narrow and self._badge_width else 0
        return (2 * line + 2 + badge if two else line) + 2 * _PAD + 1

    def heading_height(self) -> int:
        """Height of a heading."""
        return self._view.fontMetrics().height() + 2 * _PAD

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.heading_height() if self._is_heading(index.row()) else self.row_height())

    def button_rect(self, rect: QRect, row: Row) -> QRect:
        """Where the trailing button of a row lies."""
        if not row.button:
            return QRect()
        height = min(self._view.fontMetrics().height() + 16, rect.height() - 4)
        left = rect.right() - self._button_width + 1
        return QRect(left, rect.center().y() - height // 2, self._button_width, height)

    def is_cut(self, rect: QRect, row: Row) -> bool:
        """Whether a text of the row ends in …"""
        widths = self._parts(rect, row)
        metrics = QFontMetrics(self._bold()) if row.strong else self._view.fontMetrics()
        title, second = widths["title"], widths["second"]
        plain = self._view.fontMetrics()
        return (
            metrics.horizontalAdvance(row.title) > title.width() or plain.horizontalAdvance(row.second) > second.width()
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tokens = current_tokens()
        if row.heading:
            self._paint_heading(painter, rect, row.title)
            return
        parts = self._parts(rect, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, index.row(), current=current)
        self._paint_badge(painter, parts["badge"], row)
        painter.setFont(self._bold())
        self._text(painter, parts["date"], row.date, tokens.muted if row.muted else tokens.ink, _LEFT)
        painter.setFont(self._bold() if row.strong else self._view.font())
        self._text(painter, parts["title"], row.title, tokens.muted if row.muted else tokens.ink, _LEFT)
        painter.setFont(self._view.font())
        self._text(painter, parts["second"], row.second, tokens.muted, _LEFT)
        self._text(painter, parts["note"], row.note, tokens.muted, _RIGHT)
        if row.button:
            self._paint_button(painter, self.button_rect(rect, row), row.button)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, title: str) -> None:
        painter.save()
        painter.setFont(self._bold())
        words = rect.adjusted(2, _PAD, 0, 0)
        self._text(painter, words, title, current_tokens().muted, _LEFT)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(current_tokens().line))
        painter.restore()

    def _parts(self, rect: QRect, row: Row) -> dict[str, QRect]:
        plain = self._view.fontMetrics()
        left, right = rect.left() + 2, rect.right() + 1
        if self._button_width:
            right -= self._button_width + GAP
        note_width = plain.horizontalAdvance(row.note) + 4 if row.note else 0
        note = QRect(right - note_width, rect.top(), note_width, rect.height())
        right -= note_width + GAP if row.note else 0
        line = plain.height()
        top = rect.top() + (rect.height() - 1 - (2 * line + 2)) // 2
        if self._narrow and (self._badge_width or self._date_width) and self.row_height() > 2 * line:
            air = _BADGE_AIR if self._badge_width else 0
            top -= air // 2
            first = QRect(left, top, right - left, line + air)
            badge, rest = _split(first, self._badge_width)
            date, beside = _split(rest, self._date_width)
            below = QRect(left, first.bottom() + 3, right - left, line)
            # Without a day the title itself stands beside the badge.
            title, second = (below, beside) if self._date_width or not self._second_line else (beside, below)
            if not (row.badge or row.icon or row.date or row.second):
                title = QRect(left, rect.top(), right - left, rect.height() - 1)
        else:
            whole = QRect(left, rect.top(), right - left, rect.height() - 1)
            badge, rest = _split(whole, self._badge_width)
            badge.adjust(0, _PAD, 0, -_PAD)
            date, words = _split(rest, self._date_width, GAP * 2)
            title = QRect(words.left(), top, words.width(), line) if row.second else words
            second = QRect(words.left(), top + line + 2, words.width(), line if row.second else 0)
        return {"badge": badge, "date": date, "title": title, "second": second, "note": note}

    def _paint_ground(self, painter: QPainter, rect: QRect, number: int, *, current: bool) -> None:
        tokens = current_tokens()
        if number + 1 < self._view.model().rowCount():
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        if current and self._view.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(rect).adjusted(1, 1, -1, -2)
            painter.drawRoundedRect(ring, RADIUS_CONTROL, RADIUS_CONTROL)

    def _paint_badge(self, painter: QPainter, rect: QRect, row: Row) -> None:
        sign = row.icon or (TONE_ICONS[row.tone] if row.badge else "")
        if not row.badge and not sign:
            return
        tokens = current_tokens()
        bold = self._bold()
        painter.setFont(bold)
        width = QFontMetrics(bold).horizontalAdvance(row.badge)
        if row.badge:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.soft(row.tone)))
            radius = min(10, rect.height() / 2)
            painter.drawRoundedRect(QRectF(rect), radius, radius)
        total = width + (_SIGN + 5 if sign and row.badge else _SIGN if sign else 0)
        left = rect.left() + (max(rect.width() - total, 0) // 2 if row.badge else 0)
        if sign:
            size = _SIGN if row.badge else _SIGN + 4
            colour = tokens.text(row.tone) if row.badge or row.tone is not Tone.NEUTRAL else tokens.ink
            ratio = painter.device().devicePixelRatioF()
            pixmap = icon_pixmap(sign, colour, size, ratio)
            painter.drawPixmap(left, rect.center().y() - size // 2 + 1, pixmap)
            left += _SIGN + 5
        words = QRect(left, rect.top(), rect.right() - left, rect.height())
        self._text(painter, words, row.badge, tokens.text(row.tone), _LEFT)

    def _paint_button(self, painter: QPainter, rect: QRect, text: str) -> None:
        tokens = current_tokens()
        painter.setPen(QPen(QColor(tokens.control), 1))
        painter.setBrush(QColor(tokens.panel))
        shape = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, RADIUS_CONTROL, RADIUS_CONTROL)
        self._text(painter, rect, text, tokens.ink, _CENTRE)

    def _text(self, painter: QPainter, rect: QRect, text: str, colour: str, flags: int) -> None:
        if text and rect.width() > 0:
            painter.setPen(QColor(colour))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            # Letters of a fallback font may make the line taller than one of the own font; nothing of it is clipped.
            painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip, cut)

    def _badge_size(self, row: Row, metrics: QFontMetrics) -> int:
        if not row.badge:
            return _SIGN + 4 if row.icon else 0
        sign = row.icon or TONE_ICONS[row.tone]
        return metrics.horizontalAdvance(row.badge) + (_SIGN + 5 if sign else 0) + 24

    def _bold(self) -> QFont:
        font = QFont(self._view.font())
        font.setBold(True)
        return font


def _split(rect: QRect, width: int, gap: int = GAP) -> tuple[QRect, QRect]:
    """Cut `width` and a gap off the left; nothing when there is no such column."""
    if not width:
        return QRect(rect.left(), rect.top(), 0, rect.height()), QRect(rect)
    width = min(width, rect.width())
    return (
        QRect(rect.left(), rect.top(), width, rect.height()),
        QRect(rect.left() + width + gap, rect.top(), max(rect.width() - width - gap, 0), rect.height()),
    )
