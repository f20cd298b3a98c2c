"""What is still possible after a deadline has run out (`resources/law/expired.toml`): never "too late"."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.rules import FOLDER, Id, Name, Regime, Rule

FILE: Final = "expired.toml"


class Branch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A branch of law, told by the statutes that a rule cites."""

    id: Name
    statutes: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]


class NewDeadline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A deadline that one press enters. start: the day is asked, or the trigger is that of the one that ran out.

    trigger_kind: empty where the rule knows one only, and with the same trigger.
    """

    rule: Id
    start: Literal["asked", "same"]
    trigger_kind: str = ""


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One point of the list. branches: empty for all; regime: only for deadlines of that law.

    question: what is asked for the day of the new deadline.
    """

    id: Name
    title: Text
    text: Text
    source: Text
    basis: str = ""
    cites: tuple[Text, ...] = ()
    branches: tuple[Name, ...] = ()
    regime: Regime | Literal[""] = ""
    question: str = ""
    letters: tuple[str, ...] = ()
    deadline: NewDeadline | None = None
    review: Review = "ok"
    review_reason: str = ""


class ExpiredFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file. Texts are German and are translated in the catalogue `content`."""

    id: Literal["expired"]
    title: Text
    checked: datetime.date
    state_of_law: datetime.date
    source: Text
    branches: tuple[Branch, ...]
    checks: Annotated[tuple[Check, ...], msgspec.Meta(min_length=1)]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        for check in self.checks:
            yield from (check.title, check.text)
            yield from (text for text in (check.question, check.review_reason) if text)

    def branch_of(self, rule: Rule | None) -> str:
        """Return the first branch whose statutes the rule cites; empty if none is known."""
        if rule is None:
            return ""
        cited = {cite.partition(" §")[0].partition(" Art.")[0] for cite in rule.cites}
        return next((branch.id for branch in self.branches if cited & set(branch.statutes)), "")

    def checks_for(self, rule: Rule | None, regime: str = "") -> tuple[Check, ...]:
        """Return the points for a deadline of this rule; all of them where nothing tells what it is about."""
        branch = self.branch_of(rule)
        return tuple(
            check
            for check in self.checks
            if (not branch or not check.branches or branch in check.branches)
            and (not check.regime or regime not in ("ALT", "NEU") or check.regime == regime)
        )


def read_expired(root: Path | None = None) -> ExpiredFile:
    """Return the list of a resources folder (default: the shipped one). Raises ContentError for a broken file."""
    return read_toml((resource_path() if root is None else root) / FOLDER / FILE, ExpiredFile)
