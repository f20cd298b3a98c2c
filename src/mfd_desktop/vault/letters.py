"""Letters of the cases: drafts as typed, final ones with their pages, how and when they were sent."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.letters import Letter
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, next_in_series, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.records import Origin

LETTER = Table(
    "letter",
    (
        "case_id", "recipient_id", "release_id", "template", "template_version", "language", "with_german", "number",
        "title", "fields", "day", "frozen", "sent_way", "sent_day", "sent_note", "blocked_reason", "notice_id",
    ),
)  # fmt: skip
_EMPTY = {"number": "", "title": "", "sent_note": "", "blocked_reason": ""}
_SELECT = f"""SELECT {LETTER.selection}, case_file.number FROM letter
    LEFT JOIN case_file ON case_file.id = letter.case_id"""  # noqa: S608 - names of columns
_NEWEST = "ORDER BY letter.frozen IS NOT NULL, letter.frozen DESC, letter.changed DESC"


def add_letter(
    db: Connection, origin: Origin, case_id: RecordId, values: Mapping[str, object], fields: Mapping[str, str]
) -> RecordId:
    """Begin a letter; ``fields`` are the texts as typed."""
    return insert(db, LETTER, origin, {**_EMPTY, "case_id": case_id, **values, "fields": _dump(fields)}, {})


def change_letter(
    db: Connection, letter_id: RecordId, now: datetime, values: Mapping[str, object], fields: Mapping[str, str]
) -> None:
    """Change a draft: the columns and the texts named; raise ValueError for a final letter."""
    before = _draft(db, letter_id)
    update(db, LETTER, letter_id, now, {**values, "fields": _dump({**before.fields, **fields})}, {})


def freeze_letter(
    db: Connection, letter_id: RecordId, now: datetime, on: date, pdf: bytes, values: Mapping[str, object]
) -> str:
    """Make a draft final with these pages and the next number of the year; return the number.

    ``values`` may name ``release_id`` and ``blocked_reason``. Raise ValueError for a letter that is final already.
    """
    _draft(db, letter_id)
    number = f"B-{on.year}-{next_in_series(db, f'letter-{on.year}'):04d}"
    db.execute(
        "INSERT INTO letter_file (letter_id, pdf, sha256) VALUES (?, ?, ?)",
        (letter_id, pdf, hashlib.sha256(pdf).hexdigest()),
    )
    update(db, LETTER, letter_id, now, {**values, "number": number, "day": on, "frozen": now.isoformat()}, {})
    return number


def note_sent(db: Connection, letter_id: RecordId, now: datetime, values: Mapping[str, object]) -> None:
    """Note how and when a final letter was sent (``sent_way``, ``sent_day``, ``sent_note``); ValueError for a draft."""
    if not read_letter(db, letter_id).final:
        raise ValueError(letter_id)
    update(db, LETTER, letter_id, now, values, {})


def read_letter(db: Connection, letter_id: str) -> Letter:
    """Return one letter; raise KeyError if there is none."""
    row = db.execute(f"{_SELECT} WHERE letter.id = ?", (letter_id,)).fetchone()
    if row is None:
        raise KeyError(letter_id)
    return _letter(row)


def letters_of(db: Connection, case_id: RecordId) -> tuple[Letter, ...]:
    """Return the letters of a case, drafts first, then those that became final last."""
    rows = db.execute(f"{_SELECT} WHERE letter.case_id = ? {_NEWEST}", (case_id,))
    return tuple(_letter(row) for row in rows)


def letters_of_notice(db: Connection, notice_id: RecordId) -> tuple[Letter, ...]:
    """Return the letters that answer a notice."""
    rows = db.execute(f"{_SELECT} WHERE letter.notice_id = ? {_NEWEST}", (notice_id,))
    return tuple(_letter(row) for row in rows)


def all_letters(db: Connection) -> tuple[Letter, ...]:
    """Return all letters, drafts first, then those that became final last."""
    return tuple(_letter(row) for row in db.execute(f"{_SELECT} {_NEWEST}"))


def read_pages(db: Connection, letter_id: RecordId) -> bytes | None:
    """Return the PDF of a final letter; None if it is no longer the one that was frozen. KeyError for a draft."""
    row = db.execute("SELECT pdf, sha256 FROM letter_file WHERE letter_id = ?", (letter_id,)).fetchone()
    if row is None:
        raise KeyError(letter_id)
    pdf, noted = bytes(row[0]), row[1]
    return pdf if hashlib.sha256(pdf).hexdigest() == noted else None


def _draft(db: Connection, letter_id: RecordId) -> Letter:
    found = read_letter(db, letter_id)
    if found.final:
        raise ValueError(letter_id)
    return found


def _letter(row: tuple[Any, ...]) -> Letter:
    (
        case_id, recipient_id, release_id, template, version, language, with_german, number, title, fields, on,
        frozen, way, sent_day, note, reason, notice_id, case_number,
    ) = row[STAMP_WIDTH:]  # fmt: skip
    return Letter(
        stamp(row), case_id, recipient_id, release_id, template, version, language, bool(with_german), number, title,
        json.loads(fields), day(on), datetime.fromisoformat(frozen) if frozen else None, way, day(sent_day), note,
        reason, case_number or "", notice_id,
    )  # fmt: skip


def _dump(fields: Mapping[str, str]) -> str:
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
