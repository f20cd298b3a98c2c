"""kill -9 while a period is reported: it is frozen and waits in the outbox, or nothing of it happened."""

import functools
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfd_desktop.app import periods
from mfd_desktop.app.contributing import period_state, submit
from mfd_desktop.app.delivering import deliver_outbox
from mfd_desktop.app.network import create_network, join_network, look_at_network
from mfd_desktop.app.session import create_session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Office
from mfd_desktop.exchange import envelope
from mfd_desktop.vault import slots
from mfd_desktop.vault.keys import FLOOR_COST

pytestmark = pytest.mark.crash

PASSPHRASE = "Probe-Tresor-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
Q3 = Period(2026, "Q", 3)
WORK = """
import os, signal, sys
from pathlib import Path
from datetime import UTC, datetime
from mfd_desktop.app import contributing, periods
from mfd_desktop.app.session import open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.periods import Period
from mfd_desktop.files import shared
def die(*_given, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
clock = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
session = open_session(Path(sys.argv[1]), "Probe-Tresor-2026", clock=clock)
if sys.argv[2] == "before":
    contributing.store.put_in_outbox = die
elif sys.argv[2] == "after":
    contributing.deliver_outbox = die
else:
    # The file is there under its temporary name only.
    shared._rename = die
contributing.submit(session, Period(2026, "Q", 3))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "shared"
    found.mkdir()
    return found


@pytest.fixture
def vault(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that has joined, closed."""
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))
    office = Office("MFD Musterstadt", "Muster", "DSGVO", "07315")
    coordinator = create_session(tmp_path / "co", PASSPHRASE, office, clock=CLOCK, cost=FLOOR_COST)
    create_network(coordinator, folder, "Verbund", "Koordination")
    coordinator.close()
    desk = create_session(tmp_path / "desk", PASSPHRASE, office, clock=CLOCK, cost=FLOOR_COST)
    join_network(desk, look_at_network(folder))
    deliver_outbox(desk)
    desk.close()
    return tmp_path / "desk"


def kill(vault: Path, moment: str) -> None:
    source = Path(__file__).resolve().parents[2] / "src"
    environment = {**os.environ, "PYTHONPATH": str(source)}
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(vault), moment], env=environment, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def contributions(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("contributions/**/*") if path.is_file())


@pytest.mark.parametrize("moment", ["after", "middle"])
def test_after_freezing_the_contribution_waits_and_is_delivered_at_the_next_start(
    vault: Path, folder: Path, moment: str
) -> None:
    kill(vault, moment)
    session = open_session(vault, PASSPHRASE, clock=CLOCK)
    assert period_state(session, Q3).state == "waiting"
    frozen = periods.frozen(session, Q3)
    assert frozen is not None
    deliver_outbox(session)
    assert period_state(session, Q3).state == "delivered"
    session.close()
    (path,) = contributions(folder)
    assert envelope.hash_of(path.read_bytes()) == frozen.hash
    assert envelope.read_contribution(path.read_bytes()).body.header.sequence == frozen.sequence == 1


def test_before_the_transaction_ends_nothing_has_happened(vault: Path, folder: Path) -> None:
    kill(vault, "before")
    session = open_session(vault, PASSPHRASE, clock=CLOCK)
    assert period_state(session, Q3).state == "none"
    assert periods.frozen(session, Q3) is None
    submit(session, Q3)
    assert period_state(session, Q3).state == "delivered"
    session.close()
    assert len(contributions(folder)) == 1
