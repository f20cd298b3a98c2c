"""What differs between two states of a vault, case by case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.vault.backup_proof import counts_of
from mfd_desktop.vault.database import LOOK, connect, driver_errors
from mfd_desktop.vault.holdings import children
from mfd_desktop.vault.keys import sub_key

if TYPE_CHECKING:
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

OTHER, ONLY_THERE, ONLY_HERE = "other", "only_there", "only_here"


@dataclass(frozen=True, slots=True)
class Marks:
    """A case as it stands in one state. ``mark`` differs when anything in it does."""

    number: str
    name: str
    contacts: int
    mark: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A state: its counts and its cases by id."""

    counts: dict[str, int]
    cases: dict[str, Marks]


@dataclass(frozen=True, slots=True)
class CaseDifference:
    """How a case differs. ``kind``: ``only_there`` (in the state alone), ``only_here`` (in the vault alone), ``other``.

    ``contacts``: in the vault less those in the state.
    """

    number: str
    name: str
    kind: str
    contacts: int


def content_of(db: Connection) -> Content:
    """Return what an open database holds, as far as comparing needs it."""
    marks: dict[str, list[object]] = {}
    rows = db.execute(
        "SELECT c.id, c.number, c.changed, p.id, p.changed, trim(p.given_name || ' ' || p.family_name)"
        " FROM case_file c JOIN client p ON p.id = c.client_id"
    ).fetchall()
    by_case, by_client = _marks(db, "case_file"), _marks(db, "client")
    contacts = dict(
        db.execute("SELECT case_id, count(*) FROM contact WHERE case_id IS NOT NULL GROUP BY case_id").fetchall()
    )
    for case, _number, changed, client, client_changed, _name in rows:
        marks[case] = [changed, client_changed, *by_case.get(case, ()), *by_client.get(client, ())]
    return Content(
        counts_of(db),
        {row[0]: Marks(row[1], row[5], contacts.get(row[0], 0), tuple(marks[row[0]])) for row in rows},
    )


def _marks(db: Connection, parent: str) -> dict[str, list[object]]:
    """Return count and last change of what hangs on each case or person, table by table."""
    found: dict[str, list[object]] = {}
    for table, column in sorted(children(db).get(parent, [])):
        columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
        if table in ("search_entry", "log_handle", "client_name", "client_number"):
            continue
        last = "max(changed)" if "changed" in columns else "''"
        query = f"SELECT {column}, count(*), {last} FROM {table} WHERE {column} IS NOT NULL GROUP BY {column}"  # noqa: S608
        for owner, count, changed in db.execute(query):
            found.setdefault(owner, []).extend((table, count, changed))
    return found


def content_in(folder: Path, master: bytes) -> Content:
    """Return what the closed database in ``folder`` holds: a state of a backup, or a vault. Only reads.

    Raises VaultDamaged, VaultInUse, StorageError.
    """
    with driver_errors(folder):
        db = connect(folder, sub_key(master, "database").hex(), LOOK)
        try:
            return content_of(db)
        finally:
            db.close()


def differences(there: Content, here: Content) -> tuple[CaseDifference, ...]:
    """Return how the cases of a state (``there``) differ from those of the vault (``here``), by number."""
    found = []
    for case in there.cases.keys() | here.cases.keys():
        old, new = there.cases.get(case), here.cases.get(case)
        one = new or old
        assert one is not None  # noqa: S101 - it is in one of the two
        kind = ONLY_HERE if old is None else ONLY_THERE if new is None else OTHER
        if old is None or new is None or old.mark != new.mark:
            contacts = (new.contacts if new else 0) - (old.contacts if old else 0)
            found.append(CaseDifference(one.number, one.name, kind, contacts))
    return tuple(sorted(found, key=lambda case: case.number))
