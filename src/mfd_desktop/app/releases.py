"""Intentions around releases (Schweigepflichtentbindungen). Whether one allows something: ``app.release_gate``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app.address_book import called
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.release_fields import RELEASE, WITHDRAWAL
from mfd_desktop.app.saving import check, defaults
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import ReleaseInUse
from mfd_desktop.vault import agenda, cases, clients, desk, recipients
from mfd_desktop.vault import releases as store
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Problem, Value
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.releases import Release
    from mfd_desktop.vault.database import Connection

DAYS_FOR_PAPER = 14
"""Days after an oral release at which the follow-up asks for the signed sheet."""


def new_release(session: Session, case_id: RecordId) -> dict[str, str]:
    """Return the texts a new release in this case starts with: who is released, the client's language, the place."""
    with session.vault.read() as db:
        office = desk.read_office(db)
        client = clients.read_client(db, cases.read_case(db, case_id).client_id)
    own = {"language": next(iter(client.languages), "")}
    if office is not None:
        names = (office.counsellor, office.name, office.carrier)
        own |= {"sender": ", ".join(name for name in names if name), "place": office.town}
    return defaults(RELEASE, today=session.clock.today()) | own


def record_release(session: Session, case_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Record a release of the case's client; with anything missing or invalid it is a draft and allows nothing.

    An oral one makes a follow-up that asks for the signed sheet.
    """
    result = check(RELEASE, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        client_id = cases.read_case(db, case_id).client_id
        values = {**_linked(db, result), "case_id": case_id}
        release_id = store.add_release(db, session.origin("release"), client_id, values, result.kept)
        _follow_paper(db, session, None, store.read_release(db, release_id))
    _announce(session, release_id, client_id, initiator)
    return Saved(release_id, result.problems)


def save_release(session: Session, release_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Change the touched fields of a release. The follow-up of an oral one is done once the signed sheet is there."""
    with session.vault.write() as db:
        before = store.read_release(db, release_id)
        result = check(
            RELEASE, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(before, RELEASE), stored_raw=before.stamp.raw,
        )  # fmt: skip
        _change(db, session, before, _linked(db, result), result.raw)
    _announce(session, release_id, before.client_id, initiator)
    return Saved(release_id, result.problems)


def withdraw_release(
    session: Session, release_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Record a withdrawal with its day (``withdrawn``); it works from that day on.

    If the day is missing or wrong nothing happens and the problems are returned.
    """
    with session.vault.write() as db:
        before = store.read_release(db, release_id)
        typed = {**raws, "given": format_date(before.given) if before.given else ""}
        result = check(WITHDRAWAL, typed, today=session.clock.today(), lists=session.lists)
        if not result.problems:
            _change(db, session, before, {"withdrawn": result.values["withdrawn"]}, {})
    if not result.problems:
        _announce(session, release_id, before.client_id, initiator)
    return result.problems


def take_back_withdrawal(session: Session, release_id: RecordId, *, initiator: object = None) -> None:
    """Undo ``withdraw_release``: the release counts again."""
    with session.vault.write() as db:
        before = store.read_release(db, release_id)
        _change(db, session, before, {"withdrawn": None}, {})
    _announce(session, release_id, before.client_id, initiator)


def remove_release(session: Session, release_id: RecordId, *, initiator: object = None) -> str:
    """Move a release into the recycle bin with its untouched follow-up; return the entry for ``recycling.restore``.

    Raises ReleaseInUse if a final letter left because of it.
    """
    with session.vault.write() as db:
        gone = store.read_release(db, release_id)
        letters = store.final_letters(db, release_id)
        if letters:
            raise ReleaseInUse(letters)
        asking = gone.follow_up_id
        alone = asking is not None and _untouched(db, asking, gone)
        also = [(agenda.FOLLOW_UP.name, asking)] if asking is not None and alone else []
        entry = bin_record(db, store.RELEASE.name, release_id, session.clock.now(), also)
    _announce(session, release_id, gone.client_id, initiator)
    return entry


def read_release(session: Session, release_id: RecordId) -> Release:
    """Return one release; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_release(db, release_id)


def final_letters(session: Session, release_id: RecordId) -> int:
    """Return how many final letters left because of this release."""
    with session.vault.read() as db:
        return store.final_letters(db, release_id)


def releases_of(session: Session, client_id: RecordId) -> tuple[Release, ...]:
    """Return the releases of a client, those not given yet first, then those given last."""
    with session.vault.read() as db:
        return store.releases_of(db, client_id)


def _linked(db: Connection, result: Checked) -> dict[str, Value]:
    """Return the values to store; a recipient that is in the address book is tied to its entry."""
    values = dict(result.values)
    if "recipient" in values:
        entry = called(recipients.all_recipients(db), str(values["recipient"] or ""))
        values["recipient_id"] = entry.stamp.id if entry else None
    return values


def _change(
    db: Connection,
    session: Session,
    before: Release,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> None:
    store.change_release(db, before.stamp.id, session.clock.now(), values, raw)
    _follow_paper(db, session, before, store.read_release(db, before.stamp.id))


def _follow_paper(db: Connection, session: Session, before: Release | None, after: Release) -> None:
    """Keep the follow-up in step: it exists while the signed sheet is missing and is done once it is not.

    What the counsellor has made of it meanwhile (another text, ticked off, deleted) stays as it is.
    """
    today, now = session.clock.today(), session.clock.now()
    lacked, lacks = before is not None and before.lacks_paper(today), after.lacks_paper(today)
    if lacks and after.follow_up_id is None and not lacked:
        _ask_for_paper(db, session, after, today)
    elif after.follow_up_id is None or before is None or not _untouched(db, after.follow_up_id, before):
        return
    elif lacked and not lacks:
        agenda.change_follow_up(db, after.follow_up_id, now, {"done": today}, {})
    elif lacks:
        again = {"text": _paper_words(after)} if lacked else {"text": _paper_words(after), "done": None}
        agenda.change_follow_up(db, after.follow_up_id, now, again, {})


def _ask_for_paper(db: Connection, session: Session, release: Release, today: date) -> None:
    due = max((release.given or today) + timedelta(days=DAYS_FOR_PAPER), today)
    values = {"case_id": release.case_id, "due": due, "text": _paper_words(release)}
    follow_up_id = agenda.add_follow_up(db, session.origin("release"), values, {})
    store.change_release(db, release.stamp.id, session.clock.now(), {"follow_up_id": follow_up_id}, {})


def _untouched(db: Connection, follow_up_id: RecordId, release: Release) -> bool:
    """Tell whether the follow-up still says what was written here; another day makes no difference."""
    return agenda.read_follow_up(db, follow_up_id).text == _paper_words(release)


def _paper_words(release: Release) -> str:
    return _("Unterschrift zur mündlichen Entbindung einholen: {recipient}").format(recipient=release.recipient)


def _announce(session: Session, release_id: RecordId, client_id: RecordId, initiator: object) -> None:
    session.announce(changed("release", "agenda", ids=(release_id, client_id)), initiator)
