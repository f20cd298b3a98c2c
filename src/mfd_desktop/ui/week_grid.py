"""The week with its hours: a table for keys and screen readers, over which the entries are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.ui.theme import GAP, GAP_SMALL, GAP_TINY, RADIUS_CONTROL, current_tokens
from mfd_desktop.ui.week_model import SLOT, RowKind, WeekModel
from mfd_desktop.ui.week_paint import paint_block, paint_chip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, time

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from mfd_desktop.app.overview import Week
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.week_entries import Entry
    from mfd_desktop.ui.week_layout import Block

_MOST_CHIPS = 3
_LEAST_DAY = 64
_HEADS = """QTableCornerButton::section { background: transparent; border: none; }
QHeaderView::section:vertical { padding: 0 8px; }"""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Nothing(QStyledItemDelegate):
    """Cells have no text of their own."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pass


class WeekGrid(QTableView):
    """Arrow keys move over the slots; Enter opens the entry there or a new one; Insert always a new one.

    Signals: ``slot_chosen(date, time or None)`` for a new appointment, ``due_chosen(date)`` for a new follow-up,
    ``entry_chosen(str)`` with the key of a sheet.
    """

    slot_chosen = Signal(object, object)
    due_chosen = Signal(object)
    entry_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Build an empty week."""
        super().__init__()
        self.week = WeekModel(desk)
        self.menu: QMenu | None = None
        self.setModel(self.week)
        self.setItemDelegate(_Nothing(self))
        self.setAccessibleName(_("Woche"))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setStyleSheet(_HEADS)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setTextElideMode(Qt.TextElideMode.ElideRight)
        across.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setHighlightSections(False)
        down.setMinimumSectionSize(1)
        for header in (across, down):
            header.setSectionsClickable(False)

    def show_week(self, week: Week, hours: tuple[int, int]) -> None:
        """Show a week; the current slot stays where it was."""
        index = self.currentIndex()
        column, start = index.column(), self.week.start(index.row()) if index.isValid() else None
        self.week.show(week, hours)
        self._fit()
        self.make_current(max(column, 0), start)

    def show_holidays(self, holidays: Mapping[date, str]) -> None:
        """Name the public holidays in the head."""
        self.week.show_holidays(holidays)
        self._fit()
        self.viewport().update()

    def make_current(self, column: int, start: time | None) -> None:
        """Move to the slot of a day (0 = Monday) that holds a time; the first one for none."""
        self.setCurrentIndex(self.week.index(self.week.row_of(start), column))

    def current_day(self) -> date | None:
        """The day the current slot belongs to."""
        index = self.currentIndex()
        return self.week.days[index.column()] if index.isValid() else None

    def current_start(self) -> time | None:
        """The time the current slot begins; None in the rows above and below the hours."""
        index = self.currentIndex()
        return self.week.start(index.row()) if index.isValid() else None

    def placed(self) -> Iterator[tuple[QRect, Entry, bool]]:
        """Yield where each entry lies on the viewport, and whether it is a chip of one line."""
        for block in self.week.blocks:
            yield self._block_rect(block), self.week.entry(block.appointment), False
        for row, found in enumerate(self.week.rows):
            if found.kind is not RowKind.SLOT:
                for column in range(len(self.week.days)):
                    for number, entry in enumerate(self.week.chips(row, column)[: self._shown(row, column)]):
                        yield self._chip_rect(row, column, number), entry, True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in _ENTER and not event.modifiers() & _WITH_CONTROL:
            self._activate(index.row(), index.column())
        elif index.isValid() and event.key() == Qt.Key.Key_Insert:
            self._new(index.row(), index.column())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or index != self.currentIndex() or not index.isValid():
            return
        hit = self._entry_at(place)
        if hit is not None:
            self.entry_chosen.emit(hit.key)
        elif self.week.rows[index.row()].kind is not RowKind.SLOT:
            self._activate(index.row(), index.column())
        else:
            self._new(index.row(), index.column())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            hit = self._entry_at(event.pos())
            QToolTip.showText(event.globalPos(), hit.spoken if hit is not None else "", self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_lines(painter)
        for rect, entry, chip in self.placed():
            if rect.intersects(event.rect()):
                (paint_chip if chip else paint_block)(painter, rect, entry, self.font())
        self._paint_more(painter)
        if self.hasFocus() and self.currentIndex().isValid():
            painter.setPen(QPen(QColor(current_tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.visualRect(self.currentIndex())).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, RADIUS_CONTROL / 2, RADIUS_CONTROL / 2)
        painter.end()

    def _activate(self, row: int, column: int) -> None:
        entries = self.week.entries(row, column)
        if not entries:
            self._new(row, column)
        elif len(entries) == 1:
            self.entry_chosen.emit(entries[0].key)
        else:
            self._show_menu(row, column, entries)

    def _show_menu(self, row: int, column: int, entries: tuple[Entry, ...]) -> None:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in entries:
            action = self.menu.addAction(entry.chip.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, key=entry.key: self.entry_chosen.emit(key))
        self.menu.addSeparator()
        self.menu.addAction(_("Neu")).triggered.connect(lambda: self._new(row, column))
        corner = self.visualRect(self.week.index(row, column)).bottomLeft()
        self.menu.setActiveAction(self.menu.actions()[0])
        self.menu.popup(self.viewport().mapToGlobal(corner))

    def _new(self, row: int, column: int) -> None:
        day = self.week.days[column]
        if self.week.rows[row].kind is RowKind.ALL_DAY:
            self.due_chosen.emit(day)
        else:
            self.slot_chosen.emit(day, self.week.start(row))

    def _entry_at(self, place: QPoint) -> Entry | None:
        return next((entry for rect, entry, _chip in self.placed() if rect.contains(place)), None)

    def _shown(self, row: int, column: int) -> int:
        """How many chips of a cell are drawn; the last line says how many more there are."""
        count = len(self.week.chips(row, column))
        return count if count <= _MOST_CHIPS else _MOST_CHIPS - 1

    def _chip_height(self) -> int:
        return self.fontMetrics().height() + GAP_TINY

    def _chip_rect(self, row: int, column: int, number: int) -> QRect:
        top = self.rowViewportPosition(row) + 2 + number * (self._chip_height() + 2)
        left, width = self.columnViewportPosition(column) + 2, self.columnWidth(column) - 4
        return QRect(left, top, width, self._chip_height())

    def _block_rect(self, block: Block) -> QRect:
        first = self.week.row_of(None)
        slot = self.rowHeight(first)
        origin = self.rowViewportPosition(first) - round(self.week.hours[0] * 60 / SLOT * slot)
        top, bottom = (origin + round(minute / SLOT * slot) for minute in (block.begin, block.end))
        width = (self.columnWidth(block.weekday) - 4) / block.lanes
        left = self.columnViewportPosition(block.weekday) + 2 + width * block.lane
        return QRect(round(left), top + 1, round(width) - 2, bottom - top - 2)

    def _paint_lines(self, painter: QPainter) -> None:
        tokens = current_tokens()
        across = self.viewport().width()
        for row, found in enumerate(self.week.rows):
            top = self.rowViewportPosition(row)
            if found.kind is not RowKind.SLOT or found.begin % 60 == 0:
                painter.fillRect(QRect(0, top, across, 1), QColor(tokens.line))
        bottom = self.rowViewportPosition(len(self.week.rows) - 1) + self.rowHeight(len(self.week.rows) - 1)
        for column in range(len(self.week.days)):
            left = self.columnViewportPosition(column)
            painter.fillRect(QRect(left, 0, 1, bottom), QColor(tokens.line))
            if self.week.holiday(column):
                free = QRect(left + 1, 0, self.columnWidth(column) - 1, bottom)
                painter.fillRect(free, QColor(tokens.neutral_soft))

    def _paint_more(self, painter: QPainter) -> None:
        painter.setPen(QColor(current_tokens().muted))
        painter.setFont(self.font())
        for row, found in enumerate(self.week.rows):
            if found.kind is RowKind.SLOT:
                continue
            for column in range(len(self.week.days)):
                more = len(self.week.chips(row, column)) - self._shown(row, column)
                if more:
                    rect = self._chip_rect(row, column, _MOST_CHIPS - 1).adjusted(GAP_TINY, 0, 0, 0)
                    said = ngettext("{count} weitere", "{count} weitere", more).format(count=more)
                    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), said)

    def _fit(self) -> None:
        """Give the weekdays the room the weekend leaves, and the slots the height there is."""
        if not self.week.days:
            return
        metrics = self.fontMetrics()
        self.verticalHeader().setFixedWidth(metrics.horizontalAdvance(_("ganztags")) + 2 * GAP)
        notes = any("\n" in str(self._head(column)) for column in range(7))
        self.horizontalHeader().setFixedHeight(metrics.height() * (2 if notes else 1) + GAP)
        width = self.viewport().width()
        weekend = max(width // 14, min(_LEAST_DAY, width // 7))
        for column in range(7):
            self.setColumnWidth(column, weekend if column > 4 else (width - 2 * weekend) // 5)
        others = 0
        for row, found in enumerate(self.week.rows):
            if found.kind is not RowKind.SLOT:
                chips = max(len(self.week.chips(row, column)) for column in range(7))
                height = max(1, min(chips, _MOST_CHIPS)) * (self._chip_height() + 2) + 2
                self.setRowHeight(row, height)
                others += height
        slots = [row for row, found in enumerate(self.week.rows) if found.kind is RowKind.SLOT]
        height = max((self.viewport().height() - others) // len(slots), metrics.height() + GAP_SMALL // 2)
        for row in slots:
            self.setRowHeight(row, height)

    def _head(self, column: int) -> object:
        return self.week.headerData(column, Qt.Orientation.Horizontal)


_WITH_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
