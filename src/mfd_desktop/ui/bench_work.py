"""The part of the benchmark that needs the open program: memory, opening a case, locking."""

from __future__ import annotations

import random
import statistics
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import overview
from mfd_desktop.app.changes import changed
from mfd_desktop.app.session import open_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.records import Place
from mfd_desktop.ui import program as programs
from mfd_desktop.ui.locking import Locker
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.sealing import Sealer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.main_window import MainWindow

CASES = 80
OPENINGS = 10


def measure(vault: Path, home: Path, passphrase: str) -> dict[str, float]:
    """Return ``peak_rss_mb``, ``open_case_p95_ms`` and ``lock_ms`` of the program opened on ``vault``."""
    with _entered(vault, home, passphrase) as (app, desk, window):
        return _figures(app, desk, window)


def _figures(app: QApplication, desk: Desk, window: MainWindow) -> dict[str, float]:
    found = {"open_case_p95_ms": _open_cases(app, desk, window)}
    found["peak_rss_mb"] = _peak_mb()
    found["lock_ms"] = _lock(app, desk, window)
    return found


def measure_desk(vault: Path, home: Path, passphrase: str) -> dict[str, float]:
    """Return ``desk_2000_ms``: going to Fristen after a change of a deadline, from the data to what is painted.

    The first opening, which builds the screen and reads the rules, is not in it.
    """
    times = []
    with _entered(vault, home, passphrase) as (app, desk, window):
        for _round in range(OPENINGS):
            window.show_place(Place("today"))
            app.processEvents()
            desk.session.announce(changed("deadline"))
            begin = time.perf_counter()
            window.show_place(Place("deadlines"))
            app.processEvents()
            times.append((time.perf_counter() - begin) * 1000)
    return {"desk_2000_ms": statistics.median(times[1:])}


@contextmanager
def _entered(vault: Path, home: Path, passphrase: str) -> Iterator[tuple[QApplication, Desk, MainWindow]]:
    """Give the parts of a program opened on ``vault``, which lives as long as they are used."""
    app = programs.application()
    session = open_session(vault, passphrase, clock=SystemClock())
    _forget_peak()
    program = programs.Program(app, home, vault)
    program.enter(session)
    app.processEvents()
    yield app, program.desk, program.window  # type: ignore[misc]  # enter() has just made them


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
