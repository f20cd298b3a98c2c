"""The sheet for a deadline whose last day somebody else named: nothing is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines, law_fields
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.ui.agenda_form import AgendaForm, AgendaSheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk

NO_CASE = "-"


class NewDeadlineSheet(AgendaSheet):
    """A new deadline of a case, which is asked for unless it is known."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, form: AgendaForm, case: str, sheets: DeadlineSheets
    ) -> None:
        """``case``: id of the case, or - ; ``sheets`` bring back what was given up."""
        super().__init__(parent, desk, title, form, None, RecordId(case) if case != NO_CASE else None)
        if self.case_field is not None:
            self.case_field.set_help(_("Nummer oder Name"))
        key = form.key
        self.given_up.connect(lambda values: self._offer_back(sheets, key, values))

    def _chosen_case(self) -> tuple[RecordId | None, bool]:
        case_id, in_order = super()._chosen_case()
        if in_order and case_id is None and self.case_field is not None:
            self.case_field.set_error(_("Bitte ausfüllen."))
            return None, False
        return case_id, in_order

    def begin(self, fieldset: FieldSet) -> None:
        """Show what a new one begins with, and what was typed before a lock or crash."""
        self.fill(defaults(fieldset, today=self.desk.session.clock.today()))

    def _offer_back(self, sheets: DeadlineSheets, key: str, values: dict[str, str]) -> None:
        def back() -> None:
            if sheets.open(key) and isinstance(sheets.sheet, NewDeadlineSheet):
                sheets.sheet.lay_over(values)

        self.desk.messages.info(_("Die Eingabe wurde verworfen."), _("Rückgängig"), back)


class ManualSheet(NewDeadlineSheet):
    """Title, last day, kind and early warnings."""

    def __init__(self, desk: Desk, parent: QWidget, case: str, sheets: DeadlineSheets) -> None:
        """Begin empty."""
        form = AgendaForm(desk, law_fields.MANUAL_DEADLINE, f"manual:{case}")
        super().__init__(desk, parent, _("Frist von Hand"), form, case, sheets)
        said = _("Für Fristen, deren letzten Tag jemand genannt hat. Am Wochenende verschiebt das Programm nichts.")
        self.add(Label(said, "muted"))
        self.begin(law_fields.MANUAL_DEADLINE)

    def store(self, case_id: RecordId | None, texts: dict[str, str]) -> None:
        """Store it."""
        if case_id is not None:
            deadlines.add_manual(self.desk.session, case_id, texts)
