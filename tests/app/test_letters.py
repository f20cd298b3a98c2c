"""Letters of a case: filled from the file, through the release gate, final for ever."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app import (
    address_book,
    agenda,
    casework,
    contacting,
    letter_fields,
    letters,
    recycling,
    releases,
    settings,
)
from mfd_desktop.app.changes import Changes
from mfd_desktop.app.intake import remove_new_client
from mfd_desktop.app.letter_fields import catalogue, offers
from mfd_desktop.app.session import Session
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.errors import (
    LetterDamaged,
    ReleaseMissing,
    StaleTranslation,
    UnknownTemplate,
    ValuesMissing,
    WorkedOn,
)
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Office
from mfd_desktop.letters.catalogue import Letters

NAME = "Kanarienvogel-7Q"
NewCase = Callable[..., tuple[RecordId, RecordId]]
THIRD = {"to": "third_party", "purpose": "Z02", "subject": "Nachfrage", "body": "bitte antworten Sie."}


@pytest.fixture
def case(session: Session, new_case: NewCase, contact_raws: dict[str, str]) -> RecordId:
    """The case of a client about whom much is known."""
    office = Office(
        "MFD Musterstadt", "Muster-Träger", "DSGVO", "07315", street="Musterweg 1", postcode="55116",
        town="Musterstadt", counsellor="Maxi Muster",
    )  # fmt: skip
    settings.save_office(session, office)
    _client, found = new_case(
        NAME, "Amal", birth_date="12.3.1991", street="Beispielweg 1", postcode="55116", town="Musterstadt",
        languages="ar de", azr_number="000", bamf_number="123-475",
    )  # fmt: skip
    contacting.record_contact(session, found, {**contact_raws, "day": "20.11.2026"})
    agenda.record_appointment(session, found, {"day": "30.11.2026", "start": "9:30", "title": "x", "place": "Raum 2"})
    return found


@pytest.fixture
def jobcenter(session: Session) -> RecordId:
    raws = {"name": "Jobcenter Musterland", "department": "Frau Beispiel", "street": "Platz 2", "town": "Musterstadt"}
    return address_book.save_recipient(session, None, raws).record_id


def allow(session: Session, case: RecordId, recipient: str = "Jobcenter Musterland") -> RecordId:
    raws = {
        "recipient": recipient, "purpose": "Z02", "matters": "A01", "sender": "MFD", "form": "written",
        "given": "1.11.2026", "until_done": "1",
    }  # fmt: skip
    return releases.record_release(session, case, raws).record_id


def test_a_new_letter_knows_what_the_file_knows(session: Session, case: RecordId) -> None:
    fields = letters.read_letter(session, letters.begin_letter(session, case, "G14")).fields
    assert fields["address"] == f"Amal {NAME}\nBeispielweg 1\n55116 Musterstadt"
    assert (fields["day"], fields["start"]) == ("30.11.2026", "09:30")
    assert fields["place"] == "Raum 2\nMusterweg 1\n55116 Musterstadt"
    assert fields["person"] == "Maxi Muster"
    certificate = letters.read_letter(session, letters.begin_letter(session, case, "G12")).fields
    assert (certificate["to"], certificate["day"], certificate["birth_date"]) == ("client", "20.11.2026", "12.03.1991")
    free = letters.read_letter(session, letters.begin_letter(session, case, "G00")).fields
    assert free["numbers"] == "AZR-Nummer: 000\nAktenzeichen BAMF: 123-475"
    release = letters.read_letter(session, letters.begin_letter(session, case, "G02")).fields
    assert release["sender"] == "Maxi Muster, MFD Musterstadt, Muster-Träger"
    assert (release["language"], release["place"]) == ("ar", "Musterstadt")


def test_what_the_client_reads_begins_in_her_language(session: Session, case: RecordId, new_case: NewCase) -> None:
    begun = {name: letters.read_letter(session, letters.begin_letter(session, case, name)) for name in ("G12", "G14")}
    assert (begun["G14"].language, begun["G14"].with_german) == ("ar", True)
    assert (begun["G12"].language, begun["G12"].with_german) == ("de", False)
    _client, other = new_case("Probe", "Iwan", languages="uk")
    assert letters.read_letter(session, letters.begin_letter(session, other, "G02")).language == "de"


def test_a_letter_in_a_bare_case_asks_for_the_rest(session: Session, new_case: NewCase) -> None:
    _client, case = new_case("Probe", "")
    letter = letters.begin_letter(session, case, "G14")
    drawn = letters.draw(session, letter)
    assert {problem.field for problem in drawn.problems} == {"day", "start", "place"}
    with pytest.raises(ValuesMissing) as refused:
        letters.finish_letter(session, letter)
    assert refused.value.labels == ("Tag des Termins", "Uhrzeit", "Ort")
    assert not letters.read_letter(session, letter).final


def test_an_invalid_value_is_kept_as_typed_and_stops_the_letter(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G12")
    saved = letters.save_letter(session, letter, {"birth_date": "31.2.1991"})
    assert [problem.code for problem in saved.problems] == ["no_date"]
    assert letters.read_letter(session, letter).fields["birth_date"] == "31.2.1991"
    with pytest.raises(ValuesMissing) as refused:
        letters.finish_letter(session, letter)
    assert refused.value.fields == ("birth_date",)


def test_a_final_letter_keeps_its_pages_to_the_byte(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G14", "ar")
    number = letters.finish_letter(session, letter)
    pdf = letters.pages(session, letter)
    assert number == "B-2026-0001"
    assert pdf.startswith(b"%PDF")
    found = letters.read_letter(session, letter)
    assert (found.final, found.number, found.day) == (True, number, date(2026, 11, 23))
    casework.save_client(session, casework.read_case(session, case).client_id, {"family_name": "Umbenannt"})
    settings.save_office(session, Office("Andere", "Andere", "KDG", "07315"))
    assert letters.pages(session, letter) == pdf
    with session.vault.read() as db:
        row = db.execute("SELECT pdf, sha256 FROM letter_file").fetchone()
    assert bytes(row[0]) == pdf
    assert row[1] == hashlib.sha256(pdf).hexdigest()


def test_a_final_letter_cannot_be_changed(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G12")
    letters.finish_letter(session, letter)
    before = letters.read_letter(session, letter)
    for change in (
        lambda: letters.save_letter(session, letter, {"client_name": "x"}),
        lambda: letters.write_in(session, letter, "ar", with_german=True),
        lambda: letters.finish_letter(session, letter),
        lambda: letters.remove_draft(session, letter),
    ):
        with pytest.raises(ValueError, match=letter):
            change()
    with pytest.raises(Exception, match="a final letter never changes"), session.vault.write() as db:
        db.execute("UPDATE letter_file SET pdf = x'00'")
    with pytest.raises(Exception, match="a final letter never changes"), session.vault.write() as db:
        db.execute("UPDATE letter_file SET sha256 = ''")
    assert letters.read_letter(session, letter) == before


def test_pages_that_were_tampered_with_are_not_handed_out(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G12")
    letters.finish_letter(session, letter)
    with session.vault.write() as db:
        db.execute("DELETE FROM letter_file")
        db.execute("INSERT INTO letter_file VALUES (?, x'255044', 'ab')", (letter,))
    with pytest.raises(LetterDamaged):
        letters.pages(session, letter)


def test_a_letter_to_somebody_else_needs_a_release(session: Session, case: RecordId, jobcenter: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G00")
    assert letters.address_to(session, letter, jobcenter)["to"] == "third_party"
    letters.save_letter(session, letter, {**THIRD, "purpose": ""})
    assert [problem.field for problem in letters.draw(session, letter).problems] == ["purpose"]
    with pytest.raises(ValuesMissing):
        letters.finish_letter(session, letter)
    letters.save_letter(session, letter, {"purpose": "Z02"})
    assert letters.draw(session, letter).refused is not None
    with pytest.raises(ReleaseMissing):
        letters.finish_letter(session, letter, reason="  ")
    release = allow(session, case)
    drawn = letters.draw(session, letter)
    assert (drawn.refused, drawn.problems) == (None, ())
    assert drawn.release is not None
    letters.finish_letter(session, letter, reason="wird nicht gebraucht")
    found = letters.read_letter(session, letter)
    assert (found.release_id, found.blocked_reason) == (release, "")


def test_without_a_release_the_reason_stays_with_the_letter(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G00", texts={**THIRD, "address": "Notruf Musterland\nPlatz 1"})
    letters.finish_letter(session, letter, reason=" Lebensgefahr, § 34 StGB ")
    found = letters.read_letter(session, letter)
    assert (found.release_id, found.blocked_reason) == (None, "Lebensgefahr, § 34 StGB")


def test_a_typed_recipient_is_meant_by_the_first_line(session: Session, case: RecordId) -> None:
    allow(session, case, "Kita Sonnenschein")
    letter = letters.begin_letter(session, case, "G00", texts={**THIRD, "address": "Kita Sonnenschein\nWeg 3"})
    assert letters.draw(session, letter).refused is None
    letters.save_letter(session, letter, {"address": "Kita Regenbogen\nWeg 3"})
    assert letters.draw(session, letter).refused is not None


def test_a_letter_to_the_client_takes_her_address_unless_there_is_one(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G00")
    letters.save_letter(session, letter, {"to": "third_party"})
    assert not letters.read_letter(session, letter).fields["address"]
    letters.save_letter(session, letter, {"to": "client"})
    assert letters.read_letter(session, letter).fields["address"].startswith(f"Amal {NAME}\n")
    letters.save_letter(session, letter, {"address": "Postlagernd"})
    letters.save_letter(session, letter, {"to": "client"})
    assert letters.read_letter(session, letter).fields["address"] == "Postlagernd"


def test_another_address_unties_the_entry_of_the_address_book(
    session: Session, case: RecordId, jobcenter: RecordId
) -> None:
    allow(session, case)
    letter = letters.begin_letter(session, case, "G00", texts=THIRD)
    letters.address_to(session, letter, jobcenter)
    letters.save_letter(session, letter, {"address": "Jobcenter Musterland\nTeam 4"})
    assert letters.read_letter(session, letter).recipient_id == jobcenter
    letters.save_letter(session, letter, {"address": "Vermieter Muster\nWeg 3"})
    assert letters.read_letter(session, letter).recipient_id is None
    assert letters.draw(session, letter).refused is not None


def test_what_the_client_signs_or_gets_needs_no_release(session: Session, case: RecordId, jobcenter: RecordId) -> None:
    for template in ("G12", "G14"):
        letters.finish_letter(session, letters.begin_letter(session, case, template))
    letter = letters.begin_letter(session, case, "G02", texts={"matters": "A01", "purpose": "Z02"})
    assert letters.address_to(session, letter, jobcenter) == {"recipient": "Jobcenter Musterland, Frau Beispiel"}
    letters.finish_letter(session, letter)
    assert letters.read_letter(session, letter).release_id is None


def test_words_that_need_a_second_look_do_not_stop_a_letter(session: Session, case: RecordId) -> None:
    texts = {"to": "client", "address": "x", "subject": "Info", "body": "Sie wurden verfolgt."}
    letter = letters.begin_letter(session, case, "G00", texts=texts)
    assert letters.draw(session, letter).hints == {"Fluchtgründe": ("verfolgt",)}
    letters.finish_letter(session, letter)


def test_numbers_run_by_year_and_are_never_given_twice(session: Session, case: RecordId) -> None:
    numbers = [letters.finish_letter(session, letters.begin_letter(session, case, "G12")) for _ in range(3)]
    assert numbers == ["B-2026-0001", "B-2026-0002", "B-2026-0003"]
    _client, other = casework.create_client(session, {"family_name": "Probe"}, case={})
    assert casework.read_case(session, other).number == "2026-0002"


def test_how_it_was_sent_is_noted_later(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G12")
    good = {"sent_way": "fax", "sent_day": "23.11.2026", "sent_note": "Bericht abgelegt"}
    with pytest.raises(ValueError, match=letter):
        letters.note_sent(session, letter, good)
    letters.finish_letter(session, letter)
    problems = letters.note_sent(session, letter, {"sent_way": "", "sent_day": "24.11.2026"})
    assert {(problem.field, problem.code) for problem in problems} == {
        ("sent_way", "required"),
        ("sent_day", "future_date"),
    }
    assert letters.read_letter(session, letter).sent_way is None
    assert letters.note_sent(session, letter, good) == ()
    found = letters.read_letter(session, letter)
    assert (found.sent_way, found.sent_day, found.sent_note) == ("fax", date(2026, 11, 23), "Bericht abgelegt")


def test_lists_show_drafts_first_and_a_copy_begins_with_the_same_texts(session: Session, case: RecordId) -> None:
    first = letters.begin_letter(session, case, "G12", "ar")
    letters.finish_letter(session, first)
    copy = letters.copy_letter(session, first)
    found = letters.letters_of(session, case)
    assert [letter.stamp.id for letter in found] == [copy, first]
    assert found[0].fields == found[1].fields
    assert (found[0].language, found[0].with_german) == ("ar", True)
    assert letters.all_letters(session) == found
    assert found[0].file_name == "2026-0001-G12.pdf"


def test_a_deleted_draft_comes_back(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G12", texts={"client_name": "Erfunden"})
    before = letters.read_letter(session, letter)
    gone = letters.remove_draft(session, letter)
    assert letters.letters_of(session, case) == ()
    recycling.restore(session, gone)
    assert letters.read_letter(session, letter) == before


def test_erasing_a_client_erases_her_letters(session: Session, new_case: NewCase) -> None:
    client, case = new_case("Testperson", "Amal", street="Weg 1")
    letter = letters.begin_letter(session, case, "G12", texts={"day": "20.11.2026"})
    letters.finish_letter(session, letter)
    with pytest.raises(WorkedOn):
        remove_new_client(session, client)
    from mfd_desktop.vault.clients import remove_client

    with session.vault.write() as db:
        remove_client(db, client)
        assert db.execute("SELECT count(*) FROM letter").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM letter_file").fetchone() == (0,)


def test_a_letter_can_change_its_language_while_it_is_a_draft(session: Session, case: RecordId) -> None:
    letter = letters.begin_letter(session, case, "G14")
    letters.write_in(session, letter, "ar", with_german=False)
    drawn = letters.draw(session, letter)
    assert drawn.german_added
    assert drawn.document.language == "de"
    with pytest.raises(UnknownTemplate):
        letters.write_in(session, letter, "xx", with_german=True)


@pytest.fixture
def own_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates that a test may break; the program reads it instead of the shipped one."""
    folder = Path(shutil.copytree(resource_path("letters"), tmp_path / "resources" / "letters"))
    own = Letters(folder.parent)
    for module in (letters, letter_fields):
        monkeypatch.setattr(module, "catalogue", lambda: own)
    return folder


def test_a_stale_translation_becomes_final_on_demand_only(session: Session, case: RecordId, own_letters: Path) -> None:
    path = own_letters / "G12.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Hiermit", "Hierdurch"), encoding="utf-8")
    letter = letters.begin_letter(session, case, "G12", "ar")
    assert letters.draw(session, letter).stale
    with pytest.raises(StaleTranslation):
        letters.finish_letter(session, letter)
    letters.finish_letter(session, letter, accept_stale=True)


def test_a_broken_template_says_so_and_leaves_the_others(session: Session, case: RecordId, own_letters: Path) -> None:
    (own_letters / "G14.toml").write_text("id = 7", encoding="utf-8")
    found = {offer.template: offer.problem for offer in offers()}
    assert found["G14"].startswith("G14.toml: $")
    assert not found["G12"]
    with pytest.raises(UnknownTemplate):
        letters.begin_letter(session, case, "G14")
    letters.finish_letter(session, letters.begin_letter(session, case, "G12"))


def test_every_change_is_announced(session: Session, case: RecordId) -> None:
    heard: list[Changes] = []
    session.listen(lambda changes, _initiator: heard.append(changes))
    letter = letters.begin_letter(session, case, "G12")
    letters.save_letter(session, letter, {"client_name": "x"})
    letters.finish_letter(session, letter)
    letters.note_sent(session, letter, {"sent_way": "post", "sent_day": "heute"})
    assert [sorted(changes.kinds) for changes in heard] == [["letter"]] * 4
    assert all(changes.ids == {letter, case} for changes in heard)


def test_the_pages_name_the_client_in_the_text_only(session: Session, case: RecordId) -> None:
    for template in ("G12", "G14"):
        letter = letters.begin_letter(session, case, template)
        letters.finish_letter(session, letter)
        pdf = letters.pages(session, letter)
        for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
            assert NAME.encode(encoding) not in pdf
        assert NAME not in letters.read_letter(session, letter).file_name


def test_every_template_is_offered_with_its_languages() -> None:
    found = {offer.template: offer for offer in offers()}
    assert sorted(found) == ["G00", "G02", "G11", "G12", "G14"]
    spoken = {name: [language for language, _ in offer.languages] for name, offer in found.items()}
    assert spoken.pop("G11") == ["de"]
    assert all(languages == ["de", "ar"] for languages in spoken.values())
    assert all(offer.review == "open" and not offer.problem for offer in found.values())
    assert catalogue().broken() == {}
