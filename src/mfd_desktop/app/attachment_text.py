"""Text of PDFs for the search: read by a process of its own, which may hang or fall without harm."""

from __future__ import annotations

import os
from multiprocessing import get_context
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors_attachments import DocumentDamaged
from mfd_desktop.vault import attachments as store
from mfd_desktop.vault.attachment_files import content

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection as Pipe

    from mfd_desktop.app.session import Session

SECONDS = 20.0
"""Of one document; what takes longer is left out of the search."""
MOST_MEMORY = 1024 * 1024 * 1024
"""Of the process that reads, where the system can limit it."""
_LOOK = 0.1
"""Seconds between two looks at whether to stop."""
MOST_PAGES = 200
MOST_CHARACTERS = 200_000


def read_texts(session: Session, *, stopped: Callable[[], bool] = lambda: False, seconds: float = SECONDS) -> int:
    """Put the text of every PDF that is still to be read into the search; return how many were read.

    A document that cannot be read is remembered as read, with no text. Raises StorageError.
    """
    with session.vault.read() as db:
        waiting = store.without_text(db)
    done = 0
    for attachment in waiting:
        if stopped():
            break
        try:
            text = text_of_pdf(content(session.folder, attachment), seconds, stopped)
        except DocumentDamaged as error:
            with session.vault.write() as db:
                store.note_check(db, attachment, session.clock.now(), error.reason)
            continue
        if stopped():
            break
        with session.vault.write() as db:
            if db.execute("SELECT 1 FROM attachment WHERE id = ?", (attachment.stamp.id,)).fetchone():
                store.index_text(db, attachment, text, session.clock.now())
        done += 1
    return done


def text_of_pdf(pdf: bytes, seconds: float = SECONDS, stopped: Callable[[], bool] = lambda: False) -> str:
    """Return the text of a PDF, of a very long one the beginning; empty if it cannot be read in time.

    Once ``stopped()`` says so the process that reads is ended and nothing is returned: locking waits for nobody.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_read, args=(there,), daemon=True)
    child.start()
    there.close()
    try:
        here.send_bytes(pdf)
        return here.recv_bytes().decode() if _answers(here, seconds, stopped) else ""
    except (EOFError, OSError):  # it fell
        return ""
    finally:
        here.close()
        child.kill()
        child.join()
        child.close()


def _answers(pipe: Pipe, seconds: float, stopped: Callable[[], bool]) -> bool:
    end = monotonic() + seconds
    while not stopped() and monotonic() < end:
        if pipe.poll(_LOOK):
            return True
    return False


def _read(pipe: Pipe) -> None:
    """Run in the child: answer one PDF with its text."""
    from mfd_desktop.files.process import harden, limit_memory

    harden()
    limit_memory(MOST_MEMORY)
    # Whoever should end it may be gone: replaced by the unlock window, or killed.
    ended = Timer(2 * SECONDS, os._exit, (1,))
    ended.daemon = True
    ended.start()
    pdf = pipe.recv_bytes()
    pipe.send_bytes(_text(pdf).encode(errors="replace"))


def _text(pdf: bytes) -> str:
    import pypdfium2

    parts, length = [], 0
    try:
        document = pypdfium2.PdfDocument(pdf)
        for number in range(min(len(document), MOST_PAGES)):
            found = document[number].get_textpage().get_text_bounded()
            parts.append(found[: MOST_CHARACTERS - length])
            length += len(parts[-1])
            if length >= MOST_CHARACTERS:
                break
    except pypdfium2.PdfiumError:
        pass
    return "\n".join(parts)
