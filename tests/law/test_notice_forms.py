"""When a notice counts as arrived, by the form it came in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mfd_desktop.domain.errors_law import (
    DayOutOfRange,
    NoticeFormMissing,
    PostedAfterDelivery,
    PostedTwice,
    TriggerInFuture,
    TriggerNotOfForm,
    UnknownNoticeForm,
    UnknownTriggerKind,
)
from mfd_desktop.law.calculation import compute
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.results import Facts, Result

DAY = date(2026, 11, 10)
CODES = {
    *("PZU_UEBERGABE", "PZU_ERSATZ", "PZU_EINLEGUNG", "PZU_NIEDERLEGUNG", "EINSCHREIBEN_RUECKSCHEIN"),
    *("EINSCHREIBEN_UEBERGABE", "EINWURF_EINSCHREIBEN", "EINFACHER_BRIEF", "ELEKTRONISCH", "PORTAL_VWVFG_41_2A"),
    *("PORTAL_SGBX_37_2A", "OZG_POSTFACH", "EB", "AE_AUSHAENDIGUNG", "AE_FIKTION", "UNZUSTELLBAR_10_2"),
    *("OEFFENTLICHE_ZUSTELLUNG", "AUSLAND_7T", "BEVOLLMAECHTIGT", "MUENDLICH", "PERSOENLICH"),
    *("EINFACHER_BRIEF_FRUEHER", "EINFACHER_BRIEF_SPAETER", "EINFACHER_BRIEF_BEKANNT", "AE_AUSHAENDIGUNG_NACH_FIKTION"),
}
EFFECTIVE = {
    *("ZUSTELLUNG", "BEKANNTGABE", "RUECKSCHEIN_DATUM", "AUSHAENDIGUNG_IN_AE", "ABGABE_MITTEILUNG"),
    "ZUGANG_NACHGEWIESEN",
}


@pytest.fixture
def book(written: Callable[..., RuleBook]) -> RuleBook:
    return written({"length": {"n": 1, "unit": "months"}})


def found(book: RuleBook, kind: str, form: str = "", day: date = DAY, **more: object) -> Result:
    return compute(book, Facts("PROBE", kind, day, form, **more))  # type: ignore[arg-type]


def test_every_code_of_the_domain_is_there(shipped: RuleBook) -> None:
    assert set(shipped.forms) >= CODES
    arrivals = {code for code, kind in shipped.triggers.items() if kind.effective and kind.group == "notice"}
    assert arrivals == EFFECTIVE


@pytest.mark.parametrize(
    ("kind", "form", "days", "days_2024"),
    [
        ("AUFGABE_ZUR_POST", "EINFACHER_BRIEF", 4, 3),
        ("AUFGABE_ZUR_POST", "EINFACHER_BRIEF_FRUEHER", 4, 3),
        ("AUFGABE_ZUR_POST", "EINFACHER_BRIEF_SPAETER", 4, 3),
        ("AUFGABE_ZUR_POST", "EINSCHREIBEN_UEBERGABE", 4, 3),
        ("AUFGABE_ZUR_POST", "UNZUSTELLBAR_10_2", 0, 0),
        ("AUFGABE_ZUR_POST", "AUSLAND_7T", 7, 7),
        ("UEBERGABE_AN_AE", "AE_FIKTION", 4, 3),
        ("UEBERGABE_AN_AE", "AE_AUSHAENDIGUNG_NACH_FIKTION", 4, 3),
        ("ABSENDUNG", "ELEKTRONISCH", 4, 3),
        ("ABSENDUNG_BENACHRICHTIGUNG", "PORTAL_SGBX_37_2A", 4, 3),
        ("BEREITSTELLUNG", "OZG_POSTFACH", 4, 3),
        ("ABRUF", "PORTAL_VWVFG_41_2A", 1, 1),
        ("OEFFENTLICHE_BEKANNTMACHUNG", "OEFFENTLICHE_ZUSTELLUNG", 14, 14),
    ],
)
def test_the_fiction_follows_the_day_of_posting(
    book: RuleBook, kind: str, form: str, days: int, days_2024: int
) -> None:
    for posted, n in ((date(2024, 12, 31), days_2024), (date(2025, 1, 1), days), (date(2026, 11, 10), days)):
        assert found(book, kind, form, posted).effective == posted + timedelta(days=n), posted


def test_a_month_for_a_letter_of_the_tax_law_abroad(book: RuleBook) -> None:
    result = found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF_AUSLAND_AO", date(2026, 10, 31))
    assert result.effective == date(2026, 11, 30)


@pytest.mark.parametrize("kind", sorted(EFFECTIVE))
def test_an_effective_day_is_the_trigger_itself(book: RuleBook, kind: str) -> None:
    for form in ("", "PZU_EINLEGUNG", "EINFACHER_BRIEF", "PERSOENLICH"):
        assert found(book, kind, form).effective == DAY


def test_the_fiction_stays_on_a_sunday_and_says_so(book: RuleBook) -> None:
    result = found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", date(2026, 11, 4))
    assert (result.effective, result.due) == (date(2026, 11, 8), date(2026, 12, 8))
    assert any("er verschiebt sich nicht" in step.shown() for step in result.steps)


def test_in_tax_law_it_moves_and_the_safe_day_does_not_rely_on_it(written: Callable[..., RuleBook]) -> None:
    book = written({"length": {"n": 1, "unit": "months"}, "fiction_shift": True})
    result = found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", date(2026, 11, 10))
    assert (result.effective, result.due, result.safe_due) == (
        date(2026, 11, 16),
        date(2026, 12, 16),
        date(2026, 12, 14),
    )
    assert [reading.name for reading in result.readings] == ["standard", "fiction_unmoved"]
    assert "Sa 14.11.2026 → So 15.11.2026 → Mo 16.11.2026" in " ".join(step.shown() for step in result.steps)
    weekday = found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", date(2026, 11, 9))
    assert weekday.effective == date(2026, 11, 13)
    assert len(weekday.readings) == 1


def test_an_earlier_letter_does_not_count_but_is_safe(book: RuleBook) -> None:
    result = found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", DAY, received=date(2026, 11, 11))
    assert (result.effective, result.due, result.safe_due) == (
        date(2026, 11, 14),
        date(2026, 12, 14),
        date(2026, 12, 11),
    )
    assert [reading.name for reading in result.readings] == ["standard", "receipt"]


def test_a_later_letter_counts_and_the_fiction_is_safe(book: RuleBook) -> None:
    result = found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", date(2026, 11, 4), received=date(2026, 11, 12))
    assert (result.effective, result.due, result.safe_due) == (
        date(2026, 11, 12),
        date(2026, 12, 14),
        date(2026, 12, 8),
    )
    assert [reading.name for reading in result.readings] == ["standard", "fiction"]
    proven = found(book, "ZUGANG_NACHGEWIESEN", "EINFACHER_BRIEF_SPAETER", date(2026, 11, 12), posted=date(2026, 11, 4))
    assert (proven.effective, proven.due, proven.safe_due) == (result.effective, result.due, result.safe_due)
    assert any("nur mit Beweis" in warning.shown() for warning in proven.warnings)


def test_a_proven_arrival_without_the_day_of_posting_stands_alone(book: RuleBook) -> None:
    result = found(book, "ZUGANG_NACHGEWIESEN", "EINFACHER_BRIEF_SPAETER", date(2026, 11, 12))
    assert len(result.readings) == 1


def test_a_proven_early_arrival_is_safe_and_no_more(book: RuleBook) -> None:
    early = found(book, "ZUGANG_NACHGEWIESEN", "EINFACHER_BRIEF", date(2026, 11, 11), posted=date(2026, 11, 10))
    assert (early.effective, early.due, early.safe_due) == (
        date(2026, 11, 14),
        date(2026, 12, 14),
        date(2026, 12, 11),
    )
    assert [reading.name for reading in early.readings] == ["standard", "receipt"]


def test_a_known_day_later_than_the_fiction_has_it_beside(book: RuleBook) -> None:
    later = found(book, "BEKANNTGABE", "EINFACHER_BRIEF", date(2026, 11, 20), posted=date(2026, 11, 10))
    assert (later.effective, later.due, later.safe_due) == (
        date(2026, 11, 20),
        date(2026, 12, 21),
        date(2026, 12, 14),
    )
    assert [reading.name for reading in later.readings] == ["standard", "fiction"]
    earlier = found(book, "BEKANNTGABE", "EINFACHER_BRIEF", date(2026, 11, 12), posted=date(2026, 11, 10))
    assert len(earlier.readings) == 1


def test_a_letter_on_the_very_day_of_the_fiction_is_one_reading(book: RuleBook) -> None:
    result = found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", DAY, received=date(2026, 11, 14))
    assert len(result.readings) == 1


def test_a_reception_centre_that_hands_over_early_counts(book: RuleBook) -> None:
    result = found(book, "UEBERGABE_AN_AE", "AE_FIKTION", date(2026, 11, 9), received=date(2026, 11, 10))
    assert result.effective == date(2026, 11, 10)
    assert [reading.name for reading in result.readings] == ["standard"]


def test_a_reception_centre_that_hands_over_late_changes_nothing(book: RuleBook) -> None:
    result = found(book, "UEBERGABE_AN_AE", "AE_FIKTION", date(2026, 11, 9), received=date(2026, 11, 16))
    assert result.effective == date(2026, 11, 13)
    told = found(book, "AUSHAENDIGUNG_IN_AE", "AE_AUSHAENDIGUNG", date(2026, 11, 16), posted=date(2026, 11, 9))
    assert told.effective == date(2026, 11, 13)
    assert "Es bleibt beim Fr 13.11.2026" in told.steps[1].shown()


def test_the_day_it_came_to_hand_earlier_is_safe(book: RuleBook) -> None:
    result = found(book, "ZUSTELLUNG", "BEVOLLMAECHTIGT", DAY, received=date(2026, 11, 6))
    assert result.due == date(2026, 12, 10)
    assert result.safe_due == date(2026, 12, 7), "the 6th is a Sunday"


def test_mail_dropped_in_counts_by_proven_arrival_only(book: RuleBook) -> None:
    assert found(book, "ZUGANG_NACHGEWIESEN", "EINWURF_EINSCHREIBEN").effective == DAY
    for kind in ("ZUSTELLUNG", "AUFGABE_ZUR_POST"):
        with pytest.raises(TriggerNotOfForm) as error:
            found(book, kind, "EINWURF_EINSCHREIBEN")
        assert error.value.known == ("ZUGANG_NACHGEWIESEN",)


def test_how_a_private_letter_came_is_no_matter_of_service(written: Callable[..., RuleBook]) -> None:
    book = written({"triggers": ["ZUGANG_KUENDIGUNG"]})
    dropped = found(book, "ZUGANG_KUENDIGUNG", "EINWURF_EINSCHREIBEN")
    letter = found(book, "ZUGANG_KUENDIGUNG", "EINFACHER_BRIEF", posted=date(2026, 11, 1))
    assert (dropped.effective, letter.effective) == (DAY, DAY)
    assert (len(letter.readings), dropped.warnings) == (1, ())
    with pytest.raises(UnknownNoticeForm):
        found(book, "ZUGANG_KUENDIGUNG", "BRIEF")


def test_a_day_of_posting_is_never_guessed_at(book: RuleBook) -> None:
    with pytest.raises(NoticeFormMissing) as missing:
        found(book, "AUFGABE_ZUR_POST")
    assert {"EINFACHER_BRIEF", "UNZUSTELLBAR_10_2"} <= set(missing.value.known)
    with pytest.raises(TriggerNotOfForm) as error:
        found(book, "AUFGABE_ZUR_POST", "PZU_EINLEGUNG")
    assert set(error.value.known) == EFFECTIVE
    with pytest.raises(TriggerNotOfForm) as handed:
        found(book, "UEBERGABE_AN_AE", "AE_AUSHAENDIGUNG")
    assert "AUSHAENDIGUNG_IN_AE" in handed.value.known
    with pytest.raises(TriggerNotOfForm) as letter:
        found(book, "ABRUF", "EINFACHER_BRIEF")
    assert set(letter.value.known) == {"AUFGABE_ZUR_POST", *EFFECTIVE}


def test_unknown_words_are_refused_with_the_list(book: RuleBook) -> None:
    with pytest.raises(UnknownTriggerKind) as kind:
        found(book, "POST")
    assert "ZUSTELLUNG" in kind.value.known
    with pytest.raises(UnknownNoticeForm) as form:
        found(book, "ZUSTELLUNG", "BRIEF")
    assert set(form.value.known) >= CODES


def test_posting_after_arrival_is_refused(book: RuleBook) -> None:
    for facts in (
        Facts("PROBE", "ZUGANG_NACHGEWIESEN", DAY, "EINFACHER_BRIEF", posted=date(2026, 11, 11)),
        Facts("PROBE", "AUFGABE_ZUR_POST", DAY, "EINFACHER_BRIEF", received=date(2026, 11, 9)),
        Facts("PROBE", "ZUSTELLUNG", DAY, posted=date(2026, 11, 9), received=date(2026, 11, 8)),
    ):
        with pytest.raises(PostedAfterDelivery):
            compute(book, facts)


def test_two_days_of_posting_are_refused(book: RuleBook) -> None:
    with pytest.raises(PostedTwice):
        found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", posted=date(2026, 11, 9))
    assert found(book, "AUFGABE_ZUR_POST", "EINFACHER_BRIEF", posted=DAY).effective == date(2026, 11, 14)


def test_what_must_have_happened_cannot_lie_in_the_future(written: Callable[..., RuleBook]) -> None:
    book = written({"triggers": ["@notice", "GUELTIG_BIS"]})
    today = date(2026, 11, 9)
    facts = Facts("PROBE", "ZUSTELLUNG", DAY)
    with pytest.raises(TriggerInFuture):
        compute(book, facts, today=today)
    assert compute(book, facts).effective == DAY, "worked examples may lie ahead"
    assert compute(book, facts, today=DAY).effective == DAY
    assert compute(book, Facts("PROBE", "GUELTIG_BIS", DAY), today=today).effective == DAY
    for name in ("posted", "received", "lodged", "registered", "withdrawal_started"):
        with pytest.raises(TriggerInFuture):
            compute(book, Facts("PROBE", "GUELTIG_BIS", DAY, **{name: DAY}), today=today)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["trigger", "posted", "received", "lodged", "registered", "withdrawal_started"])
@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2201, 1, 1), date.max])
def test_days_nobody_can_compute_are_refused(book: RuleBook, name: str, day: date) -> None:
    facts = replace(Facts("PROBE", "ZUSTELLUNG", DAY), **{name: day})  # type: ignore[arg-type]
    with pytest.raises(DayOutOfRange):
        compute(book, facts)


def test_the_years_that_can_be_computed_reach_far(book: RuleBook) -> None:
    assert found(book, "ZUSTELLUNG", day=date(2200, 12, 31)).due == date(2201, 2, 2), "1 February is a Sunday"
    assert found(book, "ZUSTELLUNG", day=date(1900, 1, 1)).due == date(1900, 2, 1)
