"""Kalender: the week by keys and mouse, in hours and as a list, with what lies at the edges."""

from collections.abc import Callable
from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.app import agenda, casework, deadlines, overview
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import set_vault_option
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.screens.calendar import CalendarScreen
from mfd_desktop.ui.theme import Tone
from mfd_desktop.ui.week_model import RowKind

ALT = Qt.KeyboardModifier.AltModifier
# Offscreen there is no keyboard to grab for a menu.
MENU = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def show_week(desk: Desk, show_alone: Callable[..., None], qtbot: QtBot) -> Callable[..., CalendarScreen]:
    def show(width: int = 1120, height: int = 700) -> CalendarScreen:
        screen = CalendarScreen(desk)
        screen.go_to(Place("calendar"))
        show_alone(screen, width, height)
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        return screen

    return show


def add(session: Session, day: str, start: str, title: str, case_id: object = None, **more: str) -> str:
    texts = {"day": day, "start": start, "title": title, "minutes": "60", **more}
    return agenda.record_appointment(session, case_id, texts).record_id  # type: ignore[arg-type]


def cell(screen: CalendarScreen, column: int, start: time) -> QPoint:
    model = screen.grid.week
    return screen.grid.visualRect(model.index(model.row_of(start), column)).center()


def spoken(screen: CalendarScreen) -> str:
    index = screen.grid.currentIndex()
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def heads(screen: CalendarScreen) -> list[str]:
    return [str(screen.grid.week.headerData(column, Qt.Orientation.Horizontal)) for column in range(7)]


def drop_sheet(screen: CalendarScreen) -> None:
    assert screen.sheets.sheet is not None
    screen.sheets.sheet.leave()


def test_arrow_keys_move_over_the_slots_and_say_where(
    show_week: Callable[..., CalendarScreen], press: Callable
) -> None:
    screen = show_week()
    assert screen.grid.hasFocus()
    assert spoken(screen) == "Montag 23.11., 08:00, frei"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        press(key)
    assert spoken(screen) == "Dienstag 24.11., 09:30, frei"
    table = QAccessible.queryAccessibleInterface(screen.grid)
    assert table.text(QAccessible.Text.Name) == "Woche"
    focused = table.focusChild()
    assert focused.text(QAccessible.Text.Name) == "Dienstag 24.11., 09:30, frei"


def test_enter_on_an_empty_slot_makes_an_appointment_there(
    show_week: Callable[..., CalendarScreen], session: Session, press: Callable, type_text: Callable, qtbot: QtBot
) -> None:
    screen = show_week()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(key)
    sheet = screen.sheets.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.form.focus_field("title")
    type_text("Treffen T")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (found,) = overview.week(session, date(2026, 11, 23)).appointments
    assert (found.day, found.start, found.title) == (date(2026, 11, 24), time(8, 30), "Treffen T")
    assert spoken(screen) == "Dienstag 24.11., 08:30, 08:30–09:30, Treffen T"


def test_a_click_on_an_empty_slot_makes_one_and_on_a_block_opens_it(
    show_week: Callable[..., CalendarScreen], session: Session, people: dict, qtbot: QtBot
) -> None:
    record_id = add(session, "25.11.2026", "10:00", "Anhörung", people["ivan"].case_id)
    screen = show_week()
    qtbot.mouseClick(screen.grid.viewport(), LEFT, pos=cell(screen, 3, time(14)))
    sheet = screen.sheets.sheet
    assert sheet is not None
    assert (sheet.form.texts()["day"], sheet.form.texts()["start"]) == ("26.11.2026", "14:00")
    drop_sheet(screen)
    qtbot.mouseClick(screen.grid.viewport(), LEFT, pos=cell(screen, 2, time(10, 30)))
    assert screen.sheets.key == f"appointment:{record_id}"
    drop_sheet(screen)


def test_blocks_lie_at_their_time_and_overlapping_ones_side_by_side(
    show_week: Callable[..., CalendarScreen], session: Session, people: dict
) -> None:
    first = add(session, "23.11.2026", "09:30", "Kita", people["amal"].case_id, place="Rathaus")
    second = add(session, "23.11.2026", "10:00", "Anruf")
    screen = show_week()
    placed = {entry.key: (rect, entry) for rect, entry, _chip in screen.grid.placed()}
    one, entry = placed[f"appointment:{first}"]
    other, _entry = placed[f"appointment:{second}"]
    assert not one.intersects(other)
    assert abs(one.width() - other.width()) <= 1
    assert one.contains(QPoint(one.center().x(), cell(screen, 0, time(10)).y()))
    assert other.top() < cell(screen, 0, time(10)).y() < one.bottom()
    assert entry.lines == (f"09:30 {people['amal'].number} · A. T.", "Kita", "Rathaus")


def test_names_appear_with_f9_only(
    show_week: Callable[..., CalendarScreen], session: Session, people: dict, desk: Desk
) -> None:
    add(session, "23.11.2026", "08:00", "Kita", people["amal"].case_id)
    screen = show_week()
    assert "A. T." in spoken(screen)
    assert "Testperson" not in spoken(screen)
    desk.show_names(shown=True)
    assert "Testperson, Amal" in spoken(screen)


@MENU
def test_several_entries_of_a_slot_are_chosen_from_a_menu(
    show_week: Callable[..., CalendarScreen], session: Session, press: Callable, qtbot: QtBot
) -> None:
    add(session, "23.11.2026", "08:00", "Erste & zweite")
    second = add(session, "23.11.2026", "08:15", "Dritte")
    screen = show_week()
    press(Qt.Key.Key_Return)
    menu = screen.grid.menu
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    assert [action.text() for action in menu.actions()] == ["08:00 · Erste && zweite", "08:15 · Dritte", "", "Neu"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert screen.sheets.key == f"appointment:{second}"
    drop_sheet(screen)


def test_insert_makes_another_one_in_a_taken_slot(
    show_week: Callable[..., CalendarScreen], session: Session, press: Callable
) -> None:
    add(session, "23.11.2026", "08:00", "Schon da")
    screen = show_week()
    press(Qt.Key.Key_Insert)
    assert screen.sheets.sheet is not None
    assert screen.sheets.sheet.form.texts()["start"] == "08:00"
    assert screen.sheets.key == "appointment:new:-"
    drop_sheet(screen)


def test_follow_ups_are_chips_of_the_day_and_open_by_key_and_mouse(
    show_week: Callable[..., CalendarScreen], session: Session, people: dict, press: Callable, qtbot: QtBot
) -> None:
    case_id = people["samir"].case_id
    key = "follow_up:" + agenda.record_follow_up(session, case_id, {"due": "23.11.2026", "text": "Jobcenter"}).record_id
    screen = show_week()
    press(Qt.Key.Key_Up)
    assert spoken(screen) == (f"Montag 23.11., ganztags, Wiedervorlage, {people['samir'].number} · S. B., Jobcenter")
    press(Qt.Key.Key_Return)
    assert screen.sheets.key == key
    drop_sheet(screen)
    rect = next(rect for rect, entry, _chip in screen.grid.placed() if entry.key == key)
    qtbot.mouseClick(screen.grid.viewport(), LEFT, pos=rect.center())
    assert screen.sheets.key == key
    drop_sheet(screen)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    assert screen.sheets.sheet is not None
    assert screen.sheets.sheet.form.texts()["due"] == "24.11.2026"
    drop_sheet(screen)


@MENU
def test_many_chips_are_folded_but_none_is_out_of_reach(
    show_week: Callable[..., CalendarScreen], session: Session, press: Callable, qtbot: QtBot
) -> None:
    for number in range(5):
        agenda.record_follow_up(session, None, {"due": "23.11.2026", "text": f"Sache {number}"})
    screen = show_week()
    assert sum(chip for _rect, _entry, chip in screen.grid.placed()) == 2
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    menu = screen.grid.menu
    assert menu is not None
    assert [action.text() for action in menu.actions()][:5] == [f"Sache {number}" for number in range(5)]
    menu.close()


def test_appointments_outside_the_hours_stand_at_the_edge(
    show_week: Callable[..., CalendarScreen], session: Session
) -> None:
    add(session, "24.11.2026", "07:00", "Früh")
    add(session, "26.11.2026", "19:00", "Spät")
    screen = show_week()
    rows = [row.kind for row in screen.grid.week.rows]
    assert (rows[1], rows[-1]) == (RowKind.BEFORE, RowKind.AFTER)
    assert [entry.chip for _rect, entry, chip in screen.grid.placed() if chip] == ["07:00 · Früh", "19:00 · Spät"]
    set_vault_option(session, "day_begins", "7")
    set_vault_option(session, "day_ends", "20")
    rows = [row.kind for row in screen.grid.week.rows]
    assert RowKind.BEFORE not in rows
    assert RowKind.AFTER not in rows
    assert not any(chip for _rect, _entry, chip in screen.grid.placed())


def test_alt_arrows_and_t_turn_the_weeks_and_keep_the_slot(
    show_week: Callable[..., CalendarScreen], press: Callable
) -> None:
    screen = show_week()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Right, ALT)
    assert spoken(screen) == "Dienstag 01.12., 08:30, frei"
    press(Qt.Key.Key_Left, ALT)
    press(Qt.Key.Key_Left, ALT)
    assert spoken(screen) == "Dienstag 17.11., 08:30, frei"
    press(Qt.Key.Key_T)
    assert spoken(screen) == "Montag 23.11., 08:30, frei"
    assert heads(screen)[0] == "Mo 23.11.\nheute"


def test_public_holidays_stand_in_the_head(show_week: Callable[..., CalendarScreen], desk: Desk, qtbot: QtBot) -> None:
    screen = show_week()
    screen.go_to(Place("calendar", detail={"day": "2026-12-25"}))
    qtbot.waitUntil(lambda: "Weihnachtstag" in heads(screen)[4])
    assert heads(screen)[4:6] == ["Fr 25.12.\nErster Weihnachtstag", "Sa 26.12.\nFeiertag"]
    tip = screen.grid.week.headerData(5, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Zweiter Weihnachtstag"
    assert spoken(screen) == "Freitag 25.12. (Erster Weihnachtstag), 08:00, frei"
    assert not desk.jobs.busy


def test_the_place_brings_back_week_slot_and_sheet(show_week: Callable[..., CalendarScreen], press: Callable) -> None:
    screen = show_week()
    press(Qt.Key.Key_Right, ALT)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    place = screen.place()
    assert place.detail == {"day": "2026-11-30", "time": "08:30", "sheet": "appointment:new:-"}
    drop_sheet(screen)
    press(Qt.Key.Key_T)
    screen.go_to(place)
    assert spoken(screen) == "Montag 30.11., 08:30, frei"
    assert screen.sheets.key == "appointment:new:-"
    drop_sheet(screen)


def test_narrow_the_week_is_a_list_by_day(
    show_week: Callable[..., CalendarScreen], session: Session, press: Callable
) -> None:
    record_id = add(session, "24.11.2026", "09:30", "Beratung", place="Büro")
    agenda.cancel_appointment(session, record_id)  # type: ignore[arg-type]
    screen = show_week(587, 330)
    assert screen.list.isVisible()
    assert screen.list.hasFocus()
    assert not screen.grid.isVisible()
    rows = screen.list.rows()
    assert [row.date for row in rows] == [f"{day} {number}.11." for day, number in zip(
        ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), range(23, 30), strict=True)]  # fmt: skip
    assert (rows[1].title, rows[1].second, rows[1].muted) == ("09:30 · Beratung · Büro", "abgesagt", True)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert screen.sheets.key == f"appointment:{record_id}"
    drop_sheet(screen)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert screen.sheets.sheet is not None
    assert screen.sheets.sheet.form.texts()["day"] == "25.11.2026"
    drop_sheet(screen)
    for widget in (screen.header, screen.new, screen.list):
        right = widget.mapTo(screen, widget.rect().topRight()).x()
        assert right < screen.width(), type(widget).__name__


def test_what_is_called_off_is_struck_through(show_week: Callable[..., CalendarScreen], session: Session) -> None:
    from PySide6.QtGui import QFont, QImage, QPainter

    from mfd_desktop.ui import week_paint

    record_id = add(session, "24.11.2026", "09:30", "Beratung")
    screen = show_week()
    struck = []
    for cancelled in (False, True):
        agenda.cancel_appointment(session, record_id, cancelled=cancelled)  # type: ignore[arg-type]
        rect, entry, _chip = next(iter(screen.grid.placed()))
        assert entry.cancelled is cancelled
        assert ("abgesagt" in entry.spoken) is cancelled
        fonts: list[QFont] = []

        class Watched(QPainter):
            def setFont(self, font: QFont, seen: list[QFont] = fonts) -> None:  # noqa: N802 - Qt calls it so
                seen.append(font)
                super().setFont(font)

        image = QImage(rect.size(), QImage.Format.Format_ARGB32)
        painter = Watched(image)
        week_paint.paint_block(painter, image.rect(), entry, screen.font())
        painter.end()
        struck.append(all(font.strikeOut() for font in fonts))
    assert struck == [False, True]


def test_tab_leaves_the_week(show_week: Callable[..., CalendarScreen], press: Callable) -> None:
    screen = show_week()
    press(Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QWidget)
    assert focus is not screen.grid


def test_a_deadline_stands_on_the_day_to_act_by_and_opens(show_week: Callable[..., CalendarScreen], desk: Desk) -> None:
    _saved, case_id = casework.create_client(desk.session, {"family_name": "Testperson"}, case={})
    raws = {"title": "Klage", "due": "25.11.2026", "kind": "loss"}
    deadline_id = deadlines.add_manual(desk.session, case_id, raws).record_id
    screen = show_week()
    (entry,) = screen.grid.week.entries(0, 2)
    assert (entry.key, entry.tone, entry.lines[::2]) == (f"deadline:{deadline_id}", Tone.URGENT, ("Frist", "Klage"))
    assert "Frist, 2026-0001" in screen.grid.week.spoken(0, 2)
    assert [row.title for row in screen.list.rows() if "Frist" in row.title] == [entry.chip]
    screen.grid.entry_chosen.emit(entry.key)
    assert screen.place().detail["sheet"] == f"deadline:{deadline_id}"
    assert screen.deadlines.sheet is not None
    screen.deadlines.sheet.reject()
    done = {"done": "23.11.2026", "ending": "kept", "proof": "stamp"}
    assert deadlines.finish(desk.session, deadline_id, done) == ()
    screen.refresh()
    assert screen.grid.week.entries(0, 2) == ()
