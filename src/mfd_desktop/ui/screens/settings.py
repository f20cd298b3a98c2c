"""Einstellungen: every option from its declaration, office and desk, data, and what this program is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QApplication, QVBoxLayout

from mfd_desktop import __version__
from mfd_desktop.app.casework import Saved
from mfd_desktop.app.fieldsets import OFFICE
from mfd_desktop.app.new_vault import check_office, office_raws
from mfd_desktop.app.options import OPTIONS, Scope
from mfd_desktop.app.policy import IDLE_OPTION, bounded, limit_words, lock_minutes, policy
from mfd_desktop.app.settings import read_office, save_office, set_device_option, set_vault_option, vault_settings
from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.keys_card import KeysCard
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.field import FormGrid
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.office_form import OfficeForm
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.screens.settings_backup import BackupCard
from mfd_desktop.ui.screens.settings_data import DataCard
from mfd_desktop.ui.screens.settings_options import OptionField
from mfd_desktop.ui.theme import GAP, Scheme, Theme

if TYPE_CHECKING:
    from mfd_desktop.app.options import Option
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.records import Office
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.buttons import Button

_AT_NEXT_UNLOCK = frozenset({"language", "text_size"})


class SettingsScreen(Screen):
    """Options, office and desk, data, about."""

    name: ClassVar[str] = "settings"
    kinds: ClassVar[frozenset[str]] = frozenset({"office", "setting", "client", "recovery", "backup"})

    def __init__(self, desk: Desk) -> None:
        """Build the cards."""
        super().__init__(desk)
        self.options: dict[str, OptionField] = {}
        self.office_form = OfficeForm(desk, OFFICE, "office", save=self._save_office, sections=True)
        self.keys, self.backup, self.data = KeysCard(desk), BackupCard(desk), DataCard(desk)
        self.book_button = secondary(_("Adressbuch öffnen"), "letters")
        self.keeping_button = secondary(_("Aufbewahrung öffnen"), "clock")
        self.journal_button = secondary(_("Protokoll öffnen"), "info")
        self.relock = Banner()
        self.relock.hide()
        self.relock.action_requested.connect(desk.lock_requested)
        self._scroller = scroller = PageScroller()
        column = scroller.column
        column.addWidget(self.relock)
        for sentence in policy().sentences():
            column.addWidget(Banner(sentence, BannerKind.WARNING))
        for section in dict.fromkeys(option.section for option in OPTIONS):
            column.addWidget(self._section_card(section))
        office = Card(_("Dienststelle und Stelle"))
        office.add(self.office_form)
        column.addWidget(office)
        book = _("Behörden, Gerichte, Dienste und Anwältinnen für Briefe und Entbindungen.")
        column.addWidget(self._link_card(_("Adressbuch"), book, self.book_button, "address_book"))
        column.addWidget(self.backup)
        keeping = _("Abgelaufene Akten ansehen und löschen, Bescheinigungen über Löschungen.")
        column.addWidget(self._link_card(_("Aufbewahrung"), keeping, self.keeping_button, "retention"))
        column.addWidget(self.keys)
        log = _("Was entsperrt, herausgegeben, gedruckt, übergeben und gelöscht wurde, gegen Änderungen gesichert.")
        column.addWidget(self._link_card(_("Protokoll"), log, self.journal_button, "journal"))
        column.addWidget(self.data)
        column.addWidget(self._about_card())
        for card in scroller.content.findChildren(Card):
            if card is not self.data:
                desk.occupied_changed.connect(card.setDisabled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(PageHeader(_("Einstellungen")))
        outer.addWidget(scroller, 1)

    def refresh(self) -> None:
        """Show what is stored; fields being edited keep their texts."""
        vault = {**vault_settings(self.desk.session), IDLE_OPTION: str(lock_minutes(self.desk.session))}
        for name, field in self.options.items():
            field.show_value(vault[name] if field.option.scope is Scope.VAULT else self.desk.device.get(name))
        office = read_office(self.desk.session)
        self.office_form.load(office_raws(office) if office else {})
        self.keys.refresh()
        self.data.refresh()
        self.backup.refresh()

    def go_to(self, place: Place) -> None:
        """Start at the first option, or at the card asked for."""
        if place.detail.get("card") == "keys":
            self.keys.change_button.setFocus()
            self._scroller.show_from_top_soon(self.keys)
        elif place.detail.get("card") == "backup":
            self.backup.start()
            self._scroller.show_from_top_soon(self.backup)
        elif not place.field:
            next(iter(self.options.values())).editor.input_widget().setFocus()

    def _section_card(self, section: str) -> Card:
        card, grid = Card(translate_marked(section)), FormGrid()
        for declared in OPTIONS:
            if declared.section == section:
                option = bounded(declared)
                helping = limit_words() if option.name == IDLE_OPTION else ""
                field = OptionField(option, self.desk.session.lists, helping)
                field.chosen.connect(lambda value, option=option: self._on_chosen(option, value))
                self.options[option.name] = field
                grid.add(field)
        card.add(grid)
        return card

    def _link_card(self, title: str, text: str, button: Button, screen: str) -> Card:
        """Return a card that leads to a screen of its own."""
        card = Card(title)
        card.add(Label(text, "muted"))
        button.clicked.connect(lambda: self.desk.go(Place(screen)))
        card.add(button)
        return card

    def _about_card(self) -> Card:
        card = Card(_("Über dieses Programm"))
        for text in (
            _("MFD Desktop, Fassung {version}").format(version=__version__),
            _("Ordner des Tresors: {path}").format(path=self.desk.session.folder),
            _("Alle Akten liegen verschlüsselt auf diesem Rechner. Das Programm öffnet keine Internetverbindung."),
        ):
            card.add(Label(text))
        return card

    def _on_chosen(self, option: Option, value: str) -> None:
        if option.scope is Scope.VAULT:
            self.desk.attempt(lambda: set_vault_option(self.desk.session, option.name, value, initiator=self))
            return
        if not self.desk.attempt(lambda: set_device_option(self.desk.session, self.desk.device, option.name, value)):
            return
        if option.name == "theme":
            _choose_theme(Scheme(value))
        if option.name in _AT_NEXT_UNLOCK:
            self.relock.show_message(
                _("Die Änderung gilt nach dem nächsten Entsperren. Was Sie gerade schreiben, bleibt erhalten."),
                action=_("Jetzt sperren und neu anmelden"),
            )

    def _save_office(self, touched: dict[str, str]) -> Saved:
        stored = read_office(self.desk.session)
        raws = (office_raws(stored) if stored else {}) | touched
        office, problems = self._check(raws, stored)
        if office is not None:
            save_office(self.desk.session, office, initiator=self)
        return Saved(RecordId("office"), problems)

    def _check(self, raws: dict[str, str], stored: Office | None) -> tuple[Office | None, tuple[Problem, ...]]:
        session = self.desk.session
        office, problems = check_office(raws, lists=session.lists, today=session.clock.today())
        if office is not None and stored is not None:
            office = replace(office, logo=stored.logo)
        return office, problems


def _choose_theme(scheme: Scheme) -> None:
    app = QApplication.instance()
    theme = app.findChild(Theme) if app is not None else None
    if theme is not None:
        theme.choose(scheme)
