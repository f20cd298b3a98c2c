"""Intentions of case work on clients, households and cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.app.changes import changed
from mfd_desktop.app.saving import check
from mfd_desktop.domain.fields import Problem, show
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Level
from mfd_desktop.vault import cases, clients, search
from mfd_desktop.vault.bin import bin_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.domain.records import Case, Client, ContactWay, Match, ResidenceStatus
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.records import Origin


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the record's id and what is still wrong with it (then it is a draft)."""

    record_id: RecordId
    problems: tuple[Problem, ...]


def values_of(record: object, fieldset: FieldSet) -> dict[str, Value]:
    """Return the typed values of a record under the names of its field set."""
    return {field.name: getattr(record, field.name) for field in fieldset.fields if hasattr(record, field.name)}


def create_client(
    session: Session, raws: Mapping[str, str], *, case: Mapping[str, str], initiator: object = None
) -> tuple[Saved, RecordId]:
    """Record a new client with a case; return what was saved and the case's id.

    Invalid fields are kept as typed and make the client, or the case, a draft.
    """
    today = session.clock.today()
    person = check(fieldsets.CLIENT, raws, today=today, lists=session.lists)
    opening = check(fieldsets.CASE, case, today=today, lists=session.lists)
    with session.vault.write() as db:
        client_id = clients.add_client(db, session.origin("client"), person.values, person.kept)
        case_id = _open_case(db, session, client_id, opening)
    session.announce(changed("client", "case", ids=(client_id, case_id)), initiator)
    return Saved(client_id, (*person.problems, *_case_problems(opening))), case_id


def _case_problems(opening: Checked) -> tuple[Problem, ...]:
    """Return what was typed wrongly; a day or level left blank is today's and the usual one."""
    return tuple(problem for problem in opening.problems if opening.kept[problem.field].strip())


def _open_case(db: Connection, session: Session, client_id: RecordId, opening: Checked) -> RecordId:
    values = opening.values
    return cases.add_case(
        db, session.origin("case"), client_id,
        values["opened"] or session.clock.today(),  # type: ignore[arg-type]  # a day by kind
        Level(str(values["level"] or "ACCOMPANIMENT")),
        values["access_way"],  # type: ignore[arg-type]  # a code or None by kind
        {problem.field: opening.kept[problem.field] for problem in _case_problems(opening)},
    )  # fmt: skip


def save_client(session: Session, client_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Change the touched fields of a client."""
    with session.vault.write() as db:
        saved = change_client(db, session, client_id, raws)
    session.announce(changed("client", ids=(client_id,)), initiator)
    return saved


def change_client(db: Connection, session: Session, client_id: RecordId, raws: Mapping[str, str]) -> Saved:
    """Do ``save_client`` inside a transaction."""
    client = clients.read_client(db, client_id)
    result = check(
        fieldsets.CLIENT, raws, today=session.clock.today(), lists=session.lists,
        stored=values_of(client, fieldsets.CLIENT), stored_raw=client.stamp.raw,
    )  # fmt: skip
    clients.change_client(db, client_id, session.clock.now(), result.values, result.raw)
    return Saved(client_id, result.problems)


def read_client(session: Session, client_id: RecordId) -> Client:
    """Return one client; raise KeyError if there is none."""
    with session.vault.read() as db:
        return clients.read_client(db, client_id)


def possible_duplicates(session: Session, raws: Mapping[str, str]) -> tuple[Match, ...]:
    """Return clients who may already be the person described by the texts of a new client."""
    found = check(fieldsets.CLIENT, raws, today=session.clock.today(), lists=session.lists).values
    born = found["birth_date"]
    numbers = tuple(str(found[name]) for name in ("azr_number", "bamf_number") if found[name])
    with session.vault.read() as db:
        return search.similar(
            db, given_name=str(found["given_name"]), family_name=str(found["family_name"]),
            born=born, numbers=numbers,  # type: ignore[arg-type]  # a day or None by kind
        )  # fmt: skip


def save_contact_way(
    session: Session,
    client_id: RecordId,
    record_id: RecordId | None,
    raws: Mapping[str, str],
    *,
    initiator: object = None,
) -> Saved:
    """Record one way to reach the client, or change the touched fields of it; KeyError if it is not hers."""
    with session.vault.write() as db:
        saved = put_contact_way(db, session, session.origin("contact_way"), client_id, record_id, raws)
    session.announce(changed("client", ids=(client_id,)), initiator)
    return saved


def put_contact_way(
    db: Connection,
    session: Session,
    origin: Origin,
    client_id: RecordId,
    record_id: RecordId | None,
    raws: Mapping[str, str],
) -> Saved:
    """Do ``save_contact_way`` inside a transaction."""
    found = clients.contact_ways(db, client_id)
    result = _check_part(session, fieldsets.CONTACT_WAY, raws, record_id, found)
    saved = clients.save_contact_way(db, origin, client_id, record_id, result.values, result.raw)
    return Saved(saved, result.problems)


def save_residence_status(
    session: Session,
    client_id: RecordId,
    record_id: RecordId | None,
    raws: Mapping[str, str],
    *,
    initiator: object = None,
) -> Saved:
    """Record one entry of the status history, or change the touched fields of it; KeyError if it is
    not hers.
    """
    with session.vault.write() as db:
        saved = put_residence_status(db, session, session.origin("residence_status"), client_id, record_id, raws)
    session.announce(changed("client", ids=(client_id,)), initiator)
    return saved


def put_residence_status(
    db: Connection,
    session: Session,
    origin: Origin,
    client_id: RecordId,
    record_id: RecordId | None,
    raws: Mapping[str, str],
) -> Saved:
    """Do ``save_residence_status`` inside a transaction."""
    found = clients.residence_history(db, client_id)
    result = _check_part(session, fieldsets.RESIDENCE_STATUS, raws, record_id, found)
    saved = clients.save_residence_status(db, origin, client_id, record_id, result.values, result.raw)
    return Saved(saved, result.problems)


def _check_part(
    session: Session,
    fieldset: FieldSet,
    raws: Mapping[str, str],
    record_id: RecordId | None,
    found: Iterable[ContactWay | ResidenceStatus],
) -> Checked:
    today, lists = session.clock.today(), session.lists
    if record_id is None:
        return check(fieldset, raws, today=today, lists=lists)
    before = {part.stamp.id: part for part in found}[record_id]
    stored = values_of(before, fieldset)
    return check(fieldset, raws, today=today, lists=lists, stored=stored, stored_raw=before.stamp.raw)


def remove_contact_way(session: Session, client_id: RecordId, record_id: RecordId, *, initiator: object = None) -> str:
    """Move one way to reach the client into the recycle bin; return the entry for ``recycling.restore``."""
    with session.vault.write() as db:
        entry = bin_record(db, clients.CONTACT_WAY.name, record_id, session.clock.now())
    session.announce(changed("client", ids=(client_id,)), initiator)
    return entry


def remove_residence_status(
    session: Session, client_id: RecordId, record_id: RecordId, *, initiator: object = None
) -> str:
    """Move one entry of the status history into the recycle bin; return the entry for ``recycling.restore``."""
    with session.vault.write() as db:
        entry = bin_record(db, clients.RESIDENCE_STATUS.name, record_id, session.clock.now())
    session.announce(changed("client", ids=(client_id,)), initiator)
    return entry


def found_household(session: Session, client_id: RecordId, name: str, *, initiator: object = None) -> RecordId:
    """Create a household with this client as its first member."""
    with session.vault.write() as db:
        household_id = cases.add_household(db, session.origin("household"), name)
        clients.change_client(db, client_id, session.clock.now(), {"household_id": household_id})
    session.announce(changed("client", ids=(client_id,)), initiator)
    return household_id


def rename_household(session: Session, household_id: RecordId, name: str, *, initiator: object = None) -> None:
    """Give a household another name."""
    with session.vault.write() as db:
        cases.rename_household(db, household_id, session.clock.now(), name)
    session.announce(changed("client", ids=(household_id,)), initiator)


def join_household(
    session: Session, client_id: RecordId, household_id: RecordId | None, *, initiator: object = None
) -> None:
    """Put the client into a household, or take the client out of one (None)."""
    with session.vault.write() as db:
        clients.change_client(db, client_id, session.clock.now(), {"household_id": household_id})
    session.announce(changed("client", ids=(client_id,)), initiator)


def open_another_case(
    session: Session, client_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> RecordId:
    """Open a further case of a client; invalid fields are kept as typed and make it a draft."""
    opening = check(fieldsets.CASE, raws, today=session.clock.today(), lists=session.lists)
    with session.vault.write() as db:
        case_id = _open_case(db, session, client_id, opening)
    session.announce(changed("case", ids=(case_id, client_id)), initiator)
    return case_id


def save_case(session: Session, case_id: RecordId, raws: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Change the touched fields of a case. A level is that of today on; see ``set_level`` for other days."""
    with session.vault.write() as db:
        case = cases.read_case(db, case_id)
        result = check(
            fieldsets.CASE, raws, today=session.clock.today(), lists=session.lists,
            stored=values_of(case, fieldsets.CASE), stored_raw=case.stamp.raw,
        )  # fmt: skip
        values = {name: value for name, value in result.values.items() if value is not None or name == "access_way"}
        raw, problems = dict(result.raw), result.problems
        if case.closed is not None and isinstance(opened := values.get("opened"), date) and opened > case.closed:
            del values["opened"]
            raw["opened"] = show(opened)
            problems = (*problems, Problem("opened", "after_end"))
        level = values.pop("level", None)
        cases.change_case(db, case_id, session.clock.now(), values, raw)
        if isinstance(opened := values.get("opened"), date):
            cases.move_first_level(db, case_id, opened, session.clock.now())
        if level is not None:
            # A level that was mistyped when the case was opened is corrected from the first day on.
            since = case.levels[0].since if "level" in case.stamp.raw else session.clock.today()
            cases.set_level(db, case_id, Level(str(level)), since, session.clock.now())
    session.announce(changed("case", "contact", ids=(case_id, case.client_id)), initiator)
    return Saved(case_id, problems)


def read_case(session: Session, case_id: RecordId) -> Case:
    """Return one case; raise KeyError if there is none."""
    with session.vault.read() as db:
        return cases.read_case(db, case_id)


def set_level(
    session: Session, case_id: RecordId, level: Level, since: date, *, initiator: object = None
) -> Level | None:
    """Record the level of the case from ``since`` on; contacts of those days follow.

    Return what the entry of exactly that day said before, None if there was none; ``take_back_level`` asks for it.
    """
    with session.vault.write() as db:
        entries = {change.since: change.level for change in cases.read_levels(db, case_id)}
        cases.set_level(db, case_id, level, since, session.clock.now())
    session.announce(changed("case", "contact", ids=(case_id,)), initiator)
    return entries.get(since)


def take_back_level(
    session: Session, case_id: RecordId, since: date, before: Level | None, *, initiator: object = None
) -> None:
    """Undo ``set_level``: the entry of that day goes, or says again what it said ``before``."""
    with session.vault.write() as db:
        if before is None:
            cases.remove_level(db, case_id, since, session.clock.now())
        else:
            cases.set_level(db, case_id, before, since, session.clock.now())
    session.announce(changed("case", "contact", ids=(case_id,)), initiator)


def close_case(
    session: Session, case_id: RecordId, raws: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Close a case with day and outcome; if anything is wrong nothing happens and the problems are
    returned.
    """
    case = read_case(session, case_id)
    typed = {**raws, "opened": show(case.opened)}
    result = check(fieldsets.CASE_CLOSING, typed, today=session.clock.today(), lists=session.lists)
    if not result.problems:
        touched = {name: result.values[name] for name in ("closed", "outcome")}
        with session.vault.write() as db:
            cases.change_case(db, case_id, session.clock.now(), touched, {})
        session.announce(changed("case", ids=(case_id,)), initiator)
    return result.problems


def reopen_case(session: Session, case_id: RecordId, *, initiator: object = None) -> None:
    """Open a closed case again."""
    with session.vault.write() as db:
        cases.change_case(db, case_id, session.clock.now(), {"closed": None, "outcome": None}, {})
    session.announce(changed("case", ids=(case_id,)), initiator)
