"""From records to the facts of a calculation, and from its result to what is stored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.app.rulebook import book
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.fields import Problem
from mfd_desktop.vault.deadlines import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.results import Facts, Result
    from mfd_desktop.law.vocabulary import NoticeForm

POSTED, DELIVERED = "posted", "delivered"
WITHDRAWAL = "B17"
"""The kind of decision that takes protection away: the beginning of that examination chooses its law."""
_ACTUAL = {"ABRUF": DELIVERED}
"""Triggers of a fiction that are an act of the person and no posting."""
_SERVED = {
    "PZU_NIEDERLEGUNG": "ABGABE_MITTEILUNG", "EINSCHREIBEN_RUECKSCHEIN": "RUECKSCHEIN_DATUM", "EB": "ZUSTELLUNG",
    "BEVOLLMAECHTIGT": "ZUSTELLUNG", "PZU_UEBERGABE": "ZUSTELLUNG", "PZU_ERSATZ": "ZUSTELLUNG",
    "PZU_EINLEGUNG": "ZUSTELLUNG",
}  # fmt: skip
"""What the day on the envelope or receipt is called; of every other form it is the day of notification."""


def needed_day(form: NoticeForm) -> str:
    """Return the field whose day a notice of this form runs from: ``posted`` or ``delivered``."""
    if form.only or not form.fictions:
        return DELIVERED
    return _ACTUAL.get(form.fictions[0].trigger, POSTED)


def day_of_form(code: str) -> str:
    """Return the field that a form of notification needs, empty for an unknown form."""
    form = book().forms.get(code)
    return needed_day(form) if form is not None else ""


def trigger_of(form: NoticeForm, values: Mapping[str, object]) -> tuple[str, date] | None:
    """Return kind and day of the trigger of a notice; None while its day is missing."""
    day = values.get(needed_day(form))
    if not isinstance(day, date):
        return None
    if form.only:
        return form.only[0], day
    return (form.fictions[0].trigger if form.fictions else _SERVED.get(form.code, "BEKANNTGABE")), day


def facts_of_notice(
    rule: str, form: NoticeForm, values: Mapping[str, object], procedure: Procedure | None, variant: str = ""
) -> Facts | None:
    """Return the facts of one deadline of a notice, by fields of the notice; None while its day is missing."""
    from mfd_desktop.law.results import Facts

    trigger = trigger_of(form, values)
    if trigger is None:
        return None
    posted, received, delivered = (_day(values, name) for name in (POSTED, "received", DELIVERED))
    by_posting = needed_day(form) == POSTED
    lodged, registered, withdrawal_started = cut_offs(procedure)
    return Facts(
        rule=rule,
        trigger_kind=trigger[0],
        trigger=trigger[1],
        notice=form.code,
        land=str(values.get("land") or "RP"),
        posted=None if by_posting else posted,
        received=received or (delivered if by_posting else None),
        variant=variant,
        instructed=_day(values, "instructed"),
        lodged=lodged,
        registered=registered,
        withdrawal_started=withdrawal_started,
        withdrawal=values.get("kind") == WITHDRAWAL,
    )


def facts_of_deadline(deadline: Deadline, procedure: Procedure | None, notice_kind: str = "") -> Facts | None:
    """Return the facts a stored deadline follows from, with the cut-off dates its procedure has now.

    ``notice_kind``: of the notice it belongs to, empty without one.
    """
    from mfd_desktop.law.results import Facts

    if not deadline.rule or deadline.trigger_day is None:
        return None
    own = (deadline.lodged, deadline.registered, deadline.withdrawal_started)
    lodged, registered, withdrawal_started = cut_offs(procedure) if procedure is not None else own
    return Facts(
        rule=deadline.rule,
        trigger_kind=deadline.trigger_kind,
        trigger=deadline.trigger_day,
        notice=deadline.notice_form,
        land=deadline.land or "RP",
        posted=deadline.posted,
        received=deadline.received,
        variant=deadline.variant,
        instructed=deadline.instructed,
        lodged=lodged,
        registered=registered,
        withdrawal_started=withdrawal_started,
        withdrawal=notice_kind == WITHDRAWAL,
    )


def cut_offs(procedure: Procedure | None) -> tuple[date | None, date | None, date | None]:
    """Return the three cut-off dates of a procedure: lodged, registered, examination of a withdrawal started."""
    if procedure is None:
        return None, None, None
    return procedure.lodged, procedure.registered, procedure.examination_started


def stored_result(result: Result) -> dict[str, object]:
    """Return what is stored of a computed deadline, without title and early warnings."""
    facts = result.facts
    return {
        "rule": result.rule.id,
        "rule_version": result.rule.version,
        "regime": result.regime,
        "kind": result.rule.kind,
        "variant": facts.variant,
        "trigger_kind": facts.trigger_kind,
        "trigger_day": facts.trigger,
        "notice_form": facts.notice,
        "posted": facts.posted,
        "received": facts.received,
        "instructed": facts.instructed,
        "land": facts.land,
        "lodged": facts.lodged,
        "registered": facts.registered,
        "withdrawal_started": facts.withdrawal_started,
        "effective": result.effective,
        "due": result.due,
        "safe_due": result.safe_due,
        "expired_for_sure": result.expired_for_sure,
    }


def readings_to_keep(result: Result) -> tuple[Reading, ...]:
    """Return the readings in words, as they are shown now."""
    return tuple(
        Reading(
            one.rule, one.regime, one.cut_off, one.due,
            "\n".join(message.shown() for message in (*((one.reason,) if one.reason else ()), *one.steps)),
        )
        for one in result.readings
    )  # fmt: skip


def is_outdated(rules: RuleBook, deadline: Deadline) -> bool:
    """Tell whether a rule is no longer the one a deadline was computed with, or cannot be used any more."""
    if not deadline.rule or not deadline.rule_version:
        return False
    try:
        versions = rules.versions(deadline.rule)
    except UserError:
        return True
    own = [rule for rule in versions if rule.regime in (deadline.regime, "-")]
    if len(own) == 1:
        return own[0].version != deadline.rule_version
    days = {"procedure": deadline.lodged, "responsibility": deadline.registered,
            "withdrawal": deadline.withdrawal_started}  # fmt: skip
    deciding = next((days[rule.cut_off] for rule in own if rule.cut_off), None) or deadline.trigger_day
    try:
        return rules.find(deadline.rule, deadline.regime, deciding).version != deadline.rule_version
    except UserError:
        return True


_FIELDS = {
    "UnknownRule": "rule", "RuleOfOtherLaw": "rule", "RuleNotInForce": "rule", "UnknownVariant": "variant",
    "UnknownTriggerKind": "trigger_kind", "TriggerNotOfRule": "trigger_kind", "UnknownNoticeForm": "notice_form",
    "TriggerNotOfForm": "notice_form", "NoticeFormMissing": "notice_form", "TriggerInFuture": "trigger_day",
    "PostedAfterDelivery": "posted", "PostedTwice": "posted", "UnknownLand": "land",
}  # fmt: skip


def refusal(error: UserError, names: Iterable[str]) -> Problem:
    """Return what the law refuses as a problem beside the field it is about (of ``names``, else the first)."""
    from mfd_desktop.app.wording import sentence

    known = tuple(names)
    field = _FIELDS.get(type(error).__name__, "rule")
    return Problem(field if field in known else known[0], "refused", sentence(error))


def _day(values: Mapping[str, object], name: str) -> date | None:
    found = values.get(name)
    return found if isinstance(found, date) else None
