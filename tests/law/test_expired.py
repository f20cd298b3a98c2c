"""The list of what is still possible: sources, branches of law, laws old and new."""

import pytest

from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.expired import ExpiredFile, read_expired
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.rules import FOLDER
from mfd_desktop.law.statutes import FILE, StatuteFile, cite_fault


@pytest.fixture(scope="module")
def file() -> ExpiredFile:
    return read_expired()


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return RuleBook.load()


def ids(file: ExpiredFile, rules: RuleBook, rule_id: str, regime: str = "-") -> set[str]:
    return {check.id for check in file.checks_for(rules.versions(rule_id)[-1], regime)}


def test_every_point_has_a_source_and_what_is_open_a_reason(file: ExpiredFile) -> None:
    found = read_toml(resource_path() / FOLDER / FILE, StatuteFile).statutes
    statutes = {statute.abbreviation: statute for statute in found}
    assert len({check.id for check in file.checks}) == len(file.checks)
    branches = {branch.id for branch in file.branches}
    for check in file.checks:
        assert [fault for cite in check.cites if (fault := cite_fault(cite, statutes))] == []
        assert set(check.branches) <= branches
        assert (check.review == "open") == bool(check.review_reason), check.id
        assert check.cites or check.review == "open", check.id
        assert not (check.deadline and check.deadline.start == "asked") or check.question
    known = {name for branch in file.branches for name in branch.statutes}
    assert known <= statutes.keys()


def test_the_list_follows_the_branch_of_law(file: ExpiredFile, rules: RuleBook) -> None:
    social = ids(file, rules, "WIDERSPRUCH_SGG_1M")
    assert {"restitution_sgg", "restitution_sgb10", "review_sgb10", "instruction_sgg", "lawyer_today"} <= social
    assert not social & {"restitution_vwgo", "subsequent_application", "reopening", "restitution_stpo"}
    administrative = ids(file, rules, "WIDERSPRUCH_VWGO_1M")
    assert {"restitution_vwgo", "instruction_vwgo", "reopening", "lawyer_today"} <= administrative
    assert not administrative & {"restitution_sgg", "review_sgb10", "subsequent_application"}
    assert "restitution_ao" in ids(file, rules, "EINSPRUCH_AO_1M")
    assert "restitution_stpo" in ids(file, rules, "STRAFBEFEHL_2W")
    assert "late_dismissal_claim" in ids(file, rules, "KUENDIGUNGSSCHUTZ_3W")


def test_every_deadline_that_is_a_loss_of_a_right_gets_restitution_or_everything(
    file: ExpiredFile, rules: RuleBook
) -> None:
    helping = {check.id for check in file.checks if check.id.startswith(("restitution", "late_"))}
    for rule_id in rules.ids:
        for rule in rules.versions(rule_id):
            if rule.kind == "loss":
                assert {check.id for check in file.checks_for(rule, rule.regime)} & helping, rule_id


def test_without_a_known_rule_every_point_is_shown(file: ExpiredFile) -> None:
    assert file.checks_for(None) == file.checks
    assert {check.id for check in file.checks_for(None, "NEU")} == {check.id for check in file.checks} - {
        "instruction_asylum_old"
    }
