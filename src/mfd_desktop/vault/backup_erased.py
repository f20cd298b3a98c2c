"""The erasure list beside the backups: what was erased since a state was made is erased from every vault restored.

A line is ``id kind day mac``: a random id, nothing else of anybody. The mac (HMAC-SHA256, key ``erased`` of
``vault_secret``) keeps whoever can write there from having records erased.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING

from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.streamed import streamed
from mfd_desktop.vault.erasing import note_erased, read_erased

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.store import Vault

    Entry = tuple[str, str, str]

NAME = "erased"
_LARGEST = 16 * 1024 * 1024
_LINE = re.compile(r"([0-9a-f]{32}) ([a-z_]{1,40}) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{64})")


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
        key, known = list_key(db), frozenset(read_erased(db))
    there = read_lines(folder, key)
    if there - known:
        with vault.write() as db:
            note_erased(db, sorted(there - known))
    wanted = known | there
    content = encode_lines(wanted, key)
    if not wanted or content == _read(folder):
        return 0
    with streamed(folder / NAME) as file:
        file.write(content)
    return len(content)


def read_lines(folder: Path, key: bytes) -> frozenset[Entry]:
    """Return the lines beside the backups that hold under ``key``. Raises StorageError."""
    found = set()
    for line in _read(folder).decode("ascii", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match:
            entry = (match[1], match[2], match[3])
            if hmac.compare_digest(match[4], _mac(key, entry)):
                found.add(entry)
    return frozenset(found)


def encode_lines(entries: Iterable[Entry], key: bytes) -> bytes:
    """Return the content of the file."""
    return "".join(f"{' '.join(entry)} {_mac(key, entry)}\n" for entry in sorted(entries)).encode()


def _read(folder: Path) -> bytes:
    path = folder / NAME
    with storage_errors(path):
        if not path.exists():
            return b""
        with path.open("rb") as file:
            return file.read(_LARGEST)


def _mac(key: bytes, entry: Entry) -> str:
    return hmac.new(key, " ".join(entry).encode(), hashlib.sha256).hexdigest()
