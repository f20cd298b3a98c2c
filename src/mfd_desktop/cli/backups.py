"""The commands on backups: backup, restore, and verify for a backup."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.cli.common import open_vault, passphrase, say

if TYPE_CHECKING:
    import argparse

    from mfd_desktop.app.restoring import Checked
    from mfd_desktop.cli.common import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    backup = commands.add_parser("backup", help="einen Tresor verschlüsselt sichern und die Sicherung prüfen")
    backup.add_argument("--vault", type=Path, required=True, metavar="DIR")
    backup.add_argument("--to", type=Path, required=True, metavar="DIR", help="Ordner für die Sicherungen")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="einen Stand in einen neuen Tresor wiederherstellen")
    restore.add_argument("--backup", type=Path, required=True, metavar="DIR", help="Ordner mit den Sicherungen")
    restore.add_argument("--vault", type=Path, metavar="DIR", help="neuer Ordner; nie über einen vorhandenen Tresor")
    restore.add_argument("--state", default="", metavar="STAND", help="sonst der neueste")
    restore.add_argument("--list", action="store_true", help="die Stände auflisten; dafür ist kein Passwort nötig")
    restore.set_defaults(run=lambda options: _restore(restore, options))


def verify_backup(folder: Path) -> int:
    """Check every state and document of a backup; return the exit status."""
    from mfd_desktop.app.restoring import check_backup, find_backup

    place = find_backup(folder.absolute())
    found = check_backup(place, passphrase(), tell=_say_checked)
    broken = [one for one in found if one.problem is not None and not _is_earlier(one)]
    if broken:
        sys.stderr.write(f"Beschädigt: {len(broken)} von {len(found)} Ständen. Es wurde nichts verändert.\n")
        return 3
    unread = sum(one.problem is not None for one in found)
    say(
        f"In Ordnung: {len(found) - unread} von {len(found)} Ständen, die übrigen wurden nicht geprüft."
        if unread
        else "Die Datensicherung ist in Ordnung."
    )
    return 0


def _backup(options: argparse.Namespace) -> int:
    from mfd_desktop.app.backing_up import back_up_to

    session = open_vault(options.vault)
    try:
        made = back_up_to(session, options.to.absolute())
    finally:
        session.close()
    say(f"Gesichert und geprüft: {made.state.name}")
    say(f"Geschrieben: {made.written} Bytes, neue Dokumente: {made.new_files}")
    if made.lacking:
        sys.stderr.write(f"Im Tresor selbst fehlend oder beschädigt: {_documents(len(made.lacking))}\n")
    return 0


def _restore(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from mfd_desktop.app.restoring import find_backup, open_state, restore_state
    from mfd_desktop.domain.clock import SystemClock

    if options.list:
        return _list(options.backup.absolute())
    if options.vault is None:
        parser.error("--list oder --vault DIR")
    opened = open_state(find_backup(options.backup.absolute()), passphrase(), options.state)
    found = restore_state(opened, options.vault.absolute(), clock=SystemClock())
    if found is None:
        return 1
    say(f"Wiederhergestellt: {found.folder}, Stand {opened.state.name}")
    for name, count in found.counts.items():
        say(f"{name}: {count}")
    lost = len(found.missing) + len(found.damaged)
    if lost:
        sys.stderr.write(f"In der Sicherung fehlend oder beschädigt: {_documents(lost)}. Alles andere ist da.\n")
        return 3
    return 0


def _list(folder: Path) -> int:
    from mfd_desktop.app.restoring import find_backup, states_in
    from mfd_desktop.domain.errors_backup import BackupMissing

    states = states_in(find_backup(folder))
    if not states:
        raise BackupMissing(folder)
    for state in states:
        say(f"{state.name}  {state.moment.astimezone():%d.%m.%Y %H:%M}")
    return 0


def _say_checked(one: Checked) -> None:
    from mfd_desktop.app.wording import sentence

    if one.problem is None:
        counts = ", ".join(f"{name}: {count}" for name, count in one.counts.items())
        say(f"{one.state.name}  in Ordnung  ({counts})")
    elif _is_earlier(one):
        say(f"{one.state.name}  nicht geprüft: mit einem anderen Passwort gesichert")
    else:
        say(f"{one.state.name}  beschädigt: {sentence(one.problem)}")


def _is_earlier(one: Checked) -> bool:
    from mfd_desktop.domain.errors import WrongPassphrase

    return isinstance(one.problem, WrongPassphrase)


def _documents(count: int) -> str:
    return "1 Dokument" if count == 1 else f"{count} Dokumente"
