"""Sheets of the case page about the procedure: its days, steps, family, warnings, one way to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import procedure_guide, procedures, recycling
from mfd_desktop.app.law_fields import PROCEDURE_STEP
from mfd_desktop.app.procedure_fields import APPLICATION, NEXT_STEP, PROCEDURE_SHEET
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_data_sheets import NEW, CaseDataSheets
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import WIDE_SHEET
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.procedure_family import FamilySheet
from mfd_desktop.ui.procedure_parts import HarmPanel
from mfd_desktop.ui.procedure_task_sheet import TaskSheet
from mfd_desktop.ui.procedure_way_sheet import WaySheet
from mfd_desktop.ui.procedure_words import law_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.deadlines import ProcedureStep
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.dialog import Sheet


class ProcedureSheets(CaseDataSheets):
    """Makes ``procedure:data``, ``pstep:<id, new or new-Z06>``, ``family:link``, ``harm:<name>``, ``task:<name>``
    and ``way:<code>``."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Sheets lie over ``parent``."""
        super().__init__(desk, parent)
        self.makers: dict[str, Callable[[CasePage, str], Sheet]] = {
            "procedure": self._procedure,
            "pstep": self._step,
            "family": lambda page, _rest: FamilySheet(desk, parent, page, self._of(page)),
            "harm": self._harm,
            "task": lambda page, rest: TaskSheet(desk, parent, page, self._of(page), rest),
            "way": lambda page, rest: WaySheet(desk, parent, page, rest),
        }

    def _of(self, page: CasePage) -> Procedure:
        """Return the procedure of this case's person; raise KeyError if there is none."""
        found = procedures.procedure_of(self.desk.session, page.client.stamp.id)
        if found is None:
            raise KeyError(page.case.stamp.id)
        return found

    def _sheet(
        self, title: str, fieldset: FieldSet, key: str, store: Callable[[dict[str, str]], object], *, width: int = 0
    ) -> RecordSheet:
        form = CaseForm(self.desk, fieldset, key)
        if width:
            return RecordSheet(self.desk, self._parent, title, form, store, may_draft=True, width=width)
        return RecordSheet(self.desk, self._parent, title, form, store)

    def _say_law(self, sheet: RecordSheet, page: CasePage) -> None:
        """Say which law applies: on every sheet of the procedure."""
        sheet.body.insertWidget(0, Label(law_line(self.desk.session, page.client.stamp.id), "muted"))

    # --- the procedure ------------------------------------------------------------

    def _procedure(self, page: CasePage, _rest: str) -> Sheet:
        session, case_id = self.desk.session, page.case.stamp.id
        found = procedures.procedure_of(session, page.client.stamp.id)

        def store(texts: dict[str, str]) -> None:
            if found is None:
                procedures.begin_procedure(session, case_id, texts)
            else:
                procedures.save_procedure(session, found.stamp.id, texts)

        title = _("Stichtage und Stand") if found else _("Verfahren anlegen")
        sheet = self._sheet(title, PROCEDURE_SHEET, f"procedure:data:{case_id}", store, width=WIDE_SHEET)
        said = _(
            "Drei Tage entscheiden, welches Recht gilt, jeder für sich: die Registrierung, die Einreichung des Antrags"
            " und, nur beim Entzug, der Beginn der Prüfung. Fehlt einer, rechnet das Programm nach beiden Rechten und"
            " führt das frühere Datum."
        )
        sheet.body.insertWidget(0, Label(said, "muted"))
        if found is not None:
            self._say_law(sheet, page)
            offer_history(self.desk, sheet, sheet.form, "procedure", found.stamp.id)
            self._add_delete(sheet, lambda: self._remove_procedure(found.stamp.id))
            self._start(sheet, PROCEDURE_SHEET, found)
        else:
            sheet.start({**defaults(PROCEDURE_SHEET, today=session.clock.today()), "kind": "first"})
        return sheet

    def _remove_procedure(self, procedure_id: RecordId) -> None:
        session, gone = self.desk.session, list[str]()
        if self.desk.attempt(lambda: gone.append(procedures.remove_procedure(session, procedure_id))):
            said = _("Verfahren gelöscht. Die Fristen bleiben.")
            self._offer_undo(said, lambda: recycling.restore(session, gone[0]))

    # --- steps ------------------------------------------------------------

    def _step(self, page: CasePage, rest: str) -> Sheet:
        new, _dash, position = rest.partition("-")
        if new != NEW:
            return self._stored_step(page, RecordId(rest))
        return self._next_step(page, position) if position else self._free_step(page)

    def _next_step(self, page: CasePage, position: str) -> Sheet:
        session, procedure_id = self.desk.session, self._of(page).stamp.id
        entry = procedure_guide.guide(session).position(position)
        panel = HarmPanel(procedure_guide.warnings_before(session, position))

        def store(texts: dict[str, str]) -> None:
            raws = {**texts, "position": position}
            saved = procedure_guide.take_step(session, procedure_id, raws, read=panel.read)
            self._offer_undo(_("Schritt festgehalten."), lambda: procedures.remove_step(session, saved.record_id))

        key = f"pstep:{NEW}-{position}:{procedure_id}"
        sheet = self._sheet(content_text(entry.name), NEXT_STEP, key, store)
        self._warn(sheet, panel)
        self._say_law(sheet, page)
        sheet.start(
            {**defaults(NEXT_STEP, today=session.clock.today()), "document": content_text(entry.document)[:200]}
        )
        return sheet

    def _free_step(self, page: CasePage) -> Sheet:
        session, procedure_id = self.desk.session, self._of(page).stamp.id

        def store(texts: dict[str, str]) -> None:
            saved = procedure_guide.take_step(session, procedure_id, texts)
            self._offer_undo(_("Ereignis festgehalten."), lambda: procedures.remove_step(session, saved.record_id))

        sheet = self._sheet(_("Ereignis festhalten"), PROCEDURE_STEP, f"pstep:{NEW}:{procedure_id}", store)
        said = _("Ohne neuen Stand ist es ein Ereignis; das Verfahren bleibt, wo es ist.")
        sheet.body.insertWidget(0, Label(said, "muted"))
        self._say_law(sheet, page)
        sheet.start(defaults(PROCEDURE_STEP, today=session.clock.today()))
        return sheet

    def _stored_step(self, page: CasePage, step_id: RecordId) -> Sheet:
        session = self.desk.session
        step = self._find_step(page, step_id)

        def store(texts: dict[str, str]) -> None:
            procedures.save_step(session, step_id, texts)

        sheet = self._sheet(_("Schritt des Verfahrens"), PROCEDURE_STEP, f"pstep:{step_id}", store)
        offer_history(self.desk, sheet, sheet.form, "procedure_step", step_id)
        self._add_delete(sheet, lambda: self._remove_step(step_id))
        self._say_law(sheet, page)
        self._start(sheet, PROCEDURE_STEP, step)
        return sheet

    def _find_step(self, page: CasePage, step_id: RecordId) -> ProcedureStep:
        for step in procedures.steps_of(self.desk.session, self._of(page).stamp.id):
            if step.stamp.id == step_id:
                return step
        raise KeyError(step_id)

    def _remove_step(self, step_id: RecordId) -> None:
        session, gone = self.desk.session, list[str]()
        if self.desk.attempt(lambda: gone.append(procedures.remove_step(session, step_id))):
            self._offer_undo(_("Schritt gelöscht."), lambda: recycling.restore(session, gone[0]))

    # --- warnings ------------------------------------------------------------

    def _harm(self, page: CasePage, name: str) -> Sheet:
        session, procedure_id = self.desk.session, self._of(page).stamp.id
        entry = procedure_guide.guide(session).application(name)
        panel = HarmPanel((entry,))

        def store(texts: dict[str, str]) -> None:
            saved = procedure_guide.record_application(session, procedure_id, name, texts, read=panel.read)
            self._offer_undo(_("Antrag festgehalten."), lambda: procedures.remove_step(session, saved.record_id))

        key = f"harm:{name}:{procedure_id}"
        sheet = self._sheet(_("Antrag, der anderen Wegen schadet"), APPLICATION, key, store)
        self._warn(sheet, panel)
        self._say_law(sheet, page)
        sheet.start(defaults(APPLICATION, today=session.clock.today()))
        return sheet

    def _warn(self, sheet: RecordSheet, panel: HarmPanel) -> None:
        """Put the warning before the fields; nothing is stored until it was read, nor with the return module off."""
        if not panel.entries:
            return
        sheet.body.insertWidget(0, panel)
        sheet.further_check = lambda _texts: panel.refusal()
        if any(entry.module for entry in panel.entries) and not procedure_guide.return_module_on(self.desk.session):
            sheet.form.hide()
            if sheet.accept_button is not None:
                sheet.accept_button.hide()
            options = secondary(_("Zu den Einstellungen"), "settings")
            options.clicked.connect(sheet.reject)
            options.clicked.connect(lambda: self.desk.go(Place("settings")))
            sheet.add_button(options)
            panel.close_with(
                _(
                    "Das Rückkehrmodul ist aus: Ein solcher Antrag wird hier nicht erfasst. Verweisen Sie an eine"
                    " Stelle für Rückkehrberatung. Einschalten lässt es sich in den Einstellungen."
                )
            )
