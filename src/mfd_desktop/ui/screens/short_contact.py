"""Kurzberatung: one screen, keyboard only, no personal data; below it what was noted today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from mfd_desktop.app import contacting, fieldsets, recycling, settings
from mfd_desktop.app.saving import check, defaults
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.short_contact_sheets import ShortContactSheet, contact_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.ui.desk import Desk

_KEY = "short_contact:new"
_ASKED = ("topics", "language", "person_group", "channel", "district")
_BACK_DAYS = (0, 30, 365)
"""How far back the list reaches, step by step."""


class ShortContactForm(RecordForm):
    """The fields asked for every time, then those already filled in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, fieldsets.SHORT_CONTACT, _KEY)

    def _build(self, names: Sequence[str], *, sections: bool) -> None:
        super()._build(_ASKED, sections=sections)
        # Chips take further lines, so the editor must be free to grow.
        topics = self.fields["topics"].editor
        topics.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._column.addWidget(Label(_("Vorbelegt"), "heading"))
        super()._build([name for name in names if name not in _ASKED], sections=sections)
        explained = _(
            "Ausdrücklich anonym heißt: Die Beratung zählt als anonyme Beratung"
            " und kann später nie zu einem Fall werden."
        )
        self._column.addWidget(Label(explained, "help"))


class ShortContactScreen(Screen):
    """The empty form with the focus in its first field, and the list of Kurzberatungen."""

    name = "short_contact"
    kinds = frozenset({"contact", "office", "setting"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = ShortContactForm(desk)
        self.list = RowList(_("Kurzberatungen"))
        self._back = 0
        self.sheet: ShortContactSheet | None = None
        self.problems = Banner()
        self.problems.hide()
        self._save = primary(_("Speichern"), "check")
        self._save.setToolTip(_("Strg+Eingabe"))
        self._card = Card(_("Heute"))
        self._empty = Label(_("Noch keine Kurzberatung."), "muted")
        self.more = quiet("")
        self._build()
        self._connect()

    def _build(self) -> None:
        scroller = PageScroller()
        header = PageHeader(_("Kurzberatung"), _("ohne Namen und ohne Angaben zur Person"))
        header.add_action(self._save)
        scroller.column.addWidget(header)
        card = Card()
        card.add(self.problems)
        card.add(self.form)
        card.add(Label(_("Strg+Eingabe speichert, Strg+N beginnt eine neue."), "help"))
        scroller.column.addWidget(card)
        self._card.add(self._empty)
        self._card.add(self.list)
        more = FlowBox()
        more.add(self.more)
        self._card.add(more)
        scroller.column.addWidget(self._card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroller)

    def _connect(self) -> None:
        self._save.clicked.connect(self._on_save)
        self.problems.action_requested.connect(self._on_keep_draft)
        self.list.row_activated.connect(self._on_row_activated)
        self.list.button_clicked.connect(self._on_row_activated)
        self.more.clicked.connect(self._on_more)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_save)

    def refresh(self) -> None:
        self._load_defaults()
        today = self.desk.session.clock.today()
        first = today - timedelta(days=_BACK_DAYS[self._back])
        found = contacting.short_contacts(self.desk.session, first, today)
        self.list.set_rows([contact_row(self.desk, contact, today) for contact in found])
        self.list.setVisible(bool(found))
        self._empty.setVisible(not found)
        days = _BACK_DAYS[self._back]
        title = _("Letzte {days} Tage").format(days=days) if days else _("Heute")
        count = ngettext("{count} Kurzberatung", "{count} Kurzberatungen", len(found))
        self._card.set_title(title, count.format(count=len(found)) if found else "")
        following = _BACK_DAYS[(self._back + 1) % len(_BACK_DAYS)]
        text = _("Letzte {days} Tage zeigen").format(days=following) if following else _("Nur heute zeigen")
        self.more.setText(text)

    def go_to(self, place: Place) -> None:
        self._load_defaults()
        contact_id = place.detail.get("contact")
        if place.detail.get("sheet") == "edit" and contact_id:
            self._edit(RecordId(contact_id))
        elif not place.field:
            self.form.focus_field("topics")

    def place(self) -> Place:
        if self.sheet is not None:
            return Place(self.name, detail={"sheet": "edit", "contact": self.sheet.contact_id})
        return Place(self.name)

    def _load_defaults(self) -> None:
        if not self.form.touched():
            self.form.load(self._defaults())

    def _defaults(self) -> Mapping[str, str]:
        session = self.desk.session
        office = settings.read_office(session)
        texts = defaults(
            fieldsets.SHORT_CONTACT,
            today=session.clock.today(),
            office_district=office.district if office else "",
        )
        return texts | {"channel": settings.vault_settings(session)["default_channel"]}

    def _on_save(self) -> None:
        # Leaving the field by this way takes the option that is highlighted in its list.
        self._save.setFocus(Qt.FocusReason.TabFocusReason)
        session = self.desk.session
        texts = self.form.texts()
        problems = check(fieldsets.SHORT_CONTACT, texts, today=session.clock.today(), lists=session.lists).problems
        if not problems:
            self._store(texts, _("Kurzberatung gespeichert"))
            return
        self.form.show_problems(problems)
        self.problems.show_message(
            _("Noch nicht gespeichert, es fehlt etwas. Ihre Eingaben bleiben hier stehen."),
            BannerKind.WARNING,
            _("Als Entwurf behalten"),
        )
        self.form.focus_field(problems[0].field)

    def _on_keep_draft(self) -> None:
        self._store(self.form.texts(), _("Als Entwurf behalten. Ein Entwurf wird nicht gezählt."))

    def _store(self, texts: Mapping[str, str], text: str) -> None:
        saved: list[Saved] = []
        if not self.desk.attempt(
            lambda: saved.append(contacting.record_short_contact(self.desk.session, texts, initiator=self))
        ):
            return
        self.form.clear(self._defaults())
        self.problems.hide()
        self.refresh()
        self.form.focus_field("topics")
        contact_id = saved[0].record_id
        self.desk.messages.info(text, _("Rückgängig"), lambda: self._take_back(contact_id, texts))

    def _take_back(self, contact_id: RecordId, texts: Mapping[str, str]) -> None:
        """Delete what was just recorded and put its texts back, unless the next one has been begun."""
        if not self._is_short(contact_id):
            return
        if not self.desk.attempt(lambda: contacting.remove_contact(self.desk.session, contact_id)):
            return
        if not self.form.touched():
            for name, text in texts.items():
                self.form.fields[name].editor.set_raw(text)
            self.desk.form_edited.emit()
        self.form.focus_field("topics")

    def _is_short(self, contact_id: RecordId) -> bool:
        try:
            return contacting.read_contact(self.desk.session, contact_id).case_id is None
        except KeyError:
            return False

    def _on_more(self) -> None:
        self._back = (self._back + 1) % len(_BACK_DAYS)
        self.refresh()

    def _on_row_activated(self, key: object) -> None:
        self._edit(RecordId(str(key)))

    def _edit(self, contact_id: RecordId) -> None:
        if not self._is_short(contact_id):
            return
        sheet = ShortContactSheet(self, self.desk, contact_id)
        sheet.finished.connect(self._on_sheet_finished)
        sheet.removed.connect(self._on_removed)
        self.sheet = sheet
        sheet.open()

    def _on_sheet_finished(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
        self.sheet = None
        self._mark_stale()

    def _on_removed(self, gone: str) -> None:
        def bring_back() -> None:
            self.desk.attempt(lambda: recycling.restore(self.desk.session, gone))

        self.desk.messages.info(_("Kurzberatung gelöscht"), _("Rückgängig"), bring_back)
