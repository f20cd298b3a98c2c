"""Releases: recorded, changed, withdrawn, taken back, and the follow-up that asks for the signed sheet."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mfd_desktop.app import address_book, agenda, casework, letters, recycling, releases
from mfd_desktop.app.intake import remove_new_client
from mfd_desktop.app.release_letter import write_release
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import ReleaseInUse, WorkedOn
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import FollowUp, State
from mfd_desktop.domain.releases import Lapse, Release, ReleaseForm
from mfd_desktop.vault.agenda import follow_ups_of

NewCase = Callable[..., tuple[Any, Any]]
WRITTEN = {
    "recipient": "Jobcenter Musterstadt", "purpose": "Z02", "matters": "A01 A05", "sender": "MFD Musterstadt",
    "form": "written", "given": "heute", "valid_until": "31.12.2027",
}  # fmt: skip
ORAL = WRITTEN | {"form": "oral", "present": "Frau Probe, Herr Muster"}
TODAY = date(2026, 11, 23)


@pytest.fixture
def case(new_case: NewCase) -> RecordId:
    return RecordId(new_case(languages="ar fa")[1])


def record(session: Session, case_id: RecordId, raws: dict[str, str]) -> Release:
    saved = releases.record_release(session, case_id, raws)
    assert saved.problems == ()
    return releases.read_release(session, saved.record_id)


def follow_ups(session: Session, case_id: RecordId) -> tuple[FollowUp, ...]:
    with session.vault.read() as db:
        return follow_ups_of(db, case_id)


def test_a_written_release_is_recorded_with_all_it_says(session: Session, case: RecordId) -> None:
    more = {
        "mutual": "1", "guardian": "Mutter", "language": "ar", "reader": "Frau Probe", "place": "Mainz",
        "copy_given": "1",
    }  # fmt: skip
    one = record(session, case, WRITTEN | more)
    client_id = casework.read_case(session, case).client_id
    assert (one.client_id, one.case_id, one.stamp.state) == (client_id, case, State.VALID)
    assert (one.sender, one.recipient, one.recipient_id) == ("MFD Musterstadt", "Jobcenter Musterstadt", None)
    assert (one.purpose, one.matters, one.mutual) == ("Z02", ("A01", "A05"), True)
    assert (one.form, one.given, one.valid_until) == (ReleaseForm.WRITTEN, TODAY, date(2027, 12, 31))
    assert (one.guardian, one.language, one.reader, one.place) == ("Mutter", "ar", "Frau Probe", "Mainz")
    assert (one.copy_given, one.until_done, one.withdrawn, one.paper) == (True, False, None, None)
    assert one.lapse(TODAY) is None
    assert follow_ups(session, case) == ()


def test_a_new_release_begins_with_the_service_the_language_and_the_place(session: Session, case: RecordId) -> None:
    start = releases.new_release(session, case)
    assert start["sender"] == "MFD Musterstadt, Muster-Träger"
    assert (start["language"], start["place"], start["form"], start["given"]) == ("ar", "", "written", "")
    assert releases.record_release(session, case, start).problems


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"recipient": ""}, Problem("recipient", "required")),
        ({"purpose": ""}, Problem("purpose", "required")),
        ({"purpose": "alle Behörden"}, Problem("purpose", "unknown_code", "alle Behörden")),
        ({"matters": ""}, Problem("matters", "required")),
        ({"sender": ""}, Problem("sender", "required")),
        ({"given": ""}, Problem("given", "required")),
        ({"given": "+1"}, Problem("given", "future_date")),
        ({"form": "oral"}, Problem("present", "required")),
        ({"form": ""}, Problem("form", "required")),
        ({"valid_until": ""}, Problem("valid_until", "one_end")),
        ({"until_done": "1"}, Problem("valid_until", "one_end")),
        ({"valid_until": "gestern"}, Problem("valid_until", "end_before_begin")),
        ({"form": "oral", "present": "x", "paper": "gestern"}, Problem("paper", "end_before_begin")),
    ],
)
def test_what_is_missing_or_wrong_makes_a_draft_that_allows_nothing_until_it_is_put_right(
    session: Session, case: RecordId, changed: dict[str, str], problem: Problem
) -> None:
    saved = releases.record_release(session, case, WRITTEN | changed)
    assert saved.problems == (problem,)
    one = releases.read_release(session, saved.record_id)
    assert one.stamp.raw == {problem.field: changed.get(problem.field, WRITTEN.get(problem.field, ""))}
    assert one.lapse(TODAY) is not None
    right = {problem.field: {"present": "Frau Probe", "paper": ""}.get(problem.field, WRITTEN.get(problem.field, ""))}
    assert releases.save_release(session, saved.record_id, right | {"until_done": "0"}).problems == ()
    assert releases.read_release(session, saved.record_id).lapse(TODAY) is None


def test_one_that_ends_with_the_matter_ends_with_its_case(session: Session, case: RecordId, clock: FixedClock) -> None:
    one = record(session, case, WRITTEN | {"valid_until": "", "until_done": "1"})
    casework.close_case(session, case, {"closed": "heute", "outcome": "O1"})
    clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    closed = releases.read_release(session, one.stamp.id)
    assert closed.lapse(TODAY) is None
    assert closed.lapse(clock.today()) is Lapse.SETTLED
    casework.reopen_case(session, case)
    assert releases.read_release(session, one.stamp.id).lapse(clock.today()) is None


def test_a_recipient_in_the_address_book_is_tied_to_its_entry(session: Session, case: RecordId) -> None:
    entry = address_book.save_recipient(session, None, {"name": "Jobcenter Musterstadt"}).record_id
    one = record(session, case, WRITTEN | {"recipient": "JOBCENTER musterstadt"})
    assert one.recipient_id == entry
    assert address_book.uses(session, entry) == (1, 0)
    releases.save_release(session, one.stamp.id, {"place": "Mainz"})
    assert releases.read_release(session, one.stamp.id).recipient_id == entry
    releases.save_release(session, one.stamp.id, {"recipient": "Sozialamt"})
    assert releases.read_release(session, one.stamp.id).recipient_id is None


def test_an_oral_one_asks_for_the_signed_sheet_in_two_weeks_until_it_is_there(session: Session, case: RecordId) -> None:
    one = record(session, case, ORAL)
    (asked,) = follow_ups(session, case)
    assert (one.follow_up_id, one.lacks_paper(TODAY)) == (asked.stamp.id, True)
    assert (asked.due, asked.done) == (date(2026, 12, 7), None)
    assert asked.text == "Unterschrift zur mündlichen Entbindung einholen: Jobcenter Musterstadt"
    agenda.save_follow_up(session, asked.stamp.id, {"due": "15.12.2026"})
    releases.save_release(session, one.stamp.id, {"recipient": "Sozialamt"})
    (asked,) = follow_ups(session, case)
    assert (asked.text[-9:], asked.due) == ("Sozialamt", date(2026, 12, 15))
    assert releases.save_release(session, one.stamp.id, {"paper": "heute"}).problems == ()
    (asked,) = follow_ups(session, case)
    assert asked.done == TODAY
    releases.save_release(session, one.stamp.id, {"paper": ""})
    (asked,) = follow_ups(session, case)
    assert asked.done is None


def test_an_oral_one_recorded_late_asks_at_once(session: Session, case: RecordId) -> None:
    record(session, case, ORAL | {"given": "-40"})
    assert [asked.due for asked in follow_ups(session, case)] == [TODAY]


def test_no_follow_up_while_it_allows_nothing_or_the_sheet_is_there(session: Session, case: RecordId) -> None:
    record(session, case, ORAL | {"paper": "heute"})
    record(session, case, ORAL | {"given": "-40", "valid_until": "-3"})
    saved = releases.record_release(session, case, ORAL | {"present": ""})
    assert follow_ups(session, case) == ()
    releases.save_release(session, saved.record_id, {"present": "Frau Probe"})
    assert len(follow_ups(session, case)) == 1


def test_what_the_counsellor_made_of_the_follow_up_stays(session: Session, case: RecordId) -> None:
    one = record(session, case, ORAL)
    agenda.save_follow_up(session, one.follow_up_id, {"text": "Blatt holen, Kopie ans Jobcenter"})  # type: ignore[arg-type]
    releases.save_release(session, one.stamp.id, {"paper": "heute"})
    assert [(asked.text[:5], asked.done) for asked in follow_ups(session, case)] == [("Blatt", None)]

    other = record(session, case, ORAL)
    agenda.finish_follow_up(session, other.follow_up_id)  # type: ignore[arg-type]
    releases.save_release(session, other.stamp.id, {"place": "Mainz"})
    assert agenda.read_follow_up(session, other.follow_up_id).done == TODAY  # type: ignore[arg-type]

    third = record(session, case, ORAL)
    agenda.remove_follow_up(session, third.follow_up_id)  # type: ignore[arg-type]
    releases.save_release(session, third.stamp.id, {"place": "Mainz"})
    assert releases.read_release(session, third.stamp.id).follow_up_id is None


def test_a_withdrawal_works_from_its_day_on_and_can_be_taken_back(session: Session, case: RecordId) -> None:
    one = record(session, case, ORAL | {"given": "-5"})
    assert releases.withdraw_release(session, one.stamp.id, {"withdrawn": "gestern"}) == ()
    gone = releases.read_release(session, one.stamp.id)
    assert (gone.lapse(date(2026, 11, 21)), gone.lapse(date(2026, 11, 22))) == (None, Lapse.WITHDRAWN)
    assert [asked.done for asked in follow_ups(session, case)] == [TODAY]
    releases.take_back_withdrawal(session, one.stamp.id)
    assert releases.read_release(session, one.stamp.id).lapse(TODAY) is None
    assert [asked.done for asked in follow_ups(session, case)] == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "required"), ("+1", "future_date"), ("31.02.", "no_date"), ("-6", "end_before_begin")],
)
def test_a_withdrawal_without_a_possible_day_changes_nothing(
    session: Session, case: RecordId, text: str, code: str
) -> None:
    one = record(session, case, WRITTEN | {"given": "-5"})
    found = releases.withdraw_release(session, one.stamp.id, {"withdrawn": text})
    assert [(problem.field, problem.code) for problem in found] == [("withdrawn", code)]
    assert releases.read_release(session, one.stamp.id).withdrawn is None


def test_a_deleted_release_comes_back_with_its_follow_up(session: Session, case: RecordId) -> None:
    one = record(session, case, ORAL)
    gone = releases.remove_release(session, one.stamp.id)
    assert (releases.releases_of(session, one.client_id), follow_ups(session, case)) == ((), ())
    back = releases.read_release(session, recycling.restore(session, gone).record_id)
    assert back == one
    assert [asked.stamp.id for asked in follow_ups(session, case)] == [back.follow_up_id]
    draft = releases.record_release(session, case, WRITTEN | {"given": "31.02."}).record_id
    lost = releases.remove_release(session, draft)
    again = releases.read_release(session, recycling.restore(session, lost).record_id)
    assert again.stamp.raw == {"given": "31.02."}


def test_a_release_that_a_final_letter_rests_on_stays(session: Session, case: RecordId) -> None:
    one = record(session, case, WRITTEN)
    with session.vault.write() as db:
        db.execute(
            """INSERT INTO letter (id, state, source, source_version, created, changed, release_id, template,
            template_version, language, with_german, number, title, fields, sent_note, blocked_reason)
            VALUES (?, 'valid', 'letter', 1, '', '', ?, 'G13', 1, 'de', 0, '', '', '{}', '', '')""",
            ("a" * 32, one.stamp.id),
        )
    gone = releases.remove_release(session, one.stamp.id)
    back = recycling.restore(session, gone).record_id
    with session.vault.write() as db:
        db.execute("UPDATE letter SET frozen = '2026-11-23T09:30:00+00:00'")
    with pytest.raises(ReleaseInUse) as raised:
        releases.remove_release(session, back)
    assert raised.value.letters == 1
    assert releases.read_release(session, back).recipient == one.recipient


def test_a_person_with_a_release_was_worked_on(session: Session, case: RecordId) -> None:
    one = record(session, case, WRITTEN)
    with pytest.raises(WorkedOn):
        remove_new_client(session, one.client_id)
    releases.remove_release(session, one.stamp.id)
    remove_new_client(session, one.client_id)


def test_those_not_given_yet_come_first_then_the_newest(session: Session, case: RecordId) -> None:
    for given in ("-30", "heute", "-3"):
        record(session, case, WRITTEN | {"given": given})
    releases.record_release(session, case, WRITTEN | {"given": ""})
    client_id = casework.read_case(session, case).client_id
    found = releases.releases_of(session, client_id)
    assert [one.given.day if one.given else None for one in found] == [None, 23, 20, 24]


def test_the_letter_to_sign_is_filled_from_the_release(session: Session, case: RecordId) -> None:
    one = record(session, case, WRITTEN | {"language": "ar", "guardian": "Mutter", "mutual": "1"})
    letter = letters.read_letter(session, write_release(session, case, one.stamp.id))
    assert (letter.template, letter.case_id, letter.language, letter.with_german) == ("G02", case, "ar", True)
    names = ("recipient", "purpose", "matters", "sender", "guardian", "mutual", "valid_until", "client_name")
    assert [letter.fields[name] for name in names] == [
        "Jobcenter Musterstadt", "Z02", "A01 A05", "MFD Musterstadt", "Mutter", "1", "31.12.2027", "Amal Testperson",
    ]  # fmt: skip
    draft = releases.record_release(session, case, {"recipient": "Amt", "language": "ti", "given": "31.02."}).record_id
    letter = letters.read_letter(session, write_release(session, case, draft))
    assert (letter.language, letter.fields["recipient"]) == ("de", "Amt")
    assert "given" not in letter.fields
