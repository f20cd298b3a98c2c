"""No image of the memory, nobody attached: what is asked of the system, and that it holds in a real process."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.files.process import harden

ROOT = Path(__file__).resolve().parents[2]


class Recorder:
    """A library that writes down what is called with which arguments, and answers ``result``."""

    def __init__(self, result: int = 1) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.loaded: list[str | None] = []
        self.result = result
        self.made: dict[str, Any] = {}

    def __call__(self, name: str | None) -> "Recorder":
        self.loaded.append(name)
        return self

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> int:
            self.calls.append((name, arguments))
            return self.result

        return self.made.setdefault(name, call)

    @property
    def names(self) -> list[str]:
        return [name for name, _arguments in self.calls]


def test_on_linux_the_kernel_is_asked_for_no_core_and_no_tracer() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_CORE)
    library = Recorder()
    harden(platform="linux", library=library)
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    assert library.calls == [("prctl", (4, 0, 0, 0, 0))]
    library = Recorder()
    harden(platform="darwin", library=library)
    assert library.calls == []
    resource.setrlimit(resource.RLIMIT_CORE, before)


def test_on_windows_error_reporting_stays_away_and_memory_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Recorder()
    harden(platform="win32", library=library)
    assert library.names == [
        "SetErrorMode", "WerSetFlags", "ConvertStringSecurityDescriptorToSecurityDescriptorW", "GetCurrentProcess",
        "SetKernelObjectSecurity", "LocalFree",
    ]  # fmt: skip
    assert library.calls[0][1] == (0x8003,)
    words = library.calls[2][1][0].value
    # PROCESS_VM_READ 0x10, PROCESS_VM_WRITE 0x20, PROCESS_DUP_HANDLE 0x40 and WRITE_DAC 0x40000 are nobody's.
    rights = [int(part.split(";")[2], 16) for part in words.split("(") if ";0x" in part]
    assert len(rights) == 2
    assert all(right & 0x4007A == 0 for right in rights)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    refused = Recorder(result=0)
    harden(platform="win32", library=refused)
    assert "WerAddExcludedApplication" in refused.names
    assert "SetKernelObjectSecurity" not in refused.names


CHILD = """
import os, sys
from mfd_desktop.files.process import harden
harden()
if len(sys.argv) < 2:
    os.execv(sys.executable, [sys.executable, "-c", sys.orig_argv[2], "again"])
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own view is read on Linux")
def test_in_a_real_process_it_holds_after_a_replacement_too() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == b"ready\n"
        limits = Path(f"/proc/{child.pid}/limits").read_text(encoding="ascii")
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4] == "0"
        # The kernel gives the entries of such a process to root: no other process of the account gets in.
        assert Path(f"/proc/{child.pid}/environ").stat().st_uid == 0
        if os.geteuid():
            with pytest.raises(PermissionError):
                os.close(os.open(f"/proc/{child.pid}/mem", os.O_RDONLY))
    finally:
        child.stdin.close()
        child.wait(30)
        child.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="signals of Linux")
def test_another_account_process_cannot_attach(tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can become two other processes of one account")
    script = tmp_path / "look.py"
    script.write_text(LOOK, encoding="utf-8")
    tmp_path.chmod(0o755)
    script.chmod(0o644)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(ROOT / "src")], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["before: attached", "after: refused"], done.stderr


LOOK = """
import ctypes, os, signal, sys
sys.path.insert(0, sys.argv[1])
from mfd_desktop.files.process import harden
import resource, ctypes.util
os.setgroups([]); os.setgid(65534); os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)

def attach(pid):
    try:
        with open(f"/proc/{pid}/mem", "rb", buffering=0):
            return "attached"
    except PermissionError:
        return "refused"

for name, close in (("before", False), ("after", True)):
    ready, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        if close:
            harden()
        os.write(tell, b"x")
        signal.pause()
    os.read(ready, 1)
    print(f"{name}: {attach(pid)}", flush=True)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
"""


def test_the_limit_of_memory_is_the_lower_of_the_two(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    from mfd_desktop.files.process import limit_memory

    given: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _which, limits: given.append(limits))
    for hard in (resource.RLIM_INFINITY, 500):
        monkeypatch.setattr(resource, "getrlimit", lambda _which, hard=hard: (hard, hard))
        limit_memory(1000)
    assert given == [(1000, resource.RLIM_INFINITY), (500, 500)]


def test_a_system_without_such_limits_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from mfd_desktop.files.process import limit_memory

    monkeypatch.setitem(sys.modules, "resource", None)
    limit_memory(1000)
    assert sys.modules["resource"] is None
