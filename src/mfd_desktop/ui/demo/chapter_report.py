"""The quarter is reported to the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app.contributing import period_state
from mfd_desktop.app.demo_network import PERIOD
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.demo.stage import CTRL
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.report_sheet import ReportSheet

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Das Quartal melden"


def walk(stage: Stage) -> None:
    """Look at what would leave the PC, report it, and see that it lies in the shared folder."""
    session = stage.desk.session
    stage.expect(period_state(session, PERIOD).state == "none", "das Quartal ist schon gemeldet")
    stage.main.show_place(Place("network"))
    stage.quiet()
    stage.shot("verbund")
    rows = stage.find(RowList, "die Liste der Meldungen")
    rows.make_current(str(PERIOD))
    rows.setFocus()
    stage.press(Qt.Key.Key_Return)
    stage.wait(lambda: stage.app.activeModalWidget() is not None, "das Blatt zum Melden öffnet sich nicht")
    stage.find(ReportSheet, "das Blatt zum Melden")
    stage.shot("melden")
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.wait(lambda: period_state(session, PERIOD).state == "delivered", "die Meldung kommt nicht in den Ordner")
    stage.quiet()
    stage.shot("gemeldet")
