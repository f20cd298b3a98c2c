"""The dense list of Heute, Verlauf and the cards: sign, date, title, second line, button."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QScrollArea, QToolTip, QWidget

from mfd_desktop.ui.kit.lazy_rows import LazyRows
from mfd_desktop.ui.kit.row import Row as Row
from mfd_desktop.ui.kit.row_delegate import RowDelegate
from mfd_desktop.ui.theme import GAP_LARGE

Index = QModelIndex | QPersistentModelIndex


class _RowModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows if isinstance(rows, LazyRows) else tuple(rows)
        self.endResetModel()

    def place_of(self, key: object) -> int | None:
        """Where the row with this key stands."""
        keys = self.rows.keys if isinstance(self.rows, LazyRows) else [row.key for row in self.rows]
        return keys.index(key) if key is not None and key in keys else None

    def headings(self) -> int:
        """How many rows are headings."""
        rows = self.rows
        return len(rows.headings) if isinstance(rows, LazyRows) else sum(row.heading for row in rows)

    def is_heading(self, place: int) -> bool:
        """Whether a row is a heading."""
        return place in self.rows.headings if isinstance(self.rows, LazyRows) else self.rows[place].heading

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.is_heading(index.row()):
            # Keys go past what is not enabled.
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class RowList(QListView):
    """Rows of facts. Arrow keys move, Enter or a click activates, Space presses the row's button.

    `row_activated(key)`; `button_clicked(key)` for the trailing button: without anybody listening to it give
    the button the same meaning as Enter. With `grow` the list is as high as its rows and never scrolls. With `slim`
    there are only signs and titles, on one line however narrow it is.
    """

    row_activated = Signal(object)
    button_clicked = Signal(object)

    def __init__(self, name: str, *, grow: bool = True, slim: bool = False) -> None:
        super().__init__()
        self._grow = grow
        self._by_mouse = False
        self._model = _RowModel(self)
        self._delegate = RowDelegate(self, self._model.is_heading, slim=slim)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        if grow:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the current row stays current if its key is still there."""
        key = self.current_key()
        self._model.set_rows(rows)
        self.setUniformItemSizes(not self._model.headings())
        self._delegate.measure(self._samples())
        self._fit()
        self.make_current(key)

    def make_current(self, key: object) -> None:
        """Make the row with this key the current one, if there is one."""
        place = self._model.place_of(key)
        if place is not None:
            self.setCurrentIndex(self._model.index(place, 0))

    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._model.rows

    def current_key(self) -> object:
        """Key of the current row, None without one."""
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else None

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height() if self._grow else self._delegate.row_height())

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        # The page scrolls to this rectangle when the list gets the focus; the whole list would be its middle.
        if self._grow and query == Qt.InputMethodQuery.ImCursorRectangle:
            index = self.currentIndex()
            if self._by_mouse or not index.isValid():
                return self.visibleRegion().boundingRect()
            return self.visualRect(index)
        return super().inputMethodQuery(query)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._delegate.set_width(self.viewport().width()):
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self._delegate.measure(self._samples())
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_mouse = False
        key = self.current_key()
        if key is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.row_activated.emit(key)
        elif key is not None and event.key() == Qt.Key.Key_Space:
            if self._model.rows[self.currentIndex().row()].button:
                self.button_clicked.emit(key)
        else:
            super().keyPressEvent(event)
            self._follow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            count = len(self._model.rows)
            first = next((place for place in range(count) if not self._model.is_heading(place)), None)
            if first is not None:
                self.setCurrentIndex(self._model.index(first, 0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or self._row(index).heading:
            return
        row = self._model.rows[index.row()]
        hit = self._delegate.button_rect(self.visualRect(index), row).contains(place)
        (self.button_clicked if hit else self.row_activated).emit(row.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        over = index.isValid() and not self._row(index).heading
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            if index.isValid() and self._delegate.is_cut(self.visualRect(index), self._row(index)):
                QToolTip.showText(event.globalPos(), self._row(index).spoken(), self)
            return True
        return super().viewportEvent(event)

    def _follow(self) -> None:
        """Scroll the page to the current row."""
        parent = self.parentWidget() if self._grow and self.currentIndex().isValid() else None
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(self, 0, GAP_LARGE)

    def _samples(self) -> Sequence[Row]:
        rows = self._model.rows
        return rows.samples() if isinstance(rows, LazyRows) else rows

    def _row(self, index: QModelIndex) -> Row:
        return self._model.rows[index.row()]

    def _height(self) -> int:
        headings = self._model.headings()
        lines = max(len(self._model.rows) - headings, 1 if not self._grow else 0)
        return self._delegate.row_height() * lines + self._delegate.heading_height() * headings

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        if self._grow:
            self.setFixedHeight(self._height())
        self.updateGeometry()
