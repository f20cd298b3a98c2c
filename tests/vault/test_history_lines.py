"""Every changed column of every record table leaves a line: what it was before, and when that ended."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Level, Topic
from mfd_desktop.vault import cases, clients, contacts, forms, letters, records
from mfd_desktop.vault.holdings import tables
from mfd_desktop.vault.records import Origin
from mfd_desktop.vault.store import Vault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ORIGIN = Origin(NOW, "test")
DAY = date(2026, 11, 20)

STAMP = {"id", "state", "raw", "source", "source_version", "created", "changed"}
UNKEPT = {
    "secret",
    *("attachment." + name for name in ("file", "identity", "sealed_size", "sealed_sha256", "verified", "damaged")),
    "attachment.stale_key",
}
"""Never changed, or the program's own checks and keys: an age identity must not lie about in the history."""
LISTS = {
    "case_level": "noted by vault.cases", "client_language": "noted by vault.clients",
    "client_nationality": "noted by vault.clients", "client_need": "noted by vault.clients",
    "contact_topic": "noted by vault.contacts", "form_answer": "noted by triggers",
    "client_name": "index", "client_number": "index", "search_entry": "index", "log_handle": "of the log",
    "deadline_reading": "follows from the deadline", "authority_notice_procedure": "a link",
    "procedure_family": "a link", "procedure_answer": "ticks of a guide", "form_follow_up": "what a form made",
    "form_referral": "what a form made", "letter_file": "final", "bin": "deleted records", "bin_file": "their files",
}  # fmt: skip
"""Tables that hang on a record and carry no stamp, and what becomes of their history."""


@pytest.fixture
def vault(open_vault: Callable[..., Vault], folder: Path) -> Vault:
    return open_vault(folder)


def lines(db: Connection, record_id: str) -> list[tuple[str, object, str]]:
    query = "SELECT field, old, moment FROM history WHERE record_id = ? ORDER BY id"
    return [(field, old, moment) for field, old, moment in db.execute(query, (record_id,))]


def columns(db: Connection, table: str) -> dict[str, str]:
    return {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")}


def record_tables(db: Connection) -> list[str]:
    return [table for table in tables(db) if set(columns(db, table)) >= STAMP]


def test_every_column_of_every_record_table_is_covered(vault: Vault) -> None:
    with vault.write() as db:
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute("PRAGMA ignore_check_constraints = ON")
        found = record_tables(db)
        assert len(found) >= 18
        for table in found:
            record_id = f"{found.index(table):032x}"
            known = columns(db, table)
            row: dict[str, object] = {name: _value(kind, 1) for name, kind in known.items()}
            row |= {"id": record_id, "state": "valid", "raw": "{}", "changed": NOW.isoformat()}
            row |= {"fields": "{}"} if table == "letter" else {}
            db.execute(
                f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
            )
            kept = {name for name in known if not {name, f"{table}.{name}"} & (STAMP | UNKEPT)}
            for name in set(known) - {"id", "changed", "raw"}:
                new = '{"a": "1"}' if (table, name) == ("letter", "fields") else _value(known[name], 2)
                db.execute(f"UPDATE {table} SET {name} = ?, changed = ?", (new, LATER.isoformat()))
            db.execute(f"UPDATE {table} SET raw = ?", ('{"day": "heute"}',))
            expected = {name: row[name] for name in kept} | {"raw.day": None}
            if table == "letter":
                expected["fields.a"] = None
                del expected["fields"]
            seen = {field: old for field, old, moment in lines(db, record_id) if moment == LATER.isoformat()}
            assert seen == expected, table
            db.execute(f"DELETE FROM {table} WHERE id = ?", (record_id,))
            assert lines(db, record_id) == [], table
        db.execute("PRAGMA ignore_check_constraints = OFF")


def _value(kind: str, number: int) -> object:
    return {"INTEGER": number, "BLOB": bytes([number]) * 16}.get(kind, f"text {number}")


def test_what_hangs_on_a_record_without_a_stamp_is_accounted_for(vault: Vault) -> None:
    with vault.read() as db:
        stamped = set(record_tables(db))
        hanging = {
            table
            for table in tables(db)
            for row in db.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            if table not in stamped and row[6] == "CASCADE"
        }
    assert hanging == set(LISTS)


def test_lines_of_one_save_agree_in_their_moment(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"family_name": "Testperson", "languages": ("ar",)})
        clients.change_client(db, client, LATER, {"town": "Mainz", "postcode": "55116", "languages": ("ar", "ku")})
        assert sorted(lines(db, client)) == [
            ("languages", "ar", LATER.isoformat()), ("postcode", "", LATER.isoformat()),
            ("town", "", LATER.isoformat()),
        ]  # fmt: skip


def test_recording_leaves_no_line(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"family_name": "Testperson", "languages": ("ar",)}, {"day": "x"})
        case = cases.add_case(db, ORIGIN, client, DAY, Level.ACCOMPANIMENT)
        contacts.add_contact(
            db, ORIGIN, {"case_id": case, "form": "F2", "day": DAY, "minutes": 15}, (Topic("T01", None),)
        )
        form = forms.add_form(
            db, ORIGIN, {"case_id": case, "form": "f", "form_version": 1, "step": "a", "begun": DAY}
        )  # fmt: skip
        forms.write_answers(db, form, {"q": "1"})
        assert db.execute("SELECT count(*) FROM history").fetchone() == (0,)


def change(db: Connection, client: RecordId, minutes: int, note: str) -> None:
    clients.change_client(db, client, NOW + timedelta(minutes=minutes), {"note": note})


def test_typing_on_within_ten_minutes_is_one_step(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"family_name": "Testperson", "note": "Anfang"})
        change(db, client, 60, "Anfang und")
        change(db, client, 61, "Anfang und weiter")
        change(db, client, 69, "Anfang und weiter bis zum Ende")
        assert [old for _field, old, _moment in lines(db, client)] == ["Anfang"]
        change(db, client, 71, "Anfang und weiter bis zum Ende, später")
        assert [old for _field, old, _moment in lines(db, client)] == ["Anfang", "Anfang und weiter bis zum Ende"]


def test_what_is_overwritten_is_never_left_out(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"family_name": "Testperson", "note": "Anfang"})
        change(db, client, 60, "Eine lange Notiz")
        change(db, client, 61, "Versehen")
        change(db, client, 62, "")
        change(db, client, 63, "Neu")
        assert [old for _field, old, _moment in lines(db, client)] == ["Anfang", "Eine lange Notiz", "Versehen"]


def test_a_clock_set_back_merges_nothing(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"family_name": "Testperson", "note": "A"})
        change(db, client, 60, "AB")
        change(db, client, 55, "ABC")
        assert [old for _field, old, _moment in lines(db, client)] == ["A", "AB"]


def test_texts_typed_wrong_leave_a_line_of_their_own(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"birth_date": None}, {"birth_date": "31.02.1990"})
        clients.change_client(db, client, LATER, {"birth_date": date(1990, 2, 3)}, {"birth_date": None})
        assert sorted(lines(db, client), key=str) == [
            ("birth_date", None, LATER.isoformat()), ("raw.birth_date", "31.02.1990", LATER.isoformat()),
        ]  # fmt: skip


def test_fields_of_a_letter_and_answers_of_a_form_leave_lines_of_their_own(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"family_name": "Testperson"})
        case = cases.add_case(db, ORIGIN, client, DAY, Level.ACCOMPANIMENT)
        values = {"template": "G00", "template_version": 1, "language": "de", "with_german": False}
        letter = letters.add_letter(db, ORIGIN, case, values, {"text": "Guten Tag", "subject": "Wohnung"})
        letters.change_letter(db, letter, LATER, {}, {"text": "Sehr geehrte", "subject": "Wohnung"})
        assert lines(db, letter) == [("fields.text", "Guten Tag", LATER.isoformat())]
        form = forms.add_form(
            db, ORIGIN, {"case_id": case, "form": "f", "form_version": 1, "step": "a", "begun": DAY}
        )  # fmt: skip
        forms.write_answers(db, form, {"q": "ja"})
        for minutes, answer in ((60, "nein"), (120, ""), (180, "vielleicht")):
            forms.change_form(db, form, NOW + timedelta(minutes=minutes), {})
            forms.write_answers(db, form, {"q": answer})
        assert [(field, old) for field, old, _moment in lines(db, form)] == [
            ("answer.q", "ja"), ("answer.q", "nein"), ("answer.q", None),
        ]  # fmt: skip
        records.delete(db, forms.FORM, form)
        assert lines(db, form) == []


def test_levels_and_topics_are_noted_as_lists(vault: Vault) -> None:
    with vault.write() as db:
        client = clients.add_client(db, ORIGIN, {"family_name": "Testperson"})
        case = cases.add_case(db, ORIGIN, client, DAY, Level.ACCOMPANIMENT)
        cases.set_level(db, case, Level.CASE_MANAGEMENT, date(2026, 11, 22), LATER)
        assert lines(db, case) == [("levels", "2026-11-20=ACCOMPANIMENT", LATER.isoformat())]
        contact = contacts.add_contact(
            db, ORIGIN, {"case_id": case, "form": "F2", "day": DAY, "minutes": 15}, (Topic("T01", "T01.1"),)
        )
        contacts.change_contact(db, contact, LATER, {}, (Topic("T02", None),))
        assert lines(db, contact) == [("topics", "T01.1", LATER.isoformat())]
