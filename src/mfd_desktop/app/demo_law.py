"""Notices, deadlines and validity dates of the invented year: urgent, overdue, done with proof, of an authority.

All of them are data (``resources/demo/law.toml``); the days are computed by the rules like everybody's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from mfd_desktop.app import attachments, deadlines, documents, noticing, procedures, validities
from mfd_desktop.app.procedure_guide import regimes_of
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.dates import format_date
from mfd_desktop.render.blocks import Document, Paragraph, PlainPage, Run, Style
from mfd_desktop.vault import cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import FixedClock
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import CaseRow, Procedure

_ANYONE, _FAMILY = "anyone", "family"
_DAYS_BY_POST = 4


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A notice somebody got: fields as of a notice, days as so many days ago.

    ``law``: of whose procedure, or empty. ``document``: name of a file in the case, the proof of the first deadline
    if that was ``finished`` so many days ago.
    """

    who: str
    kind: str
    authority: str
    file_number: str
    form: str
    day: int
    instruction_period: str
    law: str = ""
    rule: str = ""
    court: str = ""
    delivered: int | None = None
    posted: int | None = None
    document: str = ""
    finished: int | None = None


class Wait(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A period of an authority, or one to be waited for, that began so many days ago."""

    who: str
    rule: str
    trigger_kind: str
    trigger: int


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A procedure that examines protection, lodged and begun so many days ago."""

    who: str
    lodged: int
    started: int


class Ending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that ends in so many days; without ``who`` it is the shown person's."""

    kind: str
    ends: int
    who: str = ""
    label: str = ""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step in the procedure of the shown person."""

    position: str
    document: str
    days_ago: int


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``resources/demo/law.toml``."""

    notices: tuple[Paper, ...]
    periods: tuple[Wait, ...]
    withdrawals: tuple[Withdrawal, ...]
    validities: tuple[Ending, ...]
    steps: tuple[Step, ...]


@cache
def read_law() -> Law:
    """Return what is to be added. Raises ContentError."""
    return read_toml(resource_path("demo", "law.toml"), Law)


class People:
    """Whose open cases have got nothing of this yet; in a small desk there may be nobody left."""

    def __init__(self, session: Session, rows: Sequence[CaseRow]) -> None:
        """Choose among ``rows``."""
        self._session = session
        self._left = {row.case_id: row for row in rows}
        self._procedures: dict[RecordId, Procedure | None] = {}

    def take(self, who: str, law: str = "") -> tuple[RecordId, ...]:
        """Return the case of somebody, of a family all cases, that is given to nobody else; empty without any."""
        if who == _FAMILY:
            found = self._family()
        else:
            found = next(((case_id,) for case_id, row in self._left.items() if self._fits(row, who, law)), ())
        for case_id in found:
            del self._left[case_id]
        return found

    def _fits(self, row: CaseRow, who: str, law: str) -> bool:
        if who in (_ANYONE, self._session.lists.status_group_of(row.status or "")):
            return row.status != "S002"
        procedure = self.procedure(row.case_id)
        if procedure is None or procedure.ended is not None or procedure.stage != who:
            return False
        return law in ("", _law(self._session, procedure))

    def _family(self) -> tuple[RecordId, ...]:
        """Return the cases of a household, rather of one with two procedures."""
        households: dict[RecordId, list[RecordId]] = {}
        with self._session.vault.read() as db:
            query = """SELECT p.household_id, f.id FROM case_file f JOIN client p ON p.id = f.client_id
                WHERE p.household_id IS NOT NULL ORDER BY f.number"""
            for household, case_id in db.execute(query):
                if case_id in self._left:
                    households.setdefault(household, []).append(case_id)
        families = [tuple(cases) for cases in households.values() if len(cases) > 1 and any(map(self.running, cases))]
        return max(families, key=lambda cases: sum(map(self.running, cases)), default=())

    def procedure(self, case_id: RecordId) -> Procedure | None:
        """Return the procedure of the person of a case."""
        if case_id not in self._procedures:
            self._procedures[case_id] = procedures.procedure_of_case(self._session, case_id)
        return self._procedures[case_id]

    def running(self, case_id: RecordId) -> bool:
        """Tell whether the person of a case is in a procedure."""
        procedure = self.procedure(case_id)
        return procedure is not None and procedure.ended is None and procedure.lodged is not None


def _law(session: Session, procedure: Procedure) -> str:
    (laws,) = [found.laws for found in regimes_of(session, procedure) if found.cut_off == "procedure"]
    return laws[0] if len(laws) == 1 else ""


def add_law(session: Session, clock: FixedClock, rows: Sequence[CaseRow], shown: RecordId) -> None:
    """Give these open cases and the ``shown`` one what the data says, each entered on the working day after it came.

    ``clock`` is that of the session; afterwards it stands where it stood.
    """
    now, law = clock.moment, read_law()
    people = People(session, rows)
    for paper in law.notices:
        case_ids = people.take(paper.who, paper.law)
        if case_ids:
            clock.moment = _entered(now, paper)
            _add_notice(session, clock, now, people, case_ids, paper)
    clock.moment = now
    for wait in law.periods:
        _add_wait(session, people.take(wait.who), wait)
    for withdrawal in law.withdrawals:
        _add_withdrawal(session, people.take(withdrawal.who), withdrawal)
    for ending in law.validities:
        _add_validity(session, people.take(ending.who) if ending.who else (shown,), ending)
    procedure = procedures.procedure_of_case(session, shown)
    for step in law.steps if procedure is not None else ():
        texts = {"position": step.position, "document": step.document, "day": _day(now, step.days_ago)}
        procedures.add_step(session, procedure.stamp.id, texts)  # type: ignore[union-attr]  # there is one


def _entered(now: datetime, paper: Paper) -> datetime:
    """Return when a notice is entered: in the morning of the working day after it came."""
    ago = paper.delivered if paper.delivered is not None else (paper.posted or 0) - _DAYS_BY_POST
    after = now.date() - timedelta(days=ago - 1)
    after += timedelta(days=max(0, 7 - after.weekday()) if after.weekday() > 4 else 0)
    return min(datetime.combine(after, time(9), UTC), now)


def _day(now: datetime, ago: int | None) -> str:
    return "" if ago is None else format_date(now.date() - timedelta(days=ago))


def _add_notice(
    session: Session, clock: FixedClock, now: datetime, people: People, case_ids: Sequence[RecordId], paper: Paper
) -> None:
    texts = {
        "kind": paper.kind, "rule": paper.rule, "authority": paper.authority, "file_number": paper.file_number,
        "form": paper.form, "court": paper.court, "instruction_period": paper.instruction_period, "land": "RP",
        "day": _day(now, paper.day), "delivered": _day(now, paper.delivered), "posted": _day(now, paper.posted),
        "envelope_kept": "1" if paper.delivered is not None else "0",
    }  # fmt: skip
    concerned = () if paper.rule else _concerned(session, people, case_ids)
    noticing.record_notice(session, case_ids[0], concerned, texts)
    if not paper.document:
        return
    proof_id = attachments.add_bytes(session, case_ids[0], paper.document, _sending_report(clock.now(), paper))
    if paper.finished is not None:
        clock.moment = now - timedelta(days=paper.finished)
        first = deadlines.of_case(session, case_ids[0])[0].deadline
        done = {"done": "heute", "ending": "kept", "proof": "fax_report", "proof_id": proof_id}
        deadlines.finish(session, first.stamp.id, done)


def _concerned(session: Session, people: People, case_ids: Iterable[RecordId]) -> tuple[RecordId, ...]:
    """Return the procedures of these cases; people who belong together without one get one like the first has."""
    ids = tuple(case_ids)
    first = next(people.procedure(case_id) for case_id in ids if people.running(case_id))
    if first is None:
        return ()
    days = {"registered": first.registered, "lodged": first.lodged}
    found = [first.stamp.id]
    for case_id in ids:
        own = people.procedure(case_id)
        if own is None or own.ended is not None:
            raws = {name: format_date(day) for name, day in days.items() if isinstance(day, date)}
            found.append(
                procedures.begin_procedure(
                    session, case_id, {**raws, "kind": first.kind, "position": "Z08"}
                ).record_id
            )  # fmt: skip
        elif own.stamp.id not in found:
            found.append(own.stamp.id)
    if len(found) > 1:
        owners = [procedures.read_procedure(session, other).client_id for other in found[1:]]
        procedures.link_family(session, found[0], owners)
    return tuple(found)


def _sending_report(moment: datetime, paper: Paper) -> bytes:
    """Return the page a fax machine would print."""
    lines = (f"{moment:%d.%m.%Y %H:%M}", f"An: {paper.court or paper.authority}", "Seiten: 3", "Ergebnis: OK",
             "Erfundenes Blatt für die Vorführung.")  # fmt: skip
    title = Paragraph((Run("Sendebericht"),), style=Style.TITLE)
    blocks = (title, *(Paragraph((Run(line),)) for line in lines))
    return documents.pdf_of(Document("Sendebericht", PlainPage(numbers=False), blocks), moment=moment)


def _add_wait(session: Session, case_ids: Sequence[RecordId], wait: Wait) -> None:
    for case_id in case_ids:
        procedure = procedures.procedure_of_case(session, case_id)
        texts = {"rule": wait.rule, "trigger_kind": wait.trigger_kind, "land": "RP",
                 "trigger_day": _day(session.clock.now(), wait.trigger)}  # fmt: skip
        deadlines.add_by_rule(session, case_id, texts, procedure.stamp.id if procedure else None)


def _add_withdrawal(session: Session, case_ids: Sequence[RecordId], withdrawal: Withdrawal) -> None:
    now = session.clock.now()
    for case_id in case_ids:
        texts = {
            "kind": "withdrawal", "position": "Z33", "lodged": _day(now, withdrawal.lodged),
            "registered": _day(now, withdrawal.lodged), "examination_started": _day(now, withdrawal.started),
            "began": _day(now, withdrawal.started),
        }  # fmt: skip
        procedures.begin_procedure(session, case_id, texts)


def _add_validity(session: Session, case_ids: Sequence[RecordId], ending: Ending) -> None:
    for case_id in case_ids[:1]:
        with session.vault.read() as db:
            client_id = cases.read_case(db, case_id).client_id
        until = format_date(session.clock.today() + timedelta(days=ending.ends))
        texts = {"kind": ending.kind, "label": ending.label, "until": until}
        validities.save_validity(session, client_id, None, texts)
