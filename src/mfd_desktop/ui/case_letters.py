"""Briefe of a case: drafts first, then what is final, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app import letters
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.letter_words import letter_row
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.ui.desk import Desk


class LettersTab(CaseTab):
    """Enter or a click opens a letter."""

    def __init__(self, desk: Desk) -> None:
        """Build the list; ``show_page`` fills it."""
        super().__init__(desk)
        self.rows = RowList(_("Briefe dieses Falls"))
        self.rows.row_activated.connect(lambda key: desk.go(Place("letter", key)))
        self._empty = Label(_("Noch kein Brief. „Brief schreiben“ bietet die Vorlagen an."), "muted")
        self.write_button = secondary(_("Brief schreiben  F4"), "letters")
        self.write_button.clicked.connect(lambda: self.sheet_asked.emit("letter:new"))
        buttons = FlowBox()
        buttons.add(self.write_button)
        self._card = Card(_("Briefe"))
        for widget in (self._empty, self.rows, buttons):
            self._card.add(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._card)

    def show_page(self, page: CasePage) -> None:
        """Show the letters of this case."""
        found = letters.letters_of(self.desk.session, page.case.stamp.id)
        drafts = sum(not letter.final for letter in found)
        note = ngettext("{count} Entwurf", "{count} Entwürfe", drafts).format(count=drafts) if drafts else ""
        self._card.set_title(_("Briefe"), note)
        self.rows.set_rows([letter_row(letter, self.desk) for letter in found])
        self.rows.setVisible(bool(found))
        self._empty.setVisible(not found)

    def first_widget(self) -> QWidget:
        """Return the list, or the button while there is none."""
        return self.rows if self.rows.rows() else self.write_button

    def detail(self) -> Mapping[str, str]:
        """Return the current letter."""
        return {"letter": str(self.rows.current_key() or "")}

    def restore(self, detail: Mapping[str, str]) -> None:
        """Go to the letter that was current."""
        keys = [row.key for row in self.rows.rows()]
        if detail.get("letter") in keys:
            place = keys.index(detail["letter"])
            self.rows.setCurrentIndex(self.rows.model().index(place, 0))
