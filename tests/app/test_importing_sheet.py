"""Reading real spreadsheets: headings somewhere, merged cells, formulas, other formats, bad files."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mfd_desktop.app.importing_sheet import MOST_ROWS, read_sheet
from mfd_desktop.domain.errors import SheetUnreadable

HEADINGS = ("Name", "Vorname", "Geburtsdatum")
AMAL = ("Testperson", "Amal", date(1990, 1, 2))


def write(path: Path, rows: Sequence[Sequence[object]], change: Callable[[Worksheet], object] | None = None) -> Path:
    book = openpyxl.Workbook()
    table = book.active
    assert table is not None
    for row in rows:
        table.append(list(row))
    if change is not None:
        change(table)
    book.save(path)
    return path


def reason(path: Path) -> str:
    with pytest.raises(SheetUnreadable) as caught:
        read_sheet(path)
    return caught.value.reason


def test_headings_are_found_below_title_rows_and_rows_keep_excels_numbers(tmp_path: Path) -> None:
    rows = [("Liste der Stelle",), (), HEADINGS, AMAL, (), ("Probe", "Ivan", None)]
    sheet = read_sheet(write(tmp_path / "a.xlsx", rows, lambda table: table.merge_cells("A1:C1")))
    assert sheet.headings == HEADINGS
    assert [row.number for row in sheet.rows] == [4, 6]
    assert sheet.rows[0].cells == AMAL


def test_a_table_that_begins_in_another_column_is_read(tmp_path: Path) -> None:
    def move(table: Worksheet) -> None:
        table["C4"], table["D4"], table["C5"], table["D5"] = "Nachname", "Vorname", "Testperson", "Amal"

    sheet = read_sheet(write(tmp_path / "a.xlsx", [], move))
    assert sheet.headings == ("", "", "Nachname", "Vorname")
    assert sheet.rows[0].number == 5


def test_the_first_table_with_names_is_taken_and_another_can_be_asked_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Hinweis", "nur lesen"])
    book.active.append(["x", "y"])
    people = book.create_sheet("Personen")
    people.append(list(HEADINGS))
    people.append(list(AMAL))
    book.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx").tab == "Personen"
    assert read_sheet(tmp_path / "a.xlsx", "Sheet").tab == "Sheet"
    assert read_sheet(tmp_path / "a.xlsx").tabs == ("Sheet", "Personen")


def test_merged_cells_are_known(tmp_path: Path) -> None:
    def merge(table: Worksheet) -> None:
        table.merge_cells("B1:C1")
        table.merge_cells("A2:A3")

    rows = [("Name", "Adresse", None), ("Testperson", "a", "b"), (None, "c", "d")]
    sheet = read_sheet(write(tmp_path / "a.xlsx", rows, merge))
    assert sheet.spread == {2}
    assert (3, 0) in sheet.covered
    assert (2, 0) not in sheet.covered


def with_results(path: Path, results: dict[str, str]) -> Path:
    """Put in the computed values that a spreadsheet program would have stored beside the formulas."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    table = parts["xl/worksheets/sheet1.xml"]
    for cell, stored in results.items():
        before, found, after = table.partition(f'<c r="{cell}"')
        assert found
        head, sign, rest = after.partition("</f>")
        empty = "<v></v>" if rest.startswith("<v></v>") else "<v />"
        assert rest.startswith(empty)
        kind = ' t="str"' if not stored.startswith("#") else ' t="e"'
        table = f"{before}{found}{kind}{head}{sign}<v>{stored}</v>{rest.removeprefix(empty)}"
    parts["xl/worksheets/sheet1.xml"] = table
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_formulas_give_their_value_never_their_text(tmp_path: Path) -> None:
    rows = [HEADINGS, ('="Test"&"person"', "Amal", "=TODAY()"), ("Probe", "Ivan", "=1/0")]
    path = with_results(write(tmp_path / "a.xlsx", rows), {"A2": "Testperson", "C3": "#DIV/0!"})
    sheet = read_sheet(path)
    assert sheet.rows[0].cells == ("Testperson", "Amal", "")
    assert sheet.rows[1].cells == ("Probe", "Ivan", "")
    assert sheet.without_value == {(2, 2), (3, 2)}


@pytest.mark.parametrize(
    "content",
    [
        b"Name;Vorname;Telefon\r\nTestperson;Amal;0171 5550100\r\n",
        "\ufeffName,Vorname,Telefon\nTestperson,Amal,0171 5550100\n".encode(),
        "Name\tVorname\tTelefon\nTestperson\tAmal\t0171 5550100\n".encode("utf-16"),
    ],
)
def test_text_files_of_excel_are_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    sheet = read_sheet(path)
    assert sheet.headings == ("Name", "Vorname", "Telefon")
    assert sheet.rows[0].cells == ("Testperson", "Amal", "0171 5550100")


def test_an_old_text_file_with_umlauts_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Name;Straße\nMüster;Öde 1\n".encode("cp1252"))
    assert read_sheet(path).rows[0].cells == ("Müster", "Öde 1")


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.xlsx") == "missing"
    (tmp_path / "folder.xlsx").mkdir()
    assert reason(tmp_path / "folder.xlsx") == "format"
    for name, content in {"a.xlsx": b"no table", "b.xlsx": b"PK\3\4cut", "c.csv": b"a\0b;c", "d.ods": b""}.items():
        (tmp_path / name).write_bytes(content)
        assert reason(tmp_path / name) == "format", name


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [HEADINGS, AMAL])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert reason(path) == "format"


@pytest.mark.parametrize("rows", [[], [HEADINGS], [(" ",), ("",)]])
def test_an_empty_table_is_refused(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    assert reason(write(tmp_path / "a.xlsx", rows)) == "empty"


@pytest.mark.parametrize(("count", "refused"), [(MOST_ROWS, False), (MOST_ROWS + 1, True)])
def test_fifty_thousand_rows_and_no_more(tmp_path: Path, count: int, refused: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name;Vorname\n" + "Testperson;Amal\n" * count, encoding="utf-8")
    if refused:
        assert reason(path) == "too_many_rows"
    else:
        assert len(read_sheet(path).rows) == MOST_ROWS


def test_one_row_too_many_in_a_workbook_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    table = book.create_sheet()
    table.append(["Name"])
    for _ in range(MOST_ROWS + 1):
        table.append(["Testperson"])
    book.save(tmp_path / "a.xlsx")
    assert reason(tmp_path / "a.xlsx") == "too_many_rows"
