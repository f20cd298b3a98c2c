"""Failed attempts beside a closed vault: bounded, and nothing that is no moment counts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mfd_desktop.files.attempts import forget_attempts, read_attempts, remember_attempt

MOMENT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def test_moments_are_remembered_in_order_and_forgotten(tmp_path: Path) -> None:
    for minutes in range(3):
        remember_attempt(tmp_path, MOMENT + timedelta(minutes=minutes))
    assert read_attempts(tmp_path) == tuple(MOMENT + timedelta(minutes=minutes) for minutes in range(3))
    forget_attempts(tmp_path)
    assert read_attempts(tmp_path) == ()


def test_a_guessing_program_does_not_fill_the_disk(tmp_path: Path) -> None:
    (tmp_path / "attempts").write_bytes(b"x" * 50_000)
    remember_attempt(tmp_path, MOMENT)
    assert (tmp_path / "attempts").stat().st_size == 50_000


def test_lines_that_are_no_moments_with_a_zone_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "attempts").write_bytes(b"2026-11-28T09:00:00\nnie\n\xff\n" + MOMENT.isoformat().encode() + b"\n")
    assert read_attempts(tmp_path) == (MOMENT,)
