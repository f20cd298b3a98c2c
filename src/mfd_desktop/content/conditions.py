"""The small closed language of conditions in data files: data with a meaning, never code.

In TOML: `{ test = "equals", field = "homeless", value = "yes" }`. A condition is judged on typed values; a field
without an answer fulfils nothing but `not`.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from mfd_desktop.domain.fields import Value


class _Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test"):
    """Base of all conditions.

    Each has besides: `holds(values)`, whether these values fulfil it; `fields()`, the names of the fields it refers
    to, some more than once.
    """

    def wanted(self) -> Iterator[tuple[str, str | int | bool]]:
        """Yield field and value of every comparison with a fixed value, for those who check data files."""
        yield from ()


class _OneField(_Test, frozen=True, forbid_unknown_fields=True):
    field: str

    def fields(self) -> Iterator[str]:
        yield self.field


class Equals(_OneField, frozen=True, forbid_unknown_fields=True, tag="equals"):
    """The answer is this value, or the value is among several codes. A code stands for the codes below it too
    (T05 for T05.3).
    """

    value: str | int | bool

    def holds(self, values: Mapping[str, Value]) -> bool:
        return _is(values.get(self.field), self.value)

    def wanted(self) -> Iterator[tuple[str, str | int | bool]]:
        yield self.field, self.value


class AnyOf(_OneField, frozen=True, forbid_unknown_fields=True, tag="any_of"):
    """The answer is one of these values."""

    values: tuple[str | int, ...]

    def holds(self, values: Mapping[str, Value]) -> bool:
        return any(_is(values.get(self.field), value) for value in self.values)

    def wanted(self) -> Iterator[tuple[str, str | int | bool]]:
        for value in self.values:
            yield self.field, value


class Answered(_OneField, frozen=True, forbid_unknown_fields=True, tag="answered"):
    """There is an answer; no is one, an empty text is none."""

    def holds(self, values: Mapping[str, Value]) -> bool:
        return values.get(self.field) not in (None, "", ())


class _Compared(_OneField, frozen=True, forbid_unknown_fields=True):
    day: date | None = None
    other: str | None = None

    def __post_init__(self) -> None:
        if (self.day is None) == (self.other is None):
            message = "needs either a day or the other field"
            raise ValueError(message)

    def fields(self) -> Iterator[str]:
        yield self.field
        if self.other is not None:
            yield self.other

    def days(self, values: Mapping[str, Value]) -> tuple[date, date] | None:
        """Return both days, None as long as one is missing."""
        one, two = values.get(self.field), values.get(self.other) if self.other is not None else self.day
        return (one, two) if isinstance(one, date) and isinstance(two, date) else None


class Before(_Compared, frozen=True, forbid_unknown_fields=True, tag="before"):
    """The date lies before `day`, or before the date in the field `other`."""

    def holds(self, values: Mapping[str, Value]) -> bool:
        days = self.days(values)
        return days is not None and days[0] < days[1]


class After(_Compared, frozen=True, forbid_unknown_fields=True, tag="after"):
    """The date lies after `day`, or after the date in the field `other`."""

    def holds(self, values: Mapping[str, Value]) -> bool:
        days = self.days(values)
        return days is not None and days[0] > days[1]


class _Several(_Test, frozen=True, forbid_unknown_fields=True):
    of: "tuple[Condition, ...]"

    def __post_init__(self) -> None:
        if not self.of:
            message = "needs at least one condition"
            raise ValueError(message)

    def fields(self) -> Iterator[str]:
        for part in self.of:
            yield from part.fields()

    def wanted(self) -> Iterator[tuple[str, str | int | bool]]:
        for part in self.of:
            yield from part.wanted()


class And(_Several, frozen=True, forbid_unknown_fields=True, tag="and"):
    """All conditions hold."""

    def holds(self, values: Mapping[str, Value]) -> bool:
        return all(part.holds(values) for part in self.of)


class Or(_Several, frozen=True, forbid_unknown_fields=True, tag="or"):
    """At least one condition holds."""

    def holds(self, values: Mapping[str, Value]) -> bool:
        return any(part.holds(values) for part in self.of)


class Not(_Test, frozen=True, forbid_unknown_fields=True, tag="not"):
    """The condition does not hold."""

    of: "Condition"

    def holds(self, values: Mapping[str, Value]) -> bool:
        return not self.of.holds(values)

    def fields(self) -> Iterator[str]:
        yield from self.of.fields()

    def wanted(self) -> Iterator[tuple[str, str | int | bool]]:
        yield from self.of.wanted()


Condition = Equals | AnyOf | Answered | Before | After | And | Or | Not


def _is(answer: Value, wanted: str | int | bool) -> bool:
    if isinstance(answer, tuple):
        return any(_is(code, wanted) for code in answer)
    if isinstance(answer, str) and isinstance(wanted, str):
        return answer == wanted or answer.startswith(f"{wanted}.")
    # True is not 1 here.
    return type(answer) is type(wanted) and answer == wanted
