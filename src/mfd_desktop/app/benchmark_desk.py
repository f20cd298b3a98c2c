"""How fast the desk of deadlines is with many of them open."""

from __future__ import annotations

import random
import statistics
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines
from mfd_desktop.app.rulebook import book
from mfd_desktop.vault import deadlines as store

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session

OPEN = 2000
_TIMES = 9
_SEED = 2026


def desk_seconds(session: Session, count: int = OPEN) -> float:
    """Return the median time of reading the desk with ``count`` deadlines open, spread over the cases of a vault.

    The rules were read before, as they are once the main window stands.
    """
    add_deadlines(session, count)
    deadlines.desk(session)
    found = []
    for _ in range(_TIMES):
        begin = time.perf_counter()
        rows = deadlines.desk(session)
        found.append(time.perf_counter() - begin)
        if len(rows) < count:
            message = "deadlines are missing on the desk"
            raise RuntimeError(message)
    return statistics.median(found)


def add_deadlines(session: Session, count: int) -> None:
    """Add open deadlines that rules computed on invented days to the cases of a vault, in one transaction."""
    chance = random.Random(_SEED)  # noqa: S311 - repeatable on purpose
    rules = [rule for rule_id in book(session).ids for rule in book(session).versions(rule_id)[-1:]]
    today = session.clock.today()
    origin = session.origin("deadline")
    with session.vault.write() as db:
        cases = [case_id for (case_id,) in db.execute("SELECT id FROM case_file ORDER BY number")]
        for _ in range(count):
            rule = chance.choice(rules)
            due = today + timedelta(days=chance.randrange(-20, 120))
            values = {
                "case_id": chance.choice(cases), "rule": rule.id, "rule_version": rule.version,
                "regime": rule.regime, "kind": rule.kind, "title": rule.title, "trigger_kind": "ZUSTELLUNG",
                "trigger_day": due - timedelta(days=14), "notice_form": "PZU_EINLEGUNG", "land": "RP",
                "effective": due - timedelta(days=14), "due": due, "safe_due": due, "warnings": rule.warnings,
            }  # fmt: skip
            store.add_deadline(db, origin, values, {})
