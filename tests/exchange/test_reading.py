"""Every oddity in a shared folder is named and skipped; the good ones count."""

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.exchange import desks, envelope
from mfd_desktop.exchange.refusal import REASONS
from mfd_desktop.files.shared import deliver


def test_good_contributions_count_and_nothing_is_skipped(shared: Any, new_desk: Any) -> None:
    others = [shared.join(new_desk()) for _ in range(3)]
    for desk in others:
        shared.contribute(desk, desk.id.encode())
    found = shared.read()
    assert [(one.desk, one.content) for one in found.counted] == sorted((d.id, d.id.encode()) for d in others)
    assert found.skipped == ()


def test_only_the_period_asked_for_is_read(shared: Any, desk: Any) -> None:
    shared.contribute(desk, period="2026-Q2")
    shared.contribute(desk, b"2")
    assert [found.content for found in shared.read().counted] == [b"2"]
    assert [found.sequence for found in shared.read(period="2026-Q2").counted] == [1]


def test_the_highest_counts_and_the_one_it_replaces_is_not_called_an_error(shared: Any, desk: Any) -> None:
    shared.contribute(desk)
    shared.contribute(desk, b"new")
    assert [(found.sequence, found.content) for found in shared.read().counted] == [(2, b"new")]
    assert shared.reasons() == []


def test_when_the_highest_is_damaged_the_one_before_counts(shared: Any, desk: Any) -> None:
    shared.contribute(desk)
    path = shared.contribute(desk)
    path.write_bytes(path.read_bytes()[:-10])
    assert shared.counted() == [(desk.id, 1)]
    assert shared.reasons() == ["partial"]


def test_an_older_one_than_counted_before_is_a_replay(shared: Any, desk: Any) -> None:
    shared.contribute(desk)
    path = shared.contribute(desk)
    path.unlink()
    assert shared.counted(seen={desk.id: (2, "f" * 64)}) == []
    assert shared.reasons(seen={desk.id: (2, "f" * 64)}) == ["replayed"]


def test_two_with_one_number_contradict_each_other(shared: Any, desk: Any) -> None:
    shared.contribute(desk)
    desk.number = 0
    desk.previous = ""
    second = shared.contribute(desk, b"other")
    assert shared.counted() == []
    assert shared.reasons() == ["conflict", "conflict"]
    known = (1, second.name[2:66])
    assert [found.content for found in shared.read(seen={desk.id: known}).counted] == [b"other"]
    second.unlink()
    assert shared.counted(seen={desk.id: known}) == []
    assert shared.reasons(seen={desk.id: known}) == ["conflict"]


def test_the_same_in_two_folders_counts_once(shared: Any, desk: Any, new_desk: Any, tmp_path: Path) -> None:
    shared.contribute(desk)
    other = tmp_path / "other"
    shutil.copytree(shared.folder, other)
    shared.contribute(shared.join(new_desk()))
    for folders in ((shared.folder, other), (other, shared.folder)):
        found = shared.read(*folders)
        assert len(found.counted) == 2
        assert [one.reason for one in found.skipped] == ["duplicate"]
        assert {frozenset(one.folders) for one in found.counted} == {
            frozenset(folders), frozenset((shared.folder,))
        }  # fmt: skip


def test_a_forwarded_contribution_counts_although_card_and_approval_lie_elsewhere(
    shared: Any, desk: Any, tmp_path: Path
) -> None:
    path = shared.contribute(desk)
    other = tmp_path / "forwarded"
    (other / path.relative_to(shared.folder)).parent.mkdir(parents=True)
    path.rename(other / path.relative_to(shared.folder))
    assert shared.counted(shared.folder, other) == [(desk.id, 1)]


def test_names_left_by_synchronisations_are_named_and_skipped(shared: Any, desk: Any) -> None:
    path = shared.contribute(desk)
    for name in (
        f"{path.stem}.sync-conflict-20261123-101112-ABCDEFG.json",
        f"{path.stem} (conflicted copy 2026-11-23).json",
        f"{path.stem} (Konflikt).json",
        f"{path.stem} (1).json",
        f"{path.stem} - Kopie.json",
    ):
        shutil.copy(path, path.with_name(name))
    for name in (f"~${path.name}", f"{path.name}.tmp", f"{path.name}.part", f".{path.name}.Ab12", ".DS_Store"):
        shutil.copy(path, path.with_name(name))
    assert shared.counted() == [(desk.id, 1)]
    assert sorted(shared.reasons()) == ["sync_copy"] * 5 + ["temporary"] * 5


def test_whatever_else_lies_there_is_named_and_skipped(shared: Any, desk: Any, new_desk: Any) -> None:
    path = shared.contribute(desk)
    place = path.parent
    expected = {
        "readme.txt": ("foreign", b"hello"),
        f"4-{'4' * 64}.json": ("partial", path.read_bytes()[:-1]),
        f"5-{'5' * 64}.json": ("empty", bytes(4096)),
        f"6-{'6' * 64}.json": ("empty", b""),
        "7-other.json": ("foreign", b'{"a":1}'),
        "8-large.json": ("too_large", b" " * (envelope.MOST + 1)),
        "9-card.json": ("foreign", desks.sign_card(shared.card(desk), desk.keys)),
        f"2-{'0' * 64}.json": ("wrong_name", path.read_bytes()),
        "copy.json": ("wrong_name", path.read_bytes()),
    }
    for name, (_reason, content) in expected.items():
        (place / name).write_bytes(content)
    (place / "folder").mkdir()
    (place.parent / "thumbs.db").write_bytes(b"x")
    (place.parent.parent / "2026-Q3 alt").mkdir()
    found = shared.read()
    named = {one.path.rsplit("/", 1)[1]: one.reason for one in found.skipped}
    assert named == {
        **{name: reason for name, (reason, _content) in expected.items()},
        "folder": "foreign",
        "thumbs.db": "foreign",
        "2026-Q3 alt": "foreign",
    }
    assert [one.desk for one in found.counted] == [desk.id]


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are made in the POSIX way")
def test_pipes_and_links_are_not_read(shared: Any, desk: Any) -> None:
    path = shared.contribute(desk)
    os.mkfifo(path.parent / "pipe.json")
    (path.parent / "link.json").symlink_to(path)
    assert shared.reasons() == ["foreign", "foreign"]
    assert shared.counted() == [(desk.id, 1)]


def test_the_place_must_fit(shared: Any, desk: Any, new_desk: Any) -> None:
    path = shared.contribute(desk)
    other = shared.join(new_desk())
    for place in (path.parent.parent / other.id, path.parent.parent.parent / "2026-Q2" / desk.id):
        place.mkdir(parents=True)
        shutil.copy(path, place / path.name)
    assert shared.reasons() == ["wrong_place"]
    assert [one.reason for one in shared.read(period="2026-Q2").skipped] == ["wrong_place"]


def test_a_desk_must_be_let_in_and_may_be_taken_out(shared: Any, desk: Any, new_desk: Any) -> None:
    shared.contribute(desk)
    shared.contribute(shared.join(new_desk(), approve=False))
    shared.contribute(new_desk())
    assert shared.counted() == [(desk.id, 1)]
    assert sorted(shared.reasons()) == ["unapproved", "unknown_desk"]
    content = desks.sign_revocation(shared.network.network, desk.keys.public, date(2026, 11, 23), shared.keys)
    deliver(shared.folder, desks.revocation_path(desk.keys.public), content)
    assert shared.counted() == []
    assert sorted(shared.reasons()) == ["revoked", "unapproved", "unknown_desk"]


def test_approvals_of_others_do_not_count(shared: Any, new_desk: Any) -> None:
    desk = shared.join(new_desk(), approve=False)
    shared.contribute(desk)
    day = date(2026, 11, 23)
    own = desks.sign_approval(shared.network.network, desk.keys.public, day, desk.keys)
    path = shared.folder / desks.approval_path(desk.id)
    path.parent.mkdir()
    path.write_bytes(own)
    members = shared.members()
    assert [(one.path, one.reason) for one in members.skipped] == [(desks.approval_path(desk.id), "wrong_key")]
    assert shared.counted() == []
    path.write_bytes(desks.sign_approval("f" * 32, desk.keys.public, day, shared.keys))
    assert [one.reason for one in shared.members().skipped] == ["foreign"]


def test_a_contribution_to_another_network_does_not_count(shared: Any, desk: Any) -> None:
    header = shared.header(desk)
    values = {name: getattr(header, name) for name in header.__struct_fields__} | {"network": "e" * 32}
    foreign = envelope.Header(**values)
    content = envelope.seal(foreign, b"{}", desk.keys)
    deliver(shared.folder, envelope.contribution_path(foreign, content), content)
    assert shared.reasons() == ["foreign"]


def test_an_older_card_put_back_does_not_count(shared: Any, desk: Any) -> None:
    from mfd_desktop.exchange.members import read_members

    newer = desks.sign_card(shared.card(desk, version=2, fte=100), desk.keys)
    found = read_members((shared.folder,), shared.network, known=(newer,))
    assert found.cards[desk.id].body.fte == 100


def test_a_card_of_another_key_is_refused(shared: Any, desk: Any, new_desk: Any) -> None:
    other = new_desk()
    path = shared.folder / desks.card_path(desk.id)
    for content, reason in (
        (desks.sign_card(shared.card(desk), other.keys), "wrong_key"),
        (desks.sign_card(shared.card(desk, desk=other.id), desk.keys), "wrong_key"),
        (desks.sign_card(shared.card(desk, network="f" * 32), desk.keys), "foreign"),
        (desks.sign_card(shared.card(other), other.keys), "wrong_name"),
        (desks.sign_card(shared.card(desk, name="a\nb"), desk.keys), "changed"),
        (desks.sign_card(shared.card(desk, age="age1" + "q" * 58), desk.keys), "changed"),
    ):
        path.write_bytes(content)
        assert [one.reason for one in shared.members().skipped] == [reason]


def test_a_folder_that_cannot_be_listed_is_named(shared: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.contribute(desk)
    real = os.listdir

    def refusing(path: Path) -> list[str]:
        if Path(path).name == desk.id:
            raise PermissionError
        return real(path)

    monkeypatch.setattr(os, "listdir", refusing)
    assert shared.reasons() == ["unreadable"]


def test_the_result_does_not_depend_on_the_order_of_names(
    shared: Any, new_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        path = shared.contribute(shared.join(new_desk()))
        path.with_name("x.tmp").write_bytes(b"")
    before = shared.read()
    real = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: sorted(real(path), reverse=True))
    assert shared.read() == before


@given(content=st.binary(max_size=400), name=st.sampled_from(["a.json", "1-" + "0" * 64 + ".json", "ü.json"]))
def test_no_content_stops_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    from mfd_desktop.exchange.members import Members
    from mfd_desktop.exchange.reading import read_contributions

    folder = tmp_path_factory.mktemp("fuzz")
    place = folder / "contributions" / "2026-Q3" / ("0" * 20)
    place.mkdir(parents=True)
    (place / name).write_bytes(content)
    found = read_contributions(
        (folder,), "2026-Q3", members=Members(), network="a" * 32, seen={}, decode=lambda _found: b""
    )
    assert found.counted == ()
    assert [one.reason in REASONS for one in found.skipped] == [True]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such names")
def test_names_that_cannot_be_shown_are_spelled(shared: Any, desk: Any) -> None:
    place = shared.contribute(desk).parent
    for name in (b"\xff.json", "a\u202ejson.exe".encode(), b"a\nb\x1b[2J.json"):
        with open(os.path.join(os.fsencode(place), name), "wb") as file:  # noqa: PTH118, PTH123 - a name of bytes
            file.write(b"{}")
    found = [one.path.rsplit("/", 1)[1] for one in shared.read().skipped]
    assert sorted(found) == ["\\udcff.json", "a\\u000ab\\u001b[2J.json", "a\\u202ejson.exe"]
    assert shared.counted() == [(desk.id, 1)]


def test_a_flood_of_files_does_not_keep_the_good_one_from_counting(shared: Any, desk: Any) -> None:
    place = shared.contribute(desk).parent
    for number in range(2_000):
        (place / f"{number}.json").write_bytes(b"[" * 500)
    with (place / "large.json").open("wb") as file:
        file.truncate(1024**3)
    found = shared.read()
    assert [one.desk for one in found.counted] == [desk.id]
    assert len(found.skipped) == 2_001
