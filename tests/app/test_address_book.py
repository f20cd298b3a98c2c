"""The address book: recorded, found, changed, and kept while something names it."""

import pytest

from mfd_desktop.app import address_book, recycling
from mfd_desktop.app.changes import Changes
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors import RecipientInUse
from mfd_desktop.domain.fields import Problem
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import State

OFFICE = {"name": "Jobcenter Musterstadt", "department": "Leistung", "street": "Probeweg 1", "town": "Musterstadt"}


def added(session: Session, **raws: str) -> RecordId:
    saved = address_book.save_recipient(session, None, raws)
    assert saved.problems == ()
    return saved.record_id


def names(session: Session, text: str = "") -> list[str]:
    return [entry.label for entry in address_book.recipients(session, text)]


def test_an_entry_is_recorded_changed_and_read(session: Session) -> None:
    seen: list[Changes] = []
    session.listen(lambda changes, _initiator: seen.append(changes))
    record_id = added(session, **OFFICE)
    assert address_book.save_recipient(session, record_id, {"phone": "06131 000"}).problems == ()
    entry = address_book.read_recipient(session, record_id)
    assert (entry.label, entry.street, entry.phone, entry.note) == (
        "Jobcenter Musterstadt, Leistung", "Probeweg 1", "06131 000", "",
    )  # fmt: skip
    assert [changes.kinds for changes in seen] == [{"recipient"}, {"recipient"}]
    assert all(record_id in changes.ids for changes in seen)


def test_entries_stand_in_the_order_of_the_alphabet_and_are_found_by_beginnings_of_words(session: Session) -> None:
    added(session, **OFFICE)
    added(session, name="Ämterhaus Probe", town="Musterdorf")
    added(session, name="VG Trier")
    assert names(session) == ["Ämterhaus Probe", "Jobcenter Musterstadt, Leistung", "VG Trier"]
    assert names(session, "muster") == ["Ämterhaus Probe", "Jobcenter Musterstadt, Leistung"]
    assert names(session, "LEIST job") == ["Jobcenter Musterstadt, Leistung"]
    assert names(session, "vg, t") == ["VG Trier"]
    assert names(session, "stadt") == []


def test_a_name_means_an_entry_only_if_it_is_clear_which(session: Session) -> None:
    whole = added(session, name="Jobcenter Musterstadt")
    part = added(session, **OFFICE)
    other = added(session, name="Jugendamt", department="Kita")
    found = {
        text: entry.stamp.id if (entry := address_book.recipient_called(session, text)) else None
        for text in ("jobcenter musterstadt", "Jobcenter Musterstadt - Leistung", "Jugendamt", "Sozialamt", "", " , ")
    }
    assert list(found.values()) == [whole, part, other, None, None, None]
    added(session, name="Jugendamt", department="Vormundschaft")
    assert address_book.recipient_called(session, "Jugendamt") is None


def test_without_a_name_it_is_a_draft(session: Session) -> None:
    saved = address_book.save_recipient(session, None, {"town": "Musterstadt"})
    assert saved.problems == (Problem("name", "required"),)
    assert address_book.read_recipient(session, saved.record_id).stamp.state is State.DRAFT
    assert address_book.save_recipient(session, saved.record_id, {"name": "Amt"}).problems == ()


def test_an_entry_is_deleted_and_brought_back(session: Session) -> None:
    record_id = added(session, **OFFICE)
    before = address_book.read_recipient(session, record_id)
    gone = address_book.remove_recipient(session, record_id)
    with pytest.raises(KeyError):
        address_book.read_recipient(session, record_id)
    recycling.restore(session, gone)
    assert address_book.read_recipient(session, record_id) == before


def test_an_entry_that_a_letter_names_stays(session: Session) -> None:
    record_id = added(session, **OFFICE)
    with session.vault.write() as db:
        db.execute(
            """INSERT INTO letter (id, state, source, source_version, created, changed, recipient_id, template,
            template_version, language, with_german, number, title, fields, sent_note, blocked_reason)
            VALUES (?, 'valid', 'letter', 1, '', '', ?, 'G00', 1, 'de', 0, '', '', '{}', '', '')""",
            ("a" * 32, record_id),
        )
    assert address_book.uses(session, record_id) == (0, 1)
    with pytest.raises(RecipientInUse) as raised:
        address_book.remove_recipient(session, record_id)
    assert (raised.value.releases, raised.value.letters) == (0, 1)
    assert names(session) == ["Jobcenter Musterstadt, Leistung"]
