"""A folder of results is made anew, and nothing that somebody else put there is ever removed."""

from pathlib import Path

import pytest

from mfd_desktop.domain.errors import StorageError, VaultExists
from mfd_desktop.files.output import renew_folder


def renew(folder: Path, text: str = "erstes") -> None:
    renew_folder(folder, "LIESMICH.txt", text, ("a", "b"))


def test_a_new_or_empty_folder_is_taken(tmp_path: Path) -> None:
    for folder in (tmp_path / "new" / "out", tmp_path / "empty"):
        if folder.name == "empty":
            folder.mkdir()
        renew(folder)
        assert sorted(path.name for path in folder.iterdir()) == ["LIESMICH.txt", "a", "b"]
        assert (folder / "LIESMICH.txt").read_text(encoding="utf-8") == "erstes"


def test_an_earlier_result_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    renew(folder)
    (folder / "a" / "old.txt").write_text("alt", encoding="utf-8")
    renew(folder, "zweites")
    assert list((folder / "a").iterdir()) == []
    assert (folder / "LIESMICH.txt").read_text(encoding="utf-8") == "zweites"


@pytest.mark.parametrize("name", ["brief.pdf", "a"])
def test_anything_else_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).mkdir()
    with pytest.raises(VaultExists):
        renew(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_a_result_to_which_something_was_added_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    renew(folder)
    (folder / "meins.txt").write_text("x", encoding="utf-8")
    with pytest.raises(VaultExists):
        renew(folder)
    assert (folder / "meins.txt").exists()
    assert (folder / "a").is_dir()


def test_a_file_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError):
        renew(tmp_path / "out")
