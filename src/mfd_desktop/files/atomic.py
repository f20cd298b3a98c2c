"""Atomic writes: the old content or the new one, never neither."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mfd_desktop.files.errors import storage_errors

if TYPE_CHECKING:
    from pathlib import Path


def write_atomic(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` durably: temporary name beside it, mode 0600, fsync, rename, fsync of
    the folder.

    Raises StorageError; the old file is then untouched (or already the new one, if only the folder refused to
    flush).
    """
    scratch = path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")
    with storage_errors(path):
        _write_new(scratch, content)
        try:
            scratch.replace(path)
        except OSError:
            with suppress(OSError):
                scratch.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Create ``path`` with ``content`` durably, mode 0600; raise StorageError if it exists or cannot be
    written.
    """
    with storage_errors(path):
        _write_new(path, content)
        sync_folder(path.parent)


def _write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def replace_durably(path: Path, target: Path) -> None:
    """Rename ``path`` over ``target`` in the same folder and wait until the disk has it. Raises StorageError."""
    with storage_errors(target):
        path.replace(target)
        sync_folder(target.parent)


def remove_scratch(path: Path) -> None:
    """Remove a file that holds nothing to keep; one that cannot be removed does no harm."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in ``folder`` durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
