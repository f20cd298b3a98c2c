"""The vault's one door: create, open, read, write, close.

A vault is a private folder with ``vault.json``, ``cases.db`` (SQLCipher 4, raw key, WAL while open,
synchronous FULL) and
``counter``. One process has it open; all access in that process goes through one connection, one caller at a
time.
"""

from __future__ import annotations

import os
import secrets
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import (
    StorageError,
    VaultDamaged,
    VaultExists,
    VaultInUse,
    WeakPassphrase,
    WrongPassphrase,
)
from mfd_desktop.domain.errors_keys import SheetsUnfit
from mfd_desktop.files.atomic import write_atomic, write_new
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private, remove_begun, restrict
from mfd_desktop.vault import header as headers
from mfd_desktop.vault.counter import NAME as COUNTER
from mfd_desktop.vault.counter import Counter, create_counter, reset_counter
from mfd_desktop.vault.database import DATABASE, JOURNAL, PLAIN, connect, driver_errors
from mfd_desktop.vault.generations import drop_waiting, find_way, take_into_use
from mfd_desktop.vault.keys import MASTER_BYTES, KdfCost, calibrated_cost, sub_key
from mfd_desktop.vault.migrations import migrate
from mfd_desktop.vault.opening import check_before_opening, keep_journal, remove_scratch_index
from mfd_desktop.vault.slots import RECOVERY, open_with_passphrase, open_with_secret, passphrase_slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.generations import Opener, Way
    from mfd_desktop.vault.slots import Slot

SHORTEST_PASSPHRASE = 8
_PARTS = (headers.NAME, DATABASE, JOURNAL, f"{DATABASE}-shm", COUNTER)


_OPEN_HERE: set[tuple[int, int]] = set()
# A second look at cases.db from the same process must not even open the file: closing it again would drop the
# locks of the first (POSIX), and another process could come in.


def _identity(folder: Path) -> tuple[int, int]:
    with storage_errors(folder):
        found = folder.stat()
    return found.st_dev, found.st_ino


class Vault:
    """An open vault. Use ``create`` or ``open``; close it when done."""

    def __init__(
        self, folder: Path, db: Connection, counter: Counter, clock: Clock, header: headers.Header, master: bytes
    ) -> None:
        """Take an opened database and its counter."""
        self.folder = folder
        self.clock = clock
        self.header = header
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
        self._identity = _identity(folder)
        with driver_errors(folder):
            self._commits = int(db.execute("SELECT commits FROM vault_state").fetchone()[0])

    @classmethod
    def create(cls, folder: Path, passphrase: str, *, clock: Clock, cost: KdfCost | None = None) -> Vault:
        """Create a new, empty vault in ``folder`` and return it open.

        ``folder`` must not exist or be empty. Raises VaultExists, WeakPassphrase, StorageError; what was
        begun is removed.
        """
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise WeakPassphrase(SHORTEST_PASSPHRASE)
        with storage_errors(folder):
            begun = not folder.exists()
            if not begun and (not folder.is_dir() or any(folder.iterdir())):
                raise VaultExists(folder)
        make_private(folder)
        try:
            restrict(folder)
            master, vault = secrets.token_bytes(MASTER_BYTES), secrets.token_hex(16)
            slot = passphrase_slot(passphrase, master, vault, cost or calibrated_cost())
            header = headers.Header(vault, 1, clock.now().isoformat(), (slot,))
            _create_database(folder, master, header)
            create_counter(folder, master, vault, 1, 1)
            write_new(folder / headers.NAME, header.encode(master))
            return cls._open(folder, master, header, clock)
        except BaseException:
            remove_begun(folder, _PARTS, with_folder=begun)
            raise

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, clock: Clock, accept_missing: bool = False) -> Vault:
        """Open the vault in ``folder``; never creates.

        With ``accept_missing`` a database behind its counter is opened after all; its journal is kept beside
        it.
        Raises WrongPassphrase, VaultMissing, VaultInUse, VaultNewer, VaultDamaged, EntriesMissing,
        StorageError; then
        nothing was changed.
        """
        way = cls._find_way(folder, lambda slots, vault: open_with_passphrase(slots, vault, passphrase))
        if way is None:
            raise WrongPassphrase
        return cls._go(way, folder, clock, accept_missing=accept_missing)

    @classmethod
    def open_with_secret(cls, folder: Path, secret: bytes, *, clock: Clock, accept_missing: bool = False) -> Vault:
        """Open the vault with the recovery secret; otherwise like ``open``.

        Raises SheetsUnfit (``none``, ``foreign``) in place of WrongPassphrase.
        """
        way = cls._find_way(folder, lambda slots, vault: open_with_secret(slots, vault, secret))
        if way is None:
            header, _mac = headers.read_header(folder)
            raise SheetsUnfit("foreign" if any(slot.kind == RECOVERY for slot in header.slots) else "none")
        return cls._go(way, folder, clock, accept_missing=accept_missing)

    @classmethod
    def _find_way(cls, folder: Path, opener: Opener) -> Way | None:
        written = headers.read_header(folder)
        if _identity(folder) in _OPEN_HERE:
            raise VaultInUse(folder)
        check_database_file(folder)
        try:
            return find_way(folder, written, opener)
        except MemoryError:
            raise VaultDamaged(folder, "kdf_cost") from None

    @classmethod
    def _go(cls, way: Way, folder: Path, clock: Clock, *, accept_missing: bool) -> Vault:
        header, master = way.header, way.master
        commits = check_before_opening(folder, master, header, accept_missing=accept_missing, forward=way.forward)
        if accept_missing:
            keep_journal(folder, clock.now())
            reset_counter(folder, master, header.vault, header.generation, commits)
        vault = cls._open(folder, master, header, clock)
        vault.opened_by = way.slot.kind
        vault.header_waits = way.forward
        if way.forward:
            with suppress(StorageError):
                vault.settle_header()
        else:
            drop_waiting(folder)
        return vault

    @classmethod
    def _open(cls, folder: Path, master: bytes, header: headers.Header, clock: Clock) -> Vault:
        with driver_errors(folder):
            db = connect(folder, sub_key(master, "database").hex(), "rw")
        try:
            with driver_errors(folder):
                db.execute("PRAGMA synchronous = FULL")
                db.execute("BEGIN EXCLUSIVE")
                migrate(db)
                db.execute("COMMIT")
            remove_scratch_index(folder)
            counter = Counter(folder, master, header.vault, header.generation)
        except BaseException:
            db.close()
            raise
        try:
            vault = cls(folder, db, counter, clock, header, master)
            counter.write(vault.commits)
            _OPEN_HERE.add(_identity(folder))
        except BaseException:
            db.close()
            counter.close()
            raise
        return vault

    def key(self, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose; it changes with a re-key."""
        return sub_key(self._master, purpose)

    def raw_file(self) -> BinaryIO:
        """Return the sealed database file opened for reading; it stays open as long as the database it belongs to.

        Closing it any sooner would drop the locks of the connection (POSIX). Raises StorageError.
        """
        path = self.folder / DATABASE
        with storage_errors(path):
            if self._raw is not None and not os.path.samestat(os.fstat(self._raw.fileno()), path.stat()):
                # Another database took its place (re-key): this one has no locks any more.
                self._raw.close()
                self._raw = None
            if self._raw is None:
                self._raw = path.open("rb")
        return self._raw

    def release_raw_file(self, *, windows: bool = os.name == "nt") -> None:
        """Close that file where this drops no locks, and where an open file could not be replaced: on Windows."""
        if windows and self._raw is not None:
            self._raw.close()
            self._raw = None

    @property
    def closed(self) -> bool:
        """Whether the vault was closed."""
        return self._closed

    def sealed_header(self) -> bytes:
        """Return the bytes of ``vault.json`` that belong to the database as it is now."""
        return self.header.encode(self._master)

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

        On return everything in it is durable (database and counter); on an exception nothing of it happened.
        """
        with self._lock, driver_errors(self.folder):
            with self._transaction():
                yield self._db
            self._counter.write(self._commits)

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
            self._counter.begin_generation(header.generation)
            self.header_waits = True
            # It has happened: what cannot be tidied up now is at the next change or opening.
            with suppress(StorageError):
                self.settle_header()

    def settle_header(self) -> None:
        """Give counter and ``vault.json`` the generation of the database. Raises StorageError; opening does it too."""
        self._counter.write(self._commits)
        take_into_use(self.folder)
        self.header_waits = False

    def close(self) -> None:
        """Checkpoint and close; closing twice does no harm."""
        with self._lock:
            if not self._closed:
                self._closed = True
                try:
                    self._db.close()
                finally:
                    _OPEN_HERE.discard(self._identity)
                    if self._raw is not None:
                        self._raw.close()
                    self._counter.close()


def check_database_file(folder: Path) -> None:
    """Raise VaultDamaged if ``cases.db`` is missing, empty or not encrypted. Changes nothing."""
    path = folder / DATABASE
    try:
        with path.open("rb") as file:
            begin = file.read(len(PLAIN))
            size = file.seek(0, os.SEEK_END)
    except FileNotFoundError:
        raise VaultDamaged(folder, "database_missing") from None
    except OSError as error:
        raise StorageError(path, "failed") from error
    for place in (folder, path):
        if not os.access(place, os.W_OK):
            raise StorageError(place, "read_only")
    if size == 0:
        raise VaultDamaged(folder, "database_empty")
    if begin == PLAIN:
        raise VaultDamaged(folder, "database_unencrypted")
    if size < 4096:
        raise VaultDamaged(folder, "database_damaged")


def _create_database(folder: Path, master: bytes, header: headers.Header) -> None:
    write_new(folder / DATABASE, b"")
    with driver_errors(folder):
        db = connect(folder, sub_key(master, "database").hex(), "rw")
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN EXCLUSIVE")
            migrate(db)
            db.execute(
                "INSERT INTO vault_state (id, vault, generation, commits) VALUES (1, ?, ?, 1)",
                (header.vault, header.generation),
            )
            db.execute("COMMIT")
        finally:
            db.close()
