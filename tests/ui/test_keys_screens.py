"""Passphrase and keys: changed in the settings, opened with two sheets, and what is told at the next unlock."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mfd_desktop.app import keys, passphrases, recovering
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import WrongPassphrase
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.notice_sheet import NoticeSheet, show_notices
from mfd_desktop.ui.passphrase_sheet import PassphraseSheet
from mfd_desktop.ui.recovery_sheet import RecoverySheet
from mfd_desktop.ui.screens.settings import SettingsScreen
from mfd_desktop.ui.unlock import UnlockWindow
from mfd_desktop.vault.keys import FLOOR_COST

OLD, NEW = "nur fuer diesen Test", "Ein neues Probe-Passwort"
HOLDERS = ("Beraterin Probe", "Stellvertretung Probe", "Träger Probe")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: FLOOR_COST)


@pytest.fixture
def settings(window: MainWindow) -> SettingsScreen:
    window.show_place(Place("settings", detail={"card": "keys"}))
    return window.findChild(SettingsScreen)


def _open(qtbot: QtBot, settings: SettingsScreen) -> PassphraseSheet:
    settings.keys.change_button.click()
    sheet: PassphraseSheet = settings.window().findChild(PassphraseSheet)
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


def _fill(sheet: PassphraseSheet, current: str, new: str, again: str, known: str) -> None:
    sheet.current.set_raw(current)
    sheet.entry.first.set_raw(new)
    sheet.entry.second.set_raw(again)
    if known:
        sheet.known.buttons[known].click()


def _close(sheet: Sheet) -> None:
    sheet.reject()
    QApplication.sendPostedEvents(sheet, QEvent.Type.DeferredDelete)


def words(share: keys.Share) -> str:
    return " ".join(share.words)


def test_what_is_missing_or_wrong_is_said_beside_the_entry(settings: SettingsScreen, qtbot: QtBot) -> None:
    sheet = _open(qtbot, settings)
    sheet.accept()
    assert sheet.current_field.error()
    assert sheet.known_field.error(), "the question has to be answered"
    _fill(sheet, OLD, "kurz", "kurz", "no")
    sheet.accept()
    assert sheet.entry.field.error()
    _fill(sheet, OLD, NEW, NEW + "x", "no")
    sheet.accept()
    assert sheet.entry.again.error()
    _fill(sheet, "falsches Passwort", NEW, NEW, "no")
    sheet.accept()
    qtbot.waitUntil(lambda: bool(sheet.current_field.error()))
    assert sheet.isVisible()
    _close(sheet)


@pytest.mark.parametrize("known", ["no", "yes"])
def test_the_passphrase_is_changed(
    settings: SettingsScreen, session: Session, clock: FixedClock, qtbot: QtBot, known: str
) -> None:
    keys.make_recovery(session, HOLDERS)
    sheet = _open(qtbot, settings)
    _fill(sheet, OLD, NEW, NEW, known)
    assert bool(sheet.meaning.text()) is (known == "yes")
    with qtbot.waitSignal(sheet.changed) as told:
        sheet.accept()
    assert told.args == [known == "yes"]
    assert sheet.entry.passphrase() == "", "nothing is left in the entries"
    assert settings.keys.result.text()
    notice = settings.window().findChild(NoticeSheet)
    assert (notice is not None) is (known == "yes"), "new sheets are asked for at once"
    if notice is not None:
        _close(notice)
    session.close()
    with pytest.raises(WrongPassphrase):
        open_session(session.folder, OLD, clock=clock)
    open_session(session.folder, NEW, clock=clock).close()


def test_a_suggestion_is_in_sight_and_typed_once_more(settings: SettingsScreen, qtbot: QtBot) -> None:
    sheet = _open(qtbot, settings)
    sheet.entry.suggest.click()
    assert len(sheet.entry.passphrase().split()) == 5
    assert sheet.entry.first.line.echoMode() == sheet.entry.first.line.EchoMode.Normal
    assert sheet.entry.second.input_widget().hasFocus()
    assert "Gut" in sheet.entry.meter.said()
    sheet.entry.first.set_raw("passwort")
    qtbot.waitUntil(lambda: "Schwach" in sheet.entry.meter.said())
    _close(sheet)


def test_the_stand_in_is_shown_and_removed(
    window: MainWindow, session: Session, clock: FixedClock, make_desk: Callable[[Session], Desk], qtbot: QtBot,
    make_window: Callable[[Desk], MainWindow],
) -> None:  # fmt: skip
    first, second, _third = keys.make_recovery(session, HOLDERS)
    window.hide()
    session.close()
    recovering.recover(session.folder, words(first), words(second), "stand_in", NEW, clock=clock).close()
    again = open_session(session.folder, OLD, clock=clock)
    shown = make_window(make_desk(again))
    show_notices(shown.desk, shown)
    notice = shown.findChild(NoticeSheet)
    qtbot.waitUntil(notice.isVisible)
    notice.reject()
    assert len(passphrases.open_notices(again)) == 1, "put off is not read"
    notice.settings_button.click()
    assert passphrases.open_notices(again) == ()
    settings = shown.findChild(SettingsScreen)
    rows = settings.keys.ways.rows()
    assert [(row.key, bool(row.button)) for row in rows] == [
        ("passphrase", False), ("stand_in", True), ("recovery", False),
    ]  # fmt: skip
    settings.keys.ways.button_clicked.emit("stand_in")
    assert [row.key for row in settings.keys.ways.rows()] == ["passphrase", "recovery"]
    again.close()


@pytest.fixture
def locked(session: Session) -> tuple[Path, tuple[keys.Share, ...]]:
    shares = keys.make_recovery(session, HOLDERS)
    session.close()
    return session.folder, shares


def test_two_sheets_open_the_vault_from_the_unlock_window(
    locked: tuple[Path, tuple[keys.Share, ...]], clock: FixedClock, show_alone: Callable[..., None], qtbot: QtBot
) -> None:
    folder, shares = locked
    jobs, unlock = Jobs(), UnlockWindow(folder)
    show_alone(unlock)
    asked: list[RecoverySheet] = []
    unlock.recovery_asked.connect(lambda: asked.append(RecoverySheet(unlock, folder, clock, jobs)))
    next(button for button in unlock.findChildren(QPushButton) if "Vertretung" in button.text()).click()
    sheet = asked[0]
    sheet.open()
    sheet.first.words.text.setPlainText(words(shares[0]))
    sheet.second.words.text.setPlainText(words(shares[2]))
    sheet.accept()
    sheet.why.buttons["stand_in"].click()
    assert sheet.meaning.isVisible()
    sheet.entry.first.set_raw(NEW)
    sheet.entry.second.set_raw(NEW)
    with qtbot.waitSignal(sheet.recovered) as opened:
        sheet.accept()
    session: Session = opened.args[0]
    assert session.vault.opened_by == "recovery"
    assert sheet.first.words.raw() == sheet.entry.passphrase() == "", "nothing is left in the entries"
    session.close()
    jobs.close()


def test_every_wrong_word_is_named_and_nothing_else_is_asked(
    locked: tuple[Path, tuple[keys.Share, ...]], clock: FixedClock, tmp_path: Path, show_alone: Callable[..., None]
) -> None:
    folder, shares = locked
    jobs = Jobs()
    unlock = UnlockWindow(folder)
    show_alone(unlock)
    sheet = RecoverySheet(unlock, folder, clock, jobs)
    sheet.open()
    sheet.first.words.text.setPlainText("legs spew acadmic ")
    assert "acadmic" in sheet.first.error()
    assert "academic" in sheet.first.error()
    sheet.first.words.text.setPlainText(words(shares[0]))
    assert not sheet.first.error()
    sheet.second.words.text.setPlainText(" ".join(shares[1].words[:19]))
    sheet.accept()
    assert "19" in sheet.second.error()
    sheet.second.words.text.setPlainText(words(shares[0]).upper())
    sheet.accept()
    assert sheet.refusal.text()
    assert not sheet.entry.isVisible()
    sheet.second.words.text.setPlainText(words(shares[1]))
    sheet.accept()
    assert sheet.entry.isVisible()
    assert not sheet.first.isVisible()
    sheet.accept()
    assert sheet.why_field.error()
    _close(sheet)
    jobs.close()
