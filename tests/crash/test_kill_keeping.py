"""kill -9 at random moments while backing up, restoring, erasing, handing over and migrating."""

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.app import attachments, casework, colleagues, erasing, taking_over
from mfd_desktop.app.backing_up import back_up_to
from mfd_desktop.app.session import Session, create_session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.records import Office
from mfd_desktop.vault.attachments import sweep, verify_attachments
from mfd_desktop.vault.backup_format import by_passphrase, find_place, list_states, read_state
from mfd_desktop.vault.backup_proof import verify_state
from mfd_desktop.vault.journal import broken_at
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
OLDEST = Path(__file__).resolve().parents[1] / "data" / "vault-schema-1"
ROUNDS_PER_VAULT = 20

pytestmark = [pytest.mark.crash, pytest.mark.proof, pytest.mark.slow, pytest.mark.timeout(1800)]
Lines = list[list[str]]


@pytest.fixture
def rounds(
    worker: Any, vaults: Path, full_counts: bool, record_figures: Callable[..., None], proven: Any
) -> Callable[..., None]:
    """Return a function that lets the worker do something, kills it, and has the rest looked at."""

    def killing(
        command: str, claim: str, template: Path, most_lines: int, check: Callable[[Path, Lines], None], done: str
    ) -> None:
        count = 120 if full_counts else 2
        chance, finished = random.Random(command), 0
        for number in range(count):
            folder = vaults / f"{command}-{number // ROUNDS_PER_VAULT}"
            if number % ROUNDS_PER_VAULT == 0:
                shutil.copytree(template, folder)
            wanted, seconds = chance.randrange(1, most_lines), chance.uniform(0, 0.1)
            lines, _killed = worker.kill_after(f"{command} {folder} {number}", wanted, seconds)
            finished += sum(line[0] == done for line in lines)
            check(folder, lines)
            if number % ROUNDS_PER_VAULT == ROUNDS_PER_VAULT - 1:
                for path in vaults.glob(f"{folder.name}*"):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        assert finished >= count // 3 or not full_counts, "the worker hardly did anything"
        record_figures(f"kill: {command}", runs=count, finished=finished, lost=0)
        proven(claim, count, 0, f"{finished:,} finished before the kill")

    return killing


def looked_at(folder: Path) -> Session:
    """Open a vault that must be whole: every page, the log, every document, no file without its row."""
    session = open_session(folder, PASSPHRASE, clock=CLOCK)
    verify(session.vault)
    sweep(session.vault)
    read, damaged = verify_attachments(session.vault)
    with session.vault.read() as db:
        broken = broken_at(db)
    files = len(list((folder / "attachments").glob("*")))
    if (damaged, broken, files) != ((), None, read):
        session.close()
        pytest.fail(f"documents: {read}, damaged: {damaged}, files: {files}, log broken at: {broken}")
    return session


def ids(session: Session, table: str) -> set[str]:
    with session.vault.read() as db:
        return {found for (found,) in db.execute(f"SELECT id FROM {table}")}


def kept(session: Session, lines: Lines) -> None:
    """Everything acknowledged is there."""
    for kind, table in (("client", "client"), ("contact", "contact"), ("attachment", "attachment")):
        assert {line[1] for line in lines if line[0] == kind} <= ids(session, table)


def test_kill_while_backing_up(rounds: Callable[..., None], vaults: Path) -> None:
    seen: dict[Path, set[str]] = {}

    def check(folder: Path, lines: Lines) -> None:
        session = looked_at(folder)
        kept(session, lines)
        session.close()
        told = seen.setdefault(folder, set()) | {line[1] for line in lines if line[0] == "backup"}
        seen[folder] = told
        place_folder = folder.with_name(f"{folder.name}-backup")
        if not told:
            return
        place = find_place(place_folder)
        states = list_states(place)
        # Of one day the newest stays; whatever is named like a state is whole.
        assert states
        assert states[0].commits >= max(int(name.rpartition("-")[2]) for name in told)
        for state in states:
            verify_state(read_state(place, state, by_passphrase(PASSPHRASE)))

    rounds("backup", "kill -9 while backing up", vaults / "template", 12, check, "backup")


def test_kill_while_restoring(rounds: Callable[..., None], vaults: Path) -> None:
    source = vaults / "full"
    shutil.copytree(vaults / "template", source)
    session = open_session(source, PASSPHRASE, clock=CLOCK)
    for number in range(3):
        _saved, case_id = casework.create_client(session, {"family_name": f"Probe-{number}"}, case={})
        attachments.add_bytes(session, case_id, "probe.txt", random.Random(number).randbytes(300_000))
    back_up_to(session, vaults / "place")
    session.close()

    def check(folder: Path, lines: Lines) -> None:
        told = {line[1] for line in lines if line[0] == "restored"}
        found = {path.name: path for path in vaults.glob(f"{folder.name}-new-*") if not path.name.endswith(".part")}
        assert told <= found.keys()
        for path in found.values():
            restored = looked_at(path)
            assert len(ids(restored, "attachment")) == 3
            restored.close()
            shutil.rmtree(path)

    rounds("restore", "kill -9 while restoring", source, 5, check, "restored")


def test_kill_while_erasing(rounds: Callable[..., None], vaults: Path) -> None:
    def check(folder: Path, lines: Lines) -> None:
        session = open_session(folder, PASSPHRASE, clock=CLOCK)
        erasing.finish_erasing(session)
        assert not erasing.to_finish(session)
        session.close()
        session = looked_at(folder)
        begun = {line[1] for line in lines if line[0] == "erasing"}
        erased = {line[1] for line in lines if line[0] == "erased"}
        there = ids(session, "client")
        assert not erased & there
        assert {line[1] for line in lines if line[0] == "client"} - begun <= there
        session.close()

    rounds("erase", "kill -9 while erasing a person", vaults / "template", 22, check, "erased")


def test_kill_while_handing_over(rounds: Callable[..., None], vaults: Path) -> None:
    office = Office("MFD Probe", "Träger", "DSGVO", "07315")
    here = create_session(vaults / "here", PASSPHRASE, office, clock=CLOCK, cost=FLOOR_COST)
    there = create_session(vaults / "there", PASSPHRASE, office, clock=CLOCK, cost=FLOOR_COST)
    colleagues.write_desk_file(there, vaults / "desk")
    colleagues.add_colleague(here, colleagues.look_at_desk_file(vaults / "desk", CLOCK.now()))
    here.close()

    def check(folder: Path, lines: Lines) -> None:
        session = looked_at(folder)
        kept(session, lines)
        with session.vault.read() as db:
            recorded = {case_id for (case_id,) in db.execute("SELECT case_id FROM handover")}
        session.close()
        told = {line[1]: line[2] for line in lines if line[0] == "handed"}
        assert set(told.values()) <= recorded
        packages = {path.name: path for path in vaults.glob(f"{folder.name}-out-*.mfdcase")}
        assert told.keys() <= packages.keys()
        for path in packages.values():
            assert len(taking_over.look_at_package(there, path).rows["contact"]) == 1
            path.unlink()

    rounds("hand", "kill -9 while handing a case over", vaults / "here", 10, check, "handed")
    there.close()


def test_kill_while_migrating(rounds: Callable[..., None], vaults: Path) -> None:
    source = vaults / "schema-1"
    shutil.copytree(OLDEST, source)
    session = open_session(Path(shutil.copytree(OLDEST, vaults / "migrated")), PASSPHRASE, clock=CLOCK)
    expected = {table: ids(session, table) for table in ("client", "contact", "appointment", "case_file", "follow_up")}
    session.close()

    def check(folder: Path, lines: Lines) -> None:
        copied = [line[1] for line in lines if line[0] == "copied"]
        for name in copied:
            migrated = open_session(vaults / name, PASSPHRASE, clock=CLOCK)
            verify(migrated.vault)
            assert {table: ids(migrated, table) for table in expected} == expected
            migrated.close()
        for path in vaults.glob(f"{folder.name}-*"):
            shutil.rmtree(path)

    assert all(expected.values())
    rounds("migrate", "kill -9 while a vault gets a newer schema", source, 7, check, "migrated")


def test_the_look_finds_a_torn_document(vaults: Path) -> None:
    session = open_session(Path(shutil.copytree(vaults / "template", vaults / "torn")), PASSPHRASE, clock=CLOCK)
    _saved, case_id = casework.create_client(session, {"family_name": "Probe"}, case={})
    attachments.add_bytes(session, case_id, "probe.txt", b"x" * 3000)
    session.close()
    (document,) = (vaults / "torn" / "attachments").iterdir()
    document.write_bytes(document.read_bytes()[:-1])
    with pytest.raises(pytest.fail.Exception, match="documents: 1"):
        looked_at(vaults / "torn")
