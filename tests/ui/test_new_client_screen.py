"""Taking a person down by keys: any script, wrong values kept, a second file only on a second word, undo."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mfd_desktop.app import casework, contacting, intake, overview
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors import NotPromotable, WorkedOn
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place, State
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.cases import CasesScreen
from mfd_desktop.ui.screens.new_client import NewClientScreen, _names

if TYPE_CHECKING:
    from dataclasses import dataclass

    @dataclass
    class Person:
        client_id: RecordId
        case_id: RecordId


CTRL = Qt.KeyboardModifier.ControlModifier
Told = list[tuple[str, str, Callable[[], None] | None]]


@pytest.fixture
def screen(desk: Desk, window: MainWindow) -> NewClientScreen:
    """The form in the main window, begun anew; cases are asked for but not shown."""
    window.show_place(Place("new_client", detail={"new": "1"}))
    found = window.current()
    assert isinstance(found, NewClientScreen)
    desk.place_requested.disconnect(window.show_place)
    return found


@pytest.fixture
def places(desk: Desk) -> list[Place]:
    asked: list[Place] = []
    desk.place_requested.connect(asked.append)
    return asked


@pytest.fixture
def told(desk: Desk) -> Told:
    heard: Told = []
    desk.messages.told.connect(lambda text, _kind, action, callback: heard.append((text, action, callback)))
    return heard


def fill(screen: NewClientScreen, type_text: Callable[[str], None], **texts: str) -> None:
    """Type into fields of the person, one after the other."""
    for name, text in texts.items():
        screen.client.focus_field(name)
        type_text(text)


def save(press: Callable[..., None]) -> None:
    press(Qt.Key.Key_Return, CTRL)


def test_a_person_in_arabic_script_is_taken_down_found_and_opened(
    session: Session,
    desk: Desk,
    window: MainWindow,
    screen: NewClientScreen,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    asked: list[Place] = []
    desk.place_requested.connect(asked.append)
    type_text("محمد")
    press(Qt.Key.Key_Tab)
    type_text("تجربة")
    press(Qt.Key.Key_Tab)
    type_text("1.2.90")
    save(press)
    (row,) = overview.case_list(session)
    assert asked == [Place("case", row.case_id)]
    client = casework.read_client(session, row.client_id)
    assert (client.family_name, client.given_name) == ("محمد", "تجربة")
    assert client.stamp.state is State.VALID
    window.show_place(Place("cases"))
    press(Qt.Key.Key_K, CTRL)
    type_text("Mohamed")
    press(Qt.Key.Key_Return)
    assert asked[1:] == [Place("case", row.case_id)]


def test_everything_said_is_kept_in_one_go(
    session: Session, screen: NewClientScreen, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    fill(screen, type_text, family_name="Muster", given_name="Eva", nationalities="Syrien")
    press(Qt.Key.Key_Tab)
    screen.status.focus_field("code")
    type_text("Aufenthaltsgest")
    press(Qt.Key.Key_Tab)
    screen.way.focus_field("value")
    type_text("0151 7654321")
    save(press)
    (row,) = overview.case_list(session)
    page = overview.case_page(session, row.case_id)
    assert page.client.nationalities == ("SY",)
    assert [status.code for status in page.statuses] == ["S002"]
    assert [(way.kind, way.value) for way in page.ways] == [("mobile", "0151 7654321")]
    assert str(page.case.opened) == "2026-11-23"


def test_no_empty_status_or_telephone_is_recorded(
    session: Session, screen: NewClientScreen, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    fill(screen, type_text, family_name="Muster")
    save(press)
    (row,) = overview.case_list(session)
    page = overview.case_page(session, row.case_id)
    assert (page.statuses, page.ways) == ((), ())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31.02.1990", "Dieses Datum gibt es nicht. Beispiel: 24.11.2026"),
        ("24.12.2026", "Das Datum liegt in der Zukunft."),
    ],
)
def test_a_wrong_birth_date_is_said_beside_the_field_kept_and_makes_a_draft(
    session: Session,
    screen: NewClientScreen,
    told: Told,
    type_text: Callable[[str], None],
    press: Callable[..., None],
    typed: str,
    said: str,
) -> None:
    fill(screen, type_text, family_name="Muster", birth_date=typed)
    press(Qt.Key.Key_Tab)
    assert screen.client.fields["birth_date"].error() == said
    save(press)
    (row,) = overview.case_list(session)
    assert row.state is State.DRAFT
    client = casework.read_client(session, row.client_id)
    assert client.birth_date is None
    assert dict(client.stamp.raw) == {"birth_date": typed}
    assert "Entwurf" in told[-1][0]


def test_a_case_with_a_wrong_opening_day_is_not_created(
    session: Session, screen: NewClientScreen, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    fill(screen, type_text, family_name="Muster")
    screen.case.focus_field("opened")
    press(Qt.Key.Key_A, CTRL)
    type_text("31.02.2026")
    save(press)
    assert overview.case_list(session) == ()
    assert screen.case.fields["opened"].error()
    assert screen.case.texts()["opened"] == "31.02.2026"
    assert QApplication.focusWidget() is screen.case.fields["opened"].editor.input_widget()


def test_nobody_is_taken_down_without_any_name(
    session: Session, screen: NewClientScreen, press: Callable[..., None]
) -> None:
    save(press)
    assert overview.case_list(session) == ()
    assert screen.client.fields["family_name"].error()


def test_a_second_file_needs_a_second_word(
    session: Session,
    people: dict[str, "Person"],
    screen: NewClientScreen,
    type_text: Callable[[str], None],
    press: Callable[..., None],
    places: list[Place],
) -> None:
    fill(screen, type_text, family_name="Testperson", given_name="Amaal")
    save(press)
    assert len(overview.case_list(session)) == 4
    assert screen.duplicates.isVisible()
    assert [row.title for row in screen.duplicates.rows.rows()] == ["Testperson, Amal"]
    assert screen.save_button.text() == "Trotzdem neu aufnehmen"
    save(press)
    assert len(overview.case_list(session)) == 5
    assert len(places) == 1


def test_the_warning_comes_while_typing_and_opens_the_known_case(
    people: dict[str, "Person"],
    screen: NewClientScreen,
    places: list[Place],
    qtbot: object,
    type_text: Callable[[str], None],
) -> None:
    fill(screen, type_text, family_name="Amal", given_name="Testperson")
    qtbot.waitUntil(screen.duplicates.isVisible)  # type: ignore[attr-defined]
    screen.duplicates.rows.setFocus()
    QTest.keyClick(screen.duplicates.rows, Qt.Key.Key_Return)
    assert places == [Place("case", people["amal"].case_id)]


def test_another_birth_date_is_another_person(
    session: Session,
    people: dict[str, "Person"],
    screen: NewClientScreen,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    fill(screen, type_text, family_name="Testperson", given_name="Amal", birth_date="01.01.1950")
    save(press)
    assert len(overview.case_list(session)) == 5


def test_other_duplicates_ask_again(
    session: Session,
    people: dict[str, "Person"],
    screen: NewClientScreen,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    fill(screen, type_text, family_name="Testperson", given_name="Amal")
    save(press)
    for name, text in (("family_name", "Probe"), ("given_name", "Ivan")):
        screen.client.focus_field(name)
        press(Qt.Key.Key_A, CTRL)
        type_text(text)
    save(press)
    assert len(overview.case_list(session)) == 4
    assert [row.title for row in screen.duplicates.rows.rows()] == ["Probe, Ivan"]


def test_taking_down_can_be_undone(
    session: Session,
    screen: NewClientScreen,
    places: list[Place],
    told: Told,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    fill(screen, type_text, family_name="Muster")
    save(press)
    text, action, undo = told[-1]
    assert (text, action) == ("Aufgenommen, Fall 2026-0001 ist angelegt.", "Rückgängig")
    assert undo is not None
    undo()
    assert overview.case_list(session) == ()
    assert overview.find(session, "Muster") == ()
    assert places[-1] == Place("cases")


def test_nobody_with_work_done_is_removed(session: Session, people: dict[str, "Person"]) -> None:
    amal = people["amal"]
    raws = {"day": "20.11.2026", "minutes": "15", "topics": "T01", "channel": "K1", "language": "ar"}
    contacting.record_contact(session, amal.case_id, raws)
    with pytest.raises(WorkedOn):
        intake.remove_new_client(session, amal.client_id)
    assert overview.case_page(session, amal.case_id).contacts


def test_after_saving_the_form_is_empty_again(
    screen: NewClientScreen, desk: Desk, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    fill(screen, type_text, family_name="Muster", street="Musterweg 1")
    save(press)
    screen.go_to(Place("new_client", detail={"new": "1"}))
    assert screen.client.texts()["family_name"] == ""
    assert screen.client.texts()["street"] == ""
    assert not screen.unsaved.isVisibleTo(screen)
    assert all(form.open_form() is None for form in desk.forms)


def test_unsaved_texts_stay_and_are_named_when_coming_back(
    screen: NewClientScreen, type_text: Callable[[str], None]
) -> None:
    fill(screen, type_text, family_name="Muster")
    screen.go_to(Place("new_client", detail={"new": "1", "name": "Eva Probe"}))
    assert screen.client.texts()["family_name"] == "Muster"
    assert screen.unsaved.isVisible()


def test_discarding_can_be_undone(screen: NewClientScreen, told: Told, type_text: Callable[[str], None]) -> None:
    fill(screen, type_text, family_name="Muster", given_name="Eva")
    screen.unsaved.action_requested.emit()
    assert screen.client.texts()["family_name"] == ""
    undo = told[-1][2]
    assert undo is not None
    undo()
    assert screen.client.texts()["family_name"] == "Muster"
    assert screen.client.texts()["given_name"] == "Eva"


def short_contact(session: Session, *, anonymous: str = "0") -> RecordId:
    raws = {"day": "20.11.2026", "minutes": "15", "topics": "T01", "channel": "K1", "language": "ar"}
    raws |= {"person_group": "P1", "district": "07211", "anonymous": anonymous}
    return contacting.record_short_contact(session, raws).record_id


def test_a_short_contact_becomes_the_first_contact_of_the_case(
    session: Session, screen: NewClientScreen, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    contact_id = short_contact(session)
    screen.go_to(Place("new_client", detail={"contact": contact_id}))
    texts = screen.client.texts()
    assert (texts["languages"], texts["district"]) == ("ar", "07211")
    assert screen.case.texts()["opened"] == "20.11.2026"
    assert screen.place() == Place("new_client", detail={"contact": contact_id})
    fill(screen, type_text, family_name="Muster")
    save(press)
    (row,) = overview.case_list(session)
    (contact,) = overview.case_page(session, row.case_id).contacts
    assert contact.stamp.id == contact_id
    assert contact.stamp.state is State.VALID


def test_a_short_contact_is_one_again_when_the_new_person_is_taken_back(
    session: Session, screen: NewClientScreen, told: Told, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    contact_id = short_contact(session)
    was = contacting.read_contact(session, contact_id)
    screen.go_to(Place("new_client", detail={"contact": contact_id}))
    fill(screen, type_text, family_name="Muster")
    save(press)
    assert overview.today(session).counts.short_contacts == 0
    undo = told[-1][2]
    assert undo is not None
    undo()
    assert overview.case_list(session) == ()
    again = contacting.read_contact(session, contact_id)
    assert (again.case_id, again.person_group, again.stamp.raw) == (None, was.person_group, was.stamp.raw)
    assert overview.today(session).counts.short_contacts == 1


def test_an_unfinished_short_contact_is_asked_no_more_for_its_group_in_the_new_case(session: Session) -> None:
    raws = {"day": "20.11.2026", "minutes": "15", "topics": "T01", "channel": "K1", "language": "ar"}
    contact_id = contacting.record_short_contact(session, raws).record_id
    assert contacting.read_contact(session, contact_id).stamp.raw
    case = {"opened": "20.11.2026", "level": "ACCOMPANIMENT"}
    intake.take_in(session, intake.Intake({"family_name": "Muster"}, case, contact_id=contact_id))
    assert contacting.read_contact(session, contact_id).stamp.raw == {}


def test_an_anonymous_contact_never_becomes_a_case(
    session: Session, screen: NewClientScreen, told: Told, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    contact_id = short_contact(session, anonymous="1")
    with pytest.raises(NotPromotable):
        intake.take_in(
            session,
            intake.Intake(
                {"family_name": "Muster"}, {"opened": "23.11.2026", "level": "ACCOMPANIMENT"}, contact_id=contact_id
            ),
        )
    screen.go_to(Place("new_client", detail={"contact": contact_id}))
    fill(screen, type_text, family_name="Muster")
    save(press)
    assert overview.case_list(session) == ()
    assert "nie Teil eines Falls" in told[-1][0]
    assert screen.client.texts()["family_name"] == "Muster"


def test_an_invalid_case_is_a_mistake_of_the_caller(session: Session) -> None:
    with pytest.raises(ValueError, match="opened"):
        intake.take_in(session, intake.Intake({"family_name": "Muster"}, {"level": "ACCOMPANIMENT"}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Probe, Ivan", {"family_name": "Probe", "given_name": "Ivan"}),
        ("Ivan Probe", {"family_name": "Probe", "given_name": "Ivan"}),
        ("Amal Maria Muster", {"family_name": "Muster", "given_name": "Amal Maria"}),
        ("Probe", {"family_name": "Probe"}),
        ("", {}),
    ],
)
def test_a_typed_name_is_taken_apart(typed: str, meant: dict[str, str]) -> None:
    assert _names(typed) == meant


def test_undoing_while_the_list_is_shown_takes_the_row_away(
    session: Session, window: MainWindow, desk: Desk, type_text: Callable[[str], None]
) -> None:
    window.show_place(Place("cases"))
    cases = window.current()
    assert isinstance(cases, CasesScreen)
    taken = intake.take_in(
        session, intake.Intake({"family_name": "Muster"}, {"opened": "23.11.2026", "level": "ACCOMPANIMENT"})
    )
    assert cases.table.model().rowCount() == 1
    intake.remove_new_client(session, taken.client_id)
    assert cases.table.model().rowCount() == 0
