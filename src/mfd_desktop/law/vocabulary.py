"""Kinds of triggers, forms of notification and cut-off dates as they stand in `resources/law`."""

import datetime
from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.law.rules import CutOff, Id

TRIGGERS: Final = "triggers.toml"
NOTICE_FORMS: Final = "notice_forms.toml"
CUT_OFFS: Final = "cut_offs.toml"
NOTICE: Final = "notice"
"""The group of all kinds of notification; a rule names it `@notice`."""


class TriggerKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What sets a deadline going. Texts are German and are translated in the catalogue `content`.

    effective: the day itself is the day of the event; otherwise it starts the fiction of a notice form.
    future: it may lie after today (a title ends, an apprenticeship begins).
    """

    code: Id
    label: Text
    group: Literal["notice", "procedure", "transfer", "status", "life", "benefit", "date"]
    effective: bool = True
    future: bool = False


class TriggerFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`triggers.toml`."""

    source: Text
    checked: datetime.date
    triggers: tuple[TriggerKind, ...]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        yield from (kind.label for kind in self.triggers)


class Fiction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From the day of ``trigger``, the notice counts as arrived after ``n`` units.

    first, last: the days of ``trigger`` for which it is so; None: open at that side.
    """

    trigger: Id
    n: Annotated[int, msgspec.Meta(ge=0, le=60)]
    unit: Literal["days", "weeks", "months"] = "days"
    first: datetime.date | None = None
    last: datetime.date | None = None


class NoticeForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way of delivery, or a scenario of one (`of`).

    recognise: what to look for. only: the only kinds of triggers that count. fictions: what sets its fiction going.
    earlier, later: whether an arrival before or after the fiction counts instead. hint: what to have checked.
    """

    code: Id
    label: Text
    recognise: Text
    basis: Text
    of: str = ""
    only: tuple[Id, ...] = ()
    fictions: tuple[Fiction, ...] = ()
    earlier: Literal["counts", "ignored"] = "ignored"
    later: Literal["counts", "ignored"] = "ignored"
    hint: str = ""
    review: Review = "ok"


class NoticeFormFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`notice_forms.toml`."""

    source: Text
    checked: datetime.date
    forms: tuple[NoticeForm, ...]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        for form in self.forms:
            yield from (text for text in (form.label, form.recognise, form.hint) if text)


class CutOffDate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From ``day`` on the new law holds, by the date named ``label``.

    open_from, open_until: days of that date for which it is open which law holds, with the reason.
    beside: the other law also stands as a reading of the old one if the notice (`event`) or the end of the period
    (`end`) lies on or after ``day``, with the reason.
    """

    id: CutOff
    day: datetime.date
    label: Text
    basis: Text
    source: Text
    open_from: datetime.date | None = None
    open_until: datetime.date | None = None
    open_reason: str = ""
    beside: Literal["", "event", "end"] = ""
    beside_reason: str = ""


class CutOffFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`cut_offs.toml`."""

    checked: datetime.date
    cut_offs: tuple[CutOffDate, ...]

    def texts(self) -> Iterator[str]:
        """Yield the German texts to be translated."""
        for one in self.cut_offs:
            yield from (text for text in (one.label, one.open_reason, one.beside_reason) if text)
