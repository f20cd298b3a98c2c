"""Proving copies: a state is reopened and compared, attachments are read back and hashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.domain.errors import StorageError, UserError
from mfd_desktop.domain.errors_backup import BackupDamaged
from mfd_desktop.files.copies import read_back
from mfd_desktop.vault.bulk import stoppable
from mfd_desktop.vault.database import DATABASE, LOOK, connect, driver_errors
from mfd_desktop.vault.keys import sub_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.backup_format import Manifest, OpenState, Place, SealedFile

COUNTED = (
    ("clients", "client"),
    ("cases", "case_file"),
    ("contacts", "contact"),
    ("attachments", "attachment"),
)


def counts_of(db: Connection) -> dict[str, int]:
    """Return how many clients, cases, contacts and attachments there are."""
    return {name: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in COUNTED}  # noqa: S608


def database_holds(
    folder: Path, raw_key: str, manifest: Manifest, stop: Callable[[], bool], told: Callable[[int], None]
) -> bool:
    """Tell whether the database in ``folder`` is, byte for byte and page for page, the one of the manifest.

    Raises Interrupted, StorageError.
    """
    return bytes_hold(folder, manifest, told) and content_holds(folder, raw_key, manifest, stop)


def bytes_hold(folder: Path, manifest: Manifest, told: Callable[[int], None]) -> bool:
    """Tell whether the database file reads back from the medium as the manifest says. Raises StorageError."""
    return read_back(folder / DATABASE, told) == (manifest.size, manifest.sha256)


def content_holds(folder: Path, raw_key: str, manifest: Manifest, stop: Callable[[], bool]) -> bool:
    """Open the database and tell whether it holds: MAC of every page, structure, references, generation and counts.

    Raises Interrupted, StorageError.
    """
    try:
        with driver_errors(folder):
            db = connect(folder, raw_key, LOOK)
            try:
                with stoppable(db, stop):
                    return _sound(db) and _is_of(db, manifest)
            finally:
                db.close()
    except StorageError:
        raise
    except UserError:
        return False


def _sound(db: Connection) -> bool:
    return not (
        db.execute("PRAGMA cipher_integrity_check").fetchall()
        or [row for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        or db.execute("PRAGMA foreign_key_check").fetchall()
    )


def _is_of(db: Connection, manifest: Manifest) -> bool:
    whose = db.execute("SELECT vault, generation, commits FROM vault_state").fetchone()
    try:
        counts = counts_of(db)
    except dbapi2.OperationalError:
        return False
    return bool(
        whose == (manifest.vault, manifest.generation, manifest.commits)
        and db.execute("PRAGMA user_version").fetchone()[0] == manifest.schema
        and counts == manifest.counts
    )


def file_holds(place: Place, sha256: str, size: int | None, told: Callable[[int], None]) -> bool:
    """Tell whether a file of the pool is there and reads back as what it is called. Raises StorageError, not for it."""
    try:
        found, seen = read_back(place.pool / sha256, told)
    except StorageError as error:
        if error.reason == "missing" and place.pool.is_dir():
            return False
        if error.reason == "failed":
            return False
        raise
    return seen == sha256 and size in (None, found)


def broken_files(
    place: Place, files: Iterable[SealedFile], told: Callable[[int], None], sound: dict[str, bool]
) -> tuple[SealedFile, ...]:
    """Return those of ``files`` that are missing from the pool or damaged there. Raises StorageError."""
    for one in files:
        if one.sha256 not in sound:
            sound[one.sha256] = file_holds(place, one.sha256, one.size, told)
    return tuple(one for one in files if not sound[one.sha256])


def verify_state(
    opened: OpenState,
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[int], None] = lambda _count: None,
    sound: dict[str, bool] | None = None,
) -> dict[str, int]:
    """Prove that a state can be restored whole, attachments included; return its counts.

    ``sound`` remembers which files of the pool hold, for the states that share them.
    Raises BackupDamaged (``database``, ``attachments``), Interrupted, StorageError.
    """
    name, folder = opened.state.name, opened.place.folder
    raw_key = sub_key(opened.master, "database").hex()
    if not database_holds(opened.folder, raw_key, opened.manifest, stop, told):
        raise BackupDamaged(folder, name, "database")
    broken = broken_files(opened.place, opened.manifest.files, told, {} if sound is None else sound)
    if broken:
        raise BackupDamaged(folder, name, "attachments", len(broken))
    return dict(opened.manifest.counts)
