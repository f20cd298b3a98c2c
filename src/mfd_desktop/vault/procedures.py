"""Asylum procedures of clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.records import Procedure
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, delete, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.records import Origin

PROCEDURE = Table(
    "procedure",
    (
        "client_id", "case_id", "kind", "stage", "lodged", "registered", "examination_started", "began", "ended",
        "position", "asked", "note",
    ),
    secret=True,
)  # fmt: skip


def add_procedure(db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]) -> RecordId:
    """Insert a procedure. ``values`` are Procedure fields by name; ``client_id`` is needed."""
    return insert(db, PROCEDURE, origin, _texts({"kind": None, "stage": None, **values}), raw)


def change_procedure(
    db: Connection, record_id: RecordId, now: datetime, values: Mapping[str, object], raw: Mapping[str, str | None]
) -> None:
    """Change only the fields named."""
    update(db, PROCEDURE, record_id, now, _texts(values), raw)


def remove_procedure(db: Connection, record_id: RecordId) -> None:
    """Delete a procedure with its steps; its deadlines stay."""
    delete(db, PROCEDURE, record_id)


def read_procedure(db: Connection, record_id: RecordId) -> Procedure:
    """Return one procedure; raise KeyError if there is none."""
    rows = select(db, PROCEDURE, "WHERE id = ?", (record_id,))
    if not rows:
        raise KeyError(record_id)
    return _procedure(rows[0])


def procedures_of(db: Connection, client_id: RecordId) -> tuple[Procedure, ...]:
    """Return the procedures of a client: running ones first, the newest of them before the others."""
    rows = select(
        db, PROCEDURE, "WHERE client_id = ? ORDER BY ended IS NOT NULL, began DESC, created DESC, rowid DESC",
        (client_id,),
    )  # fmt: skip
    return tuple(_procedure(row) for row in rows)


def accompanied(db: Connection, first: date, last: date) -> list[tuple[bytes, str]]:
    """Return secret and stage of the valid procedures accompanied on one of these days.

    With its case, closed with an outcome, the accompaniment ends too, also if nobody noted a day for it.
    """
    rows = db.execute(
        """SELECT p.secret, p.stage FROM procedure p LEFT JOIN case_file c ON c.id = p.case_id
        WHERE p.state = 'valid' AND (p.began IS NULL OR p.began <= ?2) AND (p.ended IS NULL OR p.ended >= ?1)
            AND (c.closed IS NULL OR c.outcome IS NULL OR c.closed >= ?1)""",
        (first.isoformat(), last.isoformat()),
    )
    return list(rows)


def _texts(values: Mapping[str, object]) -> dict[str, object]:
    """Store no code as an empty text."""
    return {
        name: "" if value is None and name in ("kind", "stage", "position") else value for name, value in values.items()
    }


def _procedure(row: tuple[Any, ...]) -> Procedure:
    client_id, case_id, kind, stage, lodged, registered, examined, began, ended, *rest = row[STAMP_WIDTH:]
    position, asked, note = rest
    return Procedure(
        stamp(row), client_id, case_id, kind, stage, day(lodged), day(registered), day(examined), day(began),
        day(ended), position, day(asked), note,
    )  # fmt: skip
