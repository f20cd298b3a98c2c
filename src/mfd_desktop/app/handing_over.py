"""Handing one case to a colleague: what would leave, the release or the reason, the sealed package."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.app import release_gate
from mfd_desktop.app.case_packages import Plan as Plan
from mfd_desktop.app.case_packages import write_package
from mfd_desktop.app.changes import changed
from mfd_desktop.domain.errors_handover import ReasonMissing
from mfd_desktop.domain.handover import OUT, RETURN, STAND_IN
from mfd_desktop.domain.journal import Event
from mfd_desktop.files.atomic import remove_scratch
from mfd_desktop.vault import cases, handovers
from mfd_desktop.vault.case_transfer import PARTS as PARTS
from mfd_desktop.vault.case_transfer import collect_case, dump_rows
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.handover import Colleague, HandOver
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.releases import Release
    from mfd_desktop.vault.case_transfer import Rows
    from mfd_desktop.vault.database import Connection

PURPOSE = "Z17"
"""Code of the list ``release_purposes``: stand-in and hand-over in counselling."""


@dataclass(frozen=True, slots=True)
class Content:
    """What would leave, by table, and how many bytes of documents."""

    rows: Rows = field(repr=False)
    bytes: int

    def count(self, table: str) -> int:
        """Return how many rows of a table."""
        return len(self.rows.get(table, ()))


def look_at_case(session: Session, case_id: RecordId, parts: Collection[str] = PARTS) -> Content:
    """Return what of a case would leave with these parts; raise KeyError if there is no such case."""
    with session.vault.read() as db:
        rows = collect_case(db, case_id, parts)
    return Content(rows, sum(int(row["size"]) for row in rows.get("attachment", ())))


def release_towards(session: Session, case_id: RecordId, colleague: Colleague) -> Release | None:
    """Return the release that lets this colleague know of the case; None without one."""
    today = session.clock.today()
    names = (colleague.label, colleague.name, colleague.office)
    found = (release_gate.release_for(session, case_id, name, PURPOSE, today) for name in names if name)
    return next((release for release in found if release is not None), None)


def hand_over(
    session: Session,
    plan: Plan,
    path: Path,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    initiator: object = None,
) -> RecordId:
    """Write the package to ``path`` and record the hand-over; return its id.

    ``progress`` gets the share done and may raise to stop. Raises ReasonMissing without a release or a reason,
    AttachmentNotWhole, OfficeIncomplete, StorageError, KeyError; no package is left then, and nothing recorded.
    """
    release = release_towards(session, plan.case_id, plan.colleague)
    reason = plan.reason.strip()
    if release is None and not reason and plan.purpose != RETURN:
        raise ReasonMissing
    origin, today = session.origin("handover"), session.clock.today()
    with session.vault.read() as db:
        case = cases.read_case(db, plan.case_id)
        lent = _lent(db, plan.case_id) if plan.purpose == RETURN else None
        rows = collect_case(db, plan.case_id, plan.parts)
    records = dump_rows(_home(rows, lent) if lent else rows)
    digest = write_package(session, plan, case.number, records, rows.get("attachment", ()), path, progress)
    purpose = "stand_in" if plan.purpose == STAND_IN else "case"
    values = {
        "client_id": case.client_id, "case_id": plan.case_id, "release_id": release.stamp.id if release else None,
        "direction": OUT, "purpose": plan.purpose, "partner": plan.colleague.label, "partner_key": plan.colleague.key,
        "day": today, "until": plan.until, "reason": "" if release else reason, "package": digest,
    }  # fmt: skip
    try:
        with session.vault.write() as db:
            made = handovers.add_handover(db, origin, values)
            if lent is not None:
                handovers.end_handover(db, lent.id, origin.now, today)
            append(db, origin.now, Event.HAND_OVER, purpose, case.client_id)
    except BaseException:
        remove_scratch(path)
        raise
    session.announce(changed("handover", "case", ids=(plan.case_id, case.client_id)), initiator)
    return made


def _lent(db: Connection, case_id: RecordId) -> HandOver:
    found = handovers.handovers_of(db, case_id)
    return next(one for one in found if one.direction != OUT and one.purpose == STAND_IN)


def _home(rows: Rows, lent: HandOver) -> Rows:
    """Return the rows under the ids they had where they came from; what is new keeps its own."""

    def known(value: object) -> object:
        return lent.ids.get(value, value) if isinstance(value, str) else value

    return {
        table: [{name: known(value) for name, value in row.items()} for row in part] for table, part in rows.items()
    }
