"""The folder where the scanner puts files: what lies there is not encrypted, and should not stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.files.atomic import remove_scratch

if TYPE_CHECKING:
    from mfd_desktop.app.options import DeviceSettings

OPTION = "scan_folder"
MOST = 500
"""Files listed at most."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file in the scan folder that lies there in the clear."""

    path: Path
    size: int
    changed: datetime


def scan_folder(device: DeviceSettings) -> Path | None:
    """Return the folder chosen for scans; None if none is."""
    chosen = device.get(OPTION).strip()
    return Path(chosen) if chosen else None


def leftovers(device: DeviceSettings) -> tuple[Leftover, ...] | None:
    """Return the files in the scan folder, newest first; None without such a folder, or if it cannot be read.

    Hidden files and those a program is still writing (``.part``, ``.tmp``) are left out.
    """
    folder = scan_folder(device)
    if folder is None:
        return None
    found = []
    try:
        for path in folder.iterdir():
            if path.name.startswith((".", "~")) or path.suffix.lower() in (".part", ".tmp", ".crdownload"):
                continue
            if path.is_file():
                known = path.stat()
                found.append(Leftover(path, known.st_size, datetime.fromtimestamp(known.st_mtime, UTC)))
            if len(found) >= MOST:
                break
    except OSError:
        return None
    return tuple(sorted(found, key=lambda one: one.changed, reverse=True))


def delete_source(path: Path) -> bool:
    """Delete a file whose document is stored; tell whether it is gone.

    Only its name goes: on flash disks, in backups and in the scanner itself copies may remain.
    """
    remove_scratch(path)
    return not path.exists()
