"""A rejected application: the notice is entered by keyboard, and every deadline is there at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import deadlines, noticing
from mfd_desktop.app.demo_desk import shown_case
from mfd_desktop.domain.records import Place, State
from mfd_desktop.ui.demo.stage import CTRL
from mfd_desktop.ui.notice_form import NoticeForm
from mfd_desktop.ui.screens.notice import NoticeScreen

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Bescheid erfassen"
_SAFE_DAY = date(2026, 11, 30)


def walk(stage: Stage) -> None:
    """Enter the notice of the shown client, in a yellow envelope of last Saturday; a week later nobody works."""
    session, case_id = stage.desk.session, shown_case(stage.desk.session)
    stage.main.show_place(Place("case", case_id))
    stage.press(Qt.Key.Key_F5)
    stage.find(NoticeScreen, "die Maske für den Bescheid")
    form = stage.find(NoticeForm, "das Formular des Bescheids")
    _type(stage, "b08")
    for _question in form.questions.asked:
        _type(stage, "n")
    stage.press(Qt.Key.Key_Tab)
    for typed in ("7654321-475", "191126", "1", "1", "211126"):
        _type(stage, typed)
    stage.quiet()
    stage.shot("bescheid")
    stage.fill(form, "instruction_period", "1 W")
    stage.quiet()
    stage.shot("bescheid-belehrung")
    stage.press(Qt.Key.Key_Return, CTRL)
    notice = next(iter(noticing.notices_of(session, case_id)), None)
    if notice is None:
        stage.fail("der Bescheid ist nicht gespeichert")
    stage.expect((notice.stamp.state, notice.kind) == (State.VALID, "B08"), "der Bescheid ist nicht vollständig")
    found = {row.deadline.rule: row.deadline for row in deadlines.of_case(session, case_id)}
    stage.expect(found.keys() >= {"KLAGE_ASYL_1W", "EILANTRAG_ASYL_1W"}, "es fehlt eine Frist")
    stage.expect(
        all(found[rule].safe_due == _SAFE_DAY for rule in ("KLAGE_ASYL_1W", "EILANTRAG_ASYL_1W")),
        "die Frist endet an einem Samstag oder an einem anderen Tag",
    )
    stage.quiet()
    stage.shot("verfahren-mit-fristen")


def _type(stage: Stage, text: str) -> None:
    stage.write(text)
    stage.press(Qt.Key.Key_Tab)
