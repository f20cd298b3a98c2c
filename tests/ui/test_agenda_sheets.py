"""Follow-up and appointment sheets, by keys: stored whole or not at all, nothing typed is lost, all can be undone."""

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from mfd_desktop.app import agenda, drafts, overview
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Appointment, Place
from mfd_desktop.ui.agenda_form import AgendaSheet
from mfd_desktop.ui.agenda_sheets import AgendaSheets, AppointmentSheet, new_key
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.sealing import Sealer
from mfd_desktop.vault.agenda import appointments_between

CONTROL = Qt.KeyboardModifier.ControlModifier
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


class Told:
    """What was told, with the last action."""

    def __init__(self, desk: Desk) -> None:
        self.texts: list[str] = []
        self.undo: Callable[[], None] | None = None
        desk.messages.told.connect(self._on_told)

    def _on_told(self, text: str, _kind: object, _action: str, callback: Callable[[], None] | None) -> None:
        self.texts.append(text)
        self.undo = callback


@pytest.fixture
def told(desk: Desk) -> Told:
    return Told(desk)


@pytest.fixture
def page(qtbot: QtBot, show_alone: Callable[..., None]) -> QWidget:
    widget = QWidget()
    show_alone(widget)
    return widget


@pytest.fixture
def open_sheet(page: QWidget, desk: Desk, qtbot: QtBot) -> Iterator[Callable[..., AgendaSheet]]:
    holder = AgendaSheets(page, desk)

    def open_it(key: str, raws: dict[str, str] | None = None) -> AgendaSheet:
        assert holder.open(key, raws)
        sheet = holder.sheet
        assert sheet is not None
        qtbot.waitUntil(sheet.isActiveWindow)
        return sheet

    open_it.holder = holder  # type: ignore[attr-defined]
    yield open_it
    if holder.sheet is not None:
        holder.sheet.leave()


def save() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)


def appointments(session: Session) -> tuple[Appointment, ...]:
    return overview.week(session, MONDAY).appointments


def record(session: Session, case_id: str | None = None, **raws: str) -> str:
    texts = {"day": "24.11.2026", "start": "10:00", "minutes": "60", "title": "Gespräch", **raws}
    return agenda.record_appointment(session, case_id, texts).record_id  # type: ignore[arg-type]


def test_an_appointment_is_typed_with_a_case_found_by_name(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], type_text: Callable, press: Callable
) -> None:
    open_sheet(new_key("appointment"), {"day": "24.11.2026", "start": "10:00"})
    type_text("Probe")
    press(Qt.Key.Key_Return)
    for text in ("", "", "45", "Anhörung", "Büro"):
        press(Qt.Key.Key_Tab)
        if text:
            type_text(text)
    save()
    (found,) = appointments(session)
    assert found.case_id == people["ivan"].case_id
    assert (found.day, found.start, found.minutes) == (date(2026, 11, 24), time(10), 45)
    assert (found.title, found.place) == ("Anhörung", "Büro")


def test_a_case_is_found_by_its_short_number(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], type_text: Callable, press: Callable
) -> None:
    number = people["samir"].number
    open_sheet(new_key("follow_up"), {"due": "25.11.2026"})
    type_text(number.partition("-")[2].lstrip("0"))
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    type_text("Jobcenter anrufen")
    save()
    (found,) = overview.week(session, MONDAY).follow_ups
    assert (found.case_id, found.text, found.due) == (
        people["samir"].case_id, "Jobcenter anrufen", date(2026, 11, 25),
    )  # fmt: skip


def test_an_unknown_case_is_refused_beside_the_field(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], type_text: Callable
) -> None:
    sheet = open_sheet(new_key("appointment"), {"day": "24.11.2026", "start": "10:00"})
    type_text("2026-0999")
    sheet.form.focus_field("title")
    type_text("Gespräch")
    save()
    assert sheet.isVisible()
    assert sheet.case_field is not None
    assert "gibt es nicht" in sheet.case_field.error()
    assert not appointments(session)


def test_what_is_wrong_is_said_and_nothing_is_stored(
    session: Session, open_sheet: Callable[..., AgendaSheet], type_text: Callable
) -> None:
    sheet = open_sheet(new_key("appointment"), {"day": "24.11.2026", "start": "10:00"})
    sheet.form.focus_field("day")
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    type_text("31.02.2027")
    save()
    assert sheet.isVisible()
    assert "gibt es nicht" in sheet.form.fields["day"].error()
    assert sheet.form.fields["title"].error()
    assert sheet.form.texts()["day"] == "31.02.2027"
    assert sheet.form.focused() == ("day", 10)
    assert not appointments(session)


def test_a_series_needs_an_end(
    session: Session, open_sheet: Callable[..., AgendaSheet], type_text: Callable, press: Callable, told: Told
) -> None:
    sheet = open_sheet(new_key("appointment"), {"day": "24.11.2026", "start": "10:00"})
    sheet.form.focus_field("title")
    type_text("Sprechstunde")
    sheet.form.focus_field("repeat")
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    type_text("Jede Woche")
    press(Qt.Key.Key_Tab)
    save()
    assert sheet.isVisible()
    assert sheet.form.fields["until"].error()
    sheet.form.focus_field("until")
    type_text("15.12.2026")
    save()
    assert told.texts == ["4 Termine gespeichert, der letzte am 15.12.2026."]
    found = [overview.week(session, day).appointments for day in (MONDAY, date(2026, 12, 15))]
    assert [len(week) for week in found] == [1, 1]
    assert found[0][0].series_id == found[1][0].series_id is not None


def test_esc_gives_up_and_undo_brings_everything_back(
    session: Session,
    people: dict,
    open_sheet: Callable[..., AgendaSheet],
    type_text: Callable,
    press: Callable,
    told: Told,
    qtbot: QtBot,
) -> None:
    sheet = open_sheet(new_key("appointment"), {"day": "24.11.2026", "start": "10:00"})
    type_text(people["amal"].number)
    sheet.form.focus_field("title")
    type_text("Kita-Platz")
    press(Qt.Key.Key_Escape)
    assert told.texts == ["Die Eingabe wurde verworfen."]
    assert not drafts.all_drafts(session)
    assert told.undo is not None
    told.undo()
    back = open_sheet.holder.sheet  # type: ignore[attr-defined]
    qtbot.waitUntil(back.isActiveWindow)
    back.form.focus_field("place")
    save()
    (found,) = appointments(session)
    assert (found.title, found.case_id, found.start) == ("Kita-Platz", people["amal"].case_id, time(10))


def test_esc_on_an_untouched_sheet_says_nothing(
    open_sheet: Callable[..., AgendaSheet], press: Callable, told: Told
) -> None:
    open_sheet(new_key("appointment"), {"day": "24.11.2026", "start": "10:00"})
    press(Qt.Key.Key_Escape)
    assert told.texts == []
    assert open_sheet.holder.sheet is None  # type: ignore[attr-defined]


def test_a_draft_with_its_case_survives_a_lock(
    session: Session, people: dict, desk: Desk, page: QWidget, open_sheet: Callable[..., AgendaSheet],
    type_text: Callable, press: Callable, qtbot: QtBot,
) -> None:  # fmt: skip
    sheet = open_sheet(new_key("appointment"), {"day": "24.11.2026", "start": "10:00"})
    type_text("Beispiel")
    press(Qt.Key.Key_Return)
    sheet.form.focus_field("title")
    type_text("Anhö")
    sealer = Sealer(desk, lambda: Place("calendar"))
    sealer.seal()
    delete(sealer)
    sheet.hide()
    desk.unregister(sheet.form)
    later = AgendaSheets(page, desk)
    assert later.open(new_key("appointment"))
    again = later.sheet
    assert again is not None
    qtbot.waitUntil(again.isActiveWindow)
    assert again.form.texts() | {"title": "Anhö", "day": "24.11.2026", "start": "10:00"} == again.form.texts()
    again.form.focus_field("title", 4)
    type_text("rung")
    save()
    (found,) = appointments(session)
    assert (found.title, found.case_id) == ("Anhörung", people["samir"].case_id)
    assert not drafts.all_drafts(session)


def test_only_one_sheet_is_open_and_a_record_gone_opens_none(
    open_sheet: Callable[..., AgendaSheet],
) -> None:
    holder = open_sheet.holder  # type: ignore[attr-defined]
    assert not holder.open("appointment:" + "0" * 32)
    assert not holder.open("something:else")
    open_sheet(new_key("follow_up"))
    assert not holder.open(new_key("appointment"))
    assert holder.key == "follow_up:new:-"


def test_one_of_a_series_changes_alone_or_with_the_following(
    session: Session, open_sheet: Callable[..., AgendaSheet], type_text: Callable, press: Callable
) -> None:
    first = record(session, repeat="weekly", until="08.12.2026")
    sheet = open_sheet(f"appointment:{first}")
    assert isinstance(sheet, AppointmentSheet)
    assert "repeat" not in sheet.form.fields
    sheet.form.focus_field("place")
    type_text("Zimmer 3")
    save()
    second = overview.week(session, date(2026, 12, 1)).appointments[0]
    assert (appointments(session)[0].place, second.place) == ("Zimmer 3", "")
    sheet = open_sheet(f"appointment:{second.stamp.id}")
    assert isinstance(sheet, AppointmentSheet)
    sheet.form.focus_field("start")
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    type_text("14")
    assert sheet.rest is not None
    sheet.rest.setFocus()
    press(Qt.Key.Key_Space)
    save()
    weeks = [overview.week(session, day).appointments[0] for day in (MONDAY, date(2026, 12, 1), date(2026, 12, 8))]
    assert [found.start for found in weeks] == [time(10), time(14), time(14)]
    assert [found.place for found in weeks] == ["Zimmer 3", "", ""]


def test_calling_off_can_be_taken_back_by_the_message_and_by_the_sheet(
    session: Session, open_sheet: Callable[..., AgendaSheet], told: Told, press: Callable
) -> None:
    key = f"appointment:{record(session)}"
    sheet = open_sheet(key)
    assert isinstance(sheet, AppointmentSheet)
    sheet.cancel_button.setFocus()
    press(Qt.Key.Key_Space)
    assert appointments(session)[0].cancelled
    assert told.undo is not None
    told.undo()
    assert not appointments(session)[0].cancelled
    for cancelled in (True, False):
        sheet = open_sheet(key)
        assert isinstance(sheet, AppointmentSheet)
        sheet.cancel_button.setFocus()
        press(Qt.Key.Key_Return)
        assert appointments(session)[0].cancelled is cancelled


def test_deleting_an_appointment_can_be_undone(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], told: Told, qtbot: QtBot
) -> None:
    record_id = record(session, people["amal"].case_id, place="Büro")
    agenda.cancel_appointment(session, record_id)  # type: ignore[arg-type]
    before = appointments(session)[0]
    _press_button(qtbot, open_sheet(f"appointment:{record_id}"), "Löschen")
    assert not appointments(session)
    assert told.undo is not None
    told.undo()
    (after,) = appointments(session)
    assert (after.title, after.place, after.case_id, after.start, after.cancelled) == (
        before.title, before.place, before.case_id, before.start, True,
    )  # fmt: skip


def test_a_follow_up_is_changed_ticked_off_and_deleted(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], told: Told, type_text: Callable,
    qtbot: QtBot,
) -> None:  # fmt: skip
    texts = {"due": "24.11.2026", "text": "Rückruf"}
    record_id = agenda.record_follow_up(session, people["amal"].case_id, texts).record_id
    key = f"follow_up:{record_id}"
    sheet = open_sheet(key)
    sheet.form.focus_field("due")
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    type_text("+3")
    save()
    assert agenda.read_follow_up(session, record_id).due == date(2026, 11, 26)
    _press_button(qtbot, open_sheet(key), "Erledigt")
    assert agenda.read_follow_up(session, record_id).done == MONDAY
    assert told.undo is not None
    told.undo()
    assert agenda.read_follow_up(session, record_id).done is None
    _press_button(qtbot, open_sheet(key), "Löschen")
    with pytest.raises(KeyError):
        agenda.read_follow_up(session, record_id)
    told.undo()
    (found,) = overview.week(session, MONDAY).follow_ups
    assert (found.text, found.due, found.case_id) == ("Rückruf", date(2026, 11, 26), people["amal"].case_id)


def test_the_case_can_be_opened_and_shows_initials_only(
    session: Session, people: dict, desk: Desk, open_sheet: Callable[..., AgendaSheet], qtbot: QtBot
) -> None:
    record_id = record(session, people["amal"].case_id)
    sheet = open_sheet(f"appointment:{record_id}")
    said = " ".join(
        label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text") and label.isVisible()
    )  # type: ignore[operator]
    assert f"{people['amal'].number} · A. T." in said
    assert "Testperson" not in said + sheet.windowTitle()
    with qtbot.waitSignal(desk.place_requested) as asked:
        _press_button(qtbot, sheet, "Fall öffnen")
    assert asked.args == [Place("case", people["amal"].case_id)]


def _press_button(qtbot: QtBot, sheet: AgendaSheet, text: str) -> None:
    from PySide6.QtWidgets import QPushButton

    button = next(found for found in sheet.findChildren(QPushButton) if found.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def delete_shown(sheet: AgendaSheet) -> None:
    next(button for button in sheet.findChildren(QPushButton) if button.text() == "Löschen").click()


def _all(session: Session) -> tuple[Appointment, ...]:
    with session.vault.read() as db:
        return appointments_between(db, date(2026, 1, 1), date(2027, 12, 31))


def test_an_appointment_comes_to_another_case_by_keys(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], type_text: Callable, press: Callable
) -> None:
    key = f"appointment:{record(session, people['amal'].case_id)}"
    sheet = open_sheet(key)
    assert sheet.form.case.raw() == people["amal"].number
    assert sheet.form.open_form() is None, "the stored case is nothing unsaved"
    sheet.form.case.input_widget().setFocus()
    press(Qt.Key.Key_A, CONTROL)
    type_text("Probe")
    press(Qt.Key.Key_Return)
    assert sheet.form.open_form().values["case"] == people["ivan"].number
    save()
    (found,) = appointments(session)
    assert (found.case_id, found.title) == (people["ivan"].case_id, "Gespräch")
    sheet = open_sheet(key)
    sheet.form.case.input_widget().setFocus()
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_Delete)
    save()
    assert appointments(session)[0].case_id is None


def test_the_following_ones_of_a_series_move_to_another_case_too(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], type_text: Callable, press: Callable
) -> None:
    record(session, people["amal"].case_id, repeat="weekly", until="15.12.2026")
    first, second, *_rest = _all(session)
    sheet = open_sheet(f"appointment:{second.stamp.id}")
    assert isinstance(sheet, AppointmentSheet)
    assert sheet.rest is not None
    sheet.rest.setFocus()
    press(Qt.Key.Key_Space)
    sheet.form.case.input_widget().setFocus()
    press(Qt.Key.Key_A, CONTROL)
    type_text("Probe")
    press(Qt.Key.Key_Return)
    save()
    owners = [one.case_id for one in _all(session)]
    assert owners == [people["amal"].case_id, *[people["ivan"].case_id] * 3]
    assert _all(session)[0].stamp.id == first.stamp.id


def test_a_draft_of_another_case_survives_and_can_be_given_up(
    session: Session, people: dict, desk: Desk, page: QWidget, open_sheet: Callable[..., AgendaSheet], press: Callable
) -> None:
    key = f"appointment:{record(session, people['amal'].case_id)}"
    drafts.seal(session, (drafts.open_form(key, {"case": "", "title": "Anhörung"}),), None)
    sheet = open_sheet(key)
    assert (sheet.form.case.raw(), sheet.form.texts()["title"]) == ("", "Anhörung")
    sheet._banner.action_requested.emit()  # noqa: SLF001 - the banner
    assert (sheet.form.case.raw(), sheet.form.texts()["title"]) == (people["amal"].number, "Gespräch")
    assert drafts.draft(session, key) is None


def test_this_and_the_following_ones_are_deleted_and_come_back_into_their_series(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], told: Told, press: Callable
) -> None:
    record(session, people["amal"].case_id, repeat="weekly", until="15.12.2026")
    before = _all(session)
    assert len(before) == 4
    agenda.save_appointment(session, before[2].stamp.id, {"start": "14:00"})
    before = _all(session)
    sheet = open_sheet(f"appointment:{before[1].stamp.id}")
    assert isinstance(sheet, AppointmentSheet)
    assert sheet.rest is not None
    sheet.rest.setFocus()
    press(Qt.Key.Key_Space)
    delete_shown(sheet)
    assert [one.stamp.id for one in _all(session)] == [before[0].stamp.id]
    assert told.texts[-1] == "3 Termine gelöscht."
    assert told.undo is not None
    told.undo()
    shown = [(one.day, one.start, one.series_id, one.case_id, one.title) for one in _all(session)]
    assert shown == [(one.day, one.start, one.series_id, one.case_id, one.title) for one in before]


def test_one_deleted_of_a_series_comes_back_into_it(
    session: Session, open_sheet: Callable[..., AgendaSheet], told: Told
) -> None:
    record(session, None, repeat="weekly", until="8.12.2026")
    before = _all(session)
    delete_shown(open_sheet(f"appointment:{before[1].stamp.id}"))
    assert len(_all(session)) == 2
    assert told.undo is not None
    told.undo()
    assert [(one.day, one.series_id) for one in _all(session)] == [(one.day, one.series_id) for one in before]


def test_a_follow_up_comes_to_another_case(
    session: Session, people: dict, open_sheet: Callable[..., AgendaSheet], type_text: Callable, press: Callable
) -> None:
    made = agenda.record_follow_up(session, None, {"due": "25.11.2026", "text": "Brief"}).record_id
    sheet = open_sheet(f"follow_up:{made}")
    sheet.form.case.input_widget().setFocus()
    type_text("Probe")
    press(Qt.Key.Key_Return)
    save()
    assert agenda.read_follow_up(session, made).case_id == people["ivan"].case_id
