"""Reading a spreadsheet: which table, which row holds the headings, what is merged, which formulas have no value."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app.importing_formulas import formulas_without_value
from mfd_desktop.app.importing_headings import guess_mapping
from mfd_desktop.domain.errors import SheetUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

Cell = str | int | float | bool | date | datetime | time | timedelta
Place = tuple[int, int]
Range = tuple[Place, Place]

MOST_ROWS = 50_000
LARGEST_FILE = 200 * 1024 * 1024
_SEARCHED_FOR_HEADINGS = 40
_TEXT_FILES = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read: the texts of row ``heading_row`` and the rows below that hold anything.

    ``covered`` are cells (row number, column from 0) hidden in a merged range, ``spread`` the columns without a
    heading of their own because the one before is merged over them, ``without_value`` cells whose formula has none.
    """

    path: Path
    tab: str
    tabs: tuple[str, ...]
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    covered: frozenset[Place] = frozenset()
    spread: frozenset[int] = frozenset()
    without_value: frozenset[Place] = frozenset()


def read_sheet(path: Path, tab: str | None = None) -> Sheet:
    """Read a table of an .xlsx, .xlsm, .xls, .ods or .csv file; nothing in it is ever run.

    Without ``tab`` the first table with a heading for names is taken, else the first that is not empty. Raises
    SheetUnreadable (``missing``, ``format``, ``empty``, ``too_many_rows``).
    """
    try:
        size = path.stat().st_size
    except OSError:
        raise SheetUnreadable(path, "missing") from None
    if not path.is_file() or size > LARGEST_FILE:
        raise SheetUnreadable(path, "format")
    if path.suffix.lower() in _TEXT_FILES:
        return _sheet(path, "", (), _read_text(path), ())
    return _read_workbook(path, tab)


def _read_workbook(path: Path, tab: str | None) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook

    # A damaged file makes the reader raise its own errors, and those of Rust's zip and text layers as OSError.
    try:
        workbook = CalamineWorkbook.from_path(path)
        tabs = tuple(workbook.sheet_names)
        found = None
        for name in (tab,) if tab in tabs else _visible(workbook):
            table = workbook.get_sheet_by_name(name)
            if table.end is None:
                continue
            sheet = _read_table(path, name, tabs, table)
            if tab is not None or "family_name" in guess_mapping(sheet.headings).values():
                found = sheet
                break
            found = found or sheet
    except (CalamineError, OSError, ValueError):
        raise SheetUnreadable(path, "format") from None
    if found is None:
        raise SheetUnreadable(path, "empty")
    holes = formulas_without_value(path, tabs.index(found.tab), found.rows[-1].number if found.rows else 0)
    return Sheet(
        found.path, found.tab, found.tabs, found.heading_row, found.headings, found.rows, found.covered,
        found.spread, frozenset(place for place in holes if place[0] > found.heading_row),
    )  # fmt: skip


def _visible(workbook: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetVisibleEnum

    names = [entry.name for entry in workbook.sheets_metadata if entry.visible == SheetVisibleEnum.Visible]
    return names or list(workbook.sheet_names)


def _read_table(path: Path, name: str, tabs: tuple[str, ...], table: CalamineSheet) -> Sheet:
    try:
        merged = table.merged_cell_ranges or []
    except (NotImplementedError, ValueError):
        merged = []
    return _sheet(path, name, tabs, table.to_python(skip_empty_area=False), merged)


def _read_text(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetUnreadable(path, "format")
    if "\0" in text:
        raise SheetUnreadable(path, "format")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise SheetUnreadable(path, "format") from None


def _sheet(
    path: Path, tab: str, tabs: tuple[str, ...], cells: Sequence[Sequence[Cell]], merged: Sequence[Range]
) -> Sheet:
    rows = [Row(number, tuple(row)) for number, row in enumerate(cells, 1) if any(map(_filled, row))]
    if not rows:
        raise SheetUnreadable(path, "empty")
    head = _heading_row(rows)
    below = tuple(row for row in rows if row.number > head.number)
    if not below:
        raise SheetUnreadable(path, "empty")
    if len(below) > MOST_ROWS:
        raise SheetUnreadable(path, "too_many_rows")
    headings = tuple(" ".join(str(cell).split()) for cell in head.cells)
    covered = frozenset(_covered(merged, head.number, below[-1].number, len(headings)))
    spread = frozenset(column for row, column in covered if row == head.number)
    return Sheet(path, tab, tabs, head.number, headings, below, frozenset(covered), spread)


def _filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _heading_row(rows: Sequence[Row]) -> Row:
    """Return the row with the most known headings, or the first with two texts, or the first of all."""
    best, most = None, 0
    for row in rows[:_SEARCHED_FOR_HEADINGS]:
        known = len(guess_mapping([str(cell) for cell in row.cells]))
        if known > most:
            best, most = row, known
    if best is not None:
        return best
    texts = (row for row in rows if sum(isinstance(cell, str) and _filled(cell) for cell in row.cells) >= 2)
    return next(texts, rows[0])


def _covered(merged: Iterable[Range], first: int, last: int, width: int) -> Iterable[Place]:
    for (top, left), (bottom, right) in merged:
        for row in range(max(top + 1, first), min(bottom + 1, last) + 1):
            for column in range(left, min(right, width - 1) + 1):
                if (row, column) != (top + 1, left):
                    yield row, column
