"""Choosing whose procedures belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import procedures
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.checks import Tick
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.procedure_words import law_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.ui.desk import Desk


class FamilySheet(Sheet):
    """The people of the household as ticks; those without a procedure get one."""

    def __init__(self, desk: Desk, parent: QWidget, page: CasePage, procedure: Procedure) -> None:
        """Take the page of a case and the procedure of its person."""
        others = [member for member in page.members if member.stamp.id != page.client.stamp.id]
        super().__init__(parent, _("Familie im Verfahren"), _("Verbinden") if others else "")
        self.desk = desk
        self._procedure_id = procedure.stamp.id
        linked = {other.client_id for other in procedures.family_of(desk.session, procedure.stamp.id)}
        self.ticks: dict[RecordId, Tick] = {}
        self.add(Label(law_line(desk.session, page.client.stamp.id), "muted"))
        self.add(
            Label(
                _(
                    "Wer gemeinsam im Verfahren ist, wird verbunden: Ein Bescheid für mehrere wird dann einmal erfasst."
                    " Jede Person behält ihr eigenes Verfahren; wer noch keines hat, bekommt eines."
                )
            )
        )
        for member in others:
            tick = Tick(member.name or _("Ohne Namen"), on=member.stamp.id in linked)
            self.ticks[member.stamp.id] = tick
            self.add(tick)
        if not others:
            said = _("Im Haushalt ist sonst niemand. Nehmen Sie zuerst im Reiter „Stammdaten“ Personen in ihn auf.")
            self.add(Label(said, "muted"))
            master = secondary(_("Zu den Stammdaten"))
            master.clicked.connect(self.reject)
            master.clicked.connect(lambda: desk.go(Place("case", page.case.stamp.id, "master")))
            self.add_button(master)

    def accept(self) -> None:
        """Link those ticked and nobody else."""
        chosen = [client_id for client_id, tick in self.ticks.items() if tick.box.isChecked()]
        session = self.desk.session
        if self.desk.attempt(lambda: procedures.link_family(session, self._procedure_id, chosen)):
            super().accept()
