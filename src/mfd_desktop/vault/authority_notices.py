"""Notices of authorities and courts, each entered once for everybody it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.deadlines import Notice
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.namekeys import digits
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

NOTICE = Table(
    "authority_notice",
    (
        "case_id", "kind", "authority", "file_number", "day", "form", "delivered", "posted", "received", "rule",
        "land", "court", "represented", "envelope_kept", "instruction", "instruction_period", "instructed",
        "circumstances", "attachment_id", "note",
    ),
)  # fmt: skip
_EMPTY = {
    "authority": "", "file_number": "", "rule": "", "land": "", "court": "", "represented": False,
    "envelope_kept": False, "instruction": "", "circumstances": (), "note": "",
}  # fmt: skip
_CONCERNING = """id IN (SELECT l.notice_id FROM authority_notice_procedure l JOIN procedure p ON p.id = l.procedure_id
    WHERE p.client_id = (SELECT client_id FROM case_file WHERE id = :case))"""


def add_notice(
    db: Connection,
    origin: Origin,
    case_id: RecordId,
    values: Mapping[str, object],
    raw: Mapping[str, str],
    procedures: Iterable[RecordId],
) -> RecordId:
    """Insert a notice entered in a case that concerns these procedures."""
    notice_id = insert(db, NOTICE, origin, {**_EMPTY, **_flags(values), "case_id": case_id}, raw)
    _link(db, notice_id, procedures)
    reindex(db, notice_id)
    return notice_id


def change_notice(
    db: Connection, notice_id: RecordId, now: datetime, values: Mapping[str, object], raw: Mapping[str, str | None]
) -> None:
    """Change only the fields named."""
    update(db, NOTICE, notice_id, now, _flags(values), raw)
    reindex(db, notice_id)


def concern(db: Connection, notice_id: RecordId, procedures: Iterable[RecordId]) -> None:
    """Let a notice concern these procedures and no others."""
    db.execute("DELETE FROM authority_notice_procedure WHERE notice_id = ?", (notice_id,))
    _link(db, notice_id, procedures)


def read_notice(db: Connection, notice_id: RecordId) -> Notice:
    """Return one notice; raise KeyError if there is none."""
    rows = select(db, NOTICE, "WHERE id = ?", (notice_id,))
    if not rows:
        raise KeyError(notice_id)
    return _notice(db, rows[0])


def notices_of(db: Connection, case_id: RecordId) -> tuple[Notice, ...]:
    """Return the notices of a case, with those of other cases that concern its person; the newest first."""
    rows = db.execute(
        f"SELECT {NOTICE.selection} FROM authority_notice WHERE case_id = :case OR {_CONCERNING}"  # noqa: S608
        " ORDER BY coalesce(delivered, received, posted, day) IS NULL DESC,"
        " coalesce(delivered, received, posted, day) DESC, created DESC, rowid DESC",
        {"case": case_id},
    ).fetchall()
    return tuple(_notice(db, row) for row in rows)


def reindex(db: Connection, notice_id: RecordId) -> None:
    """Put a notice into the full-text index anew: it is found by file number, authority, court and note.

    A file number is found with and without what stands between its digits.
    """
    case_id, client_id, *texts = db.execute(
        """SELECT n.case_id, c.client_id, n.file_number, n.authority, n.court, n.note FROM authority_notice n
        JOIN case_file c ON c.id = n.case_id WHERE n.id = ?""",
        (notice_id,),
    ).fetchone()
    texts.append(digits(texts[0]))
    searchindex.put(db, "notice", notice_id, client_id, case_id, " \n".join(text for text in texts if text))


def shared_with(db: Connection, client_id: RecordId) -> dict[str, list[tuple[object, ...]]]:
    """Return the keys of notices entered in other people's cases that concern a person, and of their deadlines."""
    notices = """SELECT l.notice_id FROM authority_notice_procedure l JOIN procedure p ON p.id = l.procedure_id
        JOIN authority_notice n ON n.id = l.notice_id JOIN case_file c ON c.id = n.case_id
        WHERE p.client_id = ?1 AND c.client_id <> ?1"""
    found = {
        "authority_notice": list(db.execute(notices, (client_id,))),
        "deadline": list(db.execute(f"SELECT id FROM deadline WHERE notice_id IN ({notices})", (client_id,))),  # noqa: S608
    }
    return {table: keys for table, keys in found.items() if keys}


def leave_to_others(db: Connection, client_id: RecordId) -> None:
    """Let shared notices of a person who goes, with their deadlines, belong to somebody else they concern.

    Nobody's deadline may vanish because a relative's file is deleted. Documents stay with the file they are in.
    """
    shared = db.execute(
        """SELECT n.id, p.id, coalesce(p.case_id,
            (SELECT k.id FROM case_file k WHERE k.client_id = p.client_id ORDER BY k.closed, k.number DESC LIMIT 1))
        FROM authority_notice n JOIN case_file c ON c.id = n.case_id
        JOIN authority_notice_procedure l ON l.notice_id = n.id JOIN procedure p ON p.id = l.procedure_id
        WHERE c.client_id = ?1 AND p.client_id <> ?1 ORDER BY p.created""",
        (client_id,),
    ).fetchall()
    heirs = {notice_id: (procedure_id, case_id) for notice_id, procedure_id, case_id in reversed(shared) if case_id}
    for notice_id, (procedure_id, case_id) in heirs.items():
        db.execute(
            "UPDATE authority_notice SET case_id = ?, attachment_id = NULL WHERE id = ?", (case_id, notice_id)
        )  # fmt: skip
        db.execute(
            """UPDATE deadline SET case_id = ?1, procedure_id = ?2, proof_id = NULL WHERE notice_id = ?3
            AND case_id IN (SELECT id FROM case_file WHERE client_id = ?4)""",
            (case_id, procedure_id, notice_id, client_id),
        )
        reindex(db, notice_id)


def _link(db: Connection, notice_id: RecordId, procedures: Iterable[RecordId]) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO authority_notice_procedure (notice_id, procedure_id) VALUES (?, ?)",
        [(notice_id, procedure_id) for procedure_id in procedures],
    )


def _flags(values: Mapping[str, object]) -> dict[str, object]:
    """Store an unanswered flag as no."""
    return {
        name: bool(value) if name in ("represented", "envelope_kept") else "" if _no_text(name, value) else value
        for name, value in values.items()
    }


def _no_text(name: str, value: object) -> bool:
    return value is None and name in _EMPTY


def _notice(db: Connection, row: tuple[Any, ...]) -> Notice:
    (
        case_id, kind, authority, file_number, on, form, delivered, posted, received, rule, land, court, represented,
        envelope_kept, instruction, period, instructed, circumstances, attachment_id, note,
    ) = row[STAMP_WIDTH:]  # fmt: skip
    linked = db.execute(
        """SELECT l.procedure_id FROM authority_notice_procedure l JOIN procedure p ON p.id = l.procedure_id
        WHERE l.notice_id = ? ORDER BY p.client_id <> (SELECT client_id FROM case_file WHERE id = ?), p.created,
        p.rowid""",
        (row[0], case_id),
    ).fetchall()
    return Notice(
        stamp(row), case_id, kind, authority, file_number, day(on), form, day(delivered), day(posted), day(received),
        rule, land, court, bool(represented), bool(envelope_kept), instruction, period, day(instructed),
        tuple(circumstances.split()), attachment_id, note, tuple(RecordId(found) for (found,) in linked),
    )  # fmt: skip
