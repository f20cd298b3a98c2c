"""The private folder of a measurement, and the kernel's file about the peak of memory."""

import stat
from pathlib import Path

import pytest

from mfd_desktop.files.atomic import remove_scratch
from mfd_desktop.files.memory import forget_peak
from mfd_desktop.files.scratch import scratch_folder


def test_a_scratch_folder_is_private_and_gone_afterwards_with_all_in_it() -> None:
    with scratch_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "sub").mkdir()
        (folder / "sub" / "file").write_bytes(b"x")
    assert not folder.exists()


def use_and_fail(seen: list[Path]) -> None:
    with scratch_folder() as folder:
        seen.append(folder)
        raise KeyError


def test_it_is_gone_after_a_failure_too() -> None:
    seen: list[Path] = []
    with pytest.raises(KeyError):
        use_and_fail(seen)
    assert not seen[0].exists()


def test_the_peak_is_forgotten_by_the_word_the_kernel_knows(tmp_path: Path) -> None:
    forget_peak(tmp_path / "clear_refs")
    assert (tmp_path / "clear_refs").read_text(encoding="ascii") == "5"


def test_removing_a_leftover_never_complains(tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    for name in ("index", "index", "folder"):
        remove_scratch(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
