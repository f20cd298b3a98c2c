"""States of a backup, and which of them are kept: 7 daily, 5 weekly, 12 monthly ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DAILY, WEEKLY, MONTHLY = 7, 5, 12
_NAME = re.compile(r"(\d{8}T\d{6}Z)-(\d{1,9})-(\d{1,15})")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BackupState:
    """One state: what the vault was at ``moment`` (UTC), in its ``generation``, after ``commits`` commits.

    ``damaged``: it was read again later and did not hold.
    """

    moment: datetime
    generation: int
    commits: int
    damaged: bool = False

    @property
    def name(self) -> str:
        """Name of its folder; portable, and tells nothing about anybody."""
        return f"{self.moment:{_STAMP}}-{self.generation}-{self.commits}"

    @property
    def order(self) -> tuple[int, int, datetime]:
        """Sorts states as they were made, whatever the clock said."""
        return self.generation, self.commits, self.moment


@dataclass(frozen=True, slots=True)
class Made:
    """A proven backup.

    ``lacking``: files of attachments that are missing or damaged in the vault itself; ``broken``: how many copies of
    before did not hold when they were read again; ``dropped``: how many states went.
    """

    state: BackupState
    counts: dict[str, int]
    written: int
    new_files: int
    lacking: tuple[str, ...]
    dropped: int
    broken: int


def parse_state(name: str) -> BackupState | None:
    """Return the state a folder's name tells; None if it is no such name."""
    match = _NAME.fullmatch(name)
    if not match:
        return None
    try:
        moment = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return BackupState(moment, int(match[2]), int(match[3]))


def kept_states(states: Iterable[BackupState], today: date) -> frozenset[BackupState]:
    """Return the states that stay.

    The last whole one of each of the 7 newest days, 5 newest weeks and 12 newest months that have one; always the
    newest and the newest whole one. Months that lie 12 or more back go, but only once 7 younger days have a state, so a
    clock far ahead takes nothing at once. Newer means made later, not what the clock said.
    """
    ordered = sorted(states, key=lambda state: state.order)
    if not ordered:
        return frozenset()
    whole = [state for state in ordered if not state.damaged]
    always = {ordered[-1], *whole[-1:]}
    days = _newest(ordered, DAILY, lambda state: state.moment.date())
    weeks = _newest(ordered, WEEKLY, lambda state: state.moment.isocalendar()[:2])
    months = _newest(ordered, MONTHLY, lambda state: (state.moment.year, state.moment.month))
    oldest = _month(today) - MONTHLY
    young = {state.moment.date() for state in ordered if _month(state.moment.date()) > oldest}
    found = days | weeks | months
    if len(young) >= DAILY:
        found = {state for state in found if _month(state.moment.date()) > oldest}
    return frozenset(found | always)


def forgotten_by(states: Iterable[BackupState], today: date) -> date:
    """Return the first day on which a backup drops the last state that still has what is erased ``today``.

    Every state there now has it. It holds for whoever goes on making backups; today if there is no state.
    """
    latest = max((state.moment.date() for state in states), default=None)
    if latest is None:
        return today
    latest = max(latest, today)
    return date(latest.year + 1, latest.month, 1)


def _newest(ordered: Sequence[BackupState], count: int, bucket_of: Callable[[BackupState], object]) -> set[BackupState]:
    chosen: dict[object, BackupState] = {}
    for state in reversed(ordered):
        bucket = bucket_of(state)
        there = chosen.get(bucket)
        if (there is None and len(chosen) < count) or (there is not None and there.damaged and not state.damaged):
            chosen[bucket] = state
    return set(chosen.values())


def _month(day: date) -> int:
    return day.year * 12 + day.month
