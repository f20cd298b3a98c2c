"""The units that are counted: which records of a period make the rows of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mfd_desktop.statistics.records import ActivityRow, ContactRow, PersonRow, Records

STRUCTURAL: frozenset[str] = frozenset({"activity", "volunteering", "quality"})
"""Units without records of clients."""

OF_PERSONS: frozenset[str] = frozenset({"person", "advised"})
"""Units whose tables show attributes of persons: the person tables of the rules."""


class AdvisedRow(NamedTuple):
    """A person or a Kurzberatung as far as both are alike."""

    secret: bytes
    language: str | None
    interpreting: str | None
    topics: tuple[str, ...]


class SumRow(NamedTuple):
    """Sums over all records of a unit that has no records of its own."""

    secret: bytes
    sums: tuple[tuple[str, int], ...]


_VOLUNTEER_WORK = ("ST21", "ST22", "ST23", "ST24")
_QUALITY = {"QM1": "meetings", "QM2": "supervision", "QM3": "trainings"}


def rows_of(unit: str, records: Records) -> tuple[Any, ...] | None:
    """Return the rows of a unit; None if they cannot be recorded yet. Raise KeyError for an unknown unit."""
    return _ROWS[unit](records)


def _short(records: Records) -> tuple[ContactRow, ...]:
    return tuple(row for row in records.contacts if row.form == "F1")


def _hours(records: Records) -> tuple[SumRow, ...]:
    return (SumRow(b"", (("hours", sum(row.minutes for row in records.contacts)),)),)


def _advised(records: Records) -> tuple[AdvisedRow, ...]:
    rows: list[PersonRow | ContactRow] = [*records.persons, *_short(records)]
    return tuple(AdvisedRow(row.secret, row.language, row.interpreting, row.topics) for row in rows)


def _activities(records: Records) -> tuple[ActivityRow, ...] | None:
    if records.activities is None:
        return None
    return tuple(row for row in records.activities if row.code not in _QUALITY)


def _volunteering(records: Records) -> tuple[SumRow, ...] | None:
    """Volunteers come again, so the largest number counts; its key is that of the first activity which has it."""
    if records.activities is None:
        return None
    work = [row for row in records.activities if row.code in _VOLUNTEER_WORK]
    taught = [row for row in work if row.code == "ST23"]
    sums = (
        ("hours", sum(row.minutes for row in work)),
        ("trainings", sum(row.dates for row in taught)),
        ("trained", sum(row.participants for row in taught)),
    )
    active = max((row for row in work if row.code == "ST22"), key=lambda row: row.volunteers, default=None)
    most = () if active is None else (SumRow(active.secret, (("volunteers", active.volunteers),)),)
    return (SumRow(b"", sums), *most)


def _quality(records: Records) -> tuple[SumRow, ...] | None:
    if records.activities is None:
        return None
    rows = [row for row in records.activities if row.code in _QUALITY]
    hours = ("hours", sum(row.minutes for row in rows))
    held = tuple((name, sum(row.dates for row in rows if row.code == code)) for code, name in _QUALITY.items())
    return (SumRow(b"", (hours, *held)),)


_ROWS: Mapping[str, Callable[[Records], tuple[Any, ...] | None]] = {
    "contact": lambda records: records.contacts,
    "hours": _hours,
    "short": _short,
    "advised": _advised,
    "person": lambda records: records.persons,
    "case": lambda records: records.cases,
    "management": lambda records: records.management,
    "procedure": lambda records: records.procedures,
    "notice": lambda records: records.notices,
    "remedy": lambda records: records.remedies,
    "referral": lambda records: records.referrals,
    "incident": lambda records: records.incidents,
    "activity": _activities,
    "volunteering": _volunteering,
    "quality": _quality,
}
