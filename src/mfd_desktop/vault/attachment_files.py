"""The sealed files of documents: age, one identity each, written whole or not at all, read to the last block first."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from mfd_desktop.domain.attachments import MOST_BYTES
from mfd_desktop.domain.errors_attachments import DocumentDamaged, DocumentRefused
from mfd_desktop.files.folders import make_private
from mfd_desktop.files.streamed import streamed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from mfd_desktop.domain.attachments import Attachment

FOLDER = "attachments"
ENDING = ".age"


class Readable(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file just sealed, as its row will say."""

    file: str
    identity: str = field(repr=False)
    size: int
    sha256: str
    sealed_size: int
    sealed_sha256: str


def place_of(folder: Path, file: str) -> Path:
    """Return where the file called ``file`` lies in the vault ``folder``."""
    return folder / FOLDER / f"{file}{ENDING}"


def seal(
    folder: Path,
    name: str,
    source: Readable,
    *,
    told: Callable[[int], None] = lambda _count: None,
    most: int = MOST_BYTES,
) -> Sealed:
    """Seal what ``source`` gives into a new file of the vault ``folder`` and return what its row needs.

    ``told`` gets the bytes of every block read and may raise to stop. Without a row the file is nothing yet.
    Raises DocumentRefused (``empty``, ``too_large``), StorageError; then there is no file.
    """
    import pyrage

    make_private(folder / FOLDER)
    identity = pyrage.x25519.Identity.generate()
    file = secrets.token_hex(16)
    reader = _Reader(source, name, told, most)
    with streamed(place_of(folder, file)) as target:
        writer = _Writer(target)
        try:
            pyrage.encrypt_io(reader, writer, [identity.to_public()])
        except pyrage.EncryptError:
            # age turns what was raised while reading or writing into a text of its own.
            if (failure := reader.failure or writer.failure) is None:
                raise
            raise failure from None
        if reader.size == 0:
            raise DocumentRefused(name, "empty")
    return Sealed(file, str(identity), reader.size, reader.digest(), writer.size, writer.digest())


def content(folder: Path, attachment: Attachment) -> bytes:
    """Return a document from memory, once every block and both hashes were right; raise DocumentDamaged."""
    buffer = BytesIO()
    _open(folder, attachment, buffer)
    return buffer.getvalue()


def check(folder: Path, attachment: Attachment, told: Callable[[int], None] = lambda _count: None) -> None:
    """Read a document to its last block and keep nothing; raise DocumentDamaged."""
    _open(folder, attachment, None, told)


def seal_anew(folder: Path, attachment: Attachment) -> Sealed:
    """Seal a document into a new file with a new identity; the old file stays. Raises DocumentDamaged, StorageError."""
    return seal(folder, attachment.name, BytesIO(content(folder, attachment)))


def _open(
    folder: Path, attachment: Attachment, target: BytesIO | None, told: Callable[[int], None] = lambda _count: None
) -> None:
    import pyrage

    path = place_of(folder, attachment.file)
    source = None
    try:
        with path.open("rb") as file:
            source, plain = _Reader(file, attachment.name, told, most=0), _Writer(target)
            pyrage.decrypt_io(source, plain, [pyrage.x25519.Identity.from_str(attachment.identity)])
            while source.read(1024 * 1024):
                pass
    except FileNotFoundError:
        raise DocumentDamaged(attachment.name, "missing") from None
    except (OSError, pyrage.DecryptError, pyrage.IdentityError):
        # Being stopped is no damage.
        if source is not None and source.failure is not None and not isinstance(source.failure, OSError):
            raise source.failure from None
        raise DocumentDamaged(attachment.name, "damaged") from None
    found = (plain.size, plain.digest(), source.size, source.digest())
    if found != (attachment.size, attachment.sha256, attachment.sealed_size, attachment.sealed_sha256):
        raise DocumentDamaged(attachment.name, "damaged")


class _Reader:
    """Counts and hashes what is read; ``most`` bytes at most (0: any number)."""

    def __init__(self, source: Readable, name: str, told: Callable[[int], None], most: int) -> None:
        self._source, self._name, self._told, self._most = source, name, told, most
        self._hash = hashlib.sha256()
        self.size = 0
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            block = self._source.read(size)
            self.size += len(block)
            self._check()
            self._told(len(block))
        except BaseException as error:
            self.failure = error
            raise
        self._hash.update(block)
        return block

    def _check(self) -> None:
        if self._most and self.size > self._most:
            raise DocumentRefused(self._name, "too_large")

    def digest(self) -> str:
        return self._hash.hexdigest()


class _Writer:
    """Counts and hashes what is written; without a target it goes nowhere."""

    def __init__(self, target: BinaryIO | None) -> None:
        self._target = target
        self._hash = hashlib.sha256()
        self.size = 0
        self.failure: BaseException | None = None

    def write(self, block: bytes) -> int:
        self._hash.update(block)
        self.size += len(block)
        if self._target is not None:
            try:
                self._target.write(block)
            except BaseException as error:
                self.failure = error
                raise
        return len(block)

    def flush(self) -> None:
        if self._target is not None:
            self._target.flush()

    def digest(self) -> str:
        return self._hash.hexdigest()
