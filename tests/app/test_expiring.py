"""Worksheets for the interview go on their day, from everywhere, and only then."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mfd_desktop.app import chores, expiring, guided, recycling
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.records import OpenForm
from mfd_desktop.vault import bin as store
from mfd_desktop.vault import journal
from mfd_desktop.vault.desk import read_open_forms, write_open_form

NewCase = Callable[..., tuple[RecordId, RecordId]]
CANARY = "Zitronenfalterprobe"


@pytest.fixture
def sheet(session: Session, new_case: NewCase) -> tuple[RecordId, RecordId, RecordId]:
    """A worksheet with something in it, to be deleted on 30 November: client, case, form."""
    client_id, case_id = new_case()
    form_id = guided.begin(session, case_id, "interview_sheet")
    guided.save(session, form_id, {"agrees": "1", "delete_on": "30.11.2026"})
    guided.save(session, form_id, {"story": f"{CANARY} eins"})
    guided.save(session, form_id, {"story": f"{CANARY} zwei"})
    return client_id, case_id, form_id


def everything(session: Session) -> str:
    """Return every value of every table as one text."""
    with session.vault.read() as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(db.execute(f"SELECT * FROM {name}").fetchall()) for name in names)


def go_to(clock: FixedClock, day: int, month: int = 11, year: int = 2026) -> None:
    clock.moment = datetime(year, month, day, 9, 30, tzinfo=UTC)


def test_without_consent_and_day_nothing_can_be_written(session: Session, new_case: NewCase) -> None:
    form_id = guided.begin(session, new_case()[1], "interview_sheet")
    guided.save(session, form_id, {"story": CANARY})
    assert "contents" not in guided.read(session, form_id).view.steps
    assert CANARY not in everything(session)


def test_the_day_before_it_stays(
    session: Session, clock: FixedClock, sheet: tuple[RecordId, RecordId, RecordId]
) -> None:
    go_to(clock, 29)
    assert expiring.expire_forms(session) == 0
    assert guided.read(session, sheet[2]).raws["story"] == f"{CANARY} zwei"


def test_on_its_day_it_goes_with_its_history_and_its_draft(
    session: Session, clock: FixedClock, sheet: tuple[RecordId, RecordId, RecordId]
) -> None:
    with session.vault.write() as db:
        draft = OpenForm(f"guided:{sheet[2]}:contents", sheet[2], {"story": f"{CANARY} drei"}, clock.now())
        write_open_form(db, draft, clock.now())
    assert everything(session).count(CANARY) >= 3
    go_to(clock, 30)
    chores.tidy_up(session)
    assert CANARY not in everything(session)
    assert guided.forms_of(session, sheet[1]) == ()
    with session.vault.read() as db:
        assert read_open_forms(db) == ()
        assert any((line.event, line.detail) == (Event.ERASE, "form.1") for line in journal.read_log(db))


def test_it_goes_from_the_recycle_bin_too(
    session: Session, clock: FixedClock, sheet: tuple[RecordId, RecordId, RecordId]
) -> None:
    guided.remove(session, sheet[2])
    assert CANARY in everything(session)
    go_to(clock, 30)
    assert expiring.expire_forms(session) == 1
    assert CANARY not in everything(session)
    assert recycling.entries(session) == ()


@pytest.mark.parametrize("whole", ["case", "client"])
def test_it_goes_out_of_a_case_and_a_person_in_the_recycle_bin(
    session: Session, clock: FixedClock, sheet: tuple[RecordId, RecordId, RecordId], whole: str
) -> None:
    entry = recycling.remove_case(session, sheet[1]) if whole == "case" else recycling.remove_client(session, sheet[0])
    go_to(clock, 30)
    assert expiring.expire_forms(session) == 1
    assert CANARY not in everything(session)
    recycling.restore(session, entry)
    assert guided.forms_of(session, sheet[1]) == ()


def test_it_goes_out_of_a_form_binned_before_its_person_was(
    session: Session, clock: FixedClock, sheet: tuple[RecordId, RecordId, RecordId]
) -> None:
    guided.remove(session, sheet[2])
    recycling.remove_client(session, sheet[0])
    go_to(clock, 30)
    expiring.expire_forms(session)
    assert CANARY not in everything(session)


def test_without_a_day_it_stays_90_days(
    session: Session, clock: FixedClock, sheet: tuple[RecordId, RecordId, RecordId]
) -> None:
    guided.save(session, sheet[2], {"delete_on": ""})
    for month in (12, 1):
        go_to(clock, 20, month, 2026 if month == 12 else 2027)
        assert expiring.expire_forms(session) == 0
    go_to(clock, 21, 2, 2027)
    assert expiring.expire_forms(session) == 1
    assert CANARY not in everything(session)


def test_other_forms_are_left_alone(session: Session, clock: FixedClock, new_case: NewCase) -> None:
    case_id = new_case()[1]
    for form in ("interview", "first_interview"):
        guided.begin(session, case_id, form)
    with session.vault.write() as db:
        store.bin_record(db, "case_file", case_id, clock.now())
    go_to(clock, 1, 3, 2027)
    assert expiring.expire_forms(session) == 0
    assert len(recycling.entries(session)) == 1
