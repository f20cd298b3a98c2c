"""Follow-ups that come of the answers in a guided form: one an answer, changed with it, taken away with it.

What the counsellor changed, ticked off or deleted by hand is left as it is.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import content_text
from mfd_desktop.vault import agenda, forms
from mfd_desktop.vault.forms import MadeFollowUp

if TYPE_CHECKING:
    from mfd_desktop.app.guided_records import Filling
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import FollowUp
    from mfd_desktop.forms.definition import FormFollowUp
    from mfd_desktop.forms.navigation import View


def follow(filling: Filling, shown: View) -> bool:
    """Bring the follow-ups of a form up to its answers; return whether any changed."""
    before = forms.made_follow_ups(filling.db, filling.record.stamp.id)
    changes = [_follow_one(filling, shown, found, before.get(found.name)) for found in shown.form.follow_ups()]
    return any(changes)


def untouched(filling: Filling) -> tuple[RecordId, ...]:
    """Return the follow-ups nobody has touched since the form made them: they go with it."""
    made = forms.made_follow_ups(filling.db, filling.record.stamp.id).values()
    found = [_untouched(filling, one) for one in made]
    return tuple(one.stamp.id for one in found if one is not None)


def _follow_one(filling: Filling, shown: View, declared: FormFollowUp, made: MadeFollowUp | None) -> bool:
    form_id = filling.record.stamp.id
    text = _text(filling, shown, declared)
    if not text:
        if made is None:
            return False
        found = _untouched(filling, made)
        if found is not None:
            agenda.remove_follow_up(filling.db, found.stamp.id)
        if found is not None or made.follow_up_id is None:
            forms.unlink_follow_up(filling.db, form_id, declared.name)
        return found is not None
    due = _due(filling, shown, declared, made)
    if made is None:
        follow_up_id = _add(filling, declared, due, text)
        forms.link_follow_up(filling.db, form_id, declared.name, MadeFollowUp(follow_up_id, due, text))
        return True
    found = _untouched(filling, made)
    if found is None or (due, text) == (made.due, made.text):
        return False
    now = filling.session.clock.now()
    agenda.change_follow_up(filling.db, found.stamp.id, now, {"due": due, "text": text}, {})
    forms.link_follow_up(filling.db, form_id, declared.name, MadeFollowUp(found.stamp.id, due, text))
    return True


def _add(filling: Filling, declared: FormFollowUp, due: date, text: str) -> RecordId:
    values = {"case_id": filling.case.stamp.id, "due": due, "text": text, "urgent": declared.urgent}
    return agenda.add_follow_up(filling.db, filling.origin, values, {})


def _text(filling: Filling, shown: View, declared: FormFollowUp) -> str:
    """Return what the follow-up shall say, empty if there shall be none."""
    if declared.when is not None and not declared.when.holds(shown.values):
        return ""
    answer = ""
    if declared.text_field:
        field = shown.form.field(declared.text_field)
        answer = field.format(shown.values.get(field.name), filling.session.lists)
        if not answer:
            return ""
    return content_text(declared.text).format(answer=answer)


def _due(filling: Filling, shown: View, declared: FormFollowUp, made: MadeFollowUp | None) -> date:
    day = shown.values.get(declared.due_field) if declared.due_field else None
    counted_from = day if isinstance(day, date) else filling.today
    ahead = (counted_from - filling.today).days + declared.days
    if isinstance(day, date) and ahead >= 0:
        return filling.today + timedelta(days=ahead)
    # What fell due on the day it was made does not move on with the days.
    if made is not None and (not isinstance(day, date) or made.due <= filling.today):
        return made.due
    return filling.today + timedelta(days=max(ahead, 0))


def _untouched(filling: Filling, made: MadeFollowUp) -> FollowUp | None:
    if made.follow_up_id is None:
        return None
    found = agenda.read_follow_up(filling.db, made.follow_up_id)
    as_made = found.done is None and (found.due, found.text) == (made.due, made.text)
    return found if as_made else None
