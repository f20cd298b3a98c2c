"""What leaves the vault in the clear, by file or on paper: nothing does without an entry in the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mfd_desktop.app.journal import note
from mfd_desktop.domain.journal import Event
from mfd_desktop.files.atomic import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId


def export_file(session: Session, path: Path, content: bytes, kind: str, client_id: RecordId | None = None) -> None:
    """Log an export of ``kind`` (a code), then write ``content`` to ``path``. Raises StorageError.

    The entry comes first: if the medium then refuses the file, the log names an export too many, never one too few.
    """
    note(session, Event.EXPORT, kind, client_id)
    write_atomic(path, content)


def without_name(text: str, name: str) -> str:
    """Return ``text`` with every part of a client's name replaced by …; the help asks for none, but one slips in."""
    for word in re.findall(r"\w{2,}", name):
        text = re.sub(rf"\b{re.escape(word)}\b", "…", text, flags=re.IGNORECASE)
    return text


def note_print(session: Session, kind: str, client_id: RecordId | None = None) -> None:
    """Log that something is given to the printer: ``kind`` is a template or the code of a document.

    To be called before the first page is given over. Raises StorageError; then nothing should be printed.
    """
    note(session, Event.PRINT, kind, client_id)
