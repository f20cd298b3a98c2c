"""A private folder for a while, for measurements on fictitious data only; never for anything of a client."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a new folder, mode 0700, and remove it with its contents afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mfd-desktop-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
