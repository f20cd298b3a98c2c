"""Verbund as long as this vault has no part in one: join one or make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from mfd_desktop.app.network import join_network, look_at_network
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.courier import start_delivery
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.network_sheets import CreateSheet, JoinSheet, choose_folder
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.network import Invitation
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress
    from mfd_desktop.ui.kit.buttons import Button


class StartView(QWidget):
    """Two ways in, and what a network is."""

    def __init__(self, desk: Desk) -> None:
        """Build both cards."""
        super().__init__()
        self._desk = desk
        self._sheet: CreateSheet | None = None
        self.banner = Banner()
        self.banner.hide()
        self.join_button = primary(_("Gemeinsamen Ordner wählen …"), "network")
        self.join_button.clicked.connect(self._on_join)
        self.create_button = secondary(_("Verbund anlegen …"), "plus")
        self.create_button.clicked.connect(self.open_create)
        join = _card(
            _("Einem Verbund beitreten"),
            _(
                "Für Stellen, die ihre Zahlen einer Koordination melden. Gemeldet werden nur geschützte Tabellen,"
                " verschlüsselt, über einen Ordner, den Ihr Träger bereitstellt. Von einzelnen Menschen verlässt"
                " nichts diesen Rechner."
            ),
            self.join_button,
        )
        create = _card(
            _("Einen Verbund koordinieren"),
            _(
                "Für das Fachreferat: Sie legen den Verbund in einem leeren gemeinsamen Ordner an, geben Stellen frei"
                " und rechnen ihre Meldungen zusammen."
            ),
            self.create_button,
        )
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(GAP)
        self._pair.addWidget(join, 1)
        self._pair.addWidget(create, 1)
        join.add(self.banner)
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)

    @property
    def creating(self) -> bool:
        """Whether the sheet for a new network is open."""
        return self._sheet is not None

    def first_widget(self) -> QWidget:
        """Where the focus begins."""
        return self.join_button

    def open_create(self) -> None:
        """Open the sheet for a new network."""
        if self._sheet is None:
            self._sheet = CreateSheet(self, self._desk)
            self._sheet.finished.connect(self._on_sheet_finished)
            self._sheet.open()

    def look_at(self, folder: Path) -> None:
        """Look for a network in a folder and offer to join it."""

        def work(_progress: Progress) -> Invitation:
            return look_at_network(folder)

        self.join_button.setEnabled(False)
        self.banner.show_message(_("Der Ordner wird gelesen …"))
        self._desk.jobs.run(work, done=self._on_found, failed=self._on_not_found, exclusive="free")

    def _on_join(self) -> None:
        folder = choose_folder(self, _("Gemeinsamer Ordner"))
        if folder is not None:
            self.look_at(folder)

    def _on_found(self, invitation: Invitation) -> None:
        self.join_button.setEnabled(True)
        self.banner.hide()
        sheet = JoinSheet(self, invitation)
        sheet.accepted.connect(lambda: self._join(invitation))
        sheet.open()

    def _on_not_found(self, error: Exception) -> None:
        self.join_button.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self.banner.show_message(sentence(error), BannerKind.ERROR)

    def _join(self, invitation: Invitation) -> None:
        if self._desk.attempt(lambda: join_network(self._desk.session, invitation)):
            start_delivery(self._desk, done=lambda _delivery: None)

    def _on_sheet_finished(self) -> None:
        self._sheet = None

    def _on_width_changed(self, narrow: bool) -> None:
        direction = QBoxLayout.Direction
        self._pair.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)


def _card(title: str, text: str, button: Button) -> Card:
    card = Card(title)
    card.add(Label(text))
    buttons = FlowBox()
    buttons.add(button)
    card.add(buttons)
    card.body.addStretch(1)
    return card
