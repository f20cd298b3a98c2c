"""The folder where the scanner puts files: what lies there is not encrypted, and should not stay."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.files.atomic import remove_scratch

if TYPE_CHECKING:
    from mfd_desktop.app.options import DeviceSettings
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId

OPTION = "scan_folder"
MOST = 500
"""Files listed at most."""
_UNFINISHED = (".part", ".tmp", ".crdownload")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file in the scan folder that lies there in the clear."""

    path: Path
    size: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class Scans:
    """What lies in the folder, newest first. ``more``: there is more than is listed; ``gone``: it cannot be read."""

    folder: Path
    files: tuple[Leftover, ...] = ()
    more: bool = False
    gone: bool = False


def scan_folder(device: DeviceSettings) -> Path | None:
    """Return the folder chosen for scans; None if none is."""
    chosen = device.get(OPTION).strip()
    return Path(chosen) if chosen else None


def list_scans(folder: Path, most: int = MOST) -> Scans:
    """Return what lies in ``folder``; it may be on a share that answers slowly or not at all.

    Left out: folders, links, hidden files and those a program is still writing (``.part``, ``.tmp``).
    """
    found: list[Leftover] = []
    more = False
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                leftover = _leftover(entry)
                if leftover is None:
                    continue
                if len(found) >= most:
                    more = True
                    break
                found.append(leftover)
    except (OSError, ValueError):  # ValueError: a zero byte in the name
        return Scans(folder, gone=True)
    return Scans(folder, tuple(sorted(found, key=lambda one: one.changed, reverse=True)), more)


def _leftover(entry: os.DirEntry[str]) -> Leftover | None:
    if entry.name.startswith((".", "~")) or entry.name.lower().endswith(_UNFINISHED):
        return None
    try:
        # A link is no scan: deleting it would leave the file it names.
        known = entry.stat(follow_symlinks=False)
    except OSError:  # gone meanwhile
        return None
    if not stat.S_ISREG(known.st_mode):
        return None
    return Leftover(Path(entry.path), known.st_size, datetime.fromtimestamp(known.st_mtime, UTC))


def delete_source(session: Session, path: Path, attachment_id: RecordId) -> bool:
    """Delete a file whose document is stored; tell whether it is gone.

    Both are read to the end first: a file that has become another one since stays, as does one whose document does
    not come back whole. Only its name goes: on flash disks, in backups and in the scanner itself copies may remain.
    """
    from mfd_desktop.domain.errors import UserError
    from mfd_desktop.files.copies import blocks_of, digest
    from mfd_desktop.vault.attachment_files import check
    from mfd_desktop.vault.attachments import read_attachment

    try:
        with session.vault.read() as db:
            stored = read_attachment(db, attachment_id)
        check(session.folder, stored)
        if path.is_symlink() or digest(blocks_of(path)) != (stored.size, stored.sha256):
            return False
    except (KeyError, UserError):
        return not path.exists()
    remove_scratch(path)
    return not path.exists()
