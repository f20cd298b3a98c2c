"""Bugs off the GUI thread: shown by the GUI thread alone, and only written down when the program is ending."""

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.ui import crash
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.kit.dialog import Sheet

pytestmark = pytest.mark.qt_no_exception_capture


CANARY = "Kanarienvogel-7Q"


def _fail() -> None:
    # In a message, in a local variable, in an exception that led to it.
    message = CANARY
    try:
        {}[message]
    except KeyError as error:
        raise ValueError(message) from error


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
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    here, seen = threading.get_ident(), []
    installed = crash.install(
        lambda: seen.append(("save", threading.get_ident() == here)),
        lambda: seen.append(("end", threading.get_ident() == here)),
    )
    yield seen
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    installed.deleteLater()


@pytest.mark.parametrize("fail", [_in_pool, _in_thread])
def test_a_bug_of_another_thread_is_shown_by_the_gui_thread(
    calls: list[tuple[str, bool]], qtbot: QtBot, expected_log: list[str], fail: Callable[[], None]
) -> None:
    shown: list[str] = []
    texts: list[str] = []

    def close() -> None:
        sheet = next((found for found in QApplication.topLevelWidgets() if isinstance(found, Sheet)), None)
        if sheet is None or not sheet.isVisible():
            QTimer.singleShot(10, close)
            return
        shown.append(sheet.windowTitle())
        texts.extend(label.text() for label in sheet.findChildren(QLabel))
        texts.extend(editor.toPlainText() for editor in sheet.findChildren(QTextEdit))
        texts.extend(widget.accessibleName() for widget in sheet.findChildren(QWidget))
        sheet.reject()

    fail()
    assert calls == [], "nothing happens on the other thread"
    (line,) = expected_log
    expected_log.clear()
    assert "crash ValueError" in line
    assert CANARY not in line
    QTimer.singleShot(0, close)
    qtbot.waitUntil(lambda: len(calls) == 2)
    assert calls == [("save", True), ("end", True)]
    assert shown == ["Unerwarteter Fehler"]
    assert any("_fail" in text for text in texts), "the places are shown"
    assert not [text for text in texts if CANARY in text]


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


def test_a_bug_that_nobody_can_catch_is_written_down_without_its_message(
    calls: list[tuple[str, bool]], expected_log: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    class Fails:
        def __del__(self) -> None:
            _fail()

    broken = Fails()
    del broken
    (line,) = expected_log
    expected_log.clear()
    assert "ValueError" in line
    assert "_fail" in line
    said = capfd.readouterr()
    assert CANARY not in line + said.out + said.err


def test_a_second_bug_while_the_first_is_shown_is_told_by_its_places(
    calls: list[tuple[str, bool]], expected_log: list[str], monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(crash, "_show", lambda _report, **_more: None)
    error = ValueError(CANARY)
    sys.excepthook(ValueError, error, None)
    assert [name for name, _here in calls] == ["save", "end"]
    expected_log.clear()
    try:
        _fail()
    except ValueError as second:
        sys.excepthook(ValueError, second, second.__traceback__)
    said = capfd.readouterr().err
    assert "_fail" in said
    assert CANARY not in said
