"""``mfd-desktop demo``: builds the fictitious desk, walks the tour and takes the pictures; needs no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import demo_files
from mfd_desktop.app.demo_desk import MOMENT, PASSPHRASE, demo_desks, make_desk
from mfd_desktop.app.demo_network import PERIOD, make_network, tell_folder
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.files.output import renew_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARK = "LIESMICH.txt"
_VAULTS = ("vault", "coordinator")
PARTS = ("vault", "coordinator", "shared", "backup", "letters", "period", "screens")
TOURS = (
    ("vault", ("unlock", "short_contact", "interview", "release", "letter", "notice", "deadlines", "report")),
    ("coordinator", ("coordinator",)),
    ("vault", ("receipt",)),
)
"""The tour: vaults to unlock, and the modules ``chapter_…`` with ``TITLE`` and ``walk(stage)`` to be walked there."""
_SCALES = {"100": "1", "200": "2"}
_ZONE = "CET-1CEST,M3.5.0,M10.5.0/3"
"""Germany's time in the form that needs no table of zones."""
_TEXT = """Vorführung von MFD Desktop: Alle Menschen, Stellen und Vorgänge sind erfunden.

vault/        Tresor der Dienststelle Musterburg       Passwort beider Tresore: {passphrase}
coordinator/  Tresor der Koordination
shared/       der gemeinsame Ordner des Verbunds
backup/       Datensicherung der Dienststelle Musterburg, mit demselben Passwort
letters/      Briefe
period/       Auswertungen der Stelle, ihre Meldung, das Ergebnis des Landes
screens/      Bilder aller Masken; screens/rundgang: der Rundgang

Öffnen: mfd-desktop --vault vault
Beim nächsten Mal werden diese Ordner gelöscht und neu angelegt.
"""


def demo(
    out: Path,
    say: Callable[[str], None],
    *,
    share: float = 1.0,
    scales: Sequence[str] = tuple(_SCALES),
    only: Sequence[str] = (),
) -> int:
    """Make everything in ``out`` and return the exit status: 0, or 1 when a step of the tour is not as expected.

    ``share`` of the people and contacts are made, pictures of these ``scales`` and screens (``only``; empty: all).
    Raises VaultExists if something else lies in ``out``.
    """
    renew_folder(out, MARK, _TEXT.format(passphrase=PASSPHRASE), PARTS)
    clock = FixedClock(MOMENT)
    desk = demo_desks()[0].reduced(share) if share < 1 else demo_desks()[0]
    say(f"Ein Jahr in {desk.name}: {desk.clients} Personen, {desk.contacts} Kontakte")
    make_desk(out / "vault", desk, clock).close()
    say("Verbund: Koordination, zwei weitere Stellen und ihre Meldungen")
    make_network(out / "vault", out / "coordinator", out / "shared", clock, share=share)
    say("Datensicherung")
    demo_files.back_up_desk(out / "vault", (out / "backup").absolute(), clock)
    demo_files.tell_backup_folder(out / "vault", Path("backup"), clock)
    say("Rundgang durch die Fenster")
    for vault, chapters in TOURS:
        # No picture shall show where on this machine the folder lies.
        tell_folder(out / vault, Path("shared"), clock)
        if run_child(out, say, "tour", vault, *chapters):
            return 1
    say(f"{demo_files.write_letters(out / 'letters', clock)} Briefe")
    say(f"Auswertungen {PERIOD}")
    demo_files.write_period(out / "vault", out / "period", PERIOD, clock)
    demo_files.write_result(out / "coordinator", out / "shared", out / "period", PERIOD, clock)
    say("Bilder aller Masken")
    # One after the other: a vault has one writer.
    if any(run_child(out, say, "pictures", vault, ",".join(only), scale) for scale in scales for vault in _VAULTS):
        return 1
    for vault in _VAULTS:
        tell_folder(out / vault, (out / "shared").absolute(), clock)
    demo_files.tell_backup_folder(out / "vault", (out / "backup").absolute(), clock)
    return 0


def run_child(out: Path, say: Callable[[str], None], *words: str) -> int:
    """Run ``ui.demo.child`` in the folder ``out``, say its progress and return 0, or 1 if it failed."""
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": _SCALES.get(words[-1], "1"),
        # The child works in another folder; a relative path of this one would no longer lead to our package.
        "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
        "TZ": _ZONE,
    }
    # Always without a screen: windows of the counsellor's own desktop would take the keys.
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "mfd_desktop.ui.demo.child", *words]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=out, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as child:
        for line in child.stdout or ():
            say(f"  {line.rstrip()}")
    if child.returncode not in (0, 1):
        sys.stderr.write(f"Die Vorführung ist abgebrochen ({words[0]}: {child.returncode}).\n")
    return 1 if child.returncode else 0
