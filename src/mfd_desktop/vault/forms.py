"""Filled guided forms: where the counsellor is in them, answers that belong to no other record, what they made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import FilledForm
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

FORM = Table(
    "form_record", ("case_id", "contact_id", "procedure_id", "form", "form_version", "step", "begun", "finished")
)


@dataclass(frozen=True, slots=True)
class MadeFollowUp:
    """A follow-up made by a form, and what the form wrote into it; without an id it was deleted by hand."""

    follow_up_id: RecordId | None
    due: date
    text: str


def add_form(db: Connection, origin: Origin, values: Mapping[str, object]) -> RecordId:
    """Insert a form that was just begun. ``values`` are FilledForm fields by name."""
    return insert(db, FORM, origin, values, {})


def change_form(
    db: Connection,
    form_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None] | None = None,
) -> None:
    """Change only the fields and raw texts named."""
    update(db, FORM, form_id, now, values, raw or {})


def read_form(db: Connection, form_id: RecordId) -> FilledForm:
    """Return one form; raise KeyError if there is none."""
    rows = select(db, FORM, "WHERE id = ?", (form_id,))
    if not rows:
        raise KeyError(form_id)
    return _form(rows[0])


def forms_of(db: Connection, case_id: RecordId) -> tuple[FilledForm, ...]:
    """Return the forms of a case: those not finished first, the newest before the others."""
    rows = select(
        db, FORM, "WHERE case_id = ? ORDER BY finished IS NOT NULL, begun DESC, created DESC", (case_id,)
    )  # fmt: skip
    return tuple(_form(row) for row in rows)


def write_answers(db: Connection, form_id: RecordId, answers: Mapping[str, str]) -> None:
    """Store answers by field; an empty one is forgotten."""
    for field, value in answers.items():
        if value:
            db.execute(
                "INSERT INTO form_answer (form_id, field, value) VALUES (?, ?, ?)"
                " ON CONFLICT (form_id, field) DO UPDATE SET value = excluded.value",
                (form_id, field, value),
            )
        else:
            db.execute("DELETE FROM form_answer WHERE form_id = ? AND field = ?", (form_id, field))


def read_answers(db: Connection, form_id: RecordId) -> dict[str, str]:
    """Return the answers that are stored with the form itself, by field."""
    return dict(db.execute("SELECT field, value FROM form_answer WHERE form_id = ? ORDER BY field", (form_id,)))


def link_follow_up(db: Connection, form_id: RecordId, name: str, made: MadeFollowUp) -> None:
    """Remember which follow-up a form has made under this name, and what it wrote."""
    db.execute(
        "INSERT INTO form_follow_up (form_id, name, follow_up_id, due, text) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (form_id, name) DO UPDATE SET follow_up_id = excluded.follow_up_id, due = excluded.due,"
        " text = excluded.text",
        (form_id, name, made.follow_up_id, made.due.isoformat(), made.text),
    )


def unlink_follow_up(db: Connection, form_id: RecordId, name: str) -> None:
    """Forget the follow-up made under this name; the follow-up itself stays."""
    db.execute("DELETE FROM form_follow_up WHERE form_id = ? AND name = ?", (form_id, name))


def made_follow_ups(db: Connection, form_id: RecordId) -> dict[str, MadeFollowUp]:
    """Return the follow-ups a form has made, by name."""
    rows = db.execute("SELECT name, follow_up_id, due, text FROM form_follow_up WHERE form_id = ?", (form_id,))
    return {name: MadeFollowUp(found, date.fromisoformat(due), text) for name, found, due, text in rows}


def link_referral(db: Connection, form_id: RecordId, name: str, referral_id: RecordId) -> None:
    """Remember which referral stands at this place of the form."""
    db.execute("INSERT INTO form_referral (form_id, name, referral_id) VALUES (?, ?, ?)", (form_id, name, referral_id))


def made_referrals(db: Connection, form_id: RecordId) -> dict[str, RecordId]:
    """Return the referrals of a form, by place."""
    rows = db.execute("SELECT name, referral_id FROM form_referral WHERE form_id = ?", (form_id,))
    return {name: RecordId(found) for name, found in rows}


def _form(row: tuple[Any, ...]) -> FilledForm:
    case_id, contact_id, procedure_id, form, version, step, begun, finished = row[STAMP_WIDTH:]
    return FilledForm(
        stamp(row), case_id, contact_id, procedure_id, form, version, step, date.fromisoformat(begun), day(finished)
    )
