"""What the rules of asylum procedures say beyond their worked examples: other readings, both laws, neighbours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mfd_desktop.law.calculation import compute
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.results import Facts

if TYPE_CHECKING:
    from mfd_desktop.law.rules import Rule

AREAS = ("asylum_new", "asylum_old", "dublin", "ammr", "asylum_other")
OLD, NEW = date(2026, 3, 1), date(2026, 8, 3)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook.load()


@pytest.fixture(scope="module")
def rules(book: RuleBook) -> list[Rule]:
    return [rule for file in book.files if file.id in AREAS for rule in file.rules]


@pytest.mark.parametrize(
    ("facts", "due", "over"),
    [
        # Silence of the other state: two weeks to Monday 16 February, six months to Sunday 16 August; the practice of
        # the authority begins a day later, and Union law might move the Sunday: over for sure from Tuesday on.
        (Facts("DUBLIN_FIKTIVE_ANNAHME_2W_PLUS_6M", "WIEDERAUFNAHMEGESUCH_EURODAC", date(2026, 2, 2), registered=OLD),
         date(2026, 8, 16), date(2026, 8, 18)),
        # Sunday 16 January 2028, but three years after a message sent within six months end on Monday 16 July 2029.
        (Facts("DUBLIN_UEBERSTELLUNG_18M", "ANNAHME", date(2026, 1, 16), registered=date(2026, 1, 2)),
         date(2027, 7, 16), date(2029, 7, 17)),
        # Saturday 16 January 2027; Union law might move it to Monday.
        (Facts("DUBLIN_UEBERSTELLUNG_12M", "ANNAHME", date(2026, 1, 16), registered=date(2026, 1, 2)),
         date(2027, 1, 16), date(2027, 1, 19)),
        # Made to an office that does not register: three working days first (Thursday 12), then five days, a weekday.
        (Facts("APR_REGISTRIERUNG_5T", "ANTRAGSTELLUNG", date(2026, 11, 9), lodged=NEW),
         date(2026, 11, 16), date(2026, 11, 18)),
        # Old application: the new law gives three months, the old one six; only then is it sure.
        (Facts("ARBEIT_AE_3M", "REGISTRIERUNG", date(2026, 5, 11), lodged=date(2026, 5, 12)),
         date(2026, 8, 11), date(2026, 11, 12)),
    ],
)  # fmt: skip
def test_periods_of_others_are_over_only_under_every_reading(
    book: RuleBook, facts: Facts, due: date, over: date
) -> None:
    result = compute(book, facts)
    assert (result.due, result.safe_due, result.expired_for_sure) == (due, None, over)


@pytest.mark.parametrize(
    ("facts", "due", "safe"),
    [
        # An old application decided after 12 June 2026: a year, but three months may hold.
        (Facts("KLAGE_ASYL_OHNE_BELEHRUNG_1J", "ZUSTELLUNG", date(2026, 7, 20), lodged=OLD),
         date(2027, 7, 20), date(2026, 10, 20)),
        (Facts("KLAGE_ASYL_OHNE_BELEHRUNG_1J", "ZUSTELLUNG", date(2026, 5, 20), lodged=OLD),
         date(2027, 5, 20), date(2027, 5, 20)),
        # To the day nine months back it is perhaps too late already.
        (Facts("WIEDERAUFNAHME_9M", "EINSTELLUNG", date(2026, 5, 12), lodged=OLD),
         date(2027, 2, 12), date(2027, 2, 11)),
        # The Federal Office sits in Bavaria and here: All Saints' Day moves the end only in the one reading.
        (Facts("ENTZUG_AEUSSERUNG_1M", "ZUSTELLUNG", date(2027, 10, 1), withdrawal_started=date(2027, 9, 1)),
         date(2027, 11, 2), date(2027, 10, 29)),
        # At once, and at the latest within two weeks.
        (Facts("ADRESSE_MITTEILEN", "UMZUG", date(2026, 11, 6), lodged=NEW), date(2026, 11, 20), date(2026, 11, 9)),
        # A removal order under the old law; the lodging is missing, so both laws are reckoned and agree.
        (Facts("EILANTRAG_DUBLIN_1W", "ZUSTELLUNG", date(2026, 11, 11)), date(2026, 11, 18), date(2026, 11, 18)),
    ],
)  # fmt: skip
def test_the_safe_day_is_that_of_the_earliest_reading(book: RuleBook, facts: Facts, due: date, safe: date) -> None:
    result = compute(book, facts)
    assert (result.due, result.safe_due) == (due, safe)


def test_what_counts_from_another_trigger_is_chosen_by_it(book: RuleBook) -> None:
    day, registered = date(2026, 9, 14), date(2026, 7, 20)
    ends = {
        kind: compute(book, Facts("AMMR_HAFT", kind, day, registered=registered)).due
        for kind in ("REGISTRIERUNG", "EURODAC_TREFFER", "HAFT", "EINGANG_GESUCH", "ANNAHME", "BESTAETIGUNG")
    }
    two, one, five = date(2026, 9, 28), date(2026, 9, 21), date(2026, 10, 19)
    assert list(ends.values()) == [two, two, one, one, five, five]


def test_what_one_law_alone_has_says_what_holds_under_the_other(book: RuleBook, rules: list[Rule]) -> None:
    both = {rule.id for rule in rules if rule.regime == "ALT"} & {rule.id for rule in rules if rule.regime == "NEU"}
    for rule in rules:
        if rule.regime == "-" or rule.id in both:
            continue
        days = {"ALT": date(2027, 1, 4), "NEU": date(2026, 1, 5)}
        assert book.gap(rule.id, days[rule.regime]), rule.id


def test_every_remedy_warns_early_enough_and_says_what_to_do(rules: list[Rule]) -> None:
    """A week or two: from the seventh day before, so that a week is on Heute at once; months two weeks before."""
    early = {"weeks": 7, "months": 14}
    for rule in rules:
        assert rule.tasks, rule.id
        assert rule.effect or rule.immediate, rule.id
        if rule.place == "court" and rule.kind == "loss" and rule.length and rule.length.unit in early:
            assert rule.warnings[0] == early[rule.length.unit], rule.id
            assert rule.shift, rule.id
            assert rule.suspensive, rule.id
        if rule.kind == "authority":
            assert rule.warnings == (0,), rule.id
