"""The objects of a PDF file and how they are written (ISO 32000-1, 7.3–7.5). The same input gives the same bytes."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import Union

_ESCAPED = {ord(char): f"#{ord(char):02X}" for char in " #()<>[]{}/%"}


class Name(str):
    """A name object; plain ``str`` is text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an object by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A dictionary with content, compressed unless the dictionary names a filter."""

    entries: dict[str, Value]
    content: bytes


Value = Union[None, bool, int, float, str, bytes, Name, Ref, "Stream", "list[Value]", "dict[str, Value]"]


class PdfFile:
    """Collects objects and writes them."""

    def __init__(self) -> None:
        self._objects: list[Value] = []

    def add(self, value: Value = None) -> Ref:
        """Take an object and return its reference; one added empty is filled by ``put``."""
        self._objects.append(value)
        return Ref(len(self._objects))

    def put(self, ref: Ref, value: Value) -> None:
        """Fill an object that was added empty."""
        self._objects[ref.number - 1] = value

    def written(self, *, root: Ref, info: Ref) -> bytes:
        """Return the file; its identifier is a hash of what is in it."""
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, value in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, _formatted(value))
        identifier = hashlib.sha256(out).digest()[:16]
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        trailer: dict[str, Value] = {
            "Size": len(places) + 1,
            "Root": root,
            "Info": info,
            "ID": [identifier, identifier],
        }
        out += b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (_formatted(trailer), start)
        return bytes(out)


def number(value: float) -> str:
    """Return a length as a PDF writes it: three decimals at most, no exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _formatted(value: Value) -> bytes:
    if isinstance(value, Stream):
        return _stream(value)
    if isinstance(value, dict):
        return b"<<%s>>" % b" ".join(_name(key) + b" " + _formatted(inner) for key, inner in value.items())
    if isinstance(value, list):
        return b"[%s]" % b" ".join(map(_formatted, value))
    if isinstance(value, bytes):
        return b"<%s>" % value.hex().encode()
    return _simple(value)


def _simple(value: bool | float | str | Ref | None) -> bytes:
    if isinstance(value, Ref):
        return b"%d 0 R" % value.number
    if isinstance(value, Name):
        return _name(value)
    if isinstance(value, str):
        return b"<%s>" % ("\ufeff" + value).encode("utf-16-be").hex().encode()
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return number(value).encode()


def _name(value: str) -> bytes:
    return b"/" + value.translate(_ESCAPED).encode()


def _stream(value: Stream) -> bytes:
    content, entries = value.content, dict(value.entries)
    if "Filter" not in entries:
        content = zlib.compress(content, 6)
        entries["Filter"] = Name("FlateDecode")
    entries["Length"] = len(content)
    return b"%s\nstream\n%s\nendstream" % (_formatted(entries), content)
