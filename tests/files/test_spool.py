"""What is printed passes through memory, never the disk; nothing of it stays there."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from mfd_desktop.domain.errors import SpoolOnDisk
from mfd_desktop.files.spool import abandon_spool, memory_folder, remove_left_spool, spooled_in_memory


@pytest.fixture
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the session's own in memory."""
    folder = tmp_path / "run user"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def mounts(tmp_path: Path, *rows: tuple[Path, str]) -> Path:
    file = tmp_path / "mounts"
    lines = [f"device {str(place).replace(' ', chr(92) + '040')} {kind} rw 0 0" for place, kind in rows]
    file.write_text("\n".join(["device / ext4 rw 0 0", *lines]) + "\n", encoding="utf-8")
    return file


def test_temporary_files_lie_in_memory_while_a_job_is_handed_over(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", "/var/tmp")  # noqa: S108 - only compared
    with spooled_in_memory(platform="linux", mounts=mounts(tmp_path, (run_folder, "tmpfs"))):
        folder = Path(os.environ["TMPDIR"])
        assert folder.parent == run_folder
        if os.name != "nt":
            assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "job").write_bytes(b"%PDF")
    assert os.environ["TMPDIR"] == "/var/tmp"  # noqa: S108 - only compared
    assert list(run_folder.iterdir()) == []


def test_a_setting_that_was_not_there_is_gone_again_even_after_an_error(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    with pytest.raises(KeyError), spooled_in_memory(platform="linux", mounts=mounts(tmp_path, (run_folder, "tmpfs"))):
        raise KeyError
    assert "TMPDIR" not in os.environ
    assert list(run_folder.iterdir()) == []


def test_without_a_folder_in_memory_nothing_is_printed(run_folder: Path, tmp_path: Path) -> None:
    on_disk = mounts(tmp_path, (run_folder, "ext4"), (Path("/dev/shm"), "ext4"))  # noqa: S108 - only named
    with pytest.raises(SpoolOnDisk), spooled_in_memory(platform="linux", mounts=on_disk):
        pytest.fail("began to print")
    assert tempfile.gettempdir()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_spool_in_their_own_way(platform: str, tmp_path: Path) -> None:
    before = dict(os.environ)
    assert memory_folder(platform=platform) is None
    with spooled_in_memory(platform=platform):
        assert dict(os.environ) == before


def test_the_folder_below_a_mount_counts_as_the_mount(run_folder: Path, tmp_path: Path) -> None:
    assert memory_folder(platform="linux", mounts=mounts(tmp_path, (tmp_path, "tmpfs"))) == run_folder


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is chosen on Linux only")
def test_a_job_under_way_is_removed_when_the_process_is_replaced(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    place = mounts(tmp_path, (run_folder, "tmpfs"))
    with (
        spooled_in_memory(platform="linux", mounts=place),
        spooled_in_memory(platform="linux", mounts=place),
    ):
        Path(os.environ["TMPDIR"], "job").write_bytes(b"%PDF")
        abandon_spool()
        assert list(run_folder.iterdir()) == []
        assert "TMPDIR" not in os.environ
    assert "TMPDIR" not in os.environ


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is chosen on Linux only")
def test_what_a_killed_program_left_is_removed_and_a_running_one_is_left_alone(
    run_folder: Path, tmp_path: Path
) -> None:
    for owner in ("999999999", str(os.getpid()), str(os.getppid())):
        (run_folder / f"mfd-desktop-print-{owner}-x").mkdir()
        (run_folder / f"mfd-desktop-print-{owner}-x" / "job").write_bytes(b"%PDF")
    (run_folder / "of-others").mkdir()
    remove_left_spool(platform="linux", mounts=mounts(tmp_path, (run_folder, "tmpfs")))
    left = sorted(path.name for path in run_folder.iterdir())
    assert left == [f"mfd-desktop-print-{os.getppid()}-x", "of-others"]


def test_where_nothing_can_be_printed_nothing_was_left(run_folder: Path, tmp_path: Path) -> None:
    on_disk = mounts(tmp_path, (run_folder, "ext4"), (Path("/dev/shm"), "ext4"))  # noqa: S108 - only named
    remove_left_spool(platform="linux", mounts=on_disk)
    remove_left_spool(platform="win32", mounts=on_disk)
    assert list(run_folder.iterdir()) == []
