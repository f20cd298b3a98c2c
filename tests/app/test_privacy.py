"""Rights of a person by the law of the Träger: information, consents, requests, restriction, disputes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mfd_desktop.app import agenda, handing_over, letters, privacy
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.privacy_sheet import write_sheet
from mfd_desktop.app.release_gate import release_for, require_release
from mfd_desktop.app.releases import record_release
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import save_office
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.privacy import ANSWERED, REGIMES, RIGHTS, regime
from mfd_desktop.domain.errors import ReleaseMissing
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.domain.records import Office

NewCase = Callable[..., tuple[RecordId, RecordId]]
OFFICE = Office("MFD Musterstadt", "Muster-Träger", "DSGVO", "07315")


def _under(session: Session, name: str) -> None:
    save_office(session, replace(OFFICE, regime=name))


@pytest.mark.parametrize("name", REGIMES)
def test_every_law_says_all_rights_with_source_and_day(name: str) -> None:
    law = regime(name)
    assert set(law.rights) == set(RIGHTS)
    assert all(right.source and right.checked for right in law.rights.values())
    assert law.review == "open"


def test_what_no_source_proves_is_open() -> None:
    proven = {
        "DSGVO": {"information", "access", "erasure", "restriction", "objection", "consent"},
        "KDG": set(),
        "DSG-EKD": {"information", "access"},
    }
    for name in REGIMES:
        assert {right for right, found in regime(name).rights.items() if found.review == "ok"} == proven[name]


@pytest.mark.parametrize(
    ("name", "due"), [("DSGVO", date(2026, 2, 28)), ("KDG", date(2026, 2, 28)), ("DSG-EKD", date(2026, 4, 30))]
)
def test_the_answer_is_due_by_the_law_of_the_office(session: Session, new_case: NewCase, name: str, due: date) -> None:
    _under(session, name)
    client_id, case_id = new_case()
    saved = privacy.record_event(session, case_id, RightsKind.REQUEST, {"matter": "access", "day": "31.01.2026"})
    (event,) = privacy.rights_of(session, client_id).open_requests
    assert (event.stamp.id, event.due) == (saved.record_id, due)
    follow_up = agenda.read_follow_up(session, event.follow_up_id)
    assert (follow_up.due, follow_up.done) == (due, None)
    assert "Auskunft" in follow_up.text


def test_another_day_moves_the_answer_and_an_answer_finishes_the_follow_up(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    raws = {"matter": "correction", "day": "1.11.2026", "note": "Vorname falsch", "person": "Die Betreuerin"}
    event_id = privacy.record_event(session, case_id, RightsKind.REQUEST, raws).record_id
    privacy.save_event(session, event_id, {"day": "10.11.2026"})
    event = privacy.read_event(session, event_id)
    assert event.due == date(2026, 12, 10)
    assert agenda.read_follow_up(session, event.follow_up_id).due == date(2026, 12, 10)
    assert privacy.answer_request(session, event_id, {"answer": "granted", "ended": "9.11.2026"})
    assert privacy.read_event(session, event_id).open
    assert not privacy.answer_request(session, event_id, {"answer": "partly", "ended": "heute", "note": "geändert"})
    event = privacy.read_event(session, event_id)
    assert (event.answer, event.ended, event.note, event.person) == (
        "partly", date(2026, 11, 23), "geändert", "Die Betreuerin",
    )  # fmt: skip
    assert agenda.read_follow_up(session, event.follow_up_id).done == date(2026, 11, 23)
    privacy.take_back_end(session, event_id)
    assert agenda.read_follow_up(session, event.follow_up_id).done is None
    assert privacy.rights_of(session, client_id).open_requests


def test_withdrawing_a_consent_is_as_easy_as_giving_it(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    given = privacy.record_event(session, case_id, RightsKind.CONSENT, {"matter": "E02", "day": "heute"}).record_id
    assert privacy.end_event(session, given, {"ended": "heute"}) == ()
    (consent,) = privacy.rights_of(session, client_id).of(RightsKind.CONSENT)
    assert (consent.matter, consent.ended) == ("E02", date(2026, 11, 23))


def test_a_deleted_record_comes_back_with_its_follow_up(session: Session, new_case: NewCase) -> None:
    _client, case_id = new_case()
    raws = {"matter": "access", "day": "1.11.2026"}
    event_id = privacy.record_event(session, case_id, RightsKind.REQUEST, raws).record_id
    follow_up_id = privacy.read_event(session, event_id).follow_up_id
    gone = privacy.remove_event(session, event_id)
    with pytest.raises(KeyError):
        agenda.read_follow_up(session, follow_up_id)
    back = privacy.restore_event(session, case_id, gone)
    event = privacy.read_event(session, back)
    assert event.due == date(2026, 12, 1)
    assert agenda.read_follow_up(session, event.follow_up_id).done is None


def test_while_data_are_restricted_no_release_counts_and_it_is_logged(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    raws = {"recipient": "Jobcenter Musterstadt", "purpose": "Z02", "matters": "A01", "sender": "MFD",
            "form": "written", "given": "2.11.2026", "until_done": "1"}  # fmt: skip
    record_release(session, case_id, raws)
    today = session.clock.today()
    assert release_for(session, case_id, "Jobcenter Musterstadt", "Z02", today)
    begun = privacy.record_event(session, case_id, RightsKind.RESTRICTION, {"matter": "accuracy", "day": "heute"})
    assert privacy.rights_of(session, client_id).restricted is not None
    with pytest.raises(ReleaseMissing) as refused:
        require_release(session, case_id, "Jobcenter Musterstadt", "Z02", today)
    assert refused.value.reason == "restricted"
    assert "seit 23.11.2026 eingeschränkt" in sentence(refused.value)
    assert privacy.end_event(session, begun.record_id, {"ended": "heute"}) == ()
    assert release_for(session, case_id, "Jobcenter Musterstadt", "Z02", today)
    assert [entry.detail for entry in log_entries(session) if entry.event == "restrict"] == ["ended", "begun"]
    assert handing_over.PARTS


@pytest.mark.parametrize("name", REGIMES)
def test_the_information_sheet_says_the_law_of_the_office(session: Session, new_case: NewCase, name: str) -> None:
    _under(session, name)
    _client, case_id = new_case()
    letter = letters.read_letter(session, write_sheet(session, case_id))
    law = regime(name)
    assert letter.template == "G11"
    assert law.rights["information"].reference in letter.fields["law"]
    assert all(law.rights[right].reference in letter.fields["rights"] for right in ANSWERED)
    assert letters.finish_letter(session, letter.stamp.id)


def test_the_day_the_sheet_was_given_is_kept_with_its_edition(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case(languages="ar")
    start = privacy.new_event(session, case_id, RightsKind.SHEET)
    assert (start["matter"], start["language"], start["day"]) == ("DSGVO-1", "ar", "23.11.2026")
    assert not privacy.rights_of(session, client_id).informed
    privacy.record_event(session, case_id, RightsKind.SHEET, start)
    assert privacy.rights_of(session, client_id).informed
