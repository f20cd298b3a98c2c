"""Deleting a case, or the person with everything: asked clearly, kept in the recycle bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import recycling
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.bin import KEPT_FOR
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import danger
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.ui.desk import Desk


class DeleteSheet(Sheet):
    """Asks what is to be deleted: this case alone, where there are others, or the person with all cases."""

    def __init__(self, desk: Desk, parent: QWidget, page: CasePage) -> None:
        """Take the case shown."""
        super().__init__(parent, _("Löschen"))
        self.desk = desk
        self._page = page
        numbers = recycling.case_numbers(desk.session, page.client.stamp.id)
        number = page.case.number
        self.case_button = danger(_("Nur den Fall {number} löschen").format(number=number), "trash")
        self.case_button.clicked.connect(self._on_case)
        self.person_button = danger(_("Person mit allen Daten löschen"), "trash")
        self.person_button.clicked.connect(self._on_person)
        self.add(Label(self._question(numbers)))
        kept = _(
            "Alles bleibt {days} Tage im Papierkorb (Einstellungen) und lässt sich von dort zurückholen. Gemeldete"
            " Zahlen ändern sich nicht. Die Fallnummer wird nicht noch einmal vergeben."
        )
        self.add(Label(kept.format(days=KEPT_FOR.days), "muted"))
        self.add_button(self.person_button)
        if len(numbers) > 1:
            self.add_button(self.case_button)

    def _question(self, numbers: tuple[str, ...]) -> str:
        number = self._page.case.number
        if len(numbers) > 1:
            said = _(
                "Was soll gelöscht werden? Die Person hat die Fälle {numbers}. Gelöscht werden auch Kontakte,"
                " Termine, Briefe, Formulare und Dokumente."
            )
            return said.format(numbers=", ".join(numbers))
        said = _(
            "Soll die Person mit dem Fall {number} gelöscht werden? Gelöscht werden auch Kontakte, Termine, Briefe,"
            " Formulare und Dokumente."
        )
        return said.format(number=number)

    def _on_case(self) -> None:
        said = _("Der Fall {number} liegt im Papierkorb.").format(number=self._page.case.number)
        self._go(lambda: recycling.remove_case(self.desk.session, self._page.case.stamp.id), said)

    def _on_person(self) -> None:
        said = _("Die Person mit dem Fall {number} liegt im Papierkorb.").format(number=self._page.case.number)
        self._go(lambda: recycling.remove_client(self.desk.session, self._page.client.stamp.id), said)

    def _go(self, remove: Callable[[], str], said: str) -> None:
        desk, case_id, gone = self.desk, self._page.case.stamp.id, list[str]()
        # Elsewhere first: what the screen of the case still holds unsaved is stored while the case is there.
        desk.go(Place("cases"))
        if not desk.attempt(lambda: gone.append(remove())):
            return
        self.accept()

        def bring_back() -> None:
            if desk.attempt(lambda: recycling.restore(desk.session, gone[0])):
                desk.go(Place("case", case_id))

        desk.messages.info(said, _("Rückgängig"), bring_back)
