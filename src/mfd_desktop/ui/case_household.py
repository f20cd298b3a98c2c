"""The household on the case page: its members, founding, joining and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import casework, overview
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Match
    from mfd_desktop.ui.desk import Desk

_HITS = 8


class HouseholdCard(Card):
    """Members with their role; Enter or a click goes to a member's newest case. ``sheet_asked(name)``."""

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(_("Haushalt"))
        self.desk = desk
        self._page: CasePage | None = None
        self.rows = RowList(_("Personen im Haushalt"))
        self.rows.row_activated.connect(self._on_member)
        self._empty = Label("", "muted")
        self.found_button = secondary(_("Haushalt gründen"))
        self.found_button.clicked.connect(lambda: self.sheet_asked.emit("household:new"))
        self.join_button = secondary("")
        self.join_button.clicked.connect(lambda: self.sheet_asked.emit("join:person"))
        self.leave_button = secondary(_("Haushalt verlassen"))
        self.leave_button.clicked.connect(self._on_leave)
        self.rename_button = secondary(_("Umbenennen"))
        self.rename_button.clicked.connect(lambda: self.sheet_asked.emit("household:rename"))
        buttons = FlowBox()
        for button in (self.found_button, self.join_button, self.rename_button, self.leave_button):
            buttons.add(button)
        self.add(self._empty)
        self.add(self.rows)
        self.add(buttons)

    def show_page(self, page: CasePage) -> None:
        """Show the household of this case's client."""
        self._page = page
        household = page.household
        self.set_title(_("Haushalt"), household.name if household else "")
        self.rows.set_rows(
            [
                Row(
                    member.stamp.id,
                    member.name or _("Ohne Namen"),
                    member.household_role,
                    note=format_date(member.birth_date) if member.birth_date else "",
                    icon="person",
                )
                for member in page.members
            ]
        )
        self.rows.setVisible(bool(page.members))
        self._empty.setVisible(not page.members)
        self._empty.setText(_("Noch niemand sonst im Haushalt.") if household else _("Keinem Haushalt zugeordnet."))
        self.found_button.setVisible(household is None)
        self.join_button.setText(_("Person aufnehmen") if household else _("Zu einer Person dazu"))
        self.rename_button.setVisible(household is not None)
        self.leave_button.setVisible(household is not None)

    def _on_member(self, client_id: RecordId) -> None:
        cases = overview.cases_of(self.desk.session, client_id)
        if cases:
            self.desk.go(Place("case", cases[0].stamp.id, "master"))

    def _on_leave(self) -> None:
        page = self._page
        if page is None or page.household is None:
            return
        client_id, household_id = page.client.stamp.id, page.household.stamp.id
        session = self.desk.session
        if self.desk.attempt(lambda: casework.join_household(session, client_id, None)):
            self.desk.messages.info(
                _("Der Haushalt wurde verlassen."),
                _("Rückgängig"),
                lambda: self.desk.attempt(lambda: casework.join_household(session, client_id, household_id)),
            )


class JoinSheet(Sheet):
    """Finds a person and puts her and the client into one household."""

    def __init__(self, desk: Desk, parent: QWidget, page: CasePage) -> None:
        """Take the page of the client."""
        title = _("Person in den Haushalt aufnehmen") if page.household else _("Zum Haushalt einer Person")
        super().__init__(parent, title)
        self.desk = desk
        self._page = page
        self.search = TextEditor(_("Name, Telefon, Geburtsdatum oder Nummer"))
        self.search.input_widget().setAccessibleName(_("Person suchen"))
        self.search.edited.connect(self._on_edited)
        self.search.line.returnPressed.connect(self._on_return)
        self.rows = RowList(_("Gefundene Personen"))
        self.rows.row_activated.connect(self._on_chosen)
        self._empty = Label(_("Mindestens zwei Buchstaben eingeben."), "muted")
        self.add(self.search)
        self.add(self._empty)
        self.add(self.rows)
        self.setMinimumHeight(320)

    def _on_edited(self) -> None:
        text = self.search.raw().strip()
        own = {self._page.client.stamp.id, *(member.stamp.id for member in self._page.members)}
        found: list[Match] = []
        for match in overview.find(self.desk.session, text) if len(text) >= 2 else ():
            if match.client_id not in own:
                own.add(match.client_id)
                found.append(match)
        self.rows.set_rows([_row(match) for match in found[:_HITS]])
        self._empty.setVisible(not found)
        self._empty.setText(_("Niemand gefunden.") if len(text) >= 2 else _("Mindestens zwei Buchstaben eingeben."))

    def _on_return(self) -> None:
        if self.rows.rows():
            self.rows.setFocus()

    def _on_chosen(self, client_id: RecordId) -> None:
        page, session = self._page, self.desk.session
        other = casework.read_client(session, client_id)
        own = page.client.stamp.id
        joined = page.household.stamp.id if page.household is not None else other.household_id
        moved, before = (client_id, other.household_id) if page.household is not None else (own, None)

        def join() -> None:
            name = _("Haushalt {name}").format(name=other.family_name or other.name)
            casework.join_household(session, moved, joined or casework.found_household(session, client_id, name))

        if self.desk.attempt(join):
            self.desk.messages.info(
                _("Der Haushalt wurde ergänzt."),
                _("Rückgängig"),
                lambda: self.desk.attempt(lambda: casework.join_household(session, moved, before)),
            )
            self.accept()


def _row(match: Match) -> Row:
    born = format_date(match.birth_date) if match.birth_date else ""
    second = " · ".join(part for part in (match.number, born) if part)
    return Row(match.client_id, match.name, second, icon="person")
