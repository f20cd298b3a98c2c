"""From texts to answers, and what is still wrong with a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.fields import FieldError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.forms.definition import Form
    from mfd_desktop.forms.navigation import View


def read(
    form: Form, raws: Mapping[str, str], *, today: date, lists: CodeLists
) -> tuple[dict[str, Value], dict[str, Problem]]:
    """Return the answers meant by these texts, and the problem of each text that means none (its answer is None).

    Texts of fields the form does not have are passed over.
    """
    values: dict[str, Value] = {}
    found: dict[str, Problem] = {}
    for field in form.fields:
        if not field.answerable or field.name not in raws:
            continue
        try:
            values[field.name] = field.parse(raws[field.name], today=today, lists=lists)
        except FieldError as error:
            values[field.name] = None
            found[field.name] = Problem(field.name, error.code, error.detail)
    return values, found


def open_problems(shown: View, found: Mapping[str, Problem]) -> tuple[Problem, ...]:
    """Return what is wrong with the form as it is shown, in its order: the problems of shown fields in ``found``, and
    required answers that are missing. What is hidden is never asked for.
    """
    problems: list[Problem] = []
    for name in shown.fields:
        problem = found.get(name) or shown.form.field(name).validate(shown.values.get(name))
        if problem is not None and shown.form.field(name).answerable:
            problems.append(problem)
    return tuple(problems)
