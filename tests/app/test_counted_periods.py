"""Which records of the vault count in a period, and with which facts."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from mfd_desktop.app import casework, contacting, periods, referring, structural
from mfd_desktop.app.period_view import containing, drafts, step
from mfd_desktop.app.sample_data import fill
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import NoSuchPeriod
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Level
from mfd_desktop.vault import contacts, procedures

QUARTER = Period(2026, "Q", 4)
NewCase = Callable[..., tuple[RecordId, RecordId]]


def contact(session: Session, case_id: RecordId, day: str = "20.11.2026", **more: str) -> RecordId:
    raws = {"day": day, "minutes": "30", "topics": "T01", "channel": "K1", "language": "ar", "interpreting": "M5",
            "result": "X2", "group": "0"}  # fmt: skip
    return contacting.record_contact(session, case_id, raws | more).record_id


def table(session: Session, name: str, period: Period = QUARTER) -> dict[str, int]:
    return {cell: number for cell, number in periods.count(session, period).tables[name].items() if number}


def headline(session: Session, period: Period = QUARTER) -> dict[str, int]:
    return dict(periods.count(session, period).headline)


def test_an_empty_vault_counts_nothing_and_says_what_it_cannot_record(session: Session) -> None:
    counted = periods.count(session, QUARTER)
    assert not any(counted.headline.values())
    assert counted.headline.keys() == {"persons", "contacts", "short_contacts", "cases", "procedures", "referrals"}
    assert set(counted.not_recorded) == {"T-FAL-3", "T-ASY-2", "T-ASY-3", "T-DIS-1", "T-DIS-2", "T-DIS-3"}


def test_the_days_at_the_edges_of_a_period_count(session: Session, new_case: NewCase) -> None:
    _client, case_id = new_case(opened="01.01.2026")
    for day in ("30.06.2026", "01.07.2026", "30.09.2026", "01.10.2026"):
        contact(session, case_id, day)
    found = [headline(session, Period(2026, "Q", number))["contacts"] for number in (2, 3, 4)]
    assert found == [1, 2, 1]
    assert headline(session, Period(2026))["contacts"] == 4
    assert headline(session, Period(2026))["persons"] == 1


def test_drafts_are_never_counted_and_are_named_with_their_place(session: Session, new_case: NewCase) -> None:
    client, case_id = new_case(opened="01.10.2026")
    _drafted, drafted_case = new_case("Probe", birth_date="31.02.1990", opened="01.10.2026")
    contact(session, case_id, "05.10.2026")
    draft = contact(session, case_id, "06.10.2026", minutes="zehn")
    undated = contact(session, case_id, "irgendwann")
    contact(session, case_id, "06.07.2026", minutes="zehn")
    contact(session, drafted_case, "07.10.2026")
    referring.record_referral(session, case_id, {"day": "08.10.2026", "target": "R99", "ask_back": "0"})
    activity = {"code": "ST11", "day": "09.10.2026", "minutes": "bald", "dates": "1"}
    structural.record_activity(session, activity)
    with session.vault.write() as db:
        for began in ("2026-10-02", "2027-01-01"):
            values = {"client_id": client, "case_id": case_id, "kind": "first", "began": began}
            procedures.add_procedure(db, session.origin("test"), values, {"stage": "irgendwo"})
    counted = headline(session)
    assert (counted["persons"], counted["contacts"], counted["referrals"]) == (1, 2, 0)
    assert counted["procedures"] == 0
    assert table(session, "T-STR-1") == {}
    found = drafts(session, QUARTER)
    assert Counter(one.kind for one in found) == {
        "contact": 2, "person": 1, "procedure": 1, "referral": 1, "activity": 1,
    }  # fmt: skip
    assert {one.id for one in found if one.kind == "contact"} == {draft, undated}
    assert {one.case_id for one in found if one.kind == "person"} == {drafted_case}
    assert all(one.number for one in found if one.kind != "activity")


def test_kurzberatungen_count_as_contacts_and_never_as_persons(
    session: Session, new_case: NewCase, short_raws: dict[str, str]
) -> None:
    _client, case_id = new_case(opened="01.10.2026")
    first = contacting.record_short_contact(session, {**short_raws, "district": "07315", "anonymous": "0"}).record_id
    contacting.record_short_contact(session, {**short_raws, "topics": "T09", "district": "07315", "anonymous": "1"})
    assert headline(session)["contacts"] == 2
    assert (headline(session)["short_contacts"], headline(session)["persons"]) == (1, 0)
    assert table(session, "T-KON-1") == {"F1": 1, "F4": 1}
    assert table(session, "T-KON-4") == {"T01": 1}
    assert table(session, "T-KUR-1") == {"P1": 1}
    contacting.promote(session, first, case_id)
    assert headline(session)["contacts"] == 2
    assert (headline(session)["short_contacts"], headline(session)["persons"]) == (0, 1)
    assert table(session, "T-KON-1") == {"F2": 1, "F4": 1}


def test_a_person_counts_once_with_the_facts_of_the_last_contact(session: Session, new_case: NewCase) -> None:
    client, case_id = new_case(
        opened="01.01.2026", gender="w", birth_date="06.10.2008", nationalities="SY TR", district="07211",
        entry_date="10.10.2025",
    )  # fmt: skip
    statuses = (("S002", "01.01.2026"), ("S011", "05.10.2026"), ("S070", "20.10.2026"))
    for code, since in statuses:
        casework.save_residence_status(session, client, None, {"code": code, "since": since})
    contact(session, case_id, "02.10.2026", language="de", interpreting="M1", also_counselled="3")
    assert table(session, "T-PER-1") == {"w/A2": 1}
    assert table(session, "T-PER-3") == {"asylum_procedure": 1}
    assert table(session, "T-PER-7") == {"under_1": 1}
    contact(session, case_id, "12.10.2026", language="ar", interpreting="M5", also_counselled="2")
    assert headline(session)["persons"] == 1
    assert table(session, "T-PER-1") == {"w/A3": 1}
    assert table(session, "T-PER-2") == {"SY": 1}
    assert table(session, "T-PER-3") == {"protection": 1}
    assert table(session, "T-PER-4") == {"07211": 1}
    assert table(session, "T-PER-6") == {"new": 1, "along": 3}
    assert table(session, "T-PER-7") == {"from_1": 1}
    assert table(session, "T-KON-3") == {"ar/any": 1}


def test_of_two_contacts_of_one_day_the_later_recorded_is_the_last(session: Session, new_case: NewCase) -> None:
    _client, case_id = new_case(opened="01.10.2026")
    contact(session, case_id, "12.10.2026", language="ar", interpreting="M1")
    contact(session, case_id, "12.10.2026", language="uk", interpreting="M5")
    contact(session, case_id, "11.10.2026", language="de", interpreting="M1")
    assert table(session, "T-KON-3") == {"uk/any": 1}


def test_a_status_without_a_day_counts_from_the_beginning(session: Session, new_case: NewCase) -> None:
    client, case_id = new_case(opened="01.10.2026")
    contact(session, case_id, "12.10.2026")
    assert table(session, "T-PER-3") == {"unknown": 1}
    casework.save_residence_status(session, client, None, {"code": "S080"})
    assert table(session, "T-PER-3") == {"eu": 1}
    casework.save_residence_status(session, client, None, {"code": "S099", "since": "01.10.2026"})
    casework.save_residence_status(session, client, None, {"code": "S011", "since": "13.10.2026"})
    assert table(session, "T-PER-3") == {"unknown": 1}


def test_who_came_before_the_period_is_continued_also_in_another_case(session: Session, new_case: NewCase) -> None:
    client, old_case = new_case(opened="01.01.2026")
    contact(session, old_case, "10.02.2026")
    casework.close_case(session, old_case, {"closed": "01.03.2026", "outcome": "O2"})
    second = casework.open_another_case(session, client, {"opened": "01.10.2026", "level": "ACCOMPANIMENT"})
    contact(session, second, "10.10.2026")
    assert table(session, "T-PER-6") == {"continued": 1}
    assert table(session, "T-PER-6", Period(2026)) == {"new": 1}


def test_needs_are_counted_by_class(session: Session, new_case: NewCase) -> None:
    _client, case_id = new_case(opened="01.10.2026", needs="V03 V06 V12")
    contact(session, case_id)
    assert table(session, "T-PER-5", Period(2026, "H", 2)) == {"V03": 1, "grave": 1}


def test_a_case_begins_with_its_first_contact_and_ends_with_an_outcome(session: Session, new_case: NewCase) -> None:
    _client, quiet_case = new_case(opened="01.07.2026")
    _other, case_id = new_case("Probe", opened="01.07.2026")
    contact(session, case_id, "15.08.2026")
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 10, 10))
    assert headline(session, Period(2026, "Q", 3))["cases"] == 1
    assert table(session, "T-FAL-1", Period(2026, "Q", 3)) == {"opened/ACCOMPANIMENT": 1, "open_end/ACCOMPANIMENT": 1}
    assert table(session, "T-FAL-1") == {"open_start/ACCOMPANIMENT": 1, "open_end/CASE_MANAGEMENT": 1}
    casework.close_case(session, case_id, {"closed": "11.10.2026", "outcome": "O2"})
    assert table(session, "T-FAL-1") == {"open_start/ACCOMPANIMENT": 1, "closed/CASE_MANAGEMENT": 1}
    assert table(session, "T-FAL-2") == {"O2": 1}
    assert headline(session, Period(2027, "Q", 1))["cases"] == 0
    assert headline(session, Period(2026, "Q", 2))["cases"] == 0
    contact(session, case_id, "20.10.2026")
    assert table(session, "T-FAL-1") == {"open_start/ACCOMPANIMENT": 1, "closed/CASE_MANAGEMENT": 1}
    casework.close_case(session, quiet_case, {"closed": "12.10.2026", "outcome": "O9"})
    assert headline(session)["cases"] == 1


def test_a_contact_only_after_the_end_makes_no_new_begin(session: Session, new_case: NewCase) -> None:
    _client, case_id = new_case(opened="01.10.2026")
    casework.close_case(session, case_id, {"closed": "05.10.2026", "outcome": "O1"})
    contact(session, case_id, "20.10.2026")
    assert table(session, "T-FAL-1") == {"opened/ACCOMPANIMENT": 1, "closed/ACCOMPANIMENT": 1}


def test_referrals_procedures_and_structural_work_count(session: Session, new_case: NewCase) -> None:
    client, case_id = new_case(opened="01.10.2026")
    referral = {"day": "08.10.2026", "target": "R13", "warm": "1", "heard": "0", "ask_back": "0"}
    referring.record_referral(session, case_id, referral)
    referring.record_referral(session, case_id, referral | {"day": "30.09.2026"})
    work = {"code": "ST13", "day": "09.10.2026", "minutes": "90", "dates": "2", "participants": "14"}
    structural.record_activity(session, work)
    structural.record_activity(session, {"code": "QM1", "day": "09.10.2026", "minutes": "60", "dates": "1"})
    with session.vault.write() as db:
        for stage, began, ended in (("interview", "2026-01-01", None), ("after", "2026-01-01", "2026-09-30")):
            values = {"client_id": client, "case_id": case_id, "kind": "first", "stage": stage, "began": began}
            procedures.add_procedure(db, session.origin("test"), values | {"ended": ended}, {})
    assert headline(session)["referrals"] == 1
    assert table(session, "T-VER-1") == {"R13": 1}
    assert table(session, "T-VER-2") == {"warm/unknown": 1}
    assert table(session, "T-ASY-1") == {"interview": 1}
    assert table(session, "T-STR-1") == {
        "ST13/activities": 1, "ST13/dates": 2, "ST13/hours": 2, "ST13/participants": 14,
    }  # fmt: skip
    assert table(session, "T-STR-3") == {"meetings": 1, "hours": 1}


def test_a_procedure_is_no_longer_accompanied_when_its_case_was_closed(session: Session, new_case: NewCase) -> None:
    client, case_id = new_case(opened="01.02.2026")
    with session.vault.write() as db:
        values = {"client_id": client, "case_id": case_id, "kind": "first", "stage": "waiting", "began": "2026-02-01"}
        procedures.add_procedure(db, session.origin("test"), values, {})
    assert casework.close_case(session, case_id, {"closed": "30.09.2026", "outcome": "O1"}) == ()
    quarters = [Period(2026, "Q", number) for number in (1, 2, 3, 4)]
    assert [headline(session, quarter)["procedures"] for quarter in quarters] == [1, 1, 1, 0]
    with session.vault.read() as db:
        counted = [contacts.count_period(db, quarter.first, quarter.last) for quarter in quarters]
    assert [counts.procedures for counts in counted] == [1, 1, 1, 0]


def test_a_full_vault_equals_a_plain_recount(session: Session) -> None:
    fill(session, clients=80, contacts=900, seed=3)
    for period in (QUARTER, Period(2026, "H", 1), Period(2025)):
        counted = periods.count(session, period)
        first, last = period.first.isoformat(), period.last.isoformat()
        with session.vault.read() as db:
            contacts = [
                row for row in db.execute("SELECT id, case_id, day, form, channel, minutes, state FROM contact")
                if row[6] == "valid" and first <= row[2] <= last
            ]  # fmt: skip
            owners = dict(db.execute("SELECT id, client_id FROM case_file"))
            genders = dict(db.execute("SELECT id, gender FROM client"))
            topics = db.execute("SELECT contact_id, code FROM contact_topic ORDER BY contact_id, position").fetchall()
        people = {owners[row[1]] for row in contacts if row[1]}
        assert counted.headline["persons"] == len(people) > 0
        assert counted.headline["contacts"] == len(contacts)
        by_channel = Counter(row[4] for row in contacts)
        assert {cell: n for cell, n in counted.tables["T-KON-2"].items() if n} == by_channel
        by_gender = Counter(genders[person] for person in people)
        summed: Counter[str] = Counter()
        for cell, number in counted.tables["T-PER-1"].items():
            summed[cell.split("/")[0]] += number
        assert {code: n for code, n in summed.items() if n} == by_gender
        talked: dict[str, list[str]] = {}
        held = {row[0]: owners[row[1]] if row[1] else row[0] for row in contacts if row[1] or row[3] == "F1"}
        for contact_id, code in topics:
            if contact_id in held:
                talked.setdefault(held[contact_id], []).append(code)
        expected: Counter[str] = Counter()
        for codes in talked.values():
            often = Counter(codes)
            expected.update(sorted(often, key=lambda code: (-often[code], code))[:3])
        assert {cell: n for cell, n in counted.tables["T-KON-4"].items() if n} == expected


@pytest.mark.parametrize("text", ["2026-Q5", "2026-H3", "26-Q1", "", "Q1-2026", "2026-Q"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NoSuchPeriod):
        periods.parse_period(text)


def test_periods_before_and_after() -> None:
    assert periods.parse_period(" 2026-H2 ") == Period(2026, "H", 2)
    for period in (QUARTER, Period(2026, "H", 1), Period(2026)):
        assert step(step(period, 1), -1) == period
        assert step(period, 1).first == period.last + timedelta(days=1)
        assert containing(period.last, period.kind) == containing(period.first, period.kind) == period


def test_the_share_of_a_post_is_read_as_it_was_typed(session: Session, clock: FixedClock) -> None:
    from dataclasses import replace

    from mfd_desktop.app.settings import read_office, save_office

    office = read_office(session)
    assert office is not None
    for typed, share in (("0,5", 50), ("0.75", 75), (" 1 ", 100), ("", 0), ("0,333", 33)):
        save_office(session, replace(office, fte=typed))
        assert periods.prepare(session, QUARTER).payload["fte"] == share
    clock.moment = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    assert not periods.prepare(session, QUARTER).running
    clock.moment = datetime(2026, 12, 31, 8, 0, tzinfo=UTC)
    assert periods.prepare(session, QUARTER).running
    assert json.loads(periods.prepare(session, QUARTER).exact.to_json())["headline"]["persons"] == 0
