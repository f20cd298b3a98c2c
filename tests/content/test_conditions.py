"""Conditions mean what they say, on typed values, and are refused when they say nothing."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec
import pytest

from mfd_desktop.content.conditions import Condition
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.domain.fields import Value

VALUES: Mapping[str, Value] = {
    "yes": "yes", "empty": "", "nothing": None, "none_chosen": (), "topics": ("T05.3", "T01"), "count": 3, "zero": 0,
    "ticked": True, "unticked": False, "first": date(2026, 6, 11), "second": date(2026, 6, 12), "text": "T05",
}  # fmt: skip


class Rule(msgspec.Struct, forbid_unknown_fields=True):
    when: Condition


def condition(text: str) -> Condition:
    return msgspec.toml.decode(f"when = {text}".encode(), type=Rule).when


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('{ test = "equals", field = "yes", value = "yes" }', True),
        ('{ test = "equals", field = "yes", value = "no" }', False),
        ('{ test = "equals", field = "missing", value = "yes" }', False),
        ('{ test = "equals", field = "topics", value = "T05" }', True),
        ('{ test = "equals", field = "topics", value = "T05.3" }', True),
        ('{ test = "equals", field = "topics", value = "T05.4" }', False),
        ('{ test = "equals", field = "topics", value = "T0" }', False),
        ('{ test = "equals", field = "text", value = "T05.3" }', False),
        ('{ test = "equals", field = "count", value = 3 }', True),
        ('{ test = "equals", field = "count", value = 4 }', False),
        ('{ test = "equals", field = "ticked", value = true }', True),
        ('{ test = "equals", field = "ticked", value = 1 }', False),
        ('{ test = "equals", field = "unticked", value = false }', True),
        ('{ test = "equals", field = "zero", value = false }', False),
        ('{ test = "any_of", field = "yes", values = ["no", "yes"] }', True),
        ('{ test = "any_of", field = "count", values = [1, 2] }', False),
        ('{ test = "answered", field = "yes" }', True),
        ('{ test = "answered", field = "zero" }', True),
        ('{ test = "answered", field = "unticked" }', True),
        ('{ test = "answered", field = "empty" }', False),
        ('{ test = "answered", field = "nothing" }', False),
        ('{ test = "answered", field = "none_chosen" }', False),
        ('{ test = "answered", field = "missing" }', False),
        ('{ test = "before", field = "first", day = 2026-06-12 }', True),
        ('{ test = "before", field = "second", day = 2026-06-12 }', False),
        ('{ test = "before", field = "first", other = "second" }', True),
        ('{ test = "before", field = "second", other = "first" }', False),
        ('{ test = "before", field = "first", other = "nothing" }', False),
        ('{ test = "before", field = "nothing", day = 2026-06-12 }', False),
        ('{ test = "after", field = "second", day = 2026-06-11 }', True),
        ('{ test = "after", field = "second", day = 2026-06-12 }', False),
        ('{ test = "after", field = "second", other = "first" }', True),
        ('{ test = "after", field = "yes", day = 2026-06-11 }', False),
        ('{ test = "not", of = { test = "answered", field = "nothing" } }', True),
        (
            '{ test = "and", of = [{ test = "answered", field = "yes" }, { test = "answered", field = "empty" }] }',
            False,
        ),
        ('{ test = "and", of = [{ test = "answered", field = "yes" }, { test = "answered", field = "count" }] }', True),
        ('{ test = "or", of = [{ test = "answered", field = "empty" }, { test = "answered", field = "yes" }] }', True),
        ('{ test = "or", of = [{ test = "answered", field = "empty" }] }', False),
    ],
)
def test_a_condition_means_what_it_says(text: str, holds: bool) -> None:
    assert condition(text).holds(VALUES) is holds


def test_a_condition_names_its_fields_and_what_it_compares_with() -> None:
    found = condition(
        '{ test = "or", of = [{ test = "and", of = [{ test = "equals", field = "a", value = "x" }, '
        '{ test = "not", of = { test = "any_of", field = "b", values = ["y", "z"] } }] }, '
        '{ test = "before", field = "c", other = "d" }, { test = "after", field = "e", day = 2026-01-01 }, '
        '{ test = "answered", field = "f" }] }'
    )
    assert list(found.fields()) == ["a", "b", "c", "d", "e", "f"]
    assert list(found.wanted()) == [("a", "x"), ("b", "y"), ("b", "z")]


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ('{ test = "eval", field = "a" }', "$.when.test", "Invalid value 'eval'"),
        ('{ test = "equals", field = "a" }', "$.when", "missing required field `value`"),
        ('{ test = "equals", field = "a", value = "x", extra = 1 }', "$.when", "unknown field `extra`"),
        ('{ test = "before", field = "a" }', "$.when", "needs either a day or the other field"),
        ('{ test = "after", field = "a", day = 2026-01-01, other = "b" }', "$.when", "needs either"),
        ('{ test = "and", of = [] }', "$.when", "needs at least one condition"),
        ('{ test = "not", of = { test = "or", of = [] } }', "$.when.of", "needs at least one condition"),
        ('{ test = "before", field = "a", day = 7 }', "$.when.day", "Expected `date | null`, got `int`"),
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(tmp_path: Path, text: str, path: str, reason: str) -> None:
    file = tmp_path / "rule.toml"
    file.write_text(f"when = {text}", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_toml(file, Rule)
    assert (caught.value.file, caught.value.path) == ("rule.toml", path)
    assert reason in caught.value.reason
