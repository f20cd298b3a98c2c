"""What may leave the desk: the rules of the contribution against telling anything about single persons.

Rule 1: totals are cells. 2: the residual of each partition stays unpublished. 3: under ten persons headline figures
only. 4: frozen periods, one revision, and no person tables where an earlier release differs by fewer than ten persons.
5: cell keys. 6: categories by public figures. 7: the coarse form follows the desk's share of a post, for the whole
year. 8 (intervals) is in ``adding``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.statistics.counting import Counts, count_headline, count_table
from mfd_desktop.statistics.units import OF_PERSONS, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mfd_desktop.domain.periods import Period
    from mfd_desktop.statistics.cell_key import Perturbation
    from mfd_desktop.statistics.records import Records
    from mfd_desktop.statistics.table_set import Table, Tables

FEWEST = 10
"""Persons a period needs, and by how many two releases must differ if they differ at all."""


class Reason(StrEnum):
    """Why a table is not given out."""

    FEW_PERSONS = "few_persons"
    DIFFERENCING = "differencing"
    HALF_YEAR = "half_year"


class NoRevision(StrEnum):
    """Why a submitted period cannot be revised."""

    REVISED = "revised"
    FEW_CHANGED = "few_changed"
    UNKNOWN = "unknown"
    """Who was counted is not known any more."""


@dataclass(frozen=True, slots=True)
class Release:
    """What the desk gave out before: its persons, whether person tables were among it, and the coarse tables.

    headcount: how many persons, where it is not known any more who; then ``persons`` is empty.
    """

    period: Period
    revision: int
    persons: frozenset[str]
    person_tables: bool
    coarse: frozenset[str]
    headcount: int | None = None

    def is_close(self, persons: frozenset[str]) -> bool:
        """Tell whether one to nine persons may differ: not if the numbers alone, one blurred, do by 20."""
        if self.headcount is None:
            return 0 < len(persons ^ self.persons) < FEWEST
        return abs(len(persons) - self.headcount) < 2 * FEWEST


@dataclass(frozen=True, slots=True)
class Desk:
    """What the rules need to know of the desk: hundredths of a full post (0: not known), AGS of the office."""

    fte: int
    district: str


def coarse_tables(tables: Tables, period: Period, desk: Desk, releases: Iterable[Release]) -> frozenset[str]:
    """Return the ids of the tables that go out coarse: by the desk's share of a post, and for the rest of the year.

    A share that is not known is taken for a full post.
    """
    before = {name for release in releases if release.period.year == period.year for name in release.coarse}
    return frozenset(
        table.id
        for table in tables.tables
        if table.coarse is not None and (0 < desk.fte < table.definition.coarse_below or table.id in before)
    )


def too_close(persons: frozenset[str], releases: Iterable[Release]) -> tuple[Release, ...]:
    """Return the earlier releases with person tables from which these persons differ by one to nine."""
    return tuple(release for release in releases if release.person_tables and release.is_close(persons))


def withheld(tables: Tables, period: Period, persons: frozenset[str], releases: Iterable[Release]) -> dict[str, Reason]:
    """Return the ids of the tables that are not given out, each with the reason."""
    close = bool(too_close(persons, releases))
    found = {table.id: _reason(table, period, len(persons), close=close) for table in tables.tables}
    return {name: reason for name, reason in found.items() if reason is not None}


def _reason(table: Table, period: Period, persons: int, *, close: bool) -> Reason | None:
    if table.definition.every == "half_year" and period.kind == "Q":
        return Reason.HALF_YEAR
    if persons < FEWEST and not table.is_structural:
        return Reason.FEW_PERSONS
    if close and table.unit in OF_PERSONS:
        return Reason.DIFFERENCING
    return None


def no_revision(persons: frozenset[str], releases: Iterable[Release]) -> NoRevision | None:
    """Return why a period cannot be revised; ``releases`` are those of this period. None: it can, with a reason."""
    found = sorted(releases, key=lambda release: release.revision)
    if len(found) > 1:
        return NoRevision.REVISED
    if found[0].headcount is not None:
        return NoRevision.UNKNOWN
    return NoRevision.FEW_CHANGED if len(persons ^ found[0].persons) < FEWEST else None


def protect(
    tables: Tables,
    method: Perturbation,
    records: Records,
    period: Period,
    desk: Desk,
    releases: Iterable[Release] = (),
) -> Counts:
    """Return the figures that may leave the desk for this period."""
    releases = tuple(releases)
    persons = frozenset(row.id for row in records.persons)
    coarse = coarse_tables(tables, period, desk, releases)
    missing = tuple(table.id for table in tables.tables if rows_of(table.unit, records) is None)
    reasons = withheld(tables, period, persons, releases)
    closed = {name: reason.value for name, reason in reasons.items() if name not in missing}
    published = {
        table.id: protected_cells(table, method, records, period, desk, coarse=table.id in coarse)
        for table in tables.tables
        if table.id not in closed and table.id not in missing
    }
    return Counts(
        {name: method.publish(cell.count, cell.key) for name, cell in count_headline(records).items()},
        published,
        missing,
        tuple(name for name in published if name in coarse),
        closed,
    )


def protected_cells(
    table: Table, method: Perturbation, records: Records, period: Period, desk: Desk, *, coarse: bool
) -> dict[str, int]:
    """Return the cells of one table, whose records can be recorded, as they may be given out."""
    keyed = not table.is_exact or bool(table.definition.keyed)
    counted = count_table(table, records, period, coarse=coarse, keyed=keyed) or {}
    left_out = table.form(coarse=coarse).unpublished(desk.district)
    plain = frozenset(counted) - set(table.definition.keyed) if table.is_exact else frozenset()
    return {
        name: cell.count if name in plain else method.publish(cell.count, cell.key)
        for name, cell in counted.items()
        if name not in left_out
    }
