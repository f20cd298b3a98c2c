"""Einwilligungen of a case: who may be told what, as a list with lights, and the person's rights below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.releases import ReleaseForm
from mfd_desktop.ui.case_privacy import PrivacyCard
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.release_light import light
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.releases import Release
    from mfd_desktop.ui.desk import Desk


class ConsentsTab(CaseTab):
    """The releases of the person, those that count first. ``sheet_asked(name)`` to add, change or withdraw one."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(desk)
        self.card = Card(_("Schweigepflichtentbindungen"))
        self.rows = RowList(_("Schweigepflichtentbindungen"))
        self.rows.row_activated.connect(self.sheet_asked)
        self._empty = Label(
            _(
                "Noch keine Entbindung. Bis dahin darf niemand außerhalb der Stelle etwas erfahren, auch nicht, dass"
                " beraten wird. Erfassen Sie zuerst, wem zu welchem Zweck etwas gesagt werden darf."
            ),
            "muted",
        )
        self.add_button = secondary(_("Entbindung erfassen"), "plus")
        self.add_button.clicked.connect(lambda: self.sheet_asked.emit("release:new"))
        for widget in (self._empty, self.rows, self.add_button):
            self.card.add(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.card)
        self.privacy = PrivacyCard(desk, self.sheet_asked.emit)
        column.addWidget(self.privacy)
        column.addStretch(1)

    def show_page(self, page: CasePage) -> None:
        """Show the releases of this case's client; the current one stays current."""
        session = self.desk.session
        today = session.clock.today()
        rows = [_row(release, session.lists, today) for release in page.releases]
        self.rows.set_rows(sorted(rows, key=lambda row: row.muted))
        self.rows.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.privacy.show_page(page)

    def first_widget(self) -> QWidget:
        """Return the list, or without a release the button that adds one."""
        return self.rows if self.rows.rows() else self.add_button

    def detail(self) -> Mapping[str, str]:
        """Return the current release, and the current line of the rights."""
        return {
            "release": str(self.rows.current_key() or ""),
            "rights": str(self.privacy.rows.current_key() or ""),
        }

    def restore(self, detail: Mapping[str, str]) -> None:
        """Make the lines current that were."""
        self.rows.make_current(detail.get("release", ""))
        self.privacy.rows.make_current(detail.get("rights", ""))


def _row(release: Release, lists: CodeLists, today: date) -> Row:
    shown = light(release, today)
    raw = release.stamp.raw
    purpose = lists.label("release_purposes", release.purpose) if release.purpose else raw.get("purpose", "")
    oral = _("mündlich") if release.form is ReleaseForm.ORAL else ""
    mutual = _("wechselseitig") if release.mutual else ""
    matters = ", ".join(lists.label("release_matters", code) for code in release.matters)
    return Row(
        f"release:{release.stamp.id}",
        release.recipient or raw.get("recipient", "") or _("ohne Angabe"),
        " · ".join(part for part in (shown.until, purpose, oral, mutual, matters) if part),
        badge=shown.word,
        tone=shown.tone,
        icon=shown.icon,
        strong=not shown.over,
        muted=shown.over,
    )
