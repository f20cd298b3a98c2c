"""Verbund of a desk: is it let in, what has arrived, what waits, and the words to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app.contributing import period_states
from mfd_desktop.app.delivering import trouble
from mfd_desktop.app.network import move_folder
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.content.period_names import period_words
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.periods import Period
from mfd_desktop.ui.courier import start_delivery
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.network_sheets import choose_folder
from mfd_desktop.ui.report_sheet import Reporting
from mfd_desktop.ui.report_words import state_badge, state_line, trouble_words
from mfd_desktop.ui.theme import GAP, Tone
from mfd_desktop.ui.words_panel import WordsPanel

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.contributing import PeriodState
    from mfd_desktop.app.delivering import Delivery
    from mfd_desktop.app.network import Membership
    from mfd_desktop.ui.desk import Desk


class DeskView(QWidget):
    """Cards: the network, the periods, the words."""

    def __init__(self, desk: Desk) -> None:
        """Build the cards; ``show_membership`` fills them."""
        super().__init__()
        self._desk = desk
        self.banner = Banner()
        self.banner.hide()
        self.pill = Pill("", Tone.NEUTRAL)
        self.deliver_button = secondary(_("Jetzt senden und abrufen"), "network")
        self.deliver_button.clicked.connect(self._on_deliver)
        self.folder_button = quiet(_("Anderer Ordner …"))
        self.folder_button.clicked.connect(self._on_other_folder)
        self._folder = Label("", "muted")
        self.reporting = Reporting(self, desk)
        self.periods = RowList(_("Meldungen"))
        self.periods.button_clicked.connect(self._on_report)
        self.periods.row_activated.connect(self._on_report)
        self.own_words = WordsPanel(_("Diese Stelle"))
        self.words = WordsPanel(_("Koordination"))
        self._compare = self._words_card()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        for widget in (self.banner, self._periods_card(), self._folder_card(), self._compare):
            self._column.addWidget(widget)

    def first_widget(self) -> QWidget:
        """Where the focus begins."""
        return self.periods

    def show_membership(self, found: Membership) -> None:
        """Show this state of things."""
        self.pill.set_text(*_approval(found))
        self._folder.setText(_("Ordner: {path}").format(path=", ".join(str(path) for path in found.folders)))
        today = self._desk.session.clock.today()
        self.periods.set_rows([_row(state, today) for state in period_states(self._desk.session)])
        self.own_words.set_words(found.own_words)
        self.words.set_words(found.words)
        # As long as the desk is not let in, the words are what the counsellor needs next.
        self._column.removeWidget(self._compare)
        self._column.insertWidget(1 if found.approved is None else self._column.count(), self._compare)
        self._show_trouble()

    def _show_trouble(self) -> None:
        found = trouble(self._desk.session)
        self.banner.show_message(trouble_words(found) if found else "", BannerKind.WARNING)

    def _periods_card(self) -> Card:
        card = Card(_("Meldungen"), _("geschützte Tabellen, keine Angaben zu einzelnen Menschen"))
        card.add(self.periods)
        return card

    def _folder_card(self) -> Card:
        card = Card(_("Gemeinsamer Ordner"))
        card.add_to_head(self.pill)
        card.add(self._folder)
        buttons = FlowBox()
        buttons.add(self.deliver_button)
        buttons.add(self.folder_button)
        card.add(buttons)
        return card

    def _words_card(self) -> Card:
        card = Card(_("Wörter zum Vergleichen am Telefon"))
        card.add(Label(_("Diese Stelle: Die Koordination fragt danach, bevor sie die Stelle freigibt."), "muted"))
        card.add(self.own_words)
        card.add(Label(_("Koordination: verglichen beim Beitritt."), "muted"))
        card.add(self.words)
        return card

    def _on_report(self, key: object) -> None:
        self.reporting.open(Period.parse(str(key)))

    def _on_deliver(self) -> None:
        self.deliver_button.setEnabled(False)
        start_delivery(self._desk, done=self._on_delivered)

    def _on_delivered(self, delivery: Delivery | None) -> None:
        self.deliver_button.setEnabled(True)
        if delivery is not None and not delivery.waiting:
            self._desk.messages.info(_("Alles ist übergeben, Quittungen sind abgerufen."))

    def _on_other_folder(self) -> None:
        folder = choose_folder(self, _("Gemeinsamer Ordner"))
        if folder is None:
            return
        self._desk.jobs.run(
            lambda _progress: move_folder(self._desk.session, folder),
            done=lambda _none: self._on_deliver(),
            failed=self._on_not_moved,
        )

    def _on_not_moved(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.banner.show_message(sentence(error), BannerKind.ERROR)


def _approval(found: Membership) -> tuple[str, Tone]:
    if found.revoked:
        return _("Freigabe widerrufen"), Tone.URGENT
    if found.approved is not None:
        return _("freigegeben am {day}").format(day=format_date(found.approved)), Tone.GOOD
    return _("wartet auf Freigabe"), Tone.WARNING


def _row(state: PeriodState, today: date) -> Row:
    badge, tone, icon = state_badge(state, today)
    button = _("Melden …") if state.state == "none" else ""
    title = period_words(state.period)
    return Row(str(state.period), title, state_line(state), badge=badge, tone=tone, icon=icon, button=button)
