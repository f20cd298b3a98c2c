"""A book as one long table for any database; the columns are described in ``COLUMNS``."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mfd_desktop.statistics.book import Book, Value

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("period", "text", "2026-Q3, 2026-H2 or 2026"),
    ("kind", "text", "intern, weitergabefaehig or summe (sum over desks)"),
    ("table", "text", "id of the table, or headline"),
    ("form", "text", "fine or coarse"),
    ("status", "text", "published; unpublished (residual); not_recorded, few_persons, differencing, half_year"),
    ("code_1", "text", "category of the first dimension"),
    ("label_1", "text", "its label in the language of the file"),
    ("code_2", "text", "category of the second dimension, if any"),
    ("label_2", "text", "its label"),
    ("value", "integer", "the figure; empty if it is not published"),
    ("low", "integer", "sum over desks: cautious interval, from"),
    ("high", "integer", "sum over desks: cautious interval, to"),
    ("desks", "integer", "sum over desks: desks that gave this figure"),
)
"""Name, type and meaning of each column. UTF-8, comma, quotes as in RFC 4180."""


def csv_table(book: Book) -> bytes:
    """Return the whole book as CSV with a heading; tables without figures have one row that says why."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _type, _meaning in COLUMNS])
    writer.writerows(_rows(book))
    return out.getvalue().encode()


def _rows(book: Book) -> Iterator[list[object]]:
    begin: list[object] = [str(book.period), book.kind.value]
    for value in book.headline:
        yield [*begin, "headline", "fine", *_value(value)]
    for sheet in book.sheets:
        place = [*begin, sheet.id, "coarse" if sheet.coarse else "fine"]
        if not sheet.values:
            yield [*place, sheet.status, *[""] * 8]
        for value in sheet.values:
            yield [*place, *_value(value)]


def _value(value: Value) -> list[object]:
    pairs = [part for pair in zip(value.codes, value.labels, strict=True) for part in pair]
    numbers = ["" if number is None else number for number in (value.number, value.low, value.high, value.desks)]
    return ["unpublished" if value.number is None else "published", *pairs, *[""] * (4 - len(pairs)), *numbers]
