"""Every kind of field: parsed, refused with a code, shown and parsed again."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.domain.fields import Field, FieldError, Kind, Value, When, parse, show

TODAY = date(2026, 11, 23)
CODES = ("de", "ar", "T01.2", "K1")


def value_of(kind: Kind, raw: str, *, when: When = When.ANY, most: int = 0) -> Value:
    return parse(Field("f", kind, "Feld", when=when, most=most), raw, today=TODAY, known=CODES)


def problem_of(kind: Kind, raw: str, *, when: When = When.ANY, most: int = 0) -> tuple[str, str]:
    with pytest.raises(FieldError) as caught:
        value_of(kind, raw, when=when, most=most)
    return caught.value.code, caught.value.detail


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, " Muster ", "Muster"),
        (Kind.NOTE, "a\nb", "a\nb"),
        (Kind.DATE, "1.2.26", date(2026, 2, 1)),
        (Kind.TIME, "930", time(9, 30)),
        (Kind.CODE, "de", "de"),
        (Kind.CODES, "de ar de", ("de", "ar")),
        (Kind.MINUTES, "45", 45),
        (Kind.NUMBER, "0", 0),
        (Kind.FLAG, "1", True),
        (Kind.FLAG, "0", False),
    ],
)
def test_each_kind_is_read(kind: Kind, raw: str, value: Value) -> None:
    assert value_of(kind, raw) == value


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raw", ["", "  "])
def test_nothing_typed_is_no_value(kind: Kind, raw: str) -> None:
    empty: dict[Kind, Value] = {Kind.TEXT: "", Kind.NOTE: "", Kind.CODES: ()}
    assert value_of(kind, raw) == empty.get(kind)


@pytest.mark.parametrize(
    ("kind", "raw", "problem"),
    [
        (Kind.DATE, "31.02.2026", ("no_date", "")),
        (Kind.DATE, "+999999", ("no_date", "")),
        (Kind.TIME, "25:00", ("no_time", "")),
        (Kind.CODE, "xx", ("unknown_code", "xx")),
        (Kind.CODES, "de xx", ("unknown_code", "xx")),
        (Kind.NUMBER, "-1", ("no_number", "")),
        (Kind.NUMBER, "1234567", ("no_number", "")),
        (Kind.NUMBER, "٣", ("no_number", "")),
        (Kind.MINUTES, "20", ("not_quarter_hours", "")),
        (Kind.MINUTES, "0", ("not_quarter_hours", "")),
        (Kind.MINUTES, "eine", ("no_number", "")),
        (Kind.FLAG, "ja", ("no_flag", "")),
    ],
)
def test_each_kind_refuses_with_a_code(kind: Kind, raw: str, problem: tuple[str, str]) -> None:
    assert problem_of(kind, raw) == problem


def test_limits_are_named() -> None:
    assert value_of(Kind.TEXT, "abc", most=3) == "abc"
    assert problem_of(Kind.TEXT, "abcd", most=3) == ("too_long", "3")
    assert value_of(Kind.CODES, "de ar", most=2) == ("de", "ar")
    assert problem_of(Kind.CODES, "de ar K1", most=2) == ("too_many", "2")
    assert value_of(Kind.NUMBER, "30", most=30) == 30
    assert problem_of(Kind.NUMBER, "31", most=30) == ("too_large", "30")
    assert problem_of(Kind.MINUTES, "1455", most=1440) == ("too_large", "1440")


def test_a_date_may_be_kept_from_the_future() -> None:
    assert value_of(Kind.DATE, "heute", when=When.NOT_FUTURE) == TODAY
    assert problem_of(Kind.DATE, "morgen", when=When.NOT_FUTURE) == ("future_date", "")
    assert value_of(Kind.DATE, "morgen") == date(2026, 11, 24)


_VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.TEXT: st.text(max_size=40).map(str.strip),
    Kind.NOTE: st.text(max_size=40).map(str.strip),
    Kind.DATE: st.none() | st.dates(date(1000, 1, 1)),
    Kind.TIME: st.none() | st.times().map(lambda value: value.replace(second=0, microsecond=0)),
    Kind.CODE: st.none() | st.sampled_from(CODES),
    Kind.CODES: st.lists(st.sampled_from(CODES), unique=True).map(tuple),
    Kind.MINUTES: st.none() | st.integers(1, 96).map(lambda quarters: quarters * 15),
    Kind.NUMBER: st.none() | st.integers(0, 999999),
    Kind.FLAG: st.none() | st.booleans(),
}


@given(st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(kind), _VALUES[kind])))
def test_what_is_shown_reads_back(case: tuple[Kind, Value]) -> None:
    kind, value = case
    again = value_of(kind, show(value))
    assert again == value
    assert type(again) is type(value)


@given(st.sampled_from(list(Kind)), st.text(max_size=20))
def test_any_text_is_a_value_or_a_named_problem(kind: Kind, raw: str) -> None:
    codes = []
    try:
        value_of(kind, raw)
    except FieldError as error:
        codes.append(error.code)
    assert "" not in codes
