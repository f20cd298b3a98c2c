"""Every computed deadline equals a second reckoning from the texts of the statutes (`oracle.py`)."""

import importlib.util
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

from mfd_desktop.law.calculation import compute
from mfd_desktop.law.holidays import LAENDER, public_holidays
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.results import Facts
from mfd_desktop.law.rules import Rule


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
FIXED = {
    "version": 1,
    "regime": "-",
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
        ours, theirs = compute(book, facts), oracle.reckon(versions, facts)
        if (ours.effective, ours.due, ours.safe_due) != (theirs.effective, theirs.due, theirs.safe_due):
            found.append(
                f"{_text(facts)}: computed {ours.effective} {ours.due} {ours.safe_due}, "
                f"by the statutes {theirs.effective} {theirs.due} {theirs.safe_due}"
            )
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


def _shape(chance: random.Random, number: int) -> str:
    """Return a made-up rule: every combination of length, unit, direction, first day, rounding and shift may occur."""
    unit = chance.choice(UNITS)
    backward = chance.random() < 0.2
    chain = not backward and chance.random() < 0.15
    lines = {
        "id": f"FIGUR_{number}",
        "title": f"Figur {number}",
        "kind": chance.choice(("loss", "loss", "loss", "authority", "benefit", "waiting")),
        "direction": "backward" if backward else "forward",
        "count": "start" if not backward and not chain and chance.random() < 0.25 else "event",
        "round": chance.choice(("", "", "", "month_start", "month_end", "year_end")),
        "shift": not backward and chance.random() < 0.6,
        "fiction_shift": chance.random() < 0.3,
        "place": chance.choice(("court", "authority", "bamf", "embassy", "none")),
        **FIXED,
    }
    toml = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    toml += f'length = {{ n = {chance.randrange(1, LONGEST[unit])}, unit = "{unit}" }}\nchecked = 2026-11-28\n'
    if chain:
        toml += f'before = {{ n = {chance.randrange(1, 5)}, unit = "{chance.choice(("days", "weeks", "months"))}" }}\n'
    if chance.random() < 0.3:
        toml += f"readings = [{{ name = 'other', reason = 'Anders', {chance.choice(READINGS)} }}]\n"
    return f"[[rules]]\n{toml}"


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """Three hundred made-up rules beside the shipped vocabulary."""
    root = tmp_path_factory.mktemp("resources")
    shutil.copytree(RESOURCES / "law", root / "law", ignore=shutil.ignore_patterns("rules"))
    (root / "law" / "rules").mkdir()
    chance = random.Random(1)
    text = 'id = "figures"\ntitle = "Figuren"\nstate_of_law = 2026-08-19\n\n'
    text += "\n".join(_shape(chance, number) for number in range(300))
    (root / "law" / "rules" / "figures.toml").write_text(text, encoding="utf-8")
    found = RuleBook.load(root)
    assert not found.problems
    return found


def test_rules_of_every_shape_equal_the_second_reckoning(shapes: RuleBook) -> None:
    assert _differences(shapes, _random_facts(shapes, seed=7, count=3_000)) == []


def test_ten_thousand_deadlines_equal_the_second_reckoning(book: RuleBook) -> None:
    assert _differences(book, _random_facts(book, seed=20261128, count=10_000)) == []


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
        for first in (plain.trigger, date(2024, 12, 29), date(2024, 12, 31)):
            ends = [_ends(book, replace(plain, trigger=first + timedelta(day))) for day in range(3)]
            assert ends == sorted(ends), _text(replace(plain, trigger=first))


def _ends(book: RuleBook, facts: Facts) -> tuple[date, date]:
    result = compute(book, facts)
    return result.due or date.min, result.safe_due or date.min
