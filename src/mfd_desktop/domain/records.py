"""The records of the case file as frozen values; what the vault hands out and the screens show."""

from __future__ import annotations

import dataclasses
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from mfd_desktop.domain.ids import RecordId


class State(StrEnum):
    """A draft holds at least one value that is missing or invalid; drafts are never counted."""

    DRAFT = "draft"
    VALID = "valid"


class Level(StrEnum):
    """Level of a case: Beratung und Begleitung or Case-Management (statistics: forms F2 and F3)."""

    ACCOMPANIMENT = "ACCOMPANIMENT"
    CASE_MANAGEMENT = "CASE_MANAGEMENT"


class ContactForm(StrEnum):
    """Form of a contact, codes of the code list ``contact_forms``."""

    SHORT = "F1"
    ACCOMPANIMENT = "F2"
    CASE_MANAGEMENT = "F3"
    ANONYMOUS = "F4"
    GROUP = "F5"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every record carries: id, state, raw text of invalid fields, source and times (UTC)."""

    id: RecordId
    state: State
    raw: Mapping[str, str]
    source: str
    source_version: int
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Office:
    """Office, desk and Träger of this vault (the values of OFFICE.toml). ``fte`` is a share of a
    full post.
    """

    name: str
    carrier: str
    regime: str
    district: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    desk: str = ""
    counsellor: str = ""
    function: str = ""
    fte: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class ContactWay:
    """One way to reach a client; ``kind`` from code list ``contact_ways``."""

    stamp: Stamp
    client_id: RecordId
    kind: str | None
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class ResidenceStatus:
    """A residence status with its period; ``code`` from code list ``residence_status``."""

    stamp: Stamp
    client_id: RecordId
    code: str | None
    since: date | None
    expires: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Client:
    """A Ratsuchende Person. Codes are those of the code lists; numbers are text as on the document."""

    stamp: Stamp
    given_name: str = ""
    family_name: str = ""
    other_names: str = ""
    birth_date: date | None = None
    gender: str | None = None
    nationalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    interpreter: str | None = None
    street: str = ""
    postcode: str = ""
    town: str = ""
    district: str | None = None
    entry_date: date | None = None
    azr_number: str = ""
    bamf_number: str = ""
    office_number: str = ""
    household_id: RecordId | None = None
    household_role: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """``Family name, Given name``; whatever of the two is known."""
        return ", ".join(part for part in (self.family_name, self.given_name) if part)

    @property
    def initials(self) -> str:
        """Initials in the order given, family (``A. T.``), for lists another client may see.

        Those written from right to left are isolated (UAX #9), so that their full stops stay with them.
        """
        found = " ".join(f"{part.lstrip()[0]}." for part in (self.given_name, self.family_name) if part.strip())
        turns = any(unicodedata.bidirectional(char) in ("R", "AL") for char in found)
        return f"\u2068{found}\u2069" if turns else found


@dataclass(frozen=True, slots=True)
class LevelChange:
    """From ``since`` on the case has this level."""

    level: Level
    since: date


@dataclass(frozen=True, slots=True)
class Case:
    """A case (Fall, Akte) of one client. ``number`` is ``JJJJ-NNNN``; ``outcome`` from code list
    ``outcomes``.
    """

    stamp: Stamp
    client_id: RecordId
    number: str
    opened: date
    closed: date | None
    outcome: str | None
    access_way: str | None
    levels: tuple[LevelChange, ...]

    @property
    def level(self) -> Level:
        """The level recorded last."""
        return self.levels[-1].level

    def level_on(self, day: date) -> Level:
        """Return the level on ``day``; before the first change the first level."""
        current = self.levels[0].level
        for change in self.levels:
            if change.since <= day:
                current = change.level
        return current


@dataclass(frozen=True, slots=True)
class Topic:
    """A counselling topic with optional sub-topic, codes of the code list ``topics``."""

    code: str
    subtopic: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One counselling event (Beratungskontakt). ``minutes`` in steps of 15."""

    stamp: Stamp
    case_id: RecordId | None
    day: date | None
    minutes: int | None
    form: ContactForm
    channel: str | None
    language: str | None
    interpreting: str | None
    topics: tuple[Topic, ...]
    result: str | None
    person_group: str | None
    district: str | None
    also_counselled: int | None
    note: str


REFERRING_RESULTS = {"X4": False, "X5": True}
"""Results of a contact (code list ``results``) that say a referral was made, and whether it was warm."""


@dataclass(frozen=True, slots=True)
class Referral:
    """A Verweisung: a client was sent to another service, or taken there (``warm``: appointment made,
    accompanied); ``target`` from code list ``referral_targets``. ``heard``: what came of it is known.
    ``follow_up_id`` is the follow-up that asks back.
    """

    stamp: Stamp
    case_id: RecordId
    contact_id: RecordId | None
    follow_up_id: RecordId | None
    day: date | None
    target: str | None
    warm: bool
    heard: bool
    note: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Structural or quality work, ``code`` from code list ``activities``; no names of clients belong here.

    ``dates``: how often it took place; ``minutes`` (steps of 15) and ``participants`` over all of them;
    ``volunteers``: active in it.
    """

    stamp: Stamp
    code: str | None
    day: date | None
    title: str
    partner: str
    dates: int | None
    minutes: int | None
    participants: int | None
    volunteers: int | None
    note: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A Wiedervorlage; open until ``done`` is set. ``urgent``: at once, whatever else is due."""

    stamp: Stamp
    case_id: RecordId | None
    due: date | None
    text: str
    done: date | None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """An asylum procedure of one applicant. ``kind`` and ``stage`` from the code lists ``procedure_kinds`` and
    ``procedure_stages``. The three cut-off dates decide which law applies: application lodged (procedure law),
    registered (responsibility), examination of a withdrawal started.
    """

    stamp: Stamp
    client_id: RecordId
    case_id: RecordId | None
    kind: str
    stage: str
    lodged: date | None
    registered: date | None
    examination_started: date | None
    began: date | None
    ended: date | None
    position: str = ""
    asked: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A guided form of a case, in the version it was begun with. ``step`` is where the counsellor was last."""

    stamp: Stamp
    case_id: RecordId
    contact_id: RecordId | None
    procedure_id: RecordId | None
    form: str
    form_version: int
    step: str
    begun: date
    finished: date | None


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment in local time; those of one series share ``series_id``."""

    stamp: Stamp
    case_id: RecordId | None
    series_id: RecordId | None
    day: date | None
    start: time | None
    minutes: int | None
    title: str
    place: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Household:
    """Persons living together; ``members`` are client ids."""

    stamp: Stamp
    name: str
    members: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A sealed draft: what stands in a form that is not saved yet, exactly as typed."""

    key: str
    record_id: RecordId | None
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the counsellor was: screen, record, tab, field and cursor; restored after unlock or crash."""

    screen: str
    record_id: RecordId | None = None
    tab: str = ""
    field: str = ""
    cursor: int = 0
    detail: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list of cases."""

    case_id: RecordId
    client_id: RecordId
    number: str
    name: str
    initials: str
    birth_date: date | None
    status: str | None
    language: str | None
    level: Level
    opened: date
    closed: date | None
    last_contact: date | None
    state: State


@dataclass(frozen=True, slots=True)
class Match:
    """A hit of the global search. ``why`` is one of name, phone, birth_date, number, text."""

    client_id: RecordId
    case_id: RecordId | None
    number: str
    name: str
    birth_date: date | None
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Exact headline counts of a period; they stay on this PC (definitions: table set 1)."""

    persons: int
    contacts: int
    short_contacts: int
    procedures: int
    minutes: int
    referrals: int
    activities: int
