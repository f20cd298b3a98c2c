"""The data files of the statistics: `resources/statistics/<id>.toml` (categories, table set, perturbation table)."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path

FOLDER: Final = "statistics"
ANY: Final = "*"
"""In a residual: every category of this dimension."""
OWN: Final = "@own"
"""In a residual: the category that holds the desk's own district."""
WHOLE: Final = 100_000_000
"""The shares of a row of the perturbation table sum to this."""

_CODE: Final = re.compile(r"[A-Za-z0-9_]+")


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One category as it is published. `of`: the recorded codes it holds (left out: its own code)."""

    code: Text
    label: Text | None = None
    of: tuple[Text, ...] = ()

    @property
    def recorded(self) -> tuple[str, ...]:
        """The recorded codes that fall into this category."""
        return self.of or (self.code,)


class Dimension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of categories for one recorded fact.

    fact: name of the fact (left out: the id). list: code list with the labels the file leaves out.
    rest: category of every recorded code that is in no other.
    """

    id: Text
    title: Text
    categories: Annotated[tuple[Category, ...], msgspec.Meta(min_length=1)]
    fact: Text | None = None
    list: Text | None = None
    rest: Text | None = None
    source: Text | None = None
    review: Review = "ok"
    reason: Text | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the categories, in order."""
        return tuple(category.code for category in self.categories)


class Categories(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All lists of categories there are; a table set can only name them."""

    id: Text
    title: Text
    version: Annotated[int, msgspec.Meta(ge=1)]
    source: Text
    checked: datetime.date
    review: Review
    dimensions: tuple[Dimension, ...]


class TableDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a set.

    residual: the cell (a code for each dimension, `*` or `@own`) that a contribution leaves out.
    coarse, coarse_residual: the same for the coarse form; coarse_below: hundredths of a full post below which a desk
    contributes the coarse form. keyed: categories of an exact table that are protected all the same.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^T-[A-Z]{3}-[1-9]$")]
    title: Text
    unit: Text
    dimensions: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1, max_length=2)]
    every: Literal["quarter", "half_year"]
    count: Literal["exact", "cell_key"]
    definition: Text
    residual: tuple[Text, ...] = ()
    coarse: Annotated[tuple[Text, ...], msgspec.Meta(max_length=2)] = ()
    coarse_residual: tuple[Text, ...] = ()
    coarse_below: Annotated[int, msgspec.Meta(ge=0, le=100)] = 50
    keyed: tuple[Text, ...] = ()
    review: Review = "ok"
    reason: Text | None = None


class TableSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table set; a period is counted by one set for ever."""

    id: Text
    title: Text
    version: Annotated[int, msgspec.Meta(ge=1)]
    source: Text
    checked: datetime.date
    review: Review
    definitions: tuple[tuple[Text, Text], ...]
    tables: Annotated[tuple[TableDefinition, ...], msgspec.Meta(min_length=1)]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """True count and, for each count it may become, the share of cell keys in hundred millionths."""

    count: Annotated[int, msgspec.Meta(ge=1)]
    to: tuple[int, ...]
    share: tuple[Annotated[int, msgspec.Meta(ge=1)], ...]


class CellKeyTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A perturbation table; for counts above the last row the changes of the last row apply.

    variance: of the change, in hundredths.
    """

    id: Text
    title: Text
    version: Annotated[int, msgspec.Meta(ge=1)]
    source: Text
    checked: datetime.date
    review: Review
    variance: Annotated[int, msgspec.Meta(ge=1)]
    rows: Annotated[tuple[Row, ...], msgspec.Meta(min_length=1)]


def read_categories(path: Path) -> Categories:
    """Read the lists of categories; raise ContentError if they contradict themselves."""
    found = read_toml(path, Categories)
    _refuse(path, _category_problems(found, path.stem))
    return found


def read_table_set(path: Path) -> TableSet:
    """Read a table set; raise ContentError if it contradicts itself (categories: see statistics/table_set.py)."""
    found = read_toml(path, TableSet)
    _refuse(path, _set_problems(found, path.stem))
    return found


def read_cell_key_table(path: Path) -> CellKeyTable:
    """Read a perturbation table; raise ContentError if it contradicts itself."""
    found = read_toml(path, CellKeyTable)
    _refuse(path, _key_problems(found, path.stem))
    return found


def statistics_messages(root: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield (German text, file it stands in) of the statistics files, for the catalogue `content`.

    `root` is the resources folder (default: the shipped one). Raises ContentError for a broken file.
    """
    folder = (resource_path() if root is None else root) / FOLDER
    for path in sorted(folder.glob("categories-*.toml")):
        for dimension in read_categories(path).dimensions:
            labels = (category.label for category in dimension.categories if category.label)
            yield from ((text, f"resources/{FOLDER}/{path.name}") for text in (dimension.title, *labels))
    for path in sorted(folder.glob("table_set-*.toml")):
        found = read_table_set(path)
        meanings = (text for pair in found.definitions for text in pair)
        tables = (text for table in found.tables for text in (table.title, table.definition))
        yield from ((text, f"resources/{FOLDER}/{path.name}") for text in (found.title, *meanings, *tables))


def _refuse(path: Path, problems: Iterator[tuple[str, str]]) -> None:
    for place, reason in problems:
        raise ContentError(path.name, place, reason)


def _category_problems(found: Categories, name: str) -> Iterator[tuple[str, str]]:
    yield from _id_problem(found.id, name)
    ids = Counter(dimension.id for dimension in found.dimensions)
    for index, dimension in enumerate(found.dimensions):
        place = f"$.dimensions[{index}]"
        if ids[dimension.id] > 1:
            yield f"{place}.id", f"duplicate dimension {dimension.id!r}"
        if dimension.rest is not None and dimension.rest not in dimension.codes:
            yield f"{place}.rest", f"no category {dimension.rest!r}"
        recorded = Counter(code for category in dimension.categories for code in category.recorded)
        for number, category in enumerate(dimension.categories):
            for reason in _one_category(category, dimension, recorded):
                yield f"{place}.categories[{number}]", reason


def _one_category(category: Category, dimension: Dimension, recorded: Counter[str]) -> Iterator[str]:
    if not _CODE.fullmatch(category.code) or dimension.codes.count(category.code) > 1:
        yield f"bad or duplicate code {category.code!r}"
    if category.label is None and dimension.list is None:
        yield f"{category.code!r} has no label and the dimension no list"
    twice = [code for code in category.recorded if recorded[code] > 1]
    if twice:
        yield f"{twice[0]!r} falls into two categories"


def _set_problems(found: TableSet, name: str) -> Iterator[tuple[str, str]]:
    yield from _id_problem(found.id, name)
    ids = Counter(table.id for table in found.tables)
    for index, table in enumerate(found.tables):
        place = f"$.tables[{index}]"
        if ids[table.id] > 1:
            yield f"{place}.id", f"duplicate table {table.id!r}"
        if table.residual and len(table.residual) != len(table.dimensions):
            yield f"{place}.residual", "a code is needed for each dimension"
        if table.coarse_residual and len(table.coarse_residual) != len(table.coarse):
            yield f"{place}.coarse_residual", "a code is needed for each dimension"
        if bool(table.coarse) != (table.count == "cell_key"):
            yield f"{place}.coarse", "a coarse form is needed for protected tables, and only there"


def _key_problems(found: CellKeyTable, name: str) -> Iterator[tuple[str, str]]:
    yield from _id_problem(found.id, name)
    for index, row in enumerate(found.rows):
        place = f"$.rows[{index}]"
        if row.count != index + 1:
            yield f"{place}.count", f"expected {index + 1}"
        if len(row.to) != len(row.share) or list(row.to) != sorted(set(row.to)) or min(row.to, default=-1) < 0:
            yield f"{place}.to", "counts must rise, each with its share"
        if sum(row.share) != WHOLE:
            yield f"{place}.share", f"the shares sum to {sum(row.share)}"


def _id_problem(found: str, name: str) -> Iterator[tuple[str, str]]:
    if found != name:
        yield "$.id", f"id is {found!r}, the file is named {name!r}"
