"""Documents, recycle bin, new keys and hand-overs at once: what one does, another may be in the middle of."""

import copy
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.app import attachments as documents
from mfd_desktop.app import contacting, overview, passphrases, recycling
from mfd_desktop.app.colleagues import add_colleague, look_at_desk_file, write_desk_file
from mfd_desktop.app.erasing import finish_erasing
from mfd_desktop.app.handing_over import PARTS, Plan, hand_over
from mfd_desktop.app.passphrases import change_passphrase
from mfd_desktop.app.resealing import reseal_next, waiting_documents
from mfd_desktop.app.session import Session
from mfd_desktop.app.taking_over import look_at_package, take_over
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.errors_handover import PackageRefused
from mfd_desktop.domain.handover import Colleague
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault import attachments as store
from mfd_desktop.vault.attachment_files import place_of
from mfd_desktop.vault.case_transfer import dump_rows
from mfd_desktop.vault.erasing import erase_client
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.open_vault import OpenVault

OLD, NEW = "Probe-Tresor-2026", "Neuer-Probe-Tresor"
PAPER = b"Inhalt des Bescheids " * 500
NewCase = Callable[..., tuple[RecordId, RecordId]]


@pytest.fixture
def there(another_session: Callable[[str], Session]) -> Session:
    return another_session("there")


def introduce(one: Session, other: Session, folder: Path) -> Colleague:
    """Let ``one`` know ``other``."""
    write_desk_file(other, folder / "other.mfddesk")
    found = look_at_desk_file(folder / "other.mfddesk", one.clock.now())
    add_colleague(one, found)
    return found.colleague


@pytest.fixture
def lend(session: Session, there: Session, tmp_path: Path) -> Callable[[RecordId], RecordId]:
    """Lend a case to the colleague; return its id there."""

    def lending(case_id: RecordId) -> RecordId:
        until = session.clock.today() + timedelta(days=20)
        plan = Plan(case_id, introduce(session, there, tmp_path), "stand_in", until, reason="Vertretung")
        hand_over(session, plan, tmp_path / "lent.mfdcase")
        return take_over(there, look_at_package(there, tmp_path / "lent.mfdcase"))[0]

    return lending


@pytest.fixture
def give_back(session: Session, there: Session, tmp_path: Path) -> Callable[[RecordId], Any]:
    """Let the colleague give the case back; return what changed here."""

    def giving(case_id: RecordId) -> Any:
        path = tmp_path / "back.mfdcase"
        hand_over(there, Plan(case_id, introduce(there, session, tmp_path), "return"), path)
        return take_over(session, look_at_package(session, path))[1]

    return giving


def new_keys(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: FLOOR_COST)
    assert change_passphrase(session, OLD, NEW, known_to_others=True)


def files(session: Session) -> set[str]:
    return {path.stem for path in (session.folder / "attachments").glob("*.age")}


def rows(session: Session, query: str, *values: object) -> list[tuple[Any, ...]]:
    with session.vault.read() as db:
        return list(db.execute(query, values))


@pytest.mark.parametrize("away", ["document", "case", "client"])
def test_what_goes_into_the_bin_while_it_is_sealed_anew_comes_back_whole(
    session: Session, new_case: NewCase, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    client_id, case_id = new_case()
    found = documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    new_keys(session, monkeypatch)
    seal_anew, entries = store.seal_anew, []

    def slowly(folder: Path, attachment: Any) -> Any:
        sealed = seal_anew(folder, attachment)
        remove = {
            "document": lambda: documents.remove(session, found),
            "case": lambda: recycling.remove_case(session, case_id),
            "client": lambda: recycling.remove_client(session, client_id),
        }
        entries.append(remove[away]())
        return sealed

    with monkeypatch.context() as patch:
        patch.setattr(store, "seal_anew", slowly)
        reseal_next(session)
    assert len(files(session)) == 1
    recycling.restore(session, entries[0])
    assert documents.content(session, documents.read_attachment(session, found)) == PAPER
    assert (waiting_documents(session), reseal_next(session)) == (1, 0)
    assert documents.content(session, documents.read_attachment(session, found)) == PAPER


def test_what_is_erased_while_it_is_sealed_anew_leaves_no_file(
    session: Session, new_case: NewCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id, case_id = new_case()
    documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    new_keys(session, monkeypatch)
    seal_anew = store.seal_anew

    def slowly(folder: Path, attachment: Any) -> Any:
        sealed = seal_anew(folder, attachment)
        with session.vault.write() as db:
            erase_client(db, client_id, session.clock.now())
        return sealed

    monkeypatch.setattr(store, "seal_anew", slowly)
    reseal_next(session)
    finish_erasing(session)
    assert not files(session)


def test_a_document_in_the_bin_is_sealed_anew_once_it_is_back(
    session: Session, new_case: NewCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id, case_id = new_case()
    found = documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    other = documents.add_bytes(session, case_id, "pass.txt", PAPER)
    before = {one: documents.read_attachment(session, one).identity for one in (found, other)}
    inner = documents.remove(session, other)
    entry = recycling.remove_client(session, client_id)
    new_keys(session, monkeypatch)
    recycling.restore(session, entry)
    recycling.restore(session, inner)
    assert waiting_documents(session) == 2
    while reseal_next(session):
        pass
    for one, identity in before.items():
        assert documents.read_attachment(session, one).identity != identity
        assert documents.content(session, documents.read_attachment(session, one)) == PAPER


def test_a_document_on_the_screen_opens_although_it_was_sealed_anew(
    session: Session, new_case: NewCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    _client, case_id = new_case()
    documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    (shown,) = documents.attachments_of(session, case_id)
    new_keys(session, monkeypatch)
    assert reseal_next(session) == 0
    assert not place_of(session.folder, shown.file).exists()
    assert documents.content(session, shown) == PAPER


def test_what_fails_after_all_is_stored_takes_no_document_away(
    session: Session, there: Session, new_case: NewCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _client, case_id = new_case()
    write = OpenVault.write

    @contextmanager
    def failing(vault: OpenVault) -> Iterator[Any]:
        with write(vault) as db:
            yield db
        raise StorageError(vault.folder, "full")

    with monkeypatch.context() as patch:
        patch.setattr(OpenVault, "write", failing)
        with pytest.raises(StorageError):
            documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    (found,) = documents.attachments_of(session, case_id)
    assert documents.content(session, found) == PAPER
    hand_over(session, Plan(case_id, introduce(session, there, tmp_path), reason="x"), tmp_path / "a.mfdcase")
    package = look_at_package(there, tmp_path / "a.mfdcase")
    with monkeypatch.context() as patch:
        patch.setattr(OpenVault, "write", failing)
        with pytest.raises(StorageError):
            take_over(there, package)
    (attachment_id,) = rows(there, "SELECT id FROM attachment")[0]
    assert documents.content(there, documents.read_attachment(there, attachment_id)) == PAPER


def test_documents_of_a_colleague_are_found_by_name(
    session: Session, there: Session, new_case: NewCase, tmp_path: Path
) -> None:
    _client, case_id = new_case()
    documents.add_bytes(session, case_id, "Kanarienbescheid.txt", PAPER)
    with session.vault.write() as db:
        db.execute("UPDATE attachment SET text_read = ?, verified = ?", (session.clock.now().isoformat(),) * 2)
    hand_over(session, Plan(case_id, introduce(session, there, tmp_path), reason="x"), tmp_path / "a.mfdcase")
    take_over(there, look_at_package(there, tmp_path / "a.mfdcase"))
    assert len(overview.find(there, "Kanarienbescheid")) == 1
    assert rows(there, "SELECT text_read, verified FROM attachment") == [(None, None)], "nobody has read it here"


def test_a_stand_in_with_new_keys_gives_a_renamed_document_back(
    session: Session, there: Session, new_case: NewCase, lend: Callable[[RecordId], RecordId],
    give_back: Callable[[RecordId], Any], clock: FixedClock, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _client, case_id = new_case()
    mine = documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    lent = lend(case_id)
    clock.moment += timedelta(days=1)
    (theirs,) = documents.attachments_of(there, lent)
    new_keys(there, monkeypatch)
    assert reseal_next(there) == 0
    documents.save_document(there, theirs.stamp.id, {"name": "Bescheid vom Amt.txt"})
    assert give_back(lent).changed == 1
    found = documents.read_attachment(session, mine)
    assert found.name == "Bescheid vom Amt.txt"
    assert documents.content(session, found) == PAPER


def test_what_was_deleted_here_stays_in_the_bin_when_a_case_comes_back(
    session: Session, there: Session, new_case: NewCase, lend: Callable[[RecordId], RecordId],
    give_back: Callable[[RecordId], Any], clock: FixedClock, contact_raws: dict[str, str],
) -> None:  # fmt: skip
    _client, case_id = new_case()
    mine = documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    contacting.record_contact(session, case_id, contact_raws)
    lent = lend(case_id)
    clock.moment += timedelta(days=1)
    (theirs,) = overview.case_page(there, lent).contacts
    contacting.save_contact(there, theirs.stamp.id, {"note": "dort ergänzt"})
    (contact,) = overview.case_page(session, case_id).contacts
    entries = [documents.remove(session, mine), contacting.remove_contact(session, contact.stamp.id)]
    merged = give_back(lent)
    assert (merged.added, merged.both) == (0, 2)
    assert len(files(session)) == 1
    for entry in entries:
        recycling.restore(session, str(entry))
    assert documents.content(session, documents.read_attachment(session, mine)) == PAPER
    assert len(overview.case_page(session, case_id).contacts) == 1


def test_a_case_that_comes_back_touches_no_other(
    session: Session, there: Session, new_case: NewCase, lend: Callable[[RecordId], RecordId],
    give_back: Callable[[RecordId], Any], clock: FixedClock, contact_raws: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _client, case_id = new_case()
    _other, other_case = new_case("Nachbarin", "Erfunden")
    contacting.record_contact(session, case_id, contact_raws)
    contacting.record_contact(session, other_case, {**contact_raws, "note": "bleibt"})
    (foreign,) = overview.case_page(session, other_case).contacts
    lent = lend(case_id)
    clock.moment += timedelta(days=1)

    def tampered(found: Any) -> bytes:
        found["contact"][0].update(id=foreign.stamp.id, note="überschrieben", changed=clock.now().isoformat())
        return dump_rows(found)

    monkeypatch.setattr("mfd_desktop.app.handing_over.dump_rows", tampered)
    assert give_back(lent).both == 1
    assert [contact.note for contact in overview.case_page(session, other_case).contacts] == ["bleibt"]


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found["follow_up"][0].update(due="übermorgen"),
        lambda found: found["follow_up"][0].update(due="9999-12-31"),
        lambda found: found["follow_up"][0].update(changed="2026-11-23T09:30:00"),
        lambda found: found["follow_up"][0].update(raw="[]"),
        lambda found: found["follow_up"][0].update(raw="{"),
        lambda found: found["follow_up"][0].update(raw='{"due": 1}'),
        lambda found: found["follow_up"][0].update(urgent=2**70),
        lambda found: found["follow_up"][0].update(urgent=-1),
        lambda found: found["follow_up"][0].update(text=b"x"),
        lambda found: found["client"][0].update(birth_date="1.2.1990"),
        lambda found: found["contact"][0].update(minutes=15 * 10**9),
        lambda found: found["case_level"][0].update(level="unbekannt"),
        lambda found: found["case_level"][0].update(since="2026-13-01"),
        lambda found: found["attachment"][0].update(size=2**40),
        lambda found: found["attachment"][0].update(sealed_size=1),
        lambda found: found["attachment"][0].update(sealed_sha256="0" * 64),
        lambda found: found["attachment"][0].update(file="../../x"),
    ],
)
def test_values_that_no_screen_could_show_are_refused(
    session: Session, there: Session, new_case: NewCase, contact_raws: dict[str, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], None],
) -> None:  # fmt: skip
    from mfd_desktop.app import agenda

    _client, case_id = new_case(birth_date="1.2.1990")
    contacting.record_contact(session, case_id, contact_raws)
    agenda.record_follow_up(session, case_id, {"due": "1.12.2026", "text": "Nachfragen"})
    documents.add_bytes(session, case_id, "bescheid.txt", PAPER)

    def tampered(found: Any) -> bytes:
        found = copy.deepcopy(found)
        change(found)
        return dump_rows(found)

    monkeypatch.setattr("mfd_desktop.app.handing_over.dump_rows", tampered)
    hand_over(session, Plan(case_id, introduce(session, there, tmp_path), reason="x"), tmp_path / "a.mfdcase")
    with pytest.raises(PackageRefused, match="bad_records"):
        take_over(there, look_at_package(there, tmp_path / "a.mfdcase"))
    assert rows(there, "SELECT count(*) FROM client") == [(0,)]
    assert not files(there)
    overview.today(there)


def test_half_a_character_is_refused(
    session: Session, there: Session, new_case: NewCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _client, case_id = new_case("Testperson", "Amal")
    monkeypatch.setattr(
        "mfd_desktop.app.handing_over.dump_rows",
        lambda found: dump_rows(found).replace(b'"Testperson"', b'"\\ud800"'),
    )
    hand_over(session, Plan(case_id, introduce(session, there, tmp_path), reason="x"), tmp_path / "a.mfdcase")
    with pytest.raises(PackageRefused, match="bad_records"):
        look_at_package(there, tmp_path / "a.mfdcase")


def test_a_day_that_is_none_is_refused(
    session: Session, there: Session, new_case: NewCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _client, case_id = new_case()

    class NoDay(date):
        def isoformat(self) -> str:
            return "2026-02-31"

    until = NoDay(2026, 12, 1)
    plan = Plan(case_id, introduce(session, there, tmp_path), "stand_in", until, reason="x")
    monkeypatch.setattr("mfd_desktop.vault.handovers.add_handover", lambda *_all, **_more: RecordId("0" * 32))
    hand_over(session, plan, tmp_path / "a.mfdcase")
    with pytest.raises(PackageRefused, match="bad_records"):
        look_at_package(there, tmp_path / "a.mfdcase")


def test_whatever_is_left_out_the_rest_arrives(
    session: Session, there: Session, tmp_path: Path, new_case: NewCase
) -> None:
    _client, case_id = _rich(session, new_case)
    colleague = introduce(session, there, tmp_path)
    choices = [one for count in range(len(PARTS) + 1) for one in itertools.combinations(PARTS, count)]
    for number, parts in enumerate(choices[::7]):
        path = tmp_path / f"{number}.mfdcase"
        hand_over(session, Plan(case_id, colleague, parts=parts, reason="x"), path)
        take_over(there, look_at_package(there, path))


def _rich(session: Session, new_case: NewCase) -> tuple[RecordId, RecordId]:
    from mfd_desktop.app import agenda

    client_id, case_id = new_case()
    contact_id = contacting.record_contact(
        session, case_id,
        {"day": "23.11.2026", "minutes": "30", "topics": "T01", "channel": "K1", "language": "de",
         "interpreting": "M1", "result": "X1"},
    ).record_id  # fmt: skip
    follow_up = agenda.record_follow_up(session, case_id, {"due": "1.12.2026", "text": "Nachfragen"}).record_id
    documents.add_bytes(session, case_id, "bescheid.txt", PAPER)
    now = session.clock.now()
    from mfd_desktop.vault import forms, referrals
    from mfd_desktop.vault.records import Origin

    with session.vault.write() as db:
        values = {"case_id": case_id, "contact_id": contact_id, "follow_up_id": follow_up, "day": now.date(),
                  "target": "V01", "warm": True, "heard": False, "note": ""}  # fmt: skip
        referrals.add_referral(db, Origin(now, "test"), values, {})
        form = forms.add_form(
            db, Origin(now, "test"),
            {"case_id": case_id, "form": "first", "form_version": 1, "step": "a", "begun": now.date(),
             "contact_id": contact_id},
        )  # fmt: skip
        forms.write_answers(db, form, {"q1": "ja"})
    return client_id, case_id
