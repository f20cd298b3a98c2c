"""Read-only and full media: a clear refusal, nothing lost, and the vault works again afterwards."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.vault import rekeying
from mfd_desktop.vault.desk import read_settings, write_setting
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534
Opening = Callable[..., Vault]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights and limits of Linux")

# Everything is loaded before rights are given up: the interpreter itself may lie where only root can read.
CHILD = """
import json, os, resource, signal, sys
from pathlib import Path
import argon2.low_level, cryptography.hazmat.primitives.ciphers.aead, cryptography.exceptions, argon2.exceptions
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.errors import UserError
from mfd_desktop.vault.desk import write_setting
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.store import Vault
action, folder, passphrase, limit = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
done = []
try:
    if action == "create":
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        Vault.create(folder, passphrase, clock=SystemClock(), cost=FLOOR_COST)
    if action == "open":
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        Vault.open(folder, passphrase, clock=SystemClock()).close()
    if action == "fill":
        vault = Vault.open(folder, passphrase, clock=SystemClock())
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        try:
            for number in range(10000):
                with vault.write() as db:
                    write_setting(db, f"n{number}", "x" * 3000)
                done.append(number)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            with vault.write() as db:
                write_setting(db, "after", "works")
            vault.close()
    print(json.dumps({"done": len(done)}))
except UserError as error:
    print(json.dumps({"error": type(error).__name__, "reason": getattr(error, "reason", ""), "done": len(done)}))
"""


def child(action: str, folder: Path, limit: int = 0) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, action, str(folder), PASSPHRASE, str(limit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture
def foreign(closed_vault: Path) -> Iterator[Path]:
    """A vault of the account `nobody` in a place it can reach."""
    place = Path(tempfile.mkdtemp(prefix="mfd-readonly-"))
    place.chmod(0o755)
    folder = place / "vault"
    shutil.copytree(closed_vault, folder)
    for path in (folder, *folder.iterdir()):
        if ROOT_USER:
            os.chown(path, NOBODY, NOBODY)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(place)


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_rights_are_what_the_next_tests_take_away(foreign: Path) -> None:
    assert child("open", foreign) == {"done": 0}


@pytest.mark.parametrize("what", ["folder", "cases.db", "counter"])
def test_without_the_right_to_write_a_vault_is_not_opened(foreign: Path, what: str) -> None:
    target = foreign if what == "folder" else foreign / what
    target.chmod(0o500 if what == "folder" else 0o400)
    before = state(foreign)
    assert child("open", foreign) == {"error": "StorageError", "reason": "read_only", "done": 0}
    assert state(foreign) == before


def test_after_a_crash_a_read_only_folder_keeps_its_journal(foreign: Path) -> None:
    (foreign / "cases.db-wal").write_bytes(b"")
    if ROOT_USER:
        os.chown(foreign / "cases.db-wal", NOBODY, NOBODY)
    foreign.chmod(0o500)
    before = state(foreign)
    assert child("open", foreign)["reason"] == "read_only"
    assert state(foreign) == before


def test_a_folder_nobody_may_write_to_gets_no_vault(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        Vault.create(tmp_path / "file" / "vault", PASSPHRASE, clock=clock, cost=FLOOR_COST)
    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize("limit", [0, 100, 5000, 100_000, 250_000])
def test_a_vault_that_finds_no_room_is_not_begun(tmp_path: Path, limit: int) -> None:
    assert child("create", tmp_path / "vault", limit)["error"] == "StorageError"
    assert not (tmp_path / "vault").exists()


def test_a_file_that_cannot_grow_loses_nothing_and_goes_on_afterwards(folder: Path, open_vault: Opening) -> None:
    result = child("fill", folder, 1_100_000)
    assert result["error"] == "StorageError"
    assert isinstance(result["done"], int)
    assert result["done"] > 20
    vault = open_vault(folder)
    verify(vault)
    with vault.read() as db:
        settings = read_settings(db)
    assert settings["after"] == "works"
    assert {name for name in settings if name.startswith("n") and name != "number"} == {
        f"n{number}" for number in range(result["done"])
    }


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = ROOT_USER and shutil.which("mount") is not None
    if mounted:
        command = ["mount", "-t", "tmpfs", "-o", "size=2500k", "tmpfs", str(place)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(vault: Vault) -> tuple[int, str]:
    """Write until the disk refuses; return how many writes it took and why it stopped."""
    done = 0
    try:
        while done < 10000:
            with vault.write() as db:
                write_setting(db, f"n{done}", "x" * 3000)
            done += 1
    except StorageError as error:
        return done, error.reason
    return done, ""


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(
    small_disk: Path, closed_vault: Path, clock: FixedClock
) -> None:
    folder = small_disk / "vault"
    shutil.copytree(closed_vault, folder)
    vault = Vault.open(folder, PASSPHRASE, clock=clock)
    (small_disk / "film").write_bytes(bytes(1024 * 1024))
    done, reason = fill(vault)
    assert reason == "full"
    assert done > 20
    with pytest.raises(StorageError), vault.write() as db:
        write_setting(db, "large", "x" * 100_000)
    (small_disk / "film").unlink()
    with vault.write() as db:
        write_setting(db, "after", "works")
    vault.close()
    vault = Vault.open(folder, PASSPHRASE, clock=clock)
    verify(vault)
    with vault.read() as db:
        settings = read_settings(db)
    vault.close()
    assert settings["after"] == "works"
    assert "large" not in settings
    assert sum(name.startswith("n") for name in settings) == done + 1


def test_a_full_disk_gets_no_half_vault(small_disk: Path, clock: FixedClock) -> None:
    (small_disk / "film").write_bytes(bytes(1800 * 1024))
    with pytest.raises(StorageError) as caught:
        Vault.create(small_disk / "vault", PASSPHRASE, clock=clock, cost=FLOOR_COST)
    assert caught.value.reason == "full"
    assert not (small_disk / "vault").exists()


def test_a_vault_killed_on_a_full_disk_opens_again(small_disk: Path, closed_vault: Path, clock: FixedClock) -> None:
    folder = small_disk / "vault"
    shutil.copytree(closed_vault, folder)
    (small_disk / "film").write_bytes(bytes(1024 * 1024))
    room = shutil.disk_usage(small_disk).free
    (small_disk / "rest").write_bytes(bytes(max(0, room - 20_000)))
    refused: list[str] = []
    try:
        Vault.open(folder, PASSPHRASE, clock=clock).close()
    except StorageError as error:
        refused.append(error.reason)
    assert set(refused) <= {"full"}
    (small_disk / "rest").unlink()
    Vault.open(folder, PASSPHRASE, clock=clock).close()


@pytest.mark.parametrize("free_kib", [0, 100, 700, 1000])
@pytest.mark.parametrize("looked", [True, False])
def test_new_keys_that_find_no_room_leave_the_old_vault(
    small_disk: Path,
    closed_vault: Path,
    clock: FixedClock,
    free_kib: int,
    looked: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not looked:  # somebody else fills the disk after it was looked at
        monkeypatch.setattr(rekeying, "_ROOM", 0)
    folder = small_disk / "vault"
    shutil.copytree(closed_vault, folder)
    vault = Vault.open(folder, PASSPHRASE, clock=clock)
    with (small_disk / "film").open("wb") as film:
        film.write(bytes(max(0, shutil.disk_usage(small_disk).free - free_kib * 1024)))
    with pytest.raises(StorageError) as caught:
        rekeying.rekey(vault, lambda _master, header: header.slots, lambda _db: None)
    assert caught.value.reason == "full" or not looked
    assert not list(folder.glob("*.next*")), "the room is free again"
    (small_disk / "film").unlink()
    with vault.write() as db:
        write_setting(db, "after", "works")
    vault.close()
    vault = Vault.open(folder, PASSPHRASE, clock=clock)
    verify(vault)
    vault.close()
