"""Qt's file dialogue keeps the folders visited, for all programs of the account; a folder may bear a person's name."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QSettings  # noqa: TID251 - only to keep Qt itself from keeping something

_GROUP, _KEPT = "FileDialog", ("lastVisited", "history")


def keep_no_folders() -> None:
    """Let Qt's own settings go nowhere; Windows and macOS do not allow that, so they are cleared instead."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    forget_folders()


def forget_folders(settings: QSettings | None = None, *, platform: str = sys.platform) -> None:
    """Clear the folders visited: at the start (what a kill left), when locking and at the end.

    ``settings`` may be handed in by tests; usually those Qt's file dialogue writes.
    """
    if settings is None:
        if platform not in ("win32", "darwin"):
            return
        settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.beginGroup(_GROUP)
    for name in _KEPT:
        settings.remove(name)
    settings.endGroup()
    settings.sync()
