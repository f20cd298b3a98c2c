"""The decision matrix: which deadlines each decision sets going, under both laws and in which circumstances."""

from __future__ import annotations

import itertools

import pytest

from mfd_desktop.law.decisions import LAWS, Decisions, shipped_decisions

TWO, ONE, URGENT = "KLAGE_ASYL_2W", "KLAGE_ASYL_1W", "EILANTRAG_ASYL_1W"
GROUNDS, OUT_1, OUT_30 = "KLAGEBEGRUENDUNG_ASYL_1M", "AUSREISEFRIST_1W", "AUSREISEFRIST_30T"
TRANSFER, DUBLIN = "KLAGE_UND_EILANTRAG_UEBERSTELLUNG_1W", "EILANTRAG_DUBLIN_1W"
BAN, FAMILY = "EILANTRAG_EINREISEVERBOT_1W", "FAMILIENNACHZUG_PRIVILEG_3M"
PROOF, AGAIN, LONGER = "WIEDERAUFNAHME_VERMUTUNG_1M", "WIEDERAUFNAHME_9M", "AUSREISEFRIST_BIS_3M"

NO_OTHER_FACTS = {
    ("B01", "ALT"): (FAMILY,), ("B01", "NEU"): (FAMILY,),
    ("B02", "ALT"): (TWO, GROUNDS, FAMILY), ("B02", "NEU"): (TWO, GROUNDS, FAMILY),
    ("B03", "ALT"): (TWO, GROUNDS), ("B03", "NEU"): (TWO, GROUNDS),
    ("B04", "ALT"): (TWO, GROUNDS), ("B04", "NEU"): (TWO, GROUNDS),
    ("B05", "ALT"): (TWO, GROUNDS), ("B05", "NEU"): (TWO, GROUNDS),
    ("B06", "ALT"): (TWO, GROUNDS, OUT_30), ("B06", "NEU"): (TWO, GROUNDS, OUT_30),
    ("B07", "ALT"): (), ("B07", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B08", "ALT"): (ONE, URGENT, GROUNDS, OUT_1), ("B08", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B09", "ALT"): (ONE, DUBLIN, GROUNDS), ("B09", "NEU"): (TRANSFER, TRANSFER, GROUNDS),
    ("B10", "ALT"): (ONE, URGENT, GROUNDS, OUT_1), ("B10", "NEU"): (ONE, URGENT, GROUNDS, OUT_30),
    ("B11", "ALT"): (ONE, URGENT, GROUNDS, OUT_1), ("B11", "NEU"): (ONE, URGENT, GROUNDS, OUT_30),
    ("B12", "ALT"): (), ("B12", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B13", "ALT"): (ONE, URGENT, GROUNDS), ("B13", "NEU"): (ONE, URGENT, GROUNDS),
    ("B14", "ALT"): (TWO, PROOF, AGAIN, GROUNDS, OUT_1), ("B14", "NEU"): (),
    ("B15", "ALT"): (), ("B15", "NEU"): (ONE, URGENT, GROUNDS, OUT_1),
    ("B16", "ALT"): (TWO, GROUNDS, OUT_1, LONGER), ("B16", "NEU"): (TWO, URGENT, GROUNDS, OUT_30, LONGER),
    ("B17", "ALT"): (TWO, GROUNDS), ("B17", "NEU"): (TWO, GROUNDS),
    ("B18", "ALT"): (BAN, ONE, GROUNDS), ("B18", "NEU"): (BAN, TWO, GROUNDS),
}  # fmt: skip


@pytest.fixture(scope="module")
def matrix() -> Decisions:
    return shipped_decisions()


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
        ("B05", "NEU", "art42", (ONE, GROUNDS)),
        ("B07", "NEU", "border_minor", (ONE, GROUNDS, OUT_1)),
        ("B07", "NEU", "danger", (ONE, URGENT, GROUNDS)),
        ("B08", "NEU", "regular", (ONE, URGENT, GROUNDS, OUT_30)),
        ("B08", "NEU", "danger", (ONE, URGENT, GROUNDS)),
        ("B11", "ALT", "deportation_order", (ONE, DUBLIN, GROUNDS)),
        ("B13", "NEU", "deportation_threat", (ONE, URGENT, GROUNDS, OUT_1)),
        ("B14", "ALT", "reopening_refused", (ONE, URGENT, GROUNDS, OUT_1)),
        ("B17", "NEU", "grave", (ONE, URGENT, GROUNDS)),
        ("B17", "NEU", "ban_only", (TWO, URGENT, GROUNDS)),
        ("B06", "NEU", "entry_ban", (TWO, GROUNDS, OUT_30, BAN)),
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
    asked = [found.code for found in matrix.asks(code, law)]
    if not NO_OTHER_FACTS[code, law]:
        assert asked == []
        return
    for size in range(len(asked) + 1):
        for given in itertools.combinations(asked, size):
            found = rules(matrix, code, law, *given)
            lawsuits = [rule for rule in found if rule in (TWO, ONE, TRANSFER)]
            assert code == "B01" or len(lawsuits) == (2 if TRANSFER in found else 1)
            assert code == "B01" or GROUNDS in found


def test_an_unknown_law_brings_the_deadlines_of_both(matrix: Decisions) -> None:
    assert set(rules(matrix, "B09", "")) == {ONE, DUBLIN, TRANSFER, GROUNDS}
    assert rules(matrix, "B07", "") == rules(matrix, "B07", "NEU")
    assert {asked.code for asked in matrix.asks("B04")} >= {"manifest", "art42"}


def test_what_is_chained_or_counted_from_another_day_says_so(matrix: Decisions) -> None:
    for code in matrix.codes:
        for law in LAWS:
            planned = matrix.rules_for(code, law, frozenset(asked.code for asked in matrix.asks(code, law)))
            known = [one.rule_id for one in matrix.rules_for(code, law)]
            assert all(one.after in known for one in planned if one.after)
    family = matrix.rules_for("B02", "NEU")[-1]
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
