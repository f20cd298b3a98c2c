"""Form files: broken ones are named with file and place; versions lie side by side."""

import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.paths import resource_path
from mfd_desktop.forms import check
from mfd_desktop.forms.extract import messages
from mfd_desktop.forms.library import Library

Write = Callable[..., Path]
STEP = '[[steps]]\nname = "one"\ntitle = "Eins"\n'


def field(name: str, kind: str = "text", **more: str) -> str:
    """One field; `more` are TOML values."""
    lines = [f'name = "{name}"', f'type = "{kind}"', f'label = "{name}"', *(f"{k} = {v}" for k, v in more.items())]
    return "[[steps.fields]]\n" + "\n".join(lines) + "\n"


ONE = STEP + field("a")
YES = '{ test = "equals", field = "b", value = "yes" }'


def test_the_shipped_forms_are_sound() -> None:
    assert check.check_forms(resource_path()) == []
    assert [offer.form_id for offer in Library(CodeLists()).offers()] == [
        "first_interview", "interview", "interview_sheet", "right_to_stay", "vulnerability",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        (STEP + field("a", "colour"), "$.steps[0].fields[0].type: Invalid value 'colour'"),
        (STEP + field("a", colour='"red"'), "$.steps[0].fields[0]: Object contains unknown field `colour`"),
        (STEP + field("a", required='"yes"'), "$.steps[0].fields[0].required: Expected `bool`, got `str`"),
        (STEP + field("A"), "$.steps[0].fields[0].name: Expected `str` matching regex"),
        (STEP + field("a", "code"), "$.steps[0].fields[0]: Object missing required field `codes`"),
        (STEP + field("a", "choice", options='[{code = "x", label = "X"}]'), "$.steps[0].fields[0].options: Expected"),
        (STEP + field("a", show_if='{test = "equals", field = "b"}'), "$.steps[0].fields[0].show_if: Object missing"),
        (STEP, "$.steps[0].fields: a step has fields or is the summary"),
        (STEP + "summary = true\n" + field("a"), "$.steps[0].fields: a step has fields or is the summary"),
        (STEP + f"show_if = {YES}\n" + field("a"), "$.steps[0].show_if: the first step is always shown"),
        (ONE + ONE, "$.steps: duplicate step 'one'"),
        (ONE + field("a"), "$.steps: duplicate field 'a'"),
        (
            STEP + field("a", bind='"client.town"') + field("b", bind='"client.town"'),
            "$.steps: duplicate target 'client.town'",
        ),
        (STEP + field("a", bind='"client.shoes"'), "$.steps[0].fields[0].bind: there is no 'client.shoes'"),
        (STEP + field("a", "date", bind='"client.town"'), "$.steps[0].fields[0].bind: 'client.town' takes text"),
        (
            STEP + field("a", "code", codes='"genders"', bind='"client.district"'),
            "$.steps[0].fields[0].bind: 'client.district' takes code districts",
        ),
        (STEP + field("a", "code", codes='"shoes"'), "$.steps[0].fields[0].codes: there is no list 'shoes'"),
        (STEP + field("a", "flag", yes='"Ja"'), "$.steps[0].fields[0]: both words are needed, or none"),
        (STEP + field("a", "date", default='"bald"'), "$.steps[0].fields[0].default: 'bald': no_date"),
        (STEP + field("a", show_if=YES), "$.steps[0].fields[0].show_if: there is no field 'b'"),
        (
            STEP + field("a", show_if=YES) + field("b", "yes_no"),
            "$.steps[0].fields[0].show_if: 'b' is asked later",
        ),
        (
            STEP + field("b", "info") + field("a", show_if=YES),
            "$.steps[0].fields[1].show_if: there is no field 'b'",
        ),
        (STEP + field("b") + field("a", show_if=YES), "$.steps[0].fields[1].show_if: 'b' is never 'yes'"),
        (
            STEP + field("b", "code", codes='"genders"') + field("a", show_if=YES),
            "$.steps[0].fields[1].show_if: 'b' has no answer 'yes'",
        ),
        (
            STEP + field("a", hints='[{text = "Hinweis", source = "§ 1", when = {test = "answered", field = "c"}}]'),
            "$.steps[0].fields[0].hints[0].when: there is no field 'c'",
        ),
        (
            STEP + field("a", hints='[{text = "Hinweis"}]'),
            "$.steps[0].fields[0].hints[0].source: what has no source is to be reviewed",
        ),
        (ONE + '[[steps.follow_ups]]\nname = "f"\ntext = "x"\n', "$.steps[0].follow_ups[0].when: needs a condition"),
        (
            ONE + '[[steps.follow_ups]]\nname = "f"\ntext = "x"\ntext_field = "a"\n',
            "$.steps[0].follow_ups[0].text: {answer} and text_field belong together",
        ),
        (
            ONE + '[[steps.follow_ups]]\nname = "f"\ntext_field = "c"\n',
            "$.steps[0].follow_ups[0].text_field: there is no field 'c'",
        ),
        (
            ONE + '[[steps.follow_ups]]\nname = "f"\ntext_field = "a"\ndue_field = "a"\n',
            "$.steps[0].follow_ups[0].due_field: there is no date 'a'",
        ),
        (
            ONE + '[[steps.follow_ups]]\nname = "f"\ntext_field = "a"\ndays = -1\n',
            "$.steps[0].follow_ups[0].days: lies before the day of the answer",
        ),
        (ONE + '[[steps.follow_ups]]\nname = "f"\ntext_field = "a"\n' * 2, "$.steps: duplicate follow-up 'f'"),
        ("keep_days = 9\n" + ONE, "$.keep_days: what expires does so on a day of its own"),
        ('keep_days = 9\nexpires = "a"\n' + ONE, "$.expires: there is no date 'a'"),
    ],
)
def test_a_broken_form_is_named_by_file_and_place(tmp_path: Path, write_form: Write, body: str, finding: str) -> None:
    write_form(body)
    write_form(ONE, form_id="sound")
    findings = check.check_forms(tmp_path)
    assert any(found.startswith(f"probe-1.toml: {finding}") for found in findings), findings
    assert not [found for found in findings if "sound" in found]
    library = Library(CodeLists(tmp_path), tmp_path)
    broken, sound = library.offers()
    assert broken.form is None
    assert broken.error is not None
    assert str(broken.error) in findings
    assert sound.form is not None
    with pytest.raises(ContentError, match=r"probe-1\.toml"):
        library.get("probe", 1)


def test_id_and_version_are_those_of_the_file_name(tmp_path: Path, write_form: Write) -> None:
    write_form(ONE, name="probe-2")
    write_form(ONE, name="Probe")
    assert check.check_forms(tmp_path) == [
        "Probe.toml: $: the file is not named like first_interview-1.toml",
        "probe-2.toml: $.id: this is version 1 of 'probe', the file is named 'probe-2'",
    ]
    assert Library(CodeLists(tmp_path), tmp_path).versions() == {"probe": 2}


def test_versions_lie_side_by_side_and_the_newest_is_offered(tmp_path: Path, write_form: Write) -> None:
    for version in (1, 2, 10):
        write_form(ONE, version=version)
    library = Library(CodeLists(tmp_path), tmp_path)
    (offer,) = library.offers()
    assert (offer.version, offer.form and offer.form.version) == (10, 10)
    assert library.get("probe", 1).version == 1
    assert library.get("probe", 1) is library.get("probe", 1)
    with pytest.raises(ContentError, match="diese Fassung des Formulars liegt nicht vor"):
        library.get("probe", 3)


def test_steps_and_fields_are_found_by_name(tmp_path: Path, write_form: Write) -> None:
    write_form(ONE)
    form = Library(CodeLists(tmp_path), tmp_path).get("probe", 1)
    assert form.step("one").fields == (form.field("a"),)
    with pytest.raises(KeyError):
        form.step("two")
    with pytest.raises(KeyError):
        form.field("b")


def test_every_text_is_collected_for_translation(tmp_path: Path, write_form: Write) -> None:
    body = STEP + 'intro = "Einleitung"\nhelp = "Hilfe"\n'
    body += field("a", help='"Dazu"', hints='[{text = "Hinweis", review = "open"}]')
    body += field("b", "choice", options='[{code = "x", label = "Ix"}, {code = "y", label = "Ypsilon"}]')
    body += field("c", "flag", yes='"Warm"', no='"Kalt"')
    body += '[[steps.follow_ups]]\nname = "f"\ntext_field = "a"\n'
    body += '[[steps.follow_ups]]\nname = "g"\ntext = "Nachfragen"\nwhen = {test = "answered", field = "a"}\n'
    write_form(body)
    assert [text for text, _place in messages(tmp_path)] == [
        "Probe", "Eins", "Einleitung", "Hilfe", "a", "Dazu", "Hinweis", "b", "Ix", "Ypsilon", "c", "Warm", "Kalt",
        "Nachfragen",
    ]  # fmt: skip
    assert {place for _text, place in messages(tmp_path)} == {"resources/forms/probe-1.toml"}
    assert "resources/forms/first_interview-1.toml" in {place for _text, place in messages()}


def test_the_command_names_findings_and_says_so_with_its_status(
    tmp_path: Path, write_form: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check.main([]) == 0
    write_form(STEP)
    assert check.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == "probe-1.toml: $.steps[0].fields: a step has fields or is the summary\n"
    monkeypatch.setattr(sys, "argv", ["check", str(tmp_path)])
    monkeypatch.delitem(sys.modules, "mfd_desktop.forms.check")
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("mfd_desktop.forms.check", run_name="__main__")
    assert caught.value.code == 1
