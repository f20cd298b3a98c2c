"""Which deadlines a notice sets going, each computed: all of them at once, chained ones from the end of the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.app.computing import compute_facts
from mfd_desktop.app.law_facts import WITHDRAWAL, cut_offs, facts_of_notice
from mfd_desktop.app.law_fields import OTHER
from mfd_desktop.app.rulebook import book
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.errors_deadlines import DecisionOfOtherLaw
from mfd_desktop.domain.errors_law import TriggerNotOfRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.results import Facts, Result
    from mfd_desktop.law.rules import Rule

CHAIN = "ENDE_KLAGEFRIST"
"""The trigger that is the end of another deadline of the same notice."""
WITHDRAWN_BY, DECIDED_BY = "withdrawal", "procedure"
"""The cut-off date of the decision that takes protection away, and that of all other decisions."""
_NO_INSTRUCTION, _WITHOUT = "none", "no_instruction"
"""No instruction on remedies, as its period (code list ``instruction_periods``) and as a circumstance say it."""
_NAMED = ("FRISTSETZUNG_BIS", "TERMIN")
"""Triggers that are a day the notice itself names."""
_URGENT = "EILANTRAG"
"""In the ids of rules for urgent applications."""
_PERIODS = {"1W": (1, "weeks"), "2W": (2, "weeks"), "1M": (1, "months"), "3M": (3, "months"), "1J": (1, "years")}
"""Periods an instruction names (code list ``instruction_periods``)."""


@dataclass(frozen=True, slots=True)
class PlannedDeadline:
    """A deadline that recording a notice makes. ``title``: German, of the rule. ``why``: why it belongs to it.

    ``procedure_id``: of whose procedure the cut-off dates are; None without one.
    """

    rule: str
    result: Result
    title: str
    why: str = ""
    procedure_id: RecordId | None = None

    @property
    def key(self) -> tuple[str, str]:
        """By what it is found again when the notice is changed."""
        return self.rule, self.result.facts.variant

    @property
    def act_by(self) -> date | None:
        """The day that leads, as ``Deadline.act_by``."""
        return self.result.safe_due or self.result.expired_for_sure or self.result.due


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule of the notice that could not be computed, and why."""

    rule: str
    error: UserError


@dataclass(frozen=True, slots=True)
class Plan:
    """What a notice sets going, the main remedy first."""

    deadlines: tuple[PlannedDeadline, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule that belongs to a notice, in which circumstances (``variant``) and why; see ``law.decisions.Item``."""

    rule: str
    variant: str = ""
    why: str = ""
    title: str = ""
    after: str = ""
    trigger: str = ""


def plan(session: Session, values: Mapping[str, object], procedures: Sequence[Procedure]) -> Plan:
    """Return the deadlines of a notice by its typed values, for the procedures of everybody it concerns.

    Where people have other cut-off dates, what differs for them is added. Nothing while a day or code is missing.
    """
    found: dict[tuple[object, ...], PlannedDeadline] = {}
    refused: dict[str, Refused] = {}
    for procedure in _told_apart(procedures):
        for one in _of_one(session, values, procedure):
            if isinstance(one, Refused):
                refused.setdefault(one.rule, one)
            else:
                found.setdefault((*one.key, one.title, one.result.due, one.result.safe_due), one)
    return Plan(tuple(found.values()), tuple(refused.values()))


def _told_apart(procedures: Sequence[Procedure]) -> tuple[Procedure | None, ...]:
    """Return one procedure of each set of cut-off dates; None stands for a notice without a procedure."""
    return tuple({cut_offs(procedure): procedure for procedure in reversed(procedures)}.values())[::-1] or (None,)


def _of_one(
    session: Session, values: Mapping[str, object], procedure: Procedure | None
) -> Iterator[PlannedDeadline | Refused]:
    rules = book(session)
    form = rules.forms.get(str(values.get("form") or ""))
    if form is None:
        return
    unknown = _of_other_law(rules, values, procedure)
    if unknown is not None:
        yield unknown
    done: dict[str, Result] = {}
    for wanted in wanted_rules(rules, values, procedure):
        if done.keys() & {*rules.counterparts(wanted.rule)}:
            # While it is open which law holds, each reads the other beside itself.
            continue
        facts = facts_of_notice(wanted.rule, form, values, procedure, wanted.variant)
        if facts is None:
            return
        try:
            facts = _triggered(rules, facts, values, wanted, done)
            if facts is None:
                continue
            result = compute_facts(session, facts)
            result = _instructed(session, result, values, is_remedy=not done and not wanted.trigger)
        except UserError as error:
            yield Refused(wanted.rule, error)
            continue
        done[wanted.rule] = result
        owner = procedure.stamp.id if procedure is not None else None
        yield PlannedDeadline(wanted.rule, result, wanted.title or result.rule.title, wanted.why, owner)


def _of_other_law(rules: RuleBook, values: Mapping[str, object], procedure: Procedure | None) -> Refused | None:
    """Return a decision that the law of the procedure does not know: then kind or cut-off date must be wrong."""
    from mfd_desktop.law.decisions import shipped_decisions

    kind, decisions = str(values.get("kind") or ""), shipped_decisions()
    law = law_of_decision(rules, kind, procedure)
    if kind not in decisions.codes or not law or decisions.decision(kind).effect(law) is not None:
        return None
    return Refused(kind, DecisionOfOtherLaw(kind, law))


def wanted_rules(rules: RuleBook, values: Mapping[str, object], procedure: Procedure | None) -> Iterable[Wanted]:
    """Return the rules of a notice: the one chosen by hand, or those of the decision, chained ones last."""
    from mfd_desktop.law.decisions import shipped_decisions

    kind = str(values.get("kind") or "")
    if kind == OTHER:
        return (Wanted(str(values["rule"])),) if values.get("rule") else ()
    decisions = shipped_decisions()
    if kind not in decisions.codes:
        return ()
    given = values.get("circumstances")
    circumstances = frozenset(given if isinstance(given, tuple) else ())
    if values.get("instruction_period") == _NO_INSTRUCTION:
        circumstances |= {_WITHOUT}
    planned = decisions.rules_for(kind, law_of_decision(rules, kind, procedure), circumstances)
    return tuple(Wanted(one.rule_id, one.variant, one.why, one.title, one.after, one.trigger) for one in planned)


def law_of_decision(rules: RuleBook, kind: str, procedure: Procedure | None) -> str:
    """Return ALT or NEU for a decision by the cut-off date that counts for it; empty while that is missing or open."""
    from mfd_desktop.law.regimes import law_of

    lodged, _registered, withdrawal_started = cut_offs(procedure)
    name, day = (WITHDRAWN_BY, withdrawal_started) if kind == WITHDRAWAL else (DECIDED_BY, lodged)
    cut_off = rules.cut_offs.get(name)
    return law_of(cut_off, day)[0] if cut_off is not None else ""


def _triggered(
    rules: RuleBook, facts: Facts, values: Mapping[str, object], wanted: Wanted, done: Mapping[str, Result]
) -> Facts | None:
    """Return the facts with the trigger their rule takes; None for a chain without a beginning.

    Raises TriggerNotOfRule, UnknownRule.
    """
    from mfd_desktop.law.library import accepts

    first = next(iter(done.values()), None)
    remedy = done.get(wanted.after) if wanted.after else first
    if wanted.trigger:
        return _plain(facts, wanted.trigger, first.effective if first and first.effective else facts.trigger)
    if wanted.after:
        end = _earliest_end(remedy)
        return _plain(facts, CHAIN, end) if end is not None else None
    versions = rules.versions(facts.rule)
    if any(accepts(rule, rules.trigger(facts.trigger_kind)) for rule in versions):
        return replace(facts, instructed=None)
    if any(CHAIN in rule.triggers for rule in versions):
        end = _earliest_end(remedy)
        return _plain(facts, CHAIN, end) if end is not None else None
    instructed = values.get("instructed")
    for trigger in _NAMED:
        if any(trigger in rule.triggers for rule in versions) and isinstance(instructed, date):
            return _plain(facts, trigger, instructed)
    raise TriggerNotOfRule(facts.rule, facts.trigger_kind, rules.kinds_of(versions[-1]))


def _earliest_end(remedy: Result | None) -> date | None:
    """Return the earliest tenable end of a deadline: what begins with it is never led too late."""
    return min((reading.due for reading in remedy.readings if reading.due), default=None) if remedy else None


def _plain(facts: Facts, trigger: str, day: date) -> Facts:
    """Return facts that begin with a day of their own and not with the notice."""
    return replace(facts, trigger_kind=trigger, trigger=day, notice="", posted=None, received=None, instructed=None)


def _instructed(session: Session, result: Result, values: Mapping[str, object], *, is_remedy: bool) -> Result:
    """Let the end that the instruction on remedies names stand beside the computed one; the earlier leads.

    It speaks of the remedy; an urgent application is only ever drawn forward by it.
    """
    named = values.get("instructed")
    day = named if isinstance(named, date) else _end_told(result, str(values.get("instruction_period") or ""))
    if day is None or result.facts.trigger_kind in _NAMED:
        return result
    if not is_remedy and not (_URGENT in result.rule.id and result.due is not None and day < result.due):
        return result
    return compute_facts(session, replace(result.facts, instructed=day))


def _end_told(result: Result, code: str) -> date | None:
    """Return the end of the period that the instruction names, counted as the rule counts."""
    from mfd_desktop.law.periods import Period, end_of
    from mfd_desktop.law.rules import Length

    event = result.readings[0].effective
    if code not in _PERIODS or event is None:
        return None
    rule: Rule = result.rule
    number, unit = _PERIODS[code]
    length = Length(number, unit)  # type: ignore[arg-type]  # one of its units
    period = Period(length, result.facts.land, shift=rule.shift, shift_basis=rule.shift_basis)
    return end_of(period, event).day
