"""Intentions around structural work (Struktur): recording activities, and what a period holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.saving import check
from mfd_desktop.domain.records import State
from mfd_desktop.vault import activities
from mfd_desktop.vault.activities import QUALITY
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Activity


@dataclass(frozen=True, slots=True)
class WorkSum:
    """What the valid activities of one code come to; ``volunteers`` is the largest number, not the sum."""

    code: str
    activities: int
    dates: int
    minutes: int
    participants: int
    volunteers: int

    @property
    def quality(self) -> bool:
        """Whether it is work on the quality of the desk, which counts apart from structural work."""
        return self.code in QUALITY


@dataclass(frozen=True, slots=True)
class Work:
    """The structural work of a period: activities newest first (drafts too), sums in the order of the code list."""

    activities: tuple[Activity, ...]
    sums: tuple[WorkSum, ...]


def record_activity(session: Session, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Record an activity; invalid fields are kept as typed and make it a draft, not counted."""
    result = check(fieldsets.ACTIVITY, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        activity_id = activities.add_activity(db, session.origin("activity"), result.values, result.kept)
    session.announce(changed("activity", ids=(activity_id,)), initiator)
    return Saved(activity_id, result.problems)


def save_activity(
    session: Session, activity_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Change the touched fields of an activity."""
    with session.vault.write() as db:
        before = activities.read_activity(db, activity_id)
        result = check(
            fieldsets.ACTIVITY, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(before, fieldsets.ACTIVITY), stored_raw=before.stamp.raw,
        )  # fmt: skip
        activities.change_activity(db, activity_id, session.clock.now(), result.values, result.raw)
    session.announce(changed("activity", ids=(activity_id,)), initiator)
    return Saved(activity_id, result.problems)


def remove_activity(session: Session, activity_id: RecordId, *, initiator: object = None) -> str:
    """Move an activity into the recycle bin; return the entry for ``recycling.restore``."""
    with session.vault.write() as db:
        entry = bin_record(db, activities.ACTIVITY.name, activity_id, session.clock.now())
    session.announce(changed("activity", ids=(activity_id,)), initiator)
    return entry


def read_activity(session: Session, activity_id: RecordId) -> Activity:
    """Return one activity; raise KeyError if there is none."""
    with session.vault.read() as db:
        return activities.read_activity(db, activity_id)


def work_between(session: Session, first: date, last: date) -> Work:
    """Return the structural work of these days; drafts without a day belong to every period."""
    with session.vault.read() as db:
        found = activities.activities_between(db, first, last)
    return Work(found, _sums(found, session.lists.codes("activities")))


def _sums(found: Iterable[Activity], order: tuple[str, ...]) -> tuple[WorkSum, ...]:
    by_code: dict[str, list[Activity]] = {}
    for activity in found:
        if activity.stamp.state is State.VALID and activity.code is not None:
            by_code.setdefault(activity.code, []).append(activity)
    return tuple(_sum(code, by_code[code]) for code in order if code in by_code)


def _sum(code: str, found: list[Activity]) -> WorkSum:
    return WorkSum(
        code,
        len(found),
        sum(activity.dates or 0 for activity in found),
        sum(activity.minutes or 0 for activity in found),
        sum(activity.participants or 0 for activity in found),
        max(activity.volunteers or 0 for activity in found),
    )
