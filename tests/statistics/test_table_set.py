"""The shipped table set against its specification, and the limits a new one must keep."""

import shutil
from pathlib import Path

import pytest

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.paths import resource_path
from mfd_desktop.content.statistics_files import read_categories, read_table_set
from mfd_desktop.statistics.facts import FACTS
from mfd_desktop.statistics.table_set import Tables, limits, load_tables
from mfd_desktop.statistics.units import rows_of

SPECIFIED = """
T-KON-1 contact quarter F2 | T-KON-2 contact quarter K1 | T-KON-3 advised quarter de/none | T-KON-4 advised quarter T17
T-KON-5 contact quarter X1 | T-KON-6 hours quarter - | T-KUR-1 short quarter unknown | T-PER-1 person quarter m/A4
T-PER-2 person quarter TR | T-PER-3 person quarter protection | T-PER-4 person quarter 07315
T-PER-5 person half_year none | T-PER-6 person quarter continued | T-PER-7 person quarter from_5
T-FAL-1 case quarter - | T-FAL-2 case half_year O1 | T-FAL-3 management half_year C4
T-ASY-1 procedure quarter waiting | T-ASY-2 notice half_year B06 | T-ASY-3 remedy half_year claim/yes
T-VER-1 referral quarter R07 | T-VER-2 referral half_year cold/unknown | T-DIS-1 incident half_year everyday
T-DIS-2 incident half_year ethnic_origin | T-DIS-3 incident half_year not_passed | T-STR-1 activity quarter -
T-STR-2 volunteering quarter - | T-STR-3 quality quarter -
"""
EXACT = {"T-KON-6", "T-STR-1", "T-STR-2", "T-STR-3"}


def test_the_shipped_set_holds_every_table_as_specified(tables: Tables) -> None:
    wanted = [line.split() for line in SPECIFIED.replace("|", "\n").strip().splitlines()]
    assert [name for name, *_rest in wanted] == [table.id for table in tables.tables]
    for name, unit, every, residual in wanted:
        table = tables[name]
        assert (table.unit, table.definition.every) == (unit, every), name
        left_out = table.fine.unpublished("07315")
        assert residual in left_out if residual != "-" else not left_out, name
        assert table.is_exact == (name in EXACT)
        assert (table.coarse is None) == table.is_exact
        assert table.definition.definition
    assert tables["T-STR-2"].definition.keyed == ("volunteers",)
    with pytest.raises(KeyError):
        tables["T-XXX-1"]


def test_a_coarse_form_has_no_more_cells_than_the_fine_one(tables: Tables) -> None:
    for table in tables.tables:
        if table.coarse is not None:
            assert len(table.coarse.cells) <= len(table.fine.cells), table.id
            assert len(table.coarse.dimensions) == 1


def test_coarse_categories_leave_no_recorded_code_out(tables: Tables) -> None:
    for table in tables.tables:
        if table.coarse is None:
            continue
        fact = table.coarse.facts[0]
        fine = next(d for d in table.fine.dimensions if (d.fact or d.id) == fact)
        known = {code for category in fine.categories for code in category.recorded}
        for code in known:
            assert table.coarse.cell_of((code,)) is not None, (table.id, code)


def test_every_fact_of_the_code_has_rows(tables: Tables) -> None:
    from mfd_desktop.statistics.records import Records

    for unit, _facts in FACTS:
        rows_of(unit, Records())


def test_sums_are_only_shown_where_they_mean_something(tables: Tables) -> None:
    partitions = {table.id for table in tables.tables if table.fine.is_partition}
    assert {"T-KON-1", "T-PER-1", "T-PER-3", "T-VER-1"} <= partitions
    assert not {"T-KON-4", "T-PER-5", "T-PER-6", "T-FAL-1", "T-STR-1", "T-KON-6"} & partitions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(resource_path("statistics"), tmp_path / "statistics")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "statistics" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


SET, LISTS = "table_set-1.toml", "categories-1.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (SET, 'dimensions = ["form"]', 'dimensions = ["moods"]', "no list of categories 'moods'"),
        (SET, 'dimensions = ["gender", "age"]', 'dimensions = ["gender", "nationality"]', "is not allowed"),
        (SET, 'dimensions = ["gender", "age"]', 'dimensions = ["gender", "age", "need"]', "dimensions"),
        (SET, 'residual = ["F2"]\n', "", "needs a residual"),
        (SET, 'residual = ["F2"]', 'residual = ["F7"]', "no category 'F7'"),
        (SET, 'residual = ["F2"]', 'residual = ["F2", "F3"]', "a code is needed for each dimension"),
        (SET, 'coarse_residual = ["case"]', 'coarse_residual = ["case", "group"]', "a code is needed"),
        (SET, 'coarse = ["form_coarse"]\ncoarse_residual = ["case"]\n', "", "a coarse form is needed"),
        (SET, 'id = "T-KON-2"', 'id = "T-KON-1"', "duplicate table"),
        (SET, 'id = "T-KON-2"', 'id = "Kanal"', "T-"),
        (SET, 'id = "table_set-1"', 'id = "table_set-2"', "the file is named"),
        (SET, 'keyed = ["volunteers"]', 'keyed = ["dreams"]', "only categories of an exact table"),
        (SET, 'title = "Kontakte nach Form"', 'title = "Kontakte nach Form"\nkeyed = ["F1"]', "only categories"),
        (SET, 'every = "quarter"', 'every = "week"', "every"),
        (LISTS, 'id = "channel"\n', 'id = "form"\n', "duplicate dimension"),
        (LISTS, 'rest = "K1"', 'rest = "K0"', "no category 'K0'"),
        (LISTS, '{ code = "F1" }', '{ code = "F 1" }', "bad or duplicate code"),
        (LISTS, '{ code = "F2" }', '{ code = "F1" }', "bad or duplicate code"),
        (LISTS, 'list = "contact_forms"\n', "", "no label"),
        (LISTS, 'of = ["F1", "F4"]', 'of = ["F1", "F2"]', "falls into two categories"),
        (LISTS, 'id = "categories-1"', 'id = "categories-9"', "the file is named"),
        (LISTS, "version = 1", "version = 1\ncolour = 3", "colour"),
    ],
)
def test_what_breaks_a_limit_is_refused_by_name(folder: Path, name: str, old: str, new: str, said: str) -> None:
    change(folder, name, old, new)
    with pytest.raises(ContentError) as refused:
        load_tables(root=folder)
    assert refused.value.file == name
    assert said in f"{refused.value.path} {refused.value.reason}"


def test_the_hash_follows_what_defines_the_counts_and_not_the_words(folder: Path, tables: Tables) -> None:
    assert load_tables(root=folder).digest == tables.digest
    change(folder, SET, "Alle Kontakte des Zeitraums nach ihrer Form.", "Kontakte nach der Form.")
    change(folder, LISTS, 'label = "Kurdisch"', 'label = "Kurdische Sprachen"')
    assert load_tables(root=folder).digest == tables.digest
    change(folder, LISTS, 'of = ["ku", "kmr", "ckb"]', 'of = ["ku", "kmr"]')
    assert load_tables(root=folder).digest != tables.digest


def test_all_that_is_wrong_is_found_in_one_go(folder: Path) -> None:
    change(folder, SET, 'dimensions = ["form"]', 'dimensions = ["moods"]')
    change(folder, SET, 'dimensions = ["gender", "age"]', 'dimensions = ["gender", "nationality"]')
    dimensions = {found.id: found for found in read_categories(folder / "statistics" / LISTS).dimensions}
    found = list(limits(read_table_set(folder / "statistics" / SET), dimensions))
    assert [place for place, _reason in found] == [
        "$.tables[0].dimensions",
        "$.tables[7].dimensions",
        "$.tables[7].dimensions",
    ]
