"""The address book: authorities, courts, services, lawyers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.releases import Recipient
from mfd_desktop.vault.records import STAMP_WIDTH, Table, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.records import Origin

RECIPIENT = Table(
    "recipient", ("name", "department", "street", "postcode", "town", "phone", "fax", "email", "note")
)  # fmt: skip


def add_recipient(db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]) -> RecordId:
    """Insert an entry; ``values`` are Recipient fields by name, missing ones are empty."""
    return insert(db, RECIPIENT, origin, dict.fromkeys(RECIPIENT.columns, "") | _texts(values), raw)


def change_recipient(
    db: Connection,
    record_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> None:
    """Change only the fields named."""
    update(db, RECIPIENT, record_id, now, _texts(values), raw)


def read_recipient(db: Connection, record_id: str) -> Recipient:
    """Return one entry; raise KeyError if there is none."""
    rows = select(db, RECIPIENT, "WHERE id = ?", (record_id,))
    if not rows:
        raise KeyError(record_id)
    return Recipient(stamp(rows[0]), *rows[0][STAMP_WIDTH:])


def all_recipients(db: Connection) -> tuple[Recipient, ...]:
    """Return every entry, oldest first."""
    rows = select(db, RECIPIENT, "ORDER BY created, rowid")
    return tuple(Recipient(stamp(row), *row[STAMP_WIDTH:]) for row in rows)


def uses(db: Connection, record_id: RecordId) -> tuple[int, int]:
    """Return how many releases and how many letters name this entry."""
    (releases,) = db.execute("SELECT count(*) FROM release WHERE recipient_id = ?", (record_id,)).fetchone()
    (letters,) = db.execute("SELECT count(*) FROM letter WHERE recipient_id = ?", (record_id,)).fetchone()
    return releases, letters


def _texts(values: Mapping[str, object]) -> dict[str, object]:
    return {name: "" if value is None else value for name, value in values.items()}
