"""A folder of results that a command makes anew each time, without ever touching what is not its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import VaultExists
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private

if TYPE_CHECKING:
    from pathlib import Path


def renew_folder(folder: Path, mark: str, text: str, parts: tuple[str, ...]) -> None:
    """Make ``folder`` with the file ``mark`` saying ``text``; an earlier result is removed first.

    An earlier result is a folder with that file and, beside it, nothing but folders called ``parts``. Raises
    VaultExists if anything else is in it, StorageError if the medium refuses.
    """
    with storage_errors(folder):
        found = {path.name for path in folder.iterdir()} if folder.exists() else set()
        if found and not (mark in found and found <= {mark, *parts}):
            raise VaultExists(folder)
        for name in found - {mark}:
            shutil.rmtree(folder / name)
    make_private(folder)
    write_atomic(folder / mark, text.encode("utf-8"))
    for name in parts:
        make_private(folder / name)
