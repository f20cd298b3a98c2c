"""Rights of people, what stays of erasures, and what the retention of files depends on."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.privacy import ErasureRecord, Rights, RightsEvent, RightsKind
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, delete, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.records import Origin

EVENT = Table(
    "privacy_event",
    ("client_id", "follow_up_id", "kind", "matter", "day", "due", "ended", "language", "person", "answer", "note"),
)
_TEXTS = frozenset({"matter", "person", "answer", "note"})


def add_event(
    db: Connection,
    origin: Origin,
    client_id: RecordId,
    kind: RightsKind,
    values: Mapping[str, object],
    raw: Mapping[str, str],
) -> RecordId:
    """Insert a record of the rights of a person; ``values`` are RightsEvent fields by name."""
    row = dict.fromkeys(_TEXTS) | dict(values) | {"client_id": client_id, "kind": kind.value}
    return insert(db, EVENT, origin, _columns(row), raw)


def change_event(
    db: Connection, event_id: RecordId, now: datetime, values: Mapping[str, object], raw: Mapping[str, str | None]
) -> None:
    """Change only the fields named."""
    update(db, EVENT, event_id, now, _columns(values), raw)


def remove_event(db: Connection, event_id: RecordId) -> None:
    """Delete a record."""
    delete(db, EVENT, event_id)


def read_event(db: Connection, event_id: RecordId) -> RightsEvent:
    """Return one record; raise KeyError if there is none."""
    rows = select(db, EVENT, "WHERE id = ?", (event_id,))
    if not rows:
        raise KeyError(event_id)
    return _event(rows[0])


def rights_of(db: Connection, client_id: RecordId) -> Rights:
    """Return all records of a person, newest first."""
    rows = select(db, EVENT, "WHERE client_id = ? ORDER BY day DESC, created DESC, rowid DESC", (client_id,))
    return Rights(tuple(map(_event, rows)))


def all_rights(db: Connection) -> dict[RecordId, Rights]:
    """Return the records of everybody who has any."""
    found: dict[RecordId, list[RightsEvent]] = {}
    for row in select(db, EVENT, "ORDER BY day DESC, created DESC, rowid DESC"):
        event = _event(row)
        found.setdefault(event.client_id, []).append(event)
    return {client_id: Rights(tuple(events)) for client_id, events in found.items()}


def _columns(values: Mapping[str, object]) -> dict[str, object]:
    return {name: "" if value is None and name in _TEXTS else value for name, value in values.items()}


def _event(row: tuple[Any, ...]) -> RightsEvent:
    client_id, follow_up_id, kind, matter, on, due, ended, language, person, answer, note = row[STAMP_WIDTH:]
    return RightsEvent(
        stamp(row), client_id, follow_up_id, RightsKind(kind), matter, day(on), day(due), day(ended), language, person,
        answer, note,
    )  # fmt: skip


def write_erasure(db: Connection, erasure: ErasureRecord) -> None:
    """Note an erasure without the person."""
    db.execute(
        "INSERT INTO erasure (id, day, reason, regime, forgotten, records, kinds) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            erasure.number, erasure.day.isoformat(), "+".join((erasure.reason, *erasure.despite)), erasure.regime,
            erasure.forgotten.isoformat() if erasure.forgotten else None, sum(erasure.kinds.values()),
            json.dumps(dict(erasure.kinds), sort_keys=True),
        ),
    )  # fmt: skip


def erasures(db: Connection) -> tuple[ErasureRecord, ...]:
    """Return all erasures, newest first."""
    rows = db.execute("SELECT id, day, reason, regime, forgotten, kinds FROM erasure ORDER BY day DESC, id").fetchall()
    return tuple(map(_erasure, rows))


def _erasure(row: tuple[Any, ...]) -> ErasureRecord:
    number, on, reasons, regime, forgotten, kinds = row
    reason, *despite = reasons.split("+")
    return ErasureRecord(
        number, date.fromisoformat(on), reason, tuple(despite), regime, day(forgotten), json.loads(kinds)
    )
