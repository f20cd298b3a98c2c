"""Stammdaten of a case and the sheets of the page."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import contacting, overview
from mfd_desktop.app.casework import create_client, found_household, join_household, save_client
from mfd_desktop.app.overview import CasePage
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import ContactForm, Level, Place, State
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen

CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


@pytest.fixture
def case(window: MainWindow, people: dict[str, object]) -> CaseScreen:
    """Amal's case, Stammdaten."""
    window.show_place(Place("case", people["amal"].case_id, "master"))  # type: ignore[attr-defined]  # a Person
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return screen


@pytest.fixture
def take_back(desk: Desk) -> Callable[[], None]:
    """Take back what was told last."""
    told: list[Callable[[], None]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    return lambda: told.pop()()


def write(text: str) -> None:
    """Type letters of any script: QTest knows only those of ASCII."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)


def page(session: Session, case: CaseScreen) -> CasePage:
    case_id = case.place().record_id
    assert case_id is not None
    return overview.case_page(session, case_id)


class Hands:
    """Type into the open sheet."""

    def __init__(self, qtbot: QtBot, case: CaseScreen) -> None:
        self.qtbot = qtbot
        self.case = case

    def sheet(self) -> RecordSheet:
        """Return the open sheet once it has the keys."""
        found = self.case.sheets.sheet
        assert found is not None
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
        return found  # type: ignore[return-value]  # or one that is only searched in

    def back(self) -> None:
        """Give the keys back to the page, as a window manager does."""
        self.case.window().activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.case.window())

    def fill(self, **texts: str) -> None:
        form = self.sheet().form
        for name, text in texts.items():
            form.focus_field(name)
            focus = QApplication.focusWidget()
            QTest.keyClick(focus, KEY.Key_A, CONTROL)
            QTest.keyClicks(focus, text)

    def accept(self) -> None:
        self.sheet()
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return, CONTROL)


@pytest.fixture
def hands(qtbot: QtBot, case: CaseScreen) -> Hands:
    """What types into the open sheet."""
    return Hands(qtbot, case)


def rows(case: CaseScreen, name: str) -> list[str]:
    return [row.title for row in getattr(case.master, name).rows.rows()]


def test_each_field_is_stored_when_it_is_left(session: Session, case: CaseScreen, press: Callable[..., None]) -> None:
    assert case.master.form.focused() == ("family_name", 10)
    press(KEY.Key_A, CONTROL)
    write("اختبار")
    assert page(session, case).client.family_name == "Testperson"
    press(KEY.Key_Tab)
    assert page(session, case).client.family_name == "اختبار"
    assert case.head._header._title.text() == "اختبار, Amal"  # noqa: SLF001 - what is shown
    assert case.master.form.focused() == ("given_name", 4)


def test_an_impossible_date_stays_as_typed_until_it_is_corrected(
    window: MainWindow, session: Session, case: CaseScreen,
    press: Callable[..., None],
) -> None:  # fmt: skip
    form = case.master.form
    form.focus_field("birth_date")
    press(KEY.Key_A, CONTROL)
    write("31.02.1990")
    press(KEY.Key_Tab)
    wrong = "Dieses Datum gibt es nicht. Beispiel: 24.11.2026"
    assert form.fields["birth_date"].error() == wrong
    assert page(session, case).client.stamp.state is State.DRAFT
    assert case.head.pills()[0] == "Entwurf – wird nicht gezählt"
    here = case.place()
    window.show_place(Place("case", casework_other(session, case)))
    assert case.master.form is form, "the tab is filled when it is next asked for"
    assert form.texts()["birth_date"] != "31.02.1990"
    assert form.fields["birth_date"].error() == ""
    window.show_place(here)
    assert form.texts()["birth_date"] == "31.02.1990"
    assert form.fields["birth_date"].error() == wrong
    form.focus_field("birth_date")
    press(KEY.Key_A, CONTROL)
    write("28.2.90")
    press(KEY.Key_Tab)
    client = page(session, case).client
    assert (client.birth_date, client.stamp.state) == (date(1990, 2, 28), State.VALID)
    assert form.fields["birth_date"].error() == ""
    assert "Entwurf – wird nicht gezählt" not in case.head.pills()


def casework_other(session: Session, case: CaseScreen) -> str:
    """Return the case of somebody else."""
    return next(row.case_id for row in overview.case_list(session) if row.case_id != case.place().record_id)


def test_a_birth_date_in_the_future_and_an_entry_before_birth_are_said(
    session: Session, case: CaseScreen, press: Callable[..., None]
) -> None:
    form = case.master.form
    form.focus_field("entry_date")
    write("1.1.1980")
    press(KEY.Key_Tab)
    assert form.fields["entry_date"].error() == "Das Ende liegt vor dem Anfang."
    form.focus_field("birth_date")
    press(KEY.Key_A, CONTROL)
    write("24.11.2026")
    press(KEY.Key_Tab)
    assert form.fields["birth_date"].error() == "Das Datum liegt in der Zukunft."
    assert page(session, case).client.stamp.raw["birth_date"] == "24.11.2026"


def test_contact_ways_are_added_changed_and_removed(
    session: Session, case: CaseScreen, hands: Hands, take_back: Callable[[], None], press: Callable[..., None]
) -> None:
    case.master.ways.add_button.click()
    hands.fill(kind="E-Mail", value="amal@example.org")
    hands.accept()
    assert rows(case, "ways") == ["0151 2345678", "amal@example.org"]
    assert case.sheets.sheet is None
    hands.back()
    case.master.ways.rows.setFocus()
    press(KEY.Key_Return)
    hands.fill(value="0160 111")
    hands.accept()
    assert rows(case, "ways") == ["0160 111", "amal@example.org"]
    case.sheets.open(f"contact_way:{page(session, case).ways[0].stamp.id}")
    delete_button(case).click()
    assert rows(case, "ways") == ["amal@example.org"]
    take_back()
    assert sorted(rows(case, "ways")) == ["0160 111", "amal@example.org"]


def delete_button(case: CaseScreen) -> object:
    from mfd_desktop.ui.kit.buttons import Button

    return next(button for button in case.sheets.sheet.findChildren(Button) if button.text() == "Löschen")


def test_a_sheet_says_what_is_wrong_and_can_keep_a_draft(
    session: Session, case: CaseScreen, hands: Hands, take_back: Callable[[], None], press: Callable[..., None]
) -> None:
    case.sheets.open("residence_status:new")
    sheet = hands.sheet()
    hands.accept()
    assert sheet.form.fields["code"].error() == "Bitte ausfüllen."
    assert not sheet._draft_button.isVisible(), "an empty one is not worth keeping"  # noqa: SLF001 - the button
    hands.fill(code="S001", since="30.02.2026")
    hands.accept()
    assert sheet.form.fields["since"].error()
    sheet._draft_button.click()  # noqa: SLF001 - the button
    newest = page(session, case).statuses
    kept = next(status for status in newest if status.stamp.state is State.DRAFT)
    assert kept.stamp.raw == {"since": "30.02.2026"}
    shown = next(row for row in case.master.statuses.rows.rows() if row.badge)
    assert (shown.badge, shown.second) == ("Entwurf", "seit 30.02.2026")
    case.sheets.open(f"residence_status:{kept.stamp.id}")
    assert case.sheets.sheet.form.fields["since"].error()
    delete_button(case).click()
    assert len(page(session, case).statuses) == len(newest) - 1
    take_back()
    assert [status.stamp.raw for status in page(session, case).statuses if status.stamp.raw] == [
        {"since": "30.02.2026"}
    ]


def test_given_up_texts_come_back(
    session: Session, case: CaseScreen, hands: Hands, take_back: Callable[[], None], press: Callable[..., None]
) -> None:
    case.sheets.open("contact_way:new")
    hands.fill(value="0170 999")
    press(KEY.Key_Escape)
    assert case.sheets.sheet is None
    take_back()
    assert hands.sheet().form.texts()["value"] == "0170 999"
    press(KEY.Key_Escape)
    case.sheets.open("contact_way:new")
    assert hands.sheet().form.texts()["value"] == ""
    press(KEY.Key_Escape)


def test_the_level_is_changed_with_the_forms_of_its_contacts(
    session: Session, case: CaseScreen, hands: Hands, take_back: Callable[[], None]
) -> None:
    case_id = case.place().record_id
    raws = {"minutes": "15", "topics": "T03", "channel": "K1", "language": "ar", "group": "0"}
    for day in ("05.11.2026", "20.11.2026"):
        contacting.record_contact(session, case_id, {**raws, "day": day})
    case.sheets.open("level:change")
    assert case.sheets.sheet.form.texts() == {"level": "CASE_MANAGEMENT", "since": "23.11.2026"}
    hands.fill(since="1.11.2026")
    hands.accept()
    assert case.sheets.sheet.form.fields["since"].error() == "Der Fall wurde erst am 02.11.2026 eröffnet."
    hands.fill(since="10.11.2026")
    hands.accept()
    forms = [contact.form for contact in page(session, case).contacts]
    assert forms == [ContactForm.CASE_MANAGEMENT, ContactForm.ACCOMPANIMENT]
    assert "Case-Management ab 10.11.2026" in case.master.case_card._levels.text()  # noqa: SLF001 - what is shown
    take_back()
    assert {contact.form for contact in page(session, case).contacts} == {ContactForm.ACCOMPANIMENT}
    assert page(session, case).case.level is Level.ACCOMPANIMENT


def choose(case: CaseScreen, words: str) -> None:
    """Choose an entry of the menu of the case."""
    actions = case.head.fill_menu().actions()
    next(action for action in actions if action.text() == words).trigger()


def test_a_case_is_closed_opened_again_and_closed_as_it_was(
    session: Session, case: CaseScreen, hands: Hands, take_back: Callable[[], None]
) -> None:
    choose(case, "Fall beenden …")
    hands.fill(closed="1.11.2026")
    hands.accept()
    form = case.sheets.sheet.form
    assert form.fields["closed"].error() == "Das Ende liegt vor dem Anfang."
    assert form.fields["outcome"].error() == "Bitte ausfüllen."
    assert page(session, case).case.closed is None
    hands.fill(closed="20.11.2026", outcome="Ziele erreicht")
    hands.accept()
    assert page(session, case).case.closed == date(2026, 11, 20)
    assert "Beendet am 20.11.2026 · Ziele erreicht" in case.head.pills()
    choose(case, "Fall wieder öffnen")
    assert page(session, case).case.closed is None
    take_back()
    assert page(session, case).case.outcome == "O2"
    take_back_closing = page(session, case).case.closed
    assert take_back_closing == date(2026, 11, 20)


def test_a_further_case_is_opened_and_each_leads_to_the_other(session: Session, case: CaseScreen, hands: Hands) -> None:
    first = page(session, case).case
    choose(case, "Weiteren Fall eröffnen …")
    hands.accept()
    second = page(session, case).case
    assert second.number != first.number
    choose(case, f"Fall {first.number} , eröffnet am 02.11.2026".replace(" ,", ","))
    assert case.place().record_id == first.stamp.id


def test_a_household_is_founded_joined_and_left(
    qtbot: QtBot, session: Session, case: CaseScreen, hands: Hands, people: dict[str, object],
    take_back: Callable[[], None], press: Callable[..., None],
) -> None:  # fmt: skip
    card = case.master.household
    card.found_button.click()
    assert case.sheets.sheet.form.texts() == {"name": "Haushalt Testperson"}
    hands.accept()
    assert page(session, case).household.name == "Haushalt Testperson"
    card.join_button.click()
    hands.sheet()
    write("Beispiel")
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    assert rows(case, "household") == ["Beispiel, Samir"]
    take_back()
    assert rows(case, "household") == []
    card.leave_button.click()
    assert page(session, case).household is None
    take_back()
    assert page(session, case).household is not None


def test_joining_somebody_makes_a_household_and_leads_to_the_member(
    session: Session, case: CaseScreen, hands: Hands, people: dict[str, object],
    press: Callable[..., None],
) -> None:  # fmt: skip
    case.master.household.join_button.click()
    hands.sheet()
    write("Beispiel")
    press(KEY.Key_Return)
    press(KEY.Key_Return)
    assert page(session, case).household.name == "Haushalt Beispiel"
    hands.back()
    case.master.household.rows.setFocus()
    press(KEY.Key_Return)
    assert case.place().record_id == people["samir"].case_id  # type: ignore[attr-defined]  # a Person
    assert rows(case, "household") == ["Testperson, Amal"]


def test_the_page_of_a_closed_case_begins_with_its_history(
    window: MainWindow, people: dict[str, object], case: CaseScreen
) -> None:
    window.show_place(Place("case", people["eva"].case_id))  # type: ignore[attr-defined]  # a Person
    assert not case.timeline.form_open
    assert case.place().tab == "timeline"


def test_the_data_of_the_case_are_changed_and_taken_back(
    session: Session, case: CaseScreen, hands: Hands, take_back: Callable[[], None], press: Callable[..., None]
) -> None:
    case.master.case_card.change_button.setFocus()
    press(KEY.Key_Space)
    hands.fill(opened="01.10.2026", access_way=session.lists.codes("access_ways")[0])
    press(KEY.Key_Tab)
    hands.accept()
    assert case.sheets.sheet is None
    changed = page(session, case).case
    assert changed.opened == date(2026, 10, 1)
    assert changed.access_way == session.lists.codes("access_ways")[0]
    assert [change.since for change in changed.levels] == [date(2026, 10, 1)]
    assert "Eröffnet am 01.10.2026" in case.master.case_card._facts.text()  # noqa: SLF001 - what is shown
    take_back()
    before = page(session, case).case
    assert (before.opened, before.access_way) == (date(2026, 11, 2), None)
    assert before.stamp.state is State.VALID


def test_a_case_is_not_opened_after_its_end(
    window: MainWindow, session: Session, people: dict, case: CaseScreen, hands: Hands
) -> None:
    window.show_place(Place("case", people["eva"].case_id, "master"))
    case.sheets.open("case:data")
    hands.fill(opened="01.07.2025")
    hands.accept()
    assert hands.sheet().form.fields["opened"].error() == "Das liegt nach dem Ende des Falls."
    assert page(session, case).case.opened == date(2025, 3, 3)
    hands.fill(opened="30.06.2025")
    hands.accept()
    assert case.sheets.sheet is None
    assert page(session, case).case.opened == date(2025, 6, 30)


def test_an_opening_day_mistyped_at_the_beginning_is_put_right(
    window: MainWindow, session: Session, case: CaseScreen, hands: Hands
) -> None:
    _saved, case_id = create_client(session, {"family_name": "Muster"}, case={"opened": "31.02.2026"})
    window.show_place(Place("case", case_id, "master"))
    assert page(session, case).case.stamp.state is State.DRAFT
    assert "31.02.2026" in case.master.case_card._facts.text()  # noqa: SLF001 - what is shown
    case.sheets.open("case:data")
    assert hands.sheet().form.texts()["opened"] == "31.02.2026"
    hands.fill(opened="28.02.2026")
    hands.accept()
    assert page(session, case).case.stamp.state is State.VALID


def test_taking_a_level_back_takes_its_entry_away(
    session: Session, case: CaseScreen, hands: Hands, take_back: Callable[[], None]
) -> None:
    case.sheets.open("level:change")
    hands.accept()
    assert [change.level for change in page(session, case).case.levels] == [
        Level.ACCOMPANIMENT,
        Level.CASE_MANAGEMENT,
    ]
    take_back()
    assert [change.level for change in page(session, case).case.levels] == [Level.ACCOMPANIMENT]


def test_a_household_is_renamed_and_its_members_show_their_role(
    session: Session, people: dict, case: CaseScreen, hands: Hands, take_back: Callable[[], None]
) -> None:
    household = found_household(session, people["amal"].client_id, "Haushalt Testperson")
    join_household(session, people["ivan"].client_id, household)
    save_client(session, people["ivan"].client_id, {"household_role": "Onkel"})
    assert case.master.household.rows.rows()[0].second == "Onkel"
    case.master.household.rename_button.click()
    hands.fill(name="Haushalt Muster")
    hands.accept()
    assert page(session, case).household.name == "Haushalt Muster"
    take_back()
    assert page(session, case).household.name == "Haushalt Testperson"
