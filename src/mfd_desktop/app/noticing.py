"""Intentions around notices of authorities: all deadlines at once, one date for everything that hangs on it.

Notice, deadlines, steps of procedures and document are recorded in one transaction. What cannot be computed yet leaves
a deadline without a day, which stands first on the desk: nothing is ever silent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mfd_desktop.app import notice_words
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.computing import give_reason, log
from mfd_desktop.app.law_fields import NOTICE
from mfd_desktop.app.notice_keeping import (
    DATES,
    all_changes,
    apply_plan,
    arrival_of,
    keep_document,
    keep_letters,
    keep_steps,
)
from mfd_desktop.app.notice_plan import PlannedDeadline as PlannedDeadline
from mfd_desktop.app.notice_plan import law_of_decision, plan
from mfd_desktop.app.rulebook import book
from mfd_desktop.app.saving import check
from mfd_desktop.vault import authority_notices as store
from mfd_desktop.vault import deadlines, procedures
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mfd_desktop.app.notice_plan import Plan
    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Change, Notice
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.law.results import Message
    from mfd_desktop.vault.database import Connection

_KINDS = ("notice", "deadline", "procedure", "letter", "attachment")


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What recording a notice would make, before anything is saved.

    ``deadlines``: the main remedy first. ``differences``: from the instruction on remedies. ``today``: what to do now.
    ``letters``: templates that help. ``refused``: rules that cannot be computed, and why. ``problems``: of its fields.
    ``stay``: what the decision means for the right to stay, and hints.
    """

    deadlines: tuple[PlannedDeadline, ...]
    differences: tuple[Message, ...]
    today: tuple[Message, ...]
    letters: tuple[str, ...]
    refused: tuple[Message, ...]
    problems: tuple[Problem, ...]
    stay: tuple[Message, ...] = ()


def preview(
    session: Session, case_id: RecordId, procedure_ids: Iterable[RecordId], raws: Mapping[str, str]
) -> NoticePreview:
    """Return what would come of a notice entered in a case that concerns these procedures."""
    today = session.clock.today()
    result = check(NOTICE, raws, today=today, lists=session.lists)
    with session.vault.read() as db:
        concerned = [procedures.read_procedure(db, one) for one in procedure_ids]
    found = plan(session, result.values, concerned)
    kind = str(result.values["kind"] or "")
    laws = {law_of_decision(book(session), kind, procedure) for procedure in concerned or (None,)}
    return NoticePreview(
        found.deadlines,
        notice_words.differences(found, result.values),
        notice_words.to_do(found, result.values, today),
        notice_words.letters(found, result.values),
        notice_words.refusals(found),
        result.problems,
        notice_words.stay(result.values, ("ALT", "NEU") if "" in laws else sorted(laws)),
    )


def record_notice(
    session: Session,
    case_id: RecordId,
    procedure_ids: Iterable[RecordId],
    raws: Mapping[str, str],
    *,
    initiator: object = None,
) -> Saved:
    """Record a notice once for everybody it concerns, with all its deadlines, in one transaction.

    ``attachment_id`` among ``raws`` may name the scanned document. Invalid fields are kept as typed and make it a
    draft; whatever can be computed is, and what cannot stands on the desk without a day.
    """
    concerned = tuple(procedure_ids)
    result = check(NOTICE, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        values = {**result.values, "attachment_id": raws.get("attachment_id") or None}
        notice_id = store.add_notice(db, session.origin(NOTICE.name), case_id, values, result.kept, concerned)
        notice = store.read_notice(db, notice_id)
        found = _plan(db, session, result.values, notice.procedures)
        apply_plan(db, session, notice, found)
        keep_steps(db, session, notice)
        keep_document(db, session, notice)
    session.announce(changed(*_KINDS, ids=(notice_id, case_id, *concerned)), initiator)
    return Saved(notice_id, result.problems)


def affected_by(
    session: Session,
    notice_id: RecordId,
    raws: Mapping[str, str],
    procedure_ids: Iterable[RecordId] | None = None,
) -> tuple[Change, ...]:
    """Return everything that changing the touched fields would change, before it is saved."""
    with session.vault.read() as db:
        before = store.read_notice(db, notice_id)
        result = _checked(session, before, raws)
        values = {**values_of(before, NOTICE), **result.values}
        concerned = before.procedures if procedure_ids is None else tuple(procedure_ids)
        found = _plan(db, session, values, concerned)
        days: dict[str, Any] = {name: values[name] for name in DATES}
        after = replace(before, **days)
        return all_changes(db, before, after, found)


def change_notice(
    session: Session,
    notice_id: RecordId,
    raws: Mapping[str, str],
    procedure_ids: Iterable[RecordId] | None = None,
    *,
    initiator: object = None,
) -> Saved:
    """Change the touched fields of a notice with everything ``affected_by`` names, in one transaction.

    ``procedure_ids``: whom it concerns from now on; None leaves that as it is. Without a touched field everything is
    computed anew, with the rules and cut-off dates of today.
    """
    with session.vault.write() as db:
        before = store.read_notice(db, notice_id)
        result = _checked(session, before, raws)
        values = dict(result.values)
        if "attachment_id" in raws:
            values["attachment_id"] = raws["attachment_id"] or None
        store.change_notice(db, notice_id, session.clock.now(), values, result.raw)
        if procedure_ids is not None:
            store.concern(db, notice_id, procedure_ids)
        after = store.read_notice(db, notice_id)
        found = _plan(db, session, values_of(after, NOTICE), after.procedures)
        apply_plan(db, session, after, found)
        keep_steps(db, session, after)
        keep_document(db, session, after, arrival_of(before))
        keep_letters(db, session, before, after)
    ids = (notice_id, after.case_id, *before.procedures, *after.procedures)
    session.announce(changed(*_KINDS, ids=ids), initiator)
    return Saved(notice_id, result.problems)


def remove_notice(session: Session, notice_id: RecordId, reason: str = "", *, initiator: object = None) -> str:
    """Move a notice with its deadlines and steps into the recycle bin; return the entry for ``recycling.restore``.

    While one of its deadlines is open it goes only with a reason: raises ReasonMissing.
    """
    with session.vault.write() as db:
        notice = store.read_notice(db, notice_id)
        for deadline in deadlines.deadlines_of_notice(db, notice_id):
            if deadline.done is None:
                give_reason(db, session, deadline, reason)
            log(db, session, deadline, "removed" if deadline.done else "removed_open")
        entry = bin_record(db, store.NOTICE.name, notice_id, session.clock.now())
    session.announce(changed(*_KINDS, ids=(notice_id, notice.case_id, *notice.procedures)), initiator)
    return entry


def read_notice(session: Session, notice_id: RecordId) -> Notice:
    """Return one notice; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_notice(db, notice_id)


def notices_of(session: Session, case_id: RecordId) -> tuple[Notice, ...]:
    """Return the notices of a case, with those of relatives' cases that concern its person; the newest first."""
    with session.vault.read() as db:
        return store.notices_of(db, case_id)


def _plan(db: Connection, session: Session, values: Mapping[str, object], procedure_ids: Iterable[RecordId]) -> Plan:
    return plan(session, values, [procedures.read_procedure(db, found) for found in procedure_ids])


def _checked(session: Session, before: Notice, raws: Mapping[str, str]) -> Checked:
    return check(
        NOTICE, raws, today=session.clock.today(), lists=session.lists, stored=values_of(before, NOTICE),
        stored_raw=before.stamp.raw,
    )  # fmt: skip
