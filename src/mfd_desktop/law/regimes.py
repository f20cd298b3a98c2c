"""Which law: every rule takes it from its own cut-off date, never from today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.errors_law import (
    RegimeContradiction,
    RuleNotInForce,
    RuleOfOtherLaw,
    TriggerNotOfRule,
    UnknownRegime,
)
from mfd_desktop.law.library import accepts
from mfd_desktop.law.phrases import FROM_DATA, FromData
from mfd_desktop.law.results import Message
from mfd_desktop.law.vocabulary import NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.results import Facts, Value
    from mfd_desktop.law.rules import Rule
    from mfd_desktop.law.vocabulary import CutOffDate, TriggerKind

OLD: Final = "ALT"
NEW: Final = "NEU"
_LAWS: Final = (OLD, NEW)
_DAY: Final = timedelta(days=1)

OLD_BY_DAY: Final = N_("{label}: {day}, vor dem {cut_off}: Es gilt das alte Recht.")
NEW_BY_DAY: Final = N_("{label}: {day}, ab dem {cut_off}: Es gilt das neue Recht.")
OPEN_BY_DAY: Final = N_("{label}: {day}. Welches Recht gilt, ist offen.")
OLD_AS_GIVEN: Final = N_("Es gilt das alte Recht (so angegeben).")
NEW_AS_GIVEN: Final = N_("Es gilt das neue Recht (so angegeben).")
DAY_MISSING: Final = N_(
    "Es fehlt: {label}. Davon hängt ab, ob altes oder neues Recht gilt (Stichtag {cut_off}). Bis dahin führt das "
    "frühere Datum."
)
DAY_MISSING_OLD: Final = N_(
    "Es fehlt: {label}. Diese Frist gibt es nur bei einem Tag vor dem {cut_off}.",
)
DAY_MISSING_NEW: Final = N_(
    "Es fehlt: {label}. Diese Frist gibt es nur bei einem Tag ab dem {cut_off}.",
)
TOO_EARLY: Final = N_("Der Bescheid ({trigger}) liegt vor diesem Tag: {label} ({day}). Bitte beide Daten prüfen.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A version of a rule to compute, the cut-off date that chose it, and how (None: no cut-off date chooses it)."""

    rule: Rule
    cut_off: CutOffDate | None = None
    day: date | None = None
    how: Message | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The versions of which the earliest leads, and what to tell about the choice."""

    leads: tuple[Chosen, ...]
    warnings: tuple[Message, ...] = ()


def fact_of(facts: Facts, cut_off: str) -> date | None:
    """Return the day given for a cut-off date."""
    if cut_off == "procedure":
        return facts.lodged
    return facts.registered if cut_off == "responsibility" else facts.withdrawal_started


def law_of(cut_off: CutOffDate, day: date | None) -> tuple[str, str]:
    """Return the law that holds by a cut-off date, empty while the day is missing or the law open; then why it is."""
    laws = laws_by_day(cut_off, day)
    if len(laws) == 1:
        return laws[0], ""
    return "", cut_off.open_reason if day is not None else ""


def choose(book: RuleBook, facts: Facts, kind: TriggerKind) -> Choice:
    """Return the versions of a rule that hold for these facts.

    Raises UnknownRule, UnknownRegime, RegimeContradiction, RuleOfOtherLaw, RuleNotInForce, TriggerNotOfRule.
    """
    if facts.regime not in ("", *_LAWS):
        raise UnknownRegime(facts.regime, _LAWS)
    versions = book.versions(facts.rule)
    cut_off = next((book.cut_offs[_deciding_cut_off(rule, facts)] for rule in versions if rule.cut_off), None)
    if cut_off is None:
        return Choice((Chosen(_accepting(book, book.find(facts.rule, "-", facts.trigger), kind)),))
    day = fact_of(facts, cut_off.id)
    laws = _laws(cut_off, facts.regime, day)
    leads = (_certain(book, facts, kind, cut_off, laws[0]),) if len(laws) == 1 else _either(book, facts, kind, cut_off)
    return Choice(leads, tuple(_warnings(facts, kind, cut_off, leads, laws)))


def is_open_later(chosen: Chosen, event: date | None, end: date | None) -> bool:
    """Tell whether it is open if the old law still holds for this event, or for a period with this end."""
    cut_off = chosen.cut_off
    if cut_off is None or chosen.rule.regime != OLD or not cut_off.beside:
        return False
    if cut_off.beside == "event":
        return chosen.rule.kind == "loss" and event is not None and event >= cut_off.day
    return end is not None and end >= cut_off.day


def beside(book: RuleBook, facts: Facts, kind: TriggerKind, cut_off: CutOffDate) -> Chosen | None:
    """Return the version of the new law that stands beside one of the old law, None if it has none for this trigger."""
    other = next(_candidates(book, facts, kind, cut_off, NEW), None)
    return replace(other, how=None) if other else None


def _deciding_cut_off(rule: Rule, facts: Facts) -> str:
    """Return the id of the cut-off date that chooses the law: of a withdrawal its beginning (§ 87e I, II AsylG)."""
    return "withdrawal" if facts.withdrawal and rule.cut_off == "procedure" else rule.cut_off


def _accepting(book: RuleBook, rule: Rule, kind: TriggerKind) -> Rule:
    if not accepts(rule, kind):
        raise TriggerNotOfRule(rule.id, kind.code, book.kinds_of(rule))
    return rule


def _laws(cut_off: CutOffDate, regime: str, day: date | None) -> tuple[str, ...]:
    by_day = laws_by_day(cut_off, day)
    if not regime:
        return by_day
    if day is not None and regime not in by_day:
        raise RegimeContradiction(regime, cut_off.label, day)
    return (regime,)


def laws_by_day(cut_off: CutOffDate, day: date | None) -> tuple[str, ...]:
    """Return the laws a cut-off date leads to: both without a day and where it is open."""
    if day is None or _is_open(cut_off, day):
        return _LAWS
    return (OLD,) if day < cut_off.day else (NEW,)


def _is_open(cut_off: CutOffDate, day: date) -> bool:
    if cut_off.open_from is None or cut_off.open_until is None:
        return False
    return cut_off.open_from <= day <= cut_off.open_until


def _certain(book: RuleBook, facts: Facts, kind: TriggerKind, cut_off: CutOffDate, law: str) -> Chosen:
    if not any(rule.regime == law for rule in book.versions(facts.rule)):
        reason = book.gap(facts.rule, _deciding(facts, cut_off, law))
        raise RuleOfOtherLaw(facts.rule, law, book.counterparts(facts.rule), reason)
    rule = book.find(facts.rule, law, _deciding(facts, cut_off, law))
    return _chosen(facts, cut_off, _accepting(book, rule, kind))


def _either(book: RuleBook, facts: Facts, kind: TriggerKind, cut_off: CutOffDate) -> tuple[Chosen, ...]:
    laws = reversed(_LAWS) if facts.trigger >= cut_off.day else _LAWS
    leads = [found for law in laws for found in _candidates(book, facts, kind, cut_off, law)]
    if not leads:
        raise TriggerNotOfRule(facts.rule, kind.code, book.kinds_of(book.versions(facts.rule)[-1]))
    return tuple(sorted(leads, key=lambda chosen: chosen.rule.id != facts.rule))


def _warnings(
    facts: Facts, kind: TriggerKind, cut_off: CutOffDate, leads: tuple[Chosen, ...], laws: tuple[str, ...]
) -> Iterator[Message]:
    day, label = fact_of(facts, cut_off.id), FromData(cut_off.label)
    if day is not None and _is_open(cut_off, day):
        yield Message(FROM_DATA, {"text": FromData(cut_off.open_reason)})
    elif len(laws) > 1:
        found = {chosen.rule.regime for chosen in leads}
        text = DAY_MISSING if len(found) > 1 else DAY_MISSING_OLD if OLD in found else DAY_MISSING_NEW
        yield Message(text, {"label": label, "cut_off": cut_off.day})
    if day is not None and day > facts.trigger and kind.group == NOTICE:
        yield Message(TOO_EARLY, {"label": label, "day": day, "trigger": facts.trigger})


def _candidates(book: RuleBook, facts: Facts, kind: TriggerKind, cut_off: CutOffDate, law: str) -> Iterator[Chosen]:
    own = any(rule.regime == law for rule in book.versions(facts.rule))
    for rule_id in (facts.rule,) if own else book.counterparts(facts.rule):
        for rule in _in_force(book, rule_id, law, _deciding(facts, cut_off, law)):
            if accepts(rule, kind):
                yield _chosen(facts, cut_off, rule)


def _in_force(book: RuleBook, rule_id: str, law: str, day: date) -> Iterator[Rule]:
    if rule_id not in book:
        return
    try:
        yield book.find(rule_id, law, day)
    except RuleNotInForce:
        return


def _deciding(facts: Facts, cut_off: CutOffDate, law: str) -> date:
    """Return the day that chooses the version within one law: the cut-off date, as far as it lies in that law."""
    day = fact_of(facts, cut_off.id) or facts.trigger
    return min(day, cut_off.day - _DAY) if law == OLD else max(day, cut_off.day)


def _chosen(facts: Facts, cut_off: CutOffDate, rule: Rule) -> Chosen:
    day = fact_of(facts, cut_off.id)
    if day is None:
        how = Message(OLD_AS_GIVEN if rule.regime == OLD else NEW_AS_GIVEN) if facts.regime else None
        return Chosen(rule, cut_off, None, how)
    return Chosen(rule, cut_off, day, said_of_day(cut_off, day))


def said_of_day(cut_off: CutOffDate, day: date | None) -> Message:
    """Return the sentence on what a day, or its absence, decides."""
    values: dict[str, Value] = {"label": FromData(cut_off.label), "cut_off": cut_off.day}
    if day is None:
        return Message(DAY_MISSING, values)
    text = OLD_BY_DAY if day < cut_off.day else NEW_BY_DAY
    return Message(OPEN_BY_DAY if _is_open(cut_off, day) else text, {**values, "day": day})
