"""Deadlines computed by a rule: what is stored of them, and what the law refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.app import law_fields
from mfd_desktop.app.casework import Saved, values_of
from mfd_desktop.app.law_facts import cut_offs, readings_to_keep, refusal, stored_result
from mfd_desktop.app.rulebook import book
from mfd_desktop.app.saving import check
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.errors_deadlines import ReasonMissing
from mfd_desktop.domain.fields import empty, show
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import deadlines as store
from mfd_desktop.vault import journal
from mfd_desktop.vault.cases import read_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Deadline
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.law.results import Facts, Result
    from mfd_desktop.vault.database import Connection

MANUAL = "MANUELL"
"""Stands for the rule of a deadline entered by hand, in the log and on prints."""
_OF_FACTS = (
    "rule",
    "trigger_kind",
    "trigger_day",
    "notice_form",
    "land",
    "variant",
    "posted",
    "received",
    "instructed",
)


def compute_facts(session: Session, facts: Facts) -> Result:
    """Return a deadline as the rules compute it today; raises what ``law.calculation.compute`` raises."""
    from mfd_desktop.law.calculation import compute

    return compute(book(session), facts, today=session.clock.today())


def compute_raws(session: Session, raws: Mapping[str, str], procedure: Procedure | None = None) -> Result | None:
    """Return what the fields of a deadline, as typed, would be computed to; None while anything is missing or wrong.

    Raises what ``compute_facts`` raises.
    """
    result = check(law_fields.DEADLINE, raws, today=session.clock.today(), lists=session.lists)
    return None if result.problems else compute_facts(session, _facts(result.values, procedure))


def stored(result: Checked) -> dict[str, object]:
    """Return what is stored of checked fields: early warnings as days."""
    values: dict[str, object] = dict(result.values)
    if "warnings" in values:
        values["warnings"] = law_fields.warning_days(str(values["warnings"] or "")) or ()
    return values


def texts_of(record: object, fieldset: FieldSet) -> dict[str, Value]:
    """Return the typed values of a record under the names of its field set, early warnings as they are typed."""
    values = values_of(record, fieldset)
    if "warnings" in values:
        values["warnings"] = law_fields.show_warnings(record.warnings)  # type: ignore[attr-defined]  # it has some
    return values


def put_computed(
    db: Connection,
    session: Session,
    before: Deadline | None,
    result: Checked,
    raws: Mapping[str, str],
    procedure: Procedure | None,
    owners: Mapping[str, object],
) -> Saved:
    """Store the checked fields of a deadline by a rule, new or as a change of ``before``, with what they lead to."""
    merged = {**(texts_of(before, law_fields.DEADLINE) if before else {}), **result.values}
    values, raw, problems = {**stored(result), **owners}, dict(result.raw), result.problems
    computed = None
    if not problems:
        try:
            computed = compute_facts(session, _facts(merged, procedure))
        except UserError as error:
            problem = refusal(error, [field.name for field in law_fields.DEADLINE.fields])
            raw[problem.field] = raws.get(problem.field) or show(merged.get(problem.field))
            values[problem.field] = empty(law_fields.DEADLINE[problem.field].kind)
            problems = (problem,)
    if computed is not None:
        values |= stored_result(computed)
        values["title"] = merged["title"] or computed.rule.title
        if before is None and not raws.get("warnings", "").strip():
            values["warnings"] = computed.rule.warnings
    else:
        values |= dict.fromkeys(("effective", "due", "safe_due", "expired_for_sure"))
    if before is None:
        kept = {name: text for name, text in raw.items() if text is not None}
        deadline_id = store.add_deadline(db, session.origin("deadline"), values, kept)
    else:
        deadline_id = before.stamp.id
        store.change_deadline(db, deadline_id, session.clock.now(), values, raw)
        if computed is None or computed.due != before.due or computed.safe_due != before.safe_due:
            log(db, session, before, "moved")
    store.keep_readings(db, deadline_id, readings_to_keep(computed) if computed else ())
    return Saved(deadline_id, problems)


def _facts(values: Mapping[str, Value], procedure: Procedure | None) -> Facts:
    from mfd_desktop.law.results import Facts

    lodged, registered, withdrawal_started = cut_offs(procedure)
    found: dict[str, Any] = {name: values[name] for name in _OF_FACTS}
    return Facts(
        trigger=found.pop("trigger_day"), notice=found.pop("notice_form"), lodged=lodged, registered=registered,
        withdrawal_started=withdrawal_started, **found,
    )  # fmt: skip


def keep_result(db: Connection, session: Session, before: Deadline, result: Result) -> None:
    """Let a stored deadline say what was computed for it now."""
    store.change_deadline(db, before.stamp.id, session.clock.now(), stored_result(result), {})
    store.keep_readings(db, before.stamp.id, readings_to_keep(result))
    if (before.due, before.safe_due) != (result.due, result.safe_due):
        log(db, session, before, "moved")


def log(db: Connection, session: Session, deadline: Deadline, what: str) -> None:
    """Note in the log what was done with a deadline, by its rule alone."""
    client_id = read_case(db, deadline.case_id).client_id
    # What stands there without having been computed is a text as typed, and no id of a rule.
    rule = deadline.rule if deadline.rule_version else MANUAL
    journal.append(db, session.clock.now(), Event.DEADLINE, f"{what}.{rule}"[:80], client_id)


def give_reason(db: Connection, session: Session, deadline: Deadline, reason: str) -> None:
    """Write into an open deadline why it is removed; raise ReasonMissing without a reason."""
    if not reason.strip():
        raise ReasonMissing
    note = "\n".join(part for part in (deadline.note, reason.strip()) if part)
    store.change_deadline(db, deadline.stamp.id, session.clock.now(), {"note": note}, {})
