"""The ten words of a fingerprint, large and numbered, to be read out on the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

_NARROW = 560


class WordsPanel(QWidget):
    """Words in two rows of five; narrow: in five rows of two. Read across."""

    def __init__(self, name: str) -> None:
        """``name`` says whose words they are."""
        super().__init__()
        self._name = name
        self._words: tuple[str, ...] = ()
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP_SMALL)
        self._watch = WidthWatch(self, below=_NARROW)
        self._watch.changed.connect(self._on_width_changed)

    def set_words(self, words: Sequence[str]) -> None:
        """Show these words."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells = [_cell(number, word) for number, word in enumerate(words, 1)]
        self.setAccessibleName(f"{self._name}: {' '.join(words)}")
        self._on_width_changed(self._watch.narrow)

    def words(self) -> tuple[str, ...]:
        """Return the words shown."""
        return self._words

    def _on_width_changed(self, narrow: bool) -> None:
        columns = 2 if narrow else 5
        for cell in self._cells:
            self._grid.removeWidget(cell)
        for index, cell in enumerate(self._cells):
            self._grid.addWidget(cell, index // columns, index % columns)
        for column in range(5):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _cell(number: int, word: str) -> QWidget:
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_SMALL)
    row.addWidget(Label(str(number), "muted", wrap=False))
    row.addWidget(Label(word, "title", wrap=False), 1)
    return cell
