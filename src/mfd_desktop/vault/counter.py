"""The MACed commit counter beside the database.

A damaged or deleted WAL loses commits silently; a database behind this counter is noticed. Two slots of 64
bytes written
in turn: ``MFDC``, generation (4 bytes), commits (8 bytes, both big-endian), HMAC-SHA256 (32), zeros. After
each commit
the counter is written and flushed; a crash in between leaves the database one commit ahead, which is no loss.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING

from mfd_desktop.files.slots import SlotFile
from mfd_desktop.vault.keys import sub_key

if TYPE_CHECKING:
    from pathlib import Path

NAME = "counter"
_SIZE = 64
_LAYOUT = struct.Struct(">4sIQ")


class Counter:
    """The open counter of one vault."""

    def __init__(self, folder: Path, master: bytes, vault: str, generation: int) -> None:
        """Open the counter for writing; raise StorageError if it is missing or read-only."""
        self._key = sub_key(master, "counter")
        self._vault = vault
        self._generation = generation
        self._file = SlotFile(folder / NAME, _SIZE)

    def begin_generation(self, master: bytes, generation: int) -> None:
        """Write for this generation, under this master key, from now on."""
        self._key = sub_key(master, "counter")
        self._generation = generation

    def write(self, commits: int) -> None:
        """Record that ``commits`` commits are safe on the disk."""
        self._write(commits % 2, commits)

    def _write(self, slot: int, commits: int) -> None:
        self._file.write(slot, _slot(self._key, self._vault, self._generation, commits))

    def settle(self, commits: int) -> None:
        """Record it in both slots, so that nothing of the generation before is left."""
        self._write((commits + 1) % 2, commits)
        self._write(commits % 2, commits)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def create_counter(folder: Path, master: bytes, vault: str, generation: int, commits: int) -> None:
    """Create the counter file of a new vault."""
    SlotFile.create(folder / NAME, _slot(sub_key(master, "counter"), vault, generation, commits))


def reset_counter(folder: Path, master: bytes, vault: str, generation: int, commits: int) -> None:
    """Begin again at ``commits``, in both slots, whatever the counter said; create it if it is gone."""
    if not (folder / NAME).exists():
        create_counter(folder, master, vault, generation, commits)
        return
    file = SlotFile(folder / NAME, _SIZE)
    try:
        for slot in (0, 1):
            file.write(slot, _slot(sub_key(master, "counter"), vault, generation, commits))
    finally:
        file.close()


def read_counter(folder: Path, master: bytes, vault: str, generation: int) -> int | None:
    """Return the highest authentic count of this generation or a later one; None if the file is missing or holds none.

    Counting goes on from one generation to the next, so the count of a later one tells that a database is an old one.
    """
    try:
        content = (folder / NAME).read_bytes()
    except OSError:
        return None
    key = sub_key(master, "counter")
    found = []
    for start in (0, _SIZE):
        slot = content[start : start + _SIZE]
        if len(slot) < _SIZE:
            continue
        _, written, commits = _LAYOUT.unpack_from(slot)
        if hmac.compare_digest(slot, _slot(key, vault, written, commits)) and written >= generation:
            found.append(commits)
    return max(found, default=None)


def _slot(key: bytes, vault: str, generation: int, commits: int) -> bytes:
    plain = _LAYOUT.pack(b"MFDC", generation, commits)
    mac = hmac.digest(key, vault.encode() + plain, hashlib.sha256)
    return (plain + mac).ljust(_SIZE, b"\0")
