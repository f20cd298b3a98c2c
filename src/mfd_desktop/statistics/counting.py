"""From records to counts: every table of a set, exact, and with cell keys where it is to be protected."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.canonical import canonical
from mfd_desktop.statistics.cell_key import record_key
from mfd_desktop.statistics.facts import FACTS, Span
from mfd_desktop.statistics.units import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.domain.periods import Period
    from mfd_desktop.statistics.records import Records
    from mfd_desktop.statistics.table_set import Table, Tables

HEADLINE: Mapping[str, tuple[str, str]] = {
    "persons": ("person", "headline/persons"),
    "contacts": ("contact", "headline/contacts"),
    # The same records as the cell F1 of this table: the same key, so that no second look at them is given away.
    "short_contacts": ("short", "T-KON-1"),
    "cases": ("case", "headline/cases"),
    "procedures": ("procedure", "headline/procedures"),
    "referrals": ("referral", "headline/referrals"),
    "incidents": ("incident", "headline/incidents"),
}
"""Headline totals: the unit counted and the id its record keys are derived with."""

HOURS = "hours"
"""The category that adds up minutes and is given in whole hours."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A true count and the sum of the keys of its records."""

    count: int
    key: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of one period, exact or protected; plain integers that can be stored and read back.

    headline: by name; what cannot be recorded yet is missing. tables: by id, then by cell (codes joined by ``/``);
    missing are tables that cannot be recorded yet (``not_recorded``) or are withheld (id to reason). coarse: ids of
    the tables given in their coarse form.
    """

    headline: Mapping[str, int]
    tables: Mapping[str, Mapping[str, int]]
    not_recorded: tuple[str, ...] = ()
    coarse: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the figures as canonical JSON."""
        return canonical({
            "headline": dict(self.headline),
            "tables": {name: dict(cells) for name, cells in self.tables.items()},
            "not_recorded": list(self.not_recorded),
            "coarse": list(self.coarse),
            "withheld": dict(self.withheld),
        }).decode()  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> Counts:
        """Return the figures written by ``to_json``."""
        found: dict[str, Any] = json.loads(text)
        return cls(
            found["headline"],
            found["tables"],
            tuple(found["not_recorded"]),
            tuple(found["coarse"]),
            found["withheld"],
        )


def count_exact(tables: Tables, records: Records, period: Period) -> Counts:
    """Return all tables of a set in their fine form and the headline totals, exact."""
    headline = {name: len(rows) for name, (unit, _) in HEADLINE.items() if (rows := rows_of(unit, records)) is not None}
    counted = {table.id: count_table(table, records, period, keyed=False) for table in tables.tables}
    return Counts(
        headline,
        {
            name: {cell: found.count for cell, found in cells.items()}
            for name, cells in counted.items()
            if cells is not None
        },
        tuple(name for name, cells in counted.items() if cells is None),
    )


def count_table(
    table: Table, records: Records, period: Period, *, coarse: bool = False, keyed: bool = True
) -> dict[str, Cell] | None:
    """Return every cell of a table, with its cell key if ``keyed``; None if its records cannot be recorded yet."""
    rows = rows_of(table.unit, records)
    if rows is None:
        return None
    form = table.form(coarse=coarse)
    fact = FACTS[table.unit, form.facts]
    entries = fact.entries(rows, Span(period.first, period.last))
    keys = _key_sums(entries, rows, table.id) if keyed else {}
    counts, key_sums = dict.fromkeys(form.cells, 0), dict.fromkeys(form.cells, 0)
    for entry, times in Counter(entries).items():
        # Two codes of a record in one category count once.
        cells = {form.cell_of(codes): weight for codes, weight in fact.found(entry) if weight}
        for name, weight in cells.items():
            if name is not None:
                counts[name] += weight * times
                key_sums[name] += keys.get(entry, 0)
    return {name: Cell(_whole(name, count), key_sums[name]) for name, count in counts.items()}


def _key_sums(entries: Sequence[Any], rows: Sequence[Any], table: str) -> dict[Any, int]:
    sums: dict[Any, int] = defaultdict(int)
    for entry, row in zip(entries, rows, strict=True):
        if entry:
            sums[entry] += record_key(row.secret, table)
    return sums


def count_headline(records: Records) -> dict[str, Cell]:
    """Return the headline totals with their cell keys; what cannot be recorded yet is missing."""
    found = {}
    for name, (unit, key_id) in HEADLINE.items():
        rows = rows_of(unit, records)
        if rows is not None:
            found[name] = Cell(len(rows), sum(record_key(row.secret, key_id) for row in rows))
    return found


def _whole(cell: str, count: int) -> int:
    return (count + 30) // 60 if cell.rpartition("/")[2] == HOURS else count
