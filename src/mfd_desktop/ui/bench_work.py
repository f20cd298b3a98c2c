"""The part of the benchmark that needs the open program: memory, opening a case, locking."""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import overview
from mfd_desktop.app.session import open_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.records import Place
from mfd_desktop.ui import program as programs
from mfd_desktop.ui.locking import Locker
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.sealing import Sealer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.main_window import MainWindow

CASES = 80


def measure(vault: Path, home: Path, passphrase: str) -> dict[str, float]:
    """Return ``peak_rss_mb``, ``open_case_p95_ms`` and ``lock_ms`` of the program opened on ``vault``."""
    app = programs.application()
    session = open_session(vault, passphrase, clock=SystemClock())
    _forget_peak()
    program = programs.Program(app, home, vault)
    program.enter(session)
    app.processEvents()
    desk, window = program.desk, program.window
    assert desk is not None  # noqa: S101 - enter() has just made it
    found = {"open_case_p95_ms": _open_cases(app, desk, window)}  # type: ignore[arg-type]  # enter() shows the main window
    found["peak_rss_mb"] = _peak_mb()
    found["lock_ms"] = _lock(app, desk, window)  # type: ignore[arg-type]  # enter() shows the main window
    return found


def _open_cases(app: QApplication, desk: Desk, window: MainWindow) -> float:
    rows = overview.case_list(desk.session)
    times = []
    for row in random.Random(7).sample(rows, min(CASES, len(rows))):  # noqa: S311 - which cases are opened is no secret
        begin = time.perf_counter()
        window.show_place(Place("case", row.case_id))
        app.processEvents()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(times[1:], n=20)[-1]


def _lock(app: QApplication, desk: Desk, window: MainWindow) -> float:
    """Time from asking to lock, with a half-filled form open, to sealed draft and covered screen."""
    window.show_place(Place("short_contact", detail={"new": "1"}))
    app.processEvents()
    for form in desk.forms:
        if form.key == "short_contact:new" and isinstance(form, RecordForm):
            form.fields["note"].editor.set_raw("Probetext")
    covered: list[float] = []

    class Timed(Locker):
        def cover(self) -> None:
            super().cover()
            covered.append(time.perf_counter())

    locker = Timed(desk, Sealer(desk, window.place), window, None, replace=lambda _words: None)
    begin = time.perf_counter()
    locker.lock()
    return (covered[0] - begin) * 1000


def _forget_peak() -> None:
    """Have Linux begin the peak anew, so that the key derivation is not in it."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        from mfd_desktop.files.memory import forget_peak

        forget_peak(clear)


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    words = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    return int(words["VmHWM"].split()[0]) / 1024
