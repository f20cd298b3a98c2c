"""A damaged vault: what is affected, and rescuing what can still be read into a new one. The old one is only read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError, VaultDamaged
from mfd_desktop.domain.errors_damage import NothingReadable, TargetRefused
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folder_copies import copy_folder, folder_size
from mfd_desktop.vault import slots
from mfd_desktop.vault.backup_files import Told
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.diagnosis import Diagnosis as Diagnosis
from mfd_desktop.vault.diagnosis import diagnose, find_key
from mfd_desktop.vault.salvage import Salvaged as Salvaged
from mfd_desktop.vault.salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.generations import Opener
    from mfd_desktop.vault.salvage import Key


@dataclass(frozen=True, slots=True)
class Secret:
    """What was typed to open a vault: a passphrase, or the recovery secret of two sheets."""

    passphrase: str = field(default="", repr=False)
    recovery: bytes = field(default=b"", repr=False)

    @property
    def opener(self) -> Opener:
        """Find the master key with it."""
        if self.recovery:
            return lambda found, vault: slots.open_with_secret(found, vault, self.recovery)
        return lambda found, vault: slots.open_with_passphrase(found, vault, self.passphrase)


def look_at_damage(
    folder: Path,
    secret: Secret,
    *,
    backup: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Diagnosis | None:
    """Return what is wrong with a closed vault and which cases are affected; None if ``cancelled``. Changes nothing.

    ``backup``: folder of a backup whose newest header serves where the vault's own is damaged. Raises
    WrongPassphrase, VaultDamaged, VaultMissing, VaultInUse, StorageError.
    """
    key = _find_key(folder, secret, backup)
    try:
        return diagnose(folder, key, stop=cancelled)
    except Interrupted:
        return None


def _find_key(folder: Path, secret: Secret, backup: str) -> Key:
    try:
        return find_key(folder, secret.opener)
    except VaultDamaged:
        spare = _newest_state(Path(backup)) if backup else None
        return find_key(folder, secret.opener, spare)


def _newest_state(backup: Path) -> Path | None:
    from mfd_desktop.app.restoring import find_backup, states_in

    try:
        place = find_backup(backup)
        return next((place.state_folder(state.name) for state in states_in(place)), None)
    except UserError:
        return None


def rescue_into(
    folder: Path,
    secret: Secret,
    target: Path,
    *,
    clock: Clock,
    backup: str = "",
    progress: Callable[[float], None] = lambda _part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Salvaged | None:
    """Rescue what can be read of the vault in ``folder`` into a new vault in ``target``: whole there, or absent.

    Returns None if ``cancelled``.

    Raises what ``look_at_damage`` raises, VaultExists, TargetRefused, CopyDiffers and NothingReadable.
    """
    check_target(folder, target)
    key = _find_key(folder, secret, backup)
    note = _("Nach einem Schaden gerettet. Was fehlt, bitte nachtragen.")
    try:
        if not diagnose(folder, key, stop=cancelled).readable:
            raise NothingReadable(folder)
        return salvage(folder, key, target, clock=clock, note=note, progress=progress, stop=cancelled)
    except Interrupted:
        return None


def check_target(folder: Path, target: Path) -> None:
    """Raise TargetRefused if no vault beside ``folder`` can lie in ``target``."""
    if not target.is_absolute():
        raise TargetRefused(target, "relative")
    if folder.resolve() in (target.resolve(), *target.resolve().parents):
        raise TargetRefused(target, "inside")
    if not target.parent.is_dir():
        raise TargetRefused(target, "missing")


def is_taken(folder: Path) -> bool:
    """Tell whether anything lies in ``folder``; on a PC that is new to the program there is nothing yet."""
    with storage_errors(folder):
        return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def proposed_folder(folder: Path, day: date) -> Path:
    """Return a folder beside ``folder`` that is not there yet: its name and the day."""
    proposed = folder.with_name(f"{folder.name}-{day:%Y-%m-%d}")
    number = 2
    while proposed.exists():
        proposed = folder.with_name(f"{folder.name}-{day:%Y-%m-%d}-{number}")
        number += 1
    return proposed


def keep_copy(
    folder: Path,
    day: date,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Copy a damaged, closed vault as it is to a folder beside it, before anything in it is given up; return that.

    Returns None if ``cancelled``; raises StorageError. Then there is no copy.
    """
    target = proposed_folder(folder.with_name(f"{folder.name}-beschaedigt"), day)
    told = Told(progress, cancelled)
    told.expect(2 * folder_size(folder))
    try:
        copy_folder(folder, target, told)
    except Interrupted:
        return None
    return target


def newest_backup(folder: Path) -> datetime | None:
    """Return when the newest state of the backup in ``folder`` was made; None if none can be found there."""
    from mfd_desktop.app.restoring import find_backup, states_in

    try:
        states = states_in(find_backup(folder))
    except UserError:
        return None
    return states[0].moment if states else None
