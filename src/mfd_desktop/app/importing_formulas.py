"""Cells of an .xlsx file whose formula has no value: never computed, or an error (#NAME?).

The reader gives such cells as empty ones; without this look a birth date that failed to compute would vanish unsaid.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from mfd_desktop.files.zipped import read_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_PART = 400 * 1024 * 1024
"""Bytes of one unpacked table; a larger one is not looked at."""

_SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*\br:id="([^"]+)"')
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"([^>]*)>(?:<f\b([^<]*)</f>|<f\b[^>]*/>)?(<v>[^<])?')


def formulas_without_value(path: Path, index: int, last_row: int) -> frozenset[tuple[int, int]]:
    """Return row number and column (from 0) of those cells in the table at ``index``, up to ``last_row``.

    Empty for other kinds of files: there nothing can be told.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return frozenset()
    part = _part(path, index)
    content = read_part(path, part, LARGEST_PART) if part else None
    return frozenset(place for place in _holes(content or b"") if place[0] <= last_row)


def _part(path: Path, index: int) -> str:
    """Return the name of the part that holds the table at ``index``; empty if it is not to be found."""
    relations = _SHEET.findall(read_part(path, "xl/workbook.xml", LARGEST_PART) or b"")
    links = read_part(path, "xl/_rels/workbook.xml.rels", LARGEST_PART) or b""
    for link in re.findall(rb"<Relationship\b[^>]*>", links):
        target = re.search(rb'Target="([^"]+)"', link)
        if target and index < len(relations) and b'Id="' + relations[index] + b'"' in link:
            # A target is named from the folder xl, or from the root if it begins with a slash.
            return posixpath.normpath(posixpath.join("/xl", target[1].decode())).lstrip("/")
    return ""


def _holes(content: bytes) -> Iterator[tuple[int, int]]:
    for letters, digits, attributes, formula, value in _CELL.findall(content):
        failed = b't="e"' in attributes
        if failed or (formula and not value):
            yield int(digits), _column(letters)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
