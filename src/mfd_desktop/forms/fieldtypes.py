"""The types of fields in a guided form: one class each, with parse, check and words for an answer."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.content.conditions import Condition
from mfd_desktop.content.i18n import N_, _, content_text, translate_marked
from mfd_desktop.domain.fields import Field, Kind, Problem, Value, When, empty, parse, show

if TYPE_CHECKING:
    from mfd_desktop.content.codelists import CodeLists

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Tone = Literal["info", "warning", "urgent"]
Positive = Annotated[int, msgspec.Meta(ge=0)]

YES_NO = (("yes", N_("Ja")), ("no", N_("Nein")), ("unknown", N_("Unbekannt")))
"""Codes of a yes_no answer with their marked labels."""


class Hint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do or to know beside a field, shown while `when` holds (always without it)."""

    text: Text
    when: Condition | None = None
    source: str = ""
    review: Review = "ok"
    tone: Tone = "info"


class FormField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="type"):
    """Base of all field types.

    bind: where the answer is stored (`targets.TARGETS`); empty: with the form. sensitive: special category of
    Art. 9 DSGVO. default: text a new form starts with; the word `today` is the day it is begun.
    wide: it stands alone in its row. stays: once answered it is shown whatever `show_if` says, so that the answer can
    be seen and taken back.
    """

    kind: ClassVar[Kind] = Kind.TEXT

    name: Name
    label: Text
    help: str = ""
    required: bool = False
    show_if: Condition | None = None
    sensitive: bool = False
    bind: str = ""
    default: str = ""
    wide: bool = False
    stays: bool = False
    hints: tuple[Hint, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the field takes an answer."""
        return True

    def declared(self) -> Field:
        """Return the declaration that parser and editors read; label and help in the interface language."""
        return Field(
            self.name, self.kind, content_text(self.label), required=self.required, help=content_text(self.help)
        )

    def known(self, _lists: "CodeLists") -> Container[str]:
        """Return the codes an answer may have."""
        return ()

    def parse(self, raw: str, *, today: date, lists: "CodeLists") -> Value:
        """Return the value meant by `raw`; raise FieldError if it means none."""
        if not raw.strip():
            return empty(self.kind)
        return parse(self.declared(), raw, today=today, known=self.known(lists))

    def validate(self, value: Value) -> Problem | None:
        """Return what is wrong with a typed value: a required answer is missing."""
        missing = self.required and value in (None, "", ())
        return Problem(self.name, "required") if missing else None

    def format(self, value: Value, lists: "CodeLists") -> str:
        """Return an answer in words, empty for none."""
        return show(value)

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield self.label
        yield from (text for text in (self.help, *(hint.text for hint in self.hints)) if text)


class TextField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="text"):
    """One line of text, at most `most` characters."""

    most: Positive = 200

    def declared(self) -> Field:
        return replace(super().declared(), most=self.most)


class NoteField(TextField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="note"):
    """Several lines of text."""

    kind: ClassVar[Kind] = Kind.NOTE

    most: Positive = 4000


class DateField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="date"):
    """A day; with `past` none after today."""

    kind: ClassVar[Kind] = Kind.DATE

    past: bool = False

    def declared(self) -> Field:
        return replace(super().declared(), when=When.NOT_FUTURE if self.past else When.ANY)


class TimeField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="time"):
    """A time of day."""

    kind: ClassVar[Kind] = Kind.TIME


class MinutesField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="minutes"):
    """A duration in steps of 15 minutes."""

    kind: ClassVar[Kind] = Kind.MINUTES

    most: Positive = 1440

    def declared(self) -> Field:
        return replace(super().declared(), most=self.most)

    def format(self, value: Value, lists: "CodeLists") -> str:
        return "" if value is None else _("{count} Minuten").format(count=value)


class NumberField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="number"):
    """A whole number from 0 to `most`."""

    kind: ClassVar[Kind] = Kind.NUMBER

    most: Positive = 999

    def declared(self) -> Field:
        return replace(super().declared(), most=self.most)


class CodeField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="code"):
    """One code of the code list `codes`."""

    kind: ClassVar[Kind] = Kind.CODE

    codes: Name

    def declared(self) -> Field:
        return replace(super().declared(), codes=self.codes)

    def known(self, lists: "CodeLists") -> Container[str]:
        return lists.known(self.codes)

    def format(self, value: Value, lists: "CodeLists") -> str:
        return "" if value is None else lists.label(self.codes, str(value))


class CodesField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="codes"):
    """Up to `most` codes of the code list `codes`."""

    kind: ClassVar[Kind] = Kind.CODES

    codes: Name
    most: Positive = 0

    def declared(self) -> Field:
        return replace(super().declared(), codes=self.codes, most=self.most)

    def known(self, lists: "CodeLists") -> Container[str]:
        return lists.known(self.codes)

    def format(self, value: Value, lists: "CodeLists") -> str:
        return ", ".join(lists.label(self.codes, code) for code in value) if isinstance(value, tuple) else ""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a choice. `code` is stored and never changes its meaning."""

    code: Name
    label: Text


class ChoiceField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="choice"):
    """One of a few answers that stand in the form itself, all of them in sight."""

    kind: ClassVar[Kind] = Kind.CODE

    options: Annotated[tuple[Option, ...], msgspec.Meta(min_length=2)]

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return (code, label in the interface language)."""
        return tuple((option.code, content_text(option.label)) for option in self.options)

    def known(self, _lists: "CodeLists") -> Container[str]:
        return {option.code for option in self.options}

    def format(self, value: Value, lists: "CodeLists") -> str:
        return "" if value is None else dict(self.choices())[str(value)]

    def texts(self) -> Iterator[str]:
        yield from super().texts()
        yield from (option.label for option in self.options)


class YesNoField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="yes_no"):
    """Yes, no or unknown."""

    kind: ClassVar[Kind] = Kind.CODE

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return (code, label in the interface language)."""
        return tuple((code, translate_marked(label)) for code, label in YES_NO)

    def known(self, _lists: "CodeLists") -> Container[str]:
        return {code for code, _label in YES_NO}

    def format(self, value: Value, lists: "CodeLists") -> str:
        return "" if value is None else dict(self.choices())[str(value)]


class FlagField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="flag"):
    """A tick, or with the words `yes` and `no` two answers to choose from."""

    kind: ClassVar[Kind] = Kind.FLAG

    yes: str = ""
    no: str = ""

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return (raw text, label in the interface language) of the two answers, nothing for a tick."""
        return (("1", content_text(self.yes)), ("0", content_text(self.no))) if self.yes else ()

    def format(self, value: Value, lists: "CodeLists") -> str:
        if value is None:
            return ""
        return dict(self.choices()).get(show(value)) or (_("Ja") if value else _("Nein"))

    def texts(self) -> Iterator[str]:
        yield from super().texts()
        yield from (text for text in (self.yes, self.no) if text)


class InfoField(FormField, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="info"):
    """A text to read; takes no answer."""

    source: str = ""
    review: Review = "ok"
    tone: Tone = "info"

    @property
    def answerable(self) -> bool:
        return False


AnyField = (
    TextField | NoteField | DateField | TimeField | MinutesField | NumberField | CodeField | CodesField
    | ChoiceField | YesNoField | FlagField | InfoField
)  # fmt: skip
