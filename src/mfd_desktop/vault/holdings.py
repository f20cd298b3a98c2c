"""Everything stored about a person, found by walking the schema: no table can be forgotten.

A row belongs to a person if a foreign key leads from it to the person, directly or over other rows of the person.
What has no foreign key is listed in ``LOOSE`` with how it is found.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId

Key = tuple[object, ...]
Owned = dict[str, dict[Key, None]]
"""Primary keys of the person's rows by table, in the order found."""

LOOSE = {
    "history": "by table and id of the record",
    "open_form": "by ids, case numbers and names in a draft",
    "setting": "the place, if it is a record of the person",
    "appointment_series": "when none of its appointments is left",
    "household": "when nobody is left in it",
    "search_text": "by the row of search_entry",
    "search_waiting": "by the row of search_entry",
    "bin": "by the id of the record, besides the foreign key",
    "attachment_gone": "random file names, nothing else",
}
"""Tables without a foreign key to a person in which something of a person may stand, and how it is found."""


def tables(db: Connection) -> tuple[str, ...]:
    """Return the tables of the schema without the parts of the full-text index."""
    rows = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'search\\_text%' ESCAPE '\\' ORDER BY name"
    )
    return tuple(name for (name,) in rows)


def primary_key(db: Connection, table: str) -> tuple[str, ...]:
    """Return the columns of the primary key in their order."""
    found = [(row[5], row[1]) for row in db.execute(f"PRAGMA table_info({table})") if row[5]]
    return tuple(name for _place, name in sorted(found))


def children(db: Connection) -> dict[str, list[tuple[str, str]]]:
    """Return the tables and columns that point to a table by one column, by the table pointed to."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for table in tables(db):
        links: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in db.execute(f"PRAGMA foreign_key_list({table})"):
            links[row[0]].append((row[2], row[3]))
        for link in links.values():
            if len(link) == 1:
                found[link[0][0]].append((table, link[0][1]))
    return found


def owned(db: Connection, client_id: RecordId) -> Owned:
    """Return the keys of all rows that belong to a person, the person's own row first; empty if there is none."""
    if db.execute("SELECT 1 FROM client WHERE id = ?", (client_id,)).fetchone() is None:
        return {}
    pointing = children(db)
    found: Owned = {"client": {(client_id,): None}}
    fresh: dict[str, list[str]] = {"client": [client_id]}
    while fresh:
        table, ids = fresh.popitem()
        for child, column in pointing.get(table, ()):
            new = _pointing_at(db, child, column, ids)
            known = found.setdefault(child, {})
            added = [key for key in new if key not in known]
            known.update(dict.fromkeys(added))
            if added and child in pointing:
                fresh.setdefault(child, []).extend(str(key[0]) for key in added)
    return {table: keys for table, keys in found.items() if keys}


def _pointing_at(db: Connection, table: str, column: str, ids: list[str]) -> list[Key]:
    keys = ", ".join(primary_key(db, table))
    rows = db.execute(
        f"SELECT {keys} FROM {table} WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY {keys}",  # noqa: S608
        (json.dumps(ids),),
    )
    return list(rows)


def record_ids(found: Owned) -> frozenset[str]:
    """Return the random ids among the keys."""
    return frozenset(
        str(key[0]) for keys in found.values() for key in keys if isinstance(key[0], str) and len(key[0]) == 32
    )
