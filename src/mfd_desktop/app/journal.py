"""Writing and reading the tamper-evident log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.vault import journal

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.journal import Event, LogEntry


def note(session: Session, event: Event, detail: str = "", client_id: RecordId | None = None) -> None:
    """Record an event in a transaction of its own; inside one use ``vault.journal.append``.

    ``detail`` is a code, never a text of somebody; ``client_id`` whom it concerns. Raises StorageError.
    """
    with session.vault.write() as db:
        journal.append(db, session.clock.now(), event, detail, client_id)


def log_entries(session: Session) -> tuple[LogEntry, ...]:
    """Return the log, newest first."""
    with session.vault.read() as db:
        return journal.read_log(db)


def log_broken_at(session: Session) -> int | None:
    """Return the position at which the chain is broken; None if it is whole."""
    with session.vault.read() as db:
        return journal.broken_at(db)
