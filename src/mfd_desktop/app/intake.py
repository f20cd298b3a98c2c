"""Taking down a new person with everything said in the first talk, in one durable commit, and undoing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.app.changes import changed
from mfd_desktop.app.contacting import put_into_case, take_out_of_case
from mfd_desktop.app.saving import check
from mfd_desktop.domain.errors import WorkedOn
from mfd_desktop.domain.records import Level
from mfd_desktop.vault import agenda, cases, clients, contacts, forms, letters, referrals, releases
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Contact


@dataclass(frozen=True, slots=True)
class Intake:
    """The texts of a new person: client and case; status and contact way are left out when empty.

    ``contact_id`` names the Kurzberatung that becomes the first contact of the case.
    """

    client: Mapping[str, str]
    case: Mapping[str, str]
    residence_status: Mapping[str, str] = field(default_factory=dict)
    contact_way: Mapping[str, str] = field(default_factory=dict)
    contact_id: RecordId | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was recorded, and what is still wrong with it (then it is a draft)."""

    client_id: RecordId
    case_id: RecordId
    problems: tuple[Problem, ...]


def problems_of(session: Session, fieldset: FieldSet, raws: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return what is wrong with the texts of a new record, without storing anything."""
    return _checked(session, fieldset, raws).problems


def take_in(session: Session, intake: Intake, *, initiator: object = None) -> TakenIn:
    """Record a person with a case, first status and first contact way, all or nothing.

    Invalid fields of person, status and contact way are kept as typed and make that record a draft. The texts of
    the case must be valid (ValueError otherwise). Raises NotPromotable for an anonymous contact.
    """
    person = _checked(session, fieldsets.CLIENT, intake.client)
    opening = _checked(session, fieldsets.CASE, intake.case)
    if opening.problems:
        raise ValueError(opening.problems[0].field)
    problems = person.problems
    with session.vault.write() as db:
        client_id = clients.add_client(db, session.origin("client"), person.values, person.kept)
        case_id = cases.add_case(
            db, session.origin("case"), client_id, opening.values["opened"],  # type: ignore[arg-type]  # a day by kind
            Level(str(opening.values["level"])), opening.values["access_way"],  # type: ignore[arg-type]  # a code by kind
        )  # fmt: skip
        if intake.residence_status:
            status = _checked(session, fieldsets.RESIDENCE_STATUS, intake.residence_status)
            problems += status.problems
            origin = session.origin("residence_status")
            clients.save_residence_status(db, origin, client_id, None, status.values, status.raw)
        if intake.contact_way:
            way = _checked(session, fieldsets.CONTACT_WAY, intake.contact_way)
            problems += way.problems
            origin = session.origin("contact_way")
            clients.save_contact_way(db, origin, client_id, None, way.values, way.raw)
        if intake.contact_id is not None:
            put_into_case(db, session, intake.contact_id, case_id)
    kinds = ("client", "case", "contact") if intake.contact_id else ("client", "case")
    session.announce(changed(*kinds, ids=(client_id, case_id, intake.contact_id)), initiator)
    return TakenIn(client_id, case_id, problems)


def remove_new_client(
    session: Session, client_id: RecordId, short_contact: Contact | None = None, *, initiator: object = None
) -> None:
    """Take back a person just recorded; raise WorkedOn if there is work on one of the cases already.

    ``short_contact`` is the Kurzberatung that became the first contact, as it was; it is one again.
    """
    with session.vault.write() as db:
        if short_contact is not None:
            take_out_of_case(db, session, short_contact)
        files = [found.stamp.id for found in cases.cases_of(db, client_id)]
        for case_id in files:
            worked_on = (
                contacts.contacts_of(db, case_id),
                referrals.referrals_of(db, case_id),
                agenda.follow_ups_of(db, case_id),
                agenda.appointments_of(db, case_id),
                letters.letters_of(db, case_id),
                forms.forms_of(db, case_id),
            )
            if any(worked_on):
                raise WorkedOn
        if releases.releases_of(db, client_id):
            raise WorkedOn
        bin_record(db, clients.CLIENT.name, client_id, session.clock.now())
    kinds = ("client", "case", "contact") if short_contact is not None else ("client", "case")
    session.announce(changed(*kinds, ids=(client_id, *files)), initiator)


def _checked(session: Session, fieldset: FieldSet, raws: Mapping[str, str]) -> Checked:
    return check(fieldset, raws, today=session.clock.today(), lists=session.lists)
