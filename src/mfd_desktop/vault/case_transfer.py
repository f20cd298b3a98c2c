"""A case as plain rows, to be handed to a colleague, and back into a vault: as a new case, or into the one it was.

What belongs to the person and this case goes along; other cases of the person, the household, history and recycle bin,
and the secrets of the cell key stay. Values are those of the database; bytes are ``{"b64": …}``.
"""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import attachments, authority_notices, clients, contacts, referrals
from mfd_desktop.vault.case_checks import BadRows as BadRows
from mfd_desktop.vault.case_checks import plain_row, read_through
from mfd_desktop.vault.erasing import ids_in_bin
from mfd_desktop.vault.records import new_id, next_in_series

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

SOURCE = "handover"
"""Source of a record a colleague made: it was counted at her desk."""

Values = dict[str, Any]
Rows = dict[str, list[Values]]

_CLIENT = "client_id = :client"
_CASE = "case_id = :case"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows of a table come from (``where``) and with which part of the case they go."""

    table: str
    where: str
    part: str = ""


def _of(owner: str, key: str) -> str:
    return f"{key} IN (SELECT id FROM {owner} WHERE {_CASE})"  # noqa: S608 - our own tables


_OF_PROCEDURE = f"procedure_id IN (SELECT id FROM procedure WHERE {_CLIENT} AND (case_id IS NULL OR {_CASE}))"  # noqa: S608
_SHARED = f"SELECT notice_id FROM authority_notice_procedure WHERE {_OF_PROCEDURE}"  # noqa: S608 - our own tables
"""Notices entered in a relative's case that concern this person."""
_NOTICES = f"SELECT id FROM authority_notice WHERE {_CASE} UNION {_SHARED}"  # noqa: S608 - our own tables
_DEADLINES = f"{_CASE} OR notice_id IN ({_SHARED})"
_OF_DEADLINES = f"SELECT id FROM deadline WHERE {_DEADLINES}"  # noqa: S608 - our own tables

_PLACES = (
    _Place("client", "id = :client"),
    _Place("client_nationality", _CLIENT),
    _Place("client_language", _CLIENT),
    _Place("client_need", _CLIENT),
    _Place("contact_way", _CLIENT),
    _Place("residence_status", _CLIENT),
    _Place("case_file", "id = :case"),
    _Place("case_level", _CASE),
    _Place("validity", _CLIENT),
    _Place("procedure", f"{_CLIENT} AND (case_id IS NULL OR {_CASE})"),
    _Place("procedure_answer", _OF_PROCEDURE),
    _Place("attachment", _CASE, "documents"),
    _Place("authority_notice", f"{_CASE} OR id IN ({_SHARED})", "agenda"),
    _Place(
        "authority_notice_procedure",
        f"notice_id IN ({_NOTICES}) AND {_OF_PROCEDURE}",
        "agenda",
    ),
    _Place("procedure_step", _OF_PROCEDURE),
    _Place("follow_up", _CASE, "agenda"),
    _Place("appointment", _CASE, "agenda"),
    _Place("deadline", _DEADLINES, "agenda"),
    _Place("deadline_reading", f"deadline_id IN ({_OF_DEADLINES})", "agenda"),
    _Place("contact", _CASE, "contacts"),
    _Place("contact_topic", _of("contact", "contact_id"), "contacts"),
    _Place("referral", _CASE, "contacts"),
    _Place("release", f"{_CLIENT} AND (case_id IS NULL OR {_CASE})", "releases"),
    _Place("privacy_event", _CLIENT, "releases"),
    _Place("form_record", _CASE, "forms"),
    _Place("form_answer", _of("form_record", "form_id"), "forms"),
    _Place("letter", f"{_CASE} AND frozen IS NOT NULL", "letters"),
    _Place("letter_file", _of("letter", "letter_id"), "letters"),
)
_OF_FILE = ("file", "identity", "size", "sha256", "sealed_size", "sealed_sha256", "verified", "damaged", "stale_key",
            "text_read")  # fmt: skip
"""What is said of the sealed file of a document: true of the file in one vault alone."""
_FIXED = ("id", "created", "client_id", "case_id", "source", "source_version", *_OF_FILE)
"""What a record keeps that comes back."""
_CHILDREN = {
    "client_nationality": "client_id",
    "client_language": "client_id",
    "client_need": "client_id",
    "contact_topic": "contact_id",
    "form_answer": "form_id",
    "letter_file": "letter_id",
    "deadline_reading": "deadline_id",
    "procedure_answer": "procedure_id",
}
"""Rows without an id of their own, and whose they are."""
_JOINS = {"authority_notice_procedure": ("notice_id", "procedure_id")}
"""Rows that only join two others; coming back they are added, and none is taken away."""
PARTS = ("contacts", "agenda", "releases", "forms", "letters", "documents")
"""What can be left out; everything else always goes along."""

LEFT_OUT = frozenset({"form_follow_up", "form_referral", "log_handle", "bin", "bin_file", "handover", "client_name",
                      "client_number", "search_entry", "procedure_family"})  # fmt: skip
"""Tables hanging on a client or case that never go along: links the program makes anew, and what is the desk's own."""


def tables() -> frozenset[str]:
    """Return all tables of which rows go along."""
    return frozenset(place.table for place in _PLACES)


def collect_case(db: Connection, case_id: RecordId, parts: Collection[str] = PARTS) -> Rows:
    """Return the rows of a case; raise KeyError if there is none."""
    row = db.execute("SELECT client_id FROM case_file WHERE id = ?", (case_id,)).fetchone()
    if row is None:
        raise KeyError(case_id)
    keys = {"client": row[0], "case": case_id}
    found: Rows = {}
    for place in _PLACES:
        if place.part and place.part not in parts:
            continue
        cursor = db.execute(f"SELECT * FROM {place.table} WHERE {place.where}", keys)  # noqa: S608 - our own table
        names = [name for name, *_rest in cursor.description]
        found[place.table] = [
            {name: value for name, value in zip(names, values, strict=True) if name != "secret"} for values in cursor
        ]
    for table in ("authority_notice", "deadline"):
        for row in found.get(table, ()):
            # What a relative's case shares with this one is part of this one where it goes.
            row["case_id"] = case_id
    return found


def dump_rows(rows: Rows) -> bytes:
    """Return rows as JSON."""
    return json.dumps(rows, default=_bytes, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def load_rows(content: bytes) -> Rows:
    """Return the rows that ``dump_rows`` wrote; raise BadRows for anything else."""
    try:
        found = json.loads(content)
        rows = {table: [plain_row(values) for values in part] for table, part in found.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadRows("no rows") from None
    if not rows.keys() <= tables() or [len(rows.get(name, ())) for name in ("client", "case_file")] != [1, 1]:
        raise BadRows("no case")
    return rows


def new_ids(rows: Rows) -> dict[str, str]:
    """Return a fresh id for the id of every row."""
    return {str(values["id"]): new_id() for part in rows.values() for values in part if "id" in values}


def insert_case(
    db: Connection, rows: Rows, ids: Mapping[str, str], files: Mapping[str, str], today: date
) -> tuple[RecordId, RecordId]:
    """Insert rows as a new client with a new case opened ``today``; return both ids.

    ``ids``: the new id of each old one; links to what did not come along are dropped. ``files``: the new name of each
    attachment. The case gets the next number here. Raises BadRows; nothing of the transaction may be kept then.
    """
    new = _renamed(db, rows, ids, files)
    (case,), (client,) = new["case_file"], new["client"]
    case["number"] = f"{today.year}-{next_in_series(db, f'case-{today.year}'):04d}"
    case |= {"opened": today.isoformat(), "closed": None, "outcome": None}
    _open_levels(new, today)
    _insert(db, new)
    client_id, case_id = RecordId(str(client["id"])), RecordId(str(case["id"]))
    _index(db, client_id, new)
    read_through(db, client_id, case_id)
    return client_id, case_id


@dataclass(frozen=True, slots=True)
class Merged:
    """What came back: records added, changed, and left as they are here because both sides changed them."""

    added: int
    changed: int
    both: int


def merge_case(db: Connection, rows: Rows, files: Mapping[str, str], since: str) -> Merged:
    """Take what a stand-in added and changed into the case it came from; raise BadRows, KeyError if it is gone.

    A record changed on both sides ``since`` (moment of the hand-over, ISO) stays as it is here, as do one deleted here
    and one that is none of this case. Nothing is deleted, and the case itself (number, level, closing) stays too.
    """
    case_id, client_id = str(rows["case_file"][0].get("id")), str(rows["client"][0].get("id"))
    row = db.execute("SELECT client_id FROM case_file WHERE id = ?", (case_id,)).fetchone()
    if row is None or row[0] != client_id:
        raise KeyError(case_id)
    fresh, newer, both = _told_apart(db, rows, RecordId(case_id), client_id, since)
    added = sum(len(part) for part in fresh.values())
    for table, values in newer:
        _update(db, table, values)
    owners = {str(values["id"]) for part in fresh.values() for values in part}
    owners |= {str(values["id"]) for _table, values in newer}
    for table, key in _CHILDREN.items():
        fresh[table] = [values for values in rows.get(table, ()) if values.get(key) in owners]
        db.executemany(f"DELETE FROM {table} WHERE {key} = ?", [(owner,) for owner in owners])  # noqa: S608 - our own
    same = {str(values["id"]): str(values["id"]) for _table, values in _records(rows)}
    for table, keys in _JOINS.items():
        fresh[table] = [values for values in rows.get(table, ()) if not _joined(db, table, keys, values)]
    _insert(db, _renamed(db, fresh, same | {case_id: case_id}, files))
    for table, values in newer:
        _point(db, table, values)
    taken = {table: [values for values in part if values.get("id") in owners] for table, part in rows.items()}
    _index(db, RecordId(client_id), taken)
    read_through(db, RecordId(client_id), RecordId(case_id))
    return Merged(added, len(newer), both)


def _told_apart(
    db: Connection, rows: Rows, case_id: RecordId, client_id: str, since: str
) -> tuple[Rows, list[tuple[str, Values]], int]:
    """Return the records that are new, those changed only there, and how many stay as they are here."""
    fresh: Rows = {}
    newer: list[tuple[str, Values]] = []
    both = 0
    ours = {(table, one["id"]): one["changed"] for table, one in _records(collect_case(db, case_id))}
    deleted = _deleted(db, client_id)
    for table, values in _records(rows):
        known = ours.get((table, values["id"]))
        if known is None and (values["id"] in deleted or _known(db, table, values["id"])):
            both += 1
        elif known is None:
            fresh.setdefault(table, []).append(values)
        elif str(values.get("changed")) > since:
            if known > since:
                both += 1
            else:
                newer.append((table, values))
    return fresh, newer, both


def is_here(db: Connection, client_id: RecordId, attachment: Values) -> bool:
    """Tell whether a document of a case that comes back is here already, or was deleted here."""
    record_id = attachment.get("id")
    return _known(db, "attachment", record_id) is not None or record_id in _deleted(db, client_id)


def _deleted(db: Connection, client_id: str) -> frozenset[str]:
    """Return the ids of what lies in the recycle bin of a person: it can still be brought back from there."""
    entries = db.execute("SELECT id FROM bin WHERE client_id = ?", (client_id,)).fetchall()
    return ids_in_bin(db, [entry for (entry,) in entries])


def _records(rows: Rows) -> list[tuple[str, Values]]:
    """Return the rows that are records, but for the case itself."""
    return [
        (table, values) for table, part in rows.items() for values in part
        if "id" in values and table != "case_file"
    ]  # fmt: skip


def _known(db: Connection, table: str, record_id: object) -> str | None:
    row = db.execute(f"SELECT changed FROM {table} WHERE id = ?", (record_id,)).fetchone()  # noqa: S608
    return row[0] if row else None


def _update(db: Connection, table: str, values: Values) -> None:
    fixed = {*_FIXED, *_links(db, table)}
    own = {name: value for name, value in _checked(db, table, values).items() if name not in fixed}
    sets = ", ".join(f"{name} = ?" for name in own)
    with _refusing():
        db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*own.values(), values["id"]))  # noqa: S608


def _point(db: Connection, table: str, values: Values) -> None:
    """Let a record that was changed point to what came back with it, where it points nowhere here."""
    for _n, _place, parent, column, *_rest in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
        if column not in _FIXED and values.get(column) is not None and _known(db, parent, values[column]):
            db.execute(
                f"UPDATE {table} SET {column} = ? WHERE id = ? AND {column} IS NULL",  # noqa: S608 - our own tables
                (values[column], values["id"]),
            )


def _joined(db: Connection, table: str, keys: tuple[str, ...], values: Values) -> bool:
    where = " AND ".join(f"{key} = ?" for key in keys)
    found = db.execute(f"SELECT 1 FROM {table} WHERE {where}", [values.get(key) for key in keys])  # noqa: S608
    return found.fetchone() is not None


def _renamed(db: Connection, rows: Rows, ids: Mapping[str, str], files: Mapping[str, str]) -> Rows:
    """Return the rows with their new ids and file names."""
    found: Rows = {}
    for place in _PLACES:
        links = _links(db, place.table)
        for values in rows.get(place.table, ()):
            row = dict(_checked(db, place.table, values))
            for column in ("id", *links):
                if row.get(column) is not None:
                    row[column] = ids.get(str(row[column]))
            if "source" in row and place.table not in ("client", "case_file"):
                row["source"] = SOURCE
            if place.table == "attachment":
                # Nobody has read it here yet.
                row |= {"file": files.get(str(row["file"])), "verified": None, "damaged": "", "text_read": None}
            found.setdefault(place.table, []).append(row)
    return found


def _links(db: Connection, table: str) -> tuple[str, ...]:
    return tuple(row[3] for row in db.execute(f"PRAGMA foreign_key_list({table})"))


def _checked(db: Connection, table: str, values: Values) -> Values:
    known = {row[1] for row in db.execute(f"PRAGMA table_info({table})")} - {"secret"}
    if not values.keys() <= known:
        raise BadRows(table)
    return values


def _open_levels(rows: Rows, today: date) -> None:
    """Let the case begin with the level it has now."""
    levels = sorted(rows.get("case_level", ()), key=lambda level: str(level.get("since")))
    if not levels:
        raise BadRows("case_level")
    rows["case_level"] = [{**levels[-1], "since": today.isoformat()}]


def _insert(db: Connection, rows: Rows) -> None:
    secret = {
        table for (table,) in db.execute(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
            " AND c.name = 'secret'"
        )
    }  # fmt: skip
    with _refusing():
        for place in _PLACES:
            for values in rows.get(place.table, ()):
                row = {**values, **({"secret": bytes.fromhex(new_id())} if place.table in secret else {})}
                marks = ", ".join("?" * len(row))
                db.execute(
                    f"INSERT INTO {place.table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - columns checked
                    tuple(row.values()),
                )


@contextmanager
def _refusing() -> Iterator[None]:
    """Raise BadRows for rows the schema does not take."""
    try:
        yield
    except dbapi2.IntegrityError as error:
        raise BadRows("schema") from error


def _index(db: Connection, client_id: RecordId, rows: Rows) -> None:
    clients.reindex(db, client_id)
    put: tuple[tuple[str, Callable[[Connection, RecordId], None]], ...] = (
        ("contact", contacts.reindex),
        ("referral", referrals.reindex),
        ("attachment", attachments.reindex),
        ("authority_notice", authority_notices.reindex),
    )
    for table, reindex in put:
        for values in rows.get(table, ()):
            reindex(db, RecordId(str(values["id"])))


def _bytes(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(type(value))
    return {"b64": base64.b64encode(value).decode("ascii")}
