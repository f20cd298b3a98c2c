"""The recycle bin: a record is taken out with all that hangs on it, and put back exactly as it was.

What hangs on a record is found by walking the foreign keys that delete with it, so no table can be forgotten. Rows
that merely pointed to it are remembered and point to it again. Index entries and history go with the record.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from mfd_desktop.domain.bin import BinEntry
from mfd_desktop.domain.errors_history import NoLongerInBin, OwnerInBin
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import cases, clients, searchindex
from mfd_desktop.vault.authority_notices import leave_to_others
from mfd_desktop.vault.erasing import erase_client
from mfd_desktop.vault.holdings import primary_key, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3.dbapi2 import Connection

    Row = dict[str, Any]
    Rows = dict[str, list[Row]]

_TITLES = {
    "activity": "title", "appointment": "title", "attachment": "name", "authority_notice": "authority",
    "case_file": "number", "contact": "day",
    "contact_way": "value", "deadline": "title", "follow_up": "text", "form_record": "form", "handover": "partner",
    "household": "name", "letter": "title", "privacy_event": "matter", "procedure": "kind",
    "procedure_step": "position", "recipient": "name", "referral": "day",
    "release": "recipient", "residence_status": "code", "validity": "kind",
}  # fmt: skip
"""By which column a record of a table is known again in the list."""


class _Link(NamedTuple):
    """A foreign key of one column."""

    table: str
    column: str
    target: str
    cascades: bool


def bin_record(
    db: Connection, table: str, record_id: RecordId, now: datetime, also: Iterable[tuple[str, RecordId]] = ()
) -> str:
    """Move a record into the bin with everything that goes with it; return the entry's id for ``restore``.

    ``also`` names more records (table and id) that go and come back with it. KeyError if there is no such record.
    """
    roots = [(table, record_id), *also]
    for owner in _whose(db, table, record_id):
        leave_to_others(db, owner)
    links = _links(db)
    rows = _collect(db, roots, links)
    entry_id = secrets.token_hex(16)
    about = _about(db, table, rows[table][0])
    content: dict[str, Any] = {
        "rows": rows,
        "links": _pointing(db, rows, links),
        "search": _indexed(db, rows),
        "history": _history(db, rows),
    }
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()
    for each in content["search"]:
        searchindex.drop(db, each["record_id"])
    for name, found in roots:
        db.execute(f"DELETE FROM {name} WHERE id = ?", (found,))  # noqa: S608 - our own table
    _follow(db, rows)
    # What merely pointed here has not been changed by anybody.
    db.execute("DELETE FROM history WHERE id > ?", (last,))
    db.execute(
        "INSERT INTO bin (id, record_table, record_id, client_id, case_id, number, name, title, deleted, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (entry_id, table, record_id, *about, now.isoformat(), json.dumps(content, ensure_ascii=False)),
    )
    db.executemany("INSERT INTO bin_file (bin_id, file) VALUES (?, ?)", [(entry_id, name) for name in _files(rows)])
    return entry_id


def restore(db: Connection, entry_id: str) -> BinEntry:
    """Put a deleted record back, with id, secret, times, index entries and history; return what the entry was.

    Raises NoLongerInBin; OwnerInBin if it belonged to a record that is deleted too. Then nothing has changed.
    """
    entry = read_entry(db, entry_id)
    (text,) = db.execute("SELECT content FROM bin WHERE id = ?", (entry_id,)).fetchone()
    content = json.loads(text)
    rows: Rows = content["rows"]
    _check_owners(db, rows, _links(db))
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table, found in rows.items():
        _insert(db, table, found)
    for table, column, key, value in content["links"]:
        where = " AND ".join(f"{name} = ?" for name in key)
        # What has found another meanwhile keeps it.
        db.execute(
            f"UPDATE {table} SET {column} = ? WHERE {where} AND {column} IS NULL",  # noqa: S608 - our own table
            (value, *key.values()),
        )
    db.execute("DELETE FROM history WHERE id > ?", (last,))
    db.executemany(
        "INSERT INTO history (record_table, record_id, field, old, moment) VALUES (?, ?, ?, ?, ?)", content["history"]
    )
    for each in content["search"]:
        searchindex.put(db, **each)
    _follow(db, rows)
    db.executemany("DELETE FROM attachment_gone WHERE file = ?", [(name,) for name in _files(rows)])
    db.execute("DELETE FROM bin WHERE id = ?", (entry_id,))
    return entry


def read_entry(db: Connection, entry_id: str) -> BinEntry:
    """Return one entry; raise NoLongerInBin if there is none."""
    found = _entries(db, "WHERE id = ?", entry_id)
    if not found:
        raise NoLongerInBin
    return found[0]


def entries(db: Connection) -> tuple[BinEntry, ...]:
    """Return what is in the bin, what was deleted last first."""
    return _entries(db, "ORDER BY deleted DESC, rowid DESC")


def forget(db: Connection, entry_id: str, now: datetime) -> None:
    """Delete an entry for good, with the entries of what belonged to a case in it; its files may go from the disk.

    A person is erased, so that no later restore of a backup brings the person back.
    """
    entry = read_entry(db, entry_id)
    if entry.table == "client":
        erase_client(db, entry.record_id, now)
        return
    going = {entry.id}
    if entry.table == "case_file":
        going |= {each.id for each in entries(db) if each.case_id == entry.record_id}
    for each in going:
        db.execute(
            "INSERT OR IGNORE INTO attachment_gone (file) SELECT file FROM bin_file WHERE bin_id = ?", (each,)
        )  # fmt: skip
        db.execute("DELETE FROM bin WHERE id = ?", (each,))


def purge(db: Connection, before: datetime, now: datetime) -> int:
    """Forget what was deleted before this moment; return how many entries that were."""
    old = [entry.id for entry in entries(db) if entry.deleted < before]
    for entry_id in old:
        if db.execute("SELECT 1 FROM bin WHERE id = ?", (entry_id,)).fetchone():
            forget(db, entry_id, now)
    return len(old)


def mark_sealed_before(db: Connection) -> None:
    """Mark every document in the bin as sealed under what an older key protected: brought back, it is sealed anew."""
    rows = db.execute("SELECT id, content FROM bin WHERE id IN (SELECT bin_id FROM bin_file)").fetchall()
    db.executemany("UPDATE bin SET content = ? WHERE id = ?", [(_marked(content), entry) for entry, content in rows])


def _marked(content: str) -> str:
    """Return the content of an entry with its documents marked, also in entries that went with a person."""
    found = json.loads(content)
    for row in found["rows"].get("attachment", ()):
        row["stale_key"] = 1
    for row in found["rows"].get("bin", ()):
        row["content"] = _marked(row["content"])
    return json.dumps(found, ensure_ascii=False)


def _entries(db: Connection, rest: str, *parameters: str) -> tuple[BinEntry, ...]:
    rows = db.execute(
        "SELECT id, record_table, record_id, client_id, case_id, deleted, number, name, title"  # noqa: S608
        f" FROM bin {rest}",
        parameters,
    )
    found = []
    for id_, table, record, client, case, deleted, number, name, title in rows:
        family, given = json.loads(name)
        moment = datetime.fromisoformat(deleted)
        found.append(BinEntry(id_, table, record, client, case, moment, number, family, given, title))
    return tuple(found)


def _links(db: Connection) -> list[_Link]:
    found = []
    for table in tables(db):
        by_key: dict[int, list[Any]] = defaultdict(list)
        for row in db.execute(f"PRAGMA foreign_key_list({table})"):
            by_key[row[0]].append(row)
        found += [
            _Link(table, columns[0][3], columns[0][2], columns[0][6] == "CASCADE")
            for columns in by_key.values()
            if len(columns) == 1
        ]
    return found


def _collect(db: Connection, roots: list[tuple[str, RecordId]], links: list[_Link]) -> Rows:
    """Return the rows that go, by table: those of ``roots`` and all that are deleted with them."""
    found: Rows = {}
    seen: set[tuple[object, ...]] = set()
    waiting = [(table, "id", [record_id]) for table, record_id in roots]
    while waiting:
        table, column, values = waiting.pop(0)
        keys = primary_key(db, table)
        rows = [row for row in _rows(db, table, column, values) if (table, *(row[key] for key in keys)) not in seen]
        if column == "id" and not rows and not seen:
            raise KeyError(values[0])
        seen |= {(table, *(row[key] for key in keys)) for row in rows}
        if rows:
            found.setdefault(table, []).extend(rows)
            ids = [row["id"] for row in rows if "id" in row]
            waiting += [(link.table, link.column, ids) for link in links if link.cascades and link.target == table]
    found.pop("search_entry", None)
    return found


def _rows(db: Connection, table: str, column: str, values: list[Any]) -> list[Row]:
    cursor = db.execute(
        f"SELECT * FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",  # noqa: S608 - our own table
        (json.dumps(values),),
    )
    names = [name for name, *_ in cursor.description]
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor]


def _plain(value: object) -> object:
    return {"hex": bytes(value).hex()} if isinstance(value, bytes) else value


def _stored(value: object) -> object:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def _whose(db: Connection, table: str, record_id: RecordId) -> tuple[RecordId, ...]:
    """Return the person who goes, or whose case goes, so that what is shared with others stays with them."""
    if table == "client":
        return (record_id,)
    query = "SELECT client_id FROM case_file WHERE id = ?"
    return tuple(RecordId(found) for (found,) in db.execute(query, (record_id,))) if table == "case_file" else ()


def _about(db: Connection, table: str, row: Row) -> tuple[RecordId | None, RecordId | None, str, str, str]:
    """Return client, case, case number, name and title of an entry."""
    case_id = row["id"] if table == "case_file" else row.get("case_id")
    case = db.execute("SELECT number, client_id FROM case_file WHERE id = ?", (case_id,)).fetchone() or ("", None)
    client_id = row["id"] if table == "client" else row.get("client_id") or case[1]
    name = db.execute("SELECT family_name, given_name FROM client WHERE id = ?", (client_id,)).fetchone() or ("", "")
    title = str(row[_TITLES[table]] or "") if table in _TITLES else ""
    if table == "client":
        newest = "SELECT number FROM case_file WHERE client_id = ? ORDER BY opened DESC, number DESC"
        number = (db.execute(newest, (client_id,)).fetchone() or ("",))[0]
        return None, None, number, json.dumps(list(name), ensure_ascii=False), title
    return client_id, case_id, case[0], json.dumps(list(name), ensure_ascii=False), title


def _pointing(db: Connection, rows: Rows, links: list[_Link]) -> list[list[object]]:
    """Return rows that stay and point to what goes: table, column, primary key and where they point."""
    found: list[list[object]] = []
    for link in links:
        ids = [row["id"] for row in rows.get(link.target, ()) if "id" in row]
        if link.cascades or not ids:
            continue
        keys = primary_key(db, link.table)
        going = [tuple(row[key] for key in keys) for row in rows.get(link.table, ())]
        for row in _rows(db, link.table, link.column, ids):
            key = {name: row[name] for name in keys}
            if tuple(key.values()) not in going:
                found.append([link.table, link.column, key, row[link.column]])
    return found


def _indexed(db: Connection, rows: Rows) -> list[dict[str, Any]]:
    cursor = db.execute(
        """SELECT e.kind, e.record_id, e.client_id, e.case_id, coalesce(w.body, t.body) FROM search_entry e
        LEFT JOIN search_waiting w ON w.entry = e.rowid LEFT JOIN search_text t ON t.rowid = e.rowid
        WHERE e.record_id IN (SELECT value FROM json_each(?1) UNION ALL SELECT value || ':text' FROM json_each(?1))""",
        (json.dumps(_ids(rows)),),
    )
    names = ("kind", "record_id", "client_id", "case_id", "body")
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _history(db: Connection, rows: Rows) -> list[list[object]]:
    found: list[list[object]] = []
    for table, records in rows.items():
        cursor = db.execute(
            "SELECT record_table, record_id, field, old, moment FROM history"
            " WHERE record_table = ? AND record_id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (table, json.dumps([row["id"] for row in records if "id" in row])),
        )
        found += [list(line) for line in cursor]
    return found


def _ids(rows: Rows) -> list[object]:
    return [row["id"] for found in rows.values() for row in found if "id" in row]


def _files(rows: Rows) -> list[str]:
    return sorted({row["file"] for table in ("attachment", "bin_file") for row in rows.get(table, ())})


def _check_owners(db: Connection, rows: Rows, links: list[_Link]) -> None:
    """Raise OwnerInBin for what lacks its owner; what merely pointed to a record that is gone points nowhere."""
    for link in links:
        coming = {row["id"] for row in rows.get(link.target, ()) if "id" in row}
        for row in rows.get(link.table, ()):
            value = row.get(link.column)
            if value is None or value in coming:
                continue
            # Our own tables; each is found by its id.
            if db.execute(f"SELECT 1 FROM {link.target} WHERE id = ?", (value,)).fetchone() is None:  # noqa: S608
                if link.cascades:
                    raise OwnerInBin(link.target)
                row[link.column] = None


def _follow(db: Connection, rows: Rows) -> None:
    """Bring up to date what follows from these rows: the index of a person's numbers, the forms of contacts."""
    for client_id in {row["client_id"] for row in rows.get("contact_way", ())}:
        if db.execute("SELECT 1 FROM client WHERE id = ?", (client_id,)).fetchone():
            clients.reindex(db, client_id)
    for case_id in {row["case_id"] for row in rows.get("contact", ()) if row["case_id"]}:
        if db.execute("SELECT 1 FROM case_file WHERE id = ?", (case_id,)).fetchone():
            cases.follow_levels(db, case_id)


def _insert(db: Connection, table: str, rows: list[Row]) -> None:
    known = {str(column[1]) for column in db.execute(f"PRAGMA table_info({table})")}
    for row in rows:
        kept = {name: _stored(value) for name, value in row.items() if name in known}
        marks = ", ".join("?" * len(kept))
        db.execute(
            f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({marks})",  # noqa: S608 - our own table
            tuple(kept.values()),
        )
