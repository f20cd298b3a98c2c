"""Fälle: the list of all cases with instant filter, sorted and narrowed in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from mfd_desktop.app import overview
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.table import DataTable
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.screens.cases_filter import Filter, Which, columns, narrowed
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.domain.records import CaseRow
    from mfd_desktop.ui.desk import Desk

_BORN = 2
"""Number of the column that is only there while names are shown."""
_FILTERS = {"asleep": Which.ASLEEP}
_NEW = Place("new_client", detail={"new": "1"})
_INTO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CasesScreen(Screen):
    """The list of cases. Filter, order and current row are part of its place."""

    name: ClassVar[str] = "cases"
    kinds: ClassVar[frozenset[str]] = frozenset({"client", "case", "contact"})

    def __init__(self, desk: Desk) -> None:
        """Build the widgets; the vault is read when the screen is shown."""
        super().__init__(desk)
        self._all: tuple[CaseRow, ...] = ()
        self._wanted: RecordId | None = None
        lists = desk.session.lists
        self.header = PageHeader(_("Fälle"))
        self.filter = TextEditor(_("Filtern: Name oder Nummer"))
        self.status = CodeEditor(lists.choices("status_groups"), _("Status"))
        self.level = CodeEditor(lists.choices("levels"), _("Stufe"))
        self.tabs = QTabBar()
        self.table: DataTable[CaseRow] = DataTable(_("Fälle"), columns(desk), identity=lambda row: row.case_id)
        self.new = primary(_("Neue Person"), "plus")
        self.empty = Label("", "strong")
        self.offers = FlowBox()
        self._build_filter()
        self._build_list()
        self.filter.input_widget().installEventFilter(self)
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)

    def _build_filter(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        for editor, name, share in (
            (self.filter, _("Filtern nach Name, Nummer, Telefon oder Geburtsdatum"), 2),
            (self.status, _("Filtern nach Statusgruppe"), 1),
            (self.level, _("Filtern nach Stufe"), 1),
        ):
            editor.input_widget().setAccessibleName(name)
            editor.edited.connect(self._on_filtered)
            line.addWidget(editor, share)
        self.new.setToolTip(_("Neue Person (Strg+Umschalt+N)"))
        self.new.setAccessibleName(_("Neue Person"))
        self.new.clicked.connect(lambda: self.desk.go(_NEW))
        line.addWidget(self.new)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Welche Fälle"))
        for title, hint in (
            (_("Offen"), ""),
            (_("Beendet"), ""),
            (_("Alle"), ""),
            (_("Schlafend"), _("Offen und seit sechs Monaten ohne Kontakt")),
            (_("Entwürfe"), _("Etwas fehlt oder ist ungültig; wird nicht gezählt")),
            (_("Meine letzten"), _("Die dreißig Fälle mit dem jüngsten Kontakt")),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(title), hint)
        self.tabs.currentChanged.connect(self._on_filtered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        column.addLayout(line)
        column.addWidget(self.tabs)

    def _build_list(self) -> None:
        self.table.row_activated.connect(self._open)
        self.table.set_column_shown(_BORN, shown=False)
        self._add = secondary(_("Neue Person"), "plus")
        self._add.clicked.connect(lambda: self.desk.go(_NEW))
        self._import = secondary(_("Aus Excel übernehmen"), "import")
        self._import.clicked.connect(lambda: self.desk.go(Place("import")))
        self.take_over = secondary(_("Fall übernehmen …"), "import")
        self.take_over.setToolTip(_("Paket einer Kollegin öffnen; Vertretungen"))
        self.take_over.clicked.connect(lambda: self.desk.go(Place("handover")))
        self.header.add_action(self.take_over)
        self._reset = secondary(_("Filter zurücksetzen"), "undo")
        self._reset.clicked.connect(self._on_reset)
        for button in (self._add, self._import, self._reset):
            self.offers.add(button)
        card = Card(grow=True)
        card.body.addWidget(self.table, 1)
        card.add(self.empty)
        card.add(self.offers)
        self._spacer = QWidget()
        card.body.addWidget(self._spacer, 1)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(card)

    def refresh(self) -> None:
        """Read all cases; filter, order and current row stay."""
        self._all = overview.case_list(self.desk.session)
        self._show()

    def chosen(self) -> Filter:
        """Return the filter as it is set now."""
        return Filter(
            Which(self.tabs.currentIndex()),
            self.filter.raw().strip(),
            _known(self.status),
            _known(self.level),
        )

    def go_to(self, place: Place) -> None:
        """Restore filter, order and current row; without any of them keep what is shown.

        ``detail={"filter": "asleep"}`` shows the sleeping cases.
        """
        if place.detail:
            self._restore(place)
        if place.record_id is not None:
            self._wanted = RecordId(place.record_id)
        self._select_wanted()
        self.filter.input_widget().setFocus()

    def place(self) -> Place:
        """Return filter, order and current row."""
        row, chosen = self.table.current_row(), self.chosen()
        header = self.table.horizontalHeader()
        backwards = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        detail = {
            "which": str(int(chosen.which)),
            "text": self.filter.raw(),
            "status": chosen.status_group,
            "level": chosen.level,
            "sort": str(header.sortIndicatorSection()),
            "backwards": "1" if backwards else "",
        }
        return Place(self.name, row.case_id if row is not None else None, detail=detail)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter field Down goes into the list and Enter opens."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _INTO_LIST:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if key in _ENTER and self.table.model().rowCount():
                row = self.table.current_row()
                if row is None:
                    self.table.selectRow(0)
                    row = self.table.current_row()
                self._open(row)
                return True
        return super().eventFilter(watched, event)

    def _restore(self, place: Place) -> None:
        detail = place.detail
        self.tabs.blockSignals(True)
        usual = _FILTERS.get(detail.get("filter", ""), Which.OPEN)
        self.tabs.setCurrentIndex(int(detail.get("which", int(usual))))
        self.tabs.blockSignals(False)
        self.filter.set_raw(detail.get("text", ""))
        self.status.set_raw(detail.get("status", ""))
        self.level.set_raw(detail.get("level", ""))
        order = Qt.SortOrder
        direction = order.DescendingOrder if detail.get("backwards") else order.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(int(detail.get("sort", "-1")), direction)
        self._show()

    def _show(self) -> None:
        rows = narrowed(self._all, self.chosen(), self.desk.session)
        self.table.set_column_shown(_BORN, shown=self.desk.names_shown)
        self.table.set_rows(rows)
        self._select_wanted()
        self.table.setVisible(bool(rows))
        self._spacer.setVisible(not rows)
        self._add.setVisible(not self._all)
        self._import.setVisible(not self._all)
        self._reset.setVisible(bool(self._all))
        self.offers.setVisible(not rows)
        none = _("Kein Fall passt zu diesem Filter.") if self._all else _("Noch keine Person aufgenommen")
        self.empty.setText(none)
        self.empty.setVisible(not rows)
        count = _("{shown} von {all}").format(shown=len(rows), all=len(self._all))
        names = _("Namen verbergen F9") if self.desk.names_shown else _("Namen zeigen F9")
        self.header.set_title(_("Fälle"), f"{count} · {names}")

    def _select_wanted(self) -> None:
        if self._wanted is None or not self._all:
            return
        for number in range(self.table.model().rowCount()):
            if self.table.row_at(number).case_id == self._wanted:
                self.table.selectRow(number)
                break
        self._wanted = None

    def _open(self, row: CaseRow | None) -> None:
        if row is not None:
            self.desk.go(Place("case", row.case_id))

    def _on_names_toggled(self) -> None:
        # The rows are known; reading ten thousand again would be felt.
        self._show()

    def _on_width_changed(self, narrow: bool) -> None:
        self.new.setText("" if narrow else _("Neue Person"))

    def _on_filtered(self) -> None:
        self._show()

    def _on_reset(self) -> None:
        self._restore(Place(self.name, detail={"which": str(int(Which.OPEN))}))
        self.filter.input_widget().setFocus()


def _known(editor: CodeEditor) -> str:
    """Return the code chosen; what is only half typed narrows nothing."""
    raw = editor.raw()
    return raw if raw in {option.code for option in editor.entry.options} else ""
