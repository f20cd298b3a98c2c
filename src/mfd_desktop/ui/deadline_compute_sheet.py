"""The sheet that computes a deadline by a rule while its facts are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import deadlines, law_fields
from mfd_desktop.app.computing import compute_raws
from mfd_desktop.app.law_facts import refusal
from mfd_desktop.app.procedures import procedure_of_case
from mfd_desktop.app.rulebook import book
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.law.explain import headline
from mfd_desktop.ui.agenda_form import AgendaForm
from mfd_desktop.ui.deadline_new_sheets import NewDeadlineSheet
from mfd_desktop.ui.deadline_result import ResultView
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.field import FormGrid
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.fields import Field as Declared
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.rules import Rule
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.editor import Editor

_WAIT_MS = 150
"""After the last key, before it is computed."""
_WIDTH = 860
_OF_NOTICE = ("notice_form", "posted", "received", "instructed")


class RuleForm(AgendaForm):
    """The facts of a deadline; which of them are asked for depends on the rule."""

    def make_editor(self, declared: Declared) -> Editor:
        rules = book(self.desk.session)
        if declared.name == "rule":
            return CodeEditor(rule_choices(rules), _("Regel suchen: Wort oder Kürzel"))
        if declared.name == "trigger_kind":
            return CodeEditor(trigger_choices(rules, tuple(rules.triggers)))
        if declared.name == "notice_form":
            return CodeEditor(self.desk.session.lists.choices("notice_forms"))
        if declared.name == "variant":
            return CodeEditor(())
        return super().make_editor(declared)

    def fit(self, rules: RuleBook, rule: Rule | None) -> None:
        """Offer the triggers and variants of this rule, and ask only for what it needs."""
        triggers = rules.kinds_of(rule) if rule is not None else tuple(rules.triggers)
        self._offer("trigger_kind", trigger_choices(rules, triggers))
        self._offer(
            "variant", [(one.name, content_text(one.when)) for one in rule.variants] if rule is not None else []
        )
        if rule is not None and len(triggers) == 1 and not self.fields["trigger_kind"].editor.raw():
            self.fields["trigger_kind"].editor.set_raw(triggers[0])
        notified = rule is None or any(rules.triggers[code].group == "notice" for code in triggers)
        hidden = set() if notified else set(_OF_NOTICE)
        if rule is None or not rule.variants:
            hidden.add("variant")
        # What was typed is never hidden.
        shown = {field for name, field in self.fields.items() if name not in hidden or field.editor.raw()}
        cast("FormGrid", self.fields["rule"].parentWidget()).show_only(shown)

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        cast("CodeEditor", self.fields[name].editor).set_options(options)


class ComputeSheet(NewDeadlineSheet):
    """Rule, trigger, notice form and days; the result stands below while they are typed."""

    def __init__(self, desk: Desk, parent: QWidget, case: str, sheets: DeadlineSheets) -> None:
        """Begin empty."""
        form = RuleForm(desk, law_fields.DEADLINE, f"compute:{case}")
        super().__init__(desk, parent, _("Frist berechnen"), form, case, sheets)
        self._wanted_width = _WIDTH
        self._rules = book(desk.session)
        self._fitted = ""
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
        self.begin(law_fields.DEADLINE)
        form.fields["warnings"].editor.set_raw("")
        self._on_edited()
        self.show_result()

    @property
    def rule(self) -> Rule | None:
        """The rule chosen, in its newest version."""
        rule_id = self.form.fields["rule"].editor.raw()
        return self._rules.versions(rule_id)[-1] if rule_id in self._rules.ids else None

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
        rule = self.rule
        if rule is None:
            return _("Wählen Sie die Regel und geben Sie den Tag des Auslösers ein: Das Ergebnis steht dann hier.")
        return content_text(rule.title)

    def _on_edited(self) -> None:
        rule = self.rule
        rule_id = rule.id if rule is not None else ""
        if rule_id != self._fitted:
            self._fitted = rule_id
            form = cast("RuleForm", self.form)
            form.fit(self._rules, rule)
            if rule is not None:
                form.fields["warnings"].editor.set_raw(law_fields.show_warnings(rule.warnings))
            self.refit()
        self._timer.start()

    def _case(self) -> RecordId | None:
        return self.case_id or (self.form.case.case_id if self.form.case is not None else None)

    def _procedure(self) -> Procedure | None:
        case_id = self._case()
        return procedure_of_case(self.desk.session, case_id) if case_id is not None else None

    def _say_cut_offs(self) -> None:
        """Say which cut-off dates of the procedure count, where the rule asks for one."""
        rule, case_id = self.rule, self._case()
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


def rule_choices(rules: RuleBook) -> list[tuple[str, str]]:
    """Return (id, title and id) of all rules, by title."""
    found = [(rule_id, content_text(rules.versions(rule_id)[-1].title)) for rule_id in rules.ids]
    return [(rule_id, f"{title} · {rule_id}") for rule_id, title in sorted(found, key=lambda one: one[1].casefold())]


def trigger_choices(rules: RuleBook, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (code, label) of kinds of triggers."""
    return [(code, content_text(rules.triggers[code].label)) for code in codes]
