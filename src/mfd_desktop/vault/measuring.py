"""Two databases alike for measuring what encryption costs: one as in a vault, one by the same driver without a key.

For invented data in a temporary folder only. No vault is ever opened or copied in this way.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.files.atomic import write_new
from mfd_desktop.vault.database import _ALWAYS
from mfd_desktop.vault.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection


def new_database(path: Path, raw_key: bytes | None) -> Connection:
    """Create a database with today's schema and a vault's settings (WAL, FULL, exclusive); without a key if None.

    Raises StorageError if the file exists or cannot be written.
    """
    write_new(path, b"")
    db = dbapi2.connect(path, isolation_level=None)
    try:
        if raw_key is not None:
            db.execute(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        for pragma in _ALWAYS:
            db.execute(pragma)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        with transaction(db):
            migrate(db)
            db.execute("INSERT INTO vault_state (id, vault, generation, commits) VALUES (1, ?, 1, 0)", ("0" * 32,))
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """Commit durably at the end, with the count of commits raised as in a vault; nothing happened on an exception."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("UPDATE vault_state SET commits = commits + 1")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def driver_versions() -> dict[str, str]:
    """Return the versions of SQLite and SQLCipher."""
    with dbapi2.connect(":memory:") as db:
        (cipher,) = db.execute("PRAGMA cipher_version").fetchone()
    db.close()
    return {"sqlite": dbapi2.sqlite_version, "sqlcipher": str(cipher)}
