"""Tagesnachtrag: the contacts of one day in a grid, also for days past, and what is recorded for it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import contacting, overview
from mfd_desktop.app.wording import problem_text
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place, State
from mfd_desktop.ui.day_grid import DayGrid
from mfd_desktop.ui.kit.buttons import primary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.short_contact_sheets import topics_text
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.overview import Day
    from mfd_desktop.domain.records import Contact
    from mfd_desktop.ui.day_row import DayRow
    from mfd_desktop.ui.desk import Desk


class DayEntryScreen(Screen):
    """The grid, one button, and below it the day's list with its sum."""

    name = "day_entry"
    kinds = frozenset({"contact", "referral", "case", "client"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.grid = DayGrid(desk)
        self.list = RowList(_("Schon erfasst"))
        self.sum = ""
        self._loaded = False
        self._day: Day | None = None
        self._header = PageHeader(_("Tagesnachtrag"))
        self._save = primary(_("Speichern"), "check")
        self._save.setToolTip(_("Strg+Eingabe"))
        self._card = Card(_("Schon erfasst"))
        self._empty = Label(_("Für diesen Tag ist noch nichts erfasst."), "muted")
        self._build()
        self._connect()

    def _build(self) -> None:
        scroller = PageScroller()
        scroller.column.addWidget(self._header)
        card = Card()
        card.add(self.grid)
        buttons = FlowBox()
        buttons.add(self._save)
        for text in (
            _("Eingabe: nächste Zeile"),
            _("Tab: nächstes Feld"),
            _("Strg+Eingabe: speichern"),
            _("Alt+Pfeile: anderer Tag"),
        ):
            buttons.add(Label(text, "help", wrap=False))
        card.add(buttons)
        scroller.column.addWidget(card)
        self._card.add(self._empty)
        self._card.add(self.list)
        scroller.column.addWidget(self._card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroller)

    def _connect(self) -> None:
        self._save.clicked.connect(self._on_save)
        self.grid.day_changed.connect(self._show_day)
        self.grid.case_left.connect(self._hint)
        self.list.row_activated.connect(self._on_row_activated)
        self.list.button_clicked.connect(self._on_referral_asked)
        keys = {
            "Ctrl+Return": self._on_save,
            "Ctrl+Enter": self._on_save,
            "Alt+Left": lambda: self.grid.move_day(-1),
            "Alt+Right": lambda: self.grid.move_day(+1),
        }
        for sequence, action in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def refresh(self) -> None:
        self._load()
        self._show_day()

    def go_to(self, place: Place) -> None:
        self._load()
        if not place.field:
            self.grid.focus_field("row0.case")

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        self.grid.load()

    def _show_day(self) -> None:
        day = self.grid.value()
        self._say_day()
        self._day = overview.day_contacts(self.desk.session, day) if day is not None else None
        found = self._day.contacts if self._day else ()
        self.list.set_rows([self._row(contact) for contact in found])
        self.list.setVisible(bool(found))
        self._empty.setVisible(self._day is not None and not found)
        self.sum = _sum_text(self._day) if self._day and found else ""
        self._card.set_title(_("Schon erfasst"), self.sum)
        for row in self.grid.rows:
            self._hint(row)

    def _say_day(self) -> None:
        typed, valid = self.grid.day.value(), self.grid.value()
        code = "" if valid else "future_date" if typed else "no_date"
        self.grid.day_field.set_error(problem_text(Problem("day", code)) if code else "")
        weekdays = (
            _("Montag"), _("Dienstag"), _("Mittwoch"), _("Donnerstag"), _("Freitag"), _("Samstag"), _("Sonntag"),
        )  # fmt: skip
        subtitle = f"{weekdays[valid.weekday()]}, {valid:%d.%m.%Y}" if valid else ""
        if valid == self.desk.session.clock.today():
            subtitle = _("heute, {day}").format(day=subtitle)
        self._header.set_title(_("Tagesnachtrag"), subtitle)

    def _row(self, contact: Contact) -> Row:
        label = self._day.labels.get(contact.case_id) if self._day and contact.case_id else None
        named = self.desk.label(label.name, label.initials) if label else ""
        draft = contact.stamp.state is State.DRAFT
        lists = self.desk.session.lists
        second = (
            _("wird nicht gezählt") if draft else "",
            topics_text(self.desk, contact),
            lists.label("channels", contact.channel) if contact.channel else "",
        )
        return Row(
            contact.stamp.id,
            f"{label.number} · {named}" if label else _("Kurzberatung"),
            " · ".join(part for part in second if part),
            date=_("{minutes} Min.").format(minutes=contact.minutes) if contact.minutes else "–",
            badge=_("Entwurf") if draft else "",
            tone=Tone.WARNING if draft else Tone.NEUTRAL,
            button=_("Verweisung festhalten") if self._day and contact.stamp.id in self._day.unreferred else "",
        )

    def _hint(self, row: DayRow) -> None:
        """Say that the case has a contact on this day already, unless something is wrong with the row."""
        known = {contact.case_id for contact in self._day.contacts} if self._day else set()
        twice = row.case_id is not None and row.case_id in known
        said = _("Für diesen Fall ist an diesem Tag schon ein Kontakt erfasst.")
        if not row.wrong:
            row.say(said if twice else "")

    def _on_save(self) -> None:
        # Leaving the cell by this way takes the option that is highlighted in its list.
        self._save.setFocus(Qt.FocusReason.TabFocusReason)
        if self.grid.value() is None:
            self._say_day()
            self.grid.focus_field("day")
            return
        judged = [(row.texts(), self.grid.judge(row)) for row in self.grid.typed()]
        good = [(row.case_id, row.texts()) for row in self.grid.typed() if not self.grid.judge(row)]
        if good and self._record(good):
            self.grid.fill([texts for texts, problems in judged if problems])
            self.grid.finish()
            self._show_day()
        self.grid.focus_field(self.grid.show_problems() or "row0.case")

    def _record(self, good: Sequence[tuple[RecordId | None, dict[str, str]]]) -> bool:
        rows = [(case_id, self.grid.raws(texts)) for case_id, texts in good if case_id is not None]
        saved: list[Saved] = []
        if not self.desk.attempt(lambda: saved.extend(contacting.record_day(self.desk.session, rows, initiator=self))):
            return False
        count = len(saved)
        text = ngettext("{count} Kontakt gespeichert", "{count} Kontakte gespeichert", count).format(count=count)
        texts = [typed for _case, typed in good]
        ids = [one.record_id for one in saved]
        self.desk.messages.info(text, _("Rückgängig"), lambda: self._take_back(ids, texts))
        return True

    def _take_back(self, ids: Sequence[RecordId], texts: Sequence[dict[str, str]]) -> None:
        """Delete what was just recorded and put its rows back before those being typed."""

        def remove() -> None:
            for contact_id in ids:
                contacting.remove_contact(self.desk.session, contact_id, initiator=self)

        if self.desk.attempt(remove):
            self.grid.fill([*texts, *(row.texts() for row in self.grid.typed())])
            self.grid.finish()
            self._show_day()
            self.grid.focus_field("row0.case")

    def _on_referral_asked(self, key: object) -> None:
        contact = contacting.read_contact(self.desk.session, RecordId(str(key)))
        self.desk.go(Place("case", contact.case_id, "timeline", detail={"sheet": f"referral:new-{contact.stamp.id}"}))

    def _on_row_activated(self, key: object) -> None:
        contact = contacting.read_contact(self.desk.session, RecordId(str(key)))
        if contact.case_id is None:
            self.desk.go(Place("short_contact", detail={"sheet": "edit", "contact": contact.stamp.id}))
        else:
            self.desk.go(Place("case", contact.case_id))


def _sum_text(day: Day) -> str:
    counted = sum(contact.stamp.state is State.VALID for contact in day.contacts)
    count = ngettext("{count} Kontakt", "{count} Kontakte", counted).format(count=counted)
    return _("{contacts} · {hours}:{minutes:02d} Stunden").format(
        contacts=count, hours=day.minutes // 60, minutes=day.minutes % 60
    )
