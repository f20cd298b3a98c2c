"""Struktur: the work beyond the single case (concept chapter 4) and the quality work of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QTabBar, QVBoxLayout

from mfd_desktop.app import structural
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_forms import on_ctrl_enter
from mfd_desktop.ui.kit.buttons import primary, quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.structure_form import ActivityCard
from mfd_desktop.ui.structure_rows import TOTAL, activity_row, narrowed, sum_rows
from mfd_desktop.ui.structure_sheet import activity_sheet, remove_activity
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.ui.case_forms import RecordSheet
    from mfd_desktop.ui.desk import Desk

PAGE = 8
"""Activities shown at first; the others come with a button or by filtering."""
STACKED_BELOW = 900
"""Logical pixels; narrower than this there is one column."""


def periods(today: date) -> tuple[Period, Period, Period, Period]:
    """Return this quarter, the one before, this year and the one before."""
    now = Period.quarter_of(today)
    before = Period(now.year, "Q", now.number - 1) if now.number > 1 else Period(now.year - 1, "Q", 4)
    return now, before, Period(now.year), Period(now.year - 1)


class StructureScreen(Screen):
    """Noting an activity, the activities of a period and their sums. The place holds period, filter and sheet."""

    name: ClassVar[str] = "structure"
    kinds: ClassVar[frozenset[str]] = frozenset({"activity"})

    def __init__(self, desk: Desk) -> None:
        """Build the cards; nothing is read yet."""
        super().__init__(desk)
        self.card = ActivityCard(desk)
        self.save_button = primary(_("Speichern  Strg+Eingabe"))
        self.tabs = QTabBar()
        self.filter = TextEditor(_("Aktivitäten filtern"))
        self.list = RowList(_("Aktivitäten"))
        self.sums = RowList(_("Summen"))
        self.sheet: RecordSheet | None = None
        self._work = structural.Work((), ())
        self._whole = False
        self._list_card, self._sums_card = Card(_("Aktivitäten")), Card(_("Summen"))
        self.empty = Label("", "muted")
        self.more = quiet("")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Zeitraum"))
        for title in (_("Dieses Quartal"), _("Letztes Quartal"), _("Dieses Jahr"), _("Letztes Jahr")):
            self.tabs.addTab(title)
        self.filter.input_widget().setAccessibleName(_("Aktivitäten filtern"))
        self.filter.setFixedWidth(200)
        self._list_card.add_to_head(self.filter)
        for widget in (self.empty, self.list, self.more):
            self._list_card.add(widget)
        self._sums_card.add(self.sums)
        past = QVBoxLayout()
        past.setSpacing(GAP)
        past.addWidget(self.tabs)
        past.addWidget(self._list_card)
        past.addWidget(self._sums_card)
        past.addStretch(1)
        self._columns.setSpacing(GAP)
        self._columns.addWidget(self.card, 2, Qt.AlignmentFlag.AlignTop)
        self._columns.addLayout(past, 3)
        header = PageHeader(_("Struktur"), _("Arbeit über den Einzelfall hinaus"))
        header.add_action(self.save_button)
        scroller = PageScroller()
        scroller.column.addWidget(header)
        scroller.column.addLayout(self._columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP)
        outer.addWidget(scroller)
        self._watch = WidthWatch(self, STACKED_BELOW)
        self._watch.changed.connect(self._on_width_changed)

    def _connect(self) -> None:
        self.save_button.clicked.connect(self._on_save)
        on_ctrl_enter(self, self._on_save)
        self.tabs.currentChanged.connect(lambda _index: self.refresh())
        self.filter.edited.connect(self._show_list)
        self.list.row_activated.connect(lambda key: self._open(RecordId(str(key))))
        self.sums.row_activated.connect(self._on_sum_activated)
        self.more.clicked.connect(self._on_more)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete)

    def refresh(self) -> None:
        """Read the period chosen; what is typed stays."""
        self.card.begin()
        period = self._period()
        session = self.desk.session
        self._work = structural.work_between(session, period.first, period.last)
        self.sums.set_rows(sum_rows(self._work.sums, session.lists))
        self._sums_card.setVisible(bool(self._work.sums))
        self._show_list()

    def go_to(self, place: Place) -> None:
        """Show period, filter and sheet of the place, or begin a new activity."""
        if "period" in place.detail:
            self.tabs.setCurrentIndex(int(place.detail["period"]))
        if "filter" in place.detail:
            self.filter.set_raw(place.detail["filter"])
        self.refresh()
        if place.detail.get("sheet"):
            self._open(RecordId(place.detail["sheet"]))
        elif not place.field:
            self.card.focus_first()

    def place(self) -> Place:
        detail = {
            "period": str(self.tabs.currentIndex()),
            "filter": self.filter.raw(),
            "sheet": (self.sheet.form.record_id or "") if self.sheet is not None else "",
        }
        return Place(self.name, detail={name: text for name, text in detail.items() if text})

    def _period(self) -> Period:
        return periods(self.desk.session.clock.today())[self.tabs.currentIndex()]

    def _show_list(self) -> None:
        lists, typed = self.desk.session.lists, self.filter.raw().strip()
        found = narrowed(self._work.activities, typed, lists) if typed else list(self._work.activities)
        shown = found if self._whole or typed else found[:PAGE]
        self.list.set_rows([activity_row(activity, lists) for activity in shown])
        self.list.setVisible(bool(found))
        left = len(found) - len(shown)
        self.more.setText(ngettext("{count} ältere zeigen", "{count} ältere zeigen", left).format(count=left))
        self.more.setVisible(left > 0)
        self.empty.setText(_("Nichts gefunden.") if self._work.activities else _what_belongs_here())
        self.empty.setVisible(not found)

    def _open(self, activity_id: RecordId) -> None:
        if self.sheet is not None:
            return
        try:
            sheet = activity_sheet(self.desk, self, activity_id)
        except KeyError:
            return
        sheet.reopen = lambda: self._open(activity_id)
        sheet.finished.connect(self._on_sheet_finished)
        self.sheet = sheet
        sheet.open()

    def _on_save(self) -> None:
        # Leaving the field by this way takes the option that is highlighted in its list.
        self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.card.save()

    def _on_sheet_finished(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = None

    def _on_sum_activated(self, key: object) -> None:
        """Show what is behind a sum."""
        self.filter.set_raw("" if key == TOTAL else self.desk.session.lists.label("activities", str(key)))
        self._show_list()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_delete(self) -> None:
        key = self.list.current_key()
        if key is not None:
            remove_activity(self.desk, RecordId(str(key)))

    def _on_more(self) -> None:
        self._whole = True
        self._show_list()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_width_changed(self, narrow: bool) -> None:
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)


def _what_belongs_here() -> str:
    return _(
        "Hierher gehört, was über den Einzelfall hinausgeht: Vernetzung und Gruppenangebote im Sozialraum,"
        " die Arbeit mit Ehrenamtlichen und Migrantenorganisationen, interkulturelle Öffnung, der Einsatz gegen"
        " Diskriminierung, Fachgespräche – und Teambesprechungen, Fachberatung und eigene Fortbildung."
        " Tragen Sie die erste Aktivität ein und speichern Sie mit Strg+Eingabe."
    )
