"""Fonts inside a PDF: only the glyphs in use, and what each of them means.

Every pair of a glyph and the letters it stands for gets a code of its own. So a text can be copied out exactly as it
was put in, even where one glyph stands for different letters.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import uharfbuzz as hb

from mfd_desktop.render.pdf_file import Name, PdfFile, Ref, Stream, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mfd_desktop.render.fonts import Face
    from mfd_desktop.render.shaping import Glyph

# What lays out text, and what a variable font varies by: neither is needed for glyphs that have their places.
_DROPPED = (
    *("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "kern", "DSIG", "hdmx", "VDMX", "LTSH", "meta"),
    *("STAT", "fvar", "gvar", "avar", "cvar", "HVAR", "MVAR", "VVAR"),
)
_SYMBOLIC = 4
_PER_BLOCK = 100
"""Entries a block of a CMap may hold."""


class EmbeddedFont:
    """The glyphs of one face that a document uses."""

    def __init__(self, face: Face, name: str) -> None:
        """Take the face and the name the pages call it by."""
        self.face, self.name = face, name
        self._codes: dict[tuple[int, str, int], int] = {}
        self._advances: list[int] = []

    def code(self, glyph: Glyph) -> int:
        """Return the code of a glyph with its meaning and width."""
        # PostScript outlines have one width a glyph, TrueType ones one a code.
        advance = self.face.font.get_glyph_h_advance(glyph.number) if self.face.is_cff else glyph.box
        key = (glyph.number, glyph.text, advance)
        if key not in self._codes:
            self._codes[key] = len(self._codes) + 1
            self._advances.append(advance)
        return self._codes[key]

    def advance(self, code: int) -> int:
        """Return how far a code moves on by itself, in units of the font."""
        return self._advances[code - 1]

    def embed(self, file: PdfFile) -> Ref:
        """Add the font to ``file``."""
        program, places = self._subset()
        base = Name(f"{_tag(program)}+{self.face.name}")
        glyphs = [places[number] for number, _text, _advance in self._codes]
        descendant = self._descendant(file, base, program)
        encoding: Value = Name("Identity-H")
        if self.face.is_cff:
            # Codes become glyphs here; TrueType outlines have a table for it below.
            encoding = file.add(_encoding(glyphs))
            descendant |= {"Subtype": Name("CIDFontType0"), "W": self._widths(glyphs)}
        else:
            table = b"".join(glyph.to_bytes(2, "big") for glyph in (0, *glyphs))
            descendant |= {"Subtype": Name("CIDFontType2"), "W": self._widths(range(1, len(glyphs) + 1))}
            descendant["CIDToGIDMap"] = file.add(Stream({}, table))
        return file.add(
            {
                "Type": Name("Font"),
                "Subtype": Name("Type0"),
                "BaseFont": base,
                "Encoding": encoding,
                "DescendantFonts": [file.add(descendant)],
                "ToUnicode": file.add(Stream({}, self._meanings())),
            }
        )

    def _descendant(self, file: PdfFile, base: Name, program: bytes) -> dict[str, Value]:
        units = self.face.units
        font = Stream({"Subtype": Name("OpenType")} if self.face.is_cff else {"Length1": len(program)}, program)
        descriptor: dict[str, Value] = {
            "Type": Name("FontDescriptor"),
            "FontName": base,
            "Flags": _SYMBOLIC,
            "FontBBox": [-1000, -1000, 3000, 2000],
            "ItalicAngle": 0,
            "Ascent": self.face.ascent * 1000 / units,
            "Descent": self.face.descent * 1000 / units,
            "CapHeight": 700,
            "StemV": 90,
            "FontFile3" if self.face.is_cff else "FontFile2": file.add(font),
        }
        return {
            "Type": Name("Font"),
            "BaseFont": base,
            "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
            "FontDescriptor": file.add(descriptor),
            "DW": 0,
        }

    def _widths(self, numbers: Iterable[int]) -> list[Value]:
        """Return pairs of a number and the width it has, as ``W`` wants them."""
        found: list[Value] = []
        for number, advance in sorted(dict(zip(numbers, self._advances, strict=True)).items()):
            found += [number, [round(advance * 1000 / self.face.units, 3)]]
        return found

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        """Return the font with the glyphs in use, and their new numbers."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({0, *(number for number, _text, _advance in self._codes)})
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode().ljust(4)) for tag in _DROPPED)
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
        plan = hb.SubsetPlan(self.face.face, wanted)
        places = dict(plan.old_to_new_glyph_mapping)
        return plan.execute().blob.data, places

    def _meanings(self) -> bytes:
        """Return the CMap from codes to letters."""
        entries = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_number, text, _advance), code in self._codes.items()
            if text
        ]
        return _cmap("Adobe-Identity-UCS", 2, "bfchar", entries)


def _encoding(glyphs: Sequence[int]) -> Stream:
    """Return the CMap from codes 1, 2, … to glyphs."""
    entries = [f"<{code:04X}> {glyph}" for code, glyph in enumerate(glyphs, 1)]
    system: dict[str, Value] = {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0}
    return Stream(
        {"Type": Name("CMap"), "CMapName": Name("Codes-H"), "CIDSystemInfo": system},
        _cmap("Codes-H", 1, "cidchar", entries),
    )


def _cmap(name: str, kind: int, operator: str, entries: Sequence[str]) -> bytes:
    blocks = [entries[start : start + _PER_BLOCK] for start in range(0, len(entries), _PER_BLOCK)]
    body = "\n".join(f"{len(block)} begin{operator}\n" + "\n".join(block) + f"\nend{operator}" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType {kind} def\n/WMode 0 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _tag(program: bytes) -> str:
    """Return six capitals that mark a subset."""
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
