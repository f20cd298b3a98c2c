"""Aufbewahrung: whose file may go, why not yet, erasing with one question, and the certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import erasing, retention
from mfd_desktop.app.overview import labels_of
from mfd_desktop.app.wording_privacy import hold_words
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.batch_erasure_sheet import BatchErasureSheet
from mfd_desktop.ui.erasure_done import CertificateSheet, erasure_row
from mfd_desktop.ui.kit.buttons import danger
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.overview import CaseLabel
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.privacy import Retention
    from mfd_desktop.ui.desk import Desk


class RetentionScreen(Screen):
    """Three cards: who may go, who is held, what was erased. Enter opens the case, the button postpones."""

    name: ClassVar[str] = "retention"
    kinds: ClassVar[frozenset[str]] = frozenset({"client", "case", "privacy", "setting", "handover", "agenda"})

    def __init__(self, desk: Desk) -> None:
        """Build the cards; the vault is read when the screen is shown."""
        super().__init__(desk)
        self.due, self.held = RowList(_("Löschung vorgeschlagen")), RowList(_("Noch nicht möglich"))
        self.gone = RowList(_("Löschungen"))
        self.erase_button = danger(_("Alle vorgeschlagenen löschen …"), "trash")
        self.erase_button.clicked.connect(self._on_erase)
        self._found: tuple[Retention, ...] = ()
        self._rule = Label("", "muted")
        self._none_due = Label(_("Zurzeit ist keine Aufbewahrung abgelaufen. Gelöscht wird nie von selbst."), "muted")
        self._build()
        for rows in (self.due, self.held):
            rows.row_activated.connect(lambda key: self.desk.go(Place("case", key, "consents")))
            rows.button_clicked.connect(self._on_postpone)
        self.gone.row_activated.connect(self._on_certificate)
        self.gone.button_clicked.connect(self._on_certificate)

    def _build(self) -> None:
        self._cards = {
            "due": Card(_("Löschung vorgeschlagen")),
            "held": Card(_("Noch nicht möglich")),
            "gone": Card(_("Löschungen")),
        }
        for widget in (self._rule, self._none_due, self.due, self.erase_button):
            self._cards["due"].add(widget)
        self._cards["held"].add(self.held)
        self._cards["gone"].add(self.gone)
        scroller = PageScroller()
        for card in self._cards.values():
            scroller.column.addWidget(card)
            self.desk.occupied_changed.connect(card.setDisabled)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(PageHeader(_("Aufbewahrung")))
        outer.addWidget(scroller, 1)

    def refresh(self) -> None:
        """Show who is due, who is held, and what was erased."""
        session = self.desk.session
        self._found = retention.due_people(session)
        labels = labels_of(session, {kept.case_id for kept in self._found})
        years = retention.keep_years(session)
        said = ngettext(
            "Eine Akte bleibt {count} Jahr nach dem Ende des letzten Falls. Ein anderer Tag lässt sich mit Grund"
            " festlegen.",
            "Eine Akte bleibt {count} Jahre nach dem Ende des letzten Falls. Ein anderer Tag lässt sich mit Grund"
            " festlegen.",
            years,
        )
        self._rule.setText(said.format(count=years))
        free = [kept for kept in self._found if not kept.holds]
        held = [kept for kept in self._found if kept.holds]
        self.due.set_rows([self._row(kept, labels) for kept in free])
        self.held.set_rows([self._row(kept, labels) for kept in held])
        records = erasing.erasures(session)
        self.gone.set_rows([erasure_row(record, self.desk) for record in records])
        self.due.setVisible(bool(free))
        self.erase_button.setVisible(bool(free))
        self._none_due.setVisible(not free)
        self._cards["held"].setVisible(bool(held))
        self._cards["gone"].setVisible(bool(records))

    def first_widget(self) -> QWidget:
        """Return the first list that is not empty."""
        lists = (self.due, self.held, self.gone)
        return next((found for found in lists if found.rows() and found.isVisibleTo(self)), self)

    def _row(self, kept: Retention, labels: dict[RecordId, CaseLabel]) -> Row:
        label = labels.get(kept.case_id) if kept.case_id is not None else None
        name = self.desk.label(label.name, label.initials) if label else ""
        title = " · ".join(part for part in (kept.number, name) if part) or _("ohne Fall")
        begin = format_date(kept.reference) if kept.reference else ""
        counted = " · ".join(part for part in (_("zählt ab {day}").format(day=begin), kept.reason) if part)
        second = hold_words(kept.holds) if kept.holds else counted
        icon, tone = ("lock", Tone.WARNING) if kept.holds else ("clock", Tone.NEUTRAL)
        due = format_date(kept.due) if kept.due else ""
        button = _("Anderer Tag …") if kept.case_id is not None else ""
        return Row(kept.case_id or kept.client_id, title, second, due, "", tone, icon, button=button)

    def _on_postpone(self, case_id: object) -> None:
        self.desk.go(Place("case", case_id, "consents", detail={"sheet": "keeping:case"}))  # type: ignore[arg-type]  # a case's id

    def _on_certificate(self, number: object) -> None:
        record = next(one for one in erasing.erasures(self.desk.session) if one.number == number)
        CertificateSheet(self.desk, self, (record,)).open()

    def _on_erase(self) -> None:
        free = tuple(kept for kept in self._found if not kept.holds)
        if free:
            BatchErasureSheet(self.desk, self, free).open()
