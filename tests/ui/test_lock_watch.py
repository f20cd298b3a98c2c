"""What makes the program lock: time without input, Ctrl+L in front of a dialogue; and the order of locking."""

import threading
from collections.abc import Callable
from pathlib import Path

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
from mfd_desktop.ui.locking import IdleWatch, Locker
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.relaunch import GEOMETRY, command, remembered_geometry
from mfd_desktop.ui.sealing import DELAY_MS, Sealer


def test_drafts_are_never_older_than_a_second() -> None:
    assert DELAY_MS < 1000


def test_input_begins_the_time_anew(window: MainWindow, desk: Desk) -> None:
    watch = IdleWatch(desk)
    watch.set_minutes(1)
    timer = watch.findChild(QTimer)
    assert timer.interval() == 60_000
    begun = timer.timerId()
    QTest.keyClick(window, Qt.Key.Key_A)
    assert timer.isActive()
    assert timer.timerId() != begun


def test_time_without_input_expires(desk: Desk, qtbot: QtBot) -> None:
    watch = IdleWatch(desk)
    watch.set_minutes(1)
    with qtbot.waitSignal(watch.expired):
        watch.findChild(QTimer).start(10)


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
