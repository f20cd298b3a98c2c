"""The state of the law: read from the heads of the files alone, old after twelve months by the clock passed down."""

from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app import law_state, rulebook
from mfd_desktop.law.library import RuleBook, RuleProblem


def rules(root: Path, **files: str) -> Path:
    folder = root / "law" / "rules"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return root


def test_it_is_what_the_rules_themselves_say() -> None:
    assert law_state.state_of_law() == rulebook.book().state_of_law == date(2026, 8, 19)


def test_the_oldest_file_counts_and_an_unreadable_one_is_passed_by(tmp_path: Path) -> None:
    root = rules(
        tmp_path,
        a='id = "a"\nstate_of_law = 2026-08-19\n[[rules]]\nstate_of_law = 1999-01-01\n',
        b="# Stand\nstate_of_law = 2025-01-02\n",
        c="state_of_law = gestern\n",
        d="[[rules]]\nstate_of_law = 1999-01-01\n",
    )
    (root / "law" / "rules" / "e.toml").write_bytes(b"\xff\xfe state_of_law = 1999-01-01")
    assert law_state.state_of_law(root) == date(2025, 1, 2)


def test_without_any_day_it_is_unknown_and_old(tmp_path: Path) -> None:
    assert law_state.state_of_law(rules(tmp_path)) is None
    assert law_state.is_old(None, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("today", "old"),
    [(date(2026, 8, 19), False), (date(2027, 8, 19), False), (date(2027, 8, 20), True), (date(2030, 1, 1), True)],
)
def test_it_is_old_after_twelve_months(today: date, old: bool) -> None:
    assert law_state.is_old(date(2026, 8, 19), today) is old


def test_files_that_cannot_be_used_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert law_state.unusable_files() == ()
    problem = RuleProblem("dublin.toml", "$.rules[0]", "unknown field")
    monkeypatch.setattr(rulebook, "book", lambda: RuleBook(problems=(problem,)))
    assert law_state.unusable_files() == (problem,)
