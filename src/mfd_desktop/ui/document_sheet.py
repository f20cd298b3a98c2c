"""One document: its pages, shown from memory, what is written about it, and what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.attachment_fields import DOCUMENT
from mfd_desktop.app.attachment_pages import pages
from mfd_desktop.app.casework import values_of
from mfd_desktop.app.leaving import note_print
from mfd_desktop.app.saving import raws_of
from mfd_desktop.app.wording import sentence
from mfd_desktop.app.wording_attachments import media_words
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.case_forms import CaseForm
from mfd_desktop.ui.document_words import size_words
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import danger, icon_button, secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pdf_preview import PdfPreview
from mfd_desktop.ui.pdf_printing import print_pdf
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_WIDTH, _HEIGHT = 900, 420
"""Logical pixels of the sheet, and of the pages at least."""
_LEAST = 160


class PagesBar(QWidget):
    """Which page is shown, and buttons for what the keys of the pages do."""

    def __init__(self, preview: PdfPreview) -> None:
        """Stand above ``preview``."""
        super().__init__()
        self._preview = preview
        self.said = Label("", "muted", wrap=False)
        self.back, self.on = (
            icon_button("arrow-left", _("Vorige Seite")),
            icon_button("arrow-right", _("Nächste Seite")),
        )
        self.smaller, self.larger = icon_button("minus", _("Kleiner zeigen")), icon_button("plus", _("Größer zeigen"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        for widget in (self.back, self.said, self.on):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.smaller)
        row.addWidget(self.larger)
        self.back.clicked.connect(lambda: preview.turn_pages(-1))
        self.on.clicked.connect(lambda: preview.turn_pages(1))
        self.smaller.clicked.connect(lambda: preview.zoom_by(-1))
        self.larger.clicked.connect(lambda: preview.zoom_by(1))
        preview.page_changed.connect(self._on_page)

    def _on_page(self, number: int) -> None:
        count = self._preview.page_count
        self.said.setText(_("Seite {number} von {count}").format(number=number, count=count))
        for widget in (self.back, self.said, self.on):
            widget.setVisible(count > 1)


class DocumentSheet(Sheet):
    """Nothing is shown before the document's last block was right. Each field is stored when it is left."""

    def __init__(self, desk: Desk, parent: QWidget, attachment_id: str, remove: Callable[[RecordId], None]) -> None:
        """``remove`` deletes it; raise KeyError if it is gone."""
        super().__init__(parent, _("Dokument"), width=_WIDTH)
        self.desk = desk
        self._found = found = documents.read_attachment(desk.session, attachment_id)
        self._remove = remove
        self._turns = 0
        self._pdf: bytes | None = None
        self.form = CaseForm(desk, DOCUMENT, f"document:{found.stamp.id}", save=self._save, record_id=found.stamp.id)
        self.preview, self.problem = PdfPreview(), Banner()
        self.pages_bar = PagesBar(self.preview)
        self.turn_button, self.print_button = secondary(_("Drehen")), secondary(_("Drucken …"), "print")
        self.export_button, self.delete_button = secondary(_("Herausgeben …")), danger(_("Löschen"), "trash")
        self._build()
        self.form.show_record(self.form.key, found.stamp.id, raws_of(DOCUMENT, values_of(found, DOCUMENT), {}))
        self.finished.connect(lambda: desk.unregister(self.form))
        self._show_pages()

    def _build(self) -> None:
        found = self._found
        facts = [media_words(found.media), size_words(found.size)]
        if found.verified:
            facts.append(_("zuletzt geprüft am {day}").format(day=format_date(found.verified.date())))
        facts.append(_("Prüfsumme {hash}").format(hash=found.sha256[:16]))
        # What is written about it has to be in sight below the pages.
        room = self.screen().availableGeometry().height() // 2
        self.preview.setFixedHeight(min(_HEIGHT, max(_LEAST, room)))
        self.preview.setAccessibleName(_("Seiten des Dokuments"))
        self.problem.hide()
        for widget in (self.problem, self.pages_bar, self.preview, Label(" · ".join(facts), "muted"), self.form):
            self.add(widget)
        self.turn_button.clicked.connect(self._on_turn)
        self.print_button.clicked.connect(self._on_print)
        self.export_button.clicked.connect(self._on_export)
        self.delete_button.clicked.connect(self._on_delete)
        for button in (self.delete_button, self.export_button, self.print_button, self.turn_button):
            self.add_button(button)
        self.preview.setVisible(found.shown)
        self._set_pages_there(there=False)
        if not found.shown:
            self.problem.show_message(
                _("Diese Art Datei wird hier nicht gezeigt. Zum Ansehen können Sie sie herausgeben.")
            )

    def done(self, result: int) -> None:
        """Store the field being edited before closing, and forget the pages."""
        self.form.store()
        self.preview.show_pdf(None)
        self._pdf = None
        super().done(result)

    def _save(self, texts: dict[str, str]) -> Saved:
        return documents.save_document(self.desk.session, self._found.stamp.id, texts)

    def _show_pages(self) -> None:
        if not self._found.shown:
            return
        session, found, turns = self.desk.session, self._found, self._turns

        def work(_progress: Progress) -> bytes:
            return pages(session, found, turns)

        self.desk.jobs.run(work, done=self._on_pages, failed=self._on_failed)

    def _on_pages(self, pdf: bytes) -> None:
        if self.isVisible() or self._pdf is None:
            self._pdf = pdf
            self.preview.show_pdf(pdf)
            self._set_pages_there(there=True)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.preview.hide()
        self._set_pages_there(there=False)
        self.problem.show_message(sentence(error), BannerKind.ERROR)

    def _set_pages_there(self, *, there: bool) -> None:
        for button in (self.turn_button, self.print_button):
            button.setEnabled(there)
        self.pages_bar.setVisible(there)

    def _on_turn(self) -> None:
        self._turns = (self._turns + 1) % 4
        self._set_pages_there(there=False)
        self._show_pages()

    def _on_print(self) -> None:
        if self._pdf is None:
            return
        session, pdf, name = self.desk.session, self._pdf, documents.export_name(self.desk.session, self._found)
        client_id = documents.client_of(session, self._found)
        self.desk.attempt(
            lambda: print_pdf(self, pdf, name=name, noted=lambda: note_print(session, "document", client_id))
        )

    def _on_export(self) -> None:
        self.desk.messages.ask(
            self,
            _("Dieses Dokument unverschlüsselt herausgeben?"),
            _(
                "Die Datei liegt danach lesbar dort, wo Sie sie speichern. Wer sie bekommt, braucht eine"
                " Schweigepflichtentbindung. Das Herausgeben steht im Protokoll."
            ),
            _("Herausgeben"),
            self._choose,
        )

    def _choose(self) -> None:
        name = documents.export_name(self.desk.session, self._found)
        chosen, _kind = QFileDialog.getSaveFileName(self, dir=name, options=QFileDialog.Option.DontUseNativeDialog)
        if chosen:
            self.export(Path(chosen))

    def export(self, path: Path) -> None:
        """Write the document in the clear to ``path`` and say so."""
        if self.desk.attempt(lambda: documents.export(self.desk.session, self._found, path)):
            self.desk.messages.info(_("Herausgegeben: {name}").format(name=path.name))

    def _on_delete(self) -> None:
        self.reject()
        self._remove(self._found.stamp.id)
