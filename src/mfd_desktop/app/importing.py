"""Taking clients over from a spreadsheet: preview, dry run, duplicates, all or nothing, undo as a whole.

An imported client gets a case opened today: a case begins with its first contact here, and what was counted before was
counted elsewhere. Wording of the summary: ``importing_summary``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.importing_headings import guess_mapping, label_of, targets
from mfd_desktop.app.importing_rows import RowReader
from mfd_desktop.app.importing_sheet import MOST_ROWS, Sheet, read_sheet
from mfd_desktop.app.importing_summary import ImportResult, RowReport, row_line, summary_lines
from mfd_desktop.domain.errors import CannotUndo, SheetUnreadable
from mfd_desktop.vault import bulk, desk, duplicates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from mfd_desktop.app.importing_rows import Candidate
    from mfd_desktop.app.importing_summary import Outcome
    from mfd_desktop.app.session import Session

__all__ = [
    "MOST_ROWS", "ImportResult", "PastImport", "PreviewRow", "RowReport", "Sheet", "guess_mapping", "import_clients",
    "label_of", "last_imports", "preview", "read_sheet", "row_line", "summary_lines", "targets", "undo_import",
]  # fmt: skip

PREVIEW_ROWS = 50
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it would be taken: the texts by target and what is to be said about it."""

    texts: Mapping[str, str]
    report: RowReport


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import: ``rows`` clients were taken at ``taken`` (UTC)."""

    batch: str
    taken: datetime
    rows: int
    undone: bool


class _Stopped(Exception):
    """Leaves the transaction without a trace."""


def import_clients(
    session: Session,
    sheet: Sheet,
    *,
    dry_run: bool = False,
    mapping: Mapping[int, str] | None = None,
    take_duplicates: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    initiator: object = None,
) -> ImportResult:
    """Take over the rows of ``sheet``, all in one transaction or, with ``dry_run``, none.

    ``mapping`` is target by column (default: guessed from the headings). Rows without a name are left out, and so are
    possible duplicates (of another row or of a client in the vault) unless ``take_duplicates``. ``progress`` is called
    with steps done and steps in all; when ``cancelled`` returns True, or either raises, nothing was imported. Raises
    SheetUnreadable (``no_name_column``).
    """
    chosen = guess_mapping(sheet.headings) if mapping is None else mapping
    _ask_for_names(sheet, chosen)
    steps = _Steps(len(sheet.rows) * (1 if dry_run else 2), progress, cancelled)
    taken: list[Candidate] = []
    reports: list[RowReport] = []
    batch = None
    try:
        for candidate, report in _judged(session, sheet, chosen):
            steps.ask()
            reports.append(report)
            if report.outcome == "taken" or (report.outcome == "duplicate" and take_duplicates):
                taken.append(candidate)
            if len(reports) % _CHUNK == 0:
                steps.at(len(reports))
        if taken and not dry_run:
            batch = _write(session, taken, steps)
    except (_Stopped, bulk.Interrupted):
        return ImportResult.stopped(dry_run=dry_run)
    if batch is not None:
        session.announce(changed("client", "case"), initiator)
    return ImportResult.of(sheet, chosen, taken, reports, batch, dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Tells how far the work is and stops it when asked to."""

    total: int
    progress: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None

    @property
    def stopped(self) -> bool:
        return self.cancelled is not None and self.cancelled()

    def ask(self) -> None:
        if self.stopped:
            raise _Stopped

    def at(self, done: int) -> None:
        self.of(done, self.total)

    def of(self, done: int, total: int) -> None:
        self.ask()
        if self.progress is not None:
            self.progress(done, total)


def _ask_for_names(sheet: Sheet, mapping: Mapping[int, str]) -> None:
    if not {"family_name", "given_name"} & set(mapping.values()):
        raise SheetUnreadable(sheet.path, "no_name_column")


def _judged(session: Session, sheet: Sheet, mapping: Mapping[int, str]) -> Iterator[tuple[Candidate, RowReport]]:
    """Yield every row with what becomes of it, if possible duplicates are left out."""
    reader = RowReader(sheet, mapping, session.lists, session.clock.today())
    with session.vault.read() as db:
        known = duplicates.known_people(db)
        numbers = duplicates.newest_case_numbers(db)
    inside: duplicates.KnownPeople[int] = duplicates.KnownPeople()
    same: dict[tuple[object, ...], int] = {}
    for row in sheet.rows:
        candidate = reader.read(row)
        if not candidate.has_name:
            yield candidate, RowReport(row.number, "skipped", candidate.problems)
            continue
        person = candidate.identity
        twin = same.get(row.cells) or inside.find(*person)
        client = known.find(*person)
        same.setdefault(row.cells, row.number)
        inside.add(row.number, *person)
        outcome: Outcome = "taken" if twin is None and client is None else "duplicate"
        case = numbers.get(client, "") if client else ""
        yield candidate, RowReport(row.number, outcome, candidate.problems, candidate.is_draft, twin, case)


def _write(session: Session, taken: list[Candidate], steps: _Steps) -> str:
    with session.vault.write() as db, bulk.roomy(db), bulk.stoppable(db, lambda: steps.stopped):
        batch = desk.add_batch(db, session.clock.now(), len(taken))
        origin = session.origin(f"import:{batch}")
        for start in range(0, len(taken), _CHUNK):
            bulk.add_people(db, origin, [candidate.person for candidate in taken[start : start + _CHUNK]])
            # Rows judged are one half; those left out were done with then.
            steps.at(steps.total - max(len(taken) - start - _CHUNK, 0))
    return batch


def preview(sheet: Sheet, mapping: Mapping[int, str], session: Session) -> tuple[PreviewRow, ...]:
    """Return the first rows as they would be taken. Raises SheetUnreadable (``no_name_column``)."""
    _ask_for_names(sheet, mapping)
    rows = []
    for candidate, report in _judged(session, sheet, mapping):
        rows.append(PreviewRow(candidate.texts, report))
        if len(rows) == PREVIEW_ROWS:
            break
    return tuple(rows)


def last_imports(session: Session) -> tuple[PastImport, ...]:
    """Return all imports, newest first."""
    with session.vault.read() as db:
        return tuple(PastImport(*found) for found in desk.batches(db))


def undo_import(
    session: Session,
    batch: str,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    initiator: object = None,
) -> int | None:
    """Take an import back as a whole and return how many clients went; 0 if it was undone already.

    ``progress`` and ``cancelled`` as for ``import_clients``; None means it was cancelled and nothing was changed.
    Raises CannotUndo if anybody of it was worked on since; then nothing was changed.
    """
    steps = _Steps(0, progress, cancelled)
    try:
        with session.vault.write() as db, bulk.roomy(db), bulk.stoppable(db, lambda: steps.stopped):
            touched = desk.worked_on(db, batch)
            if touched:
                raise CannotUndo(touched)
            gone = desk.undo_batch(db, batch, session.clock.now(), steps.of)
    except (_Stopped, bulk.Interrupted):
        return None
    session.announce(changed("client", "case"), initiator)
    return gone
