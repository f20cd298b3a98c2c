"""A guided form as it stands in its file: steps, fields, and the follow-ups that come of answers."""

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.content.conditions import Condition
from mfd_desktop.forms.fieldtypes import AnyField, Name

ANSWER = "{answer}"
"""Where the answer stands in the text of a follow-up."""


class FormFollowUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A follow-up that exists as long as `when` holds.

    text_field: the answer that takes the place of `{answer}` in the text; without it there is no follow-up.
    due_field, days: so many days after that date (before it, if negative), never before today; without a date so
    many days after today.
    """

    name: Name
    text: Text = ANSWER
    when: Condition | None = None
    text_field: str = ""
    due_field: str = ""
    days: int = 0
    urgent: bool = False


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One page of a form. summary: it shows all answers and has no fields of its own."""

    name: Name
    title: Text
    intro: str = ""
    help: str = ""
    show_if: Condition | None = None
    summary: bool = False
    fields: tuple[AnyField, ...] = ()
    follow_ups: tuple[FormFollowUp, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield from (text for text in (self.title, self.intro, self.help) if text)
        for field in self.fields:
            yield from field.texts()
        yield from (found.text for found in self.follow_ups if found.text != ANSWER)


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One version of a form. A record keeps the version it was made with, so a version in use never changes.

    place: where it is offered: with the forms of a case, in its procedure, or there for the interview if switched on.
    expires, keep_days: the date field after which a filled form is erased for good, and how many days after its
    beginning that happens at the latest.
    """

    id: Name
    version: Annotated[int, msgspec.Meta(ge=1)]
    title: Text
    source: Text
    checked: datetime.date
    review: Review
    steps: Annotated[tuple[Step, ...], msgspec.Meta(min_length=1)]
    place: Literal["case", "procedure", "interview"] = "case"
    expires: str = ""
    keep_days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0

    def step(self, name: str) -> Step:
        """Return a step; raise KeyError if there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    @cached_property
    def fields(self) -> tuple[AnyField, ...]:
        """All fields in order."""
        return tuple(field for step in self.steps for field in step.fields)

    @cached_property
    def _by_name(self) -> dict[str, AnyField]:
        return {field.name: field for field in self.fields}

    def field(self, name: str) -> AnyField:
        """Return a field; raise KeyError if there is none."""
        return self._by_name[name]

    def follow_ups(self) -> Iterator[FormFollowUp]:
        """Yield all follow-ups in order."""
        for step in self.steps:
            yield from step.follow_ups

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.title
        for step in self.steps:
            yield from step.texts()
