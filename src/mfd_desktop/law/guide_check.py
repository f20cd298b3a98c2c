"""Check of the shipped procedure guide, part of the check of the law: references, citations, ways without dead ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.errors import ContentError
from mfd_desktop.law.decisions import read_decisions
from mfd_desktop.law.guide_files import FOLDER
from mfd_desktop.law.guide_lint import Known, problems
from mfd_desktop.law.procedures import Guide
from mfd_desktop.law.statutes import cite_fault

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path

    from mfd_desktop.law.statutes import Statute


def guide_findings(root: Path, rules: Container[str], statutes: Mapping[str, Statute]) -> Iterator[str]:
    """Yield every finding in the guide of a resources folder as `file: path: reason`; nothing without a guide."""
    if not (root / FOLDER / "positions.toml").exists():
        return
    try:
        guide, decisions = Guide.load(root), read_decisions(root)
    except ContentError as error:
        yield str(error)
        return
    lists = CodeLists(root)
    stages, needs, consents = (lists.known(name) for name in ("procedure_stages", "needs", "consent_kinds"))
    known = Known(rules, decisions.codes, stages, needs, consents)
    yield from (f"{file}: {place}: {reason}" for file, place, reason in problems(guide, known))
    for name, file in guide.files():
        for cite in dict.fromkeys(_cites(msgspec.to_builtins(file))):
            fault = cite_fault(cite, statutes)
            if fault:
                yield f"{name}: $: {fault}"


def _cites(value: object) -> Iterator[str]:
    """Yield every citation of a document, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from inner if key == "cites" else _cites(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _cites(inner)
