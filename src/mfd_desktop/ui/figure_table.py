"""A table of figures as high as its rows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from mfd_desktop.ui.kit.table import Column, DataTable
from mfd_desktop.ui.theme import GAP_LARGE

Line = tuple[str, ...]

_FRAME = 2
"""The style sheet draws a frame around a table."""
_ROOM = 2 * GAP_LARGE
"""Beside a heading: cell margins and the sign of sorting."""


class FigureTable(DataTable[Line]):
    """The first column holds labels and takes what the figures leave; a heading sorts."""

    def __init__(self, name: str, heading: Line, rows: tuple[Line, ...]) -> None:
        """Show these rows under this heading."""
        super().__init__(name, [_column(number, words) for number, words in enumerate(heading)])
        self._heading = heading
        self._lines = rows
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_rows(rows)

    def sizeHint(self) -> QSize:
        rows = len(self._lines) * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), self.horizontalHeader().sizeHint().height() + rows + 2 * _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _arrange(self) -> None:
        """Give each column of figures the room of its heading."""
        if "_heading" not in self.__dict__:
            return
        measure = self.horizontalHeader().fontMetrics()
        widths = [measure.horizontalAdvance(words) + _ROOM for words in self._heading[1:]]
        for number, width in enumerate(widths, 1):
            self.setColumnWidth(number, width)
        self.setColumnWidth(0, max(self.viewport().width() - sum(widths), 60))


def _column(number: int, words: str) -> Column[Line]:
    if number == 0:
        return Column(words, lambda row: row[0])
    return Column(words, lambda row: row[number], lambda row: _sort_key(row[number]), align_right=True)


def _sort_key(figure: str) -> int:
    digits = "".join(letter for letter in figure if letter.isdigit())
    return int(digits) if digits else -1
