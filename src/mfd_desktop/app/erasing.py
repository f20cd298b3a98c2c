"""Erasing a person: what would go, what stands against it, doing it, and the certificate."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.privacy import law
from mfd_desktop.app.retention import read_retention
from mfd_desktop.domain.errors_privacy import ErasureHeld
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.privacy import FIRM, ErasurePreview, ErasureRecord, Hold
from mfd_desktop.vault import clients, erasing, holdings, journal, privacy, retention

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.database import Connection

EXPIRED = "retention"
"""The reason (code list ``erasure_reasons``) that holds only once the time of keeping is over."""


def preview_erasure(session: Session, client_id: RecordId, reason: str = "") -> ErasurePreview:
    """Return what erasing a person would take and what stands against it; raise KeyError if there is none.

    ``reason``: a code of the list ``erasure_reasons``, if it is known yet.
    """
    with session.vault.read() as db:
        client = clients.read_client(db, client_id)
        found = holdings.owned(db, client_id)
        kept = read_retention(db, client_id)
        return ErasurePreview(
            counts={table: len(keys) for table, keys in found.items() if table not in erasing.INDEX},
            files=len(found.get("attachment", {})),
            elsewhere=retention.named_elsewhere(db, (client.given_name, client.family_name), found),
            frozen=retention.frozen_with(db, client_id),
            uncounted=retention.uncounted_contacts(db, client_id),
            holds=_holds(db, session, client_id, reason),
            due=kept.due,
        )


def erase(
    session: Session,
    client_id: RecordId,
    reason: str,
    *,
    despite: Collection[Hold] = (),
    initiator: object = None,
) -> ErasureRecord:
    """Erase a person for good and return what the certificate says; raise KeyError if there is none.

    Raises ErasureHeld while something stands against it that has to be ended first, or that was not confirmed in
    ``despite``; then nothing was erased. What is left in free places of the file is overwritten by ``finish_erasing``.
    """
    number = secrets.token_hex(4).upper()
    regime, forgotten = law(session).id, _forgotten(session)
    with session.vault.write() as db:
        clients.read_client(db, client_id)
        holds = _holds(db, session, client_id, reason)
        _refuse(holds, despite)
        gone = erasing.erase_client(db, client_id, session.clock.now())
        confirmed = tuple(hold.value for hold in holds)
        record = ErasureRecord(
            f"{number[:4]}-{number[4:]}",
            session.clock.today(),
            reason,
            confirmed,
            regime,
            forgotten,
            gone.counts,
        )
        privacy.write_erasure(db, record)
        journal.append(db, session.clock.now(), Event.ERASE, f"{reason}:{record.number}")
    kinds = ("client", "case", "contact", "agenda", "letter", "release", "referral", "privacy", "handover")
    session.announce(changed(*kinds, ids=(client_id, *gone.cases)), initiator)
    return record


def finish_erasing(session: Session) -> bool:
    """Take documents of people erased off the disk and overwrite what is left; return whether there was any.

    Takes a moment with a large vault; stopped in the middle it is simply to be called again. Raises StorageError.
    """
    from mfd_desktop.vault.attachments import sweep

    if not to_finish(session):
        return False
    sweep(session.vault)
    return erasing.tidy(session.vault)


def to_finish(session: Session) -> bool:
    """Tell whether ``finish_erasing`` has something to do."""
    with session.vault.read() as db:
        return erasing.untidy(db)


def record_ids(session: Session, client_id: RecordId) -> frozenset[str]:
    """Return the ids of everything that belongs to a person, the person's own too."""
    with session.vault.read() as db:
        return holdings.record_ids(holdings.owned(db, client_id))


def erasures(session: Session) -> tuple[ErasureRecord, ...]:
    """Return what stays of all erasures, newest first: no person."""
    with session.vault.read() as db:
        return privacy.erasures(db)


def _holds(db: Connection, session: Session, client_id: RecordId, reason: str) -> tuple[Hold, ...]:
    kept = read_retention(db, client_id)
    early = kept.due is None or kept.due > session.clock.today()
    return (*kept.holds, Hold.TOO_EARLY) if reason == EXPIRED and early else kept.holds


def _refuse(holds: tuple[Hold, ...], despite: Collection[Hold]) -> None:
    if firm := tuple(hold for hold in holds if hold in FIRM):
        raise ErasureHeld(firm, firm=True)
    if unconfirmed := tuple(hold for hold in holds if hold not in despite):
        raise ErasureHeld(unconfirmed, firm=False)


def _forgotten(session: Session) -> date | None:
    """Return by when no backup holds what is erased now; None if none was ever made."""
    from mfd_desktop.app.backing_up import last_backup_forgets

    forgets = last_backup_forgets(session)
    return forgets if forgets > session.clock.today() else None
