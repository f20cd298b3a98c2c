"""Fonts of the system are found where the bundled ones lack a script."""

import shutil
from pathlib import Path

import pytest

from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.errors import LettersMissing
from mfd_desktop.render import fonts as module
from mfd_desktop.render.fonts import FontSet, script_of


def test_the_bundled_family_comes_first_and_signs_have_their_own() -> None:
    found = FontSet(resource_path("fonts"))
    assert [(face.name, start, end) for face, start, end in found.pieces("Ja ☒", bold=True)] == [
        ("FiraGO-Bold", 0, 3),
        ("NotoSansSymbols2-Regular", 3, 4),
    ]


def test_a_font_of_the_system_is_found_by_its_name_whatever_its_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No font with Armenian letters is here for sure: one with other letters stands in for it.
    folder = tmp_path / "system" / "truetype"
    folder.mkdir(parents=True)
    shutil.copy(resource_path("fonts", "NotoSansSymbols2-Regular.ttf"), folder / "Probeschrift.TTF")
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    for name in ("FiraGO-Regular.ttf", "FiraGO-Bold.ttf"):
        shutil.copy(resource_path("fonts", name), bundled / name)
    for name in ("NotoSansSymbols2-Regular.ttf", "NotoSansEthiopic.ttf"):
        shutil.copy(resource_path("fonts", "FiraGO-Regular.ttf"), bundled / name)
    monkeypatch.setitem(module._OF_SYSTEM, "BALLOT", ("fehlt", "probeschrift"))  # noqa: SLF001
    with pytest.raises(LettersMissing):
        list(FontSet(bundled).pieces("☒"))
    found = FontSet(bundled, [tmp_path / "keiner", tmp_path / "system"])
    assert [face.name for face, _start, _end in found.pieces("☒")] == ["NotoSansSymbols2-Regular"]


@pytest.mark.parametrize("name", ["NotoSansTamil-Regular.ttf", "NotoSansTamil[wght].ttf", "NIRMALA.TTC", "Latha.otf"])
def test_names_of_fonts_the_systems_carry_are_known(tmp_path: Path, name: str) -> None:
    shutil.copy(resource_path("fonts", "FiraGO-Regular.ttf"), tmp_path / name)
    found = FontSet(resource_path("fonts"), [tmp_path])
    assert found._of_system("TAMIL") == [tmp_path / name]  # noqa: SLF001 - no font with these letters is here
    with pytest.raises(LettersMissing):
        list(found.pieces("வணக்கம்"))


def test_marks_stay_with_their_letter() -> None:
    [(face, start, end)] = FontSet(resource_path("fonts")).pieces("e\u0301\u200d")
    assert (face.name, start, end) == ("FiraGO-Regular", 0, 3)


@pytest.mark.parametrize(("char", "script"), [("ሰ", "ETHIOPIC"), ("Ա", "ARMENIAN"), ("\ud800", "U+D800")])
def test_a_script_has_the_name_unicode_gives_it(char: str, script: str) -> None:
    assert script_of(char) == script
