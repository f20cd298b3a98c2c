"""Letters become positioned glyphs: HarfBuzz, one call a word, remembered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import uharfbuzz as hb

from mfd_desktop.domain.errors import LettersMissing
from mfd_desktop.render.fonts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mfd_desktop.render.fonts import Face

_REMEMBERED, _LONGEST = 4000, 48
"""How many words are remembered, and of how many letters at most: about 4 MB."""
_HARFBUZZ_TAGS = {"prs": "fa-AF", "ckb": "ku"}


class Glyph(NamedTuple):
    """A glyph, in units of its font.

    ``text`` is what it stands for, empty for parts after the first of a letter; ``box`` the width it is read by.
    """

    number: int
    text: str
    advance: int
    x: int
    y: int
    box: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """Glyphs of a word from left to right, and their width in units of the font."""

    face: Face
    glyphs: tuple[Glyph, ...]
    width: int

    @property
    def em(self) -> float:
        """Width in em."""
        return float(self.width / self.face.units)


def shape(face: Face, text: str, *, right_to_left: bool, language: str) -> Shaped:
    """Shape text in logical order that has one direction and one face.

    Raises LettersMissing instead of leaving a gap.
    """
    shaped = _remembered if len(text) <= _LONGEST else _shaped
    return shaped(face, text, right_to_left, language)


def _shaped(face: Face, text: str, right_to_left: bool, language: str) -> Shaped:
    if not text:
        return Shaped(face, (), 0)
    buffer = hb.Buffer()
    # Marks keep clusters of their own, so that every glyph knows its letters.
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    buffer.language = _HARFBUZZ_TAGS.get(language, language)
    hb.shape(face.font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    words = _clusters([info.cluster for info in infos], text)
    glyphs = []
    for info, position, word in zip(infos, positions, words, strict=True):
        if info.codepoint == 0:
            char = text[info.cluster]
            raise LettersMissing(script_of(char), char)
        box = face.font.get_glyph_h_advance(info.codepoint)
        glyphs.append(Glyph(info.codepoint, word, position.x_advance, position.x_offset, position.y_offset, box))
    width = sum(glyph.advance for glyph in glyphs)
    if right_to_left:
        glyphs = list(_for_readers(glyphs, face.font.get_nominal_glyph(ord(" "))))
    return Shaped(face, tuple(glyphs), width)


_remembered = lru_cache(maxsize=_REMEMBERED)(_shaped)


def _clusters(starts: list[int], text: str) -> list[str]:
    """Return for each glyph the letters it stands for; further glyphs of the same letters stand for nothing."""
    ends = dict(zip(ordered := sorted(set(starts)), [*ordered[1:], len(text)], strict=True))
    seen: set[int] = set()
    words = []
    for start in starts:
        words.append("" if start in seen else text[start : ends[start]])
        seen.add(start)
    return words


def _for_readers(glyphs: list[Glyph], blank: int) -> Iterator[Glyph]:
    """Yield right-to-left glyphs so that readers of a PDF find their letters in order; nothing moves on the page.

    Readers turn the order of glyphs round, not that of the letters one glyph stands for, and take marks for words of
    their own. So each letter of a ligature, and each mark on a letter, has a blank over a part of that letter; the
    marks themselves come last and stand for nothing.
    """
    marks: list[Glyph] = []
    for glyph in glyphs:
        if glyph.advance == 0:
            marks.append(glyph)
            continue
        letters = glyph.text + "".join(mark.text for mark in reversed(marks))
        yield from _shared_out(glyph, letters, blank)
        yield from (mark._replace(text="", x=mark.x - glyph.advance) for mark in marks)
        marks.clear()
    yield from marks


def _shared_out(glyph: Glyph, letters: str, blank: int) -> Iterator[Glyph]:
    if len(letters) < 2:
        yield glyph._replace(text=letters)
        return
    each = glyph.advance // len(letters)
    rest = glyph.advance - each * (len(letters) - 1)
    yield glyph._replace(text=letters[-1], advance=rest, box=rest)
    yield from (Glyph(blank, letter, each, 0, 0, each) for letter in reversed(letters[:-1]))
