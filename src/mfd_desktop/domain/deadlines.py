"""Notices of authorities, deadlines, steps of a procedure and validity dates as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

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
    ``procedures``: of everybody it concerns, that of the person whose case it was entered in first.
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

    ``trigger_kind``, ``trigger_day``, ``notice_form``, ``posted``, ``received``, ``instructed``, ``land``, ``variant``
    and the three cut-off dates: the facts it was computed from; ``effective``, ``due``, ``safe_due``: the result then,
    with ``rule_version`` and ``regime``. ``expired_for_sure``: of a period that is not the person's own, the day from
    which it is over under every reading. ``warnings``: days before ``act_by`` from which it is shown.
    ``extended``: the new last day that the authority gave, ``extension_note`` by whom and when. ``ending`` (code list
    ``deadline_endings``) and ``proof`` (``deadline_proofs``) with ``proof_id``, an attachment, once it is done.
    The calendar shows it on ``act_by``; it has no entry of its own there that could go astray.
    """

    stamp: Stamp
    case_id: RecordId
    procedure_id: RecordId | None
    notice_id: RecordId | None
    proof_id: RecordId | None
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
    instructed: date | None
    land: str
    lodged: date | None
    registered: date | None
    withdrawal_started: date | None
    effective: date | None
    due: date | None
    safe_due: date | None
    expired_for_sure: date | None
    warnings: tuple[int, ...]
    extended: date | None
    extension_note: str
    done: date | None
    ending: str | None
    proof: str | None
    done_note: str
    note: str

    @property
    def act_by(self) -> date | None:
        """The day that leads: the extended one, else the safe one, else the legal one.

        For a period of an authority and a waiting period: the day from which it is over for sure.
        """
        return self.extended or self.safe_due or self.expired_for_sure or self.due

    @property
    def own(self) -> bool:
        """Whether the person loses something by missing it; otherwise its end is information or a chance."""
        return self.kind not in (DeadlineKind.AUTHORITY, DeadlineKind.WAITING)

    def warns_on(self, today: date) -> bool:
        """Tell whether it is shown before its day comes: from the last early warning on, a week from each earlier one.

        On the day itself and after it, it is due and no longer warned of.
        """
        if self.act_by is None or not self.warnings or self.done is not None:
            return False
        left = (self.act_by - today).days
        return 0 < left <= min(self.warnings) or (left > 0 and any(0 <= days - left < 7 for days in self.warnings))


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One line of the desk: a deadline with how its case is named.

    ``file_number``: of the notice. ``others``: how many more persons the notice concerns. ``outdated``: the rule, or a
    cut-off date of the procedure, is no longer the one it was computed with.
    """

    deadline: Deadline
    number: str
    name: str
    initials: str
    file_number: str
    others: int = 0
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class DueToday:
    """What Heute shows of the deadlines, each by ``act_by``: past, due today, early warnings.

    ``undated``: drafts without a day that nobody can act by. ``over``: periods of authorities and waiting periods that
    have run out, so that something can be done now. ``by_rule``: whether any open deadline follows a rule.
    """

    overdue: tuple[DeadlineRow, ...]
    due: tuple[DeadlineRow, ...]
    soon: tuple[DeadlineRow, ...]
    over: tuple[DeadlineRow, ...]
    undated: tuple[DeadlineRow, ...] = ()
    by_rule: bool = False


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
    """What changing a notice would change; days before and after.

    ``kind``: ``deadline``; ``calendar``, the day the calendar shows a deadline on; ``letter``, ``document``; ``new``
    and ``gone`` for deadlines that come and go; ``finished``, ``extended`` for deadlines and ``sent`` for letters that
    stay as they are although they would be another now: somebody has to look at them.
    """

    kind: str
    record_id: RecordId | None
    title: str
    before: date | None
    after: date | None
