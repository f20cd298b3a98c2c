"""Which law: by the cut-off date of the rule and nothing else."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest

from mfd_desktop.domain.errors_law import (
    RegimeContradiction,
    RuleNotInForce,
    RuleOfOtherLaw,
    TriggerNotOfRule,
    UnknownRegime,
)
from mfd_desktop.law.calculation import compute
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.regimes import law_of, said_of_day
from mfd_desktop.law.results import Facts

OLD: dict[str, Any] = {"regime": "ALT", "cut_off": "procedure", "valid_until": date(2026, 6, 11)}
NEW: dict[str, Any] = {"regime": "NEU", "cut_off": "procedure", "valid_from": date(2026, 6, 12)}
TWO_WEEKS = {"n": 2, "unit": "weeks"}
DAY = date(2026, 11, 2)
BEFORE, AFTER = date(2026, 6, 11), date(2026, 6, 12)
Write = Callable[..., RuleBook]


@pytest.fixture
def both(written: Write) -> RuleBook:
    """One rule in both laws: two weeks in the old one, one in the new one."""
    return written({**OLD, "length": TWO_WEEKS}, NEW)


def facts(day: date = DAY, **more: Any) -> Facts:
    return Facts("PROBE", "ZUSTELLUNG", day, **more)


def test_the_day_of_lodging_decides(both: RuleBook) -> None:
    old, new = compute(both, facts(lodged=BEFORE)), compute(both, facts(lodged=AFTER))
    assert (old.regime, old.due) == ("ALT", date(2026, 11, 16))
    assert (new.regime, new.due) == ("NEU", date(2026, 11, 9))
    assert new.readings[0].cut_off == "procedure"
    assert new.readings[0].cut_off_day == AFTER
    assert "ab dem 12.06.2026: Es gilt das neue Recht." in new.steps[0].shown()
    assert "vor dem 12.06.2026: Es gilt das alte Recht." in old.steps[0].shown()


def test_other_dates_do_not_decide(both: RuleBook) -> None:
    result = compute(both, facts(lodged=BEFORE, registered=date(2026, 7, 2), withdrawal_started=date(2026, 7, 2)))
    assert result.regime == "ALT"


def test_of_a_withdrawal_its_beginning_decides_and_not_the_old_application(both: RuleBook) -> None:
    begun = {"lodged": BEFORE, "withdrawal_started": AFTER, "withdrawal": True}
    result = compute(both, facts(**begun))
    assert (result.regime, result.due) == ("NEU", date(2026, 11, 9))
    assert (result.readings[0].cut_off, result.readings[0].cut_off_day) == ("withdrawal", AFTER)
    open_law = compute(both, facts(**{**begun, "withdrawal_started": None}))
    assert {one.regime for one in open_law.readings} == {"ALT", "NEU"}
    assert "Prüfung von Widerruf" in open_law.warnings[0].shown()


def test_without_the_day_all_readings_are_shown_and_the_earliest_leads(both: RuleBook) -> None:
    result = compute(both, facts())
    assert [(one.regime, one.due) for one in result.readings] == [
        ("NEU", date(2026, 11, 9)),
        ("ALT", date(2026, 11, 16)),
    ]
    assert (result.regime, result.due, result.safe_due) == ("NEU", date(2026, 11, 9), date(2026, 11, 9))
    assert "Es fehlt: Tag, an dem der Asylantrag beim BAMF eingereicht wurde" in result.warnings[0].shown()


def test_a_law_named_takes_the_place_of_the_day(both: RuleBook) -> None:
    result = compute(both, facts(regime="NEU"))
    assert (result.regime, len(result.readings)) == ("NEU", 1)
    assert result.steps[0].shown() == "Es gilt das neue Recht (so angegeben)."
    old = compute(both, facts(date(2026, 5, 4), regime="ALT"))
    assert old.steps[0].shown() == "Es gilt das alte Recht (so angegeben)."
    assert compute(both, facts(regime="NEU", lodged=AFTER)).regime == "NEU"


def test_a_law_against_the_day_is_refused(both: RuleBook) -> None:
    with pytest.raises(RegimeContradiction):
        compute(both, facts(regime="NEU", lodged=BEFORE))
    with pytest.raises(RegimeContradiction):
        compute(both, facts(regime="ALT", lodged=AFTER))
    with pytest.raises(UnknownRegime):
        compute(both, facts(regime="neu"))


def test_an_old_application_decided_later_keeps_the_earlier_day(both: RuleBook) -> None:
    later = compute(both, facts(AFTER, lodged=BEFORE))
    assert (later.due, later.safe_due) == (date(2026, 6, 26), date(2026, 6, 19))
    assert [(one.name, one.regime) for one in later.readings] == [("standard", "ALT"), ("other_law", "NEU")]
    assert later.readings[1].reason is not None
    earlier = compute(both, facts(BEFORE, lodged=date(2026, 5, 1)))
    assert (earlier.due, earlier.safe_due) == (date(2026, 6, 25), date(2026, 6, 25))


def test_another_rule_of_the_new_law_stands_beside(written: Write) -> None:
    quarter, year = {"n": 3, "unit": "months"}, {"n": 1, "unit": "years"}
    book = written(
        {**OLD, "id": "JAHR", "length": year, "counterpart": "QUARTAL"}, {**NEW, "id": "QUARTAL", "length": quarter}
    )
    result = compute(book, Facts("JAHR", "ZUSTELLUNG", date(2026, 8, 31), lodged=BEFORE))
    assert (result.due, result.safe_due) == (date(2027, 8, 31), date(2026, 11, 30))
    assert [one.rule for one in result.readings] == ["JAHR", "QUARTAL"]


def test_a_rule_that_only_one_law_has(written: Write) -> None:
    book = written({**NEW, "id": "NUR_NEU"}, {**OLD, "id": "NUR_ALT", "triggers": ["GEBURT"]})
    new = Facts("NUR_NEU", "ZUSTELLUNG", DAY)
    assert "nur bei einem Tag ab dem 12.06.2026" in compute(book, new).warnings[0].shown()
    old = Facts("NUR_ALT", "GEBURT", DAY)
    assert "nur bei einem Tag vor dem 12.06.2026" in compute(book, old).warnings[0].shown()
    with pytest.raises(RuleOfOtherLaw) as error:
        compute(book, Facts("NUR_NEU", "ZUSTELLUNG", DAY, lodged=BEFORE))
    assert error.value.counterparts == ()


def test_a_rule_of_the_other_law_is_refused_with_what_takes_its_place(written: Write) -> None:
    gap = '[[gaps]]\nid = "A"\nreason = "Nur früher"\nfirst = 2026-06-12\n'
    book = written({**OLD, "id": "A", "counterpart": "B"}, {**NEW, "id": "B"}, more=gap)
    with pytest.raises(RuleOfOtherLaw) as error:
        compute(book, Facts("A", "ZUSTELLUNG", DAY, lodged=AFTER))
    assert error.value.counterparts == ("B",)
    assert error.value.reason == "Nur früher"
    with pytest.raises(RuleOfOtherLaw) as back:
        compute(book, Facts("B", "ZUSTELLUNG", DAY, lodged=BEFORE))
    assert back.value.counterparts == ("A",)


def test_a_trigger_that_neither_law_takes(written: Write) -> None:
    book = written({**OLD, "triggers": ["GEBURT"]}, {**NEW, "triggers": ["ANTRAG"]})
    with pytest.raises(TriggerNotOfRule):
        compute(book, facts())
    assert compute(book, Facts("PROBE", "ANTRAG", DAY)).regime == "NEU"
    with pytest.raises(TriggerNotOfRule) as error:
        compute(book, Facts("PROBE", "ANTRAG", DAY, lodged=BEFORE))
    assert error.value.known == ("GEBURT",)


def test_a_counterpart_that_is_missing_or_not_in_force_does_not_stand_beside(written: Write) -> None:
    book = written(
        {**OLD, "id": "A", "counterpart": "FEHLT"},
        {**OLD, "id": "C", "counterpart": "D"},
        {**NEW, "id": "D", "valid_from": date(2027, 1, 1)},
    )
    for rule in "AC":
        assert len(compute(book, Facts(rule, "ZUSTELLUNG", DAY, lodged=BEFORE)).readings) == 1


RESPONSIBILITY = {"cut_off": "responsibility", "kind": "authority", "triggers": ["ANNAHME"], "place": "none"}
DUBLIN: dict[str, Any] = {
    **RESPONSIBILITY,
    "id": "DUBLIN",
    "regime": "ALT",
    "valid_until": date(2026, 6, 30),
    "length": {"n": 6, "unit": "months"},
    "shift": False,
    "counterpart": "AMMR",
}
AMMR: dict[str, Any] = {
    **RESPONSIBILITY,
    "id": "AMMR",
    "regime": "NEU",
    "valid_from": date(2026, 7, 1),
    "length": {"n": 6, "unit": "months"},
}


@pytest.fixture
def responsible(written: Write) -> RuleBook:
    return written(DUBLIN, AMMR)


@pytest.mark.parametrize("day", [date(2026, 6, 12), date(2026, 6, 30), date(2026, 7, 1)])
def test_registration_between_the_two_dates_is_open(responsible: RuleBook, day: date) -> None:
    for rule in ("DUBLIN", "AMMR"):
        result = compute(responsible, Facts(rule, "ANNAHME", date(2026, 7, 16), registered=day))
        assert {one.rule for one in result.readings} == {"DUBLIN", "AMMR"}
        assert result.due == date(2027, 1, 16)
        assert result.expired_for_sure == date(2027, 1, 19)
        assert "offen, ob Dublin III" in result.warnings[0].shown()
        assert "Welches Recht gilt, ist offen." in result.steps[0].shown()


@pytest.mark.parametrize(("day", "rule"), [(date(2026, 6, 11), "DUBLIN"), (date(2026, 7, 2), "AMMR")])
def test_registration_outside_is_clear(responsible: RuleBook, day: date, rule: str) -> None:
    result = compute(responsible, Facts(rule, "ANNAHME", date(2026, 7, 16), registered=day))
    assert result.regime == ("ALT" if rule == "DUBLIN" else "NEU")
    assert not any("offen, ob Dublin III" in warning.shown() for warning in result.warnings)


def test_an_old_transfer_period_that_runs_on_has_the_new_one_beside(responsible: RuleBook) -> None:
    ends_later = compute(responsible, Facts("DUBLIN", "ANNAHME", date(2026, 1, 16), registered=date(2026, 1, 2)))
    assert (ends_later.due, ends_later.expired_for_sure) == (date(2026, 7, 16), date(2026, 7, 17))
    assert [one.rule for one in ends_later.readings] == ["DUBLIN", "AMMR"]
    over = compute(responsible, Facts("DUBLIN", "ANNAHME", date(2025, 1, 16), registered=date(2025, 1, 2)))
    assert [one.rule for one in over.readings] == ["DUBLIN"]


def test_an_old_transfer_period_without_a_new_one_says_that_it_is_open(written: Write) -> None:
    book = written({**DUBLIN, "counterpart": ""})
    result = compute(book, Facts("DUBLIN", "ANNAHME", date(2026, 1, 16), registered=date(2026, 1, 2)))
    assert len(result.readings) == 1
    assert any("reicht über den 30.06.2026 hinaus" in warning.shown() for warning in result.warnings)
    over = compute(book, Facts("DUBLIN", "ANNAHME", date(2025, 1, 16), registered=date(2025, 1, 2)))
    assert over.warnings == ()


def test_an_authority_of_the_old_procedure_has_nothing_beside(written: Write) -> None:
    book = written({**OLD, "kind": "authority"}, {**NEW, "kind": "authority"})
    assert len(compute(book, facts(lodged=BEFORE)).readings) == 1


def test_a_withdrawal_has_nothing_beside(written: Write) -> None:
    book = written({**OLD, "cut_off": "withdrawal"}, {**NEW, "cut_off": "withdrawal"})
    assert len(compute(book, facts(withdrawal_started=BEFORE)).readings) == 1


def test_all_combinations_of_the_three_dates_take_each_rule_by_its_own(written: Write) -> None:
    cut_offs = ("procedure", "responsibility", "withdrawal")
    book = written(
        *({**law, "id": name.upper(), "cut_off": name} for name in cut_offs for law in (OLD, NEW)),
    )
    sides = {"ALT": date(2026, 5, 1), "NEU": date(2026, 7, 2)}
    for lodged, registered, started in product(sides, repeat=3):
        days = {
            "lodged": sides[lodged],
            "registered": sides[registered],
            "withdrawal_started": sides[started],
        }
        for name, expected in zip(cut_offs, (lodged, registered, started), strict=True):
            result = compute(book, Facts(name.upper(), "ZUSTELLUNG", DAY, **days))  # type: ignore[arg-type]
            assert result.regime == expected
            assert result.readings[0].cut_off == name


def test_versions_are_chosen_by_the_cut_off_date_and_gaps_say_why(written: Write) -> None:
    gap = '[[gaps]]\nid = "PROBE"\nreason = "Aufgehoben"\nfirst = 2027-01-01\nlast = 2027-12-31\n'
    book = written(
        {"version": 1, "valid_until": date(2026, 12, 31)},
        {"version": 2, "valid_from": date(2028, 1, 1), "length": TWO_WEEKS},
        more=gap,
    )
    assert compute(book, facts(date(2026, 12, 31))).rule.version == 1
    assert compute(book, facts(date(2028, 1, 1))).rule.version == 2
    with pytest.raises(RuleNotInForce) as error:
        compute(book, facts(date(2027, 6, 1)))
    assert error.value.reason == "Aufgehoben"
    assert book.gap("PROBE", date(2028, 6, 1)) == book.gap("PROBE", date(2026, 6, 1)) == ""
    assert book.gap("ANDERE", date(2027, 6, 1)) == ""


def test_versions_of_one_law_are_chosen_by_the_day_of_lodging_not_of_the_notice(written: Write) -> None:
    book = written(
        {**OLD, "version": 1, "valid_until": date(2024, 12, 31)},
        {**OLD, "version": 2, "valid_from": date(2025, 1, 1), "length": TWO_WEEKS},
    )
    assert compute(book, facts(date(2026, 1, 5), lodged=date(2024, 5, 1))).rule.version == 1
    assert compute(book, facts(date(2026, 1, 5), lodged=date(2025, 5, 1))).rule.version == 2


def test_a_notice_before_the_application_is_pointed_out(both: RuleBook) -> None:
    result = compute(both, facts(date(2026, 7, 1), lodged=date(2026, 7, 2)))
    assert any("Bitte beide Daten prüfen" in warning.shown() for warning in result.warnings)


def test_the_law_by_a_date_alone(shipped: RuleBook) -> None:
    procedure, responsibility = shipped.cut_offs["procedure"], shipped.cut_offs["responsibility"]
    assert law_of(procedure, BEFORE) == ("ALT", "")
    assert law_of(procedure, AFTER) == ("NEU", "")
    assert law_of(procedure, None) == ("", "")
    law, reason = law_of(responsibility, date(2026, 6, 20))
    assert (law, reason) == ("", responsibility.open_reason)


def test_of_two_equal_ends_the_law_of_the_time_leads(written: Write) -> None:
    book = written(OLD, NEW)
    assert [one.regime for one in compute(book, facts(AFTER)).readings] == ["NEU", "ALT"]
    assert [one.regime for one in compute(book, facts(BEFORE)).readings] == ["ALT", "NEU"]


def test_what_a_day_decides_or_its_absence_is_said(shipped: RuleBook) -> None:
    responsibility = shipped.cut_offs["responsibility"]
    assert "Es fehlt: Tag der Registrierung" in said_of_day(responsibility, None).shown()
    assert "Es gilt das neue Recht" in said_of_day(responsibility, date(2026, 7, 2)).shown()
