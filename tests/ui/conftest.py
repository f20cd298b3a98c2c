"""A vault with a few visibly fictitious people, a desk and a main window, all real, for the tests of the screens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.app.casework import create_client, save_contact_way, save_residence_status
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.fonts import load_fonts
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.messages import Messages
from mfd_desktop.ui.sealing import Sealer
from mfd_desktop.ui.theme import Scheme, apply_theme
from mfd_desktop.vault.keys import FLOOR_COST

PASSPHRASE = "nur fuer diesen Test"
OFFICE = Office(name="Dienststelle Musterburg", carrier="Musterträger e. V.", regime="DSGVO", district="07315")
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """A client of the fixture with the case opened for her."""

    client_id: RecordId
    case_id: RecordId
    number: str


@pytest.fixture
def clock() -> FixedClock:
    """Monday, 23 November 2026, noon in Germany."""
    return FixedClock(NOON)


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    """A new, empty vault of Dienststelle Musterburg, unlocked."""
    opened = create_session(tmp_path / "vault", PASSPHRASE, OFFICE, clock=clock, cost=FLOOR_COST)
    yield opened
    opened.close()


@pytest.fixture
def reopen(clock: FixedClock) -> Iterator[Callable[[Session], Session]]:
    """Close a vault and unlock it again, as after locking."""
    opened: list[Session] = []

    def again(before: Session) -> Session:
        before.close()
        opened.append(open_session(before.folder, PASSPHRASE, clock=clock))
        return opened[-1]

    yield again
    for session in opened:
        session.close()


@pytest.fixture
def people(session: Session) -> dict[str, Person]:
    """Four fictitious clients with a case each: amal, ivan, eva (closed) and samir."""
    made = {
        "amal": _client(session, "Testperson", "Amal", "14.03.1990", "ar", opened="02.11.2026", status="S002"),
        "ivan": _client(session, "Probe", "Ivan", "01.02.1985", "uk", opened="10.01.2026", status="S015"),
        "eva": _client(session, "Muster", "Eva", "", "ro", opened="03.03.2025", closed="30.06.2025"),
        "samir": _client(session, "Beispiel", "Samir", "", "fa", opened="16.11.2026", level="CASE_MANAGEMENT"),
    }
    save_contact_way(session, made["amal"].client_id, None, {"kind": "mobile", "value": "0151 2345678"})
    return made


def _client(
    session: Session,
    family_name: str,
    given_name: str,
    birth_date: str,
    language: str,
    *,
    opened: str,
    level: str = "ACCOMPANIMENT",
    status: str = "",
    closed: str = "",
) -> Person:
    from mfd_desktop.app.casework import close_case, read_case

    raws = {"family_name": family_name, "given_name": given_name, "birth_date": birth_date, "languages": language}
    saved, case_id = create_client(session, raws, case={"opened": opened, "level": level})
    if status:
        save_residence_status(session, saved.record_id, None, {"code": status})
    if closed:
        assert not close_case(session, case_id, {"closed": closed, "outcome": "O1"}), "fixture must be valid"
    return Person(saved.record_id, case_id, read_case(session, case_id).number)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the program's fonts and look, which decide whether something has room."""
    load_fonts()
    apply_theme(qapp, Scheme.LIGHT)
    return qapp


@pytest.fixture
def make_desk(tmp_path: Path, dressed: QApplication) -> Iterator[Callable[[Session], Desk]]:
    """Return a function that makes a desk on an open vault."""
    made: list[Jobs] = []

    def make(session: Session) -> Desk:
        made.append(Jobs())
        return Desk(session, made[-1], Messages(), DeviceSettings(tmp_path / "config"))

    yield make
    for jobs in made:
        jobs.close()


@pytest.fixture
def desk(session: Session, make_desk: Callable[[Session], Desk]) -> Desk:
    """The desk on the vault of ``session``."""
    return make_desk(session)


@pytest.fixture
def make_window(qtbot: QtBot) -> Callable[[Desk], MainWindow]:
    """Return a function that shows the main window, active and 1366 × 768, without any screen yet."""

    def make(desk: Desk) -> MainWindow:
        window = MainWindow(desk)
        show_widget(qtbot, window)
        return window

    return make


@pytest.fixture
def window(desk: Desk, make_window: Callable[[Desk], MainWindow]) -> MainWindow:
    """The main window on ``desk``."""
    return make_window(desk)


@pytest.fixture
def sealer(desk: Desk, window: MainWindow) -> Iterator[Sealer]:
    """What seals the unsaved texts of ``window``; what it still had planned ends with the test."""
    made = Sealer(desk, window.place)
    yield made
    desk.form_edited.disconnect()
    for timer in made.findChildren(QTimer):
        timer.stop()


@pytest.fixture
def show_alone(qtbot: QtBot) -> Callable[..., None]:
    """Return a function that shows one widget as an active window."""

    def show(widget: QWidget, width: int = 1366, height: int = 768) -> None:
        show_widget(qtbot, widget, width, height)

    return show


@pytest.fixture
def type_text() -> Callable[[str], None]:
    """Return a function that types into whatever has the focus, as keys of a keyboard do."""

    def type_it(text: str) -> None:
        for letter in text:
            focus = QApplication.focusWidget()
            assert focus is not None, "nothing has the focus"
            if letter.isascii():
                QTest.keyClicks(focus, letter)
                continue
            # QTest knows no keys of other scripts; a keyboard layout sends the letter as the text of the key.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(focus, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    return type_it


@pytest.fixture
def press() -> Callable[..., None]:
    """Return a function that presses one key, with modifiers, in whatever has the focus."""

    def press_it(key: object, *modifiers: object) -> None:
        focus = QApplication.focusWidget() or QApplication.activeWindow()
        assert focus is not None, "no window is active"
        held = modifiers[0] if modifiers else None
        for modifier in modifiers[1:]:
            held = held | modifier  # type: ignore[operator]
        QTest.keyClick(focus, key) if held is None else QTest.keyClick(focus, key, held)  # type: ignore[call-overload]

    return press_it


def show_widget(qtbot: QtBot, widget: QWidget, width: int = 1366, height: int = 768) -> None:
    """Show a widget as an active window, closed after the test."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)
