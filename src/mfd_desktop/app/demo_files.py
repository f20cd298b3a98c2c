"""What the demonstration leaves as files: all letters in their languages, the quarter of the desk and of all desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import period_files, state_files
from mfd_desktop.app.aggregating import aggregate
from mfd_desktop.app.backing_up import FOLDER, back_up, choose_backup_folder
from mfd_desktop.app.demo_desk import PASSPHRASE
from mfd_desktop.app.letter_files import Wanted, described, write_letter
from mfd_desktop.app.session import open_session
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.vault.desk import write_setting
from mfd_desktop.vault.exchange import read_outbox

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.domain.periods import Period


def back_up_desk(vault: Path, folder: Path, clock: Clock) -> None:
    """Make a backup in ``folder`` (absolute): whoever looks at the demonstration sees a desk in order."""
    session = open_session(vault, PASSPHRASE, clock=clock)
    try:
        choose_backup_folder(session, folder)
        back_up(session)
    finally:
        session.close()


def tell_backup_folder(vault: Path, folder: Path, clock: Clock) -> None:
    """Let a vault look for its backups in ``folder``, which may be relative."""
    session = open_session(vault, PASSPHRASE, clock=clock)
    try:
        with session.vault.write() as db:
            write_setting(db, FOLDER, str(folder))
    finally:
        session.close()


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
    """Write the figures of a period in every format, intern and for others, and what was sent to the network."""
    session = open_session(vault, PASSPHRASE, clock=clock)
    try:
        for intern in (True, False):
            for ending in period_files.ENDINGS:
                content = period_files.export(session, period, ending, intern=intern)
                write_atomic(folder / period_files.file_name(period, ending, intern=intern), content)
        with session.vault.read() as db:
            sent = [entry for entry in read_outbox(db) if entry.period == str(period)]
    finally:
        session.close()
    for entry in sent:
        write_atomic(folder / f"MFD-{period}-Meldung-{entry.sequence}.json", entry.content)


def write_result(coordinator: Path, shared: Path, folder: Path, period: Period, clock: Clock) -> None:
    """Write the sum over all desks as workbook, JSON and PDF."""
    session = open_session(coordinator, PASSPHRASE, clock=clock)
    try:
        found = aggregate(session, (shared,), period)
        for ending in ("xlsx", "json", "pdf"):
            state_files.write_state_file(session, found, folder / state_files.state_file_name(found, ending))
    finally:
        session.close()
