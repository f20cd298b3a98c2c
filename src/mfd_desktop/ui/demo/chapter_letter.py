"""A Terminzettel in Arabic and German: written, looked at, frozen, sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from mfd_desktop.app import letters
from mfd_desktop.app.demo_desk import shown_case
from mfd_desktop.app.demo_letters import SLIP
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.choose_letter import ChooseLetterSheet
from mfd_desktop.ui.demo.stage import CTRL
from mfd_desktop.ui.letter_form import LetterForm
from mfd_desktop.ui.letter_sheets import FinishSheet

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Terminzettel auf Deutsch und Arabisch"


def walk(stage: Stage) -> None:
    """Write the slip for the appointment this morning, freeze it, and note that it was handed over."""
    session, case_id = stage.desk.session, shown_case(stage.desk.session)
    before = len(letters.letters_of(session, case_id))
    stage.main.show_place(Place("case", case_id))
    stage.press(Qt.Key.Key_F4)
    sheet = stage.find(ChooseLetterSheet, "die Auswahl der Vorlagen")
    sheet.rows.make_current(SLIP)
    sheet.rows.setFocus()
    stage.shot("vorlagen")
    stage.press(Qt.Key.Key_Return)
    stage.expect(stage.main.place().screen == "letter", "der Brief wird nicht begonnen")
    form = stage.find(LetterForm, "das Formular des Briefs")
    form.language.input_widget().setFocus()
    stage.press(Qt.Key.Key_A, CTRL)
    stage.write("Arab")
    stage.press(Qt.Key.Key_Tab)
    stage.expect(form.letter.language == "ar" and form.letter.with_german, "der Brief ist nicht zweisprachig")
    fields = stage.form("letter:")
    stage.fill(fields, "place", "Musterweg 1, 2. Stock, Raum 4")
    stage.fill(fields, "bring", "Ausweis", "Briefe")
    stage.fill(fields, "interpreter", "Eine Person, die")
    stage.quiet()
    stage.settle(400)
    stage.shot("brief")
    letter_id = form.letter.stamp.id
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.find(FinishSheet, "die Frage vor dem Fertigstellen")
    stage.shot("fertigstellen")
    stage.press(Qt.Key.Key_Return, CTRL)
    letter = letters.read_letter(session, letter_id)
    stage.expect(letter.final and letter.number, "der Brief ist nicht fertig")
    stage.expect(letters.pages(session, letter_id).startswith(b"%PDF"), "die Seiten sind nicht aufbewahrt")
    stage.expect(len(letters.letters_of(session, case_id)) == before + 1, "der Brief liegt nicht im Fall")
    stage.click("Versendet …")
    stage.fill(stage.form("letter_sent:"), "sent_way", "Persönlich")
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.expect(letters.read_letter(session, letter_id).sent_way == "in_person", "der Versand ist nicht festgehalten")
    stage.quiet()
    stage.settle(400)
    stage.shot("fertiger-brief")
