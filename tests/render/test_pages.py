"""Pages end where they may: nothing lost, nothing parted that belongs together, headers on every page."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from mfd_desktop.render.blocks import (
    Blanks,
    CheckList,
    Columns,
    PageBreak,
    Paragraph,
    PlainPage,
    Signatures,
    Space,
    Style,
    Table,
    Together,
    text,
)

FILL = "Fülltext steht hier, damit die Seite voll wird. "
MakePaper = Callable[..., Any]


def pages(paper: Any) -> list[list[str]]:
    """The words of every page from top to bottom."""
    found: dict[int, list[str]] = {}
    for page, *_place, word in paper.words():
        found.setdefault(page, []).append(word)
    return [found[page] for page in sorted(found)]


def lines_by_page(paper: Any) -> list[int]:
    """How many lines of text every page has."""
    tops = Counter((page, round(top, 1)) for page, _left, top, *_rest in paper.words())
    return [sum(1 for page, _top in tops if page == number) for number in sorted({page for page, _top in tops})]


def test_a_long_text_runs_over_pages_and_nothing_is_lost(paper: MakePaper) -> None:
    words = [f"Wort{number}" for number in range(4000)]
    made = paper(text(" ".join(words)))
    assert [word for page in pages(made) for word in page] == words
    assert len(pages(made)) > 5
    assert all(bottom <= 297 - 18 for _page, _left, _top, _right, bottom, _word in made.words())


@pytest.mark.parametrize("before", range(28, 56))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(paper: MakePaper, before: int) -> None:
    made = paper(*(text(f"Z{number}") for number in range(before // 2)), text(FILL * 12))
    counts = Counter(page for page, words in enumerate(pages(made)) for word in words if word == "Fülltext")
    assert all(count >= 2 for count in counts.values())


def test_a_heading_is_never_the_last_on_its_page(paper: MakePaper) -> None:
    for before in range(20, 60):
        made = paper(
            *(text(f"Z{number}", style=Style.SMALL) for number in range(before)),
            text("Überschrift", style=Style.HEADING),
            Space(3),
            text(FILL * 5),
        )
        found = pages(made)
        assert not any(page[-1] == "Überschrift" for page in found)
        assert sum("Überschrift" in page for page in found) == 1


def test_what_belongs_together_stays_on_one_page(paper: MakePaper) -> None:
    signing = Together(
        (text("Ich stimme zu."), CheckList((("eins", True), ("zwei", False))), Signatures(("Ort", "Name")))
    )
    for before in range(30, 50):
        found = pages(paper(*(text(f"Z{number}", style=Style.SMALL) for number in range(before)), signing))
        [page] = [page for page in found if "stimme" in page]
        assert {"eins", "zwei", "Ort", "Name"} <= set(page)


def test_what_is_too_tall_for_a_page_is_parted_after_all(paper: MakePaper) -> None:
    found = pages(paper(Together(tuple(text(f"Z{number}") for number in range(90)))))
    assert [word for page in found for word in page] == [f"Z{number}" for number in range(90)]
    assert len(found) > 1


def test_a_table_kept_together_that_is_too_tall_fills_the_page_it_begins_on(paper: MakePaper) -> None:
    rows = tuple((f"Zeile{number}",) for number in range(46))
    table = Table(("Kopf",), rows, (1,))
    for before in (3, 20, 33, 38, 39, 40, 41):
        made = paper(
            *(text(f"Z{number}", style=Style.SMALL) for number in range(before)),
            Together((text("Titel", style=Style.HEADING), table)),
        )
        found = pages(made)
        assert [word for page in found for word in page if word.startswith("Zeile")] == [row[0] for row in rows]
        [page] = [page for page in found if "Titel" in page]
        assert "Zeile0" in page
        bottom = max(word[4] for word in made.words() if word[0] == 1)
        assert bottom > 297 - 20 - 3 * 6.5


def test_a_page_break_begins_a_page_and_leaves_none_empty(paper: MakePaper) -> None:
    made = paper(PageBreak(), text("eins"), PageBreak(), PageBreak(), Space(10), text("zwei"), PageBreak())
    assert pages(made) == [["eins"], ["zwei"]]
    assert {round(top) for _page, _left, top, *_rest in made.words()} == {round(made.words()[0][2])}


def test_space_lies_between_blocks(paper: MakePaper) -> None:
    near = [word[2] for word in paper(text("eins"), text("zwei")).words()]
    far = [word[2] for word in paper(text("eins"), Space(20), text("zwei")).words()]
    assert far[1] - near[1] == pytest.approx(20, abs=0.05)


def test_the_header_of_a_table_stands_on_every_page(paper: MakePaper) -> None:
    rows = tuple((f"Zeile{number}", str(number)) for number in range(130))
    made = paper(text("Vorher"), Table(("Kopf", "Zahl"), rows, (3, 1), frozenset({1})))
    found = pages(made)
    assert len(found) >= 3
    assert all(page.count("Kopf") == 1 for page in found)
    assert [word for page in found for word in page if word.startswith("Zeile")] == [row[0] for row in rows]
    rights = {round(word[3], 1) for word in made.words() if word[5].isdigit() or word[5] == "Zahl"}
    assert len(rights) == 1


def test_the_last_row_of_a_table_is_never_alone_on_a_page(paper: MakePaper) -> None:
    for count in range(32, 44):
        found = pages(paper(Table(("Kopf",), tuple((f"Zeile{number}",) for number in range(count)), (1,))))
        assert all(sum(word.startswith("Zeile") for word in page) > 1 for page in found)


def test_a_row_taller_than_a_page_is_parted(paper: MakePaper) -> None:
    words = [f"W{number}" for number in range(1500)]
    found = pages(paper(text("Vorher"), Table(("A", "B"), (("kurz", " ".join(words)),), (1, 1))))
    assert [word for page in found for word in page if word.startswith("W")] == words
    assert all("A" in page for page in found)


def test_rows_of_columns_stay_whole_and_go_on_side_by_side(paper: MakePaper) -> None:
    rows = tuple(((text(f"L{number} " + FILL * 2),), (text(f"R{number} " + FILL * 3),)) for number in range(30))
    made = paper(Columns(rows, (1, 1), rule=True))
    placed = {word[5]: word for word in made.words() if word[5][0] in "LR" and word[5][1:].isdigit()}
    for number in range(30):
        left, right = placed[f"L{number}"], placed[f"R{number}"]
        assert left[0] == right[0]
        assert left[2] == pytest.approx(right[2], abs=0.1)
    per_row = Counter(page for page, words in enumerate(pages(made)) for word in words if word == "Fülltext")
    assert all(count % 5 == 0 for count in per_row.values())


def test_a_row_of_columns_taller_than_a_page_goes_on_on_the_next(paper: MakePaper) -> None:
    left, right = ([f"{side}{number}" for number in range(900)] for side in "LR")
    found = pages(paper(text("Vorher"), Columns((((text(" ".join(left)),), (text(" ".join(right)),)),), (1, 1))))
    assert len(found) > 1
    assert [word for page in found for word in page if word.startswith("L")] == left
    assert sorted(word for page in found for word in page if word.startswith("R")) == sorted(right)


def test_lines_to_write_on_and_ticks_are_there_in_both_directions(paper: MakePaper) -> None:
    german = paper(Blanks(("Name", "Anschrift")), CheckList((("Pass", True),)), Signatures(("Ort", "Unterschrift")))
    places = {word[5]: word for word in german.words()}
    assert places["☒"][3] < places["Pass"][1]
    assert places["Ort"][1] < places["Unterschrift"][1]
    arabic = paper(CheckList((("123", False),), "ar"), Signatures(("11", "22"), "ar"))
    places = {word[5]: word for word in arabic.words()}
    assert places["☐"][1] > places["123"][3]
    assert places["11"][1] > places["22"][1]


def test_header_footer_and_numbers_stand_on_every_page(paper: MakePaper) -> None:
    page = PlainPage(header="Kopfzeile", footer="Fußzeile", watermark="INTERN", wide=True)
    made = paper(text("a"), PageBreak(), text("b"), page=page)
    assert made.facts()["Page size"].startswith("841.89 x 595.276")
    found = pages(made)
    for number, words in enumerate(found, 1):
        assert {"Kopfzeile", "Fußzeile"} <= set(words)
        assert " ".join(words).endswith(f"Seite {number} von 2") or f"Seite {number} von 2" in " ".join(words)


def test_a_document_of_nothing_is_one_empty_page(paper: MakePaper) -> None:
    assert paper().facts()["Pages"] == "1"


def test_german_and_arabic_side_by_side_have_lines_of_one_height(paper: MakePaper) -> None:
    items = tuple((f"L{number}", False) for number in range(9)), tuple((f"R{number}", True) for number in range(9))
    made = paper(Columns((((CheckList(items[0]),), (CheckList(items[1], "ar"),)),), (1, 1)))
    tops = {word[5]: word[2] for word in made.words()}
    for number in range(9):
        assert tops[f"L{number}"] == pytest.approx(tops[f"R{number}"], abs=0.1)


def test_blocks_with_nothing_in_them_make_no_trouble(paper: MakePaper) -> None:
    empty = (
        Columns((), (1, 1)),
        Columns((((), ()),), (1, 1)),
        Table((), (), ()),
        Table(("Kopf",), (), (1,)),
        CheckList(()),
        Blanks(()),
        Signatures(()),
        Together(()),
        Paragraph(()),
        text(" \u200b\u2067\u2069 "),
        Space(0),
    )
    made = paper(*empty, text("Ende"), page=PlainPage(header=" ", footer=" ", watermark=" ", numbers=False))
    assert pages(made) == [["Kopf", "Ende"]]
