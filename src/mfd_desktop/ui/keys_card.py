"""The card "Passwort und Schlüssel" of the settings: every way into the vault, since when, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from mfd_desktop.app.keys import recovery_state
from mfd_desktop.app.passphrases import opened_by_counsellor, remove_stand_in, ways_in
from mfd_desktop.app.resealing import waiting_documents
from mfd_desktop.content.i18n import N_, _, ngettext, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.notice_sheet import show_notices

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from mfd_desktop.app.keys import RecoveryState
    from mfd_desktop.app.passphrases import WayIn
    from mfd_desktop.ui.desk import Desk

_LOOK_MS = 2_000
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
        self.envelope_button = secondary(_("Notfallumschlag …"), "letters")
        self.envelope_button.clicked.connect(self._on_envelope)
        self.succession_button = secondary(_("Tresor übergeben …"), "person")
        self.succession_button.clicked.connect(self._on_succession)
        self.ways = RowList(_("Was diesen Tresor öffnet"))
        self.ways.button_clicked.connect(self._on_remove)
        self.result, self.sealing = Banner(), Banner()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.show_sealing)
        row = FlowBox()
        row.add(self.change_button)
        row.add(self.envelope_button)
        row.add(self.succession_button)
        self.add(Label(_("Das öffnet diesen Tresor:"), "muted"))
        self.add(self.ways)
        for banner in (self.result, self.sealing):
            banner.hide()
            self.add(banner)
        self.add(row)

    def refresh(self) -> None:
        """Show what opens the vault now."""
        own = opened_by_counsellor(self._desk.session)
        sheets = recovery_state(self._desk.session)
        self.ways.set_rows([self._row(way, sheets, own=own) for way in ways_in(self._desk.session)])

        self.show_sealing()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what is still to be sealed."""
        self.show_sealing()
        super().showEvent(event)

    def show_sealing(self) -> None:
        """Say how many documents are still to be sealed anew; look again until there are none or nobody sees it."""
        if self._desk.occupied or self._desk.session.vault.closed:
            return
        waiting = waiting_documents(self._desk.session)
        said = ngettext(
            "{count} Dokument wird noch neu versiegelt. Sie können weiterarbeiten und sperren; danach geht es weiter.",
            "{count} Dokumente werden noch neu versiegelt. Sie können weiterarbeiten und sperren; danach geht es"
            " weiter.",
            waiting,
        )
        self.sealing.show_message(said.format(count=waiting) if waiting else "")
        if waiting and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

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

    def _on_envelope(self) -> None:
        from mfd_desktop.ui.envelope_sheet import open_envelope

        open_envelope(self._desk, self.window()).finished.connect(self.refresh)

    def _on_succession(self) -> None:
        from mfd_desktop.ui.succession_sheet import SuccessionSheet

        sheet = SuccessionSheet(self._desk, self.window())
        sheet.finished.connect(self.refresh)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _on_remove(self, _key: object) -> None:
        if self._desk.attempt(lambda: remove_stand_in(self._desk.session)):
            self.refresh()
            self.result.show_message(_("Das Passwort der Vertretung öffnet den Tresor nicht mehr."))
