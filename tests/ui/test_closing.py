"""Closing the window on a full medium: said in a sentence, tried again, nothing lost behind anybody's back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mfd_desktop.app import drafts
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.closing import NotSealedSheet, may_close
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.locking import Locker
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.relaunch import GEOMETRY
from mfd_desktop.ui.sealing import Sealer

resource = pytest.importorskip("resource", reason="limits of Linux")
FORM = "client:new"


@contextmanager
def full_medium() -> Iterator[None]:
    """No file may grow any more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def typed(window: MainWindow, desk: Desk, sealer: Sealer, type_text: Callable[[str], None]) -> MainWindow:
    """Something typed that is not sealed yet."""
    window.may_close = lambda: may_close(window, sealer.seal)
    window.show_place(Place("new_client"))
    form = next(found for found in desk.forms if found.key == FORM)
    form.focus_field("family_name")
    type_text("Muster halb")
    return window


def when_asked(press: str, seen: list[str]) -> None:
    """Press a button of the sheet as soon as it is there; remember what it says."""

    def act() -> None:
        sheet = next((found for found in QApplication.topLevelWidgets() if isinstance(found, NotSealedSheet)), None)
        if sheet is None or not sheet.isVisible():
            QTimer.singleShot(10, act)
            return
        seen.extend(label.text() for label in sheet.findChildren(QLabel))
        if press == "Noch einmal versuchen":
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        next(button for button in sheet.findChildren(QPushButton) if button.text() == press).click()

    QTimer.singleShot(0, act)


def test_on_a_full_medium_the_window_stays_open_if_wanted(typed: MainWindow, session: Session, qtbot: QtBot) -> None:
    said: list[str] = []
    with full_medium():
        when_asked("Abbrechen", said)
        assert not typed.close()
    assert typed.isVisible()
    assert any("Datenträger" in text and "ist erhalten" in text for text in said)
    assert any(text.startswith("Zuletzt Getipptes in offenen Feldern") for text in said)
    with qtbot.waitSignal(typed.closed):
        assert typed.close()
    found = drafts.draft(session, FORM)
    assert found is not None
    assert found.values["family_name"] == "Muster halb"


def test_once_there_is_room_again_trying_again_seals_and_closes(
    typed: MainWindow, session: Session, qtbot: QtBot
) -> None:
    with full_medium():
        when_asked("Noch einmal versuchen", [])
        with qtbot.waitSignal(typed.closed):
            assert typed.close()
    found = drafts.draft(session, FORM)
    assert found is not None
    assert found.values["family_name"] == "Muster halb"


def test_it_can_be_closed_all_the_same(typed: MainWindow, session: Session, qtbot: QtBot) -> None:
    with full_medium():
        when_asked("Trotzdem schließen", [])
        with qtbot.waitSignal(typed.closed):
            assert typed.close()
    assert drafts.draft(session, FORM) is None


def test_locking_on_a_full_medium_empties_the_screen_and_asks(
    typed: MainWindow,
    desk: Desk,
    sealer: Sealer,
    session: Session,
    reopen: Callable[[Session], Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(GEOMETRY, "")
    content = typed.centralWidget()
    open_sheet = QDialog(typed)
    open_sheet.open()
    assert open_sheet.isVisible()
    replaced: list[bool] = []
    locker = Locker(desk, sealer, typed, tmp_path, lambda _words: replaced.append(True))
    shown: list[bool] = []
    with full_medium():
        QTimer.singleShot(5, lambda: shown.append(content.isVisible() or open_sheet.isVisible()))
        when_asked("Noch einmal versuchen", [])
        locker.lock()
    typed.may_close = lambda: True
    assert shown == [False]
    assert replaced == [True]
    found = drafts.draft(reopen(session), FORM)
    assert found is not None
    assert found.values["family_name"] == "Muster halb"
