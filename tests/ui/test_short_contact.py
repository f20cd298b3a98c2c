"""The Kurzberatung typed with real keys: few of them, nothing silent, nothing lost."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import contacting, drafts, overview
from mfd_desktop.app.casework import create_client
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import set_vault_option
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.records import Contact, ContactForm, Place, State
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.buttons import Button
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.short_contact import ShortContactScreen
from mfd_desktop.ui.sealing import Sealer
from mfd_desktop.ui.short_contact_sheets import IntoCaseSheet

Press = Callable[..., None]
Type = Callable[[str], None]
CTRL = Qt.KeyboardModifier.ControlModifier
VALID = {
    "topics": "T05.1", "language": "ar", "person_group": "P2", "channel": "K1", "district": "07315",
    "day": "23.11.2026", "minutes": "15", "interpreting": "M1", "result": "X1", "anonymous": "0",
}  # fmt: skip


class Keys:
    """Types with real keys and counts them; a combination counts as one."""

    def __init__(self, press: Press) -> None:
        self.count = 0
        self._press = press

    def type(self, text: str) -> None:
        for letter in text:
            self._press(letter)
            self.count += 1

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self._press(key, *modifiers)
        self.count += 1


@pytest.fixture
def keys(press: Press) -> Keys:
    return Keys(press)


@pytest.fixture
def sealer(desk: Desk, window: MainWindow) -> Iterator[Sealer]:
    """Seals when told to; what it still had planned ends with the test."""
    made = Sealer(desk, window.place)
    yield made
    desk.form_edited.disconnect()
    for timer in made.findChildren(QTimer):
        timer.stop()


@pytest.fixture
def told(desk: Desk) -> list[tuple[str, object]]:
    """Collect what is told: text and what undoing it runs."""
    found: list[tuple[str, object]] = []
    desk.messages.told.connect(lambda text, _kind, _action, callback: found.append((text, callback)))
    return found


@pytest.fixture
def screen(window: MainWindow, press: Press) -> ShortContactScreen:
    """The screen after Ctrl+N."""
    window.show_place(Place("day_entry"))
    press(Qt.Key.Key_N, CTRL)
    current = window.current()
    assert isinstance(current, ShortContactScreen)
    return current


def stored(session: Session) -> tuple[Contact, ...]:
    today = session.clock.today()
    return contacting.short_contacts(session, today, today)


def focused(screen: ShortContactScreen) -> str:
    found = screen.form.focused()
    return found[0] if found else ""


def test_complete_short_contact_takes_at_most_twenty_keys(
    session: Session, screen: ShortContactScreen, keys: Keys, told: list[tuple[str, object]]
) -> None:
    keys.type("woh")
    keys.press(Qt.Key.Key_Tab)
    keys.type("ara")
    keys.press(Qt.Key.Key_Tab)
    keys.type("gedul")
    keys.press(Qt.Key.Key_Return, CTRL)

    (contact,) = stored(session)
    assert keys.count <= 20
    assert contact.stamp.state is State.VALID
    assert contact.form is ContactForm.SHORT
    assert [topic.code for topic in contact.topics] == ["T11"]
    assert (contact.language, contact.person_group, contact.district) == ("ar", "P3", "07315")
    assert (contact.channel, contact.minutes, contact.result) == ("K1", 15, "X1")
    assert told[-1][0] == "Kurzberatung gespeichert"
    assert focused(screen) == "topics"
    assert screen.form.touched() == {}
    assert [row.title for row in screen.list.rows()] == ["Wohnen"]


def test_tab_goes_through_the_fields_asked_for(screen: ShortContactScreen, keys: Keys) -> None:
    passed = [focused(screen)]
    for _step in range(10):
        keys.press(Qt.Key.Key_Tab)
        passed.append(focused(screen))
    assert passed == [
        "topics", "language", "person_group", "channel", "district", "day", "minutes", "interpreting", "result",
        "anonymous", "note",
    ]  # fmt: skip


def test_topics_language_and_person_group_have_no_silent_default(
    session: Session, screen: ShortContactScreen, keys: Keys
) -> None:
    assert {name: screen.form.texts()[name] for name in ("topics", "language", "person_group")} == {
        "topics": "", "language": "", "person_group": "",
    }  # fmt: skip
    keys.press(Qt.Key.Key_Return, CTRL)
    assert stored(session) == ()
    for name in ("topics", "language", "person_group"):
        assert screen.form.fields[name].error() == "Bitte ausfüllen."
    assert focused(screen) == "topics"


def test_default_channel_comes_from_the_setting(session: Session, window: MainWindow, press: Press) -> None:
    set_vault_option(session, "default_channel", "K4")
    press(Qt.Key.Key_N, CTRL)
    current = window.current()
    assert isinstance(current, ShortContactScreen)
    assert current.form.texts()["channel"] == "K4"


def test_what_is_missing_is_said_and_a_draft_only_made_when_asked(
    session: Session, screen: ShortContactScreen, keys: Keys
) -> None:
    keys.type("woh")
    keys.press(Qt.Key.Key_Return, CTRL)
    assert stored(session) == ()
    assert screen.form.texts()["topics"] == "T11"
    assert focused(screen) == "language"

    screen.problems.findChild(Button).click()
    (draft,) = stored(session)
    assert draft.stamp.state is State.DRAFT
    assert overview.today(session).counts.short_contacts == 0
    assert screen.list.rows()[0].badge == "Entwurf"
    assert "wird nicht gezählt" in screen.list.rows()[0].second
    assert not screen.problems.isVisible()


def test_a_day_in_the_future_stays_as_typed_and_is_said(
    session: Session, screen: ShortContactScreen, keys: Keys
) -> None:
    screen.form.fields["day"].editor.set_raw("")
    screen.form.focus_field("day")
    keys.type("31.02.2026")
    keys.press(Qt.Key.Key_Return, CTRL)
    assert stored(session) == ()
    assert screen.form.texts()["day"] == "31.02.2026"
    assert screen.form.fields["day"].error().startswith("Dieses Datum gibt es nicht.")


def test_undo_takes_it_back_and_puts_the_texts_back(
    session: Session, screen: ShortContactScreen, keys: Keys, told: list[tuple[str, object]]
) -> None:
    keys.type("t05.1")
    keys.press(Qt.Key.Key_Tab)
    keys.type("uk")
    keys.press(Qt.Key.Key_Tab)
    keys.type("p2")
    keys.press(Qt.Key.Key_Return, CTRL)
    assert len(stored(session)) == 1
    undo = told[-1][1]
    assert callable(undo)
    undo()
    assert stored(session) == ()
    assert screen.form.touched() == {"topics": "T05.1", "language": "uk", "person_group": "P2"}
    assert screen.list.rows() == ()


def test_ctrl_n_keeps_what_is_being_typed(screen: ShortContactScreen, window: MainWindow, keys: Keys) -> None:
    keys.type("woh")
    keys.press(Qt.Key.Key_Tab)
    window.show_place(Place("day_entry"))
    keys.press(Qt.Key.Key_N, CTRL)
    assert window.current() is screen
    assert screen.form.texts()["topics"] == "T11"
    assert focused(screen) == "topics"


def test_lock_and_return_to_the_same_field_and_cursor(
    session: Session,
    screen: ShortContactScreen,
    sealer: Sealer,
    keys: Keys,
    reopen: Callable[[Session], Session],
    make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
    window: MainWindow,
) -> None:
    keys.type("woh")
    keys.press(Qt.Key.Key_Tab)
    screen.form.focus_field("note")
    keys.type("Miete zu hoch")
    keys.press(Qt.Key.Key_Left)
    sealer.seal()
    window.close()

    after = make_window(make_desk(reopen(session)))
    after.restore()
    again = after.current()
    assert isinstance(again, ShortContactScreen)
    assert again.form.texts()["topics"] == "T11"
    assert again.form.texts()["note"] == "Miete zu hoch"
    assert again.form.focused() == ("note", len("Miete zu hoch") - 1)


def test_saving_forgets_the_sealed_draft(
    session: Session, screen: ShortContactScreen, sealer: Sealer, keys: Keys
) -> None:
    keys.type("woh")
    keys.press(Qt.Key.Key_Tab)
    sealer.seal()
    assert drafts.draft(session, "short_contact:new") is not None
    keys.type("ar")
    keys.press(Qt.Key.Key_Tab)
    keys.type("p2")
    keys.press(Qt.Key.Key_Return, CTRL)
    assert drafts.draft(session, "short_contact:new") is None


def open_sheet(screen: ShortContactScreen, keys: Keys, qtbot: QtBot) -> None:
    screen.list.setFocus()
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.sheet is not None and QApplication.activeWindow() is screen.sheet)


def test_edit_saves_the_field_that_is_left_by_escape(
    session: Session, screen: ShortContactScreen, keys: Keys, qtbot: QtBot
) -> None:
    contacting.record_short_contact(session, VALID)
    open_sheet(screen, keys, qtbot)
    assert screen.place().detail == {"sheet": "edit", "contact": stored(session)[0].stamp.id}
    sheet = screen.sheet
    assert sheet is not None
    sheet.form.focus_field("note")
    keys.type("Kam mit Bescheid")
    keys.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.sheet is None)
    assert stored(session)[0].note == "Kam mit Bescheid"


def test_become_a_case_asks_for_the_new_client(
    session: Session, desk: Desk, screen: ShortContactScreen, keys: Keys, qtbot: QtBot, window: MainWindow
) -> None:
    saved = contacting.record_short_contact(session, VALID)
    open_sheet(screen, keys, qtbot)
    assert screen.sheet is not None
    desk.place_requested.disconnect(window.show_place)
    with qtbot.waitSignal(desk.place_requested) as asked:
        screen.sheet.new_case.click()
    assert asked.args == [Place("new_client", detail={"contact": saved.record_id})]


def test_moved_into_an_existing_case_by_a_part_of_the_name(
    session: Session,
    screen: ShortContactScreen,
    keys: Keys,
    qtbot: QtBot,
    told: list[tuple[str, object]],
) -> None:
    raws = {"family_name": "Probe", "given_name": "Ivan", "languages": "uk"}
    _client, case_id = create_client(session, raws, case={"opened": "02.11.2026", "level": "ACCOMPANIMENT"})
    saved = contacting.record_short_contact(session, VALID)
    open_sheet(screen, keys, qtbot)
    assert screen.sheet is not None
    screen.sheet.into_case.click()
    sheet = screen.sheet.findChild(IntoCaseSheet)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    keys.press(Qt.Key.Key_Return, CTRL)
    assert sheet.field.error() == "Bitte einen Fall aus der Liste wählen."
    keys.type("Probe")
    keys.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.sheet is None)
    moved = contacting.read_contact(session, saved.record_id)
    assert moved.case_id == case_id
    assert moved.form is ContactForm.ACCOMPANIMENT
    assert screen.list.rows() == ()
    assert "2026-0001" in told[-1][0]
    assert "Probe" not in told[-1][0]
    counts = overview.today(session).counts
    assert (counts.contacts, counts.short_contacts) == (1, 0)
    undo = told[-1][1]
    assert callable(undo)
    undo()
    assert contacting.read_contact(session, saved.record_id).case_id is None
    counts = overview.today(session).counts
    assert (counts.contacts, counts.short_contacts) == (1, 1)
    assert len(screen.list.rows()) == 1


def test_anonymous_is_never_offered_a_case_nor_a_way_back(
    session: Session, screen: ShortContactScreen, keys: Keys, qtbot: QtBot
) -> None:
    contacting.record_short_contact(session, VALID | {"anonymous": "1"})
    open_sheet(screen, keys, qtbot)
    sheet = screen.sheet
    assert sheet is not None
    assert not sheet.new_case.isVisible()
    assert not sheet.into_case.isVisible()
    assert "anonymous" not in sheet.form.fields
    keys.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.sheet is None)


def test_anonymous_by_keys_and_its_note_ends_at_200_characters(
    session: Session, screen: ShortContactScreen, keys: Keys
) -> None:
    for name, text in VALID.items():
        if name != "anonymous":
            screen.form.fields[name].editor.set_raw(text)
    screen.form.focus_field("anonymous")
    keys.press(Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Tab)
    keys.type("x" * 205)
    keys.press(Qt.Key.Key_Return, CTRL)
    (contact,) = stored(session)
    assert contact.form is ContactForm.ANONYMOUS
    assert len(contact.note) == 200
    assert "anonym" in screen.list.rows()[0].second


def test_deleted_and_brought_back(
    session: Session,
    screen: ShortContactScreen,
    keys: Keys,
    qtbot: QtBot,
    told: list[tuple[str, object]],
) -> None:
    contacting.record_short_contact(session, VALID)
    open_sheet(screen, keys, qtbot)
    assert screen.sheet is not None
    screen.sheet.remove.click()
    qtbot.waitUntil(lambda: screen.sheet is None)
    assert stored(session) == ()
    undo = told[-1][1]
    assert callable(undo)
    undo()
    (back,) = stored(session)
    assert (back.language, back.person_group) == ("ar", "P2")


def test_earlier_ones_are_shown_on_request(session: Session, screen: ShortContactScreen, clock: FixedClock) -> None:
    contacting.record_short_contact(session, VALID | {"day": "02.11.2026"})
    assert screen.list.rows() == ()
    screen.more.click()
    assert [row.date for row in screen.list.rows()] == ["02.11.2026"]


def test_nothing_is_cut_off_at_200_percent(window: MainWindow, screen: ShortContactScreen, qtbot: QtBot) -> None:
    window.resize(683, 384)
    qtbot.waitUntil(lambda: window.width() == 683)
    qtbot.waitUntil(lambda: screen.form.width() <= screen.width())
    for name, field in screen.form.fields.items():
        left = field.mapTo(screen, field.rect().topLeft()).x()
        assert left + field.width() <= screen.width(), name
