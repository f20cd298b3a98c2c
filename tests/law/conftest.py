"""Rule files written for one test, beside the shipped words (kinds of triggers, forms, cut-off dates)."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.library import RuleBook

WORDS = ("triggers.toml", "notice_forms.toml", "cut_offs.toml")
Write = Callable[..., RuleBook]
RULE: dict[str, Any] = {
    "id": "PROBE",
    "version": 1,
    "title": "Probe",
    "kind": "loss",
    "regime": "-",
    "triggers": ["@notice"],
    "legal_basis": "§ 1 Probe",
    "cites": [],
    "source": "Probe",
    "checked": date(2026, 11, 23),
    "confidence": "high",
    "review": "ok",
    "length": {"n": 1, "unit": "weeks"},
    "shift": True,
    "shift_basis": "§ 222 Abs. 2 ZPO",
    "place": "court",
}


def toml(value: object) -> str:
    """Return a value as it stands in a TOML file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def file_text(*rules: dict[str, Any], name: str = "probe", more: str = "") -> str:
    """Return a file of rules; what a rule leaves out is as in ``RULE``, None takes a key out."""
    lines = [f'id = "{name}"', 'title = "Probe"', "state_of_law = 2026-08-19", more]
    for rule in rules:
        lines.append("[[rules]]")
        lines += [f"{key} = {toml(value)}" for key, value in {**RULE, **rule}.items() if value is not None]
    return "\n".join(lines) + "\n"


@pytest.fixture
def law_folder(tmp_path: Path) -> Path:
    """Return a resources folder with the shipped words and no rules."""
    (tmp_path / "law" / "rules").mkdir(parents=True)
    for name in WORDS:
        shutil.copy(resource_path("law", name), tmp_path / "law" / name)
    return tmp_path


@pytest.fixture
def written(law_folder: Path) -> Write:
    """Write rules into one file and return the book; no problem is expected."""

    def write(*rules: dict[str, Any], more: str = "") -> RuleBook:
        path = law_folder / "law" / "rules" / "probe.toml"
        path.write_text(file_text(*rules, more=more), encoding="utf-8")
        book = RuleBook.load(law_folder)
        assert book.problems == ()
        return book

    return write


@pytest.fixture(scope="session")
def shipped() -> RuleBook:
    """Return the shipped rules."""
    return RuleBook.load()
