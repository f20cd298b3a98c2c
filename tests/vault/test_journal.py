"""The log: events in order, handles that erasure makes meaningless, and a chain whose break is found at its place."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault.clients import CLIENT, remove_client
from mfd_desktop.vault.journal import append, broken_at, read_log
from mfd_desktop.vault.records import Origin, insert
from mfd_desktop.vault.store import Vault

MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EMPTY = dict.fromkeys(
    ("given_name", "family_name", "other_names", "street", "postcode", "town", "azr_number", "bamf_number",
     "office_number", "household_role", "note"), ""
)  # fmt: skip


@pytest.fixture
def logged(open_vault: Callable[..., Vault], folder: Path) -> tuple[Vault, RecordId]:
    vault = open_vault(folder)
    with vault.write() as db:
        person = insert(db, CLIENT, Origin(MOMENT, "test"), EMPTY, {})
        for event in (Event.UNLOCK, Event.EXPORT, Event.PRINT, Event.SETTING, Event.BACKUP):
            append(db, MOMENT, event, "x", person if event is Event.PRINT else None)
    return vault, person


def test_entries_come_newest_first_and_the_chain_holds(logged: tuple[Vault, RecordId]) -> None:
    vault, person = logged
    with vault.write() as db:
        assert broken_at(db) is None
        entries = read_log(db)
    assert [entry.event for entry in entries][:2] == [Event.BACKUP, Event.SETTING]
    assert [entry.client_id for entry in entries] == [None, None, person, None, None]


def test_erasing_takes_the_meaning_of_a_handle_and_leaves_the_chain(logged: tuple[Vault, RecordId]) -> None:
    vault, person = logged
    with vault.write() as db:
        remove_client(db, person)
        assert broken_at(db) is None
        assert read_log(db)[2].client_id is None
        assert read_log(db)[2].handle


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE log_entry SET detail = 'y' WHERE position = 2", 2),
        ("UPDATE log_entry SET handle = '' WHERE position = 3", 3),
        ("DELETE FROM log_entry WHERE position = 1", 1),
        ("DELETE FROM log_entry WHERE position = 3", 3),
        ("DELETE FROM log_entry WHERE position = 5", 5),
        ("DELETE FROM log_entry", 1),
        ("UPDATE log_entry SET position = 6 WHERE position = 5", 5),
        ("UPDATE log_head SET mac = ''", 6),
    ],
)
def test_a_break_is_found_at_its_place(logged: tuple[Vault, RecordId], statement: str, place: int) -> None:
    with logged[0].write() as db:
        db.execute(statement)
        assert broken_at(db) == place


def test_an_empty_log_is_whole_and_a_text_is_refused(open_vault: Callable[..., Vault], folder: Path) -> None:
    vault = open_vault(folder)
    with vault.write() as db:
        assert broken_at(db) is None
        with pytest.raises(ValueError, match="code"):
            append(db, MOMENT, Event.EXPORT, "Amal Testperson")
