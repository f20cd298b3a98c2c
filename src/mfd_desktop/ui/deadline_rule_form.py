"""The facts of a deadline by a rule: rules, triggers and variants are chosen, and only what a rule needs is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mfd_desktop.app import law_fields
from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.ui.agenda_form import AgendaForm
from mfd_desktop.ui.case_forms import CaseForm
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.field import FormGrid
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from mfd_desktop.domain.fields import Field as Declared
    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.rules import Rule
    from mfd_desktop.ui.kit.editor import Editor

_OF_NOTICE = ("notice_form", "posted", "received", "instructed")


class RuleFields(RecordForm):
    """A form on ``law_fields.DEADLINE``; call ``fit`` after it was loaded and at every key."""

    fitted: str | None = None

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

    @property
    def rule(self) -> Rule | None:
        """The rule chosen, in its newest version."""
        rules, rule_id = book(self.desk.session), self.fields["rule"].editor.raw()
        return rules.versions(rule_id)[-1] if rule_id in rules.ids else None

    def fit(self, *, take_warnings: bool = False) -> bool:
        """Offer what goes with the rule and hide what it does not need; tell whether it is another rule than before.

        ``take_warnings``: take over the early warnings of a rule just chosen.
        """
        rule = self.rule
        rule_id = rule.id if rule is not None else ""
        if rule_id == self.fitted:
            return False
        self.fitted = rule_id
        self._offer_for(book(self.desk.session), rule)
        if rule is not None and take_warnings:
            self.fields["warnings"].editor.set_raw(law_fields.show_warnings(rule.warnings))
        return True

    def _offer_for(self, rules: RuleBook, rule: Rule | None) -> None:
        triggers = rules.kinds_of(rule) if rule is not None else tuple(rules.triggers)
        variants = rule.variants if rule is not None else ()
        self._offer("trigger_kind", trigger_choices(rules, triggers))
        self._offer("variant", [(one.name, content_text(one.when)) for one in variants])
        if rule is not None and len(triggers) == 1 and not self.fields["trigger_kind"].editor.raw():
            self.fields["trigger_kind"].editor.set_raw(triggers[0])
        notified = rule is None or any(rules.triggers[code].group == "notice" for code in triggers)
        hidden = set() if notified else set(_OF_NOTICE)
        if not variants:
            hidden.add("variant")
        # What was typed is never hidden.
        shown = {field for name, field in self.fields.items() if name not in hidden or field.editor.raw()}
        cast("FormGrid", self.fields["rule"].parentWidget()).show_only(shown)

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        cast("CodeEditor", self.fields[name].editor).set_options(options)


class NewRuleForm(RuleFields, AgendaForm):
    """The facts of a new deadline."""


class StoredRuleForm(RuleFields, CaseForm):
    """The facts of a deadline that is stored."""


def rule_choices(rules: RuleBook) -> list[tuple[str, str]]:
    """Return (id, title and id) of all rules, by title."""
    found = [(rule_id, content_text(rules.versions(rule_id)[-1].title)) for rule_id in rules.ids]
    return [(rule_id, f"{title} · {rule_id}") for rule_id, title in sorted(found, key=lambda one: one[1].casefold())]


def trigger_choices(rules: RuleBook, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (code, label) of kinds of triggers."""
    return [(code, content_text(rules.triggers[code].label)) for code in codes]
