"""Filled forms that are kept only until a day: erased for good then, also out of the recycle bin and of drafts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from mfd_desktop.domain.dates import parse_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import forms
from mfd_desktop.vault.bin import bin_record, forget
from mfd_desktop.vault.desk import drop_open_form, read_open_forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    Row = dict[str, Any]
    Rows = dict[str, list[Row]]


class Keeping(NamedTuple):
    """How long forms of a kind are kept: until the day in ``field``, at the latest so many days after they began."""

    field: str
    days: int


class Expired(NamedTuple):
    """What went: forms by id with the case they belonged to, and how many lay in the recycle bin."""

    forms: tuple[tuple[RecordId, RecordId], ...]
    binned: int


def expire(db: Connection, kinds: Mapping[str, Keeping], today: date, now: datetime) -> Expired:
    """Erase what is not to be kept any longer, inside the caller's transaction; ``kinds`` by id of the form."""
    gone: list[tuple[RecordId, RecordId]] = []
    for kind, keeping in kinds.items():
        rows = db.execute("SELECT id, case_id, begun FROM form_record WHERE form = ?", (kind,)).fetchall()
        for record_id, case_id, begun in rows:
            answers = forms.read_answers(db, record_id)
            if last_day(answers.get(keeping.field, ""), date.fromisoformat(begun), keeping.days) <= today:
                _erase(db, record_id, now)
                gone.append((RecordId(record_id), RecordId(case_id)))
    return Expired(tuple(gone), _empty_bin(db, kinds, today, now))


def last_day(typed: str, begun: date, days: int) -> date:
    """Return the day on which a form goes: the one typed, at the latest ``days`` after it began."""
    latest = begun + timedelta(days=days)
    try:
        return min(parse_date(typed, today=begun), latest)
    except (ValueError, OverflowError):
        return latest


def _erase(db: Connection, record_id: str, now: datetime) -> None:
    """Delete a form with its answers, history and sealed drafts."""
    forget(db, bin_record(db, forms.FORM.name, RecordId(record_id), now), now)
    for draft in read_open_forms(db):
        if draft.record_id == record_id or record_id in draft.key:
            drop_open_form(db, draft.key)


def _empty_bin(db: Connection, kinds: Mapping[str, Keeping], today: date, now: datetime) -> int:
    """Take such forms out of the recycle bin once their day has come, alone or with the case they went with."""
    count = 0
    rows = db.execute("SELECT id, record_table, content FROM bin").fetchall()
    for entry_id, table, content in rows:
        if not any(kind in content for kind in kinds):
            continue
        left, going = _without(content, kinds, today)
        count += len(going)
        if going and table == forms.FORM.name:
            forget(db, entry_id, now)
        elif going:
            db.execute("UPDATE bin SET content = ? WHERE id = ?", (left, entry_id))
    return count


def _without(content: str, kinds: Mapping[str, Keeping], today: date) -> tuple[str, set[str]]:
    """Return the content of an entry without what is over, and the ids of that; entries inside entries too."""
    found = json.loads(content)
    rows: Rows = found["rows"]
    going = {row["id"] for row in rows.get("form_record", ()) if _over(row, rows, kinds, today)}
    for table, each in rows.items():
        rows[table] = [row for row in each if row.get("id") not in going and row.get("form_id") not in going]
    found["history"] = [line for line in found["history"] if line[1] not in going]
    for row in rows.get("bin", ()):
        row["content"], inside = _without(row["content"], kinds, today)
        going |= inside
    return json.dumps(found, ensure_ascii=False), going


def _over(row: Row, rows: Rows, kinds: Mapping[str, Keeping], today: date) -> bool:
    keeping = kinds.get(row["form"])
    if keeping is None:
        return False
    answers = {each["field"]: each["value"] for each in rows.get("form_answer", ()) if each["form_id"] == row["id"]}
    return last_day(answers.get(keeping.field, ""), date.fromisoformat(row["begun"]), keeping.days) <= today
