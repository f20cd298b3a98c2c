"""The card "Passwort und Schlüssel" of the settings: every way into the vault, since when, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.keys import recovery_state
from mfd_desktop.app.passphrases import opened_by_counsellor, remove_stand_in, ways_in
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.notice_sheet import show_notices

if TYPE_CHECKING:
    from mfd_desktop.app.keys import RecoveryState
    from mfd_desktop.app.passphrases import WayIn
    from mfd_desktop.ui.desk import Desk

_PASSPHRASE, _STAND_IN, _RECOVERY = "passphrase", "stand_in", "recovery"
_TITLES = {
    _PASSPHRASE: N_("Passwort der Beraterin oder des Beraters"),
    _STAND_IN: N_("Passwort der Vertretung"),
    _RECOVERY: N_("Notfallblätter, zwei von drei"),
}
_ICONS = {_PASSPHRASE: "lock", _STAND_IN: "person", _RECOVERY: "letters"}


class KeysCard(Card):
    """Ways in, change of the passphrase."""

    def __init__(self, desk: Desk) -> None:
        """Build the card."""
        super().__init__(_("Passwort und Schlüssel"))
        self._desk = desk
        self.change_button = secondary(_("Passwort ändern …"), "lock")
        self.change_button.clicked.connect(self._on_change)
        self.ways = RowList(_("Was diesen Tresor öffnet"))
        self.ways.button_clicked.connect(self._on_remove)
        self.result = Banner()
        self.result.hide()
        row = FlowBox()
        row.add(self.change_button)
        self.add(Label(_("Das öffnet diesen Tresor:"), "muted"))
        self.add(self.ways)
        self.add(self.result)
        self.add(row)

    def refresh(self) -> None:
        """Show what opens the vault now."""
        own = opened_by_counsellor(self._desk.session)
        sheets = recovery_state(self._desk.session)
        self.ways.set_rows([self._row(way, sheets, own=own) for way in ways_in(self._desk.session)])

    def _row(self, way: WayIn, sheets: RecoveryState, *, own: bool) -> Row:
        second = ""
        if way.kind == _RECOVERY:
            second = _("Satz {number}: {holders}").format(number=sheets.set_id, holders=", ".join(sheets.holders))
        return Row(
            way.kind,
            translate_marked(_TITLES[way.kind]),
            second=second,
            icon=_ICONS[way.kind],
            note=_("seit {day}").format(day=format_date(way.since.astimezone().date())),
            button=_("Entfernen") if way.kind == _STAND_IN and own else "",
        )

    def _on_change(self) -> None:
        from mfd_desktop.ui.passphrase_sheet import PassphraseSheet

        sheet = PassphraseSheet(self._desk, self.window(), own=opened_by_counsellor(self._desk.session))
        sheet.changed.connect(self._on_changed)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _on_changed(self, rekeyed: bool) -> None:
        self.refresh()
        text = _("Das Passwort ist geändert. Beim nächsten Entsperren gilt das neue.")
        if rekeyed:
            text = _("Der Tresor hat neue Schlüssel, und das neue Passwort gilt.")
        self.result.show_message(text)
        if rekeyed:
            show_notices(self._desk, self.window())

    def _on_remove(self, _key: object) -> None:
        if self._desk.attempt(lambda: remove_stand_in(self._desk.session)):
            self.refresh()
            self.result.show_message(_("Das Passwort der Vertretung öffnet den Tresor nicht mehr."))
