"""Canonical JSON after RFC 8785, of integers and strings."""

import json

import pytest

from mfd_desktop.domain.canonical import canonical


def test_names_are_ordered_by_utf_16_and_nothing_is_escaped_but_what_must() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "ö": 7}
    written = canonical(value)
    assert list(json.loads(written)) == ["\r", "1", "\u0080", "ö", "\u20ac", "\U0001f600", "\ufb33"]
    assert written.startswith(b'{"\\r":2,"1":4,')
    assert "ö".encode() in written


def test_lists_and_objects_nest_without_spaces() -> None:
    assert (
        canonical({"b": [1, {"y": "z", "x": -2}], "a": '\x1f/"\\'})
        == b'{"a":"\\u001f/\\"\\\\","b":[1,{"x":-2,"y":"z"}]}'
    )


@pytest.mark.parametrize("bad", [1.5, True, None, 2**53, {1: 2}, "\ud800", b"x"])
def test_what_another_reader_could_read_differently_is_refused(bad: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        canonical({"a": bad})  # type: ignore[dict-item]
