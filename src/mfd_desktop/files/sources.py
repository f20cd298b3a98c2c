"""Reading files that come from outside: ordinary files only, and never waiting for one that gives nothing."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from mfd_desktop.domain.attachments import clean_name
from mfd_desktop.domain.errors_attachments import DocumentRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """An open ordinary file and its size when it was opened."""

    file: BinaryIO
    size: int


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open an ordinary file for reading.

    Raises DocumentRefused: ``missing``, ``no_file``, ``unreadable``; also for what goes wrong while it is read.
    """
    name = clean_name(path.name)
    try:
        # A pipe would wait for a writer; the system calls of Windows know neither flag and need none.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        if not stat.S_ISREG(path.stat().st_mode):
            raise DocumentRefused(name, "no_file")
        with os.fdopen(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise DocumentRefused(name, "no_file")
            yield Source(file, found.st_size)
    except FileNotFoundError:
        raise DocumentRefused(name, "missing") from None
    except OSError:
        raise DocumentRefused(name, "unreadable") from None
    except ValueError:  # a name with a zero byte
        raise DocumentRefused(name, "missing") from None
