"""From raw texts to what is stored: parse, check across fields, keep what is invalid exactly as typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.domain.fields import FieldError, Problem, empty, parse, show

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.fields import Value


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of a check: typed values and raw texts to store (None: no raw text any more), problems
    by field.
    """

    values: Mapping[str, Value]
    raw: Mapping[str, str | None]
    problems: tuple[Problem, ...]

    @property
    def kept(self) -> dict[str, str]:
        """The raw texts of a record that is new."""
        return {name: text for name, text in self.raw.items() if text is not None}


def known_codes(lists: CodeLists, list_id: str) -> frozenset[str]:
    """Return all codes of a list, both levels; none without a list."""
    return lists.known(list_id) if list_id else frozenset()


def check(
    fieldset: FieldSet,
    touched: Mapping[str, str],
    *,
    today: date,
    lists: CodeLists,
    stored: Mapping[str, Value] | None = None,
    stored_raw: Mapping[str, str] | None = None,
) -> Checked:
    """Check the touched fields together with what is stored.

    With ``stored`` None the record is new: fields not touched are empty and required ones are asked for.
    Otherwise only
    touched fields and those already invalid are looked at again, so a hidden or blank field never erases a
    stored value.
    """
    looked_at = {**(stored_raw or {}), **touched}
    if stored is None:
        looked_at = {field.name: "" for field in fieldset.fields} | looked_at
    values: dict[str, Value] = {}
    raw: dict[str, str | None] = {}
    problems: dict[str, Problem] = {}
    for field in fieldset.fields:
        if field.name not in looked_at:
            continue
        text = looked_at[field.name]
        raw[field.name] = None
        try:
            values[field.name] = parse(field, text, today=today, known=known_codes(lists, field.codes))
            if field.required and not text.strip():
                problems[field.name] = Problem(field.name, "required")
        except FieldError as error:
            values[field.name] = empty(field.kind)
            problems[field.name] = Problem(field.name, error.code, error.detail)
        if field.name in problems:
            raw[field.name] = text
    _check_across(fieldset, {**(stored or {}), **values}, looked_at, values, raw, problems)
    return Checked(values, raw, tuple(problems.values()))


def _check_across(
    fieldset: FieldSet,
    merged: Mapping[str, Value],
    typed: Mapping[str, str],
    values: dict[str, Value],
    raw: dict[str, str | None],
    problems: dict[str, Problem],
) -> None:
    for rule in fieldset.checks:
        problem = rule(merged)
        if problem is not None and problem.field not in problems:
            problems[problem.field] = problem
            raw[problem.field] = typed.get(problem.field, show(merged[problem.field]))
            values[problem.field] = None


def raws_of(fieldset: FieldSet, stored: Mapping[str, Value], stored_raw: Mapping[str, str]) -> dict[str, str]:
    """Return the text of every field as a form shows it: what was typed where invalid, else the
    value's form.
    """
    return {field.name: stored_raw.get(field.name, show(stored.get(field.name))) for field in fieldset.fields}


def defaults(fieldset: FieldSet, *, today: date, office_district: str = "") -> dict[str, str]:
    """Return the texts a new form starts with; fields without a default are empty."""
    words = {"today": show(today), "office": office_district}
    return {field.name: words.get(field.default, field.default) for field in fieldset.fields}
