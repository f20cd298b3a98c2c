"""A book as a printed report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _, language, translate_marked
from mfd_desktop.content.period_names import period_words
from mfd_desktop.render.blocks import Document, PlainPage, Space, Style, Table, Together, text
from mfd_desktop.statistics.book import KIND_WORDS, UNPUBLISHED, Kind, fte_words, grid

if TYPE_CHECKING:
    from mfd_desktop.render.blocks import Block
    from mfd_desktop.statistics.book import Book, Sheet

_LABEL_SHARE = 2.4
"""Width of the first column in columns of figures."""
_GAP = 3.0


def report(book: Book) -> Document:
    """Return cover, headline totals, definitions and all tables; intern with its watermark on every page."""
    word = translate_marked(KIND_WORDS[book.kind])
    page = PlainPage(
        header=f"{book.title} · {period_words(book.period)} · {word}",
        footer=_("{word} · Erstellt mit MFD Desktop").format(word=word),
        watermark=book.watermark,
    )
    blocks: list[Block] = [text(book.title, style=Style.TITLE), text(period_words(book.period), style=Style.HEADING)]
    blocks += [text(note) for note in book.notes]
    blocks += [Space(_GAP), _pairs("", "", book.cover), Space(_GAP), *_headline(book)]
    blocks += _desks(book) + _skipped(book)
    for sheet in book.sheets:
        if sheet.values:
            blocks += _table(sheet, book.kind)
    blocks += _empty(book)
    blocks += [text(_("Begriffe"), style=Style.HEADING), _pairs(_("Begriff"), _("Bedeutung"), book.definitions)]
    return Document(f"{book.title} {book.period}", page, tuple(blocks), language())


def _pairs(first: str, second: str, pairs: tuple[tuple[str, str], ...]) -> Table:
    return Table((first, second), pairs, (1.0, 2.6), language=language())


def _headline(book: Book) -> list[Block]:
    heading: tuple[str, ...] = (_("Gesamtzahl"), _("Anzahl"))
    rows = tuple((value.labels[0], *_figures(value.number)) for value in book.headline)
    if book.kind is Kind.STATE:
        heading = (_("Gesamtzahl"), _("Summe"), _("von"), _("bis"), _("Stellen"))
        rows = tuple((v.labels[0], *_figures(v.number, v.low, v.high, v.desks)) for v in book.headline)
    return [Together((text(_("Gesamtzahlen"), style=Style.HEADING), _numbers(heading, rows)))]


def _desks(book: Book) -> list[Block]:
    if not book.shares:
        return []
    pairs = tuple((desk, fte_words(share)) for desk, share in book.shares)
    return [text(_("Stellen"), style=Style.HEADING), _pairs(_("Stelle"), _("Stellenanteil"), pairs)]


def _skipped(book: Book) -> list[Block]:
    if not book.skipped:
        return []
    return [
        text(_("Nicht gezählte Dateien"), style=Style.HEADING),
        _pairs(_("Datei"), _("Grund"), book.skipped),
    ]


def _table(sheet: Sheet, kind: Kind) -> list[Block]:
    heading, rows = grid(sheet, kind)
    table = _numbers(heading, tuple((label, *_figures(*figures)) for label, figures in rows))
    blocks: list[Block] = [
        text(f"{sheet.id} {sheet.title}", style=Style.HEADING),
        text(sheet.definition, style=Style.SMALL),
        table,
    ]
    if sheet.notes:
        blocks.append(text(" ".join(sheet.notes), style=Style.NOTE))
    return [Together(tuple(blocks)), Space(_GAP)]


def _empty(book: Book) -> list[Block]:
    empty = tuple((f"{sheet.id} {sheet.title}", sheet.why_empty) for sheet in book.sheets if not sheet.values)
    if not empty:
        return []
    return [text(_("Tabellen ohne Zahlen"), style=Style.HEADING), _pairs(_("Tabelle"), _("Grund"), empty), Space(_GAP)]


def _numbers(heading: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    widths = (_LABEL_SHARE, *(1.0 for _column in heading[1:]))
    return Table(heading, rows, widths, frozenset(range(1, len(heading))), language())


def _figures(*numbers: int | None) -> tuple[str, ...]:
    """Return figures with a thin gap at the thousands."""
    return tuple(
        UNPUBLISHED if number is None else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}") for number in numbers
    )
