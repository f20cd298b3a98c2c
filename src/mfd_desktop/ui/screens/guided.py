"""A guided form: steps at the side, the questions of one step, and the way on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mfd_desktop.app import casework, guided
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import FormUnusable
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.forms import navigation
from mfd_desktop.ui.forms.step_list import SIDE_WIDTH, StepList
from mfd_desktop.ui.forms.step_page import StepPage
from mfd_desktop.ui.forms.ways import Ways
from mfd_desktop.ui.history_button import history_button
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, GAP_SMALL, Tone

if TYPE_CHECKING:
    from mfd_desktop.app.guided import Guided
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.forms.step_form import StepForm

STACKED_BELOW = 900
"""Logical pixels; narrower than this the steps stand above the questions."""


class GuidedScreen(Screen):
    """One form of a case. The place holds the step; field and cursor are those of the step's form."""

    name: ClassVar[str] = "guided"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"form", "client", "case", "contact", "agenda", "referral", "procedure"}
    )

    def __init__(self, desk: Desk) -> None:
        """Build the frame; ``go_to`` shows a form in it."""
        super().__init__(desk)
        self._record_id: RecordId | None = None
        self._case_id: RecordId | None = None
        self._found: Guided | None = None
        self._step = ""
        self.header = PageHeader("")
        self.review = Pill(_("fachlich zu prüfen"), Tone.WARNING)
        self.history = history_button(desk, self, self._leave_step, lambda: ("form_record", self.found.record.stamp.id))
        self.to_case = quiet(_("Zum Fall"), "arrow-left")
        self.steps = StepList()
        self.note = Banner()
        self.scroller, self._side = PageScroller(), PageScroller()
        self.page: StepPage | None = None
        self.ways = Ways(self)
        self._watch = WidthWatch(self, below=STACKED_BELOW)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.header.add_action(self.review)
        self.header.add_action(self.history)
        self.header.add_action(self.to_case)
        self.note.hide()
        right = QVBoxLayout()
        right.setSpacing(GAP_SMALL)
        right.addWidget(self.note)
        right.addWidget(self.scroller, 1)
        right.addWidget(self.ways)
        self._side.setMaximumWidth(SIDE_WIDTH)
        self._side.column.addWidget(self.steps)
        sides = QHBoxLayout()
        sides.setSpacing(GAP)
        # By shares: the hint of a scroller that was first shown empty stays that of an empty one.
        sides.addWidget(self._side, 2)
        sides.addLayout(right, 5)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP)
        self._rows.addWidget(self.header)
        self._rows.addLayout(sides, 1)

    def _connect(self) -> None:
        self.to_case.clicked.connect(self._on_to_case)
        self.steps.step_chosen.connect(self._on_step_chosen)
        self.ways.back_asked.connect(self._on_back)
        self.ways.forward_asked.connect(self._on_forward)
        self.ways.reopen_asked.connect(self._on_again)
        self._watch.changed.connect(self._on_width_changed)
        for keys, pages in (("PgUp", -1), ("PgDown", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.scroller.turn, pages))

    def go_to(self, place: Place) -> None:
        """Show a form at a step, or where the counsellor was in it; raise KeyError if there is none."""
        if place.record_id is None:
            raise KeyError(place.screen)
        record_id = RecordId(place.record_id)
        if record_id == self._record_id and place.tab in ("", self._step):
            self.refresh()
            return
        self._leave_step()
        self._stale = False
        self._record_id = record_id
        try:
            usable = self._read()
        except KeyError:
            self._record_id = None
            raise
        if usable:
            self._show_step(place.tab or self.found.record.step)

    def place(self) -> Place:
        """Return form and step."""
        return Place(self.name, self._record_id, self._step)

    def refresh(self) -> None:
        """Read the form again; fields being edited keep their texts. If it is gone, go back to the case."""
        if self._record_id is None:
            return
        try:
            usable = self._read()
        except KeyError:
            self._record_id = None
            self.desk.go(Place("case", self._case_id, _tab_of(self._found)))
            return
        if usable and self.form is not None and self._step in self.found.view.steps:
            self.form.show_found(self.found)
            self._show_frame()
        elif usable:
            self._show_step(self._step)

    @property
    def found(self) -> Guided:
        """The form shown."""
        if self._found is None:
            raise KeyError(self.name)
        return self._found

    @property
    def form(self) -> StepForm | None:
        """The questions of the step shown; None in the summary."""
        return self.page.form if self.page is not None else None

    def _read(self) -> bool:
        """Read the form and tell whether its file can be used; if not, say so instead."""
        session, record_id = self.desk.session, self._record_id
        if record_id is None:
            return False
        try:
            self._found = guided.read(session, record_id)
        except FormUnusable as error:
            self._found = None
            self._case_id = guided.case_of(session, record_id)
            self._show_unusable(error)
            return False
        self._case_id = self._found.case.stamp.id
        return True

    def _show_unusable(self, error: FormUnusable) -> None:
        self._put_page(None)
        self.header.set_title(_("Formular"))
        self.note.show_message(sentence(error), BannerKind.ERROR)
        for widget in (self.review, self.history, self._side, self.steps, self.ways):
            widget.hide()
        self.to_case.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_step(self, step: str, field: str = "") -> None:
        """Show a step of the form as it is now, with the focus in a field or the first one."""
        found = self.found
        finished = found.record.finished is not None
        self._step = navigation.last(found.view) if finished else navigation.settle(found.view, step)
        if not finished and found.record.step != self._step:
            self.desk.attempt(lambda: guided.go(self.desk.session, found.record.stamp.id, self._step))
        self._put_page(StepPage(self.desk, found, self._step, narrow=self._watch.narrow))
        self._show_frame()
        if self.form is None:
            (self.ways.again if finished else self.ways.forward).setFocus(Qt.FocusReason.OtherFocusReason)
        elif field:
            self.form.focus_field(field)
        else:
            self.form.focus_first()
        self.scroller.show_focus_soon()

    def _put_page(self, page: StepPage | None) -> None:
        """Put a page in place of the one shown."""
        if self.page is not None:
            if self.page.form is not None:
                self.desk.unregister(self.page.form)
            self.scroller.column.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        if page is not None:
            self.scroller.column.addWidget(page)
            self.ways.follow(page)
            page.show()
            page.change_asked.connect(self._show_step)
            if page.form is not None:
                page.form.initiator = self
                page.form.saved.connect(self._on_saved)
        self.scroller.verticalScrollBar().setValue(0)

    def _show_frame(self) -> None:
        """Show all around the questions."""
        found = self.found
        finished = found.record.finished
        client = casework.read_client(self.desk.session, found.case.client_id)
        who = self.desk.label(client.name, client.initials)
        self.header.set_title(content_text(found.form.title), f"{found.case.number} · {who}")
        self.review.setVisible(found.form.review == "open")
        self.history.show()
        self.steps.show_found(found, self._step)
        self.steps.setVisible(finished is None)
        self._side.setVisible(finished is None and not self._watch.narrow)
        self.ways.show()
        self.ways.show_found(found, self._step)
        said = _("Abgeschlossen am {day}.").format(day=format_date(finished)) if finished is not None else ""
        self.note.show_message(said)

    def _on_saved(self) -> None:
        if self.form is not None:
            self._found = self.form.found
            self._show_frame()

    def _leave_step(self) -> None:
        """Store what is typed in the step shown."""
        if self.form is not None:
            self.form.store()

    def _on_step_chosen(self, step: str) -> None:
        self._leave_step()
        self._show_step(step)

    def _on_back(self) -> None:
        self._leave_step()
        before = navigation.back(self.found.view, self._step)
        if before is not None:
            self._show_step(before)

    def _on_forward(self, check: bool) -> None:
        if self.form is not None:
            # Leaving the field takes the code meant by the letters typed so far.
            self.ways.forward.setFocus(Qt.FocusReason.OtherFocusReason)
            problems = self.form.check()
            if check and problems:
                self.form.focus_first(problems)
                return
        onward = navigation.forward(self.found.view, self._step)
        if onward is not None:
            self._show_step(onward)
        else:
            self._finish()

    def _finish(self) -> None:
        problems = guided.finish(self.desk.session, self.found.record.stamp.id, initiator=self)
        self._read()
        if not problems:
            self._show_step(self._step)
            return
        first = problems[0].field
        self._show_step(next(name for name in self.found.view.steps if first in self.found.view.fields_of(name)), first)
        if self.form is not None:
            self.form.check()

    def _on_again(self) -> None:
        guided.reopen(self.desk.session, self.found.record.stamp.id, initiator=self)
        self._read()
        self._show_step(self.found.record.step)

    def _on_to_case(self) -> None:
        self._leave_step()
        self.desk.go(Place("case", self._case_id, _tab_of(self._found)))

    def _on_width_changed(self, narrow: bool) -> None:
        # At 200 % there is only room for the questions and the way on: head and steps scroll with them.
        (self.scroller.column if narrow else self._rows).insertWidget(0, self.header)
        (self.scroller if narrow else self._side).column.insertWidget(1 if narrow else 0, self.steps)
        self.steps.set_narrow(narrow=narrow)
        self._side.setVisible(not narrow)
        if self._found is not None:
            self._show_frame()


def _tab_of(found: Guided | None) -> str:
    """Return the tab of the case page on which a form is offered."""
    return "guided" if found is None or found.form.place == "case" else "procedure"
