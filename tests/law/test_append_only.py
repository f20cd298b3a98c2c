"""Rules are append-only: what a version computes never changes, whatever words are improved; a change is a new version.

`tests/data/rules_in_force.txt` holds a line for each version that was ever shipped: id, law, version, fingerprint.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.rules import Rule

KNOWN = Path(__file__).parents[1] / "data" / "rules_in_force.txt"
COMPUTING = (
    "kind", "triggers", "cut_off", "valid_from", "valid_until", "length", "immediate", "before", "direction", "count",
    "round", "result", "shift", "fiction_shift", "place", "counterpart",
)  # fmt: skip


def fingerprint(rule: Rule) -> str:
    """Return a hash of what the computed day depends on: no titles, tasks or other texts."""
    facts = {name: getattr(rule, name) for name in COMPUTING}
    others = [(one.name, one.length) for one in rule.variants]
    tenable = [
        (one.name, one.length, one.count, one.shift, one.holidays, one.working_day_before) for one in rule.readings
    ]
    return hashlib.sha256(msgspec.json.encode([facts, others, tenable], order="deterministic")).hexdigest()[:16]


def line_of(rule: Rule) -> str:
    return f"{rule.id} {rule.regime} {rule.version} {fingerprint(rule)}"


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    book = RuleBook.load()
    return sorted(line_of(rule) for rule_id in book.ids for rule in book.versions(rule_id))


def test_no_version_was_changed_or_taken_away(shipped: list[str]) -> None:
    known = KNOWN.read_text(encoding="ascii").splitlines()
    lost = [line for line in known if line not in set(shipped)]
    assert lost == [], "give the changed rule a new version with its own dates and leave the old one as it was"


def test_every_version_is_on_record(shipped: list[str]) -> None:
    known = set(KNOWN.read_text(encoding="ascii").splitlines())
    assert [line for line in shipped if line not in known] == [], "append these lines to tests/data/rules_in_force.txt"


def test_a_fingerprint_follows_what_is_computed_and_not_the_words() -> None:
    rule = next(iter(RuleBook.load().versions("KLAGE_ASYL_2W")))
    assert fingerprint(msgspec.structs.replace(rule, title="Anders gesagt", tasks=())) == fingerprint(rule)
    for change in ({"shift": not rule.shift}, {"length": None}, {"triggers": ("ZUSTELLUNG",)}):
        assert fingerprint(msgspec.structs.replace(rule, **change)) != fingerprint(rule)  # type: ignore[arg-type]
