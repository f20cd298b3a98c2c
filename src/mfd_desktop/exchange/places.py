"""Looking into a shared folder: names in a fixed order, contents up to a limit, every oddity with a reason."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.exchange.refusal import Refused

if TYPE_CHECKING:
    from pathlib import Path

_SYNC_COPY = re.compile(
    r"\.sync-conflict-|conflicted copy|conflict|konflikt|in konflikt stehende kopie| \(\d+\)\.| - kopie| - copy"
    r"|case conflict|_conf\(",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(r"^~|^\.|\.(?:tmp|temp|part|partial|crdownload|filepart|!sync|lock)$|~$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that does not count: the shared folder, the path inside it (``/`` between), one of ``REASONS``.

    ``path`` is for people: what cannot be shown, or turns the reading direction, is spelled as a code.
    """

    folder: Path
    path: str
    reason: str

    def __post_init__(self) -> None:
        """Spell what cannot be shown; a name can hold anything, even what no file and no window takes."""
        shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in self.path)
        object.__setattr__(self, "path", shown)


def names_in(folder: Path, path: str) -> list[str]:
    """Return the names in a folder below ``folder``, in an order that depends on nothing but the names.

    None are found if there is no such folder. Raises Refused (``unreadable``).
    """
    try:
        return sorted(os.listdir(folder.joinpath(*path.split("/"))))  # noqa: PTH208 - names are all that is wanted
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        raise Refused("unreadable") from None


def is_folder(folder: Path, path: str) -> bool:
    """Tell whether ``path`` is a folder itself, not a link to one."""
    try:
        return stat.S_ISDIR(folder.joinpath(*path.split("/")).lstat().st_mode)
    except OSError:
        return False


def check_name(name: str) -> None:
    """Raise Refused for the names that synchronisations and half-done writing leave behind."""
    if _TEMPORARY.search(name):
        raise Refused("temporary")
    if _SYNC_COPY.search(name):
        raise Refused("sync_copy")


def read_limited(folder: Path, path: str, most: int) -> bytes:
    """Return the content of a file; raise Refused: ``too_large``, ``unreadable``, ``foreign`` (no ordinary file)."""
    place = folder.joinpath(*path.split("/"))
    try:
        # A pipe would wait for ever, a link could point anywhere.
        if not stat.S_ISREG(place.lstat().st_mode):
            raise Refused("foreign")
        with place.open("rb") as file:
            content = file.read(most + 1)
    except OSError:
        raise Refused("unreadable") from None
    if len(content) > most:
        raise Refused("too_large")
    return content
