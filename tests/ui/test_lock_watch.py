"""What makes the program lock: time without input, Ctrl+L in front of a dialogue; and the order of locking."""

import ctypes.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from mfd_desktop.app import drafts
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui import locking
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.idle import LOOK_MS, IdleWatch
from mfd_desktop.ui.idle import Clocks as RealClocks
from mfd_desktop.ui.idle_sources import X11Idle, x11_idle
from mfd_desktop.ui.locking import Locker
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.relaunch import GEOMETRY, command, remembered_geometry
from mfd_desktop.ui.sealing import DELAY_MS, Sealer

ROOT = Path(__file__).resolve().parents[2]


def test_drafts_are_never_older_than_a_second() -> None:
    assert DELAY_MS < 1000


class Clocks:
    """Both clocks, moved by the test."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept = 0.0

    def awake(self) -> float:
        return self.now

    def all(self) -> float:
        return self.now + self.slept


class Machine:
    """Says how long nobody has touched it; ``silent`` never answers."""

    def __init__(self, idle: float | None) -> None:
        self.idle = idle
        self.silent = False

    def ask(self, tell: Callable[[float | None], None]) -> None:
        if not self.silent:
            tell(self.idle)


@dataclass
class Watched:
    """A watch with what moves it and how often it expired."""

    watch: IdleWatch
    clocks: Clocks
    expired: list[bool]

    @property
    def waits(self) -> int:
        timer = self.watch.findChild(QTimer)
        return timer.interval() if timer.isActive() else 0

    def after(self, seconds: float) -> bool:
        """Let time pass as the timer would; return whether it has expired."""
        for _step in range(int(seconds)):
            self.clocks.now += 1
            self.watch.look()
        return bool(self.expired)


@pytest.fixture
def watched(desk: Desk) -> Watched:
    clocks = Clocks()
    found = Watched(IdleWatch(desk, clocks), clocks, [])
    found.watch.expired.connect(lambda: found.expired.append(True))
    found.watch.set_minutes(1)
    return found


def test_input_begins_the_time_anew(window: MainWindow, watched: Watched) -> None:
    assert watched.waits == LOOK_MS
    assert not watched.after(59)
    assert watched.waits == 1000
    QTest.keyClick(window, Qt.Key.Key_A)
    assert not watched.after(59)
    assert watched.after(1)


def test_the_timer_itself_looks(desk: Desk, qtbot: QtBot) -> None:
    watch = IdleWatch(desk)
    with qtbot.waitSignal(watch.expired, timeout=3000):
        watch._limit = 0.02  # noqa: SLF001 - no counsellor may choose less than a minute
        watch._wait(0.0)  # noqa: SLF001


def test_somebody_at_work_in_another_program_keeps_it_open(watched: Watched) -> None:
    machine = Machine(5.0)
    watched.watch.ask_machine(machine)
    assert not watched.after(600)
    machine.idle = 59.0
    assert not watched.after(1)
    assert 0 < watched.waits <= 1000
    machine.idle = 60.0
    assert watched.after(1)


def test_input_here_counts_although_the_machine_does_not_see_it(window: MainWindow, watched: Watched) -> None:
    watched.watch.ask_machine(Machine(3600.0))
    assert not watched.after(59)
    QTest.keyClick(window, Qt.Key.Key_A)
    assert not watched.after(59)


@pytest.mark.parametrize("idle", [None, 0.0, 0.9])
def test_a_source_that_does_not_count_is_not_believed(watched: Watched, idle: float | None) -> None:
    watched.watch.ask_machine(Machine(idle))
    assert not watched.after(59)
    assert watched.after(1), "always 'just now' would keep the vault open for ever"


def test_a_source_that_says_nothing_is_not_waited_for(watched: Watched) -> None:
    machine = Machine(5.0)
    watched.watch.ask_machine(machine)
    watched.after(1)
    machine.silent = True
    assert watched.after(61)


def test_a_sleep_that_nobody_announced_locks(window: MainWindow, watched: Watched) -> None:
    watched.clocks.slept = 4.0
    assert not watched.after(1)
    watched.clocks.slept = 20.0
    QTest.keyClick(window, Qt.Key.Key_A)
    assert watched.expired, "at the first key after it"
    watched.expired.clear()
    assert watched.after(1)


def test_a_dialogue_or_a_print_job_does_not_keep_it_open(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    watch = IdleWatch(desk)
    watch.expired.connect(dialog.reject)
    watch._limit = 0.05  # noqa: SLF001 - no counsellor may choose less than a minute
    watch._wait(0.0)  # noqa: SLF001
    assert dialog.exec() == QDialog.DialogCode.Rejected


def test_the_real_clocks_run() -> None:
    clocks = RealClocks()
    started, awake = clocks.all(), clocks.awake()
    assert started >= awake - 1
    while clocks.all() == started or clocks.awake() == awake:
        pass  # both advance; a clock that stands still runs into the time limit of a test
    assert clocks.all() - started == pytest.approx(clocks.awake() - awake, abs=1)


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="Xvfb is not installed")
def test_the_x_server_is_asked(tmp_path: Path) -> None:
    if ctypes.util.find_library("Xss") is None:
        pytest.skip("libxss1 is not installed")
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT / "src")}
    environment.pop("WAYLAND_DISPLAY", None)
    command = ["xvfb-run", "-a", sys.executable, "-c", ASK_X]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) >= 0


ASK_X = """
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
from mfd_desktop.ui.idle_sources import x11_idle
source = x11_idle()
source.ask(print)
source.close()
"""


def test_without_an_x_server_nobody_is_asked(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert x11_idle() is None
    monkeypatch.setenv("DISPLAY", "elsewhere:0")
    with pytest.raises(OSError, match="elsewhere"):
        X11Idle(
            lambda _name: SimpleNamespace(
                XOpenDisplay=SimpleNamespace(),
                XDefaultRootWindow=SimpleNamespace(),
                XScreenSaverAllocInfo=SimpleNamespace(),
            )
        )


def test_ctrl_l_locks_in_front_of_a_dialogue(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    watch = IdleWatch(desk)
    watch.set_minutes(15)
    dialog = QDialog(window)
    dialog.open()
    with qtbot.waitSignal(watch.lock_pressed):
        QTest.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog.close()


def test_locking_seals_covers_closes_and_only_then_replaces(
    window: MainWindow,
    desk: Desk,
    sealer: Sealer,
    session: Session,
    reopen: Callable[[Session], Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(GEOMETRY, "")
    window.show_place(Place("settings"))
    form = next(found for found in desk.forms if found.key == "office")
    form.fields["desk"].editor.set_raw("Stelle halb")
    seen: list[tuple[list[str], bool]] = []
    locker = Locker(
        desk,
        sealer,
        window,
        tmp_path,
        lambda words: seen.append((words, bool(window.centralWidget().findChildren(RecordForm)))),
    )
    locker.lock()
    (words, still_shown) = seen[0]
    assert words == command(session.folder, tmp_path)
    assert not still_shown
    assert remembered_geometry() is not None
    again = reopen(session)
    found = drafts.draft(again, "office")
    assert found is not None
    assert found.values == {"desk": "Stelle halb"}
    place = drafts.last_place(again)
    assert place is not None
    assert place.screen == "settings"


def test_work_that_hangs_does_not_keep_the_vault_open(
    window: MainWindow, desk: Desk, sealer: Sealer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(GEOMETRY, "")
    monkeypatch.setattr(locking, "_PATIENCE_MS", 50)
    hangs = threading.Event()
    replaced: list[list[str]] = []
    desk.jobs.run(lambda _progress: hangs.wait(30), done=lambda _done: None)
    Locker(desk, sealer, window, tmp_path, replaced.append).lock()
    hangs.set()
    assert len(replaced) == 1
    assert desk.jobs.close()
