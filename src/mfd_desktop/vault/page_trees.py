"""Tables and indices as they lie in pages: walking their trees around damaged pages, and reading single records.

Format: sqlite.org/fileformat.html, sections 1.5 to 2.1.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.vault.sealed_pages import USABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mfd_desktop.vault.sealed_pages import SealedPages

INDEX_NODE, TABLE_NODE, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
_NODES, _KINDS = (INDEX_NODE, TABLE_NODE), (INDEX_NODE, TABLE_NODE, INDEX_LEAF, TABLE_LEAF)
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_BLOB = 12

Value = int | float | str | bytes | None


class Unreadable(Exception):
    """A record cannot be read: it goes on in a damaged page, or is none."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its row number (0 in an index) and its stored values."""

    row: int
    values: tuple[Value, ...]


@dataclass(slots=True)
class Walked:
    """What a walk over one tree met. ``damaged``: pages named by it that do not hold; ``cut``: a node was among them.

    ``lost``: records that begin in a whole page and go on in a damaged one.
    """

    pages: set[int] = field(default_factory=set)
    damaged: set[int] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)
    lost: int = 0


def walk(pages: SealedPages, root: int) -> Walked:
    """Walk the tree at ``root`` and return every record that can be read."""
    found = Walked()
    waiting = [root]
    while waiting:
        number = waiting.pop()
        if number in found.pages or number in found.damaged:
            continue
        page = pages.read(number)
        if page is None or kind_of(page, number) not in _KINDS:
            found.damaged.add(number)
            continue
        found.pages.add(number)
        try:
            waiting.extend(_children(page, number))
        except (struct.error, IndexError):
            found.damaged.add(number)
        for record in records_on(pages, page, number, found):
            if record is None:
                found.lost += 1
            else:
                found.records.append(record)
    return found


def kind_of(page: bytes, number: int) -> int:
    """Return what kind of page this is: one of the four kinds, or something else."""
    return page[_start(number)]


def records_on(pages: SealedPages, page: bytes, number: int, found: Walked | None = None) -> Iterator[Record | None]:
    """Give the records of one page; None for one that cannot be read."""
    kind = kind_of(page, number)
    if kind == TABLE_NODE:
        return
    for place in _cells(page, number):
        try:
            yield _record(pages, page, place, kind, found)
        except (Unreadable, struct.error, IndexError, UnicodeDecodeError):
            yield None


def _start(number: int) -> int:
    return 100 if number == 1 else 0


def _cells(page: bytes, number: int) -> tuple[int, ...]:
    start = _start(number)
    (count,) = struct.unpack_from(">H", page, start + 3)
    head = start + (12 if page[start] in _NODES else 8)
    if head + 2 * count > USABLE:
        return ()
    return struct.unpack_from(f">{count}H", page, head)


def _children(page: bytes, number: int) -> list[int]:
    start = _start(number)
    if page[start] not in _NODES:
        return []
    cells = [struct.unpack_from(">I", page, place)[0] for place in _cells(page, number)]
    return [*cells, struct.unpack_from(">I", page, start + 8)[0]]


def _record(pages: SealedPages, page: bytes, place: int, kind: int, found: Walked | None) -> Record:
    if kind == INDEX_NODE:
        place += 4
    length, place = _varint(page, place)
    row = 0
    if kind == TABLE_LEAF:
        row, place = _varint(page, place)
        row -= (row >> 63) << 64
    return Record(row, _values(_payload(pages, page, place, length, kind, found)))


def _payload(pages: SealedPages, page: bytes, place: int, length: int, kind: int, found: Walked | None) -> bytes:
    """Return the whole content of a record, which may go on in a chain of further pages."""
    most = USABLE - 35 if kind == TABLE_LEAF else (USABLE - 12) * 64 // 255 - 23
    if length <= most:
        return page[place : place + length]
    least = (USABLE - 12) * 32 // 255 - 23
    here = least + (length - least) % (USABLE - 4)
    here = here if here <= most else least
    content = bytearray(page[place : place + here])
    (following,) = struct.unpack_from(">I", page, place + here)
    while following and len(content) < length:
        more = pages.read(following)
        if found is not None:
            (found.pages if more is not None else found.damaged).add(following)
        if more is None:
            raise Unreadable
        content += more[4:USABLE]
        (following,) = struct.unpack_from(">I", more)
    if len(content) < length:
        raise Unreadable
    return bytes(content[:length])


def _values(payload: bytes) -> tuple[Value, ...]:
    end, place = _varint(payload, 0)
    kinds = []
    while place < end:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        length = _length(kind)
        values.append(_value(kind, payload[place : place + length], length))
        place += length
    return tuple(values)


def _length(kind: int) -> int:
    if kind >= _BLOB:
        return (kind - _BLOB) // 2
    return 8 if kind == 7 else _INTEGERS.get(kind, 0)


def _value(kind: int, content: bytes, length: int) -> Value:
    if len(content) != length or kind in (10, 11):
        raise Unreadable
    if kind >= _BLOB:
        return content.decode() if kind % 2 else content
    if kind == 7:
        return float(struct.unpack(">d", content)[0])
    if kind in (0, 8, 9):
        return None if kind == 0 else kind - 8
    return int.from_bytes(content, "big", signed=True)


def _varint(content: bytes, place: int) -> tuple[int, int]:
    value = 0
    for count in range(8):
        byte = content[place + count]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + count + 1
    return value << 8 | content[place + 8], place + 9
