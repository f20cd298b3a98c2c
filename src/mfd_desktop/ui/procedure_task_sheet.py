"""One task after recognition: what to do, with whom, by when, on which law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import procedure_guide, procedure_tasks
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.procedure_parts import sign_line, source_line
from mfd_desktop.ui.procedure_words import law_line
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.ui.desk import Desk


class TaskSheet(Sheet):
    """Reads a task; the accent takes it over into the case."""

    def __init__(self, desk: Desk, parent: QWidget, page: CasePage, procedure: Procedure, name: str) -> None:
        """Take the name of the task; raise KeyError if the decision brings none of that name."""
        self._found = procedure_guide.standing(desk.session, procedure)
        tasks = procedure_tasks.tasks_of(desk.session, self._found, page.case.stamp.id)
        task = next((each for each in tasks if each.entry.name == name), None)
        if task is None:
            raise KeyError(name)
        super().__init__(parent, _("Aufgabe nach der Anerkennung"), "" if task.taken else _("Übernehmen"))
        self.desk = desk
        self._case_id = page.case.stamp.id
        self._name = name
        entry = task.entry
        self.add(Label(law_line(desk.session, page.client.stamp.id), "muted"))
        self.add(Label(content_text(entry.text), "strong"))
        self.add(Label(_("An: {addressee}").format(addressee=content_text(entry.addressee))))
        self.add(Label(self._when(task), "muted"))
        if entry.hint:
            self.add(sign_line("info", Tone.ACCENT, content_text(entry.hint)))
        self.add(source_line(entry.basis, to_review=entry.review == "open"))

    def _when(self, task: procedure_tasks.Task) -> str:
        if task.taken:
            return _("Steht schon im Fall.")
        if task.trigger:
            return _("Wird eine Frist, berechnet ab der Entscheidung.")
        return _("Wird eine Wiedervorlage am {day}.").format(day=format_date(task.remind))

    def accept(self) -> None:
        """Put the task into the case and close."""
        session = self.desk.session
        if self.desk.attempt(lambda: procedure_tasks.take_over(session, self._found, self._case_id, [self._name])):
            super().accept()
