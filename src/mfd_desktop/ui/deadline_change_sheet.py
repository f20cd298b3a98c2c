"""The sheet that changes a deadline: its words and warnings, and its day or the facts it follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mfd_desktop.app import deadlines, law_fields
from mfd_desktop.app.computing import compute_raws
from mfd_desktop.app.law_facts import refusal
from mfd_desktop.app.procedures import read_procedure
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.ui.case_forms import CaseForm
from mfd_desktop.ui.deadline_act_sheets import ActSheet
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.ui.deadline_rule_form import StoredRuleForm
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk


class ChangeSheet(ActSheet):
    """Title, early warnings and note; of one by hand its day too, of one by a rule its facts, of a notice's neither."""

    kind = "change"

    def __init__(self, desk: Desk, parent: QWidget, deadline_id: str, sheets: DeadlineSheets) -> None:
        """Show what is stored, and what is wrong with it."""
        self.fieldset = deadlines.fields_of(deadlines.read_deadline(desk.session, RecordId(deadline_id)))
        self._by_rule = self.fieldset is law_fields.DEADLINE
        super().__init__(
            desk, parent, _("Frist ändern"), self.fieldset, deadline_id, sheets, form_kind=self._form_kind()
        )
        if self.deadline.notice_id is not None:
            said = _("Den Tag bestimmt die Regel. Er ändert sich mit dem Bescheid, aus dem die Frist folgt.")
            self.body.insertWidget(1, Label(said, "muted"))
        offer_history(desk, self, self.form, "deadline", self.deadline.stamp.id)
        own = {field.name for field in self.fieldset.fields}
        raw = {name: text for name, text in self.deadline.stamp.raw.items() if name in own}
        texts = raws_of(self.fieldset, deadlines.texts_of(self.deadline, self.fieldset), raw)
        session = desk.session
        found = check(self.fieldset, texts, today=session.clock.today(), lists=session.lists).problems
        self.start(texts, found)
        if self._by_rule:
            self._follow_rule()

    def act(self, texts: dict[str, str]) -> Sequence[Problem]:
        session = self.desk.session
        if self._by_rule:
            procedure_id = self.deadline.procedure_id
            try:
                compute_raws(session, texts, read_procedure(session, procedure_id) if procedure_id else None)
            except UserError as error:
                return (refusal(error, self.form.fields),)
        return deadlines.save_deadline(session, self.deadline.stamp.id, self.form.touched()).problems

    def _form_kind(self) -> type[CaseForm]:
        if not self._by_rule:
            return CaseForm
        # The rules are read by who changes the facts of one.
        from mfd_desktop.ui.deadline_rule_form import StoredRuleForm

        return StoredRuleForm

    def _follow_rule(self) -> None:
        form = cast("StoredRuleForm", self.form)

        def follow() -> None:
            if form.fit():
                self.refit()

        form.fit()
        form.edited.connect(follow)
