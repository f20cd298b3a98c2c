"""Briefe: the letters of all cases, drafts first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from mfd_desktop.app import letters, overview
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.choose_letter import ChooseLetterSheet
from mfd_desktop.ui.kit.buttons import primary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.table import Column, DataTable
from mfd_desktop.ui.letter_words import day_of, language_of, state_of, title_of
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.app.overview import CaseLabel
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk


class LettersScreen(Screen):
    """The list of letters. Filter and tab are part of its place."""

    name: ClassVar[str] = "letters"
    kinds: ClassVar[frozenset[str]] = frozenset({"letter", "client", "case"})

    def __init__(self, desk: Desk) -> None:
        """Build the widgets; the vault is read when the screen is shown."""
        super().__init__(desk)
        self._all: tuple[Letter, ...] = ()
        self._labels: dict[RecordId, CaseLabel] = {}
        self.header = PageHeader(_("Briefe"))
        self.new = primary(_("Brief schreiben"), "plus")
        self.filter = TextEditor(_("Filtern: Nummer, Brief oder Fall"))
        self.tabs = QTabBar()
        self.table: DataTable[Letter] = DataTable(_("Briefe"), self._columns(), identity=lambda row: row.stamp.id)
        self.empty = Label("", "strong")
        self._spacer = QWidget()
        self.sheet: ChooseLetterSheet | None = None
        self._build()
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)

    def _columns(self) -> list[Column[Letter]]:
        lists = self.desk.session.lists
        return [
            Column(_("Brief"), title_of, stretch=10),
            Column(_("Fall"), self._case_words, stretch=8),
            Column(_("Nummer"), lambda row: row.number, stretch=6),
            Column(_("Datum"), day_of, lambda row: row.day or row.stamp.changed.date(), stretch=5),
            Column(_("Sprache"), lambda row: language_of(row, lists), stretch=9),
            Column(_("Stand"), lambda row: state_of(row, lists), stretch=10),
        ]

    def _build(self) -> None:
        self.new.clicked.connect(self.write)
        self.new.setToolTip(_("Brief schreiben"))
        self.new.setAccessibleName(_("Brief schreiben"))
        self.filter.input_widget().setAccessibleName(_("Filtern nach Nummer, Brief oder Fall"))
        self.filter.input_widget().installEventFilter(self)
        self.filter.edited.connect(self._show)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Welche Briefe"))
        for title in (_("Alle"), _("Entwürfe"), _("Nicht versendet"), _("Versendet")):
            self.tabs.addTab(title)
        self.tabs.currentChanged.connect(self._show)
        self.table.row_activated.connect(self._open)
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        line.addWidget(self.filter, 1)
        line.addWidget(self.new)
        card = Card(grow=True)
        card.body.addWidget(self.table, 1)
        card.add(self.empty)
        card.body.addWidget(self._spacer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        column.addLayout(line)
        column.addWidget(self.tabs)
        column.addWidget(card)

    def refresh(self) -> None:
        """Read all letters; filter and current row stay."""
        session = self.desk.session
        self._all = letters.all_letters(session)
        self._labels = overview.labels_of(session, {letter.case_id for letter in self._all})
        self._show()

    def go_to(self, place: Place) -> None:
        """Restore filter and tab; ``detail={"sheet": "new"}`` asks for a new letter."""
        if place.detail:
            self.tabs.blockSignals(True)
            self.tabs.setCurrentIndex(int(place.detail.get("which", "0")))
            self.tabs.blockSignals(False)
            self.filter.set_raw(place.detail.get("text", ""))
            self._show()
        self.filter.input_widget().setFocus()
        if place.detail.get("sheet"):
            self.write()

    def place(self) -> Place:
        """Return filter, tab and open sheet."""
        detail = {
            "which": str(self.tabs.currentIndex()),
            "text": self.filter.raw(),
            "sheet": "new" if self.sheet is not None else "",
        }
        return Place(self.name, detail=detail)

    def write(self) -> None:
        """Ask for case and template of a new letter."""
        if self.sheet is not None:
            return
        self.sheet = ChooseLetterSheet(self.desk, self)
        self.sheet.finished.connect(self._on_sheet_finished)
        self.sheet.finished.connect(self.sheet.deleteLater)
        self.sheet.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter field Down goes into the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        rows = [letter for letter in self._all if self._wanted(letter)]
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._spacer.setVisible(not rows)
        none = _("Kein Brief passt zu diesem Filter.")
        self.empty.setText(none if self._all else _("Noch kein Brief. „Brief schreiben“ fragt nach Fall und Vorlage."))
        self.header.set_title(_("Briefe"), _("{shown} von {all}").format(shown=len(rows), all=len(self._all)))

    def _wanted(self, letter: Letter) -> bool:
        passes: tuple[Callable[[Letter], bool], ...] = (
            lambda _letter: True,
            lambda letter: not letter.final,
            lambda letter: letter.final and not letter.sent_way,
            lambda letter: bool(letter.sent_way),
        )
        text = self.filter.raw().strip().casefold()
        words = f"{title_of(letter)} {letter.number} {self._case_words(letter)}".casefold()
        return passes[self.tabs.currentIndex()](letter) and text in words

    def _case_words(self, letter: Letter) -> str:
        label = self._labels.get(letter.case_id) if letter.case_id is not None else None
        return f"{label.number} · {self.desk.label(label.name, label.initials)}" if label else ""

    def _open(self, letter: Letter) -> None:
        self.desk.go(Place("letter", letter.stamp.id))

    def _on_names_toggled(self) -> None:
        self._show()

    def _on_width_changed(self, narrow: bool) -> None:
        self.new.setText("" if narrow else _("Brief schreiben"))

    def _on_sheet_finished(self) -> None:
        self.sheet = None
