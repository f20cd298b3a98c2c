"""The lint of the decision matrix and, with it, of the procedure guide as they ship."""

import shutil
from pathlib import Path

import msgspec
import pytest

from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.check import check_law
from mfd_desktop.law.decisions import Circumstance, DecisionFile, Effect, Item, read_decisions
from mfd_desktop.law.lint_decisions import decision_problems


@pytest.fixture(scope="module")
def matrix() -> DecisionFile:
    """The shipped decision matrix."""
    return read_decisions().file


def test_the_shipped_guide_and_matrix_are_checked(tmp_path: Path) -> None:
    shutil.copytree(resource_path(), tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("fonts", "demo"))
    assert check_law(tmp_path) == []
    for name, old, new in (
        ("law/decisions.toml", 'code = "B01"', 'code = "B02"'),
        ("procedures/positions.toml", 'id = "positions"', 'id = "places"'),
    ):
        file = tmp_path / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    found = "\n".join(check_law(tmp_path))
    assert "positions.toml: $.id: id is 'places'" in found
    assert "decisions.toml: B02: stands there twice" in found


def _first(matrix: DecisionFile, **changes: object) -> DecisionFile:
    first, *others = matrix.decisions
    return msgspec.structs.replace(matrix, decisions=(msgspec.structs.replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"position": "moon"}, "there is no position 'moon'"),
        ({"review": "open", "review_reason": ""}, "what is open has a reason"),
        ({"effects": (Effect("NEU", "ja", (Item("KLAGE_ASYL_2W", when=("raining",)),)),)}, "is never asked"),
        ({"effects": (Effect("NEU", "ja", (Item("KLAGE_ASYL_2W", after="OTHER"),)),)}, "OTHER is no deadline"),
    ],
)
def test_a_mistake_in_the_matrix_is_found(matrix: DecisionFile, changes: dict[str, object], words: str) -> None:
    positions = {decision.position for decision in matrix.decisions}
    assert list(decision_problems(matrix, positions)) == []
    assert words in "\n".join(reason for _place, reason in decision_problems(_first(matrix, **changes), positions))


def test_a_question_for_nothing_is_found(matrix: DecisionFile) -> None:
    asked = (*matrix.circumstances, Circumstance("raining", "Regnet es?"))
    changed = msgspec.structs.replace(matrix, circumstances=asked)
    positions = {decision.position for decision in matrix.decisions}
    assert list(decision_problems(changed, positions)) == [("raining", "is asked for nothing")]
