"""The sum over a network as files: workbook, CSV, JSON, PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import periods
from mfd_desktop.app.leaving import export_file
from mfd_desktop.app.period_files import book_bytes, ending_of
from mfd_desktop.app.wording_network import printable, skip_reason
from mfd_desktop.statistics.book import Words, state_book

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.aggregating import Aggregate
    from mfd_desktop.app.session import Session


def state_file_name(found: Aggregate, ending: str) -> str:
    """Return the name proposed for a file."""
    return f"MFD-Verbund-{found.period}.{ending}"


def skipped_files(found: Aggregate) -> tuple[tuple[str, str], ...]:
    """Return file and reason in words of everything that does not count; the folder only where there are several."""
    folders = {skipped.folder for skipped in found.skipped}
    folders |= {folder for report in found.reports for folder in report.folders}
    return tuple(
        (
            printable(str(skipped.folder / skipped.path) if len(folders) > 1 else skipped.path),
            skip_reason(skipped.reason),
        )
        for skipped in found.skipped
    )


def state_bytes(session: Session, found: Aggregate, ending: str) -> bytes:
    """Return the content of a file with one of the ``period_files.ENDINGS``."""
    book = state_book(
        periods.tables(),
        found.tables,
        Words(session.lists),
        network=found.network,
        made=session.clock.today(),
        skipped=skipped_files(found),
        shares=[(report.label, report.fte) for report in found.reports],
    )
    return book_bytes(book, ending, moment=session.clock.now())


def write_state_file(session: Session, found: Aggregate, path: Path) -> None:
    """Log it and write the sum to ``path``, its ending says how; raise UnknownEnding or StorageError."""
    ending = ending_of(path)
    export_file(session, path, state_bytes(session, found, ending), f"network.{ending}")
