"""The Tagesnachtrag typed with real keys: eight contacts, mistakes, other days, lock and return."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import contacting, drafts, overview
from mfd_desktop.app.casework import create_client, read_case
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Contact, ContactForm, Place, State
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.day_entry import DayEntryScreen
from mfd_desktop.ui.sealing import Sealer

Press = Callable[..., None]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NAMES = ("Amal", "Ivan", "Eva", "Samir", "Olena", "Idris", "Mirela", "Yusuf")
LANGUAGES = ("ar", "uk", "ro", "fa", "uk", "so", "", "tr")


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
def told(desk: Desk) -> list[tuple[str, object]]:
    """Collect what is told: text and what undoing it runs."""
    found: list[tuple[str, object]] = []
    desk.messages.told.connect(lambda text, _kind, _action, callback: found.append((text, callback)))
    return found


@pytest.fixture
def sealer(desk: Desk, window: MainWindow) -> Iterator[Sealer]:
    """Seals when told to; what it still had planned ends with the test."""
    made = Sealer(desk, window.place)
    yield made
    desk.form_edited.disconnect()
    for timer in made.findChildren(QTimer):
        timer.stop()


@pytest.fixture
def cases(session: Session) -> tuple[RecordId, ...]:
    """Eight fictitious cases, 2026-0001 to 2026-0008."""
    made = []
    for given, language in zip(NAMES, LANGUAGES, strict=True):
        raws = {"family_name": "Testperson", "given_name": given, "languages": language}
        _saved, case_id = create_client(session, raws, case={"opened": "02.11.2026", "level": "ACCOMPANIMENT"})
        made.append(case_id)
    assert read_case(session, made[-1]).number == "2026-0008"
    return tuple(made)


@pytest.fixture
def screen(cases: tuple[RecordId, ...], window: MainWindow) -> DayEntryScreen:
    window.show_place(Place("day_entry"))
    current = window.current()
    assert isinstance(current, DayEntryScreen)
    return current


def recorded(session: Session, days_back: int = 0) -> tuple[Contact, ...]:
    today = session.clock.today()
    return overview.day_contacts(session, today.replace(day=today.day - days_back)).contacts


def at(screen: DayEntryScreen) -> str:
    found = screen.grid.focused()
    return found[0] if found else ""


def type_row(keys: Keys, case: str, topic: str) -> None:
    """One contact: case, minutes as they are, a topic; the rest is filled in already."""
    keys.type(case)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.type(topic)
    keys.press(Qt.Key.Key_Tab)


def test_eight_contacts_take_at_most_120_keys(
    session: Session, cases: tuple[RecordId, ...], screen: DayEntryScreen, keys: Keys
) -> None:
    # Seven by number or name as it comes; the client without a known language needs one typed.
    for number, case in enumerate(("1", "ivan", "3", "samir", "5", "idr", "7", "yusuf")):
        type_row(keys, case, ("woh", "t05.1", "spr", "gesu")[number % 4])
        if number == 6:
            keys.press(Qt.Key.Key_Tab)
            keys.type("de")
            keys.press(Qt.Key.Key_Tab)
        keys.press(Qt.Key.Key_Return, CTRL) if number == 7 else keys.press(Qt.Key.Key_Return)

    assert [(row.message(), row.texts()) for row in screen.grid.rows if row.message()] == []
    found = recorded(session)
    assert keys.count <= 120
    assert [contact.case_id for contact in found] == list(cases)
    assert {contact.stamp.state for contact in found} == {State.VALID}
    assert [contact.language for contact in found] == ["ar", "uk", "ro", "fa", "uk", "so", "de", "tr"]
    assert [contact.topics[0].subtopic or contact.topics[0].code for contact in found] == [
        "T11", "T05.1", "T09", "T10", "T11", "T05.1", "T09", "T10",
    ]  # fmt: skip
    assert {(contact.minutes, contact.channel, contact.form) for contact in found} == {
        (15, "K1", ContactForm.ACCOMPANIMENT)
    }
    assert screen.grid.typed() == []
    assert at(screen) == "row0.case"
    assert len(screen.list.rows()) == 8


def test_tab_goes_through_the_cells_and_on_to_the_next_row(screen: DayEntryScreen, keys: Keys) -> None:
    passed = [at(screen)]
    for _step in range(8):
        keys.press(Qt.Key.Key_Tab)
        passed.append(at(screen))
    assert passed == [
        "row0.case", "row0.minutes", "row0.topics", "row0.channel", "row0.language", "row0.interpreting",
        "row0.result", "row0.note", "row1.case",
    ]  # fmt: skip


def test_enter_in_the_last_row_adds_another(screen: DayEntryScreen, keys: Keys) -> None:
    before = len(screen.grid.rows)
    for _row in range(before):
        keys.press(Qt.Key.Key_Return)
    assert len(screen.grid.rows) == before + 1
    assert at(screen) == f"row{before}.case"


def test_case_shows_number_and_initials_and_names_only_with_f9(
    screen: DayEntryScreen, keys: Keys, press: Press
) -> None:
    keys.type("Ama")
    keys.press(Qt.Key.Key_Tab)
    cell = screen.grid.rows[0].case
    assert cell.entry.text() == "2026-0001 · A. T."
    assert cell.raw() == "2026-0001"
    press(Qt.Key.Key_F9)
    assert "Testp" in cell.entry.text()
    press(Qt.Key.Key_F9)
    assert cell.entry.text() == "2026-0001 · A. T."


def test_language_is_proposed_and_follows_another_case_but_never_overwrites(screen: DayEntryScreen, keys: Keys) -> None:
    row = screen.grid.rows[0]
    keys.type("1")
    keys.press(Qt.Key.Key_Tab)
    assert row.texts()["language"] == "ar"
    assert row.cells["language"].input_widget().text() == "Arabisch"
    screen.grid.focus_field("row0.case")
    row.case.entry.selectAll()
    keys.type("2")
    keys.press(Qt.Key.Key_Tab)
    assert row.texts()["language"] == "uk"
    row.cells["language"].set_raw("en")
    screen.grid.focus_field("row0.case")
    row.case.entry.selectAll()
    keys.type("3")
    keys.press(Qt.Key.Key_Tab)
    assert row.texts()["language"] == "en"


def test_rows_with_problems_stay_marked_and_the_others_are_saved(
    session: Session, screen: DayEntryScreen, keys: Keys
) -> None:
    type_row(keys, "1", "woh")
    keys.press(Qt.Key.Key_Return)
    keys.type("2")
    keys.press(Qt.Key.Key_Tab)
    screen.grid.rows[1].cells["minutes"].input_widget().selectAll()
    keys.type("20")
    keys.press(Qt.Key.Key_Return)
    type_row(keys, "niemand", "woh")
    keys.press(Qt.Key.Key_Return, CTRL)

    assert len(recorded(session)) == 1
    first, second, third = screen.grid.rows[:3]
    assert first.message() == "Minuten: Bitte in Schritten von 15 Minuten angeben. Themen: Bitte ausfüllen."
    assert first.texts()["minutes"] == "20"
    assert second.texts()["case"] == "niemand"
    assert "Fall: Bitte einen Fall aus der Liste wählen." in second.message()
    assert "Sprache: Bitte ausfüllen." in second.message()
    assert not third.touched()
    assert at(screen) == "row0.minutes"

    screen.grid.rows[0].cells["minutes"].input_widget().selectAll()
    keys.type("30")
    keys.press(Qt.Key.Key_Tab)
    assert first.message() == "Themen: Bitte ausfüllen."
    keys.type("ges")
    keys.press(Qt.Key.Key_Return, CTRL)
    assert [contact.minutes for contact in recorded(session)] == [15, 30]
    assert screen.grid.rows[0].texts()["case"] == "niemand"


def test_another_day_by_keys_keeps_the_rows(session: Session, screen: DayEntryScreen, keys: Keys) -> None:
    type_row(keys, "1", "woh")
    keys.press(Qt.Key.Key_Left, ALT)
    keys.press(Qt.Key.Key_Left, ALT)
    keys.press(Qt.Key.Key_Left, ALT)
    keys.press(Qt.Key.Key_Right, ALT)
    assert screen.grid.day.raw() == "21.11.2026"
    keys.press(Qt.Key.Key_Return, CTRL)
    assert recorded(session) == ()
    assert len(recorded(session, days_back=2)) == 1
    assert len(screen.list.rows()) == 1
    for _day in range(4):
        keys.press(Qt.Key.Key_Right, ALT)
    assert screen.grid.day.raw() == "23.11.2026"
    assert screen.list.rows() == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("24.11.2026", "Das Datum liegt in der Zukunft."), ("31.02.2026", "Dieses Datum gibt es nicht.")],
)
def test_a_wrong_day_is_said_and_nothing_is_saved(
    session: Session, screen: DayEntryScreen, keys: Keys, typed: str, said: str
) -> None:
    type_row(keys, "1", "woh")
    screen.grid.focus_field("day")
    screen.grid.day.input_widget().selectAll()
    keys.type(typed)
    keys.press(Qt.Key.Key_Return, CTRL)
    assert screen.grid.day_field.error().startswith(said)
    assert screen.grid.day.raw() == typed
    assert recorded(session) == ()
    assert len(screen.grid.typed()) == 1
    assert at(screen) == "day"


def test_what_is_recorded_already_is_listed_with_the_sum_and_named_in_the_row(
    session: Session, cases: tuple[RecordId, ...], screen: DayEntryScreen, keys: Keys
) -> None:
    texts = {"day": "23.11.2026", "minutes": "45", "channel": "K4", "language": "ar", "topics": "T11"}
    contacting.record_contact(session, cases[0], texts)
    contacting.record_contact(session, cases[1], texts | {"minutes": "30"})
    contacting.record_contact(session, cases[2], texts | {"topics": ""})
    short = {**texts, "person_group": "P1", "anonymous": "0", "minutes": "15"}
    contacting.record_short_contact(session, short)
    rows = screen.list.rows()
    assert [(row.title, row.date, row.badge) for row in rows] == [
        ("2026-0001 · A. T.", "45 Min.", ""),
        ("2026-0002 · I. T.", "30 Min.", ""),
        ("2026-0003 · E. T.", "45 Min.", "Entwurf"),
        ("Kurzberatung", "15 Min.", ""),
    ]
    assert screen.sum == "3 Kontakte · 1:30 Stunden"
    keys.type("2")
    keys.press(Qt.Key.Key_Tab)
    assert "schon ein Kontakt erfasst" in screen.grid.rows[0].message()
    keys.press(Qt.Key.Key_Left, ALT)
    assert screen.grid.rows[0].message() == ""


def test_undo_takes_all_back_and_shows_the_rows_again(
    session: Session, screen: DayEntryScreen, keys: Keys, told: list[tuple[str, object]]
) -> None:
    type_row(keys, "1", "woh")
    keys.press(Qt.Key.Key_Return)
    type_row(keys, "2", "spr")
    keys.press(Qt.Key.Key_Return, CTRL)
    text, undo = told[-1]
    assert text == "2 Kontakte gespeichert"
    assert callable(undo)
    undo()
    assert recorded(session) == ()
    assert [row.texts()["case"] for row in screen.grid.typed()] == ["2026-0001", "2026-0002"]
    assert [row.texts()["topics"] for row in screen.grid.typed()] == ["T11", "T09"]


def test_lock_and_return_to_the_same_cell_and_cursor(
    session: Session,
    screen: DayEntryScreen,
    sealer: Sealer,
    keys: Keys,
    reopen: Callable[[Session], Session],
    make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
    window: MainWindow,
) -> None:
    keys.press(Qt.Key.Key_Left, ALT)
    type_row(keys, "1", "woh")
    for _row in range(5):
        keys.press(Qt.Key.Key_Return)
    keys.type("2")
    keys.press(Qt.Key.Key_Tab)
    screen.grid.focus_field("row5.note")
    keys.type("wegen Miete")
    keys.press(Qt.Key.Key_Left)
    sealer.seal()
    sealed = drafts.draft(session, "day_entry")
    assert sealed is not None
    assert sealed.values["row5.note"] == "wegen Miete"
    window.close()

    after = make_window(make_desk(reopen(session)))
    after.restore()
    again = after.current()
    assert isinstance(again, DayEntryScreen)
    assert again.grid.day.raw() == "22.11.2026"
    assert again.grid.rows[0].texts()["topics"] == "T11"
    assert again.grid.rows[0].case_id is not None
    assert again.grid.rows[5].texts()["case"] == "2026-0002"
    assert again.grid.focused() == ("row5.note", len("wegen Miete") - 1)


def test_sealing_follows_every_key_and_ends_with_saving(
    session: Session, screen: DayEntryScreen, sealer: Sealer, keys: Keys, qtbot: QtBot
) -> None:
    keys.type("1")
    qtbot.waitUntil(lambda: drafts.draft(session, "day_entry") is not None)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.type("woh")
    keys.press(Qt.Key.Key_Return, CTRL)
    assert len(recorded(session)) == 1
    assert drafts.draft(session, "day_entry") is None


def test_an_entry_of_the_list_opens_its_case(
    session: Session, cases: tuple[RecordId, ...], desk: Desk, window: MainWindow, screen: DayEntryScreen,
    keys: Keys, qtbot: QtBot,
) -> None:  # fmt: skip
    texts = {"day": "23.11.2026", "minutes": "45", "channel": "K4", "language": "ar", "topics": "T11"}
    contacting.record_contact(session, cases[0], texts)
    desk.place_requested.disconnect(window.show_place)
    screen.list.setFocus()
    with qtbot.waitSignal(desk.place_requested) as asked:
        keys.press(Qt.Key.Key_Return)
    assert asked.args == [Place("case", cases[0])]


def test_at_200_percent_a_row_is_two_lines_and_nothing_is_cut_off(
    screen: DayEntryScreen, window: MainWindow, keys: Keys, qtbot: QtBot
) -> None:
    type_row(keys, "1", "t05.1")
    row = screen.grid.rows[0]
    assert row.cells["case"].y() == row.cells["channel"].y()
    window.resize(683, 384)
    qtbot.waitUntil(lambda: row.cells["channel"].y() > row.cells["case"].y())
    for name, cell in row.cells.items():
        left = cell.mapTo(screen, cell.rect().topLeft()).x()
        assert left + cell.width() <= screen.width(), name
        entry = cell.input_widget()
        assert entry.height() >= entry.fontMetrics().height(), name
    entry = row.cells["channel"].input_widget()
    qtbot.waitUntil(lambda: row.cells["result"].input_widget().text().endswith("…"))
    assert row.texts()["result"] == "X1"
    screen.grid.focus_field("row0.result")
    assert QApplication.focusWidget().text() == "Information erteilt"
    assert row.texts()["result"] == "X1"
    assert screen.grid.typed() == [row]
    assert entry.toolTip() == "Persönlich im Büro"
