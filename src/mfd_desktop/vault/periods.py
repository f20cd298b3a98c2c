"""The valid records of a period for counting, and the frozen releases of the desk.

Facts are handed out as plain values by name (see ``statistics.records``, which this package does not know).
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.periods import Period
from mfd_desktop.vault.procedures import accompanied

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3.dbapi2 import Connection


@dataclass(frozen=True, slots=True)
class PeriodRows:
    """The rows of a period, each in the order of the fields of its kind in ``statistics.records``."""

    contacts: list[tuple[Any, ...]]
    persons: list[tuple[Any, ...]]
    cases: list[tuple[Any, ...]]
    procedures: list[tuple[Any, ...]]
    referrals: list[tuple[Any, ...]]
    activities: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A submitted period: exact and protected figures as stored, never computed again."""

    period: Period
    revision: int
    table_set: str
    submitted: str
    reason: str
    exact: str
    protected: str
    sequence: int
    hash: str
    persons: frozenset[str]


@dataclass(slots=True)
class _Seen:
    """What the contacts of a period say about one client. ``last``: the row of the last contact, and when it was."""

    when: tuple[str, int] = ("", 0)
    last: tuple[Any, ...] = ()
    along: int = 0
    topics: list[str] = field(default_factory=list)


# Read from the index alone. The row number tells the order of recording.
_CONTACTS = """
SELECT id, day, rowid, case_id, also_counselled, secret, form, minutes, channel, result, language, interpreting,
    person_group
FROM contact INDEXED BY contact_counted WHERE day BETWEEN ? AND ? AND state = 'valid' AND source <> 'handover'"""

_TOPICS = """
SELECT contact_id, code FROM contact_topic WHERE contact_id IN (SELECT value FROM json_each(?))"""

_CLIENTS = """
SELECT p.id, p.secret, p.gender, p.birth_date,
    (SELECT code FROM client_nationality n WHERE n.client_id = p.id ORDER BY position LIMIT 1), p.district, p.entry_date
FROM client p WHERE p.state = 'valid' AND p.id IN (SELECT value FROM json_each(?))"""

_STATUSES = """
SELECT client_id, since, code FROM residence_status
WHERE state = 'valid' AND client_id IN (SELECT value FROM json_each(?)) ORDER BY since, created"""

# Nothing but the index is read, in its order. It does not know drafts, so the few cases with one are looked at again.
_BEGUN = "SELECT case_id, min(day) FROM contact INDEXED BY contact_case WHERE case_id IS NOT NULL GROUP BY case_id"
_WITH_DRAFT = (
    "SELECT DISTINCT case_id FROM contact INDEXED BY contact_draft WHERE state = 'draft' AND case_id IS NOT NULL"
)
_BEGUN_AGAIN = """
SELECT value, (SELECT min(day) FROM contact t WHERE t.case_id = value AND t.state = 'valid') FROM json_each(?)"""


def read_period(db: Connection, period: Period, status_groups: Mapping[str, str]) -> PeriodRows:
    """Return all valid records of a period. ``status_groups``: group of each residence status."""
    first, last = period.first.isoformat(), period.last.isoformat()
    files = db.execute("SELECT id, client_id, secret, state, closed, outcome FROM case_file").fetchall()
    begun = _begun(db)
    contacts, seen = _contacts(db, first, last, {row[0]: row[1] for row in files})
    known = {row[1] for row in files if (begun.get(row[0]) or last) < first}
    return PeriodRows(
        contacts,
        _persons(db, seen, known, status_groups),
        _cases(db, files, begun, (first, last)),
        accompanied(db, period.first, period.last),
        _in_days(db, "SELECT secret, target, warm = 1, heard = 1 FROM referral", first, last),
        _in_days(
            db,
            "SELECT secret, code, coalesce(dates, 0), coalesce(minutes, 0), coalesce(participants, 0),"
            " coalesce(volunteers, 0) FROM activity",
            first,
            last,
        ),
    )


def _contacts(
    db: Connection, first: str, last: str, owners: Mapping[str, str]
) -> tuple[list[tuple[Any, ...]], dict[str, _Seen]]:
    rows = db.execute(_CONTACTS, (first, last)).fetchall()
    seen: dict[str, _Seen] = defaultdict(_Seen)
    topics: dict[str, list[str]] = {}
    for row in rows:
        contact_id, day, number, case_id, along = row[:5]
        if case_id is None:
            topics[contact_id] = []
            continue
        found = seen[owners[case_id]]
        topics[contact_id] = found.topics
        if along and along > found.along:
            found.along = along
        if (day, number) > found.when:
            # Of one day the contact recorded last.
            found.when, found.last = (day, number), row
    for contact_id, code in db.execute(_TOPICS, (_json(topics),)):
        topics[contact_id].append(code)
    # Inside a case topics count for the person.
    return [(*row[5:], () if row[3] else tuple(topics[row[0]])) for row in rows], seen


def _begun(db: Connection) -> dict[str, str | None]:
    """Return the day of the first valid contact of each case."""
    begun: dict[str, str | None] = dict(db.execute(_BEGUN).fetchall())
    drafts = _json(case_id for (case_id,) in db.execute(_WITH_DRAFT))
    return begun | dict(db.execute(_BEGUN_AGAIN, (drafts,)).fetchall())


def _json(ids: Iterable[str]) -> str:
    return json.dumps(list(ids))


def _in_days(db: Connection, selection: str, first: str, last: str) -> list[tuple[Any, ...]]:
    rest = " WHERE day BETWEEN ? AND ? AND state = 'valid' AND source <> 'handover' ORDER BY day, created"
    return list(db.execute(selection + rest, (first, last)))


def _persons(
    db: Connection, seen: Mapping[str, _Seen], known: set[str], status_groups: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    ids = _json(seen)
    needs: dict[str, list[str]] = defaultdict(list)
    for client_id, code in db.execute(
        "SELECT client_id, code FROM client_need WHERE client_id IN (SELECT value FROM json_each(?))", (ids,)
    ):
        needs[client_id].append(code)
    # In order of time, entries without a day first: the last one that had begun by then counts.
    status = {
        client_id: code
        for client_id, since, code in db.execute(_STATUSES, (ids,))
        if since is None or since <= seen[client_id].when[0]
    }
    persons = []
    for client_id, secret, gender, born, nationality, district, entered in db.execute(_CLIENTS, (ids,)):
        found = seen[client_id]
        persons.append((
            client_id,
            secret,
            date.fromisoformat(found.when[0]),
            gender,
            date.fromisoformat(born) if born else None,
            nationality,
            status_groups.get(status.get(client_id, "")),
            district,
            tuple(needs.get(client_id, ())),
            date.fromisoformat(entered) if entered else None,
            client_id not in known,
            found.along,
            found.last[10],
            found.last[11],
            tuple(found.topics),
        ))  # fmt: skip
    return persons


def _cases(
    db: Connection, files: Iterable[tuple[Any, ...]], begun: Mapping[str, str | None], span: tuple[str, str]
) -> list[tuple[Any, ...]]:
    levels: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for case_id, since, level in db.execute("SELECT case_id, since, level FROM case_level ORDER BY case_id, since"):
        levels[case_id].append((date.fromisoformat(since), level))
    cases = []
    for case_id, _client, secret, state, closed, outcome in files:
        # A case ends when it is closed with an outcome.
        end = closed if closed and outcome else None
        begin = begun.get(case_id)
        if state != "valid" or begin is None or begin > span[1] or (end is not None and end < span[0]):
            continue
        # A contact recorded after the end does not begin the case anew.
        begin = min(begin, end) if end else begin
        cases.append((
            secret, date.fromisoformat(begin), date.fromisoformat(end) if end else None, outcome,
            tuple(levels[case_id]),
        ))  # fmt: skip
    return cases


_FROZEN = "period, revision, table_set, submitted, reason, exact, protected, sequence, hash"


def write_frozen(db: Connection, frozen: Frozen) -> None:
    """Store a submitted period with its persons; nothing ever changes it again."""
    db.execute(
        f"INSERT INTO frozen_period ({_FROZEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - fixed columns
        (
            str(frozen.period), frozen.revision, frozen.table_set, frozen.submitted, frozen.reason, frozen.exact,
            frozen.protected, frozen.sequence, frozen.hash,
        ),
    )  # fmt: skip
    db.executemany(
        "INSERT INTO frozen_person (period, revision, person) VALUES (?, ?, ?)",
        [(str(frozen.period), frozen.revision, person) for person in sorted(frozen.persons)],
    )


def read_frozen(db: Connection) -> tuple[Frozen, ...]:
    """Return every release of the desk, in the order they were submitted."""
    persons: dict[tuple[str, int], list[str]] = defaultdict(list)
    for period, revision, person in db.execute("SELECT period, revision, person FROM frozen_person"):
        persons[period, revision].append(person)
    rows = db.execute(f"SELECT {_FROZEN} FROM frozen_period ORDER BY submitted, revision").fetchall()  # noqa: S608
    return tuple(
        Frozen(Period.parse(row[0]), *row[1:], persons=frozenset(persons[row[0], row[1]]))  # type: ignore[misc]  # nine columns
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """Something that is not counted, with its case and day.

    kind: ``contact``, ``person``, ``procedure``, ``referral`` or ``activity``.
    """

    kind: str
    id: str
    case_id: str | None
    number: str
    day: date | None


_DRAFTS = """
SELECT 'contact', t.id, t.case_id, coalesce(c.number, ''), t.day
FROM contact t LEFT JOIN case_file c ON c.id = t.case_id
WHERE t.rowid IN (SELECT rowid FROM contact INDEXED BY contact_draft WHERE state = 'draft')
    AND (t.day IS NULL OR t.day BETWEEN :first AND :last)
UNION ALL
SELECT 'person', p.id, min(c.id), min(c.number), NULL FROM client p JOIN case_file c ON c.client_id = p.id
WHERE p.state = 'draft' AND EXISTS (
    SELECT 1 FROM contact t WHERE t.case_id = c.id AND t.state = 'valid' AND t.day BETWEEN :first AND :last)
GROUP BY p.id
UNION ALL
SELECT 'procedure', p.id, p.case_id, c.number, NULL FROM procedure p JOIN case_file c ON c.id = p.case_id
WHERE p.state = 'draft' AND (p.began IS NULL OR p.began <= :last) AND (p.ended IS NULL OR p.ended >= :first)
UNION ALL
SELECT 'referral', r.id, r.case_id, c.number, r.day FROM referral r JOIN case_file c ON c.id = r.case_id
WHERE r.state = 'draft' AND (r.day IS NULL OR r.day BETWEEN :first AND :last)
UNION ALL
SELECT 'activity', a.id, NULL, '', a.day FROM activity a
WHERE a.state = 'draft' AND (a.day IS NULL OR a.day BETWEEN :first AND :last)
ORDER BY 1, 5"""


def read_drafts(db: Connection, period: Period) -> tuple[Draft, ...]:
    """Return what a period does not count because it is a draft; what has no day belongs to every period."""
    span = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return tuple(
        Draft(kind, found, case_id, number, date.fromisoformat(day) if day else None)
        for kind, found, case_id, number, day in db.execute(_DRAFTS, span)
    )
