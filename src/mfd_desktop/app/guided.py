"""Intentions around guided forms: begin one, store answers, go on, finish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app import guided_follow_ups, guided_records
from mfd_desktop.app.changes import changed
from mfd_desktop.app.guided_records import filling_of
from mfd_desktop.content.errors import ContentError
from mfd_desktop.domain.errors import FormUnusable
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.records import State
from mfd_desktop.forms import answers, navigation, validation
from mfd_desktop.vault import agenda, cases, contacts, forms, procedures
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.guided_records import Filling
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Case, Contact, FilledForm
    from mfd_desktop.forms.definition import Form
    from mfd_desktop.forms.library import Offer
    from mfd_desktop.forms.navigation import View
    from mfd_desktop.vault.database import Connection


@dataclass(frozen=True, slots=True)
class Guided:
    """A form as it is filled in now. ``raws`` are the texts of all fields, ``problems`` what is wrong with them."""

    record: FilledForm
    case: Case
    form: Form
    raws: Mapping[str, str]
    view: View
    problems: Mapping[str, Problem]

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """What is to be put right before the form can be finished."""
        return validation.open_problems(self.view, self.problems)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form of a case in a list; ``form`` is None if its file cannot be used, ``reason`` then says why."""

    record: FilledForm
    form: Form | None
    reason: str = ""


def offers(session: Session) -> tuple[Offer, ...]:
    """Return all forms that can be begun, and those that cannot be used with the reason."""
    return session.forms.offers()


def forms_of(session: Session, case_id: RecordId) -> tuple[FormRow, ...]:
    """Return the forms of a case: those not finished first, the newest before the others."""
    with session.vault.read() as db:
        found = forms.forms_of(db, case_id)
    return tuple(_row(session, record) for record in found)


def _row(session: Session, record: FilledForm) -> FormRow:
    try:
        return FormRow(record, session.forms.get(record.form, record.form_version))
    except ContentError as error:
        return FormRow(record, None, str(error))


def begin(session: Session, case_id: RecordId, form_id: str, *, initiator: object = None) -> RecordId:
    """Begin the newest version of a form; KeyError if there is none, FormUnusable if its file cannot be used.

    The talk is one contact of the case: the one noted today that no form belongs to yet, or a new one, which stays
    a draft and is not counted until nothing is missing. A running procedure of the client is taken up.
    """
    form = _usable(session, form_id, session.forms.versions()[form_id])
    origin = session.origin(f"form:{form_id}", form.version)
    with session.vault.write() as db:
        case = cases.read_case(db, case_id)
        running = [found for found in procedures.procedures_of(db, case.client_id) if found.ended is None]
        noted = _noted_today(session, db, case_id) if any(_of_contact(form)) else None
        values = {
            "case_id": case_id, "form": form_id, "form_version": form.version, "step": form.steps[0].name,
            "begun": session.clock.today(), "contact_id": noted.stamp.id if noted else None,
            "procedure_id": running[0].stamp.id if running else None,
        }  # fmt: skip
        record_id = forms.add_form(db, origin, values)
        filling = filling_of(db, session, record_id)
        start = _defaults(session, form)
        if noted is None and any(_of_contact(form)):
            targets = {field: text for field, text in start.items() if field in _of_contact(form)}
            guided_records.make_contact(
                filling, {_of_contact(form)[field]: text for field, text in targets.items()}
            )  # fmt: skip
        own = {field: text for field, text in start.items() if not form.field(field).bind}
        forms.write_answers(db, record_id, own)
    session.announce(changed("form", "contact", ids=(record_id, case_id)), initiator)
    return record_id


def _of_contact(form: Form) -> dict[str, str]:
    """Return the names of contact fields by the field of the form that fills them."""
    return {
        field.name: field.bind.partition(".")[2] for field in form.fields if field.bind.startswith("contact.")
    }  # fmt: skip


def _defaults(session: Session, form: Form) -> dict[str, str]:
    words = {"today": show(session.clock.today())}
    return {field.name: words.get(field.default, field.default) for field in form.fields if field.default}


def _noted_today(session: Session, db: Connection, case_id: RecordId) -> Contact | None:
    taken = {found.contact_id for found in forms.forms_of(db, case_id)}
    today = session.clock.today()
    noted = [found for found in contacts.contacts_of(db, case_id) if found.day == today]
    return next((found for found in noted if found.stamp.id not in taken), None)


def _usable(session: Session, form_id: str, version: int) -> Form:
    try:
        return session.forms.get(form_id, version)
    except ContentError as error:
        raise FormUnusable(str(error)) from error


def case_of(session: Session, record_id: RecordId) -> RecordId:
    """Return the case a form belongs to; raise KeyError if there is no such form."""
    with session.vault.read() as db:
        return forms.read_form(db, record_id).case_id


def read(session: Session, record_id: RecordId) -> Guided:
    """Return a form as it is filled in; KeyError if there is none, FormUnusable if its file cannot be used."""
    with session.vault.read() as db:
        return _read(filling_of(db, session, record_id))


def _read(filling: Filling) -> Guided:
    session, record = filling.session, filling.record
    form = _usable(session, record.form, record.form_version)
    bound = guided_records.read(filling, {field.name: field.bind for field in form.fields if field.bind})
    raws = {field.name: "" for field in form.fields if field.answerable}
    raws |= {**forms.read_answers(filling.db, record.stamp.id), **bound.raws, **record.stamp.raw}
    values, problems = validation.read(form, raws, today=filling.today, lists=session.lists)
    problems |= {problem.field: problem for problem in bound.problems if problem.field not in problems}
    return Guided(record, filling.case, form, raws, navigation.view(form, values), problems)


def save(session: Session, record_id: RecordId, typed: Mapping[str, str], *, initiator: object = None) -> Guided:
    """Store those of the typed texts that were touched and are shown; return the form as it is then.

    Each answer goes where it belongs, in one commit: into client, contact, procedure … or, if no record holds it,
    into the form. Follow-ups are made, changed or taken away with their answers.
    """
    with session.vault.write() as db:
        filling = filling_of(db, session, record_id)
        before = _read(filling)
        touched = answers.touched(before.form, before.raws, typed, today=filling.today, lists=session.lists)
        kinds = _store(filling, before.form, touched)
        after = _read(filling_of(db, session, record_id))
        if guided_follow_ups.follow(filling, after.view):
            kinds.add("agenda")
    if touched:
        ids = (record_id, after.case.stamp.id, after.case.client_id, after.record.contact_id)
        session.announce(changed("form", *kinds, ids=ids), initiator)
    return after


def _store(filling: Filling, form: Form, touched: Mapping[str, str]) -> set[str]:
    """Store touched texts and return the kinds of other records changed."""
    values, wrong = validation.read(form, touched, today=filling.today, lists=filling.session.lists)
    bound, own, raw = {}, {}, dict.fromkeys(touched)
    for name, text in touched.items():
        target = form.field(name).bind
        # The level of a case has no place for a text that means none.
        if name in wrong and (not target or target.startswith("case.")):
            raw[name] = text
        elif target:
            bound[target] = text
        else:
            # Not as typed: „heute“ would be another day tomorrow.
            own[name] = show(values[name])
    if touched:
        # First, because the history of the answers takes its moment from the form.
        forms.change_form(filling.db, filling.record.stamp.id, filling.session.clock.now(), {}, raw)
    forms.write_answers(filling.db, filling.record.stamp.id, own)
    return guided_records.store(filling, bound)


def go(session: Session, record_id: RecordId, step: str) -> None:
    """Remember at which step the counsellor is."""
    with session.vault.write() as db:
        forms.change_form(db, record_id, session.clock.now(), {"step": step})


def finish(session: Session, record_id: RecordId, *, initiator: object = None) -> tuple[Problem, ...]:
    """Finish a form; if anything shown is missing or wrong, nothing happens and the problems are returned."""
    with session.vault.write() as db:
        found = _read(filling_of(db, session, record_id))
        problems = found.open_problems
        if not problems:
            forms.change_form(db, record_id, session.clock.now(), {"finished": session.clock.today()})
    if not problems:
        session.announce(changed("form", ids=(record_id, found.case.stamp.id)), initiator)
    return problems


def reopen(session: Session, record_id: RecordId, *, initiator: object = None) -> None:
    """Take up a finished form again."""
    with session.vault.write() as db:
        record = forms.read_form(db, record_id)
        forms.change_form(db, record_id, session.clock.now(), {"finished": None})
    session.announce(changed("form", ids=(record_id, record.case_id)), initiator)


def remove(session: Session, record_id: RecordId, *, initiator: object = None) -> str:
    """Move a form into the recycle bin with the answers only it holds, the follow-ups nobody touched, and its contact
    if it never counted; return the entry for ``recycling.restore``.

    What was stored in client, procedure or referrals stays.
    """
    with session.vault.write() as db:
        filling = filling_of(db, session, record_id)
        also = [(agenda.FOLLOW_UP.name, found) for found in guided_follow_ups.untouched(filling)]
        contact = _uncounted(filling)
        if contact is not None:
            also.append((contacts.CONTACT.name, contact.stamp.id))
        entry = bin_record(db, forms.FORM.name, record_id, session.clock.now(), also)
    session.announce(changed("form", "contact", "agenda", ids=(record_id, filling.case.stamp.id)), initiator)
    return entry


def _uncounted(filling: Filling) -> Contact | None:
    if filling.record.contact_id is None:
        return None
    contact = contacts.read_contact(filling.db, filling.record.contact_id)
    made_here = contact.stamp.source == filling.origin.source
    return contact if made_here and contact.stamp.state is State.DRAFT else None
