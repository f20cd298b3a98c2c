"""Referrals (Verweisungen) of cases.

Counted in table set 1 are the valid ones whose ``day`` lies in the period: T-VER-1 by ``target``; T-VER-2 by ``warm``
and ``heard`` (both 0 or 1; empty means 0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Referral
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

REFERRAL = Table(
    "referral", ("case_id", "contact_id", "follow_up_id", "day", "target", "warm", "heard", "note"), secret=True
)


def add_referral(
    db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str] | None = None
) -> RecordId:
    """Insert a referral; ``values`` are Referral fields by name, with ``case_id``."""
    referral_id = insert(db, REFERRAL, origin, {"note": "", **values}, raw or {})
    reindex(db, referral_id)
    return referral_id


def change_referral(
    db: Connection,
    referral_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None] | None = None,
) -> None:
    """Change only the fields named."""
    update(db, REFERRAL, referral_id, now, values, raw or {})
    reindex(db, referral_id)


def read_referral(db: Connection, referral_id: RecordId) -> Referral:
    """Return one referral; raise KeyError if there is none."""
    rows = select(db, REFERRAL, "WHERE id = ?", (referral_id,))
    if not rows:
        raise KeyError(referral_id)
    return _referral(rows[0])


def referrals_of(db: Connection, case_id: RecordId) -> tuple[Referral, ...]:
    """Return the referrals of a case, newest first; drafts without a day come first of all."""
    rows = select(
        db, REFERRAL, "WHERE case_id = ? ORDER BY day IS NULL DESC, day DESC, created DESC, rowid DESC", (case_id,)
    )
    return tuple(_referral(row) for row in rows)


def waiting_for(db: Connection, follow_up_id: RecordId) -> RecordId | None:
    """Return the referral that this follow-up asks back about, if what came of it is not known yet."""
    row = db.execute(
        "SELECT id FROM referral WHERE follow_up_id = ? AND coalesce(heard, 0) = 0", (follow_up_id,)
    ).fetchone()
    return RecordId(row[0]) if row else None


def cases_referred_on(db: Connection, on: date) -> frozenset[RecordId]:
    """Return the cases with a referral on this day, drafts too."""
    rows = db.execute("SELECT case_id FROM referral WHERE day = ?", (on.isoformat(),))
    return frozenset(RecordId(case_id) for (case_id,) in rows)


def count_referrals(db: Connection, first: date, last: date) -> int:
    """Return how many referrals count in these days."""
    (count,) = db.execute(
        "SELECT count(*) FROM referral WHERE day BETWEEN ? AND ? AND state = 'valid' AND source <> 'handover'",
        (first.isoformat(), last.isoformat()),
    ).fetchone()
    return int(count)


def _referral(row: tuple[Any, ...]) -> Referral:
    case_id, contact_id, follow_up_id, on, target, warm, heard, note = row[STAMP_WIDTH:]
    return Referral(
        stamp(row), case_id, contact_id, follow_up_id, day(on), target, bool(warm), bool(heard), note
    )  # fmt: skip


def reindex(db: Connection, referral_id: RecordId) -> None:
    """Put the note of a referral into the full-text index anew."""
    case_id, client_id, note = db.execute(
        "SELECT r.case_id, c.client_id, r.note FROM referral r JOIN case_file c ON c.id = r.case_id WHERE r.id = ?",
        (referral_id,),
    ).fetchone()
    searchindex.put(db, "referral", referral_id, client_id, case_id, note)
