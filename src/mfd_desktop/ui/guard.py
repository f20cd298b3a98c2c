"""What watches over an open vault: time without input and the session of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mfd_desktop.app.policy import lock_minutes
from mfd_desktop.ui.clipboard import forget_copied
from mfd_desktop.ui.idle import IdleWatch
from mfd_desktop.ui.visited import forget_folders

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.changes import Changes
    from mfd_desktop.ui.away import MachineWatch
    from mfd_desktop.ui.desk import Desk


class Guard(QObject):
    """Calls ``lock`` when the counsellor has left; ``close`` when the program ends without locking."""

    def __init__(self, desk: Desk, window: QWidget, lock: Callable[[], None]) -> None:
        """Begin; the buses of the system, which may take a moment, are asked once the window is there."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._lock = lock
        self.machine: MachineWatch | None = None
        self.idle = IdleWatch(self)
        self.idle.expired.connect(lock)
        self.idle.lock_pressed.connect(lock)
        self._follow_settings()
        desk.changed.connect(self._on_changed)
        QTimer.singleShot(0, self, self._watch_machine)

    def close(self) -> None:
        """Stop watching the machine; nothing of what was copied or visited stays."""
        forget_copied()
        forget_folders()
        if self.machine is not None:
            self.machine.close()

    def _watch_machine(self) -> None:
        from mfd_desktop.ui.away import MachineWatch

        if self._desk.jobs.closed:
            return
        self.machine = watch = MachineWatch(self._window, self._desk.jobs)
        watch.away.connect(self._lock)
        watch.idle_known.connect(self.idle.ask_machine)
        watch.begin()

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if "setting" in changes.kinds:
            self._follow_settings()

    def _follow_settings(self) -> None:
        self.idle.set_minutes(lock_minutes(self._desk.session))
