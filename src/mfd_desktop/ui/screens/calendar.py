"""Kalender: the week with its appointments and what is due in it."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from mfd_desktop.app import overview
from mfd_desktop.app.calendar_days import holidays_between
from mfd_desktop.app.leaving import note_print
from mfd_desktop.app.settings import vault_settings
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date, format_time
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.agenda_sheets import AgendaSheets, new_key
from mfd_desktop.ui.deadline_sheets import KINDS as DEADLINE_KINDS
from mfd_desktop.ui.deadline_sheets import DeadlineSheets
from mfd_desktop.ui.kit.buttons import icon_button, primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.long_dates import short_day
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, Tone
from mfd_desktop.ui.week_entries import appointment_entry, deadline_entry, follow_up_entry
from mfd_desktop.ui.week_grid import WeekGrid
from mfd_desktop.ui.week_layout import week_days

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog

    from mfd_desktop.app.overview import Week
    from mfd_desktop.ui.desk import Desk

_NEW = "new:"


class CalendarScreen(Screen):
    """One week: hours when there is room for them, else a list by day.

    Alt+Left and Alt+Right turn to other weeks, T to this one, Ctrl+P prints.
    """

    name = "calendar"
    kinds = frozenset({"agenda", "case", "client", "deadline", "setting"})

    def __init__(self, desk: Desk) -> None:
        """Build the week; nothing is read yet."""
        super().__init__(desk)
        self.sheets = AgendaSheets(self, desk)
        self.deadlines = DeadlineSheets(self, desk)
        self.dialog: QPrintDialog | None = None
        self._day = desk.session.clock.today()
        self._week: Week | None = None
        self._holidays: dict[date, str] = {}
        self._asked: date | None = None
        self.header = PageHeader(_("Kalender"))
        self.previous = icon_button("arrow-left", _("Vorige Woche (Alt+Pfeil links)"))
        self.this_week = secondary(_("Diese Woche"))
        self.this_week.setToolTip(_("Taste T"))
        self.following = icon_button("arrow-right", _("Nächste Woche (Alt+Pfeil rechts)"))
        self.print_button = secondary(_("Drucken"), "print")
        self.print_button.setToolTip(_("Strg+P"))
        self.new = primary(_("Termin"), "plus")
        self.new.setToolTip(_("Taste Einfg"))
        self.grid = WeekGrid(desk)
        self.list = RowList(_("Woche"), grow=False)
        self._card = Card(grow=True)
        self._views = QStackedLayout()
        self._build()
        self._connect()

    @property
    def week(self) -> Week | None:
        """The week shown."""
        return self._week

    def _build(self) -> None:
        for button in (self.previous, self.this_week, self.following, self.print_button, self.new):
            self.header.add_action(button)
        # A view whose layout belongs to no window yet would be shown as a window of its own.
        self._card.add_layout(self._views)
        self._views.addWidget(self.grid)
        self._views.addWidget(self.list)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP)
        outer.setSpacing(GAP)
        outer.addWidget(self.header)
        outer.addWidget(self._card, 1)
        self._watch = WidthWatch(self)
        self._watch.changed.connect(self._on_width_changed)

    def _connect(self) -> None:
        self.previous.clicked.connect(lambda: self._turn(-1))
        self.following.clicked.connect(lambda: self._turn(1))
        self.this_week.clicked.connect(self._on_this_week)
        self.print_button.clicked.connect(self._on_print)
        self.new.clicked.connect(self._on_new)
        self.grid.slot_chosen.connect(self._on_slot_chosen)
        self.grid.due_chosen.connect(self._on_due_chosen)
        self.grid.entry_chosen.connect(self._open)
        self.list.row_activated.connect(self._on_row)
        keys = {
            "Alt+Left": lambda: self._turn(-1),
            "Alt+Right": lambda: self._turn(1),
            "T": self._on_this_week,
            "Ctrl+P": self._on_print,
        }
        for sequence, action in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def refresh(self) -> None:
        session = self.desk.session
        self._week = overview.week(session, self._day)
        days = week_days(self._week.monday)
        span = f"{format_date(days[0])[:6]}–{format_date(days[-1])}"
        number = days[0].isocalendar().week
        subtitle = _("Woche {number} · {span}").format(number=number, span=span)
        self.header.set_title(_("Kalender"), subtitle)
        self.grid.show_week(self._week, self._hours())
        self._show_list()
        self._ask_holidays(days[0], days[-1])

    def go_to(self, place: Place) -> None:
        """Show a week, a slot of it, and the sheet that was open."""
        detail = place.detail
        if detail.get("day"):
            self._day = date.fromisoformat(detail["day"])
        elif self._week is None:
            self._day = self.desk.session.clock.today()
        self._stale = True
        self.refresh_if_stale()
        if detail.get("day") or not self.grid.currentIndex().isValid():
            self._make_current(time.fromisoformat(detail["time"]) if detail.get("time") else None)
        shown = self.grid if self._views.currentWidget() is self.grid else self.list
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
        if detail.get("sheet"):
            self._open(detail["sheet"])

    def place(self) -> Place:
        day, start = self._current()
        detail = {
            "day": day.isoformat(),
            "time": start.isoformat("minutes") if start is not None else "",
            "sheet": self.sheets.key or self.deadlines.key,
        }
        return Place(self.name, detail={name: text for name, text in detail.items() if text})

    def _hours(self) -> tuple[int, int]:
        found = vault_settings(self.desk.session)
        return int(found["day_begins"]), int(found["day_ends"])

    def _ask_holidays(self, first: date, last: date) -> None:
        if self._asked != first:
            self._asked = first
            # Loading the library takes longer than a week may take to appear.
            self.desk.jobs.run(
                lambda _progress: holidays_between(first, last), done=self._on_holidays, exclusive="free"
            )

    def _on_holidays(self, found: dict[date, str]) -> None:
        self._holidays |= found
        self.grid.show_holidays(self._holidays)
        self._show_list()

    def _show_list(self) -> None:
        if self._week is not None:
            self.list.set_rows([row for day in week_days(self._week.monday) for row in self._rows_of(day)])

    def _rows_of(self, day: date) -> list[Row]:
        week = self._week
        if week is None:
            return []
        head = short_day(day)
        holiday = self._holidays.get(day, "")
        rows = []
        for due in (found for found in week.deadlines if found.deadline.act_by == day):
            entry = deadline_entry(self.desk, week, due)
            rows.append(Row(entry.key, entry.chip, holiday, head, icon="deadlines", tone=entry.tone))
        for follow_up in (found for found in week.follow_ups if found.due == day):
            entry = follow_up_entry(self.desk, week, follow_up)
            rows.append(Row(entry.key, entry.chip, holiday, head, icon="clock", tone=Tone.WARNING))
        for appointment in (found for found in week.appointments if found.day == day):
            entry = appointment_entry(self.desk, week, appointment)
            second = " · ".join(part for part in (_("abgesagt") if entry.cancelled else "", holiday) if part)
            rows.append(Row(entry.key, entry.chip, second, head, icon="calendar", muted=entry.cancelled))
        return rows or [Row(f"{_NEW}{day.isoformat()}", _("frei"), holiday, head, icon="plus", muted=True)]

    def _current(self) -> tuple[date, time | None]:
        day = self.grid.current_day()
        return (day or self._day), self.grid.current_start()

    def _make_current(self, start: time | None) -> None:
        self.grid.make_current(self._day.weekday(), start)

    def _turn(self, weeks: int) -> None:
        day, start = self._current()
        self._show_day(day + timedelta(weeks=weeks), start)

    def _on_this_week(self) -> None:
        self._show_day(self.desk.session.clock.today(), self._current()[1])

    def _show_day(self, day: date, start: time | None) -> None:
        self._day = day
        self.refresh()
        self._make_current(start)

    def _on_new(self) -> None:
        self._on_slot_chosen(*self._current())

    def _on_slot_chosen(self, day: date, start: time | None) -> None:
        raws = {"day": format_date(day), "start": format_time(start) if start is not None else ""}
        self.sheets.open(new_key("appointment"), raws)

    def _on_due_chosen(self, day: date) -> None:
        self.sheets.open(new_key("follow_up"), {"due": format_date(day)})

    def _on_row(self, key: object) -> None:
        name = str(key)
        if name.startswith(_NEW):
            self._on_slot_chosen(date.fromisoformat(name.removeprefix(_NEW)), None)
        else:
            self._open(name)

    def _open(self, key: str) -> None:
        (self.deadlines if key.partition(":")[0] in DEADLINE_KINDS else self.sheets).open(key)

    def _on_print(self) -> None:
        from mfd_desktop.ui.printing import PrintedWeek, print_week

        week = self._week
        if week is None or self.dialog is not None:
            return

        def begin() -> None:
            printed = PrintedWeek(week, self._hours(), self._holidays)
            self.dialog = print_week(self, printed, lambda: note_print(self.desk.session, "week"))
            self.dialog.finished.connect(self._on_printed)

        self.desk.attempt(begin)

    def _on_printed(self) -> None:
        self.dialog = None

    def _on_width_changed(self, narrow: bool) -> None:
        shown = self.list if narrow else self.grid
        # Also the focus the other view had got while the screen was hidden.
        had_focus = self.focusWidget() in (self.grid, self.list)
        self._views.setCurrentWidget(shown)
        if had_focus:
            shown.setFocus()
