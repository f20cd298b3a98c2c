"""Errors about damaged, synchronised or misplaced vaults; worded in ``app.wording_damage``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import IntegrityFailure, UserError

if TYPE_CHECKING:
    from pathlib import Path


class NothingReadable(IntegrityFailure):
    """Nothing of a damaged vault can be rescued; nothing was changed and nothing made."""

    def __init__(self, path: Path) -> None:
        """Take the vault's folder."""
        super().__init__("nothing readable")
        self.path = path


class VaultSynced(UserError):
    """The vault's files are being synchronised, or were: conflict copies lie in its folder. It was not opened."""

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        """Take the vault's folder and the names of the conflict copies."""
        super().__init__("synced")
        self.path = path
        self.names = names


class TargetRefused(UserError):
    """A vault cannot be put into this folder; nothing was written.

    ``reason`` is ``relative``, ``inside`` (it lies in the vault itself), ``synced``, ``exists`` or ``missing`` (the
    folder above is not there).
    """

    def __init__(self, path: Path, reason: str) -> None:
        """Take the folder and the reason."""
        super().__init__(reason)
        self.path = path
        self.reason = reason


class ReportsUnknown(UserError):
    """The vault was restored, and what it reported after the state is not known yet; nothing was sent.

    ``folder``: the shared folder to look in.
    """

    def __init__(self, folder: str) -> None:
        """Take the shared folder."""
        super().__init__("reports unknown")
        self.folder = folder
