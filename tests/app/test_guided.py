"""Guided forms on a real vault: every answer goes where it belongs, once."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from mfd_desktop.app import agenda, casework, contacting, guided, intake, overview, recycling, referring
from mfd_desktop.app.changes import Changes
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import FormUnusable, WorkedOn
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import FollowUp, State
from mfd_desktop.forms.library import Library
from mfd_desktop.forms.targets import TARGETS
from mfd_desktop.vault import agenda as agenda_rows
from mfd_desktop.vault import clients, contacts, procedures
from mfd_desktop.vault import forms as forms_rows

NewCase = Callable[..., tuple[RecordId, RecordId]]
TODAY = date(2026, 11, 23)
PASSPHRASE = "Probe-Tresor-2026"
TRIAGE = dict.fromkeys(("deadline_soon", "homeless", "violence", "ill", "suicidal", "deportation"), "no")
COMPLETE = {**TRIAGE, "topics": "T05.3", "result": "X1", "language": "ar", "channel": "K1"}


@pytest.fixture
def begun(session: Session, new_case: NewCase) -> tuple[RecordId, RecordId, RecordId]:
    """A form just begun: client, case, form."""
    client_id, case_id = new_case(languages="ar")
    return client_id, case_id, guided.begin(session, case_id, "first_interview")


def follow_ups(session: Session, case_id: RecordId) -> tuple[FollowUp, ...]:
    with session.vault.read() as db:
        return agenda_rows.follow_ups_of(db, case_id)


def test_a_talk_is_one_contact_a_draft_until_nothing_is_missing(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    with session.vault.read() as db:
        (contact,) = contacts.contacts_of(db, case_id)
    assert (contact.day, contact.minutes, contact.language, contact.stamp.state) == (TODAY, 60, "ar", State.DRAFT)
    assert (contact.stamp.source, contact.stamp.source_version) == ("form:first_interview", 1)
    assert overview.today(session).counts.contacts == 0
    for _again in range(2):
        found = guided.save(session, form_id, {**COMPLETE, "minutes": "45", "note": "Vermerk"})
    assert not found.problems
    with session.vault.read() as db:
        (contact,) = contacts.contacts_of(db, case_id)
    assert (contact.minutes, contact.note, contact.stamp.state) == (45, "Vermerk", State.VALID)
    assert [topic.subtopic for topic in contact.topics] == ["T05.3"]
    assert overview.today(session).counts.contacts == 1


def test_a_contact_noted_today_becomes_the_talk_and_is_not_counted_twice(
    session: Session, new_case: NewCase, contact_raws: dict[str, str]
) -> None:
    _client, case_id = new_case()
    noted = contacting.record_contact(session, case_id, contact_raws).record_id
    form_id = guided.begin(session, case_id, "first_interview")
    found = guided.read(session, form_id)
    assert found.record.contact_id == noted
    assert found.raws["topics"] == "T01"
    assert overview.today(session).counts.contacts == 1
    another = guided.begin(session, case_id, "first_interview")
    assert guided.read(session, another).record.contact_id not in (noted, None)


def test_answers_appear_in_client_status_ways_case_and_household(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    client_id, case_id, form_id = begun
    guided.save(session, form_id, {
        "privacy_info": "yes", "given_name": "Amal", "birth_date": "14.03.1990", "gender": "w", "town": "Musterburg",
        "nationalities": "SY", "mobile": "0151 2345678", "status": "S002", "expires": "1.3.2027",
        "entry_date": "1.2.2025", "district": "07315", "household_role": "Mutter", "also_counselled": "2",
        "level": "CASE_MANAGEMENT", "access_way": "Z3", "needs_wanted": "yes", "needs": "V05 V11",
    })  # fmt: skip
    page = overview.case_page(session, case_id)
    assert (page.client.birth_date, page.client.gender, page.client.town) == (date(1990, 3, 14), "w", "Musterburg")
    assert (page.client.nationalities, page.client.needs) == (("SY",), ("V05", "V11"))
    assert [(way.kind, way.value) for way in page.ways] == [("mobile", "0151 2345678")]
    assert [(status.code, status.expires) for status in page.statuses] == [("S002", date(2027, 3, 1))]
    assert (page.case.level.value, page.case.access_way) == ("CASE_MANAGEMENT", "Z3")
    assert (page.contacts[0].also_counselled, page.contacts[0].form.value) == (2, "F3")
    with session.vault.read() as db:
        assert set(forms_rows.read_answers(db, form_id)) == {"privacy_info", "needs_wanted"}
    assert guided.read(session, form_id).raws["mobile"] == "0151 2345678"
    guided.save(session, form_id, {"mobile": "0151 999", "status": "S011", "access_way": ""})
    page = overview.case_page(session, case_id)
    assert [way.value for way in page.ways] == ["0151 999"]
    assert [status.code for status in page.statuses] == ["S011"]
    assert page.case.access_way is None
    guided.save(session, form_id, {"mobile": ""})
    assert overview.case_page(session, case_id).ways == ()
    assert client_id == page.client.stamp.id


def test_a_procedure_is_made_once_and_a_running_one_is_taken_up(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    client_id, case_id, form_id = begun
    guided.save(session, form_id, {"asylum": "yes", "procedure_kind": "first", "lodged": "1.7.2026"})
    found = guided.save(session, form_id, {"registered": "2.6.2026"})
    assert found.problems["procedure_stage"].code == "required"
    with session.vault.read() as db:
        (made,) = procedures.procedures_of(db, client_id)
    assert (made.kind, made.stage, made.lodged, made.registered) == ("first", "", date(2026, 7, 1), date(2026, 6, 2))
    assert (made.began, made.case_id, made.stamp.state) == (TODAY, case_id, State.DRAFT)
    guided.save(session, form_id, {"procedure_stage": "interview"})
    second = guided.begin(session, case_id, "first_interview")
    assert guided.read(session, second).raws["procedure_stage"] == "interview"
    with session.vault.read() as db:
        assert [found.stamp.state for found in procedures.procedures_of(db, client_id)] == [State.VALID]


def test_referrals_have_their_place_in_the_form_and_count_once(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"referral_1": "R16", "referral_1_warm": "1", "referral_2": "R04"})
    guided.save(session, form_id, {"referral_2": "R05"})
    made = {found.target: found for found in referring.referrals_of(session, case_id)}
    assert {name: found.warm for name, found in made.items()} == {"R16": True, "R05": False}
    assert made["R16"].contact_id == guided.read(session, form_id).record.contact_id
    asked_back = [found for found in follow_ups(session, case_id) if found.due == TODAY + timedelta(weeks=4)]
    assert len(asked_back) == 2
    guided.save(session, form_id, {"referral_2": ""})
    assert [found.target for found in referring.referrals_of(session, case_id)] == ["R16"]
    assert len(follow_ups(session, case_id)) == 1


@pytest.mark.parametrize("field", list(TRIAGE))
def test_an_urgent_answer_makes_one_follow_up_for_today_and_takes_it_away(
    session: Session, begun: tuple[RecordId, RecordId, RecordId], field: str
) -> None:
    _client, case_id, form_id = begun
    for _again in range(2):
        guided.save(session, form_id, {field: "yes"})
    (made,) = follow_ups(session, case_id)
    assert (made.due, made.urgent, made.done) == (TODAY, True, None)
    assert made.text
    assert overview.today(session).follow_ups == (made,)
    guided.save(session, form_id, {field: "no"})
    assert follow_ups(session, case_id) == ()
    guided.save(session, form_id, {field: "yes"})
    assert len(follow_ups(session, case_id)) == 1


def test_a_follow_up_changes_with_its_answer(session: Session, begun: tuple[RecordId, RecordId, RecordId]) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"step_1": "Antrag stellen"})
    assert follow_ups(session, case_id) == ()
    guided.save(session, form_id, {"step_1_day": "1.12.2026"})
    guided.save(session, form_id, {"step_1_day": "2.12.2026", "step_1": "Antrag abgeben"})
    (made,) = follow_ups(session, case_id)
    assert (made.due, made.text, made.urgent) == (date(2026, 12, 2), "Antrag abgeben", False)
    guided.save(session, form_id, {"step_1": ""})
    assert follow_ups(session, case_id) == ()


def test_a_follow_up_is_due_some_days_before_but_never_in_the_past(
    session: Session, begun: tuple[RecordId, RecordId, RecordId], clock: FixedClock
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"expires": "1.3.2027", "status": "S002"})
    assert [found.due for found in follow_ups(session, case_id)] == [date(2027, 1, 18)]
    guided.save(session, form_id, {"expires": "1.12.2026"})
    assert [found.due for found in follow_ups(session, case_id)] == [TODAY]
    clock.moment += timedelta(days=1)
    guided.save(session, form_id, {"place": "Büro"})
    assert [found.due for found in follow_ups(session, case_id)] == [TODAY]
    guided.save(session, form_id, {"expires": "1.1.0001"})
    assert [found.due for found in follow_ups(session, case_id)] == [TODAY]


def test_what_the_counsellor_did_with_a_follow_up_stays(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"ill": "yes", "homeless": "yes", "violence": "yes"})
    first, second, third = follow_ups(session, case_id)
    agenda.save_follow_up(session, first.stamp.id, {"text": "Von Hand"})
    agenda.finish_follow_up(session, second.stamp.id)
    agenda.remove_follow_up(session, third.stamp.id)
    guided.save(session, form_id, {"place": "Büro"})
    assert len(follow_ups(session, case_id)) == 2
    guided.save(session, form_id, {"ill": "no", "homeless": "no", "violence": "no"})
    assert {found.text for found in follow_ups(session, case_id)} == {"Von Hand", second.text}
    guided.save(session, form_id, {"ill": "yes", "homeless": "yes", "violence": "yes"})
    # Only what was deleted and asked for anew is made anew.
    assert len(follow_ups(session, case_id)) == 3


def test_only_touched_and_shown_fields_are_stored(session: Session, begun: tuple[RecordId, RecordId, RecordId]) -> None:
    client_id, _case, form_id = begun
    casework.save_client(session, client_id, {"town": "Musterburg", "birth_date": "31.02.1990"})
    shown = guided.read(session, form_id)
    # Without the information on data protection names and addresses are hidden.
    guided.save(session, form_id, {**shown.raws, "town": "", "family_name": "", "gender": "w"})
    client = casework.read_client(session, client_id)
    assert (client.town, client.family_name, client.gender) == ("Musterburg", "Testperson", "w")
    assert client.stamp.raw == {"birth_date": "31.02.1990"}
    found = guided.save(session, form_id, {"privacy_info": "yes"})
    assert found.problems["birth_date"].code == "no_date"
    assert found.raws["birth_date"] == "31.02.1990"


def test_a_text_that_means_nothing_is_kept_as_typed_wherever_it_belongs(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    client_id, case_id, form_id = begun
    typed = {
        "deadline_soon": "yes",
        "deadline_day": "bald",
        "level": "mittel",
        "entry_date": "Frühling",
        "day": "31.2.",
    }
    found = guided.save(session, form_id, typed)
    assert {name: found.raws[name] for name in typed} == typed
    assert {name: problem.code for name, problem in found.problems.items() if name in typed} == {
        "deadline_day": "no_date", "level": "unknown_code", "entry_date": "no_date", "day": "no_date",
    }  # fmt: skip
    assert found.record.stamp.state is State.DRAFT
    assert casework.read_client(session, client_id).stamp.raw["entry_date"] == "Frühling"
    found = guided.save(session, form_id, {"deadline_day": "heute", "level": "ACCOMPANIMENT"})
    assert found.record.stamp.state is State.VALID
    with session.vault.read() as db:
        assert forms_rows.read_answers(db, form_id)["deadline_day"] == "23.11.2026"
    assert casework.read_case(session, case_id).level.value == "ACCOMPANIMENT"


def test_finishing_asks_for_what_is_shown_and_missing(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    form_id = begun[2]
    missing = [problem.field for problem in guided.finish(session, form_id)]
    assert missing == [*TRIAGE, "topics"]
    assert guided.read(session, form_id).record.finished is None
    guided.save(session, form_id, COMPLETE)
    assert guided.finish(session, form_id) == ()
    assert guided.read(session, form_id).record.finished == TODAY
    guided.reopen(session, form_id)
    assert guided.read(session, form_id).record.finished is None


def test_the_step_is_remembered(session: Session, begun: tuple[RecordId, RecordId, RecordId]) -> None:
    form_id = begun[2]
    assert guided.read(session, form_id).record.step == "urgent"
    guided.go(session, form_id, "topics")
    assert guided.read(session, form_id).record.step == "topics"


def test_deleting_takes_along_what_never_counted_and_can_be_undone(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    before = guided.save(session, form_id, {"ill": "yes", "place": "Büro", "referral_1": "R16"})
    gone = guided.remove(session, form_id)
    assert guided.forms_of(session, case_id) == ()
    assert overview.case_page(session, case_id).contacts == ()
    assert [found.text for found in follow_ups(session, case_id)] != []
    assert not [found for found in follow_ups(session, case_id) if found.urgent]
    assert recycling.restore(session, gone).record_id == form_id
    after = guided.read(session, form_id)
    assert after.raws == before.raws
    assert len([found for found in follow_ups(session, case_id) if found.urgent]) == 1
    guided.save(session, form_id, {"ill": "no"})
    assert not [found for found in follow_ups(session, case_id) if found.urgent]


def test_deleting_keeps_a_contact_that_counted_or_was_noted_before(
    session: Session, begun: tuple[RecordId, RecordId, RecordId], contact_raws: dict[str, str]
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, COMPLETE)
    guided.remove(session, form_id)
    assert len(overview.case_page(session, case_id).contacts) == 1
    contacting.record_contact(session, case_id, {**contact_raws, "topics": ""})
    for _both in range(2):
        guided.remove(session, guided.begin(session, case_id, "first_interview"))
    assert len(overview.case_page(session, case_id).contacts) == 2


def test_a_contact_deleted_in_the_verlauf_is_made_anew_when_asked_for(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    (contact,) = overview.case_page(session, case_id).contacts
    contacting.remove_contact(session, contact.stamp.id)
    found = guided.read(session, form_id)
    assert (found.raws["day"], found.record.contact_id) == ("", None)
    guided.remove(session, guided.begin(session, case_id, "first_interview"))
    guided.save(session, form_id, {"minutes": "30"})
    (contact,) = overview.case_page(session, case_id).contacts
    assert (contact.minutes, contact.day) == (30, TODAY)


def test_a_talk_deleted_in_the_verlauf_and_brought_back_counts_once(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"topics": "T05"})
    (contact,) = overview.case_page(session, case_id).contacts
    gone = contacting.remove_contact(session, contact.stamp.id)
    back = recycling.restore(session, gone)
    assert guided.read(session, form_id).record.contact_id == back.record_id
    guided.save(session, form_id, {"minutes": "30"})
    (contact,) = overview.case_page(session, case_id).contacts
    assert (contact.minutes, contact.topics[0].code) == (30, "T05")


def test_what_is_to_be_minded_when_getting_in_touch_stands_beside_the_number(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    client_id, case_id, form_id = begun
    guided.save(session, form_id, {"privacy_info": "yes", "mobile": "0151 2345678"})
    guided.save(session, form_id, {"contact_agreed": "yes", "contact_care": "nur abends"})
    casework.save_contact_way(session, client_id, None, {"kind": "phone", "value": "0651 1", "note": "Nachbarin"})
    guided.save(session, form_id, {"email": "amal@example.org"})

    def notes() -> dict[str, str]:
        return {way.kind: way.note for way in overview.case_page(session, case_id).ways}

    assert notes() == {"mobile": "nur abends", "phone": "Nachbarin", "email": "nur abends"}
    assert guided.read(session, form_id).raws["contact_care"] == "nur abends"
    guided.save(session, form_id, {"contact_care": "keine Nachricht hinterlassen"})
    assert notes() == {
        "mobile": "keine Nachricht hinterlassen", "phone": "Nachbarin", "email": "keine Nachricht hinterlassen",
    }  # fmt: skip


def test_an_answer_that_stays_is_seen_and_can_be_taken_back(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    for texts in ({"referral_1": "R04", "step_1": "A"}, {"referral_2": "R05", "step_2": "B"}):
        guided.save(session, form_id, texts)
    guided.save(session, form_id, {"step_1_day": "1.12.2026", "step_2_day": "2.12.2026"})
    guided.save(session, form_id, {"needs_wanted": "yes"})
    guided.save(session, form_id, {"needs": "V05"})
    after = guided.save(session, form_id, {"referral_1": "", "step_1": "", "needs_wanted": "no"})
    assert {"referral_2", "step_2", "needs"} <= set(after.view.fields)
    page = overview.case_page(session, case_id)
    assert [found.target for found in page.referrals] == ["R05"]
    assert "B" in [found.text for found in page.follow_ups]
    after = guided.save(session, form_id, {"referral_2": "", "step_2": "", "needs": ""})
    assert not {"referral_2", "step_2", "needs"} & set(after.view.fields)
    page = overview.case_page(session, case_id)
    assert (page.referrals, page.follow_ups, page.client.needs) == ((), (), ())


def test_the_last_day_of_a_deadline_is_reminded_of(
    session: Session, begun: tuple[RecordId, RecordId, RecordId]
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"deadline_soon": "yes", "deadline_day": "1.12.2026"})
    due = {found.text: found.due for found in overview.case_page(session, case_id).follow_ups}
    assert due["Frist endet am 01.12.2026: Ist alles eingelegt?"] == date(2026, 11, 28)


def test_changes_name_what_was_touched(session: Session, begun: tuple[RecordId, RecordId, RecordId]) -> None:
    client_id, case_id, form_id = begun
    heard: list[Changes] = []
    session.listen(lambda changes, _initiator: heard.append(changes))
    guided.save(session, form_id, {"gender": "w", "ill": "yes"})
    guided.save(session, form_id, {"gender": "w"})
    (told,) = heard
    assert told.kinds == {"form", "client", "agenda"}
    assert {client_id, case_id, form_id} <= told.ids


def test_targets_are_fields_of_the_records_they_name(session: Session) -> None:
    from mfd_desktop.app import fieldsets

    sets = {
        "client": fieldsets.CLIENT, "case": fieldsets.CASE, "contact": fieldsets.CONTACT,
        "residence_status": fieldsets.RESIDENCE_STATUS, "procedure": fieldsets.PROCEDURE,
        "referral": fieldsets.REFERRAL, "contact_way": fieldsets.CONTACT_WAY,
    }  # fmt: skip
    for name, target in TARGETS.items():
        record, field = name.split(".")[0], name.split(".")[-1]
        if record == "contact_way" and field != "note":
            assert field in session.lists.known("contact_ways")
            continue
        declared = sets[record][field]
        assert (declared.kind, declared.codes) == (target.kind, target.codes), name
    assert clients.LISTS["needs"] == "client_need"


def test_a_person_with_a_form_is_not_taken_back(session: Session, begun: tuple[RecordId, RecordId, RecordId]) -> None:
    client_id, case_id, _form = begun
    for contact in overview.case_page(session, case_id).contacts:
        contacting.remove_contact(session, contact.stamp.id)
    with pytest.raises(WorkedOn):
        intake.remove_new_client(session, client_id)


# --- files ------------------------------------------------------------


@pytest.fixture
def resources(session: Session, tmp_path: Path) -> Path:
    """A copy of the shipped forms that the session reads from now on."""
    root = tmp_path / "resources"
    for folder in ("codelists", "forms"):
        shutil.copytree(resource_path(folder), root / folder)
    session.forms = Library(session.lists, root)
    return root / "forms"


def test_a_record_keeps_the_version_it_was_begun_with(
    session: Session, begun: tuple[RecordId, RecordId, RecordId], resources: Path
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"place": "Büro"})
    text = (resources / "first_interview-1.toml").read_text(encoding="utf-8")
    head, place, rest = text.partition('[[steps.fields]]\nname = "place"')
    newer = head.replace("version = 1", "version = 2") + rest[rest.index("[[steps.fields]]") :]
    assert place
    (resources / "first_interview-2.toml").write_text(newer, encoding="utf-8")
    session.forms = Library(session.lists, resources.parent)
    second = guided.begin(session, case_id, "first_interview")
    old, new = guided.read(session, form_id), guided.read(session, second)
    assert (old.form.version, old.raws["place"]) == (1, "Büro")
    assert (new.form.version, new.record.stamp.source_version, "place" in new.raws) == (2, 2, False)
    assert {row.form.version for row in guided.forms_of(session, case_id) if row.form} == {1, 2}


def test_a_broken_form_is_unusable_and_loses_nothing(
    session: Session, begun: tuple[RecordId, RecordId, RecordId], resources: Path
) -> None:
    _client, case_id, form_id = begun
    guided.save(session, form_id, {"place": "Büro"})
    file = resources / "first_interview-1.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('name = "place"', 'name = "place"\ncolour = "red"'), encoding="utf-8")
    session.forms = Library(session.lists, resources.parent)
    reason = r"first_interview-1\.toml: \$\.steps\[1\]\.fields\[4\]: Object contains unknown field `colour`"
    for work in (
        lambda: guided.begin(session, case_id, "first_interview"),
        lambda: guided.read(session, form_id),
        lambda: guided.save(session, form_id, {"place": "Flur"}),
        lambda: guided.finish(session, form_id),
    ):
        with pytest.raises(FormUnusable, match=reason):
            work()
    (row,) = guided.forms_of(session, case_id)
    assert row.form is None
    assert "colour" in row.reason
    assert [offer.form_id for offer in guided.offers(session) if offer.error is not None] == ["first_interview"]
    assert guided.case_of(session, form_id) == case_id
    file.write_text(text, encoding="utf-8")
    session.forms = Library(session.lists, resources.parent)
    assert guided.read(session, form_id).raws["place"] == "Büro"


def test_a_form_that_is_not_there_is_a_mistake_of_the_caller(session: Session, new_case: NewCase) -> None:
    with pytest.raises(KeyError):
        guided.begin(session, new_case()[1], "second_interview")
    with pytest.raises(KeyError):
        guided.read(session, RecordId("0" * 32))


def test_what_was_stored_survives_a_kill_field_by_field(
    session: Session, begun: tuple[RecordId, RecordId, RecordId], clock: FixedClock
) -> None:
    form_id = begun[2]
    guided.save(session, form_id, {"ill": "yes", "place": "Büro"})
    guided.go(session, form_id, "person")
    # Like after a kill: the vault is opened anew, nobody has closed the form.
    folder = session.folder
    session.vault.close()
    again = open_session(folder, PASSPHRASE, clock=clock, lists=session.lists)
    found = guided.read(again, form_id)
    assert (found.record.step, found.raws["ill"], found.raws["place"]) == ("person", "yes", "Büro")
    again.close()
