"""What of a form is shown with the answers given, and the ways from step to step. Pure: same answers, same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.domain.fields import Value
    from mfd_desktop.forms.definition import Form, Step


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: steps and fields by name, in order, and the answers that count, those of shown fields."""

    form: Form
    steps: tuple[str, ...]
    fields: tuple[str, ...]
    values: Mapping[str, Value]

    def fields_of(self, step: str) -> tuple[str, ...]:
        """Return the shown fields of a step."""
        names = {field.name for field in self.form.step(step).fields}
        return tuple(name for name in self.fields if name in names)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a step stands among those shown now, counted from 1."""

    place: int
    count: int


def view(form: Form, values: Mapping[str, Value]) -> View:
    """Return what is shown with these answers.

    Conditions refer to what is asked before them, and an answer that is hidden now counts for nothing, though it
    stays stored.
    """
    steps: list[str] = []
    fields: list[str] = []
    counting: dict[str, Value] = {}
    for step in form.steps:
        if step.show_if is not None and not step.show_if.holds(counting):
            continue
        shown = _shown_fields(step, values, counting)
        if shown or step.summary:
            steps.append(step.name)
            fields += shown
    return View(form, tuple(steps), tuple(fields), counting)


def _shown_fields(step: Step, values: Mapping[str, Value], counting: dict[str, Value]) -> list[str]:
    shown = []
    for field in step.fields:
        answered = values.get(field.name) not in (None, "", ())
        if field.show_if is None or field.show_if.holds(counting) or (field.stays and answered):
            shown.append(field.name)
            if field.answerable:
                counting[field.name] = values.get(field.name)
    return shown


def settle(found: View, step: str) -> str:
    """Return the step itself, or where it is not shown any more (or not known) the nearest shown one before it."""
    order = [each.name for each in found.form.steps]
    until = order.index(step) if step in order else 0
    return next((name for name in reversed(order[: until + 1]) if name in found.steps), found.steps[0])


def forward(found: View, step: str) -> str | None:
    """Return the step after this one, None after the last."""
    place = found.steps.index(settle(found, step))
    return found.steps[place + 1] if place + 1 < len(found.steps) else None


def back(found: View, step: str) -> str | None:
    """Return the step before this one, None before the first."""
    settled = settle(found, step)
    if settled != step and step in {each.name for each in found.form.steps}:
        return settled
    place = found.steps.index(settled)
    return found.steps[place - 1] if place else None


def last(found: View) -> str:
    """Return the last step."""
    return found.steps[-1]


def progress(found: View, step: str) -> Progress:
    """Return where the step stands."""
    return Progress(found.steps.index(settle(found, step)) + 1, len(found.steps))
