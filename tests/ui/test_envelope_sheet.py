"""Notfallumschlag and Protokoll through the real windows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import keys
from mfd_desktop.app.journal import note
from mfd_desktop.app.session import Session
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.envelope_sheet import EnvelopeSheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.journal import JournalScreen
from mfd_desktop.ui.screens.today import TodayScreen


@pytest.fixture
def window(
    session: Session, people: dict[str, Any], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
) -> MainWindow:  # fmt: skip
    assert people
    return make_window(make_desk(session))


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy)
    QApplication.processEvents()


def test_from_keepers_to_rehearsal(
    window: MainWindow, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[keys.Share] = []
    making = keys.make_recovery

    def make(of: Session, names: tuple[str, str, str]) -> tuple[keys.Share, keys.Share, keys.Share]:
        shares = making(of, names)
        made.extend(shares)
        return shares

    monkeypatch.setattr(keys, "make_recovery", make)
    window.show_place(Place("today"))
    today = window.findChild(TodayScreen)
    assert "Notfallblätter" in today.envelope.banner.text()
    today.envelope.banner.action_requested.emit()
    sheet = today.findChild(EnvelopeSheet)
    assert sheet.step == "keepers"
    sheet.keepers[1].set_raw("Karl Erfunden")
    sheet.accept()
    settle(qtbot, window)
    assert sheet.step == "print"
    assert sheet.preview.page_count == 3
    assert keys.recovery_state(session).stage == keys.MADE
    sheet.save(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    sheet.accept()
    assert sheet.step == "rehearse"
    assert sheet.preview.page_count == 0
    sheet.first.words.set_raw(" ".join(made[0].words))
    sheet.second.words.set_raw(" ".join(made[0].words))
    sheet.accept()
    settle(qtbot, window)
    assert sheet.step == "rehearse"
    assert sheet.said.text()
    sheet.second.words.set_raw(" ".join(word[:4] for word in made[2].words))
    sheet.accept()
    settle(qtbot, window)
    assert sheet.step == "done"
    assert sheet.first.words.raw() == ""
    sheet.reject()
    assert today.envelope.banner.text() == ""
    assert made[1].holder == "Karl Erfunden"


def test_leaving_half_way_never_pretends_that_the_envelope_is_there(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.show_place(Place("today"))
    today = window.findChild(TodayScreen)
    sheet = EnvelopeSheet(window.desk, today)
    sheet.open()
    sheet.accept()
    settle(qtbot, window)
    sheet.reject()
    today.envelope.refresh()
    assert "nicht gedruckt" in today.envelope.banner.text()
    again = EnvelopeSheet(window.desk, today)
    assert again.step == "keepers"
    again.deleteLater()
    sheet.deleteLater()


def test_the_log_is_filtered_and_shows_case_numbers(
    window: MainWindow, session: Session, people: dict[str, Any], tmp_path: Path
) -> None:
    note(session, Event.PRINT, "G14", people["amal"].client_id)
    note(session, Event.EXPORT, "log")
    window.show_place(Place("journal"))
    screen = window.findChild(JournalScreen)
    assert [entry.event for entry in screen.shown()][:2] == [Event.EXPORT, Event.PRINT]
    printed = screen.shown()[1]
    assert screen._person(printed).startswith(people["amal"].number)  # noqa: SLF001 - a column of the table
    assert "Testperson" not in screen._person(printed)  # noqa: SLF001 - names are hidden until F9
    screen.kind.set_raw("print")
    screen.kind.edited.emit()
    assert [entry.event for entry in screen.shown()] == [Event.PRINT]
    screen.since.set_raw("1.1.2028")
    screen.since.edited.emit()
    assert screen.shown() == []
    screen.since.set_raw("")
    screen.save(tmp_path / "log.pdf")
    assert (tmp_path / "log.pdf").exists()
    assert "unversehrt" in screen.chain.text()


def test_a_broken_chain_is_said_with_its_place_here_and_on_heute(window: MainWindow, session: Session) -> None:
    for _ in range(3):
        note(session, Event.EXPORT, "log")
    with session.vault.write() as db:
        db.execute("UPDATE log_entry SET detail = 'x' WHERE position = 2")
    window.show_place(Place("journal"))
    assert "Eintrag 2" in window.findChild(JournalScreen).chain.text()
    window.show_place(Place("today"))
    assert "Eintrag 2" in window.findChild(TodayScreen).envelope.chain.text()


def test_the_vault_is_handed_over_and_leads_to_new_sheets(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    from mfd_desktop.app.settings import read_office
    from mfd_desktop.ui.succession_sheet import SuccessionSheet

    window.show_place(Place("today"))
    sheet = SuccessionSheet(window.desk, window)
    sheet.open()
    sheet.accept()
    assert sheet.successor_field.error()
    sheet.successor.set_raw("Karl Erfunden")
    sheet.current.set_raw("nur fuer diesen Test")
    sheet.entry.first.set_raw("Nachfolge-Probe-2026")
    sheet.entry.second.set_raw("Nachfolge-Probe-2026")
    sheet.accept()
    settle(qtbot, window)
    office = read_office(session)
    assert office is not None
    assert office.counsellor == "Karl Erfunden"
    assert sheet.protocol_button.isVisible()
    assert sheet.current.raw() == ""
    sheet.close_button.click()
    envelope = window.findChild(EnvelopeSheet)
    assert envelope.step == "keepers"
    assert envelope.keepers[0].raw() == "Karl Erfunden"
    envelope.reject()
    sheet.deleteLater()
