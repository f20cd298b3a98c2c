"""Notices of authorities, deadlines, steps of a procedure and validity dates as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Stamp


class DeadlineKind(StrEnum):
    """What a deadline is about (as in the rules)."""

    LOSS = "loss"
    AUTHORITY = "authority"
    WAITING = "waiting"
    APPOINTMENT = "appointment"
    BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class Notice:
    """A Bescheid of an authority or court, entered once for all persons it concerns.

    ``kind``: code of the decision matrix (B01 …) or OTHER; ``form``: how it was delivered (notice forms);
    ``posted``: day of posting, or of the mark on the envelope; ``received``: day it came into the person's hands;
    ``delivered``: the day on the yellow envelope, the acknowledgement, the hand-over: the trigger of its deadlines.
    ``rule``: of a notice OTHER, the rule its deadline follows. ``instruction``: the instruction on remedies as typed,
    ``instruction_period``: code of the period it names (code list ``instruction_periods``), ``instructed``: the last
    day it names. ``circumstances``: codes that the decision matrix asks for, ``attachment_id``: the scanned notice.
    """

    stamp: Stamp
    case_id: RecordId
    kind: str | None
    authority: str
    file_number: str
    day: date | None
    form: str | None
    delivered: date | None
    posted: date | None
    received: date | None
    rule: str
    land: str
    court: str
    represented: bool
    envelope_kept: bool
    instruction: str
    instruction_period: str | None
    instructed: date | None
    circumstances: tuple[str, ...]
    attachment_id: RecordId | None
    note: str
    procedures: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A Frist. ``rule`` empty: entered by hand with its own ``title`` and ``due``.

    ``trigger_kind``, ``trigger_day``, ``notice_form``, ``posted``, ``received``, ``land``, ``variant``: the facts it
    was computed from; ``effective``, ``due``, ``safe_due``: the result then, with ``rule_version`` and ``regime``.
    ``warnings``: days before ``safe_due`` on which it is shown. ``extended``: the new last day that the authority gave,
    ``extension_note`` by whom and when. ``ending`` (code list ``deadline_endings``) and ``proof`` (``deadline_proofs``)
    with ``proof_id``, an attachment, once it is done. ``appointment_id``: its entry in the calendar.
    """

    stamp: Stamp
    case_id: RecordId
    procedure_id: RecordId | None
    notice_id: RecordId | None
    appointment_id: RecordId | None
    rule: str
    rule_version: int
    regime: str
    variant: str
    kind: DeadlineKind
    title: str
    trigger_kind: str
    trigger_day: date | None
    notice_form: str
    posted: date | None
    received: date | None
    land: str
    effective: date | None
    due: date | None
    safe_due: date | None
    warnings: tuple[int, ...]
    extended: date | None
    extension_note: str
    done: date | None
    ending: str | None
    proof: str | None
    proof_id: RecordId | None
    done_note: str
    note: str

    @property
    def act_by(self) -> date | None:
        """The day that leads: the extended one, else the safe one, else the legal one."""
        return self.extended or self.safe_due or self.due


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One line of the desk: a deadline with how its case is named."""

    deadline: Deadline
    number: str
    name: str
    initials: str
    file_number: str


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """Something that happened in a procedure: from ``day`` on it is in ``position`` (Z00 … Z90), or an event in it."""

    stamp: Stamp
    procedure_id: RecordId
    notice_id: RecordId | None
    position: str
    day: date | None
    document: str
    note: str


@dataclass(frozen=True, slots=True)
class Validity:
    """Something of a person that ends on a day: a title, a Duldung, a passport, a benefit (``validity_kinds``)."""

    stamp: Stamp
    client_id: RecordId
    kind: str | None
    label: str
    number: str
    since: date | None
    until: date | None
    warnings: tuple[int, ...]
    renewed: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changing a notice would change: a deadline, a calendar entry, a letter, a document; days before and after.

    ``kind``: deadline, appointment, letter, document, new, gone.
    """

    kind: str
    record_id: RecordId | None
    title: str
    before: date | None
    after: date | None
    time: time | None = None
