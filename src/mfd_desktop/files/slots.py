"""A small file of two fixed-size slots, overwritten in turn and flushed to the disk: one of them is always
whole.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from mfd_desktop.files.atomic import write_new
from mfd_desktop.files.errors import storage_errors

if TYPE_CHECKING:
    from pathlib import Path


class SlotFile:
    """Two slots of ``size`` bytes. Opening never creates; see ``create``."""

    def __init__(self, path: Path, size: int) -> None:
        """Open ``path`` for reading and overwriting; raise StorageError if it is not there or not
        writable.
        """
        self._path = path
        self._size = size
        with storage_errors(path):
            self._file = path.open("r+b", buffering=0)

    @staticmethod
    def create(path: Path, first: bytes) -> None:
        """Create the file with ``first`` in both slots."""
        write_new(path, first * 2)

    def write(self, slot: int, content: bytes) -> None:
        """Overwrite slot 0 or 1 with exactly ``size`` bytes and wait until the disk has them."""
        if len(content) != self._size:
            message = "wrong slot size"
            raise ValueError(message)
        with storage_errors(self._path):
            self._file.seek(slot * self._size)
            if self._file.write(content) != self._size:
                raise OSError(errno.ENOSPC, "short write")
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()
