"""The lines of Heute about deadlines and things that end: what is late or due first, then what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines, validities
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.deadline_words import row_of
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.long_dates import distance, short_day
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.validities import Reminder
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk

MOST = 12
"""Lines before the one that leads to the rest; what is late or due is always shown."""
_DEADLINE, _CASE, _MORE = "deadline:", "case:", "more"


class TodayDeadlines:
    """Reads the lines and knows what each of them opens."""

    def __init__(self, desk: Desk, sheets: DeadlineSheets) -> None:
        """``sheets`` are those of Heute."""
        self._desk, self._sheets = desk, sheets
        self.rules_used = False

    def rows(self, today: date) -> list[Row]:
        """Return the lines of ``today``."""
        session = self._desk.session
        found = deadlines.due_on_today(session, today)
        urgent = [*found.overdue, *found.due, *found.undated]
        coming = [*found.soon, *found.over]
        self.rules_used = found.by_rule
        lines = [self._line(row_of(self._desk, row, today)) for row in urgent]
        later = [self._line(row_of(self._desk, row, today)) for row in coming]
        later += [reminder_row(self._desk, one, today) for one in validities.reminders(session, today)]
        room = max(MOST - len(lines), 1)
        if len(later) > room:
            left = len(later) - room
            said = ngettext("{count} weitere Frist oder Gültigkeit", "{count} weitere Fristen oder Gültigkeiten", left)
            later[room:] = [Row(_MORE, said.format(count=left), button=_("Ansehen"), muted=True)]
        return lines + later

    def open(self, key: object) -> None:
        """Open what a line is about."""
        name = str(key)
        if name.startswith(_DEADLINE):
            self._sheets.open(name)
        elif name.startswith(_CASE):
            case_id, _colon, sheet = name.removeprefix(_CASE).partition("|")
            self._desk.go(Place("case", RecordId(case_id), "master", detail={"sheet": sheet} if sheet else {}))
        else:
            self._desk.go(Place("deadlines"))

    def press(self, key: object) -> None:
        """Do what the button of a line says: a deadline is done, everything else opens."""
        name = str(key)
        if name.startswith(_DEADLINE):
            self._sheets.open(name.replace(_DEADLINE, "finish:", 1))
        else:
            self.open(key)

    def _line(self, row: Row) -> Row:
        return Row(
            f"{_DEADLINE}{row.key}", row.title, row.second, row.date, row.badge, row.tone, row.icon, button=row.button
        )


def reminder_row(desk: Desk, one: Reminder, today: date) -> Row:
    """Return the line of something of a person that ends soon or has ended."""
    lists = desk.session.lists
    kind = lists.label("validity_kinds", one.kind) if one.kind else lists.label("residence_status", one.status)
    over = one.until < today
    title = _("{what} ist abgelaufen") if over else _("{what} läuft ab")
    second = " · ".join(part for part in (one.number, desk.label(one.name, one.initials), one.label) if part)
    sheet = f"validity:{one.validity_id}" if one.validity_id is not None else ""
    tone, icon = (Tone.URGENT, "triangle") if over else (Tone.WARNING, "clock")
    day = short_day(one.until, year=one.until.year != today.year)
    return Row(
        f"{_CASE}{one.case_id}|{sheet}", title.format(what=kind), second, day, distance(one.until, today), tone, icon,
        button=_("Ansehen"),
    )  # fmt: skip
