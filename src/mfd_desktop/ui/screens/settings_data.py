"""The card "Daten" of the settings: taking clients over from Excel, undoing that, proving the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.importing import last_imports
from mfd_desktop.app.maintenance import verify_vault
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.errors import UserError, VaultDamaged
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.jobs import Cancelled
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.long_work import gone_words, start_long_work, start_undo
from mfd_desktop.ui.relaunch import suspect_damage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_SHOWN = 5


class DataCard(Card):
    """What can be done with the data as a whole."""

    def __init__(self, desk: Desk) -> None:
        """Build the buttons."""
        super().__init__(_("Daten"))
        self._desk = desk
        self._undoing: Progress | None = None
        self._damaged = False
        self.import_button = secondary(_("Aus Excel übernehmen …"), "import")
        self.import_button.clicked.connect(lambda: desk.go(Place("import")))
        self.verify_button = secondary(_("Tresor prüfen"), "check")
        self.verify_button.clicked.connect(self._on_verify)
        row = FlowBox()
        row.add(self.import_button)
        row.add(self.verify_button)
        self.restore_button = secondary(_("Aus Sicherung wiederherstellen …"), "undo")
        self.restore_button.clicked.connect(lambda: desk.go(Place("restore")))
        row.add(self.restore_button)
        self.bin_button = secondary(_("Papierkorb öffnen"), "trash")
        self.bin_button.clicked.connect(lambda: desk.go(Place("bin")))
        row.add(self.bin_button)
        self.add(row)
        self.imports = RowList(_("Übernahmen aus Excel"))
        self.imports.button_clicked.connect(self._on_undo)
        self.result = Banner()
        self.result.hide()
        self.result.action_requested.connect(self._on_cancel)
        self.add(self.result)
        self.add(self.imports)

    def refresh(self) -> None:
        """Show the last imports and which of them can be undone."""
        rows = []
        for found in last_imports(self._desk.session)[:_SHOWN]:
            people = ngettext("{count} Person", "{count} Personen", found.rows).format(count=found.rows)
            rows.append(
                Row(
                    found.batch,
                    _("Übernahme aus Excel: {people}").format(people=people),
                    date=f"{found.taken.astimezone():%d.%m.%Y %H:%M}",
                    note=_("rückgängig gemacht") if found.undone else "",
                    button="" if found.undone else _("Rückgängig"),
                    muted=found.undone,
                )
            )
        self.imports.set_rows(rows)
        self.imports.setVisible(bool(rows))

    def _on_undo(self, batch: object) -> None:
        if self._undoing is not None:
            return
        self.imports.setEnabled(False)
        self._show_undoing(0.0, "")
        self._undoing = start_undo(
            self._desk,
            str(batch),
            done=self._on_undone,
            failed=self._on_not_undone,
            stopped=self._on_undo_stopped,
            progressed=self._show_undoing,
        )

    def _show_undoing(self, fraction: float, _text: str) -> None:
        said = _("Die Übernahme wird rückgängig gemacht: {percent} %").format(percent=round(fraction * 100))
        self.result.show_message(said, action=_("Abbrechen"))

    def _on_cancel(self) -> None:
        if self._damaged:
            suspect_damage()
            self._desk.lock_requested.emit()
        if self._undoing is not None:
            self._undoing.cancel()

    def _on_undone(self, gone: int) -> None:
        self._end_undo(gone_words(gone))

    def _on_undo_stopped(self) -> None:
        self._end_undo(_("Abgebrochen. Die Übernahme ist unverändert da."))

    def _on_not_undone(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._end_undo("")
            raise error
        self._end_undo(sentence(error), BannerKind.ERROR)

    def _end_undo(self, said: str, kind: BannerKind = BannerKind.INFO) -> None:
        self._undoing = None
        self.imports.setEnabled(True)
        self.refresh()
        self.result.show_message(said, kind)

    def _on_verify(self) -> None:
        def work(progress: Progress) -> Mapping[str, int]:
            found = verify_vault(self._desk.session, cancelled=lambda: progress.cancelled)
            if found is None:
                raise Cancelled
            return found

        self.verify_button.setEnabled(False)
        self.result.show_message(_("Der Tresor wird geprüft …"))
        start_long_work(self._desk, work, done=self._on_verified, failed=self._on_not_verified)

    def _on_verified(self, counts: Mapping[str, int]) -> None:
        self.verify_button.setEnabled(True)
        people = ngettext("{count} ratsuchende Person", "{count} ratsuchende Personen", counts["clients"]).format(
            count=counts["clients"]
        )
        contacts = ngettext("{count} Kontakt", "{count} Kontakte", counts["contacts"]).format(count=counts["contacts"])
        self.result.show_message(
            _("Der Tresor ist in Ordnung: {people}, {contacts}.").format(people=people, contacts=contacts)
        )

    def _on_not_verified(self, error: Exception) -> None:
        self.verify_button.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self._damaged = isinstance(error, VaultDamaged)
        action = _("Sperren und nachsehen, was betroffen ist") if self._damaged else ""
        self.result.show_message(sentence(error), BannerKind.ERROR, action)
