"""Failed attempts to unlock a vault: one moment a line in ``attempts``, until the next unlock takes them into the log.

While the vault is closed nothing can be written into it, so whoever can write in its folder can take these lines away.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from mfd_desktop.files.atomic import remove_scratch

if TYPE_CHECKING:
    from pathlib import Path

NAME = "attempts"
_MOST = 500
"""Lines kept; what a guessing program writes must not fill the disk."""
_LONGEST = 40 * _MOST


def remember_attempt(folder: Path, moment: datetime) -> None:
    """Add a failed attempt; a folder that takes nothing keeps nobody from trying the right passphrase."""
    with suppress(OSError):
        path = folder / NAME
        if path.exists() and path.stat().st_size >= _LONGEST:
            return
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(f"{moment.isoformat()}\n".encode())


def read_attempts(folder: Path) -> tuple[datetime, ...]:
    """Return the moments remembered, oldest first; lines that are none are left out."""
    found = []
    with suppress(OSError):
        with (folder / NAME).open("rb") as file:
            lines = file.read(_LONGEST + 80).decode("ascii", "replace").splitlines()
        for line in lines:
            with suppress(ValueError):
                moment = datetime.fromisoformat(line)
                if moment.tzinfo is not None:
                    found.append(moment)
    return tuple(found)


def forget_attempts(folder: Path) -> None:
    """Remove the file; one that cannot be removed is counted again at the next unlock."""
    remove_scratch(folder / NAME)
