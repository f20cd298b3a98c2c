"""Rules of deadlines as they stand in `resources/law/rules/<area>.toml`: dated, sourced, append-only.

A rule in force is never edited: a change of the law is a new version with its own dates. The ids are those that
records keep.
"""

import datetime
from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text

FOLDER: Final = "law"
RULES: Final = "rules"

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Z][A-Z0-9_]*$")]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Unit = Literal["days", "working_days", "weeks", "months", "years"]
Kind = Literal["loss", "authority", "waiting", "appointment", "benefit"]
"""Loss of a right; an authority's own period; a waiting period; an appointment; a benefit or a chance."""
Regime = Literal["ALT", "NEU", "-"]
CutOff = Literal["", "procedure", "responsibility", "withdrawal"]
"""The date that chooses the law: application lodged, registration, start of the examination of a withdrawal."""
Place = Literal["court", "authority", "bamf", "embassy", "none"]
"""Where the deadline is kept; it decides the public holidays (several places: bamf, embassy)."""
Confidence = Literal["high", "medium", "disputed"]
Round = Literal["", "month_start", "month_end", "year_end"]


class Length(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many units of time."""

    n: Annotated[int, msgspec.Meta(ge=0, le=400)]
    unit: Unit


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another tenable reading of a rule: what it reads differently, and why. What is left out is as in the rule.

    before: another first period (a day longer where the second one may begin a day later).
    holidays: "land" those of the Land, "federal" only those of all Länder (several places).
    """

    name: Name
    reason: Text
    length: Length | None = None
    before: Length | None = None
    count: Literal["", "event", "start"] = ""
    shift: bool | None = None
    holidays: Literal["", "land", "federal"] = ""
    working_day_before: bool = False
    source: str = ""


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same rule in other circumstances (`when`), with another length; chosen by name, otherwise shown beside.

    triggers: kinds of triggers that choose it by themselves.
    """

    name: Name
    when: Text
    triggers: tuple[Id, ...] = ()
    length: Length | None = None
    legal_basis: str = ""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A worked example that the tests run. What is left out is not compared."""

    trigger_kind: Id
    trigger: datetime.date
    notice: str = ""
    land: str = "RP"
    variant: str = ""
    effective: datetime.date | None = None
    due: datetime.date | None = None
    safe_due: datetime.date | None = None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One version of a rule. Texts are German and are translated in the catalogue `content`.

    regime, cut_off: which law it belongs to and the date that chooses it ("-" and "": not chosen by a cut-off date).
    valid_from, valid_until: first and last day, of that date (without a cut-off date: of the trigger), it holds for.
    triggers: kinds of triggers (`triggers.toml`), or `@notice` for all kinds of notification.
    length: None where the law names no period. immediate: "unverzüglich", to be done at once.
    before: a first period that must run out before this one begins (a chain in one rule).
    direction: backward counts towards the past (of a waiting rule or a benefit: to the first possible day).
    count: "start" counts the day of the trigger as the first one (§ 187 II BGB). round: then on to the end or start of
    a month or year. result: what the computed day is; "effective" is the first day of a benefit and no deadline.
    shift: an end on a Saturday, Sunday or holiday moves to the next working day; shift_basis: by which law, or why not.
    fiction_shift: the day on which a posted notice is deemed to have arrived moves as well (§ 122 AO as the BFH reads
    it); otherwise it never does.
    effect: what comes of missing it. suspensive: the effect of the remedy. tasks: what counselling does.
    cites: statutes for the lint, `AsylG § 74`, `APR Art. 67`, abbreviations of `statutes.toml`.
    warnings: days before the safe day on which the desk reminds. letters: templates that help.
    counterpart: the rule of the other law that takes its place.
    """

    id: Id
    version: Annotated[int, msgspec.Meta(ge=1)]
    title: Text
    kind: Kind
    regime: Regime
    triggers: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    legal_basis: Text
    cites: tuple[Text, ...]
    source: Text
    checked: datetime.date
    confidence: Confidence
    review: Review
    cut_off: CutOff = ""
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    length: Length | None = None
    immediate: bool = False
    before: Length | None = None
    direction: Literal["forward", "backward"] = "forward"
    count: Literal["event", "start"] = "event"
    round: Round = ""
    result: Literal["due", "effective"] = "due"
    shift: bool = False
    shift_basis: str = ""
    fiction_shift: bool = False
    place: Place = "authority"
    effect: str = ""
    suspensive: str = ""
    tasks: tuple[Text, ...] = ()
    hint: str = ""
    review_reason: str = ""
    warnings: tuple[Annotated[int, msgspec.Meta(ge=0, le=800)], ...] = (3, 1)
    letters: tuple[str, ...] = ()
    counterpart: str = ""
    variants: tuple[Variant, ...] = ()
    readings: tuple[Reading, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def is_earliest(self) -> bool:
        """Tell whether the computed day is the first possible one ("frühestens") and not a last one."""
        return self.direction == "backward" and self.kind in ("waiting", "benefit") and self.result == "due"

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield from (text for text in (self.title, self.effect, self.suspensive, self.hint, *self.tasks) if text)
        yield from (text for text in (self.shift_basis, self.review_reason) if text)
        yield from (variant.when for variant in self.variants)
        yield from (reading.reason for reading in self.readings)


class Gap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days for which there is no version of a rule, and why. None: open at that side."""

    id: Id
    reason: Text
    first: datetime.date | None = None
    last: datetime.date | None = None


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of rules. state_of_law: the day of the statute texts it was checked against."""

    id: Name
    title: Text
    state_of_law: datetime.date
    rules: tuple[Rule, ...]
    gaps: tuple[Gap, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        for rule in self.rules:
            yield from rule.texts()
        yield from (gap.reason for gap in self.gaps)
