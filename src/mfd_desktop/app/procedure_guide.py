"""The guide through an asylum procedure: where it stands, by which law, what comes next, what has to be warned of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mfd_desktop.app import procedures, settings
from mfd_desktop.app.procedures import answers_of, family_of, steps_of
from mfd_desktop.app.rulebook import book
from mfd_desktop.domain.errors_procedure import HarmUnread, ReturnModuleOff
from mfd_desktop.vault import cases, clients

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import ProcedureStep
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Procedure
    from mfd_desktop.law.guide_files import HarmfulEntry, Note, PositionEntry, StepEntry, Transition
    from mfd_desktop.law.procedures import Guide
    from mfd_desktop.law.results import Message
    from mfd_desktop.law.rules import Rule

PROCEDURE, RESPONSIBILITY, WITHDRAWAL = "procedure", "responsibility", "withdrawal"
_DAY_OF = {PROCEDURE: "lodged", RESPONSIBILITY: "registered", WITHDRAWAL: "examination_started"}
"""The field of a procedure that holds the day of a cut-off date."""
_YET_TO_COME = {PROCEDURE: frozenset({"Z00", "Z01", "Z02", "Z03", "Z04"}), RESPONSIBILITY: frozenset({"Z00", "Z02"})}
"""Where a day is not missing but still to come: then it can only lead to the new law."""
DONE, OPEN = "1", ""
_TASK = "task."


@dataclass(frozen=True, slots=True)
class Regime:
    """Which law one cut-off date leads to: ``laws`` both while it is open. ``said``: why; ``more``: what is open;
    ``notes``: what is not settled about the law that applies.

    ``coming``: the day lies still ahead, so that only the new law can come of it.
    """

    cut_off: str
    day: date | None
    laws: tuple[str, ...]
    said: Message
    more: str = ""
    basis: str = ""
    coming: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether one law applies."""
        return len(self.laws) == 1


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody whose procedure belongs together with this one."""

    procedure: Procedure
    name: str
    initials: str
    case_id: RecordId | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a procedure stands and what belongs to that. ``entry`` is None as long as no position is known.

    ``rules``: deadlines that can run here, the version of the law that applies; ``answers``: what was ticked.
    """

    procedure: Procedure
    entry: PositionEntry | None
    regimes: tuple[Regime, ...]
    ways: tuple[Transition, ...]
    steps: tuple[StepEntry, ...]
    rules: tuple[Rule, ...]
    answers: Mapping[str, str]
    events: tuple[ProcedureStep, ...]
    family: tuple[Relative, ...]

    def laws(self, cut_off: str) -> tuple[str, ...]:
        """Return the laws in question for a cut-off date."""
        return next((regime.laws for regime in self.regimes if regime.cut_off == cut_off), ("ALT", "NEU"))


def guide(_session: object = None) -> Guide:
    """Return the shipped guide, read on first use; raise ContentError if a file cannot be used."""
    return _shipped()


@cache
def _shipped() -> Guide:
    # Nothing before a procedure is looked at needs the files.
    from mfd_desktop.law.procedures import Guide

    return Guide.load()


def standing(session: Session, procedure: Procedure) -> Standing:
    """Return where a procedure stands now."""
    from mfd_desktop.law.procedures import rules_at

    found, rules = guide(session), book(session)
    entry = next((each for each in found.positions if each.code == procedure.position), None)
    regimes = regimes_of(session, procedure)
    laws = {regime.cut_off: regime.laws for regime in regimes}
    here: tuple[Rule, ...] = ()
    if entry is not None:
        pairs = rules_at(entry, lambda rule_id: rules.versions(rule_id) if rule_id in rules.ids else (), laws)
        here = tuple(_newest(rules.versions(rule_id), regime) for rule_id, regime in pairs)
    return Standing(
        procedure,
        entry,
        regimes,
        found.ways_on(entry.code, laws.get(PROCEDURE, ("ALT", "NEU"))) if entry is not None else (),
        found.steps_at(entry.code) if entry is not None else (),
        here,
        answers_of(session, procedure.stamp.id),
        steps_of(session, procedure.stamp.id),
        _relatives(session, procedure),
    )


def _newest(versions: tuple[Rule, ...], regime: str) -> Rule:
    return [rule for rule in versions if rule.regime == regime][-1]


def rule_titles(session: Session, rule_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the German titles of rules, each once; those whose file cannot be used are left out."""
    rules = book(session)
    found = (rules.versions(rule_id)[-1].title for rule_id in rule_ids if rule_id in rules.ids)
    return tuple(dict.fromkeys(found))


def regimes_of(session: Session, procedure: Procedure) -> tuple[Regime, ...]:
    """Return which law applies by which cut-off date; that of a withdrawal only where there is one."""
    found = []
    for cut_off in (PROCEDURE, RESPONSIBILITY, WITHDRAWAL):
        day = getattr(procedure, _DAY_OF[cut_off])
        of_withdrawal = procedure.kind == WITHDRAWAL or procedure.position == "Z33"
        if cut_off != WITHDRAWAL or day is not None or of_withdrawal:
            found.append(_regime(session, procedure, cut_off, day))
    return tuple(found)


def _regime(session: Session, procedure: Procedure, cut_off: str, day: date | None) -> Regime:
    from mfd_desktop.law.regimes import NEW, laws_by_day, said_of_day

    declared = book(session).cut_offs[cut_off]
    laws = laws_by_day(declared, day)
    coming = day is None and procedure.position in _YET_TO_COME.get(cut_off, ())
    if coming and session.clock.today() >= declared.day:
        laws = (NEW,)
    more = declared.open_reason if day is not None and len(laws) > 1 else ""
    asked = day is not None and len(laws) == 1 and procedure.stage != "after"
    notes = guide(session).notes_on(cut_off, laws[0], day) if asked and day is not None else ()
    said = said_of_day(declared, day)
    return Regime(cut_off, day, laws, said, more, declared.basis, coming and len(laws) == 1, notes)


def _relatives(session: Session, procedure: Procedure) -> tuple[Relative, ...]:
    others = family_of(session, procedure.stamp.id)
    with session.vault.read() as db:
        found = []
        for other in others:
            client = clients.read_client(db, other.client_id)
            newest = next(iter(cases.cases_of(db, other.client_id)), None)
            case_id = other.case_id or (newest.stamp.id if newest else None)
            found.append(Relative(other, client.name, client.initials, case_id))
    return tuple(found)


# --- warnings ------------------------------------------------------------


def return_module_on(session: Session) -> bool:
    """Tell whether applications for funding of voluntary return are recorded here (§§ 86a, 87 VI AufenthG)."""
    return settings.vault_settings(session)["return_module"] == "on"


def sheet_offered(session: Session) -> bool:
    """Tell whether the worksheet for the interview may be used."""
    return settings.vault_settings(session)["interview_sheet"] == "on"


def warnings_before(session: Session, position: str) -> tuple[HarmfulEntry, ...]:
    """Return what has to be read before a procedure is brought to a position."""
    return guide(session).harm_before(position)


def take_step(
    session: Session,
    procedure_id: RecordId,
    raws: Mapping[str, str],
    *,
    read: Collection[str] = (),
    initiator: object = None,
) -> Saved:
    """Record a step; ``read`` names the warnings that were read.

    Raises HarmUnread, ReturnModuleOff: then nothing was saved.
    """
    _check(session, warnings_before(session, raws.get("position", "").strip()), read)
    return procedures.add_step(session, procedure_id, raws, initiator=initiator)


def record_application(
    session: Session,
    procedure_id: RecordId,
    name: str,
    raws: Mapping[str, str],
    *,
    read: Collection[str] = (),
    initiator: object = None,
) -> Saved:
    """Record that somebody made an application that bars ways; ``raws`` as of a step, without a position.

    Raises HarmUnread, ReturnModuleOff: then nothing was saved. KeyError for an application the guide does not know.
    """
    entry = guide(session).application(name)
    _check(session, (entry,), read)
    texts = {**raws, "position": "", "document": raws.get("document") or entry.title}
    return procedures.add_step(session, procedure_id, texts, initiator=initiator)


def _check(session: Session, entries: tuple[HarmfulEntry, ...], read: Collection[str]) -> None:
    if any(entry.module for entry in entries) and not return_module_on(session):
        raise ReturnModuleOff
    unread = tuple(entry.title for entry in entries if entry.name not in read)
    if unread:
        raise HarmUnread(unread)


def tick(session: Session, procedure_id: RecordId, name: str, *, on: bool, initiator: object = None) -> None:
    """Keep that a document was seen or a thing checked, or not."""
    procedures.save_answers(session, procedure_id, {name: DONE if on else OPEN}, initiator=initiator)
