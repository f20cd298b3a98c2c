"""Statistik: the figures of a period, intern or for others, how far they are fixed, and files of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QTabBar, QVBoxLayout

from mfd_desktop.app import period_view
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.card import Card, Figure
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.period_bar import PeriodBar
from mfd_desktop.ui.period_drafts import draft_place, draft_row
from mfd_desktop.ui.period_files import FilesCard
from mfd_desktop.ui.period_tables import TablesPanel
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.submission import Submission
from mfd_desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE, Tone

if TYPE_CHECKING:
    from mfd_desktop.app.period_view import PeriodView
    from mfd_desktop.ui.desk import Desk

INTERN, PUBLIC = 0, 1
"""Places of the two kinds of figures in their tabs."""


class StatisticsScreen(Screen):
    """The place holds period, kind and subject."""

    name: ClassVar[str] = "statistics"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"contact", "client", "case", "referral", "activity", "office", "period"}
    )

    def __init__(self, desk: Desk) -> None:
        """Build the cards; nothing is read yet."""
        super().__init__(desk)
        self.bar = PeriodBar(period_view.containing(desk.session.clock.today(), "Q"))
        self.kind = QTabBar()
        self.help_button = quiet(_("Begriffe und Regeln"), "info")
        self.standing, self.state = Card(_("Stand des Zeitraums")), Pill("", Tone.NEUTRAL)
        self.totals, self.word = Card(_("Gesamtzahlen")), Pill("", Tone.NEUTRAL)
        self.drafts, self.uncounted = Card(_("Noch nicht gezählt")), RowList(_("Noch nicht gezählt"))
        self.tables = TablesPanel()
        self.files = FilesCard(desk, self)
        self.figures: dict[str, Figure] = {}
        self._figures = FlowBox(spacing=GAP_HUGE)
        self.submission = Submission(desk)
        self.note, self.fixed = Label("", "muted"), Label("", "muted")
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._view: PeriodView | None = None
        self._build()
        self.bar.changed.connect(lambda _period: self.refresh())
        self.kind.currentChanged.connect(lambda _index: self.refresh())
        self.help_button.clicked.connect(self._on_help)
        self.uncounted.row_activated.connect(self._on_draft)

    def _build(self) -> None:
        self.kind.setDrawBase(False)
        self.kind.setExpanding(False)
        # Two words always have room; the bold one is wider than the row was laid out for.
        self.kind.setUsesScrollButtons(False)
        self.kind.currentChanged.connect(lambda _index: self.kind.updateGeometry())
        self.kind.setAccessibleName(_("Art der Zahlen"))
        self.kind.addTab(_("Intern"))
        self.kind.addTab(_("Weitergabefähig"))
        choice = FlowBox(spacing=GAP_LARGE)
        choice.add(self.bar)
        choice.add(self.kind)
        self.totals.add_to_head(self.word)
        for widget in (self._figures, self.note):
            self.totals.add(widget)
        self.standing.add_to_head(self.state)
        self.standing.add(self.fixed)
        self.standing.add(self.submission)
        self.standing.body.addStretch(1)
        self.drafts.add(self.uncounted)
        header = PageHeader(_("Statistik"), _("Gezählt wird, was schon erfasst ist"))
        header.add_action(self.help_button)
        scroller = PageScroller()
        self._pair.setSpacing(GAP)
        self._pair.addWidget(self.standing, 1)
        self._pair.addWidget(self.files, 1)
        for part in (header, choice, self.totals):
            scroller.column.addWidget(part)
        scroller.column.addLayout(self._pair)
        scroller.column.addWidget(self.drafts)
        scroller.column.addWidget(self.tables)
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP)
        outer.addWidget(scroller)

    def period(self) -> Period:
        """Return the period shown."""
        return self.bar.period()

    def is_intern(self) -> bool:
        """Tell whether the exact figures are shown."""
        return self.kind.currentIndex() == INTERN

    def refresh(self) -> None:
        """Count the period and show it; what was chosen stays."""
        found = period_view.view(self.desk.session, self.period(), intern=self.is_intern())
        self._view = found
        self._show_totals(found)
        self._show_standing(found)
        self._show_drafts()
        self.tables.show_view(found)
        self.files.show_kind(found.period, intern=found.intern)

    def go_to(self, place: Place) -> None:
        """Show period, kind and subject of the place."""
        detail = place.detail
        if "period" in detail:
            self.bar.set_period(Period.parse(detail["period"]))
        if "kind" in detail:
            blocked = self.kind.blockSignals(True)
            self.kind.setCurrentIndex(PUBLIC if detail["kind"] == "public" else INTERN)
            self.kind.blockSignals(blocked)
        if "group" in detail:
            self.tables.tabs.setCurrentIndex(int(detail["group"]))
        self._stale = False
        self.refresh()
        if not place.field:
            self.bar.kinds.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> Place:
        detail = {"period": str(self.period()), "kind": "intern" if self.is_intern() else "public"}
        return Place(self.name, detail=detail | {"group": self.tables.group()})

    def _show_totals(self, found: PeriodView) -> None:
        for words, number in found.figures:
            if words not in self.figures:
                self.figures[words] = Figure(number, words)
                self._figures.add(self.figures[words])
            self.figures[words].set_value(number)
        if found.intern:
            self.word.set_text(_("Intern"), Tone.WARNING, "lock")
        else:
            self.word.set_text(_("Weitergabefähig"), Tone.GOOD)
        self.note.setText(found.note)

    def _show_standing(self, found: PeriodView) -> None:
        if found.submitted is None:
            self.state.set_text(_("läuft noch") if found.running else _("offen"), Tone.NEUTRAL, "circle")
        elif found.revision:
            self.state.set_text(_("berichtigt am {day}").format(day=format_date(found.submitted)), Tone.GOOD)
        else:
            self.state.set_text(_("gemeldet am {day}").format(day=format_date(found.submitted)), Tone.GOOD)
        self.fixed.setText(found.standing)
        self.submission.show_period(found.period)

    def _show_drafts(self) -> None:
        found = period_view.drafts(self.desk.session, self.period())
        self._uncounted = {draft.id: draft for draft in found}
        self.uncounted.set_rows([draft_row(draft) for draft in found])
        self.drafts.setVisible(bool(found))

    def _on_width_changed(self, narrow: bool) -> None:
        direction = QBoxLayout.Direction
        self._pair.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def _on_draft(self, key: object) -> None:
        self.desk.go(draft_place(self._uncounted[str(key)]))

    def _on_help(self) -> None:
        if self._view is None:
            return
        sheet = Sheet(self, _("Begriffe und Regeln"), width=720)
        for word, meaning in (*self._view.definitions, *_rules()):
            sheet.add(Label(word, "strong"))
            sheet.add(Label(meaning))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()


def _rules() -> tuple[tuple[str, str], ...]:
    return (
        (_("Intern"), _("Exakte Zahlen für die eigene Arbeit. Jede Seite trägt das Wort INTERN.")),
        (
            _("Weitergabefähig"),
            _(
                "Für Träger, Land und Verbund: Gesamtzahlen exakt, Aufgliederungen mit einer zufälligen, immer"
                " gleichen Änderung um höchstens 4. Aus zwei Tabellen lässt sich niemand herausrechnen."
            ),
        ),
        (
            _("Meldung"),
            _(
                "Mit der Meldung werden die Zahlen des Zeitraums fest. Was später dazukommt, geht in die Jahreszahlen"
                " ein. Berichtigt werden kann einmal, mit Grund und wenn sich mindestens zehn Personen geändert haben."
            ),
        ),
        (
            _("Weniger als zehn Personen"),
            _("Dann gehen nur Gesamtzahlen hinaus; die Tabellen warten auf das Halbjahr oder das Jahr."),
        ),
    )
