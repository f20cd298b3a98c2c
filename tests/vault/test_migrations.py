"""Every step of the schema has a test and a vault made with it, which opens for ever."""

import ast
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from mfd_desktop.vault import migrations
from mfd_desktop.vault.cases import case_rows, read_levels
from mfd_desktop.vault.clients import contact_ways, read_client, residence_history
from mfd_desktop.vault.contacts import contacts_of, count_period
from mfd_desktop.vault.deadlines import rows_open
from mfd_desktop.vault.desk import read_office, read_open_forms, read_settings
from mfd_desktop.vault.migrations import NEWEST, STEPS, migrate
from mfd_desktop.vault.search import find
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

DATA = Path(__file__).resolve().parents[1] / "data"
PASSPHRASE = "Probe-Tresor-2026"
Opening = Callable[..., Vault]


@pytest.fixture
def empty() -> Iterator[Any]:
    db = dbapi2.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA recursive_triggers = ON")
    yield db
    db.close()


def schema(db: Any) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_steps_are_numbered_without_gaps_and_each_has_module_test_and_vault() -> None:
    folder = Path(migrations.__file__).parent
    modules = sorted(path.stem for path in folder.glob("m[0-9]*.py"))
    assert [number for number, _ in STEPS] == list(range(1, NEWEST + 1))
    assert [int(name[1:5]) for name in modules] == list(range(1, NEWEST + 1))
    assert [step.__module__.rpartition(".")[2] for _, step in STEPS] == modules
    tests = {
        node.name for node in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }  # fmt: skip
    for number, _ in STEPS:
        assert any(name.startswith(f"test_schema_{number}_") for name in tests), f"no test of step {number}"
        assert (DATA / f"vault-schema-{number}" / "cases.db").exists(), f"no vault of schema {number}"


def test_a_step_imports_nothing_of_the_program() -> None:
    for path in Path(migrations.__file__).parent.glob("m[0-9]*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("mfd_desktop")], path.name


def test_migrating_ends_at_the_newest_schema_and_a_second_time_changes_nothing(empty: Any) -> None:
    migrate(empty)
    assert empty.execute("PRAGMA user_version").fetchone() == (NEWEST,)
    before = schema(empty)
    migrate(empty)
    assert schema(empty) == before


def test_a_failing_step_leaves_the_schema_before(empty: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(empty)
    before = schema(empty)

    def failing(db: Any) -> None:
        db.execute("CREATE TABLE half (a)")
        raise RuntimeError

    monkeypatch.setattr(migrations, "STEPS", (*STEPS, (NEWEST + 1, failing)))
    empty.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RuntimeError):
        migrate(empty)
    empty.execute("ROLLBACK")
    assert schema(empty) == before
    assert empty.execute("PRAGMA user_version").fetchone() == (NEWEST,)


def test_a_vault_of_the_schema_before_is_brought_up_when_opened(
    folder: Path, open_vault: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(db: Any) -> None:
        db.execute("CREATE TABLE later (a)")

    monkeypatch.setattr(migrations, "STEPS", (*STEPS, (NEWEST + 1, step)))
    monkeypatch.setattr("mfd_desktop.vault.opening.NEWEST", NEWEST + 1)
    vault = open_vault(folder)
    with vault.read() as db:
        assert db.execute("PRAGMA user_version").fetchone() == (NEWEST + 1,)
        assert db.execute("SELECT count(*) FROM later").fetchone() == (0,)
        assert read_settings(db)["number"] == "3"
    vault.close()


# --- schema 1 ----------------------------------------------------------

RECORDS = {
    "client", "household", "contact_way", "residence_status", "case_file", "contact", "follow_up", "appointment",
    "procedure", "deadline", "release",
}  # fmt: skip


def columns(db: Any, table: str) -> set[str]:
    return {row[1] for row in db.execute(f"PRAGMA table_info({table})")}


def test_schema_1_holds_the_foundations(empty: Any) -> None:
    STEPS[0][1](empty)
    for table in RECORDS:
        stamp = {"id", "state", "raw", "source", "source_version", "created", "changed"}
        assert stamp <= columns(empty, table), table
        with pytest.raises(dbapi2.IntegrityError):
            empty.execute(f"INSERT INTO {table} (id, state) VALUES ('7', 'valid')")
    for table in ("client", "case_file", "contact", "procedure"):
        assert "secret" in columns(empty, table)
    assert {"lodged", "registered", "examination_started"} <= columns(empty, "procedure")
    assert {"rule", "regime", "cut_off", "due", "steps"} <= columns(empty, "deadline_reading")
    assert {"sender", "recipient", "purpose", "form"} <= columns(empty, "release")


def test_schema_1_keeps_frozen_periods(empty: Any) -> None:
    STEPS[0][1](empty)
    empty.execute("INSERT INTO frozen_period VALUES ('2026-Q3', 1, '1', '2026-10-01', '', '{}', '{}')")
    with pytest.raises(dbapi2.IntegrityError, match="never changes"):
        empty.execute("UPDATE frozen_period SET exact = '{1}'")


@pytest.mark.parametrize(
    ("form", "case_id", "note"), [("F1", "1" * 32, ""), ("F4", "1" * 32, ""), ("F2", None, ""), ("F4", None, "x" * 201)]
)
def test_schema_1_refuses_contacts_that_cannot_be(empty: Any, form: str, case_id: str | None, note: str) -> None:
    STEPS[0][1](empty)
    insert = (
        "INSERT INTO contact (id, state, source, source_version, created, changed, secret, case_id, form, note)"
        " VALUES (?, 'draft', '', 1, '', '', zeroblob(16), ?, ?, ?)"
    )
    empty.execute("PRAGMA foreign_keys = OFF")
    with pytest.raises(dbapi2.IntegrityError):
        empty.execute(insert, ("2" * 32, case_id, form, note))
    empty.execute(insert, ("2" * 32, case_id if form == "F2" else None, "F1" if form == "F2" else form, ""))


def test_schema_1_search_index_forgets_what_is_erased(empty: Any) -> None:
    STEPS[0][1](empty)
    assert ("secure-delete", 1) in empty.execute("SELECT k, v FROM search_text_config").fetchall()
    empty.execute("INSERT INTO search_entry (rowid, kind, record_id) VALUES (1, 'x', '2')")
    empty.execute("INSERT INTO search_text (rowid, body) VALUES (1, 'Kanarienvogel')")
    empty.execute("DELETE FROM search_entry")
    blocks = b"".join(row[0] for row in empty.execute("SELECT block FROM search_text_data"))
    for trigram in (b"kan", b"ana", b"rie", b"vog"):
        assert trigram not in blocks.lower()


def test_schema_1_vault_opens_for_ever(tmp_path: Path, open_vault: Opening) -> None:
    vault = open_vault(Path(shutil.copytree(DATA / "vault-schema-1", tmp_path / "vault")))
    assert verify(vault)["clients"] == 2
    with vault.read() as db:
        office = read_office(db)
        assert office is not None
        assert (office.name, office.regime) == ("MFD Musterstadt", "KDG")
        rows = {row.number: row for row in case_rows(db)}
        assert [rows[number].name for number in sorted(rows)] == ["Testperson, Amal", "Проба, Иван"]
        first = rows["2026-0001"]
        client = read_client(db, first.client_id)
        assert client.stamp.raw == {"birth_date": "31.02.1990"}
        assert [way.value for way in contact_ways(db, first.client_id)] == ["0171 2345678"]
        assert len(residence_history(db, first.client_id)) == 1
        assert [level.level.value for level in read_levels(db, first.case_id)] == ["ACCOMPANIMENT", "CASE_MANAGEMENT"]
        assert [contact.form for contact in contacts_of(db, first.case_id)] == ["F3", "F2"]
        day = first.opened
        counts = count_period(db, day.replace(month=1, day=1), day.replace(month=12, day=31))
        # Amal is a draft because of 31.02., and drafts are never counted as persons.
        assert (counts.persons, counts.contacts, counts.short_contacts) == (0, 4, 1)
        assert [form.values for form in read_open_forms(db)] == [{"note": "angefangen"}]
        assert [match.number for match in find(db, "Ivan Proba")] == ["2026-0002"]
    with vault.write():
        pass


def test_schema_1_is_frozen(empty: Any) -> None:
    STEPS[0][1](empty)
    text = json.dumps(schema(empty), sort_keys=True)
    frozen = (DATA / "vault-schema-1" / "schema.sha256").read_text(encoding="ascii").strip()
    assert hashlib.sha256(text.encode()).hexdigest() == frozen, "a step that was released never changes; add a new one"


# --- schema 2 ----------------------------------------------------------

SCHEMA_2_RECORDS = {"referral", "form_record", "recipient", "letter", "activity"}


def schema_2(db: Any) -> None:
    for _number, step in STEPS[:2]:
        step(db)


def test_schema_2_adds_forms_letters_and_the_shared_folder(empty: Any) -> None:
    schema_2(empty)
    for table in SCHEMA_2_RECORDS:
        stamp = {"id", "state", "raw", "source", "source_version", "created", "changed"}
        assert stamp <= columns(empty, table), table
    assert "secret" in columns(empty, "referral")
    assert {"mutual", "matters", "paper", "present"} <= columns(empty, "release")
    assert {"path", "content", "delivered"} <= columns(empty, "outbox")
    assert "urgent" in columns(empty, "follow_up")
    assert {"due", "text"} <= columns(empty, "form_follow_up")
    assert {"name", "referral_id"} <= columns(empty, "form_referral")


def test_schema_2_never_changes_a_final_letter(empty: Any) -> None:
    schema_2(empty)
    empty.execute("PRAGMA foreign_keys = OFF")
    empty.execute("INSERT INTO letter_file VALUES ('1', x'25', 'x')")
    with pytest.raises(dbapi2.IntegrityError, match="never changes"):
        empty.execute("UPDATE letter_file SET pdf = x'26'")


def test_schema_2_vault_opens_for_ever(tmp_path: Path, open_vault: Opening) -> None:
    vault = open_vault(Path(shutil.copytree(DATA / "vault-schema-2", tmp_path / "vault")))
    assert verify(vault)["clients"] == 2
    vault.close()


def test_schema_2_is_frozen(empty: Any) -> None:
    schema_2(empty)
    text = json.dumps(schema(empty), sort_keys=True)
    frozen = (DATA / "vault-schema-2" / "schema.sha256").read_text(encoding="ascii").strip()
    assert hashlib.sha256(text.encode()).hexdigest() == frozen, "a step that was released never changes; add a new one"


# --- schema 3 ----------------------------------------------------------

SCHEMA_3_RECORDS = {"attachment", "privacy_event", "handover"}


def schema_3(db: Any) -> None:
    for _number, step in STEPS[:3]:
        step(db)


def test_schema_3_adds_log_attachments_history_and_backups(empty: Any) -> None:
    schema_3(empty)
    for table in SCHEMA_3_RECORDS:
        stamp = {"id", "state", "raw", "source", "source_version", "created", "changed"}
        assert stamp <= columns(empty, table), table
    assert {"record_table", "record_id", "field", "old", "moment"} <= columns(empty, "history")
    assert {"file", "identity", "sealed_sha256"} <= columns(empty, "attachment")
    assert {"keep_from", "keep_reason"} <= columns(empty, "case_file")


def test_schema_3_remembers_the_file_of_a_deleted_attachment(empty: Any) -> None:
    schema_3(empty)
    empty.execute("PRAGMA foreign_keys = OFF")
    empty.execute(
        "INSERT INTO attachment (id, state, source, source_version, created, changed, case_id, name, media, size,"
        " sha256, file, identity, sealed_size, sealed_sha256, note) VALUES (?, 'valid', 't', 1, '', '', 'c', 'n',"
        " 'm', 1, 's', 'f', 'i', 1, 's', '')",
        ("a" * 32,),
    )
    empty.execute("DELETE FROM attachment")
    assert empty.execute("SELECT file FROM attachment_gone").fetchall() == [("f",)]


def test_schema_3_vault_opens_for_ever(tmp_path: Path, open_vault: Opening) -> None:
    vault = open_vault(Path(shutil.copytree(DATA / "vault-schema-3", tmp_path / "vault")))
    assert verify(vault)["clients"] == 2
    vault.close()


def test_schema_3_is_frozen(empty: Any) -> None:
    schema_3(empty)
    text = json.dumps(schema(empty), sort_keys=True)
    frozen = (DATA / "vault-schema-3" / "schema.sha256").read_text(encoding="ascii").strip()
    assert hashlib.sha256(text.encode()).hexdigest() == frozen, "a step that was released never changes; add a new one"


# --- schema 4 ----------------------------------------------------------

SCHEMA_4_RECORDS = {"authority_notice", "deadline", "procedure_step", "validity"}


def schema_4(db: Any) -> None:
    for _number, step in STEPS[:4]:
        step(db)


def test_schema_4_adds_notices_deadlines_steps_and_validity_dates(empty: Any) -> None:
    schema_4(empty)
    for table in SCHEMA_4_RECORDS:
        stamp = {"id", "state", "raw", "source", "source_version", "created", "changed"}
        assert stamp <= columns(empty, table), table
    assert {"position", "asked", "note"} <= columns(empty, "procedure")
    assert {"rule_version", "regime", "variant", "lodged", "registered", "extended"} <= columns(empty, "deadline")
    assert "notice_id" in columns(empty, "letter")
    triggers = {name for (name,) in empty.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"history_of_{table}" for table in SCHEMA_4_RECORDS} <= triggers


def test_schema_4_keeps_deadlines_and_readings_that_were_there(empty: Any) -> None:
    schema_3(empty)
    empty.execute("PRAGMA foreign_keys = OFF")
    for table in ("client", "case_file"):
        known = [row[1] for row in empty.execute(f"PRAGMA table_info({table})")]
        typed = {
            "id": "a" * 32,
            "client_id": "a" * 32,
            "state": "valid",
            "closed": None,
            "secret": bytes(16),
            "source_version": 1,
            "household_id": None,
        }
        row = {name: typed.get(name, "") for name in known}
        empty.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    empty.execute(
        "INSERT INTO deadline (id, state, source, source_version, created, changed, case_id, rule, rule_version, title,"
        " trigger_kind, land, due, done_reason) VALUES (?, 'valid', 't', 1, '', '', ?, 'R', '3', 'T', 'Z', 'RP',"
        " '2026-12-01', 'erledigt')",
        ("d" * 32, "a" * 32),
    )
    empty.execute("INSERT INTO deadline_reading VALUES (?, 0, 'R', 'NEU', '', '2026-12-01', 'so')", ("d" * 32,))
    empty.execute("PRAGMA foreign_keys = ON")
    STEPS[3][1](empty)
    found = empty.execute("SELECT rule, rule_version, due, done_note, kind FROM deadline").fetchall()
    assert found == [("R", 3, "2026-12-01", "erledigt", "loss")]
    assert empty.execute("SELECT steps FROM deadline_reading").fetchall() == [("so",)]
    assert empty.execute("PRAGMA foreign_key_check").fetchall() == []


def test_schema_4_vault_opens_for_ever(tmp_path: Path, open_vault: Opening) -> None:
    vault = open_vault(Path(shutil.copytree(DATA / "vault-schema-4", tmp_path / "vault")))
    assert verify(vault)["clients"] == 2
    with vault.read() as db:
        assert [row.deadline.title for row in rows_open(db)] == ["Stellungnahme"]
    vault.close()


def test_schema_4_is_frozen(empty: Any) -> None:
    schema_4(empty)
    text = json.dumps(schema(empty), sort_keys=True)
    frozen = (DATA / "vault-schema-4" / "schema.sha256").read_text(encoding="ascii").strip()
    assert hashlib.sha256(text.encode()).hexdigest() == frozen, "a step that was released never changes; add a new one"
