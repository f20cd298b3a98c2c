"""What can be done with a letter: buttons that fit its state, printing and saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mfd_desktop.app import letters, recycling
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import danger, primary, quiet, secondary
from mfd_desktop.ui.letter_saving import ask_and_save

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.buttons import Button


class LetterActions(QObject):
    """The buttons; ``show_for`` shows those that make sense for a letter."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the buttons; whoever owns them connects ``finish`` and ``sent``."""
        super().__init__(parent)
        self.desk = desk
        self._parent = parent
        self._letter: Letter | None = None
        self.case = quiet(_("Zum Fall"), "arrow-left")
        self.remove = danger(_("Löschen"), "trash")
        self.copy = secondary(_("Neuer Brief daraus"))
        self.save = secondary(_("Als PDF speichern …"))
        self.sent = secondary(_("Versendet …"), "mail")
        self.print_button = primary(_("Drucken"), "print")
        self.print_button.setToolTip(_("Drucken (Strg+P)"))
        self.finish = primary(_("Fertigstellen"), "check")
        self.finish.setToolTip(_("Fertigstellen (Strg+Eingabe)"))
        self.case.clicked.connect(self._on_case)
        self.remove.clicked.connect(self._on_remove)
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self.print_letter)

    @property
    def head(self) -> tuple[Button, ...]:
        """The buttons for the head of the screen; ``copy`` and ``save`` stand beside a final letter."""
        return self.case, self.remove, self.sent, self.print_button, self.finish

    def show_for(self, letter: Letter | None) -> None:
        """Show what can be done with this letter; nothing without one."""
        self._letter = letter
        for button in (self.copy, self.save, self.sent, self.print_button):
            button.setVisible(letter is not None and letter.final)
        for button in (self.remove, self.finish):
            button.setVisible(letter is not None and not letter.final)
        self.case.setVisible(letter is not None and letter.case_id is not None)

    def print_letter(self) -> None:
        """Open the system's print dialogue with the frozen pages; the document is named after the case."""
        letter = self._letter
        if letter is None or not letter.final:
            return
        from mfd_desktop.ui.pdf_printing import print_pdf

        def printing() -> None:
            print_pdf(
                self._parent,
                letters.pages(self.desk.session, letter.stamp.id),
                name=letter.file_name,
                noted=lambda: letters.note_printing(self.desk.session, letter.stamp.id),
            )

        self.desk.attempt(printing)

    def _on_save(self) -> None:
        if self._letter is not None:
            ask_and_save(self.desk, self._parent, self._letter)

    def _on_case(self) -> None:
        if self._letter is not None:
            self.desk.go(Place("case", self._letter.case_id, "letters"))

    def _on_copy(self) -> None:
        if (letter := self._letter) is None:
            return
        made: list[RecordId] = []
        if self.desk.attempt(lambda: made.append(letters.copy_letter(self.desk.session, letter.stamp.id))):
            self.desk.go(Place("letter", made[0]))

    def _on_remove(self) -> None:
        if (letter := self._letter) is None:
            return
        session, gone = self.desk.session, list[str]()
        if not self.desk.attempt(lambda: gone.append(letters.remove_draft(session, letter.stamp.id))):
            return

        def bring_back() -> None:
            if self.desk.attempt(lambda: recycling.restore(session, gone[0])):
                self.desk.go(Place("letter", letter.stamp.id))

        self.desk.messages.info(_("Entwurf gelöscht."), _("Rückgängig"), bring_back)
