"""What holds for every test: no screen, no real home, nothing left over, no unexpected warning."""

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.jobs import Jobs

ROOT = Path(__file__).resolve().parent.parent
PROOF = os.environ.get("MFD_PROOF") == "1"

settings.register_profile(
    "reduced", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.register_profile(
    "proof", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("proof" if PROOF else "reduced")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows instead of drawing them offscreen")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the platform before pytest-qt loads Qt; no printer of the machine is ever asked."""
    if not config.getoption("--onscreen"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["CUPS_SERVER"] = "/run/cups/cups.sock"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"qtbot", "qapp"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.ui)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test an empty home, so that none reads or leaves anything in the real one."""
    home = tmp_path_factory.mktemp("home")
    folders = {
        "HOME": ".",
        "USERPROFILE": ".",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": "run",
    }
    for variable, folder in folders.items():
        place = home / folder
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(place))
    # Neither logind nor the screen saver of this machine has a say in a test.
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={home}/no-bus")


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[list[str]]:
    """Fail the test on any log record from WARNING upwards.

    A test that provokes one asks for this fixture, looks at the lines and empties the list.
    """
    handler = _Records()
    logging.getLogger().addHandler(handler)
    yield handler.seen
    logging.getLogger().removeHandler(handler)
    if handler.seen:
        pytest.fail("unexpected log records:\n" + "\n".join(handler.seen), pytrace=False)


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail when a test leaves a visible top-level window or a thread of its own behind."""
    if request.node.get_closest_marker("ui"):
        request.getfixturevalue("_watched_jobs")
    threads, qt_threads = set(threading.enumerate()), _qt_threads()
    yield
    if request.node.get_closest_marker("ui"):
        _settle(lambda: not _windows() and not _busy_jobs() and _qt_threads() <= qt_threads)
        windows = _windows()
        for window in windows:
            window.hide()
            window.deleteLater()
        assert not windows, f"top-level windows left alive: {[type(window).__name__ for window in windows]}"
        assert not _busy_jobs(), "jobs left running in the thread pool"
        assert _qt_threads() <= qt_threads, "threads of Qt left alive"
    left = [thread for thread in threading.enumerate() if thread not in threads]
    for thread in left:
        if not thread.daemon:
            thread.join(5)
    names = [thread.name for thread in left if thread.is_alive() and not thread.name.startswith(_FOREIGN)]
    assert not names, f"threads left alive: {names}"


# A thread of Qt that once ran Python stays listed as a dummy; the others belong to pytest's plugins.
_FOREIGN = ("Dummy", "pytest_timeout", "execnet")


def _windows() -> list["QWidget"]:
    from PySide6.QtWidgets import QApplication

    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


_made_jobs: "WeakSet[Jobs]" = WeakSet()


@pytest.fixture(scope="session")
def _watched_jobs() -> Iterator[None]:
    """Note every `Jobs` that is made; looking through all objects after each test would cost more than the test."""
    from mfd_desktop.ui.jobs import Jobs

    def make(self: Jobs, parent: "QObject | None" = None) -> None:
        plain(self, parent)
        _made_jobs.add(self)

    plain = Jobs.__init__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Jobs, "__init__", make)
        yield


def _busy_jobs() -> int:
    """Count pools of Qt and of ui/jobs.py that still work or have not delivered."""
    from PySide6.QtCore import QThreadPool
    from shiboken6 import isValid

    busy = QThreadPool.globalInstance().activeThreadCount()
    return busy + sum(isValid(item) and item.busy for item in list(_made_jobs))


def _qt_threads() -> set[str]:
    """Return the threads named by Qt, except those a pool keeps in reserve (Linux only)."""
    found = set()
    for task in Path("/proc/self/task").glob("*"):
        try:
            name = (task / "comm").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if name.startswith("QThread"):
            found.add(task.name)
    return found


def _settle(done: Callable[[], bool]) -> None:
    """Let deferred deletions and finished jobs reach the event loop, at most two seconds."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer

    limit = QDeadlineTimer(2000)
    while not done() and not limit.hasExpired():
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()


@pytest.fixture(scope="session")
def full_counts() -> bool:
    """Tell a `proof` test whether to run the full counts (`make proof`) or the reduced ones."""
    return PROOF


@pytest.fixture(scope="session")
def record_figures() -> Callable[..., None]:
    """Return a function that keeps the figures of a proof: `record_figures("kill", runs=1000, lost=0)`.

    Only `make proof` writes them, to docs/proof.json, one sorted entry for each name.
    """

    def record(name: str, **figures: float | str) -> None:
        if not PROOF:
            return
        path = ROOT / "docs" / "proof.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        known[name] = figures
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        path.write_text(text, encoding="utf-8")

    return record


@pytest.fixture(scope="session")
def proven() -> Callable[..., None]:
    """Return a function that writes what was proved into docs/reliability.md, in `make proof` only.

    `proven("kill -9 while restoring", 100, 0, "31 restored")`: the row of that name is replaced, a new one goes to the
    end of the last table. Tables stand between text written by hand.
    """

    def write(claim: str, runs: int, failures: int, figures: str = "") -> None:
        if not PROOF:
            return
        path = ROOT / "docs" / "reliability.md"
        lines = path.read_text(encoding="utf-8").splitlines()
        day = datetime.now(UTC).date().isoformat()  # noqa: TID251 - the day of the proof itself
        row = f"| {claim} | {day} | {runs:,} | {failures} | {figures} |"
        places = [number for number, line in enumerate(lines) if line.startswith(f"| {claim} |")]
        if places:
            lines[places[0]] = row
        else:
            last = max(number for number, line in enumerate(lines) if line.startswith("|"))
            lines.insert(last + 1, row)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return write
