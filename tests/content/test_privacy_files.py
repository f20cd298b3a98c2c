"""The laws of data protection are read strictly; what contradicts itself is named with file and place."""

import shutil
from pathlib import Path

import pytest

from mfd_desktop.content import privacy
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.paths import resource_path
from mfd_desktop.content.privacy import FOLDER, REGIMES, check_privacy


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(resource_path(FOLDER), tmp_path / FOLDER)
    return tmp_path


def test_the_shipped_laws_are_all_there_and_sound() -> None:
    assert {path.stem for path in resource_path(FOLDER).glob("*.toml")} == set(REGIMES)
    assert check_privacy(resource_path()) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("months = 1", "months = 13", "KDG.toml: $.rights"),
        ("months = 1", 'months = "einer"', "KDG.toml: $.rights"),
        ('id = "KDG"', 'id = "DSGVO"', "KDG.toml: $.id: id is 'DSGVO', the file is named 'KDG'"),
        ("[rights.access]", "[rights.acces]", "KDG.toml: $.rights: 'access' is missing"),
        ("[rights.access]", "[rights.acces]", "KDG.toml: $.rights.acces: there is no such right"),
        ("months = 0", "months = 2", "a time until the answer goes with what a person asks for, and only with it"),
        ("{years}", "drei Jahre", "KDG.toml: $.retention: the time has to be put in as {years}, once"),
        ("version = 1", "version = 1\nnovelty = 1", "KDG.toml: $"),
    ],
)
def test_a_broken_law_is_named(root: Path, old: str, new: str, finding: str) -> None:
    path = root / FOLDER / "KDG.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any(finding in line for line in check_privacy(root))


def test_a_law_that_is_missing_is_named(root: Path) -> None:
    (root / FOLDER / "DSG-EKD.toml").unlink()
    assert check_privacy(root) == ["DSG-EKD.toml: $: the law is missing"]


def test_a_broken_law_is_refused_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "problems", lambda _found, _name: [("rights.access.months", "kein Tag")])
    privacy.regime.cache_clear()
    with pytest.raises(ContentError, match="kein Tag"):
        privacy.regime("DSGVO")
    privacy.regime.cache_clear()
