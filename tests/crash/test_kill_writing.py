"""kill -9 while a step of a guided form is stored or a letter is frozen: all of it is there afterwards, or nothing."""

import functools
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfd_desktop.app import casework, guided, letters
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office
from mfd_desktop.vault import slots
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.verifying import verify

pytestmark = pytest.mark.crash

PASSPHRASE = "Probe-Tresor-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
ANSWERS = {"status": "S002", "topics": "T05.3 T10", "procedure_kind": "withdrawal", "step_1": "Bescheid bringen"}
WORK = (
    f"ANSWERS = {ANSWERS!r}"
    """
import os, signal, sys
from pathlib import Path
from datetime import UTC, datetime
from mfd_desktop.app import guided, letters
from mfd_desktop.app.session import open_session
from mfd_desktop.domain.clock import FixedClock
clock = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
session = open_session(Path(sys.argv[1]), "Probe-Tresor-2026", clock=clock)
left = int(sys.argv[4])
def watch(frame, event, _argument):
    global left
    if event == "call" and "/vault/" in frame.f_code.co_filename.replace(os.sep, "/"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(watch)
if sys.argv[2] == "form":
    guided.save(session, sys.argv[3], ANSWERS)
else:
    letters.finish_letter(session, sys.argv[3])
sys.setprofile(None)
print("done", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, RecordId, RecordId]:
    """A closed vault with a form just begun and a letter ready to be made final."""
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))
    office = Office("MFD Musterstadt", "Muster", "DSGVO", "07315")
    session = create_session(tmp_path / "vault", PASSPHRASE, office, clock=CLOCK, cost=FLOOR_COST)
    _saved, case_id = casework.create_client(session, {"family_name": "Probe"}, case={})
    form = guided.begin(session, case_id, "first_interview")
    letter = letters.begin_letter(session, case_id, "G00", texts={"to": "client", "subject": "Probe", "body": "Text"})
    letters.save_letter(session, letter, {"birth_date": "", "address": "Musterweg 1"})
    session.close()
    return tmp_path / "vault", form, letter


def kill(folder: Path, what: str, record: RecordId, calls: int) -> bool:
    """Kill after so many calls into the vault; return whether the change had been acknowledged before."""
    source = Path(__file__).resolve().parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(folder), what, record, str(calls)],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    return done.stdout == b"done\n"


def answers(session: Session, form: RecordId) -> dict[str, str]:
    texts = guided.read(session, form).raws
    return {name: texts.get(name, "") for name in ANSWERS}


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_a_step_is_stored_as_a_whole_or_not_at_all(vault: tuple[Path, RecordId, RecordId], full_counts: bool) -> None:
    folder, form, _letter = vault
    session = open_session(folder, PASSPHRASE, clock=CLOCK)
    before = answers(session, form)
    session.close()
    for calls in (*range(1, 120, 2 if full_counts else 24), 100_000):
        told = kill(folder, "form", form, calls)
        session = open_session(folder, PASSPHRASE, clock=CLOCK)
        found = answers(session, form)
        verify(session.vault)
        session.close()
        assert found == ANSWERS or (found == before and not told), calls
    assert told


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_a_letter_is_final_with_its_pages_or_still_a_draft(
    vault: tuple[Path, RecordId, RecordId], full_counts: bool
) -> None:
    folder, _form, letter = vault
    for calls in (*range(1, 120, 2 if full_counts else 24), 100_000):
        told = kill(folder, "letter", letter, calls)
        session = open_session(folder, PASSPHRASE, clock=CLOCK)
        found = letters.read_letter(session, letter)
        if found.final:
            assert letters.pages(session, letter).startswith(b"%PDF")
            assert found.number
        verify(session.vault)
        session.close()
        assert found.final or not told
        if found.final:
            break
    assert found.final
