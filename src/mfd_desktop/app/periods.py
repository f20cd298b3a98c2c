"""Intentions around reporting periods: counting, preparing what may leave the desk, and freezing what has left it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import NoSuchPeriod, PeriodClosed
from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.cell_key import load_perturbation
from mfd_desktop.statistics.counting import Counts, count_exact
from mfd_desktop.statistics.payload import build_payload
from mfd_desktop.statistics.protection import Desk, Release, no_revision, protect, too_close
from mfd_desktop.statistics.records import (
    ActivityRow,
    CaseRow,
    ContactRow,
    PersonRow,
    ProcedureRow,
    Records,
    ReferralRow,
)
from mfd_desktop.statistics.table_set import load_tables
from mfd_desktop.statistics.units import OF_PERSONS
from mfd_desktop.vault import desk, periods
from mfd_desktop.vault.periods import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.canonical import Canonical
    from mfd_desktop.domain.records import Office
    from mfd_desktop.statistics.cell_key import Perturbation
    from mfd_desktop.statistics.table_set import Tables
    from mfd_desktop.vault.database import Connection

TABLE_SET = "table_set-1"
"""The table set that periods are counted by from now on."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A period as it would be submitted now.

    payload: what a contribution carries. persons: ids of the persons counted, kept with a frozen period. revision: 0
    for the first submission. submitted: the newest release of this period, None while it is open. refused: why it
    cannot be submitted again (``revised``, ``few_changed``), None if it can; a revision needs a reason. close_to:
    earlier releases from which fewer than ten persons differ, so that person tables are withheld. running: the period
    has not ended.
    """

    period: Period
    exact: Counts
    protected: Counts
    payload: dict[str, Canonical]
    persons: frozenset[str]
    revision: int
    submitted: Frozen | None
    refused: str | None
    close_to: tuple[Period, ...]
    running: bool


def parse_period(text: str) -> Period:
    """Return the period written as ``2026-Q3``, ``2026-H2`` or ``2026``; raise NoSuchPeriod."""
    try:
        return Period.parse(text.strip())
    except ValueError:
        raise NoSuchPeriod(text) from None


@cache
def tables(name: str = TABLE_SET) -> Tables:
    """Return a table set, the one in force or the one a submitted period names; raise ContentError if it is broken."""
    return load_tables(name)


@cache
def method() -> Perturbation:
    """Return the perturbation table in force; raise ContentError if it is broken."""
    return load_perturbation()


def count(session: Session, period: Period) -> Counts:
    """Return all tables of a period, exact; they stay on this PC."""
    with _without_collector():
        return count_exact(tables(), _records(session, period), period)


def prepare(session: Session, period: Period) -> Prepared:
    """Return what a submission of the period would carry now, and whether it is possible."""
    with _without_collector():
        return _prepare(session, period)


def _prepare(session: Session, period: Period) -> Prepared:
    records = _records(session, period)
    with session.vault.read() as db:
        frozen = periods.read_frozen(db)
        office = desk.read_office(db)
    releases = tuple(_release(found) for found in frozen)
    mine = tuple(found for found in releases if found.period == period)
    persons = frozenset(row.id for row in records.persons)
    protected = protect(tables(), method(), records, period, desk_of(office), releases)
    revision = len(mine)
    refused = no_revision(persons, mine) if mine else None
    return Prepared(
        period,
        count_exact(tables(), records, period),
        protected,
        build_payload(protected, tables(), method(), period=period, revision=revision, fte=desk_of(office).fte),
        persons,
        revision,
        _newest(frozen, period),
        refused.value if refused else None,
        tuple(found.period for found in too_close(persons, releases)),
        period.last >= session.clock.today(),
    )


def freeze(db: Connection, prepared: Prepared, *, now: datetime, sequence: int, digest: str, reason: str = "") -> None:
    """Store a period as submitted, inside the caller's transaction; nothing ever changes it again.

    ``sequence`` and ``digest`` name its contribution. Raises PeriodClosed if it cannot be submitted.
    """
    if prepared.refused is not None:
        raise PeriodClosed(str(prepared.period), prepared.refused)
    if prepared.revision and not reason.strip():
        raise PeriodClosed(str(prepared.period), "no_reason")
    periods.write_frozen(
        db,
        Frozen(
            prepared.period, prepared.revision, tables().id, now.isoformat(), reason.strip(), prepared.exact.to_json(),
            prepared.protected.to_json(), sequence, digest, prepared.persons,
        ),
    )  # fmt: skip


def frozen(session: Session, period: Period) -> Frozen | None:
    """Return the newest release of a period; None while it is open."""
    with session.vault.read() as db:
        return _newest(periods.read_frozen(db), period)


def frozen_periods(session: Session) -> tuple[Frozen, ...]:
    """Return every release of the desk, in the order they were submitted."""
    with session.vault.read() as db:
        return periods.read_frozen(db)


def _newest(found: Iterable[Frozen], period: Period) -> Frozen | None:
    return max((one for one in found if one.period == period), key=lambda one: one.revision, default=None)


def _release(found: Frozen) -> Release:
    given = Counts.from_json(found.protected)
    used = tables(found.table_set)
    of_persons = any(used[name].unit in OF_PERSONS for name in given.tables)
    headcount = None if found.exact else given.headline.get("persons", 0)
    return Release(found.period, found.revision, found.persons, of_persons, frozenset(given.coarse), headcount)


def desk_of(office: Office | None) -> Desk:
    """Return what the rules need to know of the desk."""
    share = (office.fte if office else "").replace(",", ".").strip()
    return Desk(round(float(share) * 100) if share else 0, office.district if office else "")


def _records(session: Session, period: Period) -> Records:
    groups = {code.code: code.group for code in session.lists.get("residence_status").codes if code.group}
    with session.vault.read() as db:
        rows = periods.read_period(db, period, groups)
    return Records(
        contacts=tuple(map(ContactRow._make, rows.contacts)),
        persons=tuple(map(PersonRow._make, rows.persons)),
        cases=tuple(map(CaseRow._make, rows.cases)),
        procedures=tuple(map(ProcedureRow._make, rows.procedures)),
        referrals=tuple(map(ReferralRow._make, rows.referrals)),
        activities=tuple(map(ActivityRow._make, rows.activities)),
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let the cycle collector rest: it would look through tens of thousands of rows that hold no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
