"""Texts wait before they enter the full-text index; nobody who searches notices."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import searchindex
from mfd_desktop.vault.migrations import migrate


@pytest.fixture
def db() -> Iterator[Any]:
    made = dbapi2.connect(":memory:", isolation_level=None)
    made.execute("PRAGMA recursive_triggers = ON")
    migrate(made)
    yield made
    made.close()


def put(db: Any, number: int, body: str) -> None:
    searchindex.put(db, "contact", RecordId(f"{number:032x}"), RecordId(f"{number:032x}"), None, body)


def rows(db: Any, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def found(db: Any, typed: str) -> list[int]:
    return sorted(int(client, 16) for client in searchindex.clients_with(db, typed, 100))


@pytest.mark.parametrize("typed", ["Zwiebel", "ZWIEBEL", "wiebelk", "zwíebel"])
def test_a_text_is_found_alike_while_it_waits_and_later(db: Any, typed: str) -> None:
    put(db, 1, "Ein Zwiebelkuchen für alle")
    assert rows(db, "search_text_content") == 0
    assert found(db, typed) == [1]
    for number in range(2, 65):
        put(db, number, f"Vermerk {number}")
    assert (rows(db, "search_waiting"), rows(db, "search_text_content")) == (0, 64)
    assert found(db, typed) == [1]
    assert found(db, "Vermerk 4") == [4, *range(40, 50)]


def test_a_changed_or_removed_text_is_found_no_more_wherever_it_was(db: Any) -> None:
    for number in range(1, 65):
        put(db, number, f"Altwort {number}")
    put(db, 65, "Altwort 65")
    for number in (1, 65):
        put(db, number, "Neuwort")
        assert number not in found(db, "Altwort")
    assert found(db, "Neuwort") == [1, 65]
    for number in (1, 65):
        searchindex.drop(db, RecordId(f"{number:032x}"))
    assert found(db, "Neuwort") == []
    assert rows(db, "search_waiting") == 0


def test_a_long_text_does_not_wait(db: Any) -> None:
    body = "Zebrafink " + "Wort " * 2000
    put(db, 1, body)
    assert rows(db, "search_waiting") == 0
    assert found(db, "zebrafink") == [1]
    put(db, 1, "kurz")
    assert (found(db, "zebrafink"), rows(db, "search_text_content")) == ([], 0)


def test_the_newest_text_with_the_words_is_told_wherever_it_is(db: Any) -> None:
    client = RecordId(f"{1:032x}")
    for number, body in enumerate(["Amsel im Baum", "Amsel " + "Wort " * 2000, "Drossel"], 2):
        searchindex.put(db, "attachment", RecordId(f"{number:032x}"), client, None, body)
    assert searchindex.newest_with(db, "drossel", client) == ("attachment", f"{4:032x}")
    assert searchindex.newest_with(db, "Wort Wort", client) == ("attachment", f"{3:032x}")
    assert searchindex.newest_with(db, "Amsel", RecordId("0" * 32)) is None
    assert searchindex.newest_with(db, "Meise", client) is None
