"""What Heute says about the network: where the last quarter's report stands, and whether something waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.network import role_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk


class NetworkNotice:
    """A pill for the head and a banner below it; neither is shown without a network."""

    def __init__(self, desk: Desk) -> None:
        """Both are hidden until ``refresh``."""
        self._desk = desk
        self.pill = Pill("", Tone.NEUTRAL)
        self.pill.hide()
        self.banner = Banner()
        self.banner.hide()
        self.banner.action_requested.connect(lambda: desk.go(Place("network")))

    def refresh(self) -> None:
        """Show what the vault knows; the shared folder itself is not touched."""
        role = role_of(self._desk.session)
        if not role:
            self.pill.hide()
            self.banner.hide()
            return
        # Nobody without a network pays for these.
        from mfd_desktop.app.contributing import last_quarter, period_state
        from mfd_desktop.app.delivering import trouble
        from mfd_desktop.app.reading_back import folder_to_read
        from mfd_desktop.app.wording import sentence
        from mfd_desktop.domain.errors_damage import ReportsUnknown
        from mfd_desktop.ui.report_words import pill_words, trouble_words

        today = self._desk.session.clock.today()
        if role == "desk":
            self.pill.set_text(*pill_words(period_state(self._desk.session, last_quarter(today)), today))
        self.pill.setVisible(role == "desk")
        found = trouble(self._desk.session)
        said = trouble_words(found) if found else ""
        if folder := folder_to_read(self._desk.session):
            said = sentence(ReportsUnknown(folder))
        self.banner.show_message(said, BannerKind.WARNING, _("Verbund öffnen") if said else "")
