"""The commands on periods: statistics export, statistics submit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.cli import network
from mfd_desktop.cli.common import open_vault, say

if TYPE_CHECKING:
    import argparse

    from mfd_desktop.cli.common import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    statistics = commands.add_parser("statistics", help="Zahlen eines Zeitraums")
    parts = statistics.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    export = parts.add_parser("export", help="Tabellen eines Zeitraums in eine Datei schreiben")
    export.add_argument("--vault", type=Path, required=True)
    export.add_argument(
        "--period", required=True, metavar="2026-Q3", help="Quartal, Halbjahr (2026-H2) oder Jahr (2026)"
    )
    export.add_argument("--intern", action="store_true", help="exakte Zahlen, nicht zur Weitergabe")
    export.add_argument("--out", type=Path, required=True, metavar="FILE.{xlsx,csv,json,pdf}")
    export.set_defaults(run=_export)
    network.add_submit(parts)


def _export(options: argparse.Namespace) -> int:
    from mfd_desktop.app.period_files import ending_of, write_file
    from mfd_desktop.app.periods import parse_period

    period = parse_period(options.period)
    # Refused before anybody types a passphrase.
    ending_of(options.out)
    session = open_vault(options.vault)
    try:
        write_file(session, period, options.out, intern=options.intern)
    finally:
        session.close()
    say(f"Geschrieben: {options.out}")
    return 0
