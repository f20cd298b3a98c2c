"""Backups as they lie in a folder, with no vault open: looking, proving, restoring a state into a new vault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import WrongPassphrase
from mfd_desktop.domain.errors_backup import BackupDamaged, BackupMissing
from mfd_desktop.vault import backup_format as format_1

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mfd_desktop.domain.backups import BackupState
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.backup_format import Opener, OpenState, Place
    from mfd_desktop.vault.backup_restore import Restored


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a state showed. ``problem`` is None if it is whole; WrongPassphrase if it has an earlier one."""

    state: BackupState
    counts: dict[str, int]
    problem: BackupDamaged | WrongPassphrase | None


def find_backup(folder: Path) -> Place:
    """Return the backup in ``folder``. Raises BackupMissing, BackupNewer, BackupDamaged, StorageError."""
    return format_1.find_place(folder)


def states_in(place: Place) -> tuple[BackupState, ...]:
    """Return its states, the newest first; no passphrase is needed. Raises StorageError."""
    return format_1.list_states(place)


def open_state(place: Place, passphrase: str, name: str = "") -> OpenState:
    """Open a state (the newest unless one is named) with the passphrase of that time.

    Raises BackupMissing, WrongPassphrase, BackupDamaged, StorageError.
    """
    return format_1.read_state(place, format_1.state_called(place, name), format_1.by_passphrase(passphrase))


def open_state_with_secret(place: Place, secret: bytes, name: str = "") -> OpenState:
    """Open a state with the recovery secret of two sheets; otherwise like ``open_state``."""
    return format_1.read_state(place, format_1.state_called(place, name), format_1.by_secret(secret))


def restore_state(
    opened: OpenState,
    folder: Path,
    *,
    clock: Clock,
    progress: Callable[[float], None] = lambda _part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Restored | None:
    """Restore a state into a new vault in ``folder``; None if ``cancelled``, then there is nothing there.

    Raises BackupDamaged, BackupFolderRefused, VaultExists, CopyDiffers, StorageError.
    """
    from mfd_desktop.vault.backup_restore import restore
    from mfd_desktop.vault.bulk import Interrupted

    try:
        return restore(opened, folder, clock=clock, progress=progress, stop=cancelled)
    except Interrupted:
        return None


def check_backup(
    place: Place,
    passphrase: str,
    *,
    tell: Callable[[Checked], None] = lambda _checked: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Checked, ...]:
    """Prove every state that opens with this passphrase: every page, every document. ``tell`` hears of each at once.

    Raises BackupMissing if there is no state, WrongPassphrase if none opens, StorageError; Interrupted if
    ``cancelled``.
    """
    found = []
    opener, sound = format_1.by_passphrase_once(passphrase), dict[str, bool]()
    for state in format_1.list_states(place):
        found.append(_check(place, state, opener, sound, cancelled))
        tell(found[-1])
    if not found:
        raise BackupMissing(place.folder)
    if all(isinstance(one.problem, WrongPassphrase) for one in found):
        raise WrongPassphrase
    return tuple(found)


def _check(
    place: Place, state: BackupState, opener: Opener, sound: dict[str, bool], cancelled: Callable[[], bool]
) -> Checked:
    from mfd_desktop.vault.backup_proof import verify_state
    from mfd_desktop.vault.bulk import Interrupted

    def told(_count: int) -> None:
        if cancelled():
            raise Interrupted

    try:
        opened = format_1.read_state(place, state, opener)
        return Checked(state, verify_state(opened, cancelled, told, sound), None)
    except (BackupDamaged, WrongPassphrase) as error:
        return Checked(state, {}, error)
