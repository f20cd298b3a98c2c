"""The shipped rules: every example in them comes out, every rule can be computed and explained in both languages."""

from collections.abc import Iterator
from datetime import date

import pytest

from mfd_desktop.content.i18n import set_language
from mfd_desktop.law.calculation import compute
from mfd_desktop.law.explain import explain
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.results import Facts, Result
from mfd_desktop.law.rules import Example, Rule


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    yield
    set_language("de")


def rules(book: RuleBook) -> Iterator[Rule]:
    return (rule for rule_id in book.ids for rule in book.versions(rule_id))


def regime(rule: Rule) -> str:
    return "" if rule.regime == "-" else rule.regime


def differences(book: RuleBook, rule: Rule, example: Example) -> Iterator[str]:
    facts = Facts(
        rule.id,
        example.trigger_kind,
        example.trigger,
        example.notice,
        land=example.land,
        variant=example.variant,
        regime=regime(rule),
    )
    result = compute(book, facts)
    for name in ("effective", "due", "safe_due"):
        expected, found = getattr(example, name), getattr(result, name)
        if expected and expected != found:
            yield f"{rule.id} {rule.regime} {example.trigger}: {name} {found}, expected {expected}"


def test_the_shipped_files_can_all_be_used(shipped: RuleBook) -> None:
    assert shipped.problems == ()


def test_every_example_comes_out(shipped: RuleBook) -> None:
    found = [
        line for rule in rules(shipped) for example in rule.examples for line in differences(shipped, rule, example)
    ]
    assert found == []


def of_every_rule(book: RuleBook) -> Iterator[Result]:
    for rule in rules(book):
        kind = next(kind for kind in book.kinds_of(rule) if book.trigger(kind).effective)
        yield compute(book, Facts(rule.id, kind, date(2026, 10, 31), regime=regime(rule)))


def test_every_rule_explains_itself_in_both_languages(shipped: RuleBook) -> None:
    for result in of_every_rule(shipped):
        for language, heading in (("de", "Ergebnis"), ("en", "Result")):
            set_language(language)
            sections = explain(result)
            assert sections[0].title.shown() == heading
            lines = [line.shown() for section in sections for line in section.lines]
            assert all(line and "{" not in line for line in lines), result.rule.id
            assert any(result.rule.id in line for line in lines)
        assert result.safe_due is None or result.due is None or result.safe_due <= result.due


def test_what_is_open_says_so(shipped: RuleBook) -> None:
    for result in of_every_rule(shipped):
        warned = any("Fachlich zu prüfen" in warning.shown() for warning in result.warnings)
        assert warned == (result.review == "open"), result.rule.id
