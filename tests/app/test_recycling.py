"""The recycle bin from the desk: what counts, what a clock cannot take away, what goes for good."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mfd_desktop.app import attachments, casework, contacting, overview, recycling, recycling_words
from mfd_desktop.app.changes import Changes
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.recycling_words import entry_words
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors_history import NoLongerInBin
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import bin as store
from mfd_desktop.vault import erasing, journal
from mfd_desktop.vault.contacts import count_period
from mfd_desktop.vault.holdings import tables

NewCase = Callable[..., tuple[RecordId, RecordId]]
DAY = timedelta(days=1)


class _Stop(Exception):
    """Something fails in the middle."""


def unlock(session: Session, moment: datetime) -> None:
    with session.vault.write() as db:
        journal.append(db, moment, Event.UNLOCK, "passphrase")


def test_what_is_in_the_bin_is_not_counted(
    session: Session, new_case: NewCase, contact_raws: dict[str, str], clock: FixedClock
) -> None:
    client_id, case_id = new_case()
    contacting.record_contact(session, case_id, contact_raws)
    first, last = clock.today() - 300 * DAY, clock.today()
    with session.vault.read() as db:
        before = count_period(db, first, last)
    entry = recycling.remove_client(session, client_id)
    with session.vault.read() as db:
        gone = count_period(db, first, last)
    assert (before.persons, gone.persons, gone.contacts) == (1, 0, 0)
    assert overview.find(session, "Testperson") == ()
    recycling.restore(session, entry)
    with session.vault.read() as db:
        assert count_period(db, first, last) == before


def test_a_household_goes_with_its_last_member_only(session: Session, new_case: NewCase) -> None:
    first, _ = new_case("Testperson", "Amal")
    second, _ = new_case("Testperson", "Karim")
    household = casework.found_household(session, first, "Haushalt Testperson")
    casework.join_household(session, second, household)
    one = recycling.remove_client(session, first)
    two = recycling.remove_client(session, second)
    with session.vault.read() as db:
        assert db.execute("SELECT count(*) FROM household").fetchone() == (0,)
    recycling.restore(session, two)
    recycling.restore(session, one)
    assert casework.read_client(session, first).household_id == household


def test_only_days_the_vault_has_seen_count(session: Session, new_case: NewCase, clock: FixedClock) -> None:
    client_id, _ = new_case()
    recycling.remove_client(session, client_id)
    start = clock.moment
    clock.moment = start + 400 * DAY
    unlock(session, clock.moment)
    assert recycling.purge(session) == 0, "a clock that jumped ahead takes nothing away"
    clock.moment = start - 400 * DAY
    assert recycling.purge(session) == 0, "nor does one that was set back"
    clock.moment = start + 31 * DAY
    for day in (29, 30, 31):
        unlock(session, start + day * DAY)
    assert recycling.purge(session) == 0, "the third newest day is the 29th"
    for day in (32, 33):
        unlock(session, start + day * DAY)
    clock.moment = start + 33 * DAY
    assert recycling.purge(session) == 1
    assert recycling.entries(session) == ()
    assert log_entries(session)[0].event is Event.ERASE


def test_a_person_that_goes_for_good_is_on_the_erasure_list(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case("Kanarienvogel", "Erfunden")
    entry = recycling.remove_client(session, client_id)
    recycling.forget(session, entry)
    with session.vault.read() as db:
        listed = {record_id for record_id, _kind, _day in erasing.read_erased(db)}
        left = "\n".join(str(row) for table in tables(db) for row in db.execute(f"SELECT * FROM {table}"))
    assert client_id in listed
    assert "Kanarienvogel" not in left
    assert case_id not in left
    with pytest.raises(NoLongerInBin):
        recycling.restore(session, entry)


def test_the_file_of_a_document_leaves_the_disk_with_the_bin(
    session: Session, new_case: NewCase, tmp_path: Path
) -> None:
    _, case_id = new_case()
    paper = tmp_path / "Bescheid.txt"
    paper.write_text("Erfundener Bescheid", encoding="utf-8")
    attachment_id = attachments.add_file(session, case_id, paper)
    folder = session.folder / "attachments"
    (sealed,) = folder.glob("*.age")
    entry = attachments.remove(session, attachment_id)
    assert sealed.exists()
    recycling.restore(session, entry)
    found = attachments.read_attachment(session, attachment_id)
    assert attachments.content(session, found) == paper.read_bytes()
    recycling.forget(session, attachments.remove(session, attachment_id))
    assert not sealed.exists()


def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    session: Session, new_case: NewCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id, _ = new_case()

    def fail(*_args: object) -> None:
        raise _Stop

    with monkeypatch.context() as patched:
        patched.setattr(store, "_follow", fail)
        with pytest.raises(_Stop):
            recycling.remove_client(session, client_id)
    assert recycling.entries(session) == ()
    before = casework.read_client(session, client_id)
    entry = recycling.remove_client(session, client_id)
    with monkeypatch.context() as patched:
        patched.setattr(store, "_follow", fail)
        with pytest.raises(_Stop):
            recycling.restore(session, entry)
    assert [one.id for one in recycling.entries(session)] == [entry]
    recycling.restore(session, entry)
    assert casework.read_client(session, client_id) == before


def test_listeners_hear_what_went_and_came(session: Session, new_case: NewCase) -> None:
    client_id, case_id = new_case()
    heard: list[Changes] = []
    session.listen(lambda changes, _initiator: heard.append(changes))
    recycling.restore(session, recycling.remove_case(session, case_id))
    assert all({"case", "contact"} <= changes.kinds and case_id in changes.ids for changes in heard)
    assert len(heard) == 2
    assert client_id in heard[0].ids


def test_every_record_can_be_named(session: Session) -> None:
    with session.vault.read() as db:
        stamped = {
            table
            for table in tables(db)
            if {"raw", "source_version"} <= {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
        }
    assert stamped == recycling_words.KINDS.keys()


@pytest.mark.parametrize(
    ("table", "title", "number", "words"),
    [
        ("contact", "2026-11-20", "2026-0001", "Kontakt: 20.11.2026"),
        ("contact", "2026-11-20", "", "Kurzberatung: 20.11.2026"),
        ("client", "", "", "Person mit allen Daten"),
        ("form_record", "first_interview", "2026-0001", "Formular: Erstgespräch Sozialberatung"),
        ("form_record", "unknown", "2026-0001", "Formular: unknown"),
        ("privacy_event", "correction", "", "Datenschutz-Eintrag"),
        ("household", "Haushalt Probe", "", "Haushalt: Haushalt Probe"),
    ],
)
def test_entries_are_named_in_words(session: Session, table: str, title: str, number: str, words: str) -> None:
    with session.vault.write() as db:
        db.execute(
            "INSERT INTO bin (id, record_table, record_id, deleted, number, title, content)"
            " VALUES ('b', ?, ?, ?, ?, ?, '{}')",
            (table, secrets.token_hex(16), datetime(2026, 11, 23, tzinfo=UTC).isoformat(), number, title),
        )
    (entry,) = recycling.entries(session)
    assert entry_words(session, entry) == words
