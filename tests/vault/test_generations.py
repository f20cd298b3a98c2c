"""Changing key slots and the master key: stopped anywhere it leaves the old vault or the new one, never neither."""

import errno
import functools
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError, UserError, VaultDamaged, WrongPassphrase
from mfd_desktop.files import atomic
from mfd_desktop.files.slots import SlotFile
from mfd_desktop.vault import slots
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.database import connect
from mfd_desktop.vault.desk import read_settings, write_setting
from mfd_desktop.vault.header import Header
from mfd_desktop.vault.keys import FLOOR_COST, KdfCost
from mfd_desktop.vault.rekeying import rekey
from mfd_desktop.vault.slots import Slot, passphrase_slot, recovery_slot
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

WRITING = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "VACUUM", "PRAGMA rekey", "PRAGMA journal_mode")


class Hooks:
    """Calls `before(name)` and `after(name)` around every operation on the disk; `before` may raise an OSError."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.before: Callable[[str], None] = lambda _name: None
        self.after: Callable[[str], None] = lambda _name: None
        hooks = self

        class Watched(dbapi2.Connection):  # type: ignore[misc]
            def execute(self, statement: str, *parameters: Any) -> Any:
                if not statement.startswith(WRITING):
                    return super().execute(statement, *parameters)
                try:
                    hooks.before(statement)
                except OSError as error:
                    full = error.errno == errno.ENOSPC
                    raise dbapi2.OperationalError("database or disk is full" if full else "disk I/O error") from error
                result = super().execute(statement, *parameters)
                hooks.after(statement)
                return result

            def close(self) -> None:
                super().close()
                hooks.after("close")

        def counting(file: Any, slot: int, content: bytes) -> None:
            try:
                hooks.before("counter")
            except OSError as error:
                raw = file._file  # noqa: SLF001 - a write that stops half-way
                raw.seek(slot * len(content))
                raw.write(content[: len(content) // 2])
                raise StorageError(Path("counter"), "full") from error
            real_counting(file, slot, content)
            hooks.after("counter")

        real_counting, real_connect = SlotFile.write, dbapi2.connect
        patch.setattr(dbapi2, "connect", lambda *args, **named: real_connect(*args, factory=Watched, **named))
        patch.setattr(SlotFile, "write", counting)
        patch.setattr(os, "fsync", self._around("fsync", os.fsync))
        patch.setattr(Path, "replace", self._around("rename", Path.replace))
        patch.setattr(Path, "unlink", self._around("unlink", Path.unlink))
        patch.setattr(atomic, "_write_new", self._around("write", atomic._write_new))  # noqa: SLF001 - every write of a file

    def _around(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def doing(*arguments: Any, **named: Any) -> Any:
            self.before(name)
            result = real(*arguments, **named)
            self.after(name)
            return result

        return doing


class Snapshots:
    """Copies of a folder at every moment, one of each state: what a kill would leave."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder, self.place = folder, place
        self.found: dict[Path, str] = {}

    def take(self, name: str) -> None:
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            digest.update(path.name.encode() + path.read_bytes())
        copy = self.place / digest.hexdigest()[:16]
        if copy not in self.found:
            self.found[copy] = name
            shutil.copytree(self.folder, copy)


@contextmanager
def snapshots(patch: pytest.MonkeyPatch, folder: Path, place: Path) -> Iterator[Snapshots]:
    """Take a snapshot around every operation of the block."""
    with patch.context() as inside:
        hooks, taken = Hooks(inside), Snapshots(folder, place)
        hooks.before = hooks.after = taken.take
        yield taken
        hooks.before = hooks.after = lambda _name: None


@contextmanager
def refusing(patch: pytest.MonkeyPatch, number: int, code: int = errno.EIO) -> Iterator[list[str]]:
    """Let the operation `number` (from 0) of the block fail; gives a list with its name once it was reached."""
    reached: list[str] = []
    counted = 0

    def before(name: str) -> None:
        nonlocal counted
        counted += 1
        if counted == number + 1:
            reached.append(name)
            raise OSError(code, "refused by the test")

    with patch.context() as inside:
        hooks = Hooks(inside)
        hooks.before = before
        yield reached
        hooks.before = lambda _name: None


OLD, NEW = "Probe-Tresor-2026", "Neuer-Probe-Tresor"
SECRET = bytes(range(16))
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
Change = Callable[[Vault], None]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "stretch", _stretch)


_stretch = functools.cache(slots.stretch)


def new_passphrase(vault: Vault) -> None:
    def other(master: bytes, header: Header) -> tuple[Slot, ...]:
        return (passphrase_slot(NEW, master, header.vault, FLOOR_COST), recovery_slot(SECRET, master, header.vault))

    with vault.change_slots(other) as db:
        write_setting(db, "changed", "yes")


def new_keys(vault: Vault) -> None:
    def only(master: bytes, header: Header) -> tuple[Slot, ...]:
        return (passphrase_slot(NEW, master, header.vault, FLOOR_COST),)

    rekey(vault, only, lambda db: write_setting(db, "changed", "yes"))


CHANGES = pytest.mark.parametrize("change", [new_passphrase, new_keys])


def opened(folder: Path, passphrase: str) -> dict[str, str] | None:
    """Return the settings of the vault and that it is whole; None if the passphrase does not open it."""
    try:
        vault = Vault.open(folder, passphrase, clock=CLOCK)
    except WrongPassphrase:
        return None
    try:
        verify(vault)
        with vault.write() as db:
            write_setting(db, "after", passphrase)
            return read_settings(db)
    finally:
        vault.close()


def state(folder: Path) -> str:
    """Return `old` or `new`: the one passphrase that opens the vault, tried as a copy in both orders.

    Fails if both or none open, anything is missing, or anything is left waiting.
    """
    found = []
    for number, order in enumerate(((OLD, NEW), (NEW, OLD))):
        copy = Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-{number}")))
        settings = {passphrase: opened(copy, passphrase) for passphrase in order}
        (name,) = [name for name, passphrase in (("old", OLD), ("new", NEW)) if settings[passphrase] is not None]
        there = settings[OLD] or settings[NEW] or {}
        assert there["number"] == "3"
        assert ("changed" in there) == (name == "new")
        assert not list(copy.glob("*.next*")), "nothing is left waiting"
        shutil.rmtree(copy)
        found.append(name)
    assert len(set(found)) == 1
    return found[0]


@CHANGES
def test_killed_at_any_operation_it_is_the_old_vault_or_the_new_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    vault = Vault.open(folder, OLD, clock=CLOCK)
    with vault.write() as db:
        write_setting(db, "in the journal", "yes")
    with snapshots(monkeypatch, folder, tmp_path / "killed") as taken:
        change(vault)
    vault.close()
    states = [state(copy) for copy in taken.found]
    assert len(states) >= 5, taken.found
    assert states == sorted(states, reverse=True), "once new it stays new"
    assert set(states) == {"old", "new"}
    assert state(folder) == "new"


@pytest.mark.proof
@CHANGES
def test_whatever_the_medium_refuses_it_is_the_old_vault_or_the_new_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change, full_counts: bool,
    proven: Callable[..., None],
) -> None:  # fmt: skip
    outcomes = []
    codes = (errno.EIO, errno.ENOSPC)
    steps = 1 if full_counts else 5 if change is new_keys else 3
    for number in range(0, 400, steps):
        step, code = (number // 2, codes[number % 2]) if full_counts else (number, codes[number // steps % 2])
        here = Path(shutil.copytree(folder, tmp_path / f"refused-{number}"))
        vault = Vault.open(here, OLD, clock=CLOCK)
        with refusing(monkeypatch, step, code) as reached:
            try:
                change(vault)
                done = True
            except StorageError:
                done = False
        # Whatever happened, work goes on in the same process.
        with vault.write() as db:
            write_setting(db, "went on", "yes")
        vault.close()
        assert state(here) == ("new" if done else "old"), reached
        shutil.rmtree(here)
        if not reached:
            break
        outcomes.append(done)
    assert False in outcomes
    assert len(outcomes) >= 3
    proven(f"{change.__name__.replace('_', ' ')} refused by the medium at every step", len(outcomes), 0)


def test_an_old_header_put_back_opens_nothing(folder: Path, tmp_path: Path) -> None:
    old = (folder / "vault.json").read_bytes()
    vault = Vault.open(folder, OLD, clock=CLOCK)
    new_passphrase(vault)
    vault.close()
    current = (folder / "vault.json").read_bytes()
    (folder / "vault.json").write_bytes(old)
    with pytest.raises(VaultDamaged) as caught:
        Vault.open(folder, OLD, clock=CLOCK)
    assert caught.value.part == "mismatch"
    (folder / "vault.json").write_bytes(current)
    assert opened(folder, NEW) is not None


@CHANGES
def test_headers_databases_and_counters_of_two_generations_do_not_mix(
    folder: Path, tmp_path: Path, change: Change
) -> None:
    before = Path(shutil.copytree(folder, tmp_path / "before"))
    vault = Vault.open(folder, OLD, clock=CLOCK)
    change(vault)
    vault.close()
    for name in ("vault.json", "cases.db", "counter"):
        for there, other, passphrase in ((folder, before, NEW), (before, folder, OLD)):
            mixed = Path(shutil.copytree(there, tmp_path / "mixed"))
            (mixed / name).write_bytes((other / name).read_bytes())
            for typed in (passphrase, OLD if passphrase == NEW else NEW):
                with pytest.raises(UserError):
                    Vault.open(mixed, typed, clock=CLOCK)
            shutil.rmtree(mixed)
    assert opened(folder, NEW) is not None


@CHANGES
def test_a_waiting_header_of_another_vault_or_time_changes_nothing(
    folder: Path, tmp_path: Path, change: Change
) -> None:
    other = Vault.create(tmp_path / "other", NEW, clock=CLOCK, cost=FLOOR_COST)
    new_passphrase(other)
    foreign = other.sealed_header()
    other.close()
    first = (folder / "vault.json").read_bytes()
    for waiting in (foreign, b"", b"{}", first[:-20], b"x" * 100_000):
        (folder / "vault.json.next").write_bytes(waiting)
        assert opened(folder, NEW) is None
        assert opened(folder, OLD) is not None
        assert not (folder / "vault.json.next").exists()
    vault = Vault.open(folder, OLD, clock=CLOCK)
    change(vault)
    vault.close()
    (folder / "vault.json.next").write_bytes(first)
    assert opened(folder, OLD) is None
    assert opened(folder, NEW) is not None


def test_a_header_that_could_not_take_its_place_is_taken_into_use_at_the_next_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault.open(folder, OLD, clock=CLOCK)
    real = Path.replace

    def held(path: Path, target: Path) -> Path:
        if path.name.endswith(".next"):
            raise PermissionError(errno.EACCES, "a scanner holds the file")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        new_passphrase(vault)
        assert vault.header_waits
        with pytest.raises(StorageError):
            new_passphrase(vault)
    killed = Path(shutil.copytree(folder, folder.with_name("killed")))
    assert opened(killed, NEW) is not None
    new_passphrase(vault)
    assert not vault.header_waits
    assert vault.header.generation == 3
    vault.close()
    assert state(folder) == "new"


def test_after_new_keys_nothing_opens_the_old_database_any_more(folder: Path, tmp_path: Path) -> None:
    vault = Vault.open(folder, OLD, clock=CLOCK)
    old = vault.key("database").hex()
    new_keys(vault)
    assert vault.key("database").hex() != old
    vault.close()
    with pytest.raises(dbapi2.DatabaseError):
        connect(folder, old, "rw").execute("SELECT * FROM vault_state")
    assert sorted(path.name for path in folder.iterdir()) == ["cases.db", "counter", "vault.json"]


def test_new_keys_can_be_given_up_until_they_hold(folder: Path) -> None:
    vault = Vault.open(folder, OLD, clock=CLOCK)
    with pytest.raises(Interrupted):
        rekey(vault, lambda _master, header: header.slots, lambda _db: None, stop=lambda: True)
    vault.close()
    assert state(folder) == "old"


def test_a_cost_out_of_bounds_is_never_written() -> None:
    for cost in (KdfCost(FLOOR_COST.memory_kib - 1, 1, 1), KdfCost(2 * 1024 * 1024, 1, 1), KdfCost(time=0)):
        with pytest.raises(ValueError, match="cost"):
            passphrase_slot(NEW, bytes(32), "0" * 32, cost)
