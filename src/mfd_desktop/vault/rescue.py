"""What can still be read of a damaged database: every record in a whole page, and what indices tell of the others."""

from __future__ import annotations

import re
import struct
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.migrations import NEWEST, STEPS
from mfd_desktop.vault.page_trees import INDEX_LEAF, INDEX_NODE, TABLE_LEAF, Walked, kind_of, records_on, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.vault.page_trees import Record, Value
    from mfd_desktop.vault.sealed_pages import SealedPages

_ID = re.compile(r"[0-9a-f]{32}")
_TYPES = {"TEXT": str, "INTEGER": int, "BLOB": bytes}
_ROOT = "sqlite_schema"
SEARCH_TEXTS = "search_text_content"
"""The texts of the full-text index; all else of it is made anew from them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or index. ``name`` None: the row number at the end of an index.

    ``later``: records made before the column was added lack it.
    """

    name: str | None
    type: str
    needed: bool
    later: bool = False

    @property
    def is_id(self) -> bool:
        """Whether it holds the random id of a record."""
        return self.type == "TEXT" and self.name is not None and (self.name == "id" or self.name.endswith("_id"))


@dataclass(frozen=True, slots=True)
class Shape:
    """A table or index as it is stored: columns in stored order. ``number``: the column that is the row number."""

    name: str
    table: str
    columns: tuple[Column, ...]
    rows: bool
    number: str = ""

    @property
    def is_index(self) -> bool:
        """Whether it is an index of a table."""
        return self.name != self.table

    @property
    def ids(self) -> int:
        """How many columns hold ids."""
        return sum(column.is_id for column in self.columns)

    def fits(self, record: Record) -> bool:
        """Tell whether a record can be one of this table: number, types and presence of its values."""
        values = record.values
        if not values or len(values) > len(self.columns):
            return False
        lacking = self.columns[len(values) :]
        return all(column.later for column in lacking) and all(
            _fits(value, column, self.number) for value, column in zip(values, self.columns, strict=False)
        )

    def named(self, record: Record) -> dict[str, Value]:
        """Return the values by column; those a record of before a later column lacks are left out."""
        found = {column.name: value for column, value in zip(self.columns, record.values, strict=False) if column.name}
        if self.number:
            found[self.number] = record.row
        return found


@dataclass(frozen=True, slots=True)
class Lost:
    """A record that is gone, known from indices alone. ``known``: what they say of it."""

    table: str
    row: int
    known: dict[str, Value]


@dataclass(slots=True)
class Rescued:
    """What was read. ``rows``: by table. ``damaged``: pages that do not hold, by what they belong to (empty: nothing).

    ``unknown``: tables of which records may be gone that no index knows. ``version``: the schema.
    """

    version: int
    count: int
    rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    damaged: dict[str, list[int]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    texts: dict[int, str] = field(default_factory=dict)

    @property
    def damaged_pages(self) -> int:
        """How many pages do not hold."""
        return sum(len(pages) for pages in self.damaged.values())

    def lost_in(self) -> Counter[str]:
        """Return how many records of each table are known to be gone."""
        return Counter(one.table for one in self.lost)


@dataclass(slots=True)
class _Work:
    pages: SealedPages
    shapes: dict[str, Shape]
    walked: dict[str, Walked] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


def shapes_of(version: int) -> dict[str, Shape]:
    """Return tables and indices of a schema as they are stored, without the inside of the full-text index."""
    db = dbapi2.connect(":memory:")
    try:
        for number, step in STEPS:
            if number <= version:
                step(db)
        found: dict[str, Shape] = {}
        for (table,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'search\\_text%' ESCAPE '\\'"
        ).fetchall():
            found |= _shapes(db, table)
        return found
    finally:
        db.close()


def _shapes(db: Connection, table: str) -> dict[str, Shape]:
    info = db.execute(f"PRAGMA table_info({table})").fetchall()
    columns = {
        row[1]: Column(row[1], row[2], bool(row[3]) or bool(row[5]), not row[3] or row[4] is not None) for row in info
    }
    key = [name for _place, name in sorted((row[5], row[1]) for row in info if row[5])]
    (without,) = db.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()
    number = key[0] if not without and len(key) == 1 and columns[key[0]].type == "INTEGER" else ""
    order = [*key, *(name for name in columns if name not in key)] if without else list(columns)
    found = {table: Shape(table, table, tuple(columns[name] for name in order), not without, number)}
    for row in db.execute(f"PRAGMA index_list({table})").fetchall():
        parts = db.execute(f"PRAGMA index_xinfo({row[1]})").fetchall()
        if not (without and row[3] == "pk"):
            stored = tuple(columns[part[2]] if part[2] else Column(None, "INTEGER", needed=True) for part in parts)
            found[row[1]] = Shape(row[1], table, stored, rows=False)
    return found


def _fits(value: Value, column: Column, number: str) -> bool:
    if value is None:
        return not column.needed or column.name == number
    if column.is_id:
        return isinstance(value, str) and bool(_ID.fullmatch(value))
    return column.type == "ANY" or type(value) is _TYPES[column.type]


def rescue(
    pages: SealedPages,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    stop: Callable[[], bool] = lambda: False,
) -> Rescued:
    """Read whatever can be read. Changes nothing; raises Interrupted soon after ``stop()`` says so."""
    first = pages.read(1)
    version = struct.unpack_from(">I", first, 60)[0] if first else NEWEST
    shapes = shapes_of(min(max(version, 1), NEWEST))
    work = _Work(pages, shapes)
    roots = _roots(work)
    for place, (name, root) in enumerate(roots.items()):
        if stop():
            raise Interrupted
        work.walked[name] = walked = walk(pages, root)
        work.seen |= walked.pages | walked.damaged
        progress(0.6 * place / len(roots))
    found = Rescued(version, pages.count)
    _look_at_rest(work, found, roots, stop)
    progress(0.8)
    for name, shape in shapes.items():
        if not shape.is_index:
            found.rows[name] = [shape.named(record) for record in _own(work, name)]
    _note_lost(work, found)
    if SEARCH_TEXTS in work.walked:
        found.texts = {record.row: str(record.values[1]) for record in work.walked[SEARCH_TEXTS].records}
    progress(1.0)
    return found


def _roots(work: _Work) -> dict[str, int]:
    """Return the root pages of tables and indices; where the list of them is damaged, it is looked for in all pages."""
    schema = walk(work.pages, 1)
    work.seen |= schema.pages | schema.damaged
    records = schema.records
    if schema.damaged or schema.lost:
        for number in range(1, work.pages.count + 1):
            page = work.pages.read(number) if number not in schema.pages else None
            if page is not None and kind_of(page, number) == TABLE_LEAF:
                there = [one for one in records_on(work.pages, page, number) if one]
                if there and all(map(_is_schema, there)):
                    work.seen.add(number)
                    records.extend(there)
    work.walked[_ROOT] = schema
    return {str(one.values[1]): int(one.values[3]) for one in records if _is_schema(one) and one.values[3]}


def _is_schema(record: Record) -> bool:
    values = record.values
    return (
        len(values) == 5
        and values[0] in ("table", "index", "trigger", "view")
        and isinstance(values[1], str)
        and isinstance(values[3], int)
    )


def _own(work: _Work, name: str) -> list[Record]:
    shape, walked = work.shapes[name], work.walked.get(name)
    return [record for record in walked.records if shape.fits(record)] if walked else []


def _look_at_rest(work: _Work, found: Rescued, roots: dict[str, int], stop: Callable[[], bool]) -> None:
    """Look at the pages no tree leads to: whole ones get back to the one damaged table they fit."""
    cut = {name for name, walked in work.walked.items() if walked.damaged} | (work.shapes.keys() - roots.keys())
    candidates = [work.shapes[name] for name in cut if name in work.shapes]
    loose: list[int] = []
    for number in set(range(1, work.pages.count + 1)) - work.seen:
        if stop():
            raise Interrupted
        page = work.pages.read(number)
        if page is None:
            loose.append(number)
        elif kind_of(page, number) in (TABLE_LEAF, INDEX_LEAF, INDEX_NODE):
            _give_back(work, page, number, candidates)
    found.damaged = {name: sorted(walked.damaged) for name, walked in work.walked.items() if walked.damaged}
    if loose:
        found.damaged[""] = sorted(loose)


def _give_back(work: _Work, page: bytes, number: int, candidates: Iterable[Shape]) -> None:
    records = [one for one in records_on(work.pages, page, number) if one]
    rows = kind_of(page, number) == TABLE_LEAF
    fitting = [shape for shape in candidates if shape.rows == rows and records and all(map(shape.fits, records))]
    # Ids are told from other texts: among tables of one shape the one with more of them is meant.
    most = max((shape.ids for shape in fitting), default=0)
    fitting = [shape for shape in fitting if shape.ids == most]
    if len(fitting) == 1:
        walked = work.walked.setdefault(fitting[0].name, Walked())
        known = {record.row for record in walked.records} if rows else set()
        walked.records.extend(one for one in records if one.row not in known)


def _note_lost(work: _Work, found: Rescued) -> None:
    """Compare each table with its indices: what an index names and the table does not have is gone."""
    for name, shape in work.shapes.items():
        if shape.is_index:
            continue
        walked = work.walked.get(name)
        touched = walked is None or bool(walked.damaged or walked.lost)
        if not touched:
            continue
        indices = [one for one in work.shapes.values() if one.table == name and one.is_index]
        if shape.rows and indices:
            found.lost.extend(_lost_rows(work, shape, indices))
        if not shape.rows or not any(_is_whole(work, one.name) for one in indices):
            found.unknown.add(name)


def _is_whole(work: _Work, name: str) -> bool:
    walked = work.walked.get(name)
    return walked is not None and not walked.damaged and not walked.lost


def _lost_rows(work: _Work, shape: Shape, indices: Iterable[Shape]) -> list[Lost]:
    there = {record.row for record in _own(work, shape.name)}
    known: dict[int, dict[str, Value]] = defaultdict(dict)
    for index in indices:
        for record in _own(work, index.name):
            row = record.values[-1]
            if isinstance(row, int) and row not in there:
                known[row] |= index.named(record)
                if shape.number:
                    known[row][shape.number] = row
    return [Lost(shape.name, row, known[row]) for row in sorted(known)]
