"""Where a vault had better not lie is told by names, marks, variables and mounts; conflict copies by their names."""

import ctypes
from pathlib import Path
from types import SimpleNamespace

import pytest

from mfd_desktop.files.whereabouts import conflict_copies, whereabouts


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    found = tmp_path / "mounts"
    found.write_text(
        "/dev/sda1 / ext4 rw 0 0\n//server/akten /srv/akten cifs rw 0 0\n"
        "/dev/sdb1 /media/frau\\040muster/STICK vfat rw 0 0\n",
        encoding="utf-8",
    )
    return found


@pytest.mark.parametrize(
    ("place", "kind", "name"),
    [
        ("/home/muster/tresor", "", ""),
        ("/home/muster/Nextcloud/tresor", "cloud", "Nextcloud"),
        ("/home/muster/OneDrive - Musterträger/Akten", "cloud", "OneDrive"),
        ("/home/muster/Dropbox/a/b", "cloud", "Dropbox"),
        ("/home/muster/Google Drive/a", "cloud", "Google Drive"),
        ("/home/muster/SeaDrive/a", "cloud", "SeaDrive"),
        ("/home/muster/nextcloud-anleitung/a", "", ""),
        ("/srv/akten/tresor", "share", ""),
        ("/media/frau muster/STICK/tresor", "stick", ""),
        ("/media", "", ""),
    ],
)
def test_places_are_told_by_name_and_mount(mounts: Path, place: str, kind: str, name: str) -> None:
    assert whereabouts(Path(place), environment={}, mounts=mounts) == (kind, name)


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (".stfolder", "Syncthing"),
        (".sync_0a1b2c.db", "Nextcloud"),
        ("._sync_0a1b2c.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".dropbox", "Dropbox"),
    ],
)
def test_marks_above_the_folder_are_found(tmp_path: Path, mounts: Path, mark: str, name: str) -> None:
    (tmp_path / "carried" / "deep").mkdir(parents=True)
    (tmp_path / "carried" / mark).write_bytes(b"")
    assert whereabouts(tmp_path / "carried" / "deep" / "vault", environment={}, mounts=mounts) == ("cloud", name)


def test_a_variable_of_windows_names_the_folder(tmp_path: Path, mounts: Path) -> None:
    assert whereabouts(tmp_path / "vault", environment={"OneDriveCommercial": str(tmp_path)}, mounts=mounts) == (
        "cloud",
        "OneDrive",
    )


@pytest.mark.parametrize(
    "name",
    [
        "cases (conflicted copy 2026-11-23 093000).db",
        "cases.sync-conflict-20261123-093000-ABCDEFG.db",
        "vault (1).json",
        "cases (In Konflikt stehende Kopie von Muster).db",
        "cases-PC-BUERO.db",
        "counter_conf(2)",
    ],
)
def test_conflict_copies_are_recognised(tmp_path: Path, name: str) -> None:
    for usual in ("cases.db", "cases.db-wal", "cases.db-shm", "vault.json", "vault.json.next", "counter", "attempts"):
        (tmp_path / usual).write_bytes(b"")
    (tmp_path / "cases.db-wal.20261123T093000-1.kept").write_bytes(b"")
    assert conflict_copies(tmp_path) == ()
    (tmp_path / name).write_bytes(b"")
    assert conflict_copies(tmp_path) == (name,)


def test_lines_that_are_no_mounts_and_a_table_that_is_missing_tell_nothing(tmp_path: Path) -> None:
    (tmp_path / "odd").write_text("kaputt\n\n//server/a /srv/a cifs rw\n", encoding="utf-8")
    assert whereabouts(Path("/srv/a/tresor"), mounts=tmp_path / "odd") == ("share", "")
    assert whereabouts(Path("/srv/a/tresor"), mounts=tmp_path / "missing") == ("", "")


def test_a_path_of_a_server_is_a_share(tmp_path: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "absolute", lambda path: path)
    assert whereabouts(Path("//server/akten/tresor"), mounts=mounts)[0] == "share"


@pytest.mark.parametrize(("drive", "kind"), [(4, "share"), (2, "stick"), (3, "")])
def test_windows_is_asked_for_the_kind_of_drive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drive: int, kind: str
) -> None:
    kernel = SimpleNamespace(kernel32=SimpleNamespace(GetDriveTypeW=lambda _anchor: drive))
    monkeypatch.setattr(ctypes, "windll", kernel, raising=False)
    monkeypatch.setattr("mfd_desktop.files.whereabouts.sys", SimpleNamespace(platform="win32"))
    assert whereabouts(tmp_path / "tresor")[0] == kind


def test_a_folder_nobody_may_list_has_no_mark(tmp_path: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("os.scandir", refused)
    assert whereabouts(tmp_path / "tresor", mounts=mounts) == ("", "")
