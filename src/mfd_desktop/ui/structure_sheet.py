"""The sheet that changes or deletes an activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets, recycling, structural
from mfd_desktop.app.casework import values_of
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.buttons import danger

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk


def activity_sheet(desk: Desk, parent: QWidget, activity_id: RecordId) -> RecordSheet:
    """Return the sheet of a stored activity; raise KeyError if it is gone."""
    session = desk.session
    activity = structural.read_activity(session, activity_id)
    values, raw = values_of(activity, fieldsets.ACTIVITY), activity.stamp.raw
    form = CaseForm(desk, fieldsets.ACTIVITY, f"activity:{activity_id}", record_id=activity_id)

    def store(texts: dict[str, str]) -> None:
        structural.save_activity(session, activity_id, texts)

    def delete() -> None:
        sheet.give_up()
        remove_activity(desk, activity_id)

    sheet = RecordSheet(desk, parent, _("Aktivität bearbeiten"), form, store, may_draft=True)
    button = danger(_("Löschen"), "trash")
    button.clicked.connect(delete)
    sheet.add_button(button)
    offer_history(desk, sheet, form, "activity", activity_id)
    found = check(
        fieldsets.ACTIVITY, {}, today=session.clock.today(), lists=session.lists, stored=values, stored_raw=raw
    )
    sheet.start(raws_of(fieldsets.ACTIVITY, values, raw), found.problems)
    return sheet


def remove_activity(desk: Desk, activity_id: RecordId) -> None:
    """Delete an activity and offer to bring it back."""
    session = desk.session
    gone: list[str] = []

    def bring_back() -> None:
        desk.attempt(lambda: recycling.restore(session, gone[0]))

    if desk.attempt(lambda: gone.append(structural.remove_activity(session, activity_id))):
        desk.messages.info(_("Aktivität gelöscht."), _("Rückgängig"), bring_back)
