"""Making and joining a network, letting desks in, and refusing whatever is not the pinned network."""

import dataclasses
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app import network as networks
from mfd_desktop.app.delivering import deliver_outbox
from mfd_desktop.app.network import create_network, join_network, look_at_network, membership
from mfd_desktop.app.network_desks import approve, known_desks, read_members, revoke
from mfd_desktop.app.network_trust import pinned_network
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import read_office, save_office
from mfd_desktop.domain.errors import AlreadyInNetwork, NetworkRefused, NotInNetwork, SharedFolderGone, StorageError
from mfd_desktop.vault import exchange as store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "shared"
    found.mkdir()
    return found


@pytest.fixture
def coordinator(another_session: Callable[[str], Session], folder: Path) -> Session:
    found = another_session("coordinator")
    create_network(found, folder, "Verbund Probe", "Koordination Probe", due_days=15)
    return found


@pytest.fixture
def joined(session: Session, coordinator: Session, folder: Path) -> Session:
    """A desk that has joined and whose card lies in the folder."""
    join_network(session, look_at_network(folder))
    assert deliver_outbox(session).waiting == 0
    return session


def state_of(coordinator: Session) -> list[str]:
    return [desk.state for desk in known_desks(read_members(coordinator))]


def test_desk_and_coordinator_read_the_same_words(session: Session, coordinator: Session, folder: Path) -> None:
    invitation = look_at_network(folder)
    own = membership(coordinator)
    assert own is not None
    assert own.role == "coordinator"
    assert invitation.words == own.words
    assert len(invitation.words) == 10
    assert (invitation.name, invitation.coordinators) == ("Verbund Probe", ("Koordination Probe",))
    assert membership(session) is None
    join_network(session, invitation)
    found = membership(session)
    assert found is not None
    assert (found.role, found.words, found.folders, found.due_days) == ("desk", own.words, (folder,), 15)
    assert found.own_words != found.words


def test_a_desk_is_let_in_and_taken_out(joined: Session, coordinator: Session) -> None:
    (asking,) = known_desks(read_members(coordinator))
    own = membership(joined)
    assert own is not None
    assert (asking.state, asking.words, own.approved) == ("unapproved", own.own_words, None)
    assert (asking.name, asking.office, asking.carrier, asking.district) == (
        "MFD Musterstadt", "MFD Musterstadt", "Muster-Träger", "07315"
    )  # fmt: skip
    approve(coordinator, asking.desk)
    assert deliver_outbox(coordinator).delivered == 1
    assert state_of(coordinator) == ["approved"]
    deliver_outbox(joined)
    own = membership(joined)
    assert own is not None
    assert own.approved == date(2026, 11, 23)
    revoke(coordinator, asking.desk)
    deliver_outbox(coordinator)
    assert state_of(coordinator) == ["revoked"]
    deliver_outbox(joined)
    own = membership(joined)
    assert own is not None
    assert own.revoked


def test_decisions_hold_although_their_files_were_taken_away(
    joined: Session, coordinator: Session, folder: Path
) -> None:
    (asking,) = known_desks(read_members(coordinator))
    approve(coordinator, asking.desk)
    revoke(coordinator, asking.desk)
    deliver_outbox(coordinator)
    shutil.rmtree(folder / "revocations")
    shutil.rmtree(folder / "desks")
    assert state_of(coordinator) == ["revoked"]


def test_a_second_approval_changes_nothing(joined: Session, coordinator: Session, folder: Path) -> None:
    (asking,) = known_desks(read_members(coordinator))
    approve(coordinator, asking.desk)
    deliver_outbox(coordinator)
    before = sorted(path.read_bytes() for path in (folder / "approvals").iterdir())
    approve(coordinator, asking.desk)
    assert deliver_outbox(coordinator).delivered == 0
    assert sorted(path.read_bytes() for path in (folder / "approvals").iterdir()) == before


def test_the_card_follows_the_office_data(joined: Session, coordinator: Session) -> None:
    office = read_office(joined)
    assert office is not None
    save_office(joined, dataclasses.replace(office, desk="Stelle Nord", fte="0,75", counsellor="CANARY-Beraterin"))
    assert deliver_outbox(joined).delivered == 1
    (found,) = known_desks(read_members(coordinator))
    assert (found.name, found.fte) == ("Stelle Nord", 75)
    assert deliver_outbox(joined).delivered == 0


def test_the_card_holds_nothing_but_what_belongs_on_it(joined: Session, folder: Path) -> None:
    office = read_office(joined)
    assert office is not None
    kept = {"name", "carrier", "district", "desk", "fte", "regime", "logo"}
    private = {
        field.name: f"CANARY-{field.name}" for field in dataclasses.fields(office) if field.name not in kept
    }  # fmt: skip
    save_office(joined, dataclasses.replace(office, **private, fte="1,0"))  # type: ignore[arg-type]  # texts
    deliver_outbox(joined)
    written = b"".join(path.read_bytes() for path in folder.rglob("*.json"))
    assert b"CANARY" not in written
    assert b'"fte":100' in written


def test_control_characters_in_the_office_do_not_spoil_the_card(joined: Session, coordinator: Session) -> None:
    office = read_office(joined)
    assert office is not None
    save_office(joined, dataclasses.replace(office, name="MFD\nNord\u202e" + "x" * 300))
    assert deliver_outbox(joined).waiting == 0
    assert known_desks(read_members(coordinator))[0].office.startswith("MFD Nord")


def test_control_characters_in_the_names_do_not_spoil_the_network(session: Session, tmp_path: Path) -> None:
    place = tmp_path / "another folder"
    place.mkdir()
    create_network(session, place, "Verbund\u202e\nSüd " + "x" * 300, "Fach\treferat\u200b")
    found = look_at_network(place)
    assert found.name.startswith("Verbund Süd")
    assert found.coordinators == ("Fach referat",)


def test_a_vault_belongs_to_one_network(joined: Session, coordinator: Session, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(AlreadyInNetwork):
        join_network(joined, look_at_network(folder))
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(AlreadyInNetwork):
        create_network(coordinator, other, "Noch einer", "X")
    assert list(other.iterdir()) == []


def test_a_folder_holds_one_network(
    another_session: Callable[[str], Session], coordinator: Session, folder: Path
) -> None:
    second = another_session("second")
    before = (folder / "network.json").read_bytes()
    with pytest.raises(AlreadyInNetwork):
        create_network(second, folder, "Zweiter", "X")
    assert membership(second) is None
    assert (folder / "network.json").read_bytes() == before


def test_what_only_a_coordinator_may_do(joined: Session, session: Session) -> None:
    with pytest.raises(NotInNetwork):
        approve(joined, "0" * 20)
    with pytest.raises(NotInNetwork):
        read_members(joined)


def test_without_a_network_nothing_is_to_be_delivered(session: Session) -> None:
    assert deliver_outbox(session).waiting == 0
    with pytest.raises(NotInNetwork):
        pinned_network(session)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda folder: shutil.rmtree(folder), "missing"),
        (lambda folder: (shutil.rmtree(folder), folder.mkdir()), "empty"),
        (lambda folder: (folder / "network.json").rename(folder / "network (Konflikt).json"), "no_network"),
        (lambda folder: (folder / "network.json").write_bytes(b"{}"), "refused_foreign"),
        (lambda folder: (folder / "network.json").write_bytes(b"{"), "refused_partial"),
        (lambda folder: (folder / "network.json").write_bytes(b" " * 70_000), "refused_too_large"),
    ],
)
def test_nothing_is_sent_into_a_folder_that_is_not_the_network(
    joined: Session, folder: Path, damage: Callable[[Path], object], problem: str
) -> None:
    with joined.vault.write() as db:
        store.put_in_outbox(db, "approvals/x.json", b"waiting", joined.clock.now())
    damage(folder)
    before = sorted(folder.rglob("*"))
    found = deliver_outbox(joined)
    assert (found.delivered, found.waiting, found.problem) == (0, 2, problem)
    assert sorted(folder.rglob("*")) == before
    with joined.vault.read() as db:
        assert {entry.problem for entry in store.read_outbox(db)} == {problem}


def test_another_network_in_its_place_is_refused(
    joined: Session, another_session: Callable[[str], Session], folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    create_network(another_session("second"), other, "Verbund Probe", "Koordination Probe")
    shutil.copy(other / "network.json", folder / "network.json")
    assert deliver_outbox(joined).problem == "refused_foreign"
    with pytest.raises(NetworkRefused):
        networks.move_folder(joined, other)
    own = membership(joined)
    assert own is not None
    assert own.folders == (folder,)


def test_the_same_network_at_another_place_is_taken_over(joined: Session, folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "Laufwerk neu"
    folder.rename(moved)
    assert deliver_outbox(joined).problem == "missing"
    networks.move_folder(joined, moved)
    assert deliver_outbox(joined).waiting == 0


def test_a_second_folder_gets_the_network_and_all_decisions(
    joined: Session, coordinator: Session, folder: Path, tmp_path: Path
) -> None:
    approve(coordinator, known_desks(read_members(coordinator))[0].desk)
    deliver_outbox(coordinator)
    second = tmp_path / "Träger B"
    second.mkdir()
    networks.add_folder(coordinator, second)
    assert (second / "network.json").read_bytes() == (folder / "network.json").read_bytes()
    deliver_outbox(coordinator)
    assert sorted(path.name for path in (second / "approvals").iterdir())
    third = tmp_path / "fremd"
    third.mkdir()
    (third / "network.json").write_bytes(b"{}")
    with pytest.raises(NetworkRefused):
        networks.add_folder(coordinator, third)
    with pytest.raises(SharedFolderGone):
        networks.add_folder(coordinator, tmp_path / "nicht da")


def test_looking_into_a_folder_without_a_network_says_why(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(SharedFolderGone, match="missing"):
        look_at_network(tmp_path / "nicht da")
    with pytest.raises(SharedFolderGone, match="empty"):
        look_at_network(folder)
    (folder / "a.txt").write_text("a", encoding="utf-8")
    with pytest.raises(SharedFolderGone, match="no_network"):
        look_at_network(folder)


def test_a_folder_that_may_not_be_written_keeps_it_waiting(
    joined: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mfd_desktop.files import shared

    def refusing(*_arguments: object, **_more: object) -> None:
        raise StorageError(folder, "read_only")

    office = read_office(joined)
    assert office is not None
    save_office(joined, dataclasses.replace(office, desk="Neu"))
    with monkeypatch.context() as patched:
        patched.setattr(shared, "deliver", refusing)
        assert deliver_outbox(joined).problem == "read_only"
    found = deliver_outbox(joined)
    assert (found.delivered, found.waiting) == (1, 0)


def test_what_was_taken_away_before_the_receipt_is_delivered_again(joined: Session, folder: Path) -> None:
    shutil.rmtree(folder / "desks")
    deliver_outbox(joined)
    assert len(list((folder / "desks").iterdir())) == 1
    (path,) = (folder / "desks").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:40])
    deliver_outbox(joined)
    assert path.read_bytes() == whole


def test_changes_are_announced_and_silence_means_nothing_changed(joined: Session) -> None:
    seen: list[object] = []
    joined.listen(lambda changes, _initiator: seen.append(changes))
    deliver_outbox(joined)
    assert seen == []
