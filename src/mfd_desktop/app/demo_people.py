"""Invented people with a believable life: background, status with its history, household, address.

Names and frequencies are data (``resources/demo/people.toml``); every family name says in its own language that it is
an example. The same generator of chance gives the same people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.records import Level
from mfd_desktop.vault import bulk

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mfd_desktop.content.codelists import CodeLists

T = TypeVar("T")

SHOWN = "2600 0000 0001"
"""AZR number of the person whose case the tour and the pictures show."""


class Background(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People of one nationality: language, script (first word of its Unicode names), names, statuses by weight."""

    nationality: str
    language: str
    script: str
    weight: int
    families: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    statuses: Mapping[str, int]


class Town(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented town in a real district."""

    postcode: str
    town: str
    district: str
    weight: int


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``resources/demo/people.toml``."""

    backgrounds: tuple[Background, ...]
    towns: tuple[Town, ...]


@cache
def read_people() -> People:
    """Return the names and frequencies. Raises ContentError."""
    return read_toml(resource_path("demo", "people.toml"), People)


@dataclass(frozen=True, slots=True)
class Life:
    """A person as the vault takes it, with what the year needs of her.

    ``status`` is the code of today, ``group`` its status group; ``household`` a number that its members share.
    """

    person: bulk.NewPerson
    language: str
    status: str
    group: str
    household: int | None = None


_DAYS_GIVEN = {"S001": 90, "S002": 180, "S003": 180, "S030": 120, "S031": 90, "S035": 30, "S040": 120}
"""Statuses given for months only, with how many days."""
_THREE_YEARS = frozenset({"S010", "S011", "S012", "S014", "S022", "S032", "S033", "S050", "S051", "S060", "S061"})
_TEMPORARY_PROTECTION = date(2027, 3, 4)
_DAYS_HERE = {"asylum_procedure": (20, 700), "protection": (400, 3300), "toleration": (700, 3000), "eu": (60, 2500)}
_NEEDS = ("V05", "V07", "V09", "V10", "V11", "V15")


def weighted(chance: random.Random, options: Mapping[T, int]) -> T:
    """Return one of the keys, each as often as its weight says."""
    return chance.choices(list(options), list(options.values()))[0]


def make_people(chance: random.Random, lists: CodeLists, opened: Sequence[date], today: date) -> list[Life]:
    """Return a person for each of the days on which a case opens; the last of them is the shown one."""
    data = read_people()
    made: list[Life] = []
    for number, day in enumerate(opened):
        partner = made[-1] if made and made[-1].household is None and chance.random() < 0.16 else None
        background = chance.choices(data.backgrounds, [option.weight for option in data.backgrounds])[0]
        if partner is not None:
            nationality = partner.person.values["nationalities"]
            background = next(option for option in data.backgrounds if (option.nationality,) == nationality)
        life = _life(chance, lists, background, day, today, number)
        if partner is not None:
            made[-1], life = _together(partner, life, number)
        made.append(life)
    if made:
        made[-1] = _shown(opened[-1], today)
    return made


def _life(
    chance: random.Random, lists: CodeLists, background: Background, opened: date, today: date, number: int
) -> Life:
    code = weighted(chance, background.statuses)
    group = lists.status_group_of(code) or "unknown"
    entered = opened - timedelta(days=chance.randrange(*_DAYS_HERE.get(group, (200, 3000))))
    values = {
        **_name(chance, background),
        **_address(chance),
        "birth_date": today - timedelta(days=int(365.25 * chance.triangular(17, 78, 31))),
        "nationalities": (background.nationality,),
        "languages": (background.language, "de") if chance.random() < 0.4 else (background.language,),
        "interpreter": weighted(chance, {"M1": 5, "M2": 2, "M4": 2, "M5": 5, "M6": 3}),
        "needs": (chance.choice(_NEEDS),) if chance.random() < 0.17 else (),
        "entry_date": entered,
        "azr_number": f"2600 {chance.randrange(1000, 10000)} {number + 2:04d}",
        "bamf_number": "" if group == "eu" else f"{chance.randrange(10**6, 10**7)}-{chance.randrange(100, 999)}",
    }
    level = Level.CASE_MANAGEMENT if chance.random() < 0.2 else Level.ACCOMPANIMENT
    ways = [bulk.NewPart({"kind": "mobile", "value": f"0155 5{chance.randrange(10**6, 10**7)}"})]
    if chance.random() < 0.35:
        ways.append(bulk.NewPart({"kind": "email", "value": f"person{number + 1}@beispiel.invalid"}))
    person = bulk.NewPerson(
        values, opened, level, ways=tuple(ways), statuses=_statuses(chance, code, group, entered, today)
    )
    return Life(person, background.language, code, group)


def _name(chance: random.Random, background: Background) -> dict[str, object]:
    woman = chance.random() < 0.52
    return {
        "family_name": chance.choice(background.families),
        "given_name": chance.choice(background.women if woman else background.men),
        "gender": "d" if chance.random() < 0.01 else "w" if woman else "m",
    }


def _address(chance: random.Random) -> dict[str, object]:
    towns = read_people().towns
    town = chance.choices(towns, [option.weight for option in towns])[0]
    return {
        "street": f"Musterstraße {chance.randrange(1, 90)}",
        "postcode": town.postcode,
        "town": town.town,
        "district": town.district,
    }


def _statuses(chance: random.Random, code: str, group: str, entered: date, today: date) -> tuple[bulk.NewPart, ...]:
    if code in _DAYS_GIVEN:
        # Some run out these weeks, a few have run out unnoticed.
        expires: date | None = today + timedelta(days=chance.randrange(-12, _DAYS_GIVEN[code]))
        since = min(today, max(entered, today - timedelta(days=chance.randrange(_DAYS_GIVEN[code]))))
    else:
        since = max(entered, today - timedelta(days=chance.randrange(30, 900)))
        three_years = since + timedelta(days=3 * 365) if code in _THREE_YEARS else None
        expires = _TEMPORARY_PROTECTION if code == "S015" else three_years
    now = bulk.NewPart({"code": code, "since": since, "expires": expires})
    if since == entered:
        return (now,)
    # Who is protected was in the procedure before; whoever else has the same status again.
    before = "S002" if group == "protection" and code != "S015" else code
    return (bulk.NewPart({"code": before, "since": entered, "expires": since}), now)


def _together(first: Life, second: Life, household: int) -> tuple[Life, Life]:
    shared = ("family_name", "street", "postcode", "town", "district")
    home = {name: first.person.values[name] for name in shared}
    return tuple(  # type: ignore[return-value]  # two of two
        replace(
            life,
            household=household,
            person=replace(life.person, values={**life.person.values, **home, "household_role": role}),
        )
        for life, role in ((first, "Elternteil"), (second, "Elternteil"))
    )


def _shown(opened: date, today: date) -> Life:
    """The person of the pictures: everything there is to see about one."""
    entered = date(2025, 7, 14)
    values: dict[str, object] = {
        "family_name": "Testperson", "given_name": "Amal", "other_names": "أمل تجربة",
        "birth_date": date(1991, 3, 12), "gender": "w", "nationalities": ("SY",), "languages": ("ar", "de"),
        "interpreter": "M5", "needs": ("V07",), "street": "Beispielstraße 1", "postcode": "54290",
        "town": "Musterburg", "district": "07235", "entry_date": entered, "azr_number": SHOWN,
        "bamf_number": "7654321-475", "office_number": "ABH-TR 26/0815", "household_role": "Mutter",
    }  # fmt: skip
    ways = (
        bulk.NewPart({"kind": "mobile", "value": "0151 5550000", "note": "nur vormittags"}),
        bulk.NewPart({"kind": "email", "value": "amal.testperson@beispiel.invalid"}),
    )
    statuses = (
        bulk.NewPart({"code": "S001", "since": entered, "expires": date(2025, 9, 1)}),
        bulk.NewPart({"code": "S002", "since": date(2025, 9, 1), "expires": today + timedelta(days=25)}),
    )
    person = bulk.NewPerson(values, opened, Level.CASE_MANAGEMENT, ways=ways, statuses=statuses)
    return Life(person, "ar", "S002", "asylum_procedure")
