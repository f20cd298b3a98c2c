"""Check of the shipped procedure guide and of the decisions it begins with: references, ways without dead ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.errors import ContentError
from mfd_desktop.law.decisions import FILE, read_decisions
from mfd_desktop.law.guide_files import FOLDER
from mfd_desktop.law.guide_lint import Known, problems
from mfd_desktop.law.lint_decisions import decision_problems
from mfd_desktop.law.procedures import Guide

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path


def guide_findings(root: Path, rules: Container[str]) -> Iterator[str]:
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
    positions = {entry.code for entry in guide.positions}
    yield from (f"{FILE}: {place}: {reason}" for place, reason in decision_problems(decisions.file, positions))
