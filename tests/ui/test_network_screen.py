"""Verbund: joining after comparing the words, letting desks in, reporting, and what waits."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import periods
from mfd_desktop.app.contributing import period_state, submit
from mfd_desktop.app.delivering import deliver_outbox
from mfd_desktop.app.network import create_network, join_network, look_at_network, membership
from mfd_desktop.app.network_desks import approve, known_desks, read_members
from mfd_desktop.app.session import Session, create_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Office, Place
from mfd_desktop.exchange.places import Skipped
from mfd_desktop.ui import network_coordinator, network_sheets, network_start
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.network_coordinator import CoordinatorView, skipped_rows
from mfd_desktop.ui.network_desk import DeskView
from mfd_desktop.ui.network_sheets import CreateSheet, DeskSheet, JoinSheet
from mfd_desktop.ui.network_start import StartView
from mfd_desktop.ui.screens.network import NetworkScreen
from mfd_desktop.ui.screens.today import TodayScreen
from mfd_desktop.vault.keys import FLOOR_COST

PASSPHRASE = "nur fuer diesen Test"
Q3 = Period(2026, "Q", 3)
Show = Callable[[Session], NetworkScreen]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "shared"
    found.mkdir()
    return found


@pytest.fixture
def coordinator(tmp_path: Path, clock: FixedClock, folder: Path) -> Iterator[Session]:
    office = Office("Fachreferat", "Musterverband", "DSGVO", "07315")
    found = create_session(tmp_path / "co", PASSPHRASE, office, clock=clock, cost=FLOOR_COST)
    create_network(found, folder, "Verbund Probe", "Fachreferat Probe")
    yield found
    found.close()


@pytest.fixture
def joined(session: Session, coordinator: Session, folder: Path) -> Session:
    join_network(session, look_at_network(folder))
    deliver_outbox(session)
    return session


@pytest.fixture
def show(
    coordinator: Session,
    make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
    qtbot: QtBot,
) -> Show:
    """Return a function that shows Verbund of a vault and waits until it was read.

    The vaults are there before the desk and its jobs, so that these end first.
    """
    assert coordinator.folder.exists()

    def showing(session: Session) -> NetworkScreen:
        window = make_window(make_desk(session))
        window.show_place(Place("network"))
        screen = window.findChild(NetworkScreen)
        qtbot.waitUntil(lambda: not screen.desk.jobs.busy)
        return screen

    return showing


def settled(qtbot: QtBot, screen: NetworkScreen) -> None:
    qtbot.waitUntil(lambda: not screen.desk.jobs.busy)
    QApplication.processEvents()


def sheet_of(screen: NetworkScreen) -> Sheet:
    return next(found for found in screen.window().findChildren(Sheet) if found.isVisible())


def test_whoever_is_in_no_network_is_told_both_ways_in(show: Show, session: Session) -> None:
    screen = show(session)
    assert isinstance(screen.view, StartView)
    assert screen.view.join_button.isVisible()
    assert screen.view.create_button.isVisible()


def test_joining_needs_the_tick_and_leads_to_the_desk(
    show: Show, session: Session, coordinator: Session, folder: Path, qtbot: QtBot
) -> None:
    screen = show(session)
    assert isinstance(screen.view, StartView)
    screen.view.look_at(folder)
    settled(qtbot, screen)
    sheet = sheet_of(screen)
    assert isinstance(sheet, JoinSheet)
    own = membership(coordinator)
    assert own is not None
    assert sheet.panel.words() == own.words
    assert sheet.accept_button is not None
    assert not sheet.accept_button.isEnabled()
    sheet.tick.setChecked(True)
    sheet.accept_button.click()
    settled(qtbot, screen)
    assert isinstance(screen.view, DeskView)
    assert screen.view.pill.text() == "wartet auf Freigabe"
    assert len(list((folder / "desks").iterdir())) == 1


@pytest.mark.parametrize("damage", ["empty", "missing", "foreign"])
def test_a_folder_without_a_network_is_named(
    show: Show, session: Session, tmp_path: Path, qtbot: QtBot, damage: str
) -> None:
    place = tmp_path / "other"
    if damage != "missing":
        place.mkdir()
    if damage == "foreign":
        (place / "network.json").write_bytes(b"{}")
    screen = show(session)
    assert isinstance(screen.view, StartView)
    screen.view.look_at(place)
    settled(qtbot, screen)
    assert screen.view.banner.isVisible()
    assert str(place) in screen.view.banner.text()
    assert screen.view.join_button.isEnabled()
    assert membership(session) is None


def test_the_folder_is_asked_for(
    show: Show, session: Session, coordinator: Session, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(session)
    assert isinstance(screen.view, StartView)
    monkeypatch.setattr(network_start, "choose_folder", lambda *_: None)
    screen.view.join_button.click()
    assert not screen.desk.jobs.busy
    monkeypatch.setattr(network_start, "choose_folder", lambda *_: folder)
    screen.view.join_button.click()
    settled(qtbot, screen)
    sheet_of(screen).reject()
    assert membership(session) is None


def test_making_a_network_leads_to_the_coordinator(
    show: Show, session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    screen = show(session)
    assert isinstance(screen.view, StartView)
    screen.view.create_button.click()
    sheet = sheet_of(screen)
    assert isinstance(sheet, CreateSheet)
    assert screen.place().detail == {"sheet": "create"}
    sheet.accept()
    assert sheet.form.fields["name"].error()
    monkeypatch.setattr(network_sheets, "choose_folder", lambda *_: folder)
    sheet._on_browse()  # noqa: SLF001 - the button asks the system for a folder
    for name, text in (("name", "Verbund Test"), ("coordinator", "Referat"), ("due_days", "20")):
        sheet.form.fields[name].editor.set_raw(text)
    sheet.form.fields["folder"].editor.set_raw(str(tmp_path / "nicht da"))
    sheet.accept()
    settled(qtbot, screen)
    assert sheet.isVisible(), "the folder is not there; what was typed stays"
    assert membership(session) is None
    sheet.form.fields["folder"].editor.set_raw(str(folder))
    sheet.accept()
    settled(qtbot, screen)
    assert isinstance(screen.view, CoordinatorView)
    own = membership(session)
    assert own is not None
    assert (own.name, own.due_days, own.folders) == ("Verbund Test", 20, (folder,))
    assert (folder / "network.json").exists()


def test_what_was_typed_for_a_new_network_is_there_after_a_lock(show: Show, session: Session, qtbot: QtBot) -> None:
    from mfd_desktop.app import drafts

    drafts.seal(session, (drafts.open_form("network:new", {"name": "Halb getippt"}),), None)
    screen = show(session)
    screen.go_to(Place("network", detail={"sheet": "create"}))
    sheet = sheet_of(screen)
    assert isinstance(sheet, CreateSheet)
    assert sheet.form.fields["name"].editor.raw() == "Halb getippt"
    sheet.reject()


def test_the_coordinator_lets_a_desk_in_after_comparing_and_may_take_it_out(
    show: Show, joined: Session, coordinator: Session, qtbot: QtBot
) -> None:
    screen = show(coordinator)
    view = screen.view
    assert isinstance(view, CoordinatorView)
    (row,) = view.desks.rows()
    assert (row.badge, row.button) == ("neu", "Freigeben …")
    view.desks.button_clicked.emit(row.key)
    sheet = sheet_of(screen)
    own = membership(joined)
    assert own is not None
    assert isinstance(sheet, network_sheets.ApproveSheet)
    assert sheet.panel.words() == own.own_words
    assert sheet.accept_button is not None
    assert not sheet.accept_button.isEnabled()
    sheet.tick.setChecked(True)
    sheet.accept_button.click()
    settled(qtbot, screen)
    (row,) = view.desks.rows()
    assert row.badge == "fehlt"
    assert view.summary.text() == "0 von 1 Stelle hat gemeldet."
    view.desks.row_activated.emit(row.key)
    taking_out = sheet_of(screen)
    assert isinstance(taking_out, DeskSheet)
    taking_out.tick.setChecked(True)
    taking_out.accept()
    settled(qtbot, screen)
    assert view.desks.rows()[0].badge == "widerrufen"


def test_the_coordinator_sees_who_reported_and_what_was_skipped_and_saves_the_result(
    show: Show, joined: Session, coordinator: Session, folder: Path, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    approve(coordinator, known_desks(read_members(coordinator))[0].desk)
    deliver_outbox(coordinator)
    submit(joined, Q3)
    (path,) = folder.rglob("contributions/**/*.json")
    shutil.copy(path, path.with_name(f"~${path.name}"))
    screen = show(coordinator)
    view = screen.view
    assert isinstance(view, CoordinatorView)
    assert view.desks.rows()[0].badge == "gemeldet"
    assert view.skipped_card.isVisible()
    assert [row.badge for row in view.skipped.rows()] == ["vorläufige oder versteckte Datei"]
    out = tmp_path / "land.json"
    monkeypatch.setattr(network_coordinator, "choose_file", lambda *_: out)
    view.save_button.click()
    settled(qtbot, screen)
    assert b'"desks_counted": 1' in out.read_bytes()
    deliver_outbox(joined)
    assert period_state(joined, Q3).state == "arrived"


def test_a_folder_that_is_gone_is_said_and_not_made_again(
    show: Show, coordinator: Session, folder: Path, qtbot: QtBot
) -> None:
    folder_kept = folder.with_name("away")
    folder.rename(folder_kept)
    screen = show(coordinator)
    view = screen.view
    assert isinstance(view, CoordinatorView)
    assert view.banner.isVisible()
    assert not folder.exists()
    folder_kept.rename(folder)
    view.read_button.click()
    settled(qtbot, screen)
    assert not view.banner.isVisible()


def test_reporting_says_what_leaves_and_what_stays(show: Show, joined: Session, folder: Path, qtbot: QtBot) -> None:
    screen = show(joined)
    view = screen.view
    assert isinstance(view, DeskView)
    assert view.periods.rows()[0].badge == "noch nicht gemeldet"
    view.periods.button_clicked.emit("2026-Q3")
    settled(qtbot, screen)
    sheet = sheet_of(screen)
    from PySide6.QtWidgets import QLabel

    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "Das verlässt diesen Rechner" in said
    assert "Namen, Adressen" in said
    assert "Weniger als zehn Personen" in said
    assert sheet.accept_button is not None
    sheet.accept_button.click()
    settled(qtbot, screen)
    assert view.periods.rows()[0].badge == "gesendet"
    assert view.periods.rows()[0].button == ""
    assert len(list(folder.rglob("contributions/**/*.json"))) == 1
    view.periods.row_activated.emit("2026-Q3")
    settled(qtbot, screen)
    again = sheet_of(screen)
    assert again.accept_button is None, "fewer than ten persons differ"
    again.reject()


def test_a_revision_asks_for_its_reason(
    show: Show, joined: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mfd_desktop.ui.report_sheet import ReportSheet

    submit(joined, Q3)
    possible = dataclasses.replace(periods.prepare(joined, Q3), refused=None)
    monkeypatch.setattr(periods, "prepare", lambda *_: possible)
    screen = show(joined)
    assert isinstance(screen.view, DeskView)
    screen.view.reporting.open(Q3)
    settled(qtbot, screen)
    sheet = sheet_of(screen)
    assert isinstance(sheet, ReportSheet)
    sheet.accept()
    assert sheet.isVisible(), "without a reason it stays"
    assert sheet.form is not None
    sheet.form.fields["reason"].editor.set_raw("Stapel nachgetragen")
    sheet.accept()
    settled(qtbot, screen)
    assert period_state(joined, Q3).version == 2
    found = periods.frozen(joined, Q3)
    assert found is not None
    assert found.reason == "Stapel nachgetragen"


def test_what_waits_is_said_on_verbund_and_on_heute(
    show: Show, joined: Session, folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    shutil.move(folder, tmp_path / "away")
    submit(joined, Q3)
    screen = show(joined)
    view = screen.view
    assert isinstance(view, DeskView)
    assert view.banner.isVisible()
    assert view.periods.rows()[0].badge == "wartet"
    window = screen.window()
    assert isinstance(window, MainWindow)
    window.show_place(Place("today"))
    today = window.findChild(TodayScreen)
    assert today.network.pill.isVisible()
    assert today.network.pill.text() == "Q3 wartet"
    assert today.network.banner.isVisible()
    assert "1 Sendung wartet" in today.network.banner.text()
    shutil.move(tmp_path / "away", folder)
    today.network.banner.action_requested.emit()
    view.deliver_button.click()
    settled(qtbot, screen)
    assert view.periods.rows()[0].badge == "gesendet"
    window.show_place(Place("today"))
    assert today.network.pill.text() == "Q3 gesendet · Version 1"
    assert not today.network.banner.isVisible()


def test_heute_is_silent_without_a_network(desk: Desk, window: MainWindow) -> None:
    window.show_place(Place("today"))
    today = window.findChild(TodayScreen)
    assert not today.network.pill.isVisible()
    assert not today.network.banner.isVisible()


def test_the_courier_delivers_by_itself(
    show: Show, joined: Session, folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    from mfd_desktop.ui.courier import Courier

    shutil.move(folder, tmp_path / "away")
    submit(joined, Q3)
    shutil.move(tmp_path / "away", folder)
    screen = show(joined)
    courier = Courier(screen.desk, screen)
    courier.go()
    courier.go()
    settled(qtbot, screen)
    assert period_state(joined, Q3).state == "delivered"


def test_statistik_offers_to_report_once_the_vault_is_in_a_network(
    show: Show, session: Session, folder: Path, qtbot: QtBot
) -> None:
    from mfd_desktop.ui.screens.statistics import StatisticsScreen

    window = show(session).window()
    assert isinstance(window, MainWindow)
    window.show_place(Place("statistics", detail={"period": "2026-Q3"}))
    submission = window.findChild(StatisticsScreen).submission
    assert submission.join_button.isVisible()
    assert not submission.button.isVisible()
    join_network(session, look_at_network(folder))
    assert submission.button.isVisible()
    assert submission.button.text() == "Melden …"
    submission.button.click()
    qtbot.waitUntil(lambda: submission.reporting.sheet is not None)
    submission.reporting.sheet.accept()
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    QApplication.processEvents()
    assert submission.line.text().startswith("Gesendet · Version 1")
    assert submission.button.text() == "Berichtigen …"
    window.show_place(Place("statistics", detail={"period": "2026-Q4"}))
    assert not submission.button.isEnabled(), "it has not ended"


def test_of_a_flood_of_files_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    skipped = tuple(Skipped(tmp_path, f"contributions/2026-Q3/x/{number}", "foreign") for number in range(100_000))
    rows = skipped_rows(SimpleNamespace(desks=(), skipped=skipped))  # type: ignore[arg-type]
    assert len(rows) == 101
    assert rows[-1].title == "99900 weitere Dateien"
