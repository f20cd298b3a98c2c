"""The recycle bin: what goes with a record comes back with it, to the last column."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

from mfd_desktop.domain.errors_history import NoLongerInBin, OwnerInBin
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Level, Topic
from mfd_desktop.vault import agenda, cases, clients, contacts, forms, referrals, search
from mfd_desktop.vault import bin as recycling
from mfd_desktop.vault.holdings import tables
from mfd_desktop.vault.records import Origin
from mfd_desktop.vault.store import Vault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ORIGIN = Origin(NOW, "test")
DAY = date(2026, 11, 20)


def dump(db: Connection) -> dict[str, list[str]]:
    """All rows of all tables, without the bin and the row numbers of the index."""
    found = {}
    for table in tables(db):
        if table in ("bin", "bin_file", "vault_state", "search_waiting"):
            continue
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        if table in ("search_entry", "history"):
            columns = [name for name in columns if name not in ("rowid", "id")]
        found[table] = sorted(repr(row) for row in db.execute(f"SELECT {', '.join(columns)} FROM {table}"))
    return found


@pytest.fixture
def vault(open_vault: Callable[..., Vault], folder: Path) -> Vault:
    return open_vault(folder)


@pytest.fixture
def person(vault: Vault) -> dict[str, RecordId]:
    with vault.write() as db:
        client = clients.add_client(
            db, ORIGIN, {"family_name": "Testperson", "given_name": "Amal", "languages": ("ar", "ku")}
        )
        clients.change_client(db, client, LATER, {"note": "Fiktive Notiz zum Haus"})
        way = clients.save_contact_way(db, ORIGIN, client, None, {"kind": "mobile", "value": "0171 2345678"}, {})
        case = cases.add_case(db, ORIGIN, client, date(2026, 3, 1), Level.ACCOMPANIMENT)
        values = {"case_id": case, "form": "F2", "day": DAY, "minutes": 30, "note": "Gespräch über die Wohnung"}
        contact = contacts.add_contact(db, ORIGIN, values, (Topic("T01", None), Topic("T02", None)))
        follow_up = agenda.add_follow_up(db, ORIGIN, {"case_id": case, "due": DAY, "text": "Rückfrage"}, {})
        owners = {"case_id": case, "contact_id": contact, "follow_up_id": follow_up}
        referral = referrals.add_referral(
            db, ORIGIN, {**owners, "day": DAY, "target": "V01", "warm": True, "heard": False, "note": ""}, {}
        )
        form = forms.add_form(
            db, ORIGIN,
            {"case_id": case, "form": "first", "form_version": 1, "step": "a", "begun": DAY, "contact_id": contact},
        )  # fmt: skip
        forms.write_answers(db, form, {"q1": "ja"})
    return {
        "client": client, "contact_way": way, "case_file": case, "contact": contact, "follow_up": follow_up,
        "referral": referral, "form_record": form,
    }  # fmt: skip


@pytest.mark.parametrize(
    "table", ["client", "contact_way", "case_file", "contact", "follow_up", "referral", "form_record"]
)
def test_deleting_and_restoring_leaves_everything_as_it_was(
    vault: Vault, person: dict[str, RecordId], table: str
) -> None:
    with vault.read() as db:
        before = dump(db)
    with vault.write() as db:
        entry = recycling.bin_record(db, table, person[table], LATER)
        assert db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (person[table],)).fetchone() is None
        assert dump(db) != before
    with vault.write() as db:
        recycling.restore(db, entry)
    with vault.read() as db:
        assert dump(db) == before
        assert recycling.entries(db) == ()


def test_what_is_in_the_bin_is_found_by_no_search(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.write() as db:
        assert search.find(db, "Wohnung")
        entry = recycling.bin_record(db, "client", person["client"], LATER)
        assert not search.find(db, "Wohnung")
        assert not search.find(db, "Testperson")
        recycling.restore(db, entry)
        assert search.find(db, "Wohnung")
        assert search.find(db, "Testperson")


def test_an_entry_says_whose_it_was(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.write() as db:
        recycling.bin_record(db, "contact", person["contact"], LATER)
        (entry,) = recycling.entries(db)
        number = cases.read_case(db, person["case_file"]).number
    assert (entry.table, entry.client_id, entry.case_id) == ("contact", person["client"], person["case_file"])
    assert (entry.number, entry.family_name, entry.given_name, entry.title) == (
        number, "Testperson", "Amal", DAY.isoformat(),
    )  # fmt: skip
    assert entry.days_left(LATER) == 30
    assert entry.days_left(LATER + timedelta(days=29, hours=23)) == 1
    assert entry.days_left(LATER + timedelta(days=31)) == 0
    assert entry.days_left(LATER - timedelta(days=400)) == 30


def test_two_records_go_and_come_back_together(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.read() as db:
        before = dump(db)
    with vault.write() as db:
        entry = recycling.bin_record(
            db, "referral", person["referral"], LATER, also=[("follow_up", person["follow_up"])]
        )
        assert db.execute("SELECT count(*) FROM follow_up").fetchone() == (0,)
        recycling.restore(db, entry)
        assert dump(db) == before


def test_what_has_lost_its_owner_stays_in_the_bin(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.write() as db:
        contact = recycling.bin_record(db, "contact", person["contact"], LATER)
        case = recycling.bin_record(db, "case_file", person["case_file"], LATER)
    with pytest.raises(OwnerInBin) as caught, vault.write() as db:
        recycling.restore(db, contact)
    assert caught.value.table == "case_file"
    with vault.write() as db:
        recycling.restore(db, case)
        recycling.restore(db, contact)
        assert contacts.read_contact(db, person["contact"]).minutes == 30


def test_a_link_to_what_is_gone_for_good_comes_back_empty(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.write() as db:
        contact = recycling.bin_record(db, "contact", person["contact"], LATER)
        referral = recycling.bin_record(db, "referral", person["referral"], LATER)
        recycling.forget(db, contact, LATER)
        recycling.restore(db, referral)
        assert referrals.read_referral(db, person["referral"]).contact_id is None


def test_earlier_deletions_of_a_person_come_back_with_the_person(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.write() as db:
        contact = recycling.bin_record(db, "contact", person["contact"], NOW)
        client = recycling.bin_record(db, "client", person["client"], LATER)
        assert [entry.id for entry in recycling.entries(db)] == [client]
        recycling.restore(db, client)
        assert [entry.id for entry in recycling.entries(db)] == [contact]


def test_only_what_is_older_is_purged_and_with_a_case_what_belonged_to_it(
    vault: Vault, person: dict[str, RecordId]
) -> None:
    with vault.write() as db:
        recycling.bin_record(db, "contact", person["contact"], LATER)
        recycling.bin_record(db, "contact_way", person["contact_way"], LATER)
        recycling.bin_record(db, "case_file", person["case_file"], NOW)
        assert recycling.purge(db, NOW, LATER) == 0
        assert recycling.purge(db, LATER, LATER) == 1
        (left,) = recycling.entries(db)
        assert left.table == "contact_way"


def test_what_is_not_there_is_not_deleted_and_not_restored(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.write() as db:
        with pytest.raises(KeyError):
            recycling.bin_record(db, "contact", "0" * 32, LATER)
        with pytest.raises(NoLongerInBin):
            recycling.restore(db, "0" * 32)


def test_a_case_number_is_not_given_twice(vault: Vault, person: dict[str, RecordId]) -> None:
    with vault.write() as db:
        number = cases.read_case(db, person["case_file"]).number
        recycling.bin_record(db, "case_file", person["case_file"], LATER)
        again = cases.add_case(db, ORIGIN, person["client"], date(2026, 3, 1), Level.ACCOMPANIMENT)
        assert cases.read_case(db, again).number != number
