"""Letters after DIN 5008 form B: measured in the PDF."""

import re
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from mfd_desktop.render.blocks import LetterPage, text

SHEET = LetterPage(
    letterhead=("Kopfname", "Kopfzeile Musterstraße 1", "Kopfende"),
    return_line="Absender Musterstraße 1",
    address=("Adresse1", "Adresse2", "Adresse3", "Adresse4", "Adresse5", "Adresse6"),
    information=(("Zeichen", "MFD-2026-0042"), ("Datum", "27.11.2026")),
    footer=("Fusszeile",),
    running="Laufzeile 2026-0042",
)
MakePaper = Callable[..., Any]


def placed(made: Any, page: int = 1) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right, bottom in millimetres by word of a page."""
    return {word[5]: word[1:5] for word in made.words() if word[0] == page}


def test_the_address_stands_in_the_window(paper: MakePaper) -> None:
    found = placed(paper(text("Betreff"), page=SHEET))
    for number in range(1, 7):
        left, top, right, bottom = found[f"Adresse{number}"]
        assert left == pytest.approx(25, abs=0.3)
        assert top >= 45 + 17.7 - 0.5
        assert bottom <= 90
        assert right <= 105
    tops = [found[f"Adresse{number}"][1] for number in range(1, 7)]
    assert {round(after - before, 1) for before, after in pairwise(tops)} == {4.4}


def test_the_line_of_the_sender_stands_in_the_zone_above(paper: MakePaper) -> None:
    left, top, _right, bottom = placed(paper(text("Betreff"), page=SHEET))["Absender"]
    assert left == pytest.approx(25, abs=0.3)
    assert top >= 45
    assert bottom <= 45 + 17.7


def test_letterhead_information_and_text_have_their_places(paper: MakePaper) -> None:
    found = placed(paper(text("Betreff"), page=SHEET))
    assert found["Kopfname"][3] - found["Kopfname"][1] > found["Kopfende"][3] - found["Kopfende"][1]
    assert found["Kopfende"][3] <= 45
    assert found["Zeichen"][0] == pytest.approx(125, abs=0.3)
    assert found["Zeichen"][1] == pytest.approx(50, abs=1)
    assert found["27.11.2026"][2] <= 200
    assert found["Betreff"][0] == pytest.approx(25, abs=0.3)
    assert found["Betreff"][1] == pytest.approx(98.5, abs=1)
    assert found["Fusszeile"][3] <= 297 - 9


def _level_strokes(code: str) -> list[tuple[float, float]]:
    """Right end and distance from the top of level lines, in millimetres."""
    found = re.finditer(r"[\d.]+ ([\d.]+) m ([\d.]+) \1 l S", code)
    return [(float(match[2]) * 25.4 / 72, 297 - float(match[1]) * 25.4 / 72) for match in found]


@pytest.mark.parametrize("page", [SHEET, replace(SHEET, watermark="ENTWURF")])
def test_marks_to_fold_and_punch_lie_at_105_148_and_210_millimetres(paper: MakePaper, page: LetterPage) -> None:
    made = paper(text("a " * 3000), page=page)
    streams = [
        zlib.decompress(part)
        for part in re.findall(rb"FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", made.content, re.S)
    ]
    pages = [stream.decode() for stream in streams if b" Tm " in stream]
    heights = [[round(y, 1) for x, y in _level_strokes(code) if x < 12] for code in pages]
    assert heights[0] == [105, 210, 148.5]
    assert not any(heights[1:])


def test_following_pages_carry_the_running_line_and_their_number(paper: MakePaper) -> None:
    made = paper(text("Wort " * 2500), page=SHEET)
    count = int(made.facts()["Pages"])
    assert count == 4
    for number in range(1, count + 1):
        words = " ".join(word[5] for word in made.words() if word[0] == number)
        assert f"Seite {number} von {count}" in words
        assert ("Laufzeile" in words) is (number > 1)
        assert ("Adresse1" in words) is (number == 1)
        assert ("Fusszeile" in words) is (number == 1)


def test_a_letter_of_one_page_has_no_number(paper: MakePaper) -> None:
    assert "Seite" not in paper(text("Kurz"), page=SHEET).text()


def test_long_lines_make_the_address_smaller_and_never_cut_it(paper: MakePaper) -> None:
    long = tuple(
        f"Anfang{number} Landesamt für Angelegenheiten mit einem überaus langen Namen Ende{number}"
        for number in range(6)
    )
    found = placed(paper(text("Betreff"), page=replace(SHEET, address=long)))
    for number in range(6):
        assert found[f"Anfang{number}"][1] >= 62
        assert found[f"Ende{number}"][3] <= 90.2
        assert found[f"Ende{number}"][2] <= 105


def test_a_long_information_block_pushes_the_text_down(paper: MakePaper) -> None:
    information = tuple((f"Name{number}", f"Wert{number}") for number in range(14))
    found = placed(paper(text("Betreff"), page=replace(SHEET, information=information)))
    assert found["Betreff"][1] > found["Wert13"][3]


def test_a_long_address_of_e_mail_is_made_smaller_rather_than_broken(paper: MakePaper) -> None:
    long = "beratung.migrationsfachdienst@musterverband.example"
    found = placed(paper(text("Betreff"), page=replace(SHEET, information=(("E-Mail", long), ("Datum", "27.11.2026")))))
    assert found[long][2] <= 200.5
    assert found[long][3] - found[long][1] < found["27.11.2026"][3] - found["27.11.2026"][1]


def test_many_lines_of_letterhead_stay_above_the_window(paper: MakePaper) -> None:
    head = tuple(f"Zeile{number}" for number in range(14))
    found = placed(paper(text("Betreff"), page=replace(SHEET, letterhead=head)))
    assert found["Zeile13"][3] <= 45


def test_the_page_is_a4(paper: MakePaper) -> None:
    made = paper(text("Betreff"), page=SHEET)
    facts = subprocess.run(["pdfinfo", made.path], capture_output=True, text=True, check=True).stdout
    assert "595.276 x 841.89 pts (A4)" in facts
