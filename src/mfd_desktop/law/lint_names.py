"""Names in other data files: of rules and their triggers and variants, of letters and sections of statutes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from mfd_desktop.law.lint import Known, takes
from mfd_desktop.law.rules import Rule
from mfd_desktop.law.statutes import cite_fault


class NameLint:
    """Goes through a document of any shape. ``rules``: every version of each rule by id."""

    def __init__(self, rules: Mapping[str, Sequence[Rule]], known: Known) -> None:
        """Take what there is."""
        self._rules, self._known = rules, known
        self._checks: dict[str, Callable[[str], str]] = {
            "rule": self._rule,
            "rules": self._rule,
            "after": self._rule,
            "letter": self._letter,
            "letters": self._letter,
            "trigger": self._trigger,
            "trigger_kind": self._trigger,
            "cites": lambda name: cite_fault(name, known.statutes),
        }

    def problems(self, value: object) -> Iterator[str]:
        """Yield everything wrong, at any depth."""
        if isinstance(value, dict):
            yield from self._table(value)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        yield from chain.from_iterable(map(self.problems, inner))

    def _table(self, table: Mapping[str, object]) -> Iterator[str]:
        for key, check in self._checks.items():
            yield from filter(None, map(check, _strings(table.get(key))))
        versions = self._rules.get(str(table.get("rule")), ())
        for kind in (*_strings(table.get("trigger")), *_strings(table.get("trigger_kind"))):
            if versions and not any(takes(rule, kind, self._known) for rule in versions):
                yield f"{versions[0].id} does not begin with {kind}"
        for name in _strings(table.get("variant")):
            if versions and not any(variant.name == name for rule in versions for variant in rule.variants):
                yield f"{versions[0].id} has no variant {name!r}"

    def _rule(self, name: str) -> str:
        return "" if name in self._rules else f"there is no rule {name!r}"

    def _letter(self, name: str) -> str:
        return "" if name in self._known.letters else f"there is no letter {name!r}"

    def _trigger(self, name: str) -> str:
        return "" if name in self._known.triggers else f"there is no kind of trigger {name!r}"


def _strings(value: object) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [name for name in found if isinstance(name, str) and name]
