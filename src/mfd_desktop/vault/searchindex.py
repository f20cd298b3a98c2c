"""The full-text index (FTS5 trigrams, with its own secure delete): one entry a record.

A single text costs the index more pages than all the rest of a commit, many at once hardly more than one. So texts
wait in a table of their own until there are ``_ENOUGH``; whoever searches looks there too.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId

_ENOUGH = 64
"""Texts that wait at most; looking through them takes well under a millisecond."""
_LONG = 4000
"""Characters from which a text does not wait: looking through it at every search would be felt."""
_FEW = 200
"""Up to so many texts are taken out one by one."""
_DEARER = 8
"""Taking a text out costs about so many times what putting it in costs."""


def put(
    db: Connection,
    kind: str,
    record_id: RecordId,
    client_id: RecordId | None,
    case_id: RecordId | None,
    body: str,
) -> None:
    """Index ``body`` for a record in place of what was indexed before; an empty body takes the entry away."""
    drop(db, record_id)
    if body.strip():
        cursor = db.execute(
            "INSERT INTO search_entry (kind, record_id, client_id, case_id) VALUES (?, ?, ?, ?)",
            (kind, record_id, client_id, case_id),
        )
        table = ("search_text (rowid, body)", "search_waiting (entry, body)")[len(body) < _LONG]
        db.execute(f"INSERT INTO {table} VALUES (?, ?)", (cursor.lastrowid, body))  # noqa: S608 - one of these two
        (waiting,) = db.execute("SELECT count(*) FROM search_waiting").fetchone()
        if waiting >= _ENOUGH:
            db.execute("INSERT INTO search_text (rowid, body) SELECT entry, body FROM search_waiting ORDER BY entry")
            db.execute("DELETE FROM search_waiting")


def clients_with(db: Connection, typed: str, most: int) -> list[str]:
    """Return the clients in whose texts ``typed`` (at least three letters) stands, the newest texts first."""
    looked_for = _plain(typed)
    found = [
        client_id
        for client_id, body in db.execute(
            """SELECT e.client_id, w.body FROM search_waiting w JOIN search_entry e ON e.rowid = w.entry
            WHERE e.client_id IS NOT NULL ORDER BY w.entry DESC"""
        )
        if looked_for in _plain(body)
    ]
    phrase = '"' + typed.replace('"', '""') + '"'
    found += [
        client_id
        for (client_id,) in db.execute(
            """SELECT e.client_id FROM search_text s JOIN search_entry e ON e.rowid = s.rowid
            WHERE search_text MATCH ? AND e.client_id IS NOT NULL LIMIT ?""",
            (phrase, most),
        )
    ]
    return found


def newest_with(db: Connection, typed: str, client_id: RecordId) -> tuple[str, str] | None:
    """Return kind and record of the newest text of a client in which ``typed`` stands; None if there is none."""
    looked_for = _plain(typed)
    waiting = db.execute(
        """SELECT e.kind, e.record_id, w.body FROM search_waiting w JOIN search_entry e ON e.rowid = w.entry
        WHERE e.client_id = ? ORDER BY w.entry DESC""",
        (client_id,),
    )
    for kind, record_id, body in waiting:
        if looked_for in _plain(body):
            return kind, record_id
    phrase = '"' + typed.replace('"', '""') + '"'
    row: tuple[str, str] | None = db.execute(
        """SELECT e.kind, e.record_id FROM search_text s JOIN search_entry e ON e.rowid = s.rowid
        WHERE search_text MATCH ? AND e.client_id = ? ORDER BY e.rowid DESC LIMIT 1""",
        (phrase, client_id),
    ).fetchone()
    return row


def _plain(text: str) -> str:
    """Return ``text`` as the index compares it: without case and accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def add_many(
    db: Connection, kind: str, entries: Iterable[tuple[RecordId, RecordId | None, RecordId | None, str]]
) -> None:
    """Index records that are new: record, client, case and body of each; those without a body are
    left out.
    """
    (last,) = db.execute("SELECT coalesce(max(rowid), 0) FROM search_entry").fetchone()
    rows = [entry for entry in entries if entry[3].strip()]
    db.executemany(
        "INSERT INTO search_entry (rowid, kind, record_id, client_id, case_id) VALUES (?, ?, ?, ?, ?)",
        [
            (place, kind, record_id, client_id, case_id)
            for place, (record_id, client_id, case_id, _) in enumerate(rows, last + 1)
        ],
    )
    db.executemany(
        "INSERT INTO search_text (rowid, body) VALUES (?, ?)",
        [(place, entry[3]) for place, entry in enumerate(rows, last + 1)],
    )


def drop(db: Connection, record_id: RecordId) -> None:
    """Take a record out of the index."""
    db.execute("DELETE FROM search_entry WHERE record_id = ?", (record_id,))


def drop_of_clients(db: Connection, clients: Sequence[RecordId]) -> None:
    """Take everything of these clients out of the index.

    Taking single texts out of a full-text index is dear; where many of its texts go, it is made anew from the rest.
    """
    # It goes with the transaction too, which the database itself takes back when a statement is interrupted.
    db.execute("CREATE TEMP TABLE gone (entry INTEGER PRIMARY KEY)")
    marks = [(client_id,) for client_id in clients]
    db.executemany("INSERT INTO gone SELECT rowid FROM search_entry WHERE client_id = ?", marks)
    (going,) = db.execute("SELECT count(*) FROM gone").fetchone()
    (there,) = db.execute("SELECT count(*) FROM search_entry").fetchone()
    anew = going > _FEW and going * _DEARER > there - going
    if anew:
        # Without a text the trigger of search_entry finds nothing to take out of the index.
        db.execute("DELETE FROM search_text_content WHERE id IN (SELECT entry FROM gone)")
    db.execute("DELETE FROM search_entry WHERE rowid IN (SELECT entry FROM gone)")
    if anew:
        db.execute("INSERT INTO search_text (search_text) VALUES ('rebuild')")
    db.execute("DROP TABLE gone")
