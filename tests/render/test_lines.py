"""Lines end where they may, nothing is lost, and nothing is wider than the line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.errors import LettersMissing
from mfd_desktop.render.blocks import Run
from mfd_desktop.render.fonts import FontSet
from mfd_desktop.render.lines import Line, Setter
from mfd_desktop.render.shaping import shape
from mfd_desktop.render.texts import guarded, prepared

FONTS = FontSet(resource_path("fonts"))


def words(line: Line) -> str:
    return "".join(glyph.text for piece in line.pieces for glyph in piece.glyphs)


def broken(text: str, room: float, language: str = "de") -> list[str]:
    return [words(line) for line in Setter(FONTS, language).lines([Run(text)], room)]


def test_a_line_ends_at_a_space_and_takes_none_along() -> None:
    assert broken("Bitte bringen Sie den Pass mit", 7) == ["Bitte bringen", "Sie den Pass", "mit"]


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("Sie erhalten 5 % mehr", 7.1, ["Sie erhalten", "5 % mehr"]),
        ("gemäß den Regeln in § 25b", 11, ["gemäß den Regeln in", "§ 25b"]),
        ("gemäß den Regeln, Abs. 1", 11, ["gemäß den Regeln,", "Abs. 1"]),
        ("bis zum 20. November", 9, ["bis zum", "20. November"]),
        ("bis zum 20. Ausgabe", 8, ["bis zum 20.", "Ausgabe"]),
        ("Das dauert 2\u00a0Wochen", 7, ["Das dauert", "2\u00a0Wochen"]),
        ("Wir fragen ( warum", 5.6, ["Wir fragen", "( warum"]),
        ("die E-Mail-Adresse", 6, ["die E-Mail-", "Adresse"]),
        ("am 15-17 Uhr", 4, ["am 15-17", "Uhr"]),
        ("Aufenthalts\u00adgestattung", 7, ["Aufenthalts-", "gestattung"]),
        ("Aufenthalts\u00adgestattung", 20, ["Aufenthaltsgestattung"]),
        ("erste\nzweite\r\n\ndritte", 20, ["erste", "zweite", "", "dritte"]),
        ("a\tb\x00c\x07d", 20, ["a bcd"]),
        ("", 20, [""]),
    ],
)  # fmt: skip
def test_where_a_line_ends(text: str, room: float, lines: list[str]) -> None:
    assert broken(text, room) == lines


@pytest.mark.parametrize("word", ["Donaudampfschifffahrt" * 9, "م" * 200, "\u0928\u093f" * 90])
def test_a_word_that_is_too_long_is_cut_and_nothing_of_it_lost(word: str) -> None:
    found = Setter(FONTS, "de").lines([Run(f"vorher {word} nachher")], 12)
    assert all(line.width <= 12 for line in found)
    letters = sorted("".join(map(words, found)))
    assert letters == sorted(f"vorher {word} nachher".replace(" ", "")) or letters == sorted(f"vorher{word}nachher ")


def test_the_weight_may_change_inside_a_word() -> None:
    [line] = Setter(FONTS, "de").lines([Run("Frist", bold=True), Run("ende")], 30)
    assert [piece.face.name for piece in line.pieces] == ["FiraGO-Bold", "FiraGO-Regular"]


def test_numbers_of_several_parts_stay_whole_in_arabic() -> None:
    [line] = Setter(FONTS, "ar").lines([Run("الرقم MFD-2026-0042 قبل 2026-11-30 أو +49 6131 12-0")], 60)
    for wanted in ("MFD-2026-0042", "2026-11-30", "+49 6131 12-0"):
        assert wanted in words(line)


def test_a_section_of_german_law_keeps_its_sign_in_front() -> None:
    [line] = Setter(FONTS, "fa").lines([Run("طبق § 25b Abs. 1 AufenthG است")], 60)
    assert "§ 25b Abs. 1 AufenthG" in words(line)


def test_a_word_without_a_number_is_left_alone() -> None:
    assert guarded("AsylG/AufenthG (Baden-Baden) 09:30") == "AsylG/AufenthG (Baden-Baden) 09:30"


@pytest.mark.parametrize(
    ("text", "language"),
    [("ټول ډېر ړومبی ښه ګران ۍ ې", "ps"), ("ڕۆژ ڵ ۆ ێ", "ckb"), ("می‌شود", "fa"), ("ქართული", "ka"),
     ("Українська", "uk"), ("ሰላም፡ ናሙና።", "ti"),
     ("Ελληνικά", "el"), ("हिन्दी", "hi"), ("ไทย", "th"), ("עברית", "he"), ("☐ ☒ ✓ ◆", "de")],
)  # fmt: skip
def test_every_letter_of_these_languages_is_there(text: str, language: str) -> None:
    [line] = Setter(FONTS, language).lines([Run(text)], 60)
    assert all(glyph.number for piece in line.pieces for glyph in piece.glyphs)


@pytest.mark.parametrize(
    ("text", "script"), [("வணக்கம்", "TAMIL"), ("Բարեւ", "ARMENIAN"), ("a\ud800b", "U+D800"), ("\U0001f98a", "FOX")]
)  # fmt: skip
def test_a_letter_no_font_has_is_never_left_out(text: str, script: str) -> None:
    with pytest.raises(LettersMissing) as caught:
        broken(text, 20)
    assert caught.value.script == script
    assert caught.value.character in text


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("ab Äß-/.,()§«»123٣۲ابتلاوپ\u064b\u200c\u2067\u2069\u202b\u202c\n\t\u00a0"), max_size=60),
    st.sampled_from(["de", "ar"]),
    st.integers(2, 20),
)
def test_no_letter_is_lost_or_doubled(text: str, language: str, room: int) -> None:
    found = Setter(FONTS, language).lines([Run(text)], room)
    assert all(line.width <= room or len(words(line)) == 1 for line in found)
    keep = [char for char in prepared(text) if not char.isspace() and char not in "\u2067\u2069\u202b\u202c"]
    seen = [char for line in found for char in words(line) if not char.isspace()]
    assert sorted(seen) == sorted(keep)


def test_a_glyph_for_what_is_missing_is_refused_even_where_a_font_claims_to_have_it() -> None:
    with pytest.raises(LettersMissing):
        shape(FONTS.face(), "aሰb", right_to_left=False, language="de")
