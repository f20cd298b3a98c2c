"""Commands on the vault itself: init, import-clients, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.cli.backups import verify_backup
from mfd_desktop.cli.common import open_vault, passphrase, say

if TYPE_CHECKING:
    import argparse

    from mfd_desktop.cli.common import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    init = commands.add_parser("init", help="einen Tresor anlegen; das Passwort ist die erste Zeile der Eingabe")
    init.add_argument("--vault", type=Path, required=True)
    init.add_argument("--office", type=Path, required=True, metavar="OFFICE.toml")
    init.set_defaults(run=_init)
    take = commands.add_parser("import-clients", help="ratsuchende Personen aus einer Excel-Tabelle übernehmen")
    take.add_argument("--vault", type=Path, required=True)
    take.add_argument("file", type=Path, metavar="FILE.xlsx")
    take.add_argument("--dry-run", action="store_true", help="nur prüfen, nichts übernehmen")
    take.set_defaults(run=_import_clients)
    verify = commands.add_parser("verify", help="einen Tresor oder eine Datensicherung vollständig prüfen")
    what = verify.add_mutually_exclusive_group(required=True)
    what.add_argument("--vault", type=Path)
    what.add_argument("--backup", type=Path, metavar="DIR")
    verify.set_defaults(run=_verify)


def _init(options: argparse.Namespace) -> int:
    from mfd_desktop.app.office_file import read_office_file
    from mfd_desktop.app.passphrases import new_cost
    from mfd_desktop.app.session import create_session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import SystemClock

    lists = CodeLists()
    office = read_office_file(options.office, lists)
    create_session(
        options.vault, passphrase(confirm=True), office, clock=SystemClock(), cost=new_cost(), lists=lists
    ).close()
    say(f"Tresor angelegt: {options.vault}")
    return 0


def _import_clients(options: argparse.Namespace) -> int:
    from mfd_desktop.app.importing import import_clients, read_sheet, summary_lines

    sheet = read_sheet(options.file)
    session = open_vault(options.vault)
    try:
        result = import_clients(session, sheet, dry_run=options.dry_run)
    finally:
        session.close()
    for line in summary_lines(result):
        say(line)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from mfd_desktop.app.maintenance import verify_vault

    if options.backup is not None:
        return verify_backup(options.backup)
    session = open_vault(options.vault)
    try:
        counts = verify_vault(session) or {}
    finally:
        session.close()
    say("Der Tresor ist in Ordnung.")
    for name, count in counts.items():
        say(f"{name}: {count}")
    return 0
