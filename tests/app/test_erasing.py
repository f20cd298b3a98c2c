"""Erasing a person: nothing of the person is left anywhere, and everything else stays as it was."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3.dbapi2 import IntegrityError

from mfd_desktop.app import agenda, casework, contacting, drafts, periods
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import OpenForm, Place
from mfd_desktop.vault import erasing, holdings
from mfd_desktop.vault.database import DATABASE

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
QUARTER = Period.parse("2026-Q4")
_PAGE, _RESERVED = 4096, 80


def _pages(session: Session) -> bytes:
    """Close the vault and return all pages of its database in the clear, with the free places in them."""
    key = session.vault.key("database")
    session.close()
    content = (session.folder / DATABASE).read_bytes()
    plain = []
    for start in range(0, len(content), _PAGE):
        page = content[start : start + _PAGE]
        vector = page[_PAGE - _RESERVED : _PAGE - _RESERVED + 16]
        begin = 0 if start else 16
        cipher = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
        plain.append(cipher.update(page[begin : _PAGE - _RESERVED]))
    assert b"CREATE TABLE client" in b"".join(plain)
    return b"".join(plain)


def _erase(session: Session, client_id: RecordId) -> erasing.Erased:
    with session.vault.write() as db:
        gone = erasing.erase_client(db, client_id, NOW)
    assert erasing.tidy(session.vault)
    return gone


def _leave_traces(session: Session, client_id: RecordId, case_id: RecordId) -> None:
    """Leave what no foreign key ties to the person: history, drafts, the place, a grid that is half about others."""
    with session.vault.write() as db:
        number = db.execute("SELECT number FROM case_file WHERE id = ?", (case_id,)).fetchone()[0]
        db.execute(
            "INSERT INTO history (record_table, record_id, field, old, moment)"
            " VALUES ('client', ?, 'note', 'CANARY-history-ywqx', ?)",
            (client_id, NOW.isoformat()),
        )
    grid = {
        "row0.case": number, "row0.note": "CANARY-grid-ywqx", "row1.case": "2020-0001", "row1.note": "bleibt",
        "day": "23.11.2026",
    }  # fmt: skip
    forms = (
        OpenForm(f"contact:new:{case_id}", None, {"note": "CANARY-draft-ywqx"}),
        OpenForm("contact:other", RecordId(client_id), {"note": "CANARY-owner-ywqx"}),
        OpenForm("day_entry", None, grid),
        OpenForm("new_client", None, {"family_name": "Bleibt"}),
    )
    place = Place("case", case_id, detail={"note": "CANARY-place-ywqx"})
    drafts.seal(session, forms, place)


@pytest.mark.proof
def test_no_page_and_no_index_entry_names_an_erased_person(
    session: Session, whole_person, new_case, proven: Callable[..., None]
) -> None:
    person = whole_person
    casework.save_client(session, person.client_id, {"family_name": "Kanarienvogel", "note": "CANARY-saved-ywqx"})
    contacting.record_contact(session, person.case_id, {"day": "heute", "note": "CANARY-contact-ywqx Kanarienvogel"})
    for number in range(70):
        # So many that the texts waiting for the index go into it.
        contacting.record_contact(session, person.case_id, {"day": "heute", "note": f"Kanarienvogel {number}"})
    other, _case = new_case("Nachbarin", "Amal")
    _leave_traces(session, person.client_id, person.case_id)
    gone = _erase(session, person.client_id)
    assert gone.counts["contact"] == 72
    assert set(gone.files) == {"CANARY-attachment-file-ywqx", "CANARY-bin_file-file-ywqx"}
    with session.vault.read() as db:
        assert [row[0] for row in db.execute("SELECT id FROM client")] == [other]
        assert not holdings.owned(db, person.client_id)
        hits = db.execute("SELECT count(*) FROM search_text WHERE search_text MATCH '\"ywqx\"'").fetchone()
        assert hits == (0,)
        kept = dict(db.execute("SELECT key, fields FROM open_form").fetchall())
        db.execute("DELETE FROM attachment_gone")
    assert set(kept) == {"day_entry", "new_client"}
    assert json.loads(kept["day_entry"]) == {"row1.case": "2020-0001", "row1.note": "bleibt", "day": "23.11.2026"}
    assert drafts.last_place(session) is None
    pages = _pages(session)
    assert b"Nachbarin" in pages
    for trace in (b"CANARY", b"ywqx", b"Kanarienvogel", b"kanarienvogel", b"Zitronella", b"anarienv"):
        assert trace not in pages, trace
    proven("an erased name in the decrypted pages of database and index", len(pages) // 4000, 0, "pages searched")


def test_without_erasing_the_pages_do_name_the_person(session: Session, whole_person) -> None:
    assert b"CANARY-contact-note-ywqx" in _pages(session)


def test_tidying_happens_once_and_is_known_until_it_is_done(session: Session, new_case) -> None:
    client_id, _case = new_case()
    assert not erasing.tidy(session.vault)
    with session.vault.write() as db:
        erasing.erase_client(db, client_id, NOW)
    with session.vault.read() as db:
        assert erasing.untidy(db)
    assert erasing.tidy(session.vault)
    assert not erasing.tidy(session.vault)


def test_nothing_is_erased_when_the_transaction_fails(session: Session, whole_person) -> None:
    with session.vault.read() as db:
        before = {table: set(keys) for table, keys in holdings.owned(db, whole_person.client_id).items()}

    def fail_after_erasing() -> None:
        with session.vault.write() as db:
            erasing.erase_client(db, whole_person.client_id, NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_erasing()
    with session.vault.read() as db:
        assert {table: set(keys) for table, keys in holdings.owned(db, whole_person.client_id).items()} == before
        assert not erasing.untidy(db)


def test_a_household_goes_with_the_last_of_it_and_a_series_with_its_last_appointment(
    session: Session, new_case
) -> None:
    first, case_id = new_case("Familie", "Eins")
    second, _case = new_case("Familie", "Zwei")
    casework.join_household(session, second, casework.found_household(session, first, "Familie"))
    series = {"day": "01.12.2026", "start": "10:00", "minutes": "30", "title": "Reihe", "repeat": "weekly"}
    agenda.record_appointment(session, case_id, {**series, "until": "22.12.2026"})
    with session.vault.read() as db:
        assert db.execute("SELECT count(*) FROM appointment_series").fetchone() == (1,)
    _erase(session, first)
    with session.vault.read() as db:
        assert db.execute("SELECT count(*) FROM household").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM appointment_series").fetchone() == (0,)
    _erase(session, second)
    with session.vault.read() as db:
        assert db.execute("SELECT count(*) FROM household").fetchone() == (0,)


def test_frozen_statistics_survive_and_nothing_deletes_them(
    session: Session, new_case, contact_raws: dict[str, str]
) -> None:
    client_id, case_id = new_case("Testperson", "Amal", gender="w", birth_date="01.01.1990", district="07315")
    contacting.record_contact(session, case_id, contact_raws)
    prepared = periods.prepare(session, QUARTER)
    with session.vault.write() as db:
        periods.freeze(db, prepared, now=NOW, sequence=1, digest="ab")
    before = periods.frozen(session, QUARTER)
    assert before is not None
    assert before.persons
    _erase(session, client_id)
    assert periods.frozen(session, QUARTER) == before
    for statement in (
        "DELETE FROM frozen_period",
        "DELETE FROM frozen_person",
        "UPDATE frozen_person SET person = 'x'",
    ):
        with pytest.raises(IntegrityError, match="frozen"), session.vault.write() as db:
            db.execute(statement)


def test_the_list_erases_again_whoever_comes_back_with_a_backup(
    session: Session, another_session: Callable[[str], Session], new_case
) -> None:
    client_id, case_id = new_case("Rückkehr", "Rita")
    _erase(session, client_id)
    with session.vault.read() as db:
        listed = erasing.read_erased(db)
    assert {(record_id, kind) for record_id, kind, _day in listed} == {(client_id, "client"), (case_id, "case_file")}
    restored = another_session("restored")
    back = casework.create_client(restored, {"family_name": "Rückkehr"}, case={"opened": "heute"})[0].record_id
    with restored.vault.write() as db:
        gone = erasing.apply_erased(db, [(back, "client", "2026-11-01"), *listed], NOW)
    assert [one.client_id for one in gone] == [back]
    with restored.vault.read() as db:
        assert db.execute("SELECT count(*) FROM client").fetchone() == (0,)
        assert {row[0] for row in erasing.read_erased(db)} == {back, *(row[0] for row in listed), *gone[0].cases}


def test_a_person_in_the_recycle_bin_is_erased_from_there(session: Session) -> None:
    client_id = RecordId("c" * 32)
    content = json.dumps({"client": {"id": client_id, "family_name": "CANARY-bin-ywqx"}})
    with session.vault.write() as db:
        db.execute(
            "INSERT INTO bin (id, record_table, record_id, deleted, content) VALUES ('b', 'client', ?, ?, ?)",
            (client_id, NOW.isoformat(), content),
        )
    gone = _erase(session, client_id)
    assert gone.counts == {"bin": 1}
    assert b"ywqx" not in _pages(session)


def test_every_table_is_reached_by_the_walk_or_named_with_a_reason(session: Session, whole_person) -> None:
    nobody = {
        "activity", "backup_file", "backup_run", "client", "colleague", "erased", "erasure", "exchange_identity",
        "frozen_period", "frozen_person", "import_batch", "log_entry", "log_head", "network", "network_desk",
        "network_folder", "notice", "number_series", "office", "outbox", "recipient", "recovery_set",
        "seen_contribution", "vault_secret", "vault_state",
    }  # fmt: skip
    with session.vault.read() as db:
        known = set(holdings.tables(db))
        found = set(holdings.owned(db, whole_person.client_id))
    assert found == whole_person.tables
    assert known - found - nobody - set(holdings.LOOSE) == set()


@pytest.mark.parametrize("step", ["mfd_desktop.vault.attachments.sweep", "mfd_desktop.vault.erasing.tidy"])
def test_stopped_after_the_commit_it_is_finished_later(
    session: Session, whole_person, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from mfd_desktop.app import erasing as intentions

    (session.folder / "attachments").mkdir(exist_ok=True)
    document = session.folder / "attachments" / f"{'a' * 32}.age"
    document.write_bytes(b"sealed")
    with session.vault.write() as db:
        db.execute("UPDATE attachment SET file = ?", ("a" * 32,))
        erasing.erase_client(db, whole_person.client_id, NOW)

    def refuse(*_arguments: object) -> None:
        raise StorageError(session.folder, "full")

    with monkeypatch.context() as patched:
        patched.setattr(step, refuse)
        with pytest.raises(StorageError):
            intentions.finish_erasing(session)
    assert intentions.to_finish(session)
    assert intentions.finish_erasing(session)
    assert not document.exists()
    assert not intentions.to_finish(session)
    assert b"ywqx" not in _pages(session)
