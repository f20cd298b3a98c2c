"""A file written piece by piece is whole or absent."""

import errno
import os
import stat
from pathlib import Path

import pytest

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files.streamed import streamed


def test_the_file_appears_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"old")
    with streamed(path) as file:
        file.write(b"new ")
        assert path.read_bytes() == b"old"
        file.write(b"content")
    assert path.read_bytes() == b"new content"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_inside_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), streamed(path) as file:
        file.write("no bytes")  # type: ignore[arg-type]  # what a bug does in the middle
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_full_medium_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / "large"

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, name, refuse)
    monkeypatch.setattr(Path, "replace", refuse) if name == "replace" else None
    with pytest.raises(StorageError) as caught, streamed(path) as file:
        file.write(b"half")
    assert caught.value.reason == "full"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught, streamed(tmp_path / "gone" / "large"):
        pytest.fail("nothing can be written")
    assert caught.value.reason == "missing"
