"""Cases with their level history, the running case number, households, and the list of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.fields import SEPARATOR
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Case, CaseRow, Client, Household, Level, LevelChange, State
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, next_in_series, note_list, select, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.records import Origin

CASE = Table("case_file", ("client_id", "number", "opened", "closed", "outcome", "access_way"), secret=True)
HOUSEHOLD = Table("household", ("name",))


def add_case(
    db: Connection,
    origin: Origin,
    client_id: RecordId,
    opened: date,
    level: Level,
    access_way: str | None = None,
    raw: Mapping[str, str] | None = None,
) -> RecordId:
    """Open a case with the next number of its year."""
    values = {
        "client_id": client_id,
        "number": f"{opened.year}-{next_in_series(db, f'case-{opened.year}'):04d}",
        "opened": opened,
        "access_way": access_way,
    }
    case_id = insert(db, CASE, origin, values, raw or {})
    set_level(db, case_id, level, opened, origin.now)
    return case_id


def change_case(
    db: Connection,
    case_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> None:
    """Change only the fields named."""
    update(db, CASE, case_id, now, values, raw)


def set_level(db: Connection, case_id: RecordId, level: Level, since: date, now: datetime) -> None:
    """Record the level from ``since`` on; contacts of those days take the form that goes with their level."""
    before = _level_text(db, case_id)
    db.execute(
        "INSERT INTO case_level (case_id, since, level) VALUES (?, ?, ?)"
        " ON CONFLICT (case_id, since) DO UPDATE SET level = excluded.level",
        (case_id, since.isoformat(), level.value),
    )
    _note_levels(db, case_id, now, before)
    follow_levels(db, case_id)


def _level_text(db: Connection, case_id: RecordId) -> str:
    return SEPARATOR.join(f"{change.since.isoformat()}={change.level.value}" for change in read_levels(db, case_id))


def _note_levels(db: Connection, case_id: RecordId, now: datetime, before: str) -> None:
    if before:
        note_list(db, CASE.name, case_id, "levels", now, before, _level_text(db, case_id))


def remove_level(db: Connection, case_id: RecordId, since: date, now: datetime) -> None:
    """Take the entry of that day out of the level history; the first entry stays, a case always has a level."""
    before = _level_text(db, case_id)
    db.execute(
        """DELETE FROM case_level WHERE case_id = ? AND since = ?
        AND since > (SELECT min(since) FROM case_level WHERE case_id = ?)""",
        (case_id, since.isoformat(), case_id),
    )
    _note_levels(db, case_id, now, before)
    follow_levels(db, case_id)


def move_first_level(db: Connection, case_id: RecordId, since: date, now: datetime) -> None:
    """Let the first level count from another day on, unless a later entry would then lie before it."""
    first, *later = read_levels(db, case_id)
    before = _level_text(db, case_id)
    if not later or since < later[0].since:
        db.execute(
            "UPDATE case_level SET since = ? WHERE case_id = ? AND since = ?",
            (since.isoformat(), case_id, first.since.isoformat()),
        )
        _note_levels(db, case_id, now, before)
        follow_levels(db, case_id)


def follow_levels(db: Connection, case_id: RecordId) -> None:
    """Let the contacts take the form that goes with the level of their days."""
    levels = read_levels(db, case_id)
    for contact_id, on in db.execute(
        "SELECT id, day FROM contact WHERE case_id = ? AND form IN ('F2', 'F3')", (case_id,)
    ).fetchall():
        db.execute("UPDATE contact SET form = ? WHERE id = ?", (form_on(levels, day(on)), contact_id))


def form_on(levels: tuple[LevelChange, ...], on: date | None) -> str:
    """Return F2 or F3 for a contact on that day (statistics: the case's level on that day)."""
    current = levels[0].level
    for change in levels:
        if on is not None and change.since <= on:
            current = change.level
    return "F3" if current is Level.CASE_MANAGEMENT else "F2"


def read_levels(db: Connection, case_id: str) -> tuple[LevelChange, ...]:
    """Return the level history, oldest first."""
    rows = db.execute("SELECT level, since FROM case_level WHERE case_id = ? ORDER BY since", (case_id,))
    return tuple(LevelChange(Level(level), _known_day(since)) for level, since in rows)


def read_case(db: Connection, case_id: RecordId) -> Case:
    """Return one case; raise KeyError if there is none."""
    rows = select(db, CASE, "WHERE id = ?", (case_id,))
    if not rows:
        raise KeyError(case_id)
    return _case(db, rows[0])


def cases_of(db: Connection, client_id: RecordId) -> tuple[Case, ...]:
    """Return a client's cases, newest first."""
    rows = select(db, CASE, "WHERE client_id = ? ORDER BY opened DESC, number DESC", (client_id,))
    return tuple(_case(db, row) for row in rows)


def case_by_number(db: Connection, number: str) -> RecordId | None:
    """Return the case with exactly this number."""
    row = db.execute("SELECT id FROM case_file WHERE number = ?", (number,)).fetchone()
    return RecordId(row[0]) if row else None


def _case(db: Connection, row: tuple[Any, ...]) -> Case:
    client_id, number, opened, closed, outcome, access_way = row[STAMP_WIDTH:]
    return Case(
        stamp(row),
        client_id,
        number,
        _known_day(opened),
        day(closed),
        outcome,
        access_way,
        read_levels(db, row[0]),
    )


def _known_day(text: str) -> date:
    found = day(text)
    if found is None:
        message = "a day is missing where the schema demands one"
        raise ValueError(message)
    return found


def add_household(db: Connection, origin: Origin, name: str) -> RecordId:
    """Create a household."""
    return insert(db, HOUSEHOLD, origin, {"name": name}, {})


def rename_household(db: Connection, household_id: RecordId, now: datetime, name: str) -> None:
    """Give a household another name."""
    update(db, HOUSEHOLD, household_id, now, {"name": name}, {})


def read_household(db: Connection, household_id: RecordId) -> Household:
    """Return a household with its members; raise KeyError if there is none."""
    rows = select(db, HOUSEHOLD, "WHERE id = ?", (household_id,))
    if not rows:
        raise KeyError(household_id)
    members = db.execute(
        "SELECT id FROM client WHERE household_id = ? ORDER BY birth_date, created", (household_id,)
    ).fetchall()
    return Household(stamp(rows[0]), rows[0][STAMP_WIDTH], tuple(RecordId(found) for (found,) in members))


_ROWS = """
SELECT c.id, p.id, c.number, p.family_name, p.given_name, p.birth_date,
    (SELECT code FROM residence_status r WHERE r.client_id = p.id ORDER BY since DESC, created DESC LIMIT 1),
    (SELECT code FROM client_language l WHERE l.client_id = p.id AND position = 1),
    (SELECT level FROM case_level v WHERE v.case_id = c.id ORDER BY since DESC LIMIT 1),
    c.opened, c.closed, {last}, p.state
FROM case_file c JOIN client p ON p.id = c.client_id {more} ORDER BY c.number DESC"""

_LAST_OF_ONE = "(SELECT max(day) FROM contact t WHERE t.case_id = c.id AND t.state = 'valid')"

# One walk through the index contact_day in place of one search a case.
_LAST_OF_ALL = """LEFT JOIN (SELECT case_id, max(day) AS day FROM contact INDEXED BY contact_day
    WHERE state = 'valid' AND case_id IS NOT NULL GROUP BY case_id) t ON t.case_id = c.id"""


def case_rows(db: Connection, only: tuple[RecordId, ...] | None = None) -> tuple[CaseRow, ...]:
    """Return the lines of the list of cases, newest number first; all of them, or ``only`` some."""
    if only is None:
        query = _ROWS.format(last="t.day", more=_LAST_OF_ALL)
    else:
        query = _ROWS.format(last=_LAST_OF_ONE, more=f"WHERE c.id IN ({', '.join('?' * len(only))})")
    return tuple(_row(row) for row in db.execute(query, only or ()))


def names_of_cases(db: Connection, only: tuple[RecordId, ...]) -> tuple[tuple[RecordId, str, Client], ...]:
    """Return id, number and client of each case; of the client only the two names, without a stamp."""
    marks = ", ".join("?" * len(only))
    query = f"""SELECT c.id, c.number, p.family_name, p.given_name
        FROM case_file c JOIN client p ON p.id = c.client_id WHERE c.id IN ({marks})"""  # noqa: S608
    rows = db.execute(query, only)
    return tuple((RecordId(found), number, _named(family, given)) for found, number, family, given in rows)


def asleep(db: Connection, before: date) -> tuple[RecordId, ...]:
    """Return open cases whose last contact (or opening) lies before ``before``: proposed for closing."""
    first = before.isoformat()
    # Read from the index alone, and taken together here: SQLite would sort tens of thousands of long ids.
    recent = db.execute(
        "SELECT case_id FROM contact INDEXED BY contact_day WHERE day >= ? AND state = 'valid' AND case_id IS NOT NULL",
        (first,),
    )
    awake = {case_id for (case_id,) in recent}
    rows = db.execute("SELECT id FROM case_file WHERE closed IS NULL AND opened < ? ORDER BY number", (first,))
    return tuple(RecordId(found) for (found,) in rows if found not in awake)


def _named(family: str, given: str) -> Client:
    return Client(stamp=None, given_name=given, family_name=family)  # type: ignore[arg-type]  # only for its name


def _row(row: tuple[Any, ...]) -> CaseRow:
    (
        case_id,
        client_id,
        number,
        family,
        given,
        born,
        status,
        language,
        level,
        opened,
        closed,
        last,
        state,
    ) = row
    person = _named(family, given)
    return CaseRow(
        case_id, client_id, number, person.name, person.initials, day(born), status, language, Level(level),
        _known_day(opened), day(closed), day(last), State(state),
    )  # fmt: skip
