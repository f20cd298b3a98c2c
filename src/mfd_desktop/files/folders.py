"""Private folders: readable by the counsellor's account alone."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mfd_desktop.files.errors import storage_errors

if TYPE_CHECKING:
    from pathlib import Path


def make_private(path: Path, *, windows: bool = os.name == "nt") -> None:
    """Create ``path`` (and missing parents) with mode 0700, on Windows ``path`` with an ACL for this account alone.

    An existing folder is left as it is. Raises StorageError.
    """
    with storage_errors(path):
        missing = [folder for folder in path.parents if not folder.exists()]
        for folder in reversed(missing):
            # mkdir(parents=True) would leave the mode of these to the umask.
            folder.mkdir(mode=0o700, exist_ok=True)
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if not path.is_dir():
                raise
            return
    restrict(path, windows=windows)


def restrict(path: Path, *, windows: bool = os.name == "nt") -> None:
    """Take everybody else's rights to the folder ``path`` away. Raises StorageError."""
    with storage_errors(path):
        if windows:
            # Only Windows needs it, and start-up must stay fast.
            import subprocess

            subprocess.run(acl_command(path), check=False, capture_output=True)  # noqa: S603 - fixed words, no shell
        else:
            path.chmod(0o700)


def acl_command(path: Path) -> list[str]:
    """Return the command that takes inherited rights away and grants full control to this account."""
    import getpass

    return ["icacls", str(path), "/inheritance:r", "/grant:r", f"{getpass.getuser()}:(OI)(CI)F"]


def remove_begun(folder: Path, names: tuple[str, ...], *, with_folder: bool) -> None:
    """Remove the files called ``names``, on request the folder too if nothing else is in it; nothing is
    raised.
    """
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
    if with_folder:
        with suppress(OSError):
            folder.rmdir()


def is_writable(path: Path) -> bool:
    """Tell whether a file can be created in the folder ``path`` (tried, because rights alone do not tell)."""
    probe = path / f".probe-{os.getpid()}"
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        probe.unlink()
    except OSError:
        return False
    return True
