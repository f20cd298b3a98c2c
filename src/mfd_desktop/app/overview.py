"""What the screens show: Heute, the list of cases, one case's page, a week, the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app.deadlines import between
from mfd_desktop.app.retention import count_due
from mfd_desktop.domain.dates import months_before, parse_date, quarter_of
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import REFERRING_RESULTS, State
from mfd_desktop.vault import agenda, cases, clients, contacts, handovers, privacy, referrals, releases, search
from mfd_desktop.vault.attachments import damaged_attachments
from mfd_desktop.vault.erasing import untidy
from mfd_desktop.vault.searchindex import newest_with

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.attachments import Attachment
    from mfd_desktop.domain.deadlines import DeadlineRow
    from mfd_desktop.domain.handover import HandOver
    from mfd_desktop.domain.privacy import Rights
    from mfd_desktop.domain.records import (
        Appointment,
        Case,
        CaseRow,
        Client,
        Contact,
        ContactWay,
        FollowUp,
        Household,
        Match,
        PeriodCounts,
        Referral,
        ResidenceStatus,
    )
    from mfd_desktop.domain.releases import Release
    from mfd_desktop.vault.database import Connection

MONTHS_UNTIL_ASLEEP = 6
DAYS_BEFORE_THE_END = 7
"""From when on Heute names a stand-in that ends."""


@dataclass(frozen=True, slots=True)
class CaseLabel:
    """How a case is named in a list: number, and name or initials."""

    case_id: RecordId
    number: str
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Today:
    """What must be done now. ``labels`` names the cases of follow-ups, appointments and drafts.

    ``expired``: people whose file was kept long enough. ``untidy``: erasing somebody was stopped before its end.
    """

    day: date
    follow_ups: tuple[FollowUp, ...]
    appointments: tuple[Appointment, ...]
    drafts: tuple[Contact, ...]
    stand_ins: tuple[HandOver, ...]
    asleep: tuple[RecordId, ...]
    expired: int
    untidy: bool
    counts: PeriodCounts
    labels: dict[RecordId, CaseLabel]


@dataclass(frozen=True, slots=True)
class CasePage:
    """All of one case that its page shows."""

    case: Case
    client: Client
    other_cases: tuple[Case, ...]
    ways: tuple[ContactWay, ...]
    statuses: tuple[ResidenceStatus, ...]
    household: Household | None
    members: tuple[Client, ...]
    contacts: tuple[Contact, ...]
    referrals: tuple[Referral, ...]
    follow_ups: tuple[FollowUp, ...]
    appointments: tuple[Appointment, ...]
    releases: tuple[Release, ...]
    handovers: tuple[HandOver, ...]
    rights: Rights


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of appointments from ``monday`` on, with open follow-ups and the open deadlines to act by in them."""

    monday: date
    appointments: tuple[Appointment, ...]
    follow_ups: tuple[FollowUp, ...]
    labels: dict[RecordId, CaseLabel]
    deadlines: tuple[DeadlineRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The contacts recorded for one day, oldest first; ``minutes`` is the sum of those that count.

    ``unreferred``: contacts of cases that ended in a referral none of which is recorded for this day.
    """

    day: date
    contacts: tuple[Contact, ...]
    minutes: int
    labels: dict[RecordId, CaseLabel]
    unreferred: frozenset[RecordId] = frozenset()


def today(session: Session) -> Today:
    """Return what Heute shows."""
    day = session.clock.today()
    with session.vault.read() as db:
        follow_ups = agenda.open_follow_ups(db, day)
        appointments = agenda.appointments_between(db, day, day)
        drafts = contacts.draft_contacts(db)
        soon = day + timedelta(days=DAYS_BEFORE_THE_END)
        stand_ins = tuple(one for one in handovers.open_stand_ins(db) if one.until is None or one.until <= soon)
        sleeping = cases.asleep(db, months_before(day, MONTHS_UNTIL_ASLEEP))
        counts = contacts.count_period(db, *quarter_of(day))
        owners = {found.case_id for found in follow_ups} | {found.case_id for found in appointments}
        owners |= {found.case_id for found in stand_ins}
        labels = _labels(db, owners | {found.case_id for found in drafts})
        unfinished = untidy(db)
    expired = count_due(session)
    return Today(day, follow_ups, appointments, drafts, stand_ins, sleeping, expired, unfinished, counts, labels)


def week(session: Session, day: date) -> Week:
    """Return the week that holds ``day``, with follow-ups and deadlines due in it."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    due = between(session, monday, sunday)
    with session.vault.read() as db:
        appointments = agenda.appointments_between(db, monday, sunday)
        follow_ups = tuple(
            entry for entry in agenda.open_follow_ups(db, sunday) if entry.due is not None and entry.due >= monday
        )
        owners = {found.case_id for found in follow_ups} | {found.case_id for found in appointments}
        labels = _labels(db, owners | {row.deadline.case_id for row in due})
    return Week(monday, appointments, follow_ups, labels, due)


def day_contacts(session: Session, day: date) -> Day:
    """Return what was recorded for ``day``, in cases and without; drafts are listed but not summed up."""
    with session.vault.read() as db:
        found = contacts.contacts_on(db, day)
        labels = _labels(db, {contact.case_id for contact in found})
        referred = referrals.cases_referred_on(db, day)
    unreferred = frozenset(
        contact.stamp.id
        for contact in found
        if contact.result in REFERRING_RESULTS and contact.case_id is not None and contact.case_id not in referred
    )
    minutes = sum(contact.minutes or 0 for contact in found if contact.stamp.state is State.VALID)
    return Day(day, found, minutes, labels, unreferred)


def case_list(session: Session) -> tuple[CaseRow, ...]:
    """Return all lines of the list of cases."""
    with session.vault.read() as db:
        return cases.case_rows(db)


def case_page(session: Session, case_id: RecordId) -> CasePage:
    """Return all of one case; raise KeyError if there is none."""
    with session.vault.read() as db:
        return read_case_page(db, case_id)


def read_case_page(db: Connection, case_id: RecordId) -> CasePage:
    """Return all of one case from an open database; raise KeyError if there is none."""
    case = cases.read_case(db, case_id)
    client = clients.read_client(db, case.client_id)
    household = cases.read_household(db, client.household_id) if client.household_id else None
    others = household.members if household else ()
    return CasePage(
        case,
        client,
        tuple(other for other in cases.cases_of(db, case.client_id) if other.stamp.id != case_id),
        clients.contact_ways(db, case.client_id),
        clients.residence_history(db, case.client_id),
        household,
        tuple(clients.read_client(db, member) for member in others if member != case.client_id),
        contacts.contacts_of(db, case_id),
        referrals.referrals_of(db, case_id),
        agenda.follow_ups_of(db, case_id),
        agenda.appointments_of(db, case_id),
        releases.releases_of(db, case.client_id),
        handovers.handovers_of(db, case_id),
        privacy.rights_of(db, case.client_id),
    )


def labels_of_clients(session: Session, client_ids: set[str]) -> dict[str, CaseLabel]:
    """Return how each person is named in a list, by the newest case of hers; those who are gone are left out."""
    with session.vault.read() as db:
        newest = {
            client_id: found[0].stamp.id
            for client_id in client_ids
            if (found := cases.cases_of(db, RecordId(client_id)))
        }
        labels = _labels(db, set(newest.values()))
    return {client_id: labels[case_id] for client_id, case_id in newest.items()}


def find(session: Session, text: str, *, most: int = 20) -> tuple[Match, ...]:
    """Return at most ``most`` people for what was typed, best first."""
    try:
        born = parse_date(text, today=session.clock.today()) if len(text.strip()) >= 6 else None
    except (ValueError, OverflowError):
        born = None
    with session.vault.read() as db:
        return search.find(db, text, born=born, most=most)


def damaged_documents(session: Session) -> tuple[Attachment, ...]:
    """Return the documents whose files were found missing or damaged."""
    with session.vault.read() as db:
        return damaged_attachments(db)


def document_with(session: Session, match: Match, text: str) -> RecordId | None:
    """Return the document in which ``text`` stands, if somebody was found by it and no newer note has it too."""
    if match.why != "text":
        return None
    with session.vault.read() as db:
        found = newest_with(db, text.strip(), match.client_id)
    return RecordId(found[1].partition(":")[0]) if found is not None and found[0] == "attachment" else None


def find_cases(session: Session, text: str, *, most: int = 8) -> tuple[CaseLabel, ...]:
    """Return the cases meant by a number or a part of a name: the one with that number first, then the best matches."""
    if not text.strip():
        return ()
    meant = (case_by_number(session, text), *(match.case_id for match in find(session, text)))
    known = tuple(dict.fromkeys(case_id for case_id in meant if case_id is not None))[:most]
    with session.vault.read() as db:
        labels = _labels(db, set(known))
    return tuple(labels[case_id] for case_id in known)


def label_of(session: Session, case_id: RecordId) -> CaseLabel:
    """Return number and name of one case."""
    with session.vault.read() as db:
        return _labels(db, {case_id})[case_id]


def labels_of(session: Session, found: set[RecordId | None]) -> dict[RecordId, CaseLabel]:
    """Return number and name of these cases."""
    with session.vault.read() as db:
        return _labels(db, found)


def cases_of(session: Session, client_id: RecordId) -> tuple[Case, ...]:
    """Return a client's cases, newest first."""
    with session.vault.read() as db:
        return cases.cases_of(db, client_id)


def case_by_number(session: Session, number: str) -> RecordId | None:
    """Return the case with this number; the year may be left out for this year's."""
    with session.vault.read() as db:
        full = number if "-" in number else f"{session.clock.today().year}-{number.strip():0>4}"
        return cases.case_by_number(db, full.strip())


def _labels(db: Connection, found: set[RecordId | None]) -> dict[RecordId, CaseLabel]:
    known = tuple(case_id for case_id in found if case_id is not None)
    if not known:
        return {}
    return {
        case_id: CaseLabel(case_id, number, client.name, client.initials)
        for case_id, number, client in cases.names_of_cases(db, known)
    }
