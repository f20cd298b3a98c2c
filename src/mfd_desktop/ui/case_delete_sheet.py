"""Deleting a case, or the person with everything: asked clearly, kept in the recycle bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import recycling
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.bin import KEPT_FOR
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import danger
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.editor import LineEditor
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.ids import RecordId
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
        still_open = recycling.open_deadlines(desk.session, page.client.stamp.id)
        self.reason = LineEditor()
        self.field = Field(_("Warum trotz offener Frist?"), self.reason, required=True)
        self.field.setVisible(still_open > 0)
        if still_open:
            said = ngettext("{count} Frist ist noch offen.", "{count} Fristen sind noch offen.", still_open)
            self.add(Banner(said.format(count=still_open), BannerKind.WARNING))
        self.add(self.field)
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
        session, case_id, reason = self.desk.session, self._page.case.stamp.id, self.reason.raw()
        if self._reason_given(case_id):
            self._go(lambda: recycling.remove_case(session, case_id, reason), said)

    def _on_person(self) -> None:
        said = _("Die Person mit dem Fall {number} liegt im Papierkorb.").format(number=self._page.case.number)
        session, client_id, reason = self.desk.session, self._page.client.stamp.id, self.reason.raw()
        if self._reason_given(None):
            self._go(lambda: recycling.remove_client(session, client_id, reason), said)

    def _reason_given(self, case_id: RecordId | None) -> bool:
        """Ask why, if a deadline that goes along is still open."""
        going = recycling.open_deadlines(self.desk.session, self._page.client.stamp.id, case_id)
        if not going or self.reason.raw().strip():
            return True
        self.field.set_error(_("Bitte ausfüllen."))
        self.reason.input_widget().setFocus(Qt.FocusReason.OtherFocusReason)
        return False

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
