"""What a calculation of a deadline is asked and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeAlias

from mfd_desktop.content.i18n import translate_marked
from mfd_desktop.domain.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.law.rules import Rule


class Shown(Protocol):
    """Something shown in the interface language of the moment."""

    def shown(self) -> str:
        """Return it as text."""
        ...


Value: TypeAlias = "str | date | int | Shown"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with values, shown in the interface language of the moment. ``text`` was marked with ``N_``.

    Values are texts, numbers, days and what shows itself (other messages, ``law.phrases``).
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def shown(self) -> str:
        """Return the sentence."""
        return translate_marked(self.text).format(**{name: _shown(value) for name, value in self.values.items()})


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return format_date(value)
    return str(value) if isinstance(value, (str, int)) else value.shown()


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one deadline. Codes as in ``resources/law``; ``land`` RP, NW … or BUND.

    ``lodged``, ``registered``, ``withdrawal_started``: the cut-off dates; ``regime`` (ALT or NEU) takes their place.
    ``withdrawal``: the decision takes protection away, so the law of procedures goes by ``withdrawal_started``.
    ``posted``, ``received``: days of posting (in a reception centre: of the hand-over to the centre) and of actual
    receipt, where they are known beside the trigger.
    ``instructed``: the last day by the instruction on remedies of the notice, ``instruction``: its period as typed.
    """

    rule: str
    trigger_kind: str
    trigger: date
    notice: str = ""
    land: str = "RP"
    posted: date | None = None
    received: date | None = None
    lodged: date | None = None
    registered: date | None = None
    withdrawal_started: date | None = None
    regime: str = ""
    variant: str = ""
    instructed: date | None = None
    withdrawal: bool = False


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """The end under one tenable reading. ``cut_off``: the date that chose the rule, empty if none does.

    ``name``: ``standard``; ``receipt``, ``fiction``, ``fiction_unmoved`` (another day of arrival), ``federal``
    (holidays of all Länder only), ``other_law``, or the name of a reading of the rule.
    """

    name: str
    rule: str
    version: int
    regime: str
    cut_off: str
    cut_off_day: date | None
    effective: date | None
    due: date | None
    steps: tuple[Message, ...]
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A computed deadline. ``readings[0]`` is the one ``due`` comes from.

    ``due``: last day in law (for a waiting or an authority's period its last day; for "earliest" the first possible
    day). ``safe_due``: last working day on or before the earliest end under any reading, None for authorities' and
    waiting periods; an appointment is its own safe day. ``expired_for_sure``: for authorities' and waiting periods the
    day from which it is over under every reading (of an "earliest" the day from which it may be done under each).
    """

    rule: Rule
    regime: str
    trigger: date
    effective: date | None
    due: date | None
    safe_due: date | None
    expired_for_sure: date | None
    readings: tuple[ReadingResult, ...]
    warnings: tuple[Message, ...]
    state_of_law: date
    facts: Facts

    @property
    def review(self) -> str:
        """``open`` as long as something of it has to be confirmed by a lawyer."""
        return self.rule.review

    @property
    def steps(self) -> tuple[Message, ...]:
        """How ``due`` came about."""
        return self.readings[0].steps
