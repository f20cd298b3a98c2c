"""Paints a table row as two lines when there is no room for columns."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mfd_desktop.ui.theme import GAP_SMALL, current_tokens

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)


class TwoLineDelegate(QStyledItemDelegate):
    """First line: the first two columns, bold. Second line: the others, muted."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        texts: list[str] = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tokens = current_tokens()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.accent_soft))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        line = painter.fontMetrics().height()
        top = rect.top() + (rect.height() - 2 * line - 2) // 2
        room = rect.width() - 2 * GAP_SMALL
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        first = QRect(rect.left() + GAP_SMALL, top, room, line)
        _draw(painter, first, " · ".join(text for text in texts[:2] if text), tokens.ink)
        painter.setFont(option.font)
        second = QRect(rect.left() + GAP_SMALL, top + line + 2, room, line)
        _draw(painter, second, " · ".join(text for text in texts[2:] if text), tokens.muted)
        painter.restore()


def _draw(painter: QPainter, rect: QRect, text: str, colour: str) -> None:
    painter.setPen(QColor(colour))
    painter.drawText(rect, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))
