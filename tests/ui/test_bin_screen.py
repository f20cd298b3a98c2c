"""Papierkorb: seeing what was deleted, bringing it back, letting it go; deleting a case or a person."""

from collections.abc import Callable

import pytest

from mfd_desktop.app import agenda, casework, deadlines, overview, recycling
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_delete_sheet import DeleteSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.bin import BinScreen
from mfd_desktop.ui.screens.case import CaseScreen


@pytest.fixture
def told(desk: Desk) -> list[tuple[str, Callable[[], None]]]:
    """What was told, with what its action does."""
    found: list[tuple[str, Callable[[], None]]] = []
    desk.messages.told.connect(lambda text, _kind, _action, callback: found.append((text, callback)))
    return found


@pytest.fixture
def deleted(session: Session, people: dict[str, object]) -> str:
    """A follow-up of Amal's case lies in the bin."""
    case_id = people["amal"].case_id  # type: ignore[attr-defined]  # a Person
    record_id = agenda.record_follow_up(session, case_id, {"due": "heute", "text": "Anrufen"}).record_id
    return agenda.remove_follow_up(session, record_id)


@pytest.fixture
def screen(window: MainWindow, deleted: str) -> BinScreen:
    window.show_place(Place("bin"))
    found = window.current()
    assert isinstance(found, BinScreen)
    assert [row.key for row in found.rows.rows()] == [deleted]
    return found


def open_sheet(screen: object) -> Sheet:
    (found,) = [sheet for sheet in screen.findChildren(Sheet) if sheet.isVisible()]  # type: ignore[attr-defined]  # a widget
    assert isinstance(found, Sheet)
    return found


def test_a_row_says_what_whose_and_how_long(screen: BinScreen, desk: Desk) -> None:
    (row,) = screen.rows.rows()
    assert (row.title, row.badge, row.button) == ("Wiedervorlage: Anrufen", "noch 30 Tage", "Wiederherstellen")
    assert "Testperson" not in row.second
    desk.show_names(shown=True)
    (row,) = screen.rows.rows()
    assert "Amal" in row.second


def test_bringing_back_empties_the_list_and_leads_to_the_case(
    screen: BinScreen, window: MainWindow, session: Session, told: list[tuple[str, Callable[[], None]]], deleted: str
) -> None:
    screen.rows.button_clicked.emit(deleted)
    assert screen.rows.rows() == ()
    assert not screen.empty.isHidden()
    text, go = told[-1]
    assert text == "Wiederhergestellt: Wiedervorlage: Anrufen"
    go()
    assert isinstance(window.current(), CaseScreen)
    assert [one.text for one in overview.case_page(session, window.current().place().record_id).follow_ups] == [  # type: ignore[arg-type]  # a case
        "Anrufen"
    ]


def test_letting_go_asks_first(screen: BinScreen, session: Session, told: list[tuple[str, Callable[[], None]]]) -> None:
    key = screen.rows.rows()[0].key
    screen.rows.row_activated.emit(key)
    assert screen.sheet is not None
    screen.sheet.forget_button.click()
    assert len(recycling.entries(session)) == 1
    question = open_sheet(screen)
    assert question.accept_button is not None
    question.accept_button.click()
    assert recycling.entries(session) == ()
    assert told[-1][0] == "Endgültig gelöscht."
    assert screen.rows.rows() == ()


def test_what_vanished_meanwhile_is_said(screen: BinScreen, session: Session, deleted: str, told: list[object]) -> None:
    with session.vault.write() as db:
        db.execute("DELETE FROM bin")
    screen.restore(deleted)
    assert len(told) == 1
    assert screen.rows.rows() == ()


def test_a_person_is_deleted_with_the_only_case_and_comes_back(
    window: MainWindow, session: Session, people: dict[str, object], told: list[tuple[str, Callable[[], None]]]
) -> None:
    person = people["amal"]
    case_id, client_id = person.case_id, person.client_id  # type: ignore[attr-defined]  # a Person
    window.show_place(Place("case", case_id, "master", detail={"sheet": "delete:case"}))
    sheet = open_sheet(window.current())
    assert isinstance(sheet, DeleteSheet)
    assert not sheet.case_button.isVisible(), "a person without a case could not be found again"
    sheet.person_button.click()
    with pytest.raises(KeyError):
        casework.read_client(session, client_id)
    assert window.current().name == "cases"
    told[-1][1]()
    assert casework.read_client(session, client_id).given_name == "Amal"
    assert window.current().place().record_id == case_id
    entry = recycling.remove_client(session, client_id)
    window.show_place(Place("bin"))
    bin_screen = window.current()
    assert isinstance(bin_screen, BinScreen)
    (row,) = bin_screen.rows.rows()
    assert row.second.startswith("2026-")
    bin_screen.restore(entry)
    told[-1][1]()
    assert window.current().place().record_id == case_id


def test_one_of_several_cases_is_deleted_alone(
    window: MainWindow, session: Session, people: dict[str, object], told: list[tuple[str, Callable[[], None]]]
) -> None:
    client_id = people["amal"].client_id  # type: ignore[attr-defined]  # a Person
    second = casework.open_another_case(session, client_id, {})
    window.show_place(Place("case", second, "master", detail={"sheet": "delete:case"}))
    sheet = open_sheet(window.current())
    assert isinstance(sheet, DeleteSheet)
    sheet.case_button.click()
    assert len(recycling.case_numbers(session, client_id)) == 1
    told[-1][1]()
    assert len(recycling.case_numbers(session, client_id)) == 2


def test_a_file_with_an_open_deadline_goes_only_with_a_reason(
    window: MainWindow, session: Session, people: dict[str, object]
) -> None:
    case_id, client_id = people["amal"].case_id, people["amal"].client_id  # type: ignore[attr-defined]  # a Person
    raws = {"title": "Klage", "due": "25.11.2026", "kind": "loss"}
    deadlines.add_manual(session, case_id, raws)
    window.show_place(Place("case", case_id, "master", detail={"sheet": "delete:case"}))
    sheet = open_sheet(window.current())
    assert isinstance(sheet, DeleteSheet)
    assert sheet.field.isVisible()
    sheet.person_button.click()
    assert sheet.field.error() == "Bitte ausfüllen."
    assert casework.read_client(session, client_id).given_name == "Amal"
    sheet.reason.set_raw("Doppelt angelegt")
    sheet.person_button.click()
    assert deadlines.desk(session) == ()
    (entry,) = recycling.entries(session)
    recycling.restore(session, entry.id)
    assert [row.deadline.note for row in deadlines.desk(session)] == ["Doppelt angelegt"]
