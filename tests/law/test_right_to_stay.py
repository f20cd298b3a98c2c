"""The ways to stay after a rejection, with the days computed."""

from datetime import date

import msgspec
import pytest

from mfd_desktop.domain.fields import Value
from mfd_desktop.law.guide_files import Need, WayEntry
from mfd_desktop.law.procedures import Guide
from mfd_desktop.law.right_to_stay import Assessment, Chance, assess, assess_one
from mfd_desktop.law.rules import Length
from mfd_desktop.law.spans import last_day_before, plus

TODAY = date(2026, 11, 28)

GOOD: dict[str, Value] = {
    "birth_date": date(2004, 5, 9), "entered": date(2019, 4, 1), "obliged": "yes", "paper": "toleration",
    "tolerated_since": date(2022, 3, 1), "stay_since": date(2019, 4, 1), "with_child": "no", "impossible": "yes",
    "obstacle_ends": "no", "illness": "no", "own_fault": "no", "identity": "in_time", "training": "new",
    "training_qualified": "yes", "training_contract": "yes", "job_since": date(2024, 1, 1), "job_covers": "yes",
    "german": "b1", "course": "no_duty", "school": "yes", "exempt": "no", "basics": "yes", "living": "yes",
    "convicted": "none", "extremism": "no", "expulsion": "no", "serious_crime": "no", "safe_origin": "no",
    "return_funding": "no", "measures": "no", "responsibility": "no", "title_bar": "no", "removal_booked": "no",
    "family": "german", "ban": "no", "victim": "trafficking", "contact_broken": "yes", "testify": "yes",
    "prosecution": "yes", "new_elements": "yes", "new_unblamed": "yes", "hardship": "yes", "qualification": "training",
    "job_matches": "yes", "housing": "yes",
}  # fmt: skip


@pytest.fixture(scope="module")
def guide() -> Guide:
    return Guide.load()


def way(guide: Guide, code: str, **changed: Value) -> Assessment:
    found = {one.way.code: one for one in assess(guide.ways, {**GOOD, **changed}, TODAY)}
    return found[code]


@pytest.mark.parametrize(
    "code",
    [
        "DULDUNG_60A", "AUSBILDUNG_60C", "BESCHAEFTIGUNG_60D", "BLEIBERECHT_25A", "BLEIBERECHT_25B", "AE_25_5",
        "FACHKRAFT_19D", "FAMILIE_28", "OPFER_25_4A", "FOLGEANTRAG", "HAERTEFALL_23A",
    ],
)  # fmt: skip
def test_whoever_meets_everything_is_told_it_is_possible(guide: Guide, code: str) -> None:
    found = way(guide, code)
    assert found.chance is Chance.POSSIBLE
    assert (found.missing, found.reasons, found.open) == ((), (), ())


def test_without_answers_nothing_is_possible_and_nothing_barred(guide: Guide) -> None:
    for found in assess(guide.ways, {}, TODAY):
        assert found.chance in {Chance.OPEN, Chance.INFORMATION}, found.way.code
        assert bool(found.questions) is (found.chance is Chance.OPEN)


def test_leaving_is_information_and_stands_last(guide: Guide) -> None:
    found = assess(guide.ways, GOOD, TODAY)
    assert [one.way.code for one in found if one.chance is Chance.INFORMATION] == ["FREIWILLIGE_AUSREISE"]
    assert found[-1].way.code == "FREIWILLIGE_AUSREISE"


@pytest.mark.parametrize(
    ("code", "field", "day", "first"),
    [
        ("AUSBILDUNG_60C", "tolerated_since", date(2026, 9, 15), date(2026, 12, 16)),
        ("BESCHAEFTIGUNG_60D", "tolerated_since", date(2026, 3, 1), date(2027, 3, 2)),
        ("BESCHAEFTIGUNG_60D", "job_since", date(2026, 2, 28), date(2027, 3, 1)),
        ("BLEIBERECHT_25A", "stay_since", date(2024, 2, 29), date(2027, 3, 1)),
        ("BLEIBERECHT_25B", "stay_since", date(2021, 1, 10), date(2027, 1, 11)),
    ],
)
def test_a_waiting_period_says_from_when(guide: Guide, code: str, field: str, day: date, first: date) -> None:
    found = way(guide, code, **{field: day})
    assert (found.chance, found.since) == (Chance.NOT_YET, first)


def test_the_latest_of_several_waiting_periods_counts(guide: Guide) -> None:
    found = way(guide, "BESCHAEFTIGUNG_60D", tolerated_since=date(2026, 3, 1), job_since=date(2026, 6, 1))
    assert found.since == date(2027, 6, 2)
    assert len(found.missing) == 2


def test_with_a_child_four_years_are_enough(guide: Guide) -> None:
    since = date(2022, 1, 10)
    assert way(guide, "BLEIBERECHT_25B", stay_since=since).since == date(2028, 1, 11)
    assert way(guide, "BLEIBERECHT_25B", stay_since=since, with_child="yes", children_school="yes").chance is (
        Chance.POSSIBLE
    )


def test_the_day_on_which_a_waiting_period_is_over_is_the_first_possible_one(guide: Guide) -> None:
    entry = next(one for one in guide.ways if one.code == "BESCHAEFTIGUNG_60D")
    values = {**GOOD, "tolerated_since": date(2025, 11, 27)}
    assert assess_one(entry, values, date(2026, 11, 27)).chance is Chance.NOT_YET
    assert assess_one(entry, values, date(2026, 11, 28)).chance is Chance.POSSIBLE


@pytest.mark.parametrize(
    ("birth", "last", "chance"),
    [
        (date(1999, 11, 29), date(2026, 11, 28), Chance.POSSIBLE),
        (date(1999, 11, 28), None, Chance.BARRED),
        (date(2000, 2, 29), date(2027, 2, 28), Chance.POSSIBLE),
        (date(2001, 3, 1), date(2028, 2, 29), Chance.POSSIBLE),
    ],
)
def test_the_application_is_to_be_made_before_the_27th_birthday(
    guide: Guide, birth: date, last: date | None, chance: Chance
) -> None:
    found = way(guide, "BLEIBERECHT_25A", birth_date=birth)
    assert (found.chance, found.until) == (chance, last)
    assert [part.text for part in found.reasons] == ([] if last else ["Antrag vor dem 27. Geburtstag"])


def test_holders_of_the_chance_permit_need_no_year_of_toleration(guide: Guide) -> None:
    assert way(guide, "BLEIBERECHT_25A", paper="chance", tolerated_since=None).chance is Chance.POSSIBLE
    # As long as nobody said which paper it is, the year is neither met nor missing.
    unsaid = way(guide, "BLEIBERECHT_25A", paper=None, tolerated_since=date(2026, 10, 1))
    assert unsaid.chance is Chance.OPEN
    assert "paper" in unsaid.questions


@pytest.mark.parametrize(
    ("code", "changed", "said"),
    [
        ("AUSBILDUNG_60C", {"return_funding": "yes"}, "Förderung"),
        ("AUSBILDUNG_60C", {"own_fault": "yes"}, "selbst"),
        ("BESCHAEFTIGUNG_60D", {"entered": date(2023, 1, 1)}, "31.12.2022"),
        ("BESCHAEFTIGUNG_60D", {"convicted": "minor"}, "Verurteilung"),
        ("BLEIBERECHT_25B", {"own_fault": "yes"}, "falsche Angaben"),
        ("AE_25_5", {"title_bar": "yes"}, "Titelsperre"),
        ("CHANCE_104C", {}, "nicht mehr erteilt"),
        ("HAERTEFALL_23A", {"removal_booked": "yes"}, "Rückführung"),
        ("FAMILIE_28", {"ban": "yes"}, "Einreise"),
    ],
)
def test_a_bar_closes_a_way_and_says_why(guide: Guide, code: str, changed: dict[str, Value], said: str) -> None:
    found = way(guide, code, **changed)
    assert found.chance is Chance.BARRED
    assert said in found.reasons[0].text


def test_entry_on_the_last_day_is_no_bar(guide: Guide) -> None:
    assert way(guide, "BESCHAEFTIGUNG_60D", entered=date(2022, 12, 31)).chance is Chance.POSSIBLE


def test_whoever_began_training_as_an_applicant_is_not_barred_by_measures(guide: Guide) -> None:
    found = way(guide, "AUSBILDUNG_60C", training="asylum", measures="yes", tolerated_since=None, paper="none")
    assert found.chance is Chance.POSSIBLE


def test_an_open_bar_is_no_yes(guide: Guide) -> None:
    found = way(guide, "FAMILIE_28", ban="unknown")
    assert (found.chance, found.questions) == (Chance.OPEN, ("ban",))


def test_what_is_missing_is_named(guide: Guide) -> None:
    found = way(guide, "FACHKRAFT_19D", german="a2", housing="no")
    assert found.chance is Chance.NOT_YET
    assert found.since is None
    assert [need.text for need in found.missing] == ["Ausreichender Wohnraum", "Deutsch ausreichend (Niveau B1)"]


def test_a_condition_nobody_decided_leaves_its_need_open(guide: Guide) -> None:
    found = way(guide, "BLEIBERECHT_25B", with_child="unknown", children_school=None)
    assert found.chance is Chance.OPEN
    assert found.questions == ("with_child", "children_school")


@pytest.mark.parametrize(
    ("n", "unit", "day", "expected"),
    [
        (10, "days", date(2026, 12, 25), date(2027, 1, 4)),
        (2, "weeks", date(2026, 11, 28), date(2026, 12, 12)),
        (1, "months", date(2027, 1, 31), date(2027, 2, 28)),
        (12, "months", date(2024, 2, 29), date(2025, 2, 28)),
        (13, "months", date(2026, 12, 31), date(2028, 1, 31)),
        (27, "years", date(2000, 2, 29), date(2027, 2, 28)),
    ],
)
def test_spans_are_whole_calendar_spans(n: int, unit: str, day: date, expected: date) -> None:
    assert plus(day, msgspec.convert({"n": n, "unit": unit}, Length)) == expected


def test_spans_know_no_working_days() -> None:
    with pytest.raises(ValueError, match="working_days"):
        plus(TODAY, Length(3, "working_days"))


def test_an_age_is_reached_with_the_day_before_the_birthday() -> None:
    assert last_day_before(date(2008, 7, 1), Length(18, "years")) == date(2026, 6, 30)
    assert last_day_before(date(2008, 2, 29), Length(20, "years")) == date(2028, 2, 28)
    assert last_day_before(date(2008, 2, 29), Length(18, "years")) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "x"}, "exactly one"),
        ({"text": "x", "since": "a", "until": "b", "length": {"n": 1, "unit": "days"}}, "exactly one"),
        ({"text": "x", "since": "a"}, "a length"),
    ],
)
def test_a_need_is_one_thing(given: dict[str, object], said: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=said):
        msgspec.convert(given, Need)


def test_ways_of_a_file_are_read_strictly() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"code": "X", "title": "x", "gives": "y", "needs": [], "other": 1}, WayEntry)
