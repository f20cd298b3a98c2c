"""An oral release, with who was there; the signed sheet is to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import overview, release_gate
from mfd_desktop.app.demo_desk import shown_case
from mfd_desktop.domain.records import Place, State
from mfd_desktop.domain.releases import ReleaseForm
from mfd_desktop.ui.demo.stage import CTRL

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Mündliche Schweigepflichtentbindung"
RECIPIENT = "Kita Sonnenhang (erfunden)"
_PURPOSE = "Z04"


def walk(stage: Stage) -> None:
    """Record that the client allowed the service to talk to the Kita."""
    session = stage.desk.session
    case_id, today = shown_case(session), session.clock.today()
    stage.expect(
        release_gate.release_for(session, case_id, RECIPIENT, _PURPOSE, today) is None, "es gibt schon eine Entbindung"
    )
    before = overview.case_page(session, case_id)
    stage.main.show_place(Place("case", case_id))
    stage.tab("Einwilligungen")
    stage.click("Entbindung erfassen")
    form = stage.form("release:")
    stage.fill(form, "recipient", "Kita Sonn")
    stage.fill(form, "purpose", "Kita")
    stage.fill(form, "matters", "Name", "Familie")
    stage.fill(form, "form", "Münd")
    stage.fill(form, "given", "23.11.2026")
    stage.fill(form, "present", "Erna Beispiel (Sprachmittlung)")
    stage.fill(form, "valid_until", "31.07.2027")
    stage.shot("entbindung")
    stage.press(Qt.Key.Key_Return, CTRL)
    release = release_gate.release_for(session, case_id, RECIPIENT, _PURPOSE, today)
    if release is None:
        stage.fail("die Entbindung gilt nicht")
    stage.expect(release.form is ReleaseForm.ORAL and release.stamp.state is State.VALID, "sie ist nicht vollständig")
    after = overview.case_page(session, case_id)
    stage.expect(len(after.follow_ups) == len(before.follow_ups) + 1, "niemand erinnert an das unterschriebene Blatt")
    stage.shot("einwilligungen")
