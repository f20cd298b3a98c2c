"""After an erasure: the certificate, to print or to save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from mfd_desktop.app import erasure_certificate as certificates
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.privacy import ErasureRecord
    from mfd_desktop.ui.desk import Desk


class CertificateSheet(Sheet):
    """Erasures by number and day; the current one's certificate is saved or printed."""

    def __init__(self, desk: Desk, parent: QWidget, records: tuple[ErasureRecord, ...]) -> None:
        """Take what stays of one erasure or several."""
        super().__init__(parent, _("Bescheinigung über die Löschung"))
        self.desk = desk
        self._records = {record.number: record for record in records}
        said = ngettext("{count} Person ist gelöscht.", "{count} Personen sind gelöscht.", len(records))
        self.add(Label(said.format(count=len(records)), "strong"))
        self.add(Label(_("Die Bescheinigung nennt keine Person. Sie bleibt unter Aufbewahrung abrufbar."), "muted"))
        self.rows = RowList(_("Löschungen"))
        self.rows.set_rows([erasure_row(record, desk) for record in records])
        self.add(self.rows)
        self.rows.make_current(records[0].number)
        self.save_button, self.print_button = secondary(_("Als PDF speichern …")), secondary(_("Drucken"), "print")
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        self.add_button(self.save_button)
        self.add_button(self.print_button)
        self.finished.connect(self.deleteLater)

    @property
    def current(self) -> ErasureRecord:
        """The erasure whose certificate is meant."""
        return self._records[str(self.rows.current_key())]

    def _on_save(self) -> None:
        record, session = self.current, self.desk.session
        name = certificates.certificate_name(record)
        options = QFileDialog.Option.DontUseNativeDialog
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Bescheinigung speichern"), name, "PDF (*.pdf)", options=options
        )
        if chosen:
            self.desk.attempt(lambda: certificates.save_certificate(session, record, Path(chosen)))

    def _on_print(self) -> None:
        from mfd_desktop.ui.pdf_printing import print_pdf

        record, session = self.current, self.desk.session

        def printing() -> None:
            print_pdf(
                self,
                certificates.certificate(session, record),
                name=certificates.certificate_name(record),
                noted=lambda: certificates.note_certificate_printed(session),
            )

        self.desk.attempt(printing)


def erasure_row(record: ErasureRecord, desk: Desk) -> Row:
    """Return the line of an erasure."""
    reason = desk.session.lists.label("erasure_reasons", record.reason)
    if record.forgotten is None:
        second = _("{reason} · es gab keine Sicherung").format(reason=reason)
    else:
        second = _("{reason} · in der letzten Sicherung bis {day}").format(
            reason=reason, day=format_date(record.forgotten)
        )
    return Row(record.number, record.number, second, format_date(record.day))
