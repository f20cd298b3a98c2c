"""``mfd-desktop bench``: the figures of the open program beside those of the data, as one JSON object."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING

from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.files.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROUNDS = 9
"""First paints of each kind, taken in turn; their medians are compared."""


def bench(to: Path | None, say: Callable[[str], None]) -> dict[str, object]:
    """Measure everything on 10,000 fictitious clients and 100,000 contacts (about two minutes).

    ``say`` takes lines of progress. The result is also written to ``to``. Keys tell their unit; ``open_case_p95_ms``
    and ``desk_2000_ms`` are with all widgets, ``open_case_data_p95_ms`` and ``desk_2000_data_ms`` without.
    ``per_calibration`` holds every time divided by that of a fixed loop on this PC in this run, ``over_limit`` the
    promises not kept.
    """
    from mfd_desktop.app.benchmark import PASSPHRASE, measure, over_limit, per_calibration
    from mfd_desktop.domain.clock import SystemClock

    with scratch_folder() as folder:
        figures: dict[str, object] = dict(measure(folder, clock=SystemClock(), told=say))
        data = {name: value for name, value in figures.items() if name.startswith("open_case_")}
        figures |= {name.replace("open_case_", "open_case_data_"): value for name, value in data.items()}
        say("window")
        figures |= _window(folder / "vault", folder / "home")
        say("open program")
        figures |= _child("work", str(folder / "vault"), str(folder / "home"), given=PASSPHRASE + "\n")
        figures["desk_2000_data_ms"] = figures["desk_2000_ms"]
        figures |= _child("desk", str(folder / "desk"), str(folder / "home"), given=PASSPHRASE + "\n")
    scaled = {name: round(value, 4) for name, value in per_calibration(figures).items()}
    result = {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
    result |= {"per_calibration": scaled, "over_limit": over_limit(result)}
    if to is not None:
        write_atomic(to, (json.dumps(result, indent=1, sort_keys=True) + "\n").encode())
    return result


def _window(vault: Path, home: Path) -> dict[str, float]:
    # Once each untimed: byte code is compiled and the files are in memory, for both kinds alike.
    _child("bare")
    _child("unlock", str(vault), str(home))
    bare, ours = [], []
    for _round in range(ROUNDS):
        bare.append(_child("bare")["first_paint_ms"])
        ours.append(_child("unlock", str(vault), str(home))["first_paint_ms"])
    return {
        "window_ratio": statistics.median(ours) / statistics.median(bare),
        "window_ms": statistics.median(ours),
        "bare_window_ms": statistics.median(bare),
    }


def _child(*words: str, given: str = "") -> dict[str, float]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    ended = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "mfd_desktop.ui.bench_window", *words],
        input=given, capture_output=True, text=True, encoding="utf-8", check=True, env=environment, timeout=300,
    )  # fmt: skip
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found
