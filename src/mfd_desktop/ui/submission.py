"""Where a period is reported from: what stands in the way, where its report is, and the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app.network import role_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.report_sheet import Reporting
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.app.changes import Changes
    from mfd_desktop.domain.periods import Period
    from mfd_desktop.ui.desk import Desk


class Submission(QWidget):
    """A line and a button; ``show_period`` says which period is meant."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is read before the first ``show_period``."""
        super().__init__()
        self._desk = desk
        self._period: Period | None = None
        self.reporting = Reporting(self, desk)
        self.line = Label("")
        self.button = secondary(_("Melden …"), "network")
        self.button.clicked.connect(self._on_clicked)
        self.join_button = secondary(_("Verbund öffnen"), "network")
        self.join_button.clicked.connect(lambda: desk.go(Place("network")))
        buttons = FlowBox()
        buttons.add(self.button)
        buttons.add(self.join_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.line)
        column.addWidget(buttons)
        desk.changed.connect(self._on_changed)

    def show_period(self, period: Period) -> None:
        """Show where the report of a period stands; from the vault alone."""
        self._period = period
        role = role_of(self._desk.session)
        self.button.setVisible(role == "desk")
        self.join_button.setVisible(role != "desk")
        if role != "desk":
            self.line.setText(_("Gemeldet wird über einen Verbund. Dieser Tresor meldet noch keinem."))
            return
        from mfd_desktop.app.contributing import period_state
        from mfd_desktop.ui.report_words import state_badge, state_line

        today = self._desk.session.clock.today()
        state = period_state(self._desk.session, period)
        running = period.last >= today
        self.button.setEnabled(not running)
        self.button.setText(_("Melden …") if state.state == "none" else _("Berichtigen …"))
        word = _("Gemeldet werden kann nach dem Ende des Zeitraums.") if running else state_badge(state, today)[0]
        more = state_line(state)
        self.line.setText(" · ".join(part for part in (word[:1].upper() + word[1:], more) if part))

    def _on_clicked(self) -> None:
        if self._period is not None:
            self.reporting.open(self._period)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if self._period is not None and changes.kinds & {"network", "period"} and self.isVisible():
            self.show_period(self._period)
