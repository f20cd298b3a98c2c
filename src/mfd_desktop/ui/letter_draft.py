"""Writing a letter: the form follows the keys, the preview follows the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app import letters
from mfd_desktop.app.letter_fields import source_of
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.history_button import open_history
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.letter_form import LetterForm
from mfd_desktop.ui.letter_sheets import hint_words
from mfd_desktop.ui.theme import GAP, Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from mfd_desktop.app.letters import Drawn
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk

QUIET_MS = 350
"""After the last key until the preview follows."""


class LetterDraft(QWidget):
    """A draft being written.

    ``drawn(Drawn)`` once the letter as it stands is composed; ``release_wanted(recipient)`` for the one it lacks.
    """

    drawn = Signal(object)
    release_wanted = Signal(str)

    def __init__(self, desk: Desk, letter: Letter, initiator: object) -> None:
        """Take a draft; raise UnknownTemplate if its template cannot be used. ``draw`` composes it."""
        super().__init__()
        self.desk = desk
        self.form = LetterForm(desk, letter, initiator)
        self.note = Banner()
        self._id = letter.stamp.id
        self._refusing = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.draw)
        self.form.edited.connect(self._timer.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.note)
        column.addWidget(self.form)
        self._name_source(column, letter.template)
        self.history = quiet(_("Verlauf der Änderungen"), "clock")
        self.history.clicked.connect(self._on_history)
        column.addWidget(self.history, 0, Qt.AlignmentFlag.AlignLeft)
        self.note.action_requested.connect(lambda: self.release_wanted.emit(self._refusing))
        self.note.hide()

    def _name_source(self, column: QVBoxLayout, template: str) -> None:
        source, to_review = source_of(template)
        column.addWidget(Label(_("Quelle: {source}").format(source=source), "help"))
        if to_review:
            column.insertWidget(0, Pill(_("fachlich zu prüfen"), Tone.WARNING), 0, Qt.AlignmentFlag.AlignLeft)

    def _on_history(self) -> None:
        self.form.store()
        sheet = open_history(self.desk, self, self.form.form, "letter", self._id)
        sheet.finished.connect(self._timer.start)

    def draw(self) -> Drawn | None:
        """Store what was typed and compose the letter; None while something else holds the vault or it is refused."""
        self._timer.stop()
        if self.desk.occupied:
            return None
        self.form.store()
        found: list[Drawn] = []
        if not self.desk.attempt(lambda: found.append(letters.draw(self.desk.session, self._id))):
            return None
        self._show_note(found[0])
        self.drawn.emit(found[0])
        return found[0]

    def close_form(self, *, store: bool) -> None:
        """The letter is no longer written here; with ``store`` what was typed is kept first."""
        self._timer.stop()
        if store:
            self.form.store()
        self.form.close_form()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is drawn for nobody; what is typed is kept by the form."""
        self._timer.stop()
        super().hideEvent(event)

    def _show_note(self, drawn: Drawn) -> None:
        """Say what matters most about the letter as it stands."""
        if drawn.refused is not None:
            self._refusing = drawn.refused.recipient
            self.note.show_message(sentence(drawn.refused), BannerKind.WARNING, _("Entbindung erfassen"))
        elif drawn.stale:
            said = _("Die Übersetzung ist älter als der deutsche Text. Sie wird gekennzeichnet.")
            self.note.show_message(said, BannerKind.WARNING)
        elif hint := hint_words(drawn):
            said = _("Bitte noch einmal lesen. {words}. Muss das in diesem Brief stehen?").format(words=hint)
            self.note.show_message(said, BannerKind.WARNING)
        elif drawn.release is not None:
            self.note.show_message(_("Eine Schweigepflichtentbindung liegt vor."), BannerKind.INFO)
        else:
            self.note.show_message("")
