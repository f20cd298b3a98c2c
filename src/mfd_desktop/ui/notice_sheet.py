"""What happened to the vault and the counsellor must see: shown over everything after unlocking, until acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.passphrases import acknowledge, open_notices
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.passphrases import Notice
    from mfd_desktop.ui.desk import Desk

_HAPPENED = {
    ("recovered", "forgotten"): N_(
        "Am {moment} wurde dieser Tresor mit zwei Notfallblättern geöffnet, und dabei wurde Ihr Passwort durch ein"
        " neues ersetzt."
    ),
    ("recovered", "stand_in"): N_(
        "Am {moment} wurde dieser Tresor mit zwei Notfallblättern geöffnet, und dabei wurde ein Passwort für eine"
        " Vertretung gesetzt. Ihr eigenes Passwort gilt weiter."
    ),
    ("sheets_void", ""): N_(
        "Seit dem {moment} hat dieser Tresor neue Schlüssel. Die Notfallblätter von vorher öffnen ihn nicht mehr: Ohne"
        " neue Blätter ist er verloren, wenn Sie Ihr Passwort vergessen."
    ),
}
_TO_DO = {
    ("recovered", "forgotten"): (
        N_(
            "Waren Sie das selbst? Dann machen Sie neue Notfallblätter, denn wer die zwei Blätter hat, kommt wieder"
            " hinein."
        ),
        N_(
            "Waren Sie es nicht? Ändern Sie sofort das Passwort, antworten Sie dabei, dass jemand anderes es kennen"
            " kann, und melden Sie es Ihrem Träger: Es kann eine Verletzung des Datenschutzes sein."
        ),
    ),
    ("recovered", "stand_in"): (
        N_("War das mit Ihnen abgesprochen? Ist die Vertretung zu Ende, entfernen Sie das Passwort der Vertretung."),
        N_("Machen Sie danach neue Notfallblätter: Wer die zwei Blätter hat, kommt wieder hinein."),
        N_(
            "War es nicht abgesprochen? Ändern Sie sofort das Passwort, antworten Sie dabei, dass jemand anderes es"
            " kennen kann, und melden Sie es Ihrem Träger: Es kann eine Verletzung des Datenschutzes sein."
        ),
    ),
    ("sheets_void", ""): (
        N_("Machen Sie neue Notfallblätter, verteilen Sie sie wie bisher, und vernichten Sie die alten."),
    ),
}


class NoticeSheet(Sheet):
    """One notice. Closing it another way than by saying that it was read shows it again at the next unlock."""

    def __init__(self, desk: Desk, parent: QWidget, notice: Notice) -> None:
        """Say what happened and what to do."""
        super().__init__(parent, _("Bitte lesen: Ihr Tresor"), _("Gelesen"))
        self._desk, self._notice = desk, notice
        self.close_button.setText(_("Später wieder zeigen"))
        code = (notice.kind, notice.detail)
        moment = f"{notice.moment.astimezone():%d.%m.%Y, %H:%M}"
        self.add(Banner(translate_marked(_HAPPENED[code]).format(moment=moment), BannerKind.WARNING))
        self.add(Label(_("Was jetzt zu tun ist"), "strong"))
        for step in _TO_DO[code]:
            self.add(Label(translate_marked(step)))
        self.settings_button = secondary(_("Gelesen, zu den Schlüsseln"))
        self.settings_button.clicked.connect(self._leave)
        self.add_button(self.settings_button)

    def accept(self) -> None:
        """Remember that it was read."""
        if self._desk.attempt(lambda: acknowledge(self._desk.session, self._notice.id)):
            super().accept()

    def _leave(self) -> None:
        self.accept()
        self._desk.go(Place("settings", detail={"card": "keys"}))


def show_notices(desk: Desk, window: QWidget) -> None:
    """Show what the counsellor has not acknowledged yet, one after the other."""
    if not desk.session.vault.closed:
        _show(desk, window, list(open_notices(desk.session)))


def _show(desk: Desk, window: QWidget, waiting: list[Notice]) -> None:
    if not waiting or desk.session.vault.closed:
        return
    sheet = NoticeSheet(desk, window, waiting.pop(0))
    sheet.finished.connect(sheet.deleteLater)
    sheet.finished.connect(lambda _result: _show(desk, window, waiting))
    sheet.open()
