"""What can be wrong with the procedure guide although its files can be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.content.conditions import And, Not, Or
from mfd_desktop.law.guide_files import LAWS
from mfd_desktop.law.procedures import START

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from mfd_desktop.content.conditions import Condition
    from mfd_desktop.law.guide_files import Law, PositionEntry
    from mfd_desktop.law.procedures import Guide

Finding = tuple[str, str, str]
"""File, place and reason."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the guide may refer to: ids of rules and decisions, codes of stages, needs and consents."""

    rules: Container[str]
    decisions: Container[str]
    stages: Container[str]
    needs: Container[str]
    consents: Container[str]


def problems(guide: Guide, known: Known) -> Iterator[Finding]:
    """Yield everything wrong: names used twice, references to nothing, dead ends, positions nobody reaches."""
    for name, file in guide.files():
        if f"{file.id}.toml" != name:
            yield name, "$.id", f"id is {file.id!r}"
    yield from _repeated(guide)
    yield from _positions(guide, known)
    yield from _steps(guide)
    yield from _tasks(guide, known)
    yield from _ways(guide, known)
    yield from _harm(guide)
    for found in guide.vulnerability_file.needs:
        if found.code not in known.needs:
            yield "vulnerability.toml", found.code, "is no special need"
    if guide.vulnerability_file.consent not in known.consents:
        yield "vulnerability.toml", "$.consent", f"there is no consent {guide.vulnerability_file.consent!r}"


def reachable(guide: Guide, law: Law, start: str = START) -> frozenset[str]:
    """Return every position one can come to under a law, the start included."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        code = ahead.pop()
        if code not in found:
            found.add(code)
            ahead += [way.to for way in guide.ways_on(code, (law,))]
    return frozenset(found)


def _repeated(guide: Guide) -> Iterator[Finding]:
    names: tuple[tuple[str, Sequence[str]], ...] = (
        ("positions.toml", [entry.code for entry in guide.positions]),
        ("steps.toml", [step.code for step in guide.step_file.steps]),
        ("steps.toml", [tick.name for step in guide.step_file.steps for tick in (*step.documents, *step.checks)]),
        ("recognition.toml", [task.name for task in guide.task_file.tasks]),
        ("right_to_stay.toml", [way.code for way in guide.ways]),
        ("vulnerability.toml", [need.code for need in guide.vulnerability_file.needs]),
        ("harmful.toml", [found.name for found in guide.harmful_file.applications]),
    )
    for file, found in names:
        yield from ((file, "$", f"duplicate {name!r}") for name, count in Counter(found).items() if count > 1)


def _positions(guide: Guide, known: Known) -> Iterator[Finding]:
    codes = {entry.code for entry in guide.positions}
    found = [
        ("positions.toml", f"{entry.code}.{place}", reason)
        for entry in guide.positions
        for place, reason in _position(entry, codes, known)
    ]
    yield from found
    if not found:
        yield from _ways_through(guide)


def _ways_through(guide: Guide) -> Iterator[Finding]:
    for law in LAWS:
        there = reachable(guide, law)
        for entry in guide.positions:
            if law not in entry.laws:
                continue
            if entry.code not in there:
                yield "positions.toml", entry.code, f"nobody comes here under {law}"
            if not entry.final and not guide.ways_on(entry.code, (law,)):
                yield "positions.toml", entry.code, f"a dead end under {law}"


def _position(entry: PositionEntry, codes: Container[str], known: Known) -> Iterator[tuple[str, str]]:
    if entry.stage not in known.stages:
        yield "stage", f"there is no stage {entry.stage!r}"
    yield from (("rules", f"there is no rule {rule!r}") for rule in entry.rules if rule not in known.rules)
    if bool(entry.final) == bool(entry.next):
        yield "next", "needs ways on, or says why there are none"
    for way in entry.next:
        if way.to not in codes:
            yield "next", f"there is no position {way.to!r}"


def _steps(guide: Guide) -> Iterator[Finding]:
    codes = {entry.code for entry in guide.positions}
    guided = {code for step in guide.step_file.steps for code in step.positions}
    for code in sorted(guided - codes):
        yield "steps.toml", "$.steps", f"there is no position {code!r}"
    for code in sorted(codes - guided):
        yield "steps.toml", "$.steps", f"no step belongs to {code}"


def _tasks(guide: Guide, known: Known) -> Iterator[Finding]:
    for task in guide.task_file.tasks:
        if task.rule and task.rule not in known.rules:
            yield "recognition.toml", task.name, f"there is no rule {task.rule!r}"
        for decision in task.decisions:
            if decision not in known.decisions:
                yield "recognition.toml", task.name, f"there is no decision {decision!r}"


def _ways(guide: Guide, known: Known) -> Iterator[Finding]:
    for way in guide.ways:
        if bool(way.needs) == way.information:
            yield "right_to_stay.toml", way.code, "has needs, or is for information only"
        for need in way.needs:
            if need.rule and need.rule not in known.rules:
                yield "right_to_stay.toml", way.code, f"there is no rule {need.rule!r}"
        conditions = [condition for need in way.needs for condition in (need.when, need.only_if, need.unless)]
        for condition in (*conditions, *(bar.when for bar in way.bars)):
            if condition is not None and _denies(condition):
                yield "right_to_stay.toml", way.code, "“not” would take silence for an answer"
    if [way for way in guide.ways if way.information] != [guide.ways[-1]]:
        yield "right_to_stay.toml", "$.ways", "what is for information only stands last, and alone"


def _denies(condition: Condition) -> bool:
    if isinstance(condition, And | Or):
        return any(_denies(part) for part in condition.of)
    return isinstance(condition, Not)


def _harm(guide: Guide) -> Iterator[Finding]:
    codes = {entry.code for entry in guide.positions}
    for found in guide.harmful_file.applications:
        for code in found.positions:
            if code not in codes:
                yield "harmful.toml", found.name, f"there is no position {code!r}"
