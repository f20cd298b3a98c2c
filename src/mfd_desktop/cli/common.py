"""What every command needs: the open vault, the passphrase, a line on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.errors import WrongPassphrase

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from mfd_desktop.app.session import Session

    Commands = argparse._SubParsersAction[Any]  # noqa: SLF001 - what argparse hands out has no public class


def open_vault(folder: Path) -> Session:
    """Open the vault with the passphrase given; raise what ``Vault.open`` raises."""
    from mfd_desktop.app.session import open_session
    from mfd_desktop.domain.clock import SystemClock

    return open_session(folder, passphrase(), clock=SystemClock())


def passphrase(*, confirm: bool = False) -> str:
    """Ask at the terminal (twice with ``confirm``) or take the first line of standard input; raise WrongPassphrase."""
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


def say(line: str) -> None:
    """Write one line for who called the command, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
