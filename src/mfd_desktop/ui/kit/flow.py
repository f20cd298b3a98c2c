"""A row that breaks into several when there is no room: pills, chips, buttons."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from mfd_desktop.ui.theme import GAP_SMALL


class FlowLayout(QLayout):
    """Places items left to right and then in further rows; `align_right` puts each row at the right edge."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = GAP_SMALL, align_right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._align_right = align_right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def set_align_right(self, *, align_right: bool) -> None:
        """Choose the edge the rows start at."""
        self._align_right = align_right
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._arrange(inner, place=False) + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect.marginsRemoved(self.contentsMargins()), place=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(len(hints) - 1, 0)
        size = QSize(width, max((hint.height() for hint in hints), default=0))
        return size.grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().expandedTo(item.minimumSize())
            size.setWidth(min(size.width(), max(width, item.minimumSize().width())))
            if rows and used + self.spacing() + size.width() <= width:
                rows[-1].append((item, size))
                used += self.spacing() + size.width()
            else:
                rows.append([(item, size)])
                used = size.width()
        return rows

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        top = rect.top()
        rows = self._rows(rect.width())
        for row in rows:
            height = max(size.height() for _item, size in row)
            if place:
                self._place(row, rect, top, height)
            top += height + self.spacing()
        return max(top - rect.top() - self.spacing(), 0)

    def _place(self, row: list[tuple[QLayoutItem, QSize]], rect: QRect, top: int, height: int) -> None:
        total = sum(size.width() for _item, size in row) + self.spacing() * (len(row) - 1)
        left = rect.left() + (max(rect.width() - total, 0) if self._align_right else 0)
        for item, size in row:
            item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
            left += size.width() + self.spacing()


class FlowBox(QWidget):
    """A widget whose children flow: pills under a heading, buttons under a form."""

    def __init__(self, *, spacing: int = GAP_SMALL, align_right: bool = False) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=spacing, align_right=align_right)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Append a widget."""
        self._flow.addWidget(widget)
