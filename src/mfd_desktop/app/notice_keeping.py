"""What hangs on a notice and shares its date: deadlines, steps of procedures, the document, letters.

A deadline that was finished or extended stays as it is and is named; nothing is moved silently.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.app.computing import give_reason, keep_result, log
from mfd_desktop.app.law_facts import readings_to_keep, stored_result
from mfd_desktop.app.procedures import follow_steps
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.deadlines import Change
from mfd_desktop.domain.fields import show
from mfd_desktop.vault import attachments, cases, letters, procedure_steps, procedures
from mfd_desktop.vault import deadlines as store
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mfd_desktop.app.notice_plan import Plan, PlannedDeadline
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.attachments import Attachment
    from mfd_desktop.domain.deadlines import Deadline, Notice
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.database import Connection

OPEN_SOURCE = "notice_open"
"""Source of the deadline without a day that stands for a notice whose deadlines cannot be computed yet."""
DATES = ("delivered", "posted", "received", "day", "instructed")
"""Fields of a notice whose days are shared with its letters."""


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline as it is and as it would be. ``kind`` as of ``Change``; unmoved ones ``same``, if done ``kept``."""

    kind: str
    before: Deadline | None
    planned: PlannedDeadline | None


def moves(existing: Iterable[Deadline], plan: Plan) -> tuple[Move, ...]:
    """Return what becomes of the deadlines of a notice: each planned one with the one it was until now."""
    known: dict[tuple[str, str], list[Deadline]] = defaultdict(list)
    for deadline in existing:
        known[deadline.rule, deadline.variant].append(deadline)
    found = [_move(_taken(known[planned.key], planned.title), planned) for planned in plan.deadlines]
    left = [deadline for deadlines in known.values() for deadline in deadlines if deadline.stamp.source != OPEN_SOURCE]
    return (*found, *(Move("finished" if deadline.done else "gone", deadline, None) for deadline in left))


def _taken(known: list[Deadline], title: str) -> Deadline | None:
    """Take the deadline called so out of those of a rule, else the first: a lawsuit may share its rule with another."""
    found = next((deadline for deadline in known if deadline.title == title), known[0] if known else None)
    if found is not None:
        known.remove(found)
    return found


def _move(before: Deadline | None, planned: PlannedDeadline) -> Move:
    if before is None:
        return Move("new", None, planned)
    result = planned.result
    if before.done is not None or before.extended is not None:
        unmoved = (before.due, before.safe_due) == (result.due, result.safe_due)
        return Move("kept" if unmoved else "finished" if before.done else "extended", before, planned)
    same = (before.due, before.safe_due) == (result.due, result.safe_due)
    return Move("same" if same else "deadline", before, planned)


def apply_plan(db: Connection, session: Session, notice: Notice, plan: Plan) -> None:
    """Let the deadlines of a notice be those planned; without any of them one without a day says so on the desk."""
    existing = store.deadlines_of_notice(db, notice.stamp.id)
    for move in moves(existing, plan):
        if move.planned is not None and move.before is None:
            _add(db, session, notice, move.planned)
        elif move.planned is not None and move.before is not None and move.before.done is None:
            # One that was extended keeps the day it was extended to.
            keep_result(db, session, move.before, move.planned.result)
        elif move.kind == "gone" and move.before is not None:
            give_reason(db, session, move.before, _("Der Bescheid wurde geändert; diese Frist gehört nicht mehr dazu."))
            log(db, session, move.before, "removed_open")
            bin_record(db, store.DEADLINE.name, move.before.stamp.id, session.clock.now())
    _keep_open(db, session, notice, plan.refused or not plan.deadlines, existing)


def _add(db: Connection, session: Session, notice: Notice, planned: PlannedDeadline) -> None:
    values = {
        **stored_result(planned.result), "title": planned.title, "warnings": planned.result.rule.warnings,
        "notice_id": notice.stamp.id, "case_id": _case_of(db, notice, planned.procedure_id),
        "procedure_id": planned.procedure_id,
    }  # fmt: skip
    deadline_id = store.add_deadline(db, session.origin("deadline"), values, {})
    store.keep_readings(db, deadline_id, readings_to_keep(planned.result))


def _case_of(db: Connection, notice: Notice, procedure_id: RecordId | None) -> RecordId:
    """Return the case a deadline belongs to: that of the notice, or of the person whose dates it follows."""
    if procedure_id is None:
        return notice.case_id
    procedure = procedures.read_procedure(db, procedure_id)
    if procedure.client_id == cases.read_case(db, notice.case_id).client_id:
        return notice.case_id
    newest = next(iter(cases.cases_of(db, procedure.client_id)), None)
    return procedure.case_id or (newest.stamp.id if newest else notice.case_id)


def _keep_open(db: Connection, session: Session, notice: Notice, wanted: object, existing: Sequence[Deadline]) -> None:
    """Keep or take away the deadline that stands for what cannot be computed yet."""
    there = [deadline for deadline in existing if deadline.stamp.source == OPEN_SOURCE and deadline.done is None]
    if wanted and not there:
        title = _("Bescheid {authority}: Frist noch nicht berechnet").format(authority=notice.authority).strip()
        values = {"case_id": notice.case_id, "notice_id": notice.stamp.id, "title": " ".join(title.split())}
        store.add_deadline(db, session.origin(OPEN_SOURCE), values, {"due": ""})
    for deadline in () if wanted else there:
        db.execute("DELETE FROM deadline WHERE id = ?", (deadline.stamp.id,))


def keep_steps(db: Connection, session: Session, notice: Notice) -> None:
    """Let each procedure that the notice concerns have its step, on the day the notice arrived."""
    position, day = _position_after(notice.kind or ""), arrival_of(notice)
    known = {step.procedure_id: step for step in procedure_steps.steps_of_notice(db, notice.stamp.id)}
    label = session.lists.label("notice_kinds", notice.kind) if notice.kind else _("Bescheid")
    document = " · ".join(part for part in (label, notice.authority) if part)
    values = {"position": position, "day": day, "document": document}
    for procedure_id in notice.procedures:
        if procedure_id in known:
            moved = {"position": position, "day": day}
            procedure_steps.change_step(db, known[procedure_id].stamp.id, session.clock.now(), moved, {})
        else:
            owners = {"procedure_id": procedure_id, "notice_id": notice.stamp.id}
            procedure_steps.add_step(db, session.origin("notice"), {**values, **owners}, {})
        follow_steps(db, session, procedure_id)
    for procedure_id, step in known.items():
        if procedure_id not in notice.procedures:
            bin_record(db, procedure_steps.STEP.name, step.stamp.id, session.clock.now())
            follow_steps(db, session, procedure_id)


def _position_after(kind: str) -> str:
    """Return where a procedure stands after a decision; empty for a notice that is none."""
    from mfd_desktop.law.decisions import shipped_decisions

    decisions = shipped_decisions()
    return decisions.decision(kind).position if kind in decisions.codes else ""


def arrival_of(notice: Notice) -> date | None:
    """Return the day a notice arrived, as far as it is known: the day its document bears."""
    return notice.delivered or notice.received or notice.posted


def keep_document(db: Connection, session: Session, notice: Notice, before: date | None = None) -> None:
    """Let the document of a notice bear the day it arrived, unless somebody gave it a day of its own."""
    day = arrival_of(notice)
    if notice.attachment_id is None or day is None:
        return
    document = attachments.read_attachment(db, notice.attachment_id)
    if _follows(document, before) and document.day != day:
        attachments.change_attachment(db, notice.attachment_id, session.clock.now(), {"day": day})


def _follows(document: Attachment, arrival: date | None) -> bool:
    """Tell whether a document has no day that somebody gave it: only that of the notice, or of its being added."""
    return document.day in (None, arrival, document.stamp.created.astimezone().date())


def keep_letters(db: Connection, session: Session, before: Notice, after: Notice) -> None:
    """Let the drafts of letters that answer a notice name its new days."""
    for letter_id, texts in _changed_texts(db, before, after):
        letters.change_letter(db, letter_id, session.clock.now(), {}, texts)


def _changed_texts(db: Connection, before: Notice, after: Notice) -> Iterator[tuple[RecordId, dict[str, str]]]:
    days = _changed_days(before, after)
    for letter in letters.letters_of_notice(db, before.stamp.id):
        if not letter.final:
            texts = {name: _with(text, days) for name, text in letter.fields.items()}
            touched = {name: text for name, text in texts.items() if text != letter.fields[name]}
            if touched:
                yield letter.stamp.id, touched


def _changed_days(before: Notice, after: Notice) -> dict[str, str]:
    days = ((getattr(before, name), getattr(after, name)) for name in DATES)
    return {show(old): show(new) for old, new in days if old is not None and new is not None and old != new}


def _with(text: str, days: Mapping[str, str]) -> str:
    for old, new in days.items():
        if old in text:
            return text.replace(old, new)
    return text


def all_changes(db: Connection, before: Notice, after: Notice, plan: Plan) -> tuple[Change, ...]:
    """Return everything that changing a notice would change, deadlines first."""
    return (*_of_deadlines(db, before, plan), *_of_document(db, before, after), *_of_letters(db, before, after))


def _of_deadlines(db: Connection, before: Notice, plan: Plan) -> Iterator[Change]:
    for move in moves(store.deadlines_of_notice(db, before.stamp.id), plan):
        old = move.before.act_by if move.before else None
        new = move.planned.act_by if move.planned else None
        title = move.before.title if move.before else move.planned.title if move.planned else ""
        if move.kind not in ("same", "kept"):
            yield Change(move.kind, move.before.stamp.id if move.before else None, title, old, new)
        if move.kind == "deadline" and old != new:
            yield Change("calendar", move.before.stamp.id if move.before else None, title, old, new)


def _of_document(db: Connection, before: Notice, after: Notice) -> Iterator[Change]:
    old, new = arrival_of(before), arrival_of(after)
    if before.attachment_id is not None and new is not None and old != new:
        document = attachments.read_attachment(db, before.attachment_id)
        if _follows(document, old):
            yield Change("document", document.stamp.id, document.name, document.day, new)


def _of_letters(db: Connection, before: Notice, after: Notice) -> Iterator[Change]:
    old, new = arrival_of(before), arrival_of(after)
    touched = dict(_changed_texts(db, before, after))
    for letter in letters.letters_of_notice(db, before.stamp.id):
        if letter.final and any(day in text for day in _changed_days(before, after) for text in letter.fields.values()):
            yield Change("sent", letter.stamp.id, letter.title, old, new)
        elif letter.stamp.id in touched:
            yield Change("letter", letter.stamp.id, letter.title, old, new)
