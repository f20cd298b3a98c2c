"""What Windows says when somebody leaves: read from messages as they lie in memory, with libraries that only note."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from mfd_desktop.ui import away, away_windows, idle_sources
from mfd_desktop.ui.away_windows import Message, PowerSetting, Reading, WindowsAway
from mfd_desktop.ui.idle_sources import WindowsIdle
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.main_window import MainWindow

SESSION, POWER = 0x02B1, 0x0218
LID = bytes.fromhex("4d0f3eba17b89440a2d1d56379e6a0f3")


def setting(guid: bytes, data: int) -> PowerSetting:
    return PowerSetting((ctypes.c_ubyte * 16).from_buffer_copy(guid), 4, data)


@pytest.mark.parametrize(
    ("wparam", "gone"),
    [(1, False), (2, True), (3, False), (4, True), (5, False), (6, True), (7, True), (8, False), (9, False)],
)
def test_changes_of_the_session(wparam: int, gone: bool) -> None:
    assert Reading().says_gone(SESSION, wparam, 1) is gone


def test_sleep_and_waking() -> None:
    reading = Reading()
    assert reading.says_gone(POWER, 0x0004, 0)
    assert not reading.says_gone(POWER, 0x0012, 0)
    assert not reading.says_gone(POWER, 0x0007, 0)
    assert not reading.says_gone(0x0010, 7, 0)


def test_only_a_lid_that_closes_counts() -> None:
    reading = Reading()

    def lid(data: int, guid: bytes = LID) -> bool:
        found = setting(guid, data)
        return reading.says_gone(POWER, 0x8013, ctypes.addressof(found))

    assert not lid(0), "a docked PC works with its lid closed: that is its state, not a change"
    assert not lid(1)
    assert not lid(0, bytes(16)), "another setting"
    assert lid(0)
    assert not lid(0)
    assert not reading.says_gone(POWER, 0x8013, 0)


def test_the_guid_is_that_of_the_lid() -> None:
    parts = (0xBA3E0F4D, 0xB817, 0x4094)
    start = b"".join(part.to_bytes(size, "little") for part, size in zip(parts, (4, 2, 2), strict=True))
    assert start + bytes.fromhex("A2D1D56379E6A0F3") == LID


class Libraries:
    """Libraries of Windows: every function notes its call and answers 1."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.tick = 0
        self.now = 0
        self._made: dict[str, Any] = {}

    def __call__(self, _name: str) -> "Libraries":
        return self

    def __getattr__(self, name: str) -> Any:
        def call(*_arguments: Any) -> int:
            self.calls.append(name)
            return 1

        return self._made.setdefault(name, call)


class LastInput(Libraries):
    """GetLastInputInfo and GetTickCount."""

    def __init__(self, tick: int, now: int, good: int = 1) -> None:
        super().__init__()
        self.tick, self.now, self.good = tick, now, good

    def GetLastInputInfo(self, pointer: Any) -> int:  # noqa: N802 - of Windows
        pointer._obj.tick = self.tick  # noqa: SLF001 - what byref holds
        return self.good

    def GetTickCount(self) -> int:  # noqa: N802 - of Windows
        return self.now


@pytest.mark.parametrize(
    ("tick", "now", "good", "expected"),
    [(1000, 61_000, 1, 60.0), (0xFFFFFF00, 0x100, 1, 0.512), (5, 5, 1, 0.0), (0, 1, 0, None)],
)
def test_time_since_the_last_input_survives_the_counter_s_end(
    tick: int, now: int, good: int, expected: float | None
) -> None:
    told: list[float | None] = []
    library = LastInput(tick, now, good)
    WindowsIdle(library, library).ask(told.append)
    assert told == [expected]


@pytest.fixture
def filters(qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QAbstractNativeEventFilter]]:
    """The filters installed with the application, in place of the real list, which no test can reach."""
    found: list[QAbstractNativeEventFilter] = []
    monkeypatch.setattr(type(qapp), "installNativeEventFilter", lambda _app, made: found.append(made), raising=False)
    monkeypatch.setattr(type(qapp), "removeNativeEventFilter", lambda _app, made: found.remove(made), raising=False)
    yield found
    assert found == [], "taken out again"


def test_a_message_is_acted_on_while_windows_waits(
    filters: list[QAbstractNativeEventFilter], qapp: QCoreApplication
) -> None:
    parent = QObject()
    libraries = Libraries()
    watch = WindowsAway(parent, 42, libraries)
    left: list[bool] = []
    watch.away.connect(lambda: left.append(True))
    message = Message(42, SESSION, 7, 1)
    (installed,) = filters
    address = ctypes.addressof(message)
    assert installed.nativeEventFilter(QByteArray(b"windows_generic_MSG"), address) == (False, 0)
    assert left == [True], "before the message is answered"
    assert installed.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), 0) == (False, 0)
    assert left == [True]
    watch.close()
    assert libraries.calls == [
        "WTSRegisterSessionNotification", "RegisterPowerSettingNotification", "WTSUnRegisterSessionNotification",
        "UnregisterPowerSettingNotification",
    ]  # fmt: skip


def test_on_windows_the_window_is_registered(
    filters: list[QAbstractNativeEventFilter], window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = Libraries()
    monkeypatch.setattr(away_windows.ctypes, "WinDLL", libraries, raising=False)
    assert idle_sources.ctypes.WinDLL is libraries
    jobs = Jobs()
    watch = away.MachineWatch(window, jobs)
    with qtbot.waitSignal(watch.idle_known) as found:
        watch.begin("win32")
    assert isinstance(found.args[0], WindowsIdle)
    left: list[bool] = []
    watch.away.connect(lambda: left.append(True))
    for wparam in (7, 4):
        message = Message(0, SESSION, wparam, 1)
        filters[0].nativeEventFilter(QByteArray(b"windows_dispatcher_MSG"), ctypes.addressof(message))
    assert left == [True], "told once"
    watch.close()
    jobs.close()
