"""Watching the machine in the way of its system; where it offers nothing, only the time without input is left."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.away_linux import LinuxAway
    from mfd_desktop.ui.away_windows import WindowsAway
    from mfd_desktop.ui.idle import IdleSource
    from mfd_desktop.ui.jobs import Jobs, Progress


class MachineWatch(QObject):
    """Signals: ``away()`` when the session is locked, it is another user's turn, the lid is closed or sleep is near,
    told once only; ``idle_known(IdleSource)`` once somebody knows how long nobody has touched the machine.
    """

    away = Signal()
    idle_known = Signal(object)

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        """Watch from ``begin`` on; ``window`` is the one that Windows sends its messages to."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._told = False
        self.watch: LinuxAway | WindowsAway | None = None

    def begin(self, platform: str = sys.platform) -> None:
        """Begin to watch; connecting to the buses of Linux nobody waits for."""
        if platform == "win32":
            self._watch_windows()
        elif platform == "linux":
            self._jobs.run(_connect, done=self._on_connected, exclusive="free")

    def close(self) -> None:
        """Stop watching; whatever is just being connected is given back when it comes."""
        self._told = True
        if self.watch is not None:
            self.watch.close()

    def _watch_windows(self) -> None:
        from mfd_desktop.ui.away_windows import WindowsAway
        from mfd_desktop.ui.idle_sources import WindowsIdle

        self._follow(WindowsAway(self, int(self._window.winId())), WindowsIdle())

    def _on_connected(self, buses: tuple[QDBusConnection | None, QDBusConnection | None]) -> None:
        from mfd_desktop.ui.away_linux import LinuxAway
        from mfd_desktop.ui.idle_sources import DesktopIdle, x11_idle

        watch = LinuxAway(self, *buses)
        if self._told:
            watch.close()
            return
        self._follow(watch, DesktopIdle(watch.session, x11_idle()))

    def _follow(self, watch: LinuxAway | WindowsAway, idle: IdleSource) -> None:
        self.watch = watch
        watch.away.connect(self._on_away)
        self.idle_known.emit(idle)

    def _on_away(self) -> None:
        # Several signals come for one event: lid, screen saver, sleep.
        if not self._told:
            self._told = True
            self.away.emit()


def _connect(_progress: Progress) -> tuple[QDBusConnection | None, QDBusConnection | None]:
    from mfd_desktop.ui.bus_addresses import session_address, system_address
    from mfd_desktop.ui.buses import connect

    return connect(system_address(), "mfd-desktop-system"), connect(session_address(), "mfd-desktop-session")
