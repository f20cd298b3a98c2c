"""Errors about backups that the user or the environment must act on; worded in ``app.wording_backup``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import IntegrityFailure, UserError

if TYPE_CHECKING:
    from pathlib import Path


class BackupMissing(UserError):
    """There is no backup in this folder, or not the state asked for."""

    def __init__(self, path: Path, state: str = "") -> None:
        """Take the folder that was looked at, and the state if that is what is missing."""
        super().__init__("no backup")
        self.path = path
        self.state = state


class BackupFolderRefused(UserError):
    """No backup can be made in this folder; nothing was written.

    ``reason`` is one of ``none`` (none was chosen), ``relative``, ``missing``, ``inside_vault`` (it lies in the vault),
    ``inside_backup`` (a vault cannot lie in a backup), ``other_vault`` (it holds backups of another vault),
    ``not_empty`` (it holds something else).
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the folder and the reason."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class BackupNewer(UserError):
    """The backup was made by a newer version of the program."""

    def __init__(self, path: Path, found: int, supported: int) -> None:
        """Take the folder, the format found and the newest one understood here."""
        super().__init__("newer")
        self.path = path
        self.found = found
        self.supported = supported


class BackupRunning(UserError):
    """Another backup of this vault is under way."""


class BackupDamaged(IntegrityFailure):
    """Something in the backup is not what was written there; nothing was changed."""

    def __init__(self, path: Path, state: str, part: str, files: int = 0) -> None:
        """Take the folder, the state (empty: the folder as a whole) and the part.

        ``part`` is one of ``mark`` (mfd-backup.json), ``header``, ``manifest``, ``database``, ``attachments``
        (``files`` of them).
        """
        super().__init__(part)
        self.path = path
        self.state = state
        self.part = part
        self.files = files


class CopyDiffers(IntegrityFailure):
    """A copy just made does not read back as what was written: the medium is not to be trusted. No state was made."""

    def __init__(self, path: Path) -> None:
        """Take the file that reads back differently."""
        super().__init__("differs")
        self.path = path
