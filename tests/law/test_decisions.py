"""The decision matrix: which deadlines each decision sets going, under both laws and in which circumstances."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mfd_desktop.law.calculation import compute
from mfd_desktop.law.decisions import LAWS, Decisions, Planned, shipped_decisions
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.lint import LETTERS
from mfd_desktop.law.results import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

TWO, ONE, URGENT = "KLAGE_ASYL_2W", "KLAGE_ASYL_1W", "EILANTRAG_ASYL_1W"
GROUNDS, OUT_1, OUT_30 = "KLAGEBEGRUENDUNG_ASYL_1M", "AUSREISEFRIST_1W", "AUSREISEFRIST_30T"
TRANSFER, DUBLIN = "KLAGE_UND_EILANTRAG_UEBERSTELLUNG_1W", "EILANTRAG_DUBLIN_1W"
BAN, FAMILY = "EILANTRAG_EINREISEVERBOT_1W", "FAMILIENNACHZUG_PRIVILEG_3M"
PROOF, AGAIN, PERMIT = "WIEDERAUFNAHME_VERMUTUNG_1M", "WIEDERAUFNAHME_9M", "TITEL_NACH_SCHUTZ_90T"
AGAINST_BAN = "Klage gegen das Einreise- und Aufenthaltsverbot (1 Woche)"
BORDER, MINOR_GROUNDS = "GRENZVERFAHREN_EILANTRAG_1W", "GRENZVERFAHREN_UM_BEGRUENDUNG"

NO_OTHER_FACTS = {
    ("B01", "ALT"): (FAMILY,), ("B01", "NEU"): (FAMILY,),
    ("B02", "ALT"): (TWO, GROUNDS, FAMILY), ("B02", "NEU"): (TWO, GROUNDS, FAMILY, PERMIT),
    ("B03", "ALT"): (TWO, GROUNDS), ("B03", "NEU"): (TWO, GROUNDS, PERMIT),
    ("B04", "ALT"): (TWO, GROUNDS), ("B04", "NEU"): (TWO, GROUNDS),
    ("B05", "ALT"): (TWO, GROUNDS, FAMILY), ("B05", "NEU"): (TWO, GROUNDS, FAMILY),
    ("B06", "ALT"): (TWO, GROUNDS, OUT_30), ("B06", "NEU"): (TWO, GROUNDS, OUT_30),
    ("B07", "ALT"): (), ("B07", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B08", "ALT"): (ONE, URGENT, GROUNDS, OUT_1), ("B08", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B09", "ALT"): (ONE, DUBLIN, GROUNDS), ("B09", "NEU"): (TRANSFER, TRANSFER, GROUNDS),
    ("B10", "ALT"): (ONE, URGENT, GROUNDS, OUT_1), ("B10", "NEU"): (ONE, URGENT, GROUNDS, OUT_30),
    ("B11", "ALT"): (ONE, URGENT, GROUNDS, OUT_1), ("B11", "NEU"): (ONE, URGENT, GROUNDS, OUT_30),
    ("B12", "ALT"): (), ("B12", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B13", "ALT"): (ONE, URGENT, GROUNDS), ("B13", "NEU"): (ONE, URGENT, GROUNDS),
    ("B14", "ALT"): (TWO, URGENT, PROOF, AGAIN, GROUNDS, OUT_1), ("B14", "NEU"): (),
    ("B15", "ALT"): (), ("B15", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B16", "ALT"): (TWO, URGENT, GROUNDS, OUT_1), ("B16", "NEU"): (TWO, URGENT, GROUNDS, OUT_30),
    ("B17", "ALT"): (TWO, GROUNDS), ("B17", "NEU"): (TWO, GROUNDS),
    ("B18", "ALT"): (ONE, BAN, GROUNDS), ("B18", "NEU"): (TWO, BAN, GROUNDS),
}  # fmt: skip


@pytest.fixture(scope="module")
def matrix() -> Decisions:
    return shipped_decisions()


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook.load()


def rules(matrix: Decisions, code: str, law: str, *given: str) -> tuple[str, ...]:
    return tuple(planned.rule_id for planned in matrix.rules_for(code, law, frozenset(given)))


def test_every_decision_is_there_under_both_laws(matrix: Decisions) -> None:
    assert matrix.codes == tuple(f"B{number:02d}" for number in range(1, 19))
    assert set(itertools.product(matrix.codes, LAWS)) == set(NO_OTHER_FACTS)


@pytest.mark.parametrize(("code", "law"), NO_OTHER_FACTS)
def test_the_deadlines_of_a_decision_without_other_facts(matrix: Decisions, code: str, law: str) -> None:
    assert rules(matrix, code, law) == NO_OTHER_FACTS[code, law]


@pytest.mark.parametrize(
    ("code", "law", "given", "expected"),
    [
        ("B04", "ALT", "manifest", (ONE, GROUNDS)),
        ("B04", "NEU", "art42", (ONE, GROUNDS)),
        ("B05", "NEU", "art42", (ONE, GROUNDS, FAMILY)),
        ("B06", "NEU", "art42", (ONE, URGENT, GROUNDS, OUT_30)),
        ("B06", "NEU", "no_departure_period", (TWO, GROUNDS)),
        ("B10", "NEU", "no_departure_period", (ONE, URGENT, GROUNDS)),
        ("B11", "NEU", "no_departure_period", (ONE, URGENT, GROUNDS)),
        ("B16", "NEU", "no_departure_period", (TWO, URGENT, GROUNDS)),
        ("B07", "NEU", "border", (ONE, BORDER, GROUNDS, OUT_1)),
        ("B07", "NEU", "border_minor", (ONE, MINOR_GROUNDS, OUT_1)),
        ("B07", "NEU", "no_departure_period", (ONE, URGENT, GROUNDS)),
        ("B08", "NEU", "regular", (ONE, URGENT, GROUNDS, OUT_30)),
        ("B08", "NEU", "border", (ONE, BORDER, GROUNDS, OUT_1)),
        ("B08", "NEU", "no_departure_period", (ONE, URGENT, GROUNDS)),
        ("B10", "NEU", "border", (ONE, BORDER, GROUNDS, OUT_30)),
        ("B10", "NEU", "border_minor", (ONE, MINOR_GROUNDS, OUT_30)),
        ("B11", "ALT", "deportation_order", (ONE, DUBLIN, GROUNDS)),
        ("B11", "NEU", "border_minor", (ONE, MINOR_GROUNDS, OUT_30)),
        ("B12", "NEU", "border_minor", (ONE, MINOR_GROUNDS, OUT_1)),
        ("B13", "ALT", "deportation_threat", (ONE, URGENT, GROUNDS, OUT_1)),
        ("B13", "NEU", "deportation_threat", (ONE, URGENT, GROUNDS, OUT_1)),
        ("B14", "ALT", "reopening_refused", (ONE, URGENT, GROUNDS, OUT_1)),
        ("B17", "ALT", "grave", (TWO, URGENT, GROUNDS)),
        ("B17", "NEU", "grave", (TWO, URGENT, GROUNDS)),
        ("B17", "NEU", "ban_only", (TWO, URGENT, GROUNDS)),
        ("B06", "NEU", "entry_ban", (TWO, GROUNDS, OUT_30, BAN)),
        ("B06", "ALT", "entry_ban", (TWO, GROUNDS, OUT_30, BAN, ONE)),
        ("B08", "ALT", "entry_ban", (ONE, URGENT, GROUNDS, OUT_1, BAN)),
        ("B14", "ALT", "entry_ban", (TWO, ONE, URGENT, PROOF, AGAIN, GROUNDS, OUT_1, BAN)),
        ("B16", "ALT", "entry_ban", (TWO, URGENT, GROUNDS, OUT_1, BAN, ONE)),
        ("B09", "ALT", "entry_ban", (ONE, DUBLIN, GROUNDS, BAN)),
        ("B09", "NEU", "entry_ban", (TRANSFER, TRANSFER, GROUNDS, BAN)),
        ("B06", "NEU", "no_instruction", (TWO, GROUNDS, OUT_30, "KLAGE_ASYL_OHNE_BELEHRUNG_3M")),
        ("B06", "ALT", "no_instruction", (TWO, GROUNDS, OUT_30, "KLAGE_ASYL_OHNE_BELEHRUNG_1J")),
    ],
)
def test_circumstances_change_them(
    matrix: Decisions, code: str, law: str, given: str, expected: tuple[str, ...]
) -> None:
    assert given in {asked.code for asked in matrix.asks(code, law)}
    assert rules(matrix, code, law, given) == expected


@pytest.mark.parametrize(("code", "law"), NO_OTHER_FACTS)
def test_a_refusal_never_loses_its_lawsuit_whatever_is_answered(matrix: Decisions, code: str, law: str) -> None:
    """Lawsuit, urgent application and grounds are deadlines of their own; every combination keeps a lawsuit."""
    for given, found in answered(matrix, code, law):
        names = [planned.rule_id for planned in found]
        lawsuits = [one.rule_id for one in found if one.rule_id in (TWO, ONE, TRANSFER) and one.title != AGAINST_BAN]
        assert code == "B01" or len(lawsuits) == (2 if TRANSFER in names else 1), given
        assert code == "B01" or len([rule for rule in names if rule in (GROUNDS, MINOR_GROUNDS)]) == 1, given
        assert len([rule for rule in names if rule in (URGENT, BORDER, DUBLIN)]) <= 1, given


def test_an_old_ban_on_entry_has_a_lawsuit_of_a_week(matrix: Decisions) -> None:
    """§ 74 I Hs. 2 AsylG a.F. names § 36 III 10: where the urgent application has a week, the lawsuit has one too."""
    for code in matrix.codes:
        if "entry_ban" in {asked.code for asked in matrix.asks(code, "ALT")}:
            for given, found in answered(matrix, code, "ALT"):
                assert "entry_ban" not in given or ONE in [one.rule_id for one in found], (code, given)


@pytest.mark.parametrize(("code", "law"), NO_OTHER_FACTS)
def test_a_chained_deadline_stands_after_the_one_that_begins_it(matrix: Decisions, code: str, law: str) -> None:
    for given, found in answered(matrix, code, law):
        for number, planned in enumerate(found):
            assert not planned.after or planned.after in [one.rule_id for one in found[:number]], given


def answered(matrix: Decisions, code: str, law: str) -> Iterator[tuple[tuple[str, ...], tuple[Planned, ...]]]:
    """Every combination of answers with the deadlines it gives; none for a decision that the law does not know."""
    asked = [found.code for found in matrix.asks(code, law)]
    assert bool(matrix.decision(code).effect(law)) or asked == []
    for size in range(len(asked) + 1) if NO_OTHER_FACTS[code, law] else ():
        for given in itertools.combinations(asked, size):
            yield given, matrix.rules_for(code, law, frozenset(given))


def test_only_what_can_be_is_asked(matrix: Decisions) -> None:
    """Recognition brings no ban on entry; a decision that is the ban itself does not ask for one."""
    assert matrix.asks("B01") == ()
    assert [asked.code for asked in matrix.asks("B02")] == ["no_instruction"]
    assert [asked.code for asked in matrix.asks("B18")] == ["no_instruction"]
    assert "entry_ban" in {asked.code for asked in matrix.asks("B06", "ALT")}


def test_an_unknown_law_brings_the_deadlines_of_both(matrix: Decisions) -> None:
    assert set(rules(matrix, "B09", "")) == {ONE, DUBLIN, TRANSFER, GROUNDS}
    assert rules(matrix, "B07", "") == rules(matrix, "B07", "NEU")
    assert {asked.code for asked in matrix.asks("B04")} >= {"manifest", "art42"}


def test_what_is_counted_from_another_day_or_has_another_title_says_so(matrix: Decisions) -> None:
    family = matrix.rules_for("B02", "NEU")[2]
    assert (family.rule_id, family.trigger) == (FAMILY, "UNANFECHTBARKEIT")
    titles = [one.title for one in matrix.rules_for("B09", "NEU")[:2]]
    assert len(set(titles)) == 2


def test_an_unknown_decision_is_an_error(matrix: Decisions) -> None:
    with pytest.raises(KeyError):
        matrix.rules_for("B99", "NEU")
    with pytest.raises(KeyError):
        matrix.decision("B99")


def test_each_says_where_the_procedure_stands_and_what_to_do_today(matrix: Decisions) -> None:
    for code in matrix.codes:
        decision = matrix.decision(code)
        assert decision.today
        assert decision.position or code == "B18"
        assert decision.protected is (code <= "B05")
        assert decision.review == "ok" or decision.review_reason


def test_every_name_in_the_matrix_is_known(matrix: Decisions, book: RuleBook) -> None:
    """Circumstances, rules, letters and the rule that a common deadline stands beside."""
    asked = set(matrix.circumstances)
    effects = [*matrix.file.always, *(effect for decision in matrix.file.decisions for effect in decision.effects)]
    for item in (item for effect in effects for item in effect.items):
        assert {*item.when, *item.unless} <= asked, item
        assert {name for name in (item.rule, item.after, *item.beside) if name} <= set(book.ids), item
        assert not item.variant or item.variant in variants(book, item.rule), item
    assert all(item.beside for effect in matrix.file.always for item in effect.items)
    assert {letter for decision in matrix.file.decisions for letter in decision.letters} <= LETTERS


def variants(book: RuleBook, rule_id: str) -> set[str]:
    return {variant.name for rule in book.versions(rule_id) for variant in rule.variants}


@pytest.mark.parametrize(("code", "law"), NO_OTHER_FACTS)
def test_every_deadline_of_a_decision_can_be_reckoned(matrix: Decisions, book: RuleBook, code: str, law: str) -> None:
    """From the notice, from another day it stands for, or from the end of the one before it."""
    served = date(2026, 11, 2)
    for given, found in answered(matrix, code, law):
        ends: dict[str, date | None] = {}
        for planned in found:
            kind, day = planned.trigger or ("ENDE_KLAGEFRIST" if planned.after else "ZUSTELLUNG"), served
            if planned.after:
                day = ends[planned.after] or served
            result = compute(
                book, Facts(rule=planned.rule_id, trigger_kind=kind, trigger=day, variant=planned.variant, regime=law)
            )
            assert result.due, (given, planned)
            assert result.rule.kind == "authority" or result.safe_due, (given, planned)
            assert result.due > day
            ends.setdefault(planned.rule_id, result.due)
