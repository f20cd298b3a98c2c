"""Colleagues whose desk files were read, and the hand-overs of cases."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.handover import HandOver
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

HANDOVER = Table(
    "handover",
    ("client_id", "case_id", "release_id", "direction", "purpose", "partner", "partner_key", "day", "until", "ended",
     "reason", "package", "origin"),
)  # fmt: skip


def add_handover(db: Connection, origin: Origin, values: Mapping[str, object], *, number: str = "",
                 ids: Mapping[str, str] | None = None) -> RecordId:  # fmt: skip
    """Insert a hand-over. ``values`` are HandOver fields by name; ``number`` and ``ids`` as there."""
    kept = json.dumps({"number": number, "ids": dict(ids or {})}, sort_keys=True)
    return insert(db, HANDOVER, origin, {"reason": "", **values, "origin": kept}, {})


def handovers_of(db: Connection, case_id: RecordId) -> tuple[HandOver, ...]:
    """Return the hand-overs of a case, newest first."""
    rows = select(db, HANDOVER, "WHERE case_id = ? ORDER BY created DESC, rowid DESC", (case_id,))
    return tuple(_handover(row) for row in rows)


def open_stand_ins(db: Connection) -> tuple[HandOver, ...]:
    """Return the stand-ins in both directions that are not ended, the one that ends first before the others."""
    rows = select(
        db, HANDOVER, "WHERE purpose = 'stand_in' AND ended IS NULL AND case_id IS NOT NULL ORDER BY until, created"
    )
    return tuple(_handover(row) for row in rows)


def end_handover(db: Connection, handover_id: RecordId, now: datetime, on: date) -> None:
    """Mark a stand-in as over."""
    db.execute(
        "UPDATE handover SET ended = ?, changed = ? WHERE id = ?", (on.isoformat(), now.isoformat(), handover_id)
    )


def taken_before(db: Connection, package: str) -> RecordId | None:
    """Return the case that this package was opened as; None if it was not, or the case is gone."""
    row = db.execute(
        "SELECT case_id FROM handover WHERE direction = 'in' AND package = ? AND case_id IS NOT NULL", (package,)
    ).fetchone()
    return RecordId(row[0]) if row else None


def write_colleague(db: Connection, desk: str, card: bytes, now: datetime) -> None:
    """Keep a colleague's desk card whose words were compared now."""
    db.execute(
        "INSERT OR REPLACE INTO colleague (desk, card, compared) VALUES (?, ?, ?)", (desk, card, now.isoformat())
    )


def remove_colleague(db: Connection, desk: str) -> None:
    """Forget a colleague; what was handed over stays recorded."""
    db.execute("DELETE FROM colleague WHERE desk = ?", (desk,))


def read_colleagues(db: Connection) -> tuple[tuple[bytes, datetime], ...]:
    """Return card and moment of comparing of every colleague."""
    rows = db.execute("SELECT card, compared FROM colleague ORDER BY compared").fetchall()
    return tuple((card, datetime.fromisoformat(compared)) for card, compared in rows)


def _handover(row: tuple[Any, ...]) -> HandOver:
    (client_id, case_id, release_id, direction, purpose, partner, key, on, until, ended, reason, package, origin) = row[
        STAMP_WIDTH:
    ]
    found, kept = stamp(row), json.loads(origin)
    return HandOver(
        found.id, client_id, case_id, release_id, direction, purpose, partner, key, date.fromisoformat(on), day(until),
        day(ended), reason, package, found.created, kept.get("number", ""), kept.get("ids", {}),
    )  # fmt: skip
