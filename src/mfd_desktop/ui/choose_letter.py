"""Choosing a template, and the case where it is not known, for a new letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import letters
from mfd_desktop.app.letter_fields import offers
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_entry import CaseEditor
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.letter_words import offer_row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk


class ChooseLetterSheet(Sheet):
    """Enter or a click on a template begins the letter and goes there."""

    def __init__(
        self, desk: Desk, parent: QWidget, case_id: RecordId | None = None, notice_id: RecordId | None = None
    ) -> None:
        """Ask for the case as well where ``case_id`` is None; ``notice_id``: the notice that the letter answers."""
        super().__init__(parent, _("Brief schreiben"), width=860)
        self.desk = desk
        self._case_id, self._notice_id = case_id, notice_id
        self.case = CaseEditor(desk)
        self._field = Field(_("Fall"), self.case, _("Zuerst den Fall, dann die Vorlage wählen"), required=True)
        self._field.setVisible(case_id is None)
        self.rows = RowList(_("Vorlagen"))
        self.rows.set_rows([offer_row(offer) for offer in offers()])
        self.rows.row_activated.connect(self._on_chosen)
        self._broken = {offer.template for offer in offers() if offer.problem}
        self.add(self._field)
        self.add(Label(_("Welcher Brief?"), "strong"))
        self.add(self.rows)

    def _on_chosen(self, template: str) -> None:
        case_id = self._case_id or self.case.case_id
        if template in self._broken:
            return
        if case_id is None:
            self._field.set_error(_("Bitte ausfüllen."))
            self.case.input_widget().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        begun: list[RecordId] = []

        def begin() -> None:
            session = self.desk.session
            begun.append(letters.begin_letter(session, case_id, template, notice_id=self._notice_id))

        if self.desk.attempt(begin):
            self.accept()
            self.desk.go(Place("letter", begun[0]))
