"""The card "Daten" of the settings: taking clients over from Excel, undoing that, proving the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.importing import last_imports, undo_import
from mfd_desktop.app.maintenance import verify_vault
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.rows import Row, RowList

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
        self.import_button = secondary(_("Aus Excel übernehmen …"), "import")
        self.import_button.clicked.connect(lambda: desk.go(Place("import")))
        self.verify_button = secondary(_("Tresor prüfen"), "check")
        self.verify_button.clicked.connect(self._on_verify)
        row = FlowBox()
        row.add(self.import_button)
        row.add(self.verify_button)
        self.add(row)
        self.imports = RowList(_("Übernahmen aus Excel"))
        self.imports.button_clicked.connect(self._on_undo)
        self.result = Banner()
        self.result.hide()
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
        if self._desk.attempt(lambda: undo_import(self._desk.session, str(batch))):
            self.refresh()
            self.result.show_message(_("Die Übernahme ist rückgängig gemacht."))

    def _on_verify(self) -> None:
        def work(_progress: Progress) -> Mapping[str, int]:
            return verify_vault(self._desk.session)

        self.verify_button.setEnabled(False)
        self.result.show_message(_("Der Tresor wird geprüft …"))
        self._desk.jobs.run(work, done=self._on_verified, failed=self._on_not_verified)

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
        self.result.show_message(sentence(error), BannerKind.ERROR)
