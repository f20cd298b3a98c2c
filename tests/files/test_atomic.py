"""Old content or new, never neither, whatever the operating system refuses."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files.atomic import sync_folder, write_atomic, write_new
from mfd_desktop.files.errors import storage_errors

OLD, NEW = b"old" * 5000, b"new" * 7000


def refuse(code: int) -> Callable[..., object]:
    def failing(*_arguments: object, **_named: object) -> object:
        raise OSError(code, os.strerror(code))

    return failing


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EFBIG, "full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EPERM, "read_only"),
        (errno.ENOENT, "missing"),
        (errno.ENOTDIR, "missing"),
        (errno.EIO, "failed"),
    ],
)
def test_each_refusal_of_the_medium_has_its_reason(tmp_path: Path, code: int, reason: str) -> None:
    with pytest.raises(StorageError) as caught, storage_errors(tmp_path):
        raise OSError(code, "no")
    assert (caught.value.reason, caught.value.path) == (reason, tmp_path)


def test_an_error_without_a_number_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, storage_errors(tmp_path):
        raise OSError("no")
    assert caught.value.reason == "failed"


def test_a_new_file_is_private_and_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_new(path, OLD)
    assert path.read_bytes() == OLD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(StorageError):
        write_new(path, NEW)
    assert path.read_bytes() == OLD


def test_replacing_keeps_the_file_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    path.chmod(0o644)
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "file"
    for write in (write_new, write_atomic):
        with pytest.raises(StorageError) as caught:
            write(path, NEW)
        assert (caught.value.reason, caught.value.path) == ("missing", path)


class FailingFile:
    """A file that takes `room` bytes and then reports a full disk, or fails when flushed or closed."""

    def __init__(self, file: object, room: int, fail_at: str) -> None:
        self._file, self._room, self._fail_at = file, room, fail_at

    def __enter__(self) -> "FailingFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()  # type: ignore[attr-defined]
        if self._fail_at == "close":
            raise OSError(errno.ENOSPC, "full")

    def write(self, content: bytes) -> int:
        self._file.write(content[: self._room])  # type: ignore[attr-defined]
        self._file.flush()  # type: ignore[attr-defined]
        if self._fail_at == "write":
            raise OSError(errno.ENOSPC, "full")
        return len(content)

    def flush(self) -> None:
        if self._fail_at == "flush":
            raise OSError(errno.EIO, "broken")

    def fileno(self) -> int:
        return self._file.fileno()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("fail_at", ["write", "flush", "close"])
@pytest.mark.parametrize("room", [0, 1, 4096])
def test_a_write_that_fails_half_way_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: str, room: int
) -> None:
    path, other = tmp_path / "file", tmp_path / "other"
    path.write_bytes(OLD)
    real = os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda fd, mode: FailingFile(real(fd, mode), room, fail_at))
    with pytest.raises(StorageError):
        write_atomic(path, NEW)
    with pytest.raises(StorageError):
        write_new(other, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["open", "fsync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_refused_open_flush_or_rename_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    monkeypatch.setattr(*((Path, name) if name == "replace" else (os, name)), refuse(code))
    with pytest.raises(StorageError):
        write_atomic(path, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_cannot_be_flushed_leaves_the_new_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    monkeypatch.setattr("mfd_desktop.files.atomic.sync_folder", refuse(errno.EIO))
    with pytest.raises(StorageError):
        write_atomic(path, NEW)
    assert path.read_bytes() == NEW
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_the_content_is_flushed_before_the_rename_and_the_folder_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def flushing(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def renaming(self: Path, target: Path) -> Path:
        order.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(Path, "replace", renaming)
    write_atomic(tmp_path / "file", NEW)
    assert order == ["file", "rename", "folder"]


def test_windows_has_no_folder_to_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "name", "nt")
    sync_folder(tmp_path / "not there")
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "not there")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=9000), st.binary(max_size=9000))
def test_every_content_is_read_back(tmp_path: Path, first: bytes, second: bytes) -> None:
    path = tmp_path / "file"
    for content in (first, second):
        write_atomic(path, content)
        assert path.read_bytes() == content
