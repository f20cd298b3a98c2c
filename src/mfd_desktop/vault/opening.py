"""Checks before a vault is opened for writing: is this the database of this header, and is every entry there?

The database is looked at through a read-only connection first, which neither replays nor deletes the journal
(WAL), so that a damaged journal is still there, byte for byte, when the reason has been told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.domain.errors import EntriesMissing, VaultDamaged, VaultNewer
from mfd_desktop.files.atomic import remove_scratch, write_new
from mfd_desktop.vault.counter import read_counter
from mfd_desktop.vault.database import DATABASE, JOURNAL, LOOK, connect, driver_errors
from mfd_desktop.vault.keys import sub_key
from mfd_desktop.vault.migrations import NEWEST

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from mfd_desktop.vault.header import Header


def check_before_opening(
    folder: Path, master: bytes, header: Header, *, accept_missing: bool = False, forward: bool = False
) -> int:
    """Return the database's commit count after comparing it with header and counter.

    ``forward``: the database has begun this generation and the program was stopped before the counter did; after
    new keys it can say nothing then.
    Raises VaultDamaged (``database_damaged``, ``mismatch``), VaultNewer, VaultInUse, EntriesMissing. Changes
    nothing.
    """
    vault, generation, commits, pages = _look_once(folder, master)
    if (vault, generation) != (header.vault, header.generation):
        raise VaultDamaged(folder, "mismatch")
    journal = folder / JOURNAL
    there = (folder / DATABASE).stat().st_size + (journal.stat().st_size if journal.exists() else 0)
    if pages * 4096 > there:
        raise VaultDamaged(folder, "database_damaged")
    counted = read_counter(folder, master, header.vault, header.generation - forward)
    if counted is None and forward:
        counted = commits
    if not accept_missing and (counted is None or commits < counted):
        raise EntriesMissing(folder, None if counted is None else counted - commits)
    return commits


def generation_under(folder: Path, master: bytes) -> int | None:
    """Return the database's generation; None if it does not open with this master key. Changes nothing."""
    try:
        return _look_once(folder, master)[1]
    except VaultDamaged:
        return None


def _look_once(folder: Path, master: bytes) -> tuple[str, int, int, int]:
    scratch_before = (folder / f"{DATABASE}-shm").exists()
    try:
        with driver_errors(folder):
            db = connect(folder, sub_key(master, "database").hex(), "ro" if (folder / JOURNAL).exists() else LOOK)
            try:
                return _look(folder, db)
            finally:
                db.close()
    finally:
        if not scratch_before:
            remove_scratch_index(folder)


def _look(folder: Path, db: dbapi2.Connection) -> tuple[str, int, int, int]:
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    if schema > NEWEST:
        raise VaultNewer(folder, schema, NEWEST)
    if schema < 1:
        message = "file is not a database"
        raise dbapi2.DatabaseError(message)
    row = db.execute("SELECT vault, generation, commits FROM vault_state").fetchone()
    if row is None:
        message = "file is not a database"
        raise dbapi2.DatabaseError(message)
    vault, generation, commits = row
    return vault, generation, commits, pages


def remove_scratch_index(folder: Path) -> None:
    """Remove the shared index the read-only look may have left; it holds no contents and an open vault uses
    none.
    """
    remove_scratch(folder / f"{DATABASE}-shm")


def keep_journal(folder: Path, now: datetime) -> None:
    """Copy the journal aside before entries missing from it are given up. Raises StorageError."""
    journal = folder / JOURNAL
    if journal.exists():
        number = len(list(folder.glob(f"{JOURNAL}.*.kept"))) + 1
        write_new(folder / f"{JOURNAL}.{now:%Y%m%dT%H%M%S}-{number}.kept", journal.read_bytes())
