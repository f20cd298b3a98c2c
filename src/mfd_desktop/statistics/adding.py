"""Adding up the contributions of several desks: sums, cautious intervals, and never a figure for a missing desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mfd_desktop.domain.periods import Period
    from mfd_desktop.statistics.cell_key import Perturbation
    from mfd_desktop.statistics.payload import Contribution
    from mfd_desktop.statistics.table_set import Tables

QUANTILE = 1.96
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class StateCell:
    """A sum of figures over ``desks`` desks. ``low`` and ``high``: cautious interval; both the sum if exact."""

    total: int
    desks: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class StateTable:
    """One table in one form: cells, and the desks and hundredths of posts that gave it."""

    id: str
    coarse: bool
    cells: Mapping[str, StateCell]
    desks: int
    fte: int


@dataclass(frozen=True, slots=True)
class StateTables:
    """The sum of the contributions of a period. Desks are named as the caller names them.

    Fine and coarse forms of a table are summed up apart, for the two cannot be made one without guessing.
    """

    period: Period
    headline: Mapping[str, StateCell]
    tables: tuple[StateTable, ...]
    counted: tuple[str, ...]
    missing: tuple[str, ...]
    fte: int
    without_fte: tuple[str, ...] = field(default=())


@dataclass(slots=True)
class _Sum:
    total: int = 0
    desks: int = 0

    def add(self, value: int) -> None:
        self.total += value
        self.desks += 1


def add_up(
    parts: Mapping[str, Contribution],
    tables: Tables,
    method: Perturbation,
    *,
    period: Period,
    expected: Iterable[str] = (),
) -> StateTables:
    """Return the sums of the contributions of one period, by the name of the desk.

    ``expected`` are the desks that should have reported; those without a contribution are named as missing.
    """
    headline: dict[str, _Sum] = {}
    sums: dict[tuple[str, bool], dict[str, _Sum]] = {}
    givers: dict[tuple[str, bool], list[str]] = {}
    for desk, part in parts.items():
        for name, value in part.counts.headline.items():
            headline.setdefault(name, _Sum()).add(value)
        for name, cells in part.counts.tables.items():
            form = (name, name in part.counts.coarse)
            givers.setdefault(form, []).append(desk)
            table = sums.setdefault(form, {})
            for cell, value in cells.items():
                table.setdefault(cell, _Sum()).add(value)
    return StateTables(
        period,
        {name: _cell(found, method) for name, found in headline.items()},
        tuple(_tables(tables, sums, givers, parts, method)),
        tuple(parts),
        tuple(desk for desk in expected if desk not in parts),
        sum(part.fte for part in parts.values()),
        tuple(desk for desk, part in parts.items() if not part.fte),
    )


def interval(total: int, desks: int, method: Perturbation) -> tuple[int, int]:
    """Return the cautious 95 % interval of a sum over desks, rounded outwards and never below zero."""
    half = QUANTILE * sqrt(method.variance / 100 * desks)
    return max(0, floor(total - half)), ceil(total + half)


def _tables(
    tables: Tables,
    sums: Mapping[tuple[str, bool], Mapping[str, _Sum]],
    givers: Mapping[tuple[str, bool], list[str]],
    parts: Mapping[str, Contribution],
    method: Perturbation,
) -> Iterable[StateTable]:
    for table in tables.tables:
        exact = frozenset(table.fine.cells) - set(table.definition.keyed) if table.is_exact else frozenset()
        for coarse in (False, True):
            form = (table.id, coarse)
            if form not in sums:
                continue
            cells = {
                name: _exact(sums[form][name]) if name in exact else _cell(sums[form][name], method)
                for name in table.form(coarse=coarse).cells
                if name in sums[form]
            }
            desks = givers[form]
            yield StateTable(table.id, coarse, cells, len(desks), sum(parts[desk].fte for desk in desks))


def _cell(found: _Sum, method: Perturbation) -> StateCell:
    return StateCell(found.total, found.desks, *interval(found.total, found.desks, method))


def _exact(found: _Sum) -> StateCell:
    return StateCell(found.total, found.desks, found.total, found.total)
