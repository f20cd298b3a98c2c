"""What is said about a notice: what differs from its instruction on remedies, what to do today, which letters help."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mfd_desktop.app.letter_fields import catalogue
from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from mfd_desktop.app.notice_plan import Plan
    from mfd_desktop.law.decisions import Decision
    from mfd_desktop.law.results import Message, Value

_NO_INSTRUCTION = N_(
    "Der Bescheid hat keine Belehrung: Dann läuft eine längere Frist. Nie ausnutzen; immer die kurze Frist einhalten."
)
_UNCLEAR = N_(
    "Die Belehrung ist unklar: Sie ist vielleicht unrichtig. Von einer Anwältin oder einem Anwalt prüfen lassen und die"
    " kurze Frist einhalten."
)
SAME = N_("Die Belehrung nennt dieselbe Frist wie die Berechnung.")
_PAST = N_(
    "Abgelaufen am {day}: {title}. Nicht aufgeben: Die Prüfliste zeigt, was noch möglich ist (Wiedereinsetzung,"
    " fehlerhafte Belehrung)."
)
_AT_ONCE = N_("Sofort handeln, spätestens am {day}: {title}.")
_ENVELOPE = N_("Umschlag aufheben und fotografieren: Das Datum darauf entscheidet über die Frist.")
_LAWYER = N_("Anwältin oder Anwalt heute benachrichtigen und klären, ob der Bescheid auch dort ankam.")
_REFUSED = N_("Nicht berechnet: {rule}. {reason}")
_SOON = 3
"""Days before the day to act by on which it is to be done at once."""


def differences(plan: Plan, values: Mapping[str, object]) -> tuple[Message, ...]:
    """Return what the instruction on remedies says otherwise than the calculation, or that both agree."""
    from mfd_desktop.law.notes import INSTRUCTION_EARLIER, INSTRUCTION_LATER
    from mfd_desktop.law.results import Message

    code = values.get("instruction_period")
    if code in ("none", "unclear"):
        return (Message(_NO_INSTRUCTION if code == "none" else _UNCLEAR),)
    if not plan.deadlines:
        return ()
    main = plan.deadlines[0].result
    found = tuple(one for one in main.warnings if one.text in (INSTRUCTION_EARLIER, INSTRUCTION_LATER))
    return found or ((Message(SAME),) if main.facts.instructed is not None else ())


def to_do(plan: Plan, values: Mapping[str, object], today: date) -> tuple[Message, ...]:
    """Return what to do today, the most urgent first; each thing once."""
    found = {message.shown(): message for message in _to_do(plan, values, today)}
    return tuple(found.values())


def _to_do(plan: Plan, values: Mapping[str, object], today: date) -> Iterator[Message]:
    from mfd_desktop.law.phrases import FROM_DATA, Day, FromData, Several
    from mfd_desktop.law.results import Message

    own = [one for one in plan.deadlines if one.result.rule.kind not in ("authority", "waiting")]
    dated = sorted(((one.act_by, one.title) for one in own if one.act_by is not None), key=lambda one: one[0])
    for day, titles in groupby(dated, key=lambda one: one[0]):
        listed = Several(tuple(dict.fromkeys(title for _day, title in titles)))
        said: dict[str, Value] = {"day": Day(day), "title": listed}
        if day < today:
            yield Message(_PAST, said)
        elif (day - today).days <= _SOON:
            yield Message(_AT_ONCE, said)
    if values.get("represented"):
        yield Message(_LAWYER)
    decision = _decision(values)
    if decision is None and not values.get("envelope_kept"):
        yield Message(_ENVELOPE)
    # The tasks of every other deadline stand with its way of computing: today few things matter.
    tasks = decision.today if decision else (plan.deadlines[0].result.rule.tasks if plan.deadlines else ())
    yield from (Message(FROM_DATA, {"text": FromData(task)}) for task in tasks)


def stay(values: Mapping[str, object], laws: Iterable[str]) -> tuple[Message, ...]:
    """Return what a decision means for the right to stay under these laws, and what else has to be said of it."""
    from mfd_desktop.law.phrases import FROM_DATA, FromData
    from mfd_desktop.law.results import Message

    decision = _decision(values)
    effects = [decision.effect(law) for law in laws] if decision is not None else []
    texts = [text for effect in effects if effect is not None for text in (effect.stay, effect.hint) if text]
    if decision is not None and decision.review == "open" and decision.review_reason:
        texts.append(decision.review_reason)
    return tuple(Message(FROM_DATA, {"text": FromData(text)}) for text in dict.fromkeys(texts))


def _decision(values: Mapping[str, object]) -> Decision | None:
    from mfd_desktop.law.decisions import shipped_decisions

    decisions, kind = shipped_decisions(), str(values.get("kind") or "")
    return decisions.decision(kind) if kind in decisions.codes else None


def refusals(plan: Plan) -> tuple[Message, ...]:
    """Return which deadlines could not be computed, and why."""
    from mfd_desktop.app.wording import sentence
    from mfd_desktop.law.phrases import FromData
    from mfd_desktop.law.results import Message

    return tuple(
        Message(_REFUSED, {"rule": FromData(_title(one.rule)), "reason": sentence(one.error)}) for one in plan.refused
    )


def _title(code: str) -> str:
    """Return what a rule or decision is called; the code itself for an unknown one."""
    from mfd_desktop.law.decisions import shipped_decisions

    decisions, rules = shipped_decisions(), book()
    if code in decisions.codes:
        return decisions.decision(code).title
    return rules.versions(code)[-1].title if code in rules else code


def letters(plan: Plan, values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the templates that help, as far as there are any, those of the decision first."""
    known = catalogue().usable()
    decision = _decision(values)
    of_rules = (letter for one in plan.deadlines for letter in one.result.rule.letters)
    wanted = dict.fromkeys((*(decision.letters if decision else ()), *of_rules))
    return tuple(letter for letter in wanted if letter in known)
