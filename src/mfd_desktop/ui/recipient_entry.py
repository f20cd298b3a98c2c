"""Choosing a recipient: typed freely or taken from the address book, and a new one put into it on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import address_book
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.choices import Option
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.recipient_sheet import RecipientSheet

if TYPE_CHECKING:
    from mfd_desktop.domain.releases import Recipient
    from mfd_desktop.ui.desk import Desk


class RecipientEditor(CodeEditor):
    """The raw text is a name; typing offers the entries of the address book. ``chosen()`` after one was put into it."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        """Read the address book."""
        super().__init__((), _("Name oder Stelle aus dem Adressbuch"))
        self._desk = desk
        self.new_button = secondary(_("Neu …"), "plus")
        self.new_button.setToolTip(_("Neue Stelle ins Adressbuch aufnehmen"))
        self.new_button.setAccessibleName(_("Neue Stelle ins Adressbuch aufnehmen"))
        self.new_button.clicked.connect(self._on_new)
        self._row.addWidget(self.new_button)
        self.read()

    def read(self) -> None:
        """Offer what the address book holds now."""
        names = [entry.label for entry in address_book.recipients(self._desk.session) if entry.name]
        self._labels = {name: name for name in names}
        self.entry.options = tuple(Option(name, name) for name in names)
        self._arrow.setVisible(bool(names))

    def entry_of_book(self) -> Recipient | None:
        """Return the entry of the address book that the text means."""
        return address_book.recipient_called(self._desk.session, self.raw())

    def _on_new(self) -> None:
        typed = "" if self.entry_of_book() else self.raw().strip()
        sheet = RecipientSheet(self._desk, self.window(), None)
        sheet.begin({"name": typed})
        sheet.stored.connect(self._on_stored)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _on_stored(self, recipient: Recipient) -> None:
        self.read()
        self.set_raw(recipient.label)
        self.edited.emit()
        self.chosen.emit()
        self.entry.setFocus()
