"""Asks which asylum procedure a decision belongs to where none is recorded yet, and records it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app.procedures import begin_procedure
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.field import Field

if TYPE_CHECKING:
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk

_DECIDED = "decision"
"""Stage of a procedure in which there is a decision."""


class BeginProcedure(QWidget):
    """Whoever listens to changes of procedures hears when it is recorded."""

    def __init__(self, desk: Desk, case_id: RecordId) -> None:
        """Take the case of the person."""
        super().__init__()
        self._desk = desk
        self._case_id = case_id
        self.kind = ChoiceEditor(desk.session.lists.choices("procedure_kinds"))
        field = Field(
            _("Zu welchem Asylverfahren gehört der Bescheid?"),
            self.kind,
            _("Für diese Person ist noch keines erfasst. Ohne Verfahren gibt es keine Stichtage."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(field)
        self.kind.committed.connect(self._on_chosen)

    def _on_chosen(self) -> None:
        raws = {"kind": self.kind.raw(), "stage": _DECIDED}
        if self.kind.raw():
            self._desk.attempt(lambda: begin_procedure(self._desk.session, self._case_id, raws))
