"""What a period does not count yet: lines, and the places where it is completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.app.period_view import Draft

_KINDS = {
    "contact": N_("Kontakt"),
    "person": N_("Person"),
    "procedure": N_("Asylverfahren"),
    "referral": N_("Verweisung"),
    "activity": N_("Aktivität"),
}


def draft_row(draft: Draft) -> Row:
    """Return the line of something that is not counted."""
    kind = translate_marked(_KINDS[draft.kind])
    day = format_date(draft.day) if draft.day else ""
    return Row(draft.id, kind, draft.number, day, _("Entwurf – wird nicht gezählt"), Tone.WARNING)


def draft_place(draft: Draft) -> Place:
    """Return the place where it is completed."""
    if draft.kind == "activity":
        return Place("structure", detail={"sheet": draft.id})
    if draft.case_id is None:
        return Place("short_contact", detail={"sheet": "edit", "contact": draft.id})
    case_id = RecordId(draft.case_id)
    if draft.kind == "person":
        return Place("case", case_id, "master")
    if draft.kind == "procedure":
        return Place("case", case_id, "guided")
    return Place("case", case_id, "timeline", detail={"sheet": f"{draft.kind}:{draft.id}"})
