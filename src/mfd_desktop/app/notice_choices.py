"""What can be chosen for a notice: whom it concerns, the rule of a notice that is none of the decision matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mfd_desktop.app import overview
from mfd_desktop.app.casework import read_client
from mfd_desktop.app.law_fields import OTHER
from mfd_desktop.app.notice_plan import law_of_decision
from mfd_desktop.app.procedures import family_of, procedure_of
from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import content_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Client, Procedure
    from mfd_desktop.law.decisions import Decisions

DECIDED_BY: Final = "Bundesamt für Migration und Flüchtlinge (BAMF)"
"""The authority that makes the decisions of the matrix; a proper name, the same in every language."""
KINDS: Final = "notice_kinds"
NO_INSTRUCTION: Final = "no_instruction"
"""The circumstance that a notice has no instruction on remedies."""
_BAN: Final = "B18"
"""A ban on entry and residence, which the foreigners authority may decide as well."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something a decision asks, to be answered with yes or no; ``help`` says where the notice tells it."""

    code: str
    words: str
    help: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """A person whom a notice may concern, with the running procedure; ``own``: the person the case is about."""

    client: Client
    procedure: Procedure
    own: bool


def concerned(session: Session, case_id: RecordId) -> tuple[Concerned, ...]:
    """Return the person of a case, the household and the family of the procedure, as far as they have a procedure.

    Raise KeyError if there is no such case.
    """
    page = overview.case_page(session, case_id)
    found = {person.client.stamp.id: person for person in _of_household(session, page.client, page.members)}
    own = found.get(page.client.stamp.id)
    for procedure in family_of(session, own.procedure.stamp.id) if own is not None else ():
        if procedure.client_id not in found and procedure.ended is None:
            client = read_client(session, procedure.client_id)
            found[procedure.client_id] = Concerned(client, procedure, own=False)
    return tuple(found.values())


def _of_household(session: Session, own: Client, members: tuple[Client, ...]) -> Iterator[Concerned]:
    for client in (own, *members):
        procedure = procedure_of(session, client.stamp.id)
        if procedure is not None and procedure.ended is None:
            yield Concerned(client, procedure, own=client is own)


def rule_options(session: Session) -> list[tuple[str, str]]:
    """Return id and title of every rule whose period begins with a notification, by title."""
    rules = book(session)
    notified = {code for code, kind in rules.triggers.items() if kind.group == "notice"}
    found = []
    for rule_id in rules.ids:
        newest = rules.versions(rule_id)[-1]
        if notified.intersection(rules.kinds_of(newest)):
            found.append((rule_id, f"{content_text(newest.title)} ({newest.legal_basis})"))
    return sorted(found, key=lambda option: option[1].casefold())


def is_asylum(kind: str) -> bool:
    """Tell whether only the BAMF makes this decision."""
    return kind in _matrix().codes and kind != _BAN


def kind_options(session: Session) -> list[tuple[str, str]]:
    """Return code and label of every kind of notice, the code first, so that it can be typed."""
    return [(code, label if code == OTHER else f"{code}  {label}") for code, label in session.lists.choices(KINDS)]


def kind_hits(session: Session) -> list[tuple[str, str]]:
    """Return the same with how the operative part reads, to be searched in."""
    return [
        (code, " – ".join(part for part in (label, recognised_by(code)) if part))
        for code, label in kind_options(session)
    ]


def recognised_by(kind: str) -> str:
    """Return how the operative part of a decision reads; empty for what is no decision of the matrix."""
    return content_text(_matrix().decision(kind).reads) if kind in _matrix().codes else ""


def follows(kind: str) -> tuple[str, ...]:
    """Return what else is to be known about a decision: what it leads to, and what a lawyer still has to confirm."""
    if kind not in _matrix().codes:
        return ()
    found = _matrix().decision(kind)
    return tuple(content_text(text) for text in (found.residence, found.review_reason) if text)


def all_questions() -> tuple[Question, ...]:
    """Return every question that some decision asks."""
    asked = (one for one in _matrix().circumstances.values() if one.code != NO_INSTRUCTION)
    return tuple(
        Question(one.code, content_text(one.question), content_text(one.help) if one.help else "") for one in asked
    )


def questions_of(kind: str, law: str) -> tuple[str, ...]:
    """Return the codes of the questions a decision asks under one law (ALT, NEU; empty: under both).

    Whether it has an instruction on remedies is seen from the period typed, and not asked again.
    """
    if kind not in _matrix().codes:
        return ()
    return tuple(one.code for one in _matrix().asks(kind, law) if one.code != NO_INSTRUCTION)


def law_of(session: Session, kind: str, people: Sequence[Concerned]) -> str:
    """Return the law (ALT, NEU) a decision falls under for all these people; empty while it is open or not the same."""
    laws = {law_of_decision(book(session), kind, one.procedure) for one in people} or {""}
    return laws.pop() if len(laws) == 1 else ""


def is_unknown(kind: str, law: str) -> bool:
    """Tell whether a law does not know a decision, so that kind or cut-off date must be wrong."""
    return bool(law) and kind in _matrix().codes and _matrix().decision(kind).effect(law) is None


def _matrix() -> Decisions:
    # Read when the first notice is entered, and not with the program.
    from mfd_desktop.law.decisions import shipped_decisions

    return shipped_decisions()


def cut_offs_of(session: Session, kind: str, rule: str) -> frozenset[str]:
    """Return the cut-off dates (``procedure``, ``responsibility``, ``withdrawal``) the deadlines of a notice need."""
    rules = book(session)
    wanted = {rule} if kind == OTHER else set()
    if kind in _matrix().codes:
        wanted = {planned.rule_id for planned in _matrix().rules_for(kind, "")}
    versions = (version for found in wanted if found in rules.ids for version in rules.versions(found))
    return frozenset(str(version.cut_off) for version in versions if version.cut_off)
