"""The guided forms of a procedure: ways to stay, special needs, preparing the interview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app import guided
from mfd_desktop.app.procedure_guide import guide
from mfd_desktop.domain.errors import FormUnusable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Client, FilledForm
    from mfd_desktop.law.right_to_stay import Assessment

INTERVIEW, SHEET = "interview", "interview_sheet"
RIGHT_TO_STAY, VULNERABILITY = "right_to_stay", "vulnerability"


@dataclass(frozen=True, slots=True)
class Interview:
    """How far the interview is prepared: its day, the points ticked of all, and the worksheet with its last day."""

    record: FilledForm | None
    day: date | None
    prepared: date | None
    complete: bool
    ticked: int
    points: int
    sheet: FilledForm | None
    delete_on: date | None


def newest(session: Session, case_id: RecordId, form_id: str) -> FilledForm | None:
    """Return the form of a kind that is worked on, else the last one; None without any."""
    rows = [row.record for row in guided.forms_of(session, case_id) if row.record.form == form_id]
    return next(iter(rows), None)


def open_form(session: Session, case_id: RecordId, form_id: str, *, initiator: object = None) -> RecordId:
    """Return the form of a kind that a case has, begun if there is none. Raises FormUnusable."""
    found = newest(session, case_id, form_id)
    return found.stamp.id if found is not None else guided.begin(session, case_id, form_id, initiator=initiator)


def _values(session: Session, record: FilledForm | None) -> Mapping[str, Value]:
    """Return the answers that count; none of a form whose file cannot be used."""
    if record is None:
        return {}
    try:
        return guided.read(session, record.stamp.id).view.values
    except FormUnusable:
        return {}


def interview(session: Session, case_id: RecordId) -> Interview:
    """Return how far the interview is prepared."""
    record, sheet = newest(session, case_id, INTERVIEW), newest(session, case_id, SHEET)
    values = _values(session, record)
    form = session.forms.get(INTERVIEW, record.form_version if record else session.forms.versions()[INTERVIEW])
    points = [field.name for field in form.fields if field.name.startswith("p") and field.name[1].isdigit()]
    points = [name for name in points if name != "p2_special"]
    return Interview(
        record,
        _day(values, "day"),
        _day(values, "prepared_on"),
        values.get("complete") is True,
        sum(values.get(name) is True for name in points),
        len(points),
        sheet,
        _day(_values(session, sheet), "delete_on"),
    )


def _day(values: Mapping[str, Value], name: str) -> date | None:
    from datetime import date

    found = values.get(name)
    return found if isinstance(found, date) else None


def ways_to_stay(session: Session, page: CasePage) -> tuple[FilledForm | None, tuple[Assessment, ...]]:
    """Return the form that asks and how every way stands by its answers; without it by what is known of the person."""
    from mfd_desktop.law.right_to_stay import assess

    record = newest(session, page.case.stamp.id, RIGHT_TO_STAY)
    values = _values(session, record) if record is not None else _known(page.client)
    return record, assess(guide(session).ways, values, session.clock.today())


def _known(client: Client) -> Mapping[str, Value]:
    return {"birth_date": client.birth_date, "entered": client.entry_date}


def question_labels(session: Session) -> Mapping[str, str]:
    """Return the German questions on the ways to stay, by field."""
    form = session.forms.get(RIGHT_TO_STAY, session.forms.versions()[RIGHT_TO_STAY])
    return {field.name: field.label for field in form.fields}
