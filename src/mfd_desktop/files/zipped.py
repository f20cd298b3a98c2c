"""Reading one part of a zip file (the spreadsheets of today are such files); nothing is ever unpacked to the disk."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_part(path: Path, name: str, most: int) -> bytes | None:
    """Return the part ``name``; None if there is none, it is over ``most`` bytes unpacked, or it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > most:
                return None
            return archive.read(name)
    # RuntimeError: encrypted, or packed in a way unknown here.
    except (KeyError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return None
