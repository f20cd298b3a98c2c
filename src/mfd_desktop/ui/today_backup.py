"""What Heute says about the backup: the last proven one always, and a warning while there is none or it is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.backing_up import status
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.backup_words import notice, pill_words
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk

SETTINGS = Place("settings", detail={"card": "backup"})


class BackupNotice:
    """A pill for the head and a banner below it."""

    def __init__(self, desk: Desk) -> None:
        """Both say nothing until ``refresh``."""
        self._desk = desk
        self.pill = Pill("", Tone.NEUTRAL)
        self.pill.hide()
        self.banner = Banner()
        self.banner.hide()
        self.banner.action_requested.connect(lambda: desk.go(SETTINGS))

    def refresh(self) -> None:
        """Show what the vault knows; the folder of the backup itself is not touched."""
        found = status(self._desk.session)
        if found.proven is not None:
            self.pill.set_text(*pill_words(found.proven, alarming=found.alarming))
        self.pill.setVisible(found.proven is not None)
        said, kind = notice(found)
        action = _("Einrichten") if found.state == "none" else _("Datensicherung öffnen")
        self.banner.show_message(said, kind, action if said else "")
