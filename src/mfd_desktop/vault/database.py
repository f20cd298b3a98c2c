"""The SQLCipher connection: settings that are always on, and driver errors turned into ours."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlcipher3 import dbapi2

from mfd_desktop.domain.errors import StorageError, VaultDamaged, VaultInUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection as Connection  # the type by which app names an open database

DATABASE = "cases.db"
JOURNAL = "cases.db-wal"
LOOK = "ro&immutable=1"
"""Mode to look at a database without a journal: nobody has it open, and not even an empty journal is made."""

PATIENCE = 1.0
"""Seconds to wait for another process that is just closing the vault."""

PLAIN = b"SQLite format 3\0"

_ALWAYS = (
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA cache_size = -15000",
)


def connect(folder: Path, raw_key: str, mode: str, name: str = DATABASE) -> Connection:
    """Return a connection to the vault's database; ``mode`` is ``rw`` (exclusive), ``ro`` or ``LOOK``. Never
    creates.

    ``raw_key`` is 64 hexadecimal digits. Raises driver errors; wrap it in ``driver_errors``.
    """
    db = dbapi2.connect(
        f"file:{quote(os.fsencode(folder / name))}?mode={mode}",
        timeout=PATIENCE,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA key = \"x'{raw_key}'\"")
        if mode == "rw":
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
        for pragma in _ALWAYS:
            db.execute(pragma)
    except BaseException:
        db.close()
        raise
    return db


def write_ahead(db: Connection, path: Path) -> None:
    """Let a database keep a write-ahead journal from now on. Raises StorageError.

    The driver raises nothing where the medium refuses; it answers with the kind of journal that is kept instead.
    """
    if db.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise StorageError(path, "failed")


@contextmanager
def driver_errors(folder: Path) -> Iterator[None]:
    """Raise our errors in place of the driver's where the user or the environment must act."""
    try:
        yield
    except dbapi2.Error as error:
        text = str(error).lower()
        path = folder / DATABASE
        if "locked" in text or "busy" in text:
            raise VaultInUse(folder) from error
        if "full" in text:
            raise StorageError(path, "full") from error
        if "readonly" in text:
            raise StorageError(path, "read_only") from error
        if type(error) is dbapi2.DatabaseError or "malformed" in text:
            raise VaultDamaged(folder, "database_damaged") from error
        if "disk i/o" in text or "unable to open" in text:
            raise StorageError(path, "failed") from error
        raise
