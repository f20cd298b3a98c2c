"""Clients with nationalities, languages, contact ways and residence status, and the index that finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.fields import SEPARATOR
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Client, ContactWay, ResidenceStatus
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.namekeys import digits, fold, name_keys
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, delete, insert, note_list, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

CLIENT = Table(
    "client",
    (
        "given_name", "family_name", "other_names", "birth_date", "gender", "interpreter", "street", "postcode",
        "town", "district", "entry_date", "azr_number", "bamf_number", "office_number", "household_id",
        "household_role", "note",
    ),
    secret=True,
)  # fmt: skip
CONTACT_WAY = Table("contact_way", ("client_id", "kind", "value", "note"))
RESIDENCE_STATUS = Table("residence_status", ("client_id", "code", "since", "expires", "note"))

LISTS = {"nationalities": "client_nationality", "languages": "client_language", "needs": "client_need"}
"""Fields with several codes and the tables that hold them."""
_TEXTS = frozenset(CLIENT.columns) - {
    "birth_date", "gender", "interpreter", "district", "entry_date", "household_id",
}  # fmt: skip
_PHONE_KINDS = frozenset({"phone", "mobile", "messenger"})


def add_client(
    db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str] | None = None
) -> RecordId:
    """Insert a client; ``values`` are Client fields by name. Missing texts are empty."""
    record_id = insert(db, CLIENT, origin, own_columns(values), raw or {})
    _write_lists(db, record_id, values)
    reindex(db, record_id)
    return record_id


def own_columns(values: Mapping[str, object]) -> dict[str, object]:
    """Return the columns of a new client from Client fields by name; missing texts are empty."""
    return dict.fromkeys(_TEXTS, "") | {name: value for name, value in values.items() if name not in LISTS}


def change_client(
    db: Connection,
    client_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None] | None = None,
) -> None:
    """Change only the fields named."""
    plain = {name: value for name, value in values.items() if name not in LISTS}
    update(db, CLIENT, client_id, now, plain, raw or {})
    for name, codes in values.items():
        if name in LISTS and isinstance(codes, tuple):
            before = SEPARATOR.join(_codes(db, LISTS[name], client_id))
            note_list(db, CLIENT.name, client_id, name, now, before, SEPARATOR.join(codes))
    _write_lists(db, client_id, values)
    reindex(db, client_id)


def remove_client(db: Connection, client_id: RecordId) -> None:
    """Delete a client with cases, contacts and index entries."""
    db.execute("DELETE FROM search_entry WHERE client_id = ?", (client_id,))
    delete(db, CLIENT, client_id)


def read_client(db: Connection, client_id: RecordId) -> Client:
    """Return one client; raise KeyError if there is none."""
    rows = select(db, CLIENT, "WHERE id = ?", (client_id,))
    if not rows:
        raise KeyError(client_id)
    return _client(db, rows[0])


def _client(db: Connection, row: tuple[Any, ...]) -> Client:
    named = dict(zip(CLIENT.columns, row[STAMP_WIDTH:], strict=True))
    named["birth_date"] = day(named["birth_date"])
    named["entry_date"] = day(named["entry_date"])
    client_id = row[0]
    return Client(
        stamp=stamp(row),
        nationalities=_codes(db, "client_nationality", client_id),
        languages=_codes(db, "client_language", client_id),
        needs=_codes(db, "client_need", client_id),
        **named,
    )


def _codes(db: Connection, table: str, client_id: str) -> tuple[str, ...]:
    rows = db.execute(f"SELECT code FROM {table} WHERE client_id = ? ORDER BY position", (client_id,))  # noqa: S608
    return tuple(code for (code,) in rows)


def _write_lists(db: Connection, client_id: RecordId, values: Mapping[str, object]) -> None:
    for name, table in LISTS.items():
        codes = values.get(name)
        if isinstance(codes, tuple):
            db.execute(f"DELETE FROM {table} WHERE client_id = ?", (client_id,))  # noqa: S608
            db.executemany(
                f"INSERT INTO {table} (client_id, position, code) VALUES (?, ?, ?)",  # noqa: S608
                [(client_id, place, code) for place, code in enumerate(codes, 1)],
            )


def save_contact_way(
    db: Connection,
    origin: Origin,
    client_id: RecordId,
    record_id: RecordId | None,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> RecordId:
    """Insert or change one way to reach the client."""
    return _save_part(db, CONTACT_WAY, origin, client_id, record_id, values, raw)


def save_residence_status(
    db: Connection,
    origin: Origin,
    client_id: RecordId,
    record_id: RecordId | None,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> RecordId:
    """Insert or change one entry of the status history."""
    return _save_part(db, RESIDENCE_STATUS, origin, client_id, record_id, values, raw)


def _save_part(
    db: Connection,
    table: Table,
    origin: Origin,
    client_id: RecordId,
    record_id: RecordId | None,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> RecordId:
    if record_id is None:
        texts = {"note": "", "value": ""} if table is CONTACT_WAY else {"note": ""}
        kept = {name: text for name, text in raw.items() if text is not None}
        record_id = insert(db, table, origin, texts | dict(values) | {"client_id": client_id}, kept)
    else:
        update(db, table, record_id, origin.now, values, raw)
    reindex(db, client_id)
    return record_id


def contact_ways(db: Connection, client_id: RecordId) -> tuple[ContactWay, ...]:
    """Return the client's contact ways in the order entered."""
    rows = select(db, CONTACT_WAY, "WHERE client_id = ? ORDER BY created, rowid", (client_id,))
    return tuple(ContactWay(stamp(row), *row[STAMP_WIDTH:]) for row in rows)


def residence_history(db: Connection, client_id: RecordId) -> tuple[ResidenceStatus, ...]:
    """Return the status history, oldest first; entries without a beginning come first."""
    rows = select(db, RESIDENCE_STATUS, "WHERE client_id = ? ORDER BY since, created, rowid", (client_id,))
    return tuple(ResidenceStatus(stamp(row), row[7], row[8], day(row[9]), day(row[10]), row[11]) for row in rows)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Under what a client is found: skeletons with words, numbers with their kind, and the text of the
    full-text index.
    """

    names: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    body: str


def index_entry(client: Client, ways: Sequence[tuple[str | None, str]]) -> IndexEntry:
    """Return under what a client with these contact ways (kind and value) is found."""
    names = (client.given_name, client.family_name, client.other_names)
    values = [value for _, value in ways]
    found = {("phone", digits(value)) for kind, value in ways if kind in _PHONE_KINDS or kind is None}
    found |= {("azr", digits(client.azr_number)), ("bamf", digits(client.bamf_number))}
    found |= {("office", digits(client.office_number))}
    numbers = sorted(found)
    born = format_date(client.birth_date) if client.birth_date else ""
    words = [*names, fold(" ".join(names)), born, *values, *(number for _, number in numbers)]
    words += [client.street, client.postcode, client.town, client.note]
    words += [client.azr_number, client.bamf_number, client.office_number]
    return IndexEntry(
        tuple(sorted(name_keys(*names))),
        tuple((number, kind) for kind, number in numbers if len(number) >= 3),
        " \n".join(word for word in words if word),
    )


def reindex(db: Connection, client_id: RecordId) -> None:
    """Put a client into the indexes of names, numbers and texts anew."""
    ways = [(way.kind, way.value) for way in contact_ways(db, client_id)]
    entry = index_entry(read_client(db, client_id), ways)
    db.execute("DELETE FROM client_name WHERE client_id = ?", (client_id,))
    db.execute("DELETE FROM client_number WHERE client_id = ?", (client_id,))
    put_index_entries(db, [(client_id, entry)])
    searchindex.put(db, "client", client_id, client_id, None, entry.body)


def put_index_entries(db: Connection, entries: Iterable[tuple[RecordId, IndexEntry]]) -> None:
    """Insert names and numbers of clients who have none in the index."""
    known = list(entries)
    db.executemany(
        "INSERT INTO client_name (key, word, client_id) VALUES (?, ?, ?)",
        [(key, word, client_id) for client_id, entry in known for key, word in entry.names],
    )
    db.executemany(
        "INSERT OR IGNORE INTO client_number (digits, kind, client_id) VALUES (?, ?, ?)",
        [(number, kind, client_id) for client_id, entry in known for number, kind in entry.numbers],
    )
