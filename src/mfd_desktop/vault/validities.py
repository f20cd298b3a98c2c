"""Validity dates of a person: titles, Duldung, Gestattung, passports, benefit periods."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.deadlines import Validity
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Client
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

VALIDITY = Table("validity", ("client_id", "kind", "label", "number", "since", "until", "warnings", "renewed", "note"))
_EMPTY = {"label": "", "number": "", "warnings": "", "note": ""}


def add_validity(
    db: Connection, origin: Origin, client_id: RecordId, values: Mapping[str, object], raw: Mapping[str, str]
) -> RecordId:
    """Insert a validity date of a person."""
    return insert(db, VALIDITY, origin, {**_EMPTY, **values, "client_id": client_id}, raw)


def change_validity(
    db: Connection, record_id: RecordId, now: datetime, values: Mapping[str, object], raw: Mapping[str, str | None]
) -> None:
    """Change only the fields named."""
    update(db, VALIDITY, record_id, now, values, raw)


def read_validity(db: Connection, record_id: RecordId) -> Validity:
    """Return one validity date; raise KeyError if there is none."""
    rows = select(db, VALIDITY, "WHERE id = ?", (record_id,))
    if not rows:
        raise KeyError(record_id)
    return _validity(rows[0])


def validities_of(db: Connection, client_id: RecordId) -> tuple[Validity, ...]:
    """Return the validity dates of a person: what still runs by its end, then what was renewed, the newest first."""
    running = select(db, VALIDITY, "WHERE client_id = ? AND renewed IS NULL ORDER BY until, created", (client_id,))
    renewed = select(
        db, VALIDITY, "WHERE client_id = ? AND renewed IS NOT NULL ORDER BY until DESC, created DESC", (client_id,)
    )
    return tuple(_validity(row) for row in (*running, *renewed))


def running_validities(db: Connection) -> tuple[Validity, ...]:
    """Return everything with an end that was not renewed, by its end."""
    rows = select(db, VALIDITY, "WHERE renewed IS NULL AND until IS NOT NULL ORDER BY until, created")
    return tuple(_validity(row) for row in rows)


def ending_statuses(db: Connection) -> tuple[tuple[RecordId, str, date], ...]:
    """Return client, code and end of every residence status that no later one of the person follows."""
    rows = db.execute(
        """SELECT client_id, code, expires FROM residence_status r
        WHERE state = 'valid' AND expires IS NOT NULL AND code IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM residence_status o WHERE o.client_id = r.client_id AND o.id <> r.id
            AND coalesce(o.since, '') >= coalesce(r.since, '') AND coalesce(o.expires, '9') > r.expires)"""
    )
    return tuple((RecordId(client_id), code, date.fromisoformat(until)) for client_id, code, until in rows)


def people_with_open_case(db: Connection, clients: Iterable[RecordId]) -> dict[RecordId, tuple[RecordId, str, Client]]:
    """Return newest open case, its number and the person (only the two names) of those who have one."""
    rows = db.execute(
        """SELECT p.id, c.id, c.number, p.family_name, p.given_name FROM client p
        JOIN case_file c ON c.client_id = p.id
        WHERE c.closed IS NULL AND p.id IN (SELECT value FROM json_each(?)) ORDER BY c.number""",
        (json.dumps(sorted(set(clients))),),
    )
    return {
        RecordId(client_id): (RecordId(case_id), number, Client(None, given, family))  # type: ignore[arg-type]  # only for its name
        for client_id, case_id, number, family, given in rows
    }


def _validity(row: tuple[Any, ...]) -> Validity:
    client_id, kind, label, number, since, until, warnings, renewed, note = row[STAMP_WIDTH:]
    days = tuple(int(text) for text in warnings.split())
    return Validity(
        stamp(row), RecordId(client_id), kind, label, number, day(since), day(until), days, day(renewed), note
    )
