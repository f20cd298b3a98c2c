"""How long files are kept: who may go, why not yet, and another day. Nothing is ever erased by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.app.saving import check
from mfd_desktop.app.settings import read_settings
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.dates import months_after, months_before
from mfd_desktop.domain.fields import Field, Kind
from mfd_desktop.domain.privacy import Retention
from mfd_desktop.vault import cases
from mfd_desktop.vault import retention as store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.retention import Kept

KEEP_YEARS = "keep_years"
_YEAR = 12

KEEPING = FieldSet(
    "keeping",
    (
        Field("keep_from", Kind.DATE, N_("Die Aufbewahrung zählt ab"), required=True,
              help=N_("Ein anderer Tag als das Ende des letzten Falls, zum Beispiel das Ende eines Verfahrens")),
        Field("reason", Kind.TEXT, N_("Warum?"), required=True, most=240),
    ),
)  # fmt: skip


def keep_years(session: Session) -> int:
    """Return for how many years a file is kept after the day that counts."""
    with session.vault.read() as db:
        return _years(db)


def retention_of(session: Session, client_id: RecordId) -> Retention:
    """Return when the file of one person may go; raise KeyError if there is no such person."""
    with session.vault.read() as db:
        return read_retention(db, client_id)


def read_retention(db: Connection, client_id: RecordId) -> Retention:
    """Do ``retention_of`` in an open database."""
    for kept in store.kept_people(db, client_id):
        return _retention(kept, _years(db))
    raise KeyError(client_id)


def due_people(session: Session) -> tuple[Retention, ...]:
    """Return whose time of keeping is over, by case number, also those something stands against."""
    today = session.clock.today()
    with session.vault.read() as db:
        years = _years(db)
        found = [_retention(kept, years) for kept in store.kept_people(db)]
    return tuple(one for one in found if one.due is not None and one.due <= today)


def count_due(session: Session) -> int:
    """Return for how many people with a case the time of keeping is over; cheap enough for Heute."""
    with session.vault.read() as db:
        return store.count_due(db, _last_due(session.clock.today(), _YEAR * _years(db)))


def count_from(
    session: Session, case_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Let the time of keeping of the case's client be counted from another day, with the reason for it.

    With anything missing or wrong nothing happens and the problems are returned.
    """
    result = check(KEEPING, raws, today=session.clock.today(), lists=session.lists)
    if not result.problems:
        day, reason = result.values["keep_from"], str(result.values["reason"])
        _count_from(session, case_id, day, reason, initiator)  # type: ignore[arg-type]  # a day by the field's kind
    return result.problems


def count_from_closing(session: Session, case_id: RecordId, *, initiator: object = None) -> None:
    """Let the time be counted from the end of the last case again."""
    _count_from(session, case_id, None, "", initiator)


def _count_from(session: Session, case_id: RecordId, day: date | None, reason: str, initiator: object) -> None:
    with session.vault.write() as db:
        client_id = cases.read_case(db, case_id).client_id
        store.count_from(db, client_id, session.clock.now(), day, reason)
    session.announce(changed("privacy", "case", ids=(case_id, client_id)), initiator)


def _years(db: Connection) -> int:
    return int(read_settings(db)[KEEP_YEARS])


def _last_due(today: date, months: int) -> date:
    """Return the last day from which ``months`` are over today; at the end of a month several days have the same."""
    last = months_before(today, months)
    while months_after(last + timedelta(days=1), months) <= today:
        last += timedelta(days=1)
    return last


def _retention(kept: Kept, years: int) -> Retention:
    closed = kept.closed
    if closed is None and not kept.number:
        closed = datetime.fromisoformat(kept.begun).astimezone().date()
    reference = (kept.keep_from or closed) if closed is not None else None
    due = months_after(reference, _YEAR * years) if reference else None
    return Retention(kept.client_id, kept.case_id, kept.number, reference, due, kept.reason, kept.holds)
