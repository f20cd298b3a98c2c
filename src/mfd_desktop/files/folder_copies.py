"""Copying a whole folder: under its name only when all of it is there and flushed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import StorageError, UserError
from mfd_desktop.files.copies import add_folder, blocks_of, copy_quickly, flush, give_name, read_back, remove_tree
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private
from mfd_desktop.files.streamed import PART

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def folder_size(folder: Path) -> int:
    """Return how many bytes lie in a folder. Raises StorageError."""
    with storage_errors(folder):
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def copy_folder(
    source: Path,
    target: Path,
    told: Callable[[int], None] = lambda _count: None,
    left_out: Callable[[Path], bool] = lambda _path: False,
) -> None:
    """Copy ``source`` to ``target``, which is not there yet: whole and read back, or absent.

    ``told`` gets the bytes of each block, twice; what it raises goes through. Links are left out, and what ``left_out``
    says. Raises StorageError.
    """
    part = target.with_name(f"{target.name}{PART}")
    remove_tree(part)
    make_private(part)
    try:
        for path in _inside(source):
            if left_out(path):
                continue
            copy = part / path.relative_to(source)
            if path.is_dir():
                add_folder(copy)
                continue
            _copy(path, copy, told)
        give_name(part, target)
    except BaseException:
        with suppress(UserError):
            remove_tree(part)
        raise


def _copy(path: Path, copy: Path, told: Callable[[int], None]) -> None:
    written = copy_quickly(blocks_of(path, told), copy)
    flush(copy)
    if read_back(copy, told) != written:
        raise StorageError(copy, "failed")


def _inside(folder: Path) -> list[Path]:
    with storage_errors(folder):
        return sorted(path for path in folder.rglob("*") if not path.is_symlink())
