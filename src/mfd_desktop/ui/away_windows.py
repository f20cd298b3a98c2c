"""The counsellor leaves the desk, as Windows tells its windows: session locked or switched, sleep, lid."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

if TYPE_CHECKING:
    from typing import Any

_WM_POWERBROADCAST, _WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
_PBT_APMSUSPEND, _PBT_POWERSETTINGCHANGE = 0x0004, 0x8013
_WTS_GONE = frozenset({2, 4, 6, 7})
"""WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK."""
_LID = bytes.fromhex("4d0f3eba17b89440a2d1d56379e6a0f3")
"""GUID_LIDSWITCH_STATE_CHANGE {BA3E0F4D-B817-4094-A2D1-D56379E6A0F3} as it lies in memory."""
_THIS_SESSION, _WINDOW_HANDLE = 0, 0


class Message(ctypes.Structure):
    """The part of MSG that is read (winuser.h)."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


class PowerSetting(ctypes.Structure):
    """POWERBROADCAST_SETTING with a number (winuser.h)."""

    _fields_ = (("setting", ctypes.c_ubyte * 16), ("length", ctypes.c_uint32), ("data", ctypes.c_uint32))


class Reading:
    """What messages mean; remembers the lid, whose state Windows tells once at the beginning without a change."""

    def __init__(self) -> None:
        """Nothing is known of the lid yet."""
        self._lid_open: bool | None = None

    def says_gone(self, message: int, wparam: int, lparam: int) -> bool:
        """Tell whether this message means that nobody works here any more."""
        if message == _WM_WTSSESSION_CHANGE:
            return wparam in _WTS_GONE
        if message != _WM_POWERBROADCAST:
            return False
        if wparam == _PBT_APMSUSPEND:
            return True
        return wparam == _PBT_POWERSETTINGCHANGE and bool(lparam) and self._lid_closes(lparam)

    def _lid_closes(self, address: int) -> bool:
        found = PowerSetting.from_address(address)
        if bytes(found.setting) != _LID:
            return False
        before, self._lid_open = self._lid_open, bool(found.data)
        return before is True and not self._lid_open


class WindowsAway(QObject):
    """Signal ``away()``. Acts while Windows waits for the message, so that all is locked before it sleeps."""

    away = Signal()

    def __init__(self, parent: QObject, window: int, libraries: Any = None) -> None:
        """Have the messages sent to the window with this handle; ``libraries(name)`` may be handed in by tests."""
        super().__init__(parent)
        load = libraries or getattr(ctypes, "WinDLL", ctypes.CDLL)
        self._window = ctypes.c_void_p(window)
        self._session, self._user = load("wtsapi32"), load("user32")
        self._session.WTSRegisterSessionNotification(self._window, _THIS_SESSION)
        lid = (ctypes.c_ubyte * 16).from_buffer_copy(_LID)
        self._user.RegisterPowerSettingNotification.restype = ctypes.c_void_p
        self._lid = self._user.RegisterPowerSettingNotification(self._window, ctypes.byref(lid), _WINDOW_HANDLE)
        self._filter = _Filter(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)

    def close(self) -> None:
        """Stop listening."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self._filter)
        self._session.WTSUnRegisterSessionNotification(self._window)
        if self._lid:
            self._user.UnregisterPowerSettingNotification(ctypes.c_void_p(self._lid))


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, owner: WindowsAway) -> None:
        super().__init__()
        self._owner = owner
        self._reading = Reading()

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview[int], message: int
    ) -> tuple[bool, int]:
        """Look at the message and let it pass."""
        if QByteArray(kind).data() in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            found = Message.from_address(int(message))
            if self._reading.says_gone(found.message, found.wparam, found.lparam):
                self._owner.away.emit()
        return False, 0
