"""Restoring a state into a new vault: built beside its place under another name, proven, then renamed.

Never over anything. The new vault has the next generation, so no part of it can be mixed with one of the old.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import UserError, VaultExists
from mfd_desktop.domain.errors_backup import BackupDamaged, BackupFolderRefused, CopyDiffers
from mfd_desktop.domain.journal import Event
from mfd_desktop.files.atomic import write_new
from mfd_desktop.files.copies import (
    add_folder,
    blocks_of,
    copy_durably,
    copy_quickly,
    flush,
    give_name,
    read_back,
    remove_empty,
    remove_file,
    remove_tree,
)
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private
from mfd_desktop.files.streamed import PART
from mfd_desktop.vault import backup_notes as notes
from mfd_desktop.vault.attachment_files import FOLDER, place_of
from mfd_desktop.vault.backup_erased import list_key, read_lines
from mfd_desktop.vault.backup_files import Differs, Told, checked, need_room
from mfd_desktop.vault.backup_format import pool_sizes
from mfd_desktop.vault.backup_proof import counts_of, database_holds
from mfd_desktop.vault.counter import NAME as COUNTER
from mfd_desktop.vault.counter import create_counter
from mfd_desktop.vault.database import DATABASE, connect, driver_errors
from mfd_desktop.vault.erasing import apply_erased, overwrite_free_places, read_erased
from mfd_desktop.vault.header import NAME as HEADER
from mfd_desktop.vault.journal import append
from mfd_desktop.vault.keys import sub_key
from mfd_desktop.vault.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.backup_format import OpenState

_PARTS = frozenset((HEADER, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", COUNTER, FOLDER))


@dataclass(frozen=True, slots=True)
class Restored:
    """A vault restored. ``missing``, ``damaged``: files of attachments not in the backup, or not whole there."""

    folder: Path
    counts: dict[str, int]
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    erased: int


def restore(
    opened: OpenState,
    folder: Path,
    *,
    clock: Clock,
    progress: Callable[[float], None] = lambda _part: None,
    stop: Callable[[], bool] = lambda: False,
) -> Restored:
    """Restore a state into ``folder``, which must not exist or be empty; whole there at the end, or absent.

    The same passphrases and sheets open it as at that time. Raises BackupDamaged (``database``), VaultExists,
    BackupFolderRefused, StorageError; Interrupted soon after ``stop()`` says so.
    """
    _check_target(opened, folder)
    told = Told(progress, stop)
    manifest = opened.manifest
    needed = manifest.size + sum(one.size for one in manifest.files)
    told.expect(2 * manifest.size + 2 * sum(one.size for one in manifest.files))
    part = _scratch(folder)
    make_private(part)
    try:
        need_room(part, needed)
        _copy_database(opened, part, told)
        missing, damaged = _copy_files(opened, part, told)
        told(0)
        counts, erased = _settle(opened, part, clock.now(), damaged)
        remove_empty(folder)
        give_name(part, folder)
    except BaseException:
        _give_up(part)
        raise
    progress(1.0)
    return Restored(folder, counts, missing, damaged, erased)


def _check_target(opened: OpenState, folder: Path) -> None:
    if not folder.is_absolute():
        raise BackupFolderRefused(folder, "relative")
    if opened.place.folder.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise BackupFolderRefused(folder, "inside_backup")
    with storage_errors(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise VaultExists(folder)


def _scratch(folder: Path) -> Path:
    """Return where the vault is built; what a killed program left there goes, anything else is never touched."""
    part = folder.with_name(f"{folder.name}{PART}")
    with storage_errors(part):
        if part.exists() and not all(_is_ours(path.name) for path in part.iterdir()):
            raise VaultExists(part)
    remove_tree(part)
    return part


def _is_ours(name: str) -> bool:
    return name in _PARTS or (name.startswith(f"{DATABASE}.") and name.endswith(PART))


def _give_up(part: Path) -> None:
    with suppress(UserError):
        remove_tree(part)


def _copy_database(opened: OpenState, part: Path, told: Told) -> None:
    manifest = opened.manifest
    damaged = BackupDamaged(opened.place.folder, opened.state.name, "database")
    if copy_durably(blocks_of(opened.folder / DATABASE, told), part / DATABASE) != (manifest.size, manifest.sha256):
        raise damaged
    if not database_holds(part, sub_key(opened.master, "database").hex(), manifest, told.stop, told):
        raise damaged


def _copy_files(opened: OpenState, part: Path, told: Told) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Copy what is whole; return the names of what is missing and of what is damaged in the backup."""
    pool = pool_sizes(opened.place)
    add_folder(part / FOLDER)
    missing, damaged = [], []
    for one in opened.manifest.files:
        if one.sha256 not in pool:
            missing.append(one.file)
            continue
        try:
            copy_quickly(checked(opened.place.pool / one.sha256, one, told), place_of(part, one.file))
        except Differs:
            remove_file(place_of(part, one.file))
            damaged.append(one.file)
    copied = [one for one in opened.manifest.files if one.file not in {*missing, *damaged}]
    # Flushed after all are written: the system has carried most of it to the disk by then.
    for one in copied:
        flush(place_of(part, one.file))
    for one in copied:
        if read_back(place_of(part, one.file), told) != (one.size, one.sha256):
            raise CopyDiffers(place_of(part, one.file))
    return tuple(missing), tuple(damaged)


def _settle(opened: OpenState, part: Path, now: datetime, damaged: tuple[str, ...]) -> tuple[dict[str, int], int]:
    """Make the copy a vault of its own; return its counts and how many records the erasure list took."""
    header = opened.header.successor(opened.header.slots)
    with driver_errors(part):
        db = connect(part, sub_key(opened.master, "database").hex(), "rw")
        try:
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN EXCLUSIVE")
            migrate(db)
            listed = {*read_erased(db), *read_lines(opened.place.folder, list_key(db))}
            erased = len(apply_erased(db, sorted(listed), now))
            _mark(db, part, damaged)
            notes.note_restored(db, opened.place, opened.state.name, opened.manifest.moment, now)
            append(db, now, Event.RESTORE, opened.state.name)
            db.execute("UPDATE vault_state SET generation = ?, commits = commits + 1", (header.generation,))
            db.execute("COMMIT")
            overwrite_free_places(db)
            (commits,) = db.execute("SELECT commits FROM vault_state").fetchone()
            counts = counts_of(db)
        finally:
            db.close()
    create_counter(part, opened.master, header.vault, header.generation, commits)
    write_new(part / HEADER, header.encode(opened.master))
    return counts, erased


def _mark(db: Connection, part: Path, damaged: tuple[str, ...]) -> None:
    """Mark the rows of files that could not be restored whole, and take files away that no row names any more."""
    with storage_errors(part / FOLDER):
        here = {path.stem for path in (part / FOLDER).iterdir()}
    rows = {file for (file,) in db.execute("SELECT file FROM attachment")}
    db.executemany("UPDATE attachment SET damaged = 'missing' WHERE file = ?", [(one,) for one in rows - here])
    db.executemany("UPDATE attachment SET damaged = 'damaged' WHERE file = ?", [(one,) for one in damaged])
    binned = {file for (file,) in db.execute("SELECT file FROM bin_file")}
    for name in here - rows - binned:
        remove_file(place_of(part, name))
    db.execute("DELETE FROM attachment_gone")
