"""What a guided form says in words: every answer, and where it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _, content_text, translate_marked
from mfd_desktop.forms.targets import TARGETS
from mfd_desktop.vault import agenda, forms

if TYPE_CHECKING:
    from mfd_desktop.app.guided import Guided
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.records import FollowUp
    from mfd_desktop.forms.fieldtypes import AnyField


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One answer: its question, the answer in words, where it is recorded, and what is wrong with it."""

    field: str
    label: str
    text: str
    place: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class SummaryStep:
    """The answers of one step."""

    name: str
    title: str
    lines: tuple[SummaryLine, ...]


def summary(session: Session, found: Guided) -> tuple[SummaryStep, ...]:
    """Return what was answered and what is still to be put right, by step; steps with neither are left out."""
    wrong = {problem.field: problem for problem in found.open_problems}
    steps = []
    for name in found.view.steps:
        fields = [found.form.field(each) for each in found.view.fields_of(name)]
        lines = [_line(session, found, field, wrong.get(field.name)) for field in fields if field.answerable]
        said = tuple(line for line in lines if line.text or line.problem)
        if said:
            steps.append(SummaryStep(name, content_text(found.form.step(name).title), said))
    return tuple(steps)


def _line(session: Session, found: Guided, field: AnyField, problem: Problem | None) -> SummaryLine:
    text = field.format(found.view.values.get(field.name), session.lists) or found.raws.get(field.name, "")
    place = translate_marked(TARGETS[field.bind].place) if field.bind else _("nur in diesem Formular")
    return SummaryLine(field.name, content_text(field.label), text, place, problem)


def follow_ups(session: Session, found: Guided) -> tuple[FollowUp, ...]:
    """Return the follow-ups the form has made and that are still there, urgent ones and the earliest first."""
    with session.vault.read() as db:
        made = forms.made_follow_ups(db, found.record.stamp.id).values()
        rows = [agenda.read_follow_up(db, one.follow_up_id) for one in made if one.follow_up_id is not None]
    return tuple(sorted(rows, key=lambda row: (row.done is not None, not row.urgent, str(row.due))))
