"""What is to be done after protection was granted: follow-ups, and deadlines where the day of the rule is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import agenda, deadlines, procedures
from mfd_desktop.app.procedure_guide import DONE, guide
from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import content_text
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.fields import show
from mfd_desktop.vault import authority_notices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mfd_desktop.app.procedure_guide import Standing
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.law.guide_files import TaskEntry
    from mfd_desktop.law.results import Facts

DECISION = "decision"
"""Name of the answer that says which decision granted protection, where no notice does."""
_TASK = "task."
_GRANTED = frozenset({"Z10", "Z30"})
_OF_THE_DECISION = ("ZUSTELLUNG", "BEKANNTGABE", "ZUERKENNUNG", "UNANFECHTBARKEIT")
"""Triggers whose day is the one of the decision (of finality at the earliest, which is the safe side)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that granted protection: its code (B01 … B05, empty if unknown) and the day it arrived."""

    code: str
    day: date | None
    noticed: bool


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: ``trigger`` names the kind of day its rule runs from, empty if that is not known here.

    ``remind``: the day of its follow-up otherwise. ``taken``: it stands in the case already.
    """

    entry: TaskEntry
    taken: bool
    trigger: str
    remind: date


def decision_of(session: Session, found: Standing) -> Decision:
    """Return the decision that granted protection: of the newest such notice, else as it was answered."""
    known = {code for task in guide(session).task_file.tasks for code in task.decisions}
    with session.vault.read() as db:
        noticed = [authority_notices.read_notice(db, step.notice_id) for step in found.events if step.notice_id]
    for notice in reversed(noticed):
        if notice.kind in known:
            return Decision(notice.kind or "", notice.delivered or notice.received, noticed=True)
    days = [step.day for step in found.events if step.position in _GRANTED and step.day is not None]
    return Decision(found.answers.get(DECISION, ""), min(days, default=None), noticed=False)


def choose_decision(session: Session, procedure_id: RecordId, code: str, *, initiator: object = None) -> None:
    """Keep which decision granted protection."""
    procedures.save_answers(session, procedure_id, {DECISION: code}, initiator=initiator)


def tasks_of(session: Session, found: Standing, case_id: RecordId) -> tuple[Task, ...]:
    """Return what is to be done after the decision, in the order of the guide; nothing without one."""
    decision = decision_of(session, found)
    there = {row.deadline.rule for row in deadlines.of_case(session, case_id)}
    today = session.clock.today()
    return tuple(
        Task(
            entry,
            found.answers.get(f"{_TASK}{entry.name}") == DONE or (bool(entry.rule) and entry.rule in there),
            _trigger(session, entry.rule) if decision.day is not None else "",
            today + timedelta(days=entry.days),
        )
        for entry in guide(session).tasks_after(decision.code)
    )


def _trigger(session: Session, rule_id: str) -> str:
    rules = book(session)
    if not rule_id or rule_id not in rules.ids:
        return ""
    kinds = rules.kinds_of(rules.versions(rule_id)[-1])
    return next((kind for kind in _OF_THE_DECISION if kind in kinds), "")


def take_over(
    session: Session, found: Standing, case_id: RecordId, names: Iterable[str], *, initiator: object = None
) -> int:
    """Put tasks into the case: a deadline where its rule can be reckoned, else a follow-up; return how many.

    A task that is there already is left alone. Each is marked in the procedure once it is recorded: stopping in the
    middle loses none.
    """
    wanted = frozenset(names)
    day = decision_of(session, found).day
    count = 0
    for task in tasks_of(session, found, case_id):
        if task.taken or task.entry.name not in wanted:
            continue
        facts = _facts(found, task, day)
        if facts is not None and _can_be_reckoned(session, facts):
            raws = {
                "rule": facts.rule,
                "trigger_kind": facts.trigger_kind,
                "trigger_day": show(day),
                "land": facts.land,
            }
            deadlines.add_by_rule(session, case_id, raws, found.procedure.stamp.id, initiator=initiator)
        else:
            raws = {"due": show(task.remind), "text": _words(task)}
            agenda.record_follow_up(session, case_id, raws, initiator=initiator)
        answers = {f"{_TASK}{task.entry.name}": DONE}
        procedures.save_answers(session, found.procedure.stamp.id, answers, initiator=initiator)
        count += 1
    return count


def _facts(found: Standing, task: Task, day: date | None) -> Facts | None:
    from mfd_desktop.law.results import Facts

    if not task.trigger or day is None:
        return None
    own = found.procedure
    return Facts(
        task.entry.rule, task.trigger, day,
        lodged=own.lodged, registered=own.registered, withdrawal_started=own.examination_started,
    )  # fmt: skip


def _can_be_reckoned(session: Session, facts: Facts) -> bool:
    from mfd_desktop.law.calculation import compute

    try:
        compute(book(session), facts, today=session.clock.today())
    except UserError:
        return False
    return True


def _words(task: Task) -> str:
    return f"{content_text(task.entry.text)} ({content_text(task.entry.addressee)})"[:300]
