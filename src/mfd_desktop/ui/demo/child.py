"""A child process of the demonstration: ``python -m mfd_desktop.ui.demo.child tour VAULT CHAPTER …`` or
``… pictures VAULT NAME,… SCALE``.

Works in the folder of results; paths stay relative, so that no picture shows a path of the machine. Each line of its
output is progress; it ends with 1 and a sentence on the error output when a step is not as expected.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from mfd_desktop.app.demo_desk import MOMENT
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import UserError
from mfd_desktop.files.scratch import scratch_folder

SCREENS = Path("screens")
SIZES = {"100": (1366, 768), "200": (683, 384)}
"""Logical pixels of the usual office screen at each scale."""


def main(words: list[str]) -> int:
    """Do what ``words`` say and return the exit status."""
    from mfd_desktop.ui.demo.stage import StepFailed

    kind, vault, *rest = words
    with scratch_folder() as home:
        try:
            _tour(home, Path(vault), rest) if kind == "tour" else _pictures(home, Path(vault), *rest)
        except (StepFailed, UserError) as problem:
            sys.stderr.write(f"Die Vorführung bleibt stehen: {problem}\n")
            return 1
    return 0


def _tour(home: Path, vault: Path, chapters: list[str]) -> None:
    from mfd_desktop.ui.demo.stage import Stage, StepFailed

    stage = Stage(vault, home, FixedClock(MOMENT), SIZES["100"], SCREENS / "rundgang")
    for name in chapters:
        chapter = import_module(f"mfd_desktop.ui.demo.chapter_{name}")
        _say(chapter.TITLE)
        try:
            chapter.walk(stage)
        except StepFailed as problem:
            raise StepFailed(f"{chapter.TITLE}: {problem}") from problem
    stage.close()


def _pictures(home: Path, vault: Path, only: str, scale: str) -> None:
    from mfd_desktop.ui.demo.pictures import take

    take(vault, home, SCREENS, scale, SIZES[scale], only=tuple(filter(None, only.split(","))))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
