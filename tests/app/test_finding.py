"""Finding people in any script, spelling and order, by number and date; and who may be there already."""

from collections.abc import Callable
from typing import Any

import pytest

from mfd_desktop.app import casework, overview
from mfd_desktop.app.session import Session

NewCase = Callable[..., tuple[Any, Any]]
MUHAMMAD = ("Muhammad", "Mohamed", "Mohammed", "Muhamad", "محمد", "Мухаммад")


@pytest.fixture
def people(session: Session, new_case: NewCase) -> dict[Any, str]:
    """Clients by id; the fixture's own names say who they are."""
    found = {}
    for given in (*MUHAMMAD, "Ahmad"):
        found[new_case("Probe", given)[0]] = given
    for family in ("Schevchenko", "Шевченко", "Shevchenko"):
        found[new_case(family, "Oksana")[0]] = family
    for family, given in (("Muster", "Li"), ("Vo", "Li"), ("Müller", "Zoë"), ("Beispiel", "José")):
        found[new_case(family, given)[0]] = f"{family} {given}"
    return found


def names(session: Session, people: dict[Any, str], text: str) -> list[str]:
    return [people[match.client_id] for match in overview.find(session, text)]


@pytest.mark.parametrize("typed", MUHAMMAD)
def test_each_spelling_finds_all_the_others(session: Session, people: dict[Any, str], typed: str) -> None:
    found = names(session, people, typed)
    assert set(MUHAMMAD) <= set(found)
    assert found[0] == typed
    if "Ahmad" in found:
        assert found.index("Ahmad") > max(found.index(spelling) for spelling in MUHAMMAD)


def test_ahmad_is_somebody_else(session: Session, people: dict[Any, str]) -> None:
    found = names(session, people, "Ahmad")
    assert found[0] == "Ahmad"
    assert "Muhammad" not in found[:1]
    scores = {people[match.client_id]: match.score for match in overview.find(session, "Ahmad")}
    assert all(scores["Ahmad"] > scores.get(spelling, 0) + 10 for spelling in MUHAMMAD)


@pytest.mark.parametrize("typed", ["Schevchenko", "Шевченко", "Shevchenko", "shevch"])
def test_cyrillic_and_its_transliterations_find_each_other(
    session: Session, people: dict[Any, str], typed: str
) -> None:
    assert {"Schevchenko", "Шевченко", "Shevchenko"} <= set(names(session, people, typed))


@pytest.mark.parametrize("typed", ["Oksana Schevchenko", "Schevchenko Oksana", "Schevchenko, Oksana"])
def test_names_may_be_swapped(session: Session, people: dict[Any, str], typed: str) -> None:
    assert names(session, people, typed)[0] == "Schevchenko"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mull", "Müller Zoë"),
        ("MÜLLER", "Müller Zoë"),
        ("zoe", "Müller Zoë"),
        ("jose", "Beispiel José"),
        ("vo", "Vo Li"),
    ],
)
def test_beginnings_case_and_accents_do_not_matter(
    session: Session, people: dict[Any, str], typed: str, meant: str
) -> None:
    assert meant in names(session, people, typed)


@pytest.mark.parametrize("typed", ["", " ", "'", '"', "%", "_", "*", "Wolpertinger", '"OR"', "NEAR(", "a" * 500])
def test_what_is_nobody_finds_nobody(session: Session, people: dict[Any, str], typed: str) -> None:
    assert people
    assert overview.find(session, typed) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "0171 2345678", "01712345678", "+49 171 2345678", "0049 171 2345678", "0171/23456",
        "29.02.1992", "1992-02-29", "29021992",
        "160201123456", "1602 0112 3456", "7654321-475", "7654321",
        "33/1-AZ 12", "2026-0001", "amal@example.org", "Musterweg",
    ],
)  # fmt: skip
def test_by_telephone_birth_date_and_numbers(session: Session, new_case: NewCase, typed: str) -> None:
    client_id, case_id = new_case(
        birth_date="29.02.1992", azr_number="160201123456", bamf_number="7654321-475",
        office_number="33/1-AZ 12", street="Musterweg 1",
    )  # fmt: skip
    new_case("Andere", "Person", birth_date="1.1.1980")
    for kind, value in (("mobile", "+49 (0)171 234 56 78"), ("email", "amal@example.org")):
        assert kind in session.lists.codes("contact_ways")
        casework.save_contact_way(session, client_id, None, {"kind": kind, "value": value})
    found = overview.find(session, typed)
    assert [match.client_id for match in found] == [client_id]
    assert (found[0].case_id, found[0].number, found[0].name) == (case_id, "2026-0001", "Testperson, Amal")


def test_a_changed_name_or_number_is_found_and_the_old_one_no_more(session: Session, new_case: NewCase) -> None:
    client_id, _ = new_case("Vorher", azr_number="111222333")
    casework.save_client(session, client_id, {"family_name": "Nachher", "azr_number": "999888777"})
    assert overview.find(session, "Vorher") == ()
    assert overview.find(session, "111222333") == ()
    for typed in ("Nachher", "999888777"):
        assert [match.client_id for match in overview.find(session, typed)] == [client_id]


def duplicates(session: Session, **raws: str) -> set[Any]:
    return {match.client_id for match in casework.possible_duplicates(session, raws)}


def test_the_same_person_is_warned_of_before_a_second_file(session: Session, new_case: NewCase) -> None:
    client_id, _ = new_case("Шевченко", "Оксана", birth_date="1.2.1990", azr_number="160201123456")
    same = {"family_name": "Schevchenko", "given_name": "Oksana"}
    assert duplicates(session, **same) == {client_id}
    assert duplicates(session, **same, birth_date="1.2.1990") == {client_id}
    assert duplicates(session, family_name="Oksana", given_name="Shevchenko") == {client_id}
    assert duplicates(session, **same, birth_date="2.2.1990") == set()
    assert duplicates(session, family_name="Schevchenko", given_name="Iryna") == set()
    assert duplicates(session, family_name="Ganz", given_name="Anders", azr_number="1602-0112-3456") == {client_id}
    assert duplicates(session, family_name="Schevchenko") == set()
    assert duplicates(session) == set()


def test_short_names_are_warned_of_too(session: Session, new_case: NewCase) -> None:
    client_id, _ = new_case("Vo", "Li")
    assert duplicates(session, family_name="Vo", given_name="Li") == {client_id}
    assert duplicates(session, family_name="Voss", given_name="Li") == set()
    assert duplicates(session, family_name="V", given_name="L") == set()


def test_a_case_number_may_leave_out_this_year(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case()
    for typed in ("2026-0001", "0001", "1", " 1 "):
        assert overview.case_by_number(session, typed) == case_id
    assert overview.case_by_number(session, "2") is None
    assert overview.case_by_number(session, "2025-0001") is None


def test_asleep_means_six_months_without_a_contact(
    session: Session, new_case: NewCase, contact_raws: dict[str, str]
) -> None:
    from mfd_desktop.app import contacting

    _, silent = new_case(opened="1.2.2026")
    _, awake = new_case("Wach", opened="1.2.2026")
    _, edge = new_case("Grenze", opened="1.2.2026")
    _, drafty = new_case("Entwurf", opened="1.2.2026")
    _, closed = new_case("Zu", opened="1.2.2026")
    new_case("Neu")
    contacting.record_contact(session, awake, contact_raws)
    contacting.record_contact(session, edge, contact_raws | {"day": "23.05.2026"})
    contacting.record_contact(session, drafty, contact_raws | {"minutes": "20"})
    outcome = session.lists.codes("outcomes")[0]
    assert casework.close_case(session, closed, {"closed": "heute", "outcome": outcome}) == ()
    assert set(overview.today(session).asleep) == {silent, drafty}
