"""Intentions around asylum procedures: one a person, its cut-off dates and steps, who belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets, law_fields
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.saving import check
from mfd_desktop.vault import cases, procedure_steps, procedures
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import ProcedureStep
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.vault.database import Connection

POSITIONS = "procedure_positions"


def procedure_of(session: Session, client_id: RecordId) -> Procedure | None:
    """Return the procedure of a person: the running one, else the last; None without one."""
    with session.vault.read() as db:
        return next(iter(procedures.procedures_of(db, client_id)), None)


def procedure_of_case(session: Session, case_id: RecordId) -> Procedure | None:
    """Return the procedure of the person a case is about; raise KeyError if there is no such case."""
    with session.vault.read() as db:
        return next(iter(procedures.procedures_of(db, cases.read_case(db, case_id).client_id)), None)


def read_procedure(session: Session, procedure_id: RecordId) -> Procedure:
    """Return one procedure; raise KeyError if there is none."""
    with session.vault.read() as db:
        return procedures.read_procedure(db, procedure_id)


def begin_procedure(session: Session, case_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Record the procedure of the person a case is about; invalid fields are kept as typed and make it a draft.

    Whoever has a running one keeps it: then it is changed instead.
    """
    with session.vault.write() as db:
        client_id = cases.read_case(db, case_id).client_id
        running = [found for found in procedures.procedures_of(db, client_id) if found.ended is None]
        if running:
            saved = _change(db, session, running[0], raws)
        else:
            result = check(
                fieldsets.PROCEDURE, _with_stage(session, raws), today=session.clock.today(), lists=session.lists
            )
            owners = {"client_id": client_id, "case_id": case_id}
            made = procedures.add_procedure(
                db, session.origin("procedure"), {**result.values, **owners}, result.kept
            )  # fmt: skip
            saved = Saved(made, result.problems)
    session.announce(changed("procedure", "deadline", ids=(saved.record_id, client_id, case_id)), initiator)
    return saved


def save_procedure(
    session: Session, procedure_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Change the touched fields of a procedure; the coarse stage follows from the position.

    Deadlines computed with another cut-off date say so on the desk until they are computed anew.
    """
    with session.vault.write() as db:
        before = procedures.read_procedure(db, procedure_id)
        saved = _change(db, session, before, raws)
    session.announce(
        changed("procedure", "deadline", ids=(procedure_id, before.client_id, before.case_id)), initiator
    )  # fmt: skip
    return saved


def _change(db: Connection, session: Session, before: Procedure, raws: Mapping[str, str]) -> Saved:
    result = check(
        fieldsets.PROCEDURE, _with_stage(session, raws), today=session.clock.today(), lists=session.lists,
        stored=values_of(before, fieldsets.PROCEDURE), stored_raw=before.stamp.raw,
    )  # fmt: skip
    procedures.change_procedure(db, before.stamp.id, session.clock.now(), result.values, result.raw)
    return Saved(before.stamp.id, result.problems)


def _with_stage(session: Session, raws: Mapping[str, str]) -> dict[str, str]:
    """Let the coarse stage follow from a position."""
    stage = stage_of(session, raws.get("position", ""))
    return {**raws, "stage": stage} if stage else dict(raws)


def stage_of(session: Session, position: str) -> str:
    """Return the coarse stage (``procedure_stages``) of a position, empty for an unknown one."""
    codes = session.lists.get(POSITIONS).codes
    return next((code.group or "" for code in codes if code.code == position.strip()), "")


def remove_procedure(session: Session, procedure_id: RecordId, *, initiator: object = None) -> str:
    """Move a procedure with its steps into the recycle bin, its deadlines stay; return the entry."""
    with session.vault.write() as db:
        before = procedures.read_procedure(db, procedure_id)
        entry = bin_record(db, procedures.PROCEDURE.name, procedure_id, session.clock.now())
    session.announce(
        changed("procedure", "deadline", ids=(procedure_id, before.client_id, before.case_id)), initiator
    )  # fmt: skip
    return entry


# --- steps ----------------------------------------------------------------


def add_step(session: Session, procedure_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Record what happened; with a position the procedure stands there from now on, unless a later step says else."""
    result = check(law_fields.PROCEDURE_STEP, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        owner = procedures.read_procedure(db, procedure_id)
        values = {**result.values, "procedure_id": procedure_id}
        step_id = procedure_steps.add_step(db, session.origin("procedure_step"), values, result.kept)
        follow_steps(db, session, procedure_id)
    _announce_step(session, step_id, owner, initiator)
    return Saved(step_id, result.problems)


def save_step(session: Session, step_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Change the touched fields of a step; the procedure's position follows."""
    with session.vault.write() as db:
        before = procedure_steps.read_step(db, step_id)
        result = check(
            law_fields.PROCEDURE_STEP, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(before, law_fields.PROCEDURE_STEP), stored_raw=before.stamp.raw,
        )  # fmt: skip
        procedure_steps.change_step(db, step_id, session.clock.now(), result.values, result.raw)
        follow_steps(db, session, before.procedure_id)
        owner = procedures.read_procedure(db, before.procedure_id)
    _announce_step(session, step_id, owner, initiator)
    return Saved(step_id, result.problems)


def remove_step(session: Session, step_id: RecordId, *, initiator: object = None) -> str:
    """Move a step into the recycle bin; return the entry. The procedure stands where the step before left it."""
    with session.vault.write() as db:
        before = procedure_steps.read_step(db, step_id)
        entry = bin_record(db, procedure_steps.STEP.name, step_id, session.clock.now())
        follow_steps(db, session, before.procedure_id)
        owner = procedures.read_procedure(db, before.procedure_id)
    _announce_step(session, step_id, owner, initiator)
    return entry


def steps_of(session: Session, procedure_id: RecordId) -> tuple[ProcedureStep, ...]:
    """Return the steps of a procedure, oldest first."""
    with session.vault.read() as db:
        return procedure_steps.steps_of(db, procedure_id)


def follow_steps(db: Connection, session: Session, procedure_id: RecordId) -> None:
    """Let a procedure stand where its last step with a position leaves it; without any it stays as it is."""
    placed = [step for step in procedure_steps.steps_of(db, procedure_id) if step.position and step.day is not None]
    if placed:
        procedure = procedures.read_procedure(db, procedure_id)
        if placed[-1].position != procedure.position:
            _change(db, session, procedure, {"position": placed[-1].position})


def _announce_step(session: Session, step_id: RecordId, owner: Procedure, initiator: object) -> None:
    session.announce(changed("procedure", ids=(step_id, owner.stamp.id, owner.client_id, owner.case_id)), initiator)


# --- guide and family -----------------------------------------------------


def save_answers(
    session: Session, procedure_id: RecordId, answers: Mapping[str, str], *, initiator: object = None
) -> None:
    """Keep what was ticked and answered in the guide, by name of the field; an empty answer goes."""
    with session.vault.write() as db:
        owner = procedures.read_procedure(db, procedure_id)
        procedure_steps.write_answers(db, procedure_id, answers)
    session.announce(changed("procedure", ids=(procedure_id, owner.client_id)), initiator)


def answers_of(session: Session, procedure_id: RecordId) -> dict[str, str]:
    """Return what was ticked and answered in the guide of a procedure."""
    with session.vault.read() as db:
        return procedure_steps.read_answers(db, procedure_id)


def family_of(session: Session, procedure_id: RecordId) -> tuple[Procedure, ...]:
    """Return the procedures of the other people who belong together with this one."""
    with session.vault.read() as db:
        return tuple(procedures.read_procedure(db, other) for other in procedure_steps.family_of(db, procedure_id))


def link_family(
    session: Session, procedure_id: RecordId, client_ids: Iterable[RecordId], *, initiator: object = None
) -> tuple[RecordId, ...]:
    """Let a procedure belong together with those of these people and no others; return their procedures.

    Whoever has no running procedure gets one of the same kind, a draft until its stage and dates are entered.
    """
    with session.vault.write() as db:
        own = procedures.read_procedure(db, procedure_id)
        found = tuple(
            _running(db, session, client_id, own.kind) for client_id in client_ids if client_id != own.client_id
        )
        procedure_steps.put_together(db, (procedure_id, *found))
    session.announce(changed("procedure", ids=(procedure_id, own.client_id, *found)), initiator)
    return found


def _running(db: Connection, session: Session, client_id: RecordId, kind: str) -> RecordId:
    for procedure in procedures.procedures_of(db, client_id):
        if procedure.ended is None:
            return procedure.stamp.id
    newest = next(iter(cases.cases_of(db, client_id)), None)
    values = {"client_id": client_id, "case_id": newest.stamp.id if newest else None, "kind": kind}
    return procedures.add_procedure(db, session.origin("procedure"), values, {"stage": ""})
