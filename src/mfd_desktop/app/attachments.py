"""Intentions around documents of a case: add, look at, describe, hand out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from mfd_desktop.app.attachment_fields import DOCUMENT
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.changes import changed
from mfd_desktop.app.leaving import export_file
from mfd_desktop.app.saving import check
from mfd_desktop.domain.attachments import MOST_BYTES, PDF, clean_name
from mfd_desktop.domain.errors_attachments import DocumentDamaged, DocumentRefused
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import attachment_files, cases
from mfd_desktop.vault import attachments as store
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.attachments import Attachment


def attachments_of(session: Session, case_id: RecordId) -> tuple[Attachment, ...]:
    """Return the documents of a case, newest first."""
    with session.vault.read() as db:
        return store.attachments_of(db, case_id)


def read_attachment(session: Session, attachment_id: str) -> Attachment:
    """Return one document; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_attachment(db, RecordId(attachment_id))


def check_file(path: Path) -> int:
    """Return the size of a file that could become a document, before anything is copied. Raises DocumentRefused."""
    from mfd_desktop.files.sources import opened

    with opened(path) as source:
        _check_size(clean_name(path.name), source.size)
        return source.size


def add_file(
    session: Session,
    case_id: RecordId,
    path: Path,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    initiator: object = None,
) -> RecordId:
    """Store a file as a document of the case and return its id; the file itself stays.

    ``progress`` gets the share done and may raise to stop. Raises DocumentRefused, StorageError, KeyError without such
    a case; then nothing was stored.
    """
    from mfd_desktop.files.sources import opened

    name = clean_name(path.name)
    with opened(path) as source:
        _check_size(name, source.size)
        return _store(session, case_id, name, source.file, source.size, progress, initiator)


def add_bytes(session: Session, case_id: RecordId, name: str, content: bytes, *, initiator: object = None) -> RecordId:
    """Store what came from the clipboard as a document; otherwise like ``add_file``."""
    _check_size(clean_name(name), len(content))
    return _store(session, case_id, clean_name(name), BytesIO(content), len(content), lambda _part: None, initiator)


def _check_size(name: str, size: int) -> None:
    if size == 0:
        raise DocumentRefused(name, "empty")
    if size > MOST_BYTES:
        raise DocumentRefused(name, "too_large")


def _check_same(name: str, read: int, size: int) -> None:
    if read != size:
        raise DocumentRefused(name, "changed")


def _store(
    session: Session,
    case_id: RecordId,
    name: str,
    file: BinaryIO,
    size: int,
    progress: Callable[[float], None],
    initiator: object,
) -> RecordId:
    from mfd_desktop.files.media import media_of

    media = media_of(file)
    file.seek(0)
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress(min(done / size, 1.0))

    sealed = attachment_files.seal(session.folder, name, file, told=told)
    try:
        _check_same(name, sealed.size, size)
        with session.vault.write() as db:
            cases.read_case(db, case_id)
            values = {"case_id": case_id, "name": name, "media": media, "day": session.clock.today()}
            attachment_id = store.add_attachment(db, session.origin("attachment"), values, sealed)
            store.reindex(db, attachment_id)
    except BaseException:
        store.drop_unnamed(session.vault, (sealed.file,))
        raise
    session.announce(changed("attachment", ids=(attachment_id, case_id)), initiator)
    return attachment_id


def save_document(
    session: Session, attachment_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> Saved:
    """Change the touched fields of a document; an empty name leaves the old one."""
    with session.vault.write() as db:
        before = store.read_attachment(db, attachment_id)
        result = check(
            DOCUMENT, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(before, DOCUMENT), stored_raw=before.stamp.raw,
        )  # fmt: skip
        values = {name: value for name, value in result.values.items() if name != "name"}
        if typed := str(result.values.get("name", "")).strip():
            values["name"] = clean_name(typed)
        wrong = {problem.field for problem in result.problems}
        kept = {name: value for name, value in values.items() if name not in wrong}
        store.change_attachment(db, attachment_id, session.clock.now(), kept)
        store.reindex(db, attachment_id)
    session.announce(changed("attachment", ids=(attachment_id, before.case_id)), initiator)
    return Saved(attachment_id, result.problems)


def remove(session: Session, attachment_id: RecordId, *, initiator: object = None) -> str:
    """Move a document into the recycle bin; return the entry for ``recycling.restore``.

    Its file leaves the disk once neither a document nor the bin names it any more.
    """
    with session.vault.write() as db:
        case_id = store.read_attachment(db, attachment_id).case_id
        entry = bin_record(db, store.ATTACHMENT.name, attachment_id, session.clock.now())
    session.announce(changed("attachment", ids=(attachment_id, case_id)), initiator)
    return entry


def content(session: Session, attachment: Attachment) -> bytes:
    """Return a document, verified to its last block; raise DocumentDamaged, which is remembered in its row.

    One sealed anew since it was read from its row is found all the same.
    """
    try:
        found = attachment_files.content(session.folder, attachment)
    except DocumentDamaged as error:
        now = _now(session, attachment)
        if now is not None and now.file != attachment.file:
            return content(session, now)
        _remember(session, attachment, error.reason)
        raise
    if attachment.damaged:
        _remember(session, attachment, "")
    return found


def _now(session: Session, attachment: Attachment) -> Attachment | None:
    """Return a document as it is now; None if it was deleted meanwhile."""
    try:
        return read_attachment(session, attachment.stamp.id)
    except KeyError:
        return None


def _remember(session: Session, attachment: Attachment, damage: str) -> None:
    if damage != attachment.damaged:
        with session.vault.write() as db:
            store.note_check(db, attachment, session.clock.now(), damage)
        session.announce(changed("attachment", ids=(attachment.stamp.id, attachment.case_id)))


def export_name(session: Session, attachment: Attachment) -> str:
    """Return the file name proposed for an export: case number and ending by content, never a name."""
    with session.vault.read() as db:
        number = cases.read_case(db, attachment.case_id).number
    return f"{number}-{attachment.stamp.id[:4]}{ENDINGS.get(attachment.media, '')}"


def export(session: Session, attachment: Attachment, path: Path) -> None:
    """Write one document in the clear to ``path``; it is logged. Raises DocumentDamaged, StorageError."""
    found = content(session, attachment)
    export_file(session, path, found, "document", client_of(session, attachment))


def client_of(session: Session, attachment: Attachment) -> RecordId:
    """Return whose document it is."""
    with session.vault.read() as db:
        return cases.read_case(db, attachment.case_id).client_id


ENDINGS = {
    PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif", "image/webp": ".webp",
    "image/bmp": ".bmp", "image/gif": ".gif", "image/heif": ".heic", "text/plain": ".txt", "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}  # fmt: skip
