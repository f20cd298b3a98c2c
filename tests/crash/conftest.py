"""A worker that is killed, and a vault for it."""

import functools
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.vault import slots
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.store import Vault

PASSPHRASE = "Probe-Tresor-2026"
HERE = Path(__file__).resolve().parent


class KilledWorker:
    """Starts workers in another process and kills them; keeps what they acknowledged."""

    def __init__(self) -> None:
        source = HERE.parents[1] / "src"
        environment = {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "crash_worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._rest = b""

    def kill_after(self, command: str, count: int, seconds: float) -> tuple[list[list[str]], float]:
        """Return what was acknowledged until the kill, and its time: `seconds` after so many lines.

        Counting lines and not only seconds keeps the worker working on a slow or busy PC.
        """
        lines, pid = self._start(command)
        while len(lines) < count:
            lines += self._read(30)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            lines += self._read(left)
        return self._kill(pid, lines)

    def kill_when_ready(self, command: str) -> list[list[str]]:
        """Return what was acknowledged until `ready`, then kill."""
        lines, pid = self._start(command)
        while not any(line[0] == "ready" for line in lines):
            lines += self._read(30)
        return self._kill(pid, lines)[0]

    def _start(self, command: str) -> tuple[list[list[str]], int]:
        assert self._process.stdin is not None
        self._process.stdin.write(command.encode() + b"\n")
        self._process.stdin.flush()
        lines: list[list[str]] = []
        while not (pid := [line for line in lines if line[0] == "pid"]):
            lines += self._read(30)
        return lines, int(pid[0][1])

    def _kill(self, pid: int, lines: list[list[str]]) -> tuple[list[list[str]], float]:
        os.kill(pid, signal.SIGKILL)
        killed = time.monotonic()
        while not (dead := [line for line in lines if line[0] == "dead"]):
            lines += self._read(30)
        assert int(dead[0][1]) == signal.SIGKILL, "the worker ended before it was killed"
        return lines, killed

    def _read(self, seconds: float) -> list[list[str]]:
        assert self._process.stdout is not None
        if select.select([self._process.stdout], [], [], seconds)[0]:
            new = os.read(self._process.stdout.fileno(), 1 << 16)
            assert new, "the worker's parent ended"
            self._rest += new
        *whole, self._rest = self._rest.split(b"\n")
        return [line.decode().split(" ") for line in whole]

    def close(self) -> None:
        self._process.communicate(timeout=30)


@pytest.fixture(scope="module")
def worker() -> Iterator[KilledWorker]:
    found = KilledWorker()
    yield found
    found.close()


@pytest.fixture
def vaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a closed vault `template`; the key is derived once."""
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))
    clock = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    Vault.create(tmp_path / "template", PASSPHRASE, clock=clock, cost=FLOOR_COST).close()
    yield tmp_path
    shutil.rmtree(tmp_path)
