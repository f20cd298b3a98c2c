"""The lint of the rules: what ships is clean, and every kind of mistake is found by name."""

import datetime
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.check import check_law, main
from mfd_desktop.law.extract import messages
from mfd_desktop.law.library import RuleBook
from mfd_desktop.law.lint import Known, rule_problems
from mfd_desktop.law.lint_book import book_problems
from mfd_desktop.law.lint_vocabulary import cut_off_problems, form_problems, trigger_problems
from mfd_desktop.law.rules import Example, Gap, Length, Reading, Rule, RuleFile, Variant
from mfd_desktop.law.statutes import Statute, StatuteFile, cite_fault
from mfd_desktop.law.vocabulary import (
    CutOffDate,
    CutOffFile,
    Fiction,
    NoticeForm,
    NoticeFormFile,
    TriggerFile,
    TriggerKind,
)

DAY = datetime.date
STATUTES = {
    "VwGO": Statute("VwGO", "Verwaltungsgerichtsordnung", "§", "complete", DAY(2026, 8, 19), "68-70, 74, 124a"),
    "APR": Statute("APR", "Verordnung (EU) 2024/1348", "Art.", "extract"),
}
KNOWN = Known(
    {"ZUSTELLUNG": "notice", "BEKANNTGABE": "notice", "GEBURT": "life"},
    {"EB"},
    {"procedure": DAY(2026, 6, 12), "withdrawal": DAY(2026, 6, 12)},
    STATUTES,
)
RULE = Rule(
    id="WIDERSPRUCH_1M",
    version=1,
    title="Widerspruch",
    kind="loss",
    regime="-",
    triggers=("@notice", "GEBURT"),
    legal_basis="§ 70 Abs. 1 VwGO",
    cites=("VwGO § 70",),
    source="VwGO",
    checked=DAY(2026, 11, 28),
    confidence="high",
    review="ok",
    length=Length(1, "months"),
    shift=True,
    shift_basis="§ 57 Abs. 2 VwGO",
    examples=(Example("ZUSTELLUNG", DAY(2026, 11, 2), due=DAY(2026, 12, 2), safe_due=DAY(2026, 12, 2)),),
)
NEW = msgspec.structs.replace(RULE, regime="NEU", cut_off="procedure", valid_from=DAY(2026, 6, 12))
OLD = msgspec.structs.replace(RULE, regime="ALT", cut_off="procedure", valid_until=DAY(2026, 6, 11))


FORM = """
[[forms]]
code = "EB"
label = "Empfangsbekenntnis"
recognise = "Datum im Empfangsbekenntnis"
basis = "§ 5 VwZG"
"""
AREA = """
id = "area"
title = "Bereich"
state_of_law = 2026-08-19

[[rules]]
id = "WIDERSPRUCH_1M"
version = 1
title = "Widerspruch"
kind = "loss"
regime = "-"
triggers = ["@notice"]
legal_basis = "§ 70 Abs. 1 VwGO"
cites = ["VwGO § 70"]
source = "VwGO"
checked = 2026-11-28
confidence = "high"
review = "ok"
length = { n = 1, unit = "months" }
shift = true
shift_basis = "§ 57 Abs. 2 VwGO"
letters = ["G00", "G03"]
variants = [{ name = "abroad", when = "im Ausland", length = { n = 3, unit = "months" } }]
examples = [{ trigger_kind = "ZUSTELLUNG", trigger = 2026-11-02, due = 2026-12-02 }]
"""


def _file(*rules: Rule, gaps: tuple[Gap, ...] = ()) -> dict[str, RuleFile]:
    return {"area.toml": RuleFile("area", "Bereich", DAY(2026, 8, 19), rules, gaps)}


def _found(files: dict[str, RuleFile]) -> list[str]:
    return [str(finding) for finding in book_problems(files, KNOWN)]


def test_what_ships_is_clean() -> None:
    assert check_law(resource_path()) == []
    assert main([]) == 0


def test_every_rule_that_counselling_needs_is_there() -> None:
    needed = (Path(__file__).parents[1] / "data" / "rule_ids.txt").read_text(encoding="utf-8").split()
    assert set(needed) - set(RuleBook.load().ids) == set()


def test_it_runs_as_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["check"])
    monkeypatch.delitem(sys.modules, "mfd_desktop.law.check")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("mfd_desktop.law.check", run_name="__main__")
    assert ended.value.code == 0


def test_every_text_of_every_rule_is_in_the_catalogue() -> None:
    found = list(messages())
    assert all(text == text.strip() and place.startswith("resources/law") for text, place in found)


def test_a_sound_rule_has_no_finding() -> None:
    assert list(rule_problems(RULE, KNOWN)) == []
    assert _found(_file(RULE)) == []
    assert _found(_file(OLD, NEW)) == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"length": None, "shift": False, "examples": ()}, "hint", "what counts"),
        ({"length": None, "hint": "Es zählt der Eingang."}, "length", "is needed"),
        ({"shift_basis": ""}, "shift_basis", "or why it does not"),
        ({"examples": ()}, "examples", "has an example"),
        ({"id": "WIDERSPRUCH", "length": Length(2, "weeks"), "round": "month_end"}, "round", "weeks"),
        ({"length": Length(1, "years")}, "length", "1 months"),
        ({"kind": "waiting"}, "shift", "never moves"),
        ({"result": "effective"}, "result", "only a benefit"),
        ({"before": Length(1, "weeks"), "direction": "backward"}, "before", "backwards"),
        ({"cut_off": "procedure"}, "cut_off", "other rules none"),
        ({"regime": "NEU", "cut_off": "procedure"}, "valid_from", "new law"),
        ({"regime": "NEU", "cut_off": "procedure", "valid_from": DAY(2026, 6, 11)}, "valid_from", "new law"),
        ({"regime": "ALT", "cut_off": "procedure"}, "valid_until", "old law"),
        ({"regime": "ALT", "cut_off": "procedure", "valid_until": DAY(2026, 6, 12)}, "valid_until", "old law"),
        ({"regime": "NEU", "cut_off": "responsibility", "valid_from": DAY(2026, 7, 1)}, "cut_off", "'responsibility'"),
        ({"valid_from": DAY(2026, 1, 2), "valid_until": DAY(2026, 1, 1)}, "valid_until", "before valid_from"),
        ({"review": "open"}, "review_reason", "has a reason"),
        ({"review_reason": "strittig"}, "review_reason", "only that"),
        ({"confidence": "disputed"}, "review", "disputed"),
        ({"triggers": ("@notice", "FREITAG")}, "triggers", "'FREITAG'"),
        ({"variants": (Variant("other", "im Ausland", triggers=("FREITAG",)),)}, "variants[0].triggers", "FREITAG"),
        ({"variants": (Variant("other", "a"), Variant("other", "b"))}, "variants", "duplicate 'other'"),
        ({"readings": (Reading("same", "gleich", shift=True),)}, "readings[0]", "nothing differently"),
        ({"letters": ("G99",)}, "letters", "'G99'"),
        ({"cites": ()}, "cites", "cites its law"),
        ({"cites": ("VwGO § 71",)}, "cites", "VwGO has no § 71"),
        ({"warnings": (1, 3)}, "warnings", "early to late"),
        ({"triggers": ("GEBURT",)}, "examples[0].trigger_kind", "'ZUSTELLUNG'"),
        (
            {"examples": (Example("ZUSTELLUNG", DAY(2026, 11, 2), notice="FAX", due=DAY(2026, 12, 2)),)},
            "examples[0].notice",
            "'FAX'",
        ),
        (
            {"examples": (Example("ZUSTELLUNG", DAY(2026, 11, 2), variant="x", due=DAY(2026, 12, 2)),)},
            "examples[0].variant",
            "'x'",
        ),
        (
            {"examples": (Example("GEBURT", DAY(2026, 11, 2), due=DAY(2026, 12, 2), safe_due=DAY(2026, 12, 3)),)},
            "examples[0].safe_due",
            "after due",
        ),
    ],
)
def test_a_mistake_in_a_rule_is_found(changes: dict[str, object], field: str, words: str) -> None:
    found = list(rule_problems(msgspec.structs.replace(RULE, **changes), KNOWN))
    assert [place for place, _reason in found] == [field]
    assert words in found[0][1]


def test_a_reading_that_only_moves_no_more_reads_differently() -> None:
    reading = Reading("unmoved", "ohne Verschiebung", shift=False)
    variant = Variant("birth", "nach einer Geburt", triggers=("GEBURT", "ZUSTELLUNG"))
    changed = msgspec.structs.replace(RULE, readings=(reading,), variants=(variant,))
    assert list(rule_problems(changed, KNOWN)) == []


def test_an_id_may_name_two_lengths() -> None:
    assert list(rule_problems(msgspec.structs.replace(RULE, id="MELDUNG_1M_3T"), KNOWN)) == []
    found = list(rule_problems(msgspec.structs.replace(RULE, id="MELDUNG_2M_3T"), KNOWN))
    assert found == [("length", "the id names 2 months or 3 days")]


def test_an_immediate_duty_needs_neither_period_nor_hint() -> None:
    changed = msgspec.structs.replace(RULE, length=None, shift=False, examples=(), immediate=True)
    assert list(rule_problems(changed, KNOWN)) == []


@pytest.mark.parametrize(
    ("cite", "words"),
    [
        ("§ 70 VwGO", "is not like"),
        ("ABC § 1", "no statute 'ABC'"),
        ("APR § 3", "is cited with Art."),
        ("VwGO § 71", "has no § 71"),
        ("VwGO § 69", ""),
        ("VwGO § 124a", ""),
        ("APR Art. 999", ""),
    ],
)
def test_a_citation_is_looked_up_where_the_whole_text_was_at_hand(cite: str, words: str) -> None:
    fault = cite_fault(cite, STATUTES)
    assert words in fault
    assert bool(fault) == bool(words)


def test_the_shipped_statutes_know_their_sections() -> None:
    file = read_toml(resource_path() / "law" / "statutes.toml", StatuteFile)
    statutes = {statute.abbreviation: statute for statute in file.statutes}
    assert {"74", "34a", "87e"} <= statutes["AsylG"].numbers()
    assert "33" not in statutes["AsylG"].numbers()
    assert "33" in statutes["AsylG a.F."].numbers()
    assert "79" in statutes["APR"].numbers()
    assert "80" not in statutes["APR"].numbers()


def _gap(first: datetime.date | None, last: datetime.date | None) -> Gap:
    return Gap("WIDERSPRUCH_1M", "Das Gesetz kannte sie nicht.", first, last)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (_file(NEW), "nothing is said of the days before 2026-06-12"),
        (_file(OLD), "nothing is said of the days after 2026-06-11"),
        (_file(OLD, msgspec.structs.replace(NEW, valid_from=DAY(2026, 6, 14))), "days between it and"),
        (
            _file(RULE, msgspec.structs.replace(RULE, version=2, valid_from=DAY(2027, 1, 1))),
            "overlaps WIDERSPRUCH_1M/-/1",
        ),
        (_file(NEW, gaps=(_gap(None, DAY(2026, 6, 12)),)), "overlaps"),
        (_file(msgspec.structs.replace(RULE, version=2)), "without a hole"),
        (_file(OLD, msgspec.structs.replace(NEW, cut_off="withdrawal")), "different cut-off dates"),
        (_file(RULE, gaps=(Gap("OTHER", "fehlt"),)), "there is no such rule"),
        (_file(msgspec.structs.replace(RULE, counterpart="OTHER")), "there is no rule 'OTHER'"),
        (_file(msgspec.structs.replace(RULE, checked=DAY(2026, 1, 1))), "state of the law of the file"),
        ({"other.toml": _file(RULE)["area.toml"]}, "the file is named 'other.toml'"),
    ],
)
def test_a_mistake_between_rules_is_found(files: dict[str, RuleFile], words: str) -> None:
    found = _found(files)
    assert len(found) == 1
    assert words in found[0]


def test_a_declared_gap_stands_for_a_version() -> None:
    assert _found(_file(NEW, gaps=(_gap(None, DAY(2026, 6, 11)),))) == []


def test_a_later_version_begins_later() -> None:
    later = msgspec.structs.replace(NEW, version=2)
    found = _found(_file(OLD, NEW, later))
    assert any("a later version begins later" in finding for finding in found)


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    """A resources folder with one sound rule."""
    (tmp_path / "law" / "rules").mkdir(parents=True)
    (tmp_path / "procedures").mkdir()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "G00.toml").touch()
    law = tmp_path / "law"
    for name in ("statutes.toml", "triggers.toml", "notice_forms.toml", "cut_offs.toml"):
        (law / name).write_bytes((resource_path() / "law" / name).read_bytes())
    (law / "rules" / "area.toml").write_text(AREA, encoding="utf-8")
    return tmp_path


def _append(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_append("law/rules/broken.toml", "id ="), "broken.toml: $"),
        (_append("law/statutes.toml", "x ="), "statutes.toml: $"),
        (_append("law/triggers.toml", "x ="), "triggers.toml: $"),
        (_append("law/notice_forms.toml", FORM), "notice_forms.toml: forms: duplicate 'EB'"),
        (_append("law/decisions.toml", "x ="), "decisions.toml: $"),
        (_append("law/decisions.toml", '[[kinds]]\nrule = "NONE_1M"'), "decisions.toml: $: there is no rule 'NONE_1M'"),
        (_append("procedures/asylum.toml", '[a]\nrules = ["NONE_1M"]'), "asylum.toml: $: there is no rule 'NONE_1M'"),
        (_append("procedures/asylum.toml", 'letters = ["G99"]'), "asylum.toml: $: there is no letter 'G99'"),
        (_append("procedures/asylum.toml", 'cites = ["VwGO § 31"]'), "asylum.toml: $: VwGO has no § 31"),
        (_append("procedures/asylum.toml", 'trigger = "FREITAG"'), "there is no kind of trigger 'FREITAG'"),
        (
            _append("procedures/asylum.toml", 'rule = "WIDERSPRUCH_1M"\ntrigger = "GEBURT"'),
            "asylum.toml: $: WIDERSPRUCH_1M does not begin with GEBURT",
        ),
        (
            _append("procedures/asylum.toml", 'rule = "WIDERSPRUCH_1M"\nvariant = "at_sea"'),
            "asylum.toml: $: WIDERSPRUCH_1M has no variant 'at_sea'",
        ),
        (_append("procedures/positions.toml", ""), "positions.toml: $"),
    ],
)
def test_the_check_names_the_file(
    resources: Path, change: Callable[[Path], None], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_law(resources) == []
    _append("procedures/asylum.toml", 'rules = ["WIDERSPRUCH_1M"]\n')(resources)
    _append("procedures/asylum.toml", 'rule = "WIDERSPRUCH_1M"\ntrigger = "ZUSTELLUNG"\nvariant = "abroad"\n')(
        resources
    )
    assert check_law(resources) == []
    (resources / "procedures" / "asylum.toml").unlink()
    change(resources)
    assert main([str(resources)]) == 1
    assert words in capsys.readouterr().out


def _posted(*spans: tuple[datetime.date | None, datetime.date | None]) -> NoticeForm:
    fictions = tuple(Fiction("AUFGABE_ZUR_POST", 4, first=first, last=last) for first, last in spans)
    return NoticeForm("BRIEF", "Brief", "Ein Brief", "§ 41 VwVfG", fictions=fictions)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (_posted((None, DAY(2024, 12, 31)), (DAY(2025, 1, 1), None)), ""),
        (_posted((None, DAY(2024, 12, 31)), (DAY(2025, 1, 2), None)), "no fiction or two"),
        (_posted((DAY(2025, 1, 1), None)), "no fiction or two"),
        (_posted((None, DAY(2025, 1, 1))), "no fiction or two"),
        (_posted((None, None), (DAY(2025, 1, 1), None)), "no fiction or two"),
        (msgspec.structs.replace(_posted((None, None)), of="FAX"), "there is no form 'FAX'"),
        (msgspec.structs.replace(_posted((None, None)), only=("FREITAG",)), "there is no kind of trigger 'FREITAG'"),
    ],
)
def test_each_day_of_posting_has_one_fiction(form: NoticeForm, words: str) -> None:
    found = [
        reason for _, reason in form_problems(NoticeFormFile("VwVfG", DAY(2026, 1, 1), (form,)), ("AUFGABE_ZUR_POST",))
    ]
    assert len(found) == bool(words)
    assert not words or words in found[0]


def test_a_double_trigger_is_found() -> None:
    kind = TriggerKind("GEBURT", "Geburt", "life")
    found = list(trigger_problems(TriggerFile("Fristregeln", DAY(2026, 1, 1), (kind, kind))))
    assert found == [("triggers", "duplicate 'GEBURT'")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"beside": "event"}, "beside and its reason"),
        ({"open_from": DAY(2026, 6, 12)}, "belong together"),
    ],
)
def test_what_is_open_about_a_cut_off_date_has_a_reason(changes: dict[str, object], words: str) -> None:
    one = msgspec.structs.replace(CutOffDate("procedure", DAY(2026, 6, 12), "Antrag", "§ 87e", "AsylG"), **changes)
    found = [reason for _, reason in cut_off_problems(CutOffFile(DAY(2026, 1, 1), (one,)))]
    assert len(found) == bool(words)
    assert not words or words in found[0]
