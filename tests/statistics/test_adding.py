"""Sums over desks, their intervals, and desks that did not report."""

from collections.abc import Callable
from math import sqrt

import pytest

from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.adding import add_up, interval
from mfd_desktop.statistics.cell_key import Perturbation
from mfd_desktop.statistics.payload import Contribution
from mfd_desktop.statistics.protection import Desk, protect
from mfd_desktop.statistics.records import Records
from mfd_desktop.statistics.table_set import Tables

PERIOD = Period(2026, "Q", 3)


@pytest.fixture
def parts(tables: Tables, method: Perturbation, records_of: Callable[..., Records]) -> dict[str, Contribution]:
    """Three desks: two full posts in two districts, a small one in its coarse form."""
    desks = {"Mainz": Desk(100, "07315"), "Trier": Desk(75, "07211"), "Kusel": Desk(40, "07336")}
    return {
        name: Contribution(
            PERIOD, 0, desk.fte, protect(tables, method, records_of(seed, everything=False), PERIOD, desk)
        )
        for seed, (name, desk) in enumerate(desks.items())
    }


def test_cells_are_added_up_over_the_desks_that_gave_them(
    parts: dict[str, Contribution], tables: Tables, method: Perturbation
) -> None:
    state = add_up(parts, tables, method, period=PERIOD)
    found = {(table.id, table.coarse): table for table in state.tables}
    assert (found["T-KON-1", False].desks, found["T-KON-1", False].fte) == (2, 175)
    assert (found["T-KON-1", True].desks, found["T-KON-1", True].fte) == (1, 40)
    for (name, coarse), table in found.items():
        for cell, summed in table.cells.items():
            given = [
                part.counts.tables[name][cell]
                for part in parts.values()
                if cell in part.counts.tables.get(name, {}) and (name in part.counts.coarse) == coarse
            ]
            assert (summed.total, summed.desks) == (sum(given), len(given))
    own = found["T-PER-4", False].cells
    assert (own["07315"].desks, own["07211"].desks, own["07111"].desks) == (1, 1, 2)
    assert state.headline["contacts"].total == sum(part.counts.headline["contacts"] for part in parts.values())
    assert state.fte == 215
    assert state.counted == ("Mainz", "Trier", "Kusel")


def test_exact_tables_have_no_interval_and_no_coarse_form(
    parts: dict[str, Contribution], tables: Tables, method: Perturbation
) -> None:
    state = add_up(parts, tables, method, period=PERIOD)
    found = {(table.id, table.coarse): table for table in state.tables}
    assert ("T-STR-1", True) not in found
    assert found["T-STR-1", False].desks == 3
    assert all(cell.low == cell.total == cell.high for cell in found["T-STR-1", False].cells.values())
    assert all(cell.low < cell.high for cell in found["T-KON-1", False].cells.values())
    volunteers = found["T-STR-2", False].cells["volunteers"]
    assert volunteers.low < volunteers.high


@pytest.mark.parametrize(("total", "desks"), [(100, 1), (100, 3), (2000, 100), (0, 4), (3, 9)])
def test_the_interval_is_that_of_independent_changes_rounded_outwards(
    method: Perturbation, total: int, desks: int
) -> None:
    half = 1.96 * sqrt(2.25 * desks)
    low, high = interval(total, desks, method)
    assert max(0, total - half - 1) <= low <= max(0, total - half)
    assert total + half <= high <= total + half + 1


def test_missing_desks_are_named_and_nothing_is_estimated_for_them(
    parts: dict[str, Contribution], tables: Tables, method: Perturbation
) -> None:
    state = add_up(parts, tables, method, period=PERIOD, expected=["Mainz", "Speyer", "Worms"])
    assert state.missing == ("Speyer", "Worms")
    assert state == add_up(parts, tables, method, period=PERIOD, expected=["Speyer", "Worms"])
    lonely = add_up({}, tables, method, period=PERIOD, expected=["Speyer"])
    assert (lonely.tables, lonely.headline, lonely.fte, lonely.missing) == ((), {}, 0, ("Speyer",))


def test_desks_without_a_share_of_a_post_are_named(
    parts: dict[str, Contribution], tables: Tables, method: Perturbation
) -> None:
    unknown = Contribution(PERIOD, 0, 0, parts["Mainz"].counts)
    state = add_up({"Mainz": unknown, "Trier": parts["Trier"]}, tables, method, period=PERIOD)
    assert (state.fte, state.without_fte) == (75, ("Mainz",))


def test_withheld_tables_of_a_desk_count_for_nobody(
    parts: dict[str, Contribution], tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    few = protect(tables, method, records_of(9, persons=4, everything=False), PERIOD, Desk(100, "07111"))
    state = add_up({**parts, "Koblenz": Contribution(PERIOD, 0, 100, few)}, tables, method, period=PERIOD)
    found = {(table.id, table.coarse): table for table in state.tables}
    assert found["T-PER-3", False].desks == 2
    assert found["T-STR-1", False].desks == 4
    assert state.headline["persons"].desks == 4
