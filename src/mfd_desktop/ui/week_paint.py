"""How an entry of the week is drawn on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics

from mfd_desktop.ui.theme import GAP_TINY, Tone, current_tokens
from mfd_desktop.ui.week_layout import wrapped

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from mfd_desktop.ui.week_entries import Entry

_BAR = 3
_ROUND = 4


def paint_block(painter: QPainter, rect: QRect, entry: Entry, font: QFont) -> None:
    """Draw as many lines of an appointment as fit, struck through if it is called off."""
    inner = _paint_ground(painter, rect, entry)
    bold = QFont(font)
    bold.setBold(True)
    metrics = QFontMetrics(bold)
    line = metrics.height()
    fitting = max(inner.height() // line, 1)
    lines = wrapped(entry.lines, fitting, inner.width(), metrics.horizontalAdvance)
    top = inner.top() + (max(inner.height() - line, 0) // 2 if fitting == 1 else 0)
    for number, text in enumerate(lines):
        place = QRect(inner.left(), top + number * line, inner.width(), line)
        _paint_text(painter, place, text, entry, font, bold=number == 0)


def paint_chip(painter: QPainter, rect: QRect, entry: Entry, font: QFont) -> None:
    """Draw an entry on one line."""
    inner = _paint_ground(painter, rect, entry)
    _paint_text(painter, inner, entry.chip, entry, font, bold=False)


def _paint_ground(painter: QPainter, rect: QRect, entry: Entry) -> QRect:
    tokens = current_tokens()
    tone = Tone.NEUTRAL if entry.cancelled else entry.tone
    painter.setPen(Qt.PenStyle.NoPen)
    # Entries side by side and a coloured day must not show through.
    painter.setBrush(QColor(tokens.panel))
    painter.drawRoundedRect(QRectF(rect), _ROUND, _ROUND)
    painter.setBrush(QColor(tokens.soft(tone)))
    painter.drawRoundedRect(QRectF(rect), _ROUND, _ROUND)
    painter.fillRect(QRect(rect.left(), rect.top() + 1, _BAR, rect.height() - 2), QColor(tokens.text(tone)))
    return rect.adjusted(_BAR + GAP_TINY, 0, -2, 0)


def _paint_text(painter: QPainter, rect: QRect, text: str, entry: Entry, font: QFont, *, bold: bool) -> None:
    tokens = current_tokens()
    used = QFont(font)
    used.setBold(bold)
    used.setStrikeOut(entry.cancelled)
    painter.setFont(used)
    painter.setPen(QColor(tokens.muted if entry.cancelled else tokens.ink))
    cut = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)
