"""Canonical JSON (RFC 8785) of integers, strings, lists and objects: what is hashed and signed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Canonical = int | str | list["Canonical"] | dict[str, "Canonical"]
_LARGEST = 2**53 - 1
"""Integers that every reader of JSON keeps exactly (RFC 8785 section 3.2.2.3)."""


def canonical(value: Mapping[str, Canonical]) -> bytes:
    """Return the one way to write ``value``; raise ValueError for anything but integers, strings, lists and objects."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    if isinstance(value, str):
        value.encode()  # a lone surrogate has no UTF-8: UnicodeEncodeError is a ValueError
        return value
    if isinstance(value, list | tuple):
        return [_ordered(part) for part in value]
    if isinstance(value, dict) and all(isinstance(name, str) for name in value):
        # Names are ordered by UTF-16 code units (section 3.2.3).
        return {name: _ordered(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    raise ValueError(value)
