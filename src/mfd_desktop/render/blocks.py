"""What a document is made of, before anybody knows where it goes on the page.

Lengths are millimetres, sizes points. ``language`` (ISO 639) of a text decides its base direction: Arabic, Persian,
Dari, Pashto, Sorani, Urdu and Hebrew run from right to left. Texts are in logical order; shaping and UAX #9 are the
business of ``render``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mfd_desktop.render.drawings import Drawing


class Style(StrEnum):
    """Role of a paragraph; size and weight follow from it."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    SMALL = "small"
    NOTE = "note"
    """Small and grey, for what explains the document itself."""


class Align(StrEnum):
    """``START`` and ``END`` follow the direction of the text."""

    START = "start"
    CENTER = "center"
    END = "end"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text broken into lines. A newline inside a run begins a new line."""

    runs: tuple[Run, ...]
    language: str = "de"
    style: Style = Style.BODY
    align: Align = Align.START
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class CheckList:
    """Boxes with texts, ticked or empty."""

    items: tuple[tuple[str, bool], ...]
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Blanks:
    """Ruled lines to write on by hand, each with a small label below it."""

    labels: tuple[str, ...]
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign side by side: a line and what stands below it (``Ort, Datum``, ``Unterschrift``)."""

    labels: tuple[str, ...]
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height beside the usual distances; at the top of a page there is none."""

    height: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, each row broken over pages as a whole where it fits on one.

    ``rows`` holds one tuple of blocks a column, from left to right; ``widths`` are shares of the width.
    """

    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    widths: tuple[float, ...]
    rule: bool = False
    """A thin line between the columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of text. ``header`` is repeated on every page; ``numeric`` columns are aligned at the end.

    In a language from right to left the first column is the one at the right.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: frozenset[int] = frozenset()
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, scaled to ``width`` (None: the width there is), with a text for who cannot see it."""

    drawing: Drawing
    description: str
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page where they fit on one; else they run on from where they begin."""

    blocks: tuple[Block, ...]


Block = Paragraph | CheckList | Blanks | Signatures | Space | PageBreak | Columns | Table | Figure | Together


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A4, upright or ``wide``. ``header`` and ``footer`` stand on every page; ``watermark`` lies behind the text."""

    header: str = ""
    footer: str = ""
    watermark: str = ""
    wide: bool = False
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class LetterPage:
    """DIN 5008 form B: letterhead to 45 mm, address window at 20/45 mm (85 × 45 mm), information block at 125/50 mm,
    fold marks at 105 and 210 mm, hole mark at 148.5 mm.

    ``letterhead``: first line large. ``return_line``: small, above the address. ``address``: at most six lines.
    ``information``: pairs of name and value. ``footer``: lines at the foot of the first page. ``logo``: PNG or JPEG.
    Following pages carry ``running`` (subject or number) and their number.
    """

    letterhead: tuple[str, ...]
    return_line: str
    address: tuple[str, ...]
    information: tuple[tuple[str, str], ...] = ()
    footer: tuple[str, ...] = ()
    logo: bytes | None = None
    running: str = ""
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``title`` goes into the PDF's metadata: never a name of a client."""

    title: str
    page: PlainPage | LetterPage
    blocks: tuple[Block, ...]
    language: str = "de"


def text(words: str, *, language: str = "de", style: Style = Style.BODY, bold: bool = False) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(words, bold),), language, style)
