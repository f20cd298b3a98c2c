"""Lanes of overlapping appointments, what lies outside the hours, broken lines."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.app.leaving import without_name
from mfd_desktop.app.overview import Week
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Appointment, Stamp, State
from mfd_desktop.ui.week_layout import lanes, lay_out, time_span, wrapped

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)


def appointment(day: int, start: str, minutes: int | None = 60) -> Appointment:
    stamp = Stamp(RecordId(f"{day}{start}{minutes}"), State.VALID, {}, "appointment", 1, NOW, NOW)
    begin = time.fromisoformat(start) if start else None
    return Appointment(stamp, None, None, date(2026, 11, day), begin, minutes, "Probe", "", False)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 60), (60, 120)], [(0, 1), (0, 1)]),
        ([(0, 60), (30, 90)], [(0, 2), (1, 2)]),
        ([(0, 120), (30, 60), (60, 90), (120, 150)], [(0, 2), (1, 2), (1, 2), (0, 1)]),
        ([(0, 60), (0, 60), (0, 60)], [(0, 3), (1, 3), (2, 3)]),
    ],
)
def test_overlapping_spans_lie_side_by_side(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert lanes(spans) == expected


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(15, 300)), max_size=12))
def test_no_two_spans_of_one_lane_overlap(drawn: list[tuple[int, int]]) -> None:
    spans = sorted((begin, begin + length) for begin, length in drawn)
    placed = list(zip(spans, lanes(spans), strict=True))
    for number, ((begin, end), (lane, count)) in enumerate(placed):
        assert lane < count
        for (other_begin, other_end), (other_lane, _count) in placed[:number]:
            assert lane != other_lane or begin >= other_end or other_begin >= end


def test_what_lies_outside_the_hours_is_kept_at_the_edge() -> None:
    early, late, none, inside = (
        appointment(23, "07:30"), appointment(24, "18:00"), appointment(25, ""), appointment(29, "17:30", 120),
    )  # fmt: skip
    found = lay_out(Week(MONDAY, (early, late, none, inside), (), {}), 8, 18)
    assert found.before[0] == (early,)
    assert found.after[1] == (late,)
    assert found.untimed[2] == (none,)
    (block,) = found.blocks
    assert (block.weekday, block.begin, block.end) == (6, 17 * 60 + 30, 18 * 60)


def test_short_ones_are_drawn_long_enough_to_be_read() -> None:
    (block,) = lay_out(Week(MONDAY, (appointment(23, "09:00", 15),), (), {}), 8, 18).blocks
    assert (block.begin, block.end) == (540, 570)


@pytest.mark.parametrize(
    ("start", "minutes", "said"),
    [("09:30", 45, "09:30–10:15"), ("23:30", 60, "23:30–00:30"), ("09:00", None, "09:00–10:00"), ("", 60, "")],
)
def test_the_span_of_an_appointment_in_words(start: str, minutes: int | None, said: str) -> None:
    assert time_span(appointment(23, start, minutes)) == said


def test_lines_are_broken_between_words_only_where_needed() -> None:
    lines = ("09:30 2026-0001", "Kita-Platz")
    assert wrapped(lines, 3, 20, len) == list(lines)
    assert wrapped(lines, 3, 10, len) == ["09:30", "2026-0001", "Kita-Platz"]
    assert wrapped(lines, 2, 12, len) == ["09:30", "2026-0001 · Kita-Platz"]
    assert wrapped(lines, 1, 99, len) == ["09:30 2026-0001 · Kita-Platz"]


def test_names_that_slipped_in_are_left_out() -> None:
    assert without_name("Gespräch mit amal Testperson", "Testperson, Amal") == "Gespräch mit … …"
    assert without_name("Amalgam", "Testperson, Amal") == "Amalgam"
    assert without_name("Amal", "") == "Amal"
