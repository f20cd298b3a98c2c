"""Telling what a file is by its content, never by its ending."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from mfd_desktop.domain.attachments import IMAGES, PDF

if TYPE_CHECKING:
    from typing import BinaryIO

OTHER = "application/octet-stream"
TEXT = "text/plain"
MAIL = "message/rfc822"
_HEAD = 16 * 1024
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN = "application/vnd.oasis.opendocument."
_HEADERS = (b"return-path:", b"received:", b"from:", b"delivered-to:", b"mime-version:", b"x-")
KNOWN = frozenset({PDF, *IMAGES, "image/heif", *_OFFICE.values(), TEXT, MAIL})
"""Besides these and OpenDocument everything is ``OTHER``: kept, but never opened by the program."""


def media_of(file: BinaryIO) -> str:
    """Return the kind of an open file, which is read from its beginning; it is left anywhere."""
    file.seek(0)
    head = file.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _archive(file)
    if _is_text(head):
        first = head.lstrip().lower()
        return MAIL if first.startswith(_HEADERS) and b"\nsubject:" in first else TEXT
    return _by_magic(head)


def _by_magic(head: bytes) -> str:
    # Only whoever adds a document pays for the table of signatures.
    import puremagic

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return OTHER
    media = found[0].mime_type if found else OTHER
    return media if media in KNOWN - {TEXT, MAIL, PDF} else OTHER


def _archive(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype").decode("ascii", "replace") if _has_kind(archive) else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return OTHER
    if kind.startswith(_OPEN):
        return kind
    return next((media for name, media in _OFFICE.items() if name in names), OTHER)


def _has_kind(archive: zipfile.ZipFile) -> bool:
    found = archive.NameToInfo.get("mimetype")
    return found is not None and found.file_size <= 100


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may be cut in two.
        return error.start >= _HEAD - 4
    return all(char >= 32 or char in (9, 10, 12, 13) for char in head)
