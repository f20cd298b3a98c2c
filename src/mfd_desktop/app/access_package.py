"""Everything stored about a person, readable: collected by the walk over the schema, in German words."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mfd_desktop.app.access_tables import (
    EVENTS,
    LEFT_OUT_COLUMNS,
    LEFT_OUT_TABLES,
    MATTERS,
    MOMENTS,
    SOURCES,
    TITLES,
    VALUES,
    described,
    left_out,
)
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.fields import Kind
from mfd_desktop.letters.labels import german_labels
from mfd_desktop.vault import holdings
from mfd_desktop.vault.authority_notices import shared_with
from mfd_desktop.vault.clients import read_client

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.fields import Field
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.database import Connection

BLACK = "█████"
"""What stands in place of redacted words; as long for a short name as for a long one."""
WHOLE = "*"
"""The redaction of a whole text; else ``3-9,14-20``: from and to (not included), counted in characters."""
_CODED = frozenset({Kind.CODE, Kind.CODES})


@dataclass(frozen=True, slots=True)
class Entry:
    """One value with its name. ``key`` names it for ever; ``free``: written by hand, so that others may be named."""

    key: str
    label: str
    value: str
    free: bool = False
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One table: its title and records, each a row of entries."""

    table: str
    title: str
    records: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Package:
    """All sections that have records. ``letters`` and ``files``: ids of final letters and attachments."""

    client_id: RecordId
    number: str
    name: str
    sections: tuple[Section, ...]
    letters: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def free_texts(self) -> tuple[tuple[Section, Entry], ...]:
        """What has to be looked through for other people, with its section."""
        return tuple(
            (section, entry) for section in self.sections for record in section.records for entry in record
            if entry.free
        )  # fmt: skip


def collect(session: Session, client_id: RecordId) -> Package:
    """Return everything stored about a person; raise KeyError if there is none."""
    with session.vault.read() as db:
        client = read_client(db, client_id)
        found = holdings.owned(db, client_id)
        for table, keys in shared_with(db, client_id).items():
            found.setdefault(table, {}).update(dict.fromkeys(keys))
        reader = _Reader(db, session.lists, found)
        sections = {table: reader.section(table) for table in found if table not in LEFT_OUT_TABLES}
        sections["household"] = reader.household(client.household_id, client_id)
        sections["history"] = reader.history()
        sections["open_form"] = reader.drafts()
        sections["log_handle"] = reader.log(client_id)
        numbers = sorted(reader.numbers.values())
        final = db.execute("SELECT letter_id FROM letter_file").fetchall()
    order = [*TITLES, *(table for table in sections if table not in TITLES)]
    own = {str(key[0]) for key in found.get("letter", {})}
    return Package(
        client_id,
        numbers[-1] if numbers else "",
        client.name,
        tuple(sections[table] for table in order if table in sections and sections[table].records),
        tuple(letter_id for (letter_id,) in final if letter_id in own),
        tuple(str(key[0]) for key in found.get("attachment", {})),
    )


def redact(package: Package, redactions: Mapping[str, str]) -> Package:
    """Return the package with spans of texts made unreadable; what is stored stays as it is."""
    sections = tuple(
        replace(section, records=tuple(tuple(_black(entry, redactions) for entry in row) for row in section.records))
        for section in package.sections
    )
    return replace(package, sections=sections)


def spans_of(redaction: str, length: int) -> tuple[tuple[int, int], ...]:
    """Return the spans of a redaction inside a text of this length, in order and without overlaps."""
    if redaction == WHOLE:
        return ((0, length),)
    found = sorted(
        (max(0, int(begin)), min(int(end), length))
        for begin, _dash, end in (part.partition("-") for part in redaction.split(",") if part)
    )
    merged: list[tuple[int, int]] = []
    for begin, end in found:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif begin < end:
            merged.append((begin, end))
    return tuple(merged)


def dump_spans(spans: tuple[tuple[int, int], ...], length: int) -> str:
    """Return the redaction that ``spans_of`` reads."""
    return WHOLE if spans == ((0, length),) else ",".join(f"{begin}-{end}" for begin, end in spans)


def blackened(text: str, redaction: str) -> str:
    """Return a text with its spans made unreadable."""
    done, at = "", 0
    for begin, end in spans_of(redaction, len(text)):
        done += text[at:begin] + BLACK
        at = end
    return done + text[at:]


def _black(entry: Entry, redactions: Mapping[str, str]) -> Entry:
    redaction = redactions.get(entry.key, "")
    if not redaction or not entry.free:
        return entry
    return replace(entry, value=blackened(entry.value, redaction), redacted=True)


class _Reader:
    """Reads rows and puts them into words."""

    def __init__(self, db: Connection, lists: CodeLists, found: holdings.Owned) -> None:
        self._db = db
        self._lists = lists
        self._found = found
        self._labels: dict[str, dict[str, str]] = {}
        self.numbers: dict[str, str] = dict(
            db.execute(
                "SELECT id, number FROM case_file WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps([key[0] for key in found.get("case_file", {})]),),
            ).fetchall()
        )

    def section(self, table: str) -> Section:
        columns = holdings.primary_key(self._db, table)
        where = " AND ".join(f"{column} = ?" for column in columns)
        rows: list[tuple[str, tuple[Entry, ...]]] = []
        for key in self._found[table]:
            cursor = self._db.execute(f"SELECT * FROM {table} WHERE {where}", key)  # noqa: S608 - our own table
            names = [name for name, *_rest in cursor.description]
            row = dict(zip(names, cursor.fetchone(), strict=True))
            when = next((str(row[name]) for name in _ORDER if row.get(name)), "")
            rows.append((when, tuple(self._entries(table, "/".join(map(str, key)), row))))
        rows.sort(key=lambda pair: pair[0])
        return Section(table, TITLES.get(table, table), tuple(row for _when, row in rows if row))

    def household(self, household_id: str | None, client_id: str) -> Section:
        """Return the household with the others in it: third persons, to be looked at."""
        rows = self._db.execute("SELECT name FROM household WHERE id = ?", (household_id,)).fetchall()
        entries = [Entry(f"household:{household_id}:name", "Name des Haushalts", name, free=True) for (name,) in rows]
        entries += [
            Entry(f"household:{found}:member", "Lebt auch hier", f"{given} {family}".strip(), free=True)
            for found, given, family in self._db.execute(
                "SELECT id, given_name, family_name FROM client WHERE household_id = ? AND id <> ? ORDER BY birth_date",
                (household_id, client_id),
            )
        ]
        return Section("household", TITLES["household"], (tuple(entries),) if entries else ())

    def history(self) -> Section:
        ids = json.dumps(sorted(holdings.record_ids(self._found)))
        rows = self._db.execute(
            "SELECT id, record_table, field, old, moment FROM history"
            " WHERE record_id IN (SELECT value FROM json_each(?)) ORDER BY moment DESC",
            (ids,),
        ).fetchall()
        records = []
        for number, table, column, old, moment in rows:
            field = described(table).get(column)
            if old in (None, "") or left_out(table, column) or column in ("state", "changed", "raw"):
                continue
            words = self._words(table, column, old, field, {}) if not isinstance(old, bytes) else ""
            free = field is None or field.kind not in (*_CODED, Kind.DATE, Kind.FLAG)
            label = f"{TITLES.get(table, table)}: {field.label if field else column}"
            records.append((
                Entry(f"history:{number}:old", label, words, free=free),
                Entry(f"history:{number}:moment", "Galt bis", _moment(moment)),
            ))  # fmt: skip
        return Section("history", TITLES["history"], tuple(records))

    def drafts(self) -> Section:
        """Return sealed drafts that name a record of the person."""
        ids = holdings.record_ids(self._found)
        records = []
        for key, record_id, fields in self._db.execute("SELECT key, record_id, fields FROM open_form ORDER BY key"):
            if record_id in ids or any(part in ids for part in key.split(":")[:3]):
                if key.startswith(REDACTION):
                    continue
                values = json.loads(fields)
                records.append(
                    tuple(Entry(f"open_form:{key}:{name}", name, text, free=True) for name, text in values.items())
                )
        return Section("open_form", TITLES["open_form"], tuple(row for row in records if row))

    def log(self, client_id: str) -> Section:
        rows = self._db.execute(
            "SELECT e.position, e.moment, e.event, e.detail FROM log_entry e JOIN log_handle h ON h.handle = e.handle"
            " WHERE h.client_id = ? ORDER BY e.position DESC",
            (client_id,),
        )
        records = [
            (
                Entry(f"log:{position}:moment", "Am", _moment(moment)),
                Entry(f"log:{position}:event", "Was", f"{EVENTS.get(event, event)} ({detail})" if detail else event),
            )
            for position, moment, event, detail in rows
        ]
        return Section("log_handle", TITLES["log_handle"], tuple(records))

    def _entries(self, table: str, key: str, row: Mapping[str, Any]) -> Iterator[Entry]:
        fields = described(table)
        ordered = [name for name in fields if name in row] + [name for name in row if name not in fields]
        for name in ordered:
            value = row[name]
            if value in (None, "", "{}") or isinstance(value, bytes) or left_out(table, name):
                continue
            field = fields.get(name)
            words = self._words(table, name, value, field, row)
            if words:
                free = field is None or (field.kind in (Kind.NOTE, Kind.TEXT) and name not in _NEVER_FREE)
                yield Entry(f"{table}:{key}:{name}", field.label if field else name, words, free=free)

    def _words(self, table: str, name: str, value: object, field: Field | None, row: Mapping[str, Any]) -> str:
        text = str(value)
        if name.endswith("_id"):
            return self._link(name, text)
        if table == "privacy_event" and name == "matter":
            return self._label(MATTERS.get(str(row.get("kind")), ""), text)
        if (table, name) in VALUES:
            return VALUES[table, name].get(text, text)
        if name == "source":
            return SOURCES.get(text.partition(":")[0], SOURCES[""])
        if name in MOMENTS:
            return _moment(text)
        return self._typed(field, _unfolded(text))

    def _typed(self, field: Field | None, text: str) -> str:
        kind = field.kind if field else Kind.NOTE
        if kind is Kind.FLAG:
            return "ja" if text == "1" else "nein"
        if kind is Kind.DATE:
            return _day(text)
        if field is not None and kind in _CODED:
            return ", ".join(self._label(field.codes, code) for code in text.split())
        return text

    def _label(self, list_id: str, code: str) -> str:
        if not list_id:
            return code
        if list_id not in self._labels:
            self._labels[list_id] = german_labels(self._lists, list_id)
        return self._labels[list_id].get(code, code)

    def _link(self, name: str, record_id: str) -> str:
        """Return what a link points to in words, nothing where the record itself stands in the package."""
        if name == "case_id":
            return self.numbers.get(record_id, "")
        if name == "recipient_id":
            row = self._db.execute("SELECT name FROM recipient WHERE id = ?", (record_id,)).fetchone()
            return str(row[0]) if row else ""
        if name == "contact_id":
            row = self._db.execute("SELECT day FROM contact WHERE id = ?", (record_id,)).fetchone()
            return _day(row[0]) if row and row[0] else ""
        return ""


REDACTION = "redaction:"
"""The key of the draft that keeps what was redacted so far, with the id of the person after it."""
_DERIVED = frozenset({"links", "search"})
"""Parts of an entry of the recycle bin that are made from the others."""
_ORDER = ("day", "due", "since", "opened", "given", "begun", "began", "position", "created")
"""Records of a table stand in the order of the first of these they have."""
_NEVER_FREE = frozenset({
    "given_name", "family_name", "other_names", "birth_date", "azr_number", "bamf_number", "office_number", "source",
    "created", "changed", "case_id", "client_id", "contact_id", "template", "number", "form", "rule", "media", "size",
    "street", "postcode", "town", "minutes", "trigger_kind", "notice_form", "regime", "kind", "matter", "direction",
    "purpose", "key", "field", "frozen", "deleted", "moment", "answer", "cut_off",
})  # fmt: skip
"""Columns of text in which nobody else can be named."""


def _day(text: str) -> str:
    try:
        return format_date(datetime.fromisoformat(text).date())
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text).astimezone()
    except ValueError:
        return text
    return f"{format_date(moment.date())}, {moment:%H:%M} Uhr"


def _unfolded(text: str) -> str:
    """Return a JSON object as lines of name and value; the text itself if it is none."""
    if not text.startswith("{"):
        return text
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return "\n".join(_lines(found)) if isinstance(found, dict) else text


def _lines(found: object, name: str = "") -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            if key not in LEFT_OUT_COLUMNS and key not in _DERIVED and not str(key).endswith("_id"):
                yield from _lines(value, str(key))
    elif isinstance(found, list):
        for value in found:
            yield from _lines(value, name)
    elif found not in (None, ""):
        yield f"{name}: {found}"
