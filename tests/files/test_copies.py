"""Copying block by block: flushed on the way, whole or absent, named durably."""

import os
from pathlib import Path

import pytest

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files import copies, folder_copies


def test_a_long_copy_is_flushed_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    real = os.fsync
    monkeypatch.setattr(copies, "_FLUSHED", 2)
    monkeypatch.setattr(os, "fsync", lambda descriptor: (flushed.append(descriptor), real(descriptor))[1])
    size, _digest = copies.copy_durably([b"x" * 10] * 5, tmp_path / "copy")
    assert (size, (tmp_path / "copy").stat().st_size) == (50, 50)
    assert len(flushed) >= 3


def test_a_file_is_read_back_where_the_system_has_no_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    monkeypatch.delattr(os, "posix_fadvise")
    assert copies.read_back(tmp_path / "file")[0] == 3


def test_a_file_in_the_way_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    with pytest.raises(StorageError):
        copies.add_folder(tmp_path / "file")
    copies.add_folder(tmp_path / "new")
    copies.add_folder(tmp_path / "new")


def test_a_name_held_by_a_scanner_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Path] = []
    real = Path.rename

    def rename(part: Path, name: Path) -> Path:
        tries.append(part)
        if len(tries) < 3:
            raise PermissionError
        return real(part, name)

    monkeypatch.setattr(Path, "rename", rename)
    part = tmp_path / "a.part"
    part.mkdir()
    copies.give_name(part, tmp_path / "a", patience=(0.0, 0.0, 0.0))
    assert (tmp_path / "a").is_dir()
    part.mkdir()
    tries[:] = []
    copies.give_name(part, tmp_path / "b", patience=(0.0, 0.0))
    assert (tmp_path / "b").is_dir()


def test_a_folder_is_copied_with_what_is_in_it_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    (source / "inner").mkdir(parents=True)
    (source / "inner" / "file").write_bytes(b"abc")
    folder_copies.copy_folder(source, tmp_path / "copy")
    assert (tmp_path / "copy" / "inner" / "file").read_bytes() == b"abc"
    monkeypatch.setattr(folder_copies, "read_back", lambda *_given: (0, ""))
    with pytest.raises(StorageError):
        folder_copies.copy_folder(source, tmp_path / "bad")
    assert not (tmp_path / "bad").exists()
