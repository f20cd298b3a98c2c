"""Replacing the process, so that nothing of an unlocked vault stays in memory."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QRect

GEOMETRY = "MFD_WINDOW"
"""Environment variable with the window's place: x,y,width,height,maximised."""

SUSPECTED = "MFD_DAMAGED"
"""Environment variable: the check of the vault failed, so the process that follows looks before it opens it."""


def suspect_damage() -> None:
    """Let the process that follows show the page about damage."""
    os.environ[SUSPECTED] = "1"


def damage_suspected() -> bool:
    """Tell, once, whether the process before asked for the page about damage."""
    return os.environ.pop(SUSPECTED, "") == "1"


def command(vault: Path, home: Path | None) -> list[str]:
    """Return the command line that shows the unlock window of this vault; it holds no name of a person."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mfd_desktop"]
    return [*program, "--vault", str(vault), *(["--home", str(home)] if home else [])]


def replace_process(words: list[str], *, windows: bool = os.name == "nt") -> None:
    """Become the program ``words``; never returns.

    On POSIX the memory image is replaced in place. Windows has no such call: a new process is started and
    this one ends at once, which gives its memory back.
    """
    from mfd_desktop.files.spool import abandon_spool

    # A job on its way to the printer must not stay in the clear, nor its folder be that of whoever follows.
    abandon_spool()
    sys.stdout.flush()
    sys.stderr.flush()
    if windows:
        import subprocess

        subprocess.Popen(words, close_fds=True)  # noqa: S603 - our own program, no shell
        os._exit(0)
    os.execv(words[0], words)  # noqa: S606 - our own program, no shell


def remember_geometry(place: QRect, *, maximised: bool) -> None:
    """Hand the window's place to the process that follows."""
    os.environ[GEOMETRY] = f"{place.x()},{place.y()},{place.width()},{place.height()},{int(maximised)}"


def remembered_geometry() -> tuple[int, int, int, int, bool] | None:
    """Return the place the process before handed over."""
    try:
        x, y, width, height, maximised = (int(part) for part in os.environ.get(GEOMETRY, "").split(","))
    except ValueError:
        return None
    return x, y, width, height, bool(maximised)
