"""Seals documents anew in the background after the vault got new keys, and goes on after the next unlock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mfd_desktop.app.resealing import reseal_next, waiting_documents
from mfd_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk

_PAUSE_MS = 50
"""Between two documents: whatever else waits for the vault comes first."""
_LATER_MS = 60_000
"""After the medium refused, or while a backup is made."""


class Resealer(QObject):
    """One document at a time, each a job of its own; begins by itself when there is something to do."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Look whether something is left from before."""
        super().__init__(parent)
        self._desk = desk
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        desk.changed.connect(self._on_changed)
        self.begin()

    def begin(self) -> None:
        """Start, if documents wait and none is being sealed."""
        self._left = waiting_documents(self._desk.session)
        if self._left and not self._timer.isActive():
            self._timer.start(_PAUSE_MS)

    def _on_changed(self, changes: object, _initiator: object) -> None:
        if "recovery" in getattr(changes, "kinds", ()):
            self.begin()

    def _next(self) -> None:
        if self._desk.jobs.closed or self._desk.session.vault.closed:
            return
        if self._desk.occupied:
            self._timer.start(_PAUSE_MS)
            return
        session = self._desk.session
        self._desk.jobs.run(lambda _progress: reseal_next(session), done=self._on_done, failed=self._on_failed)

    def _on_done(self, left: int) -> None:
        if left:
            # None was sealed while a backup is made.
            self._timer.start(_PAUSE_MS if left < self._left else _LATER_MS)
        self._left = left

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._timer.start(_LATER_MS)
