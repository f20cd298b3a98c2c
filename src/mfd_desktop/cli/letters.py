"""The command letter: which letters there are, and one of them as a PDF from values in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.cli.common import say

if TYPE_CHECKING:
    import argparse

    from mfd_desktop.cli.common import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    letter = commands.add_parser("letter", help="einen Brief aus einer Vorlage schreiben, oder die Vorlagen auflisten")
    letter.add_argument("template", nargs="?", metavar="TEMPLATE", help="Nummer der Vorlage, zum Beispiel G14")
    letter.add_argument("--list", action="store_true", help="die Vorlagen auflisten")
    letter.add_argument("--json", action="store_true", help="die Liste als JSON")
    letter.add_argument("--lang", metavar="LANG", default="de", help="Sprache des Briefs, zum Beispiel de oder ar")
    letter.add_argument("--with-german", action="store_true", help="Deutsch daneben")
    values = letter.add_mutually_exclusive_group()
    values.add_argument("--data", type=Path, metavar="VALUES.json", help="Werte der Felder; office: Angaben zur Stelle")
    values.add_argument("--example", action="store_true", help="erfundene Werte")
    letter.add_argument("--out", type=Path, metavar="FILE.pdf")
    letter.set_defaults(run=lambda options: _letter(letter, options))


def _letter(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if options.list:
        return _list(as_json=options.json)
    if not (options.template and options.out and (options.data or options.example)):
        parser.error("--list, oder TEMPLATE --lang LANG (--data VALUES.json | --example) --out FILE.pdf")
    return _write(options)


def _list(*, as_json: bool) -> int:
    from mfd_desktop.app.letter_files import described

    found = described()
    if as_json:
        import json

        say(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        say(f"{one['template']}  {one['title']}  ({', '.join(one['languages'])})")
    return 0


def _write(options: argparse.Namespace) -> int:
    import sys

    from mfd_desktop.app.letter_files import Wanted, write_letter
    from mfd_desktop.domain.clock import SystemClock

    wanted = Wanted(options.template, options.lang, options.data, with_german=options.with_german)
    if write_letter(wanted, options.out, now=SystemClock().now()):
        sys.stderr.write("Die Übersetzung ist nicht geprüft: Deutsch steht daneben.\n")
    say(str(options.out))
    return 0
