"""Each rule of the contribution, and what an outsider can and cannot see."""

from collections.abc import Callable

import pytest

from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.cell_key import Perturbation
from mfd_desktop.statistics.counting import count_exact, count_headline, count_table
from mfd_desktop.statistics.protection import (
    Desk,
    NoRevision,
    Reason,
    Release,
    coarse_tables,
    no_revision,
    protect,
    too_close,
    withheld,
)
from mfd_desktop.statistics.records import Records
from mfd_desktop.statistics.table_set import Tables
from mfd_desktop.statistics.units import OF_PERSONS

QUARTER, HALF, YEAR = Period(2026, "Q", 3), Period(2026, "H", 2), Period(2026)
DESK = Desk(100, "07315")
PERSON_TABLES = {"T-KON-3", "T-KON-4", *(f"T-PER-{number}" for number in range(1, 8))}
STRUCTURAL = {"T-STR-1", "T-STR-2", "T-STR-3"}


def release(
    persons: frozenset[str],
    period: Period | None = None,
    revision: int = 0,
    coarse: frozenset[str] = frozenset(),
    *,
    person_tables: bool = True,
) -> Release:
    return Release(period or Period(2026, "Q", 2), revision, persons, person_tables, coarse)


def people(first: int, last: int) -> frozenset[str]:
    return frozenset(f"{number:032x}" for number in range(first, last))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("coarse", [False, True])
def test_every_published_count_is_a_cell_changed_by_at_most_four(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records], seed: int, coarse: bool
) -> None:
    records = records_of(seed, YEAR)
    desk = Desk(40 if coarse else 100, "07315")
    given = protect(tables, method, records, YEAR, desk)
    changed = 0
    for table in tables.tables:
        true = count_table(table, records, YEAR, coarse=coarse and table.coarse is not None, keyed=False) or {}
        for cell, number in given.tables[table.id].items():
            if table.is_exact and cell not in table.definition.keyed:
                assert number == true[cell].count
                continue
            assert number not in (1, 2)
            assert abs(number - true[cell].count) <= 4
            assert number == 0 or true[cell].count
            changed += number != true[cell].count
    totals = count_headline(records)
    assert all(abs(given.headline[name] - cell.count) <= 4 for name, cell in totals.items())
    assert given.headline.keys() == totals.keys()
    assert changed > 20


def test_the_same_records_give_the_same_figures_for_ever(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    first = protect(tables, method, records_of(8), QUARTER, DESK)
    records = records_of(8)
    again = Records(tuple(reversed(records.contacts)), tuple(reversed(records.persons)), records.cases,
                    records.procedures, records.notices, records.remedies, records.referrals, records.management,
                    records.incidents, records.activities)  # fmt: skip
    assert protect(tables, method, again, QUARTER, DESK) == first


@pytest.mark.parametrize("fte", [100, 40])
def test_each_partition_leaves_its_residual_out(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records], fte: int
) -> None:
    given = protect(tables, method, records_of(1, YEAR), YEAR, Desk(fte, "07211"))
    for table in tables.tables:
        form = table.form(coarse=fte < 50)
        left_out = set(form.cells) - given.tables[table.id].keys()
        assert left_out == form.unpublished("07211")
        assert bool(left_out) == ((not table.is_exact and table.unit != "case") or table.id == "T-FAL-2")
    if fte == 100:
        assert set(tables["T-PER-4"].fine.cells) - given.tables["T-PER-4"].keys() == {"07211"}
        missing = set(tables["T-ASY-3"].fine.cells) - given.tables["T-ASY-3"].keys()
        assert missing == {f"{kind}/yes" for kind in ("claim", "urgent", "appeal", "objection", "other")}
        assert set(tables["T-PER-1"].fine.cells) - given.tables["T-PER-1"].keys() == {"m/A4"}
    else:
        assert set(tables["T-PER-4"].coarse.cells) - given.tables["T-PER-4"].keys() == {"west"}  # type: ignore[union-attr]


def test_an_own_district_outside_the_list_leaves_the_rest_out(tables: Tables) -> None:
    assert tables["T-PER-4"].fine.unpublished("") == {"unknown"}


def test_under_ten_persons_only_totals_and_structural_work_go_out(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    given = protect(tables, method, records_of(2, YEAR, persons=9), YEAR, DESK)
    assert given.tables.keys() == STRUCTURAL
    assert set(given.withheld.values()) == {Reason.FEW_PERSONS}
    assert "persons" in given.headline
    assert protect(tables, method, records_of(2, YEAR, persons=10), YEAR, DESK).withheld == {}


def test_rare_tables_go_out_by_half_year_and_year(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    rare = {table.id for table in tables.tables if table.definition.every == "half_year"}
    assert len(rare) == 9
    quarter = protect(tables, method, records_of(2), QUARTER, DESK)
    assert {name for name, reason in quarter.withheld.items() if reason == Reason.HALF_YEAR} == rare
    assert not protect(tables, method, records_of(2, HALF), HALF, DESK).withheld


def test_what_cannot_be_recorded_is_said_and_not_withheld(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    given = protect(tables, method, records_of(2, persons=3, everything=False), QUARTER, DESK)
    assert set(given.not_recorded) == {"T-ASY-2", "T-ASY-3", "T-DIS-1", "T-DIS-2", "T-DIS-3", "T-FAL-3"}
    assert not set(given.not_recorded) & given.withheld.keys()
    assert not set(given.not_recorded) & given.tables.keys()


@pytest.mark.parametrize("difference", [0, 1, 9, 10, 25])
@pytest.mark.parametrize("where", ["before", "now"])
def test_person_tables_wait_when_an_earlier_release_differs_by_one_to_nine_persons(
    tables: Tables, difference: int, where: str
) -> None:
    now, before = people(0, 40), people(0, 40)
    if where == "now":
        now = people(0, 40 + difference)
    else:
        before = people(0, 40 + difference)
    closed = withheld(tables, HALF, now, [release(before), release(people(500, 900), YEAR)])
    expected = PERSON_TABLES if 0 < difference < 10 else set()
    assert closed == dict.fromkeys(expected, Reason.DIFFERENCING)
    assert {table.id for table in tables.tables if table.unit in OF_PERSONS} == PERSON_TABLES


def test_persons_gone_and_persons_come_differ_both() -> None:
    assert too_close(people(0, 40), [release(people(4, 44))]) != ()
    assert too_close(people(0, 40), [release(people(5, 45))]) == ()


def test_a_release_without_person_tables_gives_nothing_to_compare(tables: Tables) -> None:
    assert not withheld(tables, HALF, people(0, 12), [release(people(0, 5), person_tables=False)])


def test_the_reason_reaches_the_figures(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    records = records_of(1, HALF)
    before = frozenset(row.id for row in records.persons[:-1])
    given = protect(tables, method, records, HALF, DESK, [release(before)])
    assert given.withheld == dict.fromkeys(PERSON_TABLES, Reason.DIFFERENCING.value)
    assert given.tables["T-KON-1"]


def test_a_revision_comes_once_and_needs_ten_persons() -> None:
    first = release(people(0, 40), QUARTER)
    assert no_revision(people(0, 49), [first]) is NoRevision.FEW_CHANGED
    assert no_revision(people(0, 40), [first]) is NoRevision.FEW_CHANGED
    assert no_revision(people(0, 50), [first]) is None
    assert no_revision(people(5, 45), [first]) is None
    second = release(people(0, 50), QUARTER, 1)
    assert no_revision(people(0, 99), [second, first]) is NoRevision.REVISED


def test_the_coarse_form_follows_the_share_of_a_post_and_never_the_records(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    protected = {table.id for table in tables.tables if not table.is_exact}
    assert coarse_tables(tables, QUARTER, Desk(49, ""), ()) == protected
    assert coarse_tables(tables, QUARTER, Desk(50, ""), ()) == frozenset()
    assert coarse_tables(tables, QUARTER, Desk(0, ""), ()) == frozenset()
    small, large = records_of(1, YEAR, persons=10), records_of(1, YEAR, persons=400)
    for desk in (Desk(40, "07315"), DESK):
        assert protect(tables, method, small, YEAR, desk).coarse == protect(tables, method, large, YEAR, desk).coarse


def test_once_coarse_coarse_for_the_rest_of_the_year(tables: Tables) -> None:
    before = [release(people(0, 40), Period(2026, "Q", 1), coarse=frozenset({"T-PER-1"}))]
    assert coarse_tables(tables, HALF, DESK, before) == {"T-PER-1"}
    assert coarse_tables(tables, YEAR, DESK, before) == {"T-PER-1"}
    assert coarse_tables(tables, Period(2027, "Q", 1), DESK, before) == frozenset()


def test_volunteers_are_protected_in_an_exact_table(
    tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    published = set()
    for seed in range(12):
        records = records_of(seed)
        true = count_exact(tables, records, QUARTER).tables["T-STR-2"]
        given = protect(tables, method, records, QUARTER, DESK).tables["T-STR-2"]
        assert {name: given[name] for name in ("hours", "trainings", "trained")} == {
            name: true[name] for name in ("hours", "trainings", "trained")
        }
        published.add(given["volunteers"] - true["volunteers"])
    assert len(published) > 2


def test_a_report_of_which_only_the_number_is_known_is_close_within_twenty() -> None:
    known = Release(Period(2026, "Q", 2), 0, frozenset(), True, frozenset(), headcount=100)
    for persons, close in ((81, True), (100, True), (119, True), (120, False), (80, False)):
        assert known.is_close(frozenset(str(number) for number in range(persons))) is close
