"""The translation catalogues fit the sources, and the check notices when they do not."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PO = "translations/en/LC_MESSAGES/ui.po"


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mfd_catalogues", ROOT / "packaging" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, catalogues: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout whose catalogues are complete."""
    code = tmp_path / "src" / "mfd_desktop" / "screen.py"
    code.parent.mkdir(parents=True)
    code.write_text('_("Fall {name}")\nN_("Heute")\nngettext("ein Fall", "{n} Fälle", n)\n', encoding="utf-8")
    monkeypatch.setattr(catalogues, "content_messages", lambda _root: [("Syrien", "resources/a.toml")])
    catalogues.update(tmp_path)
    _translate(tmp_path / PO, "Fall {name}", "Case {name}")
    _translate(tmp_path / PO, "Heute", "Today")
    text = (tmp_path / PO).read_text(encoding="utf-8")
    text = text.replace('msgstr[0] ""', 'msgstr[0] "one case"').replace('msgstr[1] ""', 'msgstr[1] "{n} cases"')
    (tmp_path / PO).write_text(text, encoding="utf-8")
    _translate(tmp_path / "translations/en/LC_MESSAGES/content.po", "Syrien", "Syria")
    return tmp_path


def _translate(path: Path, source: str, target: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert f'msgid "{source}"\nmsgstr ""\n' in text
    changed = text.replace(f'msgid "{source}"\nmsgstr ""\n', f'msgid "{source}"\nmsgstr "{target}"\n')
    path.write_text(changed, encoding="utf-8")


def test_the_shipped_catalogues_are_up_to_date_and_complete(catalogues: ModuleType) -> None:
    assert catalogues.problems(ROOT) == []


def test_complete_catalogues_have_no_problem_and_update_changes_no_byte(checkout: Path, catalogues: ModuleType) -> None:
    before = {path: path.read_bytes() for path in (checkout / "translations").rglob("*.po*")}
    assert catalogues.problems(checkout) == []
    catalogues.update(checkout)
    assert {path: path.read_bytes() for path in (checkout / "translations").rglob("*.po*")} == before


def test_files_hold_no_dates_and_no_line_numbers(checkout: Path) -> None:
    text = (checkout / "translations" / "ui.pot").read_text(encoding="utf-8")
    assert "#: src/mfd_desktop/screen.py\n" in text
    assert "-Date" not in text


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Today"', 'msgstr ""', "not translated: 'Heute'"),
        ('msgid "Heute"', '#, fuzzy\nmsgid "Heute"', "not certain: 'Heute'"),
        ('msgstr "Case {name}"', 'msgstr "Case {nam}"', "placeholders differ"),
        ('msgstr[1] "{n} cases"', 'msgstr[1] "cases"', "placeholders differ"),
        ('msgid "Heute"', 'msgid "Gestern"', "not translated: 'Heute'"),
    ],
)
def test_the_check_finds_faults(checkout: Path, catalogues: ModuleType, old: str, new: str, problem: str) -> None:
    path = checkout / PO
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert any(problem in line for line in catalogues.problems(checkout))


def test_the_check_finds_a_new_text(checkout: Path, catalogues: ModuleType) -> None:
    with (checkout / "src" / "mfd_desktop" / "screen.py").open("a", encoding="utf-8") as file:
        file.write('_("Kalender")\n')
    found = catalogues.problems(checkout)
    assert "translations/ui.pot is stale" in found
    assert f"{PO} is stale" in found
    catalogues.update(checkout)
    assert catalogues.problems(checkout) == [f"{PO}: not translated: 'Kalender'"]


def test_a_vanished_text_leaves_the_catalogue(checkout: Path, catalogues: ModuleType) -> None:
    (checkout / "src" / "mfd_desktop" / "screen.py").write_text('N_("Heute")\n', encoding="utf-8")
    catalogues.update(checkout)
    assert catalogues.problems(checkout) == []
    assert "Case" not in (checkout / PO).read_text(encoding="utf-8")


def test_compiled_catalogues_translate(checkout: Path, catalogues: ModuleType) -> None:
    import gettext

    compiled = catalogues.compile_all(checkout)
    assert len(compiled) == 2
    found = gettext.translation("ui", checkout / "translations", ["en"])
    assert found.gettext("Heute") == "Today"
    assert found.ngettext("ein Fall", "{n} Fälle", 3) == "{n} cases"
