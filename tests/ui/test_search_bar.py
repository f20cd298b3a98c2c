"""The global search by keys: people in any spelling, commands, and that what was typed does not stay."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mfd_desktop.app.casework import create_client
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Match, Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.cases import CasesScreen
from mfd_desktop.ui.screens.new_client import NewClientScreen
from mfd_desktop.ui.search_bar import SearchBar
from mfd_desktop.ui.search_hits import why
from mfd_desktop.ui.search_popup import SearchPopup

if TYPE_CHECKING:
    from dataclasses import dataclass

    @dataclass
    class Person:
        case_id: str
        number: str


CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def places(desk: Desk) -> list[Place]:
    """The places asked for; with a window they are shown as well."""
    asked: list[Place] = []
    desk.place_requested.connect(asked.append)
    return asked


@pytest.fixture
def bar(people: dict[str, "Person"], desk: Desk, window: MainWindow) -> SearchBar:
    """The search of the main window, reached by Ctrl+K from the list of cases."""
    window.show_place(Place("cases"))
    # The screens of others are not what is tested here.
    desk.place_requested.disconnect(window.show_place)
    found = window.findChild(SearchBar)
    assert isinstance(found, SearchBar)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CTRL)
    assert QApplication.focusWidget() is found
    return found


def titles(bar: SearchBar) -> list[str]:
    return [hit.title for hit in bar.hits()]


def test_typing_finds_a_person_and_enter_opens_the_case(
    bar: SearchBar, people: dict[str, "Person"], places: list[Place], type_text: Callable[[str], None]
) -> None:
    type_text("Testp")
    hit = bar.hits()[0]
    assert (hit.title, hit.second) == ("Testperson, Amal", f"{people['amal'].number} · geboren 14.03.1990")
    assert hit.note == ""
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert places == [Place("case", people["amal"].case_id)]
    assert not bar.is_open()
    assert bar.text() == ""


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("0151 23", "Nummer"),
        ("14.03.1990", "Geburtsdatum"),
        ("Teshtperson", "ähnlich geschrieben"),
        ("Amal Testperson", ""),
    ],
)
def test_it_says_why_somebody_was_found(
    bar: SearchBar, type_text: Callable[[str], None], typed: str, note: str
) -> None:
    type_text(typed)
    assert [(hit.title, hit.note) for hit in bar.hits()][:1] == [("Testperson, Amal", note)]


def test_each_reason_has_its_word() -> None:
    def reason(kind: str) -> str:
        return why(Match("a", "b", "1", "Muster, Eva", None, kind, 90.0), "muster")  # type: ignore[arg-type]  # ids are texts

    assert [reason(kind) for kind in ("phone", "text", "name")] == ["Telefon", "im Text", ""]


def test_another_spelling_and_script_is_found(
    session: Session, bar: SearchBar, type_text: Callable[[str], None]
) -> None:
    raws = {"family_name": "Шевченко", "given_name": "Тест"}
    create_client(session, raws, case={"opened": "02.11.2026", "level": "ACCOMPANIMENT"})
    type_text("Schewtschenko")
    assert titles(bar)[0] == "Шевченко, Тест"
    assert bar.hits()[0].note == "ähnlich geschrieben"


def test_arrows_move_and_stay_inside_the_list(
    bar: SearchBar, people: dict[str, "Person"], places: list[Place], type_text: Callable[[str], None]
) -> None:
    type_text("2026-")
    assert len(bar.hits()) == 3
    second = bar.hits()[1]
    QTest.keyClick(bar, Qt.Key.Key_Up)
    QTest.keyClick(bar, Qt.Key.Key_Down)
    QTest.keyClick(bar, Qt.Key.Key_Return)
    known = {person.number: person.case_id for person in people.values()}
    assert places == [Place("case", known[second.second.split(" ")[0]])]  # type: ignore[arg-type]  # ids are texts


def test_esc_gives_the_focus_back_and_forgets(
    bar: SearchBar, window: MainWindow, type_text: Callable[[str], None]
) -> None:
    type_text("Testp")
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    screen = window.current()
    assert isinstance(screen, CasesScreen)
    assert QApplication.focusWidget() is screen.filter.input_widget()
    assert (bar.text(), bar.is_open()) == ("", False)
    bar.undo()
    assert bar.text() == ""


def test_names_disappear_when_the_focus_leaves(
    bar: SearchBar, window: MainWindow, type_text: Callable[[str], None]
) -> None:
    type_text("Testp")
    popup = window.findChild(SearchPopup)
    assert isinstance(popup, SearchPopup)
    assert popup.isVisible()
    QTest.keyClick(bar, Qt.Key.Key_Tab)
    assert not popup.isVisible()
    assert popup.rows.rows() == ()
    assert bar.text() == ""


def test_a_click_takes_a_hit(
    bar: SearchBar,
    window: MainWindow,
    people: dict[str, "Person"],
    places: list[Place],
    type_text: Callable[[str], None],
) -> None:
    type_text("Testp")
    popup = window.findChild(SearchPopup)
    assert isinstance(popup, SearchPopup)
    spot = popup.rows.visualRect(popup.rows.model().index(0, 0)).center()
    QTest.mouseClick(popup.rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert places == [Place("case", people["amal"].case_id)]


def test_nobody_found_offers_to_take_the_person_down(
    bar: SearchBar, places: list[Place], type_text: Callable[[str], None]
) -> None:
    type_text("Nadja Niemandt")
    assert titles(bar) == ["„Nadja Niemandt“ als neue Person aufnehmen"]
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert places == [Place("new_client", detail={"new": "1", "name": "Nadja Niemandt"})]


def test_a_number_nobody_has_offers_nothing(bar: SearchBar, type_text: Callable[[str], None]) -> None:
    type_text("99887")
    assert bar.hits() == ()
    assert bar.is_open()


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("kalen", Place("calendar")),
        ("kurzb", Place("short_contact", detail={"new": "1"})),
        ("tages", Place("day_entry")),
        ("aufneh", Place("new_client", detail={"new": "1"})),
        ("excel", Place("import")),
        ("einst", Place("settings")),
    ],
)
def test_commands_lead_to_their_place(
    bar: SearchBar, places: list[Place], type_text: Callable[[str], None], typed: str, place: Place
) -> None:
    type_text(typed)
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert places == [place]


def test_commands_lock_and_show_names(
    bar: SearchBar, window: MainWindow, desk: Desk, type_text: Callable[[str], None]
) -> None:
    asked: list[bool] = []
    window.lock_asked.connect(lambda: asked.append(True))
    type_text("sperr")
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert asked == [True]
    bar.start()
    type_text("namen")
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert desk.names_shown
    bar.start()
    type_text("namen")
    assert titles(bar)[0] == "Namen verbergen (F9)"


def test_down_in_the_empty_field_lists_all_commands(bar: SearchBar) -> None:
    QTest.keyClick(bar, Qt.Key.Key_Down)
    assert {"Heute", "Fälle", "Kalender", "Sperren", "Aus Excel übernehmen"} <= set(titles(bar))


def test_the_list_fits_into_a_small_window(
    bar: SearchBar, window: MainWindow, type_text: Callable[[str], None]
) -> None:
    window.resize(683, 384)
    QTest.keyClick(bar, Qt.Key.Key_Down)
    popup = window.findChild(SearchPopup)
    assert isinstance(popup, SearchPopup)
    assert window.rect().contains(popup.geometry())


def test_the_offer_prefills_the_form(
    people: dict[str, "Person"], window: MainWindow, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    window.show_place(Place("cases"))
    press(Qt.Key.Key_K, CTRL)
    type_text("Nadja Niemandt")
    press(Qt.Key.Key_Return)
    screen = window.current()
    assert isinstance(screen, NewClientScreen)
    texts = screen.client.texts()
    assert (texts["family_name"], texts["given_name"]) == ("Niemandt", "Nadja")
    assert QApplication.focusWidget() is screen.client.fields["birth_date"].editor.input_widget()
