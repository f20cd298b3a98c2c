"""Fields of built-in records: declared once, read by parser, screen, import and draft alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.domain.dates import format_date, format_time, parse_date, parse_time

if TYPE_CHECKING:
    from collections.abc import Callable, Container

Value = str | int | bool | date | time | tuple[str, ...] | None

SEPARATOR = " "
"""Between the codes of a CODES field in its raw text; no code holds a space."""


class Kind(StrEnum):
    """How a field is typed, checked and stored."""

    TEXT = "text"
    NOTE = "note"
    DATE = "date"
    TIME = "time"
    CODE = "code"
    CODES = "codes"
    MINUTES = "minutes"
    NUMBER = "number"
    FLAG = "flag"


class When(StrEnum):
    """Whether a date may lie after today."""

    ANY = "any"
    NOT_FUTURE = "not_future"


@dataclass(frozen=True, slots=True)
class Field:
    """Declaration of one field. ``label``, ``help`` and ``section`` are marked German texts; ``codes`` names
    a code list.
    """

    name: str
    kind: Kind
    label: str
    codes: str = ""
    required: bool = False
    help: str = ""
    section: str = ""
    when: When = When.ANY
    most: int = 0
    default: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, as a code with data; the sentence is made in ``app.wording``."""

    field: str
    code: str
    detail: str = ""


class FieldError(ValueError):
    """A raw text is no value of its field; carries the problem's code and detail."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Take code and detail of the problem."""
        super().__init__(code)
        self.code = code
        self.detail = detail


def parse(field: Field, raw: str, *, today: date, known: Container[str] = ()) -> Value:
    """Return the value meant by ``raw``, None if it is empty; raise FieldError if it means none.

    ``known`` are the codes of the field's code list (only for CODE and CODES).
    """
    text = raw.strip()
    if not text:
        return empty(field.kind)
    return _PARSERS[field.kind](field, text, today, known)


def empty(kind: Kind) -> Value:
    """Return the value of a field of this kind without an answer."""
    return "" if kind in (Kind.TEXT, Kind.NOTE) else () if kind is Kind.CODES else None


def _parse_text(field: Field, text: str, _today: date, _known: Container[str]) -> Value:
    if field.most and len(text) > field.most:
        raise FieldError("too_long", str(field.most))
    return text


def _parse_date(field: Field, text: str, today: date, _known: Container[str]) -> Value:
    try:
        value = parse_date(text, today=today)
    except (ValueError, OverflowError):
        raise FieldError("no_date") from None
    if field.when is When.NOT_FUTURE and value > today:
        raise FieldError("future_date")
    return value


def _parse_time(_field: Field, text: str, _today: date, _known: Container[str]) -> Value:
    try:
        return parse_time(text)
    except ValueError:
        raise FieldError("no_time") from None


def _parse_code(_field: Field, text: str, _today: date, known: Container[str]) -> Value:
    if text not in known:
        raise FieldError("unknown_code", text)
    return text


def _parse_codes(field: Field, text: str, _today: date, known: Container[str]) -> Value:
    codes = tuple(dict.fromkeys(text.split(SEPARATOR)))
    for code in codes:
        if code not in known:
            raise FieldError("unknown_code", code)
    if field.most and len(codes) > field.most:
        raise FieldError("too_many", str(field.most))
    return codes


def _parse_number(field: Field, text: str, _today: date, _known: Container[str]) -> Value:
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        raise FieldError("no_number")
    value = int(text)
    if field.most and value > field.most:
        raise FieldError("too_large", str(field.most))
    return value


def _parse_minutes(field: Field, text: str, today: date, known: Container[str]) -> Value:
    value = _parse_number(field, text, today, known)
    if value == 0 or not isinstance(value, int) or value % 15:
        raise FieldError("not_quarter_hours")
    return value


def _parse_flag(_field: Field, text: str, _today: date, _known: Container[str]) -> Value:
    if text not in ("0", "1"):
        raise FieldError("no_flag")
    return text == "1"


_PARSERS: dict[Kind, Callable[[Field, str, date, Container[str]], Value]] = {
    Kind.TEXT: _parse_text,
    Kind.NOTE: _parse_text,
    Kind.DATE: _parse_date,
    Kind.TIME: _parse_time,
    Kind.CODE: _parse_code,
    Kind.CODES: _parse_codes,
    Kind.MINUTES: _parse_minutes,
    Kind.NUMBER: _parse_number,
    Kind.FLAG: _parse_flag,
}


def show(value: Value) -> str:
    """Return the raw text that stands for ``value``; ``parse`` gives the value back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, time):
        return format_time(value)
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    return str(value)
