"""The quarter: looked at exactly and as others would see it, then reported to the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mfd_desktop.app.contributing import period_state
from mfd_desktop.app.demo_network import PERIOD
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.demo.stage import CTRL
from mfd_desktop.ui.report_sheet import ReportSheet

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Das Quartal ansehen und melden"


def walk(stage: Stage) -> None:
    """Go back to the last quarter, see what leaves the PC, report it, and see that it lies in the shared folder."""
    session = stage.desk.session
    stage.expect(period_state(session, PERIOD).state == "none", "das Quartal ist schon gemeldet")
    stage.press(Qt.Key.Key_9, CTRL)
    stage.click("Zeitraum davor")
    stage.expect(stage.main.place().detail["period"] == str(PERIOD), "es ist nicht das letzte Quartal")
    stage.shot("statistik-intern")
    stage.tab("Weitergabefähig")
    stage.expect(stage.main.place().detail["kind"] == "public", "es sind nicht die geschützten Zahlen")
    stage.shot("statistik-weitergabefaehig")
    stage.click("Melden …")
    stage.wait(lambda: QApplication.activeModalWidget() is not None, "das Blatt zum Melden öffnet sich nicht")
    stage.find(ReportSheet, "das Blatt zum Melden")
    stage.shot("melden")
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.wait(lambda: period_state(session, PERIOD).state == "delivered", "die Meldung kommt nicht in den Ordner")
    stage.quiet()
    stage.shot("gemeldet")
    stage.main.show_place(Place("network"))
    stage.quiet()
    stage.shot("verbund")
