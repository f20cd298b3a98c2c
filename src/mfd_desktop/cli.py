"""Commands and composition root: arguments, paths, logging; builds what is needed and passes it in.

Exit status: 0 done; 1 the user or the environment must act (one line on stderr); 2 usage;
3 integrity failure.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop import __version__
from mfd_desktop.domain.errors import IntegrityFailure, UserError, WrongPassphrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.app.session import Session


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except UserError as error:
        from mfd_desktop.app.wording import sentence

        sys.stderr.write(sentence(error) + "\n")
        return 3 if isinstance(error, IntegrityFailure) else 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mfd-desktop", description="Fallakte der Migrationsfachdienste")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--vault", type=Path, help="Ordner des Tresors")
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(run=_open_program)
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL")
    init = commands.add_parser("init", help="einen Tresor anlegen; das Passwort ist die erste Zeile der Eingabe")
    init.add_argument("--vault", type=Path, required=True)
    init.add_argument("--office", type=Path, required=True, metavar="OFFICE.toml")
    init.set_defaults(run=_init)
    take = commands.add_parser("import-clients", help="ratsuchende Personen aus einer Excel-Tabelle übernehmen")
    take.add_argument("--vault", type=Path, required=True)
    take.add_argument("file", type=Path, metavar="FILE.xlsx")
    take.add_argument("--dry-run", action="store_true", help="nur prüfen, nichts übernehmen")
    take.set_defaults(run=_import_clients)
    verify = commands.add_parser("verify", help="einen Tresor vollständig prüfen")
    verify.add_argument("--vault", type=Path, required=True)
    verify.set_defaults(run=_verify)
    bench = commands.add_parser("bench", help="Geschwindigkeit messen")
    bench.add_argument("--json", type=Path, metavar="FILE", help="Ergebnis auch in diese Datei schreiben")
    bench.set_defaults(run=_bench)
    return parser


def _open_program(options: argparse.Namespace) -> int:
    from mfd_desktop.ui.start import start

    return start(vault=options.vault, home=options.home)


def _init(options: argparse.Namespace) -> int:
    from mfd_desktop.app.office_file import read_office_file
    from mfd_desktop.app.session import create_session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import SystemClock

    lists = CodeLists()
    office = read_office_file(options.office, lists)
    create_session(options.vault, _passphrase(confirm=True), office, clock=SystemClock(), lists=lists).close()
    _say(f"Tresor angelegt: {options.vault}")
    return 0


def _import_clients(options: argparse.Namespace) -> int:
    from mfd_desktop.app.importing import import_clients, read_sheet, summary_lines

    sheet = read_sheet(options.file)
    session = _open(options.vault)
    try:
        result = import_clients(session, sheet, dry_run=options.dry_run)
    finally:
        session.close()
    for line in summary_lines(result):
        _say(line)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from mfd_desktop.vault.verifying import verify

    session = _open(options.vault)
    try:
        counts = verify(session.vault)
    finally:
        session.close()
    _say("Der Tresor ist in Ordnung.")
    for name, count in counts.items():
        _say(f"{name}: {count}")
    return 0


def _bench(options: argparse.Namespace) -> int:
    from mfd_desktop.ui.bench import bench

    for name, value in sorted(bench(options.json, _say).items()):
        _say(f"{name}: {value}")
    return 0


def _open(folder: Path) -> Session:
    from mfd_desktop.app.session import open_session
    from mfd_desktop.domain.clock import SystemClock

    return open_session(folder, _passphrase(), clock=SystemClock())


def _passphrase(*, confirm: bool = False) -> str:
    if not sys.stdin.isatty():
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            raise WrongPassphrase from None
    from getpass import getpass

    try:
        first = getpass("Passwort: ")
        again = getpass("Passwort wiederholen: ") if confirm else first
    except (EOFError, KeyboardInterrupt):
        raise WrongPassphrase from None
    if again != first:
        raise WrongPassphrase
    return first


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
