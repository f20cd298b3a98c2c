"""Struktur: noting an activity by keyboard, the list of a period, its sums, changing and deleting."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import drafts, structural
from mfd_desktop.app.session import Session
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Activity, Place, State
from mfd_desktop.ui.case_forms import RecordSheet
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.structure import PAGE, StructureScreen, periods
from mfd_desktop.ui.screens.today import TodayScreen
from mfd_desktop.ui.sealing import Sealer

CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
RAWS = {
    "code": "ST22", "day": "20.11.2026", "minutes": "90", "title": "Austauschtreffen", "partner": "Flüchtlingsrat",
    "dates": "1", "participants": "12", "volunteers": "9", "note": "",
}  # fmt: skip


@pytest.fixture
def screen(window: MainWindow, press: Callable[..., None]) -> StructureScreen:
    """The screen as its key shows it."""
    window.show_place(Place("today"))
    press(KEY.Key_8, CONTROL)
    found = window.current()
    assert isinstance(found, StructureScreen)
    return found


@pytest.fixture
def take_back(desk: Desk) -> Callable[[], None]:
    """Take back what was told last."""
    told: list[Callable[[], None]] = []
    desk.messages.told.connect(lambda _text, _kind, _action, callback: told.append(callback))
    return lambda: told.pop()()


def activities(session: Session) -> tuple[Activity, ...]:
    return structural.work_between(session, date(2026, 10, 1), date(2026, 12, 31)).activities


def titles(screen: StructureScreen) -> list[str]:
    return [row.title for row in screen.list.rows()]


def sheet(qtbot: QtBot, screen: StructureScreen) -> RecordSheet:
    """Return the open sheet once it has the keys."""
    found = screen.sheet
    assert found is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
    return found


def test_an_activity_is_noted_with_the_keyboard_and_can_be_taken_back(
    session: Session, screen: StructureScreen, press: Callable[..., None], type_text: Callable[[str], None],
    take_back: Callable[[], None],
) -> None:  # fmt: skip
    assert screen.card.form.focused() == ("code", 0)
    type_text("Offener")
    press(KEY.Key_Tab)
    press(KEY.Key_Tab)
    type_text("Frauencafe")
    press(KEY.Key_Return, CONTROL)
    (found,) = activities(session)
    assert (found.code, found.title, found.minutes, found.dates) == ("ST14", "Frauencafe", 60, 1)
    assert (found.day, found.stamp.state) == (date(2026, 11, 23), State.VALID)
    assert titles(screen) == ["Frauencafe"]
    assert screen.sums.rows()[0].title == "Offener Treff, Begegnung"
    assert screen.card.form.focused() == ("code", 0)
    assert not screen.card.form.touched()
    take_back()
    assert activities(session) == ()
    assert screen.card.form.texts()["title"] == "Frauencafe", "nothing typed is lost"


def test_what_is_missing_is_asked_for_and_can_stay_a_draft(
    session: Session, screen: StructureScreen, press: Callable[..., None]
) -> None:
    press(KEY.Key_Return, CONTROL)
    assert activities(session) == ()
    assert screen.card.form.focused() == ("code", 0)
    assert screen.card.problems.isVisible()
    screen.card.problems.action_requested.emit()
    (found,) = activities(session)
    assert found.stamp.state is State.DRAFT
    assert screen.list.rows()[0].badge == "Entwurf"
    assert screen.sums.rows() == ()


def test_an_empty_screen_says_what_belongs_here(session: Session, screen: StructureScreen) -> None:
    assert not screen.list.isVisible()
    assert "Ehrenamtlichen" in screen.empty.text()
    structural.record_activity(session, RAWS)
    assert screen.list.isVisible()
    assert not screen.empty.isVisible()


def test_each_period_shows_its_own_work(session: Session, screen: StructureScreen) -> None:
    days = {"jetzt": "01.10.2026", "vorher": "30.09.2026", "Jahresanfang": "01.01.2026", "altes Jahr": "31.12.2025"}
    for title, day in days.items():
        structural.record_activity(session, RAWS | {"title": title, "day": day})
    shown = []
    for tab in range(screen.tabs.count()):
        screen.tabs.setCurrentIndex(tab)
        shown.append(titles(screen))
    assert shown == [["jetzt"], ["vorher"], ["jetzt", "vorher", "Jahresanfang"], ["altes Jahr"]]
    assert periods(date(2026, 2, 1))[:2] == (Period(2026, "Q", 1), Period(2025, "Q", 4))


def test_sums_tell_what_a_code_comes_to_and_show_what_is_behind(session: Session, screen: StructureScreen) -> None:
    structural.record_activity(session, RAWS)
    structural.record_activity(session, RAWS | {"title": "Zweites", "minutes": "45", "volunteers": "4", "dates": "3"})
    for code in ("QM1", "ST31"):
        structural.record_activity(session, RAWS | {"code": code, "title": "", "participants": "", "volunteers": ""})
    rows = screen.sums.rows()
    assert [(row.title, row.second, row.note) for row in rows] == [
        (
            "Ehrenamtliche gewinnen und begleiten",
            "2 Aktivitäten · 4 Termine · 24 Teilnehmende · bis zu 9 Ehrenamtliche",
            "2,25 Std.",
        ),
        ("Interkulturelle Öffnung im eigenen Haus", "1 Aktivität", "1,5 Std."),
        ("Strukturelle Arbeit zusammen", "3 Aktivitäten · 5 Termine · 24 Teilnehmende", "3,75 Std."),
        ("Teambesprechung", "1 Aktivität", "1,5 Std."),
    ]
    screen.sums.row_activated.emit("QM1")
    assert titles(screen) == ["Teambesprechung"]
    screen.sums.row_activated.emit(rows[2].key)
    assert len(titles(screen)) == 4


def test_the_filter_asks_for_every_word(session: Session, screen: StructureScreen) -> None:
    structural.record_activity(session, RAWS)
    structural.record_activity(session, RAWS | {"title": "Zweites", "partner": "", "note": "mit dem Familienzentrum"})
    for typed, found in (
        ("flüchtlingsrat", ["Austauschtreffen"]),
        ("gewinnen familien", ["Zweites"]),
        ("xyz", []),
        ("", ["Zweites", "Austauschtreffen"]),
    ):
        screen.filter.set_raw(typed)
        screen.filter.edited.emit()
        assert titles(screen) == found
        assert screen.empty.text() == "Nichts gefunden." or found


def test_older_ones_come_with_a_button(session: Session, screen: StructureScreen) -> None:
    for number in range(PAGE + 2):
        structural.record_activity(session, RAWS | {"title": f"Treffen {number}"})
    assert len(titles(screen)) == PAGE
    assert screen.more.text() == "2 ältere zeigen"
    screen.more.click()
    assert len(titles(screen)) == PAGE + 2
    assert not screen.more.isVisible()


def test_an_activity_is_changed_in_its_sheet(
    qtbot: QtBot, session: Session, screen: StructureScreen, press: Callable[..., None]
) -> None:
    activity_id = structural.record_activity(session, RAWS).record_id
    screen.list.setFocus()
    press(KEY.Key_Return)
    form = sheet(qtbot, screen).form
    form.focus_field("participants")
    form.fields["participants"].editor.set_raw("15")
    press(KEY.Key_Return, CONTROL)
    assert structural.read_activity(session, activity_id).participants == 15
    assert screen.sheet is None
    assert "15 Teilnehmende" in screen.list.rows()[0].second


@pytest.mark.parametrize("by_key", [True, False])
def test_an_activity_is_deleted_and_comes_back(
    qtbot: QtBot, session: Session, screen: StructureScreen, press: Callable[..., None], take_back: Callable[[], None],
    by_key: bool,
) -> None:  # fmt: skip
    structural.record_activity(session, RAWS)
    screen.list.setFocus()
    if by_key:
        press(KEY.Key_Delete)
    else:
        press(KEY.Key_Return)
        opened = sheet(qtbot, screen)
        next(button for button in opened.findChildren(type(screen.save_button)) if button.text() == "Löschen").click()
    assert activities(session) == ()
    take_back()
    assert titles(screen) == ["Austauschtreffen"]


def test_what_is_typed_outlives_a_lock_and_is_named_on_heute(
    qtbot: QtBot, session: Session, screen: StructureScreen, window: MainWindow, sealer: Sealer,
    type_text: Callable[[str], None],
) -> None:  # fmt: skip
    activity_id = structural.record_activity(session, RAWS).record_id
    screen.card.form.focus_field("title")
    type_text("angefangen")
    screen.tabs.setCurrentIndex(2)
    window.show_place(Place("structure", detail={"sheet": activity_id}))
    form = sheet(qtbot, screen).form
    form.focus_field("partner")
    type_text("!")
    sealer.seal()
    place = drafts.last_place(session)
    assert place is not None
    assert place.detail == {"period": "2", "sheet": activity_id}
    window.show_place(Place("today"))
    today = window.current()
    assert isinstance(today, TodayScreen)
    assert [row.title for row in today.unfinished.rows.rows()] == ["Struktur", "Struktur"]
    today.unfinished.rows.row_activated.emit(1)
    assert window.current() is screen
    assert sheet(qtbot, screen).form.texts()["partner"].endswith("!")
    assert screen.card.form.texts()["title"] == "angefangen"


def test_a_sheet_that_is_gone_opens_nothing(screen: StructureScreen, window: MainWindow) -> None:
    window.show_place(Place("structure", detail={"sheet": "0" * 32}))
    assert screen.sheet is None
