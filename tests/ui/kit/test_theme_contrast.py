"""Contrast of the tokens in use: 4.5:1 for words, 3:1 for the borders of controls."""

import re

import pytest
from PySide6.QtGui import QColor, QPalette

from mfd_desktop.content.paths import resource_path
from mfd_desktop.ui.theme import DARK, LIGHT, Tokens, Tone, build_palette, build_style_sheet

SURFACES = ("background", "panel", "neutral_soft")
SOFT = ("accent_soft", "good_soft", "warning_soft", "urgent_soft")
WORDS = [
    *((text, ground) for text in ("ink", "muted", "accent") for ground in SURFACES),
    *((text, ground) for text in ("urgent", "warning", "good") for ground in ("background", "panel")),
    *(("ink", ground) for ground in SOFT),
    ("muted", "accent_soft"),
    *((ground.removesuffix("_soft"), ground) for ground in SOFT),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("navigation_text", "navigation"),
    ("navigation_text", "navigation_active"),
    ("navigation_ink", "navigation"),
    ("navigation_ink", "navigation_active"),
]
BORDERS = [
    *((line, ground) for line in ("control", "accent", "urgent") for ground in ("background", "panel")),
    ("urgent", "urgent_soft"),
    ("warning", "warning_soft"),
    ("accent", "accent_soft"),
    ("navigation_focus", "navigation"),
    ("navigation_focus", "navigation_active"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), WORDS)
def test_words_are_readable(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), BORDERS)
def test_control_borders_are_visible(tokens: Tokens, line: str, ground: str) -> None:
    assert contrast(getattr(tokens, line), getattr(tokens, ground)) >= 3


def test_every_word_colour_of_the_style_sheet_is_a_checked_pair() -> None:
    """A rule that sets both colours must use a pair of the table above."""
    source = resource_path("styles", "app.qss").read_text(encoding="utf-8")
    checked = set(WORDS) | {("ink", "navigation_active")}
    for body in re.findall(r"\{([^{}]*)\}", source):
        text = re.search(r"(?<![-\w])color: \$(\w+)", body)
        ground = re.search(r"(?<![-\w])background: \$(\w+)", body)
        if text and ground:
            assert (text[1], ground[1]) in checked, body


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_style_sheet_has_no_colour_of_its_own(tokens: Tokens) -> None:
    filled = build_style_sheet(tokens, 10.0)
    assert "$" not in filled
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", filled)) <= set(tokens)
    tick = re.search(r'url\("([^"]+)"\)', filled)
    assert tick is not None
    name = "check-dark.svg" if tokens is DARK else "check-light.svg"
    assert tick[1].endswith(name)
    assert tokens.accent in resource_path("styles", name).read_text(encoding="utf-8")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_palette_uses_the_tokens(tokens: Tokens) -> None:
    palette = build_palette(tokens)
    assert palette.color(QPalette.ColorRole.Window) == QColor(tokens.background)
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == QColor(tokens.muted)


def test_every_tone_has_colours() -> None:
    for tone in Tone:
        assert contrast(LIGHT.text(tone), LIGHT.soft(tone)) >= 4.5
        assert contrast(DARK.text(tone), DARK.soft(tone)) >= 4.5
