"""Sortable table of frozen rows; narrow it shows each row as two lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyledItemDelegate, QTableView

from mfd_desktop.ui.kit.table_delegate import TwoLineDelegate
from mfd_desktop.ui.theme import GAP_LARGE

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
NARROW_BELOW = 620


# Without slots: Python 3.11 cannot make instances of Column[T] of a frozen generic with slots.
@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: heading, text of a row, key to sort by (default: the text), share of the width."""

    title: str
    text: Callable[[T], str]
    sort_key: Callable[[T], Any] | None = None
    stretch: int = 1
    align_right: bool = False

    def key(self, row: T) -> Any:
        return self.text(row).casefold() if self.sort_key is None else self.sort_key(row)


class RowsModel(QAbstractTableModel, Generic[T]):
    """Frozen rows under a tuple of columns. Sorting is stable and keeps the order across `set_rows`."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[T] = []
        self._sorted: tuple[int, bool] | None = None

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show these rows, in the order chosen before."""
        self.beginResetModel()
        self._rows = list(rows)
        self._arrange()
        self.endResetModel()

    def row_at(self, number: int) -> T:
        """The row shown at a position."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.UserRole:
            return [other.text(row) for other in self._columns]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self._columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = list(self._rows)
        old = self.persistentIndexList()
        self._sorted = (column, order is Qt.SortOrder.DescendingOrder)
        self._arrange()
        places = {id(row): number for number, row in enumerate(self._rows)}
        new = [self.index(places[id(before[index.row()])], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._sorted is not None:
            number, backwards = self._sorted
            self._rows.sort(key=self._columns[number].key, reverse=backwards)


class DataTable(QTableView, Generic[T]):
    """Table of frozen rows: arrow keys move, Enter or a double click emits `row_activated(row)`.

    The heading sorts. `identity` tells the same row after `set_rows`; Tab leaves the table.
    """

    row_activated = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column[T]], identity: Callable[[T], object] | None = None) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._identity = identity
        self._narrow = False
        self._left_out: set[int] = set()
        self._rows_model: RowsModel[T] = RowsModel(columns, self)
        self._two_lines = TwoLineDelegate(self)
        # Not the view's own one: its wrapper may be that of a dead delegate at the same address.
        self._one_line = QStyledItemDelegate(self)
        self.setItemDelegate(self._one_line)
        self.setModel(self._rows_model)
        self.setAccessibleName(name)
        self._dress()
        self.doubleClicked.connect(self._on_double_clicked)

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show these rows; the current one stays current if it is still there."""
        current = self.current_row()
        self._rows_model.set_rows(rows)
        if current is None or self._identity is None:
            return
        wanted = self._identity(current)
        for number in range(self._rows_model.rowCount()):
            if self._identity(self._rows_model.row_at(number)) == wanted:
                self.selectRow(number)
                return

    def current_row(self) -> T | None:
        """The row the keys are on."""
        index = self.currentIndex()
        return self._rows_model.row_at(index.row()) if index.isValid() else None

    def row_at(self, number: int) -> T:
        """The row shown at a position."""
        return self._rows_model.row_at(number)

    def set_column_shown(self, number: int, *, shown: bool) -> None:
        """Show a column or leave it out; never the first one."""
        (self._left_out.discard if shown else self._left_out.add)(number)
        self.setColumnHidden(number, self._narrow or not shown)
        self._arrange()

    def is_narrow(self) -> bool:
        """Whether each row is shown as two lines."""
        return self._narrow

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.row_activated.emit(row)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows_model.rowCount():
            self.selectRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_two_lines"):
            self._set_heights()

    def _dress(self) -> None:
        self.setProperty("kind", "table")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # Unsorted at first: the caller's order is the order until a heading is clicked.
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._set_heights()

    def _arrange(self) -> None:
        width = self.viewport().width()
        narrow = width < NARROW_BELOW
        if narrow != self._narrow:
            self._narrow = narrow
            self.setItemDelegate(self._two_lines if narrow else self._one_line)
            self.horizontalHeader().setVisible(not narrow)
            for number in range(1, len(self._columns)):
                self.setColumnHidden(number, narrow or number in self._left_out)
            self._set_heights()
        shown = [0] if narrow else [n for n in range(len(self._columns)) if n not in self._left_out]
        total, left = sum(self._columns[number].stretch for number in shown), width
        for number in shown:
            room = left if number == shown[-1] else width * self._columns[number].stretch // total
            self.setColumnWidth(number, room)
            left -= room

    def _set_heights(self) -> None:
        line = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(2 * line + GAP_LARGE if self._narrow else line + GAP_LARGE)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.row_activated.emit(self._rows_model.row_at(index.row()))


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.align_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
