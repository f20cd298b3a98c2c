"""A template that contradicts itself, or tries to do more than fill in values, is refused when it is loaded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop.content.errors import ContentError
from mfd_desktop.letters import check
from mfd_desktop.letters.catalogue import Letters, Standing
from mfd_desktop.letters.extract import letter_messages
from mfd_desktop.letters.sandbox import faults
from mfd_desktop.letters.template import read_template

Change = Callable[[str, str, str], None]


@pytest.fixture
def change(folder: Path) -> Change:
    """Replace a text in one file of the copy."""

    def changing(name: str, old: str, new: str) -> None:
        path = folder / "letters" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return changing


def test_the_shipped_letters_have_no_finding(letters: Letters) -> None:
    assert check.main([]) == 0
    assert sorted(letters.usable()) == ["G00", "G02", "G11", "G12", "G14"]
    assert letters.broken() == {}


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('label = "Anschrift"', 'lable = "Anschrift"', "$.fields[0]", "unknown field `lable`"),
        ('kind = "time"', 'kind = "clock"', "$.fields[2].kind", "clock"),
        ("version = 1", "version = 0", "$.version", ">= 1"),
        ('id = "G14"', 'id = "G15"', "$.id", "G14"),
        ('name = "start"', 'name = "day"', "$.fields[1].name", "duplicate field 'day'"),
        ('name = "start"', 'name = "counsellor"', "$.fields[2].name", "duplicate"),
        ('name = "address"', 'name = "adress"', "$.fields", "needs a field 'address'"),
        ('prefill = "appointment.day"', 'prefill = "appointment.tag"', "$.fields[1].prefill", "appointment.tag"),
        ('example = "10:30"', "", "$.fields[2].example", "needs an example"),
        ("{{ start }} Uhr", "{{ begin }} Uhr", "$.paragraphs[2].text", "there is no field 'begin'"),
        ("{% if person %}", "{% if person %}{% endif %}", "$.paragraphs[2].text", "line"),
        ("**{{ day | weekday }}**", "**{{ day | weekday }}", "$.paragraphs[2].text", "bold"),
        ('id = "greeting"', 'id = "subject"', "$.paragraphs[0].id", "duplicate id"),
        ('kind = "space"', 'kind = "text"', "$.paragraphs[9].text", "a text is needed"),
        ('recipient = "client"', 'recipient = "any"', "$.fields", "needs a field 'purpose'"),
        ('sender = "service"', 'sender = "client"', "$.page", "letterhead"),
    ],
)
def test_a_broken_template_is_named_by_file_and_path(
    folder: Path, change: Change, capsys: pytest.CaptureFixture[str], old: str, new: str, place: str, reason: str
) -> None:
    change("G14.toml", old, new)
    with pytest.raises(ContentError) as refused:
        read_template(folder / "letters" / "G14.toml")
    assert refused.value.file == "G14.toml"
    assert reason in refused.value.reason
    assert check.main([str(folder)]) == 1
    assert any(
        line.startswith(f"G14.toml: {place}: ") and reason in line for line in capsys.readouterr().out.splitlines()
    )


def test_a_broken_template_leaves_the_others_usable(folder: Path, change: Change) -> None:
    change("G14.toml", "version = 1", 'version = "eins"')
    found = Letters(folder)
    assert sorted(found.usable()) == ["G00", "G02", "G11", "G12"]
    assert "version" in str(found.broken()["G14"])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[paragraphs.bring]", "[paragraphs.bringt]", "no such paragraph"),
        ("{{ start }}", "{{ beginn }}", "there is no field 'beginn'"),
        ('language = "ar"', 'language = "fa"', "do not fit the file"),
        ('reviewer = ""', "reviewer = 7", "Expected `str`"),
    ],
)
def test_a_broken_translation_leaves_the_german_letter(
    folder: Path, change: Change, capsys: pytest.CaptureFixture[str], old: str, new: str, reason: str
) -> None:
    change("G14.ar.toml", old, new)
    found = Letters(folder)
    assert found.usable()["G14"].languages == ("de",)
    assert "G14.ar" in found.broken()
    assert check.main([str(folder)]) == 1
    assert reason in capsys.readouterr().out


def test_codes_are_checked_against_their_lists(
    folder: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    change("G14.toml", 'codes = "letter_bring"', 'codes = "letter_brings"')
    change("G02.toml", 'example = "Z02"', 'example = "Z99"')
    change("G02.ar.toml", "[codes.release_purposes.Z05]", "[codes.release_purposes.Z55]")
    (folder / "codelists" / "letter_bring.toml").write_text("", encoding="utf-8")
    assert check.main([str(folder)]) == 1
    said = capsys.readouterr().out
    assert "G14.toml: $.fields[5].codes: letter_brings.toml" in said
    assert "'release_purposes' has no code 'Z99'" in said
    change("G02.toml", 'example = "Z99"', 'example = "Z02"')
    assert check.main([str(folder)]) == 1
    assert "G02.ar.toml: $.codes.release_purposes.Z05: 'Sprach- und Integrationskurse' is not translated" in (
        capsys.readouterr().out
    )


def test_a_changed_german_text_makes_its_translation_stale(
    folder: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Letters(folder).get("G14", "ar").standing("ar") is Standing.OPEN
    change("G14.toml", "Sie haben einen Termin bei uns.", "Sie haben einen neuen Termin bei uns.")
    assert Letters(folder).get("G14", "ar").standing("ar") is Standing.STALE
    assert check.main([str(folder)]) == 1
    assert "G14.ar.toml: $.paragraphs.greeting: stale: the German text was changed" in capsys.readouterr().out


def test_a_translation_counts_as_reviewed_when_somebody_signed_for_every_text(folder: Path) -> None:
    path = folder / "letters" / "G12.ar.toml"
    text = path.read_text(encoding="utf-8")
    signed = text.replace('reviewer = ""', 'reviewer = "Erfundene Prüferin"\ndate = 2026-11-27')
    path.write_text(signed, encoding="utf-8")
    assert Letters(folder).get("G12", "ar").standing("ar") is Standing.REVIEWED
    path.write_text(signed.replace("\ndate = 2026-11-27", "", 1), encoding="utf-8")
    assert Letters(folder).get("G12", "ar").standing("ar") is Standing.OPEN


@pytest.mark.parametrize(
    "text",
    [
        "{% for x in name %}{{ x }}{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}",
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ name | attr('__class__') }}",
        "{{ name | upper }}",
        "{{ name | lines(3) }}",
        "{{ name() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 999999 }}",
        "{{ name ~ name }}",
        "{{ range(10) }}",
        "{{ self }}",
        "{{ lipsum() }}",
        "{% set name = 1 %}",
        "{% include 'G00.toml' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% block b %}{% endblock %}",
        "{% call name() %}{% endcall %}",
        "{% filter lines %}a{% endfilter %}",
        "{% if name is defined %}a{% endif %}",
        "{% if name < 3 %}a{% endif %}",
        "{{ [name] }}",
        "{{ {'a': name} }}",
        "{{ name if name else 1 }}",
        "{{ -1 }}",
        "{% raw %}{{ name }}{% endraw %}{{ other }}",
        "{{ name",
        "{% endif %}",
    ],
)
def test_what_could_loop_or_reach_further_is_refused(text: str) -> None:
    assert list(faults(text, frozenset({"name"})))


def test_conditions_and_the_two_filters_are_allowed() -> None:
    condition = "{% if name and not (other == 'x') or name != other %}"
    text = condition + "{{ name | lines }}{{ other | weekday }}{% else %}-{% endif %}"
    assert list(faults(text, frozenset({"name", "other"}))) == []


def test_the_texts_for_the_interface_are_collected() -> None:
    found = dict(letter_messages())
    assert found["Terminzettel"] == "resources/letters/G14.toml"
    assert found["Tag des Termins"] == "resources/letters/G14.toml"
    assert found["Fluchtgründe"] == "resources/wordlists/sensitive.toml"
    assert "Ihr Termin" not in found
