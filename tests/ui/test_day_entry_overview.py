"""What the Tagesnachtrag asks for: the contacts of a day with their sum, and cases by number or name."""

from datetime import date

import pytest

from mfd_desktop.app.casework import create_client
from mfd_desktop.app.contacting import record_contact, record_short_contact
from mfd_desktop.app.overview import day_contacts, find_cases
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId

DAY = date(2026, 11, 20)
TEXTS = {"day": "20.11.2026", "minutes": "45", "channel": "K1", "language": "uk", "topics": "T11"}


@pytest.fixture
def two_cases(session: Session) -> tuple[RecordId, ...]:
    made = []
    for family, given in (("Probe", "Ivan"), ("Beispiel", "Muhammad")):
        raws = {"family_name": family, "given_name": given, "languages": "uk"}
        made.append(create_client(session, raws, case={"opened": "02.11.2026", "level": "ACCOMPANIMENT"})[1])
    return tuple(made)


def test_contacts_of_a_day_with_and_without_case_and_their_sum(
    session: Session, two_cases: tuple[RecordId, ...]
) -> None:
    first = record_contact(session, two_cases[0], TEXTS)
    draft = record_contact(session, two_cases[1], TEXTS | {"topics": ""})
    short = record_short_contact(session, TEXTS | {"person_group": "P1", "minutes": "15", "anonymous": "0"})
    record_contact(session, two_cases[0], TEXTS | {"day": "19.11.2026"})
    found = day_contacts(session, DAY)
    assert [contact.stamp.id for contact in found.contacts] == [
        first.record_id, draft.record_id, short.record_id,
    ]  # fmt: skip
    assert found.minutes == 60, "a draft is listed but never summed up"
    assert {case_id: label.number for case_id, label in found.labels.items()} == {
        two_cases[0]: "2026-0001", two_cases[1]: "2026-0002",
    }  # fmt: skip


def test_an_empty_day(session: Session) -> None:
    found = day_contacts(session, DAY)
    assert (found.contacts, found.minutes, found.labels) == ((), 0, {})


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("2", ["2026-0002"]),
        ("2026-0001", ["2026-0001"]),
        ("pro", ["2026-0001"]),
        ("محمد", ["2026-0002"]),
        ("niemand", []),
        ("  ", []),
    ],
)
def test_cases_by_number_or_part_of_a_name(
    session: Session, two_cases: tuple[RecordId, ...], typed: str, numbers: list[str]
) -> None:
    assert [label.number for label in find_cases(session, typed)] == numbers
