"""Whole files in a folder others share: never over a different one, never a folder made anew, always read back."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files import shared
from mfd_desktop.files.shared import deliver, is_portable

PATH = "contributions/2026-Q3/abc/1-f.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "shared"
    found.mkdir()
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_file_is_there_whole_and_nothing_beside_it(folder: Path) -> None:
    deliver(folder, PATH, b"whole")
    deliver(folder, PATH, b"whole")
    assert names(folder) == [PATH]
    assert (folder / PATH).read_bytes() == b"whole"


def test_others_may_read_it(folder: Path) -> None:
    deliver(folder, PATH, b"x")
    umask = os.umask(0)
    os.umask(umask)
    if os.name != "nt":
        assert (folder / PATH).stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_different_file_stays_as_it_is(folder: Path) -> None:
    deliver(folder, PATH, b"first")
    with pytest.raises(FileExistsError):
        deliver(folder, PATH, b"second")
    assert (folder / PATH).read_bytes() == b"first"
    deliver(folder, PATH, b"second", replaces=lambda there: there == b"first")
    assert (folder / PATH).read_bytes() == b"second"


def test_an_empty_file_left_by_a_synchronisation_gives_way(folder: Path) -> None:
    (folder / "a.json").write_bytes(b"")
    deliver(folder, "a.json", b"whole")
    assert (folder / "a.json").read_bytes() == b"whole"


def test_a_folder_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="missing"):
        deliver(tmp_path / "gone", PATH, b"x")
    assert not (tmp_path / "gone").exists()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="missing"):
        deliver(tmp_path / "file", PATH, b"x")


def refusing(error: int, times: int, real: Callable[..., object]) -> Callable[..., object]:
    left = [times]

    def call(*arguments: object, **more: object) -> object:
        if left[0]:
            left[0] -= 1
            raise OSError(error, os.strerror(error))
        return real(*arguments, **more)

    return call


def test_a_scanner_that_holds_the_file_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", refusing(errno.EACCES, 3, Path.replace))
    waited: list[float] = []
    deliver(folder, PATH, b"x", windows=True, wait=waited.append)
    assert len(waited) == 3
    assert waited == sorted(waited)
    assert names(folder) == [PATH]


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EXDEV])
def test_a_share_that_refuses_rename_gets_the_file_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    monkeypatch.setattr(Path, "replace", refusing(error, 100, Path.replace))
    deliver(folder, PATH, b"x")
    deliver(folder, "desks/a.json", b"old")
    deliver(folder, "desks/a.json", b"new", replaces=lambda _there: True)
    assert names(folder) == [PATH, "desks/a.json"]
    assert (folder / "desks/a.json").read_bytes() == b"new"


def test_what_somebody_else_writes_at_the_same_moment_is_never_taken_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shared._create  # noqa: SLF001 - the moment between looking and writing

    def late(path: Path, content: bytes, *, durable: bool) -> None:
        if path.name == Path(PATH).name:
            path.write_bytes(b"theirs")
        real(path, content, durable=durable)

    monkeypatch.setattr(shared, "_create", late)
    monkeypatch.setattr(Path, "replace", refusing(errno.EPERM, 100, Path.replace))
    with pytest.raises(StorageError):
        deliver(folder, PATH, b"ours")
    assert (folder / PATH).read_bytes() == b"theirs"


def test_a_full_medium_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.ENOSPC, 1, os.fsync))
    with pytest.raises(StorageError, match="full"):
        deliver(folder, PATH, b"x")
    assert names(folder) == []
    monkeypatch.setattr(Path, "replace", refusing(errno.ENOSPC, 1, Path.replace))
    with pytest.raises(StorageError, match="full"):
        deliver(folder, PATH, b"x")
    assert names(folder) == []


def test_a_medium_that_refuses_everything_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", refusing(errno.EACCES, 100, os.open))
    with pytest.raises(StorageError, match="read_only"):
        deliver(folder, PATH, b"x")
    assert names(folder) == []


def test_what_does_not_read_back_the_same_does_not_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shared._read  # noqa: SLF001 - what lies on a medium that lies
    monkeypatch.setattr(shared, "_read", lambda path, most: (real(path, most) or b"")[:-1])
    with pytest.raises(StorageError, match="failed"):
        deliver(folder, PATH, b"whole")


def test_a_share_that_cannot_flush_folders_is_good_enough(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "sync_folder", refusing(errno.EINVAL, 100, shared.sync_folder))
    deliver(folder, PATH, b"x")
    assert names(folder) == [PATH]


def test_without_durability_the_disk_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO, 100, os.fsync))
    deliver(folder, PATH, b"x", durable=False)
    assert names(folder) == [PATH]


@pytest.mark.parametrize("name", ["a.json", "2026-Q3", "1-ab.json", "network.json", "A"])
def test_portable_names(name: str) -> None:
    assert is_portable(name)


@pytest.mark.parametrize(
    "name", ["", "..", ".a", "a.", "a b", "a/b", "a\\b", "ä", "con", "COM1.json", "nul.json", "a:b", "a?", "-a", "a\n"]
)
def test_names_that_not_every_system_keeps_are_refused(folder: Path, name: str) -> None:
    assert not is_portable(name)
    with pytest.raises(ValueError, match="desks"):
        deliver(folder, f"desks/ {name}", b"x")


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are made in the POSIX way")
@pytest.mark.timeout(20)
def test_a_pipe_or_a_link_in_its_place_gives_way_and_nothing_behind_it_is_touched(folder: Path, tmp_path: Path) -> None:
    place, elsewhere = (folder / PATH).parent, tmp_path / "elsewhere"
    place.mkdir(parents=True)
    elsewhere.write_bytes(b"mine")
    os.mkfifo(folder / PATH)
    deliver(folder, PATH, b"whole")
    (place / "2-f.json").symlink_to(elsewhere)
    deliver(folder, "contributions/2026-Q3/abc/2-f.json", b"whole")
    (place / "3-f.json").symlink_to("/dev/zero")
    deliver(folder, "contributions/2026-Q3/abc/3-f.json", b"whole")
    assert elsewhere.read_bytes() == b"mine"
    assert all((place / f"{number}-f.json").read_bytes() == b"whole" for number in (1, 2, 3))


def test_a_folder_in_its_place_is_refused_in_a_sentence(folder: Path) -> None:
    (folder / PATH).mkdir(parents=True)
    with pytest.raises(StorageError):
        deliver(folder, PATH, b"whole")
    assert names(folder) == []


def test_of_a_huge_file_in_its_place_only_the_beginning_is_looked_at(folder: Path) -> None:
    (folder / PATH).parent.mkdir(parents=True)
    with (folder / PATH).open("wb") as file:
        file.truncate(1024**3)
    seen: list[int] = []
    deliver(folder, PATH, b"whole", replaces=lambda there: bool(seen.append(len(there)) or True))
    assert seen[0] < 2 * 1024**2
    assert (folder / PATH).read_bytes() == b"whole"
