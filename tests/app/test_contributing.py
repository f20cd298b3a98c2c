"""From a desk's quarter to the sum over a network, through a real shared folder."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from mfd_desktop.app import contacting, periods
from mfd_desktop.app.aggregating import Aggregate, acknowledge, aggregate
from mfd_desktop.app.contributing import ended_periods, last_quarter, period_state, submit
from mfd_desktop.app.delivering import deliver_outbox, trouble
from mfd_desktop.app.network import add_folder, create_network, join_network, look_at_network, membership
from mfd_desktop.app.network_desks import approve, known_desks, read_members
from mfd_desktop.app.network_trust import coordinator_keys, desk_keys
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import read_office, save_office
from mfd_desktop.app.state_files import state_bytes
from mfd_desktop.domain.canonical import canonical
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import (
    NetworkRefused,
    NotInNetwork,
    PeriodClosed,
    SharedFolderGone,
    StorageError,
)
from mfd_desktop.domain.periods import Period
from mfd_desktop.exchange import envelope
from mfd_desktop.exchange.keys import fingerprint
from mfd_desktop.exchange.network import Reference, sign_network
from mfd_desktop.files import shared
from mfd_desktop.vault import exchange as store

Q2, Q3 = Period(2026, "Q", 2), Period(2026, "Q", 3)


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
def let_in(coordinator: Session, folder: Path) -> Callable[[Session], Session]:
    """Return a function that lets a vault join and be approved."""

    def letting(desk: Session) -> Session:
        join_network(desk, look_at_network(folder))
        deliver_outbox(desk)
        for known in known_desks(read_members(coordinator)):
            if known.state == "unapproved":
                approve(coordinator, known.desk)
        deliver_outbox(coordinator)
        return desk

    return letting


@pytest.fixture
def desk(session: Session, let_in: Callable[[Session], Session]) -> Session:
    return let_in(session)


@pytest.fixture
def add_contacts(contact_raws: dict[str, str], new_case: Callable[..., tuple[str, str]]) -> Callable[..., None]:
    """Return a function that records a contact each of so many new clients of `session`."""

    def adding(session: Session, count: int, day: str = "10.08.2026", label: str = "") -> None:
        for number in range(count):
            _client, case = new_case(f"Testperson{label}{number}", opened=day)
            contacting.record_contact(session, case, {**contact_raws, "day": day})  # type: ignore[arg-type]  # an id

    return adding


def contributions(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("contributions/**/*") if path.is_file())


def counted(found: Aggregate) -> int:
    return len(found.reports)


def test_a_quarter_goes_all_the_way_and_the_receipt_comes_back(
    desk: Session, coordinator: Session, folder: Path, add_contacts: Callable[..., None]
) -> None:
    add_contacts(desk, 12)
    assert period_state(desk, Q3).state == "none"
    assert period_state(desk, Q3).due is None, "it was due before the desk joined"
    assert period_state(desk, Period(2026, "Q", 4)).due == date(2027, 1, 15)
    assert submit(desk, Q3).waiting == 0
    assert (period_state(desk, Q3).state, period_state(desk, Q3).version) == ("delivered", 1)
    found = aggregate(coordinator, None, Q3)
    assert counted(found) == 1
    assert found.skipped == found.missing == ()
    assert found.reports[0].label == "MFD Musterstadt"
    frozen = periods.frozen(desk, Q3)
    assert frozen is not None
    assert frozen.sequence == found.reports[0].sequence == 1
    assert frozen.hash == found.reports[0].hash
    assert acknowledge(coordinator, found) == ()
    deliver_outbox(desk)
    state = period_state(desk, Q3)
    assert (state.state, state.day) == ("arrived", date(2026, 11, 23))


def test_the_sum_is_the_sum_of_what_the_desks_froze(
    session: Session,
    another_session: Callable[[str], Session],
    let_in: Callable[[Session], Session],
    coordinator: Session,
    add_contacts: Callable[..., None],
) -> None:
    add_contacts(session, 15)
    for desk in (let_in(session), let_in(another_session("second")), let_in(another_session("third"))):
        submit(desk, Q3)
    found = aggregate(coordinator, None, Q3)
    assert counted(found) == 3
    assert len({report.label for report in found.reports}) == 3
    own = periods.frozen(session, Q3)
    assert own is not None
    protected = json.loads(own.protected)["headline"]["contacts"]
    assert protected >= 11
    # The other two have recorded nothing.
    assert found.tables.headline["contacts"].total == protected


def test_no_name_of_a_desk_stops_the_report(
    session: Session, let_in: Callable[[Session], Session], coordinator: Session
) -> None:
    office = read_office(session)
    assert office is not None
    save_office(session, replace(office, desk="Beratung „Brücke“ 資料 📷"))
    submit(let_in(session), Q3)
    found = aggregate(coordinator, None, Q3)
    (report,) = found.reports
    assert report.label.startswith("Beratung „Brücke“ \\u8cc7\\u6599 \\U0001f4f7")
    assert state_bytes(coordinator, found, "pdf").startswith(b"%PDF")


def test_a_missing_desk_is_named_and_never_guessed(
    desk: Session, another_session: Callable[[str], Session], let_in: Callable[[Session], Session], coordinator: Session
) -> None:
    submit(desk, Q3)
    let_in(another_session("second"))
    found = aggregate(coordinator, None, Q3)
    assert (counted(found), len(found.missing)) == (1, 1)
    assert len(found.tables.missing) == 1


def test_a_period_is_reported_once_and_a_running_one_never(desk: Session, folder: Path) -> None:
    submit(desk, Q3)
    for period, reason in ((Q3, "few_changed"), (Period(2026, "Q", 4), "running"), (Period(2027), "running")):
        with pytest.raises(PeriodClosed) as caught:
            submit(desk, period)
        assert caught.value.reason == reason
    assert len(contributions(folder)) == 1


def test_a_revision_needs_ten_changed_persons_and_a_reason_and_takes_the_place_of_the_first(
    desk: Session, coordinator: Session, folder: Path, add_contacts: Callable[..., None]
) -> None:
    add_contacts(desk, 12)
    submit(desk, Q3)
    add_contacts(desk, 11, label="Nachtrag")
    with pytest.raises(PeriodClosed, match="no_reason"):
        submit(desk, Q3)
    submit(desk, Q3, reason="Nachtrag eines Stapels")
    assert period_state(desk, Q3).version == 2
    found = aggregate(coordinator, None, Q3)
    assert [report.sequence for report in found.reports] == [2]
    assert found.skipped == ()
    first, second = (envelope.read_contribution(path.read_bytes()).body.header for path in contributions(folder))
    assert second.supersedes == second.previous == envelope.hash_of(contributions(folder)[0].read_bytes())
    assert first.supersedes == first.previous == ""


def test_numbers_go_on_over_all_periods(desk: Session, folder: Path) -> None:
    for period in (Q2, Q3, Period(2026, "H", 1)):
        submit(desk, period)
    headers = [envelope.read_contribution(path.read_bytes()).body.header for path in contributions(folder)]
    assert sorted(header.sequence for header in headers) == [1, 2, 3]
    assert len({header.previous for header in headers}) == 3


@pytest.mark.parametrize("damage", ["missing", "empty", "no_network"])
def test_when_the_folder_is_away_the_contribution_waits_and_goes_later(
    desk: Session, coordinator: Session, folder: Path, tmp_path: Path, damage: str
) -> None:
    away = tmp_path / "away"
    if damage == "no_network":
        (folder / "network.json").rename(tmp_path / "network.json")
    else:
        shutil.move(folder, away)
    if damage == "empty":
        folder.mkdir()
    found = submit(desk, Q3)
    assert (found.delivered, found.problem) == (0, damage)
    state = period_state(desk, Q3)
    assert (state.state, state.problem) == ("waiting", damage)
    met = trouble(desk)
    assert met is not None
    assert (met.problem, met.waiting) == (damage, 1)
    assert periods.frozen(desk, Q3) is not None
    if damage == "empty":
        assert list(folder.iterdir()) == []
        folder.rmdir()
    if damage == "no_network":
        (tmp_path / "network.json").rename(folder / "network.json")
    else:
        shutil.move(away, folder)
    assert deliver_outbox(desk).delivered == 1
    assert period_state(desk, Q3).state == "delivered"
    assert trouble(desk) is None
    assert counted(aggregate(coordinator, None, Q3)) == 1


def test_trouble_keeps_the_day_it_began(desk: Session, folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    shutil.move(folder, tmp_path / "away")
    submit(desk, Q3)
    clock.moment = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    deliver_outbox(desk)
    met = trouble(desk)
    assert met is not None
    assert met.since.date() == date(2026, 11, 23)


@pytest.mark.parametrize("reason", ["read_only", "full", "failed"])
def test_when_the_folder_refuses_it_waits(
    desk: Session, monkeypatch: pytest.MonkeyPatch, folder: Path, reason: str
) -> None:
    def refusing(*_arguments: object, **_more: object) -> None:
        raise StorageError(folder, reason)

    with monkeypatch.context() as patched:
        patched.setattr(shared, "deliver", refusing)
        assert submit(desk, Q3).problem == reason
        assert period_state(desk, Q3).state == "waiting"
    deliver_outbox(desk)
    assert period_state(desk, Q3).state == "delivered"


def test_when_it_is_taken_away_before_the_receipt_it_is_delivered_again(desk: Session, folder: Path) -> None:
    submit(desk, Q3)
    (path,) = contributions(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    deliver_outbox(desk)
    assert path.read_bytes() == whole


def test_a_contribution_that_vanishes_after_the_receipt_comes_back(
    desk: Session, coordinator: Session, folder: Path
) -> None:
    submit(desk, Q3)
    acknowledge(coordinator, aggregate(coordinator, None, Q3))
    deliver_outbox(desk)
    shutil.rmtree(folder / "contributions")
    assert counted(aggregate(coordinator, None, Q3)) == 0
    deliver_outbox(desk)
    assert period_state(desk, Q3).state == "arrived"
    assert counted(aggregate(coordinator, None, Q3)) == 1


def test_a_network_that_is_not_the_pinned_one_stops_before_anything_is_frozen(desk: Session, folder: Path) -> None:
    content = (folder / "network.json").read_bytes()
    (folder / "network.json").write_bytes(content.replace(b"Verbund Probe", b"Verbund Prabe"))
    with pytest.raises(NetworkRefused):
        submit(desk, Q3)
    assert periods.frozen(desk, Q3) is None
    assert contributions(folder) == []
    with desk.vault.read() as db:
        assert not [entry for entry in store.read_outbox(db) if entry.period]


def test_a_vault_without_a_part_in_it(session: Session, coordinator: Session, folder: Path) -> None:
    with pytest.raises(NotInNetwork):
        submit(session, Q3)
    with pytest.raises(NotInNetwork):
        aggregate(session, (folder,), Q3)
    with pytest.raises(NotInNetwork):
        submit(coordinator, Q3)


def test_several_folders_count_each_desk_once(
    desk: Session, coordinator: Session, folder: Path, tmp_path: Path
) -> None:
    submit(desk, Q3)
    second = tmp_path / "second"
    second.mkdir()
    add_folder(coordinator, second)
    for path in contributions(folder):
        place = second / path.relative_to(folder)
        place.parent.mkdir(parents=True)
        shutil.copy(path, place)
    found = aggregate(coordinator, None, Q3)
    assert counted(found) == 1
    assert [one.reason for one in found.skipped] == ["duplicate"]
    assert aggregate(coordinator, (folder, folder), Q3).skipped == (), "a folder named twice holds nothing twice"
    acknowledge(coordinator, found)
    assert len(list(second.rglob("receipts/**/*.json"))) == 1


@pytest.mark.parametrize("damage", ["missing", "empty"])
def test_a_folder_that_is_gone_stops_the_aggregation(
    desk: Session, coordinator: Session, folder: Path, damage: str
) -> None:
    submit(desk, Q3)
    shutil.rmtree(folder)
    if damage == "empty":
        folder.mkdir()
    with pytest.raises(SharedFolderGone, match=damage):
        aggregate(coordinator, None, Q3)
    with coordinator.vault.read() as db:
        assert db.execute("SELECT count(*) FROM seen_contribution").fetchone() == (0,)


def test_a_folder_that_vanishes_while_it_is_read_stops_it_too(
    desk: Session, coordinator: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(desk, Q3)
    real = envelope.read_contribution

    def vanishing(content: bytes) -> object:
        shutil.rmtree(folder)
        return real(content)

    monkeypatch.setattr(envelope, "read_contribution", vanishing)
    with pytest.raises(SharedFolderGone):
        aggregate(coordinator, None, Q3)
    with coordinator.vault.read() as db:
        assert db.execute("SELECT count(*) FROM seen_contribution").fetchone() == (0,)


def test_an_older_contribution_put_back_is_a_replay(
    desk: Session, coordinator: Session, folder: Path, add_contacts: Callable[..., None]
) -> None:
    add_contacts(desk, 12)
    submit(desk, Q3)
    add_contacts(desk, 11, label="Nachtrag")
    submit(desk, Q3, reason="Nachtrag")
    assert counted(aggregate(coordinator, None, Q3)) == 1
    contributions(folder)[1].unlink()
    found = aggregate(coordinator, None, Q3)
    assert counted(found) == 0
    assert [one.reason for one in found.skipped] == ["replayed"]


def test_a_vault_taken_back_from_a_copy_does_not_give_a_number_twice(
    desk: Session, folder: Path, tmp_path: Path, another_session: Callable[[str], Session]
) -> None:
    """Its outbox forgets the second contribution; the folder does not."""
    submit(desk, Q2)
    submit(desk, Q3)
    with desk.vault.write() as db:
        db.execute("DELETE FROM outbox WHERE sequence = 2")
    submit(desk, Period(2025))
    headers = [envelope.read_contribution(path.read_bytes()).body.header for path in contributions(folder)]
    assert sorted(header.sequence for header in headers) == [1, 2, 3]


def test_receipts_that_cannot_be_written_do_not_hurt(
    desk: Session, coordinator: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(desk, Q3)
    found = aggregate(coordinator, None, Q3)

    def refusing(*_arguments: object, **_more: object) -> None:
        raise StorageError(folder, "read_only")

    with monkeypatch.context() as patched:
        patched.setattr(shared, "deliver", refusing)
        assert acknowledge(coordinator, found) == (folder,)
    assert acknowledge(coordinator, found) == ()


def test_a_receipt_for_something_else_does_not_count(
    desk: Session, coordinator: Session, folder: Path, another_session: Callable[[str], Session]
) -> None:
    submit(desk, Q3)
    acknowledge(coordinator, aggregate(coordinator, None, Q3))
    (path,) = folder.rglob("receipts/**/*.json")
    good = path.read_bytes()
    path.write_bytes(good.replace(b'"day":"2026-11-23"', b'"day":"2026-11-24"'))
    deliver_outbox(desk)
    assert period_state(desk, Q3).state == "delivered"
    path.write_bytes(good)
    deliver_outbox(desk)
    assert period_state(desk, Q3).state == "arrived"


def test_the_periods_offered_have_ended() -> None:
    assert [str(period) for period in ended_periods(date(2026, 11, 23))] == [
        "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4", "2026-H1", "2025-H2", "2025",
    ]  # fmt: skip
    assert [str(period) for period in ended_periods(date(2027, 1, 1))] == [
        "2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2026-H2", "2026-H1", "2026",
    ]  # fmt: skip
    assert last_quarter(date(2026, 1, 1)) == Period(2025, "Q", 4)


def sealed_by(desk: Session, folder: Path, payload: bytes, sequence: int = 1) -> None:
    """Put a contribution of an approved desk with any payload into the folder."""
    pinned, keys = desk_keys(desk)
    network = pinned.body
    header = envelope.Header(
        format=1, network=network.network, desk=fingerprint(keys.public), period=str(Q3), sequence=sequence,
        previous="" if sequence == 1 else "0" * 64, supersedes="", program="0",
        recipients=(*network.recipients, keys.recipient),
    )  # fmt: skip
    content = envelope.seal(header, payload, keys)
    shared.deliver(folder, envelope.contribution_path(header, content), content)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda payload: b"no json", "wrong_payload"),
        (lambda payload: b"[" * 100_000, "wrong_payload"),
        (lambda payload: b"null", "wrong_payload"),
        (lambda payload: b"\xff\xfe", "wrong_payload"),
        (lambda payload: payload.replace(b'"2026-Q3"', b'"2026-Q2"'), "wrong_payload"),
        (lambda payload: payload.replace(b'"persons":0', b'"persons":1'), "wrong_payload"),
        (lambda payload: payload.replace(b'"persons":0', b'"persons":-5'), "wrong_payload"),
        (lambda payload: payload.replace(b'"persons":0', b'"persons":' + b"9" * 400), "wrong_payload"),
        (lambda payload: payload.replace(b'"format":1', b'"format":1,"note":"frei"'), "wrong_payload"),
        (lambda payload: payload.replace(b'"hash":"', b'"hash":"x', 1), "wrong_tables"),
    ],
)
def test_what_an_approved_desk_may_not_say_is_named_and_the_others_count(
    desk: Session,
    another_session: Callable[[str], Session],
    let_in: Callable[[Session], Session],
    coordinator: Session,
    folder: Path,
    change: Callable[[bytes], bytes],
    reason: str,
) -> None:
    submit(let_in(another_session("second")), Q3)
    payload = canonical(periods.prepare(desk, Q3).payload)
    assert change(payload) != payload
    sealed_by(desk, folder, change(payload))
    found = aggregate(coordinator, None, Q3)
    assert counted(found) == 1
    assert [one.reason for one in found.skipped] == [reason]


def test_when_the_newest_says_nonsense_the_one_before_counts(desk: Session, coordinator: Session, folder: Path) -> None:
    submit(desk, Q3)
    sealed_by(desk, folder, b"{}", sequence=2)
    found = aggregate(coordinator, None, Q3)
    assert [report.sequence for report in found.reports] == [1]
    assert [one.reason for one in found.skipped] == ["wrong_payload"]


def test_a_newer_version_of_the_network_is_pinned_and_the_older_refused_from_then_on(
    desk: Session, coordinator: Session, folder: Path
) -> None:
    pinned, keys = coordinator_keys(coordinator)
    before = (folder / "network.json").read_bytes()
    newer = msgspec.structs.replace(pinned.body, version=2, name="Neuer Name")
    (folder / "network.json").write_bytes(sign_network(newer, keys))
    submit(desk, Q3)
    own = membership(desk)
    assert own is not None
    assert own.name == "Neuer Name"
    assert counted(aggregate(coordinator, None, Q3)) == 1
    (folder / "network.json").write_bytes(before)
    with pytest.raises(NetworkRefused, match="replayed"):
        submit(desk, Q2)
    with pytest.raises(NetworkRefused, match="replayed"):
        aggregate(coordinator, None, Q3)


def test_a_network_that_counts_by_other_tables_is_not_reported_to(
    desk: Session, coordinator: Session, folder: Path
) -> None:
    pinned, keys = coordinator_keys(coordinator)
    newer = msgspec.structs.replace(pinned.body, version=2, tables=Reference("other", "0" * 64))
    (folder / "network.json").write_bytes(sign_network(newer, keys))
    with pytest.raises(NetworkRefused, match="wrong_tables"):
        submit(desk, Q3)
    assert periods.frozen(desk, Q3) is None


@pytest.mark.proof
def test_no_file_with_a_flipped_byte_counts_where_it_lies(
    desk: Session, coordinator: Session, folder: Path, full_counts: bool, record_figures: Callable[..., None]
) -> None:
    """Every seventh byte in `make proof`."""
    submit(desk, Q3)
    (path,) = contributions(folder)
    whole = path.read_bytes()
    positions = range(0, len(whole), 7 if full_counts else 7 * 37)
    for position in positions:
        changed = bytearray(whole)
        changed[position] ^= 1 << position % 8
        path.write_bytes(changed)
        found = aggregate(coordinator, None, Q3)
        assert counted(found) == 0, position
        assert len(found.skipped) == 1, position
    path.write_bytes(whole)
    assert counted(aggregate(coordinator, None, Q3)) == 1
    record_figures("contribution flipped", positions=len(positions), accepted=0)
