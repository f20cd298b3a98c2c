"""Erasing a person: every row, index entry, draft, history line and file, until nothing names the person any more.

Frozen statistics stay: they hold figures and random ids. What stays of the person is a random id on the erasure list,
which lies beside the backups and is applied to every vault restored from one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import holdings, searchindex
from mfd_desktop.vault.authority_notices import leave_to_others
from mfd_desktop.vault.desk import drop_open_form, read_open_forms, read_settings, write_open_form, write_setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.records import OpenForm
    from mfd_desktop.vault.store import Vault

CLIENT, CASE = "client", "case_file"
_UNTIDY = "erasing_untidy"
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Erased:
    """What went. ``counts``: rows by table; ``files``: names of attachments to be taken off the disk."""

    client_id: RecordId
    cases: tuple[str, ...]
    counts: Mapping[str, int]
    files: tuple[str, ...]

    @property
    def records(self) -> int:
        """How many rows went."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class _Traces:
    """By what a draft is known to be about the person."""

    ids: frozenset[str]
    words: tuple[str, ...]

    def in_text(self, text: str) -> bool:
        plain = text.casefold()
        return bool(self.ids.intersection(_ID.findall(plain))) or any(word in plain for word in self.words)


def erase_client(db: Connection, client_id: RecordId, now: datetime) -> Erased:
    """Erase a person inside the caller's transaction, also one in the recycle bin, and note it on the erasure list.

    Nothing happens to frozen statistics and to records of other people. Afterwards, outside of any transaction,
    ``tidy`` overwrites what is left in free places of the file. Without such a person only the list is written.
    """
    leave_to_others(db, client_id)
    found = holdings.owned(db, client_id)
    in_bin = _bin_entries(db, client_id, found)
    ids = holdings.record_ids(found) | {client_id} | ids_in_bin(db, in_bin)
    files = _files(db, found, in_bin)
    counts = {table: len(keys) for table, keys in found.items() if table not in INDEX}
    cases = tuple(sorted(str(key[0]) for key in found.get("case_file", {})))
    counts["open_form"] = _forget_drafts(db, _traces(db, client_id, ids, found), now)
    series, household = _shared(db, found)
    searchindex.drop_of_clients(db, (client_id,))
    for record_id in ids:
        searchindex.drop(db, RecordId(record_id))
    counts["bin"] = _delete_bin(db, in_bin)
    db.execute("DELETE FROM client WHERE id = ?", (client_id,))
    _delete_rest(db, found)
    counts["history"] = _delete_history(db, ids)
    _delete_left_alone(db, series, household)
    db.executemany("INSERT OR IGNORE INTO attachment_gone (file) VALUES (?)", [(file,) for file in files])
    entries = [(client_id, CLIENT), *((case_id, CASE) for case_id in cases)]
    note_erased(db, [(record_id, kind, now.astimezone().date().isoformat()) for record_id, kind in entries])
    write_setting(db, _UNTIDY, "1")
    return Erased(client_id, cases, {table: count for table, count in counts.items() if count}, files)


def read_erased(db: Connection) -> tuple[tuple[str, str, str], ...]:
    """Return the erasure list: random id, kind (the table it was in) and day, as it lies beside the backups."""
    return tuple(db.execute("SELECT record_id, kind, day FROM erased ORDER BY day, record_id").fetchall())


def apply_erased(db: Connection, entries: Iterable[tuple[str, str, str]], now: datetime) -> tuple[Erased, ...]:
    """Erase everybody on an erasure list from a vault just restored; return who was still there.

    ``entries`` as of ``read_erased``. Unknown ids are noted too. The caller takes ``files`` off the disk.
    """
    listed = list(entries)
    gone = []
    for record_id, kind, _day in listed:
        if kind == CLIENT:
            erased = erase_client(db, RecordId(record_id), now)
            gone += [erased] if erased.counts else []
    note_erased(db, listed)
    return tuple(gone)


def untidy(db: Connection) -> bool:
    """Tell whether something was erased since ``tidy`` last came to its end."""
    return read_settings(db).get(_UNTIDY) == "1"


def tidy(vault: Vault) -> bool:
    """Write the database anew and empty its journal, so that no free place holds what was erased.

    Does nothing and returns False if nothing was erased. Stopped in the middle it is simply done again. Raises
    StorageError: then what was erased stays erased and only the free places are still to be overwritten.
    """
    with vault.read() as db:
        if not overwrite_free_places(db):
            return False
    with vault.write() as db:
        db.execute("DELETE FROM setting WHERE name = ?", (_UNTIDY,))
    return True


def overwrite_free_places(db: Connection) -> bool:
    """Do ``tidy`` on a connection, without noting that it was done."""
    if not untidy(db):
        return False
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return True


INDEX = frozenset({"client_name", "client_number", "search_entry", "log_handle", "bin", "bin_file"})
"""Tables that say nothing by themselves and are not counted as records."""


def note_erased(db: Connection, entries: list[tuple[str, str, str]]) -> None:
    """Put entries on the erasure list, as of ``read_erased``."""
    db.executemany("INSERT OR IGNORE INTO erased (record_id, kind, day) VALUES (?, ?, ?)", entries)


def _bin_entries(db: Connection, client_id: RecordId, found: holdings.Owned) -> list[str]:
    """Return the entries of the recycle bin that are the person, or were part of the person's file."""
    cases = json.dumps([key[0] for key in found.get("case_file", {})])
    rows = db.execute(
        "SELECT id FROM bin WHERE record_id = :client OR client_id = :client"
        " OR case_id IN (SELECT value FROM json_each(:cases)) OR record_id IN (SELECT value FROM json_each(:cases))",
        {"client": client_id, "cases": cases},
    )
    return [entry for (entry,) in rows]


def ids_in_bin(db: Connection, entries: list[str]) -> frozenset[str]:
    """Return the ids of records inside these entries."""
    ids: set[str] = set()
    for entry in entries:
        record_id, content = db.execute("SELECT record_id, content FROM bin WHERE id = ?", (entry,)).fetchone()
        ids |= {record_id} | _own_ids(json.loads(content))
    return frozenset(ids)


def _own_ids(content: object) -> set[str]:
    """Return every value called ``id``, however deep."""
    if isinstance(content, dict):
        own = {content["id"]} if isinstance(content.get("id"), str) else set()
        return own.union(*map(_own_ids, content.values()))
    return set().union(*map(_own_ids, content)) if isinstance(content, list) else set()


def _files(db: Connection, found: holdings.Owned, in_bin: list[str]) -> tuple[str, ...]:
    names = {
        name
        for (attachment_id,) in found.get("attachment", {})
        for (name,) in db.execute("SELECT file FROM attachment WHERE id = ?", (attachment_id,))
    }
    for entry in in_bin:
        names |= {name for (name,) in db.execute("SELECT file FROM bin_file WHERE bin_id = ?", (entry,))}
    return tuple(sorted(names))


def _delete_bin(db: Connection, entries: list[str]) -> int:
    db.executemany("DELETE FROM bin WHERE id = ?", [(entry,) for entry in entries])
    return len(entries)


def _delete_rest(db: Connection, found: holdings.Owned) -> None:
    """Delete what did not go with the person by itself."""
    for table, keys in found.items():
        where = " AND ".join(f"{column} = ?" for column in holdings.primary_key(db, table))
        db.executemany(f"DELETE FROM {table} WHERE {where}", list(keys))  # noqa: S608 - our own table


def _delete_history(db: Connection, ids: frozenset[str]) -> int:
    cursor = db.execute(
        "DELETE FROM history WHERE record_id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)
    )
    return int(cursor.rowcount)


def _shared(db: Connection, found: holdings.Owned) -> tuple[list[str], str | None]:
    """Return the series of the person's appointments and the household."""
    ids = json.dumps([key[0] for key in found.get("appointment", {})])
    series = db.execute(
        "SELECT DISTINCT series_id FROM appointment"
        " WHERE series_id IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (ids,),
    )
    row = None
    for key in found.get("client", {}):
        row = db.execute("SELECT household_id FROM client WHERE id = ?", key).fetchone()
    return [series_id for (series_id,) in series], row[0] if row else None


def _delete_left_alone(db: Connection, series: list[str], household: str | None) -> None:
    for series_id in series:
        db.execute(
            "DELETE FROM appointment_series WHERE id = ?1"
            " AND NOT EXISTS (SELECT 1 FROM appointment WHERE series_id = ?1)",
            (series_id,),
        )
    gone = db.execute(
        "DELETE FROM household WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM client WHERE household_id = ?1)",
        (household,),
    )
    if gone.rowcount:
        db.execute("DELETE FROM history WHERE record_id = ?", (household,))


def _traces(db: Connection, client_id: RecordId, ids: frozenset[str], found: holdings.Owned) -> _Traces:
    words = [
        number
        for key in found.get("case_file", {})
        for (number,) in db.execute("SELECT number FROM case_file WHERE id = ?", key)
    ]
    row = db.execute("SELECT given_name, family_name FROM client WHERE id = ?", (client_id,)).fetchone()
    if row and all(part.strip() for part in row):
        given, family = row
        words += [f"{family}, {given}", f"{given} {family}"]
    return _Traces(ids, tuple(word.casefold() for word in words))


def _forget_drafts(db: Connection, traces: _Traces, now: datetime) -> int:
    """Drop sealed drafts about the person, of a grid only its rows, and the place; return how many drafts."""
    dropped = 0
    for form in read_open_forms(db):
        left = _without(form, traces)
        if left is None:
            drop_open_form(db, form.key)
            dropped += 1
        elif left != form.values:
            write_open_form(db, replace(form, values=left), now)
            dropped += 1
    if traces.in_text(read_settings(db).get("place", "")):
        db.execute("DELETE FROM setting WHERE name = 'place'")
    return dropped


def _without(form: OpenForm, traces: _Traces) -> Mapping[str, str] | None:
    """Return what stays of a draft, None if nothing does. The rows of a grid are called ``row0.…``."""
    if traces.in_text(f"{form.key} {form.record_id or ''}"):
        return None
    about = [name for name, text in form.values.items() if traces.in_text(f"{name} {text}")]
    if not about:
        return form.values
    rows = {name.partition(".")[0] for name in about if "." in name}
    if len(rows) < len({name.partition(".")[0] for name in about}):
        return None
    return {name: text for name, text in form.values.items() if name.partition(".")[0] not in rows}
