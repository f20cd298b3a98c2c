"""The door to threads."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mfd_desktop.ui.jobs import Jobs, Lane, Progress


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_result_arrives_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[object] = []
    jobs.run(
        lambda _progress: threading.get_ident(),
        done=lambda ident: seen.extend((ident, threading.get_ident())),
    )
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[1] == threading.get_ident() != seen[0]
    assert not jobs.busy


def test_vault_work_runs_in_order_on_one_thread(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[int] = []
    threads: list[int] = []

    def work(number: int) -> int:
        order.append(number)
        return threading.get_ident()

    for number in range(20):
        jobs.run(lambda _progress, number=number: work(number), done=threads.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(threads) == 20)
    assert order == list(range(20))
    assert len(set(threads)) == 1


def test_free_work_does_not_wait_for_the_vault(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[str] = []
    jobs.run(lambda _progress: gate.wait(30), done=lambda _value: seen.append("vault"))
    jobs.run(lambda _progress: "free", done=seen.append, exclusive="free")
    qtbot.waitUntil(lambda: seen == ["free"])
    gate.set()
    qtbot.waitUntil(lambda: seen == ["free", "vault"])


def test_failure_reaches_failed(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[Exception] = []
    jobs.run(lambda _progress: 1 / 0, done=lambda _value: None, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ZeroDivisionError)


def test_unhandled_failure_is_raised_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        jobs.run(lambda _progress: 1 / 0, done=lambda _value: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_progress_and_cancel(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    steps: list[tuple[float, str]] = []
    stopped: list[bool] = []

    def work(progress: Progress) -> None:
        progress.report(1.5, "halb")
        gate.wait(30)
        progress.check()

    handle = jobs.run(
        work,
        done=lambda _value: pytest.fail("was cancelled"),
        progressed=lambda fraction, text: steps.append((fraction, text)),
        stopped=lambda: stopped.append(True),
    )
    qtbot.waitUntil(lambda: bool(steps))
    handle.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(stopped))
    assert steps == [(1.0, "halb")]
    assert handle.cancelled


def test_callback_of_a_deleted_widget_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    class Owner(QObject):
        def take(self, _value: int) -> None:
            pytest.fail("called after deletion")

    from shiboken6 import delete

    owner = Owner()
    gate = threading.Event()
    jobs.run(lambda _progress: int(gate.wait(30)), done=owner.take)
    delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_close_finishes_what_does_not_ask_and_drops_what_has_not_begun(qtbot: QtBot) -> None:
    jobs = Jobs()
    gate, started = threading.Event(), threading.Event()
    seen: list[object] = []

    def work(progress: Progress) -> int:
        started.set()
        while not progress.cancelled:
            gate.wait(0.01)
        return 1

    jobs.run(work, done=seen.append)
    assert started.wait(30)
    jobs.run(lambda _progress: 2, done=seen.append, stopped=lambda: seen.append("dropped"))
    jobs.close()
    assert seen == [1, "dropped"]
    with pytest.raises(RuntimeError):
        jobs.run(lambda _progress: None, done=lambda _value: None)


@pytest.mark.parametrize("lane", ["vault", "free"])
def test_close_cancels_work(qtbot: QtBot, lane: Lane) -> None:
    jobs = Jobs()
    started = threading.Event()
    stopped: list[bool] = []

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    jobs.run(work, done=lambda _value: None, stopped=lambda: stopped.append(True), exclusive=lane)
    assert started.wait(30)
    jobs.close()
    assert stopped == [True]


def test_no_cycle_is_collected_off_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    assert gc.isenabled()
    seen: list[bool] = []
    jobs.run(lambda _progress: gc.isenabled(), done=seen.append)
    jobs.run(lambda _progress: gc.isenabled(), done=seen.append, exclusive="free")
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [False, False]
    qtbot.waitUntil(lambda: not jobs.busy)
    assert gc.isenabled()
