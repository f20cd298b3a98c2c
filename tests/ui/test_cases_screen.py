"""The list of cases: filters, order, keys, empty states, and initials until F9."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from mfd_desktop.app import casework, contacting
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.screens.cases import CasesScreen
from mfd_desktop.ui.screens.cases_filter import Which

if TYPE_CHECKING:
    from dataclasses import dataclass

    from mfd_desktop.domain.ids import RecordId

    @dataclass
    class Person:
        client_id: RecordId
        case_id: RecordId
        number: str


@pytest.fixture
def places(desk: Desk) -> list[Place]:
    asked: list[Place] = []
    desk.place_requested.connect(asked.append)
    return asked


@pytest.fixture
def screen(desk: Desk, show_alone: Callable[..., None]) -> CasesScreen:
    found = CasesScreen(desk)
    show_alone(found)
    found.go_to(Place("cases"))
    return found


def shown(screen: CasesScreen, column: int = 1) -> list[str]:
    model = screen.table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def choose(screen: CasesScreen, which: Which) -> None:
    screen.tabs.setCurrentIndex(int(which))


def test_open_cases_with_initials_newest_number_first(people: dict[str, "Person"], screen: CasesScreen) -> None:
    assert shown(screen) == ["S. B.", "I. P.", "A. T."]
    assert shown(screen, 0) == ["2026-0003", "2026-0002", "2026-0001"]
    assert screen.table.isColumnHidden(2)
    assert shown(screen, 2) == ["", "", ""]


def test_labels_stand_for_codes(people: dict[str, "Person"], screen: CasesScreen) -> None:
    row = shown(screen, 0).index(people["amal"].number)
    texts = [shown(screen, column)[row] for column in (3, 4, 5, 6, 7)]
    assert texts == ["Aufenthaltsgestattung", "Arabisch", "Beratung und Begleitung", "–", "offen"]


def test_names_and_birth_dates_only_while_names_are_shown(
    people: dict[str, "Person"], desk: Desk, screen: CasesScreen
) -> None:
    desk.show_names(shown=True)
    assert shown(screen) == ["Beispiel, Samir", "Probe, Ivan", "Testperson, Amal"]
    assert not screen.table.isColumnHidden(2)
    assert "14.03.1990" in shown(screen, 2)
    desk.show_names(shown=False)
    assert screen.table.isColumnHidden(2)
    assert shown(screen, 2) == ["", "", ""]


def test_the_tabs_narrow_the_list(session: Session, people: dict[str, "Person"], screen: CasesScreen) -> None:
    raws = {"family_name": "Muster", "birth_date": "31.02.1990"}
    casework.create_client(session, raws, case={"opened": "20.11.2026", "level": "ACCOMPANIMENT"})
    expected = {
        Which.OPEN: {"S. B.", "I. P.", "A. T.", "M."},
        Which.CLOSED: {"E. M."},
        Which.ALL: {"S. B.", "I. P.", "A. T.", "E. M.", "M."},
        Which.ASLEEP: {"I. P."},
        Which.DRAFTS: {"M."},
    }
    for which, names in expected.items():
        choose(screen, which)
        assert set(shown(screen)) == names, which
    choose(screen, Which.LAST)
    assert shown(screen) == ["M.", "S. B.", "A. T.", "I. P.", "E. M."]


def test_a_contact_wakes_a_sleeping_case(session: Session, people: dict[str, "Person"], screen: CasesScreen) -> None:
    choose(screen, Which.ASLEEP)
    raws = {"day": "20.11.2026", "minutes": "15", "topics": "T01", "channel": "K1", "language": "uk"}
    assert not contacting.record_contact(session, people["ivan"].case_id, raws).problems
    assert shown(screen) == []
    choose(screen, Which.LAST)
    assert shown(screen)[0] == "I. P."


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Teshtperson", ["A. T."]),
        ("samir bei", ["S. B."]),
        ("2026-0002", ["I. P."]),
        ("2", ["I. P."]),
        ("0151 234", ["A. T."]),
        ("14.03.1990", ["A. T."]),
        ("Niemandt", []),
    ],
)
def test_typing_narrows_at_once(
    people: dict[str, "Person"],
    screen: CasesScreen,
    type_text: Callable[[str], None],
    typed: str,
    found: list[str],
) -> None:
    assert QApplication.focusWidget() is screen.filter.input_widget()
    type_text(typed)
    assert shown(screen) == found


def test_status_group_and_level_narrow(
    people: dict[str, "Person"], screen: CasesScreen, type_text: Callable[[str], None]
) -> None:
    screen.status.input_widget().setFocus()
    type_text("Asylverf")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert shown(screen) == ["A. T."]
    screen.status.input_widget().setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert len(shown(screen)) == 3
    screen.level.input_widget().setFocus()
    type_text("Case")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert shown(screen) == ["S. B."]


def test_keys_from_the_filter_into_the_list_and_enter_opens(
    people: dict[str, "Person"], screen: CasesScreen, places: list[Place]
) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is screen.table
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert places == [Place("case", people["ivan"].case_id)]


def test_enter_in_the_filter_opens_the_first_hit(
    people: dict[str, "Person"], screen: CasesScreen, places: list[Place], type_text: Callable[[str], None]
) -> None:
    type_text("Testp")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert places == [Place("case", people["amal"].case_id)]


def test_a_heading_sorts_and_the_order_survives_a_change(
    session: Session, people: dict[str, "Person"], screen: CasesScreen
) -> None:
    screen.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown(screen, 0) == ["2026-0001", "2026-0002", "2026-0003"]
    raws = {"family_name": "Muster"}
    casework.create_client(session, raws, case={"opened": "20.11.2026", "level": "ACCOMPANIMENT"})
    assert shown(screen, 0) == ["2026-0001", "2026-0002", "2026-0003", "2026-0004"]


def test_the_place_holds_filter_order_and_row(
    people: dict[str, "Person"], desk: Desk, screen: CasesScreen, show_alone: Callable[..., None]
) -> None:
    choose(screen, Which.ALL)
    screen.filter.set_raw("2026")
    screen.level.set_raw("ACCOMPANIMENT")
    screen.refresh()
    screen.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    screen.go_to(Place("cases", people["ivan"].case_id))
    place = screen.place()
    assert place.record_id == people["ivan"].case_id
    other = CasesScreen(desk)
    other.go_to(place)
    show_alone(other)
    assert shown(other) == shown(screen)
    assert other.place() == place


def test_coming_back_without_a_detail_keeps_the_filter(people: dict[str, "Person"], screen: CasesScreen) -> None:
    choose(screen, Which.CLOSED)
    screen.go_to(Place("cases"))
    assert shown(screen) == ["E. M."]


def test_the_empty_list_offers_a_way_on(screen: CasesScreen, places: list[Place]) -> None:
    assert screen.empty.text() == "Noch keine Person aufgenommen"
    buttons = [button for button in screen.offers.findChildren(QPushButton) if button.isVisible()]
    for button in buttons:
        button.click()
    assert places == [Place("new_client", detail={"new": "1"}), Place("import")]
    assert not screen.table.isVisible()


def test_a_filter_that_fits_nothing_can_be_reset(people: dict[str, "Person"], screen: CasesScreen) -> None:
    screen.level.set_raw("CASE_MANAGEMENT")
    choose(screen, Which.CLOSED)
    assert screen.empty.text() == "Kein Fall passt zu diesem Filter."
    (button,) = [button for button in screen.offers.findChildren(QPushButton) if button.isVisible()]
    button.click()
    assert len(shown(screen)) == 3
    assert screen.table.isVisible()


def test_nothing_is_cut_at_200_percent(people: dict[str, "Person"], screen: CasesScreen) -> None:
    screen.resize(560, 320)
    QApplication.processEvents()
    assert screen.minimumSizeHint().width() <= 560
    assert screen.table.is_narrow()
    assert screen.new.text() == ""
    assert screen.new.accessibleName() == "Neue Person"
