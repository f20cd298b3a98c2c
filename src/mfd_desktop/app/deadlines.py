"""Intentions around deadlines (Fristen): by hand, done with proof, extended, removed with a reason; the desk."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import law_fields
from mfd_desktop.app.casework import Saved
from mfd_desktop.app.changes import changed
from mfd_desktop.app.computing import compute_facts as compute_facts
from mfd_desktop.app.computing import give_reason, keep_result, log, put_computed, stored
from mfd_desktop.app.computing import texts_of as texts_of
from mfd_desktop.app.law_facts import facts_of_deadline, is_outdated
from mfd_desktop.app.rulebook import book
from mfd_desktop.app.saving import Checked, check
from mfd_desktop.domain.deadlines import DeadlineRow, DueToday
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.records import Client
from mfd_desktop.vault import authority_notices, cases, procedures
from mfd_desktop.vault import deadlines as store
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.law.results import Result

MANUAL_SOURCE = "manual_deadline"
"""Source of a deadline entered by hand."""


def add_manual(session: Session, case_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Record a deadline whose last day somebody else named; invalid fields are kept as typed and make it a draft."""
    result = check(law_fields.MANUAL_DEADLINE, raws, today=session.clock.today(), lists=session.lists)
    values = {**stored(result), "case_id": case_id}
    with session.vault.write() as db:
        deadline_id = store.add_deadline(db, session.origin(MANUAL_SOURCE), values, result.kept)
    session.announce(changed("deadline", ids=(deadline_id, case_id)), initiator)
    return Saved(deadline_id, result.problems)


def add_by_rule(
    session: Session,
    case_id: RecordId,
    raws: Mapping[str, str],
    procedure_id: RecordId | None = None,
    *,
    initiator: object = None,
) -> Saved:
    """Record a deadline that a rule computes, with the cut-off dates of ``procedure_id`` (of the same person).

    What is missing, or what the law refuses, is kept as typed and named; such a draft has no day and stands first on
    the desk. Raises KeyError for a procedure of somebody else.
    """
    with session.vault.write() as db:
        result = check(law_fields.DEADLINE, raws, today=session.clock.today(), lists=session.lists)
        procedure = procedures.read_procedure(db, procedure_id) if procedure_id else None
        if procedure is not None and procedure.client_id != cases.read_case(db, case_id).client_id:
            # What hangs on somebody's procedure goes with that person's file.
            raise KeyError(procedure_id)
        owners = {"case_id": case_id, "procedure_id": procedure_id}
        saved = put_computed(db, session, None, result, raws, procedure, owners)
    session.announce(changed("deadline", ids=(saved.record_id, case_id)), initiator)
    return saved


def readings_of(session: Session, deadline_id: RecordId) -> Result | None:
    """Return a deadline computed anew, with the rules and cut-off dates of today; None for one without a rule or day.

    Raises what ``compute_facts`` raises.
    """
    with session.vault.read() as db:
        deadline = store.read_deadline(db, deadline_id)
        procedure = procedures.read_procedure(db, deadline.procedure_id) if deadline.procedure_id else None
        notice = authority_notices.read_notice(db, deadline.notice_id) if deadline.notice_id else None
    facts = facts_of_deadline(deadline, procedure, (notice.kind if notice else None) or "")
    return compute_facts(session, facts) if facts is not None else None


def kept_readings(session: Session, deadline_id: RecordId) -> tuple[store.Reading, ...]:
    """Return the readings as they were shown when the deadline was computed last."""
    with session.vault.read() as db:
        return store.read_readings(db, deadline_id)


def renew(session: Session, deadline_id: RecordId, *, initiator: object = None) -> Result | None:
    """Compute a deadline anew and keep what comes of it; return that. Raises what ``compute_facts`` raises.

    One of a notice is computed with all others of that notice; it may no longer belong to it: then None is returned.
    """
    before = read_deadline(session, deadline_id)
    if before.notice_id is not None:
        from mfd_desktop.app.noticing import change_notice

        change_notice(session, before.notice_id, {}, initiator=initiator)
        try:
            return readings_of(session, deadline_id)
        except KeyError:
            return None
    result = readings_of(session, deadline_id)
    if result is None:
        return None
    with session.vault.write() as db:
        keep_result(db, session, before, result)
    session.announce(changed("deadline", ids=(deadline_id, before.case_id)), initiator)
    return result


def fields_of(deadline: Deadline) -> FieldSet:
    """Return what may be changed by hand: the day of one entered by hand, the facts of one by a rule.

    The facts of a notice's deadline are those of the notice (``noticing.change_notice``).
    """
    if deadline.notice_id is not None:
        return law_fields.DEADLINE_DETAILS
    return law_fields.MANUAL_DEADLINE if deadline.stamp.source == MANUAL_SOURCE else law_fields.DEADLINE


def save_deadline(
    session: Session, deadline_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Change the touched fields of a deadline (``fields_of``); one by a rule is computed anew if its facts change."""
    with session.vault.write() as db:
        before = store.read_deadline(db, deadline_id)
        fieldset = fields_of(before)
        own = {field.name for field in fieldset.fields}
        touched = {name: text for name, text in raws.items() if name in own}
        result = check(
            fieldset, touched, today=session.clock.today(), lists=session.lists, stored=texts_of(before, fieldset),
            stored_raw={name: text for name, text in before.stamp.raw.items() if name in own},
        )  # fmt: skip
        if fieldset is law_fields.DEADLINE and touched.keys() - {"title", "warnings", "note"}:
            procedure = procedures.read_procedure(db, before.procedure_id) if before.procedure_id else None
            saved = put_computed(db, session, before, result, touched, procedure, {})
        else:
            store.change_deadline(db, deadline_id, session.clock.now(), stored(result), result.raw)
            saved = Saved(deadline_id, result.problems)
    session.announce(changed("deadline", ids=(deadline_id, before.case_id)), initiator)
    return saved


def finish(
    session: Session, deadline_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Note that a deadline is done, how it ended and the proof; ``proof_id`` may name a document of the case.

    If anything is wrong nothing happens and the problems are returned.
    """
    proof = {"proof_id": raws.get("proof_id") or None}
    return _note(session, deadline_id, law_fields.FINISH, raws, "finished", proof, initiator)


def reopen(session: Session, deadline_id: RecordId, *, initiator: object = None) -> None:
    """Take back that a deadline is done; what was noted about its end stays in the history."""
    values = {"done": None, "ending": None, "proof": None, "proof_id": None, "done_note": ""}
    with session.vault.write() as db:
        deadline = store.read_deadline(db, deadline_id)
        store.change_deadline(db, deadline_id, session.clock.now(), values, {})
        log(db, session, deadline, "reopened")
    session.announce(changed("deadline", ids=(deadline_id, deadline.case_id)), initiator)


def extend(
    session: Session, deadline_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Note a new last day that authority or court allowed; if anything is wrong nothing happens."""
    return _note(session, deadline_id, law_fields.EXTENSION, raws, "extended", {}, initiator)


def take_back_extension(session: Session, deadline_id: RecordId, *, initiator: object = None) -> None:
    """Let the deadline end again on the day it had before it was extended."""
    with session.vault.write() as db:
        deadline = store.read_deadline(db, deadline_id)
        values = {"extended": None, "extension_note": ""}
        store.change_deadline(db, deadline_id, session.clock.now(), values, {})
        log(db, session, deadline, "moved")
    session.announce(changed("deadline", ids=(deadline_id, deadline.case_id)), initiator)


def _note(
    session: Session,
    deadline_id: RecordId,
    fieldset: FieldSet,
    raws: Mapping[str, str],
    what: str,
    more: Mapping[str, object],
    initiator: object,
) -> tuple[Problem, ...]:
    """Store fields that stand beside those of the record, all or none of them."""
    result = check(fieldset, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        deadline = store.read_deadline(db, deadline_id)
        problems = result.problems or _too_early(deadline, result)
        if not problems:
            store.change_deadline(db, deadline_id, session.clock.now(), {**result.values, **more}, {})
            log(db, session, deadline, what)
    if not problems:
        session.announce(changed("deadline", ids=(deadline_id, deadline.case_id)), initiator)
    return problems


def _too_early(deadline: Deadline, result: Checked) -> tuple[Problem, ...]:
    """Refuse an extension that ends before the deadline itself does."""
    extended, ends = result.values.get("extended"), deadline.due or deadline.safe_due
    if isinstance(extended, date) and ends is not None and extended < ends:
        return (Problem("extended", "before_due"),)
    return ()


def remove_deadline(session: Session, deadline_id: RecordId, reason: str = "", *, initiator: object = None) -> str:
    """Move a deadline into the recycle bin; return the entry for ``recycling.restore``.

    One that is still open goes only with a reason, which stays with it and is noted in the log: raises ReasonMissing.
    """
    with session.vault.write() as db:
        deadline = store.read_deadline(db, deadline_id)
        if deadline.done is None:
            give_reason(db, session, deadline, reason)
        log(db, session, deadline, "removed" if deadline.done else "removed_open")
        entry = bin_record(db, store.DEADLINE.name, deadline_id, session.clock.now())
    session.announce(changed("deadline", ids=(deadline_id, deadline.case_id)), initiator)
    return entry


def read_deadline(session: Session, deadline_id: RecordId) -> Deadline:
    """Return one deadline; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_deadline(db, deadline_id)


def read_row(session: Session, deadline_id: RecordId) -> DeadlineRow:
    """Return one deadline with how its case is named; raise KeyError if there is none."""
    with session.vault.read() as db:
        return _shown((store.row_of(db, deadline_id),))[0]


def desk(session: Session, *, done: bool = False, judge: bool = True) -> tuple[DeadlineRow, ...]:
    """Return the open deadlines by the day to act by, those without a day first; or what is done, the last first.

    ``judge`` False: the rules are not asked if a deadline is outdated, which takes long as long as they are not read.
    """
    with session.vault.read() as db:
        return _shown(store.rows_done(db) if done else store.rows_open(db), judge=judge)


def of_case(session: Session, case_id: RecordId, *, judge: bool = True) -> tuple[DeadlineRow, ...]:
    """Return the deadlines of a case, with those of notices shared with it; open ones first, by the day to act by.

    Without ``judge`` the rules are not asked whether one is outdated.
    """
    with session.vault.read() as db:
        return _shown(store.rows_of_case(db, case_id), judge=judge)


def between(session: Session, first: date, last: date) -> tuple[DeadlineRow, ...]:
    """Return the open deadlines to act by in these days, for the calendar, which does not ask the rules."""
    with session.vault.read() as db:
        return _shown(store.rows_between(db, first, last), judge=False)


def entered_on(session: Session, day: date) -> tuple[DeadlineRow, ...]:
    """Return the deadlines entered on a day (local time), in the order of entry, to be countersigned."""
    begin = datetime.combine(day, time()).astimezone()
    with session.vault.read() as db:
        return _shown(row for row in store.rows_entered(db, begin, begin + timedelta(days=1)))


def due_on_today(session: Session, today: date) -> DueToday:
    """Return what Heute shows. Expired deadlines stay in it until somebody says how they ended.

    The rules are not asked: Heute is the first screen, and they take longer to read than it may take to appear.
    """
    with session.vault.read() as db:
        rows = _shown(store.rows_open(db), judge=False)
    own = [row for row in rows if row.deadline.own and row.deadline.act_by is not None]
    others = [row for row in rows if not row.deadline.own and row.deadline.act_by is not None]
    return DueToday(
        tuple(row for row in own if row.deadline.act_by < today),  # type: ignore[operator]  # it has a day
        tuple(row for row in own if row.deadline.act_by == today),
        tuple(row for row in rows if row.deadline.warns_on(today)),
        tuple(row for row in others if row.deadline.act_by <= today),  # type: ignore[operator]  # it has a day
        tuple(row for row in rows if row.deadline.act_by is None),
        any(row.deadline.rule for row in rows),
    )


def _shown(rows: Iterable[store.Row], *, judge: bool = True) -> tuple[DeadlineRow, ...]:
    """Name the cases; ``judge``: whether the rules are asked, too, if one is outdated (reading them takes long)."""
    named: dict[tuple[str, str], tuple[str, str]] = {}
    found = []
    rules = None
    for row in rows:
        outdated = row.moved
        if judge and row.deadline.rule and not outdated:
            rules = rules or book()
            outdated = is_outdated(rules, row.deadline)
        pair = (row.given_name, row.family_name)
        if pair not in named:
            client = Client(stamp=None, given_name=pair[0], family_name=pair[1])  # type: ignore[arg-type]  # only for its name
            named[pair] = (client.name, client.initials)
        name, initials = named[pair]
        others = max(row.concerned - 1, 0)
        found.append(DeadlineRow(row.deadline, row.number, name, initials, row.file_number, others, outdated))
    return tuple(found)
