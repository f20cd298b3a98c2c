"""A Kurzberatung by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import contacting
from mfd_desktop.domain.records import ContactForm, State
from mfd_desktop.ui.demo.stage import CTRL

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Kurzberatung mit der Tastatur"


def walk(stage: Stage) -> None:
    """Note a question about housing, in Arabic, of somebody with a Duldung."""
    session = stage.desk.session
    today = session.clock.today()
    before = len(contacting.short_contacts(session, today, today))
    stage.press(Qt.Key.Key_N, CTRL)
    for typed in ("woh", "ara", "gedul"):
        stage.write(typed)
        stage.press(Qt.Key.Key_Tab)
    stage.shot("kurzberatung")
    stage.press(Qt.Key.Key_Return, CTRL)
    found = contacting.short_contacts(session, today, today)
    stage.expect(len(found) == before + 1, "die Kurzberatung wurde nicht gespeichert")
    contact = found[0]
    stage.expect(contact.stamp.state is State.VALID and contact.form is ContactForm.SHORT, "sie ist nicht vollständig")
    stage.expect([topic.code for topic in contact.topics] == ["T11"], "das Thema ist nicht Wohnen")
    stage.expect((contact.language, contact.person_group) == ("ar", "P3"), "Sprache oder Personengruppe ist falsch")
