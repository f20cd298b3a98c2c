"""A signed document: one JSON file with a body, the key that signed it, and the signature.

There is exactly one file for one content: canonical JSON (RFC 8785), keys and signatures in lower-case hexadecimal.
Whatever differs by a byte is refused, even if another reader would find the same values in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from mfd_desktop.domain.canonical import canonical
from mfd_desktop.exchange.keys import verify
from mfd_desktop.exchange.refusal import Refused

if TYPE_CHECKING:
    from mfd_desktop.exchange.keys import Keys

FORMAT = 1
_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every body begins with: the version of the format and the network it belongs to (32 hexadecimal digits)."""

    format: int
    network: str


B = TypeVar("B", bound=Body)


class Signed(Generic[B]):
    """A document whose signature is good; whether its key may say so is for the caller to decide."""

    __slots__ = ("body", "content", "key")

    def __init__(self, body: B, key: str, content: bytes) -> None:
        """Take the body, the public key (hexadecimal) and the file to the byte."""
        self.body = body
        self.key = key
        self.content = content


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: msgspec.Raw
    key: str
    kind: str
    signature: str


class _Format(msgspec.Struct, frozen=True):
    format: int


def sign(kind: str, body: Body, keys: Keys) -> bytes:
    """Return the file of a document of this ``kind``."""
    content: dict[str, Any] = msgspec.to_builtins(body)
    signature = keys.sign(_message(kind, canonical(content))).hex()
    return canonical({"body": content, "key": keys.public, "kind": kind, "signature": signature})


def read_signed(content: bytes, kind: str, model: type[B], most: int) -> Signed[B]:
    """Return the document in ``content``; raise Refused with the reason. ``most`` bytes are looked at, no more."""
    if len(content) > most:
        raise Refused("too_large")
    file = _file(content)
    if file.kind != kind:
        raise Refused("foreign")
    body = _body(bytes(file.body), model)
    plain = msgspec.to_builtins(body)
    parts = {"body": plain, "key": file.key, "kind": kind, "signature": file.signature}
    if not _KEY.fullmatch(file.key) or not _SIGNATURE.fullmatch(file.signature) or _canonical(parts) != content:
        raise Refused("changed")
    if not verify(file.key, bytes.fromhex(file.signature), _message(kind, _canonical(plain))):
        raise Refused("changed")
    return Signed(body, file.key, content)


def _file(content: bytes) -> _File:
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("empty")
    try:
        return msgspec.json.decode(content, type=_File)
    except msgspec.ValidationError:
        raise Refused("foreign") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("partial") from None


def _body(content: bytes, model: type[B]) -> B:
    try:
        if msgspec.json.decode(content, type=_Format).format != FORMAT:
            raise Refused("newer")
        return msgspec.json.decode(content, type=model)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("changed") from None


def _canonical(value: dict[str, Any]) -> bytes:
    try:
        return canonical(value)
    except ValueError:  # a number that no reader keeps exactly, half a character
        raise Refused("changed") from None


def _message(kind: str, body: bytes) -> bytes:
    return b"mfd-desktop signed 1\n" + kind.encode() + b"\n" + body
