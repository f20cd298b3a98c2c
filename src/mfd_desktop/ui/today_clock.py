"""What Heute says about a clock that cannot be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.clock_watch import clock_warning, trust_clock
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.banner import Banner, BannerKind

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk


class ClockNotice:
    """A banner, shown only while the clock is doubted."""

    def __init__(self, desk: Desk) -> None:
        """It says nothing until ``refresh``."""
        self._desk = desk
        self.banner = Banner()
        self.banner.hide()
        self.banner.action_requested.connect(self._on_trusted)

    def refresh(self) -> None:
        """Compare the clock with what is recorded."""
        said = clock_warning(self._desk.session)
        self.banner.show_message(said, BannerKind.WARNING, _("Die Uhr stimmt") if said else "")

    def _on_trusted(self) -> None:
        if self._desk.attempt(lambda: trust_clock(self._desk.session)):
            self.refresh()
