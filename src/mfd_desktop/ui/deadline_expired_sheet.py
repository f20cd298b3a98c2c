"""What is still possible after a deadline has run out: each point with its law, and its own deadline at one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import deadlines, expired
from mfd_desktop.app.wording import problem_text
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date, parse_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.deadline_result import review_pill
from mfd_desktop.ui.deadline_words import last_day, title_of
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.dialog import WIDE_SHEET, Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.moments import DateEditor

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.law.expired import Check
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk


class CheckCard(Card):
    """One point of the list; ``add_button`` enters its deadline, if it has one."""

    def __init__(self, desk: Desk, check: Check, deadline: Deadline) -> None:
        """``deadline`` is the one that ran out."""
        super().__init__(content_text(check.title))
        self.desk, self.check, self._deadline = desk, check, deadline
        self.add(Label(content_text(check.text)))
        if check.basis:
            self.add(Label(check.basis, "muted"))
        if check.review == "open":
            self.add(review_pill())
        self.day: Field | None = None
        self.add_button = secondary(_("Frist dazu eintragen"), "plus")
        self.add_button.hide()
        self.done = Banner()
        self.done.hide()
        if expired.can_add(desk.session, check, deadline):
            self._offer(check)
        self.add(self.done)

    def _offer(self, check: Check) -> None:
        if check.question:
            self.day = Field(content_text(check.question), DateEditor(self.desk.session.clock.today))
            self.day.editor.set_raw(format_date(self.desk.session.clock.today()))
            self.add(self.day)
        self.add_button.clicked.connect(self._on_add)
        row = FlowBox()
        row.add(self.add_button)
        self.add(row)
        self.add_button.show()

    def _on_add(self) -> None:
        session, day = self.desk.session, None
        if self.day is not None:
            try:
                day = parse_date(self.day.editor.raw(), today=session.clock.today())
            except (ValueError, OverflowError):
                self.day.set_error(_("Das ist kein Datum."))
                self.day.editor.input_widget().setFocus()
                return
            self.day.set_error("")
        if self.desk.attempt(lambda: self._add_deadline(day)):
            self.add_button.hide()

    def _add_deadline(self, day: object) -> None:
        session = self.desk.session
        saved = expired.add_deadline(session, self.check, self._deadline, day)  # type: ignore[arg-type]  # a day or None
        new = deadlines.read_deadline(session, saved.record_id)
        if saved.problems:
            said = " ".join(problem_text(problem) for problem in saved.problems)
            self.done.show_message(_("Als Frist ohne Tag eingetragen. {why}").format(why=said), BannerKind.WARNING)
        elif new.act_by is not None:
            until = format_date(new.act_by)
            self.done.show_message(_("Eingetragen: {title}, bis {day}.").format(title=title_of(new), day=until))


class ExpiredSheet(Sheet):
    """The list. It never says that it is too late."""

    def __init__(self, desk: Desk, parent: QWidget, deadline_id: str, sheets: DeadlineSheets) -> None:
        """Raise KeyError if there is no such deadline."""
        self.row = deadlines.read_row(desk.session, RecordId(deadline_id))
        title = _("Was jetzt noch geht: Frist {number}").format(number=self.row.number)
        super().__init__(parent, title, width=WIDE_SHEET)
        self.desk, deadline = desk, self.row.deadline
        self.add(Label(title_of(deadline), "strong"))
        last = last_day(deadline)
        ended = _("Abgelaufen am {day}. ").format(day=format_date(last)) if last is not None else ""
        said = _("Gehen Sie diese Punkte heute noch durch: Manche haben eine eigene kurze Frist.")
        self.add(Banner(ended + said, BannerKind.WARNING))
        self.cards = [CheckCard(desk, check, deadline) for check in expired.checks_for(desk.session, deadline)]
        for card in self.cards:
            self.add(card)
        letter = secondary(_("Brief schreiben …"), "letters")
        letter.clicked.connect(self._on_letter)
        finish = secondary(_("Ausgang festhalten …"), "check")
        finish.clicked.connect(lambda: sheets.go_on(f"finish:{deadline_id}"))
        steps = secondary(_("Rechenweg"))
        steps.clicked.connect(lambda: sheets.go_on(f"steps:{deadline_id}"))
        steps.setVisible(bool(deadline.rule))
        for button in (letter, finish, steps):
            self.add_button(button)
        self._first = finish

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first point, not at the first field."""
        super().showEvent(event)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroller.verticalScrollBar().setValue(0)

    def _on_letter(self) -> None:
        self.reject()
        self.desk.go(Place("case", self.row.deadline.case_id, "letters", detail={"sheet": "letter:new"}))
