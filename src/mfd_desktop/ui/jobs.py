"""The one door to threads.

Work takes a `Progress` and returns a plain value; it never touches a widget. Everything that uses the
vault runs in order on one thread that lives as long as the program; independent work has a pool of its own.
Callbacks arrive on the GUI thread. Cancelling is neither success nor failure.
"""

import gc
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
Lane = Literal["vault", "free"]


class Cancelled(Exception):
    """Raised inside work by `Progress.check` after `Progress.cancel`."""


class Progress:
    """Handed to the work and back to the caller of `Jobs.run`: cancel token and progress in one."""

    def __init__(self, report: Callable[[float, str], None]) -> None:
        self._report = report
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop soon."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop; from any thread."""
        self._cancelled = True

    def check(self) -> None:
        """Raise `Cancelled` when somebody asked to stop."""
        if self._cancelled:
            raise Cancelled

    def report(self, fraction: float, text: str = "") -> None:
        """Say how far the work is: 0 to 1, and what is being done."""
        self._report(min(max(fraction, 0.0), 1.0), text)


class _Collector:
    """Python's cycle collector runs in whatever thread allocates; a widget it frees off the GUI thread is a crash.

    So it rests while any work runs. Used on the GUI thread only.
    """

    _working = 0
    _was_on = True

    @classmethod
    def pause(cls) -> None:
        if cls._working == 0:
            cls._was_on = gc.isenabled()
            gc.disable()
        cls._working += 1

    @classmethod
    def resume(cls) -> None:
        cls._working -= 1
        if cls._working == 0 and cls._was_on:
            gc.enable()


class Jobs(QObject):
    """Runs work off the GUI thread; create it on the GUI thread, `close` it before the vault closes."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Lane, QThreadPool] = {"vault": QThreadPool(self), "free": QThreadPool(self)}
        self._pools["vault"].setMaxThreadCount(1)
        # A connection belongs to its thread, so the thread must not expire when idle.
        self._pools["vault"].setExpiryTimeout(-1)
        self._pools["free"].setMaxThreadCount(2)
        self._running: set[Progress] = set()
        self._closed = False
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any work has not delivered its result yet."""
        return bool(self._running)

    @property
    def closed(self) -> bool:
        """Whether nothing new may begin: the window is closing."""
        return self._closed

    def run(
        self,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[float, str], None] | None = None,
        stopped: Callable[[], None] | None = None,
        exclusive: Lane = "vault",
    ) -> Progress:
        """Start `work`; exactly one of `done`, `failed`, `stopped` follows on the GUI thread.

        Without `failed` the exception is raised on the GUI thread. Callbacks of deleted widgets are dropped.
        """
        if self._closed:
            message = "jobs are closed"
            raise RuntimeError(message)

        def report(fraction: float, text: str) -> None:
            if progressed is not None:
                self._posted.emit(lambda: _call(progressed, fraction, text))

        progress = Progress(report)
        self._running.add(progress)
        _Collector.pause()

        def body() -> None:
            outcome = _outcome(work, progress, done, failed or _raise, stopped)
            self._posted.emit(lambda: self._finish(progress, outcome))

        self._pools[exclusive].start(body)
        return progress

    def cancel_all(self) -> None:
        """Ask all work to stop, also what has not begun; whoever does not ask for it finishes."""
        for progress in tuple(self._running):
            progress.cancel()

    def close(self, patience_ms: int = -1) -> bool:
        """Cancel all work, wait until it has stopped or is done, deliver what is outstanding.

        With ``patience_ms`` return False if something still runs after that time: a shared folder that hangs.
        """
        self._closed = True
        self.cancel_all()
        done = [pool.waitForDone(patience_ms) for pool in self._pools.values()]
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)
        return all(done)

    def _finish(self, progress: Progress, outcome: Callable[[], None]) -> None:
        self._running.discard(progress)
        _Collector.resume()
        outcome()

    @Slot(object)
    def _on_posted(self, callback: Callable[[], None]) -> None:
        callback()


def _outcome(
    work: Callable[[Progress], T],
    progress: Progress,
    done: Callable[[T], None],
    failed: Callable[[Exception], None],
    stopped: Callable[[], None] | None,
) -> Callable[[], None]:
    """Do the work here and now; what the GUI thread has to do about it."""
    try:
        progress.check()
        value = work(progress)
    except Cancelled:
        return partial(_call, stopped)
    except Exception as error:  # noqa: BLE001 -- carried over to the GUI thread, not swallowed
        return partial(_call, failed, error)
    return partial(_call, done, value)


def _call(callback: Callable[..., Any] | None, *values: object) -> None:
    owner = getattr(callback, "__self__", None)
    if callback is None or (isinstance(owner, QObject) and not isValid(owner)):
        return
    callback(*values)


def _raise(error: Exception) -> None:
    raise error
