"""The command demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.cli.common import say

if TYPE_CHECKING:
    import argparse

    from mfd_desktop.cli.common import Commands

_OUT = Path("mfd-demo")


def add(commands: Commands) -> None:
    """Declare the command."""
    demo = commands.add_parser("demo", help="eine erfundene Stelle anlegen und vorführen, auch ohne Bildschirm")
    demo.add_argument("--out", type=Path, metavar="DIR", default=_OUT, help=f"Ordner für alles (sonst {_OUT})")
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    from mfd_desktop.ui.demo.run import demo

    status = demo(options.out, say)
    if status == 0:
        say(f"Fertig: {options.out}")
    return status
