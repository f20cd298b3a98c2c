"""The lint of the procedure guide: the shipped files pass, and every fault is found."""

import shutil
from collections.abc import Container
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.conditions import Answered, Not, Or
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.check import check_law
from mfd_desktop.law.guide_check import guide_findings
from mfd_desktop.law.guide_extract import messages
from mfd_desktop.law.guide_files import HarmfulFile, PositionFile, StepFile, TaskFile, Transition, WayFile
from mfd_desktop.law.guide_lint import Known, problems
from mfd_desktop.law.procedures import Guide


class _Everything(Container[str]):
    def __contains__(self, _name: object) -> bool:
        return True


def known(rules: Container[str] | None = None, decisions: Container[str] | None = None) -> Known:
    lists = CodeLists()
    return Known(
        _Everything() if rules is None else rules,
        _Everything() if decisions is None else decisions,
        set(lists.known("procedure_stages")),
        set(lists.known("needs")),
        set(lists.known("consent_kinds")),
    )


@pytest.fixture(scope="module")
def guide() -> Guide:
    return Guide.load()


def reasons(guide: Guide, what: Known | None = None) -> str:
    return "\n".join(" ".join(found) for found in problems(guide, what or known()))


def changed(guide: Guide, code: str, **fields: object) -> Guide:
    entries = [msgspec.structs.replace(entry, **fields) if entry.code == code else entry for entry in guide.positions]
    file: PositionFile = msgspec.structs.replace(guide.position_file, positions=tuple(entries))
    return replace(guide, position_file=file)


def test_the_shipped_guide_has_no_fault(guide: Guide) -> None:
    assert reasons(guide) == ""


def test_a_position_has_one_name_and_one_stage(guide: Guide) -> None:
    codes = CodeLists().get("procedure_positions").codes
    assert [(code.code, code.label, code.group) for code in codes] == [
        (entry.code, entry.name, entry.stage) for entry in guide.positions
    ]


def test_the_guide_yields_its_texts_for_translation(guide: Guide) -> None:
    found = dict(messages())
    assert found[guide.position("Z05").name] == "resources/procedures/positions.toml"
    assert found[guide.ways[0].needs[0].text] == "resources/procedures/right_to_stay.toml"
    assert {place.rpartition("/")[2] for place in found.values()} == {name for name, _file in guide.files()}


def test_a_file_has_the_name_it_gives_itself(guide: Guide) -> None:
    file: TaskFile = msgspec.structs.replace(guide.task_file, id="other")
    assert "recognition.toml $.id" in reasons(replace(guide, task_file=file))


def test_no_name_stands_twice(guide: Guide) -> None:
    tasks = guide.task_file.tasks
    file: TaskFile = msgspec.structs.replace(guide.task_file, tasks=(*tasks, tasks[0]))
    assert "duplicate 'family_privileged'" in reasons(replace(guide, task_file=file))


@pytest.mark.parametrize(
    ("code", "fields", "said"),
    [
        ("Z05", {"stage": "nowhere"}, "there is no stage 'nowhere'"),
        ("Z05", {"next": ()}, "needs ways on"),
        ("Z05", {"next": (Transition("Z99", "Nirgendwohin"),)}, "there is no position 'Z99'"),
        ("Z02", {"next": (Transition("Z03", "Registriert", ("NEU",)),)}, "a dead end under ALT"),
        ("Z40", {"next": (Transition("Z60", "Ausgereist"),)}, "nobody comes here under NEU"),
    ],
)
def test_positions_are_checked(guide: Guide, code: str, fields: dict[str, object], said: str) -> None:
    assert said in reasons(changed(guide, code, **fields))


def test_rules_and_decisions_have_to_exist(guide: Guide) -> None:
    said = reasons(guide, known(rules=set(), decisions=set()))
    assert "Z11.rules there is no rule 'KLAGE_ASYL_2W'" in said
    assert "family_privileged there is no rule" in said
    assert "family_privileged there is no decision 'B01'" in said
    assert "BLEIBERECHT_25A there is no rule" in said


def test_steps_belong_to_positions_and_leave_none_out(guide: Guide) -> None:
    first, *others = guide.step_file.steps
    moved = msgspec.structs.replace(first, positions=("Z99",))
    file: StepFile = msgspec.structs.replace(guide.step_file, steps=(moved, *others))
    said = reasons(replace(guide, step_file=file))
    assert "there is no position 'Z99'" in said
    assert "no step belongs to Z00" in said


def test_ways_do_not_take_silence_for_an_answer(guide: Guide) -> None:
    need = msgspec.structs.replace(guide.ways[0].needs[0], when=Or((Answered("paper"), Not(Answered("paper")))))
    way = msgspec.structs.replace(guide.ways[0], needs=(need,))
    file: WayFile = msgspec.structs.replace(guide.way_file, ways=(way, *guide.ways[1:]))
    assert "would take silence for an answer" in reasons(replace(guide, way_file=file))


def test_leaving_stands_last_and_needs_nothing(guide: Guide) -> None:
    way = msgspec.structs.replace(guide.ways[0], information=True)
    file: WayFile = msgspec.structs.replace(guide.way_file, ways=(way, *guide.ways[1:]))
    said = reasons(replace(guide, way_file=file))
    assert "has needs, or is for information only" in said
    assert "stands last, and alone" in said


def test_needs_consents_and_warnings_refer_to_something(guide: Guide) -> None:
    nothing = replace(known(), needs=set(), consents=set())
    said = reasons(guide, nothing)
    assert "V01 is no special need" in said
    assert "there is no consent 'E01'" in said
    first, *others = guide.harmful_file.applications
    file: HarmfulFile = msgspec.structs.replace(
        guide.harmful_file, applications=(msgspec.structs.replace(first, positions=("Z99",)), *others)
    )
    assert "return_funding there is no position 'Z99'" in reasons(replace(guide, harmful_file=file))


def test_the_check_of_the_law_looks_at_the_guide_too(tmp_path: Path) -> None:
    assert list(guide_findings(resource_path(), _Everything())) == []
    assert list(guide_findings(tmp_path, _Everything())) == []
    for folder in ("procedures", "codelists", "law"):
        shutil.copytree(resource_path(folder), tmp_path / folder)
    steps = tmp_path / "procedures" / "steps.toml"
    text = steps.read_text(encoding="utf-8")
    steps.write_text(text.replace('"AsylG § 83b"', '"AsylG § 999"').replace('"Z90"', '"Z91"'), encoding="utf-8")
    found = [
        "steps.toml: $.steps: there is no position 'Z91'",
        "steps.toml: $.steps: no step belongs to Z90",
    ]
    assert list(guide_findings(tmp_path, _Everything())) == found
    assert check_law(tmp_path) == ["steps.toml: $: AsylG has no § 999", *found]
    steps.write_text("nothing", encoding="utf-8")
    (broken,) = guide_findings(tmp_path, _Everything())
    assert broken.startswith("steps.toml: ")
