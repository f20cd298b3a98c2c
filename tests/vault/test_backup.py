"""A backup is proven before it counts, writes only what is new, and comes back byte-equal, whole or not at all."""

import functools
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mfd_desktop.domain.backups import parse_state
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError, VaultDamaged, VaultExists, WrongPassphrase
from mfd_desktop.domain.errors_backup import (
    BackupDamaged,
    BackupFolderRefused,
    BackupMissing,
    BackupNewer,
    BackupRunning,
    CopyDiffers,
)
from mfd_desktop.domain.journal import Event
from mfd_desktop.files import copies
from mfd_desktop.vault import slots
from mfd_desktop.vault.backup import choose_place, make_backup
from mfd_desktop.vault.backup_files import Differs, Told, checked
from mfd_desktop.vault.backup_format import (
    OpenState,
    Place,
    SealedFile,
    by_passphrase,
    by_passphrase_once,
    by_vault,
    find_place,
    list_states,
    read_state,
)
from mfd_desktop.vault.backup_notes import changed_since, read_times, runs
from mfd_desktop.vault.backup_proof import verify_state
from mfd_desktop.vault.backup_restore import restore
from mfd_desktop.vault.backup_tidy import due_files
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.desk import read_settings, write_setting
from mfd_desktop.vault.erasing import erase_client, tidy
from mfd_desktop.vault.journal import broken_at, read_log
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
Put = Callable[..., str]
CANARY = "Wüstenrose"


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))


@pytest.fixture
def vault(folder: Path, open_vault: Callable[..., Vault]) -> Vault:
    return open_vault(folder)


@pytest.fixture
def place(vault: Vault, tmp_path: Path) -> Place:
    return choose_place(vault, tmp_path / "backup")


def newest(place: Place) -> OpenState:
    return read_state(place, list_states(place)[0], by_passphrase(PASSPHRASE))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_vault_with_documents_comes_back_byte_equal(
    vault: Vault, place: Place, put_document: Put, tmp_path: Path, clock: FixedClock, open_vault: Callable[..., Vault]
) -> None:
    files = {put_document(vault, secrets.token_bytes(size)): size for size in (0, 1, 70_000, 2_500_000)}
    made = make_backup(vault, place)
    assert (made.new_files, made.lacking, made.counts["attachments"]) == (4, (), 4)
    with vault.write() as db:
        write_setting(db, "number", "later")
        before = db.execute("SELECT id, family_name, created FROM client ORDER BY id").fetchall()
    opened = newest(place)
    assert verify_state(opened) == {"clients": 4, "cases": 4, "contacts": 0, "attachments": 4}
    found = restore(opened, tmp_path / "new", clock=clock)
    assert (found.missing, found.damaged, found.erased) == ((), (), 0)
    for file in files:
        name = f"attachments/{file}.age"
        assert (tmp_path / "new" / name).read_bytes() == (vault.folder / name).read_bytes()
    again = open_vault(tmp_path / "new")
    assert (again.header.vault, again.header.generation) == (vault.header.vault, 2)
    assert verify(again)["clients"] == 4
    with again.read() as db:
        assert read_settings(db)["number"] == "3"
        assert db.execute("SELECT id, family_name, created FROM client ORDER BY id").fetchall() == before
        assert read_log(db)[0].event is Event.RESTORE
        assert read_log(db)[0].detail == opened.state.name
        assert runs(db)[0].state == opened.state.name
        assert broken_at(db) is None
    assert make_backup(again, place).state.generation == 2


def test_a_backup_writes_the_database_and_what_is_new(vault: Vault, place: Place, put_document: Put) -> None:
    for _ in range(3):
        put_document(vault, secrets.token_bytes(500_000))
    make_backup(vault, place)
    put_document(vault, secrets.token_bytes(2_000_000))
    before = {path: path.stat().st_mtime_ns for path in place.pool.iterdir()}
    made = make_backup(vault, place)
    database = (place.state_folder(made.state.name) / "cases.db").stat().st_size
    assert made.new_files == 1
    assert made.written <= 1.1 * (database + 2_000_000)
    new = [path for path in place.folder.rglob("*") if path.is_file() and path not in before]
    assert sum(path.stat().st_size for path in new) <= 1.1 * (database + 2_000_000)
    assert all(path.stat().st_mtime_ns == moment for path, moment in before.items())


def test_work_goes_on_while_a_backup_runs(vault: Vault, place: Place) -> None:
    done: list[int] = []

    def progress(_part: float) -> None:
        with vault.write() as db:
            write_setting(db, "number", str(len(done)))
        done.append(1)

    made = make_backup(vault, place, progress=progress)
    assert len(done) > 3
    opened = read_state(place, made.state, by_vault(vault))
    verify_state(opened)
    assert opened.manifest.commits < vault.commits


def test_a_file_written_anew_meanwhile_is_copied_again(vault: Vault, place: Place, put_document: Put) -> None:
    put_document(vault, b"x")
    with vault.read() as db:
        (client_id,) = db.execute("SELECT id FROM client").fetchone()
    told: list[float] = []

    def progress(part: float) -> None:
        if not told:
            with vault.write() as db:
                erase_client(db, client_id, vault.clock.now())
            tidy(vault)
        told.append(part)

    made = make_backup(vault, place, progress=progress)
    assert made.counts["clients"] == 0
    verify_state(read_state(place, made.state, by_vault(vault)))


def test_a_file_that_never_rests_is_given_up(vault: Vault, place: Place) -> None:
    def progress(_part: float) -> None:
        with vault.write() as db:
            write_setting(db, "noise", secrets.token_hex(3000))
            write_setting(db, "erasing_untidy", "1")
        tidy(vault)

    with pytest.raises(StorageError, match="failed"):
        make_backup(vault, place, progress=progress)
    assert list_states(place) == ()


def test_a_damaged_vault_makes_no_backup(folder: Path, tmp_path: Path, open_vault: Callable[..., Vault]) -> None:
    with open_vault(folder).read() as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'activity'").fetchone()
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    place = choose_place(vault := open_vault(copy), tmp_path / "backup")
    vault.close()
    content = bytearray((copy / "cases.db").read_bytes())
    content[(page - 1) * 4096 + 100] ^= 1
    (copy / "cases.db").write_bytes(content)
    with pytest.raises(VaultDamaged):
        make_backup(open_vault(copy), place)
    assert list_states(place) == ()


def test_nothing_lies_in_the_clear_and_no_copy_elsewhere(
    vault: Vault, place: Place, tmp_path: Path, put_document: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    put_document(vault, b"sealed")
    with vault.write() as db:
        db.execute("UPDATE client SET family_name = ?", (CANARY,))
    make_backup(vault, place)
    for name, content in contents(tmp_path).items():
        assert CANARY.encode() not in content, name
        assert CANARY not in name
    names = {path.name for path in place.folder.rglob("*")}
    assert not any(name.startswith("Bescheid") for name in names)


def test_the_vault_remembers_what_was_proven_and_logs_it(vault: Vault, place: Place, put_document: Put) -> None:
    put_document(vault, b"sealed")
    assert changed_since(vault)
    made = make_backup(vault, place)
    assert not changed_since(vault)
    with vault.read() as db:
        (run,) = runs(db, place.place)
        assert (run.state, run.proven, run.problem) == (made.state.name, vault.clock.now(), "")
        assert [(entry.event, entry.detail) for entry in read_log(db)] == [(Event.BACKUP, "proven")]
        assert set(read_times(db, place).values()) == {vault.clock.now()}
    with vault.write():
        pass
    assert changed_since(vault)


def test_a_document_lacking_in_the_vault_is_named_and_the_rest_is_saved(
    vault: Vault, place: Place, put_document: Put, tmp_path: Path, clock: FixedClock, open_vault: Callable[..., Vault]
) -> None:
    gone, torn, whole = (put_document(vault, secrets.token_bytes(9000)) for _ in range(3))
    (vault.folder / "attachments" / f"{gone}.age").unlink()
    (vault.folder / "attachments" / f"{torn}.age").write_bytes(b"torn")
    made = make_backup(vault, place)
    assert set(made.lacking) == {gone, torn}
    assert made.new_files == 1
    with vault.read() as db:
        assert runs(db)[0].problem == "lacking:2"
    restore(newest(place), tmp_path / "new", clock=clock)
    with open_vault(tmp_path / "new").read() as db:
        assert dict(db.execute("SELECT file, damaged FROM attachment")) == {gone: "missing", torn: "missing", whole: ""}


def test_documents_lost_in_the_backup_are_named_and_the_rest_comes_back(
    vault: Vault, place: Place, put_document: Put, tmp_path: Path, clock: FixedClock, open_vault: Callable[..., Vault]
) -> None:
    gone, torn, whole = (put_document(vault, secrets.token_bytes(9000)) for _ in range(3))
    make_backup(vault, place)
    opened = newest(place)
    in_pool = {one.file: place.pool / one.sha256 for one in opened.manifest.files}
    in_pool[gone].unlink()
    flipped = bytearray(in_pool[torn].read_bytes())
    flipped[4000] ^= 1
    in_pool[torn].write_bytes(flipped)
    with pytest.raises(BackupDamaged) as caught:
        verify_state(opened)
    assert (caught.value.part, caught.value.files) == ("attachments", 2)
    found = restore(opened, tmp_path / "new", clock=clock)
    assert (found.missing, found.damaged) == ((gone,), (torn,))
    assert {path.stem for path in (tmp_path / "new" / "attachments").iterdir()} == {whole}
    with open_vault(tmp_path / "new").read() as db:
        assert dict(db.execute("SELECT file, damaged FROM attachment")) == {
            gone: "missing", torn: "damaged", whole: "",
        }  # fmt: skip


@pytest.mark.parametrize("gap", [1, 3, 5])
def test_every_copied_document_is_due_within_30_days(gap: int, clock: FixedClock) -> None:
    there = {f"{number:03d}": 1 for number in range(145)}
    times, oldest, most = dict.fromkeys(there, clock.now()), timedelta(0), 0
    for _ in range(60):
        clock.moment += timedelta(days=gap)
        due = due_files(there, times, clock.now())
        times |= dict.fromkeys(due, clock.now())
        oldest = max(oldest, clock.moment - min(times.values()))
        most = max(most, len(due))
    assert timedelta(days=7) <= oldest <= timedelta(days=30)
    assert gap > 1 or most < 20, "spread over the days"


def test_what_is_due_is_read_again(vault: Vault, place: Place, put_document: Put, clock: FixedClock) -> None:
    put_document(vault, b"x")
    make_backup(vault, place)
    clock.moment += timedelta(days=26)
    make_backup(vault, place)
    with vault.read() as db:
        assert set(read_times(db, place).values()) == {clock.now()}


def test_due_files_begin_with_the_one_not_read_for_longest(clock: FixedClock) -> None:
    now = clock.now()
    times = {name: now - timedelta(days=days) for name, days in (("a", 8), ("b", 26), ("c", 3), ("d", -5))}
    assert due_files(dict.fromkeys("abcde", 1), times, now) == ["d", "e", "b"]
    assert due_files({}, {}, now) == []


def test_a_copy_found_damaged_is_taken_anew_from_the_vault(
    vault: Vault, place: Place, put_document: Put, clock: FixedClock
) -> None:
    put_document(vault, b"x" * 5000)
    first = make_backup(vault, place)
    (copied,) = place.pool.iterdir()
    copied.write_bytes(b"y" * 5000)
    clock.moment += timedelta(days=26)
    made = make_backup(vault, place)
    assert made.broken == 1
    with vault.read() as db:
        assert {run.problem for run in runs(db)} == {"broken"}
    assert make_backup(vault, place).new_files == 1
    assert copied.read_bytes() == b"x" * 5000
    verify_state(read_state(place, first.state, by_vault(vault)))


def test_old_states_go_and_the_documents_only_they_had(
    vault: Vault, place: Place, put_document: Put, clock: FixedClock
) -> None:
    put_document(vault, b"stays")
    put_document(vault, b"goes")
    make_backup(vault, place)
    make_backup(vault, place)
    assert len(list_states(place)) == 1
    with vault.write() as db:
        db.execute("DELETE FROM attachment WHERE sealed_size = 4")
    made = make_backup(vault, place)
    assert made.dropped == 1
    assert [path.read_bytes() for path in place.pool.iterdir()] == [b"stays"]
    with vault.read() as db:
        assert len(read_times(db, place)) == 1
    clock.moment += timedelta(days=1)
    make_backup(vault, place)
    assert len(list_states(place)) == 2


def test_no_document_goes_while_a_state_cannot_say_what_it_needs(
    vault: Vault, place: Place, put_document: Put, clock: FixedClock
) -> None:
    put_document(vault, b"needed")
    state = make_backup(vault, place).state
    names = place.state_folder(state.name) / "names"
    names.write_bytes(names.read_bytes()[1:])
    with vault.write() as db:
        db.execute("DELETE FROM attachment")
    clock.moment += timedelta(days=1)
    make_backup(vault, place)
    assert [path.read_bytes() for path in place.pool.iterdir()] == [b"needed"]


def test_documents_in_the_recycle_bin_are_saved_too(
    vault: Vault, place: Place, put_document: Put, tmp_path: Path, clock: FixedClock
) -> None:
    for number, content in enumerate(('{"attachment": {"file": "%s", "sealed_size": 6, "sealed_sha256": "%s"}}', "[]")):
        file = put_document(vault, b"binned")
        with vault.write() as db:
            (sha256,) = db.execute("SELECT sealed_sha256 FROM attachment").fetchone()
            db.execute(
                "INSERT INTO bin (id, record_table, record_id, deleted, content) VALUES (?, 'attachment', ?, ?, ?)",
                (f"{number:032x}", file, "2026-11-23", content % (file, sha256) if "%" in content else content),
            )
            db.execute("INSERT INTO bin_file (bin_id, file) VALUES (?, ?)", (f"{number:032x}", file))
            db.execute("DELETE FROM attachment")
    make_backup(vault, place)
    assert len(newest(place).manifest.files) == 2
    restore(newest(place), tmp_path / "new", clock=clock)
    assert len(list((tmp_path / "new" / "attachments").iterdir())) == 2


def test_what_was_erased_since_is_not_restored(
    vault: Vault, place: Place, put_document: Put, tmp_path: Path, clock: FixedClock, open_vault: Callable[..., Vault]
) -> None:
    put_document(vault, b"stays")
    gone = put_document(vault, b"goes")
    with vault.write() as db:
        (client_id,) = db.execute(
            "SELECT client_id FROM case_file JOIN attachment ON case_id = case_file.id WHERE file = ?", (gone,)
        ).fetchone()
        db.execute("UPDATE client SET family_name = ? WHERE id = ?", (CANARY, client_id))
    old = make_backup(vault, place).state
    with vault.write() as db:
        erase_client(db, client_id, clock.now())
    clock.moment += timedelta(days=1)
    make_backup(vault, place)
    assert CANARY.encode() not in (place.folder / "erased").read_bytes()
    forged = (place.folder / "erased").read_text().replace(client_id, "f" * 32)
    with (place.folder / "erased").open("a") as file:
        file.write(forged + "no line\n")
    found = restore(read_state(place, old, by_passphrase(PASSPHRASE)), tmp_path / "new", clock=clock)
    assert (found.erased, found.counts["clients"], found.counts["attachments"]) == (1, 1, 1)
    assert not (tmp_path / "new" / "attachments" / f"{gone}.age").exists()
    again = open_vault(tmp_path / "new")
    with again.read() as db:
        assert db.execute("SELECT count(*) FROM client WHERE family_name = ?", (CANARY,)).fetchone() == (0,)
        assert client_id in {record_id for (record_id,) in db.execute("SELECT record_id FROM erased")}
        assert "f" * 32 not in {record_id for (record_id,) in db.execute("SELECT record_id FROM erased")}
    assert verify(again)["clients"] == 1


def test_a_list_beside_the_backups_comes_back_into_the_vault(
    vault: Vault, place: Place, put_document: Put, clock: FixedClock, tmp_path: Path, open_vault: Callable[..., Vault]
) -> None:
    put_document(vault, b"x")
    old = make_backup(vault, place).state
    with vault.write() as db:
        (client_id,) = db.execute("SELECT id FROM client").fetchone()
        erase_client(db, client_id, clock.now())
    shutil.copytree(place.folder, tmp_path / "kept")
    make_backup(vault, place)
    lines = (place.folder / "erased").read_bytes()
    kept = find_place(tmp_path / "kept")
    restore(read_state(kept, old, by_passphrase(PASSPHRASE)), tmp_path / "unaware", clock=clock)
    unaware = open_vault(tmp_path / "unaware")
    make_backup(unaware, find_place(place.folder))
    with unaware.read() as db:
        assert client_id in {record_id for (record_id,) in db.execute("SELECT record_id FROM erased")}
    assert (place.folder / "erased").read_bytes() == lines


def test_restoring_never_touches_what_is_there(vault: Vault, place: Place, tmp_path: Path, clock: FixedClock) -> None:
    make_backup(vault, place)
    opened = newest(place)
    full, empty, other = tmp_path / "full", tmp_path / "empty", tmp_path / "other"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    other.with_name("other.part").mkdir()
    (tmp_path / "other.part" / "letter.txt").write_text("mine")
    for target in (vault.folder, full, other):
        with pytest.raises(VaultExists):
            restore(opened, target, clock=clock)
    for target, reason in ((place.folder / "in", "inside_backup"), (Path("relative"), "relative")):
        with pytest.raises(BackupFolderRefused, match=reason):
            restore(opened, target, clock=clock)
    assert (full / "letter.txt").read_text() == (tmp_path / "other.part" / "letter.txt").read_text() == "mine"
    empty.mkdir()
    left = tmp_path / "empty.part"
    left.mkdir()
    (left / "cases.db").write_bytes(b"left by a kill")
    restore(opened, empty, clock=clock)
    assert (empty / "vault.json").exists()
    assert not left.exists()


def test_parts_of_old_and_restored_vault_cannot_be_mixed(
    vault: Vault, place: Place, tmp_path: Path, clock: FixedClock, open_vault: Callable[..., Vault]
) -> None:
    make_backup(vault, place)
    restore(newest(place), tmp_path / "new", clock=clock)
    vault.close()
    for part in ("vault.json", "cases.db", "counter"):
        mixed = tmp_path / f"mixed-{part}"
        shutil.copytree(tmp_path / "new", mixed)
        shutil.copy(vault.folder / part, mixed / part)
        with pytest.raises(Exception, match=r"mismatch|entries missing|database_damaged"):
            open_vault(mixed)


@pytest.mark.parametrize("at", [0.0, 0.2, 0.5, 0.9])
def test_stopping_leaves_what_was_there(
    at: float, vault: Vault, place: Place, put_document: Put, tmp_path: Path, clock: FixedClock
) -> None:
    first = make_backup(vault, place)
    put_document(vault, secrets.token_bytes(3_000_000))
    far = [0.0]

    def progress(part: float) -> None:
        far[0] = part

    def stop() -> bool:
        return far[0] >= at

    with pytest.raises(Interrupted):
        make_backup(vault, place, progress=progress, stop=stop)
    assert list_states(place) == (first.state,)
    assert not list(place.folder.rglob("*.part"))
    verify_state(newest(place))
    make_backup(vault, place)
    far[0] = 0.0
    with pytest.raises(Interrupted):
        restore(newest(place), tmp_path / "new", clock=clock, progress=progress, stop=stop)
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "new.part").exists()


def test_only_one_backup_at_a_time(vault: Vault, place: Place) -> None:
    with vault.backing_up, pytest.raises(BackupRunning):
        make_backup(vault, place)
    make_backup(vault, place)


def test_a_copy_that_reads_back_differently_is_no_backup(
    vault: Vault, place: Place, put_document: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_backup(vault, place)
    true = copies.copy_durably

    def lying(blocks: object, target: Path) -> tuple[int, str]:
        found = true(blocks, target)  # type: ignore[arg-type]  # as given
        content = bytearray(target.read_bytes())
        content[50] ^= 1
        target.write_bytes(content)
        return found

    for module in ("backup", "backup_files"):
        put_document(vault, secrets.token_bytes(100))
        with monkeypatch.context() as patched:
            patched.setattr(f"mfd_desktop.vault.{module}.copy_durably", lying)
            with pytest.raises(CopyDiffers):
                make_backup(vault, place)
        assert list_states(place) == (first.state,)


def test_a_stick_that_is_gone_is_not_made_again(vault: Vault, place: Place) -> None:
    make_backup(vault, place)
    shutil.rmtree(place.folder)
    with pytest.raises(StorageError, match="missing"):
        make_backup(vault, place)
    assert not place.folder.exists()
    place.folder.mkdir()
    with pytest.raises(StorageError, match="missing"):
        make_backup(vault, place)
    assert not list(place.folder.iterdir())


def test_too_little_room_is_said_before_anything_is_written(
    vault: Vault, place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: FixedClock
) -> None:
    make_backup(vault, place)
    before = contents(place.folder)
    monkeypatch.setattr("mfd_desktop.vault.backup_files.free_bytes", lambda _folder: 4_000_000)
    with pytest.raises(StorageError, match="full"):
        make_backup(vault, place)
    with pytest.raises(StorageError, match="full"):
        restore(newest(place), tmp_path / "new", clock=clock)
    assert contents(place.folder) == before
    assert not list(tmp_path.glob("new*"))


def test_where_backups_may_lie(
    vault: Vault, tmp_path: Path, open_vault: Callable[..., Vault], clock: FixedClock
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "holiday.jpg").write_bytes(b"")
    own = choose_place(vault, stick)
    assert own.folder == stick / "MFD-Datensicherung"
    assert choose_place(vault, stick) == choose_place(vault, own.folder) == find_place(stick) == own
    other = Vault.create(tmp_path / "other", PASSPHRASE, clock=clock, cost=slots.KdfCost(64 * 1024, 1, 1))
    try:
        for folder, reason in (
            (stick, "other_vault"),
            (own.folder, "other_vault"),
            (other.folder / "in", "inside_vault"),
            (other.folder, "inside_vault"),
            (Path("stick"), "relative"),
            (tmp_path / "no" / "such", "missing"),
        ):
            with pytest.raises(BackupFolderRefused, match=reason):
                choose_place(other, folder)
        (tmp_path / "taken" / "MFD-Datensicherung").mkdir(parents=True)
        (tmp_path / "taken" / "MFD-Datensicherung" / "x").write_bytes(b"")
        with pytest.raises(BackupFolderRefused, match="not_empty"):
            choose_place(other, tmp_path / "taken")
        with pytest.raises(BackupFolderRefused, match="other_vault"):
            make_backup(other, own)
    finally:
        other.close()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", BackupDamaged),
        (b"[]", BackupDamaged),
        (b'{"format": 1}', BackupDamaged),
        (b'{"format": 2, "vault": "x", "place": "y"}', BackupNewer),
        (b'{"format": 1, "vault": "x", "place": "y"}', BackupDamaged),
        (b'{"format": "1", "vault": "", "place": ""}', BackupDamaged),
        (b"[" * 100_000, BackupDamaged),
    ],
)
def test_a_strange_mark_is_refused(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    (tmp_path / "mfd-backup.json").write_bytes(content)
    with pytest.raises(error):
        find_place(tmp_path)


def test_no_backup_is_told_from_one_without_its_mark(vault: Vault, place: Place, tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(BackupMissing):
            find_place(folder)
    make_backup(vault, place)
    (place.folder / "mfd-backup.json").unlink()
    with pytest.raises(BackupDamaged, match="mark"):
        find_place(place.folder)


def test_each_state_opens_with_the_passphrase_of_its_time(vault: Vault, place: Place, clock: FixedClock) -> None:
    old = make_backup(vault, place).state
    cost = slots.KdfCost(64 * 1024, 1, 1)
    with vault.change_slots(
        lambda master, header: (slots.passphrase_slot("Anderes-Wort-2026", master, header.vault, cost),)
    ):
        pass
    clock.moment += timedelta(days=1)
    new = make_backup(vault, place).state
    for passphrase, opens, refuses in ((PASSPHRASE, old, new), ("Anderes-Wort-2026", new, old)):
        opener = by_passphrase_once(passphrase)
        assert read_state(place, opens, opener).state == opens
        with pytest.raises(WrongPassphrase):
            read_state(place, refuses, by_passphrase(passphrase))
    assert read_state(place, old, by_vault(vault)).state == old


PARTS = ("vault.json", "manifest", "cases.db")


@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_state_is_refused_and_the_others_are_whole(
    part: str, vault: Vault, place: Place, clock: FixedClock, tmp_path: Path
) -> None:
    old = make_backup(vault, place).state
    clock.moment += timedelta(days=1)
    make_backup(vault, place)
    path = place.state_folder(old.name) / part
    for change in (lambda content: content[:-1], lambda content: content[:60] + b"\0" + content[61:]):
        content = path.read_bytes()
        path.write_bytes(change(content))
        with pytest.raises(BackupDamaged):
            restore(read_state(place, old, by_passphrase(PASSPHRASE)), tmp_path / "new", clock=clock)
        with pytest.raises(BackupDamaged):
            verify_state(read_state(place, old, by_passphrase(PASSPHRASE)))
        assert not list(tmp_path.glob("new*"))
        path.write_bytes(content)
    path.unlink()
    with pytest.raises((BackupDamaged, StorageError)):
        verify_state(read_state(place, old, by_passphrase(PASSPHRASE)))
    verify_state(newest(place))


def test_parts_of_two_states_cannot_be_mixed(vault: Vault, place: Place, clock: FixedClock) -> None:
    old = make_backup(vault, place).state
    clock.moment += timedelta(days=1)
    new = make_backup(vault, place).state
    for part, damage in (("manifest", "manifest"), ("cases.db", "database")):
        kept = (place.state_folder(new.name) / part).read_bytes()
        shutil.copy(place.state_folder(old.name) / part, place.state_folder(new.name) / part)
        with pytest.raises(BackupDamaged, match=damage):
            verify_state(read_state(place, new, by_passphrase(PASSPHRASE)))
        (place.state_folder(new.name) / part).write_bytes(kept)
    place.state_folder(old.name).rename(place.state_folder(new.name).with_name("20270101T000000Z-1-5"))
    renamed = parse_state("20270101T000000Z-1-5")
    assert renamed is not None
    with pytest.raises(BackupDamaged, match="manifest"):
        read_state(place, renamed, by_passphrase(PASSPHRASE))


def test_the_lock_of_the_vault_survives_a_backup(vault: Vault, place: Place, open_vault: Callable[..., Vault]) -> None:
    make_backup(vault, place)
    program = (
        "import sys; from pathlib import Path; from mfd_desktop.vault.store import Vault;"
        "from mfd_desktop.domain.clock import SystemClock;"
        "Vault.open(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())"
    )
    again = subprocess.run(
        [sys.executable, "-c", program, str(vault.folder), PASSPHRASE], capture_output=True, text=True, check=False
    )
    assert "VaultInUse" in again.stderr


def test_the_file_copied_from_is_closed_where_that_drops_no_locks(vault: Vault, place: Place) -> None:
    make_backup(vault, place)
    first = vault.raw_file()
    vault.release_raw_file(windows=False)
    assert vault.raw_file() is first
    vault.release_raw_file(windows=True)
    assert first.closed
    make_backup(vault, place)
    vault.close()


def test_a_file_swollen_by_somebody_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "swollen"
    with path.open("wb") as file:
        file.truncate(200 * copies.BLOCK)
    read: list[int] = []
    told = Told(lambda _part: None, lambda: bool(read.append(1)))
    with pytest.raises(Differs):
        list(checked(path, SealedFile("a", 10, "0" * 64), told))
    assert len(read) < 3
