"""A clock set to 2020 or 2028: said on Heute, everything is recorded, and nothing is thrown away for its age."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mfd_desktop.app.backing_up import back_up, choose_backup_folder
from mfd_desktop.app.casework import create_client
from mfd_desktop.app.clock_watch import clock_is_doubted, clock_warning, trust_clock
from mfd_desktop.app.journal import log_broken_at
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.domain.clock import FixedClock

PASSPHRASE = "Probe-Tresor-2026"
WRONG = (datetime(2020, 1, 2, 8, 0, tzinfo=UTC), datetime(2028, 6, 1, 8, 0, tzinfo=UTC))


def reopened(session: Session) -> Session:
    session.close()
    found = open_session(session.folder, PASSPHRASE, clock=session.clock, lists=session.lists)
    session.vault = found.vault
    return found


def test_an_ordinary_day_and_a_long_holiday_are_believed(session: Session, clock: FixedClock) -> None:
    for days in (0, 1, 30, 90, -1):
        clock.moment += timedelta(days=days)
        assert clock_warning(reopened(session)) == ""


@pytest.mark.parametrize("moment", WRONG)
def test_a_wrong_clock_is_said_and_everything_is_still_recorded(
    session: Session, clock: FixedClock, moment: datetime
) -> None:
    clock.moment = moment
    wrong = reopened(session)
    assert f"{moment.year}" in clock_warning(wrong)
    assert "2026" in clock_warning(wrong)
    assert clock_is_doubted(wrong)
    saved, _case = create_client(wrong, {"family_name": "Testperson", "given_name": "Amal"}, case={})
    assert saved.record_id
    assert log_broken_at(wrong) is None


def test_once_the_clock_is_right_again_one_word_is_enough(session: Session, clock: FixedClock) -> None:
    clock.moment = WRONG[1]
    reopened(session)
    clock.moment = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    right = reopened(session)
    assert clock_is_doubted(right), "entries of 2028 speak against it"
    trust_clock(right)
    assert not clock_is_doubted(right)
    clock.moment += timedelta(days=1)
    assert not clock_is_doubted(reopened(session))


@pytest.mark.parametrize("moment", WRONG)
def test_no_backup_goes_while_the_clock_is_wrong(
    session: Session, clock: FixedClock, tmp_path: Path, moment: datetime
) -> None:
    choose_backup_folder(session, tmp_path / "backup")
    for _day in range(3):
        clock.moment += timedelta(days=1)
        back_up(session)
    before = {path.name for path in (tmp_path / "backup" / "states").iterdir()}
    assert len(before) == 3
    clock.moment = moment
    wrong = reopened(session)
    for _hour in range(3):
        clock.moment += timedelta(hours=2)
        back_up(wrong)
    assert before <= {path.name for path in (tmp_path / "backup" / "states").iterdir()}
