"""Whose changes can be looked at: of every kind of record its fields, its texts now, and how one is written back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from mfd_desktop.app import (
    address_book,
    agenda,
    casework,
    contacting,
    deadlines,
    fieldsets,
    guided,
    law_fields,
    letters,
    noticing,
    procedures,
    referring,
    releases,
    validities,
)
from mfd_desktop.app import structural as structure
from mfd_desktop.app.casework import values_of
from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.app.letter_fields import letter_fields
from mfd_desktop.app.release_fields import RECIPIENT, RELEASE
from mfd_desktop.app.saving import raws_of
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind
from mfd_desktop.forms import validation
from mfd_desktop.vault import clients, forms, procedure_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Deadline, Validity
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import ContactWay, ResidenceStatus

    Write = Callable[[dict[str, str]], object]


@dataclass(frozen=True, slots=True)
class Subject:
    """A record as it is now. ``values``: of every field the text of its value; ``typed``: texts that mean none.

    ``write`` stores touched texts, None for what is closed. ``settled``: fields that are told but cannot be written
    back, because they follow from an act of their own. ``say`` puts the text of a field into words, if lists cannot.
    """

    fields: tuple[Field, ...]
    values: Mapping[str, str]
    typed: Mapping[str, str]
    write: Write | None
    settled: frozenset[str] = frozenset()
    say: Callable[[str, str], str] | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The text of every field as a form shows it."""
        return {name: self.typed.get(name, text) for name, text in self.values.items()}


def subject(session: Session, table: str, record_id: RecordId) -> Subject:
    """Return the record whose changes are looked at; KeyError if there is none, or none of this kind has a history."""
    return _KINDS[table](session, record_id)


def _of(record: object, fieldset: FieldSet, write: Write, *told: Field) -> Subject:
    whole = FieldSet(fieldset.name, (*fieldset.fields, *told))
    raw = record.stamp.raw  # type: ignore[attr-defined]  # every record has a stamp
    values = raws_of(whole, values_of(record, whole), {})
    return Subject(whole.fields, values, raw, write, frozenset(field.name for field in told))


def _client(session: Session, record_id: RecordId) -> Subject:
    found = casework.read_client(session, record_id)
    return _of(found, fieldsets.CLIENT, partial(casework.save_client, session, record_id))


def _part(session: Session, table: str, record_id: RecordId) -> ContactWay | ResidenceStatus:
    with session.vault.read() as db:
        row = db.execute(f"SELECT client_id FROM {table} WHERE id = ?", (record_id,)).fetchone()  # noqa: S608 - our own
        if row is None:
            raise KeyError(record_id)
        read = clients.contact_ways if table == clients.CONTACT_WAY.name else clients.residence_history
        return next(part for part in read(db, row[0]) if part.stamp.id == record_id)


def _contact_way(session: Session, record_id: RecordId) -> Subject:
    found = _part(session, clients.CONTACT_WAY.name, record_id)
    write = partial(casework.save_contact_way, session, found.client_id, record_id)
    return _of(found, fieldsets.CONTACT_WAY, write)


def _residence_status(session: Session, record_id: RecordId) -> Subject:
    found = _part(session, clients.RESIDENCE_STATUS.name, record_id)
    write = partial(casework.save_residence_status, session, found.client_id, record_id)
    return _of(found, fieldsets.RESIDENCE_STATUS, write)


def _case(session: Session, record_id: RecordId) -> Subject:
    found = casework.read_case(session, record_id)
    fields = FieldSet("case", tuple(field for field in fieldsets.CASE.fields if field.name != "level"))
    told = tuple(field for field in fieldsets.CASE_CLOSING.fields if field.name != "opened")
    return _of(found, fields, partial(casework.save_case, session, record_id), *told)


def _contact(session: Session, record_id: RecordId) -> Subject:
    found = contacting.read_contact(session, record_id)
    fieldset = contacting.fields_of(found)
    values = raws_of(fieldset, contacting.contact_values(found), {})
    write = partial(contacting.save_contact, session, record_id)
    return Subject(fieldset.fields, values, found.stamp.raw, write, frozenset({"anonymous"}))


def _follow_up(session: Session, record_id: RecordId) -> Subject:
    found = agenda.read_follow_up(session, record_id)
    done = Field("done", Kind.DATE, N_("Erledigt am"))
    return _of(found, fieldsets.FOLLOW_UP, partial(agenda.save_follow_up, session, record_id), done)


def _appointment(session: Session, record_id: RecordId) -> Subject:
    found = agenda.read_appointment(session, record_id)
    cancelled = Field("cancelled", Kind.FLAG, N_("Abgesagt"))
    return _of(found, fieldsets.APPOINTMENT, partial(agenda.save_appointment, session, record_id), cancelled)


def _referral(session: Session, record_id: RecordId) -> Subject:
    found = referring.read_referral(session, record_id)
    return _of(found, fieldsets.REFERRAL, partial(referring.save_referral, session, record_id))


def _activity(session: Session, record_id: RecordId) -> Subject:
    found = structure.read_activity(session, record_id)
    return _of(found, fieldsets.ACTIVITY, partial(structure.save_activity, session, record_id))


def _release(session: Session, record_id: RecordId) -> Subject:
    found = releases.read_release(session, record_id)
    withdrawn = Field("withdrawn", Kind.DATE, N_("Widerrufen am"))
    return _of(found, RELEASE, partial(releases.save_release, session, record_id), withdrawn)


def _recipient(session: Session, record_id: RecordId) -> Subject:
    found = address_book.read_recipient(session, record_id)
    return _of(found, RECIPIENT, partial(address_book.save_recipient, session, record_id))


def _letter(session: Session, record_id: RecordId) -> Subject:
    found = letters.read_letter(session, record_id)
    fields = letter_fields(found.template, found.language, session.lists).fields
    texts = {field.name: found.fields.get(field.name, "") for field in fields}
    write = None if found.final else partial(letters.save_letter, session, record_id)
    return Subject(fields, texts, {}, write)


def _form(session: Session, record_id: RecordId) -> Subject:
    found = guided.read(session, record_id)
    own = tuple(field.declared() for field in found.form.fields if field.answerable and not field.bind)
    with session.vault.read() as db:
        answers = forms.read_answers(db, record_id)
    write = None if found.record.finished is not None else partial(guided.save, session, record_id)

    def say(name: str, text: str) -> str:
        values, _wrong = validation.read(found.form, {name: text}, today=session.clock.today(), lists=session.lists)
        return found.form.field(name).format(values.get(name), session.lists) or text

    texts = {field.name: answers.get(field.name, "") for field in own}
    return Subject(own, texts, found.record.stamp.raw, write, say=say)


def _procedure(session: Session, record_id: RecordId) -> Subject:
    found = procedures.read_procedure(session, record_id)
    return _of(found, fieldsets.PROCEDURE, partial(procedures.save_procedure, session, record_id))


def _step_of_procedure(session: Session, record_id: RecordId) -> Subject:
    with session.vault.read() as db:
        found = procedure_steps.read_step(db, record_id)
    write = partial(procedures.save_step, session, record_id)
    return _of(found, law_fields.PROCEDURE_STEP, write)


def _validity(session: Session, record_id: RecordId) -> Subject:
    found = validities.read_validity(session, record_id)
    write = partial(validities.save_validity, session, found.client_id, record_id)
    return _days_of(_of(found, _without_days(law_fields.VALIDITY), write), found, law_fields.VALIDITY)


def _notice(session: Session, record_id: RecordId) -> Subject:
    found = noticing.read_notice(session, record_id)
    return _of(found, law_fields.NOTICE, partial(noticing.change_notice, session, record_id))


def _deadline(session: Session, record_id: RecordId) -> Subject:
    found = deadlines.read_deadline(session, record_id)
    fieldset = deadlines.fields_of(found)
    own = {field.name for field in fieldset.fields}
    told = tuple(field for field in _OF_DEADLINES if field.name not in own)
    whole = _of(found, _without_days(fieldset), partial(deadlines.save_deadline, session, record_id), *told)
    return _days_of(whole, found, fieldset)


_OF_DEADLINES = (
    Field("effective", Kind.DATE, N_("Gilt als bekannt gegeben am")),
    Field("due", Kind.DATE, N_("Fristende")),
    Field("safe_due", Kind.DATE, N_("Sicheres Fristende")),
    *law_fields.EXTENSION.fields,
    *law_fields.FINISH.fields,
)
"""What is told of a deadline beside what can be changed by hand."""


def _without_days(fieldset: FieldSet) -> FieldSet:
    return FieldSet(fieldset.name, tuple(field for field in fieldset.fields if field.name != "warnings"))


def _days_of(found: Subject, record: Deadline | Validity, fieldset: FieldSet) -> Subject:
    """Add the early warnings, which are stored as days and typed with commas."""
    days = law_fields.show_warnings(record.warnings).replace(",", "")
    return replace(found, fields=(*found.fields, fieldset["warnings"]), values={**found.values, "warnings": days})


_KINDS: dict[str, Callable[[Session, RecordId], Subject]] = {
    "activity": _activity, "appointment": _appointment, "authority_notice": _notice, "case_file": _case,
    "client": _client, "contact": _contact, "contact_way": _contact_way, "deadline": _deadline,
    "follow_up": _follow_up, "form_record": _form, "letter": _letter, "procedure": _procedure,
    "procedure_step": _step_of_procedure, "recipient": _recipient, "referral": _referral, "release": _release,
    "residence_status": _residence_status, "validity": _validity,
}  # fmt: skip
