"""Every table against a plain recount that knows nothing of facts, forms and lists of categories."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from mfd_desktop.domain.periods import Period
from mfd_desktop.statistics.counting import HEADLINE, Counts, count_exact, count_headline, count_table
from mfd_desktop.statistics.facts import age_group, main_topics, whole_years, years_here
from mfd_desktop.statistics.records import ActivityRow, CaseRow, PersonRow, Records
from mfd_desktop.statistics.table_set import Tables
from mfd_desktop.statistics.units import rows_of

QUARTER = Period(2026, "Q", 3)
YEAR = Period(2026)


def age_on(born: date | None, day: date) -> str:
    if born is None:
        return "A9"
    years = -1
    while date(born.year + years + 1, born.month, born.day) <= day:
        years += 1
    for below, code in ((0, "A9"), (6, "A0"), (12, "A1"), (18, "A2"), (27, "A3"), (45, "A4"), (65, "A5")):
        if years < below:
            return code
    return "A6"


def years_on(entered: date | None, day: date) -> str:
    if entered is None or entered > day:
        return "unknown"
    for years, code in ((1, "under_1"), (3, "from_1"), (5, "from_3")):
        if (entered.year + years, entered.month, entered.day) > (day.year, day.month, day.day):
            return code
    return "from_5"


def in_list(code: str | None, known: str, rest: str) -> str:
    return code if code in known.split() else rest


LANGUAGES = {"ar": "ar", "de": "de", "uk": "uk", "so": "africa_east"}
NEEDS = {"V06": "grave", "V08": "grave", "V11": "grave", "V12": "grave", "V13": "grave"}
CHANNELS = "K1 K2 K3 K4 K5 K6 K7 K8 K9"
GROUPS = "P1 P2 P3 P4 P5 P6 P7 P8 unknown"


def recount(records: Records, period: Period) -> dict[str, Counter[str]]:
    """Count by hand, table by table."""
    found: dict[str, Counter[str]] = {}
    contacts, persons = records.contacts, records.persons
    short = [row for row in contacts if row.form == "F1"]
    found["T-KON-1"] = Counter(row.form for row in contacts)
    found["T-KON-2"] = Counter(row.channel for row in contacts)
    found["T-KON-3"] = Counter(
        f"{LANGUAGES.get(row.language, 'other')}/{'any' if row.interpreting in ('M2', 'M4', 'M5') else 'none'}"
        for row in (*persons, *short)
    )
    topics: Counter[str] = Counter()
    for row in (*persons, *short):
        often = sorted(set(row.topics), key=lambda topic: (-row.topics.count(topic), topic))
        topics.update(often[:3])
    found["T-KON-4"] = topics
    found["T-KON-5"] = Counter(row.result for row in contacts)
    found["T-KON-6"] = Counter({"hours": round(sum(row.minutes for row in contacts) / 60 + 1e-9)})
    found["T-KUR-1"] = Counter(in_list(row.person_group, GROUPS, "unknown") for row in short)
    found["T-PER-1"] = Counter(f"{row.gender or 'not_given'}/{age_on(row.born, row.day)}" for row in persons)
    found["T-PER-2"] = Counter(
        {"SY": "SY", "TR": "TR", "BR": "america_oceania"}.get(row.nationality, "unknown") for row in persons
    )
    found["T-PER-3"] = Counter(row.status_group or "unknown" for row in persons)
    found["T-PER-4"] = Counter(in_list(row.district, "07315 07211 outside", "unknown") for row in persons)
    needs: Counter[str] = Counter()
    for row in persons:
        needs.update({NEEDS.get(code, code) for code in row.needs} or {"none"})
    found["T-PER-5"] = needs
    found["T-PER-6"] = Counter("new" if row.new else "continued" for row in persons)
    found["T-PER-6"]["along"] = sum(row.along for row in persons)
    found["T-PER-7"] = Counter(years_on(row.entered, row.day) for row in persons)
    found["T-FAL-1"] = count_cases(records, period)
    found["T-FAL-2"] = Counter(
        in_list(row.outcome, "O1 O2 O9", "O10") for row in records.cases if row.closed and row.closed <= period.last
    )
    found["T-FAL-3"] = Counter(step for row in records.management or () for step in row.steps)
    found["T-ASY-1"] = Counter(in_list(row.stage, "waiting court", "waiting") for row in records.procedures or ())
    found["T-ASY-2"] = Counter("B06" if row.decision == "B19" else row.decision for row in records.notices or ())
    found["T-ASY-3"] = Counter(
        f"{in_list(row.kind, 'claim urgent', 'other')}/{'yes' if row.in_time else 'no'}"
        for row in records.remedies or ()
    )
    found["T-VER-1"] = Counter(row.target or "R07" for row in records.referrals or ())
    found["T-VER-2"] = Counter(
        f"{'warm' if row.warm else 'cold'}/{'known' if row.heard else 'unknown'}" for row in records.referrals or ()
    )
    found["T-DIS-1"] = Counter(in_list(row.area, "work police", "everyday") for row in records.incidents or ())
    reasons: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    for row in records.incidents or ():
        known = "religion gender ethnic_origin language"
        reasons.update({in_list(one, known, "other") for one in row.characteristics} or {"other"})
        steps.update(["passed" if row.passed else "not_passed", *(["pattern"] if row.pattern else [])])
    found["T-DIS-2"], found["T-DIS-3"] = reasons, steps
    found |= count_work(records)
    return found


def count_cases(records: Records, period: Period) -> Counter[str]:
    def level(row: CaseRow, day: date) -> str:
        return [level for since, level in row.levels if since <= day or since == row.levels[0][0]][-1]

    found: Counter[str] = Counter()
    for row in records.cases:
        if row.begun < period.first:
            found[f"open_start/{level(row, period.first)}"] += 1
        if period.first <= row.begun <= period.last:
            found[f"opened/{level(row, row.begun)}"] += 1
        if row.closed is not None and period.first <= row.closed <= period.last:
            found[f"closed/{level(row, row.closed)}"] += 1
        if row.closed is None or row.closed > period.last:
            found[f"open_end/{level(row, period.last)}"] += 1
    return found


def count_work(records: Records) -> dict[str, Counter[str]]:
    rows = records.activities or ()

    def hours(found: list[ActivityRow]) -> int:
        return int(sum(row.minutes for row in found) / 60 + 0.5)

    work: Counter[str] = Counter()
    for code in ("ST11", "ST22", "ST23", "ST24"):
        mine = [row for row in rows if row.code == code]
        work[f"{code}/activities"] = len(mine)
        work[f"{code}/dates"] = sum(row.dates for row in mine)
        work[f"{code}/hours"] = hours(mine)
        work[f"{code}/participants"] = sum(row.participants for row in mine)
    taught = [row for row in rows if row.code == "ST23"]
    active = [row.volunteers for row in rows if row.code == "ST22"]
    sums = Counter(
        hours=hours([row for row in rows if row.code in ("ST21", "ST22", "ST23", "ST24")]),
        trainings=sum(row.dates for row in taught),
        trained=sum(row.participants for row in taught),
        volunteers=max(active, default=0),
    )
    quality = Counter(hours=hours([row for row in rows if row.code.startswith("QM")]))
    for code, name in (("QM1", "meetings"), ("QM2", "supervision"), ("QM3", "trainings")):
        quality[name] = sum(row.dates for row in rows if row.code == code)
    return {"T-STR-1": work, "T-STR-2": sums, "T-STR-3": quality}


@pytest.mark.parametrize("period", [QUARTER, YEAR], ids=str)
@pytest.mark.parametrize("seed", range(6))
def test_every_table_equals_a_plain_recount(
    tables: Tables, records_of: Callable[..., Records], seed: int, period: Period
) -> None:
    records = records_of(seed, period)
    counted = count_exact(tables, records, period)
    expected = recount(records, period)
    assert counted.tables.keys() == expected.keys()
    for name, cells in expected.items():
        shown = {cell: number for cell, number in counted.tables[name].items() if number}
        assert shown == {cell: number for cell, number in cells.items() if number}, name
    assert counted.not_recorded == ()


def test_a_table_holds_every_cell_also_those_with_nothing_in_it(tables: Tables) -> None:
    counted = count_exact(tables, Records(activities=(), referrals=()), QUARTER)
    for table in tables.tables:
        if table.id in counted.tables:
            assert tuple(counted.tables[table.id]) == table.fine.cells
            assert not any(counted.tables[table.id].values())


def test_what_cannot_be_recorded_yet_is_missing_and_never_zero(
    tables: Tables, records_of: Callable[..., Records]
) -> None:
    counted = count_exact(tables, records_of(1, everything=False), QUARTER)
    missing = {"T-ASY-2", "T-ASY-3", "T-DIS-1", "T-DIS-2", "T-DIS-3", "T-FAL-3"}
    assert set(counted.not_recorded) == missing
    assert not missing & counted.tables.keys()
    assert "incidents" not in counted.headline
    assert "referrals" in counted.headline
    nothing = count_exact(tables, Records(), QUARTER)
    assert nothing.headline == {"persons": 0, "contacts": 0, "short_contacts": 0, "cases": 0}
    assert {"T-STR-1", "T-STR-2", "T-STR-3", "T-VER-1", "T-ASY-1"} <= set(nothing.not_recorded)


def test_headline_totals_count_records(records_of: Callable[..., Records]) -> None:
    records = records_of(4)
    cells = count_headline(records)
    assert {name: cell.count for name, cell in cells.items()} == {
        "persons": len(records.persons),
        "contacts": len(records.contacts),
        "short_contacts": sum(row.form == "F1" for row in records.contacts),
        "cases": len(records.cases),
        "procedures": len(records.procedures or ()),
        "referrals": len(records.referrals or ()),
        "incidents": len(records.incidents or ()),
    }
    assert "incidents" not in count_headline(Records())


def test_the_flow_of_cases_adds_up(tables: Tables, records_of: Callable[..., Records]) -> None:
    for seed in range(5):
        cells = count_exact(tables, records_of(seed), QUARTER).tables["T-FAL-1"]
        sums: Counter[str] = Counter()
        for cell, number in cells.items():
            sums[cell.split("/")[0]] += number
        assert sums["open_start"] + sums["opened"] - sums["closed"] == sums["open_end"]


def test_a_cell_key_is_the_sum_of_the_keys_of_its_records(tables: Tables, records_of: Callable[..., Records]) -> None:
    records = records_of(2)
    cells = count_table(tables["T-PER-3"], records, QUARTER) or {}
    for group in ("protection", "eu"):
        secrets = [row.secret for row in records.persons if row.status_group == group]
        keys = [int(hmac.new(secret, b"T-PER-3", hashlib.sha256).hexdigest()[:8], 16) for secret in secrets]
        assert cells[group].key == sum(keys)
        assert cells[group].count == len(keys) > 0
    plain = count_table(tables["T-PER-3"], records, QUARTER, keyed=False) or {}
    assert {cell.key for cell in plain.values()} == {0}


def test_a_record_in_one_coarse_category_twice_counts_once(tables: Tables, world: object) -> None:
    person = PersonRow("0" * 32, b"s" * 16, date(2026, 8, 1), topics=("T01", "T02", "T17", "T17"), needs=("V06", "V11"))
    records = Records(persons=(person,))
    topics = count_table(tables["T-KON-4"], records, QUARTER, coarse=True) or {}
    assert {name: cell.count for name, cell in topics.items() if cell.count} == {"residence": 1, "everyday": 1}
    needs = count_table(tables["T-PER-5"], records, QUARTER) or {}
    assert {name: cell.count for name, cell in needs.items() if cell.count} == {"grave": 1}


def test_a_kurzberatung_has_one_key_in_its_total_and_its_table(
    tables: Tables, records_of: Callable[..., Records]
) -> None:
    records = records_of(3)
    cells = count_table(tables["T-KON-1"], records, QUARTER) or {}
    assert count_headline(records)["short_contacts"] == cells["F1"]
    assert HEADLINE["contacts"][1] not in {table.id for table in tables.tables}


def test_the_volunteers_of_the_largest_activity_count_with_its_key(tables: Tables) -> None:
    def work(code: str, volunteers: int, mark: bytes) -> ActivityRow:
        return ActivityRow(mark * 16, code, 1, 60, 0, volunteers)

    records = Records(
        activities=(work("ST22", 7, b"a"), work("ST22", 9, b"b"), work("ST22", 9, b"c"), work("ST21", 20, b"d"))
    )
    cell = (count_table(tables["T-STR-2"], records, QUARTER) or {})["volunteers"]
    key = int(hmac.new(b"b" * 16, b"T-STR-2", hashlib.sha256).hexdigest()[:8], 16)
    assert (cell.count, cell.key) == (9, key)
    none = count_table(tables["T-STR-2"], Records(activities=(work("ST11", 3, b"a"),)), QUARTER) or {}
    assert none["volunteers"].count == 0


@pytest.mark.parametrize(
    ("born", "day", "group"),
    [
        (date(2008, 9, 30), date(2026, 9, 29), "A2"),
        (date(2008, 9, 30), date(2026, 9, 30), "A3"),
        (date(2020, 2, 29), date(2026, 2, 28), "A0"),
        (date(2020, 2, 29), date(2026, 3, 1), "A1"),
        (date(1961, 1, 1), date(2026, 1, 1), "A6"),
        (date(2026, 7, 2), date(2026, 7, 1), "A9"),
        (None, date(2026, 7, 1), "A9"),
    ],
)
def test_age_is_that_of_the_day(born: date | None, day: date, group: str) -> None:
    assert age_group(born, day) == group


def test_years_here_change_on_the_day_of_entry() -> None:
    entered = date(2023, 8, 15)
    assert years_here(entered, date(2026, 8, 14)) == "from_1"
    assert years_here(entered, date(2026, 8, 15)) == "from_3"
    assert years_here(date(2026, 9, 1), date(2026, 8, 31)) == "unknown"
    assert whole_years(date(2000, 2, 29), date(2001, 2, 28)) == 0


def test_the_three_topics_that_came_up_most_count() -> None:
    assert main_topics(("T09", "T02", "T09", "T11", "T01", "T01")) == ("T01", "T09", "T02")
    assert main_topics(()) == ()


def test_an_unknown_unit_is_a_bug() -> None:
    with pytest.raises(KeyError):
        rows_of("dreams", Records())


def test_figures_survive_being_stored(tables: Tables, records_of: Callable[..., Records]) -> None:
    counted = count_exact(tables, records_of(5), QUARTER)
    again = Counts.from_json(counted.to_json())
    assert again == counted
    marked = Counts({"persons": 1}, {"T-KON-1": {"F1": 3}}, ("T-DIS-1",), ("T-KON-1",), {"T-PER-1": "few_persons"})
    assert Counts.from_json(marked.to_json()) == marked
