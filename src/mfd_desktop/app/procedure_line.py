"""What the picture of a procedure shows: its steps, deadlines and what can come next, out of the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines, procedure_guide
from mfd_desktop.app.leaving import export_file
from mfd_desktop.app.procedure_picture import Moment, Period, Sort, described, picture
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.deadlines import DeadlineKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from mfd_desktop.app.procedure_guide import Standing
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.render.drawings import Drawing

KIND = "procedure_picture.svg"
"""What the log calls an exported picture."""
_CHANCES = (DeadlineKind.AUTHORITY, DeadlineKind.WAITING)


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """The line of time of one procedure."""

    moments: tuple[Moment, ...]
    periods: tuple[Period, ...]
    today: date

    def drawn(self, width: float = 480.0) -> Drawing:
        """Return the picture, ``width`` units wide."""
        return picture(self.moments, self.periods, self.today, width=width)

    def described(self) -> str:
        """Return it in words."""
        return described(self.moments, self.today)


def line_of(session: Session, standing: Standing, case_id: RecordId) -> ProcedureLine:
    """Return the line of time of a procedure with the deadlines of its case."""
    today = session.clock.today()
    rows = [row.deadline for row in deadlines.of_case(session, case_id)]
    owned = [one for one in rows if one.procedure_id in (None, standing.procedure.stamp.id)]
    moments = (*_steps(session, standing), *_ends(owned, today), *_next(session, standing))
    return ProcedureLine(moments, tuple(_running(owned, today)), today)


def _steps(session: Session, standing: Standing) -> Iterator[Moment]:
    for event in standing.events:
        if event.day is not None:
            title = session.lists.label("procedure_positions", event.position) if event.position else event.document
            yield Moment(event.day, title, event.document if event.position else "")
    known = {(event.day, event.position) for event in standing.events}
    for day, position, title in _cut_offs(standing.procedure):
        if day is not None and (day, position) not in known:
            yield Moment(day, title)


def _cut_offs(procedure: Procedure) -> tuple[tuple[date | None, str, str], ...]:
    """Return the days that choose the law, with the position that says the same."""
    return (
        (procedure.registered, "Z03", _("Registriert")),
        (procedure.lodged, "Z05", _("Antrag eingereicht")),
        (procedure.examination_started, "Z33", _("Prüfung von Widerruf oder Entzug begonnen")),
    )


def _ends(found: list[Deadline], today: date) -> Iterator[Moment]:
    for one in found:
        day = one.done or one.act_by
        if day is not None:
            yield Moment(day, content_text(one.title), _second(one, today), _sort(one, today))


def _sort(deadline: Deadline, today: date) -> Sort:
    if deadline.done is not None:
        return Sort.DONE
    if deadline.kind in _CHANCES:
        return Sort.WAITING
    return Sort.OVERDUE if deadline.act_by is not None and deadline.act_by < today else Sort.DEADLINE


def _second(deadline: Deadline, today: date) -> str:
    if deadline.done is not None:
        return _("Frist, erledigt")
    if deadline.kind in _CHANCES:
        return _("Frist der Behörde oder Wartefrist")
    if deadline.extended is not None:
        return _("Frist, verlängert")
    if deadline.act_by is not None and deadline.act_by < today:
        return _("Frist, abgelaufen: Prüfliste öffnen")
    if deadline.due is not None and deadline.due != deadline.act_by:
        return _("Frist, spätestens {day}").format(day=format_date(deadline.due))
    return _("Frist")


def _running(found: list[Deadline], today: date) -> Iterator[Period]:
    """Yield what runs or ran from a known day on and is not done."""
    for one in found:
        first, last = one.effective or one.trigger_day, one.act_by
        if one.done is None and first is not None and last is not None and first < last:
            yield Period(first, last, _sort(one, today))


def _next(session: Session, standing: Standing) -> Iterator[Moment]:
    for way in standing.ways:
        title = session.lists.label("procedure_positions", way.to)
        yield Moment(None, title, _("möglicher nächster Schritt"), Sort.NEXT)


def line_of_client(session: Session, client_id: RecordId, case_id: RecordId) -> tuple[Standing, ProcedureLine] | None:
    """Return where a person's procedure stands and its line of time; None without a procedure."""
    from mfd_desktop.app.procedures import procedure_of

    procedure = procedure_of(session, client_id)
    if procedure is None:
        return None
    standing = procedure_guide.standing(session, procedure)
    return standing, line_of(session, standing, case_id)


def export_picture(session: Session, line: ProcedureLine, path: Path, client_id: RecordId) -> None:
    """Write the picture as SVG in the colours of print; that is logged. Raises StorageError."""
    from mfd_desktop.render.figures import PRINT
    from mfd_desktop.render.svg import to_svg

    paints = {name: colour for name, colour in PRINT.items() if name != "none"}
    export_file(session, path, to_svg(line.drawn(), paints).encode("utf-8"), KIND, client_id)
