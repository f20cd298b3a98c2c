"""Heute: what must be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from mfd_desktop.app import drafts, overview
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.agenda_actions import finish_follow_up
from mfd_desktop.ui.agenda_sheets import AgendaSheets, new_key
from mfd_desktop.ui.deadline_sheets import DeadlineSheets
from mfd_desktop.ui.finishing import finish_erasing
from mfd_desktop.ui.kit.buttons import primary, quiet, secondary
from mfd_desktop.ui.kit.card import Card, Figure
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.law_notice import LawNotice
from mfd_desktop.ui.long_dates import hours, long_day
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, Tone
from mfd_desktop.ui.today_backup import BackupNotice
from mfd_desktop.ui.today_clock import ClockNotice
from mfd_desktop.ui.today_deadlines import TodayDeadlines
from mfd_desktop.ui.today_documents import DocumentsNotice
from mfd_desktop.ui.today_envelope import EnvelopeNotice
from mfd_desktop.ui.today_network import NetworkNotice
from mfd_desktop.ui.today_rows import (
    ASLEEP,
    CASE,
    RETENTION,
    appointment_row,
    asleep_row,
    follow_up_row,
    retention_row,
    stand_in_row,
    unfinished,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from mfd_desktop.app.overview import Today
    from mfd_desktop.domain.records import PeriodCounts
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.banner import Banner
    from mfd_desktop.ui.kit.buttons import Button
    from mfd_desktop.ui.today_rows import Unfinished

_NARROW_COLUMNS = 4


class ListCard(Card):
    """A card with a list, and a sentence instead of it as long as it is empty."""

    def __init__(self, title: str, empty: str, button: Button | None = None) -> None:
        """``button`` stands at the right of the title."""
        super().__init__(title)
        self.rows = RowList(title)
        self.button = button
        self._empty = Label(empty, "muted")
        self.add(self.rows)
        self.add(self._empty)
        self.body.addStretch(1)
        if button is not None:
            self.add_to_head(button)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; when the current one went, the next one takes its place, and the focus stays in the card."""
        before, focused = self.rows.currentIndex().row(), self.rows.hasFocus()
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        if focused and rows and not self.rows.currentIndex().isValid():
            self.rows.setCurrentIndex(self.rows.model().index(min(max(before, 0), len(rows) - 1), 0))
        elif focused and not rows and self.button is not None:
            self.button.setFocus()


class TodayScreen(Screen):
    """Deadlines, appointments, follow-ups, what is unfinished, and this quarter's figures."""

    name = "today"
    kinds = frozenset(
        {
            "client",
            "case",
            "contact",
            "referral",
            "agenda",
            "activity",
            "office",
            "network",
            "period",
            "handover",
            "recovery",
            "backup",
            "attachment",
            "deadline",
            "notice",
            "validity",
        }
    )

    def __init__(self, desk: Desk) -> None:
        """Build the cards; nothing is read yet."""
        super().__init__(desk)
        self.sheets = AgendaSheets(self, desk)
        self.deadline_sheets = DeadlineSheets(self, desk)
        self._deadlines = TodayDeadlines(desk, self.deadline_sheets)
        self._unfinished: list[Unfinished] = []
        self._clients_known = False
        self.header = PageHeader(_("Heute"))
        self.new_appointment = quiet(_("Termin"), "plus")
        self.new_follow_up = quiet(_("Wiedervorlage"), "plus")
        self.all_deadlines = quiet(_("Alle Fristen"), "deadlines")
        self.deadlines = ListCard(_("Fristen"), _("Heute läuft keine Frist ab."), self.all_deadlines)
        self.appointments = ListCard(_("Termine"), _("Heute sind keine Termine."), self.new_appointment)
        self.follow_ups = ListCard(_("Wiedervorlagen"), _("Heute ist nichts fällig."), self.new_follow_up)
        self.unfinished = ListCard(_("Unvollständig"), "")
        self.network = NetworkNotice(desk)
        self.clock = ClockNotice(desk)
        self.envelope = EnvelopeNotice(desk, self)
        self.backup = BackupNotice(desk)
        self.documents = DocumentsNotice(desk, self)
        self.law = LawNotice(desk, self)
        self.welcome = self._make_welcome()
        self.quarter = Card(_("Dieses Quartal"), _("exakt, nur auf diesem Rechner"))
        self.figures = {
            "persons": Figure("0", _("Personen")),
            "contacts": Figure("0", _("Kontakte")),
            "short_contacts": Figure("0", _("Kurzberatungen")),
            "hours": Figure("0", _("Stunden")),
            "procedures": Figure("0", _("Asylverfahren")),
            "referrals": Figure("0", _("Verweisungen")),
            "activities": Figure("0", _("Aktivitäten")),
        }
        self._grid = QGridLayout()
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.header.add_action(self.backup.pill)
        self.header.add_action(self.network.pill)
        self.quarter.add_layout(self._grid)
        self._grid.setVerticalSpacing(GAP)
        self._place_figures(len(self.figures))
        self._pair.setSpacing(GAP)
        self._pair.addWidget(self.appointments, 1)
        self._pair.addWidget(self.follow_ups, 1)
        scroller = PageScroller()
        scroller.column.addWidget(self.header)
        for banner in self._banners():
            scroller.column.addWidget(banner)
        scroller.column.addWidget(self.welcome)
        scroller.column.addWidget(self.deadlines)
        scroller.column.addLayout(self._pair)
        scroller.column.addWidget(self.unfinished)
        scroller.column.addWidget(self.quarter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP)
        outer.addWidget(scroller)
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)

    def _connect(self) -> None:
        self.new_appointment.clicked.connect(self._on_new_appointment)
        self.new_follow_up.clicked.connect(lambda: self.sheets.open(new_key("follow_up")))
        self.all_deadlines.clicked.connect(lambda: self.desk.go(Place("deadlines")))
        self.deadlines.rows.row_activated.connect(self._deadlines.open)
        self.deadlines.rows.button_clicked.connect(self._deadlines.press)
        self.appointments.rows.row_activated.connect(lambda key: self.sheets.open(f"appointment:{key}"))
        self.follow_ups.rows.row_activated.connect(self._on_follow_up)
        self.follow_ups.rows.button_clicked.connect(self._on_follow_up_button)
        self.unfinished.rows.row_activated.connect(self._on_unfinished)

    def _make_welcome(self) -> Card:
        card = Card(_("Noch ist niemand aufgenommen"))
        card.add(Label(_("Nehmen Sie die erste Person auf oder übernehmen Sie Ihre Liste aus Excel."), "muted"))
        first, take_over = (
            primary(_("Erste Person aufnehmen"), "person"),
            secondary(_("Aus Excel übernehmen"), "import"),
        )
        first.clicked.connect(lambda: self.desk.go(Place("new_client")))
        take_over.clicked.connect(lambda: self.desk.go(Place("import")))
        buttons = FlowBox()
        buttons.add(first)
        buttons.add(take_over)
        card.add(buttons)
        card.hide()
        self.first_person, self.from_excel = first, take_over
        return card

    def refresh(self) -> None:
        found = overview.today(self.desk.session)
        self.header.set_title(_("Heute"), long_day(found.day))
        self.deadlines.set_rows(self._deadlines.rows(found.day))
        self.appointments.set_rows([appointment_row(self.desk, found, entry) for entry in found.appointments])
        rows = [follow_up_row(self.desk, found, entry) for entry in found.follow_ups]
        rows[:0] = [stand_in_row(found, stand_in) for stand_in in found.stand_ins]
        if found.asleep:
            rows.append(asleep_row(len(found.asleep)))
        if found.expired:
            rows.append(retention_row(found.expired))
        self.follow_ups.set_rows(rows)
        self._unfinished = unfinished(self.desk, found, drafts.all_drafts(self.desk.session))
        self.unfinished.set_rows(
            [
                Row(number, line.title, line.second, badge=line.badge, tone=Tone.WARNING)
                for number, line in enumerate(self._unfinished)
            ]
        )
        self.unfinished.setVisible(bool(self._unfinished))
        self.backup.refresh()
        self.network.refresh()
        self.clock.refresh()
        self.envelope.refresh()
        self.documents.refresh()
        self.law.refresh(rules_used=self._deadlines.rules_used)
        if found.untidy:
            finish_erasing(self.desk)
        self._show_counts(found.counts)
        self._show_welcome(found)

    def go_to(self, place: Place) -> None:
        """Open the sheet that was open, if any."""
        key = place.detail.get("sheet", "")
        if key and not self.deadline_sheets.open(key):
            self.sheets.open(key)

    def place(self) -> Place:
        key = self.sheets.key or self.deadline_sheets.key
        return Place(self.name, detail={"sheet": key} if key else {})

    def showEvent(self, event: QShowEvent) -> None:
        """What was typed elsewhere is sealed without an announcement, so every showing reads anew."""
        self._stale = True
        super().showEvent(event)

    def _show_counts(self, counts: PeriodCounts) -> None:
        for name, figure in self.figures.items():
            figure.set_value(hours(counts.minutes) if name == "hours" else str(getattr(counts, name)))

    def _show_welcome(self, found: Today) -> None:
        # Asking for the list of cases is dear, so only as long as nothing else proves that there are clients.
        if not self._clients_known:
            self._clients_known = bool(
                found.asleep or found.counts.persons or found.labels or overview.case_list(self.desk.session)
            )
        self.welcome.setVisible(not self._clients_known)

    def first_widget(self) -> QWidget:
        """Return the first list that is not empty, or the button to begin with; at 200 % what warns comes first."""
        if self._watch.narrow:
            # Going to a list would scroll it out of sight.
            for banner in self._banners():
                if banner.isVisibleTo(self) and banner.action_button.isVisibleTo(banner):
                    return banner.action_button
        for card in (self.deadlines, self.appointments, self.follow_ups, self.unfinished):
            if card.rows.rows():
                return card.rows
        return self.new_appointment if self._clients_known else self.first_person

    def _banners(self) -> tuple[Banner, ...]:
        """Return what warns, in this order."""
        own = (self.envelope.chain, self.documents.damage, self.law.broken, self.backup.banner, self.envelope.banner)
        return (*own, self.law.old, self.clock.banner, self.network.banner, self.documents.scans)

    def _on_new_appointment(self) -> None:
        today = self.desk.session.clock.today()
        self.sheets.open(new_key("appointment"), {"day": format_date(today)})

    def _on_follow_up(self, key: object) -> None:
        if key == ASLEEP:
            self.desk.go(Place("cases", detail={"filter": ASLEEP}))
        elif key == RETENTION:
            self.desk.go(Place("retention"))
        elif str(key).startswith(CASE):
            self.desk.go(Place("case", RecordId(str(key).removeprefix(CASE))))
        else:
            self.sheets.open(f"follow_up:{key}")

    def _on_follow_up_button(self, key: object) -> None:
        if key in (ASLEEP, RETENTION) or str(key).startswith(CASE):
            self._on_follow_up(key)
        else:
            finish_follow_up(self.desk, RecordId(str(key)))

    def _on_unfinished(self, key: object) -> None:
        line = self._unfinished[int(str(key))]
        if line.place is not None:
            self.desk.go(line.place)
        else:
            self.sheets.open(line.sheet)

    def _place_figures(self, columns: int) -> None:
        for place, figure in enumerate(self.figures.values()):
            self._grid.addWidget(figure, place // columns, place % columns)
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def _on_width_changed(self, narrow: bool) -> None:
        self._place_figures(_NARROW_COLUMNS if narrow else len(self.figures))
        direction = QBoxLayout.Direction
        self._pair.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
