"""Whom to ask how long nobody has touched the machine.

GNOME's compositor counts milliseconds, KDE's screen saver seconds, the X server milliseconds, Windows ticks since the
start. logind only repeats what a desktop tells it, late and not from every desktop, so it is not asked.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mfd_desktop.ui.buses import Bus
    from mfd_desktop.ui.idle import IdleSource

_DESKTOPS = (
    (
        (
            "org.gnome.Mutter.IdleMonitor",
            "/org/gnome/Mutter/IdleMonitor/Core",
            "org.gnome.Mutter.IdleMonitor",
            "GetIdletime",
        ),
        1000,
    ),
    (
        (
            "org.freedesktop.ScreenSaver",
            "/org/freedesktop/ScreenSaver",
            "org.freedesktop.ScreenSaver",
            "GetSessionIdleTime",
        ),
        1,
    ),
)
"""Method and how many of its units are a second. Read as seconds, milliseconds would only lock too early."""


class DesktopIdle:
    """Asks the desktop over the session's bus; who refuses once is not asked again."""

    def __init__(self, bus: Bus, other: IdleSource | None) -> None:
        """``other`` is asked where no desktop knows."""
        self._bus = bus
        self._other = other
        self._left = list(_DESKTOPS) if bus.there else []

    def ask(self, tell: Callable[[float | None], None]) -> None:
        """See ``IdleSource``."""
        if not self._left:
            if self._other is None:
                tell(None)
            else:
                self._other.ask(tell)
            return
        target, units = self._left[0]

        def answered(value: object | None) -> None:
            if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                tell(value / units)
            else:
                self._left = [known for known in self._left if known[0] != target]
                self.ask(tell)

        self._bus.ask(target, [], answered)


class X11Idle:
    """Asks the X server by its screen saver extension; only for a display of this machine itself."""

    def __init__(self, library: Callable[[str], Any] = ctypes.CDLL) -> None:
        """Open a connection of our own. Raises OSError where a library or the display is missing."""
        self._x11, self._saver = library("libX11.so.6"), library("libXss.so.1")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self._saver.XScreenSaverAllocInfo.restype = ctypes.POINTER(_ScreenSaverInfo)
        name = os.environ.get("DISPLAY", "")
        display = self._x11.XOpenDisplay(name.encode()) if name.startswith(":") else None
        if not display:
            raise OSError(name)
        self._display = ctypes.c_void_p(display)
        self._root = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._display))
        self._info = self._saver.XScreenSaverAllocInfo()

    def ask(self, tell: Callable[[float | None], None]) -> None:
        """See ``IdleSource``."""
        good = self._saver.XScreenSaverQueryInfo(self._display, self._root, self._info)
        tell(self._info.contents.idle / 1000 if good else None)

    def close(self) -> None:
        """Close the connection."""
        self._x11.XFree(self._info)
        self._x11.XCloseDisplay(self._display)


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("tick", ctypes.c_uint32))


class WindowsIdle:
    """Asks Windows for the last input of this session."""

    def __init__(self, user: Any = None, kernel: Any = None) -> None:
        """Libraries may be handed in by tests."""
        load = getattr(ctypes, "WinDLL", ctypes.CDLL)
        self._user = user or load("user32")
        self._kernel = kernel or load("kernel32")

    def ask(self, tell: Callable[[float | None], None]) -> None:
        """See ``IdleSource``."""
        found = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not self._user.GetLastInputInfo(ctypes.byref(found)):
            tell(None)
            return
        # Both count 32 bits and begin again after 49 days.
        tell(((self._kernel.GetTickCount() - found.tick) & 0xFFFFFFFF) / 1000)


def x11_idle() -> IdleSource | None:
    """Return the X server as a source where the program runs on it directly; under Wayland it sees too little."""
    if sys.platform != "linux" or QGuiApplication.platformName() != "xcb" or os.environ.get("WAYLAND_DISPLAY"):
        return None
    try:
        return X11Idle()
    except OSError:
        return None
