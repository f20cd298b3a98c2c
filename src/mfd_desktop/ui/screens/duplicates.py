"""The warning that somebody may have a file already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.domain.records import Match
    from mfd_desktop.ui.desk import Desk


class Duplicates(QWidget):
    """Lists people resembling the one being taken down; their case can be opened. Hidden when there are none.

    Shows names although lists show initials: the counsellor has just typed the same name.
    """

    def __init__(self, desk: Desk) -> None:
        """Build it hidden."""
        super().__init__()
        self._desk = desk
        self.ids: frozenset[str] = frozenset()
        self.banner = Banner()
        self.rows = RowList(_("Ähnliche Personen"))
        self.rows.row_activated.connect(self._on_open)
        self.rows.button_clicked.connect(self._on_open)
        card = Card()
        card.add(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.banner)
        column.addWidget(card)
        self.hide()

    def show_people(self, found: Sequence[Match]) -> None:
        """Show these people, or nothing."""
        self.ids = frozenset(match.client_id for match in found)
        self.rows.set_rows([_row(match) for match in found])
        text = ngettext(
            "Diese Person hat vielleicht schon eine Akte. Bitte prüfen, bevor Sie eine zweite anlegen.",
            "Eine dieser Personen ist es vielleicht schon. Bitte prüfen, bevor Sie eine zweite Akte anlegen.",
            len(found),
        )
        self.banner.show_message(text, BannerKind.WARNING)
        self.setVisible(bool(found))

    def _on_open(self, case_id: object) -> None:
        if isinstance(case_id, str):
            self._desk.go(Place("case", case_id))  # type: ignore[arg-type]  # record ids are texts


def _row(match: Match) -> Row:
    born = _("geboren {date}").format(date=format_date(match.birth_date)) if match.birth_date else ""
    reason = _("gleiche Nummer") if match.why == "number" else _("ähnlicher Name")
    second = " · ".join(part for part in (match.number, born, reason) if part)
    button = _("Fall öffnen") if match.case_id else ""
    return Row(match.case_id, match.name, second, button=button, strong=True)
