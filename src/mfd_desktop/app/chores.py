"""Small work that waits until a vault is open: tidying up, and reading what the search does not know yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.attachment_text import read_texts
from mfd_desktop.app.clock_watch import clock_is_doubted
from mfd_desktop.app.expiring import expire_forms
from mfd_desktop.app.recycling import purge
from mfd_desktop.vault.attachments import sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.app.session import Session


def tidy_up(session: Session) -> None:
    """Erase forms whose day has come, forget what lay in the recycle bin for 30 days, and take files off the disk that
    nothing names any more.

    To be called while no document is being stored.

    Raises StorageError.
    """
    expire_forms(session)
    if not clock_is_doubted(session):
        purge(session)
    sweep(session.vault)


def catch_up(session: Session, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Read the text of PDFs that the search does not know yet; sealing anew is for ``resealing``.

    Others may use the vault meanwhile. Raises StorageError; it goes on after the next unlock.
    """
    read_texts(session, stopped=stopped)
