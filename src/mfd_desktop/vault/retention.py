"""What stands against erasing people, and the day the time of keeping is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.privacy import Hold
from mfd_desktop.vault.cases import CASE, cases_of
from mfd_desktop.vault.holdings import primary_key
from mfd_desktop.vault.privacy import all_rights
from mfd_desktop.vault.records import day, update

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.privacy import Rights
    from mfd_desktop.vault.holdings import Owned


@dataclass(frozen=True, slots=True)
class Kept:
    """What the keeping of one person's file depends on.

    ``case_id``, ``number``: of the newest case. ``closed``: end of the last case, None while one is
    open or there is none.
    ``begun``: when the person was recorded. ``keep_from`` and ``reason``: another day, set by hand.
    """

    client_id: RecordId
    case_id: RecordId | None
    number: str
    closed: date | None
    begun: str
    keep_from: date | None
    reason: str
    holds: tuple[Hold, ...]


_PEOPLE = """
SELECT p.id, p.created,
    (SELECT k.id FROM case_file k WHERE k.client_id = p.id ORDER BY k.number DESC LIMIT 1),
    max(c.number), max(c.closed), sum(c.id IS NOT NULL AND c.closed IS NULL),
    max(c.keep_from),
    (SELECT k.keep_reason FROM case_file k WHERE k.client_id = p.id AND k.keep_reason <> ''
        ORDER BY k.keep_from IS NULL, k.keep_from DESC LIMIT 1)
FROM client p LEFT JOIN case_file c ON c.client_id = p.id {where} GROUP BY p.id ORDER BY max(c.number)"""

_DEADLINES = """
SELECT c.client_id FROM deadline l JOIN case_file c ON c.id = l.case_id WHERE l.done IS NULL
UNION SELECT p.client_id FROM deadline l JOIN authority_notice_procedure n ON n.notice_id = l.notice_id
JOIN procedure p ON p.id = n.procedure_id WHERE l.done IS NULL"""
"""Everybody with an open deadline, of a shared notice too; one without a day most of all."""

_STAND_INS = "SELECT DISTINCT client_id FROM handover WHERE purpose = 'stand_in' AND ended IS NULL"

_DUE = """
SELECT count(*) FROM (SELECT 1 FROM case_file GROUP BY client_id
    HAVING sum(closed IS NULL) = 0 AND coalesce(max(keep_from), max(closed)) <= ?)"""


def kept_people(db: Connection, only: RecordId | None = None) -> tuple[Kept, ...]:
    """Return what the keeping of everybody's file depends on, or of one person's, by case number."""
    query = _PEOPLE.format(where="" if only is None else "WHERE p.id = ?")
    rows = db.execute(query, () if only is None else (only,)).fetchall()
    deadlines, lent = _ids(db, _DEADLINES), _ids(db, _STAND_INS)
    rights = all_rights(db)
    found = []
    for client_id, begun, case_id, number, closed, still_open, keep_from, reason in rows:
        end = None if still_open else day(closed)
        holds = _holds(bool(still_open), client_id in deadlines, client_id in lent, rights.get(client_id))
        found.append(Kept(RecordId(client_id), case_id, number or "", end, begun, day(keep_from), reason or "", holds))
    return tuple(found)


def _holds(still_open: bool, deadline: bool, lent: bool, rights: Rights | None) -> tuple[Hold, ...]:
    asked = rights is not None and any(event.matter != "erasure" for event in rights.open_requests)
    stands = {
        Hold.OPEN_CASE: still_open,
        Hold.DEADLINE: deadline,
        Hold.DISPUTE: rights is not None and rights.disputed is not None,
        Hold.RESTRICTION: rights is not None and rights.restricted is not None,
        Hold.REQUEST: asked,
        Hold.HAND_OVER: lent,
    }
    return tuple(hold for hold, there in stands.items() if there)


def _ids(db: Connection, query: str) -> Collection[str]:
    return {found for (found,) in db.execute(query)}


def count_due(db: Connection, before: date) -> int:
    """Return how many people's time of keeping is counted from ``before`` or earlier, whatever stands against it."""
    (found,) = db.execute(_DUE, (before.isoformat(),)).fetchone()
    return int(found)


def uncounted_contacts(db: Connection, client_id: RecordId) -> int:
    """Return how many valid contacts of a person lie after the last submitted period began to be counted.

    Days inside any submitted period count as submitted.
    """
    rows = db.execute(
        "SELECT t.day FROM contact t JOIN case_file c ON c.id = t.case_id WHERE c.client_id = ? AND t.state = 'valid'",
        (client_id,),
    ).fetchall()
    periods = [Period.parse(found) for (found,) in db.execute("SELECT DISTINCT period FROM frozen_period")]
    days = [date.fromisoformat(on) for (on,) in rows]
    return sum(not any(period.first <= on <= period.last for period in periods) for on in days)


def frozen_with(db: Connection, client_id: RecordId) -> int:
    """Return in how many submitted periods a person was counted."""
    (found,) = db.execute("SELECT count(DISTINCT period) FROM frozen_person WHERE person = ?", (client_id,)).fetchone()
    return int(found)


def count_from(db: Connection, client_id: RecordId, now: datetime, day: date | None, reason: str) -> None:
    """Let the time be counted from another day, noted in the newest case; None: from the closing again."""
    for number, case in enumerate(cases_of(db, client_id)):
        values = {"keep_from": None if number else day, "keep_reason": "" if number else reason}
        if number == 0 or _set_by_hand(db, case.stamp.id):
            update(db, CASE, case.stamp.id, now, values, {})


def _set_by_hand(db: Connection, case_id: RecordId) -> bool:
    row = db.execute("SELECT 1 FROM case_file WHERE id = ? AND keep_reason <> ''", (case_id,)).fetchone()
    return row is not None


_FREE_TEXTS = (
    ("contact", "note"), ("follow_up", "text"), ("appointment", "title"), ("client", "note"), ("referral", "note"),
    ("activity", "note"), ("activity", "title"), ("letter", "fields"), ("form_answer", "value"),
    ("handover", "reason"), ("attachment", "note"), ("privacy_event", "note"), ("contact_way", "note"),
    ("recipient", "note"), ("residence_status", "note"), ("authority_notice", "note"),
    ("authority_notice", "instruction"), ("deadline", "note"), ("deadline", "done_note"),
    ("deadline", "extension_note"), ("procedure", "note"), ("procedure_step", "note"), ("procedure_answer", "value"),
    ("validity", "note"),
)  # fmt: skip
"""Where somebody can have written about somebody else."""


def named_elsewhere(db: Connection, names: tuple[str, str], own: Owned) -> dict[str, int]:
    """Return in how many records that are not the person's both ``names`` stand, by table; capitals do not matter."""
    found: dict[str, int] = {}
    if not all(name.strip() for name in names):
        return found
    for table, column in _FREE_TEXTS:
        keys = ", ".join(primary_key(db, table))
        rows = db.execute(
            f"SELECT {keys} FROM {table} WHERE {column} LIKE ? AND {column} LIKE ?",  # noqa: S608 - our own
            [f"%{name.strip()}%" for name in names],
        )
        count = sum(key not in own.get(table, {}) for key in rows)
        if count:
            found[table] = found.get(table, 0) + count
    return found
