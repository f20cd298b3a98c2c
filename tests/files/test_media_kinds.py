"""Kinds of files by content: archives, half a character, what only looks like one."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from mfd_desktop.domain.errors_attachments import DocumentRefused
from mfd_desktop.files.media import OTHER, TEXT, media_of
from mfd_desktop.files.sources import opened


def archive(**members: bytes) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer


@pytest.mark.parametrize(
    ("file", "ending"),
    [
        (archive(word__document_xml=b"x"), "wordprocessingml.document"),
        (archive(xl__workbook_xml=b"x"), "spreadsheetml.sheet"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "opendocument.text"),
        (archive(mimetype=b"application/epub+zip"), OTHER),
        (archive(mimetype=b"x" * 200), OTHER),
        (archive(other=b"x"), OTHER),
        (io.BytesIO(b"PK\x03\x04 cut"), OTHER),
    ],
)
def test_an_archive_is_told_by_what_is_in_it(file: io.BytesIO, ending: str) -> None:
    assert media_of(file).endswith(ending)


def test_text_may_end_in_half_a_character_only_where_it_was_cut() -> None:
    assert media_of(io.BytesIO("ä".encode() * 8192 + b"ab")) == TEXT
    assert media_of(io.BytesIO(b"a" + "ä".encode() * 9000)) == TEXT
    assert media_of(io.BytesIO(b"Guten Tag \xff und mehr")) == OTHER
    assert media_of(io.BytesIO(b"\x1b[31m Farbe")) == OTHER
    assert media_of(io.BytesIO(b"")) == OTHER


def test_what_becomes_a_pipe_between_two_looks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "scan"
    path.write_bytes(b"x")
    real = os.open

    def swapped(name: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return real(name, flags)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(DocumentRefused, match="no_file"), opened(path):
        pytest.fail("a pipe was opened")


def test_a_name_no_system_knows_is_missing() -> None:
    with pytest.raises(DocumentRefused, match="missing"), opened(Path("a\0b")):
        pytest.fail("nothing can be there")
