"""What can be wrong with a form although its file can be read: names, conditions, targets, code lists."""

from collections import Counter
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from mfd_desktop.content.errors import ContentError
from mfd_desktop.domain.fields import FieldError, Kind
from mfd_desktop.forms.definition import ANSWER, Form, FormFollowUp, Step
from mfd_desktop.forms.fieldtypes import AnyField, DateField, FlagField
from mfd_desktop.forms.targets import TARGETS, Target

if TYPE_CHECKING:
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.content.conditions import Condition

DEFAULT_WORDS = ("today",)
"""Defaults that are filled in by whoever begins a form."""

_COMPARABLE = {Kind.CODE: str, Kind.CODES: str, Kind.NUMBER: int, Kind.MINUTES: int, Kind.FLAG: bool}


def problems(form: Form, name: str, lists: "CodeLists") -> Iterator[tuple[str, str]]:
    """Yield place and reason of everything wrong with a form; `name` is the file's stem."""
    if f"{form.id}-{form.version}" != name:
        yield "$.id", f"this is version {form.version} of {form.id!r}, the file is named {name!r}"
    if form.steps[0].show_if is not None:
        yield "$.steps[0].show_if", "the first step is always shown"
    if bool(form.expires) != bool(form.keep_days):
        yield "$.keep_days", "what expires does so on a day of its own and after so many days at the latest"
    if form.expires and not any(isinstance(field, DateField) and field.name == form.expires for field in form.fields):
        yield "$.expires", f"there is no date {form.expires!r}"
    yield from _repeated(form)
    yield from _Lint(form, lists).run()


def _repeated(form: Form) -> Iterator[tuple[str, str]]:
    for what, names in (
        ("step", [step.name for step in form.steps]),
        ("field", [field.name for field in form.fields]),
        ("follow-up", [found.name for found in form.follow_ups()]),
        ("target", [field.bind for field in form.fields if field.bind]),
    ):
        yield from (("$.steps", f"duplicate {what} {name!r}") for name, count in Counter(names).items() if count > 1)


class _Lint:
    """Goes through a form in the order in which it is filled in."""

    def __init__(self, form: Form, lists: "CodeLists") -> None:
        self._form = form
        self._lists = lists
        self._all = {field.name: field for field in form.fields}
        self._before: set[str] = set()
        self._known: dict[str, Container[str]] = {}

    def run(self) -> Iterator[tuple[str, str]]:
        for number, step in enumerate(self._form.steps):
            yield from self._step(step, f"$.steps[{number}]")

    def _step(self, step: Step, place: str) -> Iterator[tuple[str, str]]:
        yield from self._condition(step.show_if, f"{place}.show_if")
        if step.summary == bool(step.fields):
            yield f"{place}.fields", "a step has fields or is the summary"
        for number, field in enumerate(step.fields):
            yield from self._field(field, f"{place}.fields[{number}]")
            self._before.add(field.name)
        for number, found in enumerate(step.follow_ups):
            yield from self._follow_up(found, f"{place}.follow_ups[{number}]")

    def _field(self, field: AnyField, place: str) -> Iterator[tuple[str, str]]:
        yield from self._condition(field.show_if, f"{place}.show_if")
        if isinstance(field, FlagField) and bool(field.yes) != bool(field.no):
            yield place, "both words are needed, or none"
        missing = list(self._lists_of(field))
        for code_list in missing:
            yield f"{place}.codes", f"there is no list {code_list!r}"
        if not missing:
            self._known[field.name] = field.known(self._lists)
            yield from self._default(field, f"{place}.default")
        if field.bind:
            yield from _target(field, TARGETS.get(field.bind), f"{place}.bind")
        for number, hint in enumerate(field.hints):
            yield from self._condition(hint.when, f"{place}.hints[{number}].when", anywhere=True)
            if hint.review == "ok" and not hint.source:
                yield f"{place}.hints[{number}].source", "what has no source is to be reviewed"

    def _lists_of(self, field: AnyField) -> Iterator[str]:
        code_list = field.declared().codes
        if code_list:
            try:
                self._lists.get(code_list)
            except ContentError:
                yield code_list

    def _default(self, field: AnyField, place: str) -> Iterator[tuple[str, str]]:
        if not field.default or field.default in DEFAULT_WORDS:
            return
        try:
            field.parse(field.default, today=self._form.checked, lists=self._lists)
        except FieldError as error:
            yield place, f"{field.default!r}: {error.code}"

    def _follow_up(self, found: FormFollowUp, place: str) -> Iterator[tuple[str, str]]:
        yield from self._condition(found.when, f"{place}.when", anywhere=True)
        if found.when is None and not found.text_field:
            yield f"{place}.when", "needs a condition or an answer that is its text"
        if bool(found.text_field) != (ANSWER in found.text):
            yield f"{place}.text", f"{ANSWER} and text_field belong together"
        if found.text_field and not self._takes_answer(found.text_field):
            yield f"{place}.text_field", f"there is no field {found.text_field!r}"
        if found.due_field and not isinstance(self._all.get(found.due_field), DateField):
            yield f"{place}.due_field", f"there is no date {found.due_field!r}"
        if found.days < 0 and not found.due_field:
            yield f"{place}.days", "lies before the day of the answer"

    def _condition(
        self, condition: "Condition | None", place: str, *, anywhere: bool = False
    ) -> Iterator[tuple[str, str]]:
        if condition is None:
            return
        for name in dict.fromkeys(condition.fields()):
            if not self._takes_answer(name):
                yield place, f"there is no field {name!r}"
            elif not anywhere and name not in self._before:
                yield place, f"{name!r} is asked later"
        for name, wanted in condition.wanted():
            if name in self._all:
                yield from self._comparison(self._all[name], wanted, place)

    def _takes_answer(self, name: str) -> bool:
        return name in self._all and self._all[name].answerable

    def _comparison(self, field: AnyField, wanted: object, place: str) -> Iterator[tuple[str, str]]:
        if type(wanted) is not _COMPARABLE.get(field.kind):
            yield place, f"{field.name!r} is never {wanted!r}"
        elif isinstance(wanted, str) and field.name in self._known and wanted not in self._known[field.name]:
            yield place, f"{field.name!r} has no answer {wanted!r}"


def _target(field: AnyField, target: Target | None, place: str) -> Iterator[tuple[str, str]]:
    if target is None:
        yield place, f"there is no {field.bind!r}"
    elif (field.kind, field.declared().codes) != (target.kind, target.codes):
        yield place, f"{field.bind!r} takes {target.kind} {target.codes}".rstrip()
