"""The log file: ids and counts by allow-list, never contents."""

from __future__ import annotations

import logging
import logging.handlers
from typing import TYPE_CHECKING

from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private

if TYPE_CHECKING:
    from pathlib import Path


def start_log(folder: Path) -> None:
    """Write warnings of the program to ``folder/mfd-desktop.log`` (3 files of 256 KiB). Raises
    StorageError.
    """
    make_private(folder)
    with storage_errors(folder):
        handler = logging.handlers.RotatingFileHandler(
            folder / "mfd-desktop.log", maxBytes=256 * 1024, backupCount=2, encoding="utf-8", delay=True
        )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("mfd_desktop")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
