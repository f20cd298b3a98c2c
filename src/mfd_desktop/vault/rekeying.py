"""A new master key: the whole database once more under the new key, beside the old one, compared, put in its place.

Until the new database is renamed over the old one the old keys hold; from then on the new ones do. See ``generations``.
"""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.domain.errors import StorageError, VaultDamaged
from mfd_desktop.files.atomic import write_new
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.vault.bin import mark_sealed_before
from mfd_desktop.vault.bulk import Interrupted, stoppable
from mfd_desktop.vault.database import DATABASE, connect, write_ahead
from mfd_desktop.vault.generations import NEXT_DATABASE, drop_waiting
from mfd_desktop.vault.keys import MASTER_BYTES, sub_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.header import Header
    from mfd_desktop.vault.slots import Slot
    from mfd_desktop.vault.store import Vault

_COPIED, _SEALED = 0.3, 0.7
_ROOM = 2.2
"""Times the size of the database: the copy, and what is kept of it while it gets another key."""


def rekey(
    vault: Vault,
    slots: Callable[[bytes, Header], tuple[Slot, ...]],
    inside: Callable[[Connection], None],
    *,
    progress: Callable[[float], None] = lambda _fraction: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Give the vault a new master key and only the ways in that ``slots(master, header)`` returns.

    ``inside`` writes what belongs to it; it holds with the new key or not at all. Every attachment is marked as still
    sealed under what the old key protected. Raises StorageError, VaultDamaged, and ``Interrupted`` soon after
    ``stop()`` says so; then nothing was changed.
    """
    master = secrets.token_bytes(MASTER_BYTES)

    def header_of(before: Header) -> Header:
        return before.successor(slots(master, before))

    def prepare(db: Connection, header: Header) -> None:
        old, new = vault.key("database").hex(), sub_key(master, "database").hex()
        drop_waiting(vault.folder)
        _check_room(vault)
        write_new(vault.folder / NEXT_DATABASE, b"")
        with stoppable(db, stop):
            db.execute("VACUUM INTO ?", (str(vault.folder / NEXT_DATABASE),))
        progress(_COPIED)
        _seal(vault, old, new, header, inside, stop)
        progress(_SEALED)
        _compare(vault, db, new, stop)
        if stop():
            raise Interrupted

    vault.replace_database(master, header_of, prepare)
    progress(1.0)


def _check_room(vault: Vault) -> None:
    with storage_errors(vault.folder):
        needed = _ROOM * (vault.folder / DATABASE).stat().st_size
        if shutil.disk_usage(vault.folder).free < needed:
            raise StorageError(vault.folder, "full")


def _seal(
    vault: Vault, old: str, new: str, header: Header, inside: Callable[[Connection], None], stop: Callable[[], bool]
) -> None:
    copy = connect(vault.folder, old, "rw", NEXT_DATABASE)
    try:
        copy.execute("PRAGMA synchronous = FULL")
        copy.execute("BEGIN")
        inside(copy)
        copy.execute("UPDATE attachment SET stale_key = 1")
        mark_sealed_before(copy)
        copy.execute("UPDATE vault_state SET generation = ?, commits = commits + 1", (header.generation,))
        copy.execute("COMMIT")
        try:
            with stoppable(copy, stop):
                copy.execute(f"PRAGMA rekey = \"x'{new}'\"")
        except dbapi2.OperationalError as error:
            # The driver says the same whatever the reason: stopped, or refused by the medium.
            if stop():
                raise Interrupted from error
            raise StorageError(vault.folder / NEXT_DATABASE, "failed") from error
    finally:
        copy.close()


def _compare(vault: Vault, db: Connection, new: str, stop: Callable[[], bool]) -> None:
    copy = connect(vault.folder, new, "rw", NEXT_DATABASE)
    try:
        with stoppable(copy, stop):
            if copy.execute("PRAGMA cipher_integrity_check").fetchall():
                # The copy is not what was written to it; the vault itself is untouched.
                raise StorageError(vault.folder / NEXT_DATABASE, "failed")
            sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            there = _counts(copy)
            if not sound or any(there.get(name, -1) < rows for name, rows in _counts(db).items()):
                raise VaultDamaged(vault.folder, "database_damaged")
        write_ahead(copy, vault.folder / NEXT_DATABASE)
    finally:
        copy.close()


def _counts(db: Connection) -> dict[str, int]:
    """Return the rows of every table but the one whose row a re-keying takes away."""
    names = [
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        if name != "recovery_set"
    ]
    return {name: int(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in names}  # noqa: S608
