"""An open vault whose database file stands still for a while, so that it can be copied as it lies, sealed.

What is committed meanwhile goes to the journal alone; nobody has to wait.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Generic, TypeVar

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.vault.database import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.header import Header
    from mfd_desktop.vault.store import Vault

T = TypeVar("T")
_USUAL = 1000
"""Pages in the journal after which SQLite writes them into the database file by itself."""
_TRIES = 20


@dataclass(frozen=True, slots=True, repr=False)
class AtRest(Generic[T]):
    """The vault as it was at one moment: header and keys, commits, the sealed database file, and what was looked up.

    Only the first ``size`` bytes of ``file`` count. Do not close it: that would drop the locks of the vault (POSIX).
    """

    header: Header
    sealed_header: bytes
    database_key: str
    backup_key: bytes
    commits: int
    path: Path
    file: BinaryIO
    size: int
    facts: T


@contextmanager
def at_rest(vault: Vault, look: Callable[[Connection], T]) -> Iterator[AtRest[T]]:
    """Give the vault at rest; ``look`` reads in the same moment. Raises StorageError.

    A checkpoint that somebody else asks for all the same (erasing does) changes the file: compare it after copying.
    """
    with vault.read() as db:
        db.execute(f"PRAGMA wal_autocheckpoint = {0:d}")
        try:
            _checkpoint(db, vault.folder / DATABASE)
            (pages,) = db.execute("PRAGMA page_count").fetchone()
            (page,) = db.execute("PRAGMA page_size").fetchone()
            facts = look(db)
            found = AtRest(
                header=vault.header,
                sealed_header=vault.sealed_header(),
                database_key=vault.key("database").hex(),
                backup_key=vault.key("backup"),
                commits=vault.commits,
                path=vault.folder / DATABASE,
                file=vault.raw_file(),
                size=int(pages) * int(page),
                facts=facts,
            )
        except BaseException:
            db.execute(f"PRAGMA wal_autocheckpoint = {_USUAL:d}")
            raise
    try:
        yield found
    finally:
        if not vault.closed:
            with vault.read() as db:
                db.execute(f"PRAGMA wal_autocheckpoint = {_USUAL:d}")
                vault.release_raw_file()


def _checkpoint(db: Connection, path: Path) -> None:
    for _ in range(_TRIES):
        busy, in_journal, written = db.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        if not busy and in_journal == written:
            return
        time.sleep(0.05)
    raise StorageError(path, "failed")
