"""Commands and composition root: arguments, paths, logging; builds what is needed and passes it in.

One module a group of commands; each has ``add(commands)``, which declares them and sets ``run`` to what is done.
Exit status: 0 done; 1 the user or the environment must act (one line on stderr); 2 usage;
3 integrity failure; 70 a bug; 130 broken off.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop import __version__
from mfd_desktop.app.bugs import CRASHED, tell_quietly
from mfd_desktop.cli import backups, deadlines, demonstration, letters, measuring, network, statistics, vaults
from mfd_desktop.domain.errors import IntegrityFailure, UserError
from mfd_desktop.files.process import harden

if TYPE_CHECKING:
    from collections.abc import Sequence

_BROKEN_OFF = 130
_GROUPS = (vaults, backups, letters, deadlines, statistics, network, demonstration, measuring)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    A bug is told by its places alone: what goes through here is about people, and error output is often kept.
    """
    harden()
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except UserError as error:
        from mfd_desktop.app.wording import sentence

        sys.stderr.write(sentence(error) + "\n")
        return 3 if isinstance(error, IntegrityFailure) else 1
    except KeyboardInterrupt:
        return _BROKEN_OFF
    except Exception as error:  # noqa: BLE001 - the last one to see it
        tell_quietly(type(error), error, error.__traceback__)
        return CRASHED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mfd-desktop", description="Fallakte der Migrationsfachdienste")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--vault", type=Path, help="Ordner des Tresors")
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(run=_open_program)
    commands = parser.add_subparsers(title="Befehle", metavar="BEFEHL")
    for group in _GROUPS:
        group.add(commands)
    return parser


def _open_program(options: argparse.Namespace) -> int:
    from mfd_desktop.ui.start import start

    return start(vault=options.vault, home=options.home)
