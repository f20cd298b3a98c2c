"""What can be wrong between rules: versions, days without or with two versions, names of rules that do not exist."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from mfd_desktop.law.lint import Known, rule_problems
from mfd_desktop.law.rules import Rule, RuleFile

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: file, place inside it, reason."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        """Return `file: place: reason`."""
        return f"{self.file}: {self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class _Span:
    file: str
    what: str
    first: date
    last: date


def book_problems(files: Mapping[str, RuleFile], known: Known) -> Iterator[Finding]:
    """Yield every finding in rule files that could be read; ``files`` by name of the file."""
    ids = {rule.id for file in files.values() for rule in file.rules}
    for name, file in files.items():
        if f"{file.id}.toml" != name:
            yield Finding(name, "$.id", f"id is {file.id!r}, the file is named {name!r}")
        for rule in file.rules:
            for field, reason in (*rule_problems(rule, known), *_beside(rule, file, ids)):
                yield Finding(name, f"{_named(rule)}.{field}", reason)
        for gap in file.gaps:
            if gap.id not in ids:
                yield Finding(name, f"gaps.{gap.id}", "there is no such rule")
    yield from _versions(files)
    yield from _days(files)


def _beside(rule: Rule, file: RuleFile, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    if rule.counterpart and rule.counterpart not in ids:
        yield "counterpart", f"there is no rule {rule.counterpart!r}"
    if rule.checked < file.state_of_law:
        yield "checked", "lies before the state of the law of the file"


def _named(rule: Rule) -> str:
    return f"{rule.id}/{rule.regime}/{rule.version}"


def _versions(files: Mapping[str, RuleFile]) -> Iterator[Finding]:
    """Versions are 1, 2, 3 … of each law and follow each other in time: what was in force stays as it is."""
    found: dict[tuple[str, str], list[tuple[Rule, str]]] = defaultdict(list)
    for name, file in files.items():
        for rule in file.rules:
            found[rule.id, rule.regime].append((rule, name))
    for (rule_id, regime), versions in found.items():
        versions.sort(key=lambda one: one[0].version)
        place, newest = f"{rule_id}/{regime}", versions[-1][1]
        if [rule.version for rule, _name in versions] != list(range(1, len(versions) + 1)):
            yield Finding(newest, place, "versions are 1, 2, 3 … without a hole or a double")
        starts = [rule.valid_from or date.min for rule, _name in versions]
        if starts != sorted(set(starts)):
            yield Finding(newest, place, "a later version begins later")


def _days(files: Mapping[str, RuleFile]) -> Iterator[Finding]:
    """Each day of its cut-off date has exactly one version of a rule, or a declared gap."""
    spans: dict[str, list[_Span]] = defaultdict(list)
    cut_offs: dict[str, set[str]] = defaultdict(set)
    for name, file in files.items():
        for rule in file.rules:
            cut_offs[rule.id].add(rule.cut_off)
            spans[rule.id].append(_Span(name, _named(rule), rule.valid_from or date.min, rule.valid_until or date.max))
        for gap in file.gaps:
            spans[gap.id].append(_Span(name, f"gaps.{gap.id}", gap.first or date.min, gap.last or date.max))
    for rule_id, found in spans.items():
        if len(cut_offs[rule_id]) > 1:
            yield Finding(found[0].file, rule_id, "its versions are chosen by different cut-off dates")
        yield from _tiling(rule_id, sorted(found, key=lambda span: span.first))


def _tiling(rule_id: str, spans: list[_Span]) -> Iterator[Finding]:
    first, last = spans[0], spans[-1]
    if first.first != date.min:
        yield Finding(first.file, rule_id, f"nothing is said of the days before {first.first}")
    if max(span.last for span in spans) != date.max:
        yield Finding(last.file, rule_id, f"nothing is said of the days after {last.last}")
    for one, other in pairwise(spans):
        if one.last >= other.first:
            yield Finding(other.file, other.what, f"overlaps {one.what}")
        elif one.last + _DAY != other.first:
            yield Finding(other.file, other.what, f"nothing is said of the days between it and {one.what}")
