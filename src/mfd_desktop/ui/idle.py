"""Time without input on the whole machine, not only in this program; and what counts as input here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
LOOK_MS = 30_000
"""How often the machine is asked at least; a limit is a minute or more."""
_COUNTS_FROM = 1.0
"""Seconds a source must have told once: one that always says "just now" would keep the vault open for ever."""
_SLEPT_FROM = 5.0
"""Seconds of sleep that nobody told us of."""


class IdleSource(Protocol):
    """Knows how long nobody has touched the machine."""

    def ask(self, tell: Callable[[float | None], None]) -> None:
        """Call ``tell`` with the seconds, now or later; None if they are not known."""


class Clocks:
    """Seconds: awake ones, and those in which the machine slept too (Linux; elsewhere they are the same)."""

    def awake(self) -> float:
        """Return the clock that stands still while the machine sleeps."""
        return time.monotonic()

    def all(self) -> float:
        """Return the clock that never stands still."""
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if boot is None else time.clock_gettime(boot)


class IdleWatch(QObject):
    """Signals: ``expired()`` after the given time without input on the machine, or after a sleep nobody announced;
    ``lock_pressed()`` for Ctrl+L while a dialogue is open, which keeps the shortcut of the main window from working.
    """

    expired = Signal()
    lock_pressed = Signal()

    def __init__(self, parent: QObject, clocks: Clocks | None = None) -> None:
        """Start watching once ``set_minutes`` was called; until ``ask_machine`` only input in this program counts."""
        super().__init__(parent)
        self._clocks = clocks or Clocks()
        self._source: IdleSource | None = None
        self._limit = 0.0
        self._touched = self._clocks.all()
        self._slept_before = self._slept()
        self._trusted = False
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Expire after this many minutes (1 to 60)."""
        self._limit = minutes * 60.0
        self._wait(0.0)

    def ask_machine(self, source: IdleSource) -> None:
        """From now on somebody who works in other programs counts as being there."""
        self._source = source

    def look(self) -> None:
        """Find out how long nobody was there, and expire or look again in time."""
        if self._has_slept():
            self.expired.emit()
            return
        # Whatever does not answer until then is not waited for.
        unanswered, self._asked = self._asked, True
        self._timer.start(LOOK_MS)
        if self._source is None or unanswered:
            self._judge(None)
        if self._source is not None:
            self._source.ask(self._judge)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin anew at every input."""
        if event.type() in _INPUT and self._timer.isActive():
            if self._has_slept():
                self.expired.emit()
                return False
            self._touched = self._clocks.all()
            if isinstance(event, QKeyEvent) and _is_lock(event) and QApplication.activeModalWidget():
                self.lock_pressed.emit()
        return False

    def _judge(self, machine: float | None) -> None:
        self._asked = False
        idle = self._clocks.all() - self._touched
        if machine is not None:
            self._trusted = self._trusted or machine >= _COUNTS_FROM
            if self._trusted:
                idle = min(idle, machine)
        if idle >= self._limit:
            self._timer.stop()
            self.expired.emit()
        else:
            self._wait(idle)

    def _wait(self, idle: float) -> None:
        self._timer.start(min(LOOK_MS, max(1, round((self._limit - idle) * 1000))))

    def _slept(self) -> float:
        return self._clocks.all() - self._clocks.awake()

    def _has_slept(self) -> bool:
        return self._slept() - self._slept_before > _SLEPT_FROM


def _is_lock(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
