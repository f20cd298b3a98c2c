"""Whole days as a calendar file (RFC 5545): folded lines, escaped texts, alarms in the morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PRODUCT: Final = "-//MFD Desktop//Fristen//DE"
_MOST_OCTETS: Final = 75
"""Of a line without its end (RFC 5545, 3.1)."""
_ALARM_HOUR: Final = 9
_HOURS_OF_A_DAY: Final = 24


@dataclass(frozen=True, slots=True)
class WholeDay:
    """One entry. ``uid`` stays the same for ever; ``alarms``: days before, 0 for the day itself."""

    uid: str
    day: date
    summary: str
    changed: datetime
    alarms: tuple[int, ...] = ()


def calendar_text(entries: Iterable[WholeDay], *, moment: datetime) -> bytes:
    """Return a calendar with these days as UTF-8; ``moment`` is when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _event(entry, moment)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: WholeDay, moment: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(moment)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed)}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.summary)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    for days in sorted(set(entry.alarms), reverse=True):
        yield from (
            "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(entry.summary)}",
            f"TRIGGER:{_trigger(days)}", "END:VALARM",
        )  # fmt: skip
    yield "END:VEVENT"


def _trigger(days: int) -> str:
    """Return when an alarm rings, counted from midnight of the day: at nine in the morning, ``days`` before."""
    if days == 0:
        return f"PT{_ALARM_HOUR}H"
    left = _HOURS_OF_A_DAY - _ALARM_HOUR
    return f"-P{days - 1}DT{left}H" if days > 1 else f"-PT{left}H"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> bytes:
    """Return a line with its end, broken between letters so that no piece is longer than 75 octets."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        # The space that a following line begins with counts as well.
        if len(piece) + len(octets) > _MOST_OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join((*pieces, piece)) + b"\r\n"
