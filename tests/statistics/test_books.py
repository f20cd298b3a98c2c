"""Workbook, CSV, JSON and report, read back by other programs."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.i18n import set_language
from mfd_desktop.domain.periods import Period
from mfd_desktop.render.blocks import Document, Paragraph, PlainPage, Table, Together
from mfd_desktop.statistics.adding import add_up
from mfd_desktop.statistics.book import About, Book, Kind, Words, desk_book, fte_words, grid, period_words, state_book
from mfd_desktop.statistics.cell_key import Perturbation
from mfd_desktop.statistics.counting import count_exact
from mfd_desktop.statistics.csv_export import COLUMNS, csv_table
from mfd_desktop.statistics.json_export import json_book
from mfd_desktop.statistics.payload import Contribution
from mfd_desktop.statistics.protection import Desk, protect
from mfd_desktop.statistics.records import Records
from mfd_desktop.statistics.report import report
from mfd_desktop.statistics.table_set import Tables
from mfd_desktop.statistics.workbook import workbook

PERIOD = Period(2026, "Q", 3)
MOMENT = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
ABOUT = About("MFD Musterstadt", "Muster-Träger", "Stelle 1", 75, date(2026, 10, 5))
Make = Callable[..., Book]


@pytest.fixture
def make_book(tables: Tables, method: Perturbation, lists: CodeLists, records_of: Callable[..., Records]) -> Make:
    """Make the book of a desk; with ``fte`` for others."""

    def making(fte: int = 0, period: Period = PERIOD, persons: int = 1500, about: About = ABOUT) -> Book:
        records = records_of(6, period, persons, everything=False)
        exact = count_exact(tables, records, period)
        protected = protect(tables, method, records, period, Desk(fte, "07315")) if fte else None
        return desk_book(tables, exact, protected, Words(lists), about, period)

    return making


@pytest.fixture
def state(tables: Tables, method: Perturbation, lists: CodeLists, records_of: Callable[..., Records]) -> Book:
    parts = {
        name: Contribution(PERIOD, 0, fte, protect(tables, method, records_of(seed), PERIOD, Desk(fte, ags)))
        for seed, (name, fte, ags) in enumerate((("Mainz", 100, "07315"), ("Trier", 40, "07211")))
    }
    found = add_up(parts, tables, method, period=PERIOD, expected=["Mainz", "Trier", "Worms"])
    skipped = [("contributions/2026-Q3/x/1-ab.json", "Die Unterschrift stimmt nicht.")]
    return state_book(
        tables, found, Words(lists), network="Probe", made=date(2026, 10, 5), skipped=skipped,
        shares=[(name, part.fte) for name, part in parts.items()],
    )  # fmt: skip


def sheet_of(book: Book, name: str, *, coarse: bool = False) -> Any:
    return next(sheet for sheet in book.sheets if (sheet.id, sheet.coarse) == (name, coarse))


def test_an_intern_book_is_exact_and_sums_its_partitions(make_book: Make) -> None:
    book = make_book()
    assert (book.kind, book.watermark) == (Kind.INTERN, "INTERN")
    forms = sheet_of(book, "T-KON-1")
    assert forms.total == sum(value.number for value in forms.values) == book.headline[1].number
    assert sheet_of(book, "T-KON-4").total is None
    assert sheet_of(book, "T-PER-1").total is None
    assert sheet_of(book, "T-DIS-1").status == "not_recorded"
    assert "noch nicht erfasst" in sheet_of(book, "T-DIS-1").why_empty
    assert any("Vorläufig" in note for note in book.notes)


def test_a_book_for_others_has_exact_totals_and_gaps(make_book: Make) -> None:
    book = make_book(fte=100)
    assert (book.kind, book.watermark) == (Kind.PUBLIC, "")
    assert book.headline == make_book().headline
    forms = sheet_of(book, "T-KON-1")
    assert [value.codes for value in forms.values if value.number is None] == [("F2",)]
    assert forms.total is None
    assert any("Punkt" in note for note in forms.notes)
    assert sheet_of(book, "T-PER-5").status == "half_year"
    coarse = make_book(fte=40)
    assert sheet_of(coarse, "T-KON-1", coarse=True).notes[0].startswith("Grobe Form")
    assert sheet_of(make_book(fte=100, persons=3), "T-PER-1").status == "few_persons"


def test_only_a_submission_makes_figures_fit_for_two_copies(make_book: Make) -> None:
    preliminary, intern = make_book(fte=100).notes[1], make_book().notes[1]
    assert preliminary.startswith("Vorläufig")
    assert "Nur eine Fassung weitergeben" in preliminary
    assert "weitergeben" not in intern


def test_a_submitted_period_says_that_its_figures_are_fixed(make_book: Make) -> None:
    submitted = About("MFD", "Träger", "", 0, date(2026, 11, 1), submitted=date(2026, 10, 5))
    said = make_book(about=submitted).notes[1]
    assert "Stand der Meldung vom 05.10.2026" in said
    assert "nicht neu gezählt" in said
    revised = About("MFD", "Träger", "", 0, date(2026, 11, 1), submitted=date(2026, 10, 9), revision=1)
    assert "Berichtigung vom 09.10.2026" in make_book(about=revised).notes[1]


@pytest.mark.parametrize(
    ("period", "words"),
    [(PERIOD, "3. Quartal 2026"), (Period(2026, "H", 2), "2. Halbjahr 2026"), (Period(2026), "Jahr 2026")],
)
def test_periods_in_words(period: Period, words: str) -> None:
    assert period_words(period) == words


def test_shares_of_a_post_in_words() -> None:
    assert [fte_words(share) for share in (0, 5, 50, 100, 175)] == ["nicht angegeben", "0,05", "0,50", "1,00", "1,75"]


def test_the_longer_dimension_becomes_the_rows(make_book: Make) -> None:
    book = make_book()
    heading, rows = grid(sheet_of(book, "T-PER-1"), book.kind)
    assert heading == ("Alter", "Weiblich", "Männlich", "Divers", "Keine Angabe")
    assert [label for label, _figures in rows][:2] == ["0–5 Jahre", "6–11 Jahre"]
    by_hand = {value.labels: value.number for value in sheet_of(book, "T-PER-1").values}
    assert rows[4][1][1] == by_hand["Männlich", "27–44 Jahre"]
    heading, rows = grid(sheet_of(book, "T-KON-3"), book.kind)
    assert heading == ("Sprache der Beratung", "Ohne Sprachmittlung", "Mit Sprachmittlung")
    assert rows[0][0] == "Deutsch"


def test_labels_follow_the_interface_language(make_book: Make) -> None:
    set_language("en")
    try:
        book = make_book(fte=100)
        assert sheet_of(book, "T-PER-2").title == "Persons by nationality"
        assert sheet_of(book, "T-PER-2").values[0].labels == ("Germany",)
        assert book.notes[0].startswith("The totals are exact")
    finally:
        set_language("de")


def cells_of(content: bytes) -> Iterator[tuple[str, Any]]:
    for page in openpyxl.load_workbook(BytesIO(content)).worksheets:
        yield page.title, page


def test_the_workbook_reads_back_with_the_same_figures(make_book: Make) -> None:
    book = make_book()
    pages = dict(cells_of(workbook(book, MOMENT)))
    assert list(pages) == ["Deckblatt", "Begriffe", *(sheet.id for sheet in book.sheets)]
    cover = [[cell.value for cell in row] for row in pages["Deckblatt"].iter_rows()]
    assert ["Personen", 1500] in [row[:2] for row in cover]
    assert any("Intern" in str(row[0]) for row in cover)
    for sheet in book.sheets:
        page = pages[sheet.id]
        assert sheet.title in page["A1"].value
        if not sheet.values:
            assert page["A4"].value == sheet.why_empty
            continue
        heading, rows = grid(sheet, book.kind)
        found = [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=4, max_row=4 + len(rows))]
        assert found[0][: len(heading)] == heading
        assert [(row[0], row[1 : len(heading)]) for row in found[1:]] == list(rows)


def test_the_workbook_is_fit_for_use_and_print(make_book: Make) -> None:
    page = dict(cells_of(workbook(make_book(fte=100), MOMENT)))["T-PER-2"]
    assert page.freeze_panes == "B5"
    assert page.column_dimensions["A"].width > 30
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$4:$4"
    figures = [row[1] for row in page.iter_rows(min_row=5, max_row=23)]
    assert {cell.number_format for cell in figures if isinstance(cell.value, int)} == {"#,##0"}
    assert [cell.value for cell in figures if not isinstance(cell.value, int)] == ["."]
    assert "Weitergabefähig" in page.oddHeader.right.text


def test_the_same_book_gives_the_same_workbook(make_book: Make) -> None:
    assert workbook(make_book(), MOMENT) == workbook(make_book(), MOMENT)


def test_the_workbook_of_the_state_shows_sums_with_their_intervals(state: Book, make_book: Make) -> None:
    pages = dict(cells_of(workbook(state, MOMENT)))
    assert {"T-KON-1", "T-KON-1 grob"} <= pages.keys()
    assert [cell.value for cell in pages["T-KON-1"][4]] == ["Form", "Summe", "von", "bis", "Stellen"]
    cover = [str(cell.value) for row in pages["Deckblatt"].iter_rows() for cell in row if cell.value is not None]
    assert "contributions/2026-Q3/x/1-ab.json" in cover
    assert "Worms" in cover
    desks = [tuple(cell.value for cell in row) for row in pages["Stellen"].iter_rows(min_row=2)]
    assert desks == [("Mainz", "1,00"), ("Trier", "0,40"), ("Worms", "keine Meldung")]
    assert "Stellen" not in dict(cells_of(workbook(make_book(), MOMENT)))


def test_many_missing_desks_stand_on_the_cover_whole(state: Book) -> None:
    names = ", ".join(f"Stelle {number}, Dienststelle Probe" for number in range(30))
    page = dict(cells_of(workbook(replace(state, cover=(("Stellen ohne Meldung", names),)), MOMENT)))["Deckblatt"]
    (row,) = [cells[0].row for cells in page.iter_rows() if cells[1].value == names]
    assert page.row_dimensions[row].height >= 15 * len(names) / 56


def test_one_desk_is_said_in_the_singular(state: Book) -> None:
    assert sheet_of(state, "T-KON-1", coarse=True).notes[0].startswith("1 Stelle mit ")
    assert sheet_of(state, "T-STR-3").notes[0].startswith("2 Stellen mit zusammen ")


def test_the_csv_has_one_row_a_figure_as_described(make_book: Make) -> None:
    book = make_book(fte=100)
    content = csv_table(book)
    rows = list(csv.DictReader(StringIO(content.decode())))
    assert list(rows[0]) == [name for name, _type, _meaning in COLUMNS]
    assert all(kind in ("text", "integer") and meaning for _name, kind, meaning in COLUMNS)
    figures = {(row["table"], row["code_1"], row["code_2"]): row for row in rows}
    assert len(figures) == len(rows)
    assert figures["headline", "persons", ""]["value"] == "1500"
    assert figures["T-KON-1", "F2", ""]["status"] == "unpublished"
    assert figures["T-PER-5", "", ""]["status"] == "half_year"
    assert figures["T-DIS-1", "", ""]["status"] == "not_recorded"
    for value in sheet_of(book, "T-PER-1").values:
        row = figures["T-PER-1", *value.codes]
        assert (row["label_1"], row["label_2"]) == value.labels
        assert row["value"] == ("" if value.number is None else str(value.number))
    assert content.endswith(b"\r\n")


def test_the_columns_of_the_csv_are_documented() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")
    for name, _type, _meaning in COLUMNS:
        assert name in text.split("## The CSV")[1]


def test_the_json_holds_everything_by_name(make_book: Make, state: Book) -> None:
    found = json.loads(json_book(make_book(fte=100)))
    assert (found["period"], found["kind"]) == ("2026-Q3", "weitergabefaehig")
    assert found["headline"]["persons"] == 1500
    forms = found["tables"]["T-KON-1"][0]
    assert (forms["form"], forms["status"]) == ("fine", "published")
    assert [cell["value"] for cell in forms["cells"] if cell["codes"] == ["F2"]] == [None]
    assert found["tables"]["T-PER-5"][0]["notes"][-1].startswith("Selten")
    assert "desks_counted" not in found
    summed = json.loads(json_book(state))
    assert (summed["desks_counted"], summed["desks"], summed["missing"]) == (2, ["Mainz", "Trier"], ["Worms"])
    assert summed["skipped"] == [
        {"file": "contributions/2026-Q3/x/1-ab.json", "reason": "Die Unterschrift stimmt nicht."}
    ]
    assert summed["headline"]["persons"]["desks"] == 2
    assert [part["form"] for part in summed["tables"]["T-KON-1"]] == ["fine", "coarse"]
    cell = summed["tables"]["T-KON-1"][0]["cells"][0]
    assert cell["low"] <= cell["value"] <= cell["high"]


def words_of(document: Document) -> str:
    def walk(block: object) -> Iterator[str]:
        if isinstance(block, Together):
            for inner in block.blocks:
                yield from walk(inner)
        elif isinstance(block, Paragraph):
            yield "".join(run.text for run in block.runs)
        elif isinstance(block, Table):
            yield from ("|".join(row) for row in (block.header, *block.rows))

    return "\n".join(line for block in document.blocks for line in walk(block))


def test_the_report_bears_its_word_on_every_page(make_book: Make, state: Book) -> None:
    intern, public, summed = report(make_book()), report(make_book(fte=100)), report(state)
    assert isinstance(intern.page, PlainPage)
    assert isinstance(public.page, PlainPage)
    assert (intern.page.watermark, public.page.watermark) == ("INTERN", "")
    assert "Intern" in intern.page.header
    assert "Weitergabefähig" in public.page.header
    assert "Personen|1\N{NO-BREAK SPACE}500" in words_of(intern)
    assert "Beratung und Begleitung|." in words_of(public)
    assert "Nicht gezählte Dateien" in words_of(summed)
    assert "Trier|0,40" in words_of(summed)
    assert "Gesamtzahl|Summe|von|bis|Stellen" in words_of(summed)
    assert "Nicht gezählte Dateien" not in words_of(public)
    assert "Tabellen ohne Zahlen" not in words_of(summed)
    assert "Wird in dieser Programmfassung noch nicht erfasst." in words_of(intern)


def test_every_word_of_a_table_stands_in_the_report(make_book: Make) -> None:
    book = make_book(fte=100, period=Period(2026, "H", 2))
    said = words_of(report(book))
    assert {bool(sheet.values) for sheet in book.sheets} == {True, False}
    for sheet in book.sheets:
        assert f"{sheet.id} {sheet.title}" in said
        assert (sheet.definition if sheet.values else f"|{sheet.why_empty}") in said
    for word, meaning in book.definitions:
        assert f"{word}|{meaning}" in said
