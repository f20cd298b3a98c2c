"""What Heute says about the emergency envelope until it is rehearsed, and about a broken log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.desk import Desk


class EnvelopeNotice:
    """A banner, gone once two sheets were typed and opened the vault; another while the chain of the log is broken."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Hidden until ``refresh``."""
        self._desk, self._parent = desk, parent
        self.banner = Banner()
        self.banner.hide()
        self.banner.action_requested.connect(self._on_action)
        self.chain = Banner()
        self.chain.hide()
        self.chain.action_requested.connect(lambda: desk.go(Place("journal")))

    def refresh(self) -> None:
        """Say how far the envelope is."""
        from mfd_desktop.app import keys

        stage = keys.recovery_state(self._desk.session).stage
        said, action = "", ""
        if stage == keys.PRINTED:
            said = _("Die Notfallblätter sind gedruckt, aber noch nicht geprobt. Die Probe dauert fünf Minuten.")
            action = _("Jetzt proben")
        elif stage == keys.MADE:
            said = _("Notfallblätter wurden erstellt, aber nicht gedruckt: Niemand hat sie. Bitte machen Sie neue.")
            action = _("Neue Blätter machen")
        elif stage == keys.NONE:
            said = _("Ohne Notfallblätter ist alles verloren, wenn Sie Ihr Passwort vergessen.")
            action = _("Notfallumschlag anlegen")
        self.banner.show_message(said, BannerKind.WARNING, action)
        self._show_chain()

    def _show_chain(self) -> None:
        from mfd_desktop.app.journal import log_broken_at
        from mfd_desktop.app.journal_pages import chain_words

        place = log_broken_at(self._desk.session)
        said = "" if place is None else chain_words(place)
        self.chain.show_message(said, BannerKind.ERROR, _("Protokoll öffnen"))

    def _on_action(self) -> None:
        from mfd_desktop.ui.envelope_sheet import open_envelope

        open_envelope(self._desk, self._parent).finished.connect(self.refresh)
