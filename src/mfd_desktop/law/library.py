"""The rule book: all rules with the words they use. A file that cannot be used turns off its rules and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeVar

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.errors_law import (
    RuleNotInForce,
    TriggerNotOfRule,
    UnknownNoticeForm,
    UnknownRule,
    UnknownTriggerKind,
)
from mfd_desktop.law.rules import FOLDER, RULES, Gap, Rule, RuleFile
from mfd_desktop.law.vocabulary import (
    CUT_OFFS,
    NOTICE,
    NOTICE_FORMS,
    TRIGGERS,
    CutOffDate,
    CutOffFile,
    NoticeForm,
    NoticeFormFile,
    TriggerFile,
    TriggerKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

T = TypeVar("T")

_ANY_NOTICE: Final = f"@{NOTICE}"


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A file that cannot be used: its name, the place in it and the reason. Its rules are off."""

    file: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules by id, kinds of triggers, forms of notification and cut-off dates by code; what could not be read."""

    triggers: dict[str, TriggerKind] = field(default_factory=dict)
    forms: dict[str, NoticeForm] = field(default_factory=dict)
    cut_offs: dict[str, CutOffDate] = field(default_factory=dict)
    files: tuple[RuleFile, ...] = ()
    problems: tuple[RuleProblem, ...] = ()
    _rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    _states: dict[tuple[str, str, int], date] = field(default_factory=dict)
    _counterparts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _gaps: tuple[Gap, ...] = ()

    @classmethod
    def load(cls, root: Path | None = None) -> RuleBook:
        """Read the folder ``law`` of a resources folder (default: the shipped one). Raises nothing for a bad file."""
        return _Reader((resource_path() if root is None else root) / FOLDER).book()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all rules, sorted."""
        return tuple(sorted(self._rules))

    @property
    def state_of_law(self) -> date | None:
        """Return the oldest day of the statute texts the rules were checked against; None without any rule."""
        return min((file.state_of_law for file in self.files), default=None)

    def __contains__(self, rule_id: str) -> bool:
        """Tell whether there is such a rule."""
        return rule_id in self._rules

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """Return all versions of a rule in both laws, oldest first; raise UnknownRule."""
        try:
            return self._rules[rule_id]
        except KeyError:
            near = get_close_matches(rule_id.upper(), self.ids, n=5, cutoff=0.7)
            raise UnknownRule(rule_id, tuple(near)) from None

    def find(self, rule_id: str, regime: str, day: date | None = None) -> Rule:
        """Return the version of a rule in one law (ALT, NEU, -) in force on ``day``, without a day the newest.

        A rule that no cut-off date chooses is found under every law. Raises UnknownRule; RuleNotInForce, with the
        declared gap if there is one.
        """
        found = [rule for rule in self.versions(rule_id) if rule.regime in (regime, "-")]
        if not found:
            raise UnknownRule(rule_id, tuple(sorted({rule.regime for rule in self.versions(rule_id)})))
        if day is None:
            return found[-1]
        for rule in reversed(found):
            if _holds(rule, day):
                return rule
        raise RuleNotInForce(rule_id, day, self.gap(rule_id, day))

    def gap(self, rule_id: str, day: date) -> str:
        """Return why there is no version of a rule on a day (German), empty if no gap is declared."""
        for gap in self._gaps:
            if gap.id == rule_id and (gap.first is None or gap.first <= day) and (gap.last is None or day <= gap.last):
                return gap.reason
        return ""

    def state_of(self, rule: Rule) -> date:
        """Return the day of the statute texts that this version was checked against."""
        return self._states[rule.id, rule.regime, rule.version]

    def counterparts(self, rule_id: str) -> tuple[str, ...]:
        """Return the rules of the other law that take the place of this one, or whose place it takes."""
        return self._counterparts.get(rule_id, ())

    def trigger(self, code: str) -> TriggerKind:
        """Return a kind of trigger; raise UnknownTriggerKind."""
        if code not in self.triggers:
            raise UnknownTriggerKind(code, tuple(sorted(self.triggers)))
        return self.triggers[code]

    def form(self, code: str) -> NoticeForm | None:
        """Return a form of notification, None for an empty code; raise UnknownNoticeForm."""
        if not code:
            return None
        if code not in self.forms:
            raise UnknownNoticeForm(code, tuple(sorted(self.forms)))
        return self.forms[code]

    def only_kind(self, rule_id: str, notice: str) -> str:
        """Return the kind of trigger of a rule if there is only one, or if it makes no difference.

        It makes none for a form of notification whose date is the day of arrival. Raises UnknownRule,
        UnknownNoticeForm, TriggerNotOfRule (with the kinds to choose from).
        """
        kinds = tuple(dict.fromkeys(kind for rule in self.versions(rule_id) for kind in self.kinds_of(rule)))
        form = self.form(notice)
        if form is not None:
            kinds = tuple(kind for kind in kinds if kind in kinds_of_form(self, form)) or kinds
        if len(kinds) == 1 or (form is not None and not form.fictions and not form.only and kinds):
            return kinds[0]
        raise TriggerNotOfRule(rule_id, "", kinds)

    def kinds_of(self, rule: Rule) -> tuple[str, ...]:
        """Return the kinds of triggers that a rule begins with."""
        return tuple(code for code, kind in self.triggers.items() if accepts(rule, kind))


def accepts(rule: Rule, kind: TriggerKind) -> bool:
    """Tell whether a rule begins with a kind of trigger."""
    return kind.code in rule.triggers or (kind.group == NOTICE and _ANY_NOTICE in rule.triggers)


def kinds_of_form(book: RuleBook, form: NoticeForm) -> tuple[str, ...]:
    """Return the kinds of notification that count for a form."""
    if form.only:
        return form.only
    arrivals = (kind.code for kind in book.triggers.values() if kind.effective and kind.group == NOTICE)
    return (*dict.fromkeys(fiction.trigger for fiction in form.fictions), *arrivals)


def _holds(rule: Rule, day: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_until is None or day <= rule.valid_until)


class _Reader:
    """Reads the files of one folder and keeps what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[RuleProblem] = []

    def book(self) -> RuleBook:
        """Read everything."""
        triggers = self._read(self._folder / TRIGGERS, TriggerFile)
        forms = self._read(self._folder / NOTICE_FORMS, NoticeFormFile)
        cut_offs = self._read(self._folder / CUT_OFFS, CutOffFile)
        if triggers is None or forms is None or cut_offs is None:
            return RuleBook(problems=tuple(self._problems))
        kinds = {kind.code: kind for kind in triggers.triggers}
        dates = {str(one.id): one for one in cut_offs.cut_offs}
        files = self._files(kinds, dates)
        rules: dict[str, list[Rule]] = defaultdict(list)
        for file in files:
            for rule in file.rules:
                rules[rule.id].append(rule)
        return RuleBook(
            kinds,
            {form.code: form for form in forms.forms},
            dates,
            files,
            tuple(self._problems),
            {rule_id: tuple(sorted(found, key=lambda rule: rule.version)) for rule_id, found in rules.items()},
            {_key(rule): file.state_of_law for file in files for rule in file.rules},
            _both_ways(rule for file in files for rule in file.rules),
            tuple(gap for file in files for gap in file.gaps),
        )

    def _files(self, kinds: dict[str, TriggerKind], dates: dict[str, CutOffDate]) -> tuple[RuleFile, ...]:
        files: list[RuleFile] = []
        taken: set[tuple[str, str, int]] = set()
        for path in sorted((self._folder / RULES).glob("*.toml")):
            file = self._read(path, RuleFile)
            if file is None:
                continue
            wrong = next((bad for rule in file.rules if (bad := _wrong(rule, kinds, dates, taken))), None)
            if wrong:
                self._problems.append(RuleProblem(path.name, *wrong))
                continue
            taken |= {_key(rule) for rule in file.rules}
            files.append(file)
        return tuple(files)

    def _read(self, path: Path, model: type[T]) -> T | None:
        try:
            return read_toml(path, model)
        except ContentError as error:
            self._problems.append(RuleProblem(error.file, error.path, error.reason))
            return None


def _wrong(
    rule: Rule, kinds: dict[str, TriggerKind], dates: dict[str, CutOffDate], taken: set[tuple[str, str, int]]
) -> tuple[str, str] | None:
    for code in rule.triggers:
        if code != _ANY_NOTICE and code not in kinds:
            return f"{rule.id}.triggers", code
    if (rule.regime == "-") != (not rule.cut_off) or (rule.cut_off and rule.cut_off not in dates):
        return f"{rule.id}.cut_off", rule.cut_off
    return (f"{rule.id}.version", str(rule.version)) if _key(rule) in taken else None


def _key(rule: Rule) -> tuple[str, str, int]:
    return rule.id, rule.regime, rule.version


def _both_ways(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        if rule.counterpart:
            found[rule.id].add(rule.counterpart)
            found[rule.counterpart].add(rule.id)
    return {rule_id: tuple(sorted(others)) for rule_id, others in found.items()}
