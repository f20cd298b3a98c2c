"""The files in `resources/procedures`: the asylum procedure from position to position, and what to do at each.

Texts are German and are translated in the catalogue `content`. Codes and names stand in records and never change
their meaning. `laws`: under which law a line holds, both if it is left out. `basis`: what is shown; `cites`: the same
for the lint, as in rules. `review` "open": a lawyer has still to confirm it.
"""

import datetime
from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.content.conditions import Condition
from mfd_desktop.law.rules import CutOff, Id, Length, Name

FOLDER: Final = "procedures"

Law = Literal["ALT", "NEU"]
LAWS: Final[tuple[Law, ...]] = ("ALT", "NEU")
Laws = Annotated[tuple[Law, ...], msgspec.Meta(min_length=1)]
Position = Annotated[str, msgspec.Meta(pattern=r"^Z\d\d$")]
Decision = Annotated[str, msgspec.Meta(pattern=r"^B\d\d$")]


class _Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every line has: where it comes from and whether it is confirmed. Citations stay as they are."""

    basis: str = ""
    cites: tuple[Text, ...] = ()
    review: Review = "ok"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every file has: name, source, and the day it was checked."""

    id: Name
    title: Text
    version: Annotated[int, msgspec.Meta(ge=1)]
    source: Text
    checked: datetime.date
    review: Review


# --- positions ------------------------------------------------------------


class Transition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way on from a position; `label` is what happened."""

    to: Position
    label: Text
    laws: Laws = LAWS


class PositionEntry(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A position. means: what it is, for the counsellor; document: what proves it; entry: how one comes to it.

    rules: deadlines that can run here. stage: code of `procedure_stages`. final: why no way leads on.
    """

    code: Position
    name: Text
    means: Text
    document: Text
    entry: Text
    stage: Name
    rules: tuple[Id, ...]
    next: tuple[Transition, ...]
    laws: Laws = LAWS
    final: str = ""

    def texts(self) -> Iterator[str]:
        yield from (self.name, self.means, self.document, self.entry)
        yield from (way.label for way in self.next)
        yield from (text for text in (self.final,) if text)


class Note(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is not settled about a law: said where `cut_off` leads to `law` by a day from `first` to `last`."""

    cut_off: CutOff
    law: Law
    text: Text
    first: datetime.date | None = None
    last: datetime.date | None = None

    def holds(self, cut_off: str, law: str, day: datetime.date) -> bool:
        """Tell whether it is to be said of this law by this day."""
        late = self.first is None or day >= self.first
        return (cut_off, law) == (self.cut_off, self.law) and late and (self.last is None or day <= self.last)


class PositionFile(_File, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`positions.toml`."""

    positions: Annotated[tuple[PositionEntry, ...], msgspec.Meta(min_length=1)]
    notes: tuple[Note, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        yield from (note.text for note in self.notes)
        for entry in self.positions:
            yield from entry.texts()


# --- steps ------------------------------------------------------------


class Tick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document to ask for or a thing to check; `name` is kept in records."""

    name: Name
    text: Text
    laws: Laws = LAWS


class Advice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to tell the person."""

    text: Text
    laws: Laws = LAWS
    review: Review = "ok"


class StepEntry(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A step of counselling. old, new: what differs under the law that `cut_off` chooses."""

    code: Annotated[str, msgspec.Meta(pattern=r"^S\d$")]
    title: Text
    positions: Annotated[tuple[Position, ...], msgspec.Meta(min_length=1)]
    documents: tuple[Tick, ...]
    checks: tuple[Tick, ...]
    advice: tuple[Advice, ...]
    old: str = ""
    new: str = ""
    cut_off: CutOff = "procedure"

    def texts(self) -> Iterator[str]:
        yield self.title
        yield from (tick.text for tick in (*self.documents, *self.checks))
        yield from (said.text for said in self.advice)
        yield from (text for text in (self.old, self.new) if text)


class StepFile(_File, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`steps.toml`."""

    steps: Annotated[tuple[StepEntry, ...], msgspec.Meta(min_length=1)]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        for entry in self.steps:
            yield from entry.texts()


# --- after recognition ------------------------------------------------------------


class TaskEntry(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to do after one of `decisions`: by `rule` where its day is known, else remembered after `days`."""

    name: Name
    text: Text
    decisions: Annotated[tuple[Decision, ...], msgspec.Meta(min_length=1)]
    addressee: Text
    rule: str = ""
    days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    hint: str = ""

    def texts(self) -> Iterator[str]:
        yield from (self.text, self.addressee)
        yield from (text for text in (self.hint,) if text)


class TaskFile(_File, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`recognition.toml`."""

    tasks: Annotated[tuple[TaskEntry, ...], msgspec.Meta(min_length=1)]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        for entry in self.tasks:
            yield from entry.texts()


# --- right to stay ------------------------------------------------------------


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a way demands. One of three: `when` holds; `length` has passed since the day in `since`; the day in
    `until` plus `length` has not come.

    only_if: the need counts only while this holds; unless: it is met if this holds. Conditions are of answers of the
    form `right_to_stay` and use no `not`, so that what nobody has answered stays open. rule: the deadline of it.
    """

    text: Text
    when: Condition | None = None
    since: str = ""
    until: str = ""
    length: Length | None = None
    only_if: Condition | None = None
    unless: Condition | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        if sum((self.when is not None, bool(self.since), bool(self.until))) != 1:
            message = "needs exactly one of when, since and until"
            raise ValueError(message)
        if (self.length is None) != (self.when is not None):
            message = "needs a length with since and until, and only then"
            raise ValueError(message)

    def asks(self) -> Iterator[str]:
        """Yield the fields it depends on, some more than once."""
        for condition in (self.only_if, self.unless, self.when):
            if condition is not None:
                yield from condition.fields()
        yield from (name for name in (self.since, self.until) if name)


class Bar(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What closes a way while `when` holds."""

    text: Text
    when: Condition

    def asks(self) -> Iterator[str]:
        """Yield the fields it depends on, some more than once."""
        yield from self.when.fields()

    def texts(self) -> Iterator[str]:
        yield self.text


class WayEntry(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A way to stay (or, `information`, the last one: to leave). needs: all of them; bars: none of them.

    gives: what one gets; advice: what to do.
    """

    code: Id
    title: Text
    gives: Text
    needs: tuple[Need, ...]
    bars: tuple[Bar, ...] = ()
    advice: str = ""
    information: bool = False

    def texts(self) -> Iterator[str]:
        yield from (self.title, self.gives)
        yield from (need.text for need in self.needs)
        for bar in self.bars:
            yield from bar.texts()
        yield from (text for text in (self.advice,) if text)


class WayFile(_File, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`right_to_stay.toml`. form: the guided form that asks the questions."""

    form: Name
    ways: Annotated[tuple[WayEntry, ...], msgspec.Meta(min_length=1)]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        for entry in self.ways:
            yield from entry.texts()


# --- special needs ------------------------------------------------------------


class NeedEntry(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A special need of code list `needs`, with the articles of both directives; empty where one does not name it."""

    code: Annotated[str, msgspec.Meta(pattern=r"^V\d\d$")]
    new: Text
    old: str = ""


class VulnerabilityFile(_File, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`vulnerability.toml`. form: the guided form that asks, consent: the kind of consent it rests on."""

    form: Name
    consent: Annotated[str, msgspec.Meta(pattern=r"^E\d\d$")]
    needs: Annotated[tuple[NeedEntry, ...], msgspec.Meta(min_length=1)]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title


# --- harmful applications ------------------------------------------------------------


class HarmBar(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A way that is barred."""

    text: Text

    def texts(self) -> Iterator[str]:
        yield self.text


class HarmfulEntry(_Base, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An application that bars ways. positions: those one comes to with it; module: only with the return module."""

    name: Name
    title: Text
    bars: Annotated[tuple[HarmBar, ...], msgspec.Meta(min_length=1)]
    advice: Text
    positions: tuple[Position, ...] = ()
    module: bool = False

    def texts(self) -> Iterator[str]:
        yield self.title
        for bar in self.bars:
            yield from bar.texts()
        yield self.advice


class HarmfulFile(_File, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`harmful.toml`."""

    applications: Annotated[tuple[HarmfulEntry, ...], msgspec.Meta(min_length=1)]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        for entry in self.applications:
            yield from entry.texts()
