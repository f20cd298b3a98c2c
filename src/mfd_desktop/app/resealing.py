"""After new keys for the whole vault: every document is sealed anew, one after the other, for as long as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.passphrases import FINISHED
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault.attachments import reseal, stale_attachments
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session


def waiting_documents(session: Session) -> int:
    """Return how many documents are still sealed with an identity from before the new keys."""
    with session.vault.read() as db:
        return len(stale_attachments(db))


def reseal_next(session: Session) -> int:
    """Seal one document with a new identity, unless a backup is being made; return how many still wait.

    Stopped at any point the document is whole, and the next call goes on. A document that is damaged is marked so and
    left. Raises StorageError.
    """
    vault = session.vault
    with vault.read() as db:
        waiting = stale_attachments(db)
    # A backup has just read which files there are.
    if not waiting or not vault.backing_up.acquire(blocking=False):
        return len(waiting)
    try:
        reseal(vault, waiting[0])
    finally:
        vault.backing_up.release()
    with vault.read() as db:
        left = len(stale_attachments(db))
    if not left:
        with vault.write() as db:
            append(db, session.clock.now(), Event.REKEY, FINISHED)
    return left
