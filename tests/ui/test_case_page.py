"""The page of a case: head, Verlauf, noting a contact, and coming back to the same place."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mfd_desktop.app import agenda, casework, contacting, deadlines, drafts, overview
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import ContactForm, Level, Place, State
from mfd_desktop.ui.case_timeline import PAGE
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import ElidedLabel
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.sealing import Sealer

CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
ARABIC = "جاءت السيدة مع ابنها"


@pytest.fixture
def opened(window: MainWindow, people: dict[str, object]) -> CaseScreen:
    """The page of Amal's case."""
    return show_case(window, people["amal"].case_id)  # type: ignore[attr-defined]  # a Person of the fixture


def write(text: str) -> None:
    """Type letters of any script: QTest knows only those of ASCII."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), event)


def show_case(window: MainWindow, case_id: RecordId, tab: str = "", **detail: str) -> CaseScreen:
    window.show_place(Place("case", case_id, tab, detail=detail))
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return screen


def active(qtbot: QtBot, screen: CaseScreen) -> Sheet:
    """Return the open sheet once it has the keys."""
    sheet = screen.sheets.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    return sheet


def note_contact(session: Session, case_id: RecordId, day: str = "20.11.2026", **texts: str) -> RecordId:
    raws = {"day": day, "minutes": "30", "topics": "T02", "channel": "K4", "language": "ar", "group": "0", **texts}
    return contacting.record_contact(session, case_id, raws).record_id


def contacts(session: Session, screen: CaseScreen) -> tuple:  # type: ignore[type-arg]  # of contacts
    case_id = screen.place().record_id
    assert case_id is not None
    return overview.case_page(session, case_id).contacts


def undo(desk: Desk) -> Callable[[], None]:
    """Return a function that takes back what was told last."""
    told: list[Callable[[], None]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    return lambda: told.pop()()


def test_the_head_names_the_person_and_warns(window: MainWindow, session: Session, opened: CaseScreen) -> None:
    assert opened.head._header._title.text() == "Testperson, Amal"  # noqa: SLF001 - what is shown
    client_id = overview.case_page(session, opened.place().record_id).client.stamp.id
    calm = ["Beratung und Begleitung", "Aufenthaltsgestattung", "Arabisch", "Ohne Datenschutzinformation"]
    assert opened.head.pills() == calm
    casework.save_residence_status(
        session, client_id, None, {"code": "S002", "since": "1.8.2026", "expires": "22.01.2027"}
    )
    assert "läuft in 60 Tagen ab, am 22.01.2027" in opened.head.pills()
    casework.save_residence_status(
        session, client_id, None, {"code": "S002", "since": "2.8.2026", "expires": "22.11.2026"}
    )
    assert "abgelaufen am 22.11.2026" in opened.head.pills()
    casework.save_residence_status(
        session, client_id, None, {"code": "S010", "since": "3.8.2026", "expires": "23.01.2027"}
    )
    assert "gültig bis 23.01.2027" in opened.head.pills()
    casework.save_client(session, client_id, {"interpreter": "M5", "birth_date": "31.02.1990"})
    assert "Arabisch · Professionell vor Ort" in opened.head.pills()
    assert "Entwurf – wird nicht gezählt" in opened.head.pills()
    assert "Testperson" not in window.windowTitle()


def test_a_contact_is_noted_with_the_keyboard_and_can_be_taken_back(
    qtbot: QtBot, desk: Desk, session: Session, opened: CaseScreen,
    press: Callable[..., None],
) -> None:  # fmt: skip
    take_back = undo(desk)
    press(KEY.Key_F6)
    form = opened.timeline.form_card.form
    assert form.focused() == ("day", 10)
    assert form.texts()["language"] == "ar"
    press(KEY.Key_Tab)
    write("45")
    press(KEY.Key_Tab)
    write("Einbürgerung")
    press(KEY.Key_Return, CONTROL)
    (saved,) = contacts(session, opened)
    assert (saved.minutes, saved.topics[0].code, saved.stamp.state) == (45, "T03", State.VALID)
    assert opened.timeline.list.hasFocus()
    assert opened.timeline.list.current_key() == f"contact:{saved.stamp.id}"
    assert not form.touched()
    take_back()
    assert contacts(session, opened) == ()
    assert form.texts()["topics"] == "T03", "nothing typed is lost"


def test_what_is_missing_is_said_and_can_be_kept_as_a_draft(
    session: Session, opened: CaseScreen, press: Callable[..., None]
) -> None:
    press(KEY.Key_F6)
    card = opened.timeline.form_card
    assert not card.draft_button.isVisible()
    press(KEY.Key_Return, CONTROL)
    assert card.form.fields["topics"].error() == "Bitte ausfüllen."
    assert card.form.focused() == ("topics", 0)
    assert contacts(session, opened) == ()
    QTest.mouseClick(card.draft_button, Qt.MouseButton.LeftButton)
    assert [contact.stamp.state for contact in contacts(session, opened)] == [State.DRAFT]
    assert opened.timeline.list.entries()[0].badge == "Entwurf – wird nicht gezählt"


def test_the_timeline_shows_everything_newest_first(session: Session, opened: CaseScreen) -> None:
    case_id = opened.place().record_id
    note_contact(session, case_id, "09.11.2026", topics="T01.1 T03", result="X6", note=ARABIC)
    note_contact(session, case_id, "16.11.2026", also_counselled="2")
    agenda.record_follow_up(session, case_id, {"due": "20.11.2026", "text": "Rückruf"})
    agenda.record_appointment(
        session, case_id, {"day": "24.11.2026", "start": "10", "minutes": "60", "title": "Gespräch"}
    )
    agenda.record_appointment(session, case_id, {"day": "10.11.2026", "start": "9", "minutes": "60", "title": "Antrag"})
    assert [(row.title, row.badge) for row in opened.timeline.open_rows.rows()] == [
        ("Rückruf", "überfällig"), ("Gespräch", ""),
    ]  # fmt: skip
    entries = opened.timeline.list.entries()
    assert [entry.date for entry in entries] == ["16.11.2026", "10.11.2026", "09.11.2026"]
    assert entries[0].facts == "Aufenthaltsrecht · 2 Personen mitberaten"
    assert entries[0].side == "Telefon · 30 Min."
    assert entries[2].facts == "Asylverfahren: Registrierung, Einbürgerung · Begleitet"
    assert entries[2].note == ARABIC
    opened.timeline.filter.set_raw("ابنها")
    opened.timeline.filter.edited.emit()
    assert [entry.note for entry in opened.timeline.list.entries()] == [ARABIC]


def test_open_deadlines_stand_first_and_lead_to_their_sheets(opened: CaseScreen, session: Session) -> None:
    case_id = opened.place().record_id
    assert case_id is not None
    saved = deadlines.add_manual(session, case_id, {"title": "Stellungnahme", "due": "1.2.2027", "kind": "loss"})
    first = opened.timeline.open_rows.rows()[0]
    assert (first.title, first.key) == ("Stellungnahme", f"deadline:{saved.record_id}")
    opened.timeline.open_rows.row_activated.emit(first.key)
    sheets = opened.timeline.sheets
    assert sheets.key == first.key
    assert sheets.sheet is not None
    sheets.sheet.reject()
    opened.timeline.open_rows.button_clicked.emit(first.key)
    assert sheets.key == f"finish:{saved.record_id}"
    sheets.sheet.reject()
    deadlines.finish(session, saved.record_id, {"done": "heute", "ending": "settled"})
    assert first.key not in [row.key for row in opened.timeline.open_rows.rows()]


def test_a_follow_up_is_finished_in_its_row_and_taken_back(
    qtbot: QtBot, desk: Desk, session: Session, opened: CaseScreen
) -> None:
    take_back = undo(desk)
    agenda.record_follow_up(session, opened.place().record_id, {"due": "20.11.2026", "text": "Rückruf"})
    rows = opened.timeline.open_rows
    rows.setFocus()
    QTest.keyClick(rows, KEY.Key_Space)
    assert rows.rows() == ()
    assert [entry.title for entry in opened.timeline.list.entries()] == ["Wiedervorlage erledigt"]
    take_back()
    assert [row.title for row in rows.rows()] == ["Rückruf"]


def test_many_contacts_come_in_portions_and_are_found_all(qtbot: QtBot, session: Session, opened: CaseScreen) -> None:
    case_id = opened.place().record_id
    total = PAGE + 3
    for number in range(total):
        note_contact(session, case_id, note=f"Vermerk {number}")
    assert len(opened.timeline.list.entries()) == PAGE
    opened.timeline.show_filter("Vermerk 0")
    assert [entry.note for entry in opened.timeline.list.entries()] == ["Vermerk 0"]
    opened.timeline.show_filter("")
    opened.timeline._more.click()  # noqa: SLF001 - the button
    assert len(opened.timeline.list.entries()) == total


def test_moving_down_the_list_scrolls_the_page_and_a_click_does_not(
    qtbot: QtBot, session: Session, opened: CaseScreen
) -> None:
    for number in range(20):
        note_contact(session, opened.place().record_id, note=f"Vermerk {number}")
    opened.timeline.form_folded.emit()
    shown, bar = opened.timeline.list, opened._scroller.verticalScrollBar()  # noqa: SLF001 - where the page stands
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    assert shown.hasFocus()
    QTest.keyClick(shown, KEY.Key_End)
    assert bar.value() > 300
    opened.tabs.setFocus()
    bar.setValue(200)
    with qtbot.waitSignal(shown.entry_activated) as asked:
        place = shown.mapFromGlobal(opened.mapToGlobal(QPoint(opened.width() // 2, opened.height() // 2)))
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bar.value() == 200
    assert asked.args[0] == shown.current_key()
    opened.sheets.sheet.reject()


def test_a_contact_is_changed_in_its_sheet_field_by_field(
    qtbot: QtBot, session: Session, opened: CaseScreen,
    press: Callable[..., None],
) -> None:  # fmt: skip
    contact_id = note_contact(session, opened.place().record_id, note="Alt")
    opened.timeline.list.setFocus()
    press(KEY.Key_Return)
    sheet = active(qtbot, opened)
    assert opened.place().detail["sheet"] == f"contact:{contact_id}"
    sheet.form.focus_field("day", 10)
    press(KEY.Key_A, CONTROL)
    write("31.02.2026")
    press(KEY.Key_Tab)
    assert sheet.form.fields["day"].error() == "Dieses Datum gibt es nicht. Beispiel: 24.11.2026"
    assert contacting.read_contact(session, contact_id).stamp.state is State.DRAFT
    assert opened.timeline.list.entries()[0].date == "31.02.2026"
    sheet.form.focus_field("note", 3)
    write(" und neu")
    press(KEY.Key_Escape)
    assert not sheet.isVisible()
    changed = contacting.read_contact(session, contact_id)
    assert changed.note == "Alt und neu"
    assert changed.stamp.raw == {"day": "31.02.2026"}


def test_a_deleted_contact_comes_back_whole(
    desk: Desk, session: Session, opened: CaseScreen, press: Callable[..., None]
) -> None:
    take_back = undo(desk)
    note_contact(session, opened.place().record_id, topics="T01.1 T03", note=ARABIC, also_counselled="2")
    (before,) = opened.timeline.list.entries()
    opened.timeline.list.setFocus()
    press(KEY.Key_Delete)
    assert opened.timeline.list.entries() == ()
    take_back()
    (after,) = opened.timeline.list.entries()
    assert after.spoken() == before.spoken()


def test_what_is_typed_is_restored_with_field_and_cursor(
    qtbot: QtBot, session: Session, opened: CaseScreen, window: MainWindow, sealer: Sealer, desk: Desk,
    reopen: Callable[[Session], Session], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow], press: Callable[..., None],
) -> None:  # fmt: skip
    press(KEY.Key_F6)
    opened.timeline.form_card.form.focus_field("note")
    write(ARABIC)
    opened.timeline.form_card.form.focus_field("note", 4)
    sealer.seal()
    window.hide()
    later = make_window(make_desk(reopen(session)))
    later.restore()
    screen = later.current()
    assert isinstance(screen, CaseScreen)
    card = screen.timeline.form_card
    assert card.form.texts()["note"] == ARABIC
    assert card.form.focused() == ("note", 4)
    assert card.note.isVisible()
    assert card.note.text() == "Entwurf wiederhergestellt"
    card.note.action_requested.emit()
    assert card.form.texts()["note"] == ""
    assert not card.note.isVisible()
    assert drafts.all_drafts(screen.desk.session) == ()


def test_texts_stay_with_their_case(
    window: MainWindow, people: dict[str, object], opened: CaseScreen,
    press: Callable[..., None],
) -> None:  # fmt: skip
    press(KEY.Key_F6)
    form = opened.timeline.form_card.form
    form.focus_field("note")
    write("Nur Amal")
    show_case(window, people["ivan"].case_id)  # type: ignore[attr-defined]  # a Person of the fixture
    assert form.texts()["note"] == ""
    assert form.texts()["language"] == "uk"
    assert not opened.timeline.form_card.note.isVisible()
    show_case(window, people["amal"].case_id)  # type: ignore[attr-defined]  # a Person of the fixture
    assert form.texts()["note"] == "Nur Amal"
    assert form.texts()["language"] == "ar"
    assert opened.timeline.form_card.note.isVisible()


def test_tab_row_filter_and_sheet_are_restored(window: MainWindow, session: Session, opened: CaseScreen) -> None:
    case_id = opened.place().record_id
    first = note_contact(session, case_id, note="Eins")
    note_contact(session, case_id, note="Zwei")
    opened.timeline.form_folded.emit()
    opened.timeline.show_filter("Eins")
    opened.timeline.list.make_current(f"contact:{first}")
    place = opened.place()
    assert place.detail == {"form": "folded", "filter": "Eins", "row": f"contact:{first}"}
    opened.timeline.show_filter("")
    window.show_place(place)
    assert [entry.note for entry in opened.timeline.list.entries()] == ["Eins"]
    assert opened.timeline.list.current_key() == f"contact:{first}"
    assert not opened.timeline.form_open
    show_case(window, case_id, "master", sheet="contact_way:new")
    assert opened.place().tab == "master"
    assert opened.place().detail["sheet"] == "contact_way:new"
    opened.sheets.sheet.reject()
    for name in ("follow_up:new", "appointment:new"):
        opened.sheets.open(name)
        assert opened.place().detail["sheet"] == name
        opened.sheets.sheet.reject()
    opened.sheets.open("contact:gone")
    assert opened.sheets.sheet is None


def test_a_case_that_does_not_exist_is_refused(window: MainWindow) -> None:
    with pytest.raises(KeyError):
        window.show_place(Place("case", RecordId("0" * 32)))
    with pytest.raises(KeyError):
        window.show_place(Place("case"))


def test_a_promoted_short_contact_keeps_everything(
    qtbot: QtBot, session: Session, opened: CaseScreen, press: Callable[..., None]
) -> None:
    raws = {
        "topics": "T01.1 T03", "language": "ar", "person_group": "P1", "channel": "K4", "district": "07315",
        "day": "20.11.2026", "minutes": "30", "interpreting": "M1", "result": "X1", "anonymous": "0", "note": "Kurz",
    }  # fmt: skip
    contact_id = contacting.record_short_contact(session, raws).record_id
    contacting.promote(session, contact_id, opened.place().record_id)
    (entry,) = opened.timeline.list.entries()
    assert (entry.title, entry.note) == ("Beratung und Begleitung", "Kurz")
    opened.sheets.open(entry.key)
    active(qtbot, opened).form.focus_field("note", 4)
    QTest.keyClicks(QApplication.focusWidget(), "beratung")
    press(KEY.Key_Escape)
    after = contacting.read_contact(session, contact_id)
    assert (after.person_group, after.district, len(after.topics)) == ("P1", "07315", 2)
    assert (after.note, after.form, after.day) == ("Kurzberatung", ContactForm.ACCOMPANIMENT, date(2026, 11, 20))


def test_the_form_is_folded_where_there_is_no_room(
    qtbot: QtBot, window: MainWindow, opened: CaseScreen, press: Callable[..., None]
) -> None:
    opened.tabs.setFocus()
    window.resize(683, 384)
    qtbot.waitUntil(lambda: not opened.timeline.form_open)
    press(KEY.Key_F6)
    assert opened.timeline.form_open
    QTest.keyClicks(QApplication.focusWidget(), "1")
    window.resize(1366, 768)
    window.resize(683, 384)
    assert opened.timeline.form_open, "what is being typed stays in sight"


def test_another_level_shows_in_head_and_list(session: Session, opened: CaseScreen) -> None:
    note_contact(session, opened.place().record_id, "05.11.2026")
    casework.set_level(session, opened.place().record_id, Level.CASE_MANAGEMENT, date(2026, 11, 3))
    assert opened.head.pills()[0] == "Case-Management"
    assert opened.timeline.list.entries()[0].title == "Case-Management"


def test_at_200_percent_a_tab_that_is_chosen_has_the_window(
    qtbot: QtBot, window: MainWindow, opened: CaseScreen, press: Callable[..., None]
) -> None:
    window.resize(683, 384)
    opened.tabs.setFocus()
    press(KEY.Key_Right)
    bar = opened._scroller.verticalScrollBar()  # noqa: SLF001 - what is seen
    qtbot.waitUntil(lambda: bar.value() == opened.tabs.y() > 0)
    assert opened.tabs.hasFocus()
    assert opened.place().tab == "master"


def test_at_200_percent_the_head_says_what_is_calm_in_two_lines(
    qtbot: QtBot, window: MainWindow, session: Session, opened: CaseScreen
) -> None:
    client_id = overview.case_page(session, opened.place().record_id).client.stamp.id
    status = {"code": "S002", "since": "1.8.2026", "expires": "22.01.2027"}
    casework.save_residence_status(session, client_id, None, status)
    wide = opened.head.height()
    window.resize(683, 384)
    qtbot.waitUntil(lambda: opened.head.pills() == ["läuft in 60 Tagen ab, am 22.01.2027"])
    words = {label.text() for label in opened.head.findChildren(ElidedLabel) if label.isVisible()}
    calm = "Beratung und Begleitung · Aufenthaltsgestattung · Arabisch · Ohne Datenschutzinformation"
    assert calm in words
    assert "0151 2345678" in words
    assert opened.head.contact_button.text() == "Kontakt"
    assert opened.head.contact_button.accessibleName() == "Kontakt notieren  F6"
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: len(opened.head.pills()) == 5 and opened.head.height() == wide)


def test_the_head_says_once_what_to_mind_when_getting_in_touch(session: Session, opened: CaseScreen) -> None:
    page = overview.case_page(session, opened.place().record_id)
    note = {"note": "nur abends"}
    casework.save_contact_way(session, page.client.stamp.id, page.ways[0].stamp.id, note)
    email = {"kind": "email", "value": "amal@example.org"}
    casework.save_contact_way(session, page.client.stamp.id, None, email | note)
    words = {label.text() for label in opened.head.findChildren(QLabel) if label.isVisible()}
    assert "0151 2345678  ·  amal@example.org (nur abends)" in words
