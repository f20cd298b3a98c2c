"""What the demonstration leaves as files: every letter in its languages, and the quarter of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import period_files
from mfd_desktop.app.demo_desk import PASSPHRASE
from mfd_desktop.app.letter_files import Wanted, described, write_letter
from mfd_desktop.app.session import open_session
from mfd_desktop.files.atomic import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.domain.periods import Period


def write_letters(folder: Path, clock: Clock) -> int:
    """Write each letter with invented values, in German and beside German; return how many files there are."""
    written = 0
    for letter in described():
        for language in letter["languages"]:
            other = language != "de"
            name = f"{letter['template']}-de-{language}.pdf" if other else f"{letter['template']}-de.pdf"
            wanted = Wanted(letter["template"], language, with_german=other)
            write_letter(wanted, folder / name, now=clock.now())
            written += 1
    return written


def write_period(vault: Path, folder: Path, period: Period, clock: Clock) -> None:
    """Write the figures of a period in every format, intern and for others."""
    session = open_session(vault, PASSPHRASE, clock=clock)
    try:
        for intern in (True, False):
            for ending in period_files.ENDINGS:
                content = period_files.export(session, period, ending, intern=intern)
                write_atomic(folder / period_files.file_name(period, ending, intern=intern), content)
    finally:
        session.close()
