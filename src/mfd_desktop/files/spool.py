"""Where the printing system may put what it prints: memory, never the disk.

CUPS writes a job into the folder for temporary files before it takes it over. On Linux that folder is a private one
on a tmpfs while a job is handed over. Windows and macOS spool in a way of their own that no program can choose.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import SpoolOnDisk

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOUNTS = Path("/proc/self/mounts")
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder of our own inside it is used
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_NAME = "mfd-desktop-print-"
_in_use: dict[str, str | None] = {}
"""Private folders, and what ``TMPDIR`` was before each."""


@contextmanager
def spooled_in_memory(*, platform: str = sys.platform, mounts: Path = _MOUNTS) -> Iterator[None]:
    """Let temporary files of the printing system lie in memory for a while; what is left there is removed at the end.

    Raises SpoolOnDisk if there is no such place.
    """
    folder = memory_folder(platform=platform, mounts=mounts)
    if folder is None:
        yield
        return
    private = tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=folder)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = private
    _in_use[private] = before
    try:
        yield
    finally:
        _give_back(private)


def _give_back(private: str) -> None:
    if private not in _in_use:
        return
    before = _in_use.pop(private)
    # A job that began meanwhile must not bring this folder back.
    _in_use.update({other: before for other, was in _in_use.items() if was == private})
    if os.environ.get("TMPDIR") == private:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
    shutil.rmtree(private, ignore_errors=True)


def abandon_spool() -> None:
    """Remove what lies in memory for jobs under way: the process is about to end or to be replaced."""
    for private in tuple(_in_use):
        _give_back(private)


def remove_left_spool(*, platform: str = sys.platform, mounts: Path = _MOUNTS) -> None:
    """Remove what a killed program left in memory; to be called before anything is printed."""
    try:
        folder = memory_folder(platform=platform, mounts=mounts)
    except SpoolOnDisk:
        return
    for left in folder.glob(f"{_NAME}*") if folder else ():
        owner = left.name.removeprefix(_NAME).partition("-")[0]
        if owner == str(os.getpid()) or not Path("/proc", owner).is_dir():
            shutil.rmtree(left, ignore_errors=True)


def memory_folder(*, platform: str = sys.platform, mounts: Path = _MOUNTS) -> Path | None:
    """Return a folder in memory, None where the platform does not let a program choose; raise SpoolOnDisk."""
    if platform != "linux":
        return None
    kinds = _kinds(mounts)
    for folder in (Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere"), _SHARED_MEMORY):
        if folder.is_dir() and _kind_of(folder, kinds) in _IN_MEMORY and os.access(folder, os.W_OK):
            return folder
    raise SpoolOnDisk


def _kinds(mounts: Path) -> dict[str, str]:
    """Return the kind of file system by mount point."""
    found = {}
    for line in mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        _device, place, kind, *_more = line.split(" ")
        found[place.replace("\\040", " ")] = kind
    return found


def _kind_of(folder: Path, kinds: dict[str, str]) -> str:
    place = folder.resolve()
    return next((kinds[str(parent)] for parent in (place, *place.parents) if str(parent) in kinds), "")
