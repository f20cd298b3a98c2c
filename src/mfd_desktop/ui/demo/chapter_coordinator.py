"""The coordinator adds up all desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.demo_desk import demo_desks
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.network_coordinator import CoordinatorView

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Die Koordination rechnet zusammen"


def walk(stage: Stage) -> None:
    """Unlock the coordinator's vault; all desks are there, nothing was skipped, receipts are written."""
    stage.unlock()
    stage.main.show_place(Place("network"))
    view = stage.find(CoordinatorView, "die Ansicht der Koordination")
    stage.wait(lambda: view.found is not None, "der gemeinsame Ordner wird nicht gelesen")
    found = view.found
    if found is None:
        stage.fail("kein Ergebnis")
    stage.expect(len(found.reports) == len(demo_desks()), f"{len(found.reports)} Stellen zählen")
    stage.expect(not found.missing and not found.skipped, "es fehlt eine Stelle, oder eine Datei zählt nicht")
    stage.quiet()
    stage.shot("koordination")
