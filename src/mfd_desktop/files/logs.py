"""The log file: ids and counts by allow-list, never contents."""

from __future__ import annotations

import logging
import logging.handlers
import os
from typing import TYPE_CHECKING

from mfd_desktop.files.errors import storage_errors
from mfd_desktop.files.folders import make_private

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path


class _PrivateHandler(logging.handlers.RotatingFileHandler):
    """Files that are this account's alone from their first moment, whatever the umask."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - the name logging calls
        """A log that cannot be written disturbs nobody; logging itself would show the arguments on the error output."""


def start_log(folder: Path) -> None:
    """Write warnings of the program to ``folder/mfd-desktop.log`` (3 files of 256 KiB). Raises
    StorageError.
    """
    make_private(folder)
    with storage_errors(folder):
        handler = _PrivateHandler(
            folder / "mfd-desktop.log", maxBytes=256 * 1024, backupCount=2, encoding="utf-8", delay=True
        )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("mfd_desktop")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
