"""Who leaves the desk is noticed by the real signals of a real bus, and the machine waits until all is locked."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.app import drafts
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.records import Office
from mfd_desktop.ui import away_linux
from mfd_desktop.ui.away import MachineWatch
from mfd_desktop.ui.away_linux import LinuxAway
from mfd_desktop.ui.bus_addresses import keep_to_unix_sockets, session_address, system_address
from mfd_desktop.ui.buses import Bus, connect
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.guard import Guard
from mfd_desktop.ui.idle_sources import DesktopIdle
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.locking import Locker
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.relaunch import GEOMETRY
from mfd_desktop.ui.sealing import Sealer
from mfd_desktop.vault.keys import FLOOR_COST

if TYPE_CHECKING:
    import fake_bus as fake
    import program_driver as driver
else:

    def _load(name: str) -> object:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    fake, driver = _load("fake_bus"), _load("program_driver")

needs_bus = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed"
)
SAVERS = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.kde.screensaver": "/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
    "org.xfce.ScreenSaver": "/org/xfce/ScreenSaver",
}
BAD = "unix:path=/nowhere/at/all"


@pytest.fixture
def bus(tmp_path: Path, qapp: object) -> Iterator[fake.FakeBus]:
    found = fake.FakeBus(tmp_path)
    yield found
    found.close()


def linux_away(parent: QWidget, system: str, session: str) -> LinuxAway:
    return LinuxAway(parent, connect(system, "test-system"), connect(session, "test-session"))


@pytest.fixture
def watched(bus: fake.FakeBus, qtbot: QtBot) -> Iterator[tuple[LinuxAway, list[str]]]:
    """A watch that has found everything, and a list that grows whenever it says that somebody left."""
    parent = QWidget()
    qtbot.addWidget(parent)
    watch = linux_away(parent, bus.address, bus.address)
    left: list[str] = []
    watch.away.connect(lambda: left.append("left"))
    qtbot.waitUntil(lambda: watch.delays_sleep and len(watch.known) == 4)
    yield watch, left
    watch.close()


Watched = tuple[LinuxAway, list[str]]


@needs_bus
@pytest.mark.parametrize("saver", sorted(SAVERS))
def test_the_screen_saver_of_every_desktop(bus: fake.FakeBus, watched: Watched, qtbot: QtBot, saver: str) -> None:
    _watch, left = watched
    bus.signal(SAVERS[saver], saver, "ActiveChanged", False)
    bus.signal(SAVERS[saver], saver, "ActiveChanged", True)
    qtbot.waitUntil(lambda: left == ["left"])


@needs_bus
@pytest.mark.parametrize(
    ("path", "interface", "back", "gone"),
    [
        (fake.SESSION_PATH, fake.SESSION, {"LockedHint": False}, {"LockedHint": True}),
        (fake.SESSION_PATH, fake.SESSION, {"Active": True}, {"Active": False}),
        (fake.MANAGER_PATH, fake.MANAGER, {"LidClosed": False}, {"LidClosed": True}),
        (fake.UPOWER_PATH, fake.UPOWER, {"LidIsClosed": False}, {"LidIsClosed": True}),
    ],
)
def test_changes_of_session_and_lid(
    bus: fake.FakeBus, watched: Watched, qtbot: QtBot, path: str, interface: str, back: dict[str, bool],
    gone: dict[str, bool],
) -> None:  # fmt: skip
    watch, left = watched
    bus.change(path, interface, back)
    bus.change(path, interface, gone)
    qtbot.waitUntil(lambda: left == ["left"])
    asked = len(bus.logind.calls) + len(bus.upower.calls)
    # Another change that tells the same once more: a docked PC works with its lid closed.
    bus.signal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged", interface, {"Other": True}, [""])
    qtbot.waitUntil(lambda: len(bus.logind.calls) + len(bus.upower.calls) > asked)
    bus.change(path, interface, back)
    name = next(iter(back))
    qtbot.waitUntil(lambda: watch.known[name] == back[name])
    assert left == ["left"]


@needs_bus
def test_a_request_to_lock_the_session(bus: fake.FakeBus, watched: Watched, qtbot: QtBot) -> None:
    _watch, left = watched
    bus.signal("/org/freedesktop/login1/session/other", fake.SESSION, "Lock")
    bus.signal(fake.SESSION_PATH, fake.SESSION, "Unlock")
    bus.signal(fake.SESSION_PATH, fake.SESSION, "Lock")
    qtbot.waitUntil(lambda: bool(left))
    assert left == ["left"], "that of another session is not ours"


@needs_bus
def test_the_machine_waits_with_sleep_until_all_is_locked(
    bus: fake.FakeBus, window: MainWindow, desk: Desk, sealer: Sealer, session: Session, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv(GEOMETRY, "")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    seen: list[tuple[bool, bool]] = []
    locker = Locker(
        desk,
        sealer,
        window,
        tmp_path,
        lambda _words: seen.append((bus.released(), not (session.folder / "cases.db-wal").exists())),
    )
    asked: list[bool] = []
    guard = Guard(desk, window, lambda: (asked.append(True), locker.lock()))
    qtbot.waitUntil(lambda: bool(bus.waits) and guard.machine.watch.delays_sleep)
    words = next(arguments for name, arguments in bus.logind.calls if name == "Inhibit")
    assert (words[0], words[3]) == ("sleep", "delay")
    assert not any("Muster" in str(word) for word in words), "no office in what others can list"
    # What a closed lid sets off: all of them, more than once.
    bus.signal(SAVERS["org.gnome.ScreenSaver"], "org.gnome.ScreenSaver", "ActiveChanged", True)
    bus.signal(fake.SESSION_PATH, fake.SESSION, "Lock")
    bus.change(fake.UPOWER_PATH, fake.UPOWER, {"LidIsClosed": True})
    bus.signal(fake.MANAGER_PATH, fake.MANAGER, "PrepareForSleep", True)
    qtbot.waitUntil(bus.released)
    assert asked == [True], "the program is asked once"
    assert seen == [(False, True)], "sealed and closed while the machine still waits"
    # Awake again (had the process not been replaced): the next sleep waits too.
    bus.signal(fake.MANAGER_PATH, fake.MANAGER, "PrepareForSleep", False)
    qtbot.waitUntil(lambda: len(bus.waits) == 2)
    guard.close()


@needs_bus
def test_how_long_nobody_touched_the_machine_is_asked_of_the_desktop(bus: fake.FakeBus, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    told: list[float | None] = []

    class Other:
        def ask(self, tell: Callable[[float | None], None]) -> None:
            tell(77.0)

    connection = Bus(connect(bus.address, "idle-test"), parent)
    source = DesktopIdle(connection, Other())
    source.ask(told.append)
    qtbot.waitUntil(lambda: told == [77.0])
    kde = bus.serve("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", {"GetSessionIdleTime": lambda: 42})
    DesktopIdle(connection, None).ask(told.append)
    qtbot.waitUntil(lambda: told == [77.0, 42.0])
    bus.serve("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor", {"GetIdletime": lambda: 1500})
    DesktopIdle(connection, None).ask(told.append)
    qtbot.waitUntil(lambda: told == [77.0, 42.0, 1.5])
    assert len(kde.calls) == 1
    connection.close()


@needs_bus
def test_without_any_bus_nothing_happens(qtbot: QtBot, window: MainWindow) -> None:
    watch = linux_away(window, BAD, "")
    assert not watch.delays_sleep
    assert not watch.system.there
    assert not watch.session.there
    told: list[float | None] = []
    DesktopIdle(watch.session, None).ask(told.append)
    assert told == [None]
    watch.close()
    jobs = Jobs()
    machine = MachineWatch(window, jobs)
    with qtbot.waitSignal(machine.idle_known):
        machine.begin("linux")
    machine.close()
    other = MachineWatch(window, jobs)
    other.begin("darwin")
    assert not jobs.busy
    other.close()
    jobs.close()


@needs_bus
def test_a_bus_without_logind_is_no_trouble(bus: fake.FakeBus, qtbot: QtBot, window: MainWindow) -> None:
    bus.logind.methods.clear()
    bus.upower.methods.clear()
    watch = linux_away(window, bus.address, bus.address)
    qtbot.waitUntil(lambda: {"Inhibit", "GetSession"} <= {name for name, _arguments in bus.logind.calls})
    left: list[bool] = []
    watch.away.connect(lambda: left.append(True))
    bus.signal(fake.MANAGER_PATH, fake.MANAGER, "PrepareForSleep", True)
    qtbot.waitUntil(lambda: left == [True])
    assert not watch.delays_sleep
    watch.close()


def test_only_unix_sockets_are_ever_used(tmp_path: Path) -> None:
    assert system_address({}) == "unix:path=/run/dbus/system_bus_socket"
    assert system_address({"DBUS_SYSTEM_BUS_ADDRESS": "tcp:host=example,port=1"}) == ""
    assert session_address({"DBUS_SESSION_BUS_ADDRESS": "tcp:host=a;unix:path=/b,guid=1"}) == "unix:path=/b,guid=1"
    assert session_address({"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"}) == ""
    assert session_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    environment = {"DBUS_SYSTEM_BUS_ADDRESS": "tcp:host=a;unix:path=/b", "DBUS_SESSION_BUS_ADDRESS": "tcp:host=a"}
    keep_to_unix_sockets(environment)
    assert environment == {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/b", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    keep_to_unix_sockets(empty := {})
    assert empty == {}
    (tmp_path / "bus").touch()
    assert session_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}/bus"


def test_the_session_is_looked_for_by_its_surest_name_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", "7")
    assert away_linux.ways_to_session() == ["auto", "7"]
    monkeypatch.delenv("XDG_SESSION_ID")
    assert away_linux.ways_to_session() == ["auto"]


@needs_bus
@pytest.mark.crash
def test_the_real_program_lets_the_machine_sleep_once_it_has_become_another_process(
    bus: fake.FakeBus, tmp_path: Path, qtbot: QtBot
) -> None:
    office = Office("Dienststelle Musterburg", "Musterträger e. V.", "DSGVO", "07315")
    vault, home = tmp_path / "vault", tmp_path / "home"
    create_session(vault, driver.PASSPHRASE, office, clock=SystemClock(), cost=FLOOR_COST).close()
    home.mkdir()
    buses = {"DBUS_SYSTEM_BUS_ADDRESS": bus.address, "DBUS_SESSION_BUS_ADDRESS": bus.address}
    child = driver.Child(vault, home, tmp_path / "driver", extra=buses)
    try:
        child.unlock()
        child.do("show('new_client')")
        child.do("form('client:new').focus_field('family_name'); keys('Testperson')")
        qtbot.waitUntil(lambda: bool(bus.waits), timeout=20_000)
        assert not bus.released()
        bus.signal(fake.MANAGER_PATH, fake.MANAGER, "PrepareForSleep", True)
        child.wait_ready()
        qtbot.waitUntil(bus.released)
        child.until("kind() == 'UnlockWindow'")
        assert not (vault / "cases.db-wal").exists(), "closed, not cut off"
    finally:
        child.close()
    session = open_session(vault, driver.PASSPHRASE, clock=SystemClock())
    draft = drafts.draft(session, "client:new")
    session.close()
    assert draft is not None
    assert draft.values == {"family_name": "Testperson"}
