"""Table sets as they are used: read strictly, held against the limits of the code, with the hash that names them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.paths import resource_path
from mfd_desktop.content.statistics_files import ANY, FOLDER, OWN, read_categories, read_table_set
from mfd_desktop.domain.canonical import canonical
from mfd_desktop.statistics.facts import CLOSING, FACTS, SEVERAL
from mfd_desktop.statistics.units import STRUCTURAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mfd_desktop.content.statistics_files import Dimension, TableDefinition, TableSet
    from mfd_desktop.domain.canonical import Canonical

JOINT = "/"
"""Between the two codes of a cell, as in ``w/A3``."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a table, fine or coarse: its dimensions, all cells in order, and the residual."""

    dimensions: tuple[Dimension, ...]
    residual: tuple[str, ...]
    cells: tuple[str, ...]
    _places: tuple[dict[str, str], ...] = field(repr=False)

    @property
    def facts(self) -> tuple[str, ...]:
        """The recorded facts of the dimensions."""
        return tuple(dimension.fact or dimension.id for dimension in self.dimensions)

    @property
    def is_partition(self) -> bool:
        """Whether each record falls into one cell, so that a sum of the cells means something."""
        return not SEVERAL & set(self.facts)

    def cell_of(self, codes: tuple[str, ...]) -> str | None:
        """Return the cell of recorded codes; None if a code is in no category and there is no rest."""
        found = [
            places.get(code, dimension.rest or "")
            for code, places, dimension in zip(codes, self._places, self.dimensions, strict=True)
        ]
        return JOINT.join(found) if all(found) else None

    def unpublished(self, own_district: str) -> frozenset[str]:
        """Return the cells that a contribution leaves out; ``own_district`` is the AGS of the desk's office."""
        if not self.residual:
            return frozenset()
        wanted = []
        for code, places, dimension in zip(self.residual, self._places, self.dimensions, strict=True):
            own = places.get(own_district, dimension.rest or "")
            wanted.append(dimension.codes if code == ANY else (own if code == OWN else code,))
        return frozenset(JOINT.join(cell) for cell in product(*wanted))


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a set in both forms; ``coarse`` is None for exact tables."""

    definition: TableDefinition
    fine: Form
    coarse: Form | None

    @property
    def id(self) -> str:
        """The table's id, such as T-PER-1."""
        return self.definition.id

    @property
    def unit(self) -> str:
        """What is counted."""
        return self.definition.unit

    @property
    def is_exact(self) -> bool:
        """Whether the table counts no personal records (single cells may be protected all the same)."""
        return self.definition.count == "exact"

    @property
    def is_structural(self) -> bool:
        """Whether no record of a client stands behind the table."""
        return self.unit in STRUCTURAL

    def form(self, *, coarse: bool) -> Form:
        """Return the coarse form or the fine one; exact tables have only one."""
        return self.coarse if coarse and self.coarse is not None else self.fine


@dataclass(frozen=True, slots=True)
class Tables:
    """A whole table set. ``digest``: SHA-256 of what defines the counts; texts do not change it."""

    id: str
    title: str
    definitions: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    digest: str

    def __getitem__(self, table_id: str) -> Table:
        """Return a table; raise KeyError if the set has none of this id."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)


def load_tables(name: str = "table_set-1", categories: str = "categories-1", root: Path | None = None) -> Tables:
    """Return a shipped table set; raise ContentError if it is broken or beyond the limits.

    ``root`` is the resources folder (default: the shipped one).
    """
    folder = (resource_path() if root is None else root) / FOLDER
    dimensions = {found.id: found for found in read_categories(folder / f"{categories}.toml").dimensions}
    table_set = read_table_set(folder / f"{name}.toml")
    for place, reason in limits(table_set, dimensions):
        raise ContentError(f"{name}.toml", place, reason)
    return build_tables(table_set, dimensions)


def limits(table_set: TableSet, dimensions: Mapping[str, Dimension]) -> Iterator[tuple[str, str]]:
    """Yield place and reason of everything in a table set that the code does not allow.

    Only shipped lists of categories, only the facts and pairs of ``FACTS``, a residual for every protected partition.
    """
    for index, table in enumerate(table_set.tables):
        forms = [("dimensions", table.dimensions, table.residual)]
        if table.coarse:
            forms.append(("coarse", table.coarse, table.coarse_residual))
        for name, ids, residual in forms:
            for reason in _form_problems(table, ids, residual, dimensions):
                yield f"$.tables[{index}].{name}", reason
        known = {code for name in table.dimensions if name in dimensions for code in dimensions[name].codes}
        if not set(table.keyed) <= known or (table.keyed and table.count != "exact"):
            yield f"$.tables[{index}].keyed", "only categories of an exact table can be named here"


def _form_problems(
    table: TableDefinition, ids: tuple[str, ...], residual: tuple[str, ...], dimensions: Mapping[str, Dimension]
) -> Iterator[str]:
    missing = [name for name in ids if name not in dimensions]
    if missing:
        yield f"there is no list of categories {missing[0]!r}"
        return
    facts = tuple(dimensions[name].fact or name for name in ids)
    if (table.unit, facts) not in FACTS:
        yield f"{' × '.join(facts)} of {table.unit!r} is not allowed"
    if table.count == "cell_key" and not residual and (table.unit, facts) not in CLOSING:
        yield "a protected table needs a residual"
    for code, name in zip(residual, ids, strict=True) if residual else ():
        if code not in (ANY, OWN, *dimensions[name].codes):
            yield f"no category {code!r}"


def build_tables(table_set: TableSet, dimensions: Mapping[str, Dimension]) -> Tables:
    """Return a table set that keeps the limits, ready for counting."""
    tables = tuple(
        Table(
            table,
            _form(table.dimensions, table.residual, dimensions),
            _form(table.coarse, table.coarse_residual, dimensions) if table.coarse else None,
        )
        for table in table_set.tables
    )
    text = canonical({
        "id": table_set.id,
        "version": table_set.version,
        "tables": [_defining(table) for table in tables],
    })  # fmt: skip
    digest = hashlib.sha256(text).hexdigest()
    return Tables(table_set.id, table_set.title, table_set.definitions, tables, digest)


def _form(ids: tuple[str, ...], residual: tuple[str, ...], dimensions: Mapping[str, Dimension]) -> Form:
    used = tuple(dimensions[name] for name in ids)
    places = tuple(
        {code: category.code for category in dimension.categories for code in category.recorded} for dimension in used
    )
    cells = tuple(JOINT.join(cell) for cell in product(*(dimension.codes for dimension in used)))
    return Form(used, residual, cells, places)


def _defining(table: Table) -> dict[str, Canonical]:
    definition = table.definition
    forms = [table.fine] if table.coarse is None else [table.fine, table.coarse]
    return {
        "id": definition.id,
        "unit": definition.unit,
        "every": definition.every,
        "count": definition.count,
        "keyed": list(definition.keyed),
        "coarse_below": definition.coarse_below,
        "forms": [_defining_form(form) for form in forms],
    }


def _defining_form(form: Form) -> dict[str, Canonical]:
    dimensions: list[Canonical] = [
        {
            "fact": dimension.fact or dimension.id,
            "rest": dimension.rest or "",
            "categories": [[category.code, *category.recorded] for category in dimension.categories],
        }
        for dimension in form.dimensions
    ]
    return {"residual": list(form.residual), "dimensions": dimensions}
