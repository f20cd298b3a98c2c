"""Something made to be printed: its pages, the printer, a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from mfd_desktop.app.leaving import export_file, note_print
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.document_sheet import PagesBar
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.pdf_preview import PdfPreview
from mfd_desktop.ui.pdf_printing import print_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_WIDTH, _HEIGHT = 900, 560
"""Logical pixels of the sheet, and of the pages at most."""
_LEAST = 160
_BESIDE = 210
"""What title and buttons take of the height."""


class PaperSheet(Sheet):
    """Shows a PDF that ``make`` returns (off the thread of the window) and gives it to the printer or into a file.

    ``kind`` is its code in the log, ``name`` what it is called in the printer's queue and as a file: the case number or
    the kind, never a name of a person.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        make: Callable[[], bytes],
        *,
        kind: str,
        name: str,
        client_id: RecordId | None = None,
    ) -> None:
        """Begin to make it."""
        super().__init__(parent, title, width=_WIDTH)
        self.desk = desk
        self._make, self._kind, self._file_name, self._client_id = make, kind, name, client_id
        self._pdf: bytes | None = None
        self.preview, self.problem = PdfPreview(), Banner()
        self.print_button, self.save_button = primary(_("Drucken …"), "print"), secondary(_("Als PDF speichern …"))
        self._build()
        self.desk.jobs.run(self._work, done=self._on_made, failed=self._on_failed)

    def _build(self) -> None:
        room = self.screen().availableGeometry().height() - _BESIDE
        self.preview.setFixedHeight(min(_HEIGHT, max(_LEAST, room)))
        self.preview.setAccessibleName(_("Seiten"))
        self.problem.hide()
        for widget in (self.problem, PagesBar(self.preview), self.preview):
            self.add(widget)
        self.print_button.clicked.connect(self._on_print)
        self.save_button.clicked.connect(self._on_save)
        for button in (self.save_button, self.print_button):
            button.setEnabled(False)
            self.add_button(button)

    def done(self, result: int) -> None:
        """Forget the pages."""
        self.preview.show_pdf(None)
        self._pdf = None
        super().done(result)

    def _work(self, _progress: Progress) -> bytes:
        return self._make()

    def _on_made(self, pdf: bytes) -> None:
        if self.isHidden():
            return
        self._pdf = pdf
        self.preview.show_pdf(pdf)
        for button in (self.save_button, self.print_button):
            button.setEnabled(True)
        self.print_button.setFocus()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.preview.hide()
        self.problem.show_message(sentence(error), BannerKind.ERROR)

    def _on_print(self) -> None:
        if self._pdf is None:
            return
        session, pdf = self.desk.session, self._pdf
        self.desk.attempt(
            lambda: print_pdf(
                self, pdf, name=self._file_name, noted=lambda: note_print(session, self._kind, self._client_id)
            )
        )

    def _on_save(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, dir=f"{self._file_name}.pdf", options=QFileDialog.Option.DontUseNativeDialog
        )
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(".pdf"))

    def save(self, path: Path) -> None:
        """Write the PDF to ``path`` in the clear, which is logged, and say so."""
        pdf = self._pdf
        if pdf is None:
            return
        if self.desk.attempt(lambda: export_file(self.desk.session, path, pdf, self._kind, self._client_id)):
            self.desk.messages.info(_("Geschrieben: {name}").format(name=path.name))
