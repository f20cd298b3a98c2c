"""Writing and reading record rows: the stamp, touched fields only, raw text beside typed values."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Stamp, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3.dbapi2 import Connection

STAMP = "id, state, raw, source, source_version, created, changed"
STAMP_WIDTH = 7


@dataclass(frozen=True, slots=True)
class Table:
    """A record table: its name, its own columns and whether its records carry a secret for the cell key."""

    name: str
    columns: tuple[str, ...]
    secret: bool = False

    @property
    def selection(self) -> str:
        """The column list of a SELECT: the stamp, then the own columns."""
        return ", ".join(f"{self.name}.{column.strip()}" for column in (*STAMP.split(","), *self.columns))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record comes from (form or import, with version) and when."""

    now: datetime
    source: str
    version: int = 1


def new_id() -> RecordId:
    """Return a fresh random 128-bit id."""
    return RecordId(secrets.token_hex(16))


def insert(
    db: Connection, table: Table, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]
) -> RecordId:
    """Insert a record and return its id; it is a draft while ``raw`` holds anything."""
    row = new_row(table, origin, values, raw)
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table.name} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
    return RecordId(str(row["id"]))


def new_row(table: Table, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]) -> dict[str, object]:
    """Return the stored columns of a new record with a fresh id and, where the table has one, its
    own secret.
    """
    moment = origin.now.isoformat()
    row: dict[str, object] = {
        "id": new_id(),
        "state": (State.DRAFT if raw else State.VALID).value,
        "raw": _dump(raw),
        "source": origin.source,
        "source_version": origin.version,
        "created": moment,
        "changed": moment,
        **{column: encode(value) for column, value in values.items()},
    }
    if table.secret:
        row["secret"] = secrets.token_bytes(16)
    return row


def update(
    db: Connection,
    table: Table,
    record_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> State:
    """Change the touched columns and the raw texts named (None takes one away); return the new state."""
    kept = dict(read_raw(db, table, record_id))
    for name, text in raw.items():
        if text is None:
            kept.pop(name, None)
        else:
            kept[name] = text
    state = State.DRAFT if kept else State.VALID
    row: dict[str, object] = {column: encode(value) for column, value in values.items()}
    row |= {"state": state.value, "raw": _dump(kept), "changed": now.isoformat()}
    sets = ", ".join(f"{column} = ?" for column in row)
    db.execute(f"UPDATE {table.name} SET {sets} WHERE id = ?", (*row.values(), record_id))  # noqa: S608
    return state


def note_list(
    db: Connection, table: str, record_id: RecordId, field: str, now: datetime, before: str, after: str
) -> None:
    """Note in the history what a list of a record was, as text; columns are noted by the database itself."""
    if before != after:
        db.execute(
            "INSERT INTO history (record_table, record_id, field, old, moment) VALUES (?, ?, ?, ?, ?)",
            (table, record_id, field, before, now.isoformat()),
        )


def read_raw(db: Connection, table: Table, record_id: RecordId) -> Mapping[str, str]:
    """Return the raw texts of a record; raise KeyError if there is no such record."""
    row = db.execute(f"SELECT raw FROM {table.name} WHERE id = ?", (record_id,)).fetchone()  # noqa: S608
    if row is None:
        raise KeyError(record_id)
    found: dict[str, str] = json.loads(row[0])
    return found


def delete(db: Connection, table: Table, record_id: RecordId) -> None:
    """Delete a record and what hangs on it."""
    db.execute(f"DELETE FROM {table.name} WHERE id = ?", (record_id,))  # noqa: S608


def select(db: Connection, table: Table, rest: str, parameters: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """Return rows of ``table.selection`` with ``rest`` (WHERE, ORDER BY …) appended."""
    return list(db.execute(f"SELECT {table.selection} FROM {table.name} {rest}", parameters))  # noqa: S608


def stamp(row: tuple[Any, ...]) -> Stamp:
    """Return the stamp at the beginning of a selected row."""
    return Stamp(
        id=RecordId(row[0]),
        state=State(row[1]),
        raw=json.loads(row[2]) if row[2] != "{}" else {},
        source=row[3],
        source_version=row[4],
        created=datetime.fromisoformat(row[5]),
        changed=datetime.fromisoformat(row[6]),
    )


def next_in_series(db: Connection, name: str) -> int:
    """Return the next number of a series, counting from 1; none is given twice."""
    (last,) = db.execute(
        "INSERT INTO number_series (name, last) VALUES (?, 1)"
        " ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last",
        (name,),
    ).fetchone()
    return int(last)


def encode(value: object) -> object:
    """Return the stored form of a value: ISO text for days and times, 0 or 1 for flags, spaces between several."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return value


def day(text: str | None) -> date | None:
    """Return a stored day."""
    return date.fromisoformat(text) if text else None


def _dump(raw: Mapping[str, str]) -> str:
    return json.dumps(dict(raw), ensure_ascii=False, sort_keys=True)
