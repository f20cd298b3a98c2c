"""Attachments of a backup: only what the pool does not have yet is copied, and read back at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.errors_backup import CopyDiffers
from mfd_desktop.files.copies import blocks_of, copy_durably, digest, free_bytes
from mfd_desktop.vault.attachment_files import place_of
from mfd_desktop.vault.backup_format import SealedFile, is_file_name, pool_sizes
from mfd_desktop.vault.backup_proof import file_holds
from mfd_desktop.vault.bulk import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.backup_format import Place
    from mfd_desktop.vault.store import Vault

_SPARE = 4 * 1024 * 1024
"""Bytes that have to stay free on a medium."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A sealed file of the vault. Size and hash are empty where no row tells them (recycle bin)."""

    file: str
    size: int = 0
    sha256: str = ""


@dataclass(slots=True)
class Copied:
    """What became of the attachments. ``sealed``: those of the state; ``new``: copied and read back just now."""

    sealed: list[SealedFile] = field(default_factory=list)
    new: list[SealedFile] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    written: int = 0


class Told:
    """Counts bytes for the progress and stops the work: called with the bytes of each block."""

    def __init__(self, progress: Callable[[float], None], stop: Callable[[], bool]) -> None:
        """Take whom to tell, and whom to ask."""
        self._progress = progress
        self.stop = stop
        self._expected = 0
        self._done = 0

    def expect(self, count: int) -> None:
        """Raise the number of bytes still to come."""
        self._expected += count

    def __call__(self, count: int) -> None:
        """Note ``count`` bytes; raise Interrupted if the work should stop."""
        if self.stop():
            raise Interrupted
        self._done += count
        self._progress(min(self._done / max(self._expected, 1), 1.0))


def need_room(folder: Path, count: int) -> None:
    """Raise StorageError (``full``) unless ``count`` bytes fit on the medium with some to spare."""
    if free_bytes(folder) < count + _SPARE:
        raise StorageError(folder, "full")


class Differs(Exception):
    """A sealed file is not what is known of it."""


def files_of(db: Connection) -> tuple[SourceFile, ...]:
    """Return the sealed files of all attachments and of the recycle bin."""
    rows = db.execute("SELECT file, sealed_size, sealed_sha256 FROM attachment")
    found = {file: SourceFile(file, size, sha256) for file, size, sha256 in rows}
    for (content,) in db.execute("SELECT content FROM bin WHERE id IN (SELECT bin_id FROM bin_file)"):
        found |= {one.file: one for one in _described(json.loads(content)) if one.file not in found}
    binned = {file for (file,) in db.execute("SELECT DISTINCT file FROM bin_file")}
    found |= {file: SourceFile(file) for file in binned - found.keys()}
    return tuple(found[file] for file in sorted(found))


def _described(content: object) -> Iterator[SourceFile]:
    """Give the sealed files of the rows kept in an entry of the recycle bin, however deep they are."""
    if isinstance(content, dict):
        if {"file", "sealed_size", "sealed_sha256"} <= content.keys():
            yield SourceFile(content["file"], content["sealed_size"], content["sealed_sha256"])
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from _described(part)


def copy_new_files(vault: Vault, place: Place, files: tuple[SourceFile, ...], told: Told) -> Copied:
    """Bring the pool up to date; a file lacking or damaged in the vault is named, the others are copied.

    Raises StorageError, CopyDiffers, Interrupted; files copied by then stay and are not copied again.
    """
    copied = Copied()
    known = pool_sizes(place)
    missing: list[SealedFile] = []
    for one in files:
        sealed = _sealed(vault, one, told)
        if sealed is None:
            copied.lacking.append(one.file)
            continue
        copied.sealed.append(sealed)
        if known.get(sealed.sha256) != sealed.size:
            missing.append(sealed)
    new = {one.sha256: one for one in missing}
    needed = sum(one.size for one in new.values())
    told.expect(2 * needed)
    if needed:
        need_room(place.folder, needed)
    for wanted in new.values():
        _copy(vault, place, wanted, copied, told)
    gone = set(copied.lacking)
    copied.sealed = [one for one in copied.sealed if one.file not in gone]
    return copied


def _sealed(vault: Vault, one: SourceFile, told: Told) -> SealedFile | None:
    if not is_file_name(one.file):
        return None
    if one.sha256:
        return SealedFile(one.file, one.size, one.sha256)
    try:
        size, sha256 = digest(blocks_of(place_of(vault.folder, one.file), told))
    except StorageError:
        return None
    return SealedFile(one.file, size, sha256)


def _copy(vault: Vault, place: Place, one: SealedFile, copied: Copied, told: Told) -> None:
    source = place_of(vault.folder, one.file)
    try:
        size, _sha256 = copy_durably(checked(source, one, told), place.pool / one.sha256)
    except Differs:
        copied.lacking.append(one.file)
        return
    copied.written += size
    if not file_holds(place, one.sha256, one.size, told):
        raise CopyDiffers(place.pool / one.sha256)
    copied.new.append(one)


def checked(source: Path, one: SealedFile, told: Told) -> Iterator[bytes]:
    """Give the source block by block; raise Differs at its end, or at once, if it is not what it should be."""
    seen, size = hashlib.sha256(), 0
    try:
        for block in blocks_of(source, told):
            seen.update(block)
            size += len(block)
            if size > one.size:
                break
            yield block
    except StorageError:
        raise Differs from None
    if (size, seen.hexdigest()) != (one.size, one.sha256):
        raise Differs
