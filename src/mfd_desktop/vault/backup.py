"""Making a backup: the database as it lies, sealed; new attachments; everything read back before it counts.

Steps, each of which may fail or be the last: sweep leftovers, copy attachments, copy the database under another name,
read back and compare, rename (from here on the state is there), note it in the vault, then tidy: erasure list,
attachments due to be read again, old states, attachments no state names.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.domain.backups import BackupState, Made
from mfd_desktop.domain.errors import StorageError, UserError, VaultDamaged
from mfd_desktop.domain.errors_backup import BackupFolderRefused, BackupRunning, CopyDiffers
from mfd_desktop.files.atomic import write_atomic, write_new
from mfd_desktop.files.copies import (
    add_folder,
    blocks_in,
    copy_durably,
    digest,
    give_name,
    sweep,
)
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.streamed import PART
from mfd_desktop.vault.backup_erased import NAME as LIST
from mfd_desktop.vault.backup_erased import make_list_key
from mfd_desktop.vault.backup_files import Told, copy_new_files, files_of, need_room
from mfd_desktop.vault.backup_format import (
    FORMAT,
    MANIFEST,
    MARK,
    NAMES,
    OWN_FOLDER,
    POOL,
    STATES,
    Manifest,
    Place,
    encode_names,
    encode_place,
    list_states,
    read_place,
    seal_manifest,
)
from mfd_desktop.vault.backup_notes import note_seen, note_state
from mfd_desktop.vault.backup_proof import bytes_hold, content_holds, counts_of
from mfd_desktop.vault.backup_tidy import tidy
from mfd_desktop.vault.database import DATABASE
from mfd_desktop.vault.header import NAME as HEADER
from mfd_desktop.vault.resting import at_rest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.backup_files import Copied, SourceFile
    from mfd_desktop.vault.resting import AtRest
    from mfd_desktop.vault.store import Vault

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What is read from the vault in the moment it is copied."""

    schema: int
    counts: dict[str, int]
    files: tuple[SourceFile, ...]


def choose_place(vault: Vault, folder: Path) -> Place:
    """Make ``folder`` (or, if it holds other things, a folder of its own in it) a place for backups of this vault.

    It is created if only its last part is missing.
    Raises BackupFolderRefused, BackupNewer, BackupDamaged, StorageError.
    """
    check_folder(vault.folder, folder)
    for one in (folder, folder / OWN_FOLDER):
        found = read_place(one)
        if found and found.vault == vault.header.vault:
            return found
        if found:
            raise BackupFolderRefused(one, "other_vault")
    with storage_errors(folder):
        there = [path.name for path in folder.iterdir()] if folder.exists() else []
    target = folder / OWN_FOLDER if there else folder
    with storage_errors(target):
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BackupFolderRefused(target, "not_empty")
    add_folder(target)
    place = Place(target, vault.header.vault, secrets.token_hex(16))
    write_atomic(target / MARK, encode_place(place.vault, place.place))
    return place


def check_folder(vault_folder: Path, folder: Path) -> None:
    """Raise BackupFolderRefused if no backup of this vault can lie in ``folder``. Changes nothing."""
    if not folder.is_absolute():
        raise BackupFolderRefused(folder, "relative")
    mine, other = vault_folder.resolve(), folder.resolve()
    if mine == other or mine in other.parents:
        raise BackupFolderRefused(folder, "inside_vault")
    with storage_errors(folder):
        if not folder.exists() and not folder.parent.is_dir():
            raise BackupFolderRefused(folder, "missing")


def make_backup(
    vault: Vault,
    place: Place,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    stop: Callable[[], bool] = lambda: False,
) -> Made:
    """Make, prove and note a backup; states of before stay whole whatever happens. Others may use the vault meanwhile.

    Raises StorageError, CopyDiffers, BackupFolderRefused, BackupRunning; Interrupted soon after ``stop()`` says so.
    """
    with _alone(vault):
        _check_place(vault, place)
        for name in (STATES, POOL):
            add_folder(place.folder / name)
            sweep(place.folder / name)
        sweep(place.folder, LIST)
        make_list_key(vault)
        told = Told(progress, stop)
        state, manifest, copied = _copy(vault, place, told)
        note_state(vault, place, state, copied)
        tidied = tidy(vault, place, told)
        note_seen(vault)
        progress(1.0)
    written = copied.written + tidied.written
    return Made(state, manifest.counts, written, len(copied.new), tuple(copied.lacking), tidied.dropped, tidied.broken)


@contextmanager
def _alone(vault: Vault) -> Iterator[None]:
    if not vault.backing_up.acquire(blocking=False):
        raise BackupRunning
    try:
        yield
    finally:
        vault.backing_up.release()


def _check_place(vault: Vault, place: Place) -> None:
    """Look whether the folder is still the one chosen: nothing is made again where a stick is gone."""
    there = read_place(place.folder)
    if there is None:
        raise StorageError(place.folder, "missing")
    if there.vault != vault.header.vault or there.place != place.place:
        raise BackupFolderRefused(place.folder, "other_vault")


def _look(db: Connection) -> Look:
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    return Look(schema, counts_of(db), files_of(db))


def _copy(vault: Vault, place: Place, told: Told) -> tuple[BackupState, Manifest, Copied]:
    """Copy attachments and database; again if erasing somebody wrote the whole file anew meanwhile."""
    for left in reversed(range(_TRIES)):
        try:
            with at_rest(vault, _look) as rest:
                told.expect(3 * rest.size)
                copied = copy_new_files(vault, place, rest.facts.files, told)
                state, manifest, copied.written = _copy_state(vault, place, rest, copied, told)
                return state, manifest, copied
        except _Moved as moved:
            if not left:
                raise moved.reason from None
    raise AssertionError


def _copy_state(
    vault: Vault, place: Place, rest: AtRest[Look], copied: Copied, told: Told
) -> tuple[BackupState, Manifest, int]:
    """Write the state under another name, read it back, compare it with the vault's own file, and name it."""
    state = _free_name(place, BackupState(vault.clock.now().astimezone(UTC), rest.header.generation, rest.commits))
    part = place.state_folder(f"{state.name}{PART}")
    need_room(place.folder, rest.size)
    add_folder(part)
    try:
        size, sha256 = copy_durably(blocks_in(rest.file, rest.path, length=rest.size, told=told), part / DATABASE)
        manifest = Manifest(
            FORMAT, rest.header.vault, rest.header.generation, rest.commits, vault.clock.now(), rest.facts.schema,
            size, sha256, rest.facts.counts, tuple(copied.sealed),
        )  # fmt: skip
        written = copied.written + size
        for name, content in (
            (MANIFEST, seal_manifest(manifest, state, rest.backup_key)),
            (HEADER, rest.sealed_header),
            (NAMES, encode_names(copied.sealed)),
        ):
            write_new(part / name, content)
            written += len(content)
        _compare(rest, part, manifest, told)
        give_name(part, place.state_folder(state.name))
    except BaseException:
        sweep(part.parent)
        raise
    return state, manifest, written


def _compare(rest: AtRest[Look], part: Path, manifest: Manifest, told: Told) -> None:
    """Raise unless the copy reads back as the vault's own file lies there, and holds page for page."""
    # A checkpoint in between would have made the copy a mixture of two moments.
    again = digest(blocks_in(rest.file, rest.path, length=rest.size, told=told))
    if again != (manifest.size, manifest.sha256):
        raise _Moved(StorageError(rest.path, "failed"))
    if not bytes_hold(part, manifest, told):
        raise CopyDiffers(part / DATABASE)
    if not content_holds(part, rest.database_key, manifest, told.stop):
        # Copied as it lies: either it was written anew before copying began, or it is damaged in the vault itself.
        raise _Moved(VaultDamaged(rest.path.parent, "database_damaged"))


class _Moved(Exception):
    """The database file changed while it was copied, so it seems; ``reason`` is what to say if it goes on like that."""

    def __init__(self, reason: UserError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _free_name(place: Place, state: BackupState) -> BackupState:
    """Return the state with a second that no state of the same commits has."""
    names = {one.name for one in list_states(place)}
    while state.name in names:
        state = replace(state, moment=state.moment + timedelta(seconds=1))
    return state
