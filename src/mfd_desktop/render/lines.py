"""A paragraph becomes lines: broken in logical order, each then put into visual order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mfd_desktop.render.bidi import levels, runs_right_to_left, visual_order
from mfd_desktop.render.breaks import breaks, is_bound, is_space
from mfd_desktop.render.shaping import Shaped, shape
from mfd_desktop.render.texts import SOFT_HYPHEN, guarded, prepared, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mfd_desktop.render.blocks import Run
    from mfd_desktop.render.fonts import Face, FontSet

_NARROWEST = 6
"""Letters an em can hold at most; bounds the search for where to cut a word that is too long."""


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces from left to right and their width in em."""

    pieces: tuple[Shaped, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Atom:
    """A word or the spaces after it: one direction, one weight, one face."""

    text: str
    level: int
    shaped: Shaped
    space: bool = False

    @property
    def width(self) -> float:
        return self.shaped.em


@dataclass(slots=True)
class _Segment:
    """What lies between two places to break."""

    atoms: list[_Atom]
    hyphen: _Atom | None = None
    """Drawn where the line ends after this segment."""

    @property
    def width(self) -> float:
        """Width without the spaces at its end."""
        return _width(self.atoms) + (self.hyphen.width if self.hyphen else 0.0)


class Setter:
    """Sets paragraphs of one language in one set of fonts."""

    def __init__(self, fonts: FontSet, language: str) -> None:
        self._fonts, self._language = fonts, language
        self._base = int(runs_right_to_left(language))

    def lines(self, runs: Sequence[Run], room: float) -> list[Line]:
        """Return the lines of a paragraph, none wider than ``room`` em. Raises LettersMissing.

        A newline begins a new line; a word wider than the line is cut, never lost.
        """
        parts = [self._prepared(run.text) for run in runs]
        bold = [run.bold for run, part in zip(runs, parts, strict=True) for _char in part]
        start, found = 0, list[Line]()
        for paragraph in "".join(parts).split("\n"):
            end = start + len(paragraph)
            found += self._paragraph(paragraph, bold[start:end], room)
            start = end + 1
        return found

    def line(self, words: str, *, bold: bool = False) -> Line:
        """Return ``words`` as one line, however wide."""
        text = self._prepared(words).replace("\n", " ")
        return next(iter(self._paragraph(text, [bold] * len(text), float("inf"))))

    def _prepared(self, text: str) -> str:
        return guarded(prepared(text)) if self._base else prepared(text)

    def _paragraph(self, text: str, bold: Sequence[bool], room: float) -> Iterator[Line]:
        line: list[_Atom] = []
        width, hyphen = 0.0, None
        for segment in self._segments(text, bold):
            if line and width + segment.width > room:
                yield _finished(line, hyphen)
                line, width = [], 0.0
            if segment.width > room:
                *full, last = self._cut(segment.atoms, room)
                for atoms in full:
                    yield _finished(atoms, None)
                segment.atoms = last
            line += segment.atoms
            width, hyphen = width + sum(atom.width for atom in segment.atoms), segment.hyphen
        yield _finished(line, None)

    def _segments(self, text: str, bold: Sequence[bool]) -> Iterator[_Segment]:
        found = levels(text, self._base)
        places = [0, *breaks(text), len(text)]
        for start, end in pairwise(places):
            segment = _Segment(list(self._atoms(text, start, end, bold, found)))
            if text[end - 1 : end] == SOFT_HYPHEN and end < len(text) and segment.atoms:
                last = segment.atoms[-1]
                segment.hyphen = self._atom("-", last.level, bold[end - 1])
            yield segment

    def _atoms(self, text: str, start: int, end: int, bold: Sequence[bool], found: Sequence[int]) -> Iterator[_Atom]:
        begin = start
        for index in range(start + 1, end + 1):
            if index < end and not _differs(text, bold, found, index):
                continue
            words = visible(text[begin:index])
            if not words:
                # Nothing to see, but it keeps apart what stands on its sides.
                yield self._atom("", found[begin], bold[begin])
            for face, first, last in self._fonts.pieces(words, bold=bold[begin]):
                yield self._set(face, words[first:last], found[begin])
            begin = index

    def _atom(self, text: str, level: int, bold: bool) -> _Atom:
        return self._set(self._fonts.face(bold=bold), text, level)

    def _set(self, face: Face, text: str, level: int) -> _Atom:
        shaped = shape(face, text, right_to_left=bool(level % 2), language=self._language)
        return _Atom(text, level, shaped, is_space(text[:1]))

    def _cut(self, atoms: Sequence[_Atom], room: float) -> Iterator[list[_Atom]]:
        """Yield lines of a segment that is wider than one."""
        line: list[_Atom] = []
        for atom in atoms:
            if atom.space or not atom.text:
                line.append(atom)
                continue
            start = 0
            while start < len(atom.text):
                end = self._fitting(atom, start, room - sum(part.width for part in line), alone=not line)
                if end > start:
                    line.append(self._set(atom.shaped.face, atom.text[start:end], atom.level))
                if end < len(atom.text):
                    yield line
                    line = []
                start = end
        yield line

    def _fitting(self, atom: _Atom, start: int, room: float, *, alone: bool) -> int:
        """Return where a line must end inside a word that begins at ``start``; ``alone`` on it, at least one letter."""
        text = atom.text
        most = min(len(text), start + int(max(room, 0.0) * _NARROWEST) + 1)
        places = [index for index in range(start + 1, most + 1) if index == len(text) or not is_bound(text[index])]
        low, high = 0, len(places)
        while low < high:
            middle = (low + high + 1) // 2
            if self._set(atom.shaped.face, text[start : places[middle - 1]], atom.level).width <= room:
                low = middle
            else:
                high = middle - 1
        if low:
            return places[low - 1]
        return start if not alone else places[0] if places else len(text)


def _differs(text: str, bold: Sequence[bool], found: Sequence[int], index: int) -> bool:
    return (
        found[index] != found[index - 1]
        or bold[index] != bold[index - 1]
        or is_space(text[index]) != is_space(text[index - 1])
    )


def _width(atoms: Sequence[_Atom]) -> float:
    return sum(atom.width for atom in _without_end(atoms))


def _without_end(atoms: Sequence[_Atom]) -> Sequence[_Atom]:
    end = len(atoms)
    while end and (atoms[end - 1].space or not atoms[end - 1].text):
        end -= 1
    return atoms[:end]


def _finished(atoms: Sequence[_Atom], hyphen: _Atom | None) -> Line:
    kept = [*_without_end(atoms), *([hyphen] if hyphen else [])]
    order = visual_order([atom.level for atom in kept])
    return Line(tuple(kept[index].shaped for index in order), sum(atom.width for atom in kept))
