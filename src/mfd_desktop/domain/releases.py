"""Who may be told what: the address book's entries and the releases (Schweigepflichtentbindungen)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.domain.records import State

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Stamp

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def plain_name(text: str) -> str:
    """Return a name for comparing: case, punctuation and the number of spaces make no difference."""
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def office_of(text: str) -> str:
    """Return what stands before the first comma of a recipient: the office without department or person."""
    return text.partition(",")[0].strip()


@dataclass(frozen=True, slots=True)
class Recipient:
    """An entry of the address book: an authority, court, service or lawyer."""

    stamp: Stamp
    name: str
    department: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """``Name, department``; how the entry is named in lists and in a release."""
        return ", ".join(part for part in (self.name, self.department) if part)


class ReleaseForm(StrEnum):
    """How a release was given, codes of the code list ``release_forms``."""

    WRITTEN = "written"
    ORAL = "oral"


class Lapse(StrEnum):
    """Why a release does not allow anything to be told on a day."""

    WITHDRAWN = "withdrawn"
    NOT_GIVEN = "not_given"
    UNWITNESSED = "unwitnessed"
    DRAFT = "draft"
    EXPIRED = "expired"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Release:
    """A Schweigepflichtentbindung of a client: who may tell whom what, and for which purpose.

    ``sender``: who is released. ``purpose`` from code list ``release_purposes``, ``matters`` from
    ``release_matters``. ``mutual``: the recipient may tell the sender as well. ``present``: who was there when it was
    given orally; ``paper``: the day the signed sheet of an oral one came. It ends with the day ``valid_until`` or,
    with ``until_done``, with the case it was recorded in (``case_closed``). ``withdrawn``: from this day on it counts
    no more. ``guardian``: who signs for a minor. ``reader``: who read it aloud or translated it.
    """

    stamp: Stamp
    client_id: RecordId
    case_id: RecordId | None
    sender: str
    recipient: str
    recipient_id: RecordId | None
    purpose: str | None
    matters: tuple[str, ...]
    mutual: bool
    form: ReleaseForm | None
    given: date | None
    present: str
    paper: date | None
    valid_until: date | None
    until_done: bool
    withdrawn: date | None
    guardian: str = ""
    language: str | None = None
    reader: str = ""
    place: str = ""
    copy_given: bool = False
    follow_up_id: RecordId | None = None
    case_closed: date | None = None

    def lapse(self, on: date) -> Lapse | None:
        """Return why it does not count on ``on``; None if it does.

        It counts from the day it was given to its last day, both included; a withdrawal works from its own day on
        and leaves the days before as they were.
        """
        if self.withdrawn is not None and self.withdrawn <= on:
            return Lapse.WITHDRAWN
        if self.given is None or self.given > on:
            return Lapse.NOT_GIVEN
        if self.form is ReleaseForm.ORAL and not self.present.strip():
            return Lapse.UNWITNESSED
        if self.stamp.state is State.DRAFT:
            return Lapse.DRAFT
        if self.valid_until is not None and self.valid_until < on:
            return Lapse.EXPIRED
        if self.until_done and self.case_closed is not None and self.case_closed < on:
            return Lapse.SETTLED
        return None

    def lacks_paper(self, on: date) -> bool:
        """Tell whether it counts on ``on`` although only spoken: the signed sheet has yet to come."""
        return self.form is ReleaseForm.ORAL and self.paper is None and self.lapse(on) is None

    def names(self, recipient: Recipient) -> bool:
        """Tell whether this entry of the address book is meant.

        A release that is tied to an entry means that one alone. One that only carries a name means the entry with
        this name, or this name and department.
        """
        if self.recipient_id is not None:
            return self.recipient_id == recipient.stamp.id
        return plain_name(self.recipient) in {plain_name(recipient.name), plain_name(recipient.label)}
