"""Copying large files block by block: hashed on the way, whole or absent, and read back from the medium."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from mfd_desktop.files.atomic import sync_folder
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.streamed import PART, streamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

BLOCK = 1024 * 1024
_FLUSHED = 8
"""Blocks between two flushes of a long copy."""
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries while a scanner holds a file (Windows)."""


def copy_durably(blocks: Iterable[bytes], target: Path) -> tuple[int, str]:
    """Write ``blocks`` to ``target``, flushed and under its name only when whole; return size and SHA-256.

    What the blocks raise goes through and leaves nothing. Raises StorageError.
    """
    seen, size = hashlib.sha256(), 0
    with streamed(target) as file:
        for number, block in enumerate(blocks, 1):
            seen.update(block)
            size += file.write(block)
            if number % _FLUSHED == 0:
                # A little at a time: one large flush at the end would hold up who saves something meanwhile.
                file.flush()
                os.fsync(file.fileno())
    return size, seen.hexdigest()


def copy_quickly(blocks: Iterable[bytes], target: Path) -> tuple[int, str]:
    """Write ``blocks`` to the new file ``target``; ``flush`` has to follow. Return size and SHA-256.

    Raises StorageError, also if the file exists.
    """
    seen, size = hashlib.sha256(), 0
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with storage_errors(target), os.fdopen(os.open(target, flags, 0o600), "wb") as file:
        for block in blocks:
            seen.update(block)
            size += file.write(block)
    return size, seen.hexdigest()


def flush(path: Path) -> None:
    """Wait until the disk has a file written by ``copy_quickly``. Raises StorageError."""
    with storage_errors(path), path.open("r+b") as file:
        os.fsync(file.fileno())


def blocks_of(path: Path, told: Callable[[int], None] = lambda _count: None) -> Iterator[bytes]:
    """Give a file block by block. Raises StorageError naming this file, not the one being written."""
    with storage_errors(path):
        file = path.open("rb")
    with file:
        yield from blocks_in(file, path, told=told)


def blocks_in(
    file: BinaryIO, path: Path, *, length: int | None = None, told: Callable[[int], None] = lambda _count: None
) -> Iterator[bytes]:
    """Give an open file from its beginning, at most ``length`` bytes. Raises StorageError for ``path``."""
    left = length
    with storage_errors(path):
        file.seek(0)
    while left is None or left > 0:
        with storage_errors(path):
            block = file.read(BLOCK if left is None else min(BLOCK, left))
        if not block:
            return
        yield block
        told(len(block))
        left = None if left is None else left - len(block)


def digest(blocks: Iterable[bytes]) -> tuple[int, str]:
    """Return size and SHA-256 of what ``blocks`` gives."""
    seen, size = hashlib.sha256(), 0
    for block in blocks:
        seen.update(block)
        size += len(block)
    return size, seen.hexdigest()


def read_back(path: Path, told: Callable[[int], None] = lambda _count: None) -> tuple[int, str]:
    """Return size and SHA-256 of a file as the medium has it, where the system lets us pass by its memory.

    Raises StorageError.
    """
    with storage_errors(path):
        file = path.open("rb")
    with file:
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return digest(blocks_in(file, path, told=told))


def add_folder(path: Path) -> None:
    """Make one folder for this account alone if it is not there; its parent has to be. Raises StorageError.

    On a medium without rights (FAT, shares) it is made all the same: everything put there is sealed.
    """
    with storage_errors(path):
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if not path.is_dir():
                raise


def give_name(part: Path, name: Path, *, patience: tuple[float, ...] = _PATIENCE if os.name == "nt" else ()) -> None:
    """Give a finished folder its name: from now on it is there, durably. Raises StorageError."""
    with storage_errors(name):
        sync_folder(part)
        for pause in patience:
            try:
                part.rename(name)
            except PermissionError:
                time.sleep(pause)
            else:
                break
        else:
            part.rename(name)
        sync_folder(name.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder with all in it, if it is there: first out of sight, so that no half of it is taken for whole.

    Raises StorageError.
    """
    gone = folder if folder.name.endswith(PART) else folder.with_name(f"{folder.name}{PART}")
    with storage_errors(folder):
        if not folder.exists():
            return
        if gone != folder:
            folder.rename(gone)
        shutil.rmtree(gone)


def sweep(folder: Path, name: str = "") -> None:
    """Remove what a killed program left unfinished in ``folder``, of one file if ``name`` is given.

    What cannot be removed does no harm.
    """
    with suppress(OSError):
        for left in list(folder.glob(f"{name}*{PART}")):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                with suppress(OSError):
                    left.unlink()


def remove_file(path: Path) -> None:
    """Remove a file if it is there. Raises StorageError."""
    with storage_errors(path):
        path.unlink(missing_ok=True)


def remove_empty(folder: Path) -> None:
    """Remove an empty folder if it is there. Raises StorageError."""
    with storage_errors(folder):
        if folder.exists():
            folder.rmdir()


def free_bytes(folder: Path) -> int:
    """Return how many bytes fit on the medium. Raises StorageError."""
    with storage_errors(folder):
        return shutil.disk_usage(folder).free


def same_medium(one: Path, other: Path) -> bool:
    """Tell whether two existing places lie on the same disk or share (a partition, as far as the system tells)."""
    with storage_errors(one):
        return one.stat().st_dev == other.stat().st_dev
