"""What the screen Statistik shows of a period: figures in words, what is not counted, and where the period stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mfd_desktop.app import periods
from mfd_desktop.app.period_files import period_book
from mfd_desktop.content.period_names import period_words
from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.book import UNPUBLISHED, Kind, grid
from mfd_desktop.vault.periods import Draft as Draft
from mfd_desktop.vault.periods import read_drafts

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.statistics.book import Sheet


@dataclass(frozen=True, slots=True)
class TableView:
    """One table: heading and rows of texts, the figures written out.

    ``status`` is ``published``, or why there are no rows (``why_empty`` says it in a sentence).
    """

    id: str
    title: str
    unit: str
    definition: str
    notes: str
    status: str
    why_empty: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A period, intern or for others.

    note: what this kind of figures means; standing: how far they are fixed. figures: headline totals with their words.
    submitted: day of the newest release, None while the period is open; revision: 1 for a revised one. running: the
    period has not ended.
    """

    period: Period
    words: str
    intern: bool
    note: str
    standing: str
    figures: tuple[tuple[str, str], ...]
    tables: tuple[TableView, ...]
    definitions: tuple[tuple[str, str], ...]
    submitted: date | None
    revision: int
    running: bool


def view(session: Session, period: Period, *, intern: bool) -> PeriodView:
    """Return what there is to see of a period; a submitted one with the figures frozen then."""
    book = period_book(session, period, intern=intern)
    frozen = periods.frozen(session, period)
    return PeriodView(
        period,
        period_words(period),
        intern,
        book.notes[0],
        book.notes[1],
        tuple((value.labels[0], _figure(value.number)) for value in book.headline),
        tuple(_table(sheet, book.kind) for sheet in book.sheets),
        book.definitions,
        datetime.fromisoformat(frozen.submitted).astimezone().date() if frozen else None,
        frozen.revision if frozen else 0,
        period.last >= session.clock.today(),
    )


def drafts(session: Session, period: Period) -> tuple[Draft, ...]:
    """Return what is not counted in a period because something in it is missing or invalid."""
    with session.vault.read() as db:
        return read_drafts(db, period)


def step(period: Period, by: int) -> Period:
    """Return the period of the same kind before (-1) or after (1)."""
    each = {"Q": 4, "H": 2, "": 1}[period.kind]
    year, number = divmod(period.year * each + period.number - 1 + by, each)
    return Period(year, period.kind, number + 1)


def containing(day: date, kind: str) -> Period:
    """Return the quarter (``Q``), half-year (``H``) or year (empty) that holds a day."""
    months = {"Q": 3, "H": 6, "": 12}[kind]
    return Period(day.year, kind, (day.month - 1) // months + 1)


def _table(sheet: Sheet, kind: Kind) -> TableView:
    heading: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    if sheet.values:
        heading, found = grid(sheet, kind)
        rows = tuple((label, *map(_figure, figures)) for label, figures in found)
    return TableView(
        sheet.id, sheet.title, sheet.unit, sheet.definition, " ".join(sheet.notes), sheet.status, sheet.why_empty,
        heading, rows,
    )  # fmt: skip


def _figure(number: int | None) -> str:
    return UNPUBLISHED if number is None else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
