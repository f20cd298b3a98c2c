"""Record ids: random 128-bit values, never row numbers."""

from __future__ import annotations

import re
from typing import NewType

RecordId = NewType("RecordId", str)
"""32 lower-case hexadecimal digits."""

_PATTERN = re.compile(r"[0-9a-f]{32}")


def record_id(text: str) -> RecordId:
    """Return ``text`` as a record id; raise ValueError if it is none."""
    if not _PATTERN.fullmatch(text):
        message = "not a record id"
        raise ValueError(message)
    return RecordId(text)
