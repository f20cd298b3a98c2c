"""Which states of a backup stay: 7 daily, 5 weekly, 12 monthly, whatever the clock does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.domain.backups import BackupState, forgotten_by, kept_states, parse_state

BEGIN = datetime(2026, 1, 5, 16, 0, tzinfo=UTC)


def run(moments: list[datetime], *, damaged: frozenset[int] = frozenset()) -> list[BackupState]:
    """Make a state at each moment and drop what goes after each, as the program does; the oldest first."""
    there: list[BackupState] = []
    for commits, moment in enumerate(moments, 1):
        there.append(BackupState(moment.replace(microsecond=0), 1, commits, damaged=commits in damaged))
        kept = kept_states(there, moment.date())
        there = [state for state in there if state in kept]
    return there


@st.composite
def walks(draw: st.DrawFn) -> list[datetime]:
    """Moments of backups: several a day, gaps, and a clock that jumps both ways."""
    steps = draw(st.lists(st.one_of(
        st.integers(0, 12), st.integers(20, 30), st.integers(24, 24 * 60), st.integers(-24 * 800, 24 * 800),
    ), max_size=60))  # fmt: skip
    moment, found = BEGIN, []
    for hours in steps:
        moment += timedelta(hours=hours)
        found.append(moment)
    return found


@given(walks(), st.frozensets(st.integers(1, 60)))
def test_the_newest_and_the_newest_whole_one_always_stay(moments: list[datetime], damaged: frozenset[int]) -> None:
    there = run(moments, damaged=damaged)
    count = len(moments)
    assert len(there) <= 7 + 5 + 12 + 2
    if moments:
        assert there[-1].commits == count
        whole = [commits for commits in range(1, count + 1) if commits not in damaged]
        assert not whole or whole[-1] in {state.commits for state in there}


@given(walks())
def test_dropping_again_drops_nothing_more(moments: list[datetime]) -> None:
    there = run(moments)
    if there:
        assert kept_states(there, there[-1].moment.date()) == frozenset(there)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_every_recent_day_week_and_month_with_a_backup_keeps_its_last_one(gaps: list[int]) -> None:
    """Checked against all states ever made, on a clock that runs."""
    moments = [BEGIN]
    for hours in gaps:
        moments.append(moments[-1] + timedelta(hours=7 * hours))
    every = [BackupState(moment, 1, commits) for commits, moment in enumerate(moments, 1)]
    kept = {state.commits for state in run(moments)}
    for bucket, count in (
        (lambda state: state.moment.date(), 7),
        (lambda state: state.moment.isocalendar()[:2], 5),
        (lambda state: (state.moment.year, state.moment.month), 12),
    ):
        last = {bucket(state): state.commits for state in every}  # type: ignore[no-untyped-call]  # as in the table
        assert set(list(last.values())[-count:]) <= kept


def test_a_year_of_work_days_leaves_days_weeks_and_months() -> None:
    days = [BEGIN + timedelta(days=number) for number in range(700)]
    there = run([day + timedelta(hours=hour) for day in days if day.weekday() < 5 for hour in (0, 1)])
    assert [state.moment.hour for state in there] == [17] * len(there)
    assert 12 + 3 <= len(there) <= 7 + 5 + 12
    newest = there[-1].moment
    assert there[0].moment >= newest - timedelta(days=366)
    assert [state.moment.date() for state in there[-7:]] == sorted({day.date() for day in days if day.weekday() < 5})[
        -7:
    ]


def test_a_clock_far_ahead_takes_nothing_at_once() -> None:
    days = [BEGIN + timedelta(days=number) for number in range(60)]
    before = run(days)
    there = run([*days, BEGIN + timedelta(days=4000)])
    gone = {state.moment for state in before} - {state.moment for state in there}
    # As on any new day: one of the days, one of the weeks.
    assert len(gone) <= 2


def test_a_clock_set_back_keeps_the_newest_although_it_looks_old() -> None:
    days = [BEGIN + timedelta(days=number) for number in range(60)]
    there = run([*days, BEGIN - timedelta(days=2000)])
    assert there[-1].moment == BEGIN - timedelta(days=2000)


def test_months_a_year_old_go_once_a_week_of_younger_days_is_there() -> None:
    days = [BEGIN, *(BEGIN + timedelta(days=400 + number) for number in range(7))]
    assert run(days[:-1])[0].moment == BEGIN
    assert run(days)[0].moment == days[1]


def test_a_damaged_state_gives_way_to_a_whole_one_of_its_day() -> None:
    morning, evening = BEGIN, BEGIN + timedelta(hours=5)
    next_day = BEGIN + timedelta(days=1)
    kept = run([morning, evening, next_day], damaged=frozenset({2}))
    assert [state.commits for state in kept] == [1, 3]


@pytest.mark.parametrize("last", range(1, 28, 3))
@pytest.mark.parametrize("month", [1, 2, 11, 12])
def test_the_day_of_forgetting_is_kept(month: int, last: int) -> None:
    erased = date(2026, month, last)
    begin = datetime(2026, month, last, 9, 0, tzinfo=UTC) - timedelta(days=40)
    moments = [begin + timedelta(days=number) for number in range(41)]
    promised = forgotten_by(run(moments), erased)
    later = [moments[-1] + timedelta(days=number) for number in range(1, 500)]
    told = [moment for moment in later if moment.date() <= promised]
    there = run([*moments, *told])
    assert all(state.moment.date() > erased for state in there)
    assert promised <= date(erased.year + 1, erased.month, 1)


def test_without_a_backup_it_is_forgotten_today() -> None:
    assert forgotten_by((), date(2026, 11, 23)) == date(2026, 11, 23)
    ahead = BackupState(datetime(2027, 3, 1, tzinfo=UTC), 1, 1)
    assert forgotten_by((ahead,), date(2026, 11, 23)) == date(2028, 3, 1)


def test_a_name_says_what_the_state_is() -> None:
    state = BackupState(datetime(2026, 11, 23, 16, 5, 9, tzinfo=UTC), 3, 4711)
    assert state.name == "20261123T160509Z-3-4711"
    assert parse_state(state.name) == state
    assert parse_state(replace(state, damaged=True).name) == state


@pytest.mark.parametrize(
    "name", ["", "x", "20261123T160509Z", "20261323T160509Z-1-1", "20261123T160509Z-1-1.part", "20261123T160509Z-1-1\n"]
)
def test_other_names_are_none_of_ours(name: str) -> None:
    assert parse_state(name) is None


def test_without_states_nothing_is_kept() -> None:
    assert kept_states((), date(2026, 11, 28)) == frozenset()
