"""Contacts and what is counted: definitions of table set 1."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mfd_desktop.app import casework, contacting, overview, recycling
from mfd_desktop.app.session import Session
from mfd_desktop.domain.dates import quarter_of
from mfd_desktop.domain.errors import NotPromotable
from mfd_desktop.domain.records import ContactForm, Level, PeriodCounts, State, Topic
from mfd_desktop.vault.contacts import count_period

NewCase = Callable[..., tuple[Any, Any]]
Raws = dict[str, str]


def counts(session: Session, first: date | None = None, last: date | None = None) -> PeriodCounts:
    quarter = quarter_of(session.clock.today())
    with session.vault.read() as db:
        return count_period(db, first or quarter[0], last or quarter[1])


def record(session: Session, case_id: Any, raws: Raws, **changes: str) -> Any:
    saved = contacting.record_contact(session, case_id, raws | changes)
    assert saved.problems == ()
    return saved.record_id


def form(session: Session, contact_id: Any) -> ContactForm:
    return contacting.read_contact(session, contact_id).form


def test_a_contact_keeps_all_it_was_given(session: Session, new_case: NewCase, contact_raws: Raws) -> None:
    _, case_id = new_case()
    sub = session.lists.codes("topics", "T01")[0]
    contact_id = record(session, case_id, contact_raws, topics=f"{sub} T02", also_counselled="2", note="Vermerk")
    contact = contacting.read_contact(session, contact_id)
    assert contact.topics == (Topic("T01", sub), Topic("T02"))
    assert (contact.day, contact.minutes, contact.also_counselled) == (date(2026, 11, 23), 30, 2)
    assert (contact.stamp.state, contact.stamp.source) == (State.VALID, "contact")


def test_the_counts_of_a_period(session: Session, new_case: NewCase, contact_raws: Raws, short_raws: Raws) -> None:
    client_id, case_id = new_case()
    other = casework.open_another_case(session, client_id, {})
    _, third = new_case("Zweite")
    record(session, case_id, contact_raws, minutes="15")
    record(session, other, contact_raws, minutes="45")
    record(session, third, contact_raws, group="1")
    record(session, third, contact_raws, day="30.09.2026")
    contacting.record_short_contact(session, short_raws)
    contacting.record_short_contact(session, short_raws | {"anonymous": "1"})
    found = counts(session)
    assert (found.persons, found.contacts, found.short_contacts) == (2, 5, 1)
    assert found.minutes == 15 + 45 + 30 + 30 + 30
    assert found.procedures == 0
    before = counts(session, date(2026, 7, 1), date(2026, 9, 30))
    assert (before.persons, before.contacts) == (1, 1)
    year = counts(session, date(2026, 1, 1), date(2026, 12, 31))
    assert (year.persons, year.contacts) == (2, 6)


def test_a_person_who_is_still_a_draft_is_not_counted(session: Session, new_case: NewCase, contact_raws: Raws) -> None:
    client_id, case_id = new_case()
    record(session, case_id, contact_raws)
    casework.save_client(session, client_id, {"birth_date": "31.02.1990"})
    assert (counts(session).persons, counts(session).contacts) == (0, 1)
    casework.save_client(session, client_id, {"birth_date": "28.02.1990"})
    assert (counts(session).persons, counts(session).contacts) == (1, 1)


def test_the_first_and_the_last_day_belong_to_the_quarter(
    session: Session, new_case: NewCase, contact_raws: Raws
) -> None:
    _, case_id = new_case()
    for day in ("30.06.2026", "01.07.2026", "30.09.2026", "01.10.2026"):
        record(session, case_id, contact_raws, day=day)
    assert counts(session, date(2026, 7, 1), date(2026, 9, 30)).contacts == 2


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("day", "31.02.2026", "no_date"),
        ("day", "morgen", "future_date"),
        ("day", "", "required"),
        ("minutes", "20", "not_quarter_hours"),
        ("minutes", "", "required"),
        ("topics", "", "required"),
        ("topics", "T01 T02 T03 T04", "too_many"),
        ("channel", "K99", "unknown_code"),
        ("language", "", "required"),
    ],
)
def test_an_invalid_contact_is_kept_as_typed_and_counts_once_corrected(
    session: Session, new_case: NewCase, contact_raws: Raws, name: str, text: str, code: str
) -> None:
    _, case_id = new_case()
    saved = contacting.record_contact(session, case_id, contact_raws | {name: text})
    assert [(problem.field, problem.code) for problem in saved.problems] == [(name, code)]
    contact = contacting.read_contact(session, saved.record_id)
    assert (contact.stamp.state, dict(contact.stamp.raw)) == (State.DRAFT, {name: text})
    assert counts(session).contacts == 0
    assert [draft.stamp.id for draft in contacting.draft_contacts(session)] == [saved.record_id]
    assert contacting.save_contact(session, saved.record_id, {"note": "x"}).problems == saved.problems
    assert contacting.save_contact(session, saved.record_id, {name: contact_raws[name]}).problems == ()
    assert counts(session).contacts == 1
    assert contacting.draft_contacts(session) == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_saving_a_contact_touches_only_what_was_touched(
    session: Session, new_case: NewCase, contact_raws: Raws, data: st.DataObject
) -> None:
    _, case_id = new_case()
    raws = contact_raws | {"note": "Vermerk", "also_counselled": "2", "group": "1"}
    contact_id = contacting.record_contact(session, case_id, raws).record_id
    touched = data.draw(st.dictionaries(st.sampled_from(sorted(raws)), st.text(max_size=6), max_size=3))
    before = contacting.contact_values(contacting.read_contact(session, contact_id))
    contacting.save_contact(session, contact_id, touched)
    after = contacting.contact_values(contacting.read_contact(session, contact_id))
    untouched = [name for name in before if name not in touched]
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}


# --- forms F1 to F5 ----------------------------------------------------


def test_the_level_of_the_day_makes_f2_or_f3(session: Session, new_case: NewCase, contact_raws: Raws) -> None:
    _, case_id = new_case(opened="1.3.2026")
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 6, 1))
    casework.set_level(session, case_id, Level.ACCOMPANIMENT, date(2026, 9, 1))
    expected = {"28.02.2026": "F2", "31.05.2026": "F2", "01.06.2026": "F3", "31.08.2026": "F3", "01.09.2026": "F2"}
    for day, meant in expected.items():
        assert form(session, record(session, case_id, contact_raws, day=day)) == meant


def test_contacts_recorded_before_a_level_follow_the_history(
    session: Session, new_case: NewCase, contact_raws: Raws
) -> None:
    _, case_id = new_case(opened="1.3.2026")
    early = record(session, case_id, contact_raws, day="1.2.2026")
    spring = record(session, case_id, contact_raws, day="1.5.2026")
    summer = record(session, case_id, contact_raws, day="1.7.2026")
    group = record(session, case_id, contact_raws, day="1.7.2026", group="1")
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 6, 1))
    assert [form(session, one) for one in (early, spring, summer, group)] == ["F2", "F2", "F3", "F5"]
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 3, 1))
    assert [form(session, one) for one in (early, spring, summer, group)] == ["F3", "F3", "F3", "F5"]
    casework.set_level(session, case_id, Level.ACCOMPANIMENT, date(2026, 6, 1))
    assert [form(session, one) for one in (early, spring, summer, group)] == ["F3", "F3", "F2", "F5"]


def test_a_moved_day_moves_the_form_and_a_group_ticked_off_gets_the_level_of_its_day(
    session: Session, new_case: NewCase, contact_raws: Raws
) -> None:
    _, case_id = new_case(opened="1.3.2026")
    casework.set_level(session, case_id, Level.CASE_MANAGEMENT, date(2026, 6, 1))
    contact_id = record(session, case_id, contact_raws, day="1.5.2026")
    contacting.save_contact(session, contact_id, {"day": "1.7.2026"})
    assert form(session, contact_id) == "F3"
    contacting.save_contact(session, contact_id, {"group": "1"})
    assert form(session, contact_id) == "F5"
    contacting.save_contact(session, contact_id, {"group": ""})
    assert form(session, contact_id) == "F5"
    contacting.save_contact(session, contact_id, {"group": "0"})
    assert form(session, contact_id) == "F3"


def test_a_kurzberatung_that_becomes_part_of_a_case_is_counted_once(
    session: Session, new_case: NewCase, short_raws: Raws
) -> None:
    contact_id = contacting.record_short_contact(session, short_raws).record_id
    assert form(session, contact_id) == "F1"
    before = counts(session)
    assert (before.persons, before.contacts, before.short_contacts) == (0, 1, 1)
    _, case_id = new_case(level="CASE_MANAGEMENT")
    contacting.promote(session, contact_id, case_id)
    after = counts(session)
    assert (after.persons, after.contacts, after.short_contacts) == (1, 1, 0)
    assert after.minutes == before.minutes
    contact = contacting.read_contact(session, contact_id)
    assert (contact.form, contact.case_id, contact.topics) == ("F3", case_id, (Topic("T01"),))
    assert contacting.short_contacts(session, date(2026, 11, 1), date(2026, 11, 30)) == ()


def test_an_unfinished_kurzberatung_is_asked_in_the_case_only_what_a_contact_needs(
    session: Session, new_case: NewCase, short_raws: Raws
) -> None:
    _, case_id = new_case()
    no_group = contacting.record_short_contact(session, short_raws | {"person_group": ""}).record_id
    contacting.promote(session, no_group, case_id)
    assert contacting.read_contact(session, no_group).stamp.state is State.VALID
    long_note = contacting.record_short_contact(session, short_raws | {"note": "x" * 201}).record_id
    contacting.promote(session, long_note, case_id)
    assert contacting.read_contact(session, long_note).note == "x" * 201
    no_day = contacting.record_short_contact(session, short_raws | {"day": "31.02."}).record_id
    contacting.promote(session, no_day, case_id)
    contact = contacting.read_contact(session, no_day)
    assert (contact.stamp.state, dict(contact.stamp.raw)) == (State.DRAFT, {"day": "31.02."})
    assert contacting.save_contact(session, no_day, {"day": "heute"}).problems == ()
    assert counts(session).contacts == 3


def test_an_anonymous_contact_never_becomes_part_of_a_case(
    session: Session, new_case: NewCase, short_raws: Raws
) -> None:
    _, case_id = new_case()
    contact_id = contacting.record_short_contact(session, short_raws | {"anonymous": "1"}).record_id
    assert form(session, contact_id) == "F4"
    with pytest.raises(NotPromotable):
        contacting.promote(session, contact_id, case_id)
    with pytest.raises(NotPromotable):
        contacting.save_contact(session, contact_id, {"anonymous": "0", "minutes": "45"})
    contacting.save_contact(session, contact_id, {"anonymous": "", "minutes": "15"})
    contact = contacting.read_contact(session, contact_id)
    assert (contact.form, contact.case_id, contact.minutes) == ("F4", None, 15)
    assert counts(session).contacts == 1


def test_a_kurzberatung_may_still_be_made_anonymous(session: Session, short_raws: Raws) -> None:
    contact_id = contacting.record_short_contact(session, short_raws).record_id
    contacting.save_contact(session, contact_id, {"anonymous": "1"})
    assert form(session, contact_id) == "F4"


@pytest.mark.parametrize("anonymous", ["0", "1"])
def test_a_note_without_a_case_has_at_most_200_characters(session: Session, short_raws: Raws, anonymous: str) -> None:
    raws = short_raws | {"anonymous": anonymous}
    assert contacting.record_short_contact(session, raws | {"note": "x" * 200}).problems == ()
    saved = contacting.record_short_contact(session, raws | {"note": "x" * 201})
    assert [(problem.field, problem.code) for problem in saved.problems] == [("note", "too_long")]
    assert contacting.read_contact(session, saved.record_id).note == ""
    assert counts(session).contacts == 1


def test_topic_language_and_person_group_have_no_silent_default(session: Session, short_raws: Raws) -> None:
    for name in ("topics", "language", "person_group"):
        saved = contacting.record_short_contact(session, {k: v for k, v in short_raws.items() if k != name})
        assert [(problem.field, problem.code) for problem in saved.problems] == [(name, "required")]
    assert counts(session).contacts == 0


# --- late entries, deleting --------------------------------------------


def test_the_day_is_recorded_as_a_whole_or_not_at_all(session: Session, new_case: NewCase, contact_raws: Raws) -> None:
    (_, first), (_, second) = new_case(), new_case("Zweite")
    commits = session.vault.commits
    saved = contacting.record_day(
        session, [(first, contact_raws), (second, contact_raws | {"day": "32.1."}), (first, contact_raws)]
    )
    assert [bool(one.problems) for one in saved] == [False, True, False]
    assert session.vault.commits == commits + 1
    assert (counts(session).contacts, counts(session).persons) == (2, 1)
    from sqlcipher3 import dbapi2

    with pytest.raises(dbapi2.IntegrityError):
        contacting.record_day(session, [(second, contact_raws), ("0" * 32, contact_raws | {"group": "1"})])  # type: ignore[list-item]
    assert counts(session).contacts == 2


def test_a_deleted_contact_comes_back_as_it_was(
    session: Session, new_case: NewCase, contact_raws: Raws, short_raws: Raws
) -> None:
    _, case_id = new_case()
    promoted = contacting.record_short_contact(session, short_raws | {"district": "07315"}).record_id
    contacting.promote(session, promoted, case_id)
    found = [
        contacting.record_contact(session, case_id, contact_raws | {"group": "1", "note": "Vermerk"}).record_id,
        contacting.record_contact(session, case_id, contact_raws | {"day": "31.02."}).record_id,
        contacting.record_short_contact(session, short_raws | {"anonymous": "1"}).record_id,
        promoted,
    ]
    for contact_id in found:
        gone = contacting.read_contact(session, contact_id)
        removed = contacting.remove_contact(session, contact_id)
        with pytest.raises(KeyError):
            contacting.read_contact(session, contact_id)
        recycling.restore(session, removed)
        assert contacting.read_contact(session, contact_id) == gone


def test_a_restored_contact_keeps_its_secret(session: Session, new_case: NewCase, contact_raws: Raws) -> None:
    _, case_id = new_case()
    contact_id = record(session, case_id, contact_raws)

    def secret() -> bytes:
        with session.vault.read() as db:
            return bytes(db.execute("SELECT secret FROM contact WHERE id = ?", (contact_id,)).fetchone()[0])

    before = secret()
    recycling.restore(session, contacting.remove_contact(session, contact_id))
    assert secret() == before


def test_a_note_is_found_and_no_more_after_deleting(session: Session, new_case: NewCase, contact_raws: Raws) -> None:
    client_id, case_id = new_case()
    contact_id = record(session, case_id, contact_raws, note="Wohngeldantrag besprochen")
    assert [match.client_id for match in overview.find(session, "wohngeld")] == [client_id]
    contacting.remove_contact(session, contact_id)
    assert overview.find(session, "wohngeld") == ()


def test_a_promotion_is_taken_back_with_everything(session: Session, new_case: NewCase, short_raws: Raws) -> None:
    _, case_id = new_case()
    for changes in ({}, {"person_group": ""}, {"day": "31.02."}, {"person_group": "gibt es nicht"}):
        contact_id = contacting.record_short_contact(session, short_raws | changes).record_id
        was = contacting.read_contact(session, contact_id)
        contacting.demote(session, contacting.promote(session, contact_id, case_id))
        again = contacting.read_contact(session, contact_id)
        assert (again.case_id, again.form) == (None, ContactForm.SHORT)
        assert (again.stamp.state, again.stamp.raw) == (was.stamp.state, was.stamp.raw)
        for name in ("day", "topics", "language", "person_group", "district", "minutes", "note", "result"):
            assert getattr(again, name) == getattr(was, name), name


def test_what_was_changed_in_the_case_stays_when_the_promotion_is_taken_back(
    session: Session, new_case: NewCase, short_raws: Raws
) -> None:
    _, case_id = new_case()
    contact_id = contacting.record_short_contact(session, short_raws).record_id
    before = contacting.promote(session, contact_id, case_id)
    contacting.save_contact(session, contact_id, {"minutes": "75", "group": "1"})
    contacting.demote(session, before)
    again = contacting.read_contact(session, contact_id)
    assert (again.minutes, again.form, again.person_group) == (75, ContactForm.SHORT, "P1")
    assert counts(session).short_contacts == 1


def test_a_contact_of_a_case_never_becomes_a_kurzberatung(
    session: Session, new_case: NewCase, contact_raws: Raws
) -> None:
    _, case_id = new_case()
    contact_id = record(session, case_id, contact_raws)
    with pytest.raises(NotPromotable):
        contacting.demote(session, contacting.read_contact(session, contact_id))
    assert contacting.read_contact(session, contact_id).case_id == case_id
