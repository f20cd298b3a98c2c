"""Errors around deadlines: what was asked for does not fit the law. Nothing is guessed and nothing was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


class _Unknown(UserError):
    """A code that does not exist, with those that do."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        """Take what was asked for and what there is."""
        super().__init__(code)
        self.code = code
        self.known = known


class UnknownRule(_Unknown):
    """There is no such rule, or its file cannot be used; ``known`` are the nearest ids."""


class UnknownTriggerKind(_Unknown):
    """There is no such kind of trigger."""


class UnknownNoticeForm(_Unknown):
    """There is no such form of notification."""


class UnknownLand(_Unknown):
    """There is no such Land."""


class UnknownRegime(_Unknown):
    """There is no such law to choose (ALT and NEU)."""


class _NotOf(UserError):
    """A code that does not go with another one, with those that do."""

    def __init__(self, owner: str, code: str, known: tuple[str, ...]) -> None:
        """Take the rule or form, what was asked for and what goes with it."""
        super().__init__(f"{owner}: {code}")
        self.owner = owner
        self.code = code
        self.known = known


class UnknownVariant(_NotOf):
    """The rule has no such variant."""


class TriggerNotOfRule(_NotOf):
    """The rule does not begin with this kind of trigger (``code`` empty: it has to be said with which)."""


class TriggerNotOfForm(_NotOf):
    """Nothing begins with this kind of trigger for a notice that arrived in this form."""


class NoticeFormMissing(_Unknown):
    """This day alone does not say when the notice arrived; ``known`` are the forms that tell."""


class TriggerInFuture(UserError):
    """Something that must have happened lies after today."""

    def __init__(self, day: date, today: date) -> None:
        """Take both days."""
        super().__init__(day.isoformat())
        self.day = day
        self.today = today


class DayOutOfRange(UserError):
    """A day so far away that nobody knows its holidays. ``first`` and ``last``: the years that can be computed."""

    def __init__(self, day: date, first: int, last: int) -> None:
        """Take the day and the years."""
        super().__init__(day.isoformat())
        self.day = day
        self.first = first
        self.last = last


class PostedAfterDelivery(UserError):
    """A notice cannot have been posted after it arrived."""

    def __init__(self, posted: date, delivered: date) -> None:
        """Take both days."""
        super().__init__(posted.isoformat())
        self.posted = posted
        self.delivered = delivered


class PostedTwice(UserError):
    """Two different days of posting were given for one notice."""

    def __init__(self, posted: date, trigger: date) -> None:
        """Take both days."""
        super().__init__(posted.isoformat())
        self.posted = posted
        self.trigger = trigger


class RegimeContradiction(UserError):
    """The law asked for (ALT or NEU) is not the one that the cut-off date given leads to."""

    def __init__(self, regime: str, cut_off: str, day: date) -> None:
        """Take the law asked for, the cut-off date as it is called in German, and the day given."""
        super().__init__(regime)
        self.regime = regime
        self.cut_off = cut_off
        self.day = day


class RuleOfOtherLaw(UserError):
    """The rule belongs to the other law. ``counterparts``: what takes its place; ``reason``: why, if declared."""

    def __init__(self, rule: str, regime: str, counterparts: tuple[str, ...], reason: str = "") -> None:
        """Take the rule, the law that holds here, what takes its place there and why it is so (German)."""
        super().__init__(rule)
        self.rule = rule
        self.regime = regime
        self.counterparts = counterparts
        self.reason = reason


class RuleNotInForce(UserError):
    """There is no version of the rule for that day. ``reason``: why, as the rule file says."""

    def __init__(self, rule: str, day: date, reason: str) -> None:
        """Take the rule, the day that decides and the reason (empty: none is declared)."""
        super().__init__(rule)
        self.rule = rule
        self.day = day
        self.reason = reason


class BadDay(UserError):
    """What was given is no day."""

    def __init__(self, text: str) -> None:
        """Take what was given."""
        super().__init__(text)
        self.text = text


class BadCases(UserError):
    """A file with worked examples cannot be used. ``detail``: the column or line; empty if it cannot be read."""

    def __init__(self, path: Path, detail: str) -> None:
        """Take the file and what is wrong in it."""
        super().__init__(detail)
        self.path = path
        self.detail = detail
