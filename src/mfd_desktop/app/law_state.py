"""The state of the law that the rules were checked against: shown everywhere, warned of when it is old."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from mfd_desktop.app import rulebook
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.dates import months_after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mfd_desktop.law.library import RuleProblem

MONTHS = 12
"""After so many the state of the law is too old to be believed without looking."""
_KEY = "state_of_law"


def state_of_law(root: Path | None = None) -> date | None:
    """Return the oldest day in the heads of the rule files (of a resources folder, default: the shipped one).

    Only their heads are read: nobody waits for the rules before the first screen. None if no file names a day.
    """
    return _shipped() if root is None else _oldest(root)


def is_old(state: date | None, today: date) -> bool:
    """Tell whether the rules need a newer state of the law; without any day they do."""
    return state is None or months_after(state, MONTHS) < today


def unusable_files() -> tuple[RuleProblem, ...]:
    """Return the files whose rules are off, with place and reason. Reads all rules on first use."""
    return rulebook.book().problems


@cache
def _shipped() -> date | None:
    return _oldest(resource_path())


def _oldest(root: Path) -> date | None:
    return min(_days(root), default=None)


def _days(root: Path) -> Iterator[date]:
    for path in sorted((root / "law" / "rules").glob("*.toml")):
        try:
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    name, _equals, text = line.partition("=")
                    if name.strip() == _KEY:
                        yield date.fromisoformat(text.strip())
                    if line.startswith("[") or name.strip() == _KEY:
                        break
        except (OSError, ValueError):
            # The file cannot be used; the rule book names it with the reason.
            continue
