"""Intentions around the rights of a person: information, consents, requests, restriction, disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.privacy_fields import ANSWER, ENDING, FIELDS
from mfd_desktop.app.saving import check, defaults
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date, months_after
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.vault import agenda, cases, clients, desk, journal
from mfd_desktop.vault import privacy as store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.content.privacy import Regime
    from mfd_desktop.domain.fields import Problem, Value
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.privacy import Rights, RightsEvent
    from mfd_desktop.vault.database import Connection


def law(session: Session) -> Regime:
    """Return the data protection law of the Träger; the DSGVO as long as there is no office. Raises ContentError."""
    from mfd_desktop.content.privacy import regime

    with session.vault.read() as db:
        office = desk.read_office(db)
    return regime(office.regime if office else "DSGVO")


def rights_of(session: Session, client_id: RecordId) -> Rights:
    """Return what is recorded about a person's rights."""
    with session.vault.read() as db:
        return store.rights_of(db, client_id)


def read_event(session: Session, event_id: RecordId) -> RightsEvent:
    """Return one record; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_event(db, event_id)


def new_event(session: Session, case_id: RecordId, kind: RightsKind) -> dict[str, str]:
    """Return the texts a new record starts with."""
    texts = defaults(FIELDS[kind], today=session.clock.today())
    if kind is RightsKind.SHEET:
        with session.vault.read() as db:
            client = clients.read_client(db, cases.read_case(db, case_id).client_id)
        texts |= {"matter": law(session).edition, "language": next(iter(client.languages), "de")}
    return texts


def record_event(
    session: Session, case_id: RecordId, kind: RightsKind, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Record something about the rights of the case's client.

    A request gets the day of the answer by the law of the Träger and a follow-up for it; a restriction is logged.
    """
    result = check(FIELDS[kind], raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        client_id = cases.read_case(db, case_id).client_id
        origin = session.origin(FIELDS[kind].name)
        event_id = store.add_event(db, origin, client_id, kind, result.values, result.kept)
        if kind is RightsKind.REQUEST:
            _await_answer(db, session, case_id, event_id)
        if kind is RightsKind.RESTRICTION:
            journal.append(db, session.clock.now(), Event.RESTRICT, "begun", client_id)
    _announce(session, event_id, client_id, initiator)
    return Saved(event_id, result.problems)


def save_event(session: Session, event_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Change the touched fields of a record; the day of the answer follows the day a request came in."""
    with session.vault.write() as db:
        before = store.read_event(db, event_id)
        fieldset = FIELDS[before.kind]
        result = check(
            fieldset, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(before, fieldset), stored_raw=before.stamp.raw,
        )  # fmt: skip
        store.change_event(db, event_id, session.clock.now(), result.values, result.raw)
        if before.kind is RightsKind.REQUEST:
            _move_answer(db, session, before, store.read_event(db, event_id))
    _announce(session, event_id, before.client_id, initiator)
    return Saved(event_id, result.problems)


def answer_request(
    session: Session, event_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Record the answer to a request (``answer``, ``ended``, ``note``) and finish its follow-up.

    With anything missing or wrong nothing happens and the problems are returned.
    """
    with session.vault.write() as db:
        before = store.read_event(db, event_id)
        typed = {"note": before.note, **raws, "day": format_date(before.day) if before.day else ""}
        result = check(ANSWER, typed, today=session.clock.today(), lists=session.lists)
        if not result.problems:
            _close(db, session, before, {name: result.values[name] for name in ("answer", "ended", "note")})
    if not result.problems:
        _announce(session, event_id, before.client_id, initiator)
    return result.problems


def end_event(
    session: Session, event_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Withdraw a consent, lift a restriction, end a dispute, from the day ``ended`` on; problems as above."""
    with session.vault.write() as db:
        before = store.read_event(db, event_id)
        typed = {**raws, "day": format_date(before.day) if before.day else ""}
        result = check(ENDING, typed, today=session.clock.today(), lists=session.lists)
        if not result.problems:
            _close(db, session, before, {"ended": result.values["ended"]})
    if not result.problems:
        _announce(session, event_id, before.client_id, initiator)
    return result.problems


def take_back_end(session: Session, event_id: RecordId, *, initiator: object = None) -> None:
    """Undo ``answer_request`` or ``end_event``: it runs again, and so does its follow-up."""
    with session.vault.write() as db:
        before = store.read_event(db, event_id)
        store.change_event(db, event_id, session.clock.now(), {"ended": None, "answer": ""}, {})
        if before.follow_up_id is not None:
            agenda.change_follow_up(db, before.follow_up_id, session.clock.now(), {"done": None}, {})
        if before.kind is RightsKind.RESTRICTION:
            journal.append(db, session.clock.now(), Event.RESTRICT, "begun", before.client_id)
    _announce(session, event_id, before.client_id, initiator)


def remove_event(session: Session, event_id: RecordId, *, initiator: object = None) -> RightsEvent:
    """Delete a record recorded by mistake, with its open follow-up; return it for ``restore_event``."""
    with session.vault.write() as db:
        gone = store.read_event(db, event_id)
        if gone.follow_up_id is not None and gone.open:
            agenda.remove_follow_up(db, gone.follow_up_id)
        store.remove_event(db, event_id)
        if gone.kind is RightsKind.RESTRICTION and gone.open:
            journal.append(db, session.clock.now(), Event.RESTRICT, "ended", gone.client_id)
    _announce(session, event_id, gone.client_id, initiator)
    return gone


def restore_event(session: Session, case_id: RecordId, gone: RightsEvent, *, initiator: object = None) -> RecordId:
    """Record a deleted record again, under a new id, a request that is open with a new follow-up."""
    values: dict[str, Value] = {name: getattr(gone, name) for name in store.EVENT.columns}
    values["follow_up_id"] = None
    with session.vault.write() as db:
        origin = session.origin(gone.stamp.source, gone.stamp.source_version)
        event_id = store.add_event(db, origin, gone.client_id, gone.kind, values, gone.stamp.raw)
        if gone.kind is RightsKind.REQUEST and gone.open:
            _await_answer(db, session, case_id, event_id)
        if gone.kind is RightsKind.RESTRICTION and gone.open:
            journal.append(db, session.clock.now(), Event.RESTRICT, "begun", gone.client_id)
    _announce(session, event_id, gone.client_id, initiator)
    return event_id


def answer_day(session: Session, right: str, day: date) -> date:
    """Return by when a request that came in on ``day`` is to be answered."""
    return months_after(day, law(session).rights[right].months)


def _await_answer(db: Connection, session: Session, case_id: RecordId, event_id: RecordId) -> None:
    request = store.read_event(db, event_id)
    if request.day is None or not request.matter:
        return
    due = answer_day(session, request.matter, request.day)
    values = {"case_id": case_id, "due": due, "text": _words(session, request)}
    follow_up_id = agenda.add_follow_up(db, session.origin("rights_request"), values, {})
    changes = {"due": due, "follow_up_id": follow_up_id}
    store.change_event(db, event_id, session.clock.now(), changes, {})


def _move_answer(db: Connection, session: Session, before: RightsEvent, after: RightsEvent) -> None:
    if after.day is None or not after.matter or (after.day, after.matter) == (before.day, before.matter):
        return
    due = answer_day(session, after.matter, after.day)
    store.change_event(db, after.stamp.id, session.clock.now(), {"due": due}, {})
    if after.follow_up_id is not None:
        changes = {"due": due, "text": _words(session, after)}
        agenda.change_follow_up(db, after.follow_up_id, session.clock.now(), changes, {})


def _close(db: Connection, session: Session, before: RightsEvent, values: Mapping[str, object]) -> None:
    now = session.clock.now()
    store.change_event(db, before.stamp.id, now, values, {})
    if before.follow_up_id is not None:
        agenda.change_follow_up(db, before.follow_up_id, now, {"done": values["ended"]}, {})
    if before.kind is RightsKind.RESTRICTION:
        journal.append(db, now, Event.RESTRICT, "ended", before.client_id)


def _words(session: Session, request: RightsEvent) -> str:
    right = session.lists.label("privacy_rights", request.matter)
    return _("Antrag nach Datenschutzrecht beantworten: {right}").format(right=right)


def _announce(session: Session, event_id: RecordId, client_id: RecordId, initiator: object) -> None:
    session.announce(changed("privacy", "agenda", ids=(event_id, client_id)), initiator)
