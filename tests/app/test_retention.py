"""How long files are kept, what stands against erasing, the certificate; nothing is ever erased by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mfd_desktop.app import casework, contacting, deadlines, erasing, overview, periods, privacy, retention
from mfd_desktop.app.erasure_certificate import certificate, save_certificate
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import set_vault_option
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors_privacy import ErasureHeld
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.privacy import Hold, RightsKind

NewCase = Callable[..., tuple[RecordId, RecordId]]


@pytest.fixture
def closed(session: Session, new_case: NewCase) -> tuple[RecordId, RecordId]:
    """A case closed on the last day of February of a leap year."""
    client_id, case_id = new_case("Altfall", "Amal", opened="2.1.2024")
    casework.close_case(session, case_id, {"closed": "29.02.2024", "outcome": "O1"})
    return client_id, case_id


def _due(session: Session) -> list[RecordId]:
    return [kept.client_id for kept in retention.due_people(session)]


def test_a_file_is_proposed_three_years_after_its_last_case_and_never_before(
    session: Session, closed: tuple[RecordId, RecordId], clock: FixedClock
) -> None:
    kept = retention.retention_of(session, closed[0])
    assert (kept.reference, kept.due, kept.holds) == (date(2024, 2, 29), date(2027, 2, 28), ())
    for moment, found in (
        (datetime(2027, 2, 27, tzinfo=UTC), []),
        (datetime(2027, 2, 28, tzinfo=UTC), [closed[0]]),
        (datetime(2028, 2, 29, tzinfo=UTC), [closed[0]]),
        (datetime(1990, 1, 1, tzinfo=UTC), []),
    ):
        clock.moment = moment
        assert _due(session) == found
        assert retention.count_due(session) == overview.today(session).expired == len(found)
    set_vault_option(session, "keep_years", "1")
    clock.moment = datetime(2025, 3, 1, tzinfo=UTC)
    assert _due(session) == [closed[0]]


def test_an_open_case_of_the_person_stops_the_time(
    session: Session, closed: tuple[RecordId, RecordId], clock: FixedClock
) -> None:
    casework.open_another_case(session, closed[0], {"opened": "heute", "level": "ACCOMPANIMENT"})
    clock.moment = datetime(2040, 1, 1, tzinfo=UTC)
    kept = retention.retention_of(session, closed[0])
    assert (kept.due, kept.holds) == (None, (Hold.OPEN_CASE,))
    assert _due(session) == []


def test_another_day_needs_a_reason_and_can_be_taken_back(
    session: Session, closed: tuple[RecordId, RecordId], clock: FixedClock
) -> None:
    client_id, case_id = closed
    assert retention.count_from(session, case_id, {"keep_from": "1.6.2026", "reason": ""})
    assert retention.count_from(session, case_id, {"keep_from": "1.6.2026", "reason": "Ende des Verfahrens"}) == ()
    kept = retention.retention_of(session, client_id)
    assert (kept.due, kept.reason) == (date(2029, 6, 1), "Ende des Verfahrens")
    clock.moment = datetime(2028, 1, 1, tzinfo=UTC)
    assert retention.count_due(session) == len(_due(session)) == 0
    retention.count_from_closing(session, case_id)
    assert retention.count_due(session) == len(_due(session)) == 1


def test_somebody_without_a_case_is_kept_from_the_day_recorded(
    session: Session, new_case: NewCase, clock: FixedClock
) -> None:
    client_id, case_id = new_case()
    with session.vault.write() as db:
        db.execute("DELETE FROM case_file WHERE id = ?", (case_id,))
    assert retention.retention_of(session, client_id).due == date(2029, 11, 23)
    clock.moment = datetime(2029, 11, 23, tzinfo=UTC)
    assert _due(session) == [client_id]


_FIRM = {
    Hold.RESTRICTION: (RightsKind.RESTRICTION, {"matter": "accuracy", "day": "heute"}),
    Hold.DISPUTE: (RightsKind.DISPUTE, {"note": "Klage", "day": "heute"}),
    Hold.REQUEST: (RightsKind.REQUEST, {"matter": "access", "day": "heute"}),
}


@pytest.mark.parametrize("hold", _FIRM)
def test_a_dispute_a_restriction_and_an_open_request_hold_whatever_is_confirmed(
    session: Session, closed: tuple[RecordId, RecordId], hold: Hold
) -> None:
    client_id, case_id = closed
    kind, raws = _FIRM[hold]
    event = privacy.record_event(session, case_id, kind, raws).record_id
    assert erasing.preview_erasure(session, client_id).holds == (hold,)
    with pytest.raises(ErasureHeld) as held:
        erasing.erase(session, client_id, "request", despite=tuple(Hold))
    assert held.value.firm
    assert "Es wurde nichts gelöscht" in sentence(held.value)
    ended = {"ended": "heute", "answer": "granted"}
    (privacy.answer_request if kind is RightsKind.REQUEST else privacy.end_event)(session, event, ended)
    assert erasing.erase(session, client_id, "request").kinds["client"] == 1


def test_an_open_case_a_deadline_and_too_early_give_way_when_confirmed(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    deadlines.add_manual(session, case_id, {"title": "Probe", "due": "1.12.2026", "kind": "loss"})
    holds = (Hold.OPEN_CASE, Hold.DEADLINE, Hold.TOO_EARLY)
    assert erasing.preview_erasure(session, client_id, "retention").holds == holds
    with pytest.raises(ErasureHeld) as held:
        erasing.erase(session, client_id, "retention", despite=(Hold.OPEN_CASE,))
    assert held.value.holds == holds[1:]
    assert not held.value.firm
    record = erasing.erase(session, client_id, "retention", despite=holds)
    assert record.despite == tuple(hold.value for hold in holds)
    assert erasing.erasures(session) == (record,)


def test_the_request_to_be_erased_holds_nothing(session: Session, closed: tuple[RecordId, RecordId]) -> None:
    privacy.record_event(session, closed[1], RightsKind.REQUEST, {"matter": "erasure", "day": "heute"})
    assert erasing.preview_erasure(session, closed[0]).holds == ()


def test_the_preview_counts_and_names_what_stays(
    session: Session, new_case: NewCase, contact_raws: dict[str, str]
) -> None:
    client_id, case_id = new_case("Kanarienvogel", "Zita", gender="w", birth_date="1.1.1990", district="07315")
    _other, other_case = new_case("Nachbarin", "Amal")
    contacting.record_contact(session, case_id, contact_raws)
    contacting.record_contact(session, other_case, {**contact_raws, "note": "zita kanarienvogel kam mit"})
    before = erasing.preview_erasure(session, client_id)
    assert before.counts["contact"] == before.uncounted == 1
    assert before.elsewhere == {"contact": 1}
    with session.vault.write() as db:
        prepared = periods.prepare(session, Period.parse("2026-Q4"))
        periods.freeze(db, prepared, now=session.clock.now(), sequence=1, digest="ab")
    after = erasing.preview_erasure(session, client_id)
    assert (after.uncounted, after.frozen) == (0, 1)


def test_the_certificate_names_nobody_and_survives(
    session: Session, closed: tuple[RecordId, RecordId], tmp_path: Path
) -> None:
    with session.vault.read() as db:
        number = db.execute("SELECT number FROM case_file").fetchone()[0]
    record = erasing.erase(session, closed[0], "mistake")
    assert erasing.to_finish(session)
    assert erasing.finish_erasing(session)
    assert not erasing.finish_erasing(session)
    assert (record.regime, record.reason, record.forgotten) == ("DSGVO", "mistake", None)
    assert certificate(session, record) == certificate(session, erasing.erasures(session)[0])
    save_certificate(session, record, tmp_path / "x.pdf")
    pdf = (tmp_path / "x.pdf").read_bytes()
    for trace in ("Altfall", "Amal", number, closed[0], closed[1]):
        for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
            assert trace.encode(encoding) not in pdf
    entries = [(entry.detail, entry.client_id) for entry in log_entries(session) if entry.event is Event.ERASE]
    assert entries == [(f"mistake:{record.number}", None)]
    with pytest.raises(KeyError):
        erasing.erase(session, closed[0], "mistake")


def test_the_log_stays_whole_and_forgets_who_it_was(session: Session, closed: tuple[RecordId, RecordId]) -> None:
    from mfd_desktop.app.journal import log_broken_at, note

    note(session, Event.PRINT, "G12", closed[0])
    erasing.erase(session, closed[0], "mistake")
    printed = next(entry for entry in log_entries(session) if entry.event is Event.PRINT)
    assert printed.handle
    assert printed.client_id is None
    assert log_broken_at(session) is None
