"""Turning errors of the operating system into errors the user can act on."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REASONS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
}


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Raise StorageError for ``path`` in place of an OSError; the file keeps its old content."""
    try:
        yield
    except OSError as error:
        raise StorageError(path, _REASONS.get(error.errno or 0, "failed")) from error
