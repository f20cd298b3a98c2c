"""Intentions around referrals (Verweisungen): recording one, asking back after four weeks, taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.saving import check
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import REFERRING_RESULTS
from mfd_desktop.vault import agenda, referrals
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Referral
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.records import Origin

ASK_BACK_AFTER = timedelta(weeks=4)


def record_referral(
    session: Session,
    case_id: RecordId,
    raws: Mapping[str, str],
    *,
    contact_id: RecordId | None = None,
    initiator: object = None,
) -> Saved:
    """Record a referral of a case, made in the contact ``contact_id`` if it is known.

    ``ask_back`` "1" makes a follow-up four weeks after the day, unless what came of it is known already.
    Invalid fields are kept as typed and make it a draft, not counted.
    """
    with session.vault.write() as db:
        saved = add_to_case(db, session, session.origin("referral"), case_id, raws, contact_id)
    session.announce(changed("referral", "agenda", ids=(saved.record_id, case_id)), initiator)
    return saved


def add_to_case(
    db: Connection,
    session: Session,
    origin: Origin,
    case_id: RecordId,
    raws: Mapping[str, str],
    contact_id: RecordId | None = None,
) -> Saved:
    """Do ``record_referral`` inside a transaction."""
    result = check(fieldsets.REFERRAL, raws, today=session.clock.today(), lists=session.lists)
    values = dict(result.values)
    ask_back = bool(values.pop("ask_back")) and not values["heard"]
    kept = {name: text for name, text in result.kept.items() if name != "ask_back"}
    follow_up_id = _ask_back(db, session, case_id, values) if ask_back else None
    owners = {"case_id": case_id, "contact_id": contact_id, "follow_up_id": follow_up_id}
    return Saved(referrals.add_referral(db, origin, {**values, **owners}, kept), result.problems)


def _ask_back(db: Connection, session: Session, case_id: RecordId, values: Mapping[str, Value]) -> RecordId | None:
    day, target = values["day"], values["target"]
    if not isinstance(day, date) or not target:
        return None
    said = _("Rückfrage zur Verweisung: {target}")
    text = said.format(target=session.lists.label("referral_targets", str(target)))
    due = {"case_id": case_id, "due": day + ASK_BACK_AFTER, "text": text}
    return agenda.add_follow_up(db, session.origin("referral"), due, {})


def save_referral(
    session: Session, referral_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Change the touched fields of a referral; as soon as what came of it is known, its follow-up is ticked off."""
    with session.vault.write() as db:
        case_id = referrals.read_referral(db, referral_id).case_id
        saved = change_referral(db, session, referral_id, raws)
    session.announce(changed("referral", "agenda", ids=(referral_id, case_id)), initiator)
    return saved


def change_referral(db: Connection, session: Session, referral_id: RecordId, raws: Mapping[str, str]) -> Saved:
    """Do ``save_referral`` inside a transaction."""
    touched = {name: text for name, text in raws.items() if name != "ask_back"}
    before = referrals.read_referral(db, referral_id)
    result = check(
        fieldsets.REFERRAL, touched, today=session.clock.today(), lists=session.lists,
        stored=values_of(before, fieldsets.REFERRAL), stored_raw=before.stamp.raw,
    )  # fmt: skip
    referrals.change_referral(db, referral_id, session.clock.now(), result.values, result.raw)
    if result.values.get("heard") and not before.heard and before.follow_up_id is not None:
        agenda.change_follow_up(db, before.follow_up_id, session.clock.now(), {"done": session.clock.today()}, {})
    return Saved(referral_id, result.problems)


def remove_referral(session: Session, referral_id: RecordId, *, initiator: object = None) -> str:
    """Move a referral into the recycle bin, with its follow-up if that is still open; return the entry for
    ``recycling.restore``.
    """
    with session.vault.write() as db:
        case_id = referrals.read_referral(db, referral_id).case_id
        entry = take_back(db, session, referral_id)
    session.announce(changed("referral", "agenda", ids=(referral_id, case_id)), initiator)
    return entry


def take_back(db: Connection, session: Session, referral_id: RecordId) -> str:
    """Do ``remove_referral`` inside a transaction."""
    asking = referrals.read_referral(db, referral_id).follow_up_id
    is_open = asking is not None and agenda.read_follow_up(db, asking).done is None
    also = [(agenda.FOLLOW_UP.name, asking)] if asking is not None and is_open else []
    return bin_record(db, referrals.REFERRAL.name, referral_id, session.clock.now(), also)


def read_referral(session: Session, referral_id: RecordId) -> Referral:
    """Return one referral; raise KeyError if there is none."""
    with session.vault.read() as db:
        return referrals.read_referral(db, referral_id)


def asked_back(session: Session, follow_up_id: RecordId) -> RecordId | None:
    """Return the referral that this follow-up asks back about, as long as what came of it is not known."""
    with session.vault.read() as db:
        return referrals.waiting_for(db, follow_up_id)


def referral_missing(page: CasePage, contact_id: RecordId | None) -> bool:
    """Tell whether this contact of the case ended in a referral and none of that day is recorded."""
    known = {referral.day for referral in page.referrals} | {None}
    return any(
        contact.stamp.id == contact_id and contact.result in REFERRING_RESULTS and contact.day not in known
        for contact in page.contacts
    )


def referrals_of(session: Session, case_id: RecordId) -> tuple[Referral, ...]:
    """Return the referrals of a case, newest first."""
    with session.vault.read() as db:
        return referrals.referrals_of(db, case_id)
