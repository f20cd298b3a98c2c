"""Printing a PDF from memory, band by band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import PrinterRefused
from mfd_desktop.ui.pdf_pages import POINTS_PER_INCH, PdfPages
from mfd_desktop.ui.print_dialog import DPI, PrintJob, chosen_pages, open_print_dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QWidget

_BAND = 256
"""Pixel rows of a band: 2.5 MB of a page of A4 at 300 dpi."""
_SLACK = 1.01
"""A paper this much smaller than the page still takes it at its true size."""


def print_pdf(
    parent: QWidget,
    content: bytes,
    *,
    name: str,
    noted: Callable[[], None] | None = None,
    on_printed: Callable[[], None] | None = None,
) -> QPrintDialog:
    """Open the system's print dialogue for a PDF; ``on_printed`` is called when it was handed over.

    ``noted`` is called before the first page is and writes the entry of the log (``app.leaving.note_print``).
    ``name`` appears in the queue of the printer: the case number, never a name. Raises SpoolOnDisk.
    """
    with PdfPages(content) as pages:
        sizes = pages.sizes

    def draw(printer: QPrinter) -> Generator[None]:
        with PdfPages(content) as opened:
            yield from draw_pages(opened, printer, chosen_pages(printer, len(sizes)))

    job = PrintJob(_("Dokument drucken"), name, page_layout(sizes[0]), draw, len(sizes), on_printed, noted)
    return open_print_dialog(parent, job)


def page_layout(size: tuple[float, float]) -> QPageLayout:
    """Return A4 without margins, as upright as the page of ``size`` points: distances on paper are those of the PDF."""
    across = size[0] > size[1]
    orientation = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def draw_pages(pages: PdfPages, device: QPagedPaintDevice, chosen: Iterable[int]) -> Generator[None]:
    """Draw a page on ``device`` a step, one a sheet, at its true size where the paper is large enough.

    Raises PrinterRefused.
    """
    painter = QPainter()
    try:
        for index in chosen:
            device.setPageOrientation(page_layout(pages.sizes[index]).orientation())
            if painter.isActive():
                device.newPage()
            elif not painter.begin(device):
                raise PrinterRefused
            _draw_page(pages, index, painter, device)
            yield
    finally:
        if painter.isActive():
            painter.end()


def _draw_page(pages: PdfPages, index: int, painter: QPainter, device: QPagedPaintDevice) -> None:
    dots = device.logicalDpiX()
    layout = device.pageLayout()
    paper, inside = layout.fullRectPixels(dots), layout.paintRectPixels(dots)
    wide, high = (length * dots / POINTS_PER_INCH for length in pages.sizes[index])
    scale = min(1.0, paper.width() * _SLACK / wide, paper.height() * _SLACK / high)
    width = round(pages.sizes[index][0] * DPI / POINTS_PER_INCH)
    height = pages.height_at(index, width)
    step = high * scale / height
    for top in range(0, height, _BAND):
        rows = min(_BAND, height - top)
        image = pages.band(index, width, top, rows)
        place = QRectF(-inside.left(), top * step - inside.top(), wide * scale, rows * step)
        painter.drawImage(place, image)
