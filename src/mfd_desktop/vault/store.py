"""The vault's one door: create, open, read, write, close.

A vault is a private folder with ``vault.json``, ``cases.db`` (SQLCipher 4, raw key, WAL while open,
synchronous FULL) and
``counter``. One process has it open; all access in that process goes through one connection, one caller at a
time.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import (
    StorageError,
    VaultDamaged,
    VaultExists,
    VaultInUse,
    WeakPassphrase,
    WrongPassphrase,
)
from mfd_desktop.domain.errors_damage import VaultSynced
from mfd_desktop.domain.errors_keys import SheetsUnfit
from mfd_desktop.files.atomic import write_new
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private, remove_begun, restrict
from mfd_desktop.files.whereabouts import conflict_copies
from mfd_desktop.vault import header as headers
from mfd_desktop.vault.counter import NAME as COUNTER
from mfd_desktop.vault.counter import Counter, create_counter, reset_counter
from mfd_desktop.vault.database import DATABASE, JOURNAL, PLAIN, connect, driver_errors, write_ahead
from mfd_desktop.vault.generations import drop_waiting, find_way
from mfd_desktop.vault.keys import MASTER_BYTES, KdfCost, calibrated_cost, sub_key
from mfd_desktop.vault.migrations import migrate
from mfd_desktop.vault.open_vault import OpenVault, exclusively, is_open_here
from mfd_desktop.vault.opening import check_before_opening, keep_journal, remove_scratch_index
from mfd_desktop.vault.slots import RECOVERY, open_with_passphrase, open_with_secret, passphrase_slot

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.generations import Opener, Way

SHORTEST_PASSPHRASE = 8
_PARTS = (headers.NAME, DATABASE, JOURNAL, f"{DATABASE}-shm", COUNTER)


class Vault(OpenVault):
    """A vault of this program. Use ``create`` or ``open``; close it when done."""

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
        return cls._go(cls._find_by_secret(folder, secret), folder, clock, accept_missing=accept_missing)

    @classmethod
    def check_secret(cls, folder: Path, secret: bytes) -> None:
        """Raise what ``open_with_secret`` would if the secret does not open the vault. Changes nothing."""
        cls._find_by_secret(folder, secret)

    @classmethod
    def _find_by_secret(cls, folder: Path, secret: bytes) -> Way:
        way = cls._find_way(folder, lambda slots, vault: open_with_secret(slots, vault, secret))
        if way is None:
            header, _mac = headers.read_header(folder)
            raise SheetsUnfit("foreign" if any(slot.kind == RECOVERY for slot in header.slots) else "none")
        return way

    @classmethod
    def _find_way(cls, folder: Path, opener: Opener) -> Way | None:
        written = headers.read_header(folder)
        if is_open_here(folder):
            raise VaultInUse(folder)
        if copies := conflict_copies(folder):
            raise VaultSynced(folder, copies)
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
        vault.gave_up_missing = accept_missing
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
                write_ahead(db, folder / DATABASE)
                with exclusively(db):
                    migrate(db)
            remove_scratch_index(folder)
            counter = Counter(folder, master, header.vault, header.generation)
        except BaseException:
            db.close()
            raise
        try:
            vault = cls(folder, db, counter, clock, header, master)
            counter.write(vault.commits)
            vault.occupy()
        except BaseException:
            db.close()
            counter.close()
            raise
        return vault


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
            write_ahead(db, folder / DATABASE)
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
