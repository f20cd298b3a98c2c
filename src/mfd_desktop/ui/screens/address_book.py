"""Adressbuch: authorities, courts, services and lawyers that are written to or told."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mfd_desktop.app import address_book
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place, State
from mfd_desktop.ui.case_data_sheets import NEW
from mfd_desktop.ui.kit.buttons import primary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.recipient_sheet import RecipientSheet
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, GAP_SMALL, Tone

if TYPE_CHECKING:
    from mfd_desktop.domain.releases import Recipient
    from mfd_desktop.ui.desk import Desk

_INTO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AddressBookScreen(Screen):
    """The list of entries. Filter, current row and open sheet (id of an entry or ``new``) are part of its place."""

    name: ClassVar[str] = "address_book"
    kinds: ClassVar[frozenset[str]] = frozenset({"recipient"})

    def __init__(self, desk: Desk) -> None:
        """Build the widgets; the vault is read when the screen is shown."""
        super().__init__(desk)
        self.header = PageHeader(_("Adressbuch"))
        self.filter = TextEditor(_("Filtern: Name, Abteilung oder Ort"))
        self.filter.input_widget().setAccessibleName(_("Filtern nach Name, Abteilung oder Ort"))
        self.new = primary(_("Neue Stelle"), "plus")
        self.rows = RowList(_("Stellen im Adressbuch"))
        self.empty = Label("", "muted")
        self.sheet: RecipientSheet | None = None
        self._sheet_name = ""
        self._build()
        self.filter.edited.connect(self.refresh)
        self.filter.input_widget().installEventFilter(self)
        self.new.clicked.connect(lambda: self.open_sheet(NEW))
        self.rows.row_activated.connect(self.open_sheet)

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        line.addWidget(self.filter, 1)
        line.addWidget(self.new)
        card = Card()
        card.add(self.empty)
        card.add(self.rows)
        scroller = PageScroller()
        scroller.column.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        column.addLayout(line)
        column.addWidget(scroller, 1)

    def refresh(self) -> None:
        """Read the entries; filter and current row stay."""
        text = self.filter.raw().strip()
        found = address_book.recipients(self.desk.session, text)
        self.rows.set_rows([_row(entry) for entry in found])
        self.rows.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.empty.setText(
            _("Keine Stelle passt zu diesem Filter.")
            if text
            else _("Noch keine Stelle. Nehmen Sie zuerst die auf, mit denen Sie oft zu tun haben.")
        )

    def go_to(self, place: Place) -> None:
        """Restore filter, current row and sheet; without any of them keep what is shown."""
        if place.detail:
            self.filter.set_raw(place.detail.get("text", ""))
            self.refresh()
        self.rows.make_current(place.record_id)
        self.filter.input_widget().setFocus()
        if place.detail.get("sheet"):
            self.open_sheet(place.detail["sheet"])

    def place(self) -> Place:
        """Return filter, current row and open sheet."""
        key = self.rows.current_key()
        detail = {"text": self.filter.raw(), "sheet": self._sheet_name}
        return Place(
            self.name,
            RecordId(str(key)) if key else None,
            detail={name: text for name, text in detail.items() if text},
        )

    def open_sheet(self, name: object) -> None:
        """Open an entry, or a ``new`` one; nothing happens if a sheet is open or the entry is gone."""
        if self.sheet is not None:
            return
        try:
            sheet = RecipientSheet(self.desk, self, None if name == NEW else RecordId(str(name)))
        except KeyError:
            return
        sheet.begin()
        sheet.reopen = lambda: self.open_sheet(name)
        self.sheet, self._sheet_name = sheet, str(name)
        sheet.stored.connect(lambda entry: self.rows.make_current(entry.stamp.id))
        sheet.finished.connect(self._on_finished)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter field Down and Enter go into the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and Qt.Key(event.key()) in _INTO_LIST
            and self.rows.rows()
        ):
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _on_finished(self) -> None:
        self.sheet, self._sheet_name = None, ""


def _row(entry: Recipient) -> Row:
    town = " ".join(part for part in (entry.postcode, entry.town) if part)
    second = (entry.street, town, entry.phone, entry.email)
    draft = entry.stamp.state is State.DRAFT
    return Row(
        entry.stamp.id,
        entry.label or _("Ohne Namen"),
        " · ".join(part for part in second if part),
        badge=_("Entwurf") if draft else "",
        tone=Tone.WARNING if draft else Tone.NEUTRAL,
    )
