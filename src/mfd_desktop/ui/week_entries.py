"""What the week shows of an entry: key of its sheet, words, and whether it is called off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_time
from mfd_desktop.ui.long_dates import short_day, weekday
from mfd_desktop.ui.theme import Tone
from mfd_desktop.ui.today_rows import case_words
from mfd_desktop.ui.week_layout import time_span

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.overview import Week
    from mfd_desktop.domain.deadlines import DeadlineRow
    from mfd_desktop.domain.records import Appointment, FollowUp
    from mfd_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Entry:
    """What the week shows of an appointment, follow-up or deadline; ``key`` opens its sheet.

    ``lines`` come in order of weight; ``tone`` never says more than they do.
    """

    key: str
    lines: tuple[str, ...]
    spoken: str
    cancelled: bool = False
    tone: Tone = Tone.ACCENT

    @property
    def chip(self) -> str:
        """Everything on one line."""
        return " · ".join(self.lines)


def appointment_entry(desk: Desk, week: Week, appointment: Appointment) -> Entry:
    """Return an appointment: time with case number and initials, title, place."""
    case = case_words(desk, week.labels, appointment.case_id)
    begin = format_time(appointment.start) if appointment.start is not None else ""
    called_off = _("abgesagt") if appointment.cancelled else ""
    head = " ".join(part for part in (begin, case) if part)
    lines = tuple(part for part in (head, appointment.title, appointment.place) if part)
    said = (time_span(appointment), called_off, case, appointment.title, appointment.place)
    spoken = ", ".join(part for part in said if part)
    return Entry(f"appointment:{appointment.stamp.id}", lines, spoken, cancelled=appointment.cancelled)


def follow_up_entry(desk: Desk, week: Week, follow_up: FollowUp) -> Entry:
    """Return a follow-up due on a day."""
    case = case_words(desk, week.labels, follow_up.case_id)
    lines = tuple(part for part in (case, follow_up.text) if part)
    spoken = ", ".join((_("Wiedervorlage"), *lines))
    return Entry(f"follow_up:{follow_up.stamp.id}", lines, spoken, tone=Tone.WARNING)


def deadline_entry(desk: Desk, week: Week, row: DeadlineRow) -> Entry:
    """Return a deadline on the day to act by; one that is not the person's own is no danger."""
    case = case_words(desk, week.labels, row.deadline.case_id)
    lines = tuple(part for part in (_("Frist"), case, content_text(row.deadline.title)) if part)
    tone = Tone.URGENT if row.deadline.own else Tone.NEUTRAL
    return Entry(f"deadline:{row.deadline.stamp.id}", lines, ", ".join(lines), tone=tone)


def day_words(day: date, today: date, holiday: str) -> str:
    """Return the head of a day, in a second line the holiday or that it is today."""
    note = " · ".join(part for part in (_("heute") if day == today else "", holiday) if part)
    return f"{short_day(day)}\n{note}" if note else short_day(day)


def day_spoken(day: date, holiday: str) -> str:
    """Return a day for screen readers."""
    said = f"{weekday(day)} {short_day(day).partition(' ')[2]}"
    return f"{said} ({holiday})" if holiday else said
