"""A new, whole vault from whatever can still be read of a damaged one, which is only read.

Built beside its place under another name, proven, then renamed: whole there at the end, or absent. It has the same
slots and the next generation. Cases and people of whom indices alone still tell are kept as drafts, so that nothing
that hangs on them is lost with them.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.domain.errors import StorageError, UserError, VaultExists
from mfd_desktop.domain.errors_backup import CopyDiffers
from mfd_desktop.domain.journal import Event
from mfd_desktop.files.atomic import write_new
from mfd_desktop.files.copies import (
    add_folder,
    blocks_of,
    copy_durably,
    give_name,
    remove_empty,
    remove_file,
    remove_tree,
)
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private
from mfd_desktop.files.streamed import PART
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.attachment_files import FOLDER, place_of
from mfd_desktop.vault.backup_files import need_room
from mfd_desktop.vault.backup_format import is_file_name
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.clients import reindex
from mfd_desktop.vault.counter import NAME as COUNTER
from mfd_desktop.vault.counter import create_counter
from mfd_desktop.vault.database import DATABASE, LOOK, connect, driver_errors, write_ahead
from mfd_desktop.vault.header import NAME as HEADER
from mfd_desktop.vault.header import Header
from mfd_desktop.vault.journal import append
from mfd_desktop.vault.keys import sub_key
from mfd_desktop.vault.migrations import NEWEST, STEPS, migrate
from mfd_desktop.vault.rescue import Rescued, rescue
from mfd_desktop.vault.sealed_pages import SealedPages
from mfd_desktop.vault.settling import cases_of, insert, rebuilt, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.page_trees import Value

    Row = dict[str, Value]

RESCUED = "rescued"
_PARTS = frozenset((HEADER, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", COUNTER, FOLDER))
DERIVED = ("client_name", "client_number", "search_entry", "search_waiting", "search_text")
"""Tables (and beginnings of names) that are made anew from the others: nothing is lost with them."""


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the damaged vault: its header, or that of a backup, and the master key. Never printed."""

    header: Header
    master: bytes = field(repr=False)


@dataclass(slots=True)
class Salvaged:
    """What became of it. ``kept``, ``gone``: records by table. ``partly``: records known from indices, kept as drafts.

    ``cases``: losses by number of the case and table; the number is empty where the case is not known.
    ``unknown``: tables of which more may be gone than is counted. ``missing``, ``damaged``: files of attachments.
    """

    folder: Path
    kept: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    partly: Counter[str] = field(default_factory=Counter)
    cases: dict[str, Counter[str]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


def salvage(
    source: Path,
    key: Key,
    folder: Path,
    *,
    clock: Clock,
    note: str = "",
    progress: Callable[[float], None] = lambda _part: None,
    stop: Callable[[], bool] = lambda: False,
) -> Salvaged:
    """Build a new vault in ``folder`` (absent or empty) from the damaged, closed one in ``source``.

    ``note`` stands in records kept in part. Raises VaultExists, CopyDiffers, StorageError; Interrupted soon after
    ``stop()`` says so. ``source`` is never changed.
    """
    part = _scratch(folder)
    with SealedPages(source, sub_key(key.master, "database")) as pages:
        found = rescue(pages, progress=lambda done: progress(done * 0.3), stop=stop)
    need_room(part.parent, pages.size)
    make_private(part)
    try:
        result = Salvaged(folder)
        missing, damaged = _copy_files(source, part, found, progress, stop)
        result.missing, result.damaged = missing, damaged
        _build(found, key, part, result, clock, note)
        progress(0.9)
        _prove(part, key.master)
        remove_empty(folder)
        give_name(part, folder)
    except BaseException:
        with suppress(UserError):
            remove_tree(part)
        raise
    progress(1.0)
    return result


def _scratch(folder: Path) -> Path:
    """Return where the vault is built; what a killed program left there goes, anything else is never touched."""
    part = folder.with_name(f"{folder.name}{PART}")
    with storage_errors(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise VaultExists(folder)
        if part.exists() and not {path.name for path in part.iterdir()} <= _PARTS:
            raise VaultExists(part)
    remove_tree(part)
    return part


def _copy_files(
    source: Path, part: Path, found: Rescued, progress: Callable[[float], None], stop: Callable[[], bool]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Copy attachments that are whole and mark the rows of the others; return the names of those.

    What lies in the recycle bin is copied as it is; each file proves itself when it is opened.
    """
    add_folder(part / FOLDER)
    missing, damaged = [], []
    rows = found.rows.get("attachment", [])
    for place, row in enumerate(rows):
        if stop():
            raise Interrupted
        progress(0.3 + 0.4 * place / len(rows))
        name = str(row["file"])
        if not is_file_name(name) or not place_of(source, name).is_file():
            row["damaged"] = "missing"
            missing.append(name)
        elif not _copy(place_of(source, name), place_of(part, name), (row["sealed_size"], row["sealed_sha256"])):
            row["damaged"] = "damaged"
            damaged.append(name)
    for name in {str(row["file"]) for row in found.rows.get("bin_file", [])}:
        if is_file_name(name) and place_of(source, name).is_file() and not place_of(part, name).exists():
            with suppress(StorageError):
                copy_durably(blocks_of(place_of(source, name)), place_of(part, name))
    return tuple(missing), tuple(damaged)


def _copy(source: Path, target: Path, expected: tuple[Value, Value]) -> bool:
    try:
        whole = copy_durably(blocks_of(source), target) == expected
    except StorageError as error:
        if error.path != source:
            raise
        whole = False
    if not whole:
        remove_file(target)
    return whole


def _build(found: Rescued, key: Key, part: Path, result: Salvaged, clock: Clock, note: str) -> None:
    state: Row = next(iter(found.rows.pop("vault_state", [])), {})
    generation = max(key.header.generation, _number(state.get("generation"))) + 1
    header = Header(key.header.vault, generation, key.header.created, key.header.slots)
    commits = _number(state.get("commits")) + 1
    write_new(part / DATABASE, b"")
    with driver_errors(part):
        db = connect(part, sub_key(key.master, "database").hex(), "rw")
        try:
            write_ahead(db, part / DATABASE)
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN EXCLUSIVE")
            version = min(max(found.version, 1), NEWEST)
            for number, step in STEPS:
                if number <= version:
                    step(db)
            db.execute(f"PRAGMA user_version = {version:d}")
            _fill(db, found, result, clock, note)
            migrate(db)
            _index_anew(db, found)
            db.execute(
                "INSERT INTO vault_state (id, vault, generation, commits) VALUES (1, ?, ?, ?)",
                (header.vault, generation, commits),
            )
            append(db, clock.now(), Event.DAMAGE, RESCUED)
            db.execute("COMMIT")
        finally:
            db.close()
    create_counter(part, key.master, header.vault, generation, commits)
    write_new(part / HEADER, header.encode(key.master))


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _fill(db: Connection, found: Rescued, result: Salvaged, clock: Clock, note: str) -> None:
    numbers = cases_of(found)
    for one in found.lost:
        row = rebuilt(db, one, found, clock.now(), note)
        if row is None:
            _note_gone(result, one.table, numbers(one.known))
        else:
            found.rows[one.table].append(row)
            result.partly[one.table] += 1
            result.cases.setdefault(numbers(one.known), Counter())[one.table] += 1
    for table, row in settle(db, found.rows):
        _note_gone(result, table, numbers(row))
    entries = {row["rowid"] for row in found.rows.get("search_entry", [])}
    found.rows["search_waiting"] = [row for row in found.rows.get("search_waiting", []) if row["entry"] in entries]
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table, rows in found.rows.items():
        for row in rows:
            try:
                insert(db, table, row)
            except dbapi2.IntegrityError:
                _note_gone(result, table, numbers(row))
            else:
                result.kept[table] += 1
    db.executemany(
        "INSERT INTO search_text (rowid, body) VALUES (?, ?)",
        [(entry, body) for entry, body in found.texts.items() if entry in entries],
    )
    result.unknown = tuple(sorted(name for name in found.unknown if not is_derived(name)))


def is_derived(name: str) -> bool:
    """Tell whether a table or index is made anew from others."""
    return name.startswith(DERIVED)


def _note_gone(result: Salvaged, table: str, number: str) -> None:
    if is_derived(table):
        return
    result.gone[table] += 1
    result.cases.setdefault(number, Counter())[table] += 1


def _index_anew(db: Connection, found: Rescued) -> None:
    """Make names, numbers and texts findable again where pages of the indices were damaged."""
    if not any(map(is_derived, found.damaged)):
        return
    db.execute(
        "DELETE FROM search_entry WHERE rowid NOT IN (SELECT rowid FROM search_text)"
        " AND rowid NOT IN (SELECT entry FROM search_waiting)"
    )
    for (client_id,) in db.execute("SELECT id FROM client").fetchall():
        reindex(db, client_id)
    for kind in ("contact", "referral"):
        rows = db.execute(
            f"SELECT r.id, c.client_id, r.case_id, r.note FROM {kind} r LEFT JOIN case_file c ON c.id = r.case_id"  # noqa: S608
            " WHERE r.note <> '' AND r.id NOT IN (SELECT record_id FROM search_entry)"
        ).fetchall()
        searchindex.add_many(db, kind, rows)


def _prove(part: Path, master: bytes) -> None:
    with driver_errors(part):
        db = connect(part, sub_key(master, "database").hex(), LOOK)
        try:
            problems = (
                db.execute("PRAGMA cipher_integrity_check").fetchall()
                or [row for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
                or db.execute("PRAGMA foreign_key_check").fetchall()
            )
        finally:
            db.close()
    if problems:
        raise CopyDiffers(part / DATABASE)
