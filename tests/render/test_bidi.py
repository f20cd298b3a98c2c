"""Levels of UAX #9 beside another implementation, and the visual order that follows from them."""

import random
import unicodedata

import pytest
from bidi import get_display

from mfd_desktop.render.bidi import levels, runs_right_to_left, visual_order

ARABIC, LATIN, FIGURES, MORE_FIGURES = "ابتسلم پچگ عش", "abc ÄÖ xyz", "0123456789", "٠١٢٣۱۲"
SIGNS = " .,:;!?()[]«»-–/§%€+"
MARKS = "\u064b\u0651\u0301"
STEERING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
MIRRORED = str.maketrans("()[]«»", ")" * 2 + "]" * 2 + "»" * 2)
KINDS = (ARABIC, LATIN, FIGURES, MORE_FIGURES, SIGNS, SIGNS, STEERING, MARKS)


def shown(text: str, base: int) -> str:
    found = levels(text, base)
    end = len(text)
    while end and unicodedata.bidirectional(text[end - 1]) in {"WS", "BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI",
                                                              "RLI", "FSI", "PDI"}:  # fmt: skip
        end -= 1
        found[end] = base
    return plain("".join(text[index] for index in visual_order(found)))


def plain(text: str) -> str:
    """Without what only steers, brackets whichever way they face: drawing them is HarfBuzz' business."""
    return "".join(char for char in text if char not in STEERING).translate(MIRRORED)


@pytest.mark.parametrize("base", [0, 1])
def test_the_order_is_that_of_another_implementation(base: int) -> None:
    chance = random.Random(9)
    for _number in range(3000):
        length = chance.randint(1, 25)
        text = "x" + "".join(chance.choice(chance.choice(KINDS)) for _place in range(length)) + "x"
        assert shown(text, base) == plain(get_display(text, base_dir="LR"[base])), text


def test_text_from_left_to_right_needs_no_work() -> None:
    assert levels("Frist: 15.12.2026 (§ 74)", 0) == [0] * 24


def test_numbers_inside_arabic_keep_their_order() -> None:
    text = "قبل 15.12.2026 (BAMF)"
    assert shown(text, 1) == plain(")BAMF( 15.12.2026 لبق")


def test_an_isolate_keeps_what_it_holds_together() -> None:
    text = "\u2066+49 6131 0\u2069 هاتف"
    assert shown(text, 1) == "فتاه +49 6131 0"


@pytest.mark.parametrize(("language", "right"), [("ar", True), ("ckb", True), ("fa-AF", True), ("de", False),
                                                 ("ku", False), ("ar-SY", True)])  # fmt: skip
def test_the_direction_follows_from_the_language(language: str, right: bool) -> None:
    assert runs_right_to_left(language) is right
