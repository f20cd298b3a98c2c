"""Lines of mixed directions: the order of letters is that of Qt's own text engine, line by line."""

import random
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QApplication

from mfd_desktop.render.bidi import runs_right_to_left
from mfd_desktop.render.blocks import Run
from mfd_desktop.render.fonts import FontSet
from mfd_desktop.render.lines import Line, Setter
from mfd_desktop.render.texts import guarded, prepared, visible
from mfd_desktop.ui.fonts import load_fonts

SENTENCES, ROOM = 500, 17.0
TEXTS = (
    "يرجى الحضور إلى مكتبنا في الموعد جواز السفر ورسالة المحكمة لا لأن الإقامة",
    "لطفاً گذرنامه خود را همراه بیاورید پرونده می\u200cشود",
    "تکایە پاسپۆرتەکەت لەگەڵ خۆت بهێنە ناسنامە مهرباني وکړئ خپل پاسپورټ راوړئ",
    "Bitte bringen Sie Ihren Pass mit Ausländerbehörde BAMF AufenthG Straße E-Mail Müller",
    "1 12 2026 30.11.2026 2026-11-30 09:30 2.450,00 12/2026 +49 0151 25b ١٢ ۱۴۰۵ 15%",
)
WORDS = [word for text in TEXTS for word in text.split()]
SIGNS = (",", ".", ":", ";", "!", "?", "،", "؛", "؟", "…", " –", " -", " /", " €", " §", " &")
PAIRS = ("()", "[]", "«»", "„“", '""', "\u2067\u2069", "\u2066\u2069", "\u2068\u2069")


def sentence(chance: random.Random) -> str:
    parts = [chance.choice(WORDS) for _word in range(chance.randint(6, 26))]
    for _sign in range(chance.randint(0, 5)):
        place = chance.randrange(len(parts))
        parts[place] += chance.choice(SIGNS)
    for _pair in range(chance.randint(0, 3)):
        first = chance.randrange(len(parts))
        last = min(first + chance.randint(0, 3), len(parts) - 1)
        opening, closing = chance.choice(PAIRS)
        parts[first], parts[last] = opening + parts[first], parts[last] + closing
        if first == last:
            parts[first] = parts[first] if parts[first].endswith(closing) else parts[first] + closing
    return " ".join(parts)


def is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Cf"}


def ours(line: Line) -> str:
    """The letters of a line from left to right, without marks."""
    letters = "".join(glyph.text for piece in line.pieces for glyph in piece.glyphs)
    return "".join(char for char in letters if not is_mark(char))


def lines_of_qt(text: str, counts: list[int], right_to_left: bool) -> list[str]:
    """The letters of a text from left to right as Qt orders them, in lines of so many letters as ours."""
    layout = QTextLayout(text, _font())
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    found, start = [], 0
    layout.beginLayout()
    for letters in counts:
        end = _end(text, start, letters)
        line = layout.createLine()
        # Qt counts neither marks nor what only steers as columns of their own.
        columns = end - start
        line.setNumColumns(columns)
        while line.textLength() > end - start:
            columns -= 1
            line.setNumColumns(columns)
        assert (line.textStart(), line.textLength()) == (start, end - start), (
            text[start:end],
            text[start : start + line.textLength()],
        )
        found.append((line, start, end))
        start = end
    layout.endLayout()
    assert start == len(text)
    return [_letters_of_qt(text, *part) for part in found]


def _end(text: str, start: int, letters: int) -> int:
    """Return where the next line begins after so many letters and the spaces behind them."""
    end = start
    while letters:
        letters -= not is_mark(text[end])
        end += 1
    while end < len(text) and text[end] != " " and is_mark(text[end]):
        end += 1
    while end < len(text) and text[end] == " ":
        end += 1
    return end


def _letters_of_qt(text: str, line: QTextLine, start: int, end: int) -> str:
    while end > start and (text[end - 1] == " " or is_mark(text[end - 1])):
        end -= 1
    clusters: dict[int, tuple[float, bool]] = {}
    for run in line.glyphRuns(start, end - start, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        for index, place in zip(run.stringIndexes(), run.positions(), strict=True):
            # Qt gives the sign that begins an isolate the index of the first letter of its run, behind which it lies.
            first = max if run.isRightToLeft() else min
            x = first(place.x(), clusters[index][0]) if index in clusters else place.x()
            clusters[index] = (x, run.isRightToLeft())
    # A glyph may stand for several letters, in the direction of its run.
    starts = sorted(clusters)
    pieces = {first: text[first:after] for first, after in zip(starts, [*starts[1:], end], strict=True)}
    seen = ""
    for index in sorted(clusters, key=lambda index: clusters[index][0]):
        letters = "".join(char for char in pieces[index] if not is_mark(char))
        seen += letters[::-1] if clusters[index][1] else letters
    return seen


def _font() -> QFont:
    font = QFont("FiraGO")
    font.setPixelSize(100)
    return font


def test_the_order_in_500_sentences_is_that_of_qt(qapp: QApplication, fonts: FontSet) -> None:
    assert load_fonts()
    chance = random.Random(2026)
    compared = 0
    for number in range(SENTENCES):
        language = ("ar", "de", "fa", "ckb", "ps")[number % 5]
        text = sentence(chance)
        right = runs_right_to_left(language)
        found = Setter(fonts, language).lines([Run(text)], ROOM)
        assert max(line.width for line in found) <= ROOM + 1e-9
        whole = guarded(prepared(text)) if right else prepared(text)
        mine = [ours(line) for line in found]
        assert mine == lines_of_qt(whole, [len(line) for line in mine], right), text
        assert sorted("".join(mine).replace(" ", "")) == sorted(
            char for char in visible(text) if char != " " and not is_mark(char)
        )
        compared += len(mine)
    assert compared > 3 * SENTENCES
