"""Handing a case over, taking one over and giving it back, through the real windows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import contacting
from mfd_desktop.app.colleagues import add_colleague, look_at_desk_file, write_desk_file
from mfd_desktop.app.handing_over import Plan, hand_over
from mfd_desktop.app.session import Session, create_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.handover import Colleague
from mfd_desktop.domain.records import Office, Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.handover_sheet import HandOverSheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.handover import ColleagueSheet, HandOverScreen
from mfd_desktop.ui.screens.today import TodayScreen
from mfd_desktop.ui.takeover_sheet import TakeOverSheet
from mfd_desktop.vault.keys import FLOOR_COST

PASSPHRASE = "nur fuer diesen Test"
CONTACT = {
    "day": "20.11.2026", "minutes": "30", "topics": "T01", "channel": "K1", "language": "de", "interpreting": "M1",
    "result": "X1", "note": "Erfundener Vermerk",
}  # fmt: skip


@pytest.fixture
def there(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    office = Office("MFD Nachbarort", "Musterträger", "DSGVO", "07315", desk="Stelle Nachbarort")
    found = create_session(tmp_path / "there", PASSPHRASE, office, clock=clock, cost=FLOOR_COST)
    yield found
    found.close()


def know(one: Session, other: Session, tmp_path: Path) -> Colleague:
    write_desk_file(other, tmp_path / "other.mfddesk")
    found = look_at_desk_file(tmp_path / "other.mfddesk", one.clock.now())
    add_colleague(one, found)
    return found.colleague


def screen_of(window: MainWindow) -> HandOverScreen:
    window.show_place(Place("handover"))
    return window.findChild(HandOverScreen)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    QApplication.processEvents()


def test_a_case_is_handed_over_with_a_reason(
    session: Session, there: Session, people: dict[str, object], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    case_id = people["amal"].case_id  # type: ignore[attr-defined]
    contacting.record_contact(session, case_id, CONTACT)
    know(session, there, tmp_path)
    window = make_window(make_desk(session))
    window.show_place(Place("case", case_id))
    case = window.findChild(CaseScreen)
    texts = [action.text() for action in case.head.fill_menu().actions()]
    assert "Fall übergeben …" in texts
    case.sheets.open("handover:case")
    sheet = case.sheets.sheet
    assert isinstance(sheet, HandOverSheet)
    assert "(1)" in sheet.parts["contacts"].text()
    assert any("Erfundener Vermerk" in row.second for row in sheet.contents.rows())
    sheet.parts["contacts"].setChecked(False)
    assert not any("Erfundener Vermerk" in row.second for row in sheet.contents.rows())
    path = tmp_path / "case.mfdcase"
    monkeypatch.setattr(HandOverSheet, "choose_path", lambda _self: path)
    sheet.accept()
    assert not path.exists()
    assert "Grund" in sheet.form.fields["reason"].error()
    sheet.form.fields["reason"].editor.set_raw("Krankheit")
    sheet.form.fields["until"].editor.set_raw("24.12.2026")
    sheet.accept()
    settled(qtbot, window)
    assert path.exists()
    assert case.sheets.sheet is None
    assert any("In Vertretung bei Stelle Nachbarort" in pill for pill in case.head.pills())
    screen = screen_of(window)
    assert [row.key for row in screen.running.rows()] == [case_id]


def test_a_package_of_a_stranger_is_compared_first(
    session: Session, there: Session, people: dict[str, object], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow], qtbot: QtBot, tmp_path: Path,
) -> None:  # fmt: skip
    case_id = people["amal"].case_id  # type: ignore[attr-defined]
    to = know(session, there, tmp_path)
    path = tmp_path / "case.mfdcase"
    hand_over(session, Plan(case_id, to, reason="Urlaub"), path)
    window = make_window(make_desk(there))
    screen = screen_of(window)
    screen.open_package(path)
    settled(qtbot, window)
    sheet = screen.findChild(TakeOverSheet)
    assert sheet is not None
    assert "Testperson" not in sheet.windowTitle()
    assert sheet.accept_button is not None
    assert not sheet.accept_button.isEnabled()
    sheet.tick.setChecked(True)
    sheet.accept_button.click()
    settled(qtbot, window)
    case = window.findChild(CaseScreen)
    assert case.place().record_id is not None
    assert any("Übernommen von" in pill for pill in case.head.pills())
    screen = screen_of(window)
    screen.open_package(path)
    settled(qtbot, window)
    assert "schon übernommen" in screen.refusal.text()


def test_a_stand_in_is_given_back_from_the_case(
    session: Session, there: Session, people: dict[str, object], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    clock: FixedClock,
) -> None:  # fmt: skip
    case_id = people["amal"].case_id  # type: ignore[attr-defined]
    path = tmp_path / "case.mfdcase"
    hand_over(session, Plan(case_id, know(session, there, tmp_path), "stand_in", clock.today(), reason="x"), path)
    know(there, session, tmp_path)
    window = make_window(make_desk(there))
    screen = screen_of(window)
    screen.open_package(path)
    settled(qtbot, window)
    sheet = screen.findChild(TakeOverSheet)
    assert sheet.accept_button.isEnabled()
    sheet.accept_button.click()
    settled(qtbot, window)
    window.show_place(Place("today"))
    today = window.findChild(TodayScreen)
    (line, *_others) = today.follow_ups.rows.rows()
    assert line.title == "Vertretung zurückgeben"
    today.follow_ups.rows.row_activated.emit(line.key)
    case = window.findChild(CaseScreen)
    assert case.isVisible()
    assert "Vertretung beenden, Fall zurückgeben …" in [action.text() for action in case.head.fill_menu().actions()]
    case.sheets.open("handover:case")
    back = tmp_path / "back.mfdcase"
    monkeypatch.setattr(HandOverSheet, "choose_path", lambda _self: back)
    case.sheets.sheet.accept()
    settled(qtbot, window)
    assert back.exists()
    assert any("Zurückgegeben an" in pill for pill in case.head.pills())


def test_desk_files_are_read_compared_and_forgotten(
    session: Session, there: Session, make_desk: Callable[[Session], Desk], make_window: Callable[[Desk], MainWindow],
    tmp_path: Path,
) -> None:  # fmt: skip
    window = make_window(make_desk(session))
    screen = screen_of(window)
    assert not screen.words.isVisibleTo(screen)
    screen.save_desk_file(tmp_path / "own.mfddesk")
    assert len(screen.words.words()) == 10
    write_desk_file(there, tmp_path / "other.mfddesk")
    screen.read_desk_file(tmp_path / "other.mfddesk")
    sheet = screen.findChild(ColleagueSheet)
    sheet.tick.setChecked(True)
    sheet.accept_button.click()
    assert [row.title for row in screen.known.rows()] == ["Stelle Nachbarort, MFD Nachbarort"]
    (tmp_path / "other.mfddesk").write_bytes(b"{}")
    screen.read_desk_file(tmp_path / "other.mfddesk")
    assert len(screen.known.rows()) == 1


def test_without_a_known_desk_the_sheet_says_what_to_do_first(
    session: Session, people: dict[str, object], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
) -> None:  # fmt: skip
    window = make_window(make_desk(session))
    window.show_place(Place("case", people["amal"].case_id))  # type: ignore[attr-defined]
    case = window.findChild(CaseScreen)
    case.sheets.open("handover:case")
    sheet = case.sheets.sheet
    assert isinstance(sheet, HandOverSheet)
    assert sheet.accept_button is not None
    assert not sheet.accept_button.isEnabled()
    sheet.reject()
