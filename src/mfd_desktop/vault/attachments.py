"""Rows of documents, and looking after their files: what no row names goes, what is due is read to its end."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.attachments import PDF, Attachment
from mfd_desktop.domain.errors_attachments import DocumentDamaged
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.files.atomic import remove_scratch
from mfd_desktop.files.copies import sweep as sweep_parts
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.attachment_files import ENDING, FOLDER, check, place_of, seal_anew
from mfd_desktop.vault.database import JOURNAL
from mfd_desktop.vault.records import STAMP_WIDTH, Origin, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.attachment_files import Sealed
    from mfd_desktop.vault.store import Vault

ATTACHMENT = Table(
    "attachment",
    ("case_id", "name", "media", "size", "sha256", "file", "identity", "sealed_size", "sealed_sha256", "day", "note",
     "verified", "damaged"),
)  # fmt: skip
_FILE = re.compile(rf"[0-9a-f]{{32}}{re.escape(ENDING)}")


def add_attachment(db: Connection, origin: Origin, values: Mapping[str, object], sealed: Sealed) -> RecordId:
    """Insert the row of a file just sealed. ``values``: ``case_id``, ``name``, ``media`` and what else is known."""
    row = {
        "note": "", "damaged": "", "day": None, "verified": origin.now.isoformat(), **values,
        "size": sealed.size, "sha256": sealed.sha256, "file": sealed.file, "identity": sealed.identity,
        "sealed_size": sealed.sealed_size, "sealed_sha256": sealed.sealed_sha256,
    }  # fmt: skip
    return insert(db, ATTACHMENT, origin, row, {})


def change_attachment(db: Connection, attachment_id: RecordId, now: datetime, values: Mapping[str, object]) -> None:
    """Change name, day or note."""
    update(db, ATTACHMENT, attachment_id, now, values, {})


def read_attachment(db: Connection, attachment_id: RecordId) -> Attachment:
    """Return one document; raise KeyError if there is none."""
    rows = select(db, ATTACHMENT, "WHERE id = ?", (attachment_id,))
    if not rows:
        raise KeyError(attachment_id)
    return _attachment(rows[0])


def attachments_of(db: Connection, case_id: RecordId) -> tuple[Attachment, ...]:
    """Return the documents of a case, newest first."""
    rows = select(db, ATTACHMENT, "WHERE case_id = ? ORDER BY coalesce(day, created) DESC, created DESC", (case_id,))
    return tuple(_attachment(row) for row in rows)


def all_attachments(db: Connection) -> tuple[Attachment, ...]:
    """Return all documents, the one looked at longest ago before the others."""
    return tuple(_attachment(row) for row in select(db, ATTACHMENT, "ORDER BY verified IS NOT NULL, verified, created"))


def damaged_attachments(db: Connection) -> tuple[Attachment, ...]:
    """Return the documents whose files were found missing or damaged."""
    return tuple(_attachment(row) for row in select(db, ATTACHMENT, "WHERE damaged <> '' ORDER BY created"))


def note_check(db: Connection, attachment: Attachment, now: datetime, damage: str) -> None:
    """Remember what reading a document's file has shown: ``damage`` empty if it is whole."""
    whole = now.isoformat() if not damage else attachment.verified.isoformat() if attachment.verified else None
    db.execute(
        "UPDATE attachment SET verified = ?, damaged = ? WHERE id = ? AND file = ?",
        (whole, damage, attachment.stamp.id, attachment.file),
    )


def reindex(db: Connection, attachment_id: RecordId) -> None:
    """Let the search find a document by its name and note."""
    attachment = read_attachment(db, attachment_id)
    body = "\n".join(part for part in (attachment.name, attachment.note) if part)
    searchindex.put(db, "attachment", attachment_id, *_owner(db, attachment), body)


def index_text(db: Connection, attachment: Attachment, text: str, now: datetime) -> None:
    """Let the search find a document by what is written in it; it is not asked for its text again."""
    entry = RecordId(f"{attachment.stamp.id}:text")
    searchindex.put(db, "attachment", entry, *_owner(db, attachment), text)
    db.execute("UPDATE attachment SET text_read = ? WHERE id = ?", (now.isoformat(), attachment.stamp.id))


def without_text(db: Connection) -> tuple[Attachment, ...]:
    """Return the PDFs whose text is still to be read, oldest first."""
    rows = select(db, ATTACHMENT, "WHERE media = ? AND text_read IS NULL AND damaged = '' ORDER BY created", (PDF,))
    return tuple(_attachment(row) for row in rows)


def _owner(db: Connection, attachment: Attachment) -> tuple[RecordId, RecordId]:
    (client_id,) = db.execute("SELECT client_id FROM case_file WHERE id = ?", (attachment.case_id,)).fetchone()
    return RecordId(client_id), attachment.case_id


def verify_attachments(
    vault: Vault, most: int | None = None, told: Callable[[int], None] = lambda _count: None
) -> tuple[int, tuple[Attachment, ...]]:
    """Read documents to their last block, those looked at longest ago first; return how many and which are not whole.

    What was found is remembered in the rows. ``told`` gets the bytes read and may raise to stop.
    """
    with vault.read() as db:
        found = all_attachments(db)[:most]
    seen = []
    try:
        for attachment in found:
            damage = ""
            try:
                check(vault.folder, attachment, told)
            except DocumentDamaged as error:
                damage = error.reason
            seen.append((attachment, damage))
    finally:  # also when stopped
        if seen:
            with vault.write() as db:
                for attachment, damage in seen:
                    note_check(db, attachment, vault.clock.now(), damage)
    return len(found), tuple(attachment for attachment, damage in seen if damage)


def stale_attachments(db: Connection) -> tuple[Attachment, ...]:
    """Return the documents still sealed with an identity from before the last re-key; damaged ones stay as they are."""
    return tuple(_attachment(row) for row in select(db, ATTACHMENT, "WHERE stale_key = 1 AND damaged = ''"))


def reseal(vault: Vault, attachment: Attachment) -> None:
    """Seal a document with a new identity; stopped at any point the old or the new file is the one that counts.

    Raises StorageError. One that is not whole is marked as damaged and left.
    """
    try:
        sealed = seal_anew(vault.folder, attachment)
    except DocumentDamaged as error:
        with vault.write() as db:
            note_check(db, attachment, vault.clock.now(), error.reason)
        return
    with vault.write() as db:
        taken = db.execute(
            "UPDATE attachment SET file = ?, identity = ?, sealed_size = ?, sealed_sha256 = ?, stale_key = 0"
            " WHERE id = ? AND file = ?",
            (sealed.file, sealed.identity, sealed.sealed_size, sealed.sealed_sha256, attachment.stamp.id,
             attachment.file),
        ).rowcount  # fmt: skip
        # Deleted meanwhile, the recycle bin still needs the old file.
        left = attachment.file if taken else sealed.file
        db.execute("INSERT OR IGNORE INTO attachment_gone (file) VALUES (?)", (left,))
    # Not by sweeping: another document may just be on its way, sealed and still without a row.
    remove_scratch(place_of(vault.folder, left))


def drop_unnamed(vault: Vault, files: Iterable[str]) -> None:
    """Take away files just sealed or unpacked that failed to become documents.

    One that a document names stays: what failed may have failed after everything was stored.
    """
    with vault.read() as db:
        named = {file for (file,) in db.execute("SELECT file FROM attachment")}
    for file in files:
        if file not in named:
            remove_scratch(place_of(vault.folder, file))


def sweep(vault: Vault, *, only_deleted: bool = False) -> int:
    """Take the files off the disk that neither a document nor the recycle bin names; return how many.

    To be called while no document is being stored, because one that has no row yet would go too; not so with
    ``only_deleted``, which takes only what was deleted. What was given up to open a
    vault whose journal was damaged (``*.kept``) may still be wanted, so then only what was deleted on purpose goes.
    """
    folder = vault.folder / FOLDER
    if not only_deleted:
        sweep_parts(folder)
    with vault.read() as db:
        named = {file for (file,) in db.execute("SELECT file FROM attachment UNION SELECT file FROM bin_file")}
        listed = {file for (file,) in db.execute("SELECT file FROM attachment_gone")}
    gone = listed - named
    if not only_deleted and not any(vault.folder.glob(f"{JOURNAL}.*.kept")) and folder.is_dir():
        gone |= {path.stem for path in folder.iterdir() if _FILE.fullmatch(path.name)} - named
    for file in gone:
        remove_scratch(place_of(vault.folder, file))
    if listed:
        left = [(file,) for file in listed if not place_of(vault.folder, file).exists()]
        with vault.write() as db:
            db.executemany("DELETE FROM attachment_gone WHERE file = ?", left)
    return len(gone)


def _attachment(row: tuple[Any, ...]) -> Attachment:
    case_id, name, media, size, sha256, file, identity, sealed_size, sealed_sha256, on, note, verified, damaged = row[
        STAMP_WIDTH:
    ]
    return Attachment(
        stamp(row), case_id, name, media, size, sha256, file, identity, sealed_size, sealed_sha256, day(on), note,
        datetime.fromisoformat(verified) if verified else None, damaged,
    )  # fmt: skip
