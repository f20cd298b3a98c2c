"""The decisions on an asylum application and the deadlines each sets going: `resources/law/decisions.toml`."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.rules import FOLDER, Name

FILE: Final = "decisions.toml"

Code = Annotated[str, msgspec.Meta(pattern=r"^B\d\d$")]
Law = Literal["ALT", "NEU"]
LAWS: Final[tuple[Law, ...]] = ("ALT", "NEU")


class Circumstance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the deadlines of a decision depend on. `question`: to be answered with yes or no; `help`: where
    the notice says it.
    """

    code: Name
    question: Text
    help: str = ""


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A deadline of a decision. It stands if all circumstances of `when` and none of `unless` are given.

    beside: of what is common to all decisions: it belongs to those with one of these rules, and not with its own rule.
    title: instead of the rule's own. after: the rule of the same decision whose end is its trigger. trigger: the kind
    of trigger that the day of notification is for it, where that is not the notification itself.
    """

    rule: str
    when: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()
    beside: tuple[str, ...] = ()
    variant: str = ""
    title: str = ""
    after: str = ""
    trigger: str = ""
    why: str = ""


class Effect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a decision means under one law: the right to stay during the lawsuit, and the deadlines."""

    law: Law
    stay: Text
    items: tuple[Item, ...] = ()
    hint: str = ""


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of decision. reads: by what in the operative part it is known. position: where the procedure stands.

    protected: the person is recognised, at least in part. today: what must be done on the day it arrives. letters:
    templates that help. Texts are German.
    """

    code: Code
    title: Text
    reads: Text
    position: str
    effects: Annotated[tuple[Effect, ...], msgspec.Meta(min_length=1)]
    source: Text
    review: Review
    protected: bool = False
    today: tuple[Text, ...] = ()
    letters: tuple[str, ...] = ()
    residence: str = ""
    review_reason: str = ""

    def effect(self, law: str) -> Effect | None:
        """Return what it means under ``ALT`` or ``NEU``; None where that law does not know it."""
        return next((effect for effect in self.effects if effect.law == law), None)


class DecisionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All decisions. always: items that many decisions have; see ``Item.beside``."""

    title: Text
    source: Text
    checked: datetime.date
    circumstances: tuple[Circumstance, ...]
    decisions: tuple[Decision, ...]
    always: tuple[Effect, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        for circumstance in self.circumstances:
            yield from (circumstance.question, circumstance.help)
        for decision in self.decisions:
            yield from (decision.title, decision.reads, decision.residence, decision.review_reason, *decision.today)
        for effect in (*self.always, *(effect for decision in self.decisions for effect in decision.effects)):
            yield from (effect.stay, effect.hint)
            yield from (text for item in effect.items for text in (item.title, item.why))


@dataclass(frozen=True, slots=True)
class Planned:
    """A deadline that a decision sets going; see ``Item``."""

    rule_id: str
    variant: str
    title: str
    after: str
    trigger: str
    why: str


class Decisions:
    """The decision matrix of a resources folder."""

    def __init__(self, file: DecisionFile) -> None:
        """Take the file as read."""
        self.file = file
        self._by_code = {decision.code: decision for decision in file.decisions}
        self._circumstances = {found.code: found for found in file.circumstances}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all decisions, in order."""
        return tuple(self._by_code)

    @property
    def circumstances(self) -> Mapping[str, Circumstance]:
        """What may be asked, by code."""
        return self._circumstances

    def decision(self, code: str) -> Decision:
        """Return a decision; raise KeyError if there is none."""
        return self._by_code[code]

    def asks(self, code: str, law: str = "") -> tuple[Circumstance, ...]:
        """Return what has to be asked for a decision under one law, or both; raise KeyError if there is none."""
        items = [item for each in _laws(law) for item in self._items(code, each)]
        wanted = {name for item in items for name in (*item.when, *item.unless)}
        return tuple(found for found in self.file.circumstances if found.code in wanted)

    def rules_for(self, code: str, law: str, circumstances: frozenset[str] = frozenset()) -> tuple[Planned, ...]:
        """Return the deadlines of a decision under ``ALT`` or ``NEU``; those of both laws if ``law`` is neither.

        Raise KeyError for an unknown decision. Nothing for a decision that the law does not know.
        """
        found: dict[tuple[str, str, str], Planned] = {}
        for item in (item for each in _laws(law) for item in self._items(code, each)):
            if circumstances.issuperset(item.when) and circumstances.isdisjoint(item.unless):
                found.setdefault((item.rule, item.variant, item.title), _planned(item))
        return tuple(found.values())

    def _items(self, code: str, law: Law) -> tuple[Item, ...]:
        effect = self._by_code[code].effect(law)
        if effect is None:
            return ()
        own = {item.rule for item in effect.items}
        common = (item for each in self.file.always if each.law == law for item in each.items)
        return effect.items + tuple(item for item in common if item.rule not in own and own.intersection(item.beside))


def _laws(law: str) -> tuple[Law, ...]:
    return tuple(each for each in LAWS if each == law) or LAWS


def _planned(item: Item) -> Planned:
    return Planned(item.rule, item.variant, item.title, item.after, item.trigger, item.why)


def read_decisions(root: Path | None = None) -> Decisions:
    """Read the matrix of a resources folder (default: the shipped one). Raises ContentError."""
    return Decisions(read_toml((resource_path() if root is None else root) / FOLDER / FILE, DecisionFile))


@cache
def shipped_decisions() -> Decisions:
    """Return the shipped matrix, read once. Raises ContentError."""
    return read_decisions()
