"""How a deadline was computed: every reading, step by step, the rule with its version and the state of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines
from mfd_desktop.app.deadline_sheet import KIND, sheet_pdf
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.law.explain import explain, headline
from mfd_desktop.ui.deadline_result import SectionsView, review_pill
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import WIDE_SHEET, Sheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.law.results import Result
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk


class StepsSheet(Sheet):
    """The explanation as the rules give it today, what was stored where that differs, and a way to print it."""

    def __init__(self, desk: Desk, parent: QWidget, deadline_id: str, sheets: DeadlineSheets) -> None:
        """Raise KeyError if there is no such deadline."""
        self.row = deadlines.read_row(desk.session, RecordId(deadline_id))
        super().__init__(parent, _("Rechenweg {number}").format(number=self.row.number), width=WIDE_SHEET)
        self.desk, self._sheets = desk, sheets
        self._id = self.row.deadline.stamp.id
        try:
            result = deadlines.readings_of(desk.session, self._id)
        except UserError as error:
            self._kept(sentence(error))
        else:
            self._kept(_("Der Tag des Auslösers fehlt.")) if result is None else self._explain(result)

    def _explain(self, result: Result) -> None:
        if result.review == "open":
            self.add(review_pill())
        deadline = self.row.deadline
        before, now = (deadline.due, deadline.safe_due), (result.due, result.safe_due)
        if self.row.outdated or before != now:
            self._offer_renewal(changed=before != now)
        self.view = SectionsView(explain(result))
        self.add(self.view)
        button = secondary(_("Drucken …"), "print")
        button.clicked.connect(self.print_sheet)
        self.add_button(button)

    def _offer_renewal(self, *, changed: bool) -> None:
        said = (
            _("Heute kommt ein anderer Tag heraus als der, der bei dieser Frist steht.")
            if changed
            else _("Die Regel oder ein Stichtag ist heute anders; der Tag bleibt derselbe.")
        )
        banner = Banner(said, BannerKind.WARNING, _("Neu übernehmen"))
        banner.action_requested.connect(self.renew)
        self.add(banner)

    def _kept(self, why: str) -> None:
        """Show what was said when it was computed: today nothing can be."""
        self.add(Banner(why, BannerKind.WARNING))
        readings = deadlines.kept_readings(self.desk.session, self._id)
        if readings:
            self.add(Label(_("So wurde damals gerechnet:"), "strong"))
        for reading in readings:
            self.add(Label(reading.steps))

    def renew(self) -> None:
        """Let the deadline say what is computed today, and show it."""
        session, deadline_id = self.desk.session, self._id
        found: list[Result | None] = []
        if self.desk.attempt(lambda: found.append(deadlines.renew(session, deadline_id))) and found[0] is not None:
            said = " ".join(message.shown() for message in headline(found[0]))
            self.desk.messages.info(_("Neu übernommen. {result}").format(result=said))
            self._sheets.go_on(f"steps:{deadline_id}")

    def print_sheet(self) -> None:
        """Show the explanation as a page, to be printed or stored."""
        # PDFium is loaded by who prints.
        from mfd_desktop.ui.paper_sheet import PaperSheet

        session, deadline_id = self.desk.session, self._id
        title = _("Rechenweg {number}").format(number=self.row.number)
        paper = PaperSheet(self.desk, self, title, lambda: sheet_pdf(session, deadline_id), kind=KIND, name=title)
        paper.finished.connect(paper.deleteLater)
        paper.open()
