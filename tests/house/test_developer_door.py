"""The Makefile and packaging/dev.py offer the same commands, and say plainly what is missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOOR = ROOT / "packaging" / "dev.py"


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.run(
        [sys.executable, str(DOOR), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**clean, "PYTHONUTF8": "1", **environment},
        timeout=60,
        check=False,
    )


def test_every_target_of_the_makefile_is_a_command_and_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = re.findall(r"^\t@\$\(DEV\) (\w+)$", makefile, re.MULTILINE)
    explained = re.findall(r"^(\w+):.*## .+$", makefile, re.MULTILINE)
    assert explained == ["help", *called]
    offered = _run("--help").stdout
    assert called
    assert all(re.search(rf"\b{name}\b", offered) for name in called)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without a display")
def test_run_without_a_display_says_so_in_both_languages() -> None:
    done = _run("run")
    assert done.returncode == 1
    assert "Keine Bildschirmanzeige" in done.stderr
    assert "No display" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_unknown_command_is_refused() -> None:
    assert _run("dance").returncode == 2
