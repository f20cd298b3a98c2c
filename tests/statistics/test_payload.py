"""What a contribution carries, and that nothing else is taken for one."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mfd_desktop.domain.canonical import canonical
from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.cell_key import Perturbation
from mfd_desktop.statistics.payload import PayloadProblem, build_payload, read_payload
from mfd_desktop.statistics.protection import Desk, protect
from mfd_desktop.statistics.records import Records
from mfd_desktop.statistics.table_set import Tables

PERIOD = Period(2026, "H", 2)
Payload = dict[str, Any]


@pytest.fixture
def payload(tables: Tables, method: Perturbation, records_of: Callable[..., Records]) -> Payload:
    counts = protect(tables, method, records_of(3, PERIOD), PERIOD, Desk(40, "07315"))
    found = build_payload(counts, tables, method, period=PERIOD, revision=0, fte=40)
    again: Payload = json.loads(canonical(found))
    return again


def test_a_payload_says_what_was_published(
    payload: Payload, tables: Tables, method: Perturbation, records_of: Callable[..., Records]
) -> None:
    counts = protect(tables, method, records_of(3, PERIOD), PERIOD, Desk(40, "07315"))
    found = read_payload(payload, tables, method)
    assert (found.period, found.revision, found.fte) == (PERIOD, 0, 40)
    assert found.counts.headline == counts.headline
    assert found.counts.tables == counts.tables
    assert set(found.counts.coarse) == set(counts.coarse) != set()


def test_a_payload_holds_figures_codes_and_hashes_only(payload: Payload, tables: Tables) -> None:
    assert payload.keys() == {"format", "period", "revision", "fte", "table_set", "method", "headline", "tables"}
    for name, table in payload["tables"].items():
        assert table.keys() == {"coarse", "cells"}
        assert all(isinstance(value, int) for value in table["cells"].values())
        assert table["cells"].keys() <= set(tables[name].form(coarse=bool(table["coarse"])).cells)
    assert all(isinstance(value, int) for value in payload["headline"].values())


def broken(payload: Payload, change: Callable[[Payload], object]) -> Payload:
    copy: Payload = json.loads(json.dumps(payload))
    change(copy)
    return copy


CASES: dict[str, tuple[str, Callable[[Payload], object]]] = {
    "another format": ("shape", lambda p: p.update(format=2)),
    "a field too many": ("shape", lambda p: p.update(note="Amal war da")),
    "a field too few": ("shape", lambda p: p.pop("fte")),
    "no period": ("shape", lambda p: p.update(period="2026-Q7")),
    "another table set": ("table_set", lambda p: p["table_set"].update(hash="0" * 64)),
    "another method": ("method", lambda p: p["method"].update(id="cell_key-2")),
    "a negative share": ("shape", lambda p: p.update(fte=-1)),
    "more than a post": ("value", lambda p: p.update(fte=101)),
    "a third release": ("value", lambda p: p.update(revision=2)),
    "a flag for a number": ("shape", lambda p: p.update(revision=True)),
    "an unknown total": ("table", lambda p: p["headline"].update(secrets=4)),
    "a total of one": ("value", lambda p: p["headline"].update(persons=1)),
    "a total beyond all measure": ("value", lambda p: p["headline"].update(persons=10**400)),
    "totals as a list": ("shape", lambda p: p.update(headline=[1])),
    "an unknown table": ("table", lambda p: p["tables"].update({"T-XXX-1": {"coarse": 0, "cells": {}}})),
    "an unknown cell": ("table", lambda p: p["tables"]["T-KON-1"]["cells"].update({"F9": 3})),
    "a cell of two": ("value", lambda p: p["tables"]["T-KON-1"]["cells"].update(no_case=2)),
    "a cell in words": ("shape", lambda p: p["tables"]["T-KON-1"]["cells"].update(no_case="3")),
    "a table of its own shape": ("shape", lambda p: p["tables"]["T-KON-1"].update(note="x")),
    "a form of its own": ("shape", lambda p: p["tables"]["T-KON-1"].update(coarse=7)),
    "a coarse exact table": ("table", lambda p: p["tables"]["T-STR-1"].update(coarse=1)),
    "a table in words": ("shape", lambda p: p["tables"].update({"T-KON-1": "F1"})),
    "protected volunteers of one": ("value", lambda p: p["tables"]["T-STR-2"]["cells"].update(volunteers=1)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_anything_else_is_refused(payload: Payload, tables: Tables, method: Perturbation, name: str) -> None:
    reason, change = CASES[name]
    with pytest.raises(PayloadProblem) as refused:
        read_payload(broken(payload, change), tables, method)
    assert refused.value.reason == reason


@pytest.mark.parametrize("found", [None, [], "text", 7])
def test_what_is_no_object_is_refused(found: object, tables: Tables, method: Perturbation) -> None:
    with pytest.raises(PayloadProblem, match="shape"):
        read_payload(found, tables, method)


def test_one_and_two_are_fine_where_nothing_is_protected(
    payload: Payload, tables: Tables, method: Perturbation
) -> None:
    cells = payload["tables"]["T-STR-2"]["cells"]
    cells.update(trainings=1, trained=2, volunteers=3)
    assert read_payload(payload, tables, method).counts.tables["T-STR-2"] == cells
