"""Figures of a period as files: workbook, CSV, JSON, PDF; intern or for others."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mfd_desktop.app import periods
from mfd_desktop.app.leaving import export_file
from mfd_desktop.domain.errors import UnknownEnding
from mfd_desktop.statistics.book import About, Kind, Words, desk_book
from mfd_desktop.statistics.counting import Counts
from mfd_desktop.vault.desk import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.periods import Period
    from mfd_desktop.statistics.book import Book
    from mfd_desktop.vault.periods import Frozen

ENDINGS = ("xlsx", "csv", "json", "pdf")


def ending_of(path: Path) -> str:
    """Return the ending of a file to be written; raise UnknownEnding if there is no such file."""
    ending = path.suffix.removeprefix(".").lower()
    if ending not in ENDINGS:
        raise UnknownEnding(path, ENDINGS)
    return ending


def file_name(period: Period, ending: str, *, intern: bool) -> str:
    """Return the name proposed for a file: it says whether it may be handed on."""
    return f"MFD-{period}-{Kind.INTERN if intern else Kind.PUBLIC}.{ending}"


def period_book(session: Session, period: Period, *, intern: bool) -> Book:
    """Return a period with its words; a submitted one with the figures frozen then."""
    submitted = periods.frozen(session, period)
    if submitted is not None:
        # The exact figures of a report read back after a restore are not known; today's stand in, and that is said.
        exact = Counts.from_json(submitted.exact) if submitted.exact else periods.count(session, period)
        protected = Counts.from_json(submitted.protected)
    elif intern:
        exact, protected = periods.count(session, period), None
    else:
        prepared = periods.prepare(session, period)
        exact, protected = prepared.exact, prepared.protected
    about = _about(session, submitted)
    words = Words(session.lists)
    used = periods.tables(submitted.table_set) if submitted else periods.tables()
    return desk_book(used, exact, None if intern else protected, words, about, period)


def export(session: Session, period: Period, ending: str, *, intern: bool) -> bytes:
    """Return the content of a file with one of the ``ENDINGS``."""
    return book_bytes(period_book(session, period, intern=intern), ending, moment=session.clock.now())


def write_file(session: Session, period: Period, path: Path, *, intern: bool) -> None:
    """Log it and write a period to ``path``, its ending says how; raise UnknownEnding or StorageError."""
    ending = ending_of(path)
    kind = f"statistics.{'intern' if intern else 'public'}.{ending}"
    export_file(session, path, export(session, period, ending, intern=intern), kind)


def book_bytes(book: Book, ending: str, *, moment: datetime) -> bytes:
    """Return a book as the content of a file with one of the ``ENDINGS``; ``moment`` is noted as its creation."""
    if ending == "xlsx":
        from mfd_desktop.statistics.workbook import workbook

        return workbook(book, moment)
    if ending == "csv":
        from mfd_desktop.statistics.csv_export import csv_table

        return csv_table(book)
    if ending == "json":
        from mfd_desktop.statistics.json_export import json_book

        return json_book(book)
    from mfd_desktop.app.documents import pdf_of
    from mfd_desktop.statistics.report import report

    return pdf_of(report(book), moment=moment)


def _about(session: Session, submitted: Frozen | None) -> About:
    with session.vault.read() as db:
        office = read_office(db)
    day = datetime.fromisoformat(submitted.submitted).astimezone().date() if submitted else None
    revision = submitted.revision if submitted else 0
    share = periods.desk_of(office).fte
    if office is None:
        return About("", "", "", share, session.clock.today(), day, revision)
    return About(office.name, office.carrier, office.desk, share, session.clock.today(), day, revision)
