"""The procedure guide: what it says of each position, and walks through it under both laws."""

import random
from datetime import date

import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.errors import ContentError
from mfd_desktop.law.decisions import read_decisions
from mfd_desktop.law.guide_files import LAWS
from mfd_desktop.law.guide_lint import reachable
from mfd_desktop.law.procedures import START, Guide, law_of, rules_at
from mfd_desktop.law.rules import Rule

WALKS = 1_000
LONGEST = 40


@pytest.fixture(scope="module")
def guide() -> Guide:
    return Guide.load()


def test_every_position_of_the_documented_procedure_is_there(guide: Guide) -> None:
    codes = [entry.code for entry in guide.positions]
    wanted = [
        "Z00", "Z01", "Z02", "Z03", "Z04", "Z05", "Z06", "Z07", "Z08", "Z10", "Z11", "Z12", "Z13", "Z14", "Z15", "Z16",
        "Z20", "Z21", "Z22", "Z23", "Z30", "Z31", "Z32", "Z33", "Z40", "Z41", "Z42", "Z43", "Z50", "Z60", "Z90",
    ]  # fmt: skip
    assert codes == wanted


DOCUMENTED = {
    "Z00": "Z01 Z90", "Z01": "Z02 Z90", "Z02": "Z03", "Z03": "Z04 Z05", "Z04": "Z05", "Z05": "Z06 Z07 Z20",
    "Z06": "Z07 Z12", "Z07": "Z08 Z15", "Z08": "Z10 Z11 Z12 Z13 Z14 Z15 Z16", "Z10": "Z30 Z21", "Z11": "Z21 Z40",
    "Z12": "Z22 Z41", "Z13": "Z22 Z40", "Z14": "Z22 Z40 Z41", "Z15": "Z20 Z22 Z40", "Z16": "Z40",
    "Z20": "Z06 Z07 Z08 Z14", "Z21": "Z23 Z30 Z40", "Z22": "Z21 Z40", "Z23": "Z30 Z40", "Z30": "Z31 Z32 Z33",
    "Z33": "Z30 Z21 Z40", "Z40": "Z42 Z43 Z50 Z20", "Z41": "Z05 Z60", "Z42": "Z43", "Z43": "Z31", "Z50": "Z60",
    "Z60": "Z00",
}  # fmt: skip


@pytest.mark.parametrize(("code", "following"), DOCUMENTED.items())
def test_every_documented_way_on_is_open_under_every_law_that_has_it(guide: Guide, code: str, following: str) -> None:
    for law in LAWS:
        if law not in guide.position(code).laws:
            continue
        wanted = {to for to in following.split() if law in guide.position(to).laws}
        assert wanted <= {way.to for way in guide.ways_on(code, (law,))}


def test_every_deadline_of_a_decision_stands_at_its_position(guide: Guide) -> None:
    decisions = read_decisions()
    for decision in (decisions.decision(code) for code in decisions.codes):
        own = {item.rule for effect in decision.effects for item in effect.items}
        if decision.position:
            assert own <= set(guide.position(decision.position).rules), decision.code


def test_where_an_urgent_application_is_due_the_way_to_the_court_is_open(guide: Guide) -> None:
    for entry in guide.positions:
        if any("EILANTRAG" in rule for rule in entry.rules) and entry.stage == "decision":
            assert "Z22" in {way.to for way in entry.next}, entry.code


@pytest.mark.parametrize("law", LAWS)
def test_from_the_start_everything_of_a_law_can_be_reached_and_nothing_else(guide: Guide, law: str) -> None:
    assert reachable(guide, law) == {entry.code for entry in guide.positions if law in entry.laws}  # type: ignore[arg-type]


@pytest.mark.parametrize("law", LAWS)
def test_from_every_position_an_end_or_the_beginning_can_be_reached(guide: Guide, law: str) -> None:
    ends = {entry.code for entry in guide.positions if entry.final} | {"Z30", "Z60"}
    for entry in guide.positions:
        if law in entry.laws:
            assert reachable(guide, law, entry.code) & ends, entry.code  # type: ignore[arg-type]


def test_only_final_positions_lead_nowhere_and_say_why(guide: Guide) -> None:
    assert {entry.code for entry in guide.positions if not guide.ways_on(entry.code)} == {"Z32", "Z90"}
    assert [way.to for way in guide.ways_on("Z60")] == [START]


@pytest.mark.parametrize("law", LAWS)
def test_a_thousand_walks_never_get_stuck_and_use_every_way(guide: Guide, law: str) -> None:
    chance = random.Random(law)
    used: set[tuple[str, str]] = set()
    for _walk in range(WALKS):
        code = START
        for _step in range(LONGEST):
            ways = guide.ways_on(code, (law,))
            if not ways:
                assert guide.position(code).final
                break
            # The way taken least shows more of the procedure than the one chosen by chance alone.
            fresh = [way for way in ways if (code, way.to) not in used]
            chosen = chance.choice(fresh or ways)
            assert law in chosen.laws
            assert law in guide.position(chosen.to).laws
            assert guide.steps_at(chosen.to)
            used.add((code, chosen.to))
            code = chosen.to
    every = {(entry.code, way.to) for entry in guide.positions for way in guide.ways_on(entry.code, (law,))}
    assert used == {pair for pair in every if law in guide.position(pair[0]).laws}


def test_without_a_day_of_lodging_the_ways_of_both_laws_are_shown(guide: Guide) -> None:
    assert {way.to for way in guide.ways_on("Z00", ("ALT",))} == {"Z02", "Z90"}
    assert {way.to for way in guide.ways_on("Z00")} == {"Z01", "Z02", "Z90"}


def test_every_stage_is_one_of_the_statistics(guide: Guide) -> None:
    stages = CodeLists().known("procedure_stages")
    assert {entry.stage for entry in guide.positions} <= set(stages)


def test_tasks_come_of_decisions_that_grant_protection(guide: Guide) -> None:
    assert {task.name for task in guide.tasks_after("B02")} >= {"family_privileged", "title", "course", "settlement"}
    assert "family_privileged" not in {task.name for task in guide.tasks_after("B03")}
    assert guide.tasks_after("B06") == ()


def test_harm_is_known_before_the_position_it_leads_to(guide: Guide) -> None:
    assert [found.name for found in guide.harm_before("Z50")] == ["return_funding"]
    assert [found.name for found in guide.harm_before("Z16")] == ["withdrawal"]
    assert guide.harm_before("Z05") == ()
    assert guide.application("travel_home").positions == ()
    assert guide.need("V06").old == ""


@pytest.mark.parametrize("ask", [Guide.position, Guide.application, Guide.need])
def test_what_the_guide_does_not_know_is_a_key_error(guide: Guide, ask: object) -> None:
    with pytest.raises(KeyError):
        ask(guide, "nothing")  # type: ignore[operator]


def test_a_broken_file_is_named(tmp_path: object) -> None:
    with pytest.raises(ContentError, match=r"positions\.toml"):
        Guide.load(tmp_path)  # type: ignore[arg-type]


def _rule(rule_id: str, regime: str, cut_off: str) -> Rule:
    return Rule(
        id=rule_id, version=1, title="Frist", kind="loss", regime=regime, triggers=("X",), legal_basis="§ 1",  # type: ignore[arg-type]
        cites=(), source="Test", checked=date(2026, 11, 28), confidence="high", review="ok", cut_off=cut_off,  # type: ignore[arg-type]
    )  # fmt: skip


def test_deadlines_of_a_position_are_those_of_the_law_that_applies(guide: Guide) -> None:
    book = {
        "KLAGE_ASYL_2W": [_rule("KLAGE_ASYL_2W", "ALT", "procedure"), _rule("KLAGE_ASYL_2W", "NEU", "procedure")],
        "KLAGEBEGRUENDUNG_ASYL_1M": [_rule("KLAGEBEGRUENDUNG_ASYL_1M", "-", "")],
    }
    entry = guide.position("Z11")

    def versions(rule_id: str) -> list[Rule]:
        return book.get(rule_id, [])

    new = rules_at(entry, versions, {"procedure": ("NEU",)})
    assert new == (("KLAGE_ASYL_2W", "NEU"), ("KLAGEBEGRUENDUNG_ASYL_1M", "-"))
    assert ("KLAGE_ASYL_2W", "ALT") in rules_at(entry, versions, {})


def test_a_cut_off_date_leads_to_one_law_or_leaves_it_open() -> None:
    assert law_of({"procedure": ("ALT",)}, "procedure") == "ALT"
    assert law_of({"procedure": ("NEU",)}, "procedure") == "NEU"
    assert law_of({"procedure": ("ALT", "NEU")}, "procedure") is None
    assert law_of({}, "withdrawal") is None


@pytest.mark.parametrize(
    ("cut_off", "law", "day", "said"),
    [
        ("procedure", "NEU", date(2026, 6, 12), "2024/1347"),
        ("procedure", "NEU", date(2026, 6, 30), "2024/1347"),
        ("procedure", "NEU", date(2026, 7, 1), ""),
        ("procedure", "ALT", date(2020, 1, 1), "Klagefrist"),
        ("responsibility", "ALT", date(2026, 6, 1), "Dublin-III"),
        ("responsibility", "NEU", date(2026, 8, 1), ""),
    ],
)
def test_what_is_not_settled_is_said(guide: Guide, cut_off: str, law: str, day: date, said: str) -> None:
    found = guide.notes_on(cut_off, law, day)
    assert bool(found) is bool(said)
    assert all(said in note.text and note.review == "open" for note in found)


def test_every_decision_leads_to_a_position_of_the_guide(guide: Guide) -> None:
    decisions = read_decisions()
    for code in decisions.codes:
        position = decisions.decision(code).position
        assert not position or guide.position(position).code == position
    for task in guide.task_file.tasks:
        assert {decisions.decision(code).position for code in task.decisions} == {"Z10"}
