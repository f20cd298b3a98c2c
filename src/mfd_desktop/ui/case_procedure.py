"""Verfahren & Fristen of a case: where the asylum procedure stands, what runs, what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import procedure_guide, procedures
from mfd_desktop.ui.case_procedure_after import TasksCard, WaysCard
from mfd_desktop.ui.case_procedure_cards import (
    DeadlinesCard,
    EventsCard,
    FamilyCard,
    HarmCard,
    InterviewCard,
    NeedsCard,
)
from mfd_desktop.ui.case_procedure_head import StandingCard
from mfd_desktop.ui.case_procedure_picture import PictureCard
from mfd_desktop.ui.case_procedure_steps import StepCards
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.ui.desk import Desk


class ProcedureTab(CaseTab):
    """One procedure a person, with the guide through it; cards unfold by themselves where they matter."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(desk)
        self.standing = StandingCard(desk)
        self.deadlines = DeadlinesCard(desk)
        self.picture = PictureCard(desk)
        self.steps = StepCards(desk)
        self.interview = InterviewCard(desk)
        self.tasks = TasksCard(desk)
        self.ways = WaysCard(desk)
        self.needs = NeedsCard(desk)
        self.harm = HarmCard(desk)
        self.family = FamilyCard(desk)
        self.events = EventsCard(desk)
        for card in (self.standing, self.tasks, self.ways, self.harm, self.events):
            card.sheet_asked.connect(self.sheet_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (
            self.standing, self.deadlines, self.picture, self.steps, self.interview, self.tasks, self.ways, self.needs,
            self.harm, self.family, self.events,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)

    def show_page(self, page: CasePage) -> None:
        """Show the procedure of this case's person."""
        session = self.desk.session
        procedure = procedures.procedure_of(session, page.client.stamp.id)
        found = procedure_guide.standing(session, procedure) if procedure is not None else None
        self.standing.show_standing(page, found)
        self.deadlines.show_standing(page, found)
        self.picture.show_standing(page, found)
        self.steps.show_standing(found)
        for card in (self.interview, self.tasks, self.ways, self.needs):
            card.show_standing(page, found)
        for other in (self.harm, self.family, self.events):
            other.show_standing(found)

    def first_widget(self) -> QWidget:
        """Return what comes next, else the button that begins or changes the procedure."""
        if self.standing.next.rows():
            return self.standing.next
        return self.standing.days_button if self.standing.begin_button.isHidden() else self.standing.begin_button

    def detail(self) -> Mapping[str, str]:
        """Return the current lines of the lists."""
        return {
            "pnext": str(self.standing.next.current_key() or ""),
            "pway": str(self.ways.rows.current_key() or ""),
            "pevent": str(self.events.rows.current_key() or ""),
        }

    def restore(self, detail: Mapping[str, str]) -> None:
        """Make the lines current that were."""
        self.standing.next.make_current(detail.get("pnext", ""))
        self.ways.rows.make_current(detail.get("pway", ""))
        self.events.rows.make_current(detail.get("pevent", ""))
