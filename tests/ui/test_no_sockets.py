"""No socket of the internet is ever opened: start, unlock, every screen, the print dialogue, lock."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from mfd_desktop.app.casework import create_client
from mfd_desktop.app.guided import begin
from mfd_desktop.app.letters import begin_letter, finish_letter, save_letter
from mfd_desktop.app.session import create_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.records import Office
from mfd_desktop.ui.screens import ENTRIES
from mfd_desktop.vault.keys import FLOOR_COST

if TYPE_CHECKING:
    import fake_bus as fake
    import program_driver as driver
else:

    def _load(name: str) -> object:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    fake, driver = _load("fake_bus"), _load("program_driver")

OFFICE = Office("Dienststelle Musterburg", "Musterträger e. V.", "DSGVO", "07315")
INTERNET = re.compile(r"AF_INET6?\b")
PRINT = """
from PySide6.QtPrintSupport import QAbstractPrintDialog
def is_printing():
    return any(w.isVisible() and isinstance(w, QAbstractPrintDialog) for w in app.topLevelWidgets())
"""


def _internet(trace: str) -> list[str]:
    return [line for line in trace.splitlines() if INTERNET.search(line)]


@pytest.mark.crash
@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_whole_tour_opens_no_internet_socket(tmp_path: Path, qtbot: QtBot) -> None:
    vault, home, trace = tmp_path / "vault", tmp_path / "home", tmp_path / "trace"
    session = create_session(vault, driver.PASSPHRASE, OFFICE, clock=SystemClock(), cost=FLOOR_COST)
    _saved, case_id = create_client(session, {"family_name": "Muster"}, case={})
    letter = begin_letter(session, case_id, "G00", texts={"to": "client", "subject": "Probe", "body": "Guten Tag"})
    save_letter(session, letter, {"birth_date": "", "address": "Musterweg 1"})
    finish_letter(session, letter)
    records = {"case": case_id, "guided": begin(session, case_id, "first_interview"), "letter": letter}
    session.close()
    home.mkdir()
    strace = ("strace", "-f", "-qq", "-e", "trace=socket", "-o", str(trace))
    bus = fake.FakeBus(tmp_path) if shutil.which("dbus-daemon") else None
    # A bus that could be reached over the internet is left out.
    address = f"tcp:host=127.0.0.1,port=9;{bus.address}" if bus else "tcp:host=127.0.0.1,port=9"
    buses = {"DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
    child = driver.Child(vault, home, tmp_path / "driver", before=strace, extra=buses)
    try:
        child.unlock()
        if bus is not None:
            qtbot.waitUntil(lambda: bool(bus.waits))
        for entry in ENTRIES:
            if entry.name in records:
                child.do(f"show({entry.name!r}, record_id={records[entry.name]!r})")
            else:
                child.do(f"show({entry.name!r})")
            assert child.eval("place()")[0] == entry.name
        child.do(PRINT)
        _print_from(child, f"show('letter', record_id={letter!r})")
        child.do("app.activeModalWidget().reject()")
        child.until("not is_printing()")
        _print_from(child, "show('calendar')")
        child.lock()
        child.until("kind() == 'UnlockWindow'")
    finally:
        child.close()
        if bus is not None:
            bus.close()
    seen = trace.read_text(encoding="utf-8")
    assert "AF_UNIX" in seen, "strace must have seen the program's own sockets"
    assert _internet(seen) == []


def _print_from(child: driver.Child, screen: str) -> None:
    child.do(f"{screen}\nwindow().activateWindow()")
    child.until("window().isActiveWindow() and app.focusWidget() is not None")
    child.do("later(lambda: press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier))")
    child.until("is_printing() and app.activeModalWidget() is not None")


def test_the_check_finds_an_internet_socket() -> None:
    line = "12 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3"
    assert _internet(line) == [line]
    assert _internet("12 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 3")
    assert not _internet("12 socket(AF_UNIX, SOCK_STREAM, 0) = 3\n12 socket(AF_NETLINK, SOCK_RAW, 0) = 3")
