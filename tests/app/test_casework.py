"""Clients, households and cases: only touched fields change, invalid input stays as typed, numbers
are never reused.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mfd_desktop.app import casework, contacting, fieldsets, overview
from mfd_desktop.app.changes import Changes
from mfd_desktop.app.saving import raws_of
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.records import Level, State
from mfd_desktop.vault import clients

NewCase = Callable[..., tuple[Any, Any]]

FULL = {
    "family_name": "Testperson",
    "given_name": "Amal",
    "other_names": "أمل",
    "birth_date": "29.02.1992",
    "gender": "f",
    "nationalities": "SY IQ",
    "languages": "ar de",
    "interpreter": "M2",
    "street": "Musterweg 1",
    "postcode": "55116",
    "town": "Mainz",
    "district": "07315",
    "entry_date": "1.2.2016",
    "azr_number": "160201123456",
    "bamf_number": "7654321-475",
    "office_number": "33/1-AZ 12",
    "household_role": "Mutter",
    "note": "Vermerk\nzweite Zeile",
}


def full_client(session: Session) -> dict[str, str]:
    """Return texts valid for every field of a client, with codes the lists know."""
    known = {field.name: session.lists.codes(field.codes)[0] for field in fieldsets.CLIENT.fields if field.codes}
    known["nationalities"] = " ".join(session.lists.codes("nationalities")[:2])
    known["needs"] = " ".join(session.lists.codes("needs")[:3])
    known["languages"] = " ".join(session.lists.codes("languages")[:2])
    return FULL | known


def raws(session: Session, client_id: Any) -> dict[str, str]:
    client = casework.read_client(session, client_id)
    return raws_of(fieldsets.CLIENT, casework.values_of(client, fieldsets.CLIENT), client.stamp.raw)


def test_every_field_of_a_client_is_kept(session: Session) -> None:
    typed = full_client(session)
    saved, case_id = casework.create_client(session, typed, case={})
    assert saved.problems == ()
    assert raws(session, saved.record_id) == typed | {"entry_date": "01.02.2016"}
    client = casework.read_client(session, saved.record_id)
    assert client.stamp.state is State.VALID
    assert client.stamp.source == "client"
    assert client.stamp.created == session.clock.now()
    case = casework.read_case(session, case_id)
    assert (case.number, case.opened, case.level) == ("2026-0001", date(2026, 11, 23), Level.ACCOMPANIMENT)
    assert case.stamp.state is State.VALID


def test_needs_are_kept_apart_from_what_is_found_by_text(session: Session) -> None:
    saved, _ = casework.create_client(session, {"family_name": "Testperson", "needs": "V10 V07"}, case={})
    assert casework.read_client(session, saved.record_id).needs == ("V10", "V07")
    assert overview.find(session, "Alleinerziehende") == overview.find(session, "V10") == ()
    casework.save_client(session, saved.record_id, {"town": "Mainz"})
    assert casework.read_client(session, saved.record_id).needs == ("V10", "V07")
    casework.save_client(session, saved.record_id, {"needs": ""})
    assert casework.read_client(session, saved.record_id).needs == ()


_TEXTS = {field.name for field in fieldsets.CLIENT.fields}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(sorted(_TEXTS)), st.text(max_size=12), max_size=4),
    st.dictionaries(
        st.sampled_from(sorted(_TEXTS)), st.sampled_from(["", "31.02.2020", "Neu", "1.1.2001"]), max_size=3
    ),
)
def test_fields_not_touched_never_change_whatever_is_typed_elsewhere(
    session: Session, first: dict[str, str], second: dict[str, str]
) -> None:
    saved, _ = casework.create_client(session, full_client(session), case={})
    expected = raws(session, saved.record_id)
    for touched in (first, second, {}):
        casework.save_client(session, saved.record_id, touched)
        found = raws(session, saved.record_id)
        # An entry before the birth is a problem of the entry, which then stays as it was typed.
        still = {name: text for name, text in expected.items() if name not in touched}
        assert {name: found[name] for name in still} == still
        expected = found


def test_a_date_that_is_none_stays_as_typed_until_it_is_corrected(session: Session) -> None:
    saved, _ = casework.create_client(
        session, {"family_name": "Probe", "birth_date": "31.02.1990 ", "town": "Mainz"}, case={}
    )
    assert saved.problems == (Problem("birth_date", "no_date"),)
    client = casework.read_client(session, saved.record_id)
    assert (client.stamp.state, client.birth_date) == (State.DRAFT, None)
    assert client.stamp.raw == {"birth_date": "31.02.1990 "}
    again = casework.save_client(session, saved.record_id, {"town": "Worms"})
    assert again.problems == saved.problems
    assert casework.read_client(session, saved.record_id).stamp.state is State.DRAFT
    assert casework.save_client(session, saved.record_id, {"birth_date": "28.02.1990"}).problems == ()
    client = casework.read_client(session, saved.record_id)
    assert (client.stamp.state, client.stamp.raw) == (State.VALID, {})
    assert (client.birth_date, client.town) == (date(1990, 2, 28), "Worms")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("birth_date", "morgen", "future_date"),
        ("entry_date", "1.1.2030", "future_date"),
        ("family_name", " ", "required"),
        ("gender", "xyz", "unknown_code"),
        ("given_name", "x" * 121, "too_long"),
        ("nationalities", "xx yy", "unknown_code"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(session: Session, name: str, text: str, code: str) -> None:
    typed = full_client(session) | {name: text}
    saved, _ = casework.create_client(session, typed, case={})
    assert [(problem.field, problem.code) for problem in saved.problems] == [(name, code)]
    assert raws(session, saved.record_id)[name] == text


def test_an_entry_before_birth_is_a_problem_of_the_entry_until_either_is_corrected(session: Session) -> None:
    saved, _ = casework.create_client(
        session, {"family_name": "Probe", "birth_date": "1.1.2000", "entry_date": "1.1.1999"}, case={}
    )
    assert saved.problems == (Problem("entry_date", "end_before_begin"),)
    assert casework.read_client(session, saved.record_id).entry_date is None
    assert casework.save_client(session, saved.record_id, {"birth_date": "1.1.1998"}).problems == ()
    assert casework.read_client(session, saved.record_id).entry_date == date(1999, 1, 1)
    assert casework.save_client(session, saved.record_id, {"birth_date": "1.1.2001"}).problems == saved.problems
    assert raws(session, saved.record_id)["entry_date"] == "01.01.1999"


def test_case_numbers_count_up_in_their_year_and_are_never_used_again(
    session: Session, new_case: NewCase, clock: FixedClock
) -> None:
    numbers = []
    for _ in range(3):
        client_id, case_id = new_case()
        numbers.append(casework.read_case(session, case_id).number)
    assert numbers == ["2026-0001", "2026-0002", "2026-0003"]
    with session.vault.write() as db:
        clients.remove_client(db, client_id)
    assert casework.read_case(session, new_case()[1]).number == "2026-0004"
    assert casework.read_case(session, new_case(opened="1.5.2025")[1]).number == "2025-0001"
    clock.moment = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)
    assert casework.read_case(session, new_case()[1]).number == "2027-0001"


def test_another_case_of_the_same_person_has_its_own_number(session: Session, new_case: NewCase) -> None:
    client_id, first = new_case()
    second = casework.open_another_case(session, client_id, {"opened": "heute", "level": "CASE_MANAGEMENT"})
    cases = overview.cases_of(session, client_id)
    assert {case.stamp.id for case in cases} == {first, second}
    assert {case.number for case in cases} == {"2026-0001", "2026-0002"}
    assert casework.read_case(session, second).level is Level.CASE_MANAGEMENT


def test_wrong_case_fields_are_kept_and_said_and_corrected(session: Session) -> None:
    saved, case_id = casework.create_client(
        session, {"family_name": "Probe"}, case={"opened": "31.02.2026", "access_way": "?"}
    )
    assert [(problem.field, problem.code) for problem in saved.problems] == [
        ("opened", "no_date"),
        ("access_way", "unknown_code"),
    ]
    case = casework.read_case(session, case_id)
    assert (case.stamp.state, dict(case.stamp.raw)) == (
        State.DRAFT,
        {"opened": "31.02.2026", "access_way": "?"},
    )
    way = session.lists.codes("access_ways")[0]
    assert casework.save_case(session, case_id, {"access_way": way}).problems == saved.problems[:1]
    assert casework.save_case(session, case_id, {"opened": "28.2.2026"}).problems == ()
    case = casework.read_case(session, case_id)
    assert (case.stamp.state, case.opened, case.access_way) == (State.VALID, date(2026, 2, 28), way)
    assert case.number == "2026-0001"


def test_closing_needs_a_day_in_the_case_and_an_outcome(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case(opened="1.3.2026")
    outcome = session.lists.codes("outcomes")[0]
    for raws_, code in (
        ({"closed": "28.2.2026", "outcome": outcome}, ("closed", "end_before_begin")),
        ({"closed": "1.3.2027", "outcome": outcome}, ("closed", "future_date")),
        ({"closed": "1.3.2026"}, ("outcome", "required")),
    ):
        problems = casework.close_case(session, case_id, raws_)
        assert [(problem.field, problem.code) for problem in problems] == [code]
        assert casework.read_case(session, case_id).closed is None
    assert casework.close_case(session, case_id, {"closed": "1.6.2026", "outcome": outcome}) == ()
    case = casework.read_case(session, case_id)
    assert (case.closed, case.outcome) == (date(2026, 6, 1), outcome)
    late = casework.save_case(session, case_id, {"opened": "2.6.2026"})
    assert late.problems == (Problem("opened", "after_end"),)
    assert casework.read_case(session, case_id).opened == date(2026, 3, 1)
    casework.reopen_case(session, case_id)
    case = casework.read_case(session, case_id)
    assert (case.closed, case.outcome) == (None, None)


def test_a_level_touched_in_the_case_holds_from_today(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case(opened="1.3.2026")
    casework.save_case(session, case_id, {"level": "CASE_MANAGEMENT"})
    case = casework.read_case(session, case_id)
    assert case.level_on(date(2026, 11, 22)) is Level.ACCOMPANIMENT
    assert case.level_on(date(2026, 11, 23)) is Level.CASE_MANAGEMENT
    casework.save_case(session, case_id, {"level": ""})
    assert casework.read_case(session, case_id).level is Level.CASE_MANAGEMENT


def test_contact_ways_change_only_where_touched(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    typed = {"kind": "mobile", "value": "0171 2345678", "note": "nur abends"}
    typed["kind"] = session.lists.codes("contact_ways")[0]
    way = casework.save_contact_way(session, client_id, None, typed)
    assert way.problems == ()
    assert casework.save_contact_way(session, client_id, way.record_id, {"note": "nie"}).problems == ()
    (found,) = overview.case_page(session, case_id).ways
    assert (found.kind, found.value, found.note) == (typed["kind"], typed["value"], "nie")
    wrong = casework.save_contact_way(session, client_id, way.record_id, {"value": ""})
    assert wrong.problems == (Problem("value", "required"),)
    (found,) = overview.case_page(session, case_id).ways
    assert (found.stamp.state, found.note) == (State.DRAFT, "nie")
    with pytest.raises(KeyError):
        casework.save_contact_way(session, new_case("Andere")[0], way.record_id, {"note": "x"})
    casework.remove_contact_way(session, client_id, way.record_id)
    assert overview.case_page(session, case_id).ways == ()


def test_status_history_keeps_order_and_untouched_fields(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    codes = session.lists.codes("residence_status")
    later = casework.save_residence_status(session, client_id, None, {"code": codes[1], "since": "1.1.2024"})
    first = casework.save_residence_status(
        session, client_id, None, {"code": codes[0], "since": "1.1.2020", "expires": "31.12.2023"}
    )
    assert [entry.stamp.id for entry in overview.case_page(session, case_id).statuses] == [
        first.record_id,
        later.record_id,
    ]
    result = casework.save_residence_status(session, client_id, first.record_id, {"since": "1.1.2024"})
    assert result.problems == (Problem("expires", "end_before_begin"),)
    result = casework.save_residence_status(session, client_id, first.record_id, {"since": "1.1.2021"})
    assert result.problems == ()
    entry = overview.case_page(session, case_id).statuses[0]
    assert (entry.code, entry.since, entry.expires) == (codes[0], date(2021, 1, 1), date(2023, 12, 31))
    (row,) = overview.case_list(session)
    assert row.status == codes[1]
    casework.remove_residence_status(session, client_id, later.record_id)
    assert len(overview.case_page(session, case_id).statuses) == 1


def test_a_household_is_founded_joined_and_left(session: Session, new_case: NewCase) -> None:
    (mother, case_id), (child, _) = new_case("Probe", "Mutter"), new_case("Probe", "Kind", birth_date="1.1.2015")
    household = casework.found_household(session, mother, "Familie Probe")
    casework.join_household(session, child, household)
    page = overview.case_page(session, case_id)
    assert page.household is not None
    assert (page.household.name, len(page.household.members)) == ("Familie Probe", 2)
    assert [member.given_name for member in page.members] == ["Kind"]
    casework.join_household(session, child, None)
    assert overview.case_page(session, case_id).members == ()


def test_a_client_who_is_not_there_is_a_key_error(session: Session) -> None:
    for call in (
        lambda: casework.read_client(session, "0" * 32),
        lambda: casework.save_client(session, "0" * 32, {"town": "x"}),
        lambda: casework.read_case(session, "0" * 32),
    ):
        with pytest.raises(KeyError):
            call()


def test_each_intention_announces_what_it_changed_and_who_began_it(session: Session, new_case: NewCase) -> None:
    heard: list[tuple[Changes, object]] = []
    session.listen(lambda changes, initiator: heard.append((changes, initiator)))
    client_id, case_id = new_case()
    casework.save_client(session, client_id, {"town": "Mainz"}, initiator="screen")
    assert heard[0][0] == Changes(frozenset({"client", "case"}), frozenset({client_id, case_id}))
    assert heard[1] == (Changes(frozenset({"client"}), frozenset({client_id})), "screen")


def test_removing_a_person_takes_everything_of_theirs(session: Session, new_case: NewCase) -> None:
    client_id, _ = new_case("Verschwind", note="geheim", azr_number="160201123456")
    with session.vault.write() as db:
        clients.remove_client(db, client_id)
    assert overview.find(session, "Verschwind") == ()
    with session.vault.read() as db:
        for table in (
            "client", "case_file", "client_name", "client_number", "search_entry", "search_text", "search_waiting",
        ):  # fmt: skip
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_a_level_taken_back_leaves_no_entry_and_contacts_follow(
    session: Session, new_case: NewCase, contact_raws: dict[str, str]
) -> None:
    _, case_id = new_case(opened="1.10.2026")
    contact = contacting.record_contact(session, case_id, contact_raws).record_id
    day = date(2026, 11, 1)
    assert casework.set_level(session, case_id, Level.CASE_MANAGEMENT, day) is None
    assert contacting.read_contact(session, contact).form == "F3"
    casework.take_back_level(session, case_id, day, None)
    assert [change.since for change in casework.read_case(session, case_id).levels] == [date(2026, 10, 1)]
    assert contacting.read_contact(session, contact).form == "F2"
    opened = date(2026, 10, 1)
    before = casework.set_level(session, case_id, Level.CASE_MANAGEMENT, opened)
    assert before is Level.ACCOMPANIMENT
    casework.take_back_level(session, case_id, opened, before)
    assert casework.read_case(session, case_id).level is Level.ACCOMPANIMENT
    casework.take_back_level(session, case_id, opened, None)
    assert casework.read_case(session, case_id).levels, "a case always has a level"


def test_the_first_level_follows_the_opening_unless_another_is_in_between(session: Session, new_case: NewCase) -> None:
    _, case_id = new_case(opened="1.10.2026")
    casework.save_case(session, case_id, {"opened": "1.9.2026"})
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 9, 10))
    casework.save_case(session, case_id, {"opened": "20.9.2026"})
    assert [change.since for change in casework.read_case(session, case_id).levels] == [
        date(2026, 9, 1),
        date(2026, 9, 10),
    ]


def test_a_level_mistyped_at_the_opening_is_corrected_from_the_first_day_on(session: Session) -> None:
    _saved, case_id = casework.create_client(
        session, {"family_name": "Muster"}, case={"opened": "1.10.2026", "level": "unklar"}
    )
    assert casework.read_case(session, case_id).stamp.state is State.DRAFT
    casework.save_case(session, case_id, {"level": "CASE_MANAGEMENT"})
    case = casework.read_case(session, case_id)
    assert case.stamp.state is State.VALID
    assert [(change.level, change.since) for change in case.levels] == [(Level.CASE_MANAGEMENT, date(2026, 10, 1))]


def test_a_household_gets_another_name(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    household = casework.found_household(session, client_id, "Haushalt A")
    casework.rename_household(session, household, "Haushalt B")
    found = overview.case_page(session, case_id).household
    assert found is not None
    assert found.name == "Haushalt B"
