"""Locking: seal the draft, cover the screen, close the vault, replace the process."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.clipboard import forget_copied
from mfd_desktop.ui.closing import seal_before_lock
from mfd_desktop.ui.relaunch import command, remember_geometry, replace_process
from mfd_desktop.ui.visited import forget_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QMainWindow

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.sealing import Sealer

_PATIENCE_MS = 1_500
"""How long locking waits for each of two kinds of work that cannot be asked to stop: a machine that is about to sleep
gives five seconds in all.
"""


class Locker(QObject):
    """Locks the program. ``replace`` is handed in so that tests can watch it."""

    def __init__(
        self,
        desk: Desk,
        sealer: Sealer,
        window: QMainWindow,
        home: Path | None,
        replace: Callable[[list[str]], None] = replace_process,
    ) -> None:
        """Take what must be sealed and covered."""
        super().__init__(desk)
        self._desk = desk
        self._sealer = sealer
        self._window = window
        self._home = home
        self._replace = replace
        self._locking = False
        self._next: Path | None = None

    def switch_to(self, folder: Path) -> None:
        """Lock, and show the unlock window of the vault in ``folder`` instead of this one's."""
        self._next = folder
        self.lock()

    def lock(self) -> None:
        """Seal, cover, close, replace. The draft is durable before anything is taken off the screen.

        Long work gives the vault back first; an import stopped like that has taken nothing. If the medium refuses
        the draft, the screen is empty and the counsellor says whether to try again.
        """
        if self._locking:
            return
        self._locking = True
        self._desk.jobs.cancel_all()
        try:
            seal_before_lock(self._window, self._sealer.seal)
        finally:
            self.cover()
            self._back_up()
            # What waits for a folder that does not answer ends with the process, as at a kill: nothing is lost by that.
            if self._desk.jobs.close(_PATIENCE_MS):
                self._desk.session.close()
            forget_folders()
            remember_geometry(self._window.geometry(), maximised=self._window.isMaximized())
            self._replace(command(self._next or self._desk.session.folder, self._home))

    def _back_up(self) -> None:
        from mfd_desktop.ui.backing_up import back_up_briefly

        # A medium that refuses to tell whether a backup is due must not keep anything open.
        with suppress(UserError):
            back_up_briefly(self._desk)

    def cover(self) -> None:
        """Take every content off the screen at once, and what was copied off the clipboard."""
        forget_copied()
        for widget in QApplication.topLevelWidgets():
            if widget is not self._window:
                widget.hide()
        cover = getattr(self._window, "cover", None)
        if cover is not None:
            cover()
        self._window.repaint()
