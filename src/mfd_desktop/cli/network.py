"""The commands on the shared folder: statistics submit, aggregate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.cli.common import open_vault, say

if TYPE_CHECKING:
    import argparse

    from mfd_desktop.cli.common import Commands

_PERIOD = "Quartal, Halbjahr (2026-H2) oder Jahr (2026)"


def add(commands: Commands) -> None:
    """Declare the command aggregate."""
    command = commands.add_parser("aggregate", help="die Meldungen eines Verbunds prüfen und zusammenrechnen")
    command.add_argument("--vault", type=Path, required=True, help="Tresor der Koordination")
    command.add_argument("--folder", type=Path, required=True, action="append", help="auch mehrmals")
    command.add_argument("--period", required=True, metavar="2026-Q3", help=_PERIOD)
    command.add_argument("--out", type=Path, required=True, metavar="FILE.{xlsx,csv,json,pdf}")
    command.set_defaults(run=_aggregate)


def add_submit(parts: Commands) -> None:
    """Declare ``submit`` beside the other commands on periods."""
    command = parts.add_parser("submit", help="einen Zeitraum dem Verbund melden")
    command.add_argument("--vault", type=Path, required=True)
    command.add_argument("--period", required=True, metavar="2026-Q3", help=_PERIOD)
    command.add_argument("--folder", type=Path, required=True, help="der gemeinsame Ordner")
    command.set_defaults(run=_submit)


def _submit(options: argparse.Namespace) -> int:
    from mfd_desktop.app.contributing import report
    from mfd_desktop.app.periods import parse_period
    from mfd_desktop.app.wording_network import waiting_reason

    period = parse_period(options.period)
    session = open_vault(options.vault)
    try:
        state = report(session, period, options.folder)
    finally:
        session.close()
    if state.state == "waiting":
        why = waiting_reason(state.problem)
        sys.stderr.write(f"{period} ist festgehalten und wartet im Tresor. {why} Ordner: {options.folder}\n")
        return 1
    say(f"{period} liegt im gemeinsamen Ordner, Version {state.version}.")
    return 0


def _aggregate(options: argparse.Namespace) -> int:
    from mfd_desktop.app.aggregating import acknowledge, aggregate
    from mfd_desktop.app.period_files import ending_of
    from mfd_desktop.app.periods import parse_period
    from mfd_desktop.app.state_files import skipped_files, write_state_file

    period = parse_period(options.period)
    ending_of(options.out)
    session = open_vault(options.vault)
    try:
        found = aggregate(session, options.folder, period)
        write_state_file(session, found, options.out)
        refused = acknowledge(session, found)
    finally:
        session.close()
    for file, reason in skipped_files(found):
        sys.stderr.write(f"Nicht gezählt: {file}: {reason}\n")
    for folder in refused:
        sys.stderr.write(f"Quittungen konnten nicht geschrieben werden: {folder}\n")
    counted, missing = len(found.reports), len(found.missing)
    reports = "1 Meldung" if counted == 1 else f"{counted} Meldungen"
    desks = "1 Stelle fehlt" if missing == 1 else f"{missing} Stellen fehlen"
    say(f"{reports} gezählt, {desks}. Geschrieben: {options.out}")
    return 0
