"""A case on its way to a colleague: one age file to her key, inside it a tar archive that begins with a signed list.

Any ``age`` and ``tar`` open it with the right identity, nothing opens it without: ``manifest.json`` (signed by the
sender: who, to whom, why, until when, and length and SHA-256 of all that follows), ``records.json``, then the
attachments, each still sealed with the identity that ``records.json`` names. Reading goes through once, holds nothing
but the records, and lets nothing pass that the sender has not signed.
"""

from __future__ import annotations

import hashlib
import tarfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import msgspec

from mfd_desktop.exchange.desks import read_card
from mfd_desktop.exchange.network import Count, Day, Hash, Key, Line
from mfd_desktop.exchange.refusal import Refused
from mfd_desktop.exchange.signed import Body, read_signed, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from contextlib import AbstractContextManager

    from mfd_desktop.exchange.keys import Keys

ENDING = ".mfdcase"
PURPOSES = ("handover", "stand_in", "return")
RECORDS = "records.json"
_MANIFEST = "manifest.json"
_KIND = "case"
_MOST_MANIFEST = 1024 * 1024
MOST_RECORDS = 128 * 1024 * 1024
"""Bytes of ``records.json``; a case with a thousand contacts and a hundred letters is a tenth of it."""
_BLOCK = 512
_PIECE = 64 * 1024


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in the archive."""

    name: Annotated[str, msgspec.Meta(pattern=r"^(records\.json|attachments/[0-9a-f]{32}\.age)\Z")]
    size: Annotated[int, msgspec.Meta(ge=0, le=2**40)]
    sha256: Hash


class Manifest(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is sent. ``card``: the sender's desk card; ``recipient``: the key it is meant for; ``until``: end of a
    stand-in, else empty; ``number``: the case number at the sender's; ``schema``: of the records.
    """

    card: str
    recipient: Key
    purpose: Annotated[str, msgspec.Meta(pattern=r"^(handover|stand_in|return)\Z")]
    until: Annotated[str, msgspec.Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")]
    day: Day
    number: Line
    schema: Count
    members: Annotated[tuple[Member, ...], msgspec.Meta(min_length=1, max_length=5000)]


class Source(Protocol):
    """An open file read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, none at the end."""


class Sink(Protocol):
    """Where an attachment goes while a package is read."""

    def write(self, content: bytes, /) -> object:
        """Take the next bytes."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A sealed attachment to send: its random name (32 hexadecimal digits), size and hash of the age file."""

    file: str
    size: int
    sha256: str
    open: Callable[[], AbstractContextManager[Source]] = field(repr=False)

    @property
    def member(self) -> Member:
        """How the list names it."""
        return Member(f"attachments/{self.file}.age", self.size, self.sha256)


def records_member(records: bytes) -> Member:
    """Return how the list names the records."""
    return Member(RECORDS, len(records), hashlib.sha256(records).hexdigest())


class PackageReader:
    """The archive as a stream to be encrypted: give it to ``age``."""

    def __init__(self, manifest: Manifest, records: bytes, attachments: Sequence[Attachment], keys: Keys) -> None:
        """``manifest.members`` names the records first, then the attachments in this order."""
        self._pieces = _pieces(sign(_KIND, manifest, keys), records, attachments)
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes; raise Refused (``changed``) if an attachment is not what the list says."""
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def _pieces(manifest: bytes, records: bytes, attachments: Sequence[Attachment]) -> Iterator[bytes]:
    yield from _file(_MANIFEST, manifest)
    yield from _file(RECORDS, records)
    for attachment in attachments:
        yield _header(attachment.member.name, attachment.size)
        digest, left = hashlib.sha256(), attachment.size
        with attachment.open() as source:
            while left and (piece := source.read(min(_PIECE, left))):
                digest.update(piece)
                left -= len(piece)
                yield piece
            longer = bool(source.read(1))
        if left or longer or digest.hexdigest() != attachment.sha256:
            raise Refused("changed")
        yield _filling(attachment.size)
    yield bytes(2 * _BLOCK)


def _file(name: str, content: bytes) -> Iterator[bytes]:
    yield _header(name, len(content))
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]
    yield _filling(len(content))


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _filling(size: int) -> bytes:
    return bytes(-size % _BLOCK)


class PackageWriter:
    """Takes the decrypted archive piece by piece: ``write`` is called by ``age``, ``finish`` afterwards.

    Raises Refused: ``changed``, ``partial``, ``foreign``, ``newer``, ``too_large``, ``wrong_key`` (not signed by the
    card's desk, or meant for somebody else). Attachments go to ``sink(file)``, or nowhere.
    """

    def __init__(self, recipient: str, sink: Callable[[str], Sink] | None = None) -> None:
        """``recipient``: the public key of this desk."""
        self.manifest: Manifest | None = None
        self.records = b""
        self._recipient = recipient
        self._sink = sink
        self._rest = bytearray()
        self._steps = self._walk()
        self._wanted = next(self._steps)
        self._ended = False

    def write(self, content: bytes) -> int:
        """Take the next bytes."""
        self._rest += content
        while not self._ended and len(self._rest) >= self._wanted:
            taken = bytes(self._rest[: self._wanted])
            del self._rest[: self._wanted]
            try:
                self._wanted = self._steps.send(taken)
            except StopIteration:
                self._ended = True
        if self._ended:
            if any(self._rest):
                raise Refused("changed")
            self._rest.clear()
        return len(content)

    def flush(self) -> None:
        """Do nothing; ``age`` asks for it."""

    def finish(self) -> Manifest:
        """Return the list once all of it was there and whole."""
        if not self._ended or self.manifest is None:
            raise Refused("partial")
        return self.manifest

    def _walk(self) -> Generator[int, bytes, None]:
        """Ask for so many bytes, get them; return at the end of the archive."""
        name, size = yield from self._next_header()
        if name != _MANIFEST or not 0 < size <= _MOST_MANIFEST:
            raise Refused("foreign")
        content = yield from _content(size)
        self.manifest = _manifest(content, self._recipient)
        for member in self.manifest.members:
            name, size = yield from self._next_header()
            if (name, size) != (member.name, member.size):
                raise Refused("changed")
            if name == RECORDS:
                self.records = yield from _content(size)
                digest = hashlib.sha256(self.records).hexdigest()
            else:
                digest = yield from self._attachment(member)
            if digest != member.sha256:
                raise Refused("changed")
        if any((yield 2 * _BLOCK)):
            raise Refused("changed")

    def _next_header(self) -> Generator[int, bytes, tuple[str, int]]:
        block = yield _BLOCK
        try:
            info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise Refused("foreign") from None
        if not info.isreg():
            raise Refused("foreign")
        return info.name, info.size

    def _attachment(self, member: Member) -> Generator[int, bytes, str]:
        sink = self._sink(member.name.removeprefix("attachments/").removesuffix(".age")) if self._sink else None
        digest, left = hashlib.sha256(), member.size
        while left:
            piece = yield min(_PIECE, left)
            left -= len(piece)
            digest.update(piece)
            if sink is not None:
                sink.write(piece)
        yield from _skip_filling(member.size)
        return digest.hexdigest()


def _content(size: int) -> Generator[int, bytes, bytes]:
    content = yield size
    yield from _skip_filling(size)
    return content


def _skip_filling(size: int) -> Generator[int, bytes, None]:
    if size % _BLOCK and any((yield -size % _BLOCK)):
        raise Refused("changed")


def _manifest(content: bytes, recipient: str) -> Manifest:
    found = read_signed(content, _KIND, Manifest, _MOST_MANIFEST)
    manifest = found.body
    card = read_card(manifest.card.encode(), manifest.network).body
    if found.key != card.sign or manifest.recipient != recipient:
        raise Refused("wrong_key")
    names = [member.name for member in manifest.members]
    if names[0] != RECORDS or len(set(names)) != len(names) or names.count(RECORDS) != 1:
        raise Refused("changed")
    if manifest.members[0].size > MOST_RECORDS:
        raise Refused("too_large")
    if (manifest.purpose == "stand_in") != bool(manifest.until):
        raise Refused("changed")
    return manifest


class _Watched:
    """Remembers what reading or writing raised: age turns it into a text of its own."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        return bytes(self._watch(self._stream.read, size))

    def write(self, content: bytes) -> int:
        self._watch(self._stream.write, content)
        return len(content)

    def flush(self) -> None:
        """Nothing is held back here."""

    def _watch(self, call: Callable[..., Any], *values: object) -> Any:
        try:
            return call(*values)
        except BaseException as error:  # noqa: BLE001 - kept, and raised once age has ended
            self.failure = self.failure or error
            # Not the error itself: age tries for ever again after some.
            raise BrokenPipeError from None


def seal_package(reader: PackageReader, sink: Sink, recipient: str) -> None:
    """Encrypt the archive to the age recipient into ``sink``; raises what reading and writing raise."""
    import pyrage

    source, target = _Watched(reader), _Watched(sink)
    try:
        pyrage.encrypt_io(source, target, [pyrage.x25519.Recipient.from_str(recipient)])
    except (pyrage.EncryptError, OSError):
        failure = source.failure or target.failure
        if failure is None:
            raise
        raise failure from None


def open_package(source: Source, writer: PackageWriter, keys: Keys) -> Manifest:
    """Decrypt ``source`` into ``writer`` and return the list.

    Raises Refused: what the writer says, ``not_for_us`` if the keys do not fit, ``foreign``; and what reading and
    writing raise.
    """
    import pyrage

    sealed, plain = _Watched(source), _Watched(writer)
    try:
        pyrage.decrypt_io(sealed, plain, [pyrage.x25519.Identity.from_str(keys.age_identity)])
    except (pyrage.DecryptError, OSError) as error:
        if (failure := sealed.failure or plain.failure) is not None:
            raise failure from None
        if isinstance(error, OSError):
            raise Refused("changed") from None
        raise Refused("not_for_us" if "matching" in str(error) else "foreign") from None
    return writer.finish()
