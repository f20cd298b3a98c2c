"""Documents of a case: scans, photos, PDFs, kept as sealed files beside the database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Stamp

MOST_BYTES = 100 * 1024 * 1024
"""Of one document."""
LONGEST_NAME = 120
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
PDF = "application/pdf"
IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/webp", "image/bmp", "image/gif"})
"""Kinds the program shows itself, beside PDF."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document. ``media``: kind by content; ``size``, ``sha256``: of the document itself, ``sealed_*`` of its file.

    ``file``: random name in the folder ``attachments``; ``verified``: when it was last found whole, ``damaged``: what
    was found wrong with its file (``missing``, ``damaged``), else empty.
    """

    stamp: Stamp
    case_id: RecordId
    name: str
    media: str
    size: int
    sha256: str
    file: str
    identity: str = field(repr=False)
    sealed_size: int
    sealed_sha256: str
    day: date | None
    note: str
    verified: datetime | None
    damaged: str

    @property
    def shown(self) -> bool:
        """Whether the program shows it itself."""
        return self.media == PDF or self.media in IMAGES


def clean_name(name: str) -> str:
    """Return a file's name as one line to show: no path, no control characters, nothing that turns the direction."""
    last = re.split(r"[/\\]", name)[-1]
    plain = _TURNING.sub("", unicodedata.normalize("NFC", last))
    plain = "".join(char if char.isprintable() else " " for char in plain)
    plain = " ".join(plain.split()).strip()
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = (
            f"{stem[: LONGEST_NAME - len(ending) - 2]}….{ending}" if dot and len(ending) <= 8 else plain[:LONGEST_NAME]
        )
    return plain or "?"
