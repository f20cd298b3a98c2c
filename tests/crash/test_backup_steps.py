"""A backup or restore that fails or is killed at any step on the medium: earlier states are whole, nothing half is
taken for whole, and the next one works and leaves no rest.
"""

import errno
import functools
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.errors_backup import BackupDamaged, CopyDiffers
from mfd_desktop.domain.records import Level
from mfd_desktop.vault import slots
from mfd_desktop.vault.backup import choose_place, make_backup
from mfd_desktop.vault.backup_format import by_passphrase, find_place, list_states, read_state
from mfd_desktop.vault.backup_proof import verify_state
from mfd_desktop.vault.backup_restore import restore
from mfd_desktop.vault.cases import add_case
from mfd_desktop.vault.clients import add_client
from mfd_desktop.vault.erasing import erase_client
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.records import Origin, Table, insert, new_id
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir"})
SHORT = "short write"

pytestmark = [pytest.mark.crash, pytest.mark.skipif(os.name == "nt", reason="fork and kill of Linux")]


@dataclass
class Steps:
    """Counts what is done to files below ``root`` and lets the step ``at`` happen as ``how`` says."""

    root: str = ""
    at: int = 0
    how: int | str = 0
    seen: int = 0
    hit: bool = False

    def step(self, path: object, *, writing: bool = False) -> None:
        if not self.root or not isinstance(path, str | bytes | os.PathLike):
            return
        if not os.fsdecode(path).startswith(self.root):
            return
        if self.how == SHORT and not writing:
            return
        self.seen += 1
        if self.seen == self.at:
            self.hit = True
            if self.how == "kill":
                os._exit(9)
            code = errno.EIO if self.how == SHORT else int(self.how)
            raise OSError(code, os.strerror(code))


steps = Steps()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if steps.root and event in EVENTS:
        steps.step(arguments[0])


class _Watched:
    """A file being written: every write is a step, and one cut short leaves half a block."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._file, self._path = file, path

    def write(self, block: bytes) -> int:
        try:
            steps.step(self._path, writing=True)
        except OSError:
            if steps.how == SHORT:
                self._file.write(block[: len(block) // 2])
            raise
        return self._file.write(block)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def __enter__(self) -> "_Watched":
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


@pytest.fixture(scope="module", autouse=True)
def _hooked() -> None:
    sys.addaudithook(_hook)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    true_sync, true_fdopen = os.fsync, os.fdopen

    def name_of(descriptor: int) -> str:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink()) if steps.root else ""

    def syncing(descriptor: int) -> None:
        steps.step(name_of(descriptor))
        true_sync(descriptor)

    def opening(descriptor: int, *arguments: Any, **more: Any) -> Any:
        file = true_fdopen(descriptor, *arguments, **more)
        return _Watched(file, name_of(descriptor)) if steps.root else file

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "fdopen", opening)


@contextmanager
def armed(root: Path, at: int, how: int | str) -> Iterator[None]:
    steps.root, steps.at, steps.how, steps.seen, steps.hit = str(root), at, how, 0, False
    try:
        yield
    finally:
        steps.root = ""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with a backup of yesterday; since then a document came, one went, and somebody was erased."""
    root = tmp_path_factory.mktemp("steps")
    clock = FixedClock(MONDAY)
    vault = Vault.create(root / "vault", PASSPHRASE, clock=clock, cost=FLOOR_COST)
    origin = Origin(clock.now(), "test")

    def put(content: bytes) -> str:
        file = new_id()
        (vault.folder / "attachments").mkdir(exist_ok=True)
        (vault.folder / "attachments" / f"{file}.age").write_bytes(content)
        with vault.write() as db:
            client_id = add_client(db, origin, {"family_name": "Probe", "given_name": "Amal"})
            values = {
                "case_id": add_case(db, origin, client_id, date(2026, 11, 2), Level.ACCOMPANIMENT), "name": "x.pdf",
                "media": "application/pdf", "size": 1, "sha256": "0" * 64, "file": file, "identity": "AGE",
                "sealed_size": len(content), "sealed_sha256": hashlib.sha256(content).hexdigest(),
                "note": "",
            }  # fmt: skip
            insert(db, Table("attachment", tuple(values)), origin, values, {})
        return client_id

    gone = put(b"only yesterday")
    put(secrets.token_bytes(3000))
    place = choose_place(vault, root / "backup")
    make_backup(vault, place)
    make_backup(vault, place)
    clock.moment += timedelta(days=1)
    put(secrets.token_bytes(2000))
    with vault.write() as db:
        erase_client(db, gone, clock.now())
    vault.close()
    return root


def copied(template: Path, target: Path) -> Path:
    shutil.copytree(template, target)
    return target


def opened(root: Path, days: int = 1) -> Vault:
    return Vault.open(root / "vault", PASSPHRASE, clock=FixedClock(MONDAY + timedelta(days=days)))


def check_place(root: Path, commits: int) -> None:
    """Everything named like a state is whole; the one of yesterday is there; the vault has lost nothing."""
    place = find_place(root / "backup")
    states = list_states(place)
    assert states
    assert states[-1].moment == MONDAY
    for state in states:
        verify_state(read_state(place, state, by_passphrase(PASSPHRASE)))
    vault = opened(root)
    try:
        assert vault.commits >= commits
        verify(vault)
        make_backup(vault, place)
    finally:
        vault.close()
    assert not list((root / "backup").rglob("*.part"))
    assert list_states(place)[0].commits > commits - 1
    restored = root / "check"
    found = restore(
        read_state(place, list_states(place)[0], by_passphrase(PASSPHRASE)), restored, clock=FixedClock(MONDAY)
    )
    assert (found.missing, found.damaged, found.counts["clients"]) == ((), (), 2)


def back_up(root: Path) -> None:
    vault = opened(root)
    try:
        make_backup(vault, find_place(root / "backup"))
    finally:
        vault.close()


def bring_back(root: Path) -> None:
    place = find_place(root / "backup")
    opened_state = read_state(place, list_states(place)[0], by_passphrase(PASSPHRASE))
    restore(opened_state, root / "new", clock=FixedClock(MONDAY))


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))


def chosen(count: int, every: int, full: bool) -> range:
    return range(1, count + 1) if full else range(1 + secrets.randbelow(every), count + 1, every)


def counted(work: Callable[[Path], None], root: Path, below: str, how: int | str) -> int:
    with armed(root / below, 0, how):
        work(root)
    return steps.seen


@pytest.mark.proof
@pytest.mark.timeout(900)
@pytest.mark.parametrize("how", [errno.ENOSPC, errno.EACCES, errno.ENOENT, SHORT])
def test_a_backup_that_fails_at_any_step_leaves_the_earlier_ones_whole(
    how: int | str,
    template: Path,
    tmp_path: Path,
    watched: None,
    full_counts: bool,
    proven: Callable[..., None],
) -> None:
    count = counted(back_up, copied(template, tmp_path / "whole"), "backup", how)
    assert count > (3 if how == SHORT else 40)
    tried = chosen(count, 3 if how == SHORT else 28, full_counts)
    for at in tried:
        root = copied(template, tmp_path / str(at))
        commits = _commits(root)
        with armed(root / "backup", at, how), suppress(StorageError, CopyDiffers, BackupDamaged):
            back_up(root)
        assert steps.hit
        check_place(root, commits)
        shutil.rmtree(root)
    name = how if isinstance(how, str) else errno.errorcode[how]
    proven(f"backup failing at every step on files: {name}", len(tried), 0)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_a_backup_killed_at_any_step_leaves_the_earlier_ones_whole(
    template: Path, tmp_path: Path, watched: None, full_counts: bool, proven: Callable[..., None]
) -> None:
    count = counted(back_up, copied(template, tmp_path / "whole"), "", "kill")
    tried = chosen(count, 24, full_counts)
    for at in tried:
        root = copied(template, tmp_path / str(at))
        commits = _commits(root)
        assert _killed(back_up, root, at) == 9
        check_place(root, commits)
        shutil.rmtree(root)
    proven("backup killed at every step on files", len(tried), 0)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_a_restore_killed_or_failing_at_any_step_is_whole_or_absent(
    template: Path, tmp_path: Path, watched: None, full_counts: bool, proven: Callable[..., None]
) -> None:
    count = counted(bring_back, copied(template, tmp_path / "whole"), "new", "kill")
    tried = chosen(count, 12, full_counts)
    for at in tried:
        root = copied(template, tmp_path / str(at))
        if at % 2:
            assert _killed(bring_back, root, at, "new") == 9
        else:
            with armed(root / "new", at, errno.ENOSPC), pytest.raises((StorageError, CopyDiffers)):
                bring_back(root)
        if (root / "new").exists():
            assert _clients(root / "new") == 2, "whole"
        else:
            bring_back(root)
            assert _clients(root / "new") == 2
        assert not (root / "new.part").exists()
        shutil.rmtree(root)
    proven("restore killed or failing at every step on files", len(tried), 0)


def _killed(work: Callable[[Path], None], root: Path, at: int, below: str = "") -> int:
    child = os.fork()
    if child == 0:
        try:
            with armed(root / below, at, "kill"):
                work(root)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _commits(root: Path) -> int:
    vault = opened(root)
    try:
        return vault.commits
    finally:
        vault.close()


def _clients(folder: Path) -> int:
    vault = Vault.open(folder, PASSPHRASE, clock=FixedClock(MONDAY))
    try:
        return verify(vault)["clients"]
    finally:
        vault.close()
