"""What the Tagesnachtrag asks for: the contacts of a day with their sum, and cases by number or name."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from mfd_desktop.app.casework import create_client
from mfd_desktop.app.contacting import record_contact, record_short_contact
from mfd_desktop.app.overview import day_contacts, find_cases
from mfd_desktop.app.referring import record_referral
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.day_entry import DayEntryScreen

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


def test_contacts_that_ended_in_a_referral_wait_for_it(session: Session, two_cases: tuple[RecordId, ...]) -> None:
    waiting = record_contact(session, two_cases[0], TEXTS | {"result": "X4"}).record_id
    record_contact(session, two_cases[0], TEXTS | {"result": "X1"})
    record_contact(session, two_cases[1], TEXTS | {"result": "X5"})
    record_short_contact(session, TEXTS | {"person_group": "P1", "result": "X4"})
    record_referral(session, two_cases[1], {"day": "20.11.2026", "target": "R07", "ask_back": "0"})
    record_referral(session, two_cases[0], {"day": "19.11.2026", "target": "R07", "ask_back": "0"})
    assert day_contacts(session, DAY).unreferred == {waiting}


def test_the_row_of_such_a_contact_leads_to_its_referral(
    session: Session, two_cases: tuple[RecordId, ...], window: MainWindow, press: Callable[..., None]
) -> None:
    waiting = record_contact(session, two_cases[0], TEXTS | {"day": "heute", "result": "X4"}).record_id
    record_contact(session, two_cases[1], TEXTS | {"day": "heute", "result": "X1"})
    window.show_place(Place("day_entry"))
    screen = window.current()
    assert isinstance(screen, DayEntryScreen)
    assert [row.button for row in screen.list.rows()] == ["Verweisung festhalten", ""]
    screen.list.setFocus()
    press(Qt.Key.Key_Space)
    case = window.current()
    assert isinstance(case, CaseScreen)
    assert case.sheets.name == f"referral:new-{waiting}"
    sheet = case.sheets.sheet
    assert sheet is not None
    sheet.reject()
    record_referral(session, two_cases[0], {"day": "heute", "target": "R07", "ask_back": "0"})
    window.show_place(Place("day_entry"))
    assert {row.button for row in screen.list.rows()} == {""}


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
