"""A fictitious desk with a year of counselling, for demonstration, training and pictures; from a seed, repeatable.

Only ids and secrets of records come from the operating system.
"""

from __future__ import annotations

import random
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from mfd_desktop.app import (
    agenda,
    contacting,
    demo_forms,
    demo_law,
    demo_letters,
    demo_work,
    demo_year,
    keys,
    overview,
    referring,
)
from mfd_desktop.app.changes import changed
from mfd_desktop.app.demo_people import SHOWN, Life, make_people, weighted
from mfd_desktop.app.session import create_session
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Level, Office
from mfd_desktop.vault import agenda as entries
from mfd_desktop.vault import bulk, cases, clients
from mfd_desktop.vault.keys import FLOOR_COST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from mfd_desktop.app.demo_year import Course
    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import FixedClock
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.database import Connection

PASSPHRASE = "Uebungsakte-Demo-2026"  # noqa: S105 - of vaults with invented people, told to everybody
MOMENT = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
"""When the demonstration plays: Monday, 23 November 2026, 8:40 in Germany."""
SOURCE = "demo"


class DemoDesk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A desk of ``resources/demo/desks.toml``: how much happens there and what OFFICE.toml would hold."""

    seed: int
    clients: int
    contacts: int
    short_contacts: int
    name: str
    carrier: str
    regime: str
    district: str
    town: str
    desk: str
    counsellor: str
    fte: str
    street: str = ""
    postcode: str = ""
    function: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""

    @property
    def office(self) -> Office:
        """The office as the vault keeps it."""
        told = msgspec.structs.asdict(self)
        return Office(**{name: told[name] for name in told if name in Office.__dataclass_fields__})

    def reduced(self, share: float) -> DemoDesk:
        """Return the same desk with only a share of its people and contacts."""
        names = ("clients", "contacts", "short_contacts")
        fewer = {name: max(8, round(getattr(self, name) * share)) for name in names}
        return DemoDesk(**{**msgspec.structs.asdict(self), **fewer})


class _Desks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    desks: tuple[DemoDesk, ...]


@cache
def demo_desks() -> tuple[DemoDesk, ...]:
    """Return the invented desks; the first one is shown. Raises ContentError."""
    return read_toml(resource_path("demo", "desks.toml"), _Desks).desks


def make_desk(folder: Path, desk: DemoDesk, clock: FixedClock, lists: CodeLists | None = None) -> Session:
    """Create the vault of a desk in ``folder``, fill it with a year up to today and return it open.

    The key derivation is the cheapest allowed: the passphrase is public. Raises what ``create_session`` raises.
    """
    session = create_session(folder, PASSPHRASE, desk.office, clock=clock, cost=FLOOR_COST, lists=lists)
    chance = random.Random(desk.seed)  # noqa: S311 - repeatable on purpose, nothing secret comes from it
    with ExitStack() as on_error:
        on_error.callback(session.close)
        _prepare_envelope(session)
        fill_year(session, chance, desk)
        fill_agenda(session, chance)
        rows = [row for row in overview.case_list(session) if row.closed is None and row.language not in _RARE_LETTERS]
        demo_letters.add_letters(session, clock, chance, rows, desk.clients // 12)
        others = [row for row in rows if row.case_id != shown_case(session)]
        demo_forms.add_interviews(session, clock, chance, others, desk.clients // 15)
        demo_law.add_law(session, clock, others, shown_case(session))
        demo_letters.add_shown_draft(session, shown_case(session))
        demo_forms.add_begun(session, shown_case(session))
        on_error.pop_all()
    return session


def _prepare_envelope(session: Session) -> None:
    """Let the emergency envelope be printed and rehearsed: whoever looks at the demonstration sees a desk in order."""
    keys.make_recovery(session, ("Mira Probe (erfunden)", "Jan Beispiel (erfunden)", "Geschäftsstelle (erfunden)"))
    keys.mark_printed(session)
    keys.mark_rehearsed(session)


def fill_year(session: Session, chance: random.Random, desk: DemoDesk) -> None:
    """Add people, cases and contacts of the year that ends yesterday, in one transaction."""
    today = session.clock.today()
    work = demo_year.WorkingDays(chance, today - timedelta(days=365), today - timedelta(days=1))
    opened = demo_year.opening_days(chance, work, desk.clients)
    lives = make_people(chance, session.lists, opened, today)
    # First, because days fill up.
    short_days = [work.pick(work.days[0], work.days[-1]) for _ in range(desk.short_contacts)]
    courses = demo_year.plan_courses(chance, work, lives, desk.contacts)
    origin = session.origin(SOURCE)
    with session.vault.write() as db, bulk.roomy(db):
        made = bulk.add_people(db, origin, [life.person for life in lives])
        _add_households(db, session, lives, [client_id for client_id, _ in made])
        case_ids = [case_id for _, case_id in made]
        for case_id, course in zip(case_ids, courses, strict=True):
            _shape_case(db, session, chance, case_id, course)
        found = _contacts(chance, lives, case_ids, courses)
        found += [demo_year.short_contact(chance, session.lists, chance.choice(lives), day) for day in short_days]
        contact_ids = bulk.add_contacts(db, origin, found)
        demo_work.add_referrals(db, origin, chance, list(zip(contact_ids, found, strict=True)))
        demo_work.add_procedures(db, origin, chance, made, lives, courses)
        demo_work.add_activities(db, origin, chance, work)
    demo_work.add_addresses(session)
    *others, shown = zip(case_ids, courses, strict=True)
    open_cases = [case_id for case_id, course in others if course.closed is None]
    demo_work.add_releases(session, chance, chance.sample(open_cases, len(open_cases) // 6))
    demo_work.add_shown_releases(session, shown[0])
    session.announce(changed("client", "case", "contact", "agenda", "referral", "activity"))


def _add_households(db: Connection, session: Session, lives: Sequence[Life], ids: Sequence[RecordId]) -> None:
    members: dict[int, list[tuple[RecordId, Life]]] = {}
    for client_id, life in zip(ids, lives, strict=True):
        if life.household is not None:
            members.setdefault(life.household, []).append((client_id, life))
    for household in members.values():
        name = f"Familie {household[0][1].person.values['family_name']}"
        household_id = cases.add_household(db, session.origin(SOURCE), name)
        for client_id, _life in household:
            clients.change_client(db, client_id, session.clock.now(), {"household_id": household_id})


def _shape_case(db: Connection, session: Session, chance: random.Random, case_id: RecordId, course: Course) -> None:
    ways = {"Z1": 5, "Z2": 7, "Z3": 4, "Z4": 3, "Z5": 2, "Z6": 2, "Z7": 1}
    values = {"closed": course.closed, "outcome": course.outcome, "access_way": weighted(chance, ways)}
    cases.change_case(db, case_id, session.clock.now(), values, {})
    if course.raised is not None:
        cases.set_level(db, case_id, Level.CASE_MANAGEMENT, course.raised, session.clock.now())


def _contacts(
    chance: random.Random, lives: Sequence[Life], case_ids: Sequence[RecordId], courses: Sequence[Course]
) -> list[bulk.NewContact]:
    return [
        demo_year.case_contact(chance, life, case_id, day, first=place == 0)
        for life, case_id, course in zip(lives, case_ids, courses, strict=True)
        for place, day in enumerate(course.contacts)
    ]


def shown_case(session: Session) -> RecordId:
    """Return the case that tour and pictures show; raise KeyError if the vault is not a demonstration."""
    for match in overview.find(session, SHOWN):
        if match.case_id is not None:
            return match.case_id
    raise KeyError(SHOWN)


def fill_agenda(session: Session, chance: random.Random) -> None:
    """Add what today and the weeks around it hold: appointments, follow-ups, and one contact with a wrong date."""
    texts = demo_year.read_year().agenda
    today = session.clock.today()
    monday = today - timedelta(days=today.weekday())
    shown = shown_case(session)
    rows = [row for row in overview.case_list(session) if row.closed is None and row.case_id != shown]
    # Not every PC has letters of these, and Heute shall not begin with empty boxes.
    rows = [row for row in rows if row.language not in _RARE_LETTERS]
    chosen = [row.case_id for row in chance.sample(rows, min(30, len(rows)))]
    with session.vault.write() as db:
        _add_appointments(db, session, [shown, *chosen], monday, texts.appointments)
        for place, case_id in enumerate([*chosen[:18], shown]):
            due = today + timedelta(days=place - 1 if place < 3 else 2 * place - 4)
            due -= timedelta(days=max(0, due.weekday() - 4))
            values = {"case_id": case_id, "due": due, "text": texts.follow_ups[place % len(texts.follow_ups)]}
            entries.add_follow_up(db, session.origin(SOURCE), values, {})
    open_hours = {"day": format_date(monday + timedelta(days=3)), "start": "9:00", "minutes": "180"}
    until = {"repeat": "weekly", "until": format_date(monday + timedelta(days=24))}
    agenda.record_appointment(session, None, {**open_hours, **until, "title": "Offene Sprechstunde", "place": "Büro"})
    meeting = {"day": format_date(monday + timedelta(days=2)), "start": "14:00", "minutes": "120", "repeat": "none"}
    agenda.record_appointment(
        session, None, {**meeting, "title": "Netzwerktreffen „Frühe Hilfen“", "place": "Kreisverwaltung"}
    )
    sent = {"day": format_date(monday - timedelta(days=5)), "target": "R19", "warm": "1", "ask_back": "1"}
    referring.record_referral(session, shown, {**sent, "note": "Erstgespräch am 2. Dezember, Begleitung zugesagt."})
    wrong = {"day": "31.09.2026", "minutes": "30", "topics": "T17", "channel": "K4", "language": "de"}
    contacting.record_contact(session, chosen[0] if chosen else shown, {**wrong, "result": "X1", "group": "0"})


_RARE_LETTERS = frozenset({"hy"})
"""Languages written in letters that no bundled font has."""
_HOURS = ((0, "09:30"), (0, "11:00"), (0, "14:00"), (0, "15:30"), (1, "09:00"), (1, "10:30"), (1, "13:30"),
          (2, "09:00"), (2, "10:30"), (3, "14:00"), (3, "15:00"), (4, "09:30"), (4, "11:00"), (7, "10:00"),
          (8, "09:00"), (-4, "10:00"), (-3, "09:00"))  # fmt: skip
"""Appointments: days after Monday of this week and time; the first one is that of the shown case."""


def _add_appointments(
    db: Connection, session: Session, case_ids: Sequence[RecordId], monday: date, titles: Sequence[str]
) -> None:
    for place, (after, start) in enumerate(_HOURS):
        values = {
            "case_id": case_ids[place % len(case_ids)],
            "day": monday + timedelta(days=after),
            "start": datetime.strptime(start, "%H:%M").time(),  # noqa: DTZ007 - a time of day has no zone
            "minutes": 60,
            "title": titles[place % len(titles)],
            "place": "Büro" if place % 4 else "Büro, Raum 2",
        }
        entries.add_appointment(db, session.origin(SOURCE), values, {})
