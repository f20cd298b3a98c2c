"""Broken data files are reported with file and place."""

import runpy
import shutil
import sys
from pathlib import Path

import pytest

from mfd_desktop.content import check
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.paths import resource_path

HEAD = 'title = "Probe"\nversion = 1\nsource = "Probe"\nchecked = 2026-11-23\nreview = "ok"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(resource_path("codelists"), tmp_path / "codelists")
    return tmp_path


def _write(root: Path, name: str, text: str) -> None:
    (root / "codelists" / f"{name}.toml").write_text(text, encoding="utf-8")


def _list(name: str, codes: str, head: str = HEAD) -> str:
    return f'id = "{name}"\n{head}codes = [{codes}]\n'


def test_the_shipped_files_are_sound() -> None:
    assert check.check_resources(resource_path()) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            _list("probe", '{code = "A", label = "a", colour = "red"}'),
            "$.codes[0]: Object contains unknown field",
        ),
        (
            _list("probe", '{code = "A", label = "a"}', HEAD + 'colour = "red"\n'),
            "$: Object contains unknown field",
        ),
        (_list("probe", '{code = 7, label = "a"}'), "$.codes[0].code: Expected `str`, got `int`"),
        (_list("probe", '{code = "A", label = " "}'), "$.codes[0].label: Expected `str` matching regex"),
        (_list("probe", '{code = "A", label = "a", destatis = "12"}'), "$.codes[0].destatis: Expected `str`"),
        (_list("probe", ""), "$.codes: Expected `array` of length >= 1"),
        (_list("probe", '{code = "A", label = "a"}', HEAD.replace("source", "# source")), "`source`"),
        (_list("probe", '{code = "A", label = "a"}', HEAD.replace("checked", "# checked")), "`checked`"),
        (_list("probe", '{code = "A", label = "a"}', HEAD.replace("2026-11-23", '"soon"')), "$.checked: "),
        (_list("probe", '{code = "A", label = "a"}', HEAD.replace('"ok"', '"done"')), "$.review: "),
        (_list("prob", '{code = "A", label = "a"}'), "$.id: id is 'prob', the file is named 'probe'"),
        (
            _list("probe", '{code = "A", label = "a"}, {code = "A", label = "b"}'),
            "$.codes[1].code: duplicate code 'A'",
        ),
        (
            _list("probe", '{code = "A", label = "a"}, {code = "B", label = "a"}'),
            "$.codes[1].label: duplicate label 'a'",
        ),
        (_list("probe", '{code = "A"}'), "$.codes[0].label: 'A' has no label"),
        (
            _list("probe", '{code = "A", label = "a", group = "P1"}'),
            "$.codes[0].group: 'A': a group is needed",
        ),
        (
            _list("probe", '{code = "A.1", label = "a", parent = "A"}'),
            "$.codes[0].parent: 'A.1': parent 'A' does not exist on the upper level",
        ),
        (
            _list("probe", '{code = "A", label = "a"}, {code = "B", label = "b", parent = "A"}'),
            "$.codes[1].code: 'B' does not begin with its parent 'A'",
        ),
        ("id = ", "$: Invalid value (at end of document)"),
    ],
)
def test_a_broken_list_is_named_by_the_check_and_refused_at_run_time(root: Path, text: str, finding: str) -> None:
    _write(root, "probe", text)
    found = check.check_resources(root)
    assert found
    assert all(line.startswith("probe.toml: $") for line in found)
    assert any(finding in line for line in found), found
    with pytest.raises(ContentError, match=r"^probe\.toml: \$") as raised:
        CodeLists(root).get("probe")
    assert str(raised.value) in found
    assert (raised.value.file, raised.value.path[0]) == ("probe.toml", "$")
    assert raised.value.reason


def test_a_file_that_is_not_utf8_is_named(root: Path) -> None:
    (root / "codelists" / "topics.toml").write_bytes('id = "Zugehörigkeit"'.encode("latin-1"))
    (found,) = check.check_resources(root)
    assert found.startswith("topics.toml: $: ")


def test_a_missing_list_is_named(root: Path) -> None:
    (root / "codelists" / "topics.toml").unlink()
    assert check.check_resources(root) == ["topics.toml: $: the list is missing"]


def test_a_group_that_does_not_exist_is_named(root: Path) -> None:
    _write(
        root,
        "probe",
        _list("probe", '{code = "A", label = "a", group = "P77"}', HEAD + 'group_list = "person_groups"\n'),
    )
    assert check.check_resources(root) == ["probe.toml: $.codes[0].group: 'A': no group 'P77' in 'person_groups'"]


def test_a_list_of_groups_that_does_not_exist_is_named(root: Path) -> None:
    _write(
        root,
        "probe",
        _list("probe", '{code = "A", label = "a", group = "P1"}', HEAD + 'group_list = "moods"\n'),
    )
    assert check.check_resources(root) == ["probe.toml: $.group_list: there is no list 'moods'"]


def test_a_status_group_without_person_group_is_named(root: Path) -> None:
    path = root / "codelists" / "status_groups.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(', group = "P4"', ""), encoding="utf-8")
    (found,) = check.check_resources(root)
    assert found.startswith("status_groups.toml: $.codes[15].group: 'no_status': a group is needed")


def test_a_country_that_babel_does_not_know_is_named(root: Path) -> None:
    _write(root, "probe", _list("probe", '{code = "SY"}, {code = "QQ"}', HEAD + 'names = "territories"\n'))
    assert check.check_resources(root) == ["probe.toml: $.codes[1].label: 'QQ' has no label and Babel does not know it"]


def test_every_finding_is_reported_not_only_the_first(root: Path) -> None:
    _write(root, "probe", _list("probe", '{code = "A"}, {code = "A"}'))
    assert len(check.check_resources(root)) == 4


def test_the_command_prints_the_findings_and_fails(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(root)]) == 0
    assert capsys.readouterr().out == ""
    (root / "codelists" / "needs.toml").unlink()
    assert check.main([str(root)]) == 1
    assert capsys.readouterr().out == "needs.toml: $: the list is missing\n"


def test_the_command_checks_the_shipped_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["check"])
    with pytest.raises(SystemExit) as done:
        runpy.run_path(check.__file__, run_name="__main__")
    assert done.value.code == 0
