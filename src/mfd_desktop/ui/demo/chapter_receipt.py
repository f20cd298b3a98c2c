"""Back at the desk: the coordinator has read the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.contributing import period_state
from mfd_desktop.app.demo_network import PERIOD
from mfd_desktop.domain.records import Place

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Die Quittung ist da"


def walk(stage: Stage) -> None:
    """Fetch the receipt, and see it on Heute."""
    stage.unlock()
    session = stage.desk.session
    stage.main.show_place(Place("network"))
    stage.click("Jetzt senden und abrufen")
    stage.wait(lambda: period_state(session, PERIOD).state == "arrived", "die Quittung kommt nicht an")
    stage.quiet()
    stage.shot("quittung")
    stage.main.show_place(Place("today"))
    stage.shot("heute-gemeldet")
