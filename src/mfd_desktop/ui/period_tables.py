"""The tables of a period by subject: tabs, and below them all tables of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.ui.figure_table import FigureTable
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.theme import GAP, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.app.period_view import PeriodView, TableView

STACKED_BELOW = 900
"""Logical pixels; narrower than this there is one column."""
GROUPS = (
    (N_("Beratung"), ("KON", "KUR")),
    (N_("Personen"), ("PER",)),
    (N_("Fälle"), ("FAL", "VER")),
    (N_("Asyl"), ("ASY",)),
    (N_("Diskriminierung"), ("DIS",)),
    (N_("Struktur"), ("STR",)),
)
"""Subjects and the letters that the ids of their tables begin with."""
_STATUS = {
    "not_recorded": (N_("noch nicht erfasst"), Tone.NEUTRAL),
    "half_year": (N_("nur im Halbjahr"), Tone.NEUTRAL),
    "few_persons": (N_("zurückgehalten"), Tone.WARNING),
    "differencing": (N_("zurückgehalten"), Tone.WARNING),
}
_MOST_COLUMNS = 4
"""A table with more stands alone over the whole width."""
_HEAD = 6
"""Rows that heading and definition of a table are high, for balancing the columns."""


class TablesPanel(QWidget):
    """All tables of a subject as cards, in two columns where there is room."""

    def __init__(self) -> None:
        """Build the tabs; ``show_view`` fills the cards."""
        super().__init__()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("Tabellen"))
        for words, _ids in GROUPS:
            self.tabs.addTab(translate_marked(words))
        self.cards: list[TableCard] = []
        self._view: PeriodView | None = None
        self._shown = QWidget()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.tabs)
        column.addWidget(self._shown)
        self._watch = WidthWatch(self, STACKED_BELOW)
        self._watch.changed.connect(lambda _narrow: self._show_cards())
        self.tabs.currentChanged.connect(lambda _index: self._show_cards())

    def group(self) -> str:
        """Return the number of the subject shown."""
        return str(self.tabs.currentIndex())

    def show_view(self, view: PeriodView) -> None:
        """Show the tables of a period; the subject stays."""
        self._view = view
        self._show_cards()

    def _show_cards(self) -> None:
        rows = self._start_anew()
        if self._view is None:
            return
        wanted = GROUPS[self.tabs.currentIndex()][1]
        found = [table for table in self._view.tables if table.id.split("-")[1] in wanted]
        self.cards = [TableCard(table) for table in found]
        narrow = self._watch.narrow
        alone = [card for card in self.cards if narrow or card.columns > _MOST_COLUMNS]
        for card in alone:
            rows.addWidget(card)
        if not narrow:
            _add_pair(rows, [card for card in self.cards if card not in alone])

    def _start_anew(self) -> QVBoxLayout:
        """Put an empty widget in the place of all cards and return its rows.

        Layouts taken apart one by one leave wrappers behind whose objects are gone, and Python mistakes what lies at
        their place next for them; a widget takes everything along.
        """
        old, self._shown = self._shown, QWidget()
        self.cards = []
        rows = QVBoxLayout(self._shown)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP)
        self._column.replaceWidget(old, self._shown)
        old.hide()
        old.deleteLater()
        return rows


def _add_pair(rows: QVBoxLayout, cards: Sequence[TableCard]) -> None:
    """Fill two columns, each next card into the shorter one."""
    heights = [0, 0]
    columns = (QVBoxLayout(), QVBoxLayout())
    for card in cards:
        place = heights.index(min(heights))
        columns[place].addWidget(card)
        heights[place] += card.lines + _HEAD
    pair = QHBoxLayout()
    pair.setSpacing(GAP)
    for column in columns:
        column.setSpacing(GAP)
        column.addStretch(1)
        pair.addLayout(column, 1)
    rows.addLayout(pair)


class TableCard(Card):
    """One table with what it counts; without figures the reason."""

    def __init__(self, found: TableView) -> None:
        """Show this table."""
        super().__init__(found.title, found.id)
        self.columns = len(found.heading)
        self.lines = len(found.rows)
        self.table: FigureTable | None = None
        if found.status in _STATUS:
            word, tone = _STATUS[found.status]
            self.add_to_head(Pill(translate_marked(word), tone))
        self.add(Label(found.definition, "muted"))
        if found.rows:
            self.table = FigureTable(found.title, found.heading, found.rows)
            self.body.addWidget(self.table, 0, Qt.AlignmentFlag.AlignTop)
            if found.notes:
                self.add(Label(found.notes, "help"))
        else:
            self.add(Label(found.why_empty))
