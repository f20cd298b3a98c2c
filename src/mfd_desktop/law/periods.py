"""From the day of the event to the end of a period (§§ 187 to 193 BGB and what is like them)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.dates import months_after, months_before
from mfd_desktop.law import phrases
from mfd_desktop.law.results import Message
from mfd_desktop.law.working_days import (
    count_working_days,
    days_until_working_day,
    is_working_day,
    working_day_until,
)

if TYPE_CHECKING:
    from mfd_desktop.law.results import Value
    from mfd_desktop.law.rules import Length

_DAY: Final = timedelta(days=1)

NOT_COUNTED: Final = N_("Der Tag des Ereignisses zählt nicht mit (§ 187 Abs. 1 BGB; ebenso Art. 73 VO (EU) 2024/1348).")
COUNTED: Final = N_("Der Tag zählt als erster mit (§ 187 Abs. 2 BGB).")
LATER: Final = N_("{span} danach: {end}.")
LATER_FROM_START: Final = N_("{span}, der erste Tag mitgezählt: {end}.")
BEFORE: Final = N_("{span} davor: {end}.")
NO_SUCH_DAY: Final = N_("Den Tag gibt es in diesem Monat nicht: Es zählt der letzte Tag des Monats (§ 188 Abs. 3 BGB).")
THE_DAY: Final = N_("Der Tag selbst ist der letzte: {end}.")
FIRST_PERIOD: Final = N_("Zuerst läuft eine andere Frist ({span}) bis {end}; dieser Tag setzt die Frist in Gang.")
MONTH_START: Final = N_("Es zählt der Erste des Monats: {end}.")
MONTH_END: Final = N_("Es zählt der letzte Tag des Monats: {end}.")
YEAR_END: Final = N_("Es zählt der letzte Tag des Jahres: {end}.")
WORKING_DAY: Final = N_("Kein Samstag, Sonntag oder Feiertag: Das Ende verschiebt sich nicht.")
MOVED: Final = N_("{path}: Das Ende verschiebt sich auf den nächsten Werktag ({basis}; {land}).")
MOVED_PLAIN: Final = N_("{path}: Das Ende verschiebt sich auf den nächsten Werktag ({land}).")
STAYS: Final = N_("Samstag, Sonntag oder Feiertag, aber das Ende verschiebt sich nicht: {basis}")
STAYS_PLAIN: Final = N_("Samstag, Sonntag oder Feiertag, aber das Ende verschiebt sich hier nicht.")
MOVED_BACK: Final = N_("Samstag, Sonntag oder Feiertag: Es zählt der Werktag davor, {end}.")

_NOT_COUNTED: Final = Message(NOT_COUNTED)
_COUNTED: Final = Message(COUNTED)
_NO_SUCH_DAY: Final = Message(NO_SUCH_DAY)
_WORKING_DAY: Final = Message(WORKING_DAY)


@dataclass(frozen=True, slots=True)
class Period:
    """How a period is counted. ``land``: whose holidays; ``counted``: the day of the event is the first one."""

    length: Length
    land: str
    before: Length | None = None
    backward: bool = False
    counted: bool = False
    round: str = ""
    shift: bool = False
    shift_basis: str = ""
    working_day_before: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The last day, the day that set the period going, and how they came about."""

    day: date
    event: date
    steps: tuple[Message, ...]


def end_of(period: Period, event: date) -> End:
    """Return the end of a period that the event of this day sets going."""
    steps: list[Message] = []
    if period.before is not None:
        event = _moved(_counted(event, period.before, period), period, None)
        values: dict[str, Value] = {
            "span": phrases.Span(period.before.n, period.before.unit),
            "end": phrases.Day(event),
        }
        steps.append(Message(FIRST_PERIOD, values))
        period = replace(period, counted=False)
    day = _counted(event, period.length, period)
    _tell_count(steps, period, event, day)
    day = _rounded(day, period.round, steps)
    return End(_moved(day, period, steps), event, tuple(steps))


def _counted(event: date, length: Length, period: Period) -> date:
    n, unit = length.n, length.unit
    if unit in ("days", "weeks"):
        days = timedelta(days=n * 7 if unit == "weeks" else n)
        if period.backward:
            return event - days
        return event + days - _DAY if period.counted and n else event + days
    if unit == "working_days":
        start = event - _DAY if period.counted else event
        return count_working_days(start, -n if period.backward else n, period.land)
    months = n * 12 if unit == "years" else n
    if period.backward:
        return months_before(event, months)
    return _months_from_start(event, months) if period.counted else months_after(event, months)


def _months_from_start(first: date, months: int) -> date:
    """Return the day before the one whose number is that of ``first`` (§ 188 II, III BGB)."""
    if not months:
        return first
    opening = months_after(first.replace(day=1), months)
    if first.day == 1:
        return opening - _DAY
    return min(opening + timedelta(days=first.day - 2), months_after(opening, 1) - _DAY)


def _tell_count(steps: list[Message], period: Period, event: date, day: date) -> None:
    n, unit = period.length.n, period.length.unit
    values: dict[str, Value] = {"span": phrases.Span(n, unit), "end": phrases.Day(day)}
    if not n:
        steps.append(Message(THE_DAY, values))
    elif period.backward:
        steps.append(Message(BEFORE, values))
    elif period.counted:
        steps.extend((_COUNTED, Message(LATER_FROM_START, values)))
    else:
        steps.extend((_NOT_COUNTED, Message(LATER, values)))
    if n and unit in ("months", "years") and not period.counted and day.day != event.day:
        steps.append(_NO_SUCH_DAY)


def _rounded(day: date, to: str, steps: list[Message]) -> date:
    if not to:
        return day
    first = day.replace(day=1)
    if to == "month_start":
        text, end = MONTH_START, first
    elif to == "month_end":
        text, end = MONTH_END, months_after(first, 1) - _DAY
    else:
        text, end = YEAR_END, date(day.year, 12, 31)
    steps.append(Message(text, {"end": phrases.Day(end)}))
    return end


def _moved(day: date, period: Period, steps: list[Message] | None) -> date:
    """Return where an end moves to, and tell it unless ``steps`` is None."""
    told: list[Message] = [] if steps is None else steps
    if is_working_day(day, period.land):
        if period.shift:
            told.append(_WORKING_DAY)
        return day
    if period.working_day_before:
        day = working_day_until(day, period.land)
        told.append(Message(MOVED_BACK, {"end": phrases.Day(day)}))
        return day
    if not period.shift:
        basis = phrases.FromData(period.shift_basis)
        told.append(Message(STAYS, {"basis": basis}) if period.shift_basis else Message(STAYS_PLAIN))
        return day
    days = days_until_working_day(day, period.land)
    values: dict[str, Value] = {
        "path": phrases.Path(days, period.land),
        "basis": phrases.FromData(period.shift_basis),
        "land": phrases.LandName(period.land),
    }
    told.append(Message(MOVED if period.shift_basis else MOVED_PLAIN, values))
    return days[-1]
