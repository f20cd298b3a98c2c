"""Deadlines (Fristen): computed by a rule or entered by hand, with the readings they were computed to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from mfd_desktop.domain.deadlines import Deadline, DeadlineKind
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.records import Origin

DEADLINE = Table(
    "deadline",
    (
        "case_id", "procedure_id", "notice_id", "proof_id", "rule", "rule_version", "regime", "variant", "kind",
        "title", "trigger_kind", "trigger_day", "notice_form", "posted", "received", "instructed", "land", "lodged",
        "registered", "withdrawal_started", "effective", "due", "safe_due", "expired_for_sure", "warnings",
        "extended", "extension_note", "done", "ending", "proof", "done_note", "note",
    ),
)  # fmt: skip
_EMPTY = {
    "rule": "", "rule_version": 0, "regime": "", "variant": "", "kind": DeadlineKind.LOSS.value, "title": "",
    "trigger_kind": "", "notice_form": "", "land": "", "warnings": (), "extension_note": "", "done_note": "",
    "note": "",
}  # fmt: skip
ACT_BY = "coalesce(d.extended, d.safe_due, d.expired_for_sure, d.due)"
"""The day that leads, as ``Deadline.act_by``."""
_ROWS = f"""SELECT {DEADLINE.selection.replace("deadline.", "d.")}, c.number, p.family_name, p.given_name,
    coalesce(n.file_number, ''),
    (SELECT count(*) FROM authority_notice_procedure l WHERE l.notice_id = d.notice_id),
    d.rule <> '' AND r.id IS NOT NULL AND
        (d.lodged IS NOT r.lodged OR d.registered IS NOT r.registered
        OR d.withdrawal_started IS NOT r.examination_started)
    FROM deadline d JOIN case_file c ON c.id = d.case_id JOIN client p ON p.id = c.client_id
    LEFT JOIN authority_notice n ON n.id = d.notice_id LEFT JOIN procedure r ON r.id = d.procedure_id"""  # noqa: S608
_ORDER = f"ORDER BY {ACT_BY} IS NOT NULL, {ACT_BY}, d.created, d.rowid"


class Row(NamedTuple):
    """A deadline with how its case and person are called. ``concerned``: persons of its notice; ``moved``: a cut-off
    date of the procedure is another now.
    """

    deadline: Deadline
    number: str
    family_name: str
    given_name: str
    file_number: str
    concerned: int
    moved: bool


class Reading(NamedTuple):
    """One reading as it was computed and shown: its rule, law, cut-off date, end, and the steps in words."""

    rule: str
    regime: str
    cut_off: str
    due: date | None
    steps: str


def add_deadline(db: Connection, origin: Origin, values: Mapping[str, object], raw: Mapping[str, str]) -> RecordId:
    """Insert a deadline; ``values`` are Deadline fields by name, with ``case_id``."""
    return insert(db, DEADLINE, origin, {**_EMPTY, **_texts(values)}, raw)


def change_deadline(
    db: Connection, deadline_id: RecordId, now: datetime, values: Mapping[str, object], raw: Mapping[str, str | None]
) -> None:
    """Change only the fields named."""
    update(db, DEADLINE, deadline_id, now, _texts(values), raw)


def keep_readings(db: Connection, deadline_id: RecordId, readings: Iterable[Reading]) -> None:
    """Keep the readings of a deadline in place of those before."""
    db.execute("DELETE FROM deadline_reading WHERE deadline_id = ?", (deadline_id,))
    db.executemany(
        "INSERT INTO deadline_reading (deadline_id, position, rule, regime, cut_off, due, steps)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (deadline_id, place, one.rule, one.regime, one.cut_off, one.due.isoformat() if one.due else None, one.steps)
            for place, one in enumerate(readings)
        ],
    )


def read_readings(db: Connection, deadline_id: RecordId) -> tuple[Reading, ...]:
    """Return the readings as they were when the deadline was computed last."""
    rows = db.execute(
        "SELECT rule, regime, cut_off, due, steps FROM deadline_reading WHERE deadline_id = ? ORDER BY position",
        (deadline_id,),
    )
    return tuple(Reading(rule, regime, cut_off, day(due), steps) for rule, regime, cut_off, due, steps in rows)


def read_deadline(db: Connection, deadline_id: RecordId) -> Deadline:
    """Return one deadline; raise KeyError if there is none."""
    rows = select(db, DEADLINE, "WHERE id = ?", (deadline_id,))
    if not rows:
        raise KeyError(deadline_id)
    return _deadline(rows[0])


def deadlines_of_notice(db: Connection, notice_id: RecordId) -> tuple[Deadline, ...]:
    """Return the deadlines of a notice by the day to act by."""
    rows = select(db, DEADLINE, "WHERE notice_id = ?", (notice_id,))
    found = [_deadline(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.act_by is not None, one.act_by or one.stamp.created.date())))


def row_of(db: Connection, deadline_id: RecordId) -> Row:
    """Return one deadline with how its case is called; raise KeyError if there is none."""
    rows = _rows(db, "WHERE d.id = ?", (deadline_id,))
    if not rows:
        raise KeyError(deadline_id)
    return rows[0]


def open_in_cases(db: Connection, cases: Iterable[RecordId]) -> tuple[Deadline, ...]:
    """Return the open deadlines of these cases of one person that concern nobody else."""
    rows = select(
        db, DEADLINE,
        """WHERE done IS NULL AND case_id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
            SELECT 1 FROM authority_notice_procedure l JOIN procedure p ON p.id = l.procedure_id
            JOIN case_file c ON c.id = deadline.case_id
            WHERE l.notice_id = deadline.notice_id AND p.client_id <> c.client_id)""",
        (json.dumps(list(cases)),),
    )  # fmt: skip
    return tuple(_deadline(row) for row in rows)


def rows_open(db: Connection) -> list[Row]:
    """Return all open deadlines by the day to act by; those without one come first."""
    return _rows(db, "WHERE d.done IS NULL")


def rows_done(db: Connection) -> list[Row]:
    """Return what is done, what was done last first."""
    query = f"{_ROWS} WHERE d.done IS NOT NULL ORDER BY d.done DESC, d.changed DESC"
    return [_row(row) for row in db.execute(query)]


def rows_of_case(db: Connection, case_id: RecordId) -> list[Row]:
    """Return the deadlines of a case and those of notices that concern its person; open ones first."""
    concerning = """d.notice_id IN (SELECT l.notice_id FROM authority_notice_procedure l
        JOIN procedure q ON q.id = l.procedure_id
        WHERE q.client_id = (SELECT client_id FROM case_file WHERE id = :case))"""
    found = _rows(db, f"WHERE d.case_id = :case OR {concerning}", {"case": case_id})
    return sorted(found, key=lambda row: row.deadline.done is not None)


def rows_between(db: Connection, first: date, last: date) -> list[Row]:
    """Return open deadlines to act by in these days, in order."""
    span = (first.isoformat(), last.isoformat())
    return _rows(db, f"WHERE d.done IS NULL AND {ACT_BY} BETWEEN ? AND ?", span)


def rows_entered(db: Connection, begin: datetime, end: datetime) -> list[Row]:
    """Return the deadlines entered from ``begin`` until before ``end``, in the order of entry."""
    query = f"{_ROWS} WHERE d.created >= ? AND d.created < ? ORDER BY d.created, d.rowid"
    return [_row(row) for row in db.execute(query, (begin.isoformat(), end.isoformat()))]


def _rows(db: Connection, where: str, parameters: object = ()) -> list[Row]:
    return [_row(row) for row in db.execute(f"{_ROWS} {where} {_ORDER}", parameters)]


def _row(row: tuple[Any, ...]) -> Row:
    number, family, given, file_number, concerned, moved = row[-6:]
    return Row(_deadline(row[:-6]), number, family, given, file_number, concerned, bool(moved))


def _texts(values: Mapping[str, object]) -> dict[str, object]:
    """Store no code as an empty text where the column holds a text."""
    return {name: _EMPTY[name] if value is None and name in _EMPTY else value for name, value in values.items()}


def _deadline(row: tuple[Any, ...]) -> Deadline:
    (
        case_id, procedure_id, notice_id, proof_id, rule, version, regime, variant, kind, title, trigger_kind,
        trigger_day, notice_form, posted, received, instructed, land, lodged, registered, withdrawal, effective, due,
        safe_due, over, warnings, extended, extension_note, done, ending, proof, done_note, note,
    ) = row[STAMP_WIDTH:]  # fmt: skip
    return Deadline(
        stamp(row), case_id, procedure_id, notice_id, proof_id, rule, version, regime, variant, DeadlineKind(kind),
        title, trigger_kind, day(trigger_day), notice_form, day(posted), day(received), day(instructed), land,
        day(lodged), day(registered), day(withdrawal), day(effective), day(due), day(safe_due), day(over),
        tuple(int(days) for days in warnings.split()), day(extended), extension_note, day(done), ending, proof,
        done_note, note,
    )  # fmt: skip
