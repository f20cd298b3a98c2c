"""A case goes to a colleague whole or not at all, becomes a new case there, and comes back from a stand-in."""

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest

from mfd_desktop.app import agenda, casework, contacting, letters, overview, releases
from mfd_desktop.app.colleagues import (
    Introduction,
    add_colleague,
    colleagues,
    look_at_desk_file,
    own_keys,
    own_words,
    remove_colleague,
    write_desk_file,
)
from mfd_desktop.app.handing_over import Plan, hand_over, look_at_case, release_towards
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.app.taking_over import Found, look_at_package, take_over
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.errors_handover import (
    AttachmentNotWhole,
    DeskFileRefused,
    PackageKnown,
    PackageRefused,
    ReasonMissing,
)
from mfd_desktop.domain.handover import Colleague
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import handovers
from mfd_desktop.vault.case_transfer import LEFT_OUT, dump_rows, tables
from mfd_desktop.vault.contacts import count_period
from mfd_desktop.vault.search import find

CANARY = "Kanarienvogel-Erfunden"
REASON = "Mündlich vereinbart, Papier folgt"


def introduce(one: Session, other: Session, folder: Path) -> Colleague:
    """Let ``one`` know ``other``."""
    path = folder / "other.mfddesk"
    write_desk_file(other, path)
    found = look_at_desk_file(path, one.clock.now())
    assert found.words == own_words(other)
    add_colleague(one, found)
    return found.colleague


@pytest.fixture
def there(another_session: Callable[[str], Session]) -> Session:
    return another_session("there")


@pytest.fixture
def colleague(session: Session, there: Session, tmp_path: Path) -> Colleague:
    return introduce(session, there, tmp_path)


def add_document(session: Session, case_id: RecordId, name: str, body: bytes) -> Path:
    """Put a document into a case the way attachments lie in a vault."""
    identity = pyrage.x25519.Identity.generate()
    sealed = pyrage.encrypt(body, [identity.to_public()])
    record, file = hashlib.md5(name.encode()).hexdigest(), hashlib.md5(body + name.encode()).hexdigest()  # noqa: S324 - any 32 digits
    folder = session.folder / "attachments"
    folder.mkdir(exist_ok=True)
    (folder / f"{file}.age").write_bytes(sealed)
    now = session.clock.now().isoformat()
    values = {
        "id": record, "state": "valid", "source": "attachment", "source_version": 1, "created": now, "changed": now,
        "case_id": case_id, "name": name, "media": "text/plain", "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(), "file": file, "identity": str(identity),
        "sealed_size": len(sealed), "sealed_sha256": hashlib.sha256(sealed).hexdigest(), "note": "",
    }  # fmt: skip
    with session.vault.write() as db:
        marks = ", ".join("?" * len(values))
        db.execute(f"INSERT INTO attachment ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    return folder / f"{file}.age"


@pytest.fixture
def full_case(session: Session, new_case: Callable[..., Any], contact_raws: dict[str, str]) -> RecordId:
    """A case with something of everything."""
    client_id, case_id = new_case(CANARY, "Amal", languages="ar", birth_date="1.2.1990")
    casework.save_contact_way(session, client_id, None, {"kind": "mobile", "value": "0171 2345678"})
    contacting.record_contact(session, case_id, {**contact_raws, "note": f"Vermerk über {CANARY}"})
    contacting.record_contact(session, case_id, {**contact_raws, "day": "20.11.2026", "topics": "T02"})
    agenda.record_follow_up(session, case_id, {"due": "1.12.2026", "text": "Nachfragen"})
    agenda.record_appointment(session, case_id, {"day": "1.12.2026", "start": "9:30", "title": "Gespräch"})
    letter = letters.begin_letter(session, case_id, "G00", "de", texts={"subject": "Probe", "body": "Guten Tag"})
    letters.save_letter(session, letter, {"recipient": "Frau Probe\n12345 Musterstadt"})
    add_document(session, case_id, "Bescheid.txt", b"Inhalt des Bescheids " * 5000)
    add_document(session, case_id, "Pass.txt", b"Passkopie")
    return case_id


def give(session: Session, plan: Plan, tmp_path: Path, name: str = "case.mfdcase") -> Path:
    path = tmp_path / name
    hand_over(session, plan, path)
    return path


def get(session: Session, path: Path) -> tuple[RecordId, Found]:
    found = look_at_package(session, path)
    return take_over(session, found)[0], found


def rows(session: Session, query: str, *values: object) -> list[tuple[Any, ...]]:
    with session.vault.read() as db:
        return list(db.execute(query, values))


def test_everything_arrives_as_a_new_case_with_its_origin(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path
) -> None:
    path = give(session, Plan(full_case, colleague, reason=REASON), tmp_path)
    assert CANARY.encode() not in path.read_bytes()
    introduce(there, session, tmp_path)
    case_id, found = get(there, path)
    assert (found.known, found.name, found.number) == (True, f"{CANARY}, Amal", "2026-0001")
    page, old = overview.case_page(there, case_id), overview.case_page(session, full_case)
    assert page.client.name == old.client.name
    assert page.client.languages == ("ar",)
    assert [contact.note for contact in page.contacts] == [contact.note for contact in old.contacts]
    assert [contact.topics for contact in page.contacts] == [contact.topics for contact in old.contacts]
    assert [way.value for way in page.ways] == ["0171 2345678"]
    assert [one.text for one in page.follow_ups] == ["Nachfragen"]
    assert [one.title for one in page.appointments] == ["Gespräch"]
    ids = {contact.stamp.id for contact in page.contacts}
    assert not ids & {contact.stamp.id for contact in old.contacts}
    (document, _second) = rows(there, "SELECT name, file, identity FROM attachment ORDER BY name")
    sealed = (there.folder / "attachments" / f"{document[1]}.age").read_bytes()
    identity = pyrage.x25519.Identity.from_str(document[2])
    assert pyrage.decrypt(sealed, [identity]) == b"Inhalt des Bescheids " * 5000
    with there.vault.read() as db:
        (record,) = handovers.handovers_of(db, case_id)
        assert [match.name for match in find(db, CANARY)] == [f"{CANARY}, Amal"]
    assert (record.direction, record.purpose, record.number) == ("in", "handover", "2026-0001")


def test_contacts_of_a_colleague_are_counted_at_her_desk_alone(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path,
    contact_raws: dict[str, str],
) -> None:  # fmt: skip
    case_id, _found = get(there, give(session, Plan(full_case, colleague, reason=REASON), tmp_path))
    year = (date(2026, 1, 1), date(2026, 12, 31))
    with there.vault.read() as db:
        assert count_period(db, *year).contacts == 0
    contacting.record_contact(there, case_id, contact_raws)
    with there.vault.read() as db:
        counts = count_period(db, *year)
    assert (counts.contacts, counts.persons) == (1, 1)
    with session.vault.read() as db:
        assert count_period(db, *year).contacts == 2


def test_a_release_for_the_colleague_is_recorded_with_it(
    session: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path
) -> None:
    with pytest.raises(ReasonMissing):
        hand_over(session, Plan(full_case, colleague, reason="  "), tmp_path / "x.mfdcase")
    assert not (tmp_path / "x.mfdcase").exists()
    assert release_towards(session, full_case, colleague) is None
    raws = {
        "valid_until": "31.12.2027", "recipient": colleague.office,
        "purpose": "Z17", "form": "written", "given": "20.11.2026", "sender": "MFD",
    }  # fmt: skip
    raws["matters"] = session.lists.codes("release_matters")[0]
    saved = releases.record_release(session, full_case, {**releases.new_release(session, full_case), **raws})
    assert not saved.problems
    found = release_towards(session, full_case, colleague)
    assert found is not None
    give(session, Plan(full_case, colleague), tmp_path)
    with session.vault.read() as db:
        (record,) = handovers.handovers_of(db, full_case)
    assert (record.release_id, record.reason) == (found.stamp.id, "")
    assert log_entries(session)[0].event is Event.HAND_OVER


def test_what_is_left_out_does_not_leave(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path
) -> None:
    assert look_at_case(session, full_case).count("contact") == 2
    assert look_at_case(session, full_case).bytes == 105_009
    slim = look_at_case(session, full_case, ("agenda",))
    assert (slim.count("contact"), slim.count("follow_up"), slim.bytes) == (0, 1, 0)
    path = give(session, Plan(full_case, colleague, parts=("agenda",), reason=REASON), tmp_path)
    case_id, _found = get(there, path)
    page = overview.case_page(there, case_id)
    assert (len(page.contacts), len(page.follow_ups)) == (0, 1)
    assert rows(there, "SELECT count(*) FROM attachment") == [(0,)]


def test_a_stand_in_gives_the_case_back_with_what_is_new(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path, clock: FixedClock,
    contact_raws: dict[str, str],
) -> None:  # fmt: skip
    until = date(2026, 12, 24)
    path = give(session, Plan(full_case, colleague, "stand_in", until, reason=REASON), tmp_path)
    case_id, found = get(there, path)
    assert (found.purpose, found.until) == ("stand_in", until)
    with there.vault.read() as db:
        assert [one.until for one in handovers.open_stand_ins(db)] == [until]
    clock.moment += timedelta(days=2)
    page = overview.case_page(there, case_id)
    casework.save_client(there, page.client.stamp.id, {"town": "Neustadt"})
    contacting.record_contact(there, case_id, {**contact_raws, "note": "in der Vertretung"})
    edited, kept = page.contacts
    contacting.save_contact(there, edited.stamp.id, {"note": "ergänzt"})
    contacting.save_contact(there, kept.stamp.id, {"note": "dort geändert"})
    mine = {
        (contact.day, contact.note): contact.stamp.id for contact in overview.case_page(session, full_case).contacts
    }
    contacting.save_contact(session, mine[kept.day, kept.note], {"note": "hier geändert"})
    add_document(there, case_id, "Neu.txt", b"neu")
    home = introduce(there, session, tmp_path)
    back = give(there, Plan(case_id, home, "return"), tmp_path, "back.mfdcase")
    returned = look_at_package(session, back)
    assert returned.home == full_case
    assert not returned.similar
    found_id, merged = take_over(session, returned)
    assert found_id == full_case
    assert merged is not None
    assert (merged.added, merged.changed, merged.both) == (2, 2, 1)
    after = overview.case_page(session, full_case)
    assert {contact.note for contact in after.contacts} == {"ergänzt", "hier geändert", "in der Vertretung"}
    assert after.client.town == "Neustadt"
    assert rows(session, "SELECT name FROM attachment ORDER BY name") == [
        ("Bescheid.txt",),
        ("Neu.txt",),
        ("Pass.txt",),
    ]
    assert len(list((session.folder / "attachments").iterdir())) == 3
    for desk in (session, there):
        with desk.vault.read() as db:
            assert handovers.open_stand_ins(db) == ()


def test_only_the_colleague_who_has_the_case_may_give_it_back(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path,
    another_session: Callable[[str], Session],
) -> None:  # fmt: skip
    third = another_session("third")
    get(there, give(session, Plan(full_case, colleague, reason=REASON), tmp_path))
    home = introduce(there, session, tmp_path)
    stranger = introduce(session, third, tmp_path)
    case_id, _found = get(third, give(session, Plan(full_case, stranger, "stand_in", date(2026, 12, 1), reason="x"),
                                      tmp_path, "lent.mfdcase"))  # fmt: skip
    assert home.key == introduce(third, session, tmp_path).key
    lent = rows(third, "SELECT origin FROM handover")[0][0]
    shutil.copy(give(third, Plan(case_id, home, "return"), tmp_path, "back.mfdcase"), tmp_path / "copy.mfdcase")
    with session.vault.write() as db:
        db.execute("UPDATE handover SET partner_key = ? WHERE purpose = 'stand_in'", (colleague.key,))
    with pytest.raises(PackageRefused, match="not_lent"):
        look_at_package(session, tmp_path / "copy.mfdcase")
    with session.vault.write() as db:
        db.execute("DELETE FROM handover WHERE purpose = 'stand_in'")
    with pytest.raises(PackageRefused, match="no_case"):
        look_at_package(session, tmp_path / "copy.mfdcase")
    assert json.loads(lent)["ids"]


def test_a_package_is_opened_once_and_by_its_receiver_alone(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path,
    another_session: Callable[[str], Session],
) -> None:  # fmt: skip
    path = give(session, Plan(full_case, colleague, reason=REASON), tmp_path)
    get(there, path)
    with pytest.raises(PackageKnown, match="known"):
        look_at_package(there, path)
    with pytest.raises(PackageRefused, match="not_for_us"):
        look_at_package(session, path)
    with pytest.raises(PackageRefused, match="not_for_us"):
        look_at_package(another_session("keyless"), path)
    assert own_words(session) != own_words(there)
    assert len(own_keys(there)) == 1


def test_a_document_that_is_not_whole_stops_the_hand_over(
    session: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path
) -> None:
    path = add_document(session, full_case, "Kaputt.txt", b"x" * 5000)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(AttachmentNotWhole) as caught:
            hand_over(session, Plan(full_case, colleague, reason=REASON), tmp_path / "x.mfdcase")
        assert caught.value.name == "Kaputt.txt"
        assert not list(tmp_path.glob("x.mfdcase*"))
        path.write_bytes(content[:100])
    assert not rows(session, "SELECT * FROM handover")


def test_a_full_medium_leaves_no_package_and_no_half_case(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = give(session, Plan(full_case, colleague, reason=REASON), tmp_path)
    found = look_at_package(there, path)

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", refuse)
        with pytest.raises(StorageError):
            hand_over(session, Plan(full_case, colleague, reason=REASON), tmp_path / "y.mfdcase")
        with pytest.raises(StorageError):
            take_over(there, found)
    assert not list(tmp_path.glob("y.mfdcase*"))
    assert not list((there.folder / "attachments").iterdir())
    assert rows(there, "SELECT count(*) FROM client") == [(0,)]
    take_over(there, found)
    assert rows(there, "SELECT count(*) FROM client") == [(1,)]


def test_a_desk_file_is_added_after_its_words_and_can_be_forgotten(
    session: Session, there: Session, colleague: Colleague, tmp_path: Path
) -> None:
    assert colleagues(session) == (colleague,)
    assert colleague.label == "MFD Musterstadt"
    remove_colleague(session, colleague.desk)
    assert colleagues(session) == ()
    path = tmp_path / "other.mfddesk"
    content = path.read_bytes()
    for bad in (b"", b"{}", content[:-1], content.replace(b"Musterstadt", b"Mustersta__"), b"x" * 20_000):
        path.write_bytes(bad)
        with pytest.raises(DeskFileRefused):
            look_at_desk_file(path, session.clock.now())
    with pytest.raises(StorageError):
        look_at_desk_file(tmp_path / "gone", there.clock.now())


def test_no_table_of_a_person_or_case_is_forgotten(session: Session) -> None:
    hanging = {
        table for (table,) in rows(
            session, "SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f"
            " WHERE m.type = 'table' AND f.\"table\" IN ('client', 'case_file', 'contact', 'form_record', 'letter',"
            " 'procedure', 'deadline', 'referral', 'release', 'attachment')"
        )
    }  # fmt: skip
    assert hanging - tables() - LEFT_OUT == set()


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found["client"][0].update(secret="x"),
        lambda found: found["contact"][0].update(form="F9"),
        lambda found: found["contact"][0].update({"day) VALUES (1); --": 1}),
        lambda found: found.update(setting=[{"name": "x", "value": "y"}]),
        lambda found: found.update(client=[]),
        lambda found: found.update(case_level=[]),
        lambda found: found["client"].append(dict(found["client"][0])),
        lambda found: found["client"][0].update(family_name=1.5),
        lambda found: found["client"][0].update(family_name={"b64": "?"}),
        lambda found: found["client"][0].pop("family_name"),
    ],
)
def test_hostile_records_change_nothing(
    session: Session, there: Session, full_case: RecordId, colleague: Colleague, tmp_path: Path,
    change: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def tampered(found: Any) -> bytes:
        change(found)
        return dump_rows(found)

    monkeypatch.setattr("mfd_desktop.app.handing_over.dump_rows", tampered)
    parts = ("contacts", "agenda")
    path = give(session, Plan(full_case, colleague, parts=parts, reason=REASON), tmp_path)
    with pytest.raises(PackageRefused, match="bad_records"):
        get(there, path)
    assert rows(there, "SELECT count(*) FROM client") == [(0,)]
    assert rows(there, "SELECT count(*) FROM setting WHERE name = 'x'") == [(0,)]


def test_an_introduction_names_desk_and_office(session: Session, there: Session, tmp_path: Path) -> None:
    write_desk_file(there, tmp_path / "a.mfddesk")
    found = look_at_desk_file(tmp_path / "a.mfddesk", session.clock.now())
    assert isinstance(found, Introduction)
    assert (found.colleague.office, found.colleague.carrier) == ("MFD Musterstadt", "Muster-Träger")
    assert len(found.words) == 10
