"""Backups on the screen: warned of on Heute, set up and made in the settings, by themselves, and at the end."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from mfd_desktop.app.backing_up import back_up, backup_folder, choose_backup_folder, listed_states, status
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import set_vault_option
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.records import Place
from mfd_desktop.ui import backing_up
from mfd_desktop.ui.backing_up import EndSheet, Keeper, back_up_before_end, back_up_briefly
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens import settings_backup
from mfd_desktop.ui.screens.settings import SettingsScreen
from mfd_desktop.ui.screens.settings_backup import BackupCard
from mfd_desktop.ui.screens.today import TodayScreen


@pytest.fixture
def today(window: MainWindow) -> TodayScreen:
    window.show_place(Place("today"))
    return window.findChild(TodayScreen)


@pytest.fixture
def card(window: MainWindow) -> BackupCard:
    window.show_place(Place("settings"))
    return window.findChild(SettingsScreen).backup


@pytest.fixture
def folder(session: Session, tmp_path: Path) -> Path:
    return choose_backup_folder(session, tmp_path / "backup")


def settled(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=20_000)


def said(today: TodayScreen) -> str:
    return today.backup.banner.text() if today.backup.banner.isVisible() else ""


def test_without_a_backup_heute_warns_and_leads_to_the_settings(
    today: TodayScreen, window: MainWindow, press: Callable[..., None], qtbot: QtBot
) -> None:
    assert "noch keine Datensicherung" in said(today)
    assert not today.backup.pill.isVisible()
    today.backup.banner.focus_action()
    press(Qt.Key.Key_Space)
    screen = window.findChild(SettingsScreen)
    assert screen.isVisible()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.backup.choose_button)


def test_heute_shows_the_last_proven_backup_and_warns_after_a_week(
    today: TodayScreen, session: Session, folder: Path, clock: FixedClock
) -> None:
    today.refresh()
    assert said(today) == "Es gibt noch keine geprüfte Datensicherung."
    back_up(session)
    today.refresh()
    assert said(today) == ""
    assert today.backup.pill.text() == "Gesichert 23.11.2026"
    clock.moment += timedelta(days=7)
    today.refresh()
    assert said(today) == "Die letzte geprüfte Datensicherung ist 7 Tage alt, vom 23.11.2026."
    folder.rename(folder.with_name("unplugged"))
    with pytest.raises(StorageError):
        back_up(session)
    today.refresh()
    assert "Steckt der Datenträger" in said(today)
    clock.moment -= timedelta(days=6)
    today.refresh()
    assert said(today).startswith("Die Datensicherung vom 30.11.2026")
    clock.moment -= timedelta(days=30)
    today.refresh()
    assert "Uhr dieses PCs" in said(today)


def test_documents_that_could_not_be_saved_are_told(today: TodayScreen, session: Session, folder: Path) -> None:
    back_up(session)
    with session.vault.write() as db:
        db.execute("UPDATE backup_run SET problem = 'lacking:2'")
    today.refresh()
    assert said(today).startswith("2 Dokumente fehlen im Tresor")


def test_choosing_a_folder_makes_the_first_backup_and_warns_of_the_same_disk(
    card: BackupCard,
    desk: Desk,
    session: Session,
    clock: FixedClock,
    tmp_path: Path,
    qtbot: QtBot,
    press: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    desk.messages.told.connect(lambda text, *_: told.append(text))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(tmp_path / "backup"))
    assert not card.run_button.isVisible()
    card.start()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: status(session).state == "fine", timeout=20_000)
    settled(qtbot, desk)
    assert backup_folder(session) == tmp_path / "backup"
    assert card.result.text().startswith("Gesichert und geprüft: 0 ratsuchende Personen")
    assert "demselben Datenträger" in told[0]
    (row,) = card.states.rows()
    assert (row.date, row.badge) == (f"{clock.now().astimezone():%d.%m.%Y %H:%M}", "geprüft")
    assert str(tmp_path / "backup") in card.folder.text()
    assert card.run_button.isVisible()
    assert not card.bar.isVisible()


def test_a_folder_that_cannot_be_used_is_refused_in_words(
    card: BackupCard, desk: Desk, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    card.choose_button.click()
    assert not desk.jobs.busy
    card.choose(session.folder / "in")
    settled(qtbot, desk)
    assert "nicht im Tresor selbst" in card.result.text()
    assert backup_folder(session) is None
    assert card.choose_button.isEnabled()


def test_a_backup_is_stopped_and_the_card_is_as_before(
    folder: Path, card: BackupCard, desk: Desk, qtbot: QtBot
) -> None:
    card.back_up()
    card.back_up()
    card.result.action_requested.emit()
    settled(qtbot, desk)
    assert "Abgebrochen" in card.result.text()
    assert card.run_button.isEnabled()
    assert card.states.rows() == ()


def test_a_failed_backup_says_why(folder: Path, card: BackupCard, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    settled(qtbot, desk)
    folder.rename(tmp_path / "unplugged")
    card.back_up()
    settled(qtbot, desk)
    assert "nicht mehr da" in card.result.text() or "keine Datensicherung" in card.result.text()
    assert card.run_button.isEnabled()


def test_many_states_are_shown_on_request(
    folder: Path,
    session: Session,
    clock: FixedClock,
    card: BackupCard,
    desk: Desk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings_backup, "_SHOWN", 2)
    for _ in range(3):
        clock.moment += timedelta(days=1)
        back_up(session)
    card.refresh()
    settled(qtbot, desk)
    assert len(card.states.rows()) == 2
    card.more_button.click()
    assert len(card.states.rows()) == len(listed_states(session)) == 3
    assert not card.more_button.isVisible()


def test_the_keeper_backs_up_daily_and_after_work(
    desk: Desk, session: Session, folder: Path, clock: FixedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(desk, desk)
    keeper.look()
    settled(qtbot, desk)
    assert status(session).proven == clock.now()
    clock.moment += timedelta(hours=2)
    set_vault_option(session, "day_begins", "7")
    keeper.look()
    assert not desk.jobs.busy, "somebody is working"
    monkeypatch.setattr(backing_up, "CALM_S", 0)
    desk.occupied = True
    keeper.look()
    assert not desk.jobs.busy, "something else holds the vault"
    desk.occupied = False
    keeper.look()
    keeper.look()
    settled(qtbot, desk)
    assert status(session).proven == clock.now()
    assert len(listed_states(session)) == 1
    keeper.look()
    assert not desk.jobs.busy, "nothing changed"


def test_a_stick_that_is_not_there_is_no_failure(
    desk: Desk, session: Session, folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    folder.rename(tmp_path / "unplugged")
    keeper = Keeper(desk, desk)
    keeper.look()
    settled(qtbot, desk)
    assert status(session).problem == ""
    (tmp_path / "unplugged").rename(folder)
    keeper.look()
    settled(qtbot, desk)
    assert status(session).state == "fine"


def test_what_went_wrong_by_itself_is_on_heute_and_the_keeper_goes_on(
    desk: Desk, session: Session, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StorageError(folder, "full")

    keeper = Keeper(desk, desk)
    with monkeypatch.context() as patched:
        patched.setattr("mfd_desktop.vault.backup.make_backup", refuse)
        keeper.look()
        settled(qtbot, desk)
    assert status(session).problem == "full"
    keeper.look()
    settled(qtbot, desk)
    assert status(session).state == "fine"


def test_before_the_end_what_changed_is_backed_up(
    window: MainWindow, desk: Desk, session: Session, folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    back_up_before_end(desk, window)
    settled(qtbot, desk)
    assert status(session).proven == clock.now()
    assert window.isEnabled()
    back_up_before_end(desk, window)
    assert not desk.jobs.busy


def test_one_that_was_asked_to_stop_is_waited_for(
    window: MainWindow, desk: Desk, session: Session, folder: Path, qtbot: QtBot
) -> None:
    session.vault.backing_up.acquire()
    QTimer.singleShot(150, desk, session.vault.backing_up.release)
    back_up_before_end(desk, window)
    settled(qtbot, desk)
    assert status(session).state == "fine"


def test_a_long_backup_at_the_end_is_shown_and_can_be_given_up(
    window: MainWindow, desk: Desk, folder: Path, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_session: Session, *, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        progress(0.4)
        while not cancelled():
            time.sleep(0.01)

    def give_up() -> None:
        (sheet,) = window.findChildren(EndSheet)
        if not sheet.isVisible() or sheet.bar.value() != 40:
            QTimer.singleShot(20, desk, give_up)
            return
        assert sheet.close_button.isEnabled()
        assert any("gesichert" in label.text() for label in sheet.findChildren(QLabel))
        sheet.close_button.click()

    monkeypatch.setattr("mfd_desktop.app.backing_up.back_up", slow)
    monkeypatch.setattr(backing_up, "SHOW_MS", 1)
    QTimer.singleShot(20, desk, give_up)
    back_up_before_end(desk, window)
    settled(qtbot, desk)
    assert window.isEnabled()
    assert status(session).state == "never"
    qtbot.waitUntil(lambda: not window.findChildren(EndSheet))


def test_locking_backs_up_briefly(
    window: MainWindow, desk: Desk, session: Session, folder: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    back_up_briefly(desk, seconds=20)
    settled(qtbot, desk)
    assert status(session).proven == clock.now()
    back_up_briefly(desk)
    assert not desk.jobs.busy


def test_locking_is_not_held_up_by_a_backup(
    window: MainWindow, desk: Desk, folder: Path, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_session: Session, *, cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            time.sleep(0.01)

    monkeypatch.setattr("mfd_desktop.app.backing_up.back_up", slow)
    begin = time.monotonic()
    back_up_briefly(desk, seconds=0.05)
    assert time.monotonic() - begin < 2
    settled(qtbot, desk)
    assert status(session).state == "never"
