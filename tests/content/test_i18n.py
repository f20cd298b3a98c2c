"""The interface language: switching, missing catalogues, translations that do not fit."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from mfd_desktop.content import i18n


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    yield
    i18n.set_language("de")


def _compile(root: Path, domain: str, messages: dict[str | tuple[str, str], str | tuple[str, str]]) -> None:
    catalog = Catalog(locale="en")
    for source, translated in messages.items():
        catalog.add(source, translated)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    folder = root / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{domain}.mo").write_bytes(buffer.getvalue())


def test_german_is_the_source_and_needs_no_catalogue(tmp_path: Path) -> None:
    i18n.set_language("de", tmp_path)
    assert i18n.language() == "de"
    assert i18n._("Sperren") == "Sperren"
    assert i18n.ngettext("ein Fall", "{n} Fälle", 1) == "ein Fall"
    assert i18n.ngettext("ein Fall", "{n} Fälle", 0) == "{n} Fälle"


def test_english_comes_from_the_two_catalogues(tmp_path: Path) -> None:
    _compile(tmp_path, "ui", {"Sperren": "Lock", ("ein Fall", "{n} Fälle"): ("one case", "{n} cases")})
    _compile(tmp_path, "content", {"Sucht": "Addiction"})
    i18n.set_language("en", tmp_path)
    assert i18n.language() == "en"
    assert i18n._("Sperren") == "Lock"
    assert i18n.translate_marked(i18n.N_("Sperren")) == "Lock"
    assert i18n.ngettext("ein Fall", "{n} Fälle", 1) == "one case"
    assert i18n.ngettext("ein Fall", "{n} Fälle", 3) == "{n} cases"
    assert i18n.content_text("Sucht") == "Addiction"
    assert i18n.content_text("Sperren") == "Sperren"
    i18n.set_language("de", tmp_path)
    assert i18n._("Sperren") == "Sperren"


def test_the_empty_text_never_shows_the_header_of_the_catalogue(tmp_path: Path) -> None:
    _compile(tmp_path, "ui", {"Sperren": "Lock"})
    _compile(tmp_path, "content", {"Sucht": "Addiction"})
    i18n.set_language("en", tmp_path)
    assert i18n._("") == ""
    assert i18n.content_text("") == ""


@pytest.mark.parametrize(
    "translated",
    [
        "{days} days left",
        "days left",
        "{n days left",
        "{n} of {total} days left",
        "{n:d} days left",
        "{} days",
    ],
)
def test_a_translation_with_other_placeholders_is_not_shown(tmp_path: Path, translated: str) -> None:
    _compile(tmp_path, "ui", {"noch {n} Tage": translated, ("ein Tag", "{n} Tage"): ("one day", translated)})
    _compile(tmp_path, "content", {"noch {n} Tage": translated})
    i18n.set_language("en", tmp_path)
    assert i18n._("noch {n} Tage") == "noch {n} Tage"
    assert i18n.content_text("noch {n} Tage") == "noch {n} Tage"
    assert i18n.ngettext("ein Tag", "{n} Tage", 2) == "{n} Tage"
    assert i18n.ngettext("ein Tag", "{n} Tage", 1) == "one day"


def test_placeholders_may_change_their_order(tmp_path: Path) -> None:
    _compile(tmp_path, "ui", {"{name}, {date}": "on {date}: {name}"})
    i18n.set_language("en", tmp_path)
    assert i18n._("{name}, {date}").format(name="Muster", date="1 May") == "on 1 May: Muster"


@pytest.mark.parametrize("broken", [b"", b"not a catalogue", b"\xde\x12\x04\x95" + b"\xff" * 40])
def test_a_missing_or_broken_catalogue_shows_german(tmp_path: Path, broken: bytes) -> None:
    _compile(tmp_path, "ui", {"Sperren": "Lock"})
    (tmp_path / "en" / "LC_MESSAGES" / "ui.mo").write_bytes(broken)
    i18n.set_language("en", tmp_path)
    assert i18n._("Sperren") == "Sperren"
    assert i18n.content_text("Sucht") == "Sucht"


def test_an_unknown_language_is_refused_and_nothing_changes() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")  # type: ignore[arg-type]
    assert i18n.language() == "de"


def test_only_the_standard_library_is_loaded() -> None:
    code = (
        "import sys; before = set(sys.modules);"
        "import mfd_desktop.content.i18n, mfd_desktop.content.codelists;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names);"
        "sys.stdout.write(' '.join(sorted(new)))"
    )
    source = Path(i18n.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "mfd_desktop"
