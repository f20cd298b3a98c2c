"""Dokumente of a case: scans, photos and PDFs, and what lies in the scan folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.scan_folder import OPTION, delete_source, leftovers, scan_folder
from mfd_desktop.app.settings import set_device_option
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.document_intake import Intake
from mfd_desktop.ui.document_words import document_row, leftover_row
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk


class DocumentsTab(CaseTab):
    """Enter or a click opens a document. Files come by dialogue, drag and drop, paste, or from the scan folder."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(desk)
        self._case_id: RecordId | None = None
        self.setAcceptDrops(True)
        self.rows, self.scans = RowList(_("Dokumente dieses Falls")), RowList(_("Dateien im Scan-Ordner"))
        self.intake = Intake(desk)
        self.add_button = secondary(_("Dateien hinzufügen …"), "plus")
        self.paste_button = secondary(_("Einfügen  Strg+V"))
        self.folder_button = secondary(_("Scan-Ordner wählen …"))
        self.card, self._scan_card = Card(_("Dokumente")), Card(_("Scan-Ordner"))
        self._empty = Label(
            _(
                "Noch kein Dokument. Ziehen Sie Scans, Fotos oder PDFs hierher, fügen Sie sie ein oder wählen Sie sie"
                " aus."
            ),
            "muted",
        )
        self._scan_said, self._gone = Label("", "muted"), Banner()
        self._build()
        self.rows.row_activated.connect(lambda key: self.sheet_asked.emit(f"document:{key}"))
        self.scans.button_clicked.connect(lambda key: self._take_scan(Path(str(key))))
        self.scans.row_activated.connect(lambda key: self._take_scan(Path(str(key))))
        self.add_button.clicked.connect(self._on_add)
        self.paste_button.clicked.connect(self.paste)
        self.folder_button.clicked.connect(self._on_folder)
        self.intake.taken.connect(self._on_taken)
        shortcut = QShortcut(QKeySequence.StandardKey.Paste, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.paste)

    def _build(self) -> None:
        buttons = FlowBox()
        buttons.add(self.add_button)
        buttons.add(self.paste_button)
        limit = Label(_("Höchstens 100 MB je Datei. Jede wird einzeln verschlüsselt."), "muted")
        for widget in (self._empty, self.rows, self.intake, buttons, limit):
            self.card.add(widget)
        self._gone.hide()
        for part in (self._scan_said, self._gone, self.scans, self.folder_button):
            self._scan_card.add(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.card)
        column.addWidget(self._scan_card)
        column.addStretch(1)

    def show_page(self, page: CasePage) -> None:
        """Show the documents of this case and what the scanner has left."""
        self._case_id = page.case.stamp.id
        found = documents.attachments_of(self.desk.session, self._case_id)
        self.rows.set_rows([document_row(one) for one in found])
        self.rows.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._show_scans()

    def _show_scans(self) -> None:
        folder = scan_folder(self.desk.device)
        found = leftovers(self.desk.device)
        today = self.desk.session.clock.today()
        self.scans.set_rows([leftover_row(one, today) for one in found or ()])
        self.scans.setVisible(bool(found))
        self.folder_button.setText(_("Anderen Ordner wählen …") if folder else _("Scan-Ordner wählen …"))
        if folder is None:
            said = _("Wählen Sie den Ordner, in den Ihr Scanner Dateien legt: Sie erscheinen dann hier.")
        elif found:
            count = len(found)
            said = ngettext(
                "{count} Datei liegt unverschlüsselt in {folder}.",
                "{count} Dateien liegen unverschlüsselt in {folder}.",
                count,
            ).format(count=count, folder=folder)
        else:
            said = _("Im Ordner {folder} liegt nichts.").format(folder=folder)
        missing = folder is not None and found is None
        self._scan_said.setText(said)
        self._scan_said.setVisible(not missing)
        gone = _("Der Scan-Ordner ist nicht erreichbar: {folder}").format(folder=folder) if missing else ""
        self._gone.show_message(gone, BannerKind.WARNING)

    def first_widget(self) -> QWidget:
        """Return the list, or the button while there is none."""
        return self.rows if self.rows.rows() else self.add_button

    def detail(self) -> Mapping[str, str]:
        """Return the current document."""
        return {"document": str(self.rows.current_key() or "")}

    def restore(self, detail: Mapping[str, str]) -> None:
        """Go to the document that was current."""
        self.rows.make_current(detail.get("document", ""))

    def take(self, paths: list[Path]) -> None:
        """Store these files in the case shown."""
        if self._case_id is not None and paths:
            self.intake.take(self._case_id, paths)

    def paste(self) -> None:
        """Store what the clipboard holds."""
        if self._case_id is not None:
            self.intake.paste(self._case_id, QApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures, nothing else."""
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Store what was dropped."""
        if self._case_id is not None:
            event.acceptProposedAction()
            self.intake.paste(self._case_id, event.mimeData())

    def _on_add(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, options=QFileDialog.Option.DontUseNativeDialog)
        self.take([Path(name) for name in chosen])

    def _take_scan(self, path: Path) -> None:
        self.take([path])

    def _on_folder(self) -> None:
        options = QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly
        chosen = QFileDialog.getExistingDirectory(self, _("Scan-Ordner"), options=options)
        if chosen:
            self.choose_folder(Path(chosen))

    def choose_folder(self, folder: Path) -> None:
        """Use ``folder`` as the scan folder from now on."""
        desk = self.desk
        if desk.attempt(lambda: set_device_option(desk.session, desk.device, OPTION, str(folder))):
            self._show_scans()

    def _on_taken(self, stored: list[Path]) -> None:
        folder = scan_folder(self.desk.device)
        scans = [path for path in stored if folder is not None and path.parent == folder]
        if not scans:
            return
        self.desk.messages.ask(
            self,
            _("Die Datei im Scan-Ordner löschen?"),
            _(
                "Das Dokument ist verschlüsselt gespeichert. Im Scan-Ordner liegt es noch lesbar. Gelöscht wird nur"
                " diese Datei; im Scanner, in Sicherungen und auf SSD-Laufwerken können Reste bleiben."
            ),
            _("Löschen"),
            lambda: self._delete(scans),
        )

    def _delete(self, scans: list[Path]) -> None:
        left = [path for path in scans if not delete_source(path)]
        if left:
            self.desk.messages.warn(_("Die Datei ließ sich nicht löschen und liegt noch im Scan-Ordner."))
        self._show_scans()
