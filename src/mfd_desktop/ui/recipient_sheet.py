"""The sheet of one entry of the address book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import address_book, recycling
from mfd_desktop.app.release_fields import RECIPIENT
from mfd_desktop.app.saving import check, defaults
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.case_data_sheets import NEW, texts_of
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.buttons import danger
from mfd_desktop.ui.kit.dialog import WIDE_SHEET
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk


class RecipientSheet(RecordSheet):
    """Adds an entry (``record_id`` None), or changes and deletes one. ``stored(Recipient)`` after saving.

    Raises KeyError if the entry is gone.
    """

    stored = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, record_id: RecordId | None) -> None:
        """Call ``begin`` to fill it."""
        self._record_id = record_id
        title = _("Neue Stelle im Adressbuch") if record_id is None else _("Stelle im Adressbuch")
        form = CaseForm(desk, RECIPIENT, f"recipient:{record_id or NEW}", record_id=record_id)
        super().__init__(desk, parent, title, form, self._keep, width=WIDE_SHEET)
        self._known = address_book.read_recipient(desk.session, record_id) if record_id is not None else None
        if record_id is not None:
            self._say_uses(record_id)
            delete = danger(_("Löschen"), "trash")
            delete.clicked.connect(self._on_delete)
            self.add_button(delete)
            offer_history(desk, self, form, "recipient", record_id)

    def begin(self, raws: Mapping[str, str] | None = None) -> None:
        """Show what is stored; a new entry begins with these texts."""
        session = self.desk.session
        if self._known is None:
            self.start(defaults(RECIPIENT, today=session.clock.today()) | dict(raws or {}))
            return
        texts = texts_of(RECIPIENT, self._known)
        found = check(RECIPIENT, texts, today=session.clock.today(), lists=session.lists)
        self.start(texts, found.problems)

    def _keep(self, texts: dict[str, str]) -> None:
        session = self.desk.session
        saved = address_book.save_recipient(session, self._record_id, texts)
        self.stored.emit(address_book.read_recipient(session, saved.record_id))

    def _say_uses(self, record_id: RecordId) -> None:
        releases, letters = address_book.uses(self.desk.session, record_id)
        if releases or letters:
            said = _(
                "Genannt in Entbindungen: {releases}, in Briefen: {letters}."
                " Für eine andere Stelle bitte einen neuen Eintrag anlegen."
            )
            self.add(Label(said.format(releases=releases, letters=letters), "help"))

    def _on_delete(self) -> None:
        desk, known, gone = self.desk, self._known, list[str]()
        if known is None or not desk.attempt(
            lambda: gone.append(address_book.remove_recipient(desk.session, known.stamp.id))
        ):
            return
        self.give_up()
        desk.messages.info(
            _("Stelle aus dem Adressbuch gelöscht."),
            _("Rückgängig"),
            lambda: desk.attempt(lambda: recycling.restore(desk.session, gone[0])),
        )
