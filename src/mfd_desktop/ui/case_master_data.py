"""Stammdaten of a case: the person, ways to reach her, residence status, household, and the case itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app import casework, fieldsets
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import State
from mfd_desktop.ui.case_forms import CaseForm, draft_note
from mfd_desktop.ui.case_head import current_status, expiry
from mfd_desktop.ui.case_household import HouseholdCard
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.case_validities import validity_rows
from mfd_desktop.ui.kit.buttons import quiet, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import GAP, Tone

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import ContactWay, ResidenceStatus
    from mfd_desktop.ui.desk import Desk


class PartsCard(Card):
    """A list of parts of the client with a button to add one; ``sheet_asked(name)`` to show, change or delete one."""

    sheet_asked = Signal(object)

    def __init__(self, title: str, kind: str, add_words: str, empty: str) -> None:
        """``kind`` names the sheets of these parts."""
        super().__init__(title)
        self.rows = RowList(title)
        self.rows.row_activated.connect(self.sheet_asked)
        self._empty = Label(empty, "muted")
        self.add_button = secondary(add_words, "plus")
        self.add_button.clicked.connect(lambda: self.sheet_asked.emit(f"{kind}:new"))
        self.add(self._empty)
        self.add(self.rows)
        self.add(self.add_button)

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows; the current one stays current."""
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))
        self._empty.setVisible(not rows)


class CaseCard(Card):
    """The data of the case itself; ``sheet_asked(name)`` to change them."""

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(_("Fall"))
        self._desk = desk
        self._facts = Label()
        self._levels = Label("", "muted")
        self.change_button = secondary(_("Falldaten ändern"))
        self.change_button.clicked.connect(lambda: self.sheet_asked.emit("case:data"))
        self.level_button = secondary(_("Stufe ändern"))
        self.level_button.clicked.connect(lambda: self.sheet_asked.emit("level:change"))
        self.history_button = quiet(_("Verlauf der Änderungen"), "clock")
        self.history_button.clicked.connect(lambda: self.sheet_asked.emit("history:case_file"))
        self.delete_button = quiet(_("Löschen …"), "trash")
        self.delete_button.clicked.connect(lambda: self.sheet_asked.emit("delete:case"))
        buttons = FlowBox()
        for button in (self.change_button, self.level_button, self.history_button, self.delete_button):
            buttons.add(button)
        self.add(self._facts)
        self.add(self._levels)
        self.add(buttons)

    def show_page(self, page: CasePage) -> None:
        """Show this case."""
        case, lists = page.case, self._desk.session.lists
        self.set_title(_("Fall {number}").format(number=case.number))
        lines = [_("Eröffnet am {day}").format(day=format_date(case.opened))]
        if "opened" in case.stamp.raw:
            lines.append(_("Als Eröffnung getippt: {text}").format(text=case.stamp.raw["opened"]))
        if case.access_way:
            way = lists.label("access_ways", case.access_way)
            lines.append(_("Zugangsweg: {way}").format(way=way))
        if case.closed is not None:
            lines.append(_("Beendet am {day}").format(day=format_date(case.closed)))
        if case.outcome:
            lines.append(_("Ergebnis: {outcome}").format(outcome=lists.label("outcomes", case.outcome)))
        self._facts.setText("\n".join(lines))
        history = [
            _("{level} ab {day}").format(level=lists.label("levels", change.level.value), day=format_date(change.since))
            for change in case.levels
        ]
        self._levels.setText("\n".join(history))


class MasterTab(CaseTab):
    """The tab Stammdaten. ``sheet_asked(name)`` to show, add or change a part of the client."""

    def __init__(self, desk: Desk) -> None:
        """Build it; ``show_page`` fills it."""
        super().__init__(desk)
        self._client_id: RecordId | None = None
        self._page: CasePage | None = None
        self.form = CaseForm(desk, fieldsets.CLIENT, "client:-", save=self._save, only=_by_section(), sections=True)
        self.note = draft_note()
        self.note.action_requested.connect(self._on_discarded)
        self.form.saved.connect(lambda _saved: self.note.hide())
        self.ways = PartsCard(_("Kontaktwege"), "contact_way", _("Kontaktweg hinzufügen"), _("Noch kein Kontaktweg."))
        self.statuses = PartsCard(
            _("Aufenthaltsstatus"), "residence_status", _("Status hinzufügen"), _("Noch kein Status erfasst.")
        )
        self.history_button = quiet(_("Verlauf der Änderungen an der Person"), "clock")
        self.history_button.clicked.connect(lambda: self.sheet_asked.emit("history:client"))
        self.validities = PartsCard(
            _("Gültigkeiten"), "validity", _("Gültigkeit hinzufügen"),
            _("Titel, Duldung, Pass, Bewilligung: Heute erinnert vor dem Ende."),
        )  # fmt: skip
        self.household = HouseholdCard(desk)
        self.case_card = CaseCard(desk)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._build()

    def _build(self) -> None:
        person = Card(_("Person"))
        person.set_title("")
        person.add(self.note)
        person.add(self.form)
        person.add(self.history_button)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(person)
        left.addStretch(1)
        right.setSpacing(GAP)
        for card in (self.ways, self.statuses, self.validities, self.household, self.case_card):
            right.addWidget(card)
        right.addStretch(1)
        for card in (self.ways, self.statuses, self.validities):
            card.sheet_asked.connect(self.sheet_asked)
        self.household.sheet_asked.connect(self.sheet_asked)
        self.case_card.sheet_asked.connect(self.sheet_asked)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        self._columns.addLayout(left, 7)
        self._columns.addLayout(right, 3)

    def show_page(self, page: CasePage) -> None:
        """Show this client; a field being edited keeps its text."""
        session, client = self.desk.session, page.client
        self._page = page
        values, raw = casework.values_of(client, fieldsets.CLIENT), client.stamp.raw
        texts = raws_of(fieldsets.CLIENT, values, raw)
        problems = check(
            fieldsets.CLIENT, {}, today=session.clock.today(), lists=session.lists, stored=values, stored_raw=raw
        ).problems
        if client.stamp.id != self._client_id:
            self._client_id = client.stamp.id
            key = f"client:{self._client_id}"
            self.note.setVisible(self.form.show_record(key, self._client_id, texts, problems))
        else:
            self.form.load(texts, problems)
        self.ways.show_rows([_way_row(way, session.lists) for way in page.ways])
        self.statuses.show_rows(self._status_rows(page))
        self.validities.show_rows(validity_rows(session, client.stamp.id))
        self.household.show_page(page)
        self.case_card.show_page(page)

    def set_narrow(self, *, narrow: bool) -> None:
        """Stack the cards, or put the lists beside the form."""
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def first_widget(self) -> QWidget:
        """Return what takes the focus when the tab is shown."""
        return next(iter(self.form.fields.values())).editor.input_widget()

    def _status_rows(self, page: CasePage) -> list[Row]:
        today, lists = self.desk.session.clock.today(), self.desk.session.lists
        now = current_status(page.statuses, today)
        return [_status_row(status, lists, today, now=status is now) for status in reversed(page.statuses)]

    def _save(self, texts: dict[str, str]) -> Saved:
        if self._client_id is None:
            raise KeyError(self.form.key)
        return casework.save_client(self.desk.session, self._client_id, texts)

    def _on_discarded(self) -> None:
        self.note.hide()
        self.form.clear({})
        if self._page is not None:
            self._client_id = None
            self.show_page(self._page)
            self.form.focus_first()


def _by_section() -> list[str]:
    """Return the fields of a client with those of one section together."""
    sections = list(dict.fromkeys(field.section for field in fieldsets.CLIENT.fields))
    return [field.name for field in sorted(fieldsets.CLIENT.fields, key=lambda field: sections.index(field.section))]


def _way_row(way: ContactWay, lists: CodeLists) -> Row:
    kind = lists.label("contact_ways", way.kind) if way.kind else way.stamp.raw.get("kind", "")
    return Row(
        f"contact_way:{way.stamp.id}",
        way.value or way.stamp.raw.get("value", "") or _("ohne Angabe"),
        " · ".join(part for part in (kind, way.note) if part),
        badge=_("Entwurf") if way.stamp.state is State.DRAFT else "",
        tone=Tone.WARNING,
    )


def _status_row(status: ResidenceStatus, lists: CodeLists, today: date, *, now: bool) -> Row:
    raw = status.stamp.raw
    label = lists.label("residence_status", status.code) if status.code else raw.get("code", "")
    since = format_date(status.since) if status.since else raw.get("since", "")
    until = format_date(status.expires) if status.expires else raw.get("expires", "")
    badge, tone = "", Tone.NEUTRAL
    if status.stamp.state is State.DRAFT:
        badge, tone = _("Entwurf"), Tone.WARNING
    elif now:
        tone = expiry(status, today)[1]
        badge = {Tone.URGENT: _("abgelaufen"), Tone.WARNING: _("läuft ab")}.get(tone, "")
    parts = (
        _("bis {day}").format(day=until) if until else "",
        _("seit {day}").format(day=since) if since else "",
        status.note,
    )
    return Row(
        f"residence_status:{status.stamp.id}",
        label or _("ohne Angabe"),
        " · ".join(part for part in parts if part),
        badge=badge,
        tone=tone,
        strong=now,
        muted=not now,
    )
