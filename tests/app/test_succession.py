"""The whole vault goes to a successor: all of it or nothing, and the paper says who."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.app import keys
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.app.settings import read_office
from mfd_desktop.app.succession import Successor, hand_over_vault, letters_to_clients, open_points, protocol
from mfd_desktop.domain.errors import WeakPassphrase, WrongPassphrase
from mfd_desktop.domain.journal import Event

OLD, NEW = "Probe-Tresor-2026", "Nachfolge-Probe-2026"
SUCCESSOR = Successor("Karl Erfunden", "Berater")


def words(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "x.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_keys_and_name_change_together(session: Session) -> None:
    keys.make_recovery(session, ("a", "b", "c"))
    assert hand_over_vault(session, OLD, NEW, SUCCESSOR)
    office = read_office(session)
    assert office is not None
    assert (office.counsellor, office.function) == ("Karl Erfunden", "Berater")
    assert keys.recovery_state(session).stage == keys.NONE
    assert (Event.HAND_OVER, "vault") in [(entry.event, entry.detail) for entry in log_entries(session)]
    folder, clock, lists = session.folder, session.clock, session.lists
    session.close()
    with pytest.raises(WrongPassphrase):
        open_session(folder, OLD, clock=clock, lists=lists)
    again = open_session(folder, NEW, clock=clock, lists=lists)
    found = read_office(again)
    again.close()
    assert found is not None
    assert found.counsellor == "Karl Erfunden"


@pytest.mark.parametrize(
    ("current", "new", "error"), [("falsch falsch", NEW, WrongPassphrase), (OLD, "kurz", WeakPassphrase)]
)
def test_what_is_refused_changes_nothing(session: Session, current: str, new: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        hand_over_vault(session, current, new, SUCCESSOR)
    office = read_office(session)
    assert office is not None
    assert office.counsellor == ""


def test_stopping_in_time_changes_nothing(session: Session) -> None:
    assert not hand_over_vault(session, OLD, NEW, SUCCESSOR, cancelled=lambda: True)
    office = read_office(session)
    assert office is not None
    assert office.counsellor == ""


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_open_cases_with_an_address_get_a_letter_and_the_protocol_names_nobody(
    session: Session, new_case: Callable[..., Any], tmp_path: Path
) -> None:
    new_case("Testperson", "Amal", street="Musterweg 1", postcode="55116", town="Mainz")
    new_case("Probe", "Ivan")
    points = open_points(session)
    assert (points.cases, points.unreachable, points.waiting) == (2, 1, 0)
    hand_over_vault(session, OLD, NEW, SUCCESSOR)
    pdf, count = letters_to_clients(session)
    assert count == 1
    letter = words(pdf, tmp_path)
    assert "Amal Testperson" in letter
    assert "Karl Erfunden" in letter
    assert "Ivan" not in letter
    paper = words(protocol(session, "Petra Erfunden", points), tmp_path)
    assert "Petra Erfunden" in paper
    assert "Testperson" not in paper
