"""A restored vault has forgotten what it reported after that state: it reads it back before it reports again."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mfd_desktop.app import network, periods
from mfd_desktop.app.backing_up import back_up, choose_backup_folder
from mfd_desktop.app.contributing import period_state, submit
from mfd_desktop.app.delivering import deliver_outbox
from mfd_desktop.app.period_view import view
from mfd_desktop.app.reading_back import folder_to_read, read_back
from mfd_desktop.app.restoring import find_backup, open_state, restore_state
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import PeriodClosed
from mfd_desktop.domain.errors_damage import ReportsUnknown
from mfd_desktop.domain.periods import Period
from mfd_desktop.vault import exchange as store

PASSPHRASE = "Probe-Tresor-2026"
Q3 = Period(2026, "Q", 3)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


@pytest.fixture
def restored(
    session: Session,
    another_session: Callable[[str], Session],
    shared: Path,
    tmp_path: Path,
    clock: FixedClock,
    new_case: Callable[..., object],
) -> Session:
    """The desk's vault as it was before it reported the third quarter; the report lies in the shared folder."""
    network.create_network(another_session("coordinator"), shared, "Verbund Probe", "Fachreferat Probe")
    new_case()
    network.join_network(session, network.look_at_network(shared))
    deliver_outbox(session)
    choose_backup_folder(session, tmp_path / "backup")
    back_up(session)
    clock.moment += timedelta(hours=1)
    submit(session, Q3)
    session.close()
    opened = open_state(find_backup(tmp_path / "backup"), PASSPHRASE)
    assert restore_state(opened, tmp_path / "restored", clock=clock) is not None
    found = open_session(tmp_path / "restored", PASSPHRASE, clock=clock, lists=session.lists)
    session.vault = found.vault
    return found


def sent(session: Session) -> list[tuple[str, int, str]]:
    with session.vault.read() as db:
        return [(one.period, one.sequence, one.hash) for one in store.read_outbox(db) if one.period]


def test_it_knows_its_report_again_and_never_sends_it_twice(restored: Session, shared: Path) -> None:
    assert period_state(restored, Q3).state == "none"
    assert folder_to_read(restored) == str(shared)
    files = sorted(path.relative_to(shared) for path in shared.rglob("*.json"))
    assert read_back(restored) == 1
    assert period_state(restored, Q3).state == "delivered"
    (mine,) = sent(restored)
    assert mine[:2] == ("2026-Q3", 1)
    frozen = periods.frozen(restored, Q3)
    assert frozen is not None
    assert (frozen.sequence, frozen.hash, frozen.revision) == (1, mine[2], 0)
    with pytest.raises(PeriodClosed) as caught:
        submit(restored, Q3, reason="noch einmal")
    assert caught.value.reason == "unknown"
    assert view(restored, Q3, intern=True).submitted == datetime(2026, 11, 23).date()  # noqa: DTZ001 - a day
    assert "zurückgelesen" in frozen.reason
    assert sorted(path.relative_to(shared) for path in shared.rglob("*.json")) == files
    assert folder_to_read(restored) == ""
    assert read_back(restored) == 0


def test_the_chain_goes_on_where_it_was(restored: Session) -> None:
    read_back(restored)
    submit(restored, Period(2026, "Q", 2))
    first, second = sent(restored)
    assert second[:2] == ("2026-Q2", 2)
    from mfd_desktop.exchange.envelope import read_contribution

    with restored.vault.read() as db:
        entry = next(one for one in store.read_outbox(db) if one.sequence == 2)
    assert read_contribution(entry.content).body.header.previous == first[2]


def test_delivering_in_the_background_reads_back_by_itself(restored: Session) -> None:
    deliver_outbox(restored)
    assert folder_to_read(restored) == ""
    assert len(sent(restored)) == 1


def test_without_the_folder_nothing_is_reported_and_it_is_said(restored: Session, shared: Path) -> None:
    away = shared.rename(shared.with_name("away"))
    deliver_outbox(restored)
    with pytest.raises(ReportsUnknown):
        submit(restored, Q3)
    assert sent(restored) == []
    assert folder_to_read(restored) == str(shared)
    shutil.move(away, shared)
    with pytest.raises(PeriodClosed):
        submit(restored, Q3, reason="x")


def test_what_somebody_else_put_there_is_not_taken_for_ours(restored: Session, shared: Path) -> None:
    (mine,) = shared.glob("contributions/*/*/*.json")
    for name in ("2-" + "0" * 64 + ".json", mine.name.replace("1-", "3-", 1), "1-conflict.json"):
        shutil.copy(mine, mine.with_name(name))
    assert read_back(restored) == 1
    assert [one[1] for one in sent(restored)] == [1]


def test_a_vault_that_was_never_restored_reads_nothing(session: Session) -> None:
    assert folder_to_read(session) == ""
    assert read_back(session) == 0
