"""A book as an Excel workbook: cover, definitions, a sheet a table."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.content.period_names import period_words
from mfd_desktop.statistics.book import KIND_WORDS, UNPUBLISHED, Kind, fte_words, grid

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.statistics.book import Book, Sheet

_WIDE, _LABEL, _FIGURE = 90, 44, 14
"""Widths of columns in characters."""
_LINE = 15
"""Height of a line in points."""
_A4 = 9
"""Excel's number for the paper."""


def workbook(book: Book, moment: datetime) -> bytes:
    """Return the workbook. ``moment`` is noted as its creation; the same figures then give the same bytes."""
    from xlsxwriter import Workbook

    out = BytesIO()
    file = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    word = translate_marked(KIND_WORDS[book.kind])
    file.set_properties({"title": f"{book.title} {book.period}", "created": moment.replace(tzinfo=None)})
    formats = {
        "title": file.add_format({"bold": True, "font_size": 16}),
        "word": file.add_format({"bold": True, "font_size": 12, "font_color": _colour(book.kind)}),
        "head": file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF2"}),
        "strong": file.add_format({"bold": True, "valign": "top"}),
        "text": file.add_format({"text_wrap": True, "valign": "top"}),
        "number": file.add_format({"num_format": "#,##0"}),
        "gap": file.add_format({"align": "right"}),
        "note": file.add_format({"italic": True, "font_color": "#5A6570", "text_wrap": True, "valign": "top"}),
    }
    writer = _Writer(file, formats, book, word)
    writer.cover()
    if book.shares:
        writer.desks()
    writer.definitions()
    for sheet in book.sheets:
        writer.table(sheet)
    file.close()
    return out.getvalue()


def _colour(kind: Kind) -> str:
    return "#B3261E" if kind is Kind.INTERN else "#1B6E3C"


class _Writer:
    """Writes one sheet after another."""

    def __init__(self, file: Any, formats: dict[str, Any], book: Book, word: str) -> None:
        self._file = file
        self._formats = formats
        self._book = book
        self._word = word

    def cover(self) -> None:
        book, formats = self._book, self._formats
        page = self._page(_("Deckblatt"))
        page.set_column(0, 0, 34)
        page.set_column(1, 4, _FIGURE)
        page.write_string(0, 0, book.title, formats["title"])
        page.write_string(1, 0, period_words(book.period), formats["strong"])
        page.write_string(2, 0, self._word, formats["word"])
        row = 4
        for note in book.notes:
            page.merge_range(row, 0, row, 4, note, formats["text"])
            page.set_row(row, 62 if len(note) > 120 else 32)
            row += 1
        for name, value in book.cover:
            page.write_string(row + 1, 0, name, formats["strong"])
            page.merge_range(row + 1, 1, row + 1, 4, value, formats["text"])
            # Excel fits no height to merged cells, and the names of missing desks can be many.
            page.set_row(row + 1, _LINE * (1 + len(value) // (4 * _FIGURE - 6)))
            row += 1
        row = self._headline(page, row + 2)
        for name, value in book.skipped:
            page.write_string(row + 1, 0, name, formats["text"])
            page.merge_range(row + 1, 1, row + 1, 4, value, formats["text"])
            row += 1

    def _headline(self, page: Any, row: int) -> int:
        state = self._book.kind is Kind.STATE
        heading = (_("Gesamtzahl"), _("Summe"), _("von"), _("bis"), _("Stellen")) if state else (
            _("Gesamtzahl"), _("Anzahl"),
        )  # fmt: skip
        for column, words in enumerate(heading):
            page.write_string(row, column, words, self._formats["head"])
        for value in self._book.headline:
            row += 1
            page.write_string(row, 0, value.labels[0])
            for column, number in enumerate((value.number, value.low, value.high, value.desks), 1):
                if number is not None:
                    page.write_number(row, column, number, self._formats["number"])
        return row + 1

    def desks(self) -> None:
        page = self._page(_("Stellen"))
        page.set_column(0, 0, _LABEL)
        page.set_column(1, 1, _FIGURE)
        page.write_string(0, 0, _("Stelle"), self._formats["head"])
        page.write_string(0, 1, _("Stellenanteil"), self._formats["head"])
        page.freeze_panes(1, 0)
        shares = {**dict(self._book.shares), **dict.fromkeys(self._book.missing)}
        for row, (desk, share) in enumerate(shares.items(), 1):
            page.write_string(row, 0, desk)
            page.write_string(row, 1, _("keine Meldung") if share is None else fte_words(share), self._formats["gap"])

    def definitions(self) -> None:
        page = self._page(_("Begriffe"))
        page.set_column(0, 0, 34)
        page.set_column(1, 1, _WIDE)
        page.write_string(0, 0, _("Begriff"), self._formats["head"])
        page.write_string(0, 1, _("Bedeutung"), self._formats["head"])
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        pairs = [*self._book.definitions]
        pairs += [(f"{sheet.id} {sheet.title}", sheet.definition) for sheet in self._book.sheets]
        for row, (name, meaning) in enumerate(pairs, 1):
            page.write_string(row, 0, name, self._formats["strong"])
            page.write_string(row, 1, meaning, self._formats["text"])

    def table(self, sheet: Sheet) -> None:
        formats = self._formats
        page = self._page(f"{sheet.id} {_('grob')}" if sheet.coarse else sheet.id)
        heading, rows = grid(sheet, self._book.kind) if sheet.values else ((sheet.title,), ())
        page.set_column(0, 0, _LABEL)
        page.set_column(1, max(1, len(heading) - 1), _FIGURE)
        page.write_string(0, 0, f"{sheet.id} {sheet.title}", formats["strong"])
        page.write_string(1, 0, f"{period_words(self._book.period)} · {sheet.unit} · {self._word}", formats["word"])
        if not sheet.values:
            page.write_string(3, 0, sheet.why_empty, formats["text"])
            return
        for column, words in enumerate(heading):
            page.write_string(3, column, words, formats["head"])
        page.freeze_panes(4, 1)
        page.repeat_rows(3)
        row = 3
        for label, figures in rows:
            row += 1
            page.write_string(row, 0, label)
            for column, number in enumerate(figures, 1):
                if number is None:
                    page.write_string(row, column, UNPUBLISHED, formats["gap"])
                else:
                    page.write_number(row, column, number, formats["number"])
        for offset, note in enumerate((sheet.definition, *sheet.notes), 2):
            page.write_string(row + offset, 0, note, formats["note"])

    def _page(self, name: str) -> Any:
        page = self._file.add_worksheet(name)
        page.set_paper(_A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_header(f"&L{self._book.title}&R{self._word}")
        page.set_footer(f"&L{self._book.period}&R&P / &N")
        return page
