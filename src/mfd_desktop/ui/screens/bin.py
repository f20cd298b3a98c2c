"""Papierkorb: what was deleted in the last 30 days, to be brought back or to go for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import recycling
from mfd_desktop.app.recycling_words import entry_words
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.bin import KEPT_FOR
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.history_sheet import moment_words
from mfd_desktop.ui.kit.buttons import danger, quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, Tone

if TYPE_CHECKING:
    from mfd_desktop.app.changes import Changes
    from mfd_desktop.domain.bin import BinEntry
    from mfd_desktop.ui.desk import Desk

_SOON = 3
"""Days left from which on it is said with emphasis."""


class BinScreen(Screen):
    """The list by day of deleting. Enter says more about an entry, the button of a row brings it back."""

    name: ClassVar[str] = "bin"

    def __init__(self, desk: Desk) -> None:
        """Build the list; the vault is read when the screen is shown."""
        super().__init__(desk)
        self.rows = RowList(_("Gelöschtes"))
        self.empty = Label(_("Der Papierkorb ist leer. Was Sie löschen, bleibt hier 30 Tage."), "muted")
        self.sheet: BinSheet | None = None
        self._build()
        self.rows.row_activated.connect(self.open_entry)
        self.rows.button_clicked.connect(self.restore)

    def _build(self) -> None:
        back = quiet(_("Einstellungen"), "arrow-left")
        back.clicked.connect(lambda: self.desk.go(Place("settings")))
        header = PageHeader(_("Papierkorb"))
        header.add_action(back)
        card = Card()
        said = _("Gelöschtes bleibt {days} Tage hier. Es wird nicht gezählt, nicht gefunden und nicht weitergegeben.")
        card.add(Label(said.format(days=KEPT_FOR.days), "muted"))
        card.add(self.empty)
        card.add(self.rows)
        scroller = PageScroller()
        scroller.column.addWidget(card)
        self.desk.occupied_changed.connect(card.setDisabled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(header)
        column.addWidget(scroller, 1)

    def refresh(self) -> None:
        """Read what is there; the current row stays."""
        found = recycling.entries(self.desk.session)
        self.rows.set_rows([self._row(entry) for entry in found])
        self.rows.setVisible(bool(found))
        self.empty.setVisible(not found)

    def restore(self, key: object) -> None:
        """Bring an entry back and offer the way to it."""
        desk = self.desk
        found: list[BinEntry] = []
        if not desk.attempt(lambda: found.append(recycling.restore(desk.session, str(key)))):
            self.refresh()
            return
        entry = found[0]
        said = _("Wiederhergestellt: {what}").format(what=entry_words(desk.session, entry))
        case_id = recycling.case_of(desk.session, entry)
        if case_id is not None:
            desk.messages.info(said, _("Fall öffnen"), lambda: desk.go(Place("case", case_id)))
        else:
            desk.messages.info(said)

    def open_entry(self, key: object) -> None:
        """Say more about an entry; nothing happens if it is gone."""
        found = next((entry for entry in recycling.entries(self.desk.session) if entry.id == key), None)
        if found is None or self.sheet is not None:
            return
        self.sheet = sheet = BinSheet(self, found)
        sheet.finished.connect(self._on_closed)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def forget(self, entry: BinEntry) -> None:
        """Ask, then delete an entry for good."""
        desk = self.desk
        text = _(
            "{what}: Das ist dann für immer weg, auch aus Suche, Verlauf und von der Festplatte. In früheren"
            " Datensicherungen bleibt es, bis sie ersetzt sind."
        ).format(what=self.what(entry))

        def agreed() -> None:
            if desk.attempt(lambda: recycling.forget(desk.session, entry.id)):
                desk.messages.info(_("Endgültig gelöscht."))

        desk.messages.ask(self, _("Endgültig löschen?"), text, _("Endgültig löschen"), agreed)

    def what(self, entry: BinEntry) -> str:
        """Return what an entry is and whose, as names are shown now."""
        return " · ".join(part for part in (entry_words(self.desk.session, entry), self._whose(entry)) if part)

    def days_left(self, entry: BinEntry) -> str:
        """Return how long an entry stays."""
        left = entry.days_left(self.desk.session.clock.now())
        if left == 0:
            return _("wird bald gelöscht")
        return ngettext("noch {count} Tag", "noch {count} Tage", left).format(count=left)

    def _whose(self, entry: BinEntry) -> str:
        name = self.desk.label(entry.person.name, entry.person.initials)
        number = "" if entry.table == "case_file" else entry.number
        return " · ".join(part for part in (number, name) if part)

    def _row(self, entry: BinEntry) -> Row:
        left = entry.days_left(self.desk.session.clock.now())
        deleted = format_date(entry.deleted.astimezone().date())
        tone = Tone.WARNING if left <= _SOON else Tone.NEUTRAL
        words, whose = entry_words(self.desk.session, entry), self._whose(entry)
        return Row(entry.id, words, whose, deleted, self.days_left(entry), tone, "trash", button=_("Wiederherstellen"))

    def _on_closed(self) -> None:
        self.sheet = None

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        # Whatever was changed may have been deleted.
        self._mark_stale()


class BinSheet(Sheet):
    """One entry: what it is, since when it lies here, and the two ways out."""

    def __init__(self, screen: BinScreen, entry: BinEntry) -> None:
        """Take an entry of the screen."""
        super().__init__(screen, _("Gelöscht"), _("Wiederherstellen"))
        self._screen = screen
        self._entry = entry
        self.add(Label(screen.what(entry), "strong"))
        self.add(Label(_("gelöscht am {moment}").format(moment=moment_words(entry.deleted))))
        self.add(Label(screen.days_left(entry), "muted"))
        self.forget_button = danger(_("Endgültig löschen …"), "trash")
        self.forget_button.clicked.connect(self._on_forget)
        self.add_button(self.forget_button)

    def accept(self) -> None:
        """Bring it back."""
        super().accept()
        self._screen.restore(self._entry.id)

    def _on_forget(self) -> None:
        self.reject()
        self._screen.forget(self._entry)
