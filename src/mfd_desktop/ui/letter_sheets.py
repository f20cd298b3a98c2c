"""Sheets of a letter: making it final, and noting how and when it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mfd_desktop.app import fieldsets, letters
from mfd_desktop.app.saving import defaults
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.fields import show
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.checks import BoolEditor
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import IconLabel, Label
from mfd_desktop.ui.theme import GAP_SMALL, Tone

if TYPE_CHECKING:
    from mfd_desktop.app.letters import Drawn
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk


def hint_words(drawn: Drawn) -> str:
    """Return the words that need a second look, under their headings; empty without any."""
    return "; ".join(f"{content_text(group)}: {', '.join(words)}" for group, words in drawn.hints.items())


def _warning(text: str) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GAP_SMALL)
    line.addWidget(IconLabel("warning", Tone.WARNING, 18), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Label(text, "strong"), 1)
    return row


class FinishSheet(Sheet):
    """Asks before a letter becomes final; where no release lets it leave it wants one (``release_wanted(recipient)``)
    or a reason.
    """

    release_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget, letter: Letter, drawn: Drawn) -> None:
        """Take a draft in which nothing is missing."""
        super().__init__(parent, _("Brief fertigstellen"), _("Fertigstellen"), width=620)
        self.desk = desk
        self._letter = letter
        self._drawn = drawn
        self.form = CaseForm(
            desk, fieldsets.LETTER_REASON, f"letter_reason:{letter.stamp.id}", record_id=letter.stamp.id
        )
        self.form.load({})
        self.stale = BoolEditor(_("Die veraltete Übersetzung trotzdem drucken; sie wird gekennzeichnet"))
        self._stale = Field(self.stale.box.text(), self.stale)
        self._stale.hide_label()
        self.add(Label(_("Danach ändert sich der Brief nicht mehr. Er wird mit seinen Seiten in der Akte aufbewahrt.")))
        if hint := hint_words(drawn):
            said = _("Bitte noch einmal lesen. {words}. Muss das in diesem Brief stehen?").format(words=hint)
            self.add(_warning(said))
        if drawn.refused is not None:
            self.add(_warning(sentence(drawn.refused)))
            self.release_button = secondary(_("Entbindung erfassen"), "plus")
            self.release_button.clicked.connect(self._on_release)
            self.add(self.release_button)
        self.add(self._stale)
        self.add(self.form)
        self._stale.setVisible(drawn.stale)
        self.form.setVisible(drawn.refused is not None)

    def _on_release(self) -> None:
        self.reject()
        if self._drawn.refused is not None:
            self.release_wanted.emit(self._drawn.refused.recipient)

    def accept(self) -> None:
        """Make the letter final and close, or say what is missing."""
        if self._drawn.refused is not None and (wrong := self.form.check()):
            self._fit()
            self.form.focus_first(wrong)
            return
        accept_stale = self.stale.raw() == "1"
        if self._drawn.stale and not accept_stale:
            self._stale.set_error(_("Bitte ankreuzen, oder abbrechen und auf Deutsch schreiben."))
            self._fit()
            return
        reason = self.form.texts()["reason"]
        session, letter_id = self.desk.session, self._letter.stamp.id
        if self.desk.attempt(
            lambda: letters.finish_letter(session, letter_id, reason=reason, accept_stale=accept_stale)
        ):
            super().accept()

    def done(self, result: int) -> None:
        """Close; the reason is stored or given up."""
        self.form.finish()
        self.desk.unregister(self.form)
        super().done(result)


class SentSheet(RecordSheet):
    """How and when a final letter was sent."""

    def __init__(self, desk: Desk, parent: QWidget, letter: Letter) -> None:
        """Take a final letter."""
        session, letter_id = desk.session, letter.stamp.id
        form = CaseForm(desk, fieldsets.LETTER_SENT, f"letter_sent:{letter_id}", record_id=letter_id)
        super().__init__(
            desk, parent, _("Brief versendet"), form, lambda texts: letters.note_sent(session, letter_id, texts)
        )
        start = defaults(fieldsets.LETTER_SENT, today=session.clock.today())
        if letter.sent_way:
            start = {
                "sent_way": letter.sent_way,
                "sent_day": show(letter.sent_day),
                "sent_note": letter.sent_note,
            }
        self.start(start)
