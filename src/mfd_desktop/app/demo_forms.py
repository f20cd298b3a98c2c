"""First interviews of the invented year, finished on the day of the first contact."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import agenda, guided, overview
from mfd_desktop.app.demo_people import weighted
from mfd_desktop.domain.dates import format_date

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import FixedClock
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import CaseRow

FORM = "first_interview"
URGENT = ("deadline_soon", "homeless", "violence", "ill", "suicidal", "deportation")
_RECENT = timedelta(days=100)


def add_interviews(
    session: Session, clock: FixedClock, chance: random.Random, rows: Sequence[CaseRow], count: int
) -> None:
    """Fill the form in for up to ``count`` of these cases that were opened lately, each on its first day.

    ``clock`` is that of the session; afterwards it stands where it stood.
    """
    now = clock.moment
    recent = [row for row in rows if row.opened > now.date() - _RECENT]
    for row in recent[:count]:
        clock.moment = datetime.combine(row.opened, time(10), UTC)
        record_id = guided.begin(session, row.case_id, FORM)
        guided.save(session, record_id, _answers(chance) | {"privacy_day": format_date(row.opened)})
        guided.finish(session, record_id)
        _tick_off(session, row.case_id, now.date())
    clock.moment = now


def _tick_off(session: Session, case_id: RecordId, today: date) -> None:
    """Finish the follow-ups of a case that were due before today."""
    for found in overview.case_page(session, case_id).follow_ups:
        if found.done is None and found.due is not None and found.due < today:
            agenda.finish_follow_up(session, found.stamp.id)


def add_begun(session: Session, case_id: RecordId) -> None:
    """Begin the form for a case today, with a decision that cannot wait, and leave it at the topics."""
    record_id = guided.begin(session, case_id, FORM)
    guided.save(session, record_id, _BEGUN)
    guided.go(session, record_id, "topics")


_BEGUN = dict.fromkeys(URGENT, "no") | {
    "deadline_soon": "yes",
    "deadline_day": "+6",
    "interpreting": "M4",
    "interpreter_pledged": "no",
    "privacy_info": "yes",
    "privacy_day": "heute",
    "passport": "no",
    "lawyer": "no",
    "procedure_stage": "decision",
    "decision_day": "-1",
    "topics": "T01.4 T05.3",
    "benefit": "basic",
    "benefit_cut": "no",
}


def _answers(chance: random.Random) -> dict[str, str]:
    size = chance.randrange(1, 6)
    return dict.fromkeys(URGENT, "no") | {
        "privacy_info": "yes",
        "contact_agreed": "yes",
        "passport": weighted(chance, {"yes": 3, "no": 2}),
        "household_size": str(size),
        "children": str(max(0, size - 2)),
        "german_level": weighted(chance, {"none": 3, "a1": 3, "a2": 2, "b1": 1}),
        "housing": weighted(chance, {"shared": 3, "municipal": 2, "rented": 2}),
        "benefit": weighted(chance, {"basic": 3, "sgb2": 3, "none": 1}),
        "insurance": weighted(chance, {"insured": 3, "card": 2}),
    }
