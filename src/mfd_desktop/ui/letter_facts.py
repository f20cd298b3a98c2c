"""What is known about a final letter, beside its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.letter_words import language_of, state_of
from mfd_desktop.ui.printer_hint import PrinterHint
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.buttons import Button


class LetterFacts(Card):
    """Number, date, language, how it was sent and why it was allowed to leave."""

    def __init__(self, desk: Desk, buttons: tuple[Button, ...]) -> None:
        """Build it empty, with buttons below; ``show_letter`` fills it."""
        super().__init__(_("Fertiger Brief"))
        self.desk = desk
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(GAP)
        self._form.setVerticalSpacing(GAP_SMALL)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.add_layout(self._form)
        self.add(Label(_("Die Seiten sind aufbewahrt und ändern sich nicht mehr."), "muted"))
        row = FlowBox()
        for button in buttons:
            row.add(button)
        row.add(PrinterHint())
        self.add(row)

    def show_letter(self, letter: Letter) -> None:
        """Show this final letter."""
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in self._facts(letter):
            if value:
                self._form.addRow(Label(name, "muted", wrap=False), Label(value))

    def _facts(self, letter: Letter) -> tuple[tuple[str, str], ...]:
        lists = self.desk.session.lists
        return (
            (_("Nummer"), letter.number),
            (_("Datum"), format_date(letter.day) if letter.day else ""),
            (_("Sprache"), language_of(letter, lists)),
            (_("Versand"), state_of(letter, lists)),
            (_("Hinweis"), letter.sent_note),
            (_("Freigabe"), _("Schweigepflichtentbindung liegt vor") if letter.release_id else ""),
            (_("Ohne Entbindung, weil"), letter.blocked_reason),
        )
