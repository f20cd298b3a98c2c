"""Adding many records at once: the same rows and index entries as one by one, a few statements for hundreds
of them.

Meant for the import and for sample data, inside one large transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Client, Level
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.cases import CASE, form_on, read_levels
from mfd_desktop.vault.clients import (
    CLIENT,
    CONTACT_WAY,
    LISTS,
    RESIDENCE_STATUS,
    index_entry,
    own_columns,
    put_index_entries,
)
from mfd_desktop.vault.contacts import CONTACT
from mfd_desktop.vault.records import Origin, Table, new_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.records import Topic

_STEPS = 20_000
"""Steps of the database between two looks at whether to stop, some milliseconds."""


@contextmanager
def roomy(db: Connection) -> Iterator[None]:
    """Work with a page cache of 64 MB: ids are random, so many inserts touch pages all over the tables."""
    (usual,) = db.execute("PRAGMA cache_size").fetchone()
    db.execute("PRAGMA cache_size = -64000")
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size = {usual:d}")
        db.execute("PRAGMA shrink_memory")


class Interrupted(Exception):
    """The work was stopped because it was asked to; nothing of its transaction may be kept."""


@contextmanager
def stoppable(db: Connection, stop: Callable[[], bool]) -> Iterator[None]:
    """Raise ``Interrupted`` soon after ``stop()`` says so, even in the middle of a long statement."""
    db.set_progress_handler(lambda: int(stop()), _STEPS)
    try:
        yield
    except dbapi2.OperationalError as error:
        if "interrupted" in str(error):
            raise Interrupted from error
        raise
    finally:
        db.set_progress_handler(None, 0)


@dataclass(frozen=True, slots=True)
class NewPart:
    """A contact way or status entry: values by column, and the raw texts of what is invalid."""

    values: Mapping[str, object]
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A client with contact ways and status entries, and the day and level of the case to open."""

    values: Mapping[str, object]
    opened: date
    level: Level = Level.ACCOMPANIMENT
    raw: Mapping[str, str] = field(default_factory=dict)
    ways: tuple[NewPart, ...] = ()
    statuses: tuple[NewPart, ...] = ()


@dataclass(frozen=True, slots=True)
class NewContact:
    """A valid contact: Contact fields by name (with ``form``, ``day`` and ``minutes``) and topics."""

    values: Mapping[str, object]
    topics: tuple[Topic, ...] = ()


def add_people(db: Connection, origin: Origin, people: Sequence[NewPerson]) -> tuple[tuple[RecordId, RecordId], ...]:
    """Insert clients with a case each; return the ids of client and case in the order given."""
    clients = [
        new_row(CLIENT, origin, {**dict.fromkeys(CLIENT.columns), **own_columns(person.values)}, person.raw)
        for person in people
    ]
    owners = [RecordId(str(row["id"])) for row in clients]
    _put(db, CLIENT, clients)
    for name, table in LISTS.items():
        db.executemany(
            f"INSERT INTO {table} (client_id, position, code) VALUES (?, ?, ?)",  # noqa: S608
            [
                (owner, place, code)
                for owner, person in zip(owners, people, strict=True)
                for place, code in enumerate(_codes(person.values.get(name)), 1)
            ],
        )
    _put_parts(db, CONTACT_WAY, origin, owners, [person.ways for person in people], {"note": "", "value": ""})
    _put_parts(db, RESIDENCE_STATUS, origin, owners, [person.statuses for person in people], {"note": ""})
    cases = _open_cases(db, origin, owners, people)
    entries = [
        (owner, index_entry(_client(person), [_way(part) for part in person.ways]))
        for owner, person in zip(owners, people, strict=True)
    ]
    put_index_entries(db, entries)
    searchindex.add_many(db, "client", ((owner, owner, None, entry.body) for owner, entry in entries))
    return tuple(zip(owners, cases, strict=True))


def _codes(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _client(person: NewPerson) -> Client:
    return Client(stamp=None, **person.values)  # type: ignore[arg-type]  # only for its index entry


def _way(part: NewPart) -> tuple[str | None, str]:
    kind = part.values.get("kind")
    return str(kind) if kind else None, str(part.values.get("value", ""))


def _put_parts(
    db: Connection,
    table: Table,
    origin: Origin,
    owners: Sequence[RecordId],
    parts: Iterable[tuple[NewPart, ...]],
    texts: Mapping[str, str],
) -> None:
    rows = [
        new_row(
            table,
            origin,
            {**dict.fromkeys(table.columns), **texts, **part.values, "client_id": owner},
            part.raw,
        )
        for owner, mine in zip(owners, parts, strict=True)
        for part in mine
    ]
    _put(db, table, rows)


def _open_cases(
    db: Connection, origin: Origin, owners: Sequence[RecordId], people: Sequence[NewPerson]
) -> list[RecordId]:
    numbers = _numbers(db, [person.opened.year for person in people])
    rows = [
        new_row(CASE, origin, {"client_id": owner, "number": number, "opened": person.opened}, {})
        for owner, number, person in zip(owners, numbers, people, strict=True)
    ]
    _put(db, CASE, rows)
    db.executemany(
        "INSERT INTO case_level (case_id, since, level) VALUES (?, ?, ?)",
        [(row["id"], person.opened.isoformat(), person.level.value) for row, person in zip(rows, people, strict=True)],
    )
    return [RecordId(str(row["id"])) for row in rows]


def _numbers(db: Connection, years: Sequence[int]) -> list[str]:
    following = {}
    for year in sorted(set(years)):
        count = years.count(year)
        (last,) = db.execute(
            "INSERT INTO number_series (name, last) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET last = last + excluded.last RETURNING last",
            (f"case-{year}", count),
        ).fetchone()
        following[year] = last - count
    found = []
    for year in years:
        following[year] += 1
        found.append(f"{year}-{following[year]:04d}")
    return found


def add_contacts(db: Connection, origin: Origin, contacts: Sequence[NewContact]) -> tuple[RecordId, ...]:
    """Insert contacts and return their ids; in a case, F2 or F3 follows the case's level on that day."""
    levels = {case_id: read_levels(db, case_id) for case_id in {_case(contact) for contact in contacts} if case_id}
    rows = []
    for contact in contacts:
        values: dict[str, object] = {**dict.fromkeys(CONTACT.columns), "note": "", **contact.values}
        case_id = _case(contact)
        if case_id and values["form"] in ("F2", "F3"):
            values["form"] = form_on(levels[case_id], values["day"])  # type: ignore[arg-type]  # a day by the field's kind
        rows.append(new_row(CONTACT, origin, values, {}))
    _put(db, CONTACT, rows)
    ids = [RecordId(str(row["id"])) for row in rows]
    db.executemany(
        "INSERT INTO contact_topic (contact_id, position, code, subtopic) VALUES (?, ?, ?, ?)",
        [
            (contact_id, place, topic.code, topic.subtopic)
            for contact_id, contact in zip(ids, contacts, strict=True)
            for place, topic in enumerate(contact.topics, 1)
        ],
    )
    owners: dict[RecordId | None, RecordId] = {case_id: _owner(db, case_id) for case_id in levels}
    searchindex.add_many(
        db,
        "contact",
        (
            (contact_id, owners.get(_case(contact)), _case(contact), str(row["note"]))
            for contact_id, contact, row in zip(ids, contacts, rows, strict=True)
        ),
    )
    return tuple(ids)


def _case(contact: NewContact) -> RecordId | None:
    case_id = contact.values.get("case_id")
    return RecordId(str(case_id)) if case_id else None


def _owner(db: Connection, case_id: RecordId) -> RecordId:
    (client_id,) = db.execute("SELECT client_id FROM case_file WHERE id = ?", (case_id,)).fetchone()
    return RecordId(client_id)


def _put(db: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        names = tuple(rows[0])
        db.executemany(
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
            [tuple(row[name] for name in names) for row in rows],
        )
