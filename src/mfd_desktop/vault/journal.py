"""The tamper-evident log: a keyed hash chain over events and random handles.

Each entry carries HMAC-SHA256 over the one before and its own content; the head carries one over number and last
entry, so that entries cut off at the end are missed too. The key is random, kept in ``vault_secret`` and survives a
re-key. A handle stands for a person; erasing the person takes the handle's meaning away, the chain stays whole.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from mfd_desktop.domain.journal import DETAIL, Event, LogEntry

if TYPE_CHECKING:
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId

_START = ""


def append(db: Connection, moment: datetime, event: Event, detail: str = "", client_id: RecordId | None = None) -> None:
    """Append an entry inside the caller's transaction; raise ValueError for a detail that is no code."""
    if not DETAIL.fullmatch(detail):
        message = "the detail of a log entry is a code"
        raise ValueError(message)
    key = _key(db)
    row = db.execute("SELECT position, mac FROM log_entry ORDER BY position DESC LIMIT 1").fetchone()
    last, before = row or (0, _START)
    handle = _handle(db, client_id) if client_id else ""
    content = (last + 1, moment.isoformat(), event.value, detail, handle)
    mac = _mac(key, before, content)
    db.execute(
        "INSERT INTO log_entry (position, moment, event, detail, handle, mac) VALUES (?, ?, ?, ?, ?, ?)",
        (*content, mac),
    )
    db.execute(
        "INSERT INTO log_head (id, mac) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET mac = excluded.mac",
        (_mac(key, mac, (last + 1,)),),
    )


def read_log(db: Connection) -> tuple[LogEntry, ...]:
    """Return all entries, newest first."""
    rows = db.execute(
        "SELECT e.position, e.moment, e.event, e.detail, e.handle, h.client_id"
        " FROM log_entry e LEFT JOIN log_handle h ON h.handle = e.handle ORDER BY e.position DESC"
    )
    return tuple(
        LogEntry(position, datetime.fromisoformat(moment), Event(event), detail, handle, client_id)
        for position, moment, event, detail, handle, client_id in rows
    )


def last_moment(db: Connection, *events: tuple[Event, str]) -> datetime | None:
    """Return when one of these events with these details happened last; None if none ever did."""
    moments = [
        moment
        for event, detail in events
        for (moment,) in db.execute(
            "SELECT moment FROM log_entry WHERE event = ? AND detail = ? ORDER BY position DESC LIMIT 1",
            (event.value, detail),
        )
    ]
    return max((datetime.fromisoformat(moment) for moment in moments), default=None)


def days_opened(db: Connection) -> tuple[datetime, ...]:
    """Return the first opening of each day on which the vault was opened, the earliest day first."""
    rows = db.execute("SELECT moment FROM log_entry WHERE event = ?", (Event.UNLOCK.value,))
    first: dict[date, datetime] = {}
    for moment in sorted(datetime.fromisoformat(text) for (text,) in rows):
        first.setdefault(moment.date(), moment)
    return tuple(first.values())


def broken_at(db: Connection) -> int | None:
    """Return the position of the first entry that was changed, put in or taken out; None if the chain holds.

    Entries missing at the end are named by the position after the last one.
    """
    row = db.execute("SELECT value FROM vault_secret WHERE name = 'log'").fetchone()
    if row is None:
        return 1 if db.execute("SELECT 1 FROM log_entry").fetchone() else None
    key, before, last = bytes(row[0]), _START, 0
    for *content, mac in db.execute(
        "SELECT position, moment, event, detail, handle, mac FROM log_entry ORDER BY position"
    ):
        if content[0] != last + 1 or not hmac.compare_digest(mac, _mac(key, before, tuple(content))):
            return last + 1
        before, last = mac, last + 1
    row = db.execute("SELECT mac FROM log_head").fetchone()
    head = row[0] if row else ""
    whole = hmac.compare_digest(head, _mac(key, before, (last,))) if last else not head
    return None if whole else last + 1


def _key(db: Connection) -> bytes:
    row = db.execute("SELECT value FROM vault_secret WHERE name = 'log'").fetchone()
    if row:
        return bytes(row[0])
    key = secrets.token_bytes(32)
    db.execute("INSERT INTO vault_secret (name, value) VALUES ('log', ?)", (key,))
    return key


def _handle(db: Connection, client_id: RecordId) -> str:
    row = db.execute("SELECT handle FROM log_handle WHERE client_id = ?", (client_id,)).fetchone()
    if row:
        return str(row[0])
    handle = secrets.token_hex(8)
    db.execute("INSERT INTO log_handle (handle, client_id) VALUES (?, ?)", (handle, client_id))
    return handle


def _mac(key: bytes, before: str, content: tuple[object, ...]) -> str:
    plain = json.dumps([before, *content], separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()
