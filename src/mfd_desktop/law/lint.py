"""What can be wrong with one rule although its file can be read: period, texts, citations, names of other things."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mfd_desktop.law.rules import Example, Rule
from mfd_desktop.law.statutes import Statute, cite_fault
from mfd_desktop.law.vocabulary import NOTICE

ANY_NOTICE: Final = f"@{NOTICE}"
LETTERS: Final = frozenset(f"G{number:02}" for number in range(1, 26))
"""Codes of the letters that counselling writes; a template may come later."""

Found = Iterator[tuple[str, str]]

_UNITS: Final = {"T": "days", "AT": "working_days", "W": "weeks", "M": "months", "J": "years"}
_NAMED_LENGTHS: Final = re.compile(r"(?:_\d+(?:AT|[TWMJ]))+$")
_NAMED_LENGTH: Final = re.compile(r"_(\d+)(AT|[TWMJ])")


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may name. ``triggers``: group of each kind; ``cut_offs``: from which day on the new law holds."""

    triggers: Mapping[str, str]
    forms: Collection[str]
    cut_offs: Mapping[str, date]
    statutes: Mapping[str, Statute]
    letters: Collection[str] = LETTERS


def rule_problems(rule: Rule, known: Known) -> Found:
    """Yield the field and the reason of everything wrong inside one rule."""
    for check in _CHECKS:
        yield from check(rule, known)


def _period(rule: Rule, _known: Known) -> Found:
    if rule.length is None:
        if not rule.immediate and not rule.hint:
            yield "hint", "a rule without a period says what counts"
        if rule.before or rule.round or rule.shift or rule.examples:
            yield "length", "is needed for before, round, shift or examples"
        return
    if not rule.shift_basis:
        yield "shift_basis", "says by which law the end moves, or why it does not"
    if not any(example.due or example.effective for example in rule.examples):
        yield "examples", "a computed rule has an example"
    if rule.round and rule.length.unit not in ("months", "years"):
        yield "round", f"does not go with {rule.length.unit}"
    named = _named_lengths(rule.id)
    if named and (rule.length.n, rule.length.unit) not in named:
        yield "length", f"the id names {' or '.join(f'{n} {unit}' for n, unit in named)}"


def _named_lengths(rule_id: str) -> list[tuple[int, str]]:
    ending = _NAMED_LENGTHS.search(rule_id)
    return [(int(n), _UNITS[unit]) for n, unit in _NAMED_LENGTH.findall(ending[0])] if ending else []


def _kind(rule: Rule, _known: Known) -> Found:
    if rule.shift and rule.kind in ("waiting", "appointment"):
        yield "shift", f"the end of a rule of kind {rule.kind!r} never moves"
    if rule.result == "effective" and rule.kind != "benefit":
        yield "result", "only a benefit has a first day"
    if rule.before and rule.direction == "backward":
        yield "before", "does not go with a period that counts backwards"


def _dates(rule: Rule, known: Known) -> Found:
    if (rule.regime == "-") != (rule.cut_off == ""):
        yield "cut_off", "old and new law have one, other rules none"
    day = known.cut_offs.get(rule.cut_off)
    if rule.cut_off and day is None:
        yield "cut_off", f"there is no cut-off date {rule.cut_off!r}"
    if rule.regime == "NEU" and (rule.valid_from is None or (day and rule.valid_from < day)):
        yield "valid_from", "new law begins on its cut-off date"
    if rule.regime == "ALT" and (rule.valid_until is None or (day and rule.valid_until >= day)):
        yield "valid_until", "old law ends before its cut-off date"
    if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
        yield "valid_until", "lies before valid_from"


def _review(rule: Rule, _known: Known) -> Found:
    if (rule.review == "open") != bool(rule.review_reason):
        yield "review_reason", "what is open has a reason, and only that"
    if rule.confidence == "disputed" and rule.review == "ok":
        yield "review", "what is disputed is open"


def _triggers(rule: Rule, known: Known) -> Found:
    for kind in rule.triggers:
        if kind != ANY_NOTICE and kind not in known.triggers:
            yield "triggers", f"there is no kind of trigger {kind!r}"
    for number, variant in enumerate(rule.variants):
        for kind in variant.triggers:
            if not takes(rule, kind, known):
                yield f"variants[{number}].triggers", f"{kind!r} is no trigger of the rule"


def takes(rule: Rule, kind: str, known: Known) -> bool:
    """Return whether a rule begins with a kind of trigger."""
    return kind in rule.triggers or (ANY_NOTICE in rule.triggers and known.triggers.get(kind) == NOTICE)


def _names(rule: Rule, known: Known) -> Found:
    for field, names in (
        ("variants", [variant.name for variant in rule.variants]),
        ("readings", [reading.name for reading in rule.readings]),
    ):
        yield from ((field, f"duplicate {name!r}") for name, count in Counter(names).items() if count > 1)
    for number, reading in enumerate(rule.readings):
        changed = (reading.length, reading.before, reading.count, reading.holidays, reading.working_day_before)
        if not any(changed) and reading.shift in (None, rule.shift):
            yield f"readings[{number}]", "reads nothing differently"
    yield from (("letters", f"there is no letter {code!r}") for code in rule.letters if code not in known.letters)


def _cites(rule: Rule, known: Known) -> Found:
    if not rule.cites:
        yield "cites", "a rule cites its law"
    for cite in rule.cites:
        fault = cite_fault(cite, known.statutes)
        if fault:
            yield "cites", fault


def _warnings(rule: Rule, _known: Known) -> Found:
    if list(rule.warnings) != sorted(set(rule.warnings), reverse=True):
        yield "warnings", "run from early to late, each once"


def _examples(rule: Rule, known: Known) -> Found:
    variants = {variant.name for variant in rule.variants}
    for number, example in enumerate(rule.examples):
        place = f"examples[{number}]"
        if not takes(rule, example.trigger_kind, known):
            yield f"{place}.trigger_kind", f"{example.trigger_kind!r} is no trigger of the rule"
        if example.notice and example.notice not in known.forms:
            yield f"{place}.notice", f"there is no form of notification {example.notice!r}"
        if example.variant and example.variant not in variants:
            yield f"{place}.variant", f"there is no variant {example.variant!r}"
        if not _ordered(example):
            yield f"{place}.safe_due", "lies after due"


def _ordered(example: Example) -> bool:
    return example.due is None or example.safe_due is None or example.safe_due <= example.due


_CHECKS: Final[tuple[Callable[[Rule, Known], Found], ...]] = (
    _period, _kind, _dates, _review, _triggers, _names, _cites, _warnings, _examples,
)  # fmt: skip
