"""The command bench."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.cli.common import say

if TYPE_CHECKING:
    import argparse

    from mfd_desktop.cli.common import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    bench = commands.add_parser("bench", help="Geschwindigkeit messen")
    bench.add_argument("--json", type=Path, metavar="FILE", help="Ergebnis auch in diese Datei schreiben")
    bench.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    from mfd_desktop.ui.bench import bench

    for name, value in sorted(bench(options.json, say).items()):
        say(f"{name}: {value}")
    return 0
