"""Ids, names, levels, clocks and the errors' data."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mfd_desktop.domain import errors
from mfd_desktop.domain.clock import Clock, FixedClock, SystemClock
from mfd_desktop.domain.ids import record_id
from mfd_desktop.domain.records import Case, Client, Level, LevelChange, Stamp, State

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STAMP = Stamp(record_id("0" * 32), State.VALID, {}, "test", 1, NOW, NOW)


def case_with(*levels: LevelChange) -> Case:
    return Case(STAMP, STAMP.id, "2026-0001", date(2026, 1, 1), None, None, None, levels)


def test_a_record_id_is_32_hexadecimal_digits() -> None:
    assert record_id("0123456789abcdef" * 2) == "0123456789abcdef" * 2
    for wrong in ("", "1", "0" * 31, "0" * 33, "A" * 32, "g" * 32, "0" * 32 + "\n"):
        with pytest.raises(ValueError, match="not a record id"):
            record_id(wrong)


@pytest.mark.parametrize(
    ("given", "family", "name", "initials"),
    [
        ("Amal", "Testperson", "Testperson, Amal", "A. T."),
        ("", "Testperson", "Testperson", "T."),
        ("Amal", "", "Amal", "A."),
        ("", "", "", ""),
        (" ", " Probe", " Probe", "P."),
        ("محمد", "Probe", "Probe, محمد", "\u2068م. P.\u2069"),
    ],
)
def test_name_and_initials(given: str, family: str, name: str, initials: str) -> None:
    client = Client(STAMP, given_name=given, family_name=family)
    assert client.initials == initials
    assert client.name.strip(" ,") == name.strip(" ,")


def test_the_level_of_a_day_follows_the_history() -> None:
    case = case_with(
        LevelChange(Level.ACCOMPANIMENT, date(2026, 2, 1)),
        LevelChange(Level.CASE_MANAGEMENT, date(2026, 5, 1)),
        LevelChange(Level.ACCOMPANIMENT, date(2026, 9, 1)),
    )
    assert case.level is Level.ACCOMPANIMENT
    assert case.level_on(date(2026, 1, 1)) is Level.ACCOMPANIMENT
    assert case.level_on(date(2026, 4, 30)) is Level.ACCOMPANIMENT
    assert case.level_on(date(2026, 5, 1)) is Level.CASE_MANAGEMENT
    assert case.level_on(date(2026, 9, 1)) is Level.ACCOMPANIMENT


def test_before_the_first_change_the_first_level_holds() -> None:
    case = case_with(LevelChange(Level.CASE_MANAGEMENT, date(2026, 2, 1)))
    assert case.level_on(date(2025, 12, 31)) is Level.CASE_MANAGEMENT


def test_records_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        STAMP.source = "other"  # type: ignore[misc]


def test_the_fixed_clock_stands_still_until_it_is_set() -> None:
    clock = FixedClock(NOW)
    assert (clock.now(), clock.today()) == (NOW, date(2026, 11, 23))
    clock.moment += timedelta(days=1)
    assert clock.today() == date(2026, 11, 24)


def test_the_system_clock_is_aware_and_local() -> None:
    clock: Clock = SystemClock()
    before = clock.today()
    moment = clock.now()
    assert moment.utcoffset() == timedelta(0)
    assert before <= moment.astimezone().date() <= clock.today()


def test_errors_carry_data_and_integrity_failures_are_told_apart() -> None:
    path = Path("tresor")
    found: list[errors.UserError] = [
        errors.StorageError(path, "full"),
        errors.VaultMissing(path),
        errors.VaultExists(path),
        errors.VaultInUse(path),
        errors.VaultNewer(path, 9, 1),
        errors.VaultDamaged(path, "header"),
        errors.EntriesMissing(path, 3),
        errors.SheetUnreadable(path, "format"),
        errors.BadOfficeFile(path, "name"),
    ]
    assert {error.path for error in found} == {path}  # type: ignore[attr-defined]
    assert [type(error) for error in found if isinstance(error, errors.IntegrityFailure)] == [
        errors.VaultDamaged,
        errors.EntriesMissing,
    ]
    newer = errors.VaultNewer(path, 9, 1)
    assert (newer.found, newer.supported) == (9, 1)
    assert errors.VaultDamaged(path, "header").part == "header"
    assert errors.EntriesMissing(path, None).missing is None
    assert errors.StorageError(path, "full").reason == "full"
    assert errors.SheetUnreadable(path, "format").reason == "format"
    assert errors.BadOfficeFile(path, "name").detail == "name"
    assert errors.WeakPassphrase(8).minimum == 8
    assert errors.CannotUndo(2).touched == 2
