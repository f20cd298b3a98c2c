"""Numbered, frozen, self-contained schema steps; a step never imports today's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.vault.migrations import m0001_foundations, m0002_forms_letters_periods, m0003_keeping, m0004_deadlines

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlcipher3.dbapi2 import Connection

STEPS: tuple[tuple[int, Callable[[Connection], None]], ...] = (
    (1, m0001_foundations.apply),
    (2, m0002_forms_letters_periods.apply),
    (3, m0003_keeping.apply),
    (4, m0004_deadlines.apply),
)
"""Schema number and the step that leads to it from the one before."""

NEWEST = STEPS[-1][0]


def migrate(db: Connection) -> None:
    """Bring the schema up to ``NEWEST``; the caller owns the transaction, so a failed step leaves the old
    schema.
    """
    (current,) = db.execute("PRAGMA user_version").fetchone()
    for number, step in STEPS:
        if number > current:
            step(db)
            db.execute(f"PRAGMA user_version = {number:d}")
