"""What is counted: frozen rows of one period, as the vault hands them in. Drafts are never among them.

``secret`` is the record's own randomness for the cell key. A group that is None holds records which this version of
the program cannot record yet: their tables say so and are left out of a contribution, never shown as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class ContactRow(NamedTuple):
    """A contact of the period; language, interpreting, group and topics count for a Kurzberatung only."""

    secret: bytes
    form: str
    minutes: int
    channel: str | None = None
    result: str | None = None
    language: str | None = None
    interpreting: str | None = None
    person_group: str | None = None
    topics: tuple[str, ...] = ()


class PersonRow(NamedTuple):
    """A client with a contact inside a case in the period; facts as of ``day``, the day of the last one.

    topics: those of all contacts of the period, repeated as often as they came up. new: no contact in a case before
    the period. along: the largest number of family members counselled along with one contact.
    """

    id: str
    secret: bytes
    day: date
    gender: str | None = None
    born: date | None = None
    nationality: str | None = None
    status_group: str | None = None
    district: str | None = None
    needs: tuple[str, ...] = ()
    entered: date | None = None
    new: bool = True
    along: int = 0
    language: str | None = None
    interpreting: str | None = None
    topics: tuple[str, ...] = ()


class CaseRow(NamedTuple):
    """A case that was open on a day of the period. ``begun``: day of its first contact; levels: oldest first."""

    secret: bytes
    begun: date
    closed: date | None
    outcome: str | None
    levels: tuple[tuple[date, str], ...]


class ProcedureRow(NamedTuple):
    """An asylum procedure accompanied in the period."""

    secret: bytes
    stage: str


class NoticeRow(NamedTuple):
    """A decision (B01–B18) made known in the period."""

    secret: bytes
    decision: str


class RemedyRow(NamedTuple):
    """A legal remedy of the period: claim, urgent, appeal, objection or other."""

    secret: bytes
    kind: str
    in_time: bool


class ReferralRow(NamedTuple):
    """A referral of the period. ``heard``: what came of it is known."""

    secret: bytes
    target: str | None
    warm: bool
    heard: bool


class ManagementRow(NamedTuple):
    """A case in case management with its phase (C1–C6), or a goal: set, reached, partly, not."""

    secret: bytes
    steps: tuple[str, ...]


class IncidentRow(NamedTuple):
    """An incident of discrimination reported in the period."""

    secret: bytes
    area: str
    characteristics: tuple[str, ...]
    passed: bool
    pattern: bool


class ActivityRow(NamedTuple):
    """Structural or quality work of the period, oldest first."""

    secret: bytes
    code: str
    dates: int
    minutes: int
    participants: int
    volunteers: int


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one period."""

    contacts: tuple[ContactRow, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    procedures: tuple[ProcedureRow, ...] | None = None
    notices: tuple[NoticeRow, ...] | None = None
    remedies: tuple[RemedyRow, ...] | None = None
    referrals: tuple[ReferralRow, ...] | None = None
    management: tuple[ManagementRow, ...] | None = None
    incidents: tuple[IncidentRow, ...] | None = None
    activities: tuple[ActivityRow, ...] | None = None
