"""Restoring a backup while the vault is open: the new one lies beside it and is opened on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.restore_view import RestoreView, Surroundings
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk


class RestoreScreen(Screen):
    """The steps of restoring, with the open vault to compare with."""

    name: ClassVar[str] = "restore"

    def __init__(self, desk: Desk) -> None:
        """Build the steps; nothing is read yet."""
        super().__init__(desk)
        session = desk.session
        around = Surroundings(desk.jobs, session.clock, session.folder, desk.device.backup, session)
        self.view = RestoreView(around)
        self.view.vault_chosen.connect(desk.switch_requested)
        self.back_button = secondary(_("Einstellungen"), "arrow-left")
        self.back_button.clicked.connect(lambda: desk.go(Place("settings")))
        self.view.busy_changed.connect(self.back_button.setDisabled)
        desk.names_toggled.connect(self.view.names.setChecked)
        header = PageHeader(_("Aus einer Sicherung wiederherstellen"))
        header.add_action(self.back_button)
        scroller = PageScroller()
        scroller.column.addWidget(header)
        scroller.column.addWidget(self.view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP)
        outer.addWidget(scroller)

    def go_to(self, place: Place) -> None:
        """Begin where something is to be typed."""
        if not place.field:
            self.view.start()
