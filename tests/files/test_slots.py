"""Two slots, overwritten in place: a torn write never takes the other slot with it."""

import errno
import os
import stat
from pathlib import Path

import pytest

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files.slots import SlotFile

SIZE = 64
A, B, C = b"a" * SIZE, b"b" * SIZE, b"c" * SIZE


def test_both_slots_begin_alike_and_are_written_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "counter"
    SlotFile.create(path, A)
    assert path.read_bytes() == A + A
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file = SlotFile(path, SIZE)
    file.write(1, B)
    assert path.read_bytes() == A + B
    file.write(0, C)
    assert path.read_bytes() == C + B
    file.close()


def test_creating_never_replaces_and_opening_never_creates(tmp_path: Path) -> None:
    path = tmp_path / "counter"
    with pytest.raises(StorageError) as caught:
        SlotFile(path, SIZE)
    assert caught.value.reason == "missing"
    assert not path.exists()
    SlotFile.create(path, A)
    with pytest.raises(StorageError):
        SlotFile.create(path, B)
    assert path.read_bytes() == A + A


def test_a_slot_of_another_size_is_a_bug(tmp_path: Path) -> None:
    SlotFile.create(tmp_path / "counter", A)
    file = SlotFile(tmp_path / "counter", SIZE)
    with pytest.raises(ValueError, match="wrong slot size"):
        file.write(0, A + A)
    file.close()
    assert (tmp_path / "counter").read_bytes() == A + A


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_flush_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def failing(_descriptor: int) -> None:
        raise OSError(code, "no")

    SlotFile.create(tmp_path / "counter", A)
    file = SlotFile(tmp_path / "counter", SIZE)
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(StorageError) as caught:
        file.write(0, B)
    assert caught.value.reason == ("full" if code == errno.ENOSPC else "failed")
    file.close()


def test_a_short_write_is_told_and_spares_the_other_slot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class ShortFile:
        def __init__(self, real: object) -> None:
            self.real = real

        def __getattr__(self, name: str) -> object:
            return getattr(self.real, name)

        def write(self, content: bytes) -> int:
            return self.real.write(content[:10])  # type: ignore[attr-defined,no-any-return]

    SlotFile.create(tmp_path / "counter", A)
    file = SlotFile(tmp_path / "counter", SIZE)
    monkeypatch.setattr(file, "_file", ShortFile(file._file))  # noqa: SLF001 - a medium that takes ten bytes
    with pytest.raises(StorageError) as caught:
        file.write(1, B)
    file.close()
    assert caught.value.reason == "full"
    assert (tmp_path / "counter").read_bytes() == A + B[:10] + A[10:]
