"""Fictitious clients, cases and contacts in bulk, for measuring: plain chance, where the demonstration is believable.

The same seed gives the same people and contacts. Only ids and record secrets come from the operating system.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.demo_people import read_people
from mfd_desktop.domain.records import Level, Topic
from mfd_desktop.vault import agenda, bulk
from mfd_desktop.vault.records import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mfd_desktop.app.demo_people import Background
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.database import Connection

CHUNK = 500
_SOURCE = "sample"

_SYLLABLES = ("ba", "do", "fi", "gu", "la", "mo", "ne", "ri", "sa", "tu", "vo", "zi")
_STATUSES = ("S002", "S011", "S012", "S015", "S030", "S070")
_TOPICS = ("T01.3", "T02.1", "T05.3", "T06.1", "T08.1", "T09.1", "T10.1", "T11.2", "T17")
_NOTES = (
    "Bescheid besprochen, Unterlagen fehlen noch; nächste Woche mit den Nachweisen wiederkommen.",
    "Antrag auf Leistungen gemeinsam ausgefüllt und zur Post gegeben.",
    "Termin bei der Ausländerbehörde vereinbart, Begleitung durch eine ehrenamtliche Person.",
    "Platz im Integrationskurs gesucht, zwei Träger angerufen, Rückmeldung steht aus.",
    "",
)


@dataclass(frozen=True, slots=True)
class SampleCase:
    """What later steps need of a sample case."""

    case_id: RecordId
    opened: date
    language: str


def fill(
    session: Session,
    *,
    clients: int,
    contacts: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[SampleCase, ...]:
    """Add ``clients`` people with a case each and ``contacts`` contacts (a tenth Kurzberatungen) in one
    transaction.

    ``progress`` is called with records done and records in all. Returns the cases in the order made.
    """
    with session.vault.write() as db, bulk.roomy(db):
        made = fill_database(
            db, clients=clients, contacts=contacts, seed=seed, origin=session.origin(_SOURCE),
            today=session.clock.today(), progress=progress,
        )  # fmt: skip
    session.announce(changed("client", "case", "contact", "agenda"))
    return made


def fill_database(
    db: Connection,
    *,
    clients: int,
    contacts: int,
    seed: int,
    origin: Origin,
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[SampleCase, ...]:
    """Do what ``fill`` does inside the caller's transaction."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret comes from it
    total = clients + contacts
    made: list[SampleCase] = []
    for start in range(0, clients, CHUNK):
        people = [_person(chance, number, today) for number in range(start, min(start + CHUNK, clients))]
        ids = bulk.add_people(db, origin, people)
        made += [
            SampleCase(case_id, person.opened, person.values["languages"][0])  # type: ignore[index]  # a tuple, see _person
            for (_, case_id), person in zip(ids, people, strict=True)
        ]
        _tell(progress, min(start + CHUNK, clients), total)
    for start in range(0, contacts, CHUNK):
        count = min(CHUNK, contacts - start)
        bulk.add_contacts(db, origin, [_contact(chance, made, today) for _ in range(count)])
        _tell(progress, clients + start + count, total)
    _add_agenda(db, chance, made, origin, today)
    return tuple(made)


def _tell(progress: Callable[[int, int], None] | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _one_of_each_script() -> tuple[Background, ...]:
    return tuple({background.script: background for background in reversed(read_people().backgrounds)}.values())


def _person(chance: random.Random, number: int, today: date) -> bulk.NewPerson:
    scripts = _one_of_each_script()
    background = scripts[number % len(scripts)]
    invented = "".join(chance.choice(_SYLLABLES) for _ in range(3))
    family = f"{chance.choice(background.families)} {invented.capitalize()}"
    town = chance.choice(read_people().towns)
    opened = today - timedelta(days=chance.randrange(1, 1400))
    values: dict[str, object] = {
        "family_name": family,
        "given_name": chance.choice(background.women + background.men),
        "birth_date": date(1950, 1, 1) + timedelta(days=chance.randrange(25000)),
        "gender": chance.choice(("w", "m", "d")),
        "nationalities": (background.nationality,),
        "languages": (background.language, "de"),
        "street": f"Musterstraße {chance.randrange(1, 200)}",
        "postcode": town.postcode,
        "town": town.town,
        "district": town.district,
        "entry_date": opened - timedelta(days=chance.randrange(30, 900)),
        "azr_number": f"{chance.randrange(10**11, 10**12)}",
        "bamf_number": f"{chance.randrange(10**6, 10**7)}-{chance.randrange(100, 1000)}",
    }
    phone = bulk.NewPart({"kind": "mobile", "value": f"+49 155 {chance.randrange(10**7, 10**8)}"})
    status = bulk.NewPart({"code": chance.choice(_STATUSES), "since": opened, "expires": today + timedelta(days=200)})
    level = Level.CASE_MANAGEMENT if number % 7 == 0 else Level.ACCOMPANIMENT
    return bulk.NewPerson(values, opened, level, ways=(phone,), statuses=(status,))


def _contact(chance: random.Random, cases: list[SampleCase], today: date) -> bulk.NewContact:
    topics = tuple(Topic(code.split(".")[0], code if "." in code else None) for code in chance.sample(_TOPICS, 2))
    values: dict[str, object] = {
        "minutes": 15 * chance.randrange(1, 7),
        "channel": f"K{chance.randrange(1, 8)}",
        "interpreting": "M1",
        "result": f"X{chance.randrange(1, 9)}",
    }
    if not cases or chance.random() < 0.1:
        short = {"form": "F1", "day": _day(chance, today - timedelta(days=1400), today), "language": "de"}
        return bulk.NewContact(values | short | {"person_group": "P1", "district": "07315"}, topics)
    # Squaring makes some cases long and many short, as in an office.
    case = cases[int(len(cases) * chance.random() ** 2)]
    inside: Mapping[str, object] = {
        "form": "F2",
        "case_id": case.case_id,
        "day": _day(chance, case.opened, today),
        "language": case.language,
        "note": chance.choice(_NOTES),
    }
    return bulk.NewContact({**values, **inside}, topics)


def _day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def _add_agenda(db: Connection, chance: random.Random, cases: list[SampleCase], origin: Origin, today: date) -> None:
    for place, case in enumerate(chance.sample(cases, min(40, len(cases)))):
        due = today + timedelta(days=place % 10 - 5)
        agenda.add_follow_up(db, origin, {"case_id": case.case_id, "due": due, "text": "Nachfragen (Muster)"}, {})
        appointment = {"case_id": case.case_id, "day": due, "minutes": 60, "title": "Beratung (Muster)"}
        agenda.add_appointment(db, origin, appointment, {})
