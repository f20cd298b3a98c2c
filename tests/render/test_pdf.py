"""The PDF: fonts embedded, texts copied out as they were put in, the same input the same bytes."""

import io
import struct
import subprocess
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from mfd_desktop.domain.errors import LettersMissing, LogoUnreadable
from mfd_desktop.render.blocks import (
    Align,
    CheckList,
    Document,
    Figure,
    LetterPage,
    Paragraph,
    PlainPage,
    Run,
    Style,
    Table,
    text,
)
from mfd_desktop.render.drawings import Box, Drawing, Label, Line
from mfd_desktop.render.fonts import FontSet
from mfd_desktop.render.pdf import to_pdf
from mfd_desktop.render.pdf_file import PdfFile
from mfd_desktop.render.pictures import embed_picture

MOMENT = datetime(2026, 11, 27, 10, 30)  # noqa: DTZ001 - the date on a document is the office's own
GERMAN = "Größe, Straße, „Anführung“ – 50 % von 2.450,00 € nach § 25b Abs. 1 AufenthG; Nr. 5 (a/b)."
ARABIC = "نؤكد أن السيدة الاختبار لا تزال تراجع مركز الاستشارة وفقاً للقانون"


def test_german_is_copied_out_as_it_was_put_in(paper: Callable[..., Any]) -> None:
    assert paper(text(GERMAN)).text().split() == GERMAN.split()


def test_arabic_is_copied_out_in_reading_order_with_its_ligatures_and_marks(paper: Callable[..., Any]) -> None:
    assert paper(text(ARABIC, language="ar")).text().split() == ARABIC.split()


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("ټول ډېر ړومبی ښه ګران ۍ ې", "ps"),
        ("ڕۆژ گوڵ ۆ ێ", "ckb"),
        ("پرونده را بیاورید", "fa"),
        ("Пример Їжак", "uk"),
        ("ሰላም ናሙና", "ti"),
    ],
)
def test_other_languages_are_copied_out_too(paper: Callable[..., Any], words: str, language: str) -> None:
    assert paper(text(words, language=language)).text().split() == words.split()


def test_every_font_in_use_is_embedded_and_says_what_its_glyphs_mean(paper: Callable[..., Any]) -> None:
    made = paper(text("Titel", style=Style.TITLE), text(ARABIC, language="ar"), CheckList((("Kopie", True),)))
    assert {row[0].partition("+")[2] for row in made.fonts()} == {
        "FiraGO-Bold",
        "FiraGO-Regular",
        "NotoSansSymbols2-Regular",
    }
    assert all(row[1:] == ["yes", "yes", "yes"] for row in made.fonts())
    assert "☒" in made.text()


def test_the_same_input_gives_the_same_bytes(fonts: FontSet) -> None:
    document = Document("Probe", PlainPage(watermark="INTERN"), (text(GERMAN), text(ARABIC, language="ar")))
    assert to_pdf(document, fonts, moment=MOMENT) == to_pdf(document, fonts, moment=MOMENT)
    later = MOMENT.replace(year=2027)
    assert to_pdf(document, fonts, moment=later) != to_pdf(document, fonts, moment=MOMENT)


def test_what_is_said_about_the_document_names_nobody(paper: Callable[..., Any]) -> None:
    made = paper(text("Amal Testperson"), language="ar")
    facts = made.facts()
    assert facts["Title"] == "Probe 2026-0042"
    assert facts["Producer"] == "MFD Desktop"
    assert facts["CreationDate"].startswith("Fri Nov 27 10:30:00 2026")
    assert facts["Pages"] == "1"
    assert not {"Author", "Subject", "Keywords", "Creator"} & set(facts)
    assert b"/Lang <6172>" in made.content


def test_the_file_is_sound(paper: Callable[..., Any]) -> None:
    import pypdfium2

    made = paper(text(GERMAN), page=PlainPage(header="Kopf", footer="Fuß", watermark="INTERN", wide=True))
    with pypdfium2.PdfDocument(made.content) as document:
        assert [round(length) for length in document.get_page_size(0)] == [842, 595]
        assert GERMAN[:20] in document[0].get_textpage().get_text_range()


def test_controls_are_left_out_and_half_letters_refused(paper: Callable[..., Any]) -> None:
    assert paper(text("An\x00fang\x1b[31m\x7f\u2028Ende\ufeff")).text().split() == ["Anfang[31m", "Ende"]
    with pytest.raises(LettersMissing):
        paper(text("halb \udc9f"))


def test_twenty_thousand_letters_without_a_space_are_all_there(paper: Callable[..., Any]) -> None:
    made = paper(text("x" * 20_000))
    assert made.text().count("x") == 20_000
    assert max(right for _page, _left, _top, right, _bottom, _word in made.words()) <= 191


def test_drawings_are_drawn_with_their_words(paper: Callable[..., Any]) -> None:
    shapes = (
        Line(0, 50, 200, 50, "line", 2, dashed=True),
        Box(10, 10, 60, 30, "accent", "ink", radius=4),
        Box(80, 10, 60, 30, "none", "urgent"),
        Label(100, 80, "Mitte", 12, "ink", bold=True, anchor="middle"),
        Label(200, 95, "Ende", 12, anchor="end"),
    )
    made = paper(Figure(Drawing(200, 100, shapes), "Zwei Kästen", width=100))
    [middle, end] = [word for word in made.words() if word[5] in {"Mitte", "Ende"}]
    assert (middle[1] + middle[3]) / 2 == pytest.approx(20 + 50, abs=0.5)
    assert end[3] == pytest.approx(20 + 100, abs=0.5)


@pytest.mark.parametrize(
    ("align", "language", "left", "right"),
    [
        (Align.START, "de", 20, None),
        (Align.END, "de", None, 190),
        (Align.START, "ar", None, 190),
        (Align.END, "ar", 20, None),
    ],
)
def test_a_paragraph_begins_where_its_language_begins(
    paper: Callable[..., Any], align: Align, language: str, left: float | None, right: float | None
) -> None:
    [word] = paper(Paragraph((Run("123"),), language, align=align)).words()
    assert left is None or word[1] == pytest.approx(left, abs=0.5)
    assert right is None or word[3] == pytest.approx(right, abs=0.5)


def test_a_right_to_left_table_begins_at_the_right(paper: Callable[..., Any]) -> None:
    made = paper(Table(("11", "22"), (("33", "44"),), (1, 1), frozenset({1}), "ar"))
    places = {word[5]: word[1] for word in made.words()}
    assert places["11"] > places["22"]
    assert places["33"] > places["44"]


def test_a_logo_with_transparent_parts_lies_at_the_right_margin(paper: Callable[..., Any]) -> None:
    from PIL import Image

    picture = Image.new("RGBA", (400, 100), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (200, 0, 400, 100))
    out = io.BytesIO()
    picture.save(out, "PNG")
    made = paper(text("Text"), page=LetterPage(("Amt",), "", (), logo=out.getvalue()))
    rows = subprocess.run(["pdfimages", "-list", made.path], capture_output=True, text=True, check=True).stdout
    assert len(rows.splitlines()) == 3
    subprocess.run(["pdftoppm", "-r", "50", "-png", "-singlefile", made.path, made.path.with_suffix("")], check=True)
    with Image.open(made.path.with_suffix(".png")) as page:
        seen = page.convert("RGB")
    dot = 50 / 25.4
    assert seen.getpixel((int(185 * dot), int(16 * dot))) == pytest.approx((0, 0, 255), abs=2)
    assert seen.getpixel((int(150 * dot), int(16 * dot))) == pytest.approx((255, 255, 255), abs=2)


@pytest.mark.parametrize("cut", [20, 90, -300])
def test_a_damaged_logo_is_named_and_not_left_out(paper: Callable[..., Any], cut: int) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((80, 40), 90).save(out, "PNG")
    with pytest.raises(LogoUnreadable):
        paper(text("Text"), page=LetterPage(("Amt",), "", (), logo=out.getvalue()[:cut]))


def test_a_document_can_be_read_out_in_order_and_language(paper: Callable[..., Any]) -> None:
    figure = Figure(Drawing(10, 10, (Line(0, 0, 10, 10),)), "Ein Strich")
    rows = tuple((f"Zeile{number}", "x") for number in range(60))
    made = paper(
        text("Titel", style=Style.TITLE),
        text("Absatz " * 40),
        text(ARABIC, language="ar"),
        figure,
        Table(("Kopf", "Zahl"), rows, (1, 1)),
        page=PlainPage(header="Kopfzeile", footer="Fuß", watermark="INTERN"),
    )
    assert made.facts()["Tagged"] == "yes"
    read = subprocess.run(["pdfinfo", "-struct-text", made.path], capture_output=True, text=True, check=True)
    assert not read.stderr
    kinds = [row.split()[0] for row in read.stdout.splitlines() if row[:3].strip() and row.startswith("  ")]
    assert kinds[:4] == ["H1", "P", "P", "Figure"]
    assert kinds.count("P") == 2 + 2 * 61
    assert read.stdout.count("Kopf") == 1
    assert "Kopfzeile" not in read.stdout
    assert "INTERN" not in read.stdout
    assert ("\ufeff" + ARABIC).encode("utf-16-be").hex().encode() in made.content
    assert "\ufeffEin Strich".encode("utf-16-be").hex().encode() in made.content


@pytest.mark.parametrize("side", [8_000, 12_000, 20_000])
def test_a_logo_that_would_fill_the_memory_is_refused_before_it_is_unpacked(side: int) -> None:
    parts = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(1000))))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    with pytest.raises(LogoUnreadable):
        embed_picture(PdfFile(), b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
