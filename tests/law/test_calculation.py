"""Results: the safe day, readings, warnings, kinds of rules."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mfd_desktop.domain.errors_law import TriggerNotOfRule, UnknownLand, UnknownVariant
from mfd_desktop.law.calculation import compute
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.results import Facts, Message

DAY = date(2026, 11, 2)
Write = Callable[..., RuleBook]


def facts(kind: str = "ZUSTELLUNG", day: date = DAY, **more: Any) -> Facts:
    return Facts("PROBE", kind, day, **more)


def shown(messages: tuple[Message, ...]) -> str:
    return " | ".join(message.shown() for message in messages)


def test_the_safe_day_is_the_last_working_day_up_to_the_end(written: Write) -> None:
    book = written({"length": {"n": 0, "unit": "days"}, "shift": False, "triggers": ["GUELTIG_BIS"]})
    result = compute(book, facts("GUELTIG_BIS", date(2026, 12, 27)))
    assert (result.due, result.safe_due) == (date(2026, 12, 27), date(2026, 12, 24))
    assert result.expired_for_sure is None


@pytest.mark.parametrize("kind", ["authority", "waiting"])
def test_periods_of_others_have_no_safe_day_but_a_day_they_are_surely_over(written: Write, kind: str) -> None:
    reading = {"name": "moved", "reason": "Strittig", "shift": True}
    book = written(
        {"kind": kind, "shift": False, "length": {"n": 6, "unit": "months"}, "readings": [reading]},
    )
    result = compute(book, facts(day=date(2026, 8, 31)))
    assert (result.due, result.safe_due, result.expired_for_sure) == (date(2027, 2, 28), None, date(2027, 3, 2))
    assert [one.name for one in result.readings] == ["standard", "moved"]
    same = compute(book, facts(day=date(2026, 5, 4)))
    assert [one.name for one in same.readings] == ["standard"], "a reading with the same end is no other"


@pytest.mark.parametrize("kind", ["waiting", "benefit"])
def test_a_first_possible_day(written: Write, kind: str) -> None:
    book = written(
        {
            "kind": kind,
            "direction": "backward",
            "shift": False,
            "length": {"n": 7, "unit": "months"},
            "triggers": ["AUSBILDUNGSBEGINN"],
        }
    )
    result = compute(book, facts("AUSBILDUNGSBEGINN", date(2027, 8, 1)))
    assert result.rule.is_earliest
    assert result.due == date(2027, 1, 1)
    if kind == "waiting":
        assert (result.safe_due, result.expired_for_sure) == (None, date(2027, 1, 1))
    else:
        assert (result.safe_due, result.expired_for_sure) == (date(2026, 12, 31), None)


def test_an_appointment_is_its_own_safe_day(written: Write) -> None:
    book = written({"kind": "appointment", "length": {"n": 0, "unit": "days"}, "shift": False, "triggers": ["TERMIN"]})
    result = compute(book, facts("TERMIN", date(2026, 11, 7)))
    assert (result.due, result.safe_due) == (date(2026, 11, 7), date(2026, 11, 7))


def test_a_benefit_has_a_first_day_and_no_deadline(written: Write) -> None:
    book = written(
        {
            "kind": "benefit",
            "direction": "backward",
            "round": "month_start",
            "result": "effective",
            "shift": False,
            "length": {"n": 6, "unit": "months"},
            "triggers": ["ANTRAGSEINGANG"],
        }
    )
    result = compute(book, facts("ANTRAGSEINGANG", date(2026, 11, 22)))
    assert (result.effective, result.due, result.safe_due) == (date(2026, 5, 1), None, None)


def test_at_once_has_no_day_but_a_safe_one(written: Write) -> None:
    book = written({"length": None, "immediate": True, "shift": False, "triggers": ["GEBURT"]})
    result = compute(book, facts("GEBURT", date(2026, 10, 30)))
    assert (result.due, result.safe_due) == (None, date(2026, 11, 2))
    assert "nennt keinen Tag" in shown(result.steps)


def test_at_once_at_the_latest(written: Write) -> None:
    book = written({"length": {"n": 2, "unit": "weeks"}, "immediate": True, "triggers": ["UMZUG"]})
    result = compute(book, facts("UMZUG", DAY))
    assert (result.due, result.safe_due) == (date(2026, 11, 16), date(2026, 11, 3))
    assert "nur der späteste" in shown(result.steps)


def test_no_period_at_all(written: Write) -> None:
    reading = {"name": "usual", "reason": "Übung", "length": {"n": 2, "unit": "weeks"}}
    book = written(
        {"id": "PROBE", "length": None, "shift": False, "kind": "waiting"},
        {"id": "UEBUNG", "length": None, "shift": False, "readings": [reading]},
        {"id": "NICHTS", "length": None, "shift": False, "readings": [{"name": "same", "reason": "Nichts"}]},
    )
    result = compute(book, facts())
    assert (result.due, result.safe_due, result.expired_for_sure) == (None, None, None)
    assert "Das Gesetz nennt keine Frist." in shown(result.steps)
    usual = compute(book, Facts("UEBUNG", "ZUSTELLUNG", DAY))
    assert (usual.due, usual.safe_due) == (None, date(2026, 11, 16))
    assert compute(book, Facts("NICHTS", "ZUSTELLUNG", DAY)).safe_due is None


@pytest.mark.parametrize("place", ["bamf", "embassy"])
def test_several_places_have_a_reading_without_the_holidays_of_the_land(written: Write, place: str) -> None:
    book = written({"place": place})
    result = compute(book, facts(day=date(2026, 5, 28)))
    assert (result.due, result.safe_due) == (date(2026, 6, 5), date(2026, 6, 3))
    assert [(one.name, one.due) for one in result.readings][1] == ("federal", date(2026, 6, 4))
    federal = compute(book, facts(day=date(2026, 5, 28), land="BUND"))
    assert federal.due == date(2026, 6, 4)
    assert len(federal.readings) == 1
    court = compute(written({"place": "court"}), facts(day=date(2026, 5, 28)))
    assert court.safe_due == date(2026, 6, 5)
    nothing = compute(written({"place": place, "length": None, "immediate": True, "shift": False}), facts())
    assert len(nothing.readings) == 1


def test_a_reading_changes_what_it_names_only(written: Write) -> None:
    readings = [
        {"name": "federal_only", "reason": "A", "holidays": "federal"},
        {"name": "first_day", "reason": "B", "count": "start"},
        {"name": "shorter", "reason": "C", "length": {"n": 3, "unit": "days"}},
        {"name": "later_start", "reason": "D", "before": {"n": 1, "unit": "days"}},
        {"name": "back", "reason": "E", "shift": False, "working_day_before": True},
        {"name": "the_same", "reason": "F", "holidays": "land"},
    ]
    book = written({"readings": readings})
    result = compute(book, facts(day=date(2026, 5, 28)))
    assert {one.name: one.due for one in result.readings} == {
        "standard": date(2026, 6, 5),
        "federal_only": date(2026, 6, 4),
        "first_day": date(2026, 6, 3),
        "shorter": date(2026, 6, 1),
        "back": date(2026, 6, 3),
        "later_start": date(2026, 6, 5),
    }
    assert result.readings[1].reason is not None
    assert result.readings[1].reason.shown() == "A"


VARIANTS = [
    {"name": "detained", "when": "Haft", "length": {"n": 5, "unit": "weeks"}},
    {"name": "with_hit", "when": "Treffer", "triggers": ["EURODAC_TREFFER"], "length": {"n": 2, "unit": "weeks"}},
    {"name": "elsewhere", "when": "im Ausland"},
    {"name": "at_once", "when": "sofort", "length": {"n": 0, "unit": "weeks"}},
]


def test_variants_are_chosen_by_name_or_trigger_and_else_shown_beside(written: Write) -> None:
    book = written({"variants": VARIANTS, "triggers": ["@notice", "EURODAC_TREFFER"], "review": "ok"})
    plain = compute(book, facts())
    assert plain.due == date(2026, 11, 9)
    said = shown(plain.warnings)
    assert "Anders (Haft): 5 Wochen, Mo 07.12.2026." in said
    assert "Anders (im Ausland)." in said
    assert "Anders (sofort): Mo 02.11.2026." in said
    assert "Treffer" not in said, "it counts from another trigger"
    assert compute(book, facts(variant="detained")).due == date(2026, 12, 7)
    assert compute(book, facts(variant="elsewhere")).due == date(2026, 11, 9)
    hit = compute(book, facts("EURODAC_TREFFER"))
    assert hit.due == date(2026, 11, 16)
    assert "Anders" not in shown(hit.warnings)
    with pytest.raises(UnknownVariant) as error:
        compute(book, facts(variant="abroad"))
    assert error.value.known == ("detained", "with_hit", "elsewhere", "at_once")


def test_a_variant_that_only_one_law_has_is_taken_there(written: Write) -> None:
    law = {"cut_off": "procedure"}
    book = written(
        {**law, "regime": "ALT", "length": {"n": 2, "unit": "weeks"}},
        {**law, "regime": "NEU", "variants": VARIANTS},
    )
    result = compute(book, facts(variant="detained"))
    assert {(one.regime, one.due) for one in result.readings} == {
        ("ALT", date(2026, 11, 16)),
        ("NEU", date(2026, 12, 7)),
    }


def test_variants_of_a_rule_without_a_period_are_computed_too(written: Write) -> None:
    book = written({"variants": VARIANTS, "length": None, "shift": False, "immediate": True})
    assert "5 Wochen, Mo 07.12.2026." in shown(compute(book, facts()).warnings)


def test_who_has_to_leave_hands_nothing_in(written: Write) -> None:
    assert "Es zählt der Eingang" in shown(compute(written({"place": "court"}), facts()).warnings)
    assert "Es zählt der Eingang" not in shown(compute(written({"place": "none"}), facts()).warnings)


def test_the_instruction_of_the_notice_leads_when_it_is_earlier(written: Write) -> None:
    book = written({})
    same = compute(book, facts(instructed=date(2026, 11, 9)))
    assert same.safe_due == date(2026, 11, 9)
    assert "Die Rechtsbehelfsbelehrung im Bescheid geht vor." in shown(same.warnings)
    assert "vielleicht unrichtig" not in shown(same.warnings)
    earlier = compute(book, facts(instructed=date(2026, 11, 8)))
    assert (earlier.due, earlier.safe_due) == (date(2026, 11, 9), date(2026, 11, 6))
    assert "vielleicht unrichtig" in shown(earlier.warnings)
    later = compute(book, facts(instructed=date(2026, 11, 16)))
    assert later.safe_due == date(2026, 11, 9)
    assert "berechnet ist schon der Mo 09.11.2026" in shown(later.warnings)


def test_the_instruction_does_not_make_a_day_where_the_law_names_none(written: Write) -> None:
    book = written({"length": None, "shift": False})
    assert compute(book, facts(instructed=date(2026, 11, 9))).safe_due is None


def test_remedies_only_are_told_about_instructions(written: Write) -> None:
    book = written({"triggers": ["GEBURT"]}, {"id": "BEHOERDE", "kind": "authority"})
    assert compute(book, facts("GEBURT")).warnings == ()
    assert compute(book, Facts("BEHOERDE", "ZUSTELLUNG", DAY)).warnings == ()


def test_what_is_open_or_disputed_says_so(written: Write) -> None:
    book = written(
        {"review": "open", "review_reason": "Beginn nicht genannt", "confidence": "disputed"},
        {"id": "OFFEN", "review": "open", "confidence": "medium"},
    )
    said = shown(compute(book, facts()).warnings)
    assert "Fachlich zu prüfen: Beginn nicht genannt" in said
    assert "Die Auslegung ist strittig." in said
    plain = compute(book, Facts("OFFEN", "ZUSTELLUNG", DAY))
    assert plain.review == "open"
    assert "noch nicht bestätigt" in shown(plain.warnings)
    assert "nicht in allem gesichert" in shown(plain.warnings)


def test_a_trigger_or_land_that_does_not_go_is_refused_with_the_list(written: Write) -> None:
    book = written({"triggers": ["GEBURT"]})
    with pytest.raises(TriggerNotOfRule) as error:
        compute(book, facts())
    assert error.value.known == ("GEBURT",)
    with pytest.raises(UnknownLand) as land:
        compute(book, facts("GEBURT", land="XX"))
    assert "RP" in land.value.known
