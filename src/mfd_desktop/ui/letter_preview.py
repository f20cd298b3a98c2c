"""The pages of a letter beside its form: drawn in the background, the newest text wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.pdf_preview import PdfPreview
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.render.blocks import Document
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


class LetterPreview(QWidget):
    """Shows a document while it is being written, or the pages of a final letter."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self.desk = desk
        self.pages = PdfPreview()
        self.pages.setMinimumSize(120, 120)
        self.problem = Banner()
        self._newest = 0
        self._drawing = False
        self._waiting: Document | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.problem)
        column.addWidget(self.pages, 1)
        self.problem.hide()

    def clear(self) -> None:
        """Show nothing, and nothing that is still being drawn."""
        self.show_pages(None)

    def show_pages(self, pdf: bytes | None) -> None:
        """Show finished pages."""
        self._newest += 1
        self._waiting = None
        self.problem.hide()
        self.pages.show_pdf(pdf)

    def show_document(self, document: Document) -> None:
        """Draw a document and show it, unless a newer one comes meanwhile; where the page stood it stays."""
        if self._drawing:
            self._waiting = document
            return
        self._drawing = True
        self._newest += 1
        number, moment = self._newest, self.desk.session.clock.now()

        def work(_progress: Progress) -> bytes:
            from mfd_desktop.app.documents import pdf_of

            return pdf_of(document, moment=moment)

        self.desk.jobs.run(
            work,
            done=lambda pdf: self._on_drawn(number, pdf),
            failed=lambda error: self._on_failed(number, error),
            stopped=self._on_stopped,
            exclusive="free",
        )

    def _on_drawn(self, number: int, pdf: bytes) -> None:
        self._drawing = False
        if number == self._newest:
            bar = self.pages.verticalScrollBar()
            before = bar.value()
            self.problem.hide()
            self.pages.show_pdf(pdf)
            bar.setValue(before)
        self._draw_waiting()

    def _on_failed(self, number: int, error: Exception) -> None:
        self._drawing = False
        if not isinstance(error, UserError):
            raise error
        if number == self._newest:
            self.problem.show_message(sentence(error), BannerKind.ERROR)
        self._draw_waiting()

    def _on_stopped(self) -> None:
        self._drawing = False

    def _draw_waiting(self) -> None:
        document, self._waiting = self._waiting, None
        if document is not None:
            self.show_document(document)
