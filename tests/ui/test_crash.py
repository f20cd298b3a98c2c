"""Bugs off the GUI thread: shown by the GUI thread alone, and only written down when the program is ending."""

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.ui import crash
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.kit.dialog import Sheet

pytestmark = pytest.mark.qt_no_exception_capture


def _fail() -> None:
    message = "Kanarienvogel-7Q"
    raise ValueError(message)


def _in_pool() -> None:
    pool = QThreadPool()
    pool.start(_fail)
    pool.waitForDone()


def _in_thread() -> None:
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()


@pytest.fixture
def calls(dressed: QApplication) -> Iterator[list[tuple[str, bool]]]:
    """What was called, and whether on the thread of this test."""
    hooks = sys.excepthook, threading.excepthook
    here, seen = threading.get_ident(), []
    installed = crash.install(
        lambda: seen.append(("save", threading.get_ident() == here)),
        lambda: seen.append(("end", threading.get_ident() == here)),
    )
    yield seen
    sys.excepthook, threading.excepthook = hooks
    installed.deleteLater()


@pytest.mark.parametrize("fail", [_in_pool, _in_thread])
def test_a_bug_of_another_thread_is_shown_by_the_gui_thread(
    calls: list[tuple[str, bool]], qtbot: QtBot, expected_log: list[str], fail: Callable[[], None]
) -> None:
    shown: list[str] = []

    def close() -> None:
        sheet = next((found for found in QApplication.topLevelWidgets() if isinstance(found, Sheet)), None)
        if sheet is None or not sheet.isVisible():
            QTimer.singleShot(10, close)
            return
        shown.append(sheet.windowTitle())
        sheet.reject()

    fail()
    assert calls == [], "nothing happens on the other thread"
    (line,) = expected_log
    expected_log.clear()
    assert "crash ValueError" in line
    assert "Kanarienvogel" not in line
    QTimer.singleShot(0, close)
    qtbot.waitUntil(lambda: len(calls) == 2)
    assert calls == [("save", True), ("end", True)]
    assert shown == ["Unerwarteter Fehler"]


def test_while_the_program_is_ending_it_is_only_written_down(
    calls: list[tuple[str, bool]], expected_log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "_show", lambda _report, **_more: pytest.fail("shown"))
    _in_pool()
    # No event loop comes to it any more.
    QCoreApplication.removePostedEvents(None)
    assert calls == []
    (line,) = expected_log
    expected_log.clear()
    assert "_fail" in line


def test_one_crash_is_enough(
    calls: list[tuple[str, bool]], qtbot: QtBot, expected_log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "_show", lambda _report, **_more: None)
    _in_pool()
    _in_thread()
    qtbot.waitUntil(lambda: len(calls) == 2)
    QApplication.processEvents()
    assert [name for name, _here in calls] == ["save", "end"]
    assert len(expected_log) == 2
    expected_log.clear()


def test_a_job_without_failed_crashes_on_the_gui_thread(
    calls: list[tuple[str, bool]], qtbot: QtBot, expected_log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "_show", lambda _report, **_more: None)
    jobs = Jobs()
    jobs.run(lambda _progress: 1 / 0, done=lambda _value: None)
    qtbot.waitUntil(lambda: len(calls) == 2)
    assert calls == [("save", True), ("end", True)]
    jobs.close()
    expected_log.clear()
