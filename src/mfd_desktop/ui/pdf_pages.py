"""The pages of a PDF in memory as pictures, a band at a time (PDFium)."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from types import TracebackType

POINTS_PER_INCH = 72


class PdfPages:
    """An open PDF; close it, or use it in a ``with`` block. Not for several threads."""

    def __init__(self, content: bytes) -> None:
        """Open a PDF from memory; nothing of it touches the disk."""
        # PDFium is loaded with the first document somebody looks at.
        import pypdfium2

        self._document = pypdfium2.PdfDocument(content)
        self._page: tuple[int, object] | None = None
        self.sizes: list[tuple[float, float]] = [
            self._document.get_page_size(index) for index in range(len(self._document))
        ]
        """Width and height of every page in points."""

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the document's memory back."""
        self._document.close()

    def height_at(self, index: int, width: int) -> int:
        """Return how many pixels high a page is that is ``width`` pixels wide."""
        wide, high = self.sizes[index]
        return round(width * high / wide)

    def band(self, index: int, width: int, top: int, height: int, *, fine: int = 1) -> QImage:
        """Return the part of a page from pixel row ``top`` on, ``height`` rows, the page ``width`` pixels wide.

        ``fine`` above 1 draws it so many times larger first: small print gets clearer where pixels are large.
        """
        image = self._drawn(index, width * fine, top * fine, height * fine, self.height_at(index, width) * fine)
        if fine == 1:
            return image
        from PySide6.QtCore import Qt

        return image.scaled(
            width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def _drawn(self, index: int, width: int, top: int, height: int, whole: int) -> QImage:
        import pypdfium2.raw as pdfium

        if self._page is None or self._page[0] != index:
            self._page = (index, self._document[index])
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        memory = (ctypes.c_ubyte * image.sizeInBytes()).from_buffer(image.bits())
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, memory, image.bytesPerLine())
        try:
            pdfium.FPDF_RenderPageBitmap(bitmap, self._page[1], 0, -top, width, whole, 0, pdfium.FPDF_ANNOT)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return image
