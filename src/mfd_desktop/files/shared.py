"""Writing into a folder that others share and a synchronisation carries: whole files, never over a different one."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files.atomic import sync_folder
from mfd_desktop.files.errors import storage_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries while a scanner or the synchronisation holds a file (Windows)."""
_LOOKED_AT = 1024 * 1024
"""Bytes of what lies at a place already; no file of a network is larger."""
_PORTABLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10)))
)
_NO_RENAME = frozenset((errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EPERM, errno.EACCES, errno.EXDEV))


def is_portable(name: str) -> bool:
    """Tell whether every system and every synchronisation keeps a file called ``name`` as it is."""
    return bool(_PORTABLE.fullmatch(name)) and name.split(".")[0].lower() not in _DEVICES


def deliver(
    folder: Path,
    path: str,
    content: bytes,
    *,
    replaces: Callable[[bytes], bool] = lambda _there: False,
    durable: bool = True,
    windows: bool = os.name == "nt",
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Put ``content`` at ``path`` (with ``/`` between) inside the shared ``folder`` and read it back.

    Returns when the file is there whole, also if it was before. Another content there stays and FileExistsError
    is raised, unless ``replaces`` says that it is only an older version. The folder itself is never created.
    Raises StorageError; ValueError for a name that not every system keeps. ``durable``: wait for the disk.
    """
    names = path.split("/")
    if not all(is_portable(name) for name in names):
        raise ValueError(path)
    target = folder.joinpath(*names)
    most = max(len(content), _LOOKED_AT)
    with storage_errors(folder):
        if not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no folder")
        _make_folders(folder, names[:-1])
        there = _read(target, most)
    if there == content:
        return
    if there and not replaces(there):
        raise FileExistsError(target)
    with storage_errors(target):
        _write(target, content, durable=durable, patience=_PATIENCE if windows else (), wait=wait)
        if _read(target, most) != content:
            raise StorageError(target, "failed")
        if durable:
            # Some shares refuse to flush a folder; the file was flushed and read back.
            with suppress(OSError):
                sync_folder(target.parent)


def _make_folders(folder: Path, names: list[str]) -> None:
    # One by one below the shared folder: if that vanishes meanwhile, it is not made again.
    for name in names:
        folder = folder / name
        with suppress(FileExistsError):
            folder.mkdir()


def _read(path: Path, most: int) -> bytes | None:
    """Return what lies there, of a larger file the beginning; None if nothing, or something that is no file, does."""
    try:
        # A pipe would wait for ever, a link could point anywhere. Writing puts a file in their place.
        if stat.S_ISLNK(mode := path.lstat().st_mode) or stat.S_ISFIFO(mode):
            return None
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        return None


def _write(
    target: Path, content: bytes, *, durable: bool, patience: tuple[float, ...], wait: Callable[[float], None]
) -> None:
    # Always the same name, so that what a killed program left behind goes with the next try.
    scratch = target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:12]}.tmp")
    try:
        scratch.unlink(missing_ok=True)
        _create(scratch, content, durable=durable)
        _rename(scratch, target, patience, wait)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        if error.errno not in _NO_RENAME:
            raise
        _write_in_place(target, content, durable=durable)


def _create(path: Path, content: bytes, *, durable: bool) -> None:
    # Mode by umask: others have to read it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def _rename(scratch: Path, target: Path, patience: tuple[float, ...], wait: Callable[[float], None]) -> None:
    for pause in patience:
        try:
            scratch.replace(target)
        except PermissionError:
            wait(pause)
        else:
            return
    scratch.replace(target)


def _write_in_place(target: Path, content: bytes, *, durable: bool) -> None:
    """Write without a rename, on shares that refuse it; what was there (an older version) is taken away before."""
    target.unlink(missing_ok=True)
    try:
        _create(target, content, durable=durable)
    except FileExistsError:
        raise
    except OSError:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise
