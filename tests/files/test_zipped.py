"""One part of a zip file, or nothing where there is nothing to be had."""

import zipfile
from pathlib import Path

import pytest

from mfd_desktop.files.zipped import read_part


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("part", b"content" * 100)
    return path


def test_a_part_is_read(archive: Path) -> None:
    assert read_part(archive, "part", 700) == b"content" * 100


def test_nothing_where_the_part_is_missing_too_large_or_damaged(archive: Path, tmp_path: Path) -> None:
    assert read_part(archive, "other", 700) is None
    assert read_part(archive, "part", 699) is None
    assert read_part(tmp_path / "none.zip", "part", 700) is None
    content = archive.read_bytes()
    archive.write_bytes(content[:40] + bytes(4) + content[44:])
    assert read_part(archive, "part", 700) is None
    archive.write_bytes(content[:50])
    assert read_part(archive, "part", 700) is None
