"""Dokumente of a case: scans, photos and PDFs, and what lies in the scan folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.scan_folder import OPTION, Scans, delete_source, list_scans, scan_folder
from mfd_desktop.app.settings import set_device_option
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.document_intake import Intake
from mfd_desktop.ui.document_words import document_row, leftover_row, scans_said
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
        self.scans_button = secondary(_("Ausgewählte übernehmen"))
        self._ticked: set[Path] = set()
        self._scans = Scans(Path())
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
        self.scans.button_clicked.connect(lambda key: self.take([Path(str(key))]))
        self.scans.row_activated.connect(lambda key: self._tick(Path(str(key))))
        self.scans_button.clicked.connect(self._on_take_ticked)
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
        folder_buttons = FlowBox()
        folder_buttons.add(self.scans_button)
        folder_buttons.add(self.folder_button)
        for part in (self._scan_said, self._gone, self.scans, folder_buttons):
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
        self._read_scans()

    def _read_scans(self) -> None:
        folder = scan_folder(self.desk.device)
        if folder is None or self.desk.jobs.closed:
            self._show_scans(Scans(Path()))
            return
        # A folder on a share may answer late.
        self.desk.jobs.run(lambda _progress: list_scans(folder), done=self._show_scans, exclusive="free")

    def _show_scans(self, found: Scans) -> None:
        self._scans = found
        self._ticked &= {one.path for one in found.files}
        today = self.desk.session.clock.today()
        self.scans.set_rows([leftover_row(one, today, ticked=one.path in self._ticked) for one in found.files])
        self.scans.setVisible(bool(found.files))
        self.scans_button.setVisible(len(found.files) > 1)
        self.scans_button.setEnabled(bool(self._ticked))
        chosen = scan_folder(self.desk.device) is not None
        self.folder_button.setText(_("Anderen Ordner wählen …") if chosen else _("Scan-Ordner wählen …"))
        said = (
            scans_said(found)
            if chosen
            else _("Wählen Sie den Ordner, in den Ihr Scanner Dateien legt: Sie erscheinen dann hier.")
        )
        self._scan_said.setText(said)
        self._scan_said.setVisible(not found.gone)
        gone = _("Der Scan-Ordner ist nicht erreichbar: {folder}").format(folder=found.folder) if found.gone else ""
        self._gone.show_message(gone, BannerKind.WARNING)

    def _tick(self, path: Path) -> None:
        self._ticked ^= {path}
        self._show_scans(self._scans)

    def _on_take_ticked(self) -> None:
        ticked = [one.path for one in self._scans.files if one.path in self._ticked]
        self._ticked = set()
        self.take(ticked)

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

    def _on_folder(self) -> None:
        options = QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly
        chosen = QFileDialog.getExistingDirectory(self, _("Scan-Ordner"), options=options)
        if chosen:
            self.choose_folder(Path(chosen))

    def choose_folder(self, folder: Path) -> None:
        """Use ``folder`` as the scan folder from now on."""
        desk = self.desk
        if desk.attempt(lambda: set_device_option(desk.session, desk.device, OPTION, str(folder))):
            self._read_scans()

    def _on_taken(self, stored: list[tuple[Path, RecordId]]) -> None:
        folder = scan_folder(self.desk.device)
        scans = [(path, document) for path, document in stored if folder is not None and path.parent == folder]
        self._read_scans()
        if not scans:
            return
        title = ngettext(
            "Die Datei im Scan-Ordner löschen?", "Die {count} Dateien im Scan-Ordner löschen?", len(scans)
        ).format(count=len(scans))
        self.desk.messages.ask(
            self,
            title,
            _(
                "Was übernommen wurde, ist verschlüsselt gespeichert. Im Scan-Ordner liegt es noch lesbar. Gelöscht"
                " werden nur diese Dateien; im Scanner, in Sicherungen und auf SSD-Laufwerken können Reste bleiben."
            ),
            _("Löschen"),
            lambda: self._delete(scans),
        )

    def _delete(self, scans: list[tuple[Path, RecordId]]) -> None:
        session = self.desk.session
        self.desk.jobs.run(
            lambda _progress: [path for path, document in scans if not delete_source(session, path, document)],
            done=self._on_deleted,
        )

    def _on_deleted(self, left: list[Path]) -> None:
        if left:
            said = ngettext(
                "Eine Datei liegt noch im Scan-Ordner: Sie ließ sich nicht löschen oder hat sich seitdem geändert.",
                "{count} Dateien liegen noch im Scan-Ordner: Sie ließen sich nicht löschen oder haben sich seitdem"
                " geändert.",
                len(left),
            ).format(count=len(left))
            self.desk.messages.warn(said)
        self._read_scans()
