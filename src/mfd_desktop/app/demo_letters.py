"""Letters of the invented year: appointment slips and attendance certificates, most of them final and sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import letters
from mfd_desktop.app.demo_people import weighted
from mfd_desktop.domain.dates import format_date

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import FixedClock
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import CaseRow

SLIP, CERTIFICATE = "G14", "G12"


def add_letters(
    session: Session, clock: FixedClock, chance: random.Random, rows: Sequence[CaseRow], count: int
) -> None:
    """Write ``count`` letters in these cases, each on a day of the last three months; the last two stay drafts.

    ``clock`` is that of the session; afterwards it stands where it stood.
    """
    now = clock.moment
    chosen = [chance.choice(rows) for _ in range(count)] if rows else []
    days = sorted(now.date() - timedelta(days=chance.randrange(1, 90)) for _ in chosen)
    for place, (row, day) in enumerate(zip(chosen, days, strict=True)):
        clock.moment = datetime.combine(day - timedelta(days=max(0, day.weekday() - 4)), time(9, 30), UTC)
        _write(session, chance, row, draft=place >= count - 2)
    clock.moment = now


def add_shown_draft(session: Session, case_id: RecordId) -> None:
    """Begin the slip for the next appointment of the shown client, in Arabic beside German."""
    texts = _texts(SLIP, session.clock.today())
    letters.begin_letter(session, case_id, SLIP, "ar", texts=texts | {"interpreter": "ordered", "childcare": "bring"})


def _write(session: Session, chance: random.Random, row: CaseRow, *, draft: bool) -> None:
    today = session.clock.today()
    template = weighted(chance, {SLIP: 3, CERTIFICATE: 1})
    language = "ar" if row.language == "ar" and template == SLIP else "de"
    letter_id = letters.begin_letter(session, row.case_id, template, language, texts=_texts(template, today))
    if draft:
        return
    letters.finish_letter(session, letter_id)
    way = weighted(chance, {"in_person": 6, "post": 3})
    letters.note_sent(session, letter_id, {"sent_way": way, "sent_day": format_date(today), "sent_note": ""})


def _texts(template: str, today: date) -> dict[str, str]:
    if template == CERTIFICATE:
        return {"to": "client", "day": format_date(today), "start": "10:00", "end": "11:00"}
    meeting = today + timedelta(days=7)
    return {"day": format_date(meeting), "start": "10:30", "place": "Musterweg 1, 54290 Musterburg",
            "bring": "identity letters"}  # fmt: skip
