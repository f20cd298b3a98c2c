"""What a vault knows of its backups: the runs with their proof, and when each copied attachment was read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mfd_desktop.domain.journal import Event
from mfd_desktop.vault.desk import read_settings, write_setting
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.backups import BackupState
    from mfd_desktop.vault.backup_files import Copied
    from mfd_desktop.vault.backup_format import Place
    from mfd_desktop.vault.store import Vault

LACKING, BROKEN = "lacking", "broken"
_SEEN = "backup_seen"


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its place and state (empty if none came of it), when it was made and proven, and what was wrong.

    ``problem`` is empty or a code: the reason of a StorageError, ``differs``, ``refused``, ``lacking:n`` (attachments
    missing in the vault itself), ``broken`` (the state was read again later and did not hold).
    """

    id: int
    place: str
    state: str
    made: datetime
    proven: datetime | None
    problem: str


def note_state(vault: Vault, place: Place, state: BackupState, copied: Copied) -> None:
    """Note a state just proven, with its new attachments, and log it."""
    now = vault.clock.now()
    problem = f"{LACKING}:{len(copied.lacking)}" if copied.lacking else ""
    with vault.write() as db:
        _insert(db, place.place, state.name, now, now, problem)
        note_read(db, place, (one.sha256 for one in copied.new), now)
        append(db, now, Event.BACKUP, "proven")


def note_restored(db: Connection, place: Place, state: str, made: datetime, now: datetime) -> None:
    """Note in a restored vault that this state held."""
    _insert(db, place.place, state, made, now, "")


def note_failure(vault: Vault, place: str, problem: str) -> None:
    """Note that no backup came of a run, and log it."""
    now = vault.clock.now()
    with vault.write() as db:
        _insert(db, place, "", now, None, problem)
        append(db, now, Event.BACKUP, "failed")


def note_seen(vault: Vault) -> None:
    """Note that everything up to now is in a backup."""
    with vault.write() as db:
        write_setting(db, _SEEN, str(vault.commits + 1))


def changed_since(vault: Vault) -> bool:
    """Tell whether anything was committed since the last backup (unlocking counts: it is in the log)."""
    with vault.read() as db:
        return read_settings(db).get(_SEEN, "") != str(vault.commits)


def note_broken(db: Connection, place: Place, states: Iterable[str]) -> None:
    """Take the proof from states that did not hold when they were read again."""
    db.executemany(
        "UPDATE backup_run SET proven = NULL, problem = ? WHERE place = ? AND state = ?",
        [(BROKEN, place.place, state) for state in states],
    )


def note_read(db: Connection, place: Place, names: Iterable[str], now: datetime) -> None:
    """Note attachments of the pool that were read back whole."""
    db.executemany(
        "INSERT OR REPLACE INTO backup_file (place, file, proven) VALUES (?, ?, ?)",
        [(place.place, name, now.isoformat()) for name in names],
    )


def read_times(db: Connection, place: Place) -> dict[str, datetime]:
    """Return when each attachment of the pool was last read back whole."""
    rows = db.execute("SELECT file, proven FROM backup_file WHERE place = ?", (place.place,))
    return {file: datetime.fromisoformat(proven) for file, proven in rows}


def forget_files(db: Connection, place: Place, names: Iterable[str]) -> None:
    """Forget attachments that are no longer in the pool."""
    db.executemany("DELETE FROM backup_file WHERE place = ? AND file = ?", [(place.place, name) for name in names])


def runs(db: Connection, place: str = "") -> tuple[Run, ...]:
    """Return the runs, of one place if it is given, newest first."""
    rows = db.execute(
        "SELECT id, place, state, made, proven, problem FROM backup_run WHERE ? IN ('', place) ORDER BY id DESC",
        (place,),
    )
    return tuple(
        Run(number, where, state, datetime.fromisoformat(made), datetime.fromisoformat(proven) if proven else None, why)
        for number, where, state, made, proven, why in rows
    )


def _insert(db: Connection, place: str, state: str, made: datetime, proven: datetime | None, problem: str) -> None:
    db.execute(
        "INSERT INTO backup_run (place, state, made, proven, problem) VALUES (?, ?, ?, ?, ?)",
        (place, state, made.isoformat(), proven.isoformat() if proven else None, problem),
    )
