"""Runs the real program in a process of its own and drives it from the test, across lock, kill and crash.

`REMOTE` is put on the child's path as `sitecustomize`: it lets `python -m mfd_desktop` start as always and, once the
application exists, runs on the GUI thread what the test sends through standard input. Because it is found through the
environment, it is there again after the program has replaced itself.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "Zaun-Wolke-Ofen-7351"
CANARY = "Kanarienvogel-7Q"
PATIENCE = 60.0
"""Seconds until a child that says nothing is given up."""

REMOTE = """
import importlib.abc, importlib.machinery, sys

def attach(app):
    import json, os, traceback
    from PySide6.QtCore import QSocketNotifier
    space, begun = {"app": app}, bytearray()
    if sys.platform == "linux":
        # The program lets nobody look into its memory (files/process.py); the test must, root or not.
        import ctypes
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    exec(HELPERS, space)
    def run(line):
        if line in (b"end", b""):
            app.quit()
            return
        try:
            kind, code = json.loads(line)
            answer = [True, eval(code, space) if kind == "eval" else exec(code, space)]
        except BaseException:
            answer = [False, traceback.format_exc()]
        os.write(1, json.dumps(answer).encode() + b"\\n")
    def on_ready():
        found = os.read(0, 65536)
        if not found:
            notifier.setEnabled(False)
            app.quit()
        begun.extend(found)
        while b"\\n" in begun:
            line, _newline, rest = bytes(begun).partition(b"\\n")
            begun[:] = rest
            run(line)
    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(on_ready)
    os.write(1, b'"ready"\\n')

class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "mfd_desktop.ui.program":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        load = spec.loader.exec_module
        def exec_module(module):
            load(module)
            make = module.application
            def application():
                app = make()
                attach(app)
                return app
            module.application = application
        spec.loader.exec_module = exec_module
        return spec

sys.meta_path.insert(0, Finder())
"""

HELPERS = """
from PySide6.QtCore import Qt, QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

def window():
    return next((w for w in app.topLevelWidgets() if w.isVisible() and w.windowType() == Qt.WindowType.Window), None)

def kind():
    return type(window()).__name__

def banner():
    from mfd_desktop.ui.kit.banner import Banner
    return " ".join(b.text() for b in window().findChildren(Banner) if b.isVisible())

def keys(text):
    QTest.keyClicks(app.focusWidget(), text)

def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(app.focusWidget() or app.activeModalWidget() or window(), key, modifier)

def button(text):
    from PySide6.QtWidgets import QAbstractButton
    return next(b for b in window().findChildren(QAbstractButton) if b.isVisible() and b.text() == text)

def later(action):
    QTimer.singleShot(0, app, action)

def show(name, **more):
    from mfd_desktop.domain.records import Place
    window().show_place(Place(name, **more))

def form(key):
    return next(f for f in window().desk.forms if f.key == key)

def place():
    found = window().place()
    return [found.screen, found.field, found.cursor]
"""


class Child:
    """One run of the program; `eval` and `do` work on its GUI thread."""

    def __init__(
        self,
        vault: Path,
        home: Path,
        driver: Path,
        *,
        before: tuple[str, ...] = (),
        driven: bool = True,
        extra: dict[str, str] | None = None,
    ) -> None:
        driver.mkdir(exist_ok=True)
        (driver / "sitecustomize.py").write_text(f"HELPERS = {HELPERS!r}\n{REMOTE}", encoding="utf-8")
        paths = [str(ROOT / "src")]
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join([str(driver), *paths] if driven else paths),
            **(extra or {}),
        }
        command = [*before, sys.executable, "-m", "mfd_desktop", "--vault", str(vault), "--home", str(home)]
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._answers: Queue[Any] = Queue()
        self.errors: list[str] = []
        self._threads = [
            threading.Thread(target=self._listen, daemon=True),
            threading.Thread(target=self._collect, daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        if driven:
            self.wait_ready()

    @property
    def pid(self) -> int:
        return self.process.pid

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._answers.put(json.loads(line))

    def _collect(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.errors.append(line.decode(errors="replace"))

    def wait_ready(self) -> None:
        """Wait until the program, new or replaced, has its application."""
        assert self._answer() == "ready", self.errors

    def _answer(self) -> Any:
        try:
            return self._answers.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("".join(self.errors) or "the program says nothing") from None

    def _send(self, kind: str, code: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([kind, code]).encode() + b"\n")
        self.process.stdin.flush()

    def eval(self, code: str) -> Any:
        """Return the value of an expression in the program."""
        self._send("eval", code)
        good, value = self._answer()
        assert good, value
        return value

    def do(self, code: str) -> None:
        """Run statements in the program."""
        self._send("exec", code)
        good, value = self._answer()
        assert good, value

    def until(self, code: str) -> None:
        """Wait until an expression is true; the program's own event loop runs between two looks."""
        end = time.monotonic() + PATIENCE
        while not self.eval(code):
            assert time.monotonic() < end, f"never true: {code}"
            time.sleep(0.01)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase and wait for the main window."""
        self.until("kind() == 'UnlockWindow' and app.focusWidget() is not None")
        self.do(f"keys({passphrase!r}); press(Qt.Key.Key_Return)")
        self.until("kind() == 'MainWindow' and window().isActiveWindow()")

    def lock(self) -> None:
        """Press Ctrl+L and wait for the program that follows."""
        self.do("later(lambda: press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier))")
        self.wait_ready()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.finish()

    def finish(self) -> int:
        """Wait for the end and return the exit status."""
        code = self.process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        return code

    def close(self) -> None:
        """End the program if it still runs, under strace too, whose end would leave it running."""
        if self.process.stdin is None or self.process.stdin.closed:
            return
        for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split() if self.running else ():
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        if self.running:
            self.process.kill()
        self.finish()

    @property
    def running(self) -> bool:
        return self.process.poll() is None


def memory_holds(pid: int, secrets: dict[str, bytes]) -> list[str]:
    """Return which of the byte strings are in the readable memory of a process."""
    found: set[str] = set()
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_rest = line.split()
            if "r" not in rights or line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            begin, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(begin)
                content = memory.read(end - begin)
            except (OSError, OverflowError):
                continue
            found |= {name for name, secret in secrets.items() if secret in content}
    return sorted(found)


def encodings(name: str, text: str) -> dict[str, bytes]:
    """Return the text as Python, Qt and the database may hold it."""
    return {f"{name} {code}": text.encode(code) for code in ("utf-8", "utf-16-le", "utf-32-le")}
