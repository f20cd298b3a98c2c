"""The payload of a contribution: the protected figures and what names them, integers and strings only, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.counting import HEADLINE, Counts

if TYPE_CHECKING:
    from mfd_desktop.domain.canonical import Canonical
    from mfd_desktop.statistics.cell_key import Perturbation
    from mfd_desktop.statistics.table_set import Table, Tables

FORMAT = 1
_NAMES = frozenset({"format", "period", "revision", "fte", "table_set", "method", "headline", "tables"})
_FULL_POST = 100
_MOST = 1_000_000_000
"""No desk counts as far; what is larger would break sums and intervals."""


class PayloadProblem(ValueError):
    """A payload that cannot be counted.

    ``reason``: ``shape`` (not what this program writes), ``table_set`` or ``method`` (another one), ``table`` (unknown
    table or cell), ``value`` (a figure that a protected cell cannot have).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep the reason and the place it was found at."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a payload says: period, revision, hundredths of a full post (0: not known), protected figures."""

    period: Period
    revision: int
    fte: int
    counts: Counts


def build_payload(
    counts: Counts, tables: Tables, method: Perturbation, *, period: Period, revision: int, fte: int
) -> dict[str, Canonical]:
    """Return the payload of protected figures, ready for ``domain.canonical``."""
    published: dict[str, Canonical] = {
        name: {"coarse": int(name in counts.coarse), "cells": dict(cells)} for name, cells in counts.tables.items()
    }
    return {
        "format": FORMAT,
        "period": str(period),
        "revision": revision,
        "fte": fte,
        "table_set": {"id": tables.id, "hash": tables.digest},
        "method": {"id": method.id, "hash": method.digest},
        "headline": dict(counts.headline),
        "tables": published,
    }


def read_payload(found: object, tables: Tables, method: Perturbation) -> Contribution:
    """Return what a payload from another desk says; raise PayloadProblem if it cannot be counted."""
    if not isinstance(found, dict) or found.keys() != _NAMES or found["format"] != FORMAT:
        raise PayloadProblem("shape")
    if found["table_set"] != {"id": tables.id, "hash": tables.digest}:
        raise PayloadProblem("table_set")
    if found["method"] != {"id": method.id, "hash": method.digest}:
        raise PayloadProblem("method")
    try:
        period = Period.parse(str(found["period"]))
    except ValueError:
        raise PayloadProblem("shape", "period") from None
    revision, fte = _number(found["revision"], "revision"), _number(found["fte"], "fte")
    if fte > _FULL_POST or revision > 1:
        raise PayloadProblem("value", "fte" if fte > _FULL_POST else "revision")
    headline = _figures(found["headline"], "headline", frozenset(HEADLINE))
    published, coarse = _tables(found["tables"], tables)
    return Contribution(period, revision, fte, Counts(headline, published, (), coarse))


def _tables(found: object, tables: Tables) -> tuple[dict[str, Mapping[str, int]], tuple[str, ...]]:
    published: dict[str, Mapping[str, int]] = {}
    coarse = []
    for name, table in _mapping(found, "tables").items():
        try:
            definition = tables[name]
        except KeyError:
            raise PayloadProblem("table", name) from None
        given = _mapping(table, name)
        if given.keys() != {"coarse", "cells"} or given["coarse"] not in (0, 1):
            raise PayloadProblem("shape", name)
        if given["coarse"]:
            coarse.append(name)
        published[name] = _cells(given["cells"], definition, coarse=bool(given["coarse"]))
    return published, tuple(coarse)


def _cells(found: object, table: Table, *, coarse: bool) -> dict[str, int]:
    if coarse and table.coarse is None:
        raise PayloadProblem("table", table.id)
    exact = frozenset(table.fine.cells) - set(table.definition.keyed) if table.is_exact else frozenset()
    return _figures(found, table.id, frozenset(table.form(coarse=coarse).cells), exact)


def _figures(found: object, place: str, known: frozenset[str], exact: frozenset[str] = frozenset()) -> dict[str, int]:
    figures = {name: _number(value, f"{place}/{name}") for name, value in _mapping(found, place).items()}
    for name, value in figures.items():
        if name not in known:
            raise PayloadProblem("table", f"{place}/{name}")
        # A protected cell is never 1 or 2.
        if value in (1, 2) and name not in exact:
            raise PayloadProblem("value", f"{place}/{name}")
    return figures


def _mapping(found: object, place: str) -> dict[str, object]:
    if not isinstance(found, dict):
        raise PayloadProblem("shape", place)
    return found


def _number(found: object, place: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise PayloadProblem("shape", place)
    if found > _MOST:
        raise PayloadProblem("value", place)
    return found
