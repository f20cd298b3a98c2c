"""Table set, perturbation table, and generated records of every kind."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.cell_key import Perturbation, load_perturbation
from mfd_desktop.statistics.records import (
    ActivityRow,
    CaseRow,
    ContactRow,
    IncidentRow,
    ManagementRow,
    NoticeRow,
    PersonRow,
    ProcedureRow,
    Records,
    ReferralRow,
    RemedyRow,
)
from mfd_desktop.statistics.table_set import Tables, load_tables

PERIOD = Period(2026, "Q", 3)
TOPICS = [f"T{number:02d}" for number in range(1, 19)]


@dataclass(frozen=True)
class World:
    """What records are made of, so that a test can ask for more of the same."""

    chance: random.Random
    period: Period

    def secret(self) -> bytes:
        return self.chance.randbytes(16)

    def day(self, before: int = 0) -> date:
        length = (self.period.last - self.period.first).days + 1
        return self.period.first + timedelta(days=self.chance.randrange(-before, length))

    def contact(self, **more: object) -> ContactRow:
        pick = self.chance.choice
        row = ContactRow(
            self.secret(),
            pick(["F1", "F2", "F2", "F3", "F4", "F5"]),
            15 * self.chance.randrange(1, 9),
            pick([f"K{number}" for number in range(1, 10)]),
            pick([f"X{number}" for number in range(1, 11)]),
            pick(["de", "ar", "uk", "xx", None]),
            pick(["M1", "M2", "M5", None]),
            pick(["P1", "P5", "P9", "unknown", None]),
            tuple(self.chance.sample(TOPICS, self.chance.randrange(1, 4))),
        )
        return row._replace(**more)

    def person(self, number: int, **more: object) -> PersonRow:
        pick = self.chance.choice
        row = PersonRow(
            f"{number:032x}",
            self.secret(),
            self.day(),
            pick(["w", "m", "d", "not_given", None]),
            pick([None, date(1940 + self.chance.randrange(87), 1 + self.chance.randrange(12), 14)]),
            pick(["SY", "TR", "BR", "ZZ", None]),
            pick(["protection", "asylum_procedure", "eu", None]),
            pick(["07315", "07211", "outside", "99999", None]),
            tuple(self.chance.sample(["V01", "V06", "V11", "V14"], self.chance.randrange(3))),
            pick([None, self.day(3000)]),
            pick([True, False]),
            self.chance.randrange(4),
            pick(["de", "ar", "so", None]),
            pick(["M1", "M4", None]),
            tuple(self.chance.choices(TOPICS, k=self.chance.randrange(1, 9))),
        )
        return row._replace(**more)

    def case(self) -> CaseRow:
        begun = min(self.day(400), self.period.last)
        closed = begun + timedelta(days=self.chance.randrange(300)) if self.chance.random() < 0.5 else None
        if closed is not None and closed < self.period.first:
            closed = self.period.first
        levels = [(begun, "ACCOMPANIMENT")]
        if self.chance.random() < 0.4:
            levels.append((begun + timedelta(days=self.chance.randrange(1, 200)), "CASE_MANAGEMENT"))
        outcome = self.chance.choice(["O1", "O2", "O9", "O99"]) if closed else None
        return CaseRow(self.secret(), begun, closed, outcome, tuple(levels))


def make_records(seed: int, period: Period = PERIOD, persons: int = 40, *, everything: bool = True) -> Records:
    world = World(random.Random(seed), period)
    pick, some = world.chance.choice, world.chance.random
    later = {}
    if everything:
        later = {
            "notices": tuple(NoticeRow(world.secret(), f"B{1 + number % 19:02d}") for number in range(30)),
            "remedies": tuple(
                RemedyRow(world.secret(), pick(["claim", "urgent", "odd"]), some() < 0.8) for _ in range(20)
            ),
            "management": tuple(
                ManagementRow(world.secret(), pick([("C1",), ("C4",), ("set", "reached"), ("set",)])) for _ in range(25)
            ),
            "incidents": tuple(
                IncidentRow(
                    world.secret(),
                    pick(["work", "police", "moon"]),
                    pick([(), ("religion", "gender"), ("ethnic_origin", "language"), ("colour",)]),
                    some() < 0.5,
                    some() < 0.3,
                )
                for _ in range(18)
            ),
        }
    return Records(
        contacts=tuple(world.contact() for _ in range(120)),
        persons=tuple(world.person(number) for number in range(persons)),
        cases=tuple(world.case() for _ in range(60)),
        procedures=tuple(ProcedureRow(world.secret(), pick(["waiting", "court", "lost"])) for _ in range(15)),
        referrals=tuple(
            ReferralRow(world.secret(), pick(["R01", "R07", "R28", None]), some() < 0.4, some() < 0.3)
            for _ in range(35)
        ),
        activities=tuple(
            ActivityRow(
                world.secret(),
                pick(["ST11", "ST22", "ST22", "ST23", "ST24", "QM1", "QM2", "QM3", "ST99"]),
                world.chance.randrange(5),
                15 * world.chance.randrange(20),
                world.chance.randrange(30),
                world.chance.randrange(12),
            )
            for _ in range(40)
        ),
        **later,
    )


@pytest.fixture(scope="session")
def tables() -> Tables:
    return load_tables()


@pytest.fixture(scope="session")
def method() -> Perturbation:
    return load_perturbation()


@pytest.fixture(scope="session")
def lists() -> CodeLists:
    return CodeLists()


@pytest.fixture(scope="session")
def records_of() -> Callable[..., Records]:
    """Make records of every kind from a seed."""
    return make_records


@pytest.fixture
def world() -> World:
    return World(random.Random(1), PERIOD)
