"""A notice entered once for a family: nobody loses a deadline when a relative's file goes, and everybody can see it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from mfd_desktop.app import deadlines, erasing, handing_over, noticing, procedures, recycling, taking_over
from mfd_desktop.app.access_package import collect
from mfd_desktop.app.colleagues import add_colleague, look_at_desk_file, write_desk_file
from mfd_desktop.app.overview import find
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.handover import RETURN, STAND_IN
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.privacy import Hold

NewCase = Callable[..., tuple[RecordId, RecordId]]
NOTICE = {
    "authority": "BAMF Trier", "file_number": "7654321-475", "kind": "OTHER", "rule": "PROBE_2W",
    "form": "PZU_EINLEGUNG", "delivered": "16.11.2026", "land": "RP",
}  # fmt: skip


class Family(NamedTuple):
    """Mother and son: persons, cases, procedures, and the notice that concerns both, entered in the mother's case."""

    mother: RecordId
    her_case: RecordId
    her: RecordId
    son: RecordId
    his_case: RecordId
    his: RecordId
    notice: RecordId


@pytest.fixture
def family(session: Session, new_case: NewCase, write_rules: Callable[[int], None]) -> Family:
    write_rules(1)
    mother, her_case = new_case("Testperson", "Amal")
    son, his_case = new_case("Testperson", "Karim")
    raws = {"kind": "first", "position": "Z08", "lodged": "1.7.2026"}
    her = procedures.begin_procedure(session, her_case, raws).record_id
    his = procedures.begin_procedure(session, his_case, raws).record_id
    notice = noticing.record_notice(session, her_case, (her, his), NOTICE).record_id
    return Family(mother, her_case, her, son, his_case, his, notice)


def titles(session: Session, case_id: RecordId) -> list[str]:
    return [row.deadline.title for row in deadlines.of_case(session, case_id)]


@pytest.mark.parametrize("gone", ["case", "client", "erased"])
def test_the_deadline_stays_with_the_others_when_the_file_it_was_entered_in_goes(
    session: Session, family: Family, gone: str
) -> None:
    entry = ""
    if gone == "case":
        entry = recycling.remove_case(session, family.her_case)
    elif gone == "client":
        entry = recycling.remove_client(session, family.mother)
    else:
        holds = erasing.preview_erasure(session, family.mother, "request").holds
        assert Hold.DEADLINE in holds
        erasing.erase(session, family.mother, "request", despite=holds)
    (row,) = deadlines.desk(session)
    assert (row.deadline.case_id, row.deadline.procedure_id) == (family.his_case, family.his)
    assert noticing.read_notice(session, family.notice).case_id == family.his_case
    assert len(procedures.steps_of(session, family.his)) == 1
    assert [match.case_id for match in find(session, "7654321475")] == [family.his_case]
    if entry:
        recycling.restore(session, entry)
        assert titles(session, family.her_case) == ["Probefrist"]
        assert len(procedures.steps_of(session, family.her)) == 1


def test_it_stays_with_its_owner_when_another_goes(session: Session, family: Family) -> None:
    holds = erasing.preview_erasure(session, family.son, "request").holds
    assert Hold.DEADLINE in holds, "the shared deadline is open"
    erasing.erase(session, family.son, "request", despite=holds)
    (row,) = deadlines.desk(session)
    assert (row.deadline.case_id, row.others) == (family.her_case, 0)
    assert noticing.read_notice(session, family.notice).procedures == (family.her,)
    with session.vault.read() as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_it_belongs_to_the_case_it_was_entered_in_whoever_began_a_procedure_first(
    session: Session, family: Family
) -> None:
    later = {**NOTICE, "delivered": "17.11.2026"}
    notice = noticing.record_notice(session, family.his_case, (family.her, family.his), later).record_id
    assert noticing.read_notice(session, notice).procedures == (family.his, family.her)
    found = [row.deadline for row in deadlines.desk(session) if row.deadline.notice_id == notice]
    assert [(one.case_id, one.procedure_id) for one in found] == [(family.his_case, family.his)]
    facts = {"rule": "PROBE_NEU", "trigger_kind": "ZUSTELLUNG", "trigger_day": "16.11.2026", "land": "RP"}
    with pytest.raises(KeyError):
        deadlines.add_by_rule(session, family.her_case, facts, family.his)


def test_both_find_it_in_their_files_and_packages(session: Session, family: Family) -> None:
    assert titles(session, family.his_case) == titles(session, family.her_case) == ["Probefrist"]
    assert [match.case_id for match in find(session, "7654321-475")] == [family.her_case]
    for person in (family.mother, family.son):
        sections = {section.table: section for section in collect(session, person).sections}
        words = [entry.value for row in sections["authority_notice"].records for entry in row]
        assert "BAMF Trier" in words
        assert len(sections["deadline"].records) == 1


def introduce(one: Session, other: Session, folder: Path) -> object:
    path = folder / "other.mfddesk"
    write_desk_file(other, path)
    found = look_at_desk_file(path, one.clock.now())
    add_colleague(one, found)
    return found.colleague


def test_it_goes_along_with_a_relatives_case_and_comes_back_with_what_a_stand_in_did(
    session: Session, another_session: Callable[[str], Session], family: Family, tmp_path: Path, clock: FixedClock
) -> None:
    there = another_session("there")
    colleague, back = introduce(session, there, tmp_path), introduce(there, session, tmp_path)
    out, home = tmp_path / "out.mfdcase", tmp_path / "home.mfdcase"
    plan = handing_over.Plan(
        family.his_case, colleague, purpose=STAND_IN, until=session.clock.today(), reason="Probe"  # type: ignore[arg-type]
    )  # fmt: skip
    handing_over.hand_over(session, plan, out)
    case_id, _merged = taking_over.take_over(there, taking_over.look_at_package(there, out))
    (row,) = deadlines.of_case(there, case_id)
    assert (row.deadline.case_id, row.file_number, row.others) == (case_id, "7654321-475", 0)
    clock.moment += timedelta(hours=1)
    done = {"done": "23.11.2026", "ending": "kept", "proof": "fax_report"}
    assert deadlines.finish(there, row.deadline.stamp.id, done) == ()
    (theirs,) = noticing.notices_of(there, case_id)
    more = {**NOTICE, "delivered": "20.11.2026", "authority": "VG Trier"}
    noticing.record_notice(there, case_id, theirs.procedures, more)
    returned = handing_over.Plan(case_id, back, purpose=RETURN, reason="Probe")  # type: ignore[arg-type]
    handing_over.hand_over(there, returned, home)
    taking_over.take_over(session, taking_over.look_at_package(session, home))
    assert noticing.read_notice(session, family.notice).procedures == (family.her, family.his), "both still concerned"
    assert [row.deadline.ending for row in deadlines.of_case(session, family.her_case)] == ["kept"]
    assert {notice.authority for notice in noticing.notices_of(session, family.his_case)} == {"BAMF Trier", "VG Trier"}
    assert [row.deadline.case_id for row in deadlines.desk(session)] == [family.his_case]
