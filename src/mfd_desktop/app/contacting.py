"""Intentions around contacts: in a case, Kurzberatung, anonymous, the day's late entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.app.casework import Saved
from mfd_desktop.app.changes import changed
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.domain.errors import NotPromotable
from mfd_desktop.domain.records import ContactForm, Topic
from mfd_desktop.vault import contacts
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Contact
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.records import Origin

_FORM_OF_FLAG = {"group": ("F5", "F2"), "anonymous": ("F4", "F1")}


def record_contact(session: Session, case_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Record a contact inside a case; invalid fields are kept as typed and the contact is a draft, not
    counted.
    """
    with session.vault.write() as db:
        saved = add_to_case(db, session, session.origin("contact"), case_id, raws)
    session.announce(changed("contact", ids=(saved.record_id, case_id)), initiator)
    return saved


def add_to_case(db: Connection, session: Session, origin: Origin, case_id: RecordId, raws: Mapping[str, str]) -> Saved:
    """Do ``record_contact`` inside a transaction."""
    result = check(fieldsets.CONTACT, raws, today=session.clock.today(), lists=session.lists)
    return Saved(_add(db, origin, result, case_id=case_id), result.problems)


def record_short_contact(session: Session, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Record a Kurzberatung (F1), or an anonymous contact (F4) that never becomes part of a case."""
    result = check(fieldsets.SHORT_CONTACT, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        contact_id = _add(db, session.origin("short_contact"), result)
    session.announce(changed("contact", ids=(contact_id,)), initiator)
    return Saved(contact_id, result.problems)


def record_day(
    session: Session, rows: Sequence[tuple[RecordId, Mapping[str, str]]], *, initiator: object = None
) -> tuple[Saved, ...]:
    """Record the day's contacts, each given as case and texts, all in one transaction."""
    today = session.clock.today()
    results = [(case_id, check(fieldsets.CONTACT, raws, today=today, lists=session.lists)) for case_id, raws in rows]
    with session.vault.write() as db:
        saved = tuple(
            Saved(_add(db, session.origin("day_entry"), result, case_id=case_id), result.problems)
            for case_id, result in results
        )
    session.announce(changed("contact", ids=tuple(case_id for case_id, _ in results)), initiator)
    return saved


def _add(db: Connection, origin: Origin, result: Checked, *, case_id: RecordId | None = None) -> RecordId:
    values = dict(result.values)
    topics = _topics(values.pop("topics"))
    if case_id is None:
        form = ContactForm.ANONYMOUS if values.pop("anonymous", False) else ContactForm.SHORT
    else:
        form = ContactForm.GROUP if values.pop("group", False) else ContactForm.ACCOMPANIMENT
    return contacts.add_contact(db, origin, {**values, "case_id": case_id, "form": form.value}, topics, result.kept)


def save_contact(session: Session, contact_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Change the touched fields of a contact. Raises NotPromotable if an anonymous one shall be so
    no longer.
    """
    with session.vault.write() as db:
        case_id = contacts.read_contact(db, contact_id).case_id
        saved = change_contact(db, session, contact_id, raws)
    session.announce(changed("contact", ids=(contact_id, case_id)), initiator)
    return saved


def change_contact(db: Connection, session: Session, contact_id: RecordId, raws: Mapping[str, str]) -> Saved:
    """Do ``save_contact`` inside a transaction."""
    before = contacts.read_contact(db, contact_id)
    result = check(
        fields_of(before), raws, today=session.clock.today(), lists=session.lists,
        stored=contact_values(before), stored_raw=before.stamp.raw,
    )  # fmt: skip
    values = dict(result.values)
    topics = _topics(values.pop("topics")) if "topics" in values else None
    for flag, (yes, no) in _FORM_OF_FLAG.items():
        ticked = values.pop(flag, None)
        if ticked is not None:
            values["form"] = yes if ticked else no
    if before.form is ContactForm.ANONYMOUS and values.get("form") == ContactForm.SHORT:
        raise NotPromotable
    contacts.change_contact(db, contact_id, session.clock.now(), values, topics, result.raw)
    return Saved(contact_id, result.problems)


def fields_of(contact: Contact) -> FieldSet:
    """Return the field set with which this contact is edited."""
    return fieldsets.SHORT_CONTACT if contact.case_id is None else fieldsets.CONTACT


def contact_values(contact: Contact) -> dict[str, Value]:
    """Return the typed values of a contact under the names of its field set."""
    values = {
        field.name: getattr(contact, field.name)
        for field in fields_of(contact).fields
        if hasattr(contact, field.name) and field.name != "topics"
    }
    values["topics"] = tuple(topic.subtopic or topic.code for topic in contact.topics)
    values["group"] = contact.form is ContactForm.GROUP
    values["anonymous"] = contact.form is ContactForm.ANONYMOUS
    return values


def read_contact(session: Session, contact_id: RecordId) -> Contact:
    """Return one contact; raise KeyError if there is none."""
    with session.vault.read() as db:
        return contacts.read_contact(db, contact_id)


def short_contacts(session: Session, first: date, last: date) -> tuple[Contact, ...]:
    """Return the contacts without a case of these days, newest first."""
    with session.vault.read() as db:
        return contacts.short_contacts(db, first, last)


def draft_contacts(session: Session) -> tuple[Contact, ...]:
    """Return the contacts that are not counted because something is missing or invalid."""
    with session.vault.read() as db:
        return contacts.draft_contacts(db)


def promote(session: Session, contact_id: RecordId, case_id: RecordId, *, initiator: object = None) -> Contact:
    """Move a Kurzberatung into a case; it is counted once. Raises NotPromotable for an anonymous contact.

    Return what it was, so that ``demote`` can take it back.
    """
    with session.vault.write() as db:
        before = put_into_case(db, session, contact_id, case_id)
    session.announce(changed("contact", "case", ids=(contact_id, case_id)), initiator)
    return before


def put_into_case(db: Connection, session: Session, contact_id: RecordId, case_id: RecordId) -> Contact:
    """Do ``promote`` inside a transaction; return what the contact was."""
    before = contacts.read_contact(db, contact_id)
    contacts.move_into_case(db, contact_id, case_id, session.clock.now())
    moved = contacts.read_contact(db, contact_id)
    result = check(
        fieldsets.CONTACT, {}, today=session.clock.today(), lists=session.lists,
        stored=contact_values(moved), stored_raw=moved.stamp.raw,
    )  # fmt: skip
    values = {name: value for name, value in result.values.items() if name not in ("topics", "group")}
    topics = _topics(result.values["topics"]) if "topics" in result.values else None
    asked_no_more = dict.fromkeys(moved.stamp.raw) | dict(result.raw)
    contacts.change_contact(db, contact_id, session.clock.now(), values, topics, asked_no_more)
    return before


def demote(session: Session, before: Contact, *, initiator: object = None) -> None:
    """Take a Kurzberatung out of its case again; ``before`` is what it was when it was promoted.

    What was changed on it since stays. Raises NotPromotable for a contact that never was a Kurzberatung.
    """
    with session.vault.write() as db:
        case_id = take_out_of_case(db, session, before)
    session.announce(changed("contact", "case", ids=(before.stamp.id, case_id)), initiator)


def take_out_of_case(db: Connection, session: Session, before: Contact) -> RecordId | None:
    """Do ``demote`` inside a transaction; return the case it was taken out of."""
    contact_id = before.stamp.id
    now = contacts.read_contact(db, contact_id)
    if now.stamp.source != "short_contact":
        raise NotPromotable
    contacts.move_out_of_case(db, contact_id, session.clock.now())
    moved = contacts.read_contact(db, contact_id)
    names = {field.name for field in fieldsets.CONTACT.fields}
    typed = {name: text for name, text in before.stamp.raw.items() if name not in names} | dict(moved.stamp.raw)
    stored = contact_values(moved)
    again = {
        name: text for name, text in raws_of(fieldsets.SHORT_CONTACT, stored, typed).items() if name != "anonymous"
    }
    result = check(fieldsets.SHORT_CONTACT, again, today=session.clock.today(), lists=session.lists, stored=stored)
    values = dict(result.values)
    topics = _topics(values.pop("topics"))
    contacts.change_contact(db, contact_id, session.clock.now(), values, topics, {**dict.fromkeys(typed), **result.raw})
    return now.case_id


def remove_contact(session: Session, contact_id: RecordId, *, initiator: object = None) -> str:
    """Move a contact into the recycle bin; return the entry for ``recycling.restore``."""
    with session.vault.write() as db:
        case_id = contacts.read_contact(db, contact_id).case_id
        entry = bin_record(db, contacts.CONTACT.name, contact_id, session.clock.now())
    session.announce(changed("contact", ids=(contact_id, case_id)), initiator)
    return entry


def _topics(codes: Value) -> tuple[Topic, ...]:
    if not isinstance(codes, tuple):
        return ()
    return tuple(Topic(code.split(".")[0], code if "." in code else None) for code in codes)
