"""The access package: everything about a person, nothing forgotten, others made unreadable."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop.app import access, casework, contacting, drafts, letters, privacy
from mfd_desktop.app.access_package import BLACK, WHOLE, blackened, collect, dump_spans, redact, spans_of
from mfd_desktop.app.access_tables import LEFT_OUT_TABLES, described, left_out
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.vault import holdings

NewCase = Callable[..., tuple[RecordId, RecordId]]


def _words(package: object) -> str:
    return json.dumps([[entry.value for row in section.records for entry in row] for section in package.sections])  # type: ignore[attr-defined]


def test_every_column_of_a_person_is_in_the_package_or_left_out_for_a_reason(session: Session, whole_person) -> None:
    words = _words(collect(session, whole_person.client_id))
    missing = []
    with session.vault.read() as db:
        for table in holdings.owned(db, whole_person.client_id):
            for _n, column, kind, *_rest in db.execute(f"PRAGMA table_info({table})").fetchall():
                # Links and sources stand there in words.
                reason = table in LEFT_OUT_TABLES or left_out(table, column) or column == "source"
                if (
                    kind == "TEXT"
                    and not reason
                    and not column.endswith("_id")
                    and f"CANARY-{table}-{column}-ywqx" not in words
                ):
                    value = db.execute(f"SELECT max({column}) FROM {table}").fetchone()[0]
                    if "CANARY" in str(value):
                        missing.append(f"{table}.{column}")
                if not reason and column not in described(table) and not column.endswith("_id"):
                    missing.append(f"{table}.{column} is not described")
    assert not missing, "\n".join(missing)


def test_a_column_nobody_has_described_still_stands_in_the_package(session: Session, new_case: NewCase) -> None:
    client_id, _case = new_case()
    with session.vault.write() as db:
        db.execute("ALTER TABLE client ADD COLUMN novelty TEXT")
        db.execute("UPDATE client SET novelty = 'CANARY-novelty'")
    assert "CANARY-novelty" in _words(collect(session, client_id))


def test_codes_days_and_household_stand_in_german_words(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case(gender="w", birth_date="12.03.1991", languages="ar")
    other, _case = new_case("Testperson", "Bruder")
    casework.join_household(session, other, casework.found_household(session, client_id, "Haushalt Testperson"))
    contacting.record_contact(session, case_id, {"day": "heute", "minutes": "15", "channel": "K1", "topics": "T01"})
    package = collect(session, client_id)
    words = {entry.label: entry.value for section in package.sections for row in section.records for entry in row}
    assert words["Geburtsdatum"] == "12.03.1991"
    assert words["Sprache"] == "Arabisch"
    assert words["Lebt auch hier"] == "Bruder Testperson"
    assert words["Thema"] not in ("", "T01")
    assert client_id not in _words(package)
    assert package.number == "2026-0001"


@pytest.mark.parametrize(
    ("redaction", "shown"),
    [("", "abcdef"), ("1-3", f"a{BLACK}def"), ("1-3,2-5", f"a{BLACK}f"), (WHOLE, BLACK), ("4-99", f"abcd{BLACK}"),
     ("0-1,5-6", f"{BLACK}bcde{BLACK}")],
)  # fmt: skip
def test_spans_are_blackened_without_telling_their_length(redaction: str, shown: str) -> None:
    assert blackened("abcdef", redaction) == shown
    assert blackened("abcdef", dump_spans(spans_of(redaction, 6), 6)) == shown


def test_what_is_redacted_leaves_neither_pdf_nor_json_and_stays_in_the_file(
    session: Session, new_case: NewCase, tmp_path: Path
) -> None:
    client_id, case_id = new_case()
    note = "Frau CANARYNACHBARIN 😀 hat angerufen."
    contact = contacting.record_contact(session, case_id, {"day": "heute", "note": note}).record_id
    package = access.package_of(session, client_id)
    key = next(entry.key for _section, entry in package.free_texts if entry.value == note)
    begin = note.index("CANARYNACHBARIN")
    access.keep_redactions(session, client_id, {key: f"{begin}-{begin + 15}"})
    folder = access.write_package(session, package, access.redactions(session, client_id), tmp_path)
    found = json.loads((folder / access.JSON).read_bytes())
    values = [field["wert"] for section in found["daten"] for row in section["eintraege"] for field in row]
    assert f"Frau {BLACK} 😀 hat angerufen." in values
    assert b"CANARYNACHBARIN" not in (folder / access.JSON).read_bytes()
    pdf = (folder / access.PDF).read_bytes()
    assert pdf.startswith(b"%PDF")
    assert contacting.read_contact(session, contact).note == note
    assert redact(package, {}) == package


def test_redactions_survive_locking_and_vanish_when_taken_back(session: Session, new_case: NewCase) -> None:
    client_id, _case = new_case()
    access.keep_redactions(session, client_id, {"contact:1:note": "0-4"})
    assert [form.record_id for form in drafts.all_drafts(session)] == [client_id]
    assert access.redactions(session, client_id) == {"contact:1:note": "0-4"}
    access.keep_redactions(session, client_id, {"contact:1:note": ""})
    assert drafts.all_drafts(session) == ()


def test_the_package_is_logged_and_answers_the_request(session: Session, new_case: NewCase, tmp_path: Path) -> None:
    client_id, case_id = new_case()
    asked = privacy.record_event(session, case_id, RightsKind.REQUEST, {"matter": "access", "day": "1.11.2026"})
    letter = letters.begin_letter(session, case_id, "G12", texts={"day": "2.11.2026", "address": "Amal\nWeg 1"})
    letters.finish_letter(session, letter)
    package = access.package_of(session, client_id)
    folder = access.write_package(session, package, {}, tmp_path)
    again = access.write_package(session, package, {}, tmp_path, with_letters=False)
    assert folder.name == "Auskunft-2026-0001"
    assert again.name == "Auskunft-2026-0001-2"
    assert [path.name for path in (folder / access.LETTERS).iterdir()] == [
        f"{letters.read_letter(session, letter).number}.pdf"
    ]
    assert not (again / access.LETTERS).exists()
    event = privacy.read_event(session, asked.record_id)
    assert (event.answer, event.open) == ("granted", False)
    assert [entry.client_id for entry in log_entries(session) if entry.event is Event.ACCESS] == [client_id] * 2


def test_nothing_is_answered_when_the_folder_refuses(session: Session, new_case: NewCase, tmp_path: Path) -> None:
    client_id, case_id = new_case()
    asked = privacy.record_event(session, case_id, RightsKind.REQUEST, {"matter": "access", "day": "1.11.2026"})
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        access.write_package(session, access.package_of(session, client_id), {}, tmp_path / "file")
    assert privacy.read_event(session, asked.record_id).open
