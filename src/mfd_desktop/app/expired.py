"""What is still possible after a deadline has run out, and the deadlines that this sets going."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines
from mfd_desktop.app.rulebook import book
from mfd_desktop.domain.errors_law import UnknownRule
from mfd_desktop.domain.fields import show

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.law.expired import Check, ExpiredFile
    from mfd_desktop.law.rules import Rule

_SAME = ("trigger_kind", "trigger_day", "notice_form", "posted", "received", "land")


def checks_for(session: Session, deadline: Deadline) -> tuple[Check, ...]:
    """Return the list for a deadline; every point for one entered by hand or whose rule is not known any more."""
    return _shipped().checks_for(rule_of(session, deadline), deadline.regime)


def rule_of(session: Session, deadline: Deadline) -> Rule | None:
    """Return the newest version of a deadline's rule in its law; None without one."""
    if not deadline.rule:
        return None
    try:
        return book(session).find(deadline.rule, deadline.regime or "-")
    except UnknownRule:
        return None


def can_add(session: Session, check: Check, deadline: Deadline) -> bool:
    """Tell whether a point's deadline can be entered: its rule is there, and the trigger is known or asked for."""
    new = check.deadline
    if new is None or new.rule not in book(session).ids:
        return False
    return new.start == "asked" or (deadline.trigger_day is not None and new.rule != deadline.rule)


def add_deadline(
    session: Session, check: Check, deadline: Deadline, day: date | None = None, *, initiator: object = None
) -> Saved:
    """Enter the deadline of a point in the case of the one that ran out; ``day`` is what was asked for.

    Problems name what the law refuses; then it is a draft without a day.
    """
    new = check.deadline
    if new is None:
        raise KeyError(check.id)
    raws: dict[str, str] = {"rule": new.rule, "land": deadline.land or "RP"}
    if new.start == "asked":
        raws |= {"trigger_kind": new.trigger_kind or _only_trigger(session, new.rule), "trigger_day": show(day)}
    else:
        raws |= _same(deadline)
    return deadlines.add_by_rule(session, deadline.case_id, raws, deadline.procedure_id, initiator=initiator)


def _same(deadline: Deadline) -> Mapping[str, str]:
    return {name: show(getattr(deadline, name)) for name in _SAME}


def _only_trigger(session: Session, rule_id: str) -> str:
    rules = book(session)
    return rules.kinds_of(rules.versions(rule_id)[-1])[0]


@cache
def _shipped() -> ExpiredFile:
    # Only who has missed a deadline pays for this.
    from mfd_desktop.law.expired import read_expired

    return read_expired()
