"""The desk of deadlines: one is done and proved, and the week is printed with numbers in place of names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import deadlines
from mfd_desktop.ui.deadline_act_sheets import FinishSheet
from mfd_desktop.ui.deadline_output_sheet import OutputSheet
from mfd_desktop.ui.demo.stage import CTRL
from mfd_desktop.ui.paper_sheet import PaperSheet
from mfd_desktop.ui.screens.deadlines import DeadlinesScreen

if TYPE_CHECKING:
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Fristen"
_RULE = "WIDERSPRUCH_SGG_1M"
_WEEK = Path("screens", "rundgang", "fristen-der-woche.pdf")


def walk(stage: Stage) -> None:
    """Finish the objection with the report of the fax, then print the week and the log of today."""
    stage.press(Qt.Key.Key_6, CTRL)
    screen = stage.find(DeadlinesScreen, "die Maske der Fristen")
    stage.quiet()
    stage.shot("fristen")
    deadline_id = next(
        row.deadline.stamp.id for row in deadlines.desk(stage.desk.session) if row.deadline.rule == _RULE
    )
    screen.list.make_current(deadline_id)
    screen.list.setFocus()
    _finish(stage, deadline_id)
    _print(stage)


def _finish(stage: Stage, deadline_id: RecordId) -> None:
    stage.press(Qt.Key.Key_Return)
    stage.shot("frist")
    stage.click("Erledigt …")
    sheet = stage.find(FinishSheet, "das Blatt zum Erledigen")
    stage.fill(sheet.form, "ending", "Einge")
    stage.fill(sheet.form, "proof", "Fax")
    sheet.documents.input_widget().setFocus()
    stage.write("Sende")
    stage.press(Qt.Key.Key_Tab)
    stage.quiet()
    stage.shot("frist-erledigt")
    stage.press(Qt.Key.Key_Return, CTRL)
    found = deadlines.read_deadline(stage.desk.session, deadline_id)
    stage.expect(found.done == stage.desk.session.clock.today(), "die Frist ist nicht erledigt")
    stage.expect((found.ending, found.proof) == ("kept", "fax_report"), "Ausgang oder Nachweis fehlt")
    stage.expect(found.proof_id, "der Sendebericht ist nicht der Nachweis")


def _print(stage: Stage) -> None:
    for button, name in (("Woche ansehen …", "fristen-woche"), ("Protokoll ansehen …", "fristen-protokoll")):
        stage.press(Qt.Key.Key_P, CTRL)
        output = stage.find(OutputSheet, "das Blatt zum Drucken")
        stage.click(button)
        paper = stage.find(PaperSheet, "die Vorschau")
        stage.wait(paper.print_button.isEnabled, "die Seiten werden nicht fertig")
        stage.quiet()
        stage.settle(400)
        stage.shot(name)
        if name == "fristen-woche":
            paper.save(_WEEK)
            stage.expect(_WEEK.read_bytes().startswith(b"%PDF"), "die Woche ist nicht gedruckt")
        paper.reject()
        output.reject()
        stage.settle()
