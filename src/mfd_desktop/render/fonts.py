"""The fonts a document is set in: the bundled family, signs, and what the system has for other scripts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import uharfbuzz as hb

from mfd_desktop.domain.errors import LettersMissing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_REGULAR, _BOLD = "FiraGO-Regular.ttf", "FiraGO-Bold.ttf"
_OTHERS = ("NotoSansSymbols2-Regular.ttf", "NotoSansEthiopic.ttf")
# What Windows, macOS and Linux carry for scripts FiraGO lacks, by the name of the file without its ending; the first
# one found is taken. Noto comes by weight or as one variable font.
_OF_SYSTEM: dict[str, tuple[str, ...]] = {
    "ARMENIAN": ("segoeui", "sylfaen", "mshtakan", "dejavusans"),
    "BENGALI": ("nirmala", "vrinda", "kohinoorbangla"),
    "TAMIL": ("nirmala", "latha", "tamil sangam mn"),
    "SINHALA": ("nirmala", "iskpota", "sinhala sangam mn"),
    "GURMUKHI": ("nirmala", "raavi", "gurmukhi"),
    "TIFINAGH": ("ebrima", "dejavusans"),
    "SYRIAC": ("seguihis", "estre"),
    "THAANA": ("mvboli",),
}
_NOTO = ("notosans{}-regular", "notosans{}[wght]", "notosans{}[wdth,wght]")
_FILES = "*.[TtOo][Tt][FfCc]"
_BOUND = frozenset({"Cf", "Mn", "Me", "Mc"})
_JOINING = frozenset({"\u200c", "\u200d"})


class Face:
    """One font file: what it has, and what HarfBuzz needs to shape with it."""

    def __init__(self, path: Path) -> None:
        # HarfBuzz itself does not open files whose Windows path has an umlaut.
        self.face = hb.Face(path.read_bytes())
        self.font = hb.Font(self.face)
        self.units: int = self.face.upem
        extents = self.font.get_font_extents("ltr")
        self.ascent: int = extents.ascender
        self.descent: int = extents.descender
        self.name: str = self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or path.stem
        self._known: dict[str, bool] = {}

    @property
    def is_cff(self) -> bool:
        """Whether its outlines are PostScript's; a PDF embeds them in another way."""
        return "CFF " in self.face.table_tags

    def has(self, char: str) -> bool:
        """Tell whether a character can be drawn, as it is or composed of its parts."""
        known = self._known.get(char)
        if known is None:
            known = self._known[char] = all(
                self.font.get_nominal_glyph(ord(part)) for part in unicodedata.normalize("NFD", char)
            ) or bool(self.font.get_nominal_glyph(ord(char)))
        return known


class FontSet:
    """The faces for regular and bold text. Faces are loaded when a text first needs them."""

    def __init__(self, folder: Path, system: Sequence[Path] = ()) -> None:
        """Take the folder with the bundled fonts and the folders in which the system keeps its own."""
        self._folder, self._system = folder, tuple(system)
        self._faces: dict[Path, Face] = {}
        self._by_char: dict[tuple[str, bool], Face] = {}
        self._installed: dict[str, Path] | None = None

    def face(self, *, bold: bool = False) -> Face:
        """Return the face that text is set in where it has the letters."""
        return self._load(self._folder / (_BOLD if bold else _REGULAR))

    def pieces(self, text: str, *, bold: bool = False) -> Iterator[tuple[Face, int, int]]:
        """Yield face, begin and end of the pieces of ``text``; marks and joiners stay with the letter before.

        Raises LettersMissing if no face has a letter.
        """
        start, current = 0, None
        for index, char in enumerate(text):
            face = self._of(char, bold, current)
            if current is not None and face is not current:
                yield current, start, index
                start = index
            current = face
        if current is not None:
            yield current, start, len(text)

    def _of(self, char: str, bold: bool, current: Face | None) -> Face:
        if current is not None and (char in _JOINING or (unicodedata.category(char) in _BOUND and current.has(char))):
            return current
        face = self._by_char.get((char, bold))
        if face is None:
            face = self._by_char[char, bold] = self._find(char, bold)
        return face

    def _find(self, char: str, bold: bool) -> Face:
        first = self.face(bold=bold)
        if unicodedata.category(char) in {"Cf", "Zs"} or first.has(char):
            return first
        script = script_of(char)
        for path in (*(self._folder / name for name in _OTHERS), *self._of_system(script)):
            if (face := self._load(path)).has(char):
                return face
        raise LettersMissing(script, char)

    def _load(self, path: Path) -> Face:
        if path not in self._faces:
            self._faces[path] = Face(path)
        return self._faces[path]

    def _of_system(self, script: str) -> list[Path]:
        if script not in _OF_SYSTEM:
            return []
        if self._installed is None:
            found = (path for folder in self._system if folder.is_dir() for path in sorted(folder.rglob(_FILES)))
            self._installed = {path.stem.lower(): path for path in found}
        names = (*(name.format(script.lower()) for name in _NOTO), *_OF_SYSTEM[script])
        return [self._installed[name] for name in names if name in self._installed]


@lru_cache(maxsize=1024)
def script_of(char: str) -> str:
    """Return the first word of a character's Unicode name (``ARMENIAN``), or its number (``U+D800``)."""
    name = unicodedata.name(char, "")
    return name.split(" ")[0].split("-")[0] if name else f"U+{ord(char):04X}"
