"""The erasure list: random ids of what was erased, in the vault and beside its backups, applied to every restore.

A line beside the backups is ``id kind day mac``; the mac (HMAC-SHA256, key ``erased`` of ``vault_secret``) keeps
whoever can write there from having records erased. ``kind`` is the table of the record.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.vault.clients import remove_client

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.store import Vault

NAME = "erased"
_LARGEST = 16 * 1024 * 1024
_LINE = re.compile(r"([0-9a-f]{32}) ([a-z_]{1,40}) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{64})")


class Erased(NamedTuple):
    """One erased record."""

    record_id: RecordId
    kind: str
    day: date


def add_erased(db: Connection, ids: Iterable[RecordId], day: date, kind: str = "client") -> None:
    """Put erased records on the list, in the transaction that erases them; the next backup takes the list along."""
    db.executemany(
        "INSERT OR IGNORE INTO erased (record_id, kind, day) VALUES (?, ?, ?)",
        [(record_id, kind, day.isoformat()) for record_id in ids],
    )


def read_erased(db: Connection) -> frozenset[Erased]:
    """Return the list kept in the vault."""
    rows = db.execute("SELECT record_id, kind, day FROM erased")
    return frozenset(Erased(RecordId(record_id), kind, date.fromisoformat(day)) for record_id, kind, day in rows)


def list_key(db: Connection) -> bytes:
    """Return the key of the lines; it survives a re-key. See ``make_list_key``."""
    return bytes(db.execute("SELECT value FROM vault_secret WHERE name = 'erased'").fetchone()[0])


def make_list_key(vault: Vault) -> None:
    """Make the key of the lines before the first backup, so that every state has it."""
    with vault.read() as db:
        if db.execute("SELECT 1 FROM vault_secret WHERE name = 'erased'").fetchone():
            return
    with vault.write() as db:
        db.execute("INSERT INTO vault_secret (name, value) VALUES ('erased', ?)", (secrets.token_bytes(32),))


def merge_lists(vault: Vault, folder: Path) -> int:
    """Bring the list of the vault and the one in the backup ``folder`` to the same; return the bytes written.

    Lines that this vault did not write stay out. Raises StorageError.
    """
    with vault.read() as db:
        key, known = list_key(db), read_erased(db)
    there = read_lines(folder, key)
    if there - known:
        with vault.write() as db:
            for one in there - known:
                add_erased(db, (one.record_id,), one.day, one.kind)
    wanted = known | there
    content = encode_lines(wanted, key)
    if not wanted or content == _read(folder):
        return 0
    write_atomic(folder / NAME, content)
    return len(content)


def read_lines(folder: Path, key: bytes) -> frozenset[Erased]:
    """Return the lines beside the backups that hold under ``key``. Raises StorageError."""
    found = set()
    for line in _read(folder).decode("ascii", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if not match:
            continue
        with suppress(ValueError):
            one = Erased(RecordId(match[1]), match[2], date.fromisoformat(match[3]))
            if hmac.compare_digest(match[4], _mac(key, one)):
                found.add(one)
    return frozenset(found)


def encode_lines(erased: Iterable[Erased], key: bytes) -> bytes:
    """Return the content of the file."""
    return "".join(
        f"{one.record_id} {one.kind} {one.day.isoformat()} {_mac(key, one)}\n" for one in sorted(erased)
    ).encode()


def apply_erased(db: Connection, erased: Iterable[Erased]) -> int:
    """Erase what is on the list from a restored vault; return how many of it were still there."""
    gone = 0
    for one in sorted(erased):
        if one.kind == "client" and db.execute("SELECT 1 FROM client WHERE id = ?", (one.record_id,)).fetchone():
            remove_client(db, one.record_id)
            gone += 1
        add_erased(db, (one.record_id,), one.day, one.kind)
    return gone


def _read(folder: Path) -> bytes:
    path = folder / NAME
    with storage_errors(path):
        if not path.exists():
            return b""
        with path.open("rb") as file:
            return file.read(_LARGEST)


def _mac(key: bytes, one: Erased) -> str:
    plain = f"{one.record_id} {one.kind} {one.day.isoformat()}".encode()
    return hmac.new(key, plain, hashlib.sha256).hexdigest()
