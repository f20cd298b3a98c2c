"""A vault is created, opened, written, closed; one process at a time; nothing of it readable by others."""

import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError, VaultExists, VaultInUse, WeakPassphrase
from mfd_desktop.files.slots import SlotFile
from mfd_desktop.vault import keys, store
from mfd_desktop.vault.counter import read_counter
from mfd_desktop.vault.desk import read_settings, write_setting
from mfd_desktop.vault.header import read_header
from mfd_desktop.vault.keys import FLOOR_COST, KdfCost
from mfd_desktop.vault.slots import open_with_passphrase
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
Opening = Callable[..., Vault]


def test_a_new_vault_is_private_and_holds_what_the_design_says(tmp_path: Path, clock: FixedClock) -> None:
    vault = Vault.create(tmp_path / "new" / "vault", PASSPHRASE, clock=clock, cost=FLOOR_COST)
    assert vault.commits == 1
    with vault.read() as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    vault.close()
    vault.close()
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in vault.folder.iterdir()}
    assert found == {"vault.json": 0o600, "cases.db": 0o600, "counter": 0o600}
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


def test_an_empty_folder_that_is_there_becomes_private(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    folder.chmod(0o755)
    Vault.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("short", ["", "1234567", "ü" * 7])
def test_a_short_passphrase_creates_nothing(tmp_path: Path, clock: FixedClock, short: str) -> None:
    with pytest.raises(WeakPassphrase) as caught:
        Vault.create(tmp_path / "vault", short, clock=clock, cost=FLOOR_COST)
    assert caught.value.minimum == 8
    assert not (tmp_path / "vault").exists()


def test_creating_never_touches_what_is_there(
    folder: Path, tmp_path: Path, clock: FixedClock, unchanged: Callable[[Path], AbstractContextManager[None]]
) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with unchanged(folder), pytest.raises(VaultExists):
        Vault.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST)
    with pytest.raises(VaultExists):
        Vault.create(tmp_path / "file", PASSPHRASE, clock=clock, cost=FLOOR_COST)
    assert (tmp_path / "file").read_bytes() == b"x"


@pytest.mark.parametrize("failing", ["_create_database", "create_counter", "write_new"])
@pytest.mark.parametrize("folder_was_there", [False, True])
def test_a_creation_that_fails_leaves_nothing(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, failing: str, folder_was_there: bool
) -> None:
    folder = tmp_path / "vault"
    if folder_was_there:
        folder.mkdir()

    def refuse(*_arguments: object) -> None:
        raise StorageError(folder, "full")

    monkeypatch.setattr(store, failing, refuse)
    with pytest.raises(StorageError):
        Vault.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST)
    monkeypatch.undo()
    assert folder.exists() == folder_was_there
    Vault.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST).close()


def write_and_fail(vault: Vault) -> None:
    with vault.write() as db:
        write_setting(db, "number", "lost")
        raise KeyError


def test_every_write_counts_and_a_failed_one_leaves_nothing(open_vault: Opening, folder: Path) -> None:
    vault = open_vault(folder)
    with vault.write() as db:
        write_setting(db, "number", "kept")
    with pytest.raises(KeyError):
        write_and_fail(vault)
    with vault.read() as db:
        assert read_settings(db)["number"] == "kept"
    assert vault.commits == 6
    header, _mac = read_header(folder)
    found = open_with_passphrase(header.slots, header.vault, PASSPHRASE)
    assert found is not None
    master = found[0]
    assert read_counter(folder, master, header.vault, header.generation) == 6


def test_several_threads_write_one_after_the_other(open_vault: Opening, folder: Path) -> None:
    vault = open_vault(folder)
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(10):
                with vault.write() as db:
                    write_setting(db, f"{name}-{number}", "x")
        except BaseException as error:  # noqa: BLE001 - reported by the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert vault.commits == 45
    with vault.read() as db:
        assert len(read_settings(db)) == 41


ANOTHER = (
    "import sys; from pathlib import Path; from mfd_desktop.domain.clock import SystemClock\n"
    "from mfd_desktop.vault.store import Vault; from mfd_desktop.domain.errors import VaultInUse\n"
    "try: Vault.open(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())\n"
    "except VaultInUse: print('in use')"
)


def looks(folder: Path) -> dict[str, tuple[int, int]]:
    """Sizes and times only: reading cases.db here and closing it would drop the locks of this process."""
    return {path.name: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir()}


def test_one_process_at_a_time(open_vault: Opening, folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    vault = open_vault(folder)
    (tmp_path / "link").symlink_to(folder)
    before = looks(folder)
    assert "cases.db-wal" in before
    for way in (folder, tmp_path / "link"):
        with pytest.raises(VaultInUse) as caught:
            Vault.open(way, PASSPHRASE, clock=clock)
        assert caught.value.path == way
    for _ in range(2):
        command = [sys.executable, "-c", ANOTHER, str(folder), PASSPHRASE]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "in use\n"
    assert looks(folder) == before
    with vault.write() as db:
        write_setting(db, "still", "works")
    vault.close()
    open_vault(folder).close()


def test_verify_counts_what_it_looked_at(open_vault: Opening, folder: Path) -> None:
    counts = verify(open_vault(folder))
    assert (counts["commits"], counts["clients"], counts["cases"], counts["contacts"]) == (5, 0, 0, 0)
    assert counts["pages"] == (folder / "cases.db").stat().st_size // 4096


def test_the_calibrated_cost_never_goes_under_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "stretch", lambda *_: bytes(32))
    assert keys.calibrated_cost(1e-9) == KdfCost(time=1)
    assert keys.calibrated_cost(1e9).time == 16
    assert keys.calibrated_cost(1e9, 1024 * 1024) == KdfCost(1024 * 1024, time=2)
    for cost in (FLOOR_COST, KdfCost(), KdfCost(time=32)):
        assert cost.acceptable()


def test_folders_with_odd_names_hold_a_vault_too(tmp_path: Path, clock: FixedClock) -> None:
    for name in ("mit Leer zeichen", "100% #?&=", "ملف", "a'b\"c", "b\udcff"):
        folder = tmp_path / name
        Vault.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST).close()
        Vault.open(folder, PASSPHRASE, clock=clock).close()
        assert (folder / "cases.db").stat().st_size > 4096


def test_a_counter_that_cannot_be_written_undoes_nothing_and_stops_the_next_change(
    folder: Path, open_vault: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = open_vault(folder)
    before = (folder / "counter").read_bytes()

    def refuse(_file: SlotFile, _slot: int, _content: bytes) -> None:
        raise StorageError(folder / "counter", "failed")

    with monkeypatch.context() as patch:
        patch.setattr(SlotFile, "write", refuse)
        with vault.write() as db:
            write_setting(db, "first", "kept")
        with pytest.raises(StorageError), vault.write() as db:
            write_setting(db, "second", "refused")
    assert (folder / "counter").read_bytes() == before
    with vault.write() as db:
        assert {"first": "kept"}.items() <= read_settings(db).items()
        assert "second" not in read_settings(db)
    assert (folder / "counter").read_bytes() != before
