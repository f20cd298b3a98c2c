"""The sheet that computes a deadline by a rule while its facts are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import deadlines, law_fields
from mfd_desktop.app.computing import compute_raws
from mfd_desktop.app.law_facts import refusal
from mfd_desktop.app.procedures import procedure_of_case
from mfd_desktop.app.saving import defaults
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.law.explain import headline
from mfd_desktop.ui.deadline_new_sheets import NewDeadlineSheet
from mfd_desktop.ui.deadline_result import ResultView
from mfd_desktop.ui.deadline_rule_form import NewRuleForm
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk

_WAIT_MS = 150
"""After the last key, before it is computed."""
_WIDTH = 860


class ComputeSheet(NewDeadlineSheet):
    """Rule, trigger, notice form and days; the result stands below while they are typed."""

    def __init__(self, desk: Desk, parent: QWidget, case: str, sheets: DeadlineSheets) -> None:
        """Begin empty."""
        form = NewRuleForm(desk, law_fields.DEADLINE, f"compute:{case}")
        super().__init__(desk, parent, _("Frist berechnen"), form, case, sheets)
        self._wanted_width = _WIDTH
        self.rules = form
        self.cut_offs = Label("", "muted")
        self.outcome = ResultView()
        self.pinned = Label("", "strong")
        self.add(self.cut_offs)
        self.add(self.outcome)
        if isinstance(layout := self.layout(), QVBoxLayout):
            # The days stay in sight however long the form is.
            layout.insertWidget(layout.count() - 1, self.pinned)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.show_result)
        form.edited.connect(self._on_edited)
        if form.case is not None:
            form.case.chosen.connect(self._timer.start)
        # The early warnings are those of the rule, once one is chosen.
        self.fill(defaults(law_fields.DEADLINE, today=desk.session.clock.today()) | {"warnings": ""})
        self._on_edited()
        self.show_result()

    def problems(self, texts: Mapping[str, str]) -> tuple[Problem, ...]:
        """What is missing, or else what the law refuses, beside its field."""
        found = super().problems(texts)
        if found:
            return found
        try:
            compute_raws(self.desk.session, texts, self._procedure())
        except UserError as error:
            return (refusal(error, self.form.fields),)
        return ()

    def store(self, case_id: RecordId | None, texts: dict[str, str]) -> None:
        """Store it with the cut-off dates of the person's procedure."""
        if case_id is not None:
            procedure = procedure_of_case(self.desk.session, case_id)
            deadlines.add_by_rule(self.desk.session, case_id, texts, procedure.stamp.id if procedure else None)

    def show_result(self) -> None:
        """Compute from what is typed now and show it, or what is still missing or contradicts itself."""
        self._timer.stop()
        self._say_cut_offs()
        try:
            result = compute_raws(self.desk.session, self.form.texts(), self._procedure())
        except UserError as error:
            self.outcome.refuse(sentence(error))
            self.pinned.setText(_("So lässt sich nichts berechnen; der Grund steht unten."))
        else:
            self.outcome.show_result(result, self._hint())
            self.pinned.setText(" ".join(message.shown() for message in headline(result)) if result else "")
        self.pinned.setVisible(bool(self.pinned.text()))
        self.refit()

    def _hint(self) -> str:
        rule = self.rules.rule
        if rule is None:
            return _("Wählen Sie die Regel und geben Sie den Tag des Auslösers ein: Das Ergebnis steht dann hier.")
        return content_text(rule.title)

    def _on_edited(self) -> None:
        if self.rules.fit(take_warnings=True):
            self.refit()
        self._timer.start()

    def _case(self) -> RecordId | None:
        return self.case_id or (self.form.case.case_id if self.form.case is not None else None)

    def _procedure(self) -> Procedure | None:
        case_id = self._case()
        return procedure_of_case(self.desk.session, case_id) if case_id is not None else None

    def _say_cut_offs(self) -> None:
        """Say which cut-off dates of the procedure count, where the rule asks for one."""
        rule, case_id = self.rules.rule, self._case()
        if rule is None or not rule.cut_off or case_id is None:
            self.cut_offs.hide()
            return
        procedure = self._procedure()
        days = {
            _("Registriert"): procedure.registered if procedure else None,
            _("Antrag eingereicht"): procedure.lodged if procedure else None,
            _("Prüfung des Entzugs begonnen"): procedure.examination_started if procedure else None,
        }
        known = [f"{name}: {format_date(day)}" for name, day in days.items() if day is not None]
        said = " · ".join(known) or _("noch keiner erfasst, deshalb stehen alle Lesarten da und die früheste führt")
        self.cut_offs.setText(_("Stichtage des Verfahrens: {days}").format(days=said))
        self.cut_offs.show()
