"""Intentions around follow-ups and appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.saving import check
from mfd_desktop.domain.dates import months_before
from mfd_desktop.domain.fields import show
from mfd_desktop.vault import agenda
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Appointment, FollowUp
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.records import Origin

REPEATS: dict[str, tuple[int | None, int | None]] = {
    "weekly": (7, None),
    "two_weeks": (14, None),
    "four_weeks": (28, None),
    "monthly": (None, 1),
}
"""Code of the list ``repeats`` and its step in days or months."""

LONGEST_SERIES = 120
_SERIES_FIELDS = ("repeat", "until")


@dataclass(frozen=True, slots=True)
class OfCase:
    """The case an entry shall belong to from now on; None for no case."""

    case_id: RecordId | None

    @property
    def values(self) -> dict[str, object]:
        """What to store."""
        return {"case_id": self.case_id}


def record_follow_up(
    session: Session, case_id: RecordId | None, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Record a follow-up, with or without a case."""
    result = check(fieldsets.FOLLOW_UP, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        record_id = agenda.add_follow_up(
            db, session.origin("follow_up"), {**result.values, "case_id": case_id}, result.kept
        )
    session.announce(changed("agenda", ids=(record_id, case_id)), initiator)
    return Saved(record_id, result.problems)


def save_follow_up(
    session: Session,
    record_id: RecordId,
    raws: Mapping[str, str],
    *,
    case: OfCase | None = None,
    initiator: object = None,
) -> Saved:
    """Change the touched fields of a follow-up; with ``case`` the case it belongs to as well."""
    with session.vault.write() as db:
        before = agenda.read_follow_up(db, record_id)
        result = check(
            fieldsets.FOLLOW_UP, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(before, fieldsets.FOLLOW_UP), stored_raw=before.stamp.raw,
        )  # fmt: skip
        values = {**result.values, **(case.values if case else {})}
        agenda.change_follow_up(db, record_id, session.clock.now(), values, result.raw)
    session.announce(changed("agenda", ids=(record_id, before.case_id, case.case_id if case else None)), initiator)
    return Saved(record_id, result.problems)


def finish_follow_up(session: Session, record_id: RecordId, *, done: bool = True, initiator: object = None) -> None:
    """Tick a follow-up off, or take the tick back."""
    day = session.clock.today() if done else None
    with session.vault.write() as db:
        agenda.change_follow_up(db, record_id, session.clock.now(), {"done": day}, {})
    session.announce(changed("agenda", ids=(record_id,)), initiator)


def remove_follow_up(session: Session, record_id: RecordId, *, initiator: object = None) -> str:
    """Move a follow-up into the recycle bin; return the entry for ``recycling.restore``."""
    with session.vault.write() as db:
        entry = bin_record(db, agenda.FOLLOW_UP.name, record_id, session.clock.now())
    session.announce(changed("agenda", ids=(record_id,)), initiator)
    return entry


def read_follow_up(session: Session, record_id: RecordId) -> FollowUp:
    """Return one follow-up; raise KeyError if there is none."""
    with session.vault.read() as db:
        return agenda.read_follow_up(db, record_id)


def record_appointment(
    session: Session, case_id: RecordId | None, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Record an appointment, or a series of them.

    While anything about it is missing or invalid it stays one appointment that remembers how it shall be
    repeated.
    """
    result = check(fieldsets.APPOINTMENT, raws, today=session.clock.today(), lists=session.lists)
    values = {name: value for name, value in result.values.items() if name not in _SERIES_FIELDS}
    kept = {name: text for name, text in _kept(result).items() if text is not None}
    with session.vault.write() as db:
        origin = session.origin("appointment")
        record_id = agenda.add_appointment(db, origin, {**values, "case_id": case_id}, kept)
        _repeat(db, origin, record_id, result, values["day"])
    session.announce(changed("agenda", ids=(record_id, case_id)), initiator)
    return Saved(record_id, result.problems)


def series_days(first: date, until: date, every_days: int | None, every_months: int | None) -> tuple[date, ...]:
    """Return the days of a series, at most ``LONGEST_SERIES``; monthly ones fall on the last day where a
    month is shorter.
    """
    found = [first]
    while len(found) < LONGEST_SERIES:
        count = len(found)
        following = _later(first, every_days, every_months, count)
        if following is None or following > until:
            break
        found.append(following)
    return tuple(found)


def _later(first: date, every_days: int | None, every_months: int | None, count: int) -> date | None:
    try:
        if every_days:
            return first + timedelta(days=every_days * count)
        return months_before(first, -(every_months or 1) * count)
    except (OverflowError, ValueError):
        return None


def _kept(result: Checked) -> dict[str, str | None]:
    """Return the raw texts to store: how to repeat is remembered as text until the series can be made."""
    raw = dict(result.raw)
    if result.problems and str(result.values.get("repeat")) in REPEATS:
        raw |= {name: raw.get(name) or show(result.values.get(name)) for name in _SERIES_FIELDS}
    return raw


def _repeat(db: Connection, origin: Origin, record_id: RecordId, result: Checked, first: object) -> None:
    step, until = REPEATS.get(str(result.values.get("repeat"))), result.values.get("until")
    if step is None or result.problems or not isinstance(first, date) or not isinstance(until, date):
        return
    days = series_days(first, until, *step)
    agenda.continue_as_series(db, origin, record_id, days, every_days=step[0], every_months=step[1])


def save_appointment(
    session: Session,
    record_id: RecordId,
    raws: Mapping[str, str],
    *,
    case: OfCase | None = None,
    rest_of_series: bool = False,
    initiator: object = None,
) -> Saved:
    """Change the touched fields of an appointment, and with ``case`` the case it belongs to; with
    ``rest_of_series`` the later ones too, except the day.
    """
    with session.vault.write() as db:
        before = agenda.read_appointment(db, record_id)
        raws = {name: text for name, text in raws.items() if not (before.series_id and name in _SERIES_FIELDS)}
        result = check(
            fieldsets.APPOINTMENT, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(before, fieldsets.APPOINTMENT), stored_raw=before.stamp.raw,
        )  # fmt: skip
        values: dict[str, object] = {
            name: value for name, value in result.values.items() if name not in _SERIES_FIELDS
        } | (case.values if case else {})
        agenda.change_appointment(db, record_id, session.clock.now(), values, _kept(result))
        _repeat(db, session.origin("appointment"), record_id, result, values.get("day", before.day))
        if rest_of_series:
            same = {name: value for name, value in values.items() if name != "day" and result.raw.get(name) is None}
            agenda.change_rest_of_series(db, record_id, session.clock.now(), same)
    session.announce(changed("agenda", ids=(record_id, before.case_id, case.case_id if case else None)), initiator)
    return Saved(record_id, result.problems)


def cancel_appointment(
    session: Session,
    record_id: RecordId,
    *,
    cancelled: bool = True,
    rest_of_series: bool = False,
    initiator: object = None,
) -> None:
    """Call an appointment off (or on again); it stays visible, struck through."""
    with session.vault.write() as db:
        if rest_of_series:
            agenda.change_rest_of_series(db, record_id, session.clock.now(), {"cancelled": cancelled})
        else:
            agenda.change_appointment(db, record_id, session.clock.now(), {"cancelled": cancelled}, {})
    session.announce(changed("agenda", ids=(record_id,)), initiator)


def remove_appointment(
    session: Session, record_id: RecordId, *, rest_of_series: bool = False, initiator: object = None
) -> tuple[str, int]:
    """Move an appointment into the recycle bin, with ``rest_of_series`` the later ones too.

    Return the entry for ``recycling.restore`` and how many appointments that were.
    """
    with session.vault.write() as db:
        found = agenda.rest_of_series(db, record_id) if rest_of_series else (record_id,)
        cases = [agenda.read_appointment(db, each).case_id for each in found]
        also = [(agenda.APPOINTMENT.name, each) for each in found if each != record_id]
        entry = bin_record(db, agenda.APPOINTMENT.name, record_id, session.clock.now(), also)
    session.announce(changed("agenda", ids=(*found, *cases)), initiator)
    return entry, len(found)


def read_appointment(session: Session, record_id: RecordId) -> Appointment:
    """Return one appointment; raise KeyError if there is none."""
    with session.vault.read() as db:
        return agenda.read_appointment(db, record_id)
