"""Writing a large file piece by piece: whole under its name, or not there at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from mfd_desktop.files.atomic import sync_folder
from mfd_desktop.files.errors import storage_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART = ".part"
"""Ending of what is still being written, or was when the program was killed."""


@contextmanager
def streamed(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to; at the end it is flushed and takes the name ``path``, replacing what was there.

    Mode 0600. Any error inside leaves the old file (or none). Raises StorageError for an OSError.
    """
    scratch = path.with_name(f"{path.name}.{os.urandom(6).hex()}{PART}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with storage_errors(path):
        try:
            with os.fdopen(os.open(scratch, flags, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(path)
        except BaseException:
            with suppress(OSError):
                scratch.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
