"""Child processes of the benchmark, each timed from its first line: ``python -m mfd_desktop.ui.bench_window KIND …``.

``bare``: a bare PySide6 window until its first paint. ``unlock VAULT HOME``: the unlock window, by the
program's own way in. ``work VAULT HOME``: the open program (memory, opening cases, locking). Each prints one JSON
object.
"""

# The first line of work: everything after it is part of the time until the first paint.
import time

_BEGIN = time.perf_counter()

import sys  # noqa: E402 - timed on purpose


def _say(found: dict[str, float]) -> None:
    import json

    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def bare() -> None:
    """Time a bare window until its first paint."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, done)

    def done() -> None:
        _say({"first_paint_ms": (time.perf_counter() - _BEGIN) * 1000})
        app.quit()

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1366, 768)
    window.show()
    app.exec()


def unlock(vault: str, home: str) -> None:
    """Time the unlock window until its first paint."""
    from pathlib import Path

    from mfd_desktop.ui.start import start

    def painted() -> None:
        _say({"first_paint_ms": (time.perf_counter() - _BEGIN) * 1000})
        from PySide6.QtCore import QCoreApplication

        QCoreApplication.quit()

    start(vault=Path(vault), home=Path(home), painted=painted)


def work(vault: str, home: str) -> None:
    """Measure memory after unlocking, opening cases with their widgets, and locking."""
    from pathlib import Path

    from mfd_desktop.ui.bench_work import measure

    _say(measure(Path(vault), Path(home), sys.stdin.readline().rstrip("\n")))


def desk(vault: str, home: str) -> None:
    """Measure opening the screen Fristen with the deadlines of a vault."""
    from pathlib import Path

    from mfd_desktop.ui.bench_work import measure_desk

    _say(measure_desk(Path(vault), Path(home), sys.stdin.readline().rstrip("\n")))


if __name__ == "__main__":
    kind, words = sys.argv[1], sys.argv[2:]
    if kind == "bare":
        bare()
    elif kind == "unlock":
        unlock(*words)
    elif kind == "desk":
        desk(*words)
    else:
        work(*words)
