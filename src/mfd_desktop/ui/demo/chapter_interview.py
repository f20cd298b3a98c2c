"""The first interview: a guided form from the urgent questions to the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import contacting, guided, overview
from mfd_desktop.app.demo_forms import URGENT
from mfd_desktop.domain.records import Place, State
from mfd_desktop.ui.demo.stage import CTRL, StepFailed
from mfd_desktop.ui.screens.guided import GuidedScreen

if TYPE_CHECKING:
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Erstgespräch"
_MOST_STEPS = 20
_ANSWERS: dict[str, tuple[tuple[str, str], ...]] = {
    "urgent": (("deadline_soon", "j"), ("deadline_day", "30.11.2026"), *((name, "n") for name in URGENT[1:])),
    "person": (("privacy_info", "j"), ("privacy_day", "23.11.2026"), ("contact_agreed", "j")),
    "residence": (("passport", "n"),),
    "household": (("household_size", "3"), ("children", "2")),
    "topics": (("topics", "Anhör"), ("concern", "Angst vor dem Termin, die Kinder sollen nicht dabei sein.")),
    "needs": (("needs_wanted", "j"),),
}
"""What is typed, by step and field; a letter takes an answer."""


def walk(stage: Stage) -> None:
    """Fill the form in step by step with the keyboard and finish it; everything went where it belongs."""
    session, case_id = stage.desk.session, _without_form(stage)
    counted = overview.today(session).counts.contacts
    stage.main.show_place(Place("case", case_id))
    stage.tab("Beratung")
    stage.click("Erstgespräch Sozialberatung beginnen")
    screen = stage.find(GuidedScreen, "das Formular")
    for _step in range(_MOST_STEPS):
        if screen.form is None:
            break
        _fill_step(stage, screen)
    stage.expect(screen.form is None, "die Zusammenfassung kommt nicht")
    stage.shot("erstgespraech-zusammenfassung")
    stage.press(Qt.Key.Key_Return, CTRL)
    _check(stage, screen, counted)


def _without_form(stage: Stage) -> RecordId:
    """Return an open case of the procedure in which no form was begun."""
    session = stage.desk.session
    for row in overview.case_list(session):
        if row.closed is None and row.status == "S002" and not guided.forms_of(session, row.case_id):
            return row.case_id
    raise StepFailed("in jedem Fall ist schon ein Erstgespräch")


def _fill_step(stage: Stage, screen: GuidedScreen) -> None:
    form, step = screen.form, screen.place().tab
    if form is None:
        return
    for name, text in _ANSWERS.get(step, ()):
        stage.fill(form, name, text)
    if step in ("urgent", "topics"):
        form.focus_first()
        stage.settle(50)
        stage.shot(f"erstgespraech-{step}")
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.expect(screen.place().tab != step, f"vom Schritt {step} geht es nicht weiter")


def _check(stage: Stage, screen: GuidedScreen, counted: int) -> None:
    session = stage.desk.session
    record = screen.found.record
    stage.expect(record.finished == session.clock.today(), "das Erstgespräch ist nicht abgeschlossen")
    if record.contact_id is None:
        stage.fail("das Gespräch ist kein Kontakt")
    contact = contacting.read_contact(session, record.contact_id)
    stage.expect(contact.stamp.state is State.VALID and contact.topics[0].subtopic == "T01.3", "das Thema fehlt")
    stage.expect(overview.today(session).counts.contacts == counted + 1, "das Gespräch zählt nicht genau einmal")
    answer = guided.read(session, record.stamp.id).raws["deadline_day"]
    stage.expect(answer == "30.11.2026", "eine Antwort fehlt")
    urgent = [found for found in overview.case_page(session, screen.found.case.stamp.id).follow_ups if found.urgent]
    stage.expect(urgent, "die Frist hat keine dringende Wiedervorlage")
    stage.shot("erstgespraech-fertig")
