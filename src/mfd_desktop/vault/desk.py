"""What belongs to the desk itself: office, settings inside the vault, open forms (sealed drafts), import
batches.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import astuple, fields
from datetime import datetime
from typing import TYPE_CHECKING

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office, OpenForm
from mfd_desktop.vault.clients import remove_client
from mfd_desktop.vault.searchindex import drop_of_clients

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlcipher3.dbapi2 import Connection

_AT_ONCE = 200
"""Clients deleted between two reports of progress."""
_OFFICE = tuple(field.name for field in fields(Office))


def write_office(db: Connection, office: Office) -> None:
    """Store the office data in place of what was there."""
    db.execute(
        f"INSERT OR REPLACE INTO office (id, {', '.join(_OFFICE)}) VALUES (1{', ?' * len(_OFFICE)})",  # noqa: S608
        astuple(office),
    )


def read_office(db: Connection) -> Office | None:
    """Return the office data; None until they were entered."""
    row = db.execute(f"SELECT {', '.join(_OFFICE)} FROM office").fetchone()  # noqa: S608
    return Office(*row) if row else None


def write_setting(db: Connection, name: str, value: str) -> None:
    """Store one setting."""
    db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))


def read_settings(db: Connection) -> dict[str, str]:
    """Return all settings stored in the vault."""
    return dict(db.execute("SELECT name, value FROM setting").fetchall())


def write_open_form(db: Connection, form: OpenForm, now: datetime) -> None:
    """Seal what stands in a form, exactly as typed."""
    db.execute(
        "INSERT OR REPLACE INTO open_form (key, record_id, fields, changed) VALUES (?, ?, ?, ?)",
        (form.key, form.record_id, json.dumps(dict(form.values), ensure_ascii=False), now.isoformat()),
    )


def drop_open_form(db: Connection, key: str) -> None:
    """Forget a sealed draft: it was saved or given up."""
    db.execute("DELETE FROM open_form WHERE key = ?", (key,))


def read_open_form(db: Connection, key: str) -> OpenForm | None:
    """Return the sealed draft of this form."""
    row = db.execute("SELECT key, record_id, fields, changed FROM open_form WHERE key = ?", (key,)).fetchone()
    return _open_form(row) if row else None


def read_open_forms(db: Connection) -> tuple[OpenForm, ...]:
    """Return all sealed drafts, oldest first."""
    rows = db.execute("SELECT key, record_id, fields, changed FROM open_form ORDER BY changed").fetchall()
    return tuple(_open_form(row) for row in rows)


def _open_form(row: tuple[str, str | None, str, str]) -> OpenForm:
    key, record_id, values, changed = row
    owner = RecordId(record_id) if record_id else None
    return OpenForm(key, owner, json.loads(values), datetime.fromisoformat(changed))


def add_batch(db: Connection, now: datetime, rows: int) -> str:
    """Record an import; its clients carry the source ``import:<id>``."""
    batch = secrets.token_hex(16)
    db.execute("INSERT INTO import_batch (id, taken, rows) VALUES (?, ?, ?)", (batch, now.isoformat(), rows))
    return batch


def batches(db: Connection) -> tuple[tuple[str, datetime, int, bool], ...]:
    """Return id, time, number of clients and whether it was undone, of every import, newest first."""
    rows = db.execute("SELECT id, taken, rows, undone IS NOT NULL FROM import_batch ORDER BY taken DESC").fetchall()
    return tuple((batch, datetime.fromisoformat(taken), count, bool(undone)) for batch, taken, count, undone in rows)


def worked_on(db: Connection, batch: str) -> int:
    """Return how many clients of an import were worked on since.

    That is: changed, put into a household, or given anything that did not come with the import.
    """
    source = f"import:{batch}"
    (count,) = db.execute(
        """SELECT count(*) FROM client p WHERE p.source = :source AND (
            p.changed <> p.created OR p.household_id IS NOT NULL
            OR EXISTS (SELECT 1 FROM contact_way w WHERE w.client_id = p.id
                AND (w.source <> :source OR w.changed <> w.created))
            OR EXISTS (SELECT 1 FROM residence_status r WHERE r.client_id = p.id
                AND (r.source <> :source OR r.changed <> r.created))
            OR EXISTS (SELECT 1 FROM procedure d WHERE d.client_id = p.id)
            OR EXISTS (SELECT 1 FROM validity v WHERE v.client_id = p.id)
            OR EXISTS (SELECT 1 FROM release e WHERE e.client_id = p.id)
            OR EXISTS (SELECT 1 FROM case_file c WHERE c.client_id = p.id AND (
                c.source <> :source OR c.changed <> c.created
                OR (SELECT count(*) FROM case_level v WHERE v.case_id = c.id) > 1
                OR (SELECT level FROM case_level v WHERE v.case_id = c.id) <> 'ACCOMPANIMENT'
                OR EXISTS (SELECT 1 FROM contact t WHERE t.case_id = c.id)
                OR EXISTS (SELECT 1 FROM referral g WHERE g.case_id = c.id)
                OR EXISTS (SELECT 1 FROM letter b WHERE b.case_id = c.id)
                OR EXISTS (SELECT 1 FROM form_record o WHERE o.case_id = c.id)
                OR EXISTS (SELECT 1 FROM follow_up f WHERE f.case_id = c.id)
                OR EXISTS (SELECT 1 FROM appointment a WHERE a.case_id = c.id)
                OR EXISTS (SELECT 1 FROM authority_notice n WHERE n.case_id = c.id)
                OR EXISTS (SELECT 1 FROM deadline l WHERE l.case_id = c.id))))""",
        {"source": source},
    ).fetchone()
    return int(count)


def undo_batch(
    db: Connection, batch: str, now: datetime, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> int:
    """Delete all clients of an import with their cases; return how many. ``progress`` gets steps done and all steps.

    Their case numbers become free again if no case was opened since.
    """
    source = f"import:{batch}"
    found = [RecordId(found) for (found,) in db.execute("SELECT id FROM client WHERE source = ?", (source,))]
    taken = db.execute(
        "SELECT substr(number, 1, 4), max(CAST(substr(number, 6) AS INTEGER)), count(*) FROM case_file"
        " WHERE source = ? GROUP BY 1",
        (source,),
    ).fetchall()
    # Taking them out of the index takes about as long as deleting them.
    total = 2 * len(found)
    progress(0, total)
    drop_of_clients(db, found)
    for start in range(0, len(found), _AT_ONCE):
        progress(len(found) + start, total)
        for client_id in found[start : start + _AT_ONCE]:
            remove_client(db, client_id)
    progress(total, total)
    for year, last, count in taken:
        db.execute(
            "UPDATE number_series SET last = last - ? WHERE name = ? AND last = ?", (count, f"case-{year}", last)
        )
    db.execute("UPDATE import_batch SET undone = ? WHERE id = ?", (now.isoformat(), batch))
    return len(found)
