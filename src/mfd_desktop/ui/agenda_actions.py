"""What is done to an entry of the agenda with one press, each with undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import agenda, recycling, referring
from mfd_desktop.content.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Appointment, FollowUp
    from mfd_desktop.ui.desk import Desk


def finish_follow_up(desk: Desk, record_id: RecordId, *, done: bool = True) -> None:
    """Tick a follow-up off (or take the tick back) and offer undo; one that asks back asks what came of it."""

    def turn(*, state: bool) -> None:
        agenda.finish_follow_up(desk.session, record_id, done=state)

    referral_id = referring.asked_back(desk.session, record_id) if done else None
    if referral_id is not None:
        if desk.attempt(lambda: turn(state=True)):
            said = _("Wiedervorlage erledigt. Liegt eine Rückmeldung zur Verweisung vor?")
            desk.messages.info(said, _("Ja, vermerken"), lambda: _note_heard(desk, referral_id))
        return
    said = _("Wiedervorlage erledigt.") if done else _("Wiedervorlage ist wieder offen.")
    _do(desk, lambda: turn(state=done), said, lambda: turn(state=not done))


def _note_heard(desk: Desk, referral_id: RecordId) -> None:
    def turn(heard: str) -> None:
        referring.save_referral(desk.session, referral_id, {"heard": heard})

    _do(desk, lambda: turn("1"), _("Rückmeldung vermerkt."), lambda: turn("0"))


def remove_follow_up(desk: Desk, record: FollowUp) -> None:
    """Delete a follow-up and offer undo."""
    session, gone = desk.session, list[str]()
    _do(
        desk,
        lambda: gone.append(agenda.remove_follow_up(session, record.stamp.id)),
        _("Wiedervorlage gelöscht."),
        lambda: recycling.restore(session, gone[0]),
    )


def cancel_appointment(desk: Desk, record: Appointment, *, rest_of_series: bool = False) -> None:
    """Call an appointment off, or on again; offer undo."""

    def turn(*, cancelled: bool) -> None:
        agenda.cancel_appointment(desk.session, record.stamp.id, cancelled=cancelled, rest_of_series=rest_of_series)

    said = _("Der Termin findet doch statt.") if record.cancelled else _("Termin abgesagt.")
    _do(desk, lambda: turn(cancelled=not record.cancelled), said, lambda: turn(cancelled=record.cancelled))


def remove_appointment(desk: Desk, record: Appointment, *, rest_of_series: bool = False) -> None:
    """Delete an appointment, or it and the later ones of its series; undo brings them back into the series."""
    session, gone = desk.session, list[tuple[str, int]]()

    def remove() -> None:
        gone.append(agenda.remove_appointment(session, record.stamp.id, rest_of_series=rest_of_series))

    if desk.attempt(remove):
        entry, count = gone[0]
        several = ngettext("{count} Termin gelöscht.", "{count} Termine gelöscht.", count).format(count=count)
        said = several if rest_of_series else _("Termin gelöscht.")
        desk.messages.info(said, _("Rückgängig"), lambda: desk.attempt(lambda: recycling.restore(session, entry)))


def _do(desk: Desk, act: Callable[[], object], said: str, undo: Callable[[], object]) -> None:
    def take_back() -> None:
        desk.attempt(undo)

    if desk.attempt(act):
        desk.messages.info(said, _("Rückgängig"), take_back)
