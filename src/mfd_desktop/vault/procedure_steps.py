"""What happened in procedures, what was answered in their guide, and who belongs together."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.deadlines import ProcedureStep
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

STEP = Table("procedure_step", ("procedure_id", "notice_id", "position", "day", "document", "note"))


def add_step(db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]) -> RecordId:
    """Insert a step; ``procedure_id`` is needed."""
    return insert(db, STEP, origin, {"position": "", "document": "", "note": "", **_texts(values)}, raw)


def change_step(
    db: Connection, step_id: RecordId, now: datetime, values: Mapping[str, object], raw: Mapping[str, str | None]
) -> None:
    """Change only the fields named."""
    update(db, STEP, step_id, now, _texts(values), raw)


def read_step(db: Connection, step_id: RecordId) -> ProcedureStep:
    """Return one step; raise KeyError if there is none."""
    rows = select(db, STEP, "WHERE id = ?", (step_id,))
    if not rows:
        raise KeyError(step_id)
    return _step(rows[0])


def steps_of(db: Connection, procedure_id: RecordId) -> tuple[ProcedureStep, ...]:
    """Return the steps of a procedure, oldest first; those without a day come last."""
    rows = select(db, STEP, "WHERE procedure_id = ? ORDER BY day IS NULL, day, created, rowid", (procedure_id,))
    return tuple(_step(row) for row in rows)


def steps_of_notice(db: Connection, notice_id: RecordId) -> tuple[ProcedureStep, ...]:
    """Return the steps that a notice made, one in each procedure."""
    return tuple(_step(row) for row in select(db, STEP, "WHERE notice_id = ? ORDER BY created, rowid", (notice_id,)))


def write_answers(db: Connection, procedure_id: RecordId, answers: Mapping[str, str]) -> None:
    """Keep the answers named; an empty one goes."""
    db.executemany(
        "INSERT OR REPLACE INTO procedure_answer (procedure_id, field, value) VALUES (?, ?, ?)",
        [(procedure_id, field, value) for field, value in answers.items() if value],
    )
    db.executemany(
        "DELETE FROM procedure_answer WHERE procedure_id = ? AND field = ?",
        [(procedure_id, field) for field, value in answers.items() if not value],
    )


def read_answers(db: Connection, procedure_id: RecordId) -> dict[str, str]:
    """Return the answers in the guide of a procedure."""
    return dict(db.execute("SELECT field, value FROM procedure_answer WHERE procedure_id = ?", (procedure_id,)))


def put_together(db: Connection, procedures: Iterable[RecordId]) -> None:
    """Let exactly these procedures belong together; one alone belongs to nobody any more."""
    found = list(dict.fromkeys(procedures))
    known = [
        family
        for procedure_id in found
        for (family,) in db.execute("SELECT family FROM procedure_family WHERE procedure_id = ?", (procedure_id,))
    ]
    db.executemany("DELETE FROM procedure_family WHERE family = ?", [(family,) for family in known])
    if len(found) > 1:
        family = known[0] if known else secrets.token_hex(16)
        db.executemany(
            "INSERT INTO procedure_family (procedure_id, family) VALUES (?, ?)", [(one, family) for one in found]
        )


def family_of(db: Connection, procedure_id: RecordId) -> tuple[RecordId, ...]:
    """Return the other procedures that belong together with this one."""
    rows = db.execute(
        """SELECT o.procedure_id FROM procedure_family m JOIN procedure_family o ON o.family = m.family
        JOIN procedure p ON p.id = o.procedure_id
        WHERE m.procedure_id = ?1 AND o.procedure_id <> ?1 ORDER BY p.created, p.rowid""",
        (procedure_id,),
    )
    return tuple(RecordId(found) for (found,) in rows)


def _texts(values: Mapping[str, object]) -> dict[str, object]:
    return {name: "" if value is None and name == "position" else value for name, value in values.items()}


def _step(row: tuple[Any, ...]) -> ProcedureStep:
    procedure_id, notice_id, position, on, document, note = row[STAMP_WIDTH:]
    return ProcedureStep(stamp(row), procedure_id, notice_id, position, day(on), document, note)
