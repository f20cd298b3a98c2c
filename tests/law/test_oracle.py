"""Every computed deadline equals a second reckoning from the texts of the statutes (`oracle.py`)."""

import csv
import importlib.util
import itertools
import json
import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from mfd_desktop.domain.errors_law import RuleOfOtherLaw, TriggerNotOfRule
from mfd_desktop.law.calculation import compute
from mfd_desktop.law.holidays import LAENDER, public_holidays
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.results import Facts, Result
from mfd_desktop.law.rules import Length, Rule


def _oracle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("law_oracle", Path(__file__).with_name("oracle.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


oracle = _oracle()

RESOURCES = Path(__file__).parents[2] / "resources"
FIRST, LAST = date(2014, 1, 1), date(2035, 12, 31)
NOTICES = (
    ("PZU_UEBERGABE", "ZUSTELLUNG"),
    ("PZU_ERSATZ", "ZUSTELLUNG"),
    ("PZU_EINLEGUNG", "ZUSTELLUNG"),
    ("PZU_EINLEGUNG", "BEKANNTGABE"),
    ("PZU_NIEDERLEGUNG", "ABGABE_MITTEILUNG"),
    ("EINSCHREIBEN_RUECKSCHEIN", "RUECKSCHEIN_DATUM"),
    ("EINSCHREIBEN_UEBERGABE", "AUFGABE_ZUR_POST"),
    ("EINWURF_EINSCHREIBEN", "ZUGANG_NACHGEWIESEN"),
    ("EINFACHER_BRIEF", "AUFGABE_ZUR_POST"),
    ("EINFACHER_BRIEF", "ZUGANG_NACHGEWIESEN"),
    ("EINFACHER_BRIEF_FRUEHER", "AUFGABE_ZUR_POST"),
    ("EINFACHER_BRIEF_SPAETER", "ZUGANG_NACHGEWIESEN"),
    ("EINFACHER_BRIEF_BEKANNT", "BEKANNTGABE"),
    ("EINFACHER_BRIEF_AUSLAND_AO", "AUFGABE_ZUR_POST"),
    ("ELEKTRONISCH", "ABSENDUNG"),
    ("PORTAL_VWVFG_41_2A", "ABRUF"),
    ("PORTAL_SGBX_37_2A", "ABSENDUNG_BENACHRICHTIGUNG"),
    ("OZG_POSTFACH", "BEREITSTELLUNG"),
    ("EB", "ZUSTELLUNG"),
    ("AE_AUSHAENDIGUNG", "AUSHAENDIGUNG_IN_AE"),
    ("AE_FIKTION", "UEBERGABE_AN_AE"),
    ("AE_AUSHAENDIGUNG_NACH_FIKTION", "UEBERGABE_AN_AE"),
    ("UNZUSTELLBAR_10_2", "AUFGABE_ZUR_POST"),
    ("OEFFENTLICHE_ZUSTELLUNG", "OEFFENTLICHE_BEKANNTMACHUNG"),
    ("AUSLAND_7T", "AUFGABE_ZUR_POST"),
    ("BEVOLLMAECHTIGT", "ZUSTELLUNG"),
    ("PERSOENLICH", "BEKANNTGABE"),
    ("MUENDLICH", "BEKANNTGABE"),
)
OF_ASYLG = {"AE_AUSHAENDIGUNG", "AE_FIKTION", "AE_AUSHAENDIGUNG_NACH_FIKTION", "UNZUSTELLBAR_10_2"}
UNITS = ("days", "working_days", "weeks", "months", "years")
LONGEST = {"days": 100, "working_days": 12, "weeks": 10, "months": 20, "years": 5}
CUT_OFF_DAYS = {
    "procedure": oracle.NEW_PROCEDURE,
    "responsibility": oracle.NEW_RESPONSIBILITY,
    "withdrawal": oracle.NEW_WITHDRAWAL,
}
FIXED = {
    "triggers": ["@notice", "GEBURT", "ENDE_KLAGEFRIST"],
    "legal_basis": "§ 188 BGB",
    "cites": ["BGB § 188"],
    "source": "BGB",
    "confidence": "high",
    "review": "ok",
}
READINGS = (
    "shift = false",
    "shift = true",
    "holidays = 'federal'",
    "working_day_before = true",
    "count = 'start'",
    "length = { n = 9, unit = 'days' }",
)
NOTICE_KINDS = {kind for _form, kind in NOTICES}


def _day(number: int) -> date:
    return FIRST + timedelta(number)


DAYS = (LAST - FIRST).days + 1


def _beside(chance: random.Random, form: str, kind: str, trigger: date) -> dict[str, date]:
    """Sometimes know the day of posting or of actual receipt too."""
    if chance.random() < 0.5:
        return {}
    if kind in oracle.RECEIPTS and form in oracle.LATER_COUNTS | oracle.EARLIER_COUNTS:
        return {"posted": trigger - timedelta(chance.randrange(12))}
    if (form, kind) in oracle.POSTED_THIRD_OR_FOURTH | oracle.OTHER_FICTIONS and kind != "ABRUF":
        return {"received": trigger + timedelta(chance.randrange(12))}
    return {}


def _start(chance: random.Random, book: RuleBook, rule: Rule) -> tuple[str, str]:
    """Return a kind of trigger the rule begins with and a form of notice that goes with it."""
    kind = chance.choice(book.kinds_of(rule))
    if kind not in NOTICE_KINDS:
        return "", kind
    # A rule of the AO (whose day of arrival moves) never meets the ways of the AsylG.
    forms = [form for form, begin in NOTICES if begin == kind and not (rule.fiction_shift and form in OF_ASYLG)]
    return (chance.choice(forms), kind) if forms else _start(chance, book, rule)


def _facts(chance: random.Random, book: RuleBook, rule: Rule, trigger: date) -> Facts:
    form, kind = _start(chance, book, rule)
    return Facts(
        rule.id,
        kind,
        trigger,
        notice=form,
        land=chance.choice(LAENDER),
        regime="" if rule.regime == "-" else rule.regime,
        variant=chance.choice(["", *(variant.name for variant in rule.variants)]),
        instructed=None if chance.random() < 0.9 else trigger + timedelta(chance.randrange(5, 90)),
        **_beside(chance, form, kind, trigger),
    )


def _in_force(rule: Rule, day: date) -> bool:
    return (rule.valid_from or FIRST) <= day <= (rule.valid_until or LAST)


def _random_facts(book: RuleBook, seed: int, count: int) -> Iterator[Facts]:
    chance = random.Random(seed)
    rules = [rule for rule_id in book.ids for rule in book.versions(rule_id)]
    while count:
        rule, trigger = chance.choice(rules), _day(chance.randrange(DAYS))
        if rule.cut_off or _in_force(rule, trigger):
            count -= 1
            yield _facts(chance, book, rule, trigger)


def _text(facts: Facts) -> str:
    return json.dumps({name: str(getattr(facts, name)) for name in facts.__slots__ if getattr(facts, name)})


def _differences(book: RuleBook, cases: Iterator[Facts]) -> list[str]:
    versions = {rule_id: book.versions(rule_id) for rule_id in book.ids}
    found = []
    for facts in cases:
        result, answer = compute(book, facts), oracle.reckon(versions, facts)
        ours = (result.effective, result.due, result.safe_due, result.expired_for_sure)
        theirs = (answer.effective, answer.due, answer.safe_due, answer.over)
        if ours != theirs:
            found.append(f"{_text(facts)}: computed {ours}, by the statutes {theirs}")
    return found


@pytest.fixture(scope="module")
def book() -> RuleBook:
    found = RuleBook.load()
    assert not found.problems
    return found


def test_the_calendar_walked_day_by_day_is_the_one_we_have() -> None:
    assert all(day.weekday() == name for day, name in oracle.WEEKDAY.items())


@pytest.mark.parametrize("land", LAENDER)
def test_public_holidays_are_those_of_the_statute_of_the_land(land: str) -> None:
    for year in range(FIRST.year, LAST.year + 1):
        assert set(public_holidays(year, land)) == oracle.holidays(year, land), year


def _shape(chance: random.Random, rule_id: str, version: int = 1, law: str = "") -> str:
    """Return a made-up rule: every combination of length, unit, direction, first day, rounding and shift may occur.

    `law`: lines that bind it to one of the two laws.
    """
    unit = chance.choice(UNITS)
    backward = chance.random() < 0.2
    chain = not backward and chance.random() < 0.15
    lines = {
        "id": rule_id,
        "version": version,
        "title": rule_id.capitalize(),
        "kind": "loss" if law else chance.choice(("loss", "loss", "loss", "authority", "benefit", "waiting")),
        "direction": "backward" if backward else "forward",
        "count": "start" if not backward and chance.random() < 0.25 else "event",
        "round": chance.choice(("", "", "", "month_start", "month_end", "year_end")),
        "shift": not backward and chance.random() < 0.6,
        "fiction_shift": chance.random() < 0.3,
        "place": chance.choice(("court", "authority", "bamf", "embassy", "none")),
        **FIXED,
    }
    toml = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items()) + (law or 'regime = "-"\n')
    toml += f'length = {{ n = {chance.randrange(1, LONGEST[unit])}, unit = "{unit}" }}\nchecked = 2026-11-28\n'
    if chain:
        toml += f'before = {{ n = {chance.randrange(1, 5)}, unit = "{chance.choice(("days", "weeks", "months"))}" }}\n'
    reading = chance.choice(READINGS)
    senseless = (backward and "count" in reading) or (chain and "before" in reading)
    if chance.random() < 0.3 and not senseless:
        toml += f"readings = [{{ name = 'other', reason = 'Anders', {reading} }}]\n"
    return f"[[rules]]\n{toml}"


def _two_laws(chance: random.Random, number: int) -> Iterator[str]:
    """Made-up rules of both laws: the same one in both, or one that takes the place of the other."""
    cut_off, day = chance.choice(list(CUT_OFF_DAYS.items()))
    old = f'regime = "ALT"\ncut_off = "{cut_off}"\nvalid_until = {day - timedelta(1)}\n'
    new = f'regime = "NEU"\ncut_off = "{cut_off}"\nvalid_from = {day}\n'
    if chance.random() < 0.5:
        yield _shape(chance, f"PAAR_{number}", 1, old)
        yield _shape(chance, f"PAAR_{number}", 2, new)
    else:
        yield _shape(chance, f"VORHER_{number}", 1, f'{old}counterpart = "NACHHER_{number}"\n')
        yield _shape(chance, f"NACHHER_{number}", 1, f'{new}counterpart = "VORHER_{number}"\n')


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """Made-up rules of every shape and of both laws, with the shipped vocabulary."""
    root = tmp_path_factory.mktemp("resources")
    shutil.copytree(RESOURCES / "law", root / "law", ignore=shutil.ignore_patterns("rules"))
    (root / "law" / "rules").mkdir()
    chance = random.Random(1)
    text = 'id = "figures"\ntitle = "Figuren"\nstate_of_law = 2026-08-19\n\n'
    text += "\n".join(_shape(chance, f"FIGUR_{number}") for number in range(300))
    text += "\n" + "\n".join(shape for number in range(40) for shape in _two_laws(chance, number))
    (root / "law" / "rules" / "figures.toml").write_text(text, encoding="utf-8")
    found = RuleBook.load(root)
    assert not found.problems
    return found


def test_rules_of_every_shape_equal_the_second_reckoning(shapes: RuleBook) -> None:
    assert _differences(shapes, _random_facts(shapes, seed=7, count=3_000)) == []


@pytest.mark.proof
def test_ten_thousand_deadlines_equal_the_second_reckoning(book: RuleBook, full_counts: bool) -> None:
    count = 200_000 if full_counts else 10_000
    assert _differences(book, _random_facts(book, seed=20261128, count=count)) == []


# Properties


def _moves(rule: Rule, facts: Facts) -> bool:
    return rule.shift and rule.result == "due" and not facts.regime


def test_no_end_lies_on_a_closed_day_and_the_safe_day_is_a_working_day_before_it(book: RuleBook) -> None:
    moved = 0
    for facts in _random_facts(book, seed=3, count=2_000):
        result = compute(book, facts)
        due, safe = result.due, result.safe_due
        if result.rule.shift and due is not None:
            moved += 1
            assert not oracle.closed(due, facts.land), _text(facts)
        if safe is not None and result.rule.kind != "appointment":
            assert not oracle.closed(safe, facts.land), _text(facts)
            assert due is None or safe <= due, _text(facts)
    assert moved > 200


def test_a_later_trigger_never_gives_an_earlier_end(book: RuleBook) -> None:
    """Same rule, same form, same Land: walked over the turn of the years 2024 and 2025 and over two more days each."""
    for facts in _random_facts(book, seed=4, count=1_000):
        plain = replace(facts, posted=None, received=None, instructed=None)
        rules = book.versions(plain.rule)
        for first in (plain.trigger, date(2024, 12, 29), date(2024, 12, 31)):
            if not rules[0].cut_off and not all(_in_force(rules[0], first + timedelta(day)) for day in range(3)):
                continue
            ends = [_ends(book, replace(plain, trigger=first + timedelta(day))) for day in range(3)]
            assert ends == sorted(ends), _text(replace(plain, trigger=first))


def _ends(book: RuleBook, facts: Facts) -> tuple[date, date]:
    result = compute(book, facts)
    return result.due or date.min, result.safe_due or date.min


# Which law


PROCEDURE = (None, date(2026, 6, 11), date(2026, 6, 12))
RESPONSIBILITY = (None, date(2026, 6, 11), date(2026, 6, 20), date(2026, 7, 1), date(2026, 7, 2))
WITHDRAWAL = (None, date(2026, 6, 11), date(2026, 6, 12))


def _chosen_by_a_date(book: RuleBook) -> Iterator[tuple[Rule, str, str]]:
    """Every version that a cut-off date chooses, with one way to begin it."""
    chance = random.Random(5)
    for rule_id in book.ids:
        for rule in book.versions(rule_id):
            if rule.cut_off:
                yield rule, *_start(chance, book, rule)


@pytest.fixture(scope="module", params=["shipped", "made_up"])
def either(request: pytest.FixtureRequest, book: RuleBook, shapes: RuleBook) -> RuleBook:
    return book if request.param == "shipped" else shapes


@pytest.mark.parametrize("trigger", [date(2026, 5, 30), date(2026, 6, 12), date(2026, 8, 31)])
def test_all_combinations_of_the_cut_off_dates_with_each_missing_too(either: RuleBook, trigger: date) -> None:
    book = either
    versions = {rule_id: book.versions(rule_id) for rule_id in book.ids}
    for rule, form, kind in _chosen_by_a_date(book):
        for lodged, registered, started in itertools.product(PROCEDURE, RESPONSIBILITY, WITHDRAWAL):
            facts = Facts(rule.id, kind, trigger, form, "NW", None, None, lodged, registered, started)
            if not oracle.laws(versions, facts)[0]:
                with pytest.raises((RuleOfOtherLaw, TriggerNotOfRule)):
                    compute(book, facts)
                continue
            ours, theirs = compute(book, facts), oracle.reckon(versions, facts)
            assert (ours.due, ours.safe_due) == (theirs.due, theirs.safe_due), _text(facts)
            assert {reading.regime for reading in ours.readings} == set(theirs.regimes), _text(facts)


def test_with_the_date_missing_the_earliest_of_both_laws_leads(either: RuleBook) -> None:
    book = either
    both = 0
    for rule, form, kind in _chosen_by_a_date(book):
        facts = Facts(rule.id, kind, date(2026, 8, 31), form)
        laws = [other.regime for other in book.versions(rule.id) if kind in book.kinds_of(other)]
        results = [compute(book, replace(facts, regime=law)) for law in laws]
        missing = compute(book, facts)
        both += len(results) > 1
        assert {result.regime for result in results} <= {reading.regime for reading in missing.readings}
        assert (missing.due or date.max) <= min(result.due or date.max for result in results)
        assert (missing.safe_due or date.max) <= min(result.safe_due or date.max for result in results)
        assert missing.warnings, "it says which date is missing"
    assert both > 5


def test_none_of_the_other_two_dates_chooses_the_law(either: RuleBook) -> None:
    book = either
    own = {"procedure": "lodged", "responsibility": "registered", "withdrawal": "withdrawal_started"}
    for rule, form, kind in _chosen_by_a_date(book):
        facts = Facts(rule.id, kind, date(2026, 8, 31), form, regime=rule.regime)
        others = {name: date(2020, 1, 1) for cut_off, name in own.items() if cut_off != rule.cut_off}
        later = dict.fromkeys(others, date(2026, 8, 1))
        first = compute(book, facts)
        assert _days(compute(book, replace(facts, **others))) == _days(first)
        assert _days(compute(book, replace(facts, **later))) == _days(first)


def _days(result: Result) -> tuple[date | None, ...]:
    return result.effective, result.due, result.safe_due, *(reading.due for reading in result.readings)


# What the statutes say


LENGTHS = (
    ("KLAGE_ASYL_2W", "NEU", 2, "weeks", "§ 74 I 1 AsylG"),
    ("KLAGE_ASYL_2W", "ALT", 2, "weeks", "§ 74 I Hs. 1 AsylG a.F."),
    ("KLAGE_ASYL_1W", "NEU", 1, "weeks", "§ 74 I 2, 3 AsylG"),
    ("KLAGE_ASYL_1W", "ALT", 1, "weeks", "§ 74 I Hs. 2 AsylG a.F."),
    ("EILANTRAG_ASYL_1W", "NEU", 1, "weeks", "§ 36 II 1 AsylG"),
    ("EILANTRAG_ASYL_1W", "ALT", 1, "weeks", "§ 36 III 1 AsylG a.F."),
    ("KLAGE_UND_EILANTRAG_UEBERSTELLUNG_1W", "NEU", 1, "weeks", "§ 34a III 1, § 74 I 2 AsylG"),
    ("EILANTRAG_DUBLIN_1W", "ALT", 1, "weeks", "§ 34a II 1 AsylG a.F."),
    ("EILANTRAG_EINREISEVERBOT_1W", "NEU", 1, "weeks", "§ 34a III 3, § 36 II 10 AsylG"),
    ("EILANTRAG_EINREISEVERBOT_1W", "ALT", 1, "weeks", "§ 34a II 3, § 36 III 10 AsylG a.F."),
    ("KLAGEBEGRUENDUNG_ASYL_1M", "NEU", 1, "months", "§ 74 II 1 AsylG"),
    ("KLAGEBEGRUENDUNG_ASYL_1M", "ALT", 1, "months", "§ 74 II 1 AsylG a.F."),
    ("KLAGE_ASYL_OHNE_BELEHRUNG_3M", "NEU", 3, "months", "§ 74 I 4 AsylG"),
    ("KLAGE_ASYL_OHNE_BELEHRUNG_1J", "ALT", 1, "years", "§ 58 II 1 VwGO"),
    ("AUSREISEFRIST_1W", "NEU", 1, "weeks", "§ 38 I 1 AsylG"),
    ("AUSREISEFRIST_1W", "ALT", 1, "weeks", "§ 36 I, § 38 II AsylG a.F."),
    ("AUSREISEFRIST_30T", "NEU", 30, "days", "§ 38 II 1 AsylG"),
    ("AUSREISEFRIST_30T", "ALT", 30, "days", "§ 38 I 1 AsylG a.F."),
    ("BERUFUNGSZULASSUNG_ASYL_1M", "NEU", 1, "months", "§ 78 IV 1 AsylG"),
    ("RECHT_AUF_VERBLEIB_2INSTANZ_1M", "NEU", 1, "months", "§ 78 IX 1 AsylG"),
    ("GERICHTSBESCHEID_ASYL_2W", "NEU", 2, "weeks", "§ 78 VII AsylG"),
    ("NICHTBETREIBEN_GERICHT_1M", "NEU", 1, "months", "§ 81 S. 1 AsylG"),
    ("APR_REGISTRIERUNG_5T", "NEU", 5, "days", "Art. 27 (1) APR"),
    ("APR_EINREICHUNG_21T", "NEU", 21, "days", "Art. 28 (1) APR"),
    ("AMMR_AUFNAHMEGESUCH_2M", "NEU", 2, "months", "Art. 39 (1) AMMR"),
    ("AMMR_UEBERSTELLUNG_6M", "NEU", 6, "months", "Art. 46 (1) AMMR"),
    ("AMMR_UEBERSTELLUNG_3J", "NEU", 3, "years", "Art. 46 (2) AMMR"),
    ("GEBURT_TITELANTRAG_6M", "-", 6, "months", "§ 81 II 2 AufenthG"),
    ("FAMILIENNACHZUG_PRIVILEG_3M", "-", 3, "months", "§ 29 II 2 Nr. 1 AufenthG"),
    ("WIEDERAUFGREIFEN_51_3M", "-", 3, "months", "§ 51 III 1 VwVfG"),
    ("WIDERSPRUCH_VWGO_1M", "-", 1, "months", "§ 70 I 1 VwGO"),
    ("KLAGE_VWGO_1M", "-", 1, "months", "§ 74 I VwGO"),
    ("WIDERSPRUCH_VWGO_OHNE_BELEHRUNG_1J", "-", 1, "years", "§ 58 II 1 VwGO"),
    ("WIEDEREINSETZUNG_VWGO_2W", "-", 2, "weeks", "§ 60 II 1 VwGO"),
    ("UNTAETIGKEIT_VWGO_3M", "-", 3, "months", "§ 75 S. 2 VwGO"),
    ("BESCHWERDE_VWGO_2W", "-", 2, "weeks", "§ 147 I 1 VwGO"),
    ("WIDERSPRUCH_SGG_1M", "-", 1, "months", "§ 84 I 1 SGG"),
    ("WIDERSPRUCH_SGG_AUSLAND_3M", "-", 3, "months", "§ 84 I 2 SGG"),
    ("WIDERSPRUCH_SGG_OHNE_BELEHRUNG_1J", "-", 1, "years", "§ 66 II 1 SGG"),
    ("KLAGE_SGG_1M", "-", 1, "months", "§ 87 I 1 SGG"),
    ("WIEDEREINSETZUNG_SGG_1M", "-", 1, "months", "§ 67 II 1 SGG"),
    ("UNTAETIGKEIT_SGG_ANTRAG_6M", "-", 6, "months", "§ 88 I 1 SGG"),
    ("UNTAETIGKEIT_SGG_WIDERSPRUCH_3M", "-", 3, "months", "§ 88 II SGG"),
    ("BERUFUNG_SGG_1M", "-", 1, "months", "§ 151 I SGG"),
    ("EINSPRUCH_AO_1M", "-", 1, "months", "§ 355 I 1 AO"),
    ("KLAGE_FGO_1M", "-", 1, "months", "§ 47 I 1 FGO"),
    ("KUENDIGUNGSSCHUTZ_3W", "-", 3, "weeks", "§ 4 S. 1 KSchG"),
    ("BUSSGELD_2W", "-", 2, "weeks", "§ 67 I 1 OWiG"),
    ("STRAFBEFEHL_2W", "-", 2, "weeks", "§ 410 I 1 StPO"),
    ("WIEDEREINSETZUNG_STPO_1W", "-", 1, "weeks", "§ 45 I 1 StPO"),
    ("WIEDEREINSETZUNG_AO_1M", "-", 1, "months", "§ 110 II 1 AO"),
    ("MAHNBESCHEID_2W", "-", 2, "weeks", "§ 692 I Nr. 3 ZPO"),
    ("VOLLSTRECKUNGSBESCHEID_2W", "-", 2, "weeks", "§§ 700, 339 I ZPO"),
    ("AGG_ARBEIT_2M", "-", 2, "months", "§ 15 IV 1 AGG"),
    ("AGG_KLAGE_3M", "-", 3, "months", "§ 61b I ArbGG"),
    ("AGG_ZIVIL_2M", "-", 2, "months", "§ 21 V 1 AGG"),
    ("BERATUNGSHILFE_NACHTRAEGLICH_4W", "-", 4, "weeks", "§ 6 II 2 BerHG"),
)
"""Read from the statutes, not from the rule files: rule, law, length, section."""
NOT_MOVED = ("AUSREISEFRIST_", "UNTAETIGKEIT_")
"""Periods to leave and waiting periods (§ 75 VwGO, § 88 SGG) move no end; to every other one above an end moves."""


@pytest.mark.parametrize(("rule_id", "regime", "n", "unit", "section"), LENGTHS)
def test_the_most_important_periods_are_as_long_as_the_statute_says(
    book: RuleBook, rule_id: str, regime: str, n: int, unit: str, section: str
) -> None:
    found = [rule for rule in book.versions(rule_id) if rule.regime in {regime, "-"}]
    assert [(rule.length, rule.direction) for rule in found] == [(Length(n, unit), "forward")], section
    if not rule_id.startswith(NOT_MOVED):
        assert found[0].shift, f"§ 222 II ZPO, § 64 III SGG, § 31 III VwVfG, § 193 BGB and what is like them: {section}"


def test_the_worked_examples_hold_for_the_second_reckoning_too(book: RuleBook) -> None:
    versions = {rule_id: book.versions(rule_id) for rule_id in book.ids}
    with (Path(__file__).parents[1] / "data" / "deadline_cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 80
    for row in rows:
        notice, regime = (row[name].replace("-", "") for name in ("notice_form", "regime"))
        trigger = date.fromisoformat(row["trigger_date"])
        facts = Facts(row["rule"], row["trigger_kind"], trigger, notice, row["land"], regime=regime)
        answer = oracle.reckon(versions, facts)
        for name, found in (("expected_effective_date", answer.effective), ("expected_deadline", answer.due)):
            assert row[name] in {"", str(found)}, row["id"]
