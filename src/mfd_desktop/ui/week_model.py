"""The week as a table: one column a day, rows for what is due, what lies outside the hours, and half hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_time
from mfd_desktop.ui.week_entries import appointment_entry, day_spoken, day_words, deadline_entry, follow_up_entry
from mfd_desktop.ui.week_layout import lay_out, week_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.overview import Week
    from mfd_desktop.domain.records import Appointment
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.week_entries import Entry
    from mfd_desktop.ui.week_layout import Block, WeekLayout

SLOT = 30
"""Minutes of a row."""
Index = QModelIndex | QPersistentModelIndex


class RowKind(Enum):
    """What a row of the week holds."""

    ALL_DAY = "all_day"
    BEFORE = "before"
    SLOT = "slot"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One row; ``begin`` in minutes for a slot."""

    kind: RowKind
    begin: int = 0


class WeekModel(QAbstractTableModel):
    """Answers what lies in a cell; the table paints it."""

    def __init__(self, desk: Desk) -> None:
        """Hold no week yet."""
        super().__init__()
        self._desk = desk
        self.rows: tuple[WeekRow, ...] = ()
        self.days: tuple[date, ...] = ()
        self.blocks: tuple[Block, ...] = ()
        self.hours = (8, 18)
        self._chips: dict[tuple[RowKind, int], tuple[Entry, ...]] = {}
        self._entries: dict[str, Entry] = {}
        self._holidays: Mapping[date, str] = {}

    def show(self, week: Week, hours: tuple[int, int]) -> None:
        """Take a week and the hours the calendar begins and ends at."""
        self.beginResetModel()
        self.hours = hours
        self.days = week_days(week.monday)
        layout = lay_out(week, *hours)
        self.blocks = layout.blocks
        self._entries = {
            appointment.stamp.id: appointment_entry(self._desk, week, appointment) for appointment in week.appointments
        }
        self._chips = self._make_chips(week, layout)
        slots = tuple(WeekRow(RowKind.SLOT, begin) for begin in range(hours[0] * 60, hours[1] * 60, SLOT))
        before = (WeekRow(RowKind.BEFORE),) if any(layout.before) else ()
        after = (WeekRow(RowKind.AFTER),) if any(layout.after) else ()
        self.rows = (WeekRow(RowKind.ALL_DAY), *before, *slots, *after)
        self.endResetModel()

    def show_holidays(self, holidays: Mapping[date, str]) -> None:
        """Name the public holidays in the head."""
        self._holidays = holidays
        if self.days:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.days) - 1)

    def holiday(self, column: int) -> str:
        """Return the public holiday of a column, empty if it is none."""
        return self._holidays.get(self.days[column], "")

    def entry(self, appointment: Appointment) -> Entry:
        """Return how an appointment is shown."""
        return self._entries[appointment.stamp.id]

    def chips(self, row: int, column: int) -> tuple[Entry, ...]:
        """Return the entries of a cell that is no slot."""
        return self._chips.get((self.rows[row].kind, column), ())

    def entries(self, row: int, column: int) -> tuple[Entry, ...]:
        """Return all entries a cell touches, earliest first."""
        found = self.rows[row]
        if found.kind is not RowKind.SLOT:
            return self.chips(row, column)
        return tuple(
            self.entry(block.appointment)
            for block in self.blocks
            if block.weekday == column and block.begin < found.begin + SLOT and block.end > found.begin
        )

    def start(self, row: int) -> time | None:
        """Return the time a slot begins; None for the other rows."""
        found = self.rows[row]
        return time(found.begin // 60, found.begin % 60) if found.kind is RowKind.SLOT else None

    def row_of(self, start: time | None) -> int:
        """Return the row that holds a time of day; the first slot for none or one outside the hours."""
        wanted = start.hour * 60 + start.minute if start is not None else -1
        slots = [number for number, row in enumerate(self.rows) if row.kind is RowKind.SLOT]
        holding = (number for number in slots if 0 <= wanted - self.rows[number].begin < SLOT)
        return next(holding, slots[0])

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.days)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return self._day_head(section) if across else self._row_head(section)
        if role == Qt.ItemDataRole.ToolTipRole and across:
            return self.holiday(section) or None
        if role == Qt.ItemDataRole.TextAlignmentRole and not across:
            return int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        return None

    def spoken(self, row: int, column: int) -> str:
        """Return a cell for screen readers: day, time, and what lies there."""
        day = day_spoken(self.days[column], self.holiday(column))
        start = self.start(row)
        when = format_time(start) if start is not None else self._row_head(row)
        found = "; ".join(entry.spoken for entry in self.entries(row, column))
        return ", ".join((day, when, found or _("frei")))

    def _day_head(self, column: int) -> str:
        day = self.days[column]
        holiday = self.holiday(column)
        # The columns of the weekend are narrow; the tool tip has the name.
        note = _("Feiertag") if holiday and day.isoweekday() > 5 else holiday
        return day_words(day, self._desk.session.clock.today(), note)

    def _row_head(self, row: int) -> str:
        found = self.rows[row]
        if found.kind is RowKind.SLOT:
            return f"{found.begin // 60:02d}:00" if found.begin % 60 == 0 else ""
        return {
            RowKind.ALL_DAY: _("ganztags"),
            RowKind.BEFORE: _("vorher"),
            RowKind.AFTER: _("danach"),
        }[found.kind]

    def _make_chips(self, week: Week, layout: WeekLayout) -> dict[tuple[RowKind, int], tuple[Entry, ...]]:
        found: dict[tuple[RowKind, int], list[Entry]] = {}
        for row in week.deadlines:
            if row.deadline.act_by is not None:
                column = (row.deadline.act_by - week.monday).days
                found.setdefault((RowKind.ALL_DAY, column), []).append(deadline_entry(self._desk, week, row))
        for follow_up in week.follow_ups:
            if follow_up.due is not None:
                column = (follow_up.due - week.monday).days
                entry = follow_up_entry(self._desk, week, follow_up)
                found.setdefault((RowKind.ALL_DAY, column), []).append(entry)
        for kind, days in (
            (RowKind.ALL_DAY, layout.untimed),
            (RowKind.BEFORE, layout.before),
            (RowKind.AFTER, layout.after),
        ):
            for column, appointments in enumerate(days):
                entries = [self.entry(appointment) for appointment in appointments]
                found.setdefault((kind, column), []).extend(entries)
        return {place: tuple(entries) for place, entries in found.items()}
