"""The invented year: enough of everything, believable, repeatable, and nobody real."""

import random
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app import deadlines, overview, validities
from mfd_desktop.app.demo_desk import MOMENT, PASSPHRASE, demo_desks, make_desk, shown_case
from mfd_desktop.app.demo_law import read_law
from mfd_desktop.app.demo_people import read_people
from mfd_desktop.app.demo_work import read_work
from mfd_desktop.app.demo_year import WorkingDays, read_year
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.records import State
from mfd_desktop.law.holidays import public_holidays
from mfd_desktop.vault.verifying import verify

YEAR = (date(2025, 11, 23), date(2026, 11, 22))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The shown desk in full; it takes a second."""
    session = make_desk(tmp_path_factory.mktemp("demo") / "vault", demo_desks()[0], FixedClock(MOMENT))
    yield session
    session.close()


def rows(session: Session, query: str, *parameters: object) -> list[tuple[object, ...]]:
    with session.vault.read() as db:
        return list(db.execute(query, parameters))


def count(session: Session, query: str, *parameters: object) -> int:
    ((found,),) = rows(session, query, *parameters)
    assert isinstance(found, int)
    return found


def test_there_is_a_year_of_everything(desk: Session) -> None:
    first, last = (day.isoformat() for day in YEAR)
    inside = "SELECT count(*) FROM contact WHERE state = 'valid' AND day BETWEEN ? AND ? AND case_id IS "
    assert count(desk, "SELECT count(*) FROM client") >= 300
    assert count(desk, inside + "NOT NULL", first, last) >= 2500
    assert count(desk, inside + "NULL", first, last) >= 400
    forms = dict(rows(desk, "SELECT form, count(*) FROM contact WHERE state = 'valid' GROUP BY 1"))
    assert set(forms) == {"F1", "F2", "F3", "F4", "F5"}
    assert count(desk, "SELECT count(*) FROM household") >= 20
    assert count(desk, "SELECT count(*) FROM case_file WHERE closed IS NOT NULL AND outcome IS NOT NULL") >= 60
    assert count(desk, "SELECT count(*) FROM residence_status WHERE expires >= '2026-11-23'") >= 100
    assert count(desk, "SELECT count(DISTINCT code) FROM client_need") >= 4
    changed = "SELECT count(*) FROM (SELECT 1 FROM case_level GROUP BY case_id HAVING count(*) > 1)"
    assert count(desk, changed) >= 5
    assert count(desk, "SELECT count(*) FROM procedure WHERE state = 'valid' AND lodged IS NOT NULL") >= 60
    assert count(desk, "SELECT count(DISTINCT stage) FROM procedure") == 7
    assert count(desk, "SELECT count(*) FROM referral WHERE contact_id IS NOT NULL") >= 200
    assert count(desk, "SELECT count(DISTINCT target) FROM referral") >= 15
    assert count(desk, "SELECT count(DISTINCT code) FROM activity") >= 10
    assert count(desk, "SELECT count(*) FROM release WHERE state = 'valid' AND recipient_id IS NOT NULL") >= 20
    assert count(desk, "SELECT count(*) FROM letter WHERE frozen IS NOT NULL AND sent_day IS NOT NULL") >= 20
    assert count(desk, "SELECT count(*) FROM letter WHERE frozen IS NULL") == 3
    assert count(desk, "SELECT count(*) FROM form_record WHERE finished IS NOT NULL AND contact_id IS NOT NULL") >= 15
    today = overview.today(desk)
    assert today.appointments
    assert today.follow_ups
    assert today.asleep
    assert count(desk, "SELECT count(*) FROM contact WHERE state = 'draft'") == 1
    assert verify(desk.vault)


def test_names_are_in_five_scripts_and_say_they_are_invented(desk: Session) -> None:
    families = {name for background in read_people().backgrounds for name in background.families} | {"Testperson"}
    found = {str(name) for (name,) in rows(desk, "SELECT DISTINCT family_name FROM client")}
    assert found <= families
    scripts = {unicodedata.name(letter).split()[0] for name in found for letter in name if letter.isalpha()}
    assert {"LATIN", "ARABIC", "CYRILLIC", "GEORGIAN", "ETHIOPIC"} <= scripts


def test_counselling_is_on_working_days_and_never_too_much(desk: Session) -> None:
    first, last = (day.isoformat() for day in YEAR)
    days = Counter(str(day) for (day,) in rows(desk, "SELECT day FROM contact WHERE day BETWEEN ? AND ?", first, last))
    assert max(days.values()) <= read_year().most_a_day + 4
    for text in days:
        day = date.fromisoformat(text)
        assert day.weekday() < 5, text
        assert day not in public_holidays(day.year), text
        assert not any(begin <= day <= end for begin, end in read_year().closed_for_holidays), text


def test_every_code_is_known_and_every_contact_lies_in_its_case(desk: Session) -> None:
    lists = desk.lists
    for table, column, name in (
        ("contact_topic", "coalesce(subtopic, code)", "topics"),
        ("residence_status", "code", "residence_status"),
        ("client_nationality", "code", "nationalities"),
        ("client_language", "code", "languages"),
        ("client_need", "code", "needs"),
        ("client", "district", "districts"),
        ("contact", "result", "results"),
        ("contact", "person_group", "person_groups"),
        ("case_file", "outcome", "outcomes"),
        ("case_file", "access_way", "access_ways"),
        ("referral", "target", "referral_targets"),
        ("procedure", "stage", "procedure_stages"),
        ("procedure", "kind", "procedure_kinds"),
        ("activity", "code", "activities"),
    ):
        known = {code.code for code in lists.get(name).codes} | {None}
        found = {code for (code,) in rows(desk, f"SELECT DISTINCT {column} FROM {table}")}
        assert found <= known, table
    outside = """SELECT count(*) FROM contact t JOIN case_file c ON c.id = t.case_id
    WHERE t.day < c.opened OR t.day > c.closed"""
    assert count(desk, outside) == 0
    assert count(desk, "SELECT count(*) FROM residence_status WHERE since > coalesce(expires, since)") == 0


def test_the_shown_case_has_everything(desk: Session) -> None:
    page = overview.case_page(desk, shown_case(desk))
    assert page.client.name == "Testperson, Amal"
    assert page.client.stamp.state is State.VALID
    assert page.case.closed is None
    assert len(page.contacts) >= 8
    assert len(page.ways) == len(page.statuses) == 2
    assert page.appointments
    assert page.follow_ups


def test_deadlines_stand_in_every_way(desk: Session) -> None:
    today, rows = desk.clock.today(), deadlines.desk(desk)
    due = deadlines.due_on_today(desk, today)
    assert due.overdue
    assert due.over
    assert not due.undated
    week = [row for row in due.soon if row.deadline.act_by == date(2026, 11, 27)]
    assert {row.deadline.rule for row in week} >= {"KLAGE_ASYL_1W", "EILANTRAG_ASYL_1W"}
    assert {row.deadline.regime for row in rows} >= {"ALT", "NEU"}
    assert {str(row.deadline.kind) for row in rows} >= {"loss", "authority", "waiting"}
    assert [row.deadline.stamp.state for row in rows] == [State.VALID] * len(rows)
    assert not any(row.outdated for row in rows)
    assert max(row.others for row in rows) == 1
    entered = {row.deadline.stamp.created.date() for row in rows}
    assert len(entered) > 3
    assert max(day.weekday() for day in entered) < 5
    (done,) = deadlines.desk(desk, done=True)
    assert (done.deadline.ending, done.deadline.proof) == ("kept", "fax_report")
    assert done.deadline.proof_id is not None
    ending = [found for found in validities.reminders(desk, today) if found.validity_id is not None]
    assert {found.kind for found in ending} == {found.kind for found in read_law().validities}
    assert count(desk, "SELECT count(*) FROM procedure WHERE examination_started IS NOT NULL") == 1
    assert count(desk, "SELECT count(*) FROM authority_notice WHERE state = 'valid'") == len(read_law().notices)


def test_the_same_seed_gives_the_same_year(tmp_path: Path) -> None:
    small = demo_desks()[1].reduced(0.1)
    query = """SELECT c.family_name, c.birth_date, f.number, t.day, t.minutes, t.note FROM client c
    JOIN case_file f ON f.client_id = c.id JOIN contact t ON t.case_id = f.id ORDER BY f.number, t.day, t.rowid"""
    found = []
    for name in ("one", "two"):
        session = make_desk(tmp_path / name, small, FixedClock(MOMENT))
        found.append(rows(session, query))
        session.close()
    assert found[0] == found[1]
    assert len(found[0]) >= small.contacts
    open_session(tmp_path / "one", PASSPHRASE, clock=FixedClock(MOMENT)).close()


def test_all_weights_name_known_codes() -> None:
    lists = CodeLists()
    topics = {code.code for code in lists.get("topics").codes}
    groups = {code.code for code in lists.get("status_groups").codes}
    statuses = {code.code for code in lists.get("residence_status").codes}
    for group, weights in read_year().topics.items():
        assert group in groups
        assert set(weights) <= topics, group
    assert set(read_year().notes) <= topics
    for background in read_people().backgrounds:
        assert set(background.statuses) <= statuses, background.nationality
    targets = {code.code for code in lists.get("referral_targets").codes}
    for topic, weights in read_work().referrals.items():
        assert topic in topics | {"others"}
        assert set(weights) <= targets, topic
    used = {lists.status_group_of(status) for background in read_people().backgrounds for status in background.statuses}
    assert used <= set(read_year().topics)


def test_a_full_span_still_gives_a_day() -> None:
    work = WorkingDays(random.Random(1), date(2026, 11, 2), date(2026, 11, 3))
    picked = Counter(work.pick(date(2026, 11, 2), date(2026, 11, 3)) for _ in range(50))
    assert set(picked) == {date(2026, 11, 2), date(2026, 11, 3)}
    assert work.pick(date(2026, 12, 24), date(2026, 12, 25)) == date(2026, 11, 3)
