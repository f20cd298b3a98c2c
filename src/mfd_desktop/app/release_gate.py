"""The release gate: the one door through which anything about a client leaves for a third party.

Whoever lets the service tell somebody something (a letter under the service's name, a note, a hand-over to another
desk) calls ``require_release`` first, with the case, the recipient, the purpose and the day on which it leaves, and
keeps the id of the release it returns beside what left. Nothing leaves while it raises ``ReleaseMissing``; a counsellor
who must tell all the same gives a reason in her own words, which the caller stores in place of the release (the
letter's ``blocked_reason``). While the client's data are restricted no release counts. What the client signs herself
and what stays inside the service needs no release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import ReleaseMissing
from mfd_desktop.domain.ids import record_id
from mfd_desktop.domain.releases import Lapse, office_of, plain_name
from mfd_desktop.vault import cases, privacy, recipients, releases

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.privacy import RightsEvent
    from mfd_desktop.domain.releases import Recipient, Release
    from mfd_desktop.vault.database import Connection

_NEAREST = (Lapse.EXPIRED, Lapse.SETTLED, Lapse.WITHDRAWN, Lapse.NOT_GIVEN, Lapse.UNWITNESSED, Lapse.DRAFT)
"""Of several releases that do not count, the one that needs least is named: drafts last in this order come first."""


def release_for(
    session: Session, case_id: RecordId, recipient: RecordId | str, purpose: str, on: date
) -> Release | None:
    """Return a release of the case's client that counts on ``on`` for this recipient and purpose; None without one.

    ``recipient``: the id of an entry of the address book, or a name as it stands on the letter. ``purpose``: a code of
    the list ``release_purposes``; releases match by the same code only. A written release comes before an oral one, the
    one given last before older ones. Raises KeyError if there is no such case or entry.
    """
    with session.vault.read() as db:
        means, _name = _meaning(db, recipient)
        found = () if _restricted(db, case_id) else _of_client(db, case_id)
    valid = [one for one in found if means(one) and one.purpose == purpose and one.lapse(on) is None]
    return min(valid, key=lambda one: one.lacks_paper(on), default=None)


def require_release(session: Session, case_id: RecordId, recipient: RecordId | str, purpose: str, on: date) -> Release:
    """Return what ``release_for`` finds; raise ReleaseMissing, which says what comes nearest, if it finds nothing."""
    found = release_for(session, case_id, recipient, purpose, on)
    if found is None:
        raise _missing(session, case_id, recipient, purpose, on)
    return found


def _missing(session: Session, case_id: RecordId, recipient: RecordId | str, purpose: str, on: date) -> ReleaseMissing:
    with session.vault.read() as db:
        means, name = _meaning(db, recipient)
        found = _of_client(db, case_id)
        restricted = _restricted(db, case_id)
    words = session.lists.label("release_purposes", purpose)
    if restricted is not None:
        return ReleaseMissing(name, words, "restricted", restricted.day)
    lapsed = [
        (one, lapse) for one in found
        if means(one) and one.purpose == purpose and (lapse := one.lapse(on)) is not None
    ]  # fmt: skip
    if lapsed:
        one, lapse = max(lapsed, key=lambda pair: _NEAREST.index(pair[1]))
        reason = "later" if lapse is Lapse.NOT_GIVEN and one.given is not None else lapse.value
        return ReleaseMissing(name, words, reason, _day(one, lapse))
    valid = [one for one in found if one.purpose is not None and one.lapse(on) is None]
    office = plain_name(office_of(name))
    for one in valid:
        if one.purpose == purpose and plain_name(office_of(one.recipient)) == office:
            return ReleaseMissing(name, words, "other_recipient", other=one.recipient)
    for one in valid:
        if means(one):
            other = session.lists.label("release_purposes", str(one.purpose))
            return ReleaseMissing(name, words, "other_purpose", other=other)
    return ReleaseMissing(name, words)


def _day(release: Release, lapse: Lapse) -> date | None:
    return {
        Lapse.WITHDRAWN: release.withdrawn,
        Lapse.EXPIRED: release.valid_until,
        Lapse.SETTLED: release.case_closed,
        Lapse.NOT_GIVEN: release.given,
    }.get(lapse)


def _restricted(db: Connection, case_id: RecordId) -> RightsEvent | None:
    return privacy.rights_of(db, cases.read_case(db, case_id).client_id).restricted


def _of_client(db: Connection, case_id: RecordId) -> tuple[Release, ...]:
    return releases.releases_of(db, cases.read_case(db, case_id).client_id)


def _meaning(db: Connection, recipient: RecordId | str) -> tuple[Callable[[Release], bool], str]:
    """Return what tells whether a release names this recipient, and the recipient's name."""
    try:
        entry: Recipient = recipients.read_recipient(db, record_id(recipient))
    except ValueError:
        wanted = plain_name(recipient)
        return lambda one: bool(wanted) and plain_name(one.recipient) == wanted, recipient.strip()
    return lambda one: one.names(entry), entry.label
