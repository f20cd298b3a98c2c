"""Case packages as files: written whole or not at all, read without letting anything through that was not signed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from mfd_desktop.app.colleagues import NO_NETWORK, desk_file, own_keys
from mfd_desktop.domain.errors_handover import AttachmentNotWhole, PackageRefused
from mfd_desktop.domain.handover import HANDOVER
from mfd_desktop.vault.case_transfer import PARTS
from mfd_desktop.vault.migrations import NEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.handover import Colleague
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.exchange.packages import Attachment, Manifest, PackageWriter, Sink

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """A hand-over as the counsellor wants it. ``until``: last day of a stand-in. ``reason``: why without a release."""

    case_id: RecordId
    colleague: Colleague
    purpose: str = HANDOVER
    until: date | None = None
    parts: Collection[str] = PARTS
    reason: str = ""


def write_package(
    session: Session,
    plan: Plan,
    number: str,
    records: bytes,
    documents: Sequence[dict[str, Any]],
    path: Path,
    progress: Callable[[float], None],
) -> str:
    """Write the package and return its SHA-256. Raises AttachmentNotWhole, OfficeIncomplete, StorageError."""
    from mfd_desktop.exchange.packages import Manifest, PackageReader, records_member, seal_package
    from mfd_desktop.exchange.refusal import Refused
    from mfd_desktop.exchange.signed import FORMAT
    from mfd_desktop.files.atomic import remove_scratch
    from mfd_desktop.files.streamed import streamed

    card = desk_file(session).decode()
    attachments = tuple(_attachments(session, documents))
    manifest = Manifest(
        format=FORMAT,
        network=NO_NETWORK,
        card=card,
        recipient=plan.colleague.key,
        purpose=plan.purpose,
        until=plan.until.isoformat() if plan.until else "",
        day=session.clock.today().isoformat(),
        number=number,
        schema=NEWEST,
        members=(records_member(records), *(one.member for one in attachments)),
    )
    reader = PackageReader(manifest, records, attachments, own_keys(session)[0])
    there = path.exists()
    try:
        with streamed(path) as file:
            sink = _Hashing(file, len(records) + sum(one.size for one in attachments), progress)
            seal_package(reader, sink, plan.colleague.recipient)
    except BaseException as error:
        if not there:  # it may have its name already, when only the folder could not be flushed
            remove_scratch(path)
        if isinstance(error, Refused):
            raise AttachmentNotWhole(_not_whole(session, documents)) from None
        raise
    return sink.digest


def read_package(
    session: Session,
    path: Path,
    *,
    sink: Callable[[str], Sink] | None = None,
    progress: Callable[[float], None] = lambda _part: None,
) -> tuple[Manifest, bytes, str]:
    """Return list, records and SHA-256 of a package for this desk; documents go to ``sink(file)``, or nowhere.

    Raises PackageRefused, StorageError, and what ``progress`` raises to stop.
    """
    from mfd_desktop.exchange.packages import PackageWriter, open_package
    from mfd_desktop.exchange.refusal import Refused
    from mfd_desktop.files.errors import storage_errors

    reason = "not_for_us"
    for keys in own_keys(session):
        writer: PackageWriter = PackageWriter(keys.public, sink)
        with storage_errors(path), path.open("rb") as file:
            source = _Reading(file, progress)
            try:
                return open_package(source, writer, keys), writer.records, source.digest()
            except Refused as refused:
                reason = refused.reason
        if reason != "not_for_us":
            break
    raise PackageRefused(path, reason)


class _Hashing:
    """Takes the sealed bytes on their way to the disk."""

    def __init__(self, file: BinaryIO, total: int, progress: Callable[[float], None]) -> None:
        self._file, self._total, self._progress = file, max(total, 1), progress
        self._hash, self._done = hashlib.sha256(), 0

    def write(self, content: bytes) -> int:
        self._hash.update(content)
        self._done += len(content)
        self._progress(min(self._done / self._total, 1.0))
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


class _Reading:
    """Gives the sealed bytes of a file."""

    def __init__(self, file: BinaryIO, progress: Callable[[float], None]) -> None:
        self._file, self._progress = file, progress
        self._total = max(file.seek(0, 2), 1)
        file.seek(0)
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._hash.update(content)
        self._progress(self._file.tell() / self._total)
        return content

    def digest(self) -> str:
        """Return the hash of the whole file, to its end."""
        while self.read(_PIECE):
            pass
        return self._hash.hexdigest()


def _attachments(session: Session, documents: Sequence[dict[str, Any]]) -> Iterator[Attachment]:
    from mfd_desktop.exchange.packages import Attachment

    for row in documents:
        path = _place(session, row)
        if not path.is_file() or path.stat().st_size != row["sealed_size"]:
            raise AttachmentNotWhole(str(row["name"]))
        yield Attachment(row["file"], row["sealed_size"], row["sealed_sha256"], _opening(path))


def _opening(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _not_whole(session: Session, documents: Sequence[dict[str, Any]]) -> str:
    """Return the name of the first document whose file is not what its row says."""
    for row in documents:
        with _place(session, row).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != row["sealed_sha256"]:
                return str(row["name"])
    return ""


def _place(session: Session, row: dict[str, Any]) -> Path:
    return session.folder / "attachments" / f"{row['file']}.age"
