"""What Heute says about documents: files that are damaged, and scans that still lie about in the clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mfd_desktop.app.overview import damaged_documents
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind

if TYPE_CHECKING:
    from mfd_desktop.app.scan_folder import Scans
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_OLD = 7
"""Days after which a leftover is a warning."""


class DocumentsNotice(QObject):
    """Two banners, hidden as long as all is well. No file's name is said: it may be a person's."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Both are hidden until ``refresh``; what arrives after ``parent`` is gone is dropped."""
        super().__init__(parent)
        self._desk = desk
        self._place = Place("cases")
        self._running: Progress | None = None
        self.damage, self.scans = Banner(), Banner()
        self.damage.hide()
        self.scans.hide()
        self.damage.action_requested.connect(lambda: desk.go(self._place))
        self.scans.action_requested.connect(lambda: desk.go(Place("cases")))

    def refresh(self) -> None:
        """Ask the vault, and the scan folder in the background: on a share it may answer late."""
        found = damaged_documents(self._desk.session)
        said = ""
        if found:
            self._place = Place("case", found[0].case_id, "documents")
            said = ngettext(
                "Bei {count} Dokument fehlt die Datei oder ist beschädigt. Aus einer Sicherung lässt sie sich"
                " wiederherstellen.",
                "Bei {count} Dokumenten fehlt die Datei oder ist beschädigt. Aus einer Sicherung lassen sie sich"
                " wiederherstellen.",
                len(found),
            ).format(count=len(found))
        self.damage.show_message(said, BannerKind.ERROR, _("Ansehen") if said else "")
        self._ask_folder()

    def _ask_folder(self) -> None:
        if self._running is not None or self._desk.jobs.closed:
            return
        if not self._desk.device.get("scan_folder").strip():
            self.scans.hide()
            return
        # Nobody without a scan folder pays for this.
        from mfd_desktop.app.scan_folder import list_scans, scan_folder

        folder = scan_folder(self._desk.device)
        if folder is not None:
            self._running = self._desk.jobs.run(
                lambda _progress: list_scans(folder), done=self._show_scans, stopped=self._rest, exclusive="free"
            )

    def _rest(self) -> None:
        self._running = None

    def _show_scans(self, found: Scans) -> None:
        self._rest()
        count = len(found.files)
        said, kind = "", BannerKind.INFO
        if count:
            oldest = min(one.changed for one in found.files).astimezone().date()
            days = (self._desk.session.clock.today() - oldest).days
            kind = BannerKind.WARNING if days >= _OLD else BannerKind.INFO
            said = ngettext(
                "{count} Scan liegt noch unverschlüsselt in {folder}. Übernehmen Sie ihn im Fall unter Dokumente.",
                "{count} Scans liegen noch unverschlüsselt in {folder}. Übernehmen Sie sie im Fall unter Dokumente.",
                count,
            ).format(count=count, folder=found.folder)
        self.scans.show_message(said, kind, _("Fälle öffnen") if said else "")
