"""An open vault: reading, writing, and changing its keys, one caller at a time."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.vault import header as headers
from mfd_desktop.vault.database import DATABASE, connect, driver_errors, write_ahead
from mfd_desktop.vault.generations import drop_waiting, is_in_place, put_in_place, take_into_use
from mfd_desktop.vault.keys import sub_key
from mfd_desktop.vault.slots import open_with_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.counter import Counter
    from mfd_desktop.vault.slots import Slot

_OPEN_HERE: set[tuple[int, int]] = set()
# A second look at cases.db from the same process must not even open the file: closing it again would drop the
# locks of the first (POSIX), and another process could come in.


def identity(folder: Path) -> tuple[int, int]:
    """Return what tells a folder from every other on this PC. Raises StorageError."""
    with storage_errors(folder):
        found = folder.stat()
    return found.st_dev, found.st_ino


def is_open_here(folder: Path) -> bool:
    """Tell whether this process has the vault in ``folder`` open."""
    return identity(folder) in _OPEN_HERE


@contextmanager
def exclusively(db: Connection) -> Iterator[None]:
    """Do the first transaction of a connection, after which no other process can open the database."""
    db.execute("PRAGMA synchronous = FULL")
    db.execute("BEGIN EXCLUSIVE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


class OpenVault:
    """The one connection to an open vault, its counter, header and master key."""

    def __init__(
        self, folder: Path, db: Connection, counter: Counter, clock: Clock, header: headers.Header, master: bytes
    ) -> None:
        """Take an opened database and its counter."""
        self.folder = folder
        self.clock = clock
        self.header = header
        self.gave_up_missing = False
        """It was opened although entries may be missing."""
        self.opened_by = ""
        """Kind of the slot that opened the vault; empty for one just created."""
        self._master = master
        self._db = db
        self._counter = counter
        self._lock = threading.RLock()
        self._closed = False
        self.backing_up = threading.Lock()
        """Held while a backup is made: one at a time."""
        self._raw: BinaryIO | None = None
        self.header_waits = False
        """The header of the database's generation still lies beside ``vault.json``."""
        self._identity = identity(folder)
        with driver_errors(folder):
            self._commits = int(db.execute("SELECT commits FROM vault_state").fetchone()[0])
        self._counted = self._commits

    def key(self, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose; it changes with a re-key."""
        return sub_key(self._master, purpose)

    def raw_file(self) -> BinaryIO:
        """Return the sealed database file opened for reading; it stays open as long as the database it belongs to.

        Closing it any sooner would drop the locks of the connection (POSIX). Raises StorageError.
        """
        path = self.folder / DATABASE
        with storage_errors(path):
            if self._raw is None:
                self._raw = path.open("rb")
        return self._raw

    def release_raw_file(self, *, windows: bool = os.name == "nt") -> None:
        """Close that file where this drops no locks, and where an open file could not be replaced: on Windows."""
        if windows:
            self._close_raw_file()

    def _close_raw_file(self) -> None:
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    @property
    def closed(self) -> bool:
        """Whether the vault was closed."""
        return self._closed

    def sealed_header(self) -> bytes:
        """Return the bytes of ``vault.json`` that belong to the database as it is now."""
        return self.header.encode(self._master)

    def opens(self, header: headers.Header, mac: str) -> tuple[bytes, Slot] | None:
        """Return this vault's master key with a slot of ``header`` if that is sealed under it, else None."""
        return (self._master, header.slots[0]) if header.is_authentic(self._master, mac) else None

    def accepts_secret(self, secret: bytes) -> bool:
        """Tell whether the recovery secret opens this vault."""
        found = open_with_secret(self.header.slots, self.header.vault, secret)
        return found is not None and found[0] == self._master

    @property
    def commits(self) -> int:
        """How many commits this vault has seen."""
        return self._commits

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give the connection for reading; other threads wait."""
        with self._lock, driver_errors(self.folder):
            yield self._db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the connection inside one transaction.

        On return everything in it is durable; on an exception nothing of it happened. A counter that could not be
        written after the commit is written before the next one, which does not begin without it.
        """
        with self._lock, driver_errors(self.folder):
            if self._counted < self._commits:
                self._count()
            with self._transaction():
                yield self._db
            # It has happened, so it is no failure: a counter behind the database loses nothing.
            with suppress(StorageError):
                self._count()

    def _count(self) -> None:
        self._counter.write(self._commits)
        self._counted = self._commits

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("UPDATE vault_state SET commits = commits + 1")
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._commits += 1

    @contextmanager
    def change_slots(self, change: Callable[[bytes, headers.Header], tuple[Slot, ...]]) -> Iterator[Connection]:
        """Give the connection inside the transaction with which the vault gets other slots, and the next generation.

        ``change`` gets master key and header and returns the slots. Slots and what is written hold together or not at
        all, wherever the program or the medium stops; opening finds out. Raises StorageError.
        """
        with self._lock, driver_errors(self.folder):
            if self.header_waits:
                self.settle_header()
            header = self.header.successor(change(self._master, self.header))
            write_atomic(self.folder / headers.NEXT, header.encode(self._master))
            with self._transaction():
                yield self._db
                self._db.execute("UPDATE vault_state SET generation = ?", (header.generation,))
            self.header = header
            self._counter.begin_generation(self._master, header.generation)
            self.header_waits = True
            # It has happened: what cannot be tidied up now is at the next change or opening.
            with suppress(StorageError):
                self.settle_header()

    def replace_database(
        self,
        master: bytes,
        header_of: Callable[[headers.Header], headers.Header],
        prepare: Callable[[Connection, headers.Header], None],
    ) -> None:
        """Go on with another master key, and the database that ``prepare`` made under it beside this one.

        Everybody else waits, and a backup under way is waited for. Until that database has taken the old one's name
        nothing has changed; after that nothing can fail but opening it again. Raises StorageError, VaultInUse and what
        ``prepare`` raises.
        """
        with self.backing_up, self._lock, driver_errors(self.folder):
            if self.header_waits:
                self.settle_header()
            header = header_of(self.header)
            try:
                prepare(self._db, header)
                write_atomic(self.folder / headers.NEXT, header.encode(master))
            except BaseException:
                drop_waiting(self.folder)
                raise
            self._db.close()
            self._close_raw_file()
            try:
                put_in_place(self.folder)
            except BaseException:
                if not is_in_place(self.folder):
                    drop_waiting(self.folder)
                    self._reopen()
                raise
            self._master, self.header, self.header_waits = master, header, True
            self._counter.begin_generation(master, header.generation)
            self._commits += 1
            # It has happened: what cannot be tidied up now is at the next change or opening.
            with suppress(StorageError), driver_errors(self.folder):
                self._reopen()
                self.settle_header()

    def _reopen(self) -> None:
        try:
            self._connect()
        except (dbapi2.Error, StorageError):
            # Without a database nothing of the open vault works, and what was refused once may be over.
            self._connect()

    def _connect(self) -> None:
        db = connect(self.folder, self.key("database").hex(), "rw")
        try:
            write_ahead(db, self.folder / DATABASE)
            with exclusively(db):
                pass
        except BaseException:
            db.close()
            raise
        self._db = db

    def settle_header(self) -> None:
        """Give counter and ``vault.json`` the generation of the database. Raises StorageError; opening does it too."""
        self._counter.settle(self._commits)
        self._counted = self._commits
        take_into_use(self.folder)
        self.header_waits = False

    def occupy(self) -> None:
        """Keep other parts of this process from opening the same vault."""
        _OPEN_HERE.add(self._identity)

    def close(self) -> None:
        """Checkpoint and close; closing twice does no harm."""
        with self._lock:
            if not self._closed:
                self._closed = True
                try:
                    self._db.close()
                finally:
                    _OPEN_HERE.discard(self._identity)
                    self._close_raw_file()
                    self._counter.close()
