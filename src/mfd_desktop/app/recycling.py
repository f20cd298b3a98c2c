"""Intentions around the recycle bin: whole records go there, come back, or go for good after 30 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.computing import give_reason, log
from mfd_desktop.domain.bin import KEPT_FOR
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import attachments, cases, clients, deadlines, journal
from mfd_desktop.vault import bin as store

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.bin import BinEntry
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.database import Connection

_ALL = (
    "client", "case", "contact", "agenda", "referral", "form", "letter", "release", "attachment", "deadline", "notice",
    "procedure", "validity",
)  # fmt: skip
_KINDS = {
    "activity": ("activity",), "appointment": ("agenda",), "attachment": ("attachment",),
    "authority_notice": ("notice", "deadline", "procedure"), "case_file": _ALL, "client": _ALL,
    "contact": ("contact", "form"), "contact_way": ("client",), "deadline": ("deadline",), "follow_up": ("agenda",),
    "form_record": ("form", "contact", "agenda"), "letter": ("letter",), "recipient": ("recipient",),
    "procedure": ("procedure", "notice", "deadline"), "procedure_step": ("procedure",),
    "referral": ("referral", "agenda"), "release": ("release", "agenda"), "residence_status": ("client", "validity"),
    "validity": ("validity",),
}  # fmt: skip
"""What screens may show that goes or comes with a record of a table."""

_PROVEN_BY = 3
"""A day counts as passed only once the vault was opened on so many different days up to it: a clock that jumped ahead
takes nothing away.
"""


def entries(session: Session) -> tuple[BinEntry, ...]:
    """Return what is in the bin, what was deleted last first."""
    with session.vault.read() as db:
        return store.entries(db)


def restore(session: Session, entry_id: str, *, initiator: object = None) -> BinEntry:
    """Bring a deleted record back as it was, under its own id. Raises NoLongerInBin, OwnerInBin."""
    with session.vault.write() as db:
        entry = store.restore(db, entry_id)
    _announce(session, entry, initiator)
    return entry


def forget(session: Session, entry_id: str, *, initiator: object = None) -> None:
    """Delete for good what lies in the bin; raises NoLongerInBin. It is noted in the log."""
    now = session.clock.now()
    with session.vault.write() as db:
        entry = store.read_entry(db, entry_id)
        store.forget(db, entry_id, now)
        journal.append(db, now, Event.ERASE, f"bin.{entry.table}")
    attachments.sweep(session.vault, only_deleted=True)
    session.announce(changed("bin", ids=(entry_id,)), initiator)


def purge(session: Session) -> int:
    """Delete for good what was deleted more than 30 days ago; return how many entries that were.

    Does nothing yet if the clock may have jumped; is meant to run in the background after unlocking.
    """
    now = session.clock.now()
    with session.vault.write() as db:
        passed = _proven_moment(db, now)
        count = store.purge(db, passed - KEPT_FOR, now) if passed is not None else 0
        if count:
            journal.append(db, now, Event.ERASE, f"bin.{count}")
    if count:
        attachments.sweep(session.vault, only_deleted=True)
    return count


def _proven_moment(db: Connection, now: datetime) -> datetime | None:
    """Return the newest moment the vault's own log proves to have passed; None if it does not know enough days."""
    days = [moment for moment in journal.days_opened(db) if moment <= now]
    return days[-_PROVEN_BY] if len(days) >= _PROVEN_BY else None


def case_of(session: Session, entry: BinEntry) -> RecordId | None:
    """Return the case on whose page a record just brought back is seen; of a person the newest, None if none."""
    if entry.table != "client":
        return entry.case_id
    with session.vault.read() as db:
        found = cases.cases_of(db, entry.record_id)
    return found[0].stamp.id if found else None


def case_numbers(session: Session, client_id: RecordId) -> tuple[str, ...]:
    """Return the numbers of a person's cases, the newest first."""
    with session.vault.read() as db:
        return tuple(case.number for case in cases.cases_of(db, client_id))


def open_deadlines(session: Session, client_id: RecordId, case_id: RecordId | None = None) -> int:
    """Return how many open deadlines would go with a person, or with one case; those shared with relatives stay."""
    with session.vault.read() as db:
        return len(deadlines.open_in_cases(db, _cases(db, client_id, case_id)))


def _cases(db: Connection, client_id: RecordId, case_id: RecordId | None) -> tuple[RecordId, ...]:
    return (case_id,) if case_id is not None else tuple(case.stamp.id for case in cases.cases_of(db, client_id))


def _give_reason(db: Connection, session: Session, whose: tuple[RecordId, ...], reason: str) -> None:
    """Write into each open deadline that goes why it does, and into the log that it went."""
    for deadline in deadlines.open_in_cases(db, whose):
        give_reason(db, session, deadline, reason)
        log(db, session, deadline, "removed_open")


def remove_case(session: Session, case_id: RecordId, reason: str = "", *, initiator: object = None) -> str:
    """Move a case with all that is in it into the bin; return the entry. Its number is not given again.

    With a deadline that is still open (``open_deadlines``) it goes only with a reason: raises ReasonMissing.
    """
    with session.vault.write() as db:
        client_id = cases.read_case(db, case_id).client_id
        _give_reason(db, session, (case_id,), reason)
        entry = store.bin_record(db, cases.CASE.name, case_id, session.clock.now())
    session.announce(changed(*_KINDS["case_file"], ids=(case_id, client_id)), initiator)
    return entry


def remove_client(session: Session, client_id: RecordId, reason: str = "", *, initiator: object = None) -> str:
    """Move a person with all cases into the bin, and the household if nobody is left in it; return the entry.

    With a deadline that is still open (``open_deadlines``) only with a reason: raises ReasonMissing.
    """
    with session.vault.write() as db:
        _give_reason(db, session, _cases(db, client_id, None), reason)
        household_id = clients.read_client(db, client_id).household_id
        alone = household_id is not None and len(cases.read_household(db, household_id).members) == 1
        also = [(cases.HOUSEHOLD.name, household_id)] if household_id is not None and alone else []
        entry = store.bin_record(db, clients.CLIENT.name, client_id, session.clock.now(), also)
    session.announce(changed(*_KINDS["client"], ids=(client_id, household_id)), initiator)
    return entry


def _announce(session: Session, entry: BinEntry, initiator: object) -> None:
    kinds = _KINDS.get(entry.table, ("client",))
    session.announce(changed(*kinds, ids=(entry.record_id, entry.case_id, entry.client_id)), initiator)
